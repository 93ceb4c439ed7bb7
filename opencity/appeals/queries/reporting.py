"""A body's quarter by the official classifier, from its register alone: no name and no text is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from opencity.appeals.models import Registration
from opencity.appeals.packs.loader import Classifier, Code
from opencity.appeals.rules import Quarter
from opencity.communities.models import Community
from opencity.people.models import Organisation


@dataclass(frozen=True)
class Line:
    code: str
    names: Mapping[str, str]
    n: int


@dataclass(frozen=True)
class Table:
    """One attribute of the classifier. A code that the pack knows no more stands under its bare number."""

    code: str
    names: Mapping[str, str]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Question:
    """A question of part II: how many came, and how many ended with each result."""

    code: str
    names: Mapping[str, str]
    came: int
    results: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Report:
    quarter: Quarter
    came: int
    ended: int
    in_time: int
    late: int
    overdue: int
    """Open on the last day counted, past their day."""
    marks: tuple[Table, ...] = ()
    results: tuple[Line, ...] = ()
    questions: tuple[Question, ...] = ()


@dataclass
class _Found:
    came: Counter[str] = field(default_factory=Counter)
    ended: Counter[tuple[str, str]] = field(default_factory=Counter)
    marks: Counter[tuple[str, str]] = field(default_factory=Counter)


def quarter_report(
    community: Community, organisation: Organisation, quarter: Quarter, classifier: Classifier, *, today: date
) -> Report:
    """Came: registered in the quarter. Ended: answered, returned or passed on in it, whenever it came."""
    rows = Registration.everywhere.filter(community=community, organisation=organisation)
    came = list(rows.filter(registered_on__range=(quarter.first, quarter.last)))
    ended = [one for one in rows.filter(ended_on__range=(quarter.first, quarter.last)) if one.result]
    upto = min(quarter.last, today)
    open_then = rows.filter(registered_on__lte=upto, due_on__lt=upto, ended_on=None).count()
    open_then += rows.filter(registered_on__lte=upto, due_on__lt=upto, ended_on__gt=upto).count()
    found = _counted(came, ended)
    return Report(
        quarter=quarter,
        came=len(came),
        ended=len(ended),
        in_time=sum(not one.is_late for one in ended),
        late=sum(one.is_late for one in ended),
        overdue=open_then,
        marks=tuple(
            Table(mark.code, mark.names, _lines(mark.choices, _of(found.marks, mark.code))) for mark in classifier.marks
        ),
        results=_lines(classifier.results, Counter(one.result for one in ended)),
        questions=_questions(classifier, found),
    )


def _counted(came: Iterable[Registration], ended: Iterable[Registration]) -> _Found:
    found = _Found()
    for one in came:
        found.came[one.question] += 1
        found.marks.update(one.marks.items())
    found.ended.update((one.question, one.result) for one in ended)
    return found


def _of(marks: Counter[tuple[str, str]], code: str) -> Counter[str]:
    return Counter({choice: n for (mark, choice), n in marks.items() if mark == code})


def _lines(known: Sequence[Code], counted: Counter[str]) -> tuple[Line, ...]:
    unknown = sorted(set(counted) - {one.code for one in known})
    return (
        *(Line(one.code, one.names, counted[one.code]) for one in known),
        *(Line(code, {}, counted[code]) for code in unknown),
    )


def _questions(classifier: Classifier, found: _Found) -> tuple[Question, ...]:
    """Only those that came up: most of the twenty-four never do in one body."""
    asked = sorted(set(found.came) | {question for question, _ in found.ended})
    names = {one.code: one.names for one in classifier.questions}
    return tuple(
        Question(
            code,
            names.get(code, {}),
            found.came[code],
            tuple(found.ended[code, result.code] for result in classifier.results),
        )
        for code in asked
    )
