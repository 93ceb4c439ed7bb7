from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from opencity.foundation.tenancy import TenantModel
from opencity.people.models import Organisation, Person
from opencity.places.models import Area
from opencity.problems.models.problem import Problem
from opencity.problems.states import Channel


class Report(TenantModel):
    """One person's statement. Many reports, one problem: merging keeps every reporter."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="reports")
    filed_under = models.ForeignKey(Problem, models.PROTECT, related_name="+")
    """The problem it was first filed as; differs from `problem` after a merge."""
    reporter = models.ForeignKey(Person, models.PROTECT, related_name="reports")
    words = models.TextField(max_length=4000, blank=True)
    language = models.CharField(max_length=8, default="uk")
    salt = models.BinaryField(max_length=32, null=True)
    answers = models.JSONField(default=dict)
    show_name = models.BooleanField(default=False)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.WEB)
    access_point = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    secret_salt = models.BinaryField(max_length=16, null=True)
    secret_digest = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    """When the address was confirmed; None for anonymous and not yet confirmed ones."""
    awaits_confirmation = models.BooleanField(default=False)
    redacted_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["community", "problem"], name="report_of_problem"),
            models.Index(fields=["reporter", "created_at"], name="report_of_reporter"),
            models.Index(
                fields=["community", "created_at"], name="report_unconfirmed", condition=Q(awaits_confirmation=True)
            ),
        ]


class Endorsement(TenantModel):
    """«І мене стосується»: a count, not a vote on truth. Keeps the joiner's own words."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="endorsements")
    person = models.ForeignKey(Person, models.PROTECT, related_name="endorsements")
    words = models.TextField(max_length=4000, blank=True)
    language = models.CharField(max_length=8, default="uk")
    salt = models.BinaryField(max_length=32, null=True)
    show_name = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["community", "problem", "person"], name="endorsed_once"),
        ]
        indexes = [models.Index(fields=["person"], name="endorsement_of_person")]


class Subscription(TenantModel):
    """A person follows a problem, an area, or a place with a radius."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="subscriptions")
    problem = models.ForeignKey(Problem, models.CASCADE, null=True, related_name="subscriptions")
    area = models.ForeignKey(Area, models.CASCADE, null=True, related_name="+")
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    cell = models.BigIntegerField(null=True)
    radius_m = models.PositiveIntegerField(null=True)
    label = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["community", "problem", "person"], name="follow_once", condition=Q(problem__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["community", "area", "person"], name="follow_area_once", condition=Q(area__isnull=False)
            ),
            models.CheckConstraint(
                condition=Q(problem__isnull=False, area=None, cell=None)
                | Q(problem=None, area__isnull=False, cell=None)
                | Q(problem=None, area=None, cell__isnull=False, radius_m__isnull=False),
                name="follows_one_thing",
            ),
        ]
        indexes = [
            models.Index(fields=["community", "cell"], name="follow_place", condition=Q(cell__isnull=False)),
            models.Index(fields=["person"], name="follow_of_person"),
        ]


class Flag(TenantModel):
    """Somebody, or a rule, asks a coordinator to look."""

    class Reason(models.TextChoices):
        PERSONAL_DATA = "personal_data", _("personal data or faces")
        FALSE = "false", _("not true")
        OFFENSIVE = "offensive", _("insult or threat")
        DANGEROUS = "dangerous", _("may help an enemy or hurt somebody")
        SPAM = "spam", _("advertising or spam")
        LINKS = "links", _("a first post with links")
        GONE = "gone", _("it is gone already")
        OTHER = "other", _("something else")

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="flags")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=20, choices=Reason.choices)
    words = models.TextField(max_length=2000, blank=True)
    created_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(max_length=20, blank=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["community", "created_at"], name="flag_open", condition=Q(resolved_at=None))]


class Note(TenantModel):
    """An internal note of those who handle the case: never public, never an answer."""

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="notes")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    words = models.TextField(max_length=4000)
    created_at = models.DateTimeField()
