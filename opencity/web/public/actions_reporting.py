"""Go or no-go, and afterwards: who came and for how long, what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from opencity.actions.access import people_of
from opencity.actions.models import Participation
from opencity.actions.operations.calling import open_sign_up
from opencity.actions.operations.deciding import cancel_action, confirm_action
from opencity.actions.operations.reporting import Mark, close_list, mark, report_action
from opencity.actions.rules.timing import hours_between
from opencity.actions.values import COUNTED, ActionState, ParticipationState
from opencity.communities.http import CommunityRequest
from opencity.foundation.languages import current
from opencity.foundation.refusals import NotUnderstood, Refusal
from opencity.people.acting import Actor
from opencity.plans.wording import number_words
from opencity.problems.history import Words
from opencity.web.public import cases
from opencity.web.public.actions_case import ActionCase, case_of, done, form, must_lead
from opencity.web.public.actions_leading import lead_only
from opencity.web.public.actions_words import decision_words
from opencity.web.public.reporting.origin import from_our_pages

CAME, MISSED, EXCUSED = ParticipationState.ATTENDED, ParticipationState.NO_SHOW, ParticipationState.EXCUSED


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def action_decide(request: CommunityRequest, community: str, number: int, position: int) -> HttpResponse:
    case = case_of(request, number, position)
    actor = must_lead(case, _("Only the lead says whether it takes place: we have to know you."))
    if request.method != "POST":
        return _decide_page(request, case)
    try:
        told = _decide(request, case, actor)
    except Refusal as refusal:
        return _decide_page(request, case, refusal=refusal)
    return done(request, case, told)


def _decide(request: CommunityRequest, case: ActionCase, actor: Actor) -> str:
    match request.POST.get("what", ""):
        case "go":
            confirm_action(case.action, actor, now=case.now)
            return _("It takes place. Everybody who signed up will be told.")
        case "open":
            open_sign_up(case.action, actor, now=case.now)
            return _("Sign-up is open.")
        case "held":
            close_list(case.action, actor, now=case.now)
            return _("Written down: people came together and worked. Their hours and the report follow.")
        case "cancel":
            cancel_action(case.action, actor, Words(cases.words_of(request), current()), now=case.now)
            return _("It is called off. Everybody who signed up will be told, and is free.")
    raise NotUnderstood(_("We do not know this answer."), _("Choose one of the buttons."))


def _decide_page(request: CommunityRequest, case: ActionCase, *, refusal: Refusal | None = None) -> HttpResponse:
    state = case.action.state
    return form(
        request,
        "decide",
        case,
        refusal=refusal,
        may_open=state == ActionState.PLANNED,
        may_go=state == ActionState.OPEN,
        may_cancel=state in {ActionState.PLANNED, ActionState.OPEN, ActionState.CONFIRMED},
        decision=decision_words(case.action, case.now),
    )


@dataclass(frozen=True)
class Attendance:
    """One line of the list as the lead fills it in."""

    one: Participation
    state: str
    hours: str
    settled: bool


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def action_report(request: CommunityRequest, community: str, number: int, position: int) -> HttpResponse:
    """The list is kept line by line, so nothing that was filled in is lost; the report closes it."""
    case = case_of(request, number, position)
    actor = must_lead(case, lead_only())
    if request.method != "POST":
        return _report_page(request, case)
    kept: list[str] = []
    try:
        photos = cases.take_photos(request, actor.person, case.now)
        kept = cases.keep_tokens(photos)
        words = Words(cases.words_of(request), current())
        _keep_list(case, actor, request.POST)
        if "send" not in request.POST:
            return _report_page(request, case, kept=kept, said=True)
        report_action(case.action, actor, words, photos, now=case.now)
    except Refusal as refusal:
        return _report_page(request, case, refusal=refusal, kept=kept)
    return done(request, case, _("Thank you. Everybody reads now what came of it."))


def _keep_list(case: ActionCase, actor: Actor, sent: Mapping[str, str]) -> None:
    for one in _people(case):
        state, hours = sent.get(f"state_{one.pk}", ""), sent.get(f"hours_{one.pk}", "").strip()
        if one.hours is not None or state not in {CAME, MISSED, EXCUSED}:
            continue
        worked = _hours(hours, one) if state == CAME and hours else None
        if state != one.state or worked is not None:
            mark(one, Mark(state=ParticipationState(state), hours=worked), actor, now=case.now)


def _hours(said: str, one: Participation) -> Decimal:
    try:
        return Decimal(said.replace(",", "."))
    except InvalidOperation:
        raise NotUnderstood(
            _("The hours of %(name)s are not a number.") % {"name": one.person},
            _("Write how long it took, such as 2.5."),
            field="hours",
        ) from None


def _people(case: ActionCase) -> list[Participation]:
    """Whoever had a place, came or was excused; those who left are not asked about."""
    wanted = COUNTED | {EXCUSED}
    return [one for one in people_of(case.action) if one.state in wanted]


def _report_page(
    request: CommunityRequest,
    case: ActionCase,
    *,
    refusal: Refusal | None = None,
    kept: list[str] | None = None,
    said: bool = False,
) -> HttpResponse:
    usual = number_words(hours_between(case.action.starts_at, case.action.ends_at))
    lines = [_line(one, request.POST, usual) for one in _people(case)]
    return form(
        request,
        "report",
        case,
        refusal=refusal,
        kept=kept or [],
        lines=lines,
        said=said,
        begun=case.now >= case.action.starts_at,
        usual=usual,
        choices=[(CAME, _("came")), (MISSED, _("did not come")), (EXCUSED, _("excused"))],
    )


def _line(one: Participation, sent: Mapping[str, str], usual: str) -> Attendance:
    settled = one.hours is not None
    state = sent.get(f"state_{one.pk}") or (one.state if one.state in {CAME, MISSED, EXCUSED} else "")
    hours = number_words(one.hours) if one.hours is not None else sent.get(f"hours_{one.pk}", usual)
    return Attendance(one, state, hours, settled)
