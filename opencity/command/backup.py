"""Write everything this installation knows into one file: the database, the photographs and the secret.

It may run while people use the site: the database is copied as it stands at one moment. The file holds personal data;
keep it as you keep the data folder. SQLite only: on PostgreSQL use pg_dump and copy the media folder.
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
from pathlib import Path

from opencity import __version__
from opencity.command.progress import Progress
from opencity.command.surroundings import Failed, prepare

NAME, SAYS = "backup", "write a backup into one file"
PAGES = 2000
"""Pages copied between two looks at the progress."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the file to write; it may not exist yet")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    prepare()
    from django.conf import settings
    from django.utils.timezone import now

    from opencity.command.archive import DATABASE, MEDIA, SECRET, Writer

    database = sqlite_path()
    if not database.exists():
        raise Failed(f"there is no database at {database} yet; nothing to back up.")
    writer = Writer(args.file)
    try:
        with tempfile.TemporaryDirectory(dir=settings.HOME, prefix="backup-") as folder:
            copy = Path(folder) / DATABASE
            with Progress("Copying the database, pages") as progress:
                copy_database(database, copy, progress)
            writer.add(copy, DATABASE)
        writer.add(settings.HOME / SECRET, SECRET)
        photographs = sorted(one for one in settings.MEDIA.rglob("*") if one.is_file())
        with Progress("Copying photographs", len(photographs)) as progress:
            for n, one in enumerate(photographs, start=1):
                writer.add(one, f"{MEDIA}/{one.relative_to(settings.MEDIA).as_posix()}")
                progress(n)
        writer.finish(program=__version__, made_at=now().isoformat())
    except BaseException:
        writer.abandon()
        raise
    print(f"Backup written to {args.file} ({args.file.stat().st_size:,} bytes, {len(photographs):,} photograph files).")
    return 0


def sqlite_path() -> Path:
    from django.db import connection

    if connection.vendor != "sqlite":
        raise Failed("backup and restore are for SQLite. On PostgreSQL use pg_dump, and copy the media folder.")
    return Path(connection.settings_dict["NAME"])


def copy_database(source: Path, target: Path, progress: Progress) -> None:
    """The database as it stands at one moment, while others go on writing."""
    with sqlite3.connect(f"file:{source}?mode=ro", uri=True) as old, sqlite3.connect(target) as new:
        # An open read keeps the moment: without it every write of others would begin the copy anew.
        old.execute("BEGIN")
        old.execute("SELECT count(*) FROM sqlite_master")
        old.backup(new, pages=PAGES, progress=lambda status, left, total: progress(total - left))
    old.close()
    new.close()
