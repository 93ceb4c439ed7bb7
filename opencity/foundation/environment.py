"""What the surroundings tell the program. A wrong value refuses to start and says what to write instead."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit


class WrongSetting(SystemExit):
    """A setting that cannot be used. Its text is shown to the person who starts the program."""

    def __init__(self, name: str, value: str, wanted: str) -> None:
        super().__init__(f"{name}={value!r} cannot be used: {wanted}.")


@dataclass(frozen=True)
class Environment:
    """Typed access to environment variables; `values` is usually `os.environ`."""

    values: Mapping[str, str]

    def text(self, name: str, default: str = "") -> str:
        return self.values.get(name, "").strip() or default

    def flag(self, name: str) -> bool:
        value = self.text(name, "0")
        if value not in {"0", "1"}:
            raise WrongSetting(name, value, "write 1 for yes or 0 for no")
        return value == "1"

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        value = self.text(name, str(default))
        if not value.isdecimal() or not least <= int(value) <= most:
            raise WrongSetting(name, value, f"write a whole number from {least} to {most}")
        return int(value)

    def folder(self, name: str, default: Path) -> Path:
        path = Path(self.text(name, str(default))).expanduser().absolute()
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WrongSetting(name, str(path), f"the folder cannot be made ({error.strerror})") from error
        return path

    def web_address(self, name: str, default: str) -> str:
        """An address such as https://town.example without a slash at its end."""
        value = self.text(name, default).rstrip("/")
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
            raise WrongSetting(name, value, "write a web address such as https://town.example, without a path")
        return value


def database(url: str, home: Path) -> dict[str, object]:
    """Django's description of the database behind `url`; empty means the SQLite file in the data folder."""
    if not url:
        return _sqlite(home / "opencity.sqlite3", home)
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path)), home)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise WrongSetting("OPENCITY_DATABASE_URL", url, "write postgresql://user:password@host/name or sqlite:///path")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": dict(parse_qsl(parts.query)).get("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}},
    }


def _sqlite(path: Path, home: Path) -> dict[str, object]:
    return {
        "ENGINE": "opencity.foundation.sqlite",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 5,
            "transaction_mode": "IMMEDIATE",
            # FULL: a report that was acknowledged survives a power cut.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;"
            " PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;",
            "write_lock": home / "write.lock",
        },
    }


def mail(url: str) -> dict[str, object]:
    """SMTP settings from smtp://user:password@host:port, smtps:// or smtp+tls://. Empty keeps mail as files."""
    if not url:
        return {}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps", "smtp+tls"} or not parts.hostname:
        raise WrongSetting("OPENCITY_EMAIL_URL", url, "write smtp://user:password@host:587, smtps:// or smtp+tls://")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or {"smtp": 25, "smtps": 465, "smtp+tls": 587}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
    }


def secret(home: Path) -> str:
    """The installation's secret, made at its first start and readable by its owner only."""
    path = home / "secret.key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(64))
    return path.read_text().strip()
