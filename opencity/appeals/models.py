"""The formal appeal: who appeals to which body, what became of it, and the body's register.

Everything personal stands in Appeal and in the words of its steps; the register holds numbers, days and codes alone,
so that it outlives the erasure of a person.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from opencity.appeals.rules import LIVE, State
from opencity.foundation.tenancy import TenantModel
from opencity.people.models import Organisation, Person
from opencity.problems.models import Problem
from opencity.problems.models.problem import new_uuid


class AnswerBy(models.TextChoices):
    EMAIL = "email", _("by e-mail")
    POST = "post", _("by post")


LIVE_STATES = sorted(one.value for one in LIVE)
KNOWN_STATES = sorted(one.value for one in State)
STATES = (
    (State.SENT.value, _("sent")),
    (State.REGISTERED.value, _("registered")),
    (State.RETURNED.value, _("returned as incomplete")),
    (State.FORWARDED.value, _("passed on to another body")),
    (State.EXTENDED.value, _("the answer is put off")),
    (State.ANSWERED.value, _("answered")),
    (State.WITHDRAWN.value, _("taken back")),
)


class Appeal(TenantModel):
    """One person's appeal. `organisation` is the body that has it now, `addressed_to` the one it was written to."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="appeals")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    addressed_to = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    """A kind of the country's pack, as its author calls it."""
    text = models.TextField(blank=True)
    language = models.CharField(max_length=8, default="uk")
    full_name = models.CharField(max_length=150, blank=True)
    residence = models.CharField(max_length=250, blank=True)
    answer_by = models.CharField(max_length=5, choices=AnswerBy.choices)
    email = models.EmailField(blank=True)
    postal_address = models.CharField(max_length=250, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    state = models.CharField(max_length=20, choices=STATES, default=State.SENT.value)
    sent_at = models.DateTimeField()
    came_on = models.DateField()
    """The day it came to the body that has it now: its periods are counted from here."""
    due_on = models.DateField()
    """The last day for the answer, as the law or the body's own word has it."""
    ended_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    answer_language = models.CharField(max_length=8, blank=True)
    result = models.CharField(max_length=8, blank=True)
    erased_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["community", "person", "problem", "addressed_to"],
                condition=Q(state__in=LIVE_STATES, person__isnull=False),
                name="appeal_one_live",
            ),
            models.CheckConstraint(condition=Q(state__in=KNOWN_STATES), name="appeal_state_known"),
            models.CheckConstraint(condition=Q(answer_by__in=AnswerBy.values), name="appeal_answer_by_known"),
            models.CheckConstraint(
                condition=Q(state__in=LIVE_STATES, ended_at=None) | ~Q(state__in=LIVE_STATES),
                name="appeal_ends_when_not_live",
            ),
        ]
        indexes = [
            models.Index(fields=["community", "organisation", "state", "due_on"], name="appeal_of_body"),
            models.Index(fields=["problem", "state"], name="appeal_of_problem"),
            models.Index(fields=["person", "sent_at"], name="appeal_of_person"),
        ]

    @property
    def is_live(self) -> bool:
        return self.state in LIVE


class Registration(TenantModel):
    """A line of a body's register of appeals. Nothing in it is personal."""

    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="registrations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    number = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    """Bodies begin their numbers anew each year."""
    registered_on = models.DateField()
    came_on = models.DateField()
    due_on = models.DateField()
    question = models.CharField(max_length=8)
    marks = models.JSONField(default=dict)
    """By attribute of the official classifier, the code that holds."""
    result = models.CharField(max_length=8, blank=True)
    ended_on = models.DateField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["community", "organisation", "year", "number"], name="appeal_number_once"),
            models.UniqueConstraint(fields=["community", "appeal", "organisation"], name="appeal_registered_once"),
        ]
        indexes = [
            models.Index(fields=["community", "organisation", "came_on"], name="register_by_day"),
            models.Index(fields=["community", "organisation", "ended_on"], name="register_by_end"),
        ]

    @property
    def is_late(self) -> bool:
        return self.ended_on is not None and self.ended_on > self.due_on

    def is_overdue(self, today: date) -> bool:
        return self.ended_on is None and today > self.due_on


class AppealStep(TenantModel):
    """One thing that happened to an appeal: for its author and for the body that has it."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    """Made by the form: sent twice, it is done once."""
    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=12)
    """"filed", or an act of rules.Act."""
    actor = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    """The body that did it; None for the author."""
    to = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    """The body it was passed on to."""
    words = models.TextField(blank=True)
    language = models.CharField(max_length=8, blank=True)
    due_on = models.DateField(null=True)
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["community", "appeal", "at"], name="appeal_step_of_appeal"),
            models.Index(fields=["community", "kind", "at"], name="appeal_step_by_kind"),
        ]
