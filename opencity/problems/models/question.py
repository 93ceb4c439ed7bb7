from __future__ import annotations

from django.db import models
from django.db.models import Q

from opencity.foundation.tenancy import TenantModel
from opencity.people.models import Organisation, Person
from opencity.problems.models.event import Event
from opencity.problems.models.problem import Problem


class Question(TenantModel):
    """The body that has the duty asks whoever reported it. Words stand with the events, where they can be erased."""

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="questions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    asked = models.OneToOneField(Event, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    reply = models.OneToOneField(Event, models.PROTECT, null=True, related_name="+")
    replied_at = models.DateTimeField(null=True)
    """Also set, with no reply, where the body took the question back."""

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["problem"], condition=Q(replied_at=None), name="question_one_at_a_time"),
        ]
        indexes = [models.Index(fields=["community", "asked_at"], name="question_open", condition=Q(replied_at=None))]
