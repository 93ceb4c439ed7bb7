"""A community's catalogue is filled: categories and routing rules from a pack, or those an import declares."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.catalogue.models import Category, Hazard, Participation, Publicity, Rule
from opencity.catalogue.search import category_lemmas
from opencity.communities.models import Community
from opencity.communities.operations.founding import restructured
from opencity.foundation.refusals import NotUnderstood
from opencity.people.models import Organisation
from opencity.places.models import Area

T = TypeVar("T")
PACKS = Path(__file__).resolve().parent.parent / "packs"
_PACK_NAMES = {"hint": "hints", "visibility": "publicity", "classifier_858": "classifier"}
_CODE = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")


@dataclass(frozen=True, kw_only=True)
class NewCategory:
    """As the fields of Category; what is left out has the catalogue's default."""

    code: str
    sphere: str
    names: Mapping[str, str]
    hints: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, list[str]] = field(default_factory=dict)
    icon: str = ""
    questions: list[Mapping[str, Any]] = field(default_factory=list)
    participation: str = Participation.ASSIST.value
    response_days: int = 10
    resolve_days: int = 30
    hazard: str = Hazard.NONE.value
    hazard_question: Mapping[str, str] = field(default_factory=dict)
    emergency_numbers: list[str] = field(default_factory=list)
    publicity: str = Publicity.PUBLIC.value
    coarsen: bool = False
    anonymous: bool = True
    permit: bool = False
    near_m: int = 150
    classifier: str = ""


@dataclass(frozen=True, kw_only=True)
class NewRule:
    """Codes of a category and an area, a sphere, and the slug of an organisation; empty means any, or nobody."""

    category: str = ""
    sphere: str = ""
    area: str = ""
    organisation: str = ""
    why: Mapping[str, str] = field(default_factory=dict)


def pack(name: str) -> list[NewCategory]:
    """The categories of a pack that comes with the program, in their order."""
    path = PACKS / f"{name}.json"
    if not path.is_file():
        known = ", ".join(sorted(one.stem for one in PACKS.glob("*.json")))
        raise NotUnderstood(
            _("There is no pack “%(name)s”.") % {"name": name}, _("Known: %(packs)s.") % {"packs": known}, field="pack"
        )
    told = json.loads(path.read_text(encoding="utf-8"))
    return [_from_pack(one) for one in told["categories"]]


def _from_pack(told: Mapping[str, Any]) -> NewCategory:
    """A pack speaks of more than a community's row holds: the picture of the demo, whether a code was checked."""
    named = {_PACK_NAMES.get(key, key): value for key, value in told.items() if value is not None}
    return NewCategory(**{key: value for key, value in named.items() if key in NewCategory.__dataclass_fields__})


@transaction.atomic
def stock(community: Community, categories: Iterable[NewCategory]) -> int:
    """Write categories in their order, known ones anew; returns how many there were."""
    known = {one.code: one for one in Category.everywhere.filter(community=community)}
    position = -1
    for position, new in enumerate(categories):
        _write(known.get(new.code) or Category(community=community, code=new.code), new, position)
    restructured(community)
    return position + 1


@transaction.atomic
def add_missing(community: Community, categories: Iterable[NewCategory]) -> int:
    """Write categories whose codes the community does not have; returns how many. Known ones stay as they are."""
    known = set(Category.everywhere.filter(community=community).values_list("code", flat=True))
    fresh = [new for new in categories if new.code not in known]
    for position, new in enumerate(fresh, start=len(known)):
        _write(Category(community=community, code=new.code), new, position)
    if fresh:
        restructured(community)
    return len(fresh)


def _write(category: Category, new: NewCategory, position: int) -> None:
    _check(new)
    for name, value in asdict(new).items():
        setattr(category, name, value)
    category.position, category.active = position, True
    category.lemmas = category_lemmas(category)
    category.save()


def _check(new: NewCategory) -> None:
    if not _CODE.fullmatch(new.code) or len(new.code) > 40:
        raise NotUnderstood(
            _("“%(code)s” cannot be the code of a category.") % {"code": new.code},
            _("Use small Latin letters and digits, with hyphens, underscores or dots between them, 40 at most."),
            field="code",
        )
    if not any(name.strip() for name in new.names.values()):
        raise NotUnderstood(
            _("The category “%(code)s” has no name.") % {"code": new.code},
            _("Write it in one language."),
            field="names",
        )
    wrong = next(
        (
            (name, value)
            for name, value, allowed in (
                ("publicity", new.publicity, Publicity.values),
                ("hazard", new.hazard, Hazard.values),
                ("participation", new.participation, Participation.values),
            )
            if value not in allowed
        ),
        None,
    )
    if wrong:
        raise NotUnderstood(
            _("The category “%(code)s” cannot have %(field)s “%(value)s”.")
            % {"code": new.code, "field": wrong[0], "value": wrong[1]},
            _("Correct it and try again."),
            field=wrong[0],
        )


@transaction.atomic
def lay_rules(community: Community, rules: Iterable[NewRule]) -> int:
    """Write the whole routing table anew, in the order given; returns how many rules there are."""
    categories = {one.code: one for one in Category.everywhere.filter(community=community)}
    areas = {one.code: one for one in Area.everywhere.filter(community=community)}
    organisations = {one.slug: one for one in Organisation.objects.all()}
    rows = [
        Rule(
            community=community,
            position=position,
            category=_known(categories, rule.category, "category"),
            sphere=rule.sphere,
            area=_known(areas, rule.area, "area"),
            organisation=_known(organisations, rule.organisation, "organisation"),
            why=dict(rule.why),
        )
        for position, rule in enumerate(rules)
    ]
    Rule.everywhere.filter(community=community).delete()
    Rule.everywhere.bulk_create(rows)
    restructured(community)
    return len(rows)


def _known(rows: Mapping[str, T], code: str, field_name: str) -> T | None:
    if not code:
        return None
    if code not in rows:
        raise NotUnderstood(
            _("A rule names %(field)s “%(code)s”, which is not known.") % {"field": field_name, "code": code},
            _("Make it first, or correct the rule."),
            field=field_name,
        )
    return rows[code]
