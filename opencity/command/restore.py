"""Put back what `opencity backup` wrote. Stop server and worker first.

Every sum is compared before anything is touched. A data folder that holds communities is left alone unless --replace
says otherwise; what it held is then moved aside, not deleted. People who were erased after the backup was made are
erased again: from the log of the replaced database, or of the one that --erasures names.
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from opencity.command.backup import sqlite_path
from opencity.command.progress import Progress
from opencity.command.surroundings import Failed, prepare

NAME, SAYS = "restore", "put a backup back"
Erased = list[tuple[str, int, str]]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a file written by `opencity backup`")
    parser.add_argument("--replace", action="store_true", help="move what is there aside")
    parser.add_argument(
        "--erasures", type=Path, metavar="DATABASE", help="an SQLite file whose log of erasures is newer"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    prepare()
    from django.conf import settings
    from django.db import connection

    from opencity.command.archive import unpack
    from opencity.command.migrate import migrate

    database = sqlite_path()
    connection.close()
    if not args.replace and _communities(database):
        raise Failed(f"{settings.HOME} holds communities already. --replace moves them aside.")
    erased = _erasures(args.erasures) if args.erasures else _erasures(database)
    with tempfile.TemporaryDirectory(dir=settings.HOME, prefix="restore-") as name:
        folder = Path(name)
        manifest = _unpacked(unpack(args.file, folder), folder)
        _must_be_idle(database)
        aside = _put_in_place(folder, database, settings.HOME)
    migrate()
    again = _erase_again(erased)
    print(f"Restored the backup of {manifest['made_at']} (program {manifest['program']}).")
    if again:
        print(f"{again} erasures that came after it were carried out again.")
    if aside:
        print(f"What was there before lies in {aside}. Remove it when all is well.")
    return 0


def _unpacked(files: Any, folder: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = {}
    with Progress("Unpacking and comparing, files") as progress:
        for n, one in enumerate(files, start=1):
            progress(n)
            manifest = one or manifest
    return manifest


def _communities(database: Path) -> int:
    rows = _read(database, "SELECT count(*) FROM communities_community")
    return int(rows[0][0]) if rows else 0


def _erasures(database: Path) -> Erased:
    return _read(database, "SELECT kind, row, at FROM people_erasure ORDER BY id")


def _read(database: Path, question: str) -> list[Any]:
    """Rows of a database that may be missing, empty or not set up."""
    if not database.exists():
        return []
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as there:
        try:
            return there.execute(question).fetchall()
        except sqlite3.OperationalError:
            return []
        except sqlite3.DatabaseError as error:
            raise Failed(f"{database}: this is no SQLite database ({error}).") from error


def _must_be_idle(database: Path) -> None:
    """Leaving WAL needs the database alone: it fails while server or worker have it open."""
    if not database.exists() or not database.stat().st_size:
        return
    with closing(sqlite3.connect(database, timeout=1)) as there:
        try:
            mode = there.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
        except sqlite3.OperationalError:
            mode = "wal"
    if mode != "delete":
        raise Failed(f"{database} is in use. Stop the server and the worker, then try again.")


def _put_in_place(folder: Path, database: Path, home: Path) -> Path | None:
    """Move what is there aside and the restored files in; returns where the old ones lie."""
    from django.conf import settings
    from django.utils.timezone import now

    from opencity.command.archive import DATABASE, MEDIA, SECRET

    places = {DATABASE: database, SECRET: home / SECRET, MEDIA: Path(settings.MEDIA)}
    aside: Path | None = None
    if _communities(database):
        aside = home / f"replaced-{now():%Y%m%d-%H%M%S}"
        aside.mkdir()
    for name, place in places.items():
        if place.exists() and aside:
            place.rename(aside / name)
        elif place.is_dir():
            shutil.rmtree(place)
        new = folder / name
        if new.exists():
            new.replace(place)
    return aside


def _erase_again(erased: Erased) -> int:
    """Carry out what the newer log tells and the restored one does not."""
    from django.utils.timezone import now

    from opencity.people.models import Erasure

    known = set(Erasure.objects.values_list("kind", "row"))
    missing = [(kind, row) for kind, row, _at in erased if (kind, row) not in known]
    if missing:
        from opencity.notices.operations.erasing import erase_again

        for kind, row in missing:
            erase_again(kind, row, now=now())
    return len(missing)
