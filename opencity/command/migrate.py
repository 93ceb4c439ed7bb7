"""Bring the database to this version and compile the translations. Safe to repeat."""

from __future__ import annotations

import argparse

from opencity.command.surroundings import prepare
from opencity.command.translations import compile_translations

NAME, SAYS = "migrate", "set up or update the database"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    compile_translations()
    prepare()
    steps = migrate()
    print(f"Database brought forward by {steps} steps." if steps else "The database is up to date.")
    return 0


def migrate() -> int:
    """Apply what is missing; returns how many migrations that were. Call it after `prepare`."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    steps = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if steps:
        call_command("migrate", verbosity=0, interactive=False)
    return steps
