"""Photographs: decoded in a separate process with limits, re-encoded without any metadata, kept by content.

Fails closed: whatever cannot be re-encoded is refused; an original is never kept.
"""

from __future__ import annotations

import base64
import io
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from opencity.foundation.geography import Point

MOST_BYTES = 20_000_000
MOST_PIXELS = 50_000_000
WIDTHS = (480, 960, 1600)
SECONDS = 30
_turns = threading.BoundedSemaphore(max(1, os.cpu_count() or 1))


class NotAPicture(Exception):
    """`reason` is too_large, kind or damaged."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Picture:
    """`derivatives` maps a width in pixels to JPEG bytes; `digest` names the content of the widest."""

    digest: str
    width: int
    height: int
    derivatives: dict[int, bytes]
    taken_at: datetime | None
    place: Point | None


def reencode(raw: bytes, *, zone: ZoneInfo) -> Picture:
    """The picture without its metadata, and what the metadata said. `zone` reads camera times that name none."""
    if len(raw) > MOST_BYTES:
        raise NotAPicture("too_large")
    command = [sys.executable, "-m", "opencity.foundation.picture_process", str(zone)]
    with _turns:
        try:
            done = subprocess.run(command, input=raw, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
        except subprocess.TimeoutExpired as error:
            raise NotAPicture("damaged") from error
    if done.returncode:
        reason = done.stdout.decode(errors="replace").strip()
        raise NotAPicture(reason if reason in {"too_large", "kind"} else "damaged")
    return _picture(json.loads(done.stdout))


def reencode_own(raw: bytes, *, zone: ZoneInfo) -> Picture:
    """The same in this process and without its limits: only for pictures that the program drew itself."""
    from PIL import Image

    from opencity.foundation.picture_process import told

    with Image.open(io.BytesIO(raw)) as image:
        return _picture(told(image, zone))


def _picture(told: dict[str, object]) -> Picture:
    place = told["place"]
    taken = told["taken_at"]
    files = told["derivatives"]
    assert isinstance(files, dict)
    return Picture(
        digest=str(told["digest"]),
        width=int(str(told["width"])),
        height=int(str(told["height"])),
        derivatives={int(width): base64.b64decode(data) for width, data in files.items()},
        taken_at=datetime.fromisoformat(str(taken)) if taken else None,
        place=Point(*place) if isinstance(place, list) else None,
    )


def path_of(digest: str, width: int, folder: Path) -> Path:
    return folder / digest[:2] / f"{digest}-{width}.jpg"


def keep(picture: Picture, folder: Path) -> None:
    """Write the derivatives; a file is complete or absent, never half."""
    for width, data in picture.derivatives.items():
        path = path_of(picture.digest, width, folder)
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(path)


def remove(digest: str, widths: Iterable[int], folder: Path) -> None:
    for width in widths:
        path_of(digest, width, folder).unlink(missing_ok=True)
