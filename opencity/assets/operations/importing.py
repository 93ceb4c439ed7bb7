"""A list of assets is brought in: all of it or nothing. Bringing it in again brings it up to date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencity.assets.checking import Checked, NewAsset, Wrong
from opencity.assets.models import Asset, AssetKind
from opencity.assets.rules import NOBODY, Standing, after_import
from opencity.assets.values import Ownership
from opencity.communities.models import Community
from opencity.communities.operations.founding import restructured
from opencity.foundation.refusals import NotUnderstood
from opencity.people.models import Organisation
from opencity.places.cells import cell_of
from opencity.places.lookup import atlas

BATCH = 1_000
CHANGED = ("name", "lat", "lon", "cell", "area", "attributes", "owner", "ownership", "updated_at", "retired_at")


@dataclass(frozen=True, kw_only=True)
class List:
    """Which list it is. `sure`: whoever brings it may say whose the things are; else it is a claim."""

    kind: AssetKind
    source: str
    owner: Organisation | None = None
    sure: bool = True
    partial: bool = False
    """The file holds a part of the source only: what is missing in it stays."""
    skip_wrong: bool = False
    """Leave wrong rows out instead of refusing the whole. They may hide a thing that is known: nothing is retired."""

    @property
    def retires(self) -> bool:
        return not (self.partial or self.skip_wrong)


@dataclass(frozen=True)
class Outcome:
    """What bringing the list in does, or would do. `missing` stand in the source and not in the list."""

    made: int
    changed: int
    same: int
    missing: int
    retired: int
    returned: int


@dataclass(frozen=True)
class _Plan:
    made: list[Asset]
    changed: list[Asset]
    same: int
    missing: list[Asset]
    returned: int


def source_of(kind: AssetKind, owner: Organisation | None) -> str:
    """The name of a list that nobody named: whose things, and which."""
    return f"{owner.slug if owner else 'community'}:{kind.code}"


def clashes(community: Community, checked: Checked, which: List) -> tuple[Wrong, ...]:
    """Codes that the same source gives to a thing of another kind."""
    others = Asset.everywhere.filter(community=community, source=which.source).exclude(kind=which.kind)
    taken = dict(others.values_list("code", "kind__code"))
    return tuple(
        Wrong(
            one.number,
            checked.columns["code"],
            _("code %(code)s is a %(kind)s in this source already") % {"code": one.code, "kind": taken[one.code]},
        )
        for one in checked.assets
        if one.code in taken
    )


def foresee(community: Community, checked: Checked, which: List, *, now: datetime) -> Outcome:
    """What `bring_in` would do with the rows that are right. Changes nothing."""
    return _told(_plan(community, _without(checked.assets, clashes(community, checked, which)), which, now), which)


def _without(assets: Iterable[NewAsset], wrong: Iterable[Wrong]) -> list[NewAsset]:
    left_out = {one.number for one in wrong}
    return [one for one in assets if one.number not in left_out]


@transaction.atomic
def bring_in(community: Community, checked: Checked, which: List, *, now: datetime) -> Outcome:
    """Write the list. Raises NotUnderstood and changes nothing when a row is wrong, unless wrong ones are skipped."""
    clashing = clashes(community, checked, which)
    wrong = (*checked.wrong, *clashing)
    if wrong and not which.skip_wrong:
        many = len({one.number for one in wrong})
        raise NotUnderstood(
            ngettext(
                "%(n)s row is wrong, so nothing was changed.", "%(n)s rows are wrong, so nothing was changed.", many
            )
            % {"n": many},
            _("Put them right in the file and bring it in again, or leave them out."),
            field="file",
        )
    plan = _plan(community, _without(checked.assets, clashing), which, now)
    Asset.everywhere.bulk_create(plan.made, batch_size=BATCH)
    Asset.everywhere.bulk_update(plan.changed, CHANGED, batch_size=200)
    if which.retires:
        gone = [one.pk for one in plan.missing]
        for start in range(0, len(gone), BATCH):
            rows = Asset.everywhere.filter(pk__in=gone[start : start + BATCH])
            rows.update(retired_at=now, updated_at=now)
    outcome = _told(plan, which)
    if outcome.made or outcome.changed or outcome.retired:
        restructured(community)
    return outcome


def _told(plan: _Plan, which: List) -> Outcome:
    return Outcome(
        made=len(plan.made),
        changed=len(plan.changed),
        same=plan.same,
        missing=len(plan.missing),
        retired=len(plan.missing) if which.retires else 0,
        returned=plan.returned,
    )


def _plan(community: Community, assets: Iterable[NewAsset], which: List, now: datetime) -> _Plan:
    rows = Asset.everywhere.filter(community=community, source=which.source, kind=which.kind)
    known = {asset.code: asset for asset in rows}
    others = Asset.everywhere.filter(community=community, kind=which.kind).exclude(source=which.source)
    taken = set(others.values_list("address", flat=True)) | {asset.address for asset in known.values()}
    plan = _Plan([], [], 0, [], 0)
    same = returned = 0
    for new in assets:
        asset = known.pop(new.code, None)
        if asset is None:
            plan.made.append(_made(community, new, which, taken, now))
            continue
        returned += asset.retired_at is not None
        if _brought_up_to_date(asset, new, which, now):
            plan.changed.append(asset)
        else:
            same += 1
    missing = [asset for asset in known.values() if asset.retired_at is None]
    return _Plan(plan.made, plan.changed, same, missing, returned)


def _made(community: Community, new: NewAsset, which: List, taken: set[str], now: datetime) -> Asset:
    asset = Asset(
        community=community,
        source=which.source,
        code=new.code,
        address=_address(new.code, which.source, taken),
        created_at=now,
    )
    _lay(asset, {"kind_id": which.kind.pk, **_values(community, new, which, NOBODY)}, now)
    return asset


def _brought_up_to_date(asset: Asset, new: NewAsset, which: List, now: datetime) -> bool:
    """Whether anything was different; then the row stands changed in memory."""
    before = Standing(asset.owner_id, Ownership(asset.ownership))
    values = _values(which.kind.community, new, which, before, settled=asset.settled_at is not None)
    if all(getattr(asset, name) == value for name, value in values.items()):
        return False
    _lay(asset, values, now)
    return True


def _values(
    community: Community, new: NewAsset, which: List, before: Standing, *, settled: bool = False
) -> Mapping[str, object]:
    areas = atlas(community).areas_at(new.point)
    after = after_import(before, which.owner.pk if which.owner else None, sure=which.sure, settled=settled)
    return {
        "name": new.name,
        "lat": new.point.lat,
        "lon": new.point.lon,
        "cell": cell_of(new.point),
        "area_id": areas[0].pk if areas else None,
        "attributes": dict(new.attributes),
        "owner_id": after.owner,
        "ownership": after.ownership.value,
        "retired_at": None,
    }


def _lay(asset: Asset, values: Mapping[str, object], now: datetime) -> None:
    for name, value in values.items():
        setattr(asset, name, value)
    asset.updated_at = now


def _address(code: str, source: str, taken: set[str]) -> str:
    """The code as a part of an address; two sources that count alike are told apart."""
    plain = re.sub(r"[^\w.\-]+", "-", code).strip("-.") or "n"
    tries = (plain, f"{plain}-{re.sub(r'[^a-z0-9]+', '-', source.lower())}"[:74].strip("-"))
    found = next((one for one in tries if one not in taken), "")
    number = 2
    while not found:
        candidate = f"{tries[1][:74]}-{number}"
        found, number = ("" if candidate in taken else candidate), number + 1
    taken.add(found)
    return found
