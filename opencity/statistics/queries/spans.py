"""Medians of how long things took, alike on both databases.

The database counts whole hours, this process finds the middle: no rows travel, and no dialect's own median is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import BigIntegerField, Count, F, Func, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

BEGAN = Coalesce("clock_started_at", "created_at")
"""When the clock of a problem began; a problem without one began when it was made."""
MEDIAN_ABOVE = 20
"""With so few cases or less a median says nothing and is not shown."""


class Seconds(Func):
    """Whole seconds since 1970 of a moment, the fraction cut off."""

    arity = 1
    output_field = BigIntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        # Four signs: the template and then the parameters of the statement each take half of them away.
        return super().as_sql(
            compiler, connection, template="CAST(strftime('%%%%s', %(expressions)s) AS INTEGER)", **more
        )

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return super().as_sql(
            compiler, connection, template="FLOOR(EXTRACT(EPOCH FROM %(expressions)s))::bigint", **more
        )


def hours(begins: Combinable, ends: str) -> Combinable:
    """The whole hours between two moments of a row."""
    return (Seconds(F(ends)) - Seconds(begins)) / 3600


def histogram(rows: QuerySet[Any], by: str, span: Combinable) -> dict[int | None, dict[int, int]]:
    """By the value of `by`: how many rows took how many hours."""
    found: dict[int | None, dict[int, int]] = {}
    for key, took, n in rows.order_by().annotate(took=span).values_list(by, "took").annotate(n=Count("pk")):
        found.setdefault(key, {})[took] = n
    return found


def median_days(taken: Iterable[tuple[int, int]]) -> float | None:
    """The median in days from (hours, how many); None up to MEDIAN_ABOVE cases. The lower middle of an even number."""
    ordered = sorted(taken)
    many = sum(n for _, n in ordered)
    if many <= MEDIAN_ABOVE:
        return None
    seen = 0
    for took, n in ordered:
        seen += n
        if 2 * seen >= many:
            return round(took / 24, 1)
    return None
