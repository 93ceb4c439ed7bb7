from __future__ import annotations

from django.db import models
from django.db.models import Q

from opencity.foundation.tenancy import TenantModel
from opencity.people.models import Organisation, Person
from opencity.places.models import Area
from opencity.plans.values import NeedKind, Rhythm, Unit
from opencity.problems.models.problem import new_uuid


class StandingOffer(TenantModel):
    """«2 m³ of sand a month»: what somebody is ready to give again and again. It is no contract."""

    uuid = models.UUIDField(default=new_uuid, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="offers")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="offers")
    kind = models.CharField(max_length=12, choices=NeedKind.choices)
    unit = models.CharField(max_length=14, choices=Unit.choices)
    words = models.CharField(max_length=120)
    language = models.CharField(max_length=8, default="uk")
    skill = models.CharField(max_length=60, blank=True)
    quantity = models.DecimalField(max_digits=12, decimal_places=3)
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices, default=Rhythm.ONCE)
    areas = models.ManyToManyField(Area, related_name="+")
    """None chosen: the whole community."""
    spheres = models.JSONField(default=list)
    """Spheres of the catalogue; empty for all."""
    until = models.DateField(null=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=200, blank=True)
    """The published reason of a moderator who took it down; empty where the giver ended it."""

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=NeedKind.values), name="offer_kind_known"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="offer_of_something"),
            models.CheckConstraint(condition=Q(rhythm__in=Rhythm.values), name="offer_rhythm_known"),
        ]
        indexes = [
            models.Index(fields=["community", "kind"], name="offer_of_kind", condition=Q(ended_at=None)),
            models.Index(fields=["community", "created_at"], name="offer_by_day", condition=Q(ended_at=None)),
        ]
