"""What commands share: Django made ready, a community found, failures told in words."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencity.communities.models import Community


class Failed(Exception):
    """Why a command could not do its work, in words for the person at the keyboard."""


def prepare() -> None:
    """Make models and settings usable. The command line speaks English."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opencity.settings")
    import django
    from django.utils import translation

    django.setup()
    translation.activate("en")


def add_community(parser: argparse.ArgumentParser, *, or_all: bool = False) -> None:
    """Name the community a command works in, or all of them."""
    if not or_all:
        parser.add_argument("--community", metavar="SLUG", required=True, help="the community, by its slug")
        return
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--community", metavar="SLUG", help="only this community")
    which.add_argument("--all", action="store_true", help="every community (also when nothing is said)")


def the_community(slug: str) -> Community:
    from opencity.communities.models import Community

    found = Community.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(Community.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
        raise Failed(f"there is no community {slug!r}. Known: {known}. `opencity community create` makes one.")
    return found


def chosen(args: argparse.Namespace) -> list[Community]:
    """The community that `--community` names, else every one."""
    from opencity.communities.models import Community

    if args.community:
        return [the_community(args.community)]
    return list(Community.objects.order_by("slug"))


@contextmanager
def explained() -> Iterator[None]:
    """Refusals and a database that is not set up become sentences instead of tracebacks."""
    try:
        yield
    except Exception as error:
        words = _in_words(error)
        if words is None:
            raise
        raise Failed(words) from error


def _in_words(error: Exception) -> str | None:
    from django.db import DatabaseError

    from opencity.foundation.refusals import Refusal

    if isinstance(error, Refusal):
        return f"{error.why} {error.next_step}"
    if isinstance(error, DatabaseError) and ("no such table" in str(error) or "does not exist" in str(error)):
        return "the database is not set up. Run `opencity migrate` first."
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}."
    return None
