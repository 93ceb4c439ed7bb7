from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from opencity.foundation.tenancy import TenantModel
from opencity.people.models import Organisation, Person
from opencity.problems.models import Event, Problem


class Delivery(TenantModel):
    """One message owed to one person or one organisation's inbox. The address is looked up when it is sent.

    Deliveries of one reader that are due together leave in one letter.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        DEAD = "dead", _("could not be delivered")
        DROPPED = "dropped", _("not wanted any more")

    event = models.ForeignKey(Event, models.PROTECT, null=True, related_name="+")
    problem = models.ForeignKey(Problem, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=30)
    once = models.CharField(max_length=100)
    """What makes it the same message: owed a second time, it is not written again."""
    facts = models.JSONField(default=dict)
    critical = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    owed_at = models.DateTimeField()
    next_try = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    letter = models.CharField(max_length=200, blank=True)
    """The Message-ID of the letter it left in."""
    sent_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["community", "once"], name="told_once"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, organisation=None) | Q(person=None, organisation__isnull=False),
                name="delivery_has_one_reader",
            ),
        ]
        indexes = [
            models.Index(fields=["next_try"], name="delivery_due", condition=Q(status="waiting")),
            models.Index(fields=["community", "status"], name="delivery_by_status"),
            models.Index(fields=["person", "owed_at"], name="delivery_of_person"),
            models.Index(fields=["community", "problem"], name="delivery_of_problem"),
        ]


class UnwantedKind(TenantModel):
    """A person wants no more notices of one kind; only kinds named in kinds.OPTIONAL can be switched off singly."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30)
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["community", "person", "kind"], name="unwanted_kind_once"),
        ]


class Mute(TenantModel):
    """A person wants no more notices: of one problem, or of the whole community. Critical ones still come."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    problem = models.ForeignKey(Problem, models.CASCADE, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["community", "person", "problem"], name="mute_once"),
            models.UniqueConstraint(
                fields=["community", "person"], name="mute_all_once", condition=Q(problem__isnull=True)
            ),
        ]
