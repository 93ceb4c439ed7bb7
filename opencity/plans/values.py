"""The words of plans: routes, kinds of needs, units, states and conditions."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Route(TextChoices):
    """How a problem will be solved. Whichever it is, the duty and its clock stay."""

    DUTY = "duty", _("the body that has the duty does it")
    JOINT = "joint", _("together")
    MIXED = "mixed", _("the body does its part, we do ours")
    ADVOCACY = "advocacy", _("we press for a decision")


class PlanState(TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("gathering help")
    READY = "ready", _("ready to begin")
    RUNNING = "running", _("under way")
    FINISHED = "finished", _("finished")
    ABANDONED = "abandoned", _("given up")


LIVE = frozenset({PlanState.PUBLISHED, PlanState.READY, PlanState.RUNNING})
"""Published plans: at most one per problem; only these take pledges."""


class NeedKind(TextChoices):
    LABOUR = "labour", _("hands")
    SKILL = "skill", _("skill")
    MATERIAL = "material", _("material")
    TOOL = "tool", _("tool")
    TRANSPORT = "transport", _("transport")
    SPACE = "space", _("space")
    MONEY = "money", _("money")
    PERMISSION = "permission", _("permission")
    INFORMATION = "information", _("information")


class Unit(TextChoices):
    PERSON = "person", _("people")
    HOUR = "hour", _("hours")
    DAY = "day", _("days")
    PIECE = "piece", _("pieces")
    BAG = "bag", _("bags")
    LITRE = "litre", _("litres")
    KILOGRAM = "kilogram", _("kilograms")
    TONNE = "tonne", _("tonnes")
    METRE = "metre", _("metres")
    SQUARE_METRE = "square_metre", _("m²")
    CUBIC_METRE = "cubic_metre", _("m³")
    TRIP = "trip", _("trips")
    HRYVNIA = "hryvnia", "₴"
    PERMIT = "permit", _("permits")
    ANSWER = "answer", _("answers")


UNITS_OF: Mapping[str, tuple[Unit, ...]] = {
    NeedKind.LABOUR: (Unit.PERSON, Unit.HOUR, Unit.DAY),
    NeedKind.SKILL: (Unit.PERSON, Unit.HOUR, Unit.DAY),
    NeedKind.MATERIAL: (
        Unit.PIECE,
        Unit.BAG,
        Unit.LITRE,
        Unit.KILOGRAM,
        Unit.TONNE,
        Unit.METRE,
        Unit.SQUARE_METRE,
        Unit.CUBIC_METRE,
    ),
    NeedKind.TOOL: (Unit.PIECE,),
    NeedKind.TRANSPORT: (Unit.TRIP, Unit.HOUR, Unit.DAY),
    NeedKind.SPACE: (Unit.DAY, Unit.HOUR, Unit.SQUARE_METRE),
    NeedKind.MONEY: (Unit.HRYVNIA,),
    NeedKind.PERMISSION: (Unit.PERMIT,),
    NeedKind.INFORMATION: (Unit.ANSWER, Unit.PIECE),
}
WHOLE = frozenset({Unit.PERSON, Unit.PIECE, Unit.BAG, Unit.TRIP, Unit.PERMIT, Unit.ANSWER})
"""Units of which there are no halves."""
MOST = Decimal("10000000")
"""No need of a town is larger than this in any unit."""


class NeedState(TextChoices):
    """Always computed, never stored."""

    OPEN = "open", _("open")
    PARTLY = "partly_covered", _("partly covered")
    COVERED = "covered", _("covered")
    FULFILLED = "fulfilled", _("fulfilled")


class PledgeState(TextChoices):
    OFFERED = "offered", _("offered")
    ACCEPTED = "accepted", _("accepted")
    WAITING = "waiting", _("waiting in line")
    SLEEPING = "sleeping", _("waits for its condition")
    DECLINED = "declined", _("declined")
    DELIVERED = "delivered", _("delivered")
    ACKNOWLEDGED = "acknowledged", _("received")
    DISPUTED = "disputed", _("not received as promised")
    WITHDRAWN = "withdrawn", _("withdrawn")
    LAPSED = "lapsed", _("lapsed")


HOLDING = frozenset({PledgeState.ACCEPTED, PledgeState.DELIVERED, PledgeState.ACKNOWLEDGED})
"""Pledges in these states cover their need."""
PENDING = frozenset({PledgeState.OFFERED, PledgeState.WAITING, PledgeState.SLEEPING, PledgeState.ACCEPTED})
"""Not yet delivered: may be withdrawn and may lapse."""


class ConditionKind(TextChoices):
    PERMISSION = "permission", _("if the permission is granted")
    COVERED = "covered", _("if a need is covered")
    READY = "ready", _("if everything needed to begin is there")
    DATE = "date", _("from a date")


class PledgeSector(TextChoices):
    """The three sectors. A public library gives as the authority whose institution it is."""

    CIVIL = "civil", _("residents and civil society")
    AUTHORITY = "authority", _("authority")
    BUSINESS = "business", _("business")


class Rhythm(TextChoices):
    ONCE = "once", _("once")
    WEEKLY = "weekly", _("a week")
    MONTHLY = "monthly", _("a month")
    YEARLY = "yearly", _("a year")
