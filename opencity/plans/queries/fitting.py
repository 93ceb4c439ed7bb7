"""Who could help with what: offers that fit a need, needs that fit an offer, and what fits a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Case, Prefetch, Q, QuerySet, When

from opencity.communities.models import Community
from opencity.foundation.lemmas import lemmatise
from opencity.people.models import Person
from opencity.places.models import Area
from opencity.places.tree import areas
from opencity.plans.models import Interest, Need, Pledge, StandingOffer
from opencity.plans.queries.needs import coverage_of
from opencity.plans.queries.open_needs import OpenNeed, any_lemma, lacking, shown, turn
from opencity.plans.rules.covering import Coverage
from opencity.plans.rules.matching import Match, Needed, Offered, match, telling
from opencity.plans.rules.periods import began
from opencity.plans.values import NeedKind, PledgeState
from opencity.problems.models import Problem

MOST_LOOKED_AT = 400
"""Of more than so many the most urgent are compared: a suggestion is one of a few."""
CHOSEN_AREAS = Prefetch("areas", Area.everywhere.all())
"""Read outside of any community too: a worker's step and a letter may ask."""
FELL_AWAY = (PledgeState.WITHDRAWN, PledgeState.LAPSED, PledgeState.DECLINED, PledgeState.DISPUTED)
USUAL = frozenset(NeedKind.values) - {NeedKind.PERMISSION, NeedKind.MONEY}
"""What is suggested to somebody who chose no kinds: never money."""


@dataclass(frozen=True)
class FittingOffer:
    offer: StandingOffer
    match: Match
    left: Decimal


@dataclass(frozen=True)
class FittingNeed:
    row: OpenNeed
    match: Match

    @property
    def need(self) -> Need:
        return self.row.need


def interest_of(community: Community, person: Person) -> Interest | None:
    rows = Interest.everywhere.filter(community=community, person=person)
    return rows.select_related("community").prefetch_related(CHOSEN_AREAS).first()


def open_offers(community: Community, today: date) -> QuerySet[StandingOffer]:
    rows = StandingOffer.everywhere.filter(community=community, ended_at=None)
    return rows.filter(Q(until=None) | Q(until__gte=today))


def left_of_offers(offers: Iterable[StandingOffer], community: Community, today: date) -> Mapping[int, Decimal]:
    """What of each may still be promised in its period, by id. One query; a promise counts when it was made."""
    known = {one.pk: one for one in offers}
    used: dict[int, Decimal] = {}
    rows = Pledge.everywhere.filter(offer__in=list(known)).exclude(state__in=FELL_AWAY)
    for offer, made, unit, quantity, hours in rows.values_list(
        "offer", "created_at", "need__unit", "quantity", "need__hours_each"
    ):
        first = began(known[offer].rhythm, today)
        if first is None or community.calendar.today(made) >= first:
            used[offer] = used.get(offer, Decimal(0)) + _in_own_unit(quantity, unit, known[offer].unit, hours)
    return {pk: max(Decimal(0), one.quantity - used.get(pk, Decimal(0))) for pk, one in known.items()}


def _in_own_unit(quantity: Decimal, unit: str, own: str, hours_each: Decimal | None) -> Decimal:
    if unit == own:
        return quantity
    factors: dict[tuple[str, str], Decimal] = {
        ("kilogram", "tonne"): Decimal("0.001"),
        ("tonne", "kilogram"): Decimal(1000),
        ("person", "hour"): hours_each or Decimal(1),
        ("hour", "person"): 1 / hours_each if hours_each else Decimal(1),
    }
    return quantity * factors.get((unit, own), Decimal(1))


def offers_fitting(need: Need, *, now: datetime, most: int = 20) -> list[FittingOffer]:
    """Open offers that could help with a need of a published plan, the best first. At most six queries."""
    community, problem = need.plan.problem.community, need.plan.problem
    today = community.calendar.today(now)
    asked = needed(need, coverage_of([need])[need.pk], problem)
    rows = open_offers(community, today).filter(kind=need.kind).order_by("-created_at")
    rows = rows.select_related("person", "organisation").prefetch_related(CHOSEN_AREAS)
    offers = list(rows[:MOST_LOOKED_AT])
    left = left_of_offers(offers, community, today)
    found = []
    for one in offers:
        fits = match(offered(one, left[one.pk], community), asked, today)
        if fits is not None:
            found.append(FittingOffer(one, fits, left[one.pk]))
    return sorted(found, key=lambda fit: (-fit.match.score, fit.offer.pk))[:most]


def needs_fitting(offer: StandingOffer, *, now: datetime, most: int = 20) -> list[FittingNeed]:
    """Open needs somebody's offer could help with, the best first."""
    community = offer.community
    today = community.calendar.today(now)
    asked = offered(offer, left_of_offers([offer], community, today)[offer.pk], community)
    return best(lacking(community), asked, today, most=most)


def needs_for(interest: Interest, *, now: datetime, since: datetime | None = None, most: int = 12) -> list[FittingNeed]:
    """What fits somebody by what they chose; `since` leaves only plans published after it."""
    community = interest.community
    mine = Pledge.everywhere.filter(community=community, person=interest.person_id).exclude(state__in=FELL_AWAY)
    rows = lacking(community).exclude(plan__lead=interest.person_id).exclude(pk__in=mine.values("need"))
    if since is not None:
        rows = rows.filter(plan__published_at__gt=since)
    return best(rows, wished(interest), community.calendar.today(now), most=most)


def best(rows: QuerySet[Need], asked: Offered, today: date, *, most: int) -> list[FittingNeed]:
    """The needs among these that fit best, as rows of a list. Constant queries."""
    rows = rows.filter(kind__in=sorted(asked.kinds)).filter(Q(needed_by=None) | Q(needed_by__gte=today))
    if asked.areas:
        rows = rows.filter(plan__problem__area__in=sorted(asked.areas))
    if asked.spheres:
        rows = rows.filter(plan__problem__category__sphere__in=sorted(asked.spheres))
    named = Case(When(any_lemma(asked.words | asked.skills), then=0), default=1)
    looked_at = rows.order_by(named, turn(today), "needed_by", "pk")[:MOST_LOOKED_AT]
    found = []
    for row in shown(looked_at):
        fits = match(asked, needed(row.need, row.coverage, row.need.plan.problem), today)
        if fits is not None:
            found.append(FittingNeed(row, fits))
    # The sort is stable: what is more urgent stays before its equals.
    return sorted(found, key=lambda fit: -fit.match.score)[:most]


def offered(offer: StandingOffer, left: Decimal, community: Community) -> Offered:
    return Offered(
        kinds=frozenset({offer.kind}),
        unit=offer.unit,
        quantity=offer.quantity,
        left=left,
        words=_words(offer.words, offer.language),
        skills=_words(offer.skill, offer.language),
        areas=_with_everything_in(community, offer.areas.all()),
        spheres=frozenset(offer.spheres),
        until=offer.until,
        one_pair_of_hands=offer.organisation_id is None,
    )


def wished(interest: Interest) -> Offered:
    skills = _words(" ".join(interest.skills), "uk")
    skilled = frozenset({NeedKind.SKILL.value} if skills else ())
    return Offered(
        kinds=(frozenset(interest.kinds) or USUAL) | skilled,
        words=skills,
        skills=skills,
        areas=_with_everything_in(interest.community, interest.areas.all()),
        one_pair_of_hands=True,
    )


def needed(need: Need, coverage: Coverage, problem: Problem) -> Needed:
    return Needed(
        kind=need.kind,
        unit=need.unit,
        free=coverage.free,
        words=telling(need.lemmas.split()),
        skill=_words(need.skill, "uk"),
        areas=frozenset({problem.area_id} if problem.area_id else ()),
        sphere=problem.category.sphere,
        by=need.needed_by,
        hours_each=need.hours_each,
        needed_to_begin=coverage.promised < need.minimum,
    )


def _with_everything_in(community: Community, chosen: Iterable[Area]) -> frozenset[int]:
    tree = areas(community)
    return frozenset(pk for area in chosen for pk in tree.with_children(area))


def _words(text: str, language: str) -> frozenset[str]:
    return telling(lemmatise(text, language).split())
