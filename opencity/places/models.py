from __future__ import annotations

from django.db import models

from opencity.foundation.languages import in_words
from opencity.foundation.tenancy import TenantModel


class Area(TenantModel):
    """A district, microdistrict or street committee: a tree with outlines."""

    code = models.CharField(max_length=40)
    """The register's code where there is one, else the community's own; it is also the area's address."""
    kind = models.CharField(max_length=30)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    names = models.JSONField(default=dict)
    outline = models.JSONField(null=True)
    """GeoJSON geometry in degrees; None for an area known by name alone."""
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    """Where its name is written."""
    depth = models.PositiveSmallIntegerField(default=0)
    position = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["community", "code"], name="area_code_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_words(self.names)


class Street(TenantModel):
    """A name in an area, with its former names. Street names recur, so the area belongs to the name."""

    names = models.JSONField(default=dict)
    aliases = models.JSONField(default=list)
    area = models.ForeignKey(Area, models.CASCADE, null=True, related_name="streets")
    line = models.JSONField(null=True)
    """GeoJSON geometry of the street where somebody has drawn it."""
    rank = models.PositiveSmallIntegerField(default=3)
    """0 for the streets everybody knows, 3 for the small ones."""
    lemmas = models.CharField(max_length=400, blank=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["community", "rank"], name="street_by_rank")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_words(self.names)
