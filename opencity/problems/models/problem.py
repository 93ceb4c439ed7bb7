from __future__ import annotations

from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7

from opencity.assets.models import Asset
from opencity.catalogue.models import Category
from opencity.foundation.tenancy import CommunityManager, TenantModel
from opencity.people.models import Organisation
from opencity.places.models import Area
from opencity.problems.states import GROUP_OF, State, StateGroup, Visibility
from opencity.problems.states import Precision as PlacePrecision


def new_uuid() -> UUID:
    return uuid7()


class ProblemRows(models.QuerySet["Problem"]):
    def public(self) -> Self:
        """What anybody may see. Merged problems are reached only by their own number."""
        return self.filter(visibility=Visibility.PUBLIC)

    def for_list(self) -> Self:
        return self.select_related("category", "area", "owner")


ProblemManager = CommunityManager.from_queryset(ProblemRows)
EveryProblemManager = models.Manager.from_queryset(ProblemRows)


class Problem(TenantModel):
    """The public case; everything hangs on it.

    Everything below `Projection` equals what the problem's events give; `opencity check` proves it. Only
    `problems.history.record` writes there. The exact place stands in ExactPlace; `cell`, `lat` and `lon` are public.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    number = models.PositiveBigIntegerField()
    title = models.CharField(max_length=120)
    title_salt = models.BinaryField(max_length=32, null=True)
    language = models.CharField(max_length=8, default="uk")
    precision = models.CharField(max_length=8, choices=PlacePrecision.choices)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    cell = models.BigIntegerField(null=True)
    place_words = models.CharField(max_length=200, blank=True)
    """Address or landmark as it may be shown in public; empty where the category coarsens places."""
    place_salt = models.BinaryField(max_length=32, null=True)
    origin = models.CharField(max_length=10, default="reported")
    created_at = models.DateTimeField()

    # Projection
    category = models.ForeignKey(Category, models.PROTECT, related_name="problems")
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="problems")
    owner = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="problems")
    asset = models.ForeignKey(Asset, models.PROTECT, null=True, related_name="problems")
    """The very thing it is about, where somebody has named it."""
    state = models.CharField(max_length=20, choices=State.choices, default=State.OPEN)
    visibility = models.CharField(max_length=10, choices=Visibility.choices)
    urgent = models.BooleanField(default=False)
    owner_accepted_at = models.DateTimeField(null=True)
    before_block = models.CharField(max_length=20, blank=True)
    """The state to which a lifted obstacle returns."""
    clock_started_at = models.DateTimeField(null=True)
    answer_due = models.DateTimeField(null=True)
    paused_until = models.DateField(null=True)
    """The last day of a pause of the deadline; `answer_due` has moved already."""
    answered_at = models.DateTimeField(null=True)
    promised_for = models.DateField(null=True)
    review_on = models.DateField(null=True)
    taken_up_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    claim_round = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    by_reporter_alone = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="absorbed")
    endorsed = models.PositiveIntegerField(default=0)
    """How many people besides the reporters said that it affects them."""
    position = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64)
    updated_at = models.DateTimeField()

    objects = ProblemManager()  # type: ignore[misc]
    everywhere = EveryProblemManager()  # type: ignore[misc]

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["community", "number"], name="problem_number_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="problem_state_known"),
            models.CheckConstraint(condition=Q(visibility__in=Visibility.values), name="problem_visibility_known"),
            models.CheckConstraint(condition=Q(precision__in=PlacePrecision.values), name="problem_precision_known"),
            models.CheckConstraint(
                condition=Q(lat=None, lon=None, cell=None)
                | Q(lat__isnull=False, lon__isnull=False, cell__isnull=False),
                name="problem_place_whole",
            ),
            models.CheckConstraint(
                condition=Q(state=State.MERGED, merged_into__isnull=False)
                | (~Q(state=State.MERGED) & Q(merged_into=None)),
                name="problem_merged_somewhere",
            ),
        ]
        indexes = [
            models.Index(fields=["community", "cell"], name="public_cell", condition=Q(visibility="public")),
            models.Index(fields=["community", "number"], name="public_number", condition=Q(visibility="public")),
            models.Index(fields=["community", "updated_at"], name="public_news", condition=Q(visibility="public")),
            models.Index(
                fields=["community", "endorsed", "number"], name="public_affected", condition=Q(visibility="public")
            ),
            models.Index(
                fields=["community", "answer_due", "number"],
                name="public_due",
                condition=Q(visibility="public", answered_at=None),
            ),
            models.Index(
                fields=["community", "owner", "state", "cell"], name="public_of_owner", condition=Q(visibility="public")
            ),
            models.Index(fields=["community", "owner", "state", "answer_due"], name="problem_of_owner"),
            models.Index(fields=["community", "area", "number"], name="problem_in_area"),
            models.Index(
                fields=["community", "asset", "number"], name="problem_of_asset", condition=Q(asset__isnull=False)
            ),
            models.Index(fields=["community", "category", "number"], name="problem_of_category"),
            models.Index(fields=["community", "state", "number"], name="problem_in_state"),
            models.Index(fields=["community", "visibility", "number"], name="problem_seen"),
        ]

    def __str__(self) -> str:
        return f"№ {self.number}"

    @property
    def group(self) -> StateGroup:
        return GROUP_OF[self.state]

    @property
    def is_public(self) -> bool:
        return self.visibility == Visibility.PUBLIC


class ExactPlace(TenantModel):
    """Where it really is. Public pages never read this table."""

    problem = models.OneToOneField(Problem, models.CASCADE, related_name="exact_place")
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    words = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=10, default="map")
    """map, gps, photo, street, area or import: how the place was told."""
    accuracy_m = models.PositiveIntegerField(null=True)


class SearchText(TenantModel):
    """Lemmas of everything public that was said of a problem, written by the worker."""

    problem = models.OneToOneField(Problem, models.CASCADE, primary_key=True, related_name="search_text")
    lemmas = models.TextField()


class ImportedRecord(TenantModel):
    """Which record of which source a problem came from, so that an import can be repeated without doubles."""

    problem = models.OneToOneField(Problem, models.CASCADE, related_name="imported_record")
    source = models.CharField(max_length=60)
    key = models.CharField(max_length=120)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["community", "source", "key"], name="imported_once")]
