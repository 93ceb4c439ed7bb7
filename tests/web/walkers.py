"""Everybody who may come to an address: strangers, residents, each duty in a body, each role, another community."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client

from opencity.people.models import Assurance, Membership, MembershipKind, Person, Role
from tests.town import MONDAY, Town, person

BEGAN = MONDAY - timedelta(days=100)
DUTIES = tuple(MembershipKind.values)
OF_OWNER = frozenset(DUTIES)
SUPERVISING = frozenset({"supervisor", "lead"})
ANSWERING = SUPERVISING | {"officer"}
SORTING = ANSWERING | {"intake"}
READING = SORTING | {"reader", "inspector"}
"""The duties by the rights they give, as people/rights.py has them."""
OTHER_BODY = frozenset({"officer of roads", "supervisor of roads"})
OTHER_CATEGORY = "officer for potholes"
WALKERS = (
    "stranger",
    "newcomer",
    "resident",
    "reporter",
    *DUTIES,
    *sorted(OTHER_BODY),
    OTHER_CATEGORY,
    "plan's lead",
    "librarian",
    "moderator",
    "coordinator",
    "data protection officer",
    "coordinator elsewhere",
)


def walkers(town: Town, elsewhere: Town) -> dict[str, Client]:
    """A browser for each, signed in. Iryna's park department owns the problems; potholes are another category."""
    found: dict[str, Person | None] = {
        "stranger": None,
        "newcomer": person("Новий", assurance=Assurance.NONE),
        "resident": town.people["petro"],
        "reporter": town.people["olena"],
        "plan's lead": town.people["oksana"],
        "librarian": town.people["taras"],
        "moderator": town.people["mykhailo"],
        "coordinator": town.people["svitlana"],
        "coordinator elsewhere": elsewhere.people["vasyl"],
        **{kind: _member(town, "parks", kind) for kind in DUTIES},
        **{f"{kind} of roads": _member(town, "roads", kind) for kind in ("officer", "supervisor")},
        OTHER_CATEGORY: _member(town, "parks", "officer", "road.pothole"),
        "data protection officer": _data_protection(town),
    }
    assert set(found) == set(WALKERS)
    return {name: _browser(one) for name, one in found.items()}


def _member(town: Town, desk: str, kind: str, *categories: str) -> Person:
    one = person(f"{kind} {desk}")
    body = town.organisations[desk]
    Membership.objects.create(person=one, organisation=body, kind=kind, categories=list(categories), since=BEGAN)
    return one


def _data_protection(town: Town) -> Person:
    one = person("Уповноважений")
    Role.everywhere.create(community=town.community, person=one, kind=Role.Kind.DATA_PROTECTION, since=BEGAN)
    return one


def _browser(one: Person | None) -> Client:
    client = Client(raise_request_exception=False)
    if one is not None:
        client.force_login(one)
    return client
