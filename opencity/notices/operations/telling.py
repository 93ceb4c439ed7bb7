"""Who is told of what happened. Each function is one consequence of an event and may run again without harm."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from opencity.communities.models import Community
from opencity.foundation.chains import Fact, Facts
from opencity.notices.audience import followers, neighbours, reporters
from opencity.notices.kinds import CRITICAL, FATES
from opencity.notices.operations.owing import owe, owe_each
from opencity.notices.rules import next_morning
from opencity.people.models import Person
from opencity.plans.models import Contribution
from opencity.problems.history import facts_of
from opencity.problems.models import ActorKey, Event, Problem, Report
from opencity.problems.states import FINAL, Visibility
from opencity.verification.models import Claim, Value, Verdict
from opencity.verification.operations.closing import ask
from opencity.verification.queries.relations import Concerned, concerned
from opencity.verification.queries.rounds import current_claim

SHOWN = frozenset({Visibility.PUBLIC.value, Visibility.PRIVATE.value})
OWNER_EVENTS = (
    "reported",
    "routed",
    "forwarded",
    "owner_claimed",
    "owner_settled",
    "recategorised",
    "relocated",
    "reopened",
)


@dataclass(frozen=True)
class Happening:
    """An event with its problem as that is now. `actor` is the id of who did it, None when nobody is known."""

    event: Event
    problem: Problem
    facts: Facts
    actor: int | None
    now: datetime

    @property
    def community(self) -> Community:
        return self.problem.community

    @property
    def others(self) -> set[int]:
        """Nobody is told of their own deed."""
        return {self.actor} if self.actor else set()


def happening(event: Event, *, now: datetime) -> Happening:
    rows = Problem.everywhere.select_related("community", "category", "area__parent__parent", "owner", "merged_into")
    keys = ActorKey.everywhere.filter(problem_id=event.problem_id, key=event.actor) if event.actor else None
    return Happening(
        event=event,
        problem=rows.get(pk=event.problem_id),
        facts=facts_of(event),
        actor=keys.values_list("person_id", flat=True).first() if keys is not None else None,
        now=now,
    )


def answer_reporters(it: Happening) -> None:
    """A receipt for each report whose address is proven, a request to prove it for the others."""
    if it.facts.get("split_from"):
        return
    for report in Report.everywhere.filter(filed_under=it.problem).select_related("reporter"):
        if report.awaits_confirmation:
            _owe_for(it, "confirm", report.reporter, f"confirm:{report.pk}", report.pk)
        elif report.confirmed_at is not None:
            _owe_for(it, "receipt", report.reporter, f"receipt:{report.pk}", report.pk)


def _owe_for(it: Happening, kind: str, person: Person, once: str, report: int) -> None:
    owe(
        it.community,
        kind,
        person=person,
        event=it.event,
        problem=it.problem,
        once=once,
        facts={"as": "reporter", "report": report},
        critical=True,
        at=it.now,
    )


def tell_people(it: Happening) -> None:
    """News for everybody who reported or follows the problem."""
    told = reporters(it.problem)
    _news(it, told - it.others, "reporter")
    _news(it, followers(it.problem) - told - it.others, "follower")


def tell_reporters(it: Happening) -> None:
    _news(it, reporters(it.problem) - it.others, "reporter")


def tell_followers(it: Happening) -> None:
    """For what reporters hear in another letter."""
    _news(it, followers(it.problem) - reporters(it.problem) - it.others, "follower")


def _news(it: Happening, people: Collection[int], who: str) -> None:
    kind = it.event.kind
    if it.problem.visibility not in SHOWN and kind not in FATES:
        return
    owe_each(
        it.community,
        kind,
        people,
        event=it.event,
        problem=it.problem,
        once=f"{kind}:{it.event.pk}",
        facts={"as": who},
        critical=who == "reporter" and kind in CRITICAL,
        at=it.now,
    )


def tell_owner(it: Happening) -> None:
    """The body that has the duty hears of a problem once for each time that it becomes theirs."""
    owner, problem = it.problem.owner, it.problem
    if owner is None or problem.visibility not in SHOWN or problem.state in FINAL:
        return
    owe(
        it.community,
        "owner_told",
        organisation=owner,
        event=it.event,
        problem=problem,
        once=f"owner_told:{problem.pk}:{owner.pk}:{_theirs_since(problem)}",
        facts={"as": "owner"},
        critical=True,
        at=it.now,
    )


def _theirs_since(problem: Problem) -> int:
    """The position of the event that made it theirs, or opened it again."""
    owner, since = "", 0
    rows = Event.everywhere.filter(problem=problem, kind__in=OWNER_EVENTS).order_by("position")
    for event in rows.prefetch_related("texts"):
        named = str(facts_of(event).get("owner", owner))
        if named != owner or event.kind == "reopened":
            owner, since = named, event.position
    return since


def tell_owner_news(it: Happening) -> None:
    """Every update reaches the body that has the duty, unless it is its own word."""
    owner = it.problem.owner
    if owner is None or it.problem.visibility not in SHOWN or it.facts.get("organisation") == str(owner.uuid):
        return
    owe(
        it.community,
        it.event.kind,
        organisation=owner,
        event=it.event,
        problem=it.problem,
        once=f"{it.event.kind}:{it.event.pk}:owner",
        facts={"as": "owner"},
        at=it.now,
    )


def tell_neighbours(it: Happening) -> None:
    """Whoever follows the area or the place reads of it in the next morning's letter."""
    known = reporters(it.problem) | followers(it.problem) | it.others
    if it.facts.get("split_from"):
        return
    owe_each(
        it.community,
        "nearby",
        neighbours(it.problem) - known,
        event=it.event,
        problem=it.problem,
        once=f"nearby:{it.problem.pk}",
        facts={"as": "neighbour"},
        at=it.now,
    )


def ask_to_look(it: Happening) -> None:
    """Everybody who may judge is asked; librarians, who are asked everywhere, once a day. The rest is told."""
    claim = current_claim(it.problem)
    if claim is None or claim.round != it.facts.get("claim_round") or it.problem.visibility not in SHOWN:
        return
    known = concerned(claim)
    asked = {person.pk for person in ask(claim, now=it.now)}
    if it.problem.visibility == Visibility.PRIVATE:
        asked &= known.reporters
    daily = asked - known.reporters - known.endorsers - known.followers
    _ask(it, claim, asked - daily, known, None)
    _ask(it, claim, daily, known, next_morning(it.now, it.community.calendar))
    _news(it, (reporters(it.problem) & known.doers) - it.others, "reporter")
    _news(it, followers(it.problem) - reporters(it.problem) - known.everybody - it.others, "follower")


def _ask(it: Happening, claim: Claim, people: set[int], known: Concerned, not_before: datetime | None) -> None:
    for who, some in (("reporter", people & known.reporters), ("asked", people - known.reporters)):
        owe_each(
            it.community,
            "ask",
            some,
            event=it.event,
            problem=it.problem,
            once=f"ask:{claim.pk}",
            facts={"as": who, "claim": claim.pk},
            at=it.now,
            not_before=not_before,
        )


def thank(it: Happening) -> None:
    """Those who looked are thanked; everybody else hears the news."""
    verdicts = Verdict.everywhere.filter(claim__problem=it.problem, claim__round=it.facts.get("round", 0))
    looked = dict(verdicts.exclude(value=Value.CANNOT_TELL).values_list("person_id", "value"))
    told = reporters(it.problem)
    for value, variant in ((Value.YES, ""), (Value.PARTLY, ""), (Value.NO, "no")):
        some = {pk for pk, said in looked.items() if said == value}
        _thank(it, some & told, "reporter", variant)
        _thank(it, some - told, "follower", variant)
    givers = _thank_givers(it) if it.problem.visibility == Visibility.PUBLIC else set()
    heard = set(looked) | givers
    _news(it, told - heard - it.others, "reporter")
    _news(it, followers(it.problem) - told - heard - it.others, "follower")


def _thank_givers(it: Happening) -> set[int]:
    """Whoever gave or worked hears what came of it; returns their ids."""
    givers = set(Contribution.everywhere.filter(problem=it.problem).values_list("person_id", flat=True))
    facts: dict[str, Fact] = {"as": "giver"}
    owe_each(
        it.community,
        "result",
        givers,
        event=it.event,
        problem=it.problem,
        once=f"result:{it.event.pk}",
        facts=facts,
        at=it.now,
    )
    return givers


def _thank(it: Happening, people: set[int], who: str, variant: str) -> None:
    facts: dict[str, Fact] = {"as": who, "variant": variant}
    owe_each(
        it.community,
        "thanks",
        people,
        event=it.event,
        problem=it.problem,
        once=f"thanks:{it.event.pk}",
        facts=facts,
        at=it.now,
    )
