"""Lists of assets: filtered by kind, owner, how sure it is, words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q

from opencity.assets.models import Asset, AssetKind, AssetRows, OwnerClaim
from opencity.assets.values import Ownership
from opencity.communities.models import Community
from opencity.people.models import Organisation
from opencity.people.present import body_here
from opencity.places.models import Area

PER_PAGE = 40
_STREAMED = 2_000


@dataclass(frozen=True)
class AssetFilters:
    kind: AssetKind | None = None
    owner: Organisation | None = None
    area: Area | None = None
    ownership: str = ""
    words: str = ""
    retired: bool = False

    @property
    def narrows(self) -> bool:
        return self != AssetFilters()


def read_asset_filters(community: Community, said: Mapping[str, str]) -> AssetFilters:
    """From an address; what is not known is left out."""
    kinds = AssetKind.everywhere.filter(community=community)
    areas = Area.everywhere.filter(community=community)
    ownership = said.get("ownership", "")
    return AssetFilters(
        kind=kinds.filter(code=said["kind"][:30]).first() if said.get("kind") else None,
        owner=body_here(community, said["owner"]) if said.get("owner") else None,
        area=areas.filter(code=said["area"][:40]).first() if said.get("area") else None,
        ownership=ownership if ownership in Ownership.values else "",
        words=" ".join(said.get("q", "").replace("\x00", "").split())[:60],
        retired=bool(said.get("retired")),
    )


def narrowed(community: Community, filters: AssetFilters) -> AssetRows:
    rows: AssetRows = Asset.everywhere.filter(community=community, retired_at__isnull=not filters.retired)
    exact = {"kind": filters.kind, "owner": filters.owner, "area": filters.area, "ownership": filters.ownership}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if filters.words:
        rows = rows.filter(Q(code__istartswith=filters.words) | Q(name__icontains=filters.words))
    return rows


def page_of(community: Community, filters: AssetFilters, number: int) -> tuple[list[Asset], bool]:
    """One page, and whether there is another."""
    rows = narrowed(community, filters).for_list().order_by("kind__position", "code", "pk")
    start = (number - 1) * PER_PAGE
    found = list(rows[start : start + PER_PAGE + 1])
    return found[:PER_PAGE], len(found) > PER_PAGE


def counts_by_kind(community: Community) -> list[tuple[AssetKind, int]]:
    """Kinds of which something stands, with how many."""
    counted = Asset.everywhere.filter(community=community).standing().values_list("kind").annotate(n=Count("pk"))
    by_kind = dict(counted.order_by())
    kinds = AssetKind.everywhere.filter(community=community, pk__in=by_kind).order_by("position")
    return [(kind, by_kind[kind.pk]) for kind in kinds]


def owners_of(community: Community) -> list[Organisation]:
    owned = Asset.everywhere.filter(community=community, owner__isnull=False).order_by().values("owner")
    return list(Organisation.objects.filter(pk__in=owned.distinct()).order_by("slug"))


def features_of(community: Community, kind: AssetKind) -> Iterator[dict[str, Any]]:
    """Everything of a kind that stands, as GeoJSON features. Read in pieces: lists are long.

    Without the attributes: what else stands in a list was not written to be published.
    """
    rows = Asset.everywhere.filter(community=community, kind=kind).standing().order_by("cell")
    fields = rows.annotate(owner_slug=F("owner__slug")).values_list(
        "code", "address", "name", "lat", "lon", "owner_slug", "ownership", "source"
    )
    for code, address, name, lat, lon, owner, ownership, source in fields.iterator(chunk_size=_STREAMED):
        known = {"code": code, "address": address, "name": name, "owner": owner or "", "ownership": ownership}
        yield {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": {**known, "kind": kind.code, "source": source},
        }


def open_claims(community: Community) -> list[OwnerClaim]:
    """Words on owners that no coordinator has answered, the oldest first."""
    rows = OwnerClaim.everywhere.filter(community=community, answered_at=None).order_by("at")
    return list(rows.select_related("asset__kind", "asset__owner", "organisation", "person")[:200])


def claims_on(asset: Asset) -> list[OwnerClaim]:
    rows = OwnerClaim.everywhere.filter(asset=asset).select_related("organisation")
    return list(rows.order_by("-at", "-pk")[:50])
