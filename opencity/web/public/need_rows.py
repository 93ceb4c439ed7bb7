"""Open needs in lists: what each row shows, and under which heading it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opencity.communities.models import Community
from opencity.plans.models import Need, StandingOffer
from opencity.plans.queries.open_needs import OpenNeed
from opencity.plans.rules.amounts import fact
from opencity.plans.values import NeedKind
from opencity.plans.wording import amount_words, number_words
from opencity.web.public.dates import Due, day_words
from opencity.web.public.need_bars import Bar, bar_of
from opencity.web.public.rows import distance

ICONS: Mapping[str, str] = {
    NeedKind.LABOUR: "users-round",
    NeedKind.SKILL: "wrench",
    NeedKind.MATERIAL: "package",
    NeedKind.TOOL: "hammer",
    NeedKind.TRANSPORT: "truck",
    NeedKind.SPACE: "door-open",
    NeedKind.MONEY: "hand-coins",
    NeedKind.PERMISSION: "stamp",
    NeedKind.INFORMATION: "info",
}
ACTS: Mapping[str, str | Promise] = {
    NeedKind.LABOUR: gettext_lazy("I will come"),
    NeedKind.SKILL: gettext_lazy("I can do it"),
    NeedKind.MATERIAL: gettext_lazy("I will give it"),
    NeedKind.TOOL: gettext_lazy("I will lend it"),
    NeedKind.TRANSPORT: gettext_lazy("I will drive"),
    NeedKind.SPACE: gettext_lazy("I have room"),
    NeedKind.MONEY: gettext_lazy("I will support it"),
    NeedKind.PERMISSION: gettext_lazy("I act for them"),
    NeedKind.INFORMATION: gettext_lazy("I know it"),
}
SOON = timedelta(days=7)
LATER = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class NeedRow:
    """One open need. `missing` is what nobody promised yet, `where` the place in words, `only` who alone may give."""

    words: str
    lang: str
    icon: str
    kind: str
    missing: str
    short: bool
    bar: Bar
    chip: Due | None
    where: str
    number: int
    title: str
    title_lang: str
    url: str
    act: str
    act_url: str
    only: str
    heading: str = ""
    because: tuple[str, ...] = ()
    sun: bool = False


def need_row(
    row: OpenNeed, community: Community, *, now: datetime, because: Iterable[str] = (), act_url: str = ""
) -> NeedRow:
    need, problem = row.need, row.need.plan.problem
    today = community.calendar.today(now)
    where = [distance(row.away) if row.away is not None else "", problem.area.name if problem.area else ""]
    return NeedRow(
        words=need.words,
        lang=need.plan.language,
        icon=ICONS[need.kind],
        kind=str(NeedKind(need.kind).label),
        missing=_missing(row),
        short=row.short,
        bar=bar_of(need, row.coverage),
        chip=_chip(need, community, now),
        where=" · ".join(part for part in (*where, problem.place_words) if part),
        number=problem.number,
        title=problem.title,
        title_lang=problem.language,
        url=reverse("problem", args=[community.slug, problem.number]),
        act=str(ACTS[need.kind]),
        act_url=act_url or pledge_address(community, problem.number, need.position),
        only=need.grantor.name if need.grantor else "",
        heading=_heading(need.needed_by, today),
        because=tuple(because),
    )


def pledge_address(
    community: Community,
    number: int,
    position: int,
    *,
    offer: StandingOffer | None = None,
    quantity: Decimal | None = None,
) -> str:
    """The form of a promise, filled in from an offer where there is one."""
    known: dict[str, str] = {}
    if offer is not None:
        known["offer"] = str(offer.uuid)
    if quantity is not None:
        known["quantity"] = fact(quantity).rstrip("0").rstrip(".")
    problem = reverse("problem", args=[community.slug, number])
    return f"{problem}needs/{position}/pledge/{'?' + urlencode(known) if known else ''}"


def _missing(row: OpenNeed) -> str:
    free = amount_words(row.coverage.free, row.need.unit)
    if row.need.kind == NeedKind.PERMISSION:
        return _("not granted yet")
    if row.coverage.promised <= 0:
        return _("needed: %(amount)s") % {"amount": free}
    return _("missing: %(amount)s of %(all)s") % {
        "amount": free,
        "all": number_words(row.need.quantity),
    }


def _chip(need: Need, community: Community, now: datetime) -> Due | None:
    if need.needed_by is None:
        return None
    day = day_words(need.needed_by, community, now)
    left = (need.needed_by - community.calendar.today(now)).days
    if left < 0:
        return Due("late", "clock-alert", _("was needed by %(day)s") % {"day": day})
    if left == 0:
        return Due("soon", "clock-alert", _("needed today"))
    return Due("soon" if left <= SOON.days else "", "clock", _("needed by %(day)s") % {"day": day})


def _heading(by: date | None, today: date) -> str:
    if by is None:
        return _("No day is named")
    if by < today:
        return _("The day has passed: ask whether it is still needed")
    if by <= today + SOON:
        return _("Within a week")
    return _("Within a month") if by <= today + LATER else _("Later")


@dataclass(frozen=True)
class Group:
    heading: str
    rows: tuple[NeedRow, ...]


def grouped(rows: Iterable[NeedRow], *, by_day: bool) -> list[Group]:
    """Under a heading for each stretch of days, in the order of the rows; other orders have none."""
    found: list[tuple[str, list[NeedRow]]] = []
    for row in rows:
        heading = row.heading if by_day else ""
        if not found or found[-1][0] != heading:
            found.append((heading, []))
        found[-1][1].append(row)
    return [Group(heading, tuple(members)) for heading, members in found]
