"""What access points keep of somebody who is erased."""

from __future__ import annotations

from opencity.access_points.models import Meeting, Visit
from opencity.people.models import Person


def forget_at_access_points(person: Person) -> None:
    """Visits stay as figures of the branch; meetings stay as hours of a room, without the words of who asked."""
    Visit.everywhere.filter(visitor=person).update(visitor=None)
    Meeting.everywhere.filter(asked_by=person).update(asked_by=None, title="", words="")
