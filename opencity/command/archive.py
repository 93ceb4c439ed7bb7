"""The one file of a backup: a tar with the database, the photographs, the secret, and last a manifest of all."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from opencity.command.surroundings import Failed

DATABASE, SECRET, MEDIA, MANIFEST = "opencity.sqlite3", "secret.key", "media", "manifest.json"
FORMAT = 1
BLOCK = 1 << 20


class Hashed(io.RawIOBase):
    """A file that is read or written through and hashed on the way."""

    def __init__(self, file: Any) -> None:
        self.file, self.sum, self.size = file, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        block: bytes = self.file.read(size)
        self.sum.update(block)
        self.size += len(block)
        return block


class Writer:
    """Adds files one by one; `finish` writes the manifest. The file appears under its name only when it is whole."""

    def __init__(self, path: Path) -> None:
        if path.exists():
            raise Failed(f"{path} is there already; a backup never writes over anything.")
        self._path, self._part = path, path.with_name(f"{path.name}.part")
        # A backup holds personal data: only its owner reads it.
        self._file = os.fdopen(os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
        self._tar = tarfile.open(fileobj=self._file, mode="w")  # noqa: SIM115 (closed by finish or abandon)
        self._sums: dict[str, dict[str, Any]] = {}

    def add(self, source: Path, name: str) -> None:
        """A file that is gone by now was erased and is not missed."""
        try:
            opened = source.open("rb")
        except FileNotFoundError:
            return
        with opened as file:
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = os.fstat(file.fileno()).st_size, 0o600
            hashed = Hashed(file)
            self._tar.addfile(entry, hashed)
        self._sums[name] = {"sha256": hashed.sum.hexdigest(), "bytes": hashed.size}

    def finish(self, **told: object) -> None:
        text = json.dumps({"format": FORMAT, **told, "files": self._sums}, ensure_ascii=False, indent=1).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size, entry.mode = len(text), 0o600
        self._tar.addfile(entry, io.BytesIO(text))
        self._tar.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._part.rename(self._path)

    def abandon(self) -> None:
        self._file.close()
        self._part.unlink(missing_ok=True)


def unpack(path: Path, folder: Path) -> Iterator[dict[str, Any] | None]:
    """Write everything below `folder`: None after each file, the manifest last, once every sum was compared.

    Raises Failed for what is no backup, damaged, or made by a later version of the program.
    """
    sums: dict[str, str] = {}
    manifest: dict[str, Any] | None = None
    try:
        with tarfile.open(path, "r:") as tar:
            for entry in tar:
                source = tar.extractfile(entry)
                if source is None or not _belongs(entry.name):
                    raise Failed(f"{path}: {entry.name} has no place in a backup.")
                if entry.name == MANIFEST:
                    manifest = json.load(source)
                    continue
                sums[entry.name] = _copy(source, folder / entry.name)
                yield None
    except (tarfile.TarError, EOFError, json.JSONDecodeError, UnicodeDecodeError) as error:
        raise Failed(f"{path}: this is no backup, or it is damaged ({error}).") from error
    yield _compared(path, manifest, sums)


def _belongs(name: str) -> bool:
    parts = PurePosixPath(name).parts
    if name in {DATABASE, SECRET, MANIFEST}:
        return True
    return len(parts) > 1 and parts[0] == MEDIA and ".." not in parts and not name.startswith("/")


def _copy(source: Any, target: Path) -> str:
    target.parent.mkdir(parents=True, exist_ok=True)
    hashed = Hashed(source)
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while block := hashed.read(BLOCK):
            file.write(block)
    return hashed.sum.hexdigest()


def _compared(path: Path, manifest: dict[str, Any] | None, sums: dict[str, str]) -> dict[str, Any]:
    if manifest is None or DATABASE not in sums:
        raise Failed(f"{path}: the manifest or the database is missing; the backup was cut off.")
    if manifest.get("format") != FORMAT:
        raise Failed(f"{path}: a later version of the program made this backup; update first.")
    told = {name: one["sha256"] for name, one in manifest["files"].items()}
    damaged = sorted(name for name in told.keys() | sums.keys() if told.get(name) != sums.get(name))
    if damaged:
        raise Failed(f"{path}: damaged or missing: {', '.join(damaged[:10])}. Nothing was restored.")
    return manifest
