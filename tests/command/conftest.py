"""The program as somebody at a keyboard uses it: a process of its own with a data folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
EXAMPLES = CHECKOUT / "examples"
RECORDS = CHECKOUT.parent / "shared" / "data"
"""The city records lie beside the checkout, not in it."""


@dataclass(frozen=True)
class Answer:
    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Program:
    home: Path

    def __call__(self, *words: str | Path, **environment: str) -> Answer:
        done = subprocess.run(
            [sys.executable, "-m", "opencity.command", *map(str, words)],
            capture_output=True,
            text=True,
            check=False,
            cwd=CHECKOUT,
            env=self.environment(**environment),
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("OPENCITY_")}
        return kept | {"OPENCITY_HOME": str(self.home), **more}

    def well(self, *words: str | Path, **environment: str) -> str:
        """Run what must succeed; returns what it printed."""
        answer = self(*words, **environment)
        assert answer.status == 0, answer.err
        return answer.out


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an empty database, made once and copied."""
    home = tmp_path_factory.mktemp("prepared")
    Program(home).well("migrate")
    return home


@pytest.fixture
def program(prepared: Path, tmp_path: Path) -> Program:
    home = tmp_path / "home"
    home.mkdir()
    for file in prepared.iterdir():
        if file.is_file():
            (home / file.name).write_bytes(file.read_bytes())
    return Program(home)


def geojson(path: Path, *features: object) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def feature(geometry: object, **properties: str) -> dict[str, object]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def records_beside_the_checkout(name: str) -> Path:
    path = RECORDS / name
    if not path.exists():
        pytest.skip(f"the city records are not beside the checkout ({path})")
    return path
