from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q

from opencity.actions.values import MOST_CAPACITY, STORED, ActionState, Minors
from opencity.foundation.tenancy import TenantModel
from opencity.people.models import Organisation, Person
from opencity.places.models import Area
from opencity.plans.models import Need, Plan
from opencity.problems.models import Problem
from opencity.problems.models.problem import new_uuid
from opencity.problems.states import Precision


class Action(TenantModel):
    """Толока: a dated gathering on one problem, with a lead, places by role and a safety note."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="actions")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="actions")
    position = models.PositiveSmallIntegerField()
    """Counted per problem, from 1."""
    title = models.CharField(max_length=120)
    words = models.TextField(max_length=2000, blank=True)
    language = models.CharField(max_length=8, default="uk")
    salt = models.BinaryField(max_length=32, null=True)
    lead = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    co_lead = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="actions")
    """In whose name it is called; None for a person's own call."""
    host = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    """The non-profit that engages company staff: only non-profits may engage volunteers."""
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    precision = models.CharField(max_length=8, choices=Precision.choices)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    cell = models.BigIntegerField(null=True)
    place_words = models.CharField(max_length=200, blank=True)
    bring = models.CharField(max_length=500, blank=True)
    safety = models.CharField(max_length=1000, blank=True)
    weather = models.CharField(max_length=500, blank=True)
    air_raid = models.CharField(max_length=500, blank=True)
    minors = models.CharField(max_length=10, choices=Minors.choices, default=Minors.ADULTS)
    state = models.CharField(max_length=10, choices=ActionState.choices, default=ActionState.OPEN)
    revision = models.PositiveIntegerField(default=0)
    """Counts up with every change that those who come should know; calendars replace an entry by it."""
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    """When the lead said go, or called it off."""
    held_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["problem", "position"], name="action_position_once"),
            models.CheckConstraint(condition=Q(state__in=STORED), name="action_state_known"),
            models.CheckConstraint(condition=Q(minors__in=Minors.values), name="action_minors_known"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="action_ends_later"),
        ]
        indexes = [
            models.Index(fields=["community", "starts_at"], name="action_by_day"),
            models.Index(fields=["community", "state", "starts_at"], name="action_in_state"),
            models.Index(fields=["problem", "starts_at"], name="action_of_problem"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def decide_by(self) -> datetime:
        """By then the lead says whether it takes place."""
        return self.starts_at - timedelta(hours=self.problem.community.charter.decide_hours)


class ActionRole(TenantModel):
    """Whom the action needs and how many of them; perhaps tied to a need of the plan, in people or hours."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="roles")
    position = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=120)
    skill = models.CharField(max_length=60, blank=True)
    capacity = models.PositiveSmallIntegerField()
    need = models.ForeignKey(Need, models.PROTECT, null=True, related_name="roles")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["community", "action", "position"], name="role_of_action_once"),
            models.CheckConstraint(
                condition=Q(capacity__gte=1, capacity__lte=MOST_CAPACITY), name="role_capacity_sensible"
            ),
        ]

    def __str__(self) -> str:
        return self.words
