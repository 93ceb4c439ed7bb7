"""The letters that a town without a mail server keeps as files, for the pages of the demonstration."""

from __future__ import annotations

import email.policy
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

BETWEEN = b"-" * 79
"""What the file-based mail backend writes after each letter."""
MOST = 12


@dataclass(frozen=True)
class Letter:
    """`name` is the file's name and the letter's place in it."""

    name: str
    to: str
    subject: str
    sent_at: datetime | None
    text: str


def letters(folder: Path) -> list[Letter]:
    """The newest letters, newest first."""
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True) if folder.is_dir() else []
    found: list[Letter] = []
    for path in files:
        found += reversed(list(_in_file(path)))
        if len(found) >= MOST:
            break
    return found[:MOST]


def letter(folder: Path, name: str) -> Letter | None:
    return next((one for one in letters(folder) if one.name == name), None)


def _in_file(path: Path) -> Iterator[Letter]:
    for number, raw in enumerate(path.read_bytes().split(BETWEEN)):
        if raw.strip():
            yield _letter(f"{path.stem}-{number}", message_from_bytes(raw.strip(), policy=email.policy.default))


def _letter(name: str, message: EmailMessage) -> Letter:
    body = message.get_body(("plain",))
    try:
        sent_at = parsedate_to_datetime(message["Date"]) if message["Date"] else None
    except ValueError:
        sent_at = None
    return Letter(
        name=name,
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or "").strip(),
        sent_at=sent_at,
        text=str(body.get_content()) if body else "",
    )
