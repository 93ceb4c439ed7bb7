"""Who is told of plans, promises and gifts. Each function is one consequence of an event and may run again."""

from __future__ import annotations

from datetime import datetime, timedelta

from opencity.communities.models import Community
from opencity.notices.audience import followers, reporters
from opencity.notices.operations.owing import owe, owe_each
from opencity.notices.operations.telling import Happening
from opencity.people.models import Person
from opencity.plans.models import Contribution, Need, Plan, Pledge
from opencity.plans.queries.digest import weekly_digests
from opencity.plans.queries.fitting import offers_fitting
from opencity.plans.values import HOLDING, LIVE, NeedKind, PledgeState
from opencity.problems.states import Visibility

REMIND_DAYS = (7, 2)
"""How many days before a promise is due its giver is reminded."""
MOST_OFFERS = 20
OF_RULE = frozenset({"pledge_woke", "pledge_moved_up", "pledge_accepted"})


def tell_supporters(it: Happening) -> None:
    """News of a plan for everybody who reported, follows or promised."""
    if it.problem.visibility != Visibility.PUBLIC:
        return
    given = _givers(it) - it.others
    _news(it, reporters(it.problem) - given - it.others, "reporter")
    _news(it, followers(it.problem) - reporters(it.problem) - given - it.others, "follower")
    _news(it, given, "giver")


def tell_givers(it: Happening) -> None:
    _news(it, _givers(it) - it.others, "giver")


def tell_givers_of_money(it: Happening) -> None:
    """Whoever gave money for a need hears what became of it."""
    gave = Contribution.everywhere.filter(need__uuid=str(it.facts.get("need", "")))
    _news(it, set(gave.values_list("person_id", flat=True)) - it.others, "giver")


def _givers(it: Happening) -> set[int]:
    """Whoever has a promise in the plan that counts or waits, and whoever lost one by this very event."""
    rows = Pledge.everywhere.filter(need__plan__uuid=str(it.facts.get("plan", "")))
    counted = rows.filter(state__in=[*HOLDING, PledgeState.OFFERED, PledgeState.WAITING, PledgeState.SLEEPING])
    lost = rows.filter(state=PledgeState.LAPSED, ended_at=it.event.at)
    return set(counted.values_list("person_id", flat=True)) | set(lost.values_list("person_id", flat=True))


def _news(it: Happening, people: set[int], who: str) -> None:
    owe_each(
        it.community,
        it.event.kind,
        people,
        event=it.event,
        problem=it.problem,
        once=f"{it.event.kind}:{it.event.pk}",
        facts={"as": who},
        at=it.now,
    )


def ask_for_permits(it: Happening) -> None:
    """A body whose permission the plan needs hears of it once for each need."""
    plan = Plan.everywhere.filter(uuid=str(it.facts.get("plan", "")), state__in=LIVE).first()
    needs = Need.everywhere.filter(plan=plan, kind=NeedKind.PERMISSION, dropped_at=None, grantor__isnull=False)
    for need in needs.select_related("grantor") if plan else ():
        owe(
            it.community,
            "permit_asked",
            organisation=need.grantor,
            event=it.event,
            problem=it.problem,
            once=f"permit_asked:{need.pk}",
            facts={"as": "grantor", "need": need.pk},
            critical=True,
            at=it.now,
        )


def tell_those_who_offered(it: Happening) -> None:
    """Whoever has a standing offer that fits a new need reads of it in the next morning's letter."""
    plan = Plan.everywhere.filter(uuid=str(it.facts.get("plan", "")), state__in=LIVE).first()
    needs = Need.everywhere.filter(plan=plan, dropped_at=None).select_related("plan__problem__community", "grantor")
    for need in needs.select_related("plan__problem__category", "plan__problem__area") if plan else ():
        for fit in offers_fitting(need, now=it.now, most=MOST_OFFERS):
            if fit.offer.person_id in it.others:
                continue
            owe(
                it.community,
                "offer_fits",
                person=fit.offer.person,
                event=it.event,
                problem=it.problem,
                once=f"offer_fits:{fit.offer.pk}:{need.pk}",
                facts={"as": "offerer", "need": need.pk, "offer": str(fit.offer.uuid)},
                at=it.now,
            )


def send_weekly(community: Community, *, now: datetime) -> None:
    """On Monday morning, for everybody who chose the letter and for whom there is something new."""
    today = community.calendar.today(now)
    if today.weekday() != 0:
        return
    year, week, _day = today.isocalendar()
    for digest in weekly_digests(community, now=now):
        owe(
            community,
            "fits_weekly",
            person=digest.interest.person,
            once=f"fits_weekly:{digest.interest.person_id}:{year}-{week}",
            facts={"as": "chooser", "since": digest.since.isoformat()},
            at=now,
            not_before=now,
        )


def _pledge(it: Happening) -> Pledge | None:
    rows = Pledge.everywhere.select_related("need__plan__lead", "need__plan__co_lead", "person")
    return rows.filter(uuid=str(it.facts.get("pledge", ""))).first()


def answer_giver(it: Happening) -> None:
    """A receipt for a promise; a remainder that waits in line is told with it."""
    pledge = _pledge(it)
    if pledge is None or it.facts.get("rest_of"):
        return
    _to_giver(it, pledge, "pledge_receipt", variant=str(it.facts["pledge_state"]))


def tell_giver(it: Happening) -> None:
    pledge = _pledge(it)
    if pledge is not None:
        kind = {"pledge_declined": "pledge_no", "pledge_lapsed": "pledge_gone", "pledge_disputed": "pledge_doubted"}
        variant = it.event.kind if it.event.kind in OF_RULE - {"pledge_accepted"} else ""
        if it.facts.get("pledge_state") != PledgeState.ACCEPTED and variant == "pledge_woke":
            variant = f"woke_{it.facts['pledge_state']}"
        _to_giver(it, pledge, kind.get(it.event.kind, "pledge_yes"), variant=variant)


def _to_giver(it: Happening, pledge: Pledge, kind: str, *, variant: str = "") -> None:
    if pledge.person.erased_at is not None or not pledge.person.is_active:
        return
    owe(
        it.community,
        kind,
        person=pledge.person,
        event=it.event,
        problem=it.problem,
        once=f"{kind}:{it.event.pk}",
        facts={"as": "giver", "pledge": pledge.pk, "variant": variant},
        at=it.now,
    )


def thank_giver(it: Happening) -> None:
    """The recipient wrote down what really came: thanks to whoever gave it, unless it is their own note."""
    if it.actor is not None and it.problem.visibility == Visibility.PUBLIC:
        _news(it, {it.actor}, "giver")


def tell_lead(it: Happening) -> None:
    """The lead hears of every promise; one that waits for a yes leaves at once."""
    pledge = _pledge(it)
    if pledge is None:
        return
    fell = it.event.kind in {"pledge_withdrawn", "pledge_lapsed"}
    asks = it.facts.get("pledge_state") == PledgeState.OFFERED
    kind = "lead_lost" if fell else "lead_asked" if asks else "lead_news"
    for person in sorted(_leads(pledge.need.plan), key=lambda one: one.pk):
        if person.pk in it.others:
            continue
        owe(
            it.community,
            kind,
            person=person,
            event=it.event,
            problem=it.problem,
            once=f"{kind}:{it.event.pk}:{person.pk}",
            facts={"as": "lead", "pledge": pledge.pk},
            at=it.now,
        )


def _leads(plan: Plan) -> set[Person]:
    return {person for person in (plan.lead, plan.co_lead) if person is not None}


def remind_givers(community: Community, *, now: datetime) -> None:
    """Before the day of a promise, with the choice to say that it cannot be kept."""
    today = community.calendar.today(now)
    for days in REMIND_DAYS:
        rows = Pledge.everywhere.filter(
            community=community, state=PledgeState.ACCEPTED, due=today + timedelta(days=days)
        ).select_related("person", "need__plan__problem")
        for pledge in rows.filter(need__plan__problem__visibility=Visibility.PUBLIC):
            if community.calendar.today(pledge.created_at) < today:
                owe(
                    community,
                    "pledge_due",
                    person=pledge.person,
                    problem=pledge.need.plan.problem,
                    once=f"pledge_due:{pledge.pk}:{days}",
                    facts={"as": "giver", "pledge": pledge.pk},
                    at=now,
                )
