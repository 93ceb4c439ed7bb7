from __future__ import annotations

from functools import cached_property
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.core.validators import RegexValidator
from django.db import models

from opencity.communities import charter
from opencity.foundation.languages import in_words
from opencity.foundation.workdays import Calendar

RESERVED_SLUGS = frozenset(
    "account api open311 static media health ready metrics demo sw.js robots.txt en uk admin embed t".split()
)


class Community(models.Model):
    """The tenant: a town with its register code, charter, languages, time zone and outline."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=40, unique=True)
    names = models.JSONField(default=dict)
    katottg = models.CharField(
        max_length=19, blank=True, validators=[RegexValidator(r"^UA\d{17}$", "UA and seventeen digits")]
    )
    languages = models.JSONField(default=list)
    timezone = models.CharField(max_length=60, default="Europe/Kyiv")
    choices = models.JSONField(default=dict)
    """The charter's choices that differ from the defaults; read through `charter`."""
    outline = models.JSONField(null=True)
    """GeoJSON geometry (Polygon or MultiPolygon, degrees), None when unknown: then every point is inside."""
    lat = models.FloatField(default=0)
    lon = models.FloatField(default=0)
    zoom = models.PositiveSmallIntegerField(default=11)
    base_map = models.JSONField(default=dict)
    """What lies under the community's own outlines: {} for nothing, or kind, url and attribution."""
    drawing = models.JSONField(null=True)
    """GeoJSON FeatureCollection of water and landmarks for the map without tiles."""
    version = models.PositiveBigIntegerField(default=1)
    """Counts up whenever the worker has brought the projections forward: caches hang on it."""
    structure_version = models.PositiveBigIntegerField(default=1)
    """Counts up when areas, categories or rules change: what processes keep of them in memory hangs on it."""
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(slug__in=sorted(RESERVED_SLUGS)), name="slug_not_reserved"),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def name(self) -> str:
        return in_words(self.names)

    @cached_property
    def charter(self) -> charter.Charter:
        return charter.read(self.choices)

    @cached_property
    def calendar(self) -> Calendar:
        return Calendar(
            timezone=ZoneInfo(self.timezone),
            days_off=frozenset(self.charter.days_off),
            extra_workdays=frozenset(self.charter.extra_workdays),
        )


class NumberCounter(models.Model):
    """The next number of a community's problems. Taken with UPDATE … RETURNING directly before the insert."""

    community = models.OneToOneField(Community, models.CASCADE, primary_key=True, related_name="+")
    next = models.PositiveBigIntegerField(default=1)
