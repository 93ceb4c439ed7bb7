from __future__ import annotations

from django.db import models
from django.db.models import Q

from opencity.foundation.tenancy import TenantModel
from opencity.people.models import Person
from opencity.problems.models.problem import Problem
from opencity.problems.models.report import Report
from opencity.problems.states import Proof, Stage


class Draft(TenantModel):
    """A report that somebody has begun, field by field. Known by a random key in a cookie of the report pages."""

    key = models.CharField(max_length=43, unique=True)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    fields = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    filed_report = models.ForeignKey(Report, models.SET_NULL, null=True, related_name="+")
    """Set once it was sent: sending the same draft again answers with the same report."""

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["updated_at"], name="draft_by_age")]


class Photo(TenantModel):
    """A re-encoded picture. Only derivatives are kept, named by content; what the camera told is private."""

    digest = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    widths = models.JSONField(default=list)
    """The widths in pixels at which a derivative exists, ascending."""
    taken_at = models.DateTimeField(null=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    position_source = models.CharField(max_length=10, blank=True)
    """photo (EXIF) or device (at upload)."""
    uploader = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    draft = models.ForeignKey(Draft, models.SET_NULL, null=True, related_name="photos")
    uploaded_at = models.DateTimeField()
    kept_for = models.CharField(max_length=20, blank=True)
    """What it is kept for though it proves nothing, such as a logo; empty for evidence and what may become it."""

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["digest"], name="photo_by_digest")]


class Evidence(TenantModel):
    """A photograph as a proof: when, where, by whom, before, during or after."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="evidence")
    photo = models.OneToOneField(Photo, models.PROTECT, related_name="evidence")
    report = models.ForeignKey(Report, models.PROTECT, null=True, related_name="evidence")
    author = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    stage = models.CharField(max_length=10, choices=Stage.choices)
    claim_round = models.PositiveSmallIntegerField(default=0)
    """The round of verification it belongs to; 0 for evidence of the problem itself."""
    proof = models.CharField(max_length=10, choices=Proof.choices, default=Proof.UNKNOWN)
    distance_m = models.PositiveIntegerField(null=True)
    taken_at = models.DateTimeField(null=True)
    alt = models.CharField(max_length=300, blank=True)
    hidden = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="stage_known"),
            models.CheckConstraint(condition=Q(proof__in=Proof.values), name="proof_known"),
        ]
        indexes = [models.Index(fields=["community", "problem", "stage"], name="evidence_of_problem")]
