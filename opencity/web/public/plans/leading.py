"""The lead's page: what waits first, then every promise by need, steps, money, and the plan itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from opencity.communities.http import CommunityRequest
from opencity.people.rights import Right
from opencity.plans.models import Condition, Contribution, Pledge
from opencity.plans.queries.needs import Line, lines_of
from opencity.plans.rules.moves import Side, pledge_may
from opencity.plans.values import LIVE, NeedKind, PlanState, PledgeState, Unit
from opencity.plans.wording import amount_words
from opencity.web.public.conditions import conditions_words
from opencity.web.public.dates import day_words, moment
from opencity.web.public.plans.cases import PlanCase, receiving_case
from opencity.web.public.plans.need_cards import Known, NeedCard, cards_of, receipts_of
from opencity.web.public.plans.pledge_states import PledgeSign, sign_of
from opencity.web.public.plans.section import leader_of, steps_of
from opencity.web.public.story_together import giver_name, somebody

OVER = frozenset({PledgeState.DECLINED, PledgeState.WITHDRAWN, PledgeState.LAPSED})


@dataclass(frozen=True, kw_only=True)
class PledgeRow:
    """One promise for whoever leads; the names of deeds are those of plans/receiving.py."""

    uuid: str
    sector: str
    who: str
    quiet: bool
    amount: str
    need: str
    lang: str
    sign: PledgeSign
    due: str
    late: bool
    words: str
    words_lang: str
    conditions: str
    when: str
    received: str
    deeds: tuple[str, ...]
    paper: bool


@dataclass(frozen=True)
class NeedRows:
    card: NeedCard
    rows: tuple[PledgeRow, ...]
    over: tuple[PledgeRow, ...]
    gifts: tuple[str, ...]
    """What was given without a promise."""
    may_note: bool
    may_spend: bool


@dataclass(frozen=True)
class Told:
    """Everything promised and given in a plan, read once."""

    pledges: Sequence[Pledge]
    rows: Mapping[int, PledgeRow]
    gifts: Mapping[int, Sequence[Contribution]]


@require_safe
def plan_lead(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    case = receiving_case(request, number)
    lines = lines_of(case.plan)
    pledges = _pledges(case, lines)
    rows = {pledge.pk: _row(pledge, case) for pledge in pledges}
    told = Told(pledges, rows, _gifts(lines))
    known = Known(case.problem, case.plan.language, {}, receipts_of(lines), {}, False, case.now)
    cards = dict(zip((line.need.pk for line in lines), cards_of(lines, known), strict=True))
    context = {
        "plan": case.plan,
        "problem": case.problem,
        "live": case.plan.state in LIVE,
        "leads": case.leads,
        "is_lead": case.plan.lead_id == case.person.pk,
        "leader": leader_of(case.plan),
        "state": PlanState(case.plan.state).label,
        "may_begin": case.plan.state in {PlanState.PUBLISHED, PlanState.READY},
        "may_finish": case.plan.state == PlanState.RUNNING,
        "may_measure": case.plan.state in {PlanState.RUNNING, PlanState.FINISHED},
        "ready": case.plan.state == PlanState.READY,
        "waiting": [rows[pledge.pk] for pledge in pledges if _waits_for_us(pledge, rows[pledge.pk])],
        "needs": [_need_rows(line, cards[line.need.pk], told, case) for line in lines],
        "steps": steps_of(case.plan, case.now),
        "lacking": sum(1 for line in lines if line.coverage.free > 0),
    }
    answer = render(request, "public/plans/lead.html", context)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _pledges(case: PlanCase, lines: Sequence[Line]) -> list[Pledge]:
    """Every promise of the plan's needs, oldest first. Four queries."""
    conditions = Prefetch("conditions", Condition.everywhere.select_related("need"))
    gifts = Prefetch("contributions", Contribution.everywhere.all())
    rows = Pledge.everywhere.filter(need__in=[line.need.pk for line in lines])
    rows = rows.select_related("person", "organisation").prefetch_related(conditions, gifts).order_by("pk")
    needs = {line.need.pk: line.need for line in lines}
    found = list(rows)
    for pledge in found:
        pledge.need = needs[pledge.need_id]
        pledge.need.plan = case.plan
    return found


def _waits_for_us(pledge: Pledge, row: PledgeRow) -> bool:
    """What somebody has to answer or confirm here before anything else."""
    return bool(row.deeds) and (pledge.state in {PledgeState.OFFERED, PledgeState.DELIVERED} or row.late)


def _row(pledge: Pledge, case: PlanCase) -> PledgeRow:
    community, need = case.problem.community, pledge.need
    today = community.calendar.today(case.now)
    pending = pledge.state in {PledgeState.OFFERED, PledgeState.ACCEPTED}
    return PledgeRow(
        uuid=str(pledge.uuid),
        sector=pledge.organisation.sector if pledge.organisation else pledge.sector,
        who=_who(pledge, case),
        quiet=pledge.quiet,
        amount=amount_words(pledge.quantity, need.unit) if need.unit != Unit.PERMIT else "",
        need=need.words,
        lang=case.plan.language,
        sign=sign_of(pledge),
        due=day_words(pledge.due, community, case.now) if pledge.due else "",
        late=pending and pledge.due is not None and pledge.due < today,
        words=pledge.words,
        words_lang=pledge.language,
        conditions=conditions_words(pledge.conditions.all()),
        when=moment(pledge.created_at, community, case.now).words,
        received=_received(pledge),
        deeds=tuple(_deeds(pledge, _sides(pledge, case))),
        paper=pledge.organisation is not None and need.kind == NeedKind.MATERIAL and pledge.state not in OVER,
    )


def _who(pledge: Pledge, case: PlanCase) -> str:
    """Whoever leads knows every giver; others do not learn who gives in quiet."""
    if pledge.quiet and not case.leads:
        return somebody(pledge.sector)
    name = giver_name(pledge.person, pledge.organisation) or somebody(pledge.sector)
    if pledge.organisation is not None and pledge.person.public_name and case.leads:
        return f"{name} ({pledge.person.public_name})"
    return name


def _sides(pledge: Pledge, case: PlanCase) -> frozenset[Side]:
    """As access.sides, but without a query for each row."""
    actor = case.actor
    gives = actor.person.pk == pledge.person_id or (
        pledge.organisation_id is not None and pledge.organisation_id in actor.offices
    )
    found = {Side.LEAD} if case.leads else set()
    receives = case.leads or actor.coordinates or actor.is_librarian
    if pledge.need.payee_id is not None:
        receives = actor.may(Right.SPEAK, pledge.need.payee_id)
    return frozenset(found | ({Side.RECIPIENT} if receives and not gives else set()))


def _deeds(pledge: Pledge, sides: Iterable[Side]) -> Iterator[str]:
    """In the order in which they are offered. A permission that was granted is there: nothing has to arrive."""
    sides = frozenset(sides)
    if pledge.need.unit == Unit.PERMIT and pledge.state == PledgeState.ACCEPTED:
        return
    if any(pledge_may("accept", pledge.state, side) for side in sides):
        yield "accept"
    if any(pledge_may("acknowledge", pledge.state, side) for side in sides) or (
        Side.RECIPIENT in sides and pledge.state == PledgeState.ACCEPTED
    ):
        yield "received"
    if Side.RECIPIENT in sides and pledge.state in {PledgeState.ACCEPTED, PledgeState.DELIVERED}:
        yield "dispute"
    if any(pledge_may("decline", pledge.state, side) for side in sides):
        yield "decline"


def _received(pledge: Pledge) -> str:
    given = next(iter(pledge.contributions.all()), None)
    if given is None or pledge.need.unit == Unit.PERMIT:
        return ""
    parts = [amount_words(given.quantity, pledge.need.unit)]
    if given.hours:
        parts.append(amount_words(given.hours, Unit.HOUR))
    return _("received %(amount)s on %(day)s") % {
        "amount": ", ".join(parts),
        "day": date_format(given.given_on, "MONTH_DAY_FORMAT"),
    }


def _gifts(lines: Sequence[Line]) -> dict[int, list[Contribution]]:
    """What was given without a promise, by need. One query."""
    rows = Contribution.everywhere.filter(need__in=[line.need.pk for line in lines], pledge=None)
    found: dict[int, list[Contribution]] = defaultdict(list)
    for row in rows.select_related("person", "organisation").order_by("pk"):
        found[row.need_id].append(row)
    return found


def _gift(given: Contribution, line: Line, case: PlanCase) -> str:
    hidden = given.quiet and not case.leads
    name = "" if hidden else giver_name(given.person, given.organisation)
    return _("%(who)s, %(amount)s, %(day)s") % {
        "who": name or somebody(given.sector),
        "amount": amount_words(given.quantity, line.need.unit),
        "day": date_format(given.given_on, "MONTH_DAY_FORMAT"),
    }


def _need_rows(line: Line, card: NeedCard, told: Told, case: PlanCase) -> NeedRows:
    pledges, rows, gifts = told.pledges, told.rows, told.gifts
    mine = [pledge for pledge in pledges if pledge.need_id == line.need.pk]
    receives = case.leads or case.actor.coordinates or case.actor.is_librarian
    pays = case.actor.may(Right.SPEAK, line.need.payee_id)
    if line.need.payee_id is not None:
        receives = pays
    return NeedRows(
        card,
        tuple(rows[pledge.pk] for pledge in mine if pledge.state not in OVER),
        tuple(rows[pledge.pk] for pledge in mine if pledge.state in OVER),
        tuple(_gift(one, line, case) for one in gifts.get(line.need.pk, ())),
        may_note=receives and case.plan.state in LIVE and line.need.kind != NeedKind.PERMISSION,
        may_spend=pays,
    )
