from __future__ import annotations

from django.db import models
from django.db.models import Q

from opencity.foundation.tenancy import TenantModel
from opencity.people.models import Organisation, Person
from opencity.plans.models.plan import Need
from opencity.plans.models.pledge import Pledge
from opencity.plans.values import PledgeSector
from opencity.problems.models import Evidence, Problem
from opencity.problems.models.problem import new_uuid


class Contribution(TenantModel):
    """What was really given, in the word of whoever received it."""

    uuid = models.UUIDField(default=new_uuid, unique=True)
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="contributions")
    need = models.ForeignKey(Need, models.PROTECT, related_name="contributions")
    pledge = models.ForeignKey(Pledge, models.PROTECT, null=True, related_name="contributions")
    """None for what was given without a promise before."""
    person = models.ForeignKey(Person, models.PROTECT, related_name="contributions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="contributions")
    sector = models.CharField(max_length=10, choices=PledgeSector.choices)
    quantity = models.DecimalField(max_digits=12, decimal_places=3)
    hours = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    """How long somebody worked, where it is work."""
    quiet = models.BooleanField(default=False)
    given_on = models.DateField()
    acknowledged_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    acknowledged_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="contribution_of_something"),
            models.CheckConstraint(condition=Q(hours=None) | Q(hours__gte=0), name="contribution_hours_fit"),
            models.CheckConstraint(condition=Q(sector__in=PledgeSector.values), name="contribution_sector_known"),
            models.UniqueConstraint(fields=["pledge"], name="contribution_of_pledge"),
        ]
        indexes = [
            models.Index(fields=["community", "given_on"], name="contribution_by_day"),
            models.Index(fields=["person", "given_on"], name="contribution_of_person"),
            models.Index(fields=["organisation", "given_on"], name="contribution_of_body"),
        ]


class Spending(TenantModel):
    """Money of a need that its non-profit spent, with the receipt as evidence. The platform holds no money."""

    uuid = models.UUIDField(default=new_uuid, unique=True)
    need = models.ForeignKey(Need, models.PROTECT, related_name="spendings")
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    words = models.CharField(max_length=200)
    language = models.CharField(max_length=8, default="uk")
    spent_on = models.DateField()
    receipt = models.ForeignKey(Evidence, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="spending_of_something")]
