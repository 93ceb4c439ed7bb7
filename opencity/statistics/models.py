"""Counts kept by the worker, so that no page and no map tile has to count problems one by one.

They hold public problems only, merged ones left out. `group` is a StateGroup, except that what was withdrawn, rejected
or out of scope stands apart as SET_ASIDE: neither map nor list shows it unless it is asked for.
"""

from __future__ import annotations

from django.db import models

from opencity.catalogue.models import Category
from opencity.foundation.tenancy import TenantModel
from opencity.places.models import Area
from opencity.problems.states import GROUP_OF, SET_ASIDE_STATES, State

SET_ASIDE = "aside"
TOTAL_LEVEL = 0
"""At this level CellCount has one cell, 0, which also counts problems without a place."""


def group_to_count(state: str) -> str:
    """Empty for what is not counted."""
    if state == State.MERGED:
        return ""
    return SET_ASIDE if state in SET_ASIDE_STATES else GROUP_OF[state].value


class CellCount(TenantModel):
    """How many problems of a category, group and month lie in a wide cell: for filtered maps, and for totals.

    `level` is the zoom of the cell, whose Morton number `cell` is.
    """

    level = models.PositiveSmallIntegerField()
    cell = models.BigIntegerField()
    category = models.ForeignKey(Category, models.CASCADE, related_name="+")
    group = models.CharField(max_length=10)
    month = models.PositiveIntegerField()
    """Year and month of the report, 202611 for November 2026."""
    n = models.IntegerField(default=0)
    sum_x = models.BigIntegerField(default=0)
    sum_y = models.BigIntegerField(default=0)
    """Sums of the 26-bit tile coordinates: the cluster is drawn at the mean of its members."""

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["community", "level", "cell", "category", "group", "month"], name="cell_counted_once"
            )
        ]


class ClusterCount(TenantModel):
    """The same for the map that filters nothing: a tile reads some hundred rows, however many problems there are."""

    level = models.PositiveSmallIntegerField()
    cell = models.BigIntegerField()
    group = models.CharField(max_length=10)
    n = models.IntegerField(default=0)
    sum_x = models.BigIntegerField(default=0)
    sum_y = models.BigIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["community", "level", "cell", "group"], name="cluster_counted_once")
        ]


class AreaCount(TenantModel):
    """How many problems of a category and group an area holds, its sub-areas apart."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="+")
    category = models.ForeignKey(Category, models.CASCADE, related_name="+")
    group = models.CharField(max_length=10)
    n = models.IntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["community", "area", "category", "group"], name="area_counted_once")
        ]


class Counted(TenantModel):
    """How a problem stands in the counts now, so that a change can be taken back before it is added anew."""

    problem = models.OneToOneField("problems.Problem", models.CASCADE, primary_key=True, related_name="+")
    category = models.ForeignKey(Category, models.CASCADE, related_name="+")
    area = models.ForeignKey(Area, models.CASCADE, null=True, related_name="+")
    group = models.CharField(max_length=10)
    month = models.PositiveIntegerField()
    cell = models.BigIntegerField(null=True)
