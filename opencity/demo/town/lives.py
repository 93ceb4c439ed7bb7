"""Whether the rules allow a scripted life, and how it ends.

Pure. The table of moves and the weighing of verdicts are those of the product, not copies.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from opencity.catalogue.packs.loader import PackedCategory
from opencity.demo.town.records import LifeStep, Town, TownProblem
from opencity.problems.rules.moves import MOVES, destination
from opencity.problems.states import FINAL, State, Visibility
from opencity.verification.rules.weighing import Circumstances, Tally, Weighed, may_complete, weigh
from opencity.verification.values import COUNTING, Relation, Standing

SOME_DAY = datetime(2001, 1, 1)  # noqa: DTZ001
VERIFY_DAYS, REOPEN_DAYS = 14, 90
MOVE_OF: Mapping[str, str] = {
    "accepted": "accept",
    "began": "begin",
    "forwarded": "forward",
    "blocked": "block",
    "unblocked": "unblock",
    "claimed": "claim",
    "closed_unverified": "close_unverified",
    "reopened": "reopen",
    "withdrawn": "withdraw",
    "rejected": "reject",
    "out_of_scope": "out_of_scope",
    "merged": "merge",
}
STILL = frozenset(
    {"published", "answered", "promised", "routed", "updated", "verdict", "completed", "hidden", "private"}
)
"""Steps that change no state by themselves; verdicts may lead to one."""
DEEDS = STILL | frozenset(MOVE_OF)
FIRST_SEEN = {"public": Visibility.PUBLIC, "private": Visibility.PRIVATE, "check_first": Visibility.HELD}
BY_THE_OWNER = frozenset({"accepted", "began", "answered", "promised", "forwarded", "blocked", "unblocked"})
BY_THE_COMMUNITY = frozenset({"published", "routed", "rejected", "out_of_scope", "merged", "hidden", "private"})


class Impossible(ValueError):
    """The rules do not allow this step."""


@dataclass
class Round:
    """One round of verification: `given` holds each person's verdict and when it was given."""

    claimed_at: datetime
    claimant: str
    near: bool
    given: dict[str, tuple[LifeStep, datetime]] = field(default_factory=dict)


@dataclass
class Course:
    """How far a life has come."""

    town: Town
    problem: TownProblem
    owner: str
    visibility: str
    state: State = State.OPEN
    before_block: str = ""
    round: Round | None = None
    ended_at: datetime | None = None

    def become(self, state: State, now: datetime) -> None:
        self.before_block = self.state.value if state == State.BLOCKED else ""
        self.state = state
        self.ended_at = now if state in FINAL else None

    def relation(self, key: str) -> Relation:
        """As the rule sees a person: the first that fits."""
        person = self.town.person_by_key[key]
        if self.owner and person.organisation == self.owner:
            return Relation.DOER
        if key == self.problem.reporter:
            return Relation.REPORTER
        if person.kind == "librarian":
            return Relation.LIBRARIAN
        if person.assurance >= 2:
            return Relation.CHECKED
        return Relation.ENDORSER if key in self.problem.endorsers else Relation.STRANGER


def moment(day: int, at: str) -> datetime:
    return datetime.combine(SOME_DAY + timedelta(days=day), time.fromisoformat(at))


def begin(town: Town, problem: TownProblem, category: PackedCategory) -> Course:
    visibility = FIRST_SEEN[category.visibility]
    if not problem.reporter and visibility == Visibility.PUBLIC:
        visibility = Visibility.HELD
    return Course(town, problem, town.owner_of(category.code, category.sphere, problem.area), visibility.value)


def walk(town: Town, problem: TownProblem, category: PackedCategory) -> Course:
    """Take every step. Raises Impossible, naming the step."""
    course = begin(town, problem, category)
    for n, step in enumerate(problem.life):
        try:
            take(course, step)
        except Impossible as error:
            raise Impossible(f"step {n} ({step.do}): {error}") from error
    return course


def take(course: Course, step: LifeStep) -> None:
    _check_actor(course, step)
    now = moment(step.day, step.at)
    move = MOVE_OF.get(step.do)
    if move is not None:
        if course.state not in MOVES[move].origins:
            raise Impossible(f"not from {course.state.value}")
        if MOVES[move].reason_owed and not step.words:
            raise Impossible("a reason is owed")
    if step.do in EFFECTS:
        EFFECTS[step.do](course, step, now)
    if move is not None and step.do != "claimed":
        course.become(destination(move, course.before_block), now)


def _check_actor(course: Course, step: LifeStep) -> None:
    if step.who and step.who not in course.town.person_by_key:
        raise Impossible(f"nobody is called {step.who}")
    kind = course.town.person_by_key[step.who].kind if step.who else ""
    speaks = step.do in BY_THE_OWNER or (step.do == "claimed" and not step.who)
    if speaks and not course.town.officers_of(course.owner):
        raise Impossible(f"nobody speaks for {course.owner or 'an unknown owner'}")
    if step.do in BY_THE_COMMUNITY and kind not in {"coordinator", "moderator"}:
        raise Impossible("a coordinator has to do this")
    if step.do == "completed" and kind not in {"librarian", "coordinator"}:
        raise Impossible("a librarian has to do this")
    if step.do == "reopened" and step.who != course.problem.reporter and kind != "librarian":
        raise Impossible("only the reporter or a librarian reopens alone")
    if step.do == "withdrawn" and (step.who != course.problem.reporter or course.problem.endorsers):
        raise Impossible("only a lone reporter withdraws")


def _publish(course: Course, step: LifeStep, now: datetime) -> None:
    if course.visibility not in {Visibility.HELD, Visibility.HIDDEN}:
        raise Impossible("it is public, or private, already")
    course.visibility = Visibility.PUBLIC.value


def _hide(course: Course, step: LifeStep, now: datetime) -> None:
    course.visibility = Visibility.HIDDEN.value


def _make_private(course: Course, step: LifeStep, now: datetime) -> None:
    course.visibility = Visibility.PRIVATE.value


def _new_owner(course: Course, step: LifeStep, now: datetime) -> None:
    if step.to == course.owner or step.to not in course.town.organisation_by_slug:
        raise Impossible(f"it cannot go to {step.to or 'nobody'}")
    course.owner = step.to


def _name_day(course: Course, step: LifeStep, now: datetime) -> None:
    day = step.promise if step.do == "accepted" else step.until
    if day is None and step.do == "accepted":
        return
    if day is None or day < step.day:
        raise Impossible("the day named is missing or past")


def _update(course: Course, step: LifeStep, now: datetime) -> None:
    if course.state in FINAL:
        raise Impossible("it is closed")


def _merge(course: Course, step: LifeStep, now: datetime) -> None:
    if step.into is None:
        raise Impossible("nobody knows with what")


def _close(course: Course, step: LifeStep, now: datetime) -> None:
    if course.round is None or now - course.round.claimed_at < timedelta(days=VERIFY_DAYS):
        raise Impossible("the time to verify is not over")


def _reopen(course: Course, step: LifeStep, now: datetime) -> None:
    if course.ended_at is None or now - course.ended_at > timedelta(days=REOPEN_DAYS):
        raise Impossible("too late")


def _claim(course: Course, step: LifeStep, now: datetime) -> None:
    """A second claim needs an open objection and a doer; it opens a new round."""
    if course.state == State.CLAIMED_DONE:
        running = course.round
        assert running is not None
        objected = any(one.value == "no" and one.photo for one, _at in running.given.values())
        if step.who or not objected:
            raise Impossible("the result is being checked already")
    if step.who and course.relation(step.who) not in COUNTING:
        raise Impossible("this neighbour had nothing to do with it before")
    course.become(State.CLAIMED_DONE, now)
    course.round = Round(now, step.who, step.near)


def _verdict(course: Course, step: LifeStep, now: datetime) -> None:
    running = course.round
    late = course.state == State.CLOSED_UNVERIFIED
    if late and course.ended_at and now - course.ended_at > timedelta(days=REOPEN_DAYS):
        raise Impossible("too late to confirm")
    if running is None or not (late or course.state == State.CLAIMED_DONE):
        raise Impossible("nothing is being checked")
    if step.who in running.given or step.who == running.claimant:
        raise Impossible("that person has answered already")
    if course.relation(step.who) not in COUNTING:
        raise Impossible("that person does not count here")
    if not late and now - running.claimed_at >= timedelta(days=VERIFY_DAYS):
        raise Impossible("the round would have been closed by then")
    running.given[step.who] = (step, now)
    counted = weigh(_weighed(course, running), _circumstances(course, running, now))
    if counted.standing == Standing.VERIFIED:
        course.become(State.VERIFIED, now)
    elif counted.standing == Standing.CONTESTED and not late:
        course.become(State.IN_PROGRESS, now)


def _complete(course: Course, step: LifeStep, now: datetime) -> None:
    running = course.round
    if running is None or course.state not in {State.CLAIMED_DONE, State.CLOSED_UNVERIFIED}:
        raise Impossible("nothing is being checked")
    if not may_complete(tally_of(course, now), _circumstances(course, running, now)):
        raise Impossible("it is too early")
    course.become(State.VERIFIED, now)


def tally_of(course: Course, now: datetime) -> Tally:
    """The sums of the round that runs."""
    assert course.round is not None
    return weigh(_weighed(course, course.round), _circumstances(course, course.round, now))


def _weighed(course: Course, running: Round) -> list[Weighed]:
    said = [
        Weighed(
            value=step.value,
            relation=course.relation(key),
            objection_since=at if step.value == "no" and step.photo else None,
        )
        for key, (step, at) in running.given.items()
    ]
    if running.claimant:
        # A neighbour who claims says yes by it, and that counts 1, also when they are the reporter.
        said.append(Weighed(value="yes", relation=Relation.ENDORSER))
    return said


def _circumstances(course: Course, running: Round, now: datetime) -> Circumstances:
    return Circumstances(
        now=now,
        claimed_at=running.claimed_at,
        place_proven=running.near,
        private=course.visibility == Visibility.PRIVATE,
    )


Effect = Callable[[Course, LifeStep, datetime], None]
EFFECTS: Mapping[str, Effect] = {
    "published": _publish,
    "hidden": _hide,
    "private": _make_private,
    "forwarded": _new_owner,
    "routed": _new_owner,
    "accepted": _name_day,
    "promised": _name_day,
    "blocked": _name_day,
    "updated": _update,
    "merged": _merge,
    "closed_unverified": _close,
    "reopened": _reopen,
    "claimed": _claim,
    "verdict": _verdict,
    "completed": _complete,
}
