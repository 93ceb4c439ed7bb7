from __future__ import annotations

from django.db import models
from django.db.models import Q

from opencity.actions.models.action import Action, ActionRole
from opencity.actions.values import COUNTED, ParticipationState
from opencity.foundation.tenancy import TenantModel
from opencity.people.models import Organisation, Person
from opencity.plans.models import Pledge
from opencity.problems.models.problem import new_uuid


class Participation(TenantModel):
    """One person in one action, from signing up to having been there. Names are for whoever leads, never public."""

    uuid = models.UUIDField(default=new_uuid, unique=True)
    """Given by the door where a sign-up made offline may arrive twice."""
    action = models.ForeignKey(Action, models.PROTECT, related_name="participations")
    role = models.ForeignKey(ActionRole, models.PROTECT, related_name="participations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="participations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="participations")
    """In whose name somebody comes: company staff, members of an NGO."""
    state = models.CharField(max_length=12, choices=ParticipationState.choices)
    code = models.CharField(max_length=6)
    """Six digits under the QR, for a phone whose camera does not read it. Once per action."""
    minor = models.BooleanField(default=False)
    consent_by = models.CharField(max_length=120, blank=True)
    """The parent who said yes, for somebody from 14 to 17. Private."""
    quiet = models.BooleanField(default=False)
    """The organisation is not named in public."""
    named = models.BooleanField(default=False)
    """They wish to be thanked by their public name; nobody's coming is told otherwise."""
    walk_in = models.BooleanField(default=False)
    """Came without signing up before."""
    pledge = models.ForeignKey(Pledge, models.PROTECT, null=True, related_name="participations")
    access_point = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    """Where a librarian wrote it down, if one did."""
    joined_at = models.DateTimeField()
    placed_at = models.DateTimeField(null=True)
    """When a place was theirs: at once, or after waiting."""
    checked_in_at = models.DateTimeField(null=True)
    hours = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    """How long they worked, in the lead's word. Once it is written, what they gave is acknowledged."""
    ended_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["community", "action", "person"],
                condition=Q(state__in=sorted(COUNTED)),
                name="takes_part_once",
            ),
            models.UniqueConstraint(fields=["community", "action", "code"], name="participation_code_once"),
            models.CheckConstraint(condition=Q(state__in=ParticipationState.values), name="participation_state_known"),
            models.CheckConstraint(condition=Q(hours=None) | Q(hours__gt=0, hours__lte=24), name="hours_of_a_day"),
        ]
        indexes = [
            models.Index(fields=["community", "action", "state"], name="participation_of_action"),
            models.Index(fields=["person", "state"], name="participation_of_person"),
        ]


class Arrival(TenantModel):
    """One check-in as the lead's phone wrote it down. The phone makes the uuid: sent twice, it is kept once."""

    uuid = models.UUIDField(unique=True)
    participation = models.ForeignKey(Participation, models.CASCADE, related_name="arrivals")
    at = models.DateTimeField()
    noted_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    noted_at = models.DateTimeField()
