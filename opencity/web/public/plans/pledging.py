"""«Я дам»: one form, filled in with what is free. Whoever is not signed in goes to sign in and comes back to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from opencity.communities.http import CommunityRequest
from opencity.foundation.refusals import Refusal
from opencity.people.acting import Actor
from opencity.people.rights import Right
from opencity.plans.access import givers_bodies, need_for_public
from opencity.plans.models import Need, Pledge
from opencity.plans.operations import pledging
from opencity.plans.queries.needs import Line, lines_of
from opencity.plans.values import LIVE, NeedKind, PledgeState, Unit
from opencity.web.public.cases import Case, limit, sign_in_address
from opencity.web.public.dates import day_words
from opencity.web.public.need_bars import bar_of
from opencity.web.public.need_rows import ACTS, ICONS
from opencity.web.public.plans import kept, pledge_forms
from opencity.web.public.plans.cases import form, public_case
from opencity.web.public.plans.need_cards import lacking_words
from opencity.web.public.plans.section import leader_of
from opencity.web.public.reporting.origin import from_our_pages

MOST_AN_HOUR = 40


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def pledge_need(request: CommunityRequest, community: str, number: int, position: int) -> HttpResponse:
    case = public_case(request, number)
    need = need_for_public(request.community, number, position)
    lines = lines_of(need.plan)
    if request.method == "POST":
        return _take(request, case, need, lines)
    recalled = kept.recall(request, now=case.now)
    if recalled is not None:
        return _page(request, case, need, lines, typed=pledge_forms.typed(recalled), came_back=case.actor is not None)
    line = _line(need, lines)
    typed = pledge_forms.beginning(line, request.GET, case.actor, request.community, case.now)
    return _page(request, case, need, lines, typed=typed)


def _take(request: CommunityRequest, case: Case, need: Need, lines: Sequence[Line]) -> HttpResponse:
    typed = pledge_forms.typed(request.POST)
    try:
        limit(request, "pledge", case.now, most=MOST_AN_HOUR)
        pledge_forms.check(typed, lines)
        if case.actor is None:
            kept.keep(request, now=case.now)
            return redirect(sign_in_address(request))
        new = pledge_forms.read(typed, lines, case.actor, request.community, case.now)
        made = pledging.pledge(need, case.actor, new, now=case.now)
    except Refusal as refusal:
        return _page(request, case, need, lines, typed=typed, refusals=[refusal])
    kept.forget(request)
    messages.success(request, _thanks(made))
    return redirect("pledge", request.community.slug, made.uuid)


def _thanks(made: Pledge) -> str:
    match made.state:
        case PledgeState.ACCEPTED if made.need.kind == NeedKind.PERMISSION:
            return _("The permission is granted. Everybody sees it now.")
        case PledgeState.ACCEPTED:
            return _("Thank you: your promise is accepted.")
        case PledgeState.OFFERED:
            return _("Thank you. Whoever leads the plan will answer you.")
        case PledgeState.SLEEPING:
            return _("Thank you. We will write as soon as your condition comes true.")
    return _("Thank you. Enough is promised for now; you stand in line.")


def _line(need: Need, lines: Sequence[Line]) -> Line:
    """The need as it stands; one that a later version dropped is shown as wholly free and refused on sending."""
    return next((line for line in lines if line.need == need), None) or pledge_forms.alone(need)


def _page(
    request: CommunityRequest,
    case: Case,
    need: Need,
    lines: Sequence[Line],
    *,
    typed: Mapping[str, Any],
    refusals: Iterable[Refusal] = (),
    came_back: bool = False,
) -> HttpResponse:
    line = _line(need, lines)
    bodies = givers_bodies(case.actor, request.community) if case.actor else []
    permission = need.kind == NeedKind.PERMISSION
    context = {
        "need": need,
        "language": need.plan.language,
        "icon": ICONS[need.kind],
        "act": ACTS[need.kind],
        "bar": bar_of(need, line.coverage),
        "unit": Unit(need.unit).label,
        "lacking": lacking_words(line) if line.coverage.free > 0 else "",
        "takes": need.plan.state in LIVE and need.dropped_at is None,
        "by": day_words(need.needed_by, request.community, case.now) if need.needed_by else "",
        "bodies": [one for one in bodies if not permission or one.pk == need.grantor_id],
        "permission": permission,
        "may_grant": permission and _may_grant(need, case.actor),
        "choices": pledge_forms.choices(need, lines),
        "others": pledge_forms.others(need, lines),
        "leader": leader_of(need.plan),
        "came_back": came_back,
        "open_conditions": bool(typed.get("on") or typed.get("covered") or typed.get("from_day")),
    }
    return form(
        request, "public/plans/pledge.html", case.problem, person=case.person, refusals=refusals, typed=typed, **context
    )


def _may_grant(need: Need, actor: Actor | None) -> bool:
    return actor is not None and actor.may(Right.ANSWER, need.grantor_id)
