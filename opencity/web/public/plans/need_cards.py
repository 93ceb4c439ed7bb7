"""One need as the problem's page shows it: a bar by sector, who gives, what is missing, and its one act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from opencity.communities.models import Community
from opencity.people.models import Organisation
from opencity.plans.models import Need, Pledge, Spending
from opencity.plans.queries.needs import Line
from opencity.plans.rules.covering import Coverage
from opencity.plans.values import HOLDING, NeedKind, NeedState, PledgeSector, Unit
from opencity.plans.wording import NO_BREAK, amount_words, number_words
from opencity.problems.models import Problem
from opencity.web.public.dates import Due, day_words
from opencity.web.public.need_bars import Bar, bar_of
from opencity.web.public.need_rows import ACTS, ICONS, SOON
from opencity.web.public.photographs import Picture, picture_of

NOTHING = Decimal(0)
MOST_BODIES = 4
"""How many organisations a need names; the rest is told by sector."""


@dataclass(frozen=True)
class Giver:
    """A sector, or one of its organisations, with how much it promised."""

    sector: str
    words: str


@dataclass(frozen=True)
class Receipt:
    words: str
    language: str
    amount: str
    day: str
    picture: Picture | None


@dataclass(frozen=True, kw_only=True)
class Money:
    """A money need's balance in words. The platform holds none: `payee` does."""

    payee: str
    sector: str
    payment: str
    link: str
    promised: str
    received: str
    spent: str
    left: str
    receipts: tuple[Receipt, ...]


@dataclass(frozen=True, kw_only=True)
class NeedCard:
    position: int
    words: str
    lang: str
    icon: str
    told: str
    bar: Bar
    givers: tuple[Giver, ...]
    chip: Due | None
    notes: tuple[str, ...]
    short: bool
    only: str
    act: str = ""
    act_url: str = ""
    first: bool = False
    """Whether nothing is lacking more."""
    money: Money | None = None
    mine: str = ""
    mine_url: str = ""


@dataclass(frozen=True)
class Known:
    """What all cards of a plan share, read once."""

    problem: Problem
    language: str
    bodies: Mapping[int, Sequence[tuple[Organisation, Decimal]]]
    receipts: Mapping[int, Sequence[Spending]]
    mine: Mapping[int, Pledge]
    live: bool
    now: datetime

    @property
    def community(self) -> Community:
        return self.problem.community

    @property
    def today(self) -> date:
        return self.community.calendar.today(self.now)


def bodies_of(lines: Iterable[Line]) -> dict[int, list[tuple[Organisation, Decimal]]]:
    """Which organisations promised how much of each need in public, the largest first. Two queries."""
    rows = Pledge.everywhere.filter(
        need__in=[line.need.pk for line in lines], state__in=sorted(HOLDING), quiet=False, organisation__isnull=False
    )
    sums = list(rows.values_list("need", "organisation").annotate(sum=Sum("quantity")).order_by("-sum"))
    known = Organisation.objects.in_bulk({organisation for _need, organisation, _sum in sums})
    found: dict[int, list[tuple[Organisation, Decimal]]] = defaultdict(list)
    for need, organisation, amount in sums:
        found[need].append((known[organisation], amount))
    return found


def receipts_of(lines: Iterable[Line]) -> dict[int, list[Spending]]:
    """What the money of each need was spent on, the newest first. One query, none without a need of money."""
    money = [line.need.pk for line in lines if line.need.kind == NeedKind.MONEY]
    found: dict[int, list[Spending]] = defaultdict(list)
    if money:
        rows = Spending.everywhere.filter(need__in=money).select_related("receipt__photo")
        for row in rows.order_by("-spent_on", "-pk"):
            found[row.need_id].append(row)
    return found


def cards_of(lines: Sequence[Line], known: Known) -> list[NeedCard]:
    """In the order of the plan; the one that lacks most is marked."""
    most = most_lacking(lines)
    return [replace(_card(line, known), first=most is not None and line.need == most.need) for line in lines]


def most_lacking(lines: Iterable[Line]) -> Line | None:
    """What the work cannot begin without comes first, then what is needed soonest, then what lacks the larger part.

    A permission is nobody's to give but its body's.
    """
    open_lines = [line for line in lines if line.coverage.free > 0 and line.need.kind != NeedKind.PERMISSION]
    return min(open_lines, key=_urgency, default=None)


def _urgency(line: Line) -> tuple[bool, date, Decimal]:
    need, coverage = line.need, line.coverage
    return (coverage.promised >= need.minimum, need.needed_by or date.max, -coverage.free / coverage.quantity)


def _card(line: Line, known: Known) -> NeedCard:
    need, coverage = line.need, line.coverage
    mine = known.mine.get(need.pk)
    takes = known.live and coverage.free > 0
    slug, number = known.community.slug, known.problem.number
    return NeedCard(
        position=need.position,
        words=need.words,
        lang=known.language,
        icon=ICONS[need.kind],
        told=_told(need, coverage),
        bar=replace(bar_of(need, coverage), label=bar_words(need, coverage)),
        givers=tuple(_givers(coverage, known.bodies.get(need.pk, ()))),
        chip=_chip(line, known) if known.live else None,
        notes=tuple(_notes(line, known)),
        short=takes and coverage.promised < need.minimum,
        only=need.grantor.name if need.grantor and takes else "",
        act=str(ACTS[need.kind]) if takes else "",
        act_url=reverse("pledge_need", args=[slug, number, need.position]),
        money=_money(line, known) if need.kind == NeedKind.MONEY else None,
        mine=_mine(mine) if mine else "",
        mine_url=reverse("pledge", args=[slug, mine.uuid]) if mine else "",
    )


def _told(need: Need, coverage: Coverage) -> str:
    """«10 з 12 людей», at the right of the need's name."""
    if need.kind == NeedKind.PERMISSION:
        return _("granted") if coverage.state in {NeedState.COVERED, NeedState.FULFILLED} else _("not granted yet")
    told = {"promised": number_words(coverage.promised), "all": all_words(need.quantity, need.unit)}
    return _("%(promised)s of %(all)s") % told


def all_words(quantity: Decimal, unit: str) -> str:
    """The whole as it stands after “of”: Ukrainian declines it, «з 2 людей»."""
    count = int(quantity) if quantity == int(quantity) else 2
    declined = {
        Unit.PERSON: npgettext("of how many", "person", "people", count),
        Unit.DAY: npgettext("of how many", "day", "days", count),
        Unit.BAG: npgettext("of how many", "bag", "bags", count),
        Unit.TRIP: npgettext("of how many", "trip", "trips", count),
        Unit.ANSWER: npgettext("of how many", "answer", "answers", count),
        Unit.PIECE: npgettext("of how many", "piece", "pieces", count),
    }
    if unit in declined:
        return f"{number_words(quantity)}{NO_BREAK}{declined[Unit(unit)]}"
    return amount_words(quantity, unit)


def bar_words(need: Need, coverage: Coverage) -> str:
    """The bar as a sentence: «Обіцяно 7 з 10 л: мешканці 4, бізнес 3; отримано 2»."""
    told = {"promised": number_words(coverage.promised), "all": all_words(need.quantity, need.unit)}
    if not coverage.promised and not coverage.received:
        return _("Nothing of %(all)s is promised yet") % told
    words = _("Promised %(promised)s of %(all)s") % told
    promised = coverage.promised_by
    shares = [_share(sector, promised[sector]) for sector in PledgeSector.values if promised.get(sector)]
    received = ""
    if coverage.received > 0:
        received = _("; received %(amount)s") % {"amount": number_words(coverage.received)}
    return (f"{words}: {', '.join(shares)}" if shares else words) + received


def sector_words(sector: str) -> str:
    return {
        PledgeSector.CIVIL.value: _("residents"),
        PledgeSector.AUTHORITY.value: _("the authorities"),
        PledgeSector.BUSINESS.value: _("business"),
    }[sector]


def _share(sector: str, amount: Decimal) -> str:
    return f"{sector_words(sector)} {number_words(amount)}"


def _givers(coverage: Coverage, bodies: Sequence[tuple[Organisation, Decimal]]) -> Iterator[Giver]:
    """Organisations by name, then what else came of each sector."""
    rest = dict(coverage.promised_by)
    for organisation, amount in bodies[:MOST_BODIES]:
        sector = "authority" if organisation.sector == "library" else organisation.sector
        rest[sector] = rest.get(sector, NOTHING) - amount
        yield Giver(organisation.sector, f"{organisation.name} {number_words(amount)}")
    for sector in PledgeSector.values:
        if rest.get(sector, NOTHING) > 0:
            yield Giver(sector, _share(sector, rest[sector]))


def _chip(line: Line, known: Known) -> Due | None:
    need = line.need
    if need.needed_by is None or line.coverage.state == NeedState.FULFILLED:
        return None
    day = day_words(need.needed_by, known.community, known.now)
    if need.needed_by < known.today:
        return Due("late", "clock-alert", _("was needed by %(day)s") % {"day": day})
    soon = line.coverage.free > 0 and need.needed_by <= known.today + SOON
    return Due("soon" if soon else "", "clock", _("needed by %(day)s") % {"day": day})


def _notes(line: Line, known: Known) -> Iterator[str]:
    need, coverage = line.need, line.coverage
    if coverage.received > 0 and need.kind != NeedKind.MONEY:
        yield _("received: %(amount)s") % {"amount": amount_words(coverage.received, need.unit)}
    if 0 < need.minimum < need.quantity:
        least = {"amount": amount_words(need.minimum, need.unit)}
        there = coverage.promised >= need.minimum
        yield (_("the least to begin, %(amount)s, is there") if there else _("the least to begin: %(amount)s")) % least
    if need.hours_each:
        yield _("for %(hours)s each") % {"hours": amount_words(need.hours_each, "hour")}
    if need.skill:
        yield _("skill: %(skill)s") % {"skill": need.skill}
    if not known.live:
        return
    if coverage.waiting > 0:
        waiting = {"amount": amount_words(coverage.waiting, need.unit)}
        yield _("in line or waiting for an answer: %(amount)s") % waiting
    if coverage.sleeping > 0:
        asleep = {"amount": amount_words(coverage.sleeping, need.unit)}
        yield _("promised on a condition and not counted yet: %(amount)s") % asleep


def _mine(pledge: Pledge) -> str:
    return _("You: %(amount)s, %(state)s") % {
        "amount": amount_words(pledge.quantity, pledge.need.unit),
        "state": pledge.get_state_display(),
    }


def _money(line: Line, known: Known) -> Money:
    need, coverage = line.need, line.coverage
    spent = known.receipts.get(need.pk, ())
    gone = sum((row.amount for row in spent), NOTHING)
    return Money(
        payee=need.payee.name if need.payee else "",
        sector=need.payee.sector if need.payee else "",
        payment=need.payment,
        link=need.payment_link,
        promised=amount_words(coverage.promised, need.unit),
        received=amount_words(coverage.received, need.unit),
        spent=amount_words(gone, need.unit),
        left=amount_words(coverage.received - gone, need.unit),
        receipts=tuple(_receipt(row, known) for row in spent),
    )


def _receipt(row: Spending, known: Known) -> Receipt:
    alt = _("Receipt: %(words)s") % {"words": row.words}
    picture = None
    if not row.receipt.hidden:
        picture = picture_of(row.receipt.photo, known.community.slug, alt=alt, sizes="96px")
    return Receipt(
        row.words,
        row.language,
        amount_words(row.amount, "hryvnia"),
        day_words(row.spent_on, known.community, known.now),
        picture,
    )


def lacking_words(line: Line) -> str:
    """«бракує 4 м»."""
    free = amount_words(line.coverage.free, line.need.unit)
    if line.coverage.promised <= 0:
        return _("needed: %(amount)s") % {"amount": free}
    return _("missing: %(amount)s") % {"amount": free}


def more_lacking(lines: Sequence[Line]) -> str:
    """How many other needs lack something, in words."""
    others = sum(1 for line in lines if line.coverage.free > 0) - 1
    if others < 1:
        return ""
    return ngettext("%(n)s more thing is needed.", "%(n)s more things are needed.", others) % {"n": others}
