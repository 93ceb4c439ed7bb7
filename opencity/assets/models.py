from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7

from opencity.assets.values import Ownership, Says
from opencity.foundation.languages import in_words
from opencity.foundation.tenancy import CommunityManager, TenantModel
from opencity.people.models import Organisation, Person
from opencity.places.cells import Point
from opencity.places.models import Area


class AssetKind(TenantModel):
    """What sort of thing stands in the street: lamps, trees, stops. Rows, not code: a community adds its own."""

    code = models.SlugField(max_length=30)
    names = models.JSONField(default=dict)
    icon = models.CharField(max_length=40, blank=True)
    categories = models.JSONField(default=list)
    """Codes of the categories that are about it: they ask which one it is."""
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["community", "code"], name="asset_kind_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_words(self.names)


class AssetRows(models.QuerySet["Asset"]):
    def standing(self) -> Self:
        return self.filter(retired_at=None)

    def for_list(self) -> Self:
        return self.select_related("kind", "owner", "area")


AssetManager = CommunityManager.from_queryset(AssetRows)
EveryAssetManager = models.Manager.from_queryset(AssetRows)


class Asset(TenantModel):
    """One thing that somebody owns: a lamp, a tree, a manhole, with its place and its owner's own number."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.ForeignKey(AssetKind, models.PROTECT, related_name="assets")
    source = models.CharField(max_length=80)
    """Whose list it stands in: an import touches its own source alone."""
    code = models.CharField(max_length=60)
    """The number its owner knows it by."""
    address = models.CharField(max_length=80)
    """The code as its page's address: unique among its kind, also where two sources count from one."""
    name = models.CharField(max_length=160, blank=True)
    lat = models.FloatField()
    lon = models.FloatField()
    cell = models.BigIntegerField()
    area = models.ForeignKey(Area, models.SET_NULL, null=True, related_name="+")
    attributes = models.JSONField(default=dict)
    owner = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="assets")
    """Whose it is, or who is said to own it: `ownership` tells how sure that is."""
    ownership = models.CharField(max_length=10, choices=Ownership.choices, default=Ownership.UNKNOWN)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    """When a coordinator decided whose it is: lists do not undo that."""
    retired_at = models.DateTimeField(null=True)
    """When it left its owner's list."""

    objects = AssetManager()  # type: ignore[misc]
    everywhere = EveryAssetManager()  # type: ignore[misc]

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["community", "source", "code"], name="asset_code_once"),
            models.UniqueConstraint(fields=["community", "kind", "address"], name="asset_address_once"),
            models.CheckConstraint(condition=Q(ownership__in=Ownership.values), name="ownership_known"),
            models.CheckConstraint(
                condition=Q(ownership=Ownership.UNKNOWN, owner=None)
                | Q(ownership=Ownership.DISPUTED)
                | Q(ownership__in=(Ownership.KNOWN, Ownership.CLAIMED), owner__isnull=False),
                name="asset_owner_named",
            ),
        ]
        indexes = [
            models.Index(fields=["community", "kind", "cell"], name="asset_of_kind_here"),
            models.Index(fields=["community", "cell"], name="asset_here", condition=Q(retired_at=None)),
            models.Index(fields=["community", "owner", "kind", "code"], name="asset_of_owner"),
            models.Index(fields=["community", "ownership", "kind"], name="asset_by_ownership"),
        ]

    def __str__(self) -> str:
        return f"{self.kind.name} {self.code}"

    @property
    def point(self) -> Point:
        return Point(self.lat, self.lon)

    @property
    def duty(self) -> Organisation | None:
        """The body that has to answer for it: its known owner, or who says that it is theirs."""
        return self.owner if self.ownership in {Ownership.KNOWN, Ownership.CLAIMED} else None

    def fits(self, category: str) -> bool:
        """Whether such problems are about things of its kind."""
        return category in self.kind.categories


class OwnerClaim(TenantModel):
    """Somebody's word on whose the thing is. A coordinator answers it."""

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="claims")
    says = models.CharField(max_length=10, choices=Says.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    """The body the word is about: for «ours» and «not ours» it is that body's own."""
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="owner_claims")
    words = models.TextField(blank=True)
    language = models.CharField(max_length=8, default="uk")
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    upheld = models.BooleanField(null=True)
    """Whether the answer agreed with it."""

    class Meta(TenantModel.Meta):
        constraints = [models.CheckConstraint(condition=Q(says__in=Says.values), name="owner_claim_known")]
        indexes = [
            models.Index(fields=["community", "at"], name="owner_claim_open", condition=Q(answered_at=None)),
            models.Index(fields=["person"], name="owner_claim_of_person"),
        ]


class AssetUpload(TenantModel):
    """A file that somebody looks at before it is kept; gone when it is kept, and after a day."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    file = models.BinaryField()
    choices = models.JSONField(default=dict)
    """What was chosen beside the file: kind, owner, columns and so on."""
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["community", "at"], name="asset_upload_old")]
