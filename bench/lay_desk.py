"""Opens every case of the measured town for one body, and signs its officer in: prints the session and a number."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib import import_module

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from bench.town import SLUG  # noqa: E402
from opencity.casework.models import Assignment  # noqa: E402
from opencity.communities.models import Community  # noqa: E402
from opencity.people.models import Membership, MembershipKind, Organisation, Person, Presence  # noqa: E402
from opencity.problems.models import Problem  # noqa: E402

STATES = (
    "CASE WHEN number % 20 < 12 THEN 'open' WHEN number % 20 < 15 THEN 'taken_up' "
    "WHEN number % 20 < 18 THEN 'in_progress' WHEN number % 20 < 19 THEN 'blocked' ELSE 'claimed_done' END"
)
"""As open cases lie in a body that works: most wait, some are in work."""
EVERY = 97
"""One case in so many is the officer's own."""


@transaction.atomic
def lay(now: datetime) -> tuple[Person, int]:
    community = Community.objects.get(slug=SLUG)
    body = Organisation.objects.create(slug="bench-roads", names={"uk": "Дороги"}, sector="authority", created_at=now)
    Presence.everywhere.create(community=community, organisation=body, verified=True)
    person = Person(public_name="Ірина", assurance=1, created_at=now)
    person.set_unusable_password()
    person.save()
    Membership.objects.create(
        person=person, organisation=body, kind=MembershipKind.SUPERVISOR, since=now - timedelta(days=9)
    )
    rows = Problem.everywhere.filter(community=community)
    rows.update(owner=body, ended_at=None, answered_at=None)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE problems_problem SET state = {STATES}")  # noqa: S608 (no value from outside)
        due = "datetime('now', ((number % 60) - 30) || ' days')"
        cursor.execute(f"UPDATE problems_problem SET answer_due = {due}")  # noqa: S608 (no value from outside)
    mine = rows.filter(number__in=range(1, rows.count(), EVERY))
    Assignment.everywhere.bulk_create(
        [Assignment(community=community, problem=one, organisation=body, person=person, since=now) for one in mine]
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return person, rows.order_by("number").values_list("number", flat=True)[100]


def main() -> None:
    person, number = lay(datetime.now(UTC))
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    print(session.session_key, number)


if __name__ == "__main__":
    main()
