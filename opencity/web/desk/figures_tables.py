"""One table for each measure: the page shows its words, the CSV its numbers, and so they cannot differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencity.statistics.queries.chief import flows, quality
from opencity.statistics.queries.chief.scope import By, Grouping, Scope, grouping
from opencity.statistics.queries.chief.times import Times, Until, times
from opencity.statistics.rules.measuring import Span, share
from opencity.statistics.rules.periods import Days, Step
from opencity.web.desk.figures_words import NO_BREAK, count, per_cent_in_words, too_few
from opencity.web.public.dates import in_a_sentence


@dataclass(frozen=True)
class Cell:
    """`raw` is for the CSV, empty where too few cases would mislead; `words` are for the page."""

    raw: str
    words: str
    csv_only: bool = False


@dataclass(frozen=True)
class Column:
    code: str
    name: str


@dataclass(frozen=True)
class Table:
    """Each row begins with the cell that names it. `total` is the last row, shown apart."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    total: Sequence[Cell] = ()


class Found:
    """What was asked, each question to the database once and only when it is needed."""

    def __init__(self, scope: Scope, by: By) -> None:
        self.scope = scope
        self.by = by

    @cached_property
    def grouping(self) -> Grouping:
        return grouping(self.scope, self.by)

    @cached_property
    def flow(self) -> tuple[flows.Flow, ...]:
        return flows.flow(self.scope)

    @property
    def whole_flow(self) -> flows.Flow:
        return flows.whole(self.scope.days, self.flow)

    @cached_property
    def backlog(self) -> tuple[flows.Band, ...]:
        return flows.backlog(self.scope)

    @cached_property
    def times(self) -> dict[Until, Times]:
        return dict(times(self.scope, self.grouping))

    @cached_property
    def checked(self) -> quality.Shares[quality.Checked]:
        return quality.checked(self.scope, self.grouping)

    @cached_property
    def came_back(self) -> quality.Shares[quality.CameBack]:
        return quality.came_back(self.scope, self.grouping)

    @cached_property
    def answering(self) -> quality.Shares[quality.Answering]:
        return quality.answering(self.scope, self.grouping)


def _number(n: int) -> Cell:
    return Cell(str(n), count(n))


def _words(words: str) -> Cell:
    return Cell(words, words)


def _days(days: float | None, n: int) -> Cell:
    return Cell("", too_few(n)) if days is None else Cell(f"{days:.1f}", str(number_format(days, 1)))


def _share(part: int, n: int, minimum: int) -> Cell:
    found = share(part, n, minimum)
    return Cell("", too_few(n)) if found is None else Cell(str(found), per_cent_in_words(found))


def group_column(by: By) -> Column:
    names = {
        By.CATEGORY: _("Category"),
        By.AREA: _("Part of town"),
        By.TEAM: _("Team"),
        By.BODY: _("Organisation"),
    }
    return Column(str(by), names[by])


def part_label(part: Days, step: Step) -> str:
    """Below a chart, which has no room for more: the month, or the first day."""
    return _in_short(part.since, "M Y" if step == Step.MONTH else "j M")


def part_name(part: Days, step: Step) -> str:
    """«24 лис», «16–22 лис», «лис 2026»."""
    if step == Step.MONTH:
        return _in_short(part.since, "M Y")
    if part.since == part.until:
        return _in_short(part.since, "j M")
    first = str(part.since.day) if part.since.month == part.until.month else _in_short(part.since, "j M")
    return f"{first}–{_in_short(part.until, 'j M')}"


def _in_short(day: date, form: str) -> str:
    """Months as they stand inside a sentence, never broken from their day."""
    return in_a_sentence(str(date_format(day, form))).replace(" ", NO_BREAK)


def band_name(band: flows.Band) -> str:
    if band.last is None:
        return _("more than a year")
    return _("%(first)s to %(last)s days") % {"first": band.first, "last": band.last}


def of_flow(found: Found) -> Table:
    days, whole = found.scope.days, found.whole_flow
    columns = (
        Column("since", _("When")),
        Column("until", ""),
        Column("came_in", _("came in")),
        Column("taken_up", _("taken up")),
        Column("said_done", _("said to be done")),
        Column("verified", _("verified")),
        Column("by_reporter_alone", _("by the reporter alone")),
        Column("closed_unverified", _("closed unverified")),
        Column("reopened", _("opened again")),
    )
    rows = [_flow_row(one, part_name(one.days, days.step)) for one in found.flow]
    return Table(columns, rows, _flow_row(whole, _("in all")))


def _flow_row(one: flows.Flow, name: str) -> list[Cell]:
    """The last day stands in the CSV alone: on the page the first cell names both."""
    ended = (one.verified, one.by_reporter_alone, one.closed_unverified, one.reopened)
    figures = (one.came_in, one.taken_up, one.done, *ended)
    ends = Cell(one.days.until.isoformat(), "", csv_only=True)
    return [Cell(one.days.since.isoformat(), name), ends, *(_number(n) for n in figures)]


def state_names() -> tuple[str, ...]:
    """In the order of flows.OPEN_STATES."""
    return (_("waits for an answer"), _("taken up"), _("in work"), _("an obstacle"), _("neighbours check"))


def of_backlog(found: Found) -> Table:
    codes = [state.value for state in flows.OPEN_STATES]
    columns = (
        Column("age_days", _("Open for")),
        *(Column(code, name) for code, name in zip(codes, state_names(), strict=True)),
        Column("n", _("in all")),
    )
    rows = [
        [
            Cell(f"{one.first}-{'' if one.last is None else one.last}", band_name(one)),
            *(_number(n) for n in one.by_state),
            _number(one.n),
        ]
        for one in found.backlog
    ]
    sums = [sum(one.by_state[n] for one in found.backlog) for n in range(len(codes))]
    return Table(columns, rows, [_words(_("in all")), *(_number(n) for n in sums), _number(sum(sums))])


def of_times(found: Found, until: Until) -> Table:
    columns = (
        group_column(found.by),
        Column("n", _("cases")),
        Column("median_days", _("median, days")),
        Column("ninetieth_percentile_days", _("nine in ten, days")),
    )
    told = found.times[until]
    return Table(columns, [_span_row(name, one) for name, one in told.groups], _span_row(_("in all"), told.whole))


def _span_row(name: str, one: Span) -> list[Cell]:
    ninetieth = Cell("", "") if one.ninetieth is None else _days(one.ninetieth, one.n)
    return [_words(name), _number(one.n), _days(one.median, one.n), ninetieth]


def of_checked(found: Found) -> Table:
    columns = (
        group_column(found.by),
        Column("n", _("cases")),
        Column("verified_percent", _("share verified")),
        Column("verified", _("verified")),
        Column("by_reporter_alone", _("by the reporter alone")),
        Column("closed_unverified", _("closed unverified")),
        Column("otherwise", _("contested or undecided")),
    )
    minimum = found.scope.minimum

    def row(name: str, one: quality.Checked) -> list[Cell]:
        figures = (one.verified, one.by_reporter_alone, one.closed_unverified, one.otherwise)
        return [_words(name), _number(one.n), _share(one.verified, one.n, minimum), *(_number(n) for n in figures)]

    told = found.checked
    return Table(columns, [row(*one) for one in told.groups], row(_("in all"), told.whole))


def of_came_back(found: Found) -> Table:
    columns = (
        group_column(found.by),
        Column("n", _("ended")),
        Column("reopened_percent", _("share opened again")),
        Column("reopened", _("opened again")),
    )
    minimum = found.scope.minimum

    def row(name: str, one: quality.CameBack) -> list[Cell]:
        return [_words(name), _number(one.n), _share(one.reopened, one.n, minimum), _number(one.reopened)]

    told = found.came_back
    return Table(columns, [row(*one) for one in told.groups], row(_("in all"), told.whole))


def of_answering(found: Found) -> Table:
    columns = (
        group_column(found.by),
        Column("overdue_now", _("overdue now")),
        Column("n", _("answers due")),
        Column("in_time_percent", _("share in time")),
        Column("in_time", _("in time")),
    )
    minimum = found.scope.minimum

    def row(name: str, one: quality.Answering) -> list[Cell]:
        in_time = _share(one.in_time, one.n, minimum)
        return [_words(name), _number(one.overdue), _number(one.n), in_time, _number(one.in_time)]

    told = found.answering
    return Table(columns, [row(*one) for one in told.groups], row(_("in all"), told.whole))


def lines(table: Table) -> Iterable[list[str]]:
    """Of the CSV: the codes of the columns, then every row, the total last where it has one of its own."""
    yield [column.code for column in table.columns]
    for row in [*table.rows, *([table.total] if table.total else [])]:
        yield [cell.raw for cell in row]


def hidden(n: int) -> str:
    """What a chart says of the groups it leaves out."""
    return (
        ngettext(
            "%(n)s group has too few cases and stands in the table alone.",
            "%(n)s groups have too few cases and stand in the table alone.",
            n,
        )
        % {"n": n}
        if n
        else ""
    )
