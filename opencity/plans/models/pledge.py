from __future__ import annotations

from django.db import models
from django.db.models import Q

from opencity.foundation.tenancy import TenantModel
from opencity.people.models import Organisation, Person
from opencity.plans.models.plan import Need
from opencity.plans.values import ConditionKind, PledgeSector, PledgeState
from opencity.problems.models.problem import new_uuid


class Pledge(TenantModel):
    """Somebody promises some of a need, perhaps on a condition. `person` speaks, for `organisation` if there is one."""

    uuid = models.UUIDField(default=new_uuid, unique=True)
    """Given by the door where a promise made offline may arrive twice."""
    need = models.ForeignKey(Need, models.PROTECT, related_name="pledges")
    person = models.ForeignKey(Person, models.PROTECT, related_name="pledges")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="pledges")
    sector = models.CharField(max_length=10, choices=PledgeSector.choices)
    quantity = models.DecimalField(max_digits=12, decimal_places=3)
    state = models.CharField(max_length=12, choices=PledgeState.choices)
    quiet = models.BooleanField(default=False)
    """Nobody but the lead learns who gives; the public sees the quantity and the sector."""
    words = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=8, default="uk")
    salt = models.BinaryField(max_length=32, null=True)
    due = models.DateField(null=True)
    """When it will be there; the plan's day where the giver names none. After it comes the grace, then it lapses."""
    rest_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="rests")
    """What exceeded the free quantity waits in line as a pledge of its own."""
    offer = models.ForeignKey("plans.StandingOffer", models.SET_NULL, null=True, related_name="pledges")
    access_point = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    """Where a librarian wrote it down, if one did."""
    created_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    woken_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PledgeState.values), name="pledge_state_known"),
            models.CheckConstraint(condition=Q(sector__in=PledgeSector.values), name="pledge_sector_known"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="pledge_of_something"),
        ]
        indexes = [
            # With the quantity, so that a need's sum is read from the index alone.
            models.Index(fields=["need", "state", "quantity"], name="pledge_sum_of_need"),
            models.Index(fields=["person", "state"], name="pledge_of_person"),
            models.Index(fields=["organisation", "state"], name="pledge_of_organisation"),
            models.Index(
                fields=["community", "due"], name="pledge_due", condition=Q(state__in=["accepted", "offered"])
            ),
        ]


class Condition(TenantModel):
    """What must hold before a sleeping pledge wakes. All conditions of a pledge must hold."""

    pledge = models.ForeignKey(Pledge, models.CASCADE, related_name="conditions")
    kind = models.CharField(max_length=10, choices=ConditionKind.choices)
    need = models.ForeignKey(Need, models.PROTECT, null=True, related_name="+")
    """The permission that must be granted, or the need that must be covered."""
    percent = models.PositiveSmallIntegerField(null=True)
    day = models.DateField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ConditionKind.values), name="condition_kind_known"),
            models.CheckConstraint(
                condition=Q(percent=None) | Q(percent__gte=1, percent__lte=100), name="condition_percent_fits"
            ),
        ]
