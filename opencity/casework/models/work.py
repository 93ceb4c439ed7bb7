from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from opencity.foundation.tenancy import TenantModel
from opencity.people.models import Organisation, Person
from opencity.problems.models import Note, Problem
from opencity.problems.models.problem import new_uuid


class Team(TenantModel):
    """People of one organisation who take cases together."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    slug = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["community", "organisation", "slug"], name="team_slug_once")]

    def __str__(self) -> str:
        return self.name


class TeamMember(TenantModel):
    team = models.ForeignKey(Team, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["community", "team", "person"], name="team_member_once")]
        indexes = [models.Index(fields=["person"], name="team_of_person")]


class Assignment(TenantModel):
    """Who in the owner's organisation has the case. Internal: never public, never an event."""

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="assignments")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, related_name="+")
    assigned_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["problem"], condition=Q(until=None), name="assigned_once"),
        ]
        indexes = [
            models.Index(fields=["community", "person"], name="assigned_to_person", condition=Q(until=None)),
            models.Index(fields=["community", "team"], name="assigned_to_team", condition=Q(until=None)),
        ]


class Glance(TenantModel):
    """When somebody last had the case open: «seen by», and who is at it right now."""

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["community", "problem", "person"], name="glance_once")]


class Watch(TenantModel):
    """Somebody keeps an eye on a case that is not assigned to them."""

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["community", "person", "problem"], name="watch_once")]


class Mention(TenantModel):
    """A colleague was named in an internal note."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="mentions")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["community", "note", "person"], name="mention_once")]
        indexes = [models.Index(fields=["community", "at"], name="mention_by_time")]


class SavedFilter(TenantModel):
    """A list somebody asks for again and again: the query of its address under a name."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500)
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["community", "person", "name"], name="filter_name_once")]


class BulkAct(TenantModel):
    """One thing done to many cases at once, so that it can be undone."""

    class Kind(models.TextChoices):
        ASSIGN = "assign", _("assign")
        SORT = "sort", _("change the category")
        NOTE = "note", _("note")

    uuid = models.UUIDField(default=new_uuid, unique=True)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    done_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["person", "done_at"], name="bulk_of_person")]


class BulkItem(TenantModel):
    """One case of a bulk act, with what it was before."""

    act = models.ForeignKey(BulkAct, models.CASCADE, related_name="items")
    problem = models.ForeignKey(Problem, models.CASCADE, related_name="+")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    undone = models.BooleanField(default=False)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["community", "act", "problem"], name="bulk_item_once")]


class Stop(TenantModel):
    """One place of somebody's day in the street, in the order of walking."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    day = models.DateField()
    problem = models.ForeignKey(Problem, models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    done_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["community", "person", "day", "problem"], name="stop_once"),
        ]
        indexes = [models.Index(fields=["person", "day", "position"], name="stops_of_day")]
