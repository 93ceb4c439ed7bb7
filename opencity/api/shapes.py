"""What the API answers with. Moments are ISO 8601 in UTC, places GeoJSON points in degrees."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from ninja import Schema
from pydantic import AfterValidator

from opencity.plans.rules.amounts import PLACES

Quantity = Annotated[Decimal, AfterValidator(lambda quantity: quantity.quantize(PLACES))]
"""Always with three places: sums come from SQLite without the zeros and from PostgreSQL with them."""


class PointOut(Schema):
    type: str = "Point"
    coordinates: tuple[float, float]
    """Longitude, latitude."""


class ProblemOut(Schema):
    number: int
    title: str
    language: str
    category: str
    area: str | None
    owner: str | None
    state: str
    urgent: bool
    place: PointOut | None
    precision: str
    place_words: str
    affected: int
    reported_at: datetime
    updated_at: datetime
    answer_due: datetime | None
    answered_at: datetime | None
    promised_for: date | None
    ended_at: datetime | None
    by_reporter_alone: bool
    merged_into: int | None
    url: str
    history_head: str
    """The hash of the last event: proves, with the published roots, that nothing was rewritten."""


class ProblemsOut(Schema):
    items: list[ProblemOut]
    next: int | None
    """Pass it as `after` to go on; null at the end."""


class AreaOut(Schema):
    code: str
    kind: str
    parent: str | None
    names: dict[str, str]
    outline: dict | None  # type: ignore[type-arg]


class CategoryOut(Schema):
    code: str
    sphere: str
    names: dict[str, str]
    hints: dict[str, str]
    response_days: int
    participation: str
    anonymous: bool
    never_taken: bool


class OrganisationOut(Schema):
    slug: str
    names: dict[str, str]
    sector: str
    verified: bool


class VerificationOut(Schema):
    problem: int
    round: int
    claimed_at: datetime
    by_doer: bool
    outcome: str
    """verified, contested, reclaimed or unverified; empty while residents check."""
    ended_at: datetime | None
    verdicts: dict[str, int] | None
    """How many people said what; null while residents check, so that nobody is nudged."""


class NeedOut(Schema):
    id: str
    problem: int
    position: int
    kind: str
    unit: str
    words: str
    quantity: Quantity
    minimum: Quantity
    """How much must be promised before the work can begin."""
    promised: Quantity
    received: Quantity
    waiting: Quantity
    """Offered, or waiting in line, beyond what is promised."""
    promised_by: dict[str, Quantity]
    """By sector: civil, authority, business."""
    state: str
    needed_by: date | None
    plan_state: str
    grantor: str | None
    """The body that grants a permission."""
    payee: str | None
    """The non-profit that receives money; the platform holds none."""


class NeedsOut(Schema):
    items: list[NeedOut]
    next: str | None


class PledgeOut(Schema):
    id: str
    need: str
    problem: int
    sector: str
    organisation: str | None
    """Null for people, who are never named here, and for organisations that give in quiet."""
    quantity: Quantity
    state: str
    due: date | None
    made_at: datetime


class PledgesOut(Schema):
    items: list[PledgeOut]
    next: str | None


class ActionOut(Schema):
    id: str
    problem: int
    position: int
    title: str
    language: str
    state: str
    starts_at: datetime
    ends_at: datetime
    place: PointOut | None
    place_words: str
    organisation: str | None
    capacity: int
    taken: int
    """Places that are kept or were taken; people are never named."""
    hours: Quantity
    """Hours worked, as far as they are acknowledged."""
    url: str


class ActionsOut(Schema):
    items: list[ActionOut]
    next: str | None


class RefusalOut(Schema):
    why: str
    next_step: str
