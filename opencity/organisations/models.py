from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from opencity.foundation.tenancy import TenantModel
from opencity.people.models import Organisation, Person, Sector
from opencity.places.models import Area
from opencity.problems.models import Photo, Problem
from opencity.problems.models.problem import new_uuid


class Answer(models.TextChoices):
    """What became of a request."""

    ASKED = "asked", _("waits for an answer")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("taken back")


class GroupKind(models.TextChoices):
    INITIATIVE = "initiative", _("initiative group")
    HOUSE = "house", _("house or yard group")
    BLOCK = "block", _("block committee")
    STREET = "street", _("street committee")


class Profile(TenantModel):
    """What an organisation says of itself in a community: its work, where, and how to reach it."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    words = models.TextField(blank=True)
    language = models.CharField(max_length=8, blank=True)
    website = models.URLField(max_length=200, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    """How residents reach it: a telephone or an address that may be public."""
    spheres = models.JSONField(default=list)
    logo = models.ForeignKey(Photo, models.SET_NULL, null=True, related_name="+")
    """Shown only while there is a verified contribution."""
    updated_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["community", "organisation"], name="profile_once")]


class WorkArea(TenantModel):
    """An area in which an organisation works."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    area = models.ForeignKey(Area, models.CASCADE, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["community", "organisation", "area"], name="work_area_once")]


class Request(TenantModel):
    """Somebody asked for something, and somebody else answers once."""

    uuid = models.UUIDField(default=new_uuid, unique=True)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    """Who asked; None after erasure."""
    words = models.TextField(blank=True)
    language = models.CharField(max_length=8, blank=True)
    state = models.CharField(max_length=10, choices=Answer.choices, default=Answer.ASKED)
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    """What was said with a no."""

    class Meta(TenantModel.Meta):
        abstract = True


class Application(Request):
    """An organisation that is not here yet asks to take part. Nothing of it is public before it was checked."""

    name = models.CharField(max_length=120)
    sector = models.CharField(max_length=10, choices=Sector.choices)
    register_code = models.CharField(max_length=10, blank=True)
    address = models.CharField(max_length=200, blank=True)
    website = models.URLField(max_length=200, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    """What it became."""

    class Meta(Request.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(state__in=Answer.values), name="application_state_known"),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(organisation__isnull=False), name="accepted_became_something"
            ),
        ]
        indexes = [models.Index(fields=["community", "state", "asked_at"], name="application_by_state")]


class JoinRequest(Request):
    """Somebody asks to act for an organisation."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")

    class Meta(Request.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["community", "organisation", "person"], condition=Q(state="asked"), name="asked_to_join_once"
            ),
            models.CheckConstraint(condition=Q(state__in=Answer.values), name="join_request_state_known"),
        ]
        indexes = [models.Index(fields=["community", "state", "asked_at"], name="join_request_by_state")]


class Invitation(TenantModel):
    """A link that lets people join without asking, until it ends or was used often enough."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    key = models.CharField(max_length=43, unique=True)
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    most = models.PositiveSmallIntegerField()
    used = models.PositiveSmallIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(used__lte=F("most")), name="invitation_not_overused"),
            models.CheckConstraint(condition=Q(ends_at__gte=F("made_at")), name="invitation_ends_later"),
        ]
        indexes = [models.Index(fields=["community", "organisation"], name="invitation_of_body")]


class Vetting(TenantModel):
    """A coordinator looked whether an organisation is what it says, and how."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    verified = models.BooleanField()
    words = models.TextField()
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["community", "organisation", "at"], name="vetting_of_body")]


class Memorandum(TenantModel):
    """What a partner of the network agreed to do, and until when."""

    uuid = models.UUIDField(default=new_uuid, unique=True)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    title = models.CharField(max_length=120)
    words = models.TextField()
    language = models.CharField(max_length=8)
    signed_on = models.DateField()
    until = models.DateField(null=True)
    """The last day; None while it has no end."""
    document = models.URLField(max_length=300, blank=True)
    kept_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    kept_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("signed_on")), name="memorandum_ends_later")
        ]
        indexes = [models.Index(fields=["community", "organisation"], name="memorandum_of_body")]


class Group(TenantModel):
    """A self-organised group of residents. As a body it is an Organisation; here stands what makes it a group."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=GroupKind.choices)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    """An area of the community as its bounds."""
    bounds = models.JSONField(null=True)
    """Bounds of its own: a GeoJSON Polygon in degrees."""
    open_to_all = models.BooleanField(default=False)
    """Whoever wants to join is in at once."""
    founded_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    founded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=GroupKind.values), name="group_kind_known"),
            models.CheckConstraint(condition=Q(area=None) | Q(bounds=None), name="one_kind_of_bounds"),
        ]
        indexes = [models.Index(fields=["community", "founded_at"], name="group_by_age")]


class Decision(TenantModel):
    """What a group decided, with how the votes fell. It is never rewritten: a later one may replace it."""

    uuid = models.UUIDField(default=new_uuid, unique=True)
    group = models.ForeignKey(Group, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    words = models.TextField(blank=True)
    language = models.CharField(max_length=8)
    decided_on = models.DateField()
    votes_for = models.PositiveIntegerField()
    votes_against = models.PositiveIntegerField(default=0)
    abstained = models.PositiveIntegerField(default=0)
    problem = models.ForeignKey(Problem, models.PROTECT, null=True, related_name="+")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    recorded_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["community", "group", "number"], name="decision_number_once"),
            models.CheckConstraint(condition=Q(votes_for__gt=F("votes_against")), name="decided_by_most"),
        ]
        indexes = [models.Index(fields=["problem"], name="decision_of_problem")]
