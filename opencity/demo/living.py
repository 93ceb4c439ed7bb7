"""The life of one problem of the demonstration, deed by deed: the ordinary operations, with moments of the past."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from opencity.demo.darkroom import Darkroom, Shot
from opencity.demo.planning import Life, Step
from opencity.demo.scenes import alt
from opencity.demo.settling import Settled
from opencity.people.acting import Actor, actor_for
from opencity.people.models import Person
from opencity.people.operations.introducing import Stranger
from opencity.places.cells import Point
from opencity.places.telling import ToldPlace
from opencity.problems.history import Words
from opencity.problems.models import Evidence, Photo, Problem, Report
from opencity.problems.operations import merging, owning, reviewing, updating
from opencity.problems.operations.endorsing import Joining, endorse
from opencity.problems.operations.filing import NewReport, file_report
from opencity.problems.operations.photographing import describe, keep_picture
from opencity.problems.operations.updating import UpdateKind
from opencity.problems.states import Channel
from opencity.verification.models import Claim, Outcome
from opencity.verification.operations import claiming, closing, judging, reopening


class ScriptFailed(Exception):
    """A deed of the script that the rules refuse, or a life that ends otherwise than it was written."""


@dataclass
class Stage:
    """Where the lives are played: the town, the darkroom, and what has come of each problem so far."""

    settled: Settled
    darkroom: Darkroom
    problems: dict[int, Problem] = field(default_factory=dict)

    def problem(self, life: Life) -> Problem:
        rows = Problem.everywhere.select_related("community", "category", "area", "owner", "merged_into")
        return rows.get(pk=self.problems[life.index].pk)

    def photo(self, shot: Shot, person: Person | None, now: datetime) -> Photo:
        return keep_picture(self.settled.community, self.darkroom.picture(shot), now=now, uploader=person)

    def actor(self, key: str, now: datetime) -> Actor:
        return actor_for(self.settled.people[key], self.settled.community, now=now)

    def officer(self, problem: Problem, now: datetime) -> Actor:
        if problem.owner_id not in self.settled.officers:
            raise ScriptFailed(f"problem {problem.number}: nobody speaks for its owner")
        return actor_for(self.settled.officers[problem.owner_id], self.settled.community, now=now)


def begin(stage: Stage, life: Life) -> None:
    """Somebody reports it."""
    told, settled = life.told, stage.settled
    reporter = settled.people[told.reporter] if told.reporter else None
    photos = tuple(stage.photo(shot, reporter, life.at) for shot in life.shots)
    filed = file_report(
        settled.community,
        reporter or Stranger(language=told.language),
        NewReport(
            category=settled.categories[told.category],
            place=ToldPlace(
                point=Point(told.lat, told.lon),
                words=told.place,
                area=settled.areas[told.area],
            ),
            words=told.words,
            title=told.title,
            language=told.language,
            answers=told.answers,
            show_name=told.show_name,
            photos=photos,
            channel=Channel(told.channel),
            access_point=settled.organisations.get(told.access_point),
        ),
        now=life.at,
    )
    stage.problems[life.index] = filed.problem
    for photo, shot in zip(photos, life.shots, strict=True):
        _describe(photo, shot, told.language)


def join(stage: Stage, life: Life, key: str, now: datetime) -> None:
    """A neighbour says that it affects them too."""
    endorse(stage.problem(life), stage.settled.people[key], Joining(), now=now)


def play(stage: Stage, life: Life, step: Step) -> None:
    """One deed of the script. Raises ScriptFailed where the rules refuse it."""
    DEEDS[step.do](stage, life, step)


def _describe(photo: Photo, shot: Shot, language: str) -> None:
    evidence = Evidence.everywhere.filter(photo=photo).first()
    if evidence is not None:
        describe(evidence, alt(shot.kind, shot.moment, language))


def _words(life: Life, step: Step) -> Words:
    return Words(step.words, life.told.language if step.who == life.told.reporter else "uk")


def _day(step: Step) -> date | None:
    """The day that the step names, if it does."""
    return (step.reported + timedelta(days=step.until)).date() if step.until is not None else None


def _publish(stage: Stage, life: Life, step: Step) -> None:
    reviewing.publish(stage.problem(life), stage.actor(step.who, step.at), now=step.at)


def _accept(stage: Stage, life: Life, step: Step) -> None:
    problem = stage.problem(life)
    owning.accept(problem, stage.officer(problem, step.at), _words(life, step), promised_for=_day(step), now=step.at)


def _begin_work(stage: Stage, life: Life, step: Step) -> None:
    problem = stage.problem(life)
    owning.begin(problem, stage.officer(problem, step.at), _words(life, step), now=step.at)


def _answer(stage: Stage, life: Life, step: Step) -> None:
    problem = stage.problem(life)
    owning.answer(problem, stage.officer(problem, step.at), _words(life, step), now=step.at)


def _promise(stage: Stage, life: Life, step: Step) -> None:
    problem, day = stage.problem(life), _day(step)
    assert day is not None
    owning.promise(problem, stage.officer(problem, step.at), day, _words(life, step), now=step.at)


def _forward(stage: Stage, life: Life, step: Step) -> None:
    problem, to = stage.problem(life), stage.settled.organisations[step.to] if step.to else None
    owning.forward(problem, stage.officer(problem, step.at), to, _words(life, step), now=step.at)


def _route(stage: Stage, life: Life, step: Step) -> None:
    to = stage.settled.organisations[step.to]
    owning.assign_owner(stage.problem(life), stage.actor(step.who, step.at), to, _words(life, step), now=step.at)


def _block(stage: Stage, life: Life, step: Step) -> None:
    problem, day = stage.problem(life), _day(step)
    assert day is not None
    owning.block(problem, stage.officer(problem, step.at), _words(life, step), review_on=day, now=step.at)


def _unblock(stage: Stage, life: Life, step: Step) -> None:
    problem = stage.problem(life)
    owning.unblock(problem, stage.officer(problem, step.at), _words(life, step), now=step.at)


def _update(stage: Stage, life: Life, step: Step) -> None:
    person = stage.settled.people[step.who]
    updating.add_update(stage.problem(life), person, UpdateKind(step.update), _words(life, step), now=step.at)


def _claim(stage: Stage, life: Life, step: Step) -> None:
    problem = stage.problem(life)
    actor = stage.actor(step.who, step.at) if step.who else stage.officer(problem, step.at)
    shot = _owed(step)
    photo = stage.photo(shot, actor.person, step.at)
    claim = claiming.claim(problem, actor, _words(life, step), (photo,), now=step.at)
    _describe(photo, shot, life.told.language)
    closing.ask(claim, now=step.at)


def _verdict(stage: Stage, life: Life, step: Step) -> None:
    person = stage.settled.people[step.who]
    photo = stage.photo(step.shot, person, step.at) if step.shot else None
    new = judging.NewVerdict(value=step.value, words=step.words, language=person.language, photo=photo)
    judging.give_verdict(stage.problem(life), person, new, now=step.at)
    if photo and step.shot:
        _describe(photo, step.shot, life.told.language)


def _complete(stage: Stage, life: Life, step: Step) -> None:
    actor, shot = stage.actor(step.who, step.at), _owed(step)
    photo = stage.photo(shot, actor.person, step.at)
    judging.complete(stage.problem(life), actor, photo, now=step.at)
    _describe(photo, shot, life.told.language)


def _close_unverified(stage: Stage, life: Life, step: Step) -> None:
    """The calendar's part: every reminder that was due, then the end."""
    claim = Claim.everywhere.select_related("problem").get(problem=stage.problem(life), outcome=Outcome.RUNNING.value)
    charter = stage.settled.community.charter
    for reminder in range(1, charter.verify_reminders + 1):
        due = timedelta(days=charter.verify_days) * reminder / (charter.verify_reminders + 1)
        closing.remind_or_close(claim, now=claim.claimed_at + due)
    closing.remind_or_close(claim, now=step.at)


def _reopen(stage: Stage, life: Life, step: Step) -> None:
    actor, shot = stage.actor(step.who, step.at), _owed(step)
    photo = stage.photo(shot, actor.person, step.at)
    reopening.reopen(stage.problem(life), actor, _words(life, step), (photo,), now=step.at)
    _describe(photo, shot, life.told.language)


def _withdraw(stage: Stage, life: Life, step: Step) -> None:
    problem = stage.problem(life)
    reporter = Report.everywhere.select_related("reporter").get(filed_under=problem).reporter
    actor = actor_for(reporter, stage.settled.community, now=step.at)
    updating.withdraw(problem, actor, _words(life, step), now=step.at)


def _reject(stage: Stage, life: Life, step: Step) -> None:
    actor = stage.actor(step.who, step.at)
    reviewing.reject(stage.problem(life), actor, step.rule, _words(life, step), now=step.at)


def _out_of_scope(stage: Stage, life: Life, step: Step) -> None:
    actor = stage.actor(step.who, step.at)
    reviewing.put_out_of_scope(stage.problem(life), actor, _words(life, step), now=step.at)


def _merge(stage: Stage, life: Life, step: Step) -> None:
    into = stage.problems[step.into]
    merging.merge(stage.problem(life), into, stage.actor(step.who, step.at), _words(life, step), now=step.at)


def _hide(stage: Stage, life: Life, step: Step) -> None:
    reviewing.hide(stage.problem(life), stage.actor(step.who, step.at), _words(life, step), now=step.at)


def _make_private(stage: Stage, life: Life, step: Step) -> None:
    reviewing.make_private(stage.problem(life), stage.actor(step.who, step.at), _words(life, step), now=step.at)


def _owed(step: Step) -> Shot:
    assert step.shot is not None, step.do
    return step.shot


Deed = Callable[[Stage, Life, Step], None]
DEEDS: Mapping[str, Deed] = {
    "published": _publish,
    "accepted": _accept,
    "began": _begin_work,
    "answered": _answer,
    "promised": _promise,
    "forwarded": _forward,
    "routed": _route,
    "blocked": _block,
    "unblocked": _unblock,
    "updated": _update,
    "claimed": _claim,
    "verdict": _verdict,
    "completed": _complete,
    "closed_unverified": _close_unverified,
    "reopened": _reopen,
    "withdrawn": _withdraw,
    "rejected": _reject,
    "out_of_scope": _out_of_scope,
    "merged": _merge,
    "hidden": _hide,
    "private": _make_private,
}


def mismatches(stage: Stage, lives: list[Life]) -> Iterator[str]:
    """Lives that did not end as they were written."""
    for life in lives:
        problem = stage.problem(life)
        if (problem.state, problem.visibility) != (life.told.state, life.told.visibility):
            yield (
                f"problem {life.index}: it ends {problem.state}, {problem.visibility}; "
                f"the script says {life.told.state}, {life.told.visibility}"
            )
