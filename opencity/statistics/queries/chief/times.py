"""How long things took: median and ninetieth percentile by category, area or team, with the number of cases.

One query brings five whole numbers of every case that got somewhere in the days; the percentiles are found here, so
that both databases give the same. A hundred thousand cases take less than a second (see docs/guides/figures.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import F, Q

from opencity.problems.states import State
from opencity.statistics.queries.chief.scope import Grouping, Scope
from opencity.statistics.queries.spans import BEGAN, Seconds
from opencity.statistics.rules.measuring import Span, span

STANDS = frozenset({State.CLAIMED_DONE, State.VERIFIED, State.CLOSED_UNVERIFIED})
"""Where a claim still stands: neither contested nor opened again."""


class Until(StrEnum):
    """What a time runs to, from the start of the clock."""

    ANSWER = "answer"
    """The owner's first word in public, given in the days."""
    DONE = "done"
    """The claim that stands now, made in the days. What residents contested was not done, and does not count."""
    VERIFIED = "verified"
    """Residents' confirmation, given in the days, of a case that is verified now."""


@dataclass(frozen=True)
class Times:
    """`groups` holds only those with a case, in the order of the grouping, never by rank."""

    whole: Span
    groups: Sequence[tuple[str, Span]]


def times(scope: Scope, by: Grouping) -> Mapping[Until, Times]:
    answered, claimed = scope.within("answered_at"), scope.within("claimed_at") & Q(state__in=STANDS)
    verified = scope.within("ended_at") & Q(state=State.VERIFIED)
    rows = scope.cases().filter(answered | claimed | verified).order_by()
    fields = {name: Seconds(F(name)) for name in ("answered_at", "claimed_at", "ended_at")}
    told = rows.values_list(by.field, Seconds(BEGAN), *fields.values(), "state")
    first, after = (int(one.timestamp()) for one in scope.moments)
    taken: dict[Until, dict[int | None, list[int]]] = {until: defaultdict(list) for until in Until}
    for value, began, answer, claim, end, state in told.iterator(chunk_size=5000):
        group = by.group(value)
        if answer is not None and first <= answer < after:
            taken[Until.ANSWER][group].append(answer - began)
        if claim is not None and first <= claim < after and state in STANDS:
            taken[Until.DONE][group].append(claim - began)
        if state == State.VERIFIED and end is not None and first <= end < after:
            taken[Until.VERIFIED][group].append(end - began)
    return {until: _times(found, by, scope.minimum) for until, found in taken.items()}


def _times(taken: Mapping[int | None, list[int]], by: Grouping, minimum: int) -> Times:
    groups = [(name, span(taken[key], minimum)) for key, name in by.ordered(taken)]
    return Times(span((one for some in taken.values() for one in some), minimum), groups)
