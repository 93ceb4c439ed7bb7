"""The page of figures section by section: a sentence, a chart, its table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict

from django.utils.translation import gettext as _

from opencity.statistics.queries.chief.times import Until
from opencity.statistics.rules.measuring import share
from opencity.web.desk import charts, figures_tables, figures_words
from opencity.web.desk.charts import Drawing
from opencity.web.desk.figures_tables import Found, Table
from opencity.web.desk.figures_words import per_cent_in_words


class Measure(StrEnum):
    """As its section and its CSV are called in addresses."""

    FLOW = "flow"
    OPEN = "open"
    ANSWER = "time-to-answer"
    DONE = "time-to-done"
    VERIFIED = "time-to-verified"
    CHECKED = "verified"
    CAME_BACK = "reopened"
    ANSWERING = "in-time"


@dataclass(frozen=True)
class Row:
    """One group of a chart with its own drawing; `words` stand beside it, `spoken` is what a screen reader says."""

    name: str
    words: str
    drawing: Drawing
    spoken: str = ""

    @property
    def title(self) -> str:
        return f"{self.name}: {self.spoken or self.words}"


@dataclass(frozen=True, kw_only=True)
class Section:
    """Either `drawing`, one for all, or `rows`. `legend` explains classes; `note` says what is left out."""

    measure: Measure
    title: str
    sentence: str
    table: Table
    drawing: Drawing | None = None
    rows: Sequence[Row] = ()
    legend: Sequence[tuple[str, str]] = ()
    note: str = ""
    empty: bool = False


def section(measure: Measure, found: Found) -> Section:
    return _MAKERS[measure].section(found)


def table(measure: Measure, found: Found) -> Table:
    return _MAKERS[measure].table(found)


def _flow(found: Found) -> Section:
    whole = found.whole_flow
    names = [figures_tables.part_label(one.days, found.scope.days.step) for one in found.flow]
    drawing = charts.columns([one.came_in for one in found.flow], [one.done for one in found.flow], names)
    return Section(
        measure=Measure.FLOW,
        title=_("What came in, and what was done"),
        sentence=figures_words.of_flow(whole),
        drawing=drawing,
        legend=(("came", _("came in")), ("done", _("said to be done"))),
        table=figures_tables.of_flow(found),
        empty=not (whole.came_in or whole.done),
    )


def _open(found: Found) -> Section:
    most = max(one.n for one in found.backlog)
    names = figures_tables.state_names()
    rows = [
        Row(
            figures_tables.band_name(one),
            figures_words.count(one.n),
            charts.stacked([(f"s{n}", many) for n, many in enumerate(one.by_state)], most),
        )
        for one in found.backlog
    ]
    return Section(
        measure=Measure.OPEN,
        title=_("What is open, by age"),
        sentence=figures_words.of_backlog(found.backlog),
        rows=rows,
        legend=[(f"s{n}", name) for n, name in enumerate(names)],
        table=figures_tables.of_backlog(found),
        empty=not most,
    )


def _times(until: Until, measure: Measure, title: Callable[[], str]) -> Callable[[Found], Section]:
    def make(found: Found) -> Section:
        told = found.times[until]
        shown = [
            (name, one.median, one.ninetieth)
            for name, one in told.groups
            if one.median is not None and one.ninetieth is not None
        ]
        longest = max((ninetieth for _name, _median, ninetieth in shown), default=0.0)
        rows = [
            Row(
                name,
                f"{figures_words.days_in_words(median)} · {figures_words.days_in_words(ninetieth)}",
                charts.ranged(median, ninetieth, longest),
                _half_and_most(median, ninetieth),
            )
            for name, median, ninetieth in shown
        ]
        return Section(
            measure=measure,
            title=title(),
            sentence=figures_words.of_times(until, told.whole),
            rows=rows,
            legend=(("median", _("half of the cases")), ("tick", _("nine in ten"))) if rows else (),
            note=figures_tables.hidden(len(told.groups) - len(rows)),
            table=figures_tables.of_times(found, until),
            empty=not told.whole.n,
        )

    return make


def _half_and_most(median: float, ninetieth: float) -> str:
    said = _("half %(median)s, nine in ten %(ninetieth)s")
    words = figures_words.days_in_words
    return said % {"median": words(median), "ninetieth": words(ninetieth)}


def _checked(found: Found) -> Section:
    told, minimum = found.checked, found.scope.minimum
    rows = []
    for name, one in told.groups:
        verified = share(one.verified, one.n, minimum)
        if verified is not None:
            parts = [("y", one.verified), ("a", one.by_reporter_alone), ("u", one.closed_unverified)]
            words = _share_of(verified, one.n)
            rows.append(Row(name, words, charts.stacked([*parts, ("o", one.otherwise)], one.n)))
    return Section(
        measure=Measure.CHECKED,
        title=_("Said to be done: is it?"),
        sentence=figures_words.of_checked(told.whole, minimum),
        rows=rows,
        legend=(
            ("y", _("verified by residents")),
            ("a", _("by the reporter alone")),
            ("u", _("closed unverified")),
            ("o", _("contested or undecided")),
        )
        if rows
        else (),
        note=figures_tables.hidden(len(told.groups) - len(rows)),
        table=figures_tables.of_checked(found),
        empty=not told.whole.n,
    )


def _share_of(found: int, n: int) -> str:
    return _("%(share)s of %(n)s") % {"share": per_cent_in_words(found), "n": figures_words.count(n)}


def _came_back(found: Found) -> Section:
    told, minimum = found.came_back, found.scope.minimum
    return Section(
        measure=Measure.CAME_BACK,
        title=_("Ended, and opened again"),
        sentence=figures_words.of_came_back(told.whole, minimum),
        table=figures_tables.of_came_back(found),
        empty=not told.whole.n,
        **_shares([(name, one.reopened, one.n) for name, one in told.groups], "r", minimum),
    )


def _answering(found: Found) -> Section:
    told, minimum = found.answering, found.scope.minimum
    return Section(
        measure=Measure.ANSWERING,
        title=_("Answers in time"),
        sentence=figures_words.of_answering(told.whole, minimum),
        table=figures_tables.of_answering(found),
        empty=not (told.whole.n or told.whole.overdue),
        **_shares([(name, one.in_time, one.n) for name, one in told.groups], "t", minimum),
    )


class _Shares(TypedDict):
    rows: Sequence[Row]
    note: str


def _shares(groups: Sequence[tuple[str, int, int]], mark: str, minimum: int) -> _Shares:
    """A bar for each group that has enough cases, and what is said of the others."""
    rows = []
    for name, part, n in groups:
        per_cent = share(part, n, minimum)
        if per_cent is not None:
            rows.append(Row(name, _share_of(per_cent, n), charts.stacked([(mark, part)], n)))
    return {"rows": rows, "note": figures_tables.hidden(len(groups) - len(rows))}


@dataclass(frozen=True)
class _Maker:
    """The CSV needs the table alone."""

    section: Callable[[Found], Section]
    table: Callable[[Found], Table]


def _times_maker(until: Until, measure: Measure, title: Callable[[], str]) -> _Maker:
    return _Maker(_times(until, measure, title), lambda found: figures_tables.of_times(found, until))


_MAKERS: Mapping[Measure, _Maker] = {
    Measure.FLOW: _Maker(_flow, figures_tables.of_flow),
    Measure.OPEN: _Maker(_open, figures_tables.of_backlog),
    Measure.ANSWERING: _Maker(_answering, figures_tables.of_answering),
    Measure.ANSWER: _times_maker(Until.ANSWER, Measure.ANSWER, lambda: _("How long until the first answer")),
    Measure.DONE: _times_maker(Until.DONE, Measure.DONE, lambda: _("How long until they said “done”")),
    Measure.VERIFIED: _times_maker(Until.VERIFIED, Measure.VERIFIED, lambda: _("How long until residents verified it")),
    Measure.CHECKED: _Maker(_checked, figures_tables.of_checked),
    Measure.CAME_BACK: _Maker(_came_back, figures_tables.of_came_back),
}
"""In the order of the page."""
PAGE = tuple(_MAKERS)
