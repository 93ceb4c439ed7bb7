"""The kinds of assets a community keeps lists of: those that come with the program, and its own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from opencity.assets.models import AssetKind
from opencity.communities.models import Community
from opencity.foundation.refusals import NotUnderstood

KINDS = Path(__file__).resolve().parent.parent / "kinds.json"


@cache
def usual_kinds() -> tuple[Mapping[str, Any], ...]:
    return tuple(json.loads(KINDS.read_text(encoding="utf-8")))


@transaction.atomic
def stock_kinds(community: Community) -> None:
    """Add the usual kinds that are missing; those that are there stay as the community made them."""
    there = set(AssetKind.everywhere.filter(community=community).values_list("code", flat=True))
    AssetKind.everywhere.bulk_create(
        [
            AssetKind(community=community, position=position, **one)
            for position, one in enumerate(usual_kinds())
            if one["code"] not in there
        ]
    )


@transaction.atomic
def add_kind(community: Community, code: str, names: Mapping[str, str], *, icon: str = "map-pin") -> AssetKind:
    """A kind of the community's own. Raises NotUnderstood for a code that is no word or is taken."""
    if not code or slugify(code) != code or len(code) > 30:
        raise NotUnderstood(
            _("“%(code)s” cannot be the code of a kind.") % {"code": code},
            _("Use small Latin letters, digits and hyphens."),
            field="kind",
        )
    if AssetKind.everywhere.filter(community=community, code=code).exists():
        raise NotUnderstood(_("This kind is there already."), _("Choose another code."), field="kind")
    last = AssetKind.everywhere.filter(community=community).aggregate(last=Max("position"))["last"]
    return AssetKind.everywhere.create(
        community=community, code=code, names=dict(names), icon=icon, position=(last or 0) + 1
    )


def kind_of(community: Community, code: str) -> AssetKind:
    """Raises NotUnderstood naming the kinds that are known."""
    kinds = {one.code: one for one in AssetKind.everywhere.filter(community=community).order_by("position")}
    if code not in kinds:
        raise NotUnderstood(
            _("There is no kind “%(code)s” here.") % {"code": code},
            _("Choose one of: %(known)s.") % {"known": ", ".join(kinds) or "—"},
            field="kind",
        )
    return kinds[code]
