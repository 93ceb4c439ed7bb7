from __future__ import annotations

from django.db import models

from opencity.foundation.tenancy import TenantModel
from opencity.people.models import Organisation, Person
from opencity.problems.models import Problem
from opencity.problems.models.problem import new_uuid


class AuditSeal(TenantModel):
    """A batch of audit lines of one body, sealed: each seal holds the one before it."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="+")
    """None for what people with a role of the community did."""
    number = models.PositiveBigIntegerField()
    lines = models.PositiveIntegerField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["community", "organisation", "number"], name="seal_number_once", nulls_distinct=False
            ),
        ]


class AuditLine(TenantModel):
    """Who saw or did what with personal data or a case. Never public; sealed in batches."""

    uuid = models.UUIDField(default=new_uuid, unique=True)
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    person_mark = models.CharField(max_length=64)
    """A mark of the person that stays when they are erased: the chain still proves itself, and names nobody."""
    kind = models.CharField(max_length=20)
    problem = models.ForeignKey(Problem, models.SET_NULL, null=True, related_name="+")
    facts = models.JSONField(default=dict)
    """Codes and numbers only, never a name or a text."""
    at = models.DateTimeField()
    seal = models.ForeignKey(AuditSeal, models.PROTECT, null=True, related_name="sealed")

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["community", "organisation", "at"], name="audit_of_body"),
            models.Index(fields=["community", "person", "at"], name="audit_of_person"),
            models.Index(fields=["problem", "at"], name="audit_of_problem"),
        ]
