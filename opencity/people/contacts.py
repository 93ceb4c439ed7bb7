"""How to reach people and bodies."""

from __future__ import annotations

from allauth.account.models import EmailAddress

from opencity.communities.models import Community
from opencity.people.models import Organisation, Person, Presence


def email_of(person: Person, *, confirmed: bool = True) -> str:
    """The address letters go to; empty when there is none, or none that was confirmed."""
    rows = EmailAddress.objects.filter(user=person).order_by("-verified", "-primary", "pk")
    if confirmed:
        rows = rows.filter(verified=True)
    return rows.values_list("email", flat=True).first() or ""


def inbox_of(organisation: Organisation, community: Community) -> str:
    """Where an organisation reads its mail in this community; empty when it is not connected yet."""
    rows = Presence.everywhere.filter(organisation=organisation, community=community)
    return rows.values_list("inbox", flat=True).first() or ""
