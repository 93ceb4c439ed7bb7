from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from opencity.foundation.tenancy import TenantModel
from opencity.people.models import Organisation, Person
from opencity.problems.models import Evidence, Problem
from opencity.problems.models.problem import new_uuid


class Found(models.TextChoices):
    """What a steward saw."""

    OK = "ok", _("all is well")
    NEEDS_CARE = "needs_care", _("it needs care")
    BROKEN = "broken", _("it is broken")


class Stewardship(TenantModel):
    """Somebody looks after the place of a problem in a rhythm. A place has one steward at a time."""

    uuid = models.UUIDField(default=new_uuid, unique=True)
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="stewardships")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="stewardships")
    """Who answers for it; None after erasure."""
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="stewardships")
    every_days = models.PositiveSmallIntegerField()
    since = models.DateTimeField()
    next_due = models.DateField()
    overdue_told_for = models.DateField(null=True)
    """The due day whose passing stands in the history already."""
    offered_at = models.DateTimeField(null=True)
    """When the steward asked somebody else to take over."""
    ended_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["problem"], condition=Q(ended_at=None), name="one_steward"),
            models.CheckConstraint(condition=Q(every_days__gte=7, every_days__lte=366), name="rhythm_of_steward"),
            models.CheckConstraint(condition=Q(ended_at=None) | Q(ended_at__gte=F("since")), name="steward_ends_later"),
        ]
        indexes = [
            models.Index(fields=["community", "next_due"], name="steward_due", condition=Q(ended_at=None)),
            models.Index(fields=["person"], name="stewardship_of_person"),
            models.Index(fields=["organisation"], name="stewardship_of_body"),
        ]


class Check(TenantModel):
    """One look at the place: dated, with a photograph and words."""

    uuid = models.UUIDField(default=new_uuid, unique=True)
    stewardship = models.ForeignKey(Stewardship, models.PROTECT, related_name="checks")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    found = models.CharField(max_length=10, choices=Found.choices)
    evidence = models.OneToOneField(Evidence, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.CheckConstraint(condition=Q(found__in=Found.values), name="found_known")]
        indexes = [models.Index(fields=["stewardship", "at"], name="check_of_stewardship")]
