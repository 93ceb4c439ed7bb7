"""What people were to a problem before its result was claimed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from opencity.people.acting import holding
from opencity.people.models import Assurance, Person, Role
from opencity.places.cells import Point, box_around, box_ranges, distance_m
from opencity.problems.doers import doers
from opencity.problems.models import Endorsement, ExactPlace, Problem, Report, Subscription
from opencity.problems.operations.following import WIDEST_M
from opencity.stewardship.queries.watching import stewards_of
from opencity.verification.models import Claim
from opencity.verification.values import Relation


@dataclass(frozen=True)
class Concerned:
    """Ids of people by what they were to the problem; asked for once per claim."""

    doers: frozenset[int]
    reporters: frozenset[int]
    endorsers: frozenset[int]
    followers: frozenset[int]
    librarians: frozenset[int]
    stewards: frozenset[int] = frozenset()

    def relation(self, person: Person) -> Relation:
        """A doer stays a doer whatever else they are. Reporters without any known contact cannot verify."""
        if person.pk in self.doers:
            return Relation.DOER
        if person.assurance < Assurance.CONTACT:
            return Relation.STRANGER
        if person.pk in self.reporters:
            return Relation.REPORTER
        if person.pk in self.librarians:
            return Relation.LIBRARIAN
        if person.pk in self.stewards:
            return Relation.STEWARD
        if person.assurance >= Assurance.IN_PERSON:
            return Relation.CHECKED
        if person.pk in self.endorsers:
            return Relation.ENDORSER
        return Relation.FOLLOWER if person.pk in self.followers else Relation.STRANGER

    @property
    def everybody(self) -> frozenset[int]:
        return (self.reporters | self.endorsers | self.followers | self.librarians | self.stewards) - self.doers


def concerned(claim: Claim) -> Concerned:
    """Who counts, as it was before the claim: a constant number of queries."""
    problem, before = claim.problem, claim.claimed_at
    reports = Report.everywhere.filter(problem=problem, confirmed_at__isnull=False, created_at__lt=before)
    endorsed = Endorsement.everywhere.filter(problem=problem, confirmed_at__lt=before, withdrawn_at=None)
    reporters = frozenset(reports.values_list("reporter_id", flat=True))
    private = problem.visibility == "private"
    doing = doers(problem)
    if not claim.by_doer and claim.claimant_id:
        doing -= {claim.claimant_id}
    return Concerned(
        doers=doing,
        reporters=reporters,
        endorsers=frozenset() if private else frozenset(endorsed.values_list("person_id", flat=True)),
        followers=frozenset() if private else _followers(problem, before),
        librarians=_librarians(problem, before),
        stewards=frozenset() if private else frozenset(stewards_of(problem, before)),
    )


def _librarians(problem: Problem, before: datetime) -> frozenset[int]:
    rows = Role.everywhere.filter(holding(before), community=problem.community, kind=Role.Kind.LIBRARIAN)
    return frozenset(rows.values_list("person_id", flat=True))


def _followers(problem: Problem, before: datetime) -> frozenset[int]:
    rows = Subscription.everywhere.filter(community=problem.community, created_at__lt=before)
    of_problem = rows.filter(problem=problem).values_list("person_id", flat=True)
    return frozenset(of_problem) | frozenset(place_followers(problem, before))


def place_followers(problem: Problem, before: datetime) -> Collection[int]:
    """Whoever follows a place whose circle holds the problem, or within the charter's distance of it."""
    exact = ExactPlace.everywhere.filter(problem=problem).first()
    if exact is None or exact.lat is None or exact.lon is None:
        return frozenset()
    there = Point(exact.lat, exact.lon)
    around = Q()
    for one in box_ranges(box_around(there, WIDEST_M)):
        around |= Q(cell__gte=one.first, cell__lt=one.end)
    rows = Subscription.everywhere.filter(around, community=problem.community, created_at__lt=before)
    near = problem.community.charter.near_follow_m
    return {
        row.person_id
        for row in rows
        if row.lat is not None
        and row.lon is not None
        and distance_m(there, Point(row.lat, row.lon)) <= max(near, row.radius_m or 0)
    }
