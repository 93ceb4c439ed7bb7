"""Whether a notice is still true, still allowed and still wanted at the moment it is sent."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from enum import StrEnum

from opencity.access_points.models import Meeting, MeetingState
from opencity.actions.models import Action, Participation
from opencity.actions.values import TAKING, ActionState, ParticipationState
from opencity.lending.models import Loan
from opencity.lending.values import LoanState
from opencity.notices import appeals
from opencity.notices.kinds import ASKS, FATES, KINDS, NEWS, OPTIONAL, TO_CONFIRM
from opencity.notices.models import Delivery, Mute, UnwantedKind
from opencity.notices.queries import CHIEFS
from opencity.people.models import Membership
from opencity.plans.models import Pledge
from opencity.plans.values import PledgeState
from opencity.problems.history import facts_of
from opencity.problems.models import Endorsement, Report
from opencity.problems.models.question import Question
from opencity.problems.states import UNDER_WAY, State, Visibility
from opencity.verification.models import Ask, Outcome, Verdict


class Why(StrEnum):
    """Why a notice is dropped: kept beside it for whoever looks later."""

    MUTED = "muted"
    NOT_SHOWN = "the problem may not be shown to this reader any more"
    OVER = "it is over"
    GONE = "the reader is gone"


def dropped(deliveries: Sequence[Delivery]) -> Mapping[int, Why]:
    """Which of one reader's notices must not leave, by their ids."""
    mutes, unwanted = _mutes(deliveries), _unwanted(deliveries)
    found: dict[int, Why] = {}
    for one in deliveries:
        why = Why.MUTED if one.kind in unwanted else _why(one, mutes)
        if why is not None:
            found[one.pk] = why
    return found


def _why(one: Delivery, mutes: Collection[int | None]) -> Why | None:
    if one.person is not None and not one.person.is_active:
        return Why.GONE
    if not one.critical and one.person is not None and (None in mutes or (one.problem_id or 0) in mutes):
        return Why.MUTED
    if not _may_be_shown(one):
        return Why.NOT_SHOWN
    return Why.OVER if _is_over(one) else None


def _mutes(deliveries: Sequence[Delivery]) -> set[int | None]:
    first = deliveries[0]
    if first.person_id is None:
        return set()
    rows = Mute.everywhere.filter(community=first.community_id, person=first.person_id)
    return set(rows.values_list("problem_id", flat=True))


def _unwanted(deliveries: Sequence[Delivery]) -> set[str]:
    first, optional = deliveries[0], {one.kind for one in deliveries} & OPTIONAL
    if first.person_id is None or not optional:
        return set()
    rows = UnwantedKind.everywhere.filter(community=first.community_id, person=first.person_id, kind__in=optional)
    return set(rows.values_list("kind", flat=True))


def _may_be_shown(one: Delivery) -> bool:
    """Visibility may have changed since it was owed: what is not public is told to those on the case alone."""
    if one.problem is None or one.kind in FATES or one.kind in TO_CONFIRM:
        return True
    match one.facts.get("as"):
        case "reporter":
            hidden = one.problem.visibility == Visibility.HIDDEN
            held = one.problem.visibility == Visibility.HELD
            return not hidden and (not held or one.kind == "receipt")
        case "colleague":
            return one.problem.visibility in {Visibility.PUBLIC, Visibility.PRIVATE}
        case "owner":
            shown = one.problem.visibility in {Visibility.PUBLIC, Visibility.PRIVATE}
            return shown and one.problem.owner_id == one.organisation_id
    return one.problem.visibility == Visibility.PUBLIC


def _is_over(one: Delivery) -> bool:
    check = _OVER.get(one.kind)
    return check is not None and check(one)


def _is_answered(one: Delivery) -> bool:
    """Nobody is asked twice, and nothing is asked of a round that has ended."""
    claim = one.facts.get("claim", 0)
    if Verdict.everywhere.filter(claim=claim, person=one.person_id).exists():
        return True
    asked = Ask.everywhere.filter(claim=claim, person=one.person_id, claim__outcome=Outcome.RUNNING)
    return not asked.exists()


def _is_confirmed(one: Delivery) -> bool:
    return not Report.everywhere.filter(pk=one.facts.get("report", 0), awaits_confirmation=True).exists()


def _is_joined(one: Delivery) -> bool:
    rows = Endorsement.everywhere.filter(pk=one.facts.get("endorsement", 0), withdrawn_at=None)
    return not rows.filter(confirmed_at=None).exists()


def _owes_nothing(one: Delivery) -> bool:
    problem = one.problem
    return problem is None or problem.answered_at is not None or problem.state not in UNDER_WAY


def _is_replied(one: Delivery) -> bool:
    return not Question.everywhere.filter(pk=one.facts.get("question", 0), replied_at=None).exists()


def _is_unblocked(one: Delivery) -> bool:
    return one.problem is None or one.problem.state != State.BLOCKED


def _is_kept(one: Delivery) -> bool:
    """Nobody is reminded of what came already or was taken back."""
    return not Pledge.everywhere.filter(pk=one.facts.get("pledge", 0), state=PledgeState.ACCEPTED).exists()


def _is_decided(one: Delivery) -> bool:
    return not Pledge.everywhere.filter(pk=one.facts.get("pledge", 0), state=PledgeState.OFFERED).exists()


def _is_back(one: Delivery) -> bool:
    """It came back, or may be kept longer by now."""
    rows = Loan.everywhere.filter(pk=one.facts.get("loan", 0), state=LoanState.LENT)
    return not rows.filter(due=date.fromisoformat(str(one.facts["due"]))).exists()


def _does_not_come(one: Delivery) -> bool:
    coming = Participation.everywhere.filter(action=one.facts.get("action", 0), person=one.person_id)
    return not coming.filter(state=ParticipationState.CONFIRMED, action__state__in=TAKING).exists()


def _is_settled(one: Delivery) -> bool:
    """The lead has given the word that was asked for, or written the report."""
    waits = {"action_decide": [ActionState.OPEN], "action_owed": [*TAKING, ActionState.HELD]}[one.kind]
    return not Action.everywhere.filter(pk=one.facts.get("action", 0), state__in=waits).exists()


def _stands_otherwise(one: Delivery) -> bool:
    """A meeting was answered, or called off, before the letter of what it was until then could leave."""
    if one.kind == "meeting_agreed":
        uuid = facts_of(one.event).get("meeting", "") if one.event is not None else ""
        rows = Meeting.everywhere.filter(uuid=str(uuid)) if uuid else Meeting.everywhere.none()
    else:
        rows = Meeting.everywhere.filter(pk=one.facts.get("meeting", 0))
    wanted = {"meeting_agreed": MeetingState.AGREED, "meeting_asked": MeetingState.ASKED}
    return not rows.filter(state=wanted.get(one.kind) or str(one.facts.get("variant", ""))).exists()


def _leads_no_more(one: Delivery) -> bool:
    """The duty ended, or was made a lesser one, between owing and sending."""
    rows = Membership.objects.filter(person=one.person, organisation=one.facts.get("organisation", 0), kind__in=CHIEFS)
    return not rows.filter(until=None).exists() and not rows.filter(until__gt=one.owed_at).exists()


_OVER: Mapping[str, Callable[[Delivery], bool]] = {
    **dict.fromkeys(ASKS, _is_answered),
    "confirm": _is_confirmed,
    "confirm_join": _is_joined,
    "action_soon": _does_not_come,
    "action_decide": _is_settled,
    "action_owed": _is_settled,
    "meeting_asked": _stands_otherwise,
    "meeting_answer": _stands_otherwise,
    "meeting_agreed": _stands_otherwise,
    "pledge_due": _is_kept,
    "figures_weekly": _leads_no_more,
    "loan_due": _is_back,
    "loan_late": _is_back,
    "lead_asked": _is_decided,
    **dict.fromkeys((kind for kind in KINDS if kind.startswith("appeal_")), appeals.is_over),
    "supervisor_overdue": _owes_nothing,
    "owner_half": _owes_nothing,
    "owner_today": _owes_nothing,
    "owner_overdue": _owes_nothing,
    "owner_review": _is_unblocked,
    "question_waits": _is_replied,
}


def is_mere_news(deliveries: Sequence[Delivery]) -> bool:
    """Whether a letter of these may wait until some time has passed since the last one."""
    return all(one.kind in NEWS and not one.critical for one in deliveries)
