"""A report in the making: saved field by field, kept across sign-in, back and reload."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from opencity.communities.models import Community
from opencity.people.models import Person
from opencity.problems.models import Draft, Photo
from opencity.problems.operations.photographing import drop_photo

LONGEST_FIELD = 4000
MOST_FIELDS = 60
KEPT = timedelta(days=30)
ALONE = timedelta(days=1)


def find(community: Community, key: str) -> Draft | None:
    return Draft.everywhere.filter(community=community, key=key).first() if key else None


def begin(community: Community, person: Person | None, *, now: datetime) -> Draft:
    return Draft.everywhere.create(
        community=community, person=person, key=secrets.token_urlsafe(32), created_at=now, updated_at=now
    )


@transaction.atomic
def change(draft: Draft, fields: Mapping[str, str], *, now: datetime) -> Draft:
    """Lay the given fields over the kept ones; an empty value empties the field. Too long values are cut."""
    kept = Draft.everywhere.select_for_update().get(pk=draft.pk)
    merged = {**kept.fields, **{name[:60]: value[:LONGEST_FIELD] for name, value in fields.items()}}
    kept.fields = dict(list(merged.items())[:MOST_FIELDS])
    kept.updated_at = now
    kept.save(update_fields=["fields", "updated_at"])
    return kept


def drop(draft: Draft) -> None:
    for photo in Photo.everywhere.filter(draft=draft):
        drop_photo(photo)
    draft.delete()


def sweep(*, now: datetime, most: int = 100) -> int:
    """Remove drafts nobody has touched for a month, a few at a time; returns how many."""
    old = list(Draft.everywhere.filter(updated_at__lt=now - KEPT)[:most])
    for draft in old:
        drop(draft)
    # What came with a form that was refused and never sent again belongs to nothing.
    left = Photo.everywhere.filter(draft=None, evidence=None, kept_for="", uploaded_at__lt=now - ALONE)
    for photo in left[:most]:
        drop_photo(photo)
    return len(old)
