"""«Прийду» and «не зможу»: signing up, one's own code for the lead, leaving."""

from __future__ import annotations

from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from opencity.actions.access import arrival_token, calendar_token, host_of, is_dangerous
from opencity.actions.models import ActionRole, Participation
from opencity.actions.operations.joining import SignUp, leave, sign_up
from opencity.actions.queries.crowds import crowds_of
from opencity.actions.values import EXPECTED, Minors, ParticipationState
from opencity.communities.http import CommunityRequest
from opencity.foundation.languages import current
from opencity.foundation.refusals import NotUnderstood, Refusal
from opencity.people.acting import Actor
from opencity.people.models import Organisation
from opencity.people.present import body_here
from opencity.plans.access import givers_bodies
from opencity.problems.history import Words
from opencity.web.public import cases
from opencity.web.public.actions_case import ActionCase, case_by_letter, case_of, done, form
from opencity.web.public.actions_words import address_of, is_over, row_of
from opencity.web.public.reporting import forms
from opencity.web.public.reporting.origin import from_our_pages


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def action_join(request: CommunityRequest, community: str, number: int, position: int) -> HttpResponse:
    case = case_of(request, number, position)
    if request.method != "POST":
        return _join_page(request, case)
    try:
        actor = case.must_be_known(_("The lead counts on everybody who signs up, so we have to know you."))
        cases.limit(request, "sign_up", case.now, most=60)
        one = sign_up(case.action, actor, _asked(request, case, actor), now=case.now)
    except Refusal as refusal:
        return _join_page(request, case, refusal=refusal)
    if one.state == ParticipationState.WAITLISTED:
        told = _("All places are taken, so you are on the waiting list. If somebody cannot come, the place is yours.")
    else:
        told = _("You have a place. Thank you! Your code for the day is here.")
    return done(request, case, told, "action_mine")


def _join_page(request: CommunityRequest, case: ActionCase, *, refusal: Refusal | None = None) -> HttpResponse:
    crowd = crowds_of([case.action])[case.action.pk]
    asked = request.POST.get("role") or request.GET.get("role", "")
    positions = [str(one.role.position) for one in crowd.roles]
    shown = case.action
    return form(
        request,
        "join",
        case,
        refusal=refusal,
        rows=[row_of(one) for one in crowd.roles],
        chosen=asked if asked in positions else positions[0],
        bodies=givers_bodies(case.actor, request.community) if case.actor else [],
        minors_welcome=shown.minors != Minors.ADULTS and not is_dangerous(shown.problem.category),
        host=host_of(shown),
        open=crowd.state in {"open", "full", "confirmed"} and not is_over(shown, case.now),
    )


def _asked(request: CommunityRequest, case: ActionCase, actor: Actor) -> SignUp:
    sent = request.POST
    consent_by = forms.plain(sent.get("consent_by", ""))
    if len(consent_by) > 120:
        raise NotUnderstood(
            _("This is longer than %(most)s characters.") % {"most": 120}, _("Please shorten it."), field="consent_by"
        )
    return SignUp(
        role=_role(case, sent.get("role", "")),
        organisation=_organisation(request, actor, sent.get("organisation", "")),
        minor=sent.get("age") == "minor",
        consent_by=consent_by,
        consent="consent" in sent,
        quiet="quiet" in sent,
        named="named" in sent,
    )


def _role(case: ActionCase, position: str) -> ActionRole:
    rows = ActionRole.everywhere.filter(action=case.action)
    role = rows.filter(position=position).first() if position.isascii() and position.isdecimal() else None
    if role is None:
        raise NotUnderstood(_("Say what you come as."), _("Choose from the list."), field="role")
    return role


def _organisation(request: CommunityRequest, actor: Actor, slug: str) -> Organisation | None:
    """Whether somebody may act for it is for the operation to say."""
    if not slug:
        return None
    body = body_here(request.community, slug)
    if body is None:
        raise NotUnderstood(
            _("We do not know this organisation here."), _("Choose from the list."), field="organisation"
        )
    return body


@from_our_pages
@require_http_methods(["GET", "HEAD"])
def action_mine(request: CommunityRequest, community: str, number: int, position: int) -> HttpResponse:
    """One's own sign-up: the code for the lead, the calendar, and the way out."""
    case = case_by_letter(request, number, position)
    one = case.own()
    if case.person is None:
        return redirect(f"{reverse('account_login')}?next={request.path}")
    if one is None:
        messages.info(request, _("You have not signed up for this action yet."))
        return redirect(address_of(case.action))
    return form(request, "mine", case, **_own(request, case, one))


def _own(request: CommunityRequest, case: ActionCase, one: Participation) -> dict[str, Any]:
    assert case.person is not None
    arrival = reverse(
        "action_here",
        args=[request.community.slug, case.action.problem.number, case.action.position, arrival_token(one)],
    )
    calendar = reverse(
        "actions_own_calendar", args=[request.community.slug, calendar_token(case.person, request.community)]
    )
    return {
        "own": one,
        "waits": one.state == ParticipationState.WAITLISTED,
        "ahead": _ahead(one),
        "expected": one.state in EXPECTED and not is_over(case.action, case.now),
        "code": f"{one.code[:3]} {one.code[3:]}",
        "qr": _qr(settings.PUBLIC_URL + arrival, _("Your code: show it to the lead")),
        "calendar": address_of(case.action, "action_calendar"),
        "own_calendar": settings.PUBLIC_URL + calendar,
        "webcal": calendar_link(settings.PUBLIC_URL + calendar),
    }


def calendar_link(address: str) -> str:
    """As programs of calendars subscribe to it."""
    return "webcal" + address[address.index("://") :]


def _ahead(one: Participation) -> int:
    """How many wait longer for the same role."""
    rows = Participation.everywhere.filter(role=one.role, state=ParticipationState.WAITLISTED, pk__lt=one.pk)
    return rows.count()


def _qr(address: str, name: str) -> SafeString:
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        scale=5, border=4, dark="#14232A", light="#FFFFFF", title=name, svgclass="qr", lineclass=None, omitsize=True
    )
    return mark_safe(drawn.replace("<svg ", '<svg role="img" ', 1))


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def action_leave(request: CommunityRequest, community: str, number: int, position: int) -> HttpResponse:
    """«I can no longer come», also from a letter. Opening the page changes nothing."""
    case = case_by_letter(request, number, position)
    one = case.own()
    if case.person is not None and one is None:
        raise Http404
    if request.method != "POST" or one is None:
        return form(request, "leave", case, own=one, expected=one is not None and one.state in EXPECTED)
    try:
        actor = case.must_be_known(_("We have to know who cannot come."))
        leave(one, actor, Words(cases.words_of(request), current()), now=case.now)
    except Refusal as refusal:
        return form(request, "leave", case, refusal=refusal, own=one, expected=True)
    return done(request, case, _("Thank you for saying it in time. The place goes to whoever waits."))
