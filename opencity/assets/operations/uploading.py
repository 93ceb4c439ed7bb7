"""A file that somebody at the desk looks at before it is kept. What is not kept within a day is thrown away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from opencity.assets.models import AssetUpload
from opencity.communities.models import Community
from opencity.people.models import Person

KEPT = timedelta(days=1)


def lay_aside(
    community: Community, person: Person, name: str, file: bytes, choices: Mapping[str, str], *, now: datetime
) -> AssetUpload:
    AssetUpload.everywhere.filter(community=community, at__lt=now - KEPT).delete()
    return AssetUpload.everywhere.create(
        community=community, person=person, name=name[:120], file=file, choices=dict(choices), at=now
    )


def laid_aside(community: Community, person: Person, uuid: UUID) -> AssetUpload | None:
    """Whoever brought it alone can look at it again."""
    return AssetUpload.everywhere.filter(community=community, person=person, uuid=uuid).first()


def throw_away(upload: AssetUpload) -> None:
    upload.delete()


def forget_uploads(person: Person) -> None:
    AssetUpload.everywhere.filter(person=person).delete()
