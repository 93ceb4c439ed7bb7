from __future__ import annotations

from django.db import models
from django.db.models import Q

from opencity.foundation.tenancy import TenantModel
from opencity.people.models import Person
from opencity.plans.models.plan import Plan
from opencity.plans.values import Unit
from opencity.problems.models.problem import new_uuid


class Indicator(TenantModel):
    """What the work changed, measured: so many square metres painted, so many trees planted."""

    uuid = models.UUIDField(default=new_uuid, unique=True)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="indicators")
    words = models.CharField(max_length=120)
    language = models.CharField(max_length=8)
    unit = models.CharField(max_length=12, choices=Unit.choices)
    quantity = models.DecimalField(max_digits=12, decimal_places=3)
    measured_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    measured_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True)
    """When its author took it back; it stands in the history all the same."""

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="indicator_of_something"),
            models.CheckConstraint(condition=Q(unit__in=Unit.values), name="indicator_unit_known"),
        ]
        indexes = [models.Index(fields=["plan", "measured_at"], name="indicator_of_plan")]
