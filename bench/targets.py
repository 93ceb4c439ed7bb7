"""What is measured, and what it is measured against."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from bench.town import CHECKOUT, KINDS, MIDDLE, SLUG
from opencity.places.cells import Point, tile_of

PACK = CHECKOUT / "opencity" / "catalogue" / "packs" / "ua.json"
GZIP = {"Accept-Encoding": "gzip", "Accept-Language": "uk"}


@dataclass(frozen=True)
class Target:
    """`rate` a second and `p95` in milliseconds are what is to be reached; 0 where nothing was set."""

    name: str
    requests: list[dict[str, Any]] = field(repr=False)
    rate: int = 0
    p95: int = 0
    peer: str = ""
    cold: bool = False
    """Each request comes once: nothing of it was kept before."""


def targets(problems: int) -> list[Target]:
    chance = random.Random(11)  # noqa: S311 (the same load every time)
    numbers = chance.sample(range(1, problems + 1), min(problems, 4000))
    planned = chance.sample(range(problems - 2500, problems), 60)
    return [
        Target(
            "problem page, made anew", [_get(f"/{SLUG}/problems/{n}/") for n in numbers], 0, 50, "detail 196/s", True
        ),
        Target("problem page, kept", [_get(f"/{SLUG}/problems/{n}/") for n in numbers[:100]], 0, 50, "detail 196/s"),
        Target("page of a problem with a plan", [_get(f"/{SLUG}/problems/{n}/") for n in planned], 0, 50),
        Target("needs", [_get(f"/{SLUG}/needs/?{query}") for query in ("", "kind=material", "kind=labour")], 0, 50),
        Target("joint actions", [_get(f"/{SLUG}/actions/{query}") for query in ("", "?past=1")], 0, 50),
        Target("calendar of the town", [_get(f"/{SLUG}/actions.ics")], 0, 50),
        Target("list", [_get(f"/{SLUG}/problems/?{query}") for query in _queries()], 0, 50),
        Target("tile, close by (points)", _tiles(chance, (15, 16, 17), 200), 700, 50),
        Target("tile, the town (clusters)", _tiles(chance, (9, 10, 11, 12, 13), 60), 700, 50),
        Target("whole town on one tile", _tiles(chance, (9,), 1), 0, 50, "7/s, capped at 4,000 points"),
        Target("home", [_get(f"/{SLUG}/")]),
        Target("report: durable, routed, with its event", _reports(chance), 300, 80, "create 31/s, p95 300 ms"),
    ]


def _get(path: str) -> dict[str, Any]:
    return {"method": "GET", "path": path, "headers": GZIP, "expect": [200, 204]}


def _queries() -> list[str]:
    asked = [{}, {"state": "open"}, {"category": "road.pothole"}, {"sort": "updated"}, {"q": "яма"}, {"overdue": "1"}]
    return [urlencode(one) for one in asked]


def _tiles(chance: random.Random, zooms: tuple[int, ...], many: int) -> list[dict[str, Any]]:
    found = []
    for n in range(many):
        zoom = zooms[n % len(zooms)]
        spread = 0.0 if many == 1 else 0.03
        point = Point(MIDDLE[0] + chance.gauss(0, spread), MIDDLE[1] + chance.gauss(0, spread * 1.6))
        x, y = tile_of(point, zoom)
        found.append(_get(f"/{SLUG}/tiles/{zoom}/{x}/{y}.mvt"))
    return found


def _reports(chance: random.Random) -> list[dict[str, Any]]:
    return [_report(chance, n) for n in range(800)]


def _report(chance: random.Random, n: int) -> dict[str, Any]:
    fields = {
        "category": list(KINDS.values())[n % len(KINDS)],
        "lat": f"{MIDDLE[0] + chance.gauss(0, 0.02):.6f}",
        "lon": f"{MIDDLE[1] + chance.gauss(0, 0.03):.6f}",
        "source": "map",
        "place_words": f"вул. Мірна, {n}",
        "words": f"Повідомлення для виміру, число {n}. Нічого не сталося.",
        "email": f"bench{n}@example.org",
        "answer_hazard": "no",
        **_answers(list(KINDS.values())[n % len(KINDS)]),
    }
    return {
        "method": "POST",
        "path": f"/{SLUG}/report/send/",
        "body": urlencode(fields),
        "headers": {**GZIP, "Content-Type": "application/x-www-form-urlencoded"},
        "expect": [302, 303],
    }


def _answers(code: str) -> dict[str, str]:
    """A calm answer to each question that the category insists on."""
    found: dict[str, str] = {}
    category = next(one for one in json.loads(PACK.read_text())["categories"] if one["code"] == code)
    for question in category.get("questions", []):
        if question.get("required"):
            calm = [one["code"] for one in question.get("options", []) if not one.get("stop") and not one.get("urgent")]
            found[f"answer_{question['code']}"] = calm[0] if calm else "no"
    return found
