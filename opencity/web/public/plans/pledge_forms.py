"""The form of a promise: what is chosen and typed, and what it stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from opencity.communities.models import Community
from opencity.foundation.languages import current
from opencity.foundation.refusals import NotUnderstood
from opencity.people.acting import Actor
from opencity.people.models import Organisation
from opencity.plans.access import givers_bodies
from opencity.plans.models import Need, StandingOffer
from opencity.plans.operations.pledging import NewCondition, NewPledge
from opencity.plans.queries.needs import Line
from opencity.plans.queries.offers import offer_to_pledge_with
from opencity.plans.rules.amounts import fact, read_quantity
from opencity.plans.rules.covering import Coverage
from opencity.plans.values import ConditionKind, NeedKind, Unit
from opencity.problems.models.problem import new_uuid
from opencity.web.public.conditions import HALF, WHOLE, if_covered, if_granted
from opencity.web.public.plans.cases import read_day
from opencity.web.public.reporting.forms import plain

ONE = ("uuid", "quantity", "organisation", "quiet", "due", "words", "offer", "from_day", "covered")
LONGEST = 500
Typed = Mapping[str, Any]


def typed(sent: QueryDict) -> dict[str, Any]:
    """What a form says, as text; `on` are the conditions that are ticked."""
    found: dict[str, Any] = {name: plain(sent.get(name, ""))[: LONGEST + 1] for name in ONE}
    return found | {"on": [plain(one)[:20] for one in sent.getlist("on")[:40]]}


def beginning(line: Line, asked: QueryDict, actor: Actor | None, community: Community, now: datetime) -> dict[str, Any]:
    """A form nobody has touched: with what is free, or with an offer of the reader's that led here."""
    offer = _offer(asked.get("offer", ""), actor, community, now)
    wanted = plain(asked.get("quantity", ""))[:16]
    organisation = offer.organisation.slug if offer and offer.organisation else ""
    if line.need.kind == NeedKind.PERMISSION and line.need.grantor is not None:
        organisation = line.need.grantor.slug
    return {
        "uuid": str(new_uuid()),
        "quantity": wanted or _free(line),
        "organisation": organisation,
        "offer": str(offer.uuid) if offer else "",
        "on": [],
    }


def _free(line: Line) -> str:
    """As much as is free. One person comes for themselves, and nobody is nudged to give all the money."""
    match line.need.unit:
        case Unit.HRYVNIA:
            return ""
        case Unit.PERSON:
            return "1"
    free = line.coverage.free if line.coverage.free > 0 else line.need.quantity
    return typed_amount(free)


def typed_amount(quantity: Decimal) -> str:
    """As somebody would type it: «2,5» in Ukrainian."""
    plain_number = fact(quantity).rstrip("0").rstrip(".")
    return plain_number.replace(".", ",") if current() == "uk" else plain_number


def alone(need: Need) -> Line:
    """A need that stands in no current version."""
    return Line(need, Coverage(need.quantity))


@dataclass(frozen=True)
class Choice:
    """A condition one may tick."""

    value: str
    words: str


def choices(need: Need, lines: Sequence[Line]) -> list[Choice]:
    """Every permission of the plan that is not granted yet, half of this need, and all that is needed to begin."""
    return list(_choices(need, lines))


def _choices(need: Need, lines: Sequence[Line]) -> Iterator[Choice]:
    if need.kind == NeedKind.PERMISSION:
        return
    for line in lines:
        if line.need.kind == NeedKind.PERMISSION and line.coverage.free > 0:
            yield Choice(f"granted-{line.need.position}", if_granted(line.need))
    if need.unit != Unit.PERMIT and not _half_is_there(need, lines):
        yield Choice(f"half-{need.position}", if_covered(need, HALF))
    yield Choice("ready", _("when everything needed to begin is there"))


def _half_is_there(need: Need, lines: Sequence[Line]) -> bool:
    return any(line.need == need and line.coverage.reaches(HALF) for line in lines)


def others(need: Need, lines: Sequence[Line]) -> list[Need]:
    """Needs of the plan that a promise may wait for, other than its own and permissions."""
    return [
        line.need
        for line in lines
        if line.need != need and line.need.kind != NeedKind.PERMISSION and line.coverage.free > 0
    ]


def read(typed: Typed, lines: Sequence[Line], actor: Actor, community: Community, now: datetime) -> NewPledge:
    """Raises NotUnderstood for the first field that cannot be read."""
    quantity = read_quantity(typed["quantity"] or "")
    return NewPledge(
        quantity=quantity,
        words=typed["words"],
        language=current(),
        quiet=typed["quiet"] == "1",
        organisation=_body(typed["organisation"], actor, community),
        due=read_day(typed["due"], "due"),
        conditions=tuple(_conditions(typed, lines)),
        uuid=read_uuid(typed["uuid"]),
        offer=_offer(typed["offer"], actor, community, now),
    )


def check(typed: Typed, lines: Sequence[Line]) -> None:
    """As far as a form can be judged before its sender is known. Raises NotUnderstood."""
    read_quantity(typed["quantity"] or "")
    read_day(typed["due"], "due")
    if len(typed["words"]) > LONGEST:
        raise NotUnderstood(
            _("This is longer than %(most)s characters.") % {"most": LONGEST},
            _("Please shorten it."),
            field="words",
        )
    list(_conditions(typed, lines))


def _conditions(typed: Typed, lines: Sequence[Line]) -> Iterator[NewCondition]:
    needs = {str(line.need.position): line.need for line in lines}
    for one in typed["on"]:
        name, _dash, position = one.partition("-")
        if name == "granted" and position in needs:
            yield NewCondition(kind=ConditionKind.PERMISSION, need=needs[position])
        elif name == "half" and position in needs:
            yield NewCondition(kind=ConditionKind.COVERED, need=needs[position], percent=HALF)
        elif name == "ready":
            yield NewCondition(kind=ConditionKind.READY)
    if typed["covered"] in needs:
        yield NewCondition(kind=ConditionKind.COVERED, need=needs[typed["covered"]], percent=WHOLE)
    day = read_day(typed["from_day"], "condition")
    if day is not None:
        yield NewCondition(kind=ConditionKind.DATE, day=day)


def _body(slug: str, actor: Actor, community: Community) -> Organisation | None:
    """Whoever left an organisation while the form was open is told so; nothing is promised in another name."""
    if not slug:
        return None
    found = next((one for one in givers_bodies(actor, community) if one.slug == slug), None)
    if found is None:
        raise NotUnderstood(
            _("You do not act for this organisation here."),
            _("Promise in your own name, or ask the organisation to name you."),
            field="organisation",
        )
    return found


def read_uuid(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None


def _offer(said: str, actor: Actor | None, community: Community, now: datetime) -> StandingOffer | None:
    uuid = read_uuid(said)
    if uuid is None or actor is None:
        return None
    return offer_to_pledge_with(community, uuid, actor, today=community.calendar.today(now))
