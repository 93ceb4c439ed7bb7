from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from opencity.foundation.tenancy import TenantModel
from opencity.people.models import Organisation, Person
from opencity.problems.models import Evidence, Problem
from opencity.problems.models.problem import new_uuid


class Service(models.TextChoices):
    """What a librarian did for somebody at the counter."""

    REPORT = "report", _("report")
    ENDORSEMENT = "endorsement", _("“affects me too”")
    PLEDGE = "pledge", _("promise")
    SIGN_UP = "sign_up", _("sign-up")
    VERDICT = "verdict", _("answer “is it done?”")
    LOOK_UP = "look_up", _("news told and printed")
    PAPER = "paper", _("paper scanned")
    IDENTITY = "identity", _("identity checked")


class Visit(TenantModel):
    """One service of one visitor. The uuid comes from the counter, so that a visit kept offline arrives once."""

    uuid = models.UUIDField(default=new_uuid, unique=True)
    access_point = models.ForeignKey(Organisation, models.PROTECT, related_name="visits")
    librarian = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    visitor = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    """None for a look-up by number and word, and after erasure."""
    service = models.CharField(max_length=12, choices=Service.choices)
    problem = models.ForeignKey(Problem, models.PROTECT, null=True, related_name="+")
    consent_at = models.DateTimeField(null=True)
    """When the visitor said yes to the text that was read aloud."""
    served_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    """Later than it was served where the line was down."""

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(service__in=Service.values), name="visit_service_known"),
            models.CheckConstraint(condition=Q(recorded_at__gte=models.F("served_at")), name="visit_recorded_later"),
        ]
        indexes = [
            models.Index(fields=["community", "access_point", "served_at"], name="visit_of_branch"),
            models.Index(fields=["community", "problem"], name="visit_of_problem"),
        ]


class Paper(TenantModel):
    """A scanned sheet that belongs to a problem: seen by those on the case alone."""

    visit = models.OneToOneField(Visit, models.PROTECT, related_name="paper")
    evidence = models.OneToOneField(Evidence, models.PROTECT, related_name="+")
    words = models.CharField(max_length=200, blank=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["community", "visit"], name="paper_of_visit")]
