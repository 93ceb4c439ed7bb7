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
    LOAN = "loan", _("tool lent")
    LOAN_BACK = "loan_back", _("tool taken back")


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


class MeetingState(models.TextChoices):
    ASKED = "asked", _("waits for the library's answer")
    AGREED = "agreed", _("takes place")
    DECLINED = "declined", _("declined")
    CANCELLED = "cancelled", _("called off")
    HELD = "held", _("held")


PUBLIC_MEETINGS = frozenset({MeetingState.AGREED, MeetingState.CANCELLED, MeetingState.HELD})
"""What everybody sees; a request is a matter between whoever asks and the branch."""


class Meeting(TenantModel):
    """People who disagree, or want to begin something, meet at the library: neutral ground, a room and an hour."""

    uuid = models.UUIDField(default=new_uuid, unique=True)
    access_point = models.ForeignKey(Organisation, models.PROTECT, related_name="meetings")
    problem = models.ForeignKey(Problem, models.PROTECT, null=True, related_name="meetings")
    title = models.CharField(max_length=120, blank=True)
    """Empty after its author was erased."""
    words = models.TextField(blank=True)
    language = models.CharField(max_length=8)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    room = models.CharField(max_length=80, blank=True)
    """Empty for the whole branch."""
    seats = models.PositiveSmallIntegerField(null=True)
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=MeetingState.choices, default=MeetingState.ASKED)
    answer = models.TextField(blank=True)
    """What the library said: with a yes if it wished, with a no always."""
    answer_language = models.CharField(max_length=8, blank=True)
    summary = models.TextField(blank=True)
    summary_language = models.CharField(max_length=8, blank=True)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MeetingState.values), name="meeting_state_known"),
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="meeting_ends_later"),
            models.CheckConstraint(condition=Q(seats=None) | Q(seats__gte=1), name="meeting_has_seats"),
        ]
        indexes = [
            models.Index(fields=["community", "access_point", "starts_at"], name="meeting_of_branch"),
            models.Index(fields=["community", "problem"], name="meeting_of_problem"),
        ]
