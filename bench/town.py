"""Makes the town that is measured: synthetic records, brought in by the product's own import."""

from __future__ import annotations

import csv
import json
import os
import random
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
SLUG = "bench"
MIDDLE = (46.96, 32.0)
KINDS = {
    "tree": "green.dangerous_tree",
    "leak": "water.leak",
    "pothole": "road.pothole",
    "lamp": "light.out",
    "dump": "waste.dump",
    "bench": "yard.bench_paint",
}
STATES = ["open"] * 3 + ["closed"] * 7


def environment(home: Path, port: int) -> dict[str, str]:
    return {
        **os.environ,
        "OPENCITY_HOME": str(home),
        "PORT": str(port),
        "OPENCITY_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "OPENCITY_RATE_LIMITS": "0",
        "OPENCITY_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "opencity.settings",
    }


def opencity(env: dict[str, str], *words: str) -> None:
    subprocess.run([sys.executable, "-m", "opencity.command", *words], cwd=CHECKOUT, env=env, check=True)


def build(home: Path, env: dict[str, str], problems: int) -> None:
    """A community with a square outline and its problems crowded in a few quarters, as in a real city."""
    outline = home / "outline.geojson"
    ring = [[31.8, 46.8], [32.2, 46.8], [32.2, 47.1], [31.8, 47.1], [31.8, 46.8]]
    outline.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}))
    opencity(env, "migrate")
    opencity(
        env, "community", "create", SLUG, "--name", "uk=Мірне", "--timezone", "Europe/Kyiv",
        "--language", "uk", "--outline", str(outline),
    )  # fmt: skip
    records, mapping = home / "records.csv", home / "mapping.json"
    _records(records, problems)
    mapping.write_text(json.dumps(_mapping()))
    opencity(env, "problems", "import", str(records), "--community", SLUG, "--mapping", str(mapping))


def _records(path: Path, problems: int) -> None:
    chance = random.Random(7)  # noqa: S311 (the same town every time)
    quarters = [(MIDDLE[0] + chance.gauss(0, 0.03), MIDDLE[1] + chance.gauss(0, 0.05)) for _ in range(12)]
    began = datetime(2025, 1, 1, 8, 0)  # noqa: DTZ001 (written as local time, as records are)
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "kind", "state", "made", "lat", "lon"])
        for n in range(problems):
            lat, lon = chance.choice(quarters)
            rows.writerow(
                [
                    n + 1,
                    chance.choice(list(KINDS)),
                    chance.choice(STATES),
                    (began + timedelta(minutes=7 * n % 900_000)).strftime("%Y-%m-%d %H:%M"),
                    f"{min(47.09, max(46.81, lat + chance.gauss(0, 0.008))):.6f}",
                    f"{min(32.19, max(31.81, lon + chance.gauss(0, 0.012))):.6f}",
                ]
            )


def _mapping() -> dict[str, object]:
    return {
        "about": "Synthetic records for measuring.",
        "source": "bench",
        "language": "uk",
        "timezone": "Europe/Kyiv",
        "key": ["id"],
        "created": {"column": "made", "format": "%Y-%m-%d %H:%M"},
        "coordinates": {"x": "lon", "y": "lat", "system": "EPSG:4326"},
        "title": "Запис {id}: {kind}",
        "state": {
            "column": "state",
            "values": {"open": "open", "closed": "closed_unverified"},
            "otherwise": "open",
        },
        "category": {"column": "kind", "values": KINDS, "otherwise": "idea.improvement"},
    }
