"""Documents to print: our own templates, filled with data, set by Typst in a process of its own.

Texts reach a template as values, never as markup: what somebody wrote is printed letter by letter.
The same data give the same bytes.
"""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

SECONDS = 10
MOST_DATA = 400_000
"""Bytes of JSON. A certificate with the most lines it may have needs less than a third of it."""
MOST_BYTES = 8_000_000
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
_KEPT = frozenset("\n\u200c\u200d")
"""Joiners belong to words of some scripts, and to emoji made of several."""


class Template(Enum):
    """Everything that can be set; each is a file of the folder `templates`."""

    CERTIFICATE = "certificate"
    RECEIPT_A5 = "receipt-a5"
    RECEIPT_80MM = "receipt-80mm"
    APPEAL = "appeal"


class NotTypeset(Exception):
    """The document was too large, took too long, or its template is broken."""


def typeset(
    template: Template, data: Mapping[str, Any], *, language: str, made_at: datetime, picture: bool = False
) -> bytes:
    """The document as PDF, or its first page as PNG at 144 dots an inch.

    `data` are plain values for JSON; `data["title"]` names the document for its reader. `made_at` is the day that
    stands in the file.
    """
    values = json.dumps(_plain(data), ensure_ascii=False)
    if len(values.encode()) > MOST_DATA:
        raise NotTypeset("too_large")
    order = {
        "template": template.value,
        "data": values,
        "language": language,
        "made_at": int(made_at.timestamp()),
        "form": "png" if picture else "pdf",
    }
    sent = json.dumps(order).encode()
    command = [sys.executable, "-m", "opencity.documents.typesetting_process"]
    try:
        done = subprocess.run(command, input=sent, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 (ours)
    except subprocess.TimeoutExpired as error:
        raise NotTypeset("too_slow") from error
    if done.returncode:
        raise NotTypeset(done.stderr.decode(errors="replace")[-2000:])
    if len(done.stdout) > MOST_BYTES:
        raise NotTypeset("too_large")
    return done.stdout


def _plain(value: Any) -> Any:
    """Letters that are seen, and nothing that turns a line round, hides in it or breaks a file."""
    if isinstance(value, str):
        return "".join(one for one in value if one in _KEPT or unicodedata.category(one) not in _UNSEEN)
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value
