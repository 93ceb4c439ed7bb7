"""Hash chains, commitments and Merkle roots: the arithmetic of a history nobody can rewrite unseen. Pure functions."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import rfc8785

VERSION = 1
Fact = str | int
Facts = Mapping[str, Fact]


def new_salt() -> bytes:
    return secrets.token_bytes(32)


def commit(salt: bytes | memoryview, value: str) -> str:
    """A commitment to a personal or free value: it proves the value later and tells nothing without the salt."""
    return hmac.new(bytes(salt), unicodedata.normalize("NFC", value).encode(), hashlib.sha256).hexdigest()


def genesis(community: UUID, subject: UUID) -> str:
    return hashlib.sha256(community.bytes + subject.bytes).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Line:
    """What one event says, apart from texts. `actor` is a random key that differs from problem to problem."""

    community: UUID
    subject: UUID
    position: int
    kind: str
    at: datetime
    actor: str
    facts: Facts


def link(previous: str, line: Line) -> str:
    """SHA-256 over the previous hash and the line as RFC 8785 JSON: 64 hexadecimal digits.

    Facts are integers and strings only; a float raises TypeError, because its text differs between programs.
    """
    payload = {
        "version": VERSION,
        "community": str(line.community),
        "subject": str(line.subject),
        "position": line.position,
        "kind": line.kind,
        "at": microseconds(line.at),
        "actor": line.actor,
        "facts": {key: _plain(value) for key, value in line.facts.items()},
    }
    return hashlib.sha256(bytes.fromhex(previous) + rfc8785.dumps(payload)).hexdigest()  # type: ignore[arg-type]


def microseconds(at: datetime) -> int:
    """UTC microseconds since 1970, exact where a float would not be."""
    since = at.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def from_microseconds(since: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=since)


def _plain(value: Fact) -> Fact:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, int):
        return value
    raise TypeError(f"a fact is a whole number or a string, not {type(value).__name__}")


def leaf(salt: bytes, head: str) -> str:
    return hashlib.sha256(salt + bytes.fromhex(head)).hexdigest()


def merkle_root(leaves: Sequence[str]) -> str:
    """The root over leaves in their order; an odd one is carried up. No leaves: the hash of nothing."""
    level = [bytes.fromhex(one) for one in leaves] or [hashlib.sha256(b"").digest()]
    while len(level) > 1:
        pairs = [level[n : n + 2] for n in range(0, len(level), 2)]
        level = [hashlib.sha256(b"\x01" + b"".join(pair)).digest() if len(pair) == 2 else pair[0] for pair in pairs]
    return level[0].hex()
