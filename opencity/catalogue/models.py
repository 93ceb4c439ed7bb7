from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from opencity.foundation.languages import in_words
from opencity.foundation.tenancy import TenantModel


class Publicity(models.TextChoices):
    """How a new problem of the category begins to be seen."""

    PUBLIC = "public", _("public at once")
    CHECK_FIRST = "check_first", _("checked before publication")
    PRIVATE = "private", _("private")


class Hazard(models.TextChoices):
    NONE = "", _("no danger")
    ASK = "ask", _("asks whether somebody may be hurt right now")
    NEVER_TAKEN = "never_taken", _("never taken: call 101 or 112")


class Participation(models.TextChoices):
    FULL = "full", _("residents may do it")
    ASSIST = "assist", _("residents may help")
    LICENSED = "licensed", _("a licensed body only")


class Category(TenantModel):
    """What kind of problem it is. Rows are per community and keep the pack's stable code."""

    code = models.CharField(max_length=40)
    sphere = models.CharField(max_length=20)
    names = models.JSONField(default=dict)
    hints = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    """What residents type for it: a list of words per language."""
    lemmas = models.TextField(blank=True)
    icon = models.CharField(max_length=40, blank=True)
    questions = models.JSONField(default=list)
    participation = models.CharField(max_length=10, choices=Participation.choices, default=Participation.ASSIST)
    response_days = models.PositiveSmallIntegerField(default=10)
    """Working days until an answer is due."""
    resolve_days = models.PositiveSmallIntegerField(default=30)
    hazard = models.CharField(max_length=12, choices=Hazard.choices, default=Hazard.NONE, blank=True)
    hazard_question = models.JSONField(default=dict)
    emergency_numbers = models.JSONField(default=list)
    publicity = models.CharField(max_length=12, choices=Publicity.choices, default=Publicity.PUBLIC)
    coarsen = models.BooleanField(default=False)
    anonymous = models.BooleanField(default=True)
    permit = models.BooleanField(default=False)
    near_m = models.PositiveSmallIntegerField(default=150)
    classifier = models.CharField(max_length=10, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["community", "code"], name="category_code_once"),
            models.CheckConstraint(condition=Q(publicity__in=Publicity.values), name="publicity_known"),
            models.CheckConstraint(condition=Q(hazard__in=Hazard.values), name="hazard_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_words(self.names)

    @property
    def hint(self) -> str:
        return in_words(self.hints)


class Rule(TenantModel):
    """One line of the routing table: the first that fits, in order of position, names the owner."""

    position = models.PositiveIntegerField()
    category = models.ForeignKey(Category, models.CASCADE, null=True, related_name="rules")
    sphere = models.CharField(max_length=20, blank=True)
    area = models.ForeignKey("places.Area", models.CASCADE, null=True, related_name="+")
    organisation = models.ForeignKey("people.Organisation", models.PROTECT, null=True, related_name="+")
    """None: the owner is known to be unknown here."""
    why = models.JSONField(default=dict)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["community", "position"], name="rule_position_once")]
        ordering = ["position"]
