from __future__ import annotations

from django.db import models

from opencity.catalogue.models import Category
from opencity.foundation.tenancy import TenantModel
from opencity.problems.states import StateGroup


class CellCount(TenantModel):
    """How many public problems lie in a wide cell, with the sums that give their middle.

    Only the worker writes it, in batches; `level` is the zoom of the cell, whose Morton number `cell` is.
    """

    level = models.PositiveSmallIntegerField()
    cell = models.BigIntegerField()
    category = models.ForeignKey(Category, models.CASCADE, related_name="+")
    group = models.CharField(max_length=10, choices=StateGroup.choices)
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


class Counted(TenantModel):
    """How a problem stands in CellCount now, so that a change can be taken back before it is added anew."""

    problem = models.OneToOneField("problems.Problem", models.CASCADE, primary_key=True, related_name="+")
    category = models.ForeignKey(Category, models.CASCADE, related_name="+")
    group = models.CharField(max_length=10)
    month = models.PositiveIntegerField()
    cell = models.BigIntegerField(null=True)
