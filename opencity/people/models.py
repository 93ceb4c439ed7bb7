from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from opencity.foundation.languages import in_words
from opencity.foundation.tenancy import TenantModel


class Assurance(models.IntegerChoices):
    NONE = 0, _("unknown")
    CONTACT = 1, _("e-mail confirmed")
    IN_PERSON = 2, _("checked in person")
    NATIONAL_ID = 3, _("national eID")


class Sector(models.TextChoices):
    CIVIL = "civil", _("residents and civil society")
    AUTHORITY = "authority", _("authority")
    BUSINESS = "business", _("business")
    LIBRARY = "library", _("library")


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(uuid=username or "")


class Person(AbstractBaseUser):
    """A private record and a public name; one for all communities of the installation.

    E-mail addresses live in allauth's EmailAddress alone, other contact points in ContactPoint.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    public_name = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=8, default="uk")
    assurance = models.PositiveSmallIntegerField(choices=Assurance.choices, default=Assurance.NONE)
    assured_by = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    assured_at = models.DateTimeField(null=True)
    assured_where = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    objects = PersonManager()

    USERNAME_FIELD = "uuid"
    EMAIL_FIELD = "no_email_column"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.public_name or str(_("A resident"))


class ContactPoint(models.Model):
    """A way to reach a person other than e-mail. A phone stays unconfirmed until text messages exist."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("phone")

    person = models.ForeignKey(Person, models.CASCADE, related_name="contact_points")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    value = models.CharField(max_length=100)
    confirmed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "value"], name="contact_point_once")]


class Organisation(models.Model):
    """A body of one of the sectors; global like Person. What it is in a community stands in Presence."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    names = models.JSONField(default=dict)
    about = models.JSONField(default=dict)
    sector = models.CharField(max_length=10, choices=Sector.choices)
    kind = models.CharField(max_length=30, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="branches")
    register_code = models.CharField(max_length=10, blank=True)
    """Its code in the country's register of bodies; empty for those who stand in none."""
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sector__in=Sector.values), name="sector_known"),
            models.UniqueConstraint(
                fields=["register_code"], condition=~Q(register_code=""), name="register_code_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_words(self.names)


RESIDENTS_GROUP = "residents_group"
"""The kind of an organisation that is a self-organised group of residents."""


class Presence(TenantModel):
    """An organisation in a community: whether it was verified here, and where its mail goes."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="presences")
    verified = models.BooleanField(default=False)
    inbox = models.EmailField(blank=True)
    address = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["community", "organisation"], name="present_once")]


class Spell(models.Model):
    """Something that holds from one moment to another; open-ended while `until` is empty."""

    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class MembershipKind(models.TextChoices):
    """What somebody is in an organisation; people/rights.py says what that allows."""

    MEMBER = "member", _("member")
    READER = "reader", _("reader")
    INTAKE = "intake", _("intake")
    INSPECTOR = "inspector", _("inspector")
    CONTRACTOR = "contractor", _("contractor")
    OFFICER = "officer", _("officer")
    SUPERVISOR = "supervisor", _("supervisor")
    LEAD = "lead", _("lead")


class Membership(Spell):
    """A person acts for an organisation, between two moments."""

    Kind = MembershipKind

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.OFFICER)
    categories = models.JSONField(default=list)
    """Codes of the categories it is limited to; none means all."""

    class Meta:
        indexes = [
            models.Index(fields=["person", "organisation"], name="membership_of_person"),
            models.Index(fields=["organisation", "kind"], name="membership_of_body"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=MembershipKind.values), name="membership_kind_known"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("since")), name="membership_ends_later"),
        ]


class Role(TenantModel, Spell):
    """What a person may do in a community apart from any organisation."""

    class Kind(models.TextChoices):
        COORDINATOR = "coordinator", _("coordinator")
        MODERATOR = "moderator", _("moderator")
        LIBRARIAN = "librarian", _("librarian")
        DATA_PROTECTION = "data_protection", _("data protection officer")

    person = models.ForeignKey(Person, models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    access_point = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["community", "person"], name="role_of_person")]
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("since")), name="role_ends_later"),
        ]


class Erasure(models.Model):
    """The log of what was erased, by id alone: a restore from backup replays it."""

    kind = models.CharField(max_length=30)
    row = models.PositiveBigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "row"], name="erased_once")]
