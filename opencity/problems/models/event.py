from __future__ import annotations

from django.db import models
from django.db.models import Q

from opencity.foundation.tenancy import TenantModel
from opencity.people.models import Person
from opencity.problems.models.problem import Problem


class Event(TenantModel):
    """One append-only line of a problem's history. Triggers on both databases refuse its change and removal.

    `facts` holds integers, codes and commitments, never personal data. `actor` is a random key of this problem alone.
    """

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="events")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=30)
    at = models.DateTimeField()
    actor = models.CharField(max_length=32, blank=True)
    facts = models.JSONField(default=dict)
    hash = models.CharField(max_length=64)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["problem", "position"], name="event_position_once")]
        indexes = [models.Index(fields=["community", "kind", "at"], name="event_by_kind")]
        ordering = ["problem", "position"]


class EventText(TenantModel):
    """A text said with an event; the event holds its commitment. Erasing deletes the row: the chain still holds."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="texts")
    name = models.CharField(max_length=20, default="words")
    words = models.TextField()
    language = models.CharField(max_length=8, default="uk")
    salt = models.BinaryField(max_length=32)
    redacted_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["event", "name"], name="event_text_once")]


class ActorKey(TenantModel):
    """Who stands behind a random key in one problem's history. Deleted with the person."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="actor_keys")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    key = models.CharField(max_length=32)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["problem", "key"], name="actor_key_unique")]
        indexes = [models.Index(fields=["problem", "person"], name="actor_key_of_person")]


class Outbox(models.Model):
    """An event whose consequences are still owed. Written with the event, deleted when all reactions ran."""

    event = models.OneToOneField(Event, models.CASCADE, primary_key=True, related_name="+")
    problem_id = models.BigIntegerField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField()
    last_error = models.TextField(blank=True)
    dead = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["next_try", "event"], name="outbox_due", condition=Q(dead=False))]


class FeedEntry(TenantModel):
    """The order in which readers of feeds and exports see events: given by the worker, without gaps in time."""

    event = models.OneToOneField(Event, models.CASCADE, related_name="feed_entry")
    number = models.PositiveBigIntegerField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["community", "number"], name="feed_number_once")]


class HistoryRoot(TenantModel):
    """The Merkle root over all chain heads of a community on one day, published and mailed to the library."""

    day = models.DateField()
    root = models.CharField(max_length=64)
    chains = models.PositiveIntegerField()
    salt = models.BinaryField(max_length=32)
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["community", "day"], name="root_once_a_day")]
