from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from opencity.foundation.tenancy import TenantModel
from opencity.people.models import Organisation, Person
from opencity.problems.models import Evidence, Problem


class Value(models.TextChoices):
    YES = "yes", _("Yes, it is done")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No, it is not")
    CANNOT_TELL = "cannot_tell", _("I cannot tell")


class Outcome(models.TextChoices):
    RUNNING = "", _("being checked")
    VERIFIED = "verified", _("verified")
    CONTESTED = "contested", _("contested")
    RECLAIMED = "reclaimed", _("claimed again with newer evidence")
    UNVERIFIED = "unverified", _("closed unverified")


class Claim(TenantModel):
    """A result claimed; opens a round of verification."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="claims")
    round = models.PositiveSmallIntegerField()
    claimant = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    by_doer = models.BooleanField(default=True)
    place_proven = models.BooleanField(default=False)
    claimed_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.RUNNING, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["problem", "round"], name="claim_round_once")]
        indexes = [models.Index(fields=["community", "claimed_at"], name="claim_running", condition=Q(outcome=""))]


class Objection(models.TextChoices):
    """What became of a no that carries evidence."""

    NONE = "", _("no objection")
    OPEN = "open", _("open")
    WITHDRAWN = "withdrawn", _("withdrawn by its author")
    DISMISSED = "dismissed", _("dismissed with a published reason")


class Verdict(TenantModel):
    """One person's word on a claimed result, in one round."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="verdicts")
    person = models.ForeignKey(Person, models.PROTECT, related_name="verdicts")
    value = models.CharField(max_length=12, choices=Value.choices)
    words = models.TextField(max_length=2000, blank=True)
    language = models.CharField(max_length=8, default="uk")
    salt = models.BinaryField(max_length=32, null=True)
    evidence = models.ForeignKey(Evidence, models.SET_NULL, null=True, related_name="+")
    objection = models.CharField(max_length=10, choices=Objection.choices, default=Objection.NONE, blank=True)
    given_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["claim", "person"], name="one_verdict_each"),
            models.CheckConstraint(condition=Q(value__in=Value.values), name="verdict_value_known"),
        ]


class Ask(TenantModel):
    """Somebody was asked to look at a claimed result."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="asks")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["claim", "person"], name="asked_once")]
