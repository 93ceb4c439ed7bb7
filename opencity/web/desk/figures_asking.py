"""What the figures are asked for: which body, which days, and what they are narrowed to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opencity.casework.models import Team
from opencity.casework.queries.inbox import teams_of
from opencity.catalogue.lookup import category_by_code
from opencity.communities.models import Community
from opencity.foundation.refusals import NotAllowed, NotUnderstood, Refusal
from opencity.people.acting import Actor
from opencity.people.models import Organisation, Presence
from opencity.people.rights import Right
from opencity.places.tree import areas
from opencity.statistics.queries.chief.scope import By, Scope
from opencity.statistics.rules.periods import Days, last_days, last_months
from opencity.web.public.organisations.pages import day_of

ALL = "all"
"""Stands in the address for the whole community."""
MOST_DAYS = 5 * 366
PERIODS: Mapping[str, Promise] = {
    "month": gettext_lazy("30 days"),
    "quarter": gettext_lazy("3 months"),
    "year": gettext_lazy("12 months"),
}
NARROWINGS = ("category", "area", "team")


@dataclass(frozen=True)
class Bodies:
    """Whose figures somebody may read: `own` are those whose private cases count with them."""

    all: Sequence[Organisation]
    own: frozenset[int]
    whole: bool
    """Whether the whole community may be read too."""

    def chosen(self, slug: str) -> Organisation | None:
        """None stands for the whole community. Raises Http404 for what is not theirs to read."""
        if not slug:
            return next((one for one in self.all if one.pk in self.own), None)
        if slug == ALL and self.whole:
            return None
        found = next((one for one in self.all if one.slug == slug), None)
        if found is None:
            raise Http404
        return found


def bodies_of(community: Community, actor: Actor) -> Bodies:
    """Raises NotAllowed for somebody who may read no figures here."""
    rows = Presence.everywhere.filter(community=community).select_related("organisation")
    leading = actor.bodies_where(Right.FIGURES)
    if not actor.coordinates:
        rows = rows.filter(organisation__in=leading)
    found = [row.organisation for row in rows.order_by("position", "organisation__slug")]
    if not found and not actor.coordinates:
        raise NotAllowed(
            _("Figures are for those who answer for a body."),
            _("Ask its lead for a duty that reads figures."),
            link="desk/",
        )
    return Bodies(found, leading & {one.pk for one in found}, actor.coordinates)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """`period` is a key of PERIODS, or empty for days that somebody typed."""

    scope: Scope
    by: By
    period: str
    teams: Sequence[Team]
    refusals: Sequence[Refusal] = ()


def read(community: Community, bodies: Bodies, query: QueryDict, *, now: datetime) -> Asked:
    """A category, area or team that is not known is left out; days that make no sense are refused."""
    body = bodies.chosen(query.get("body", ""))
    today = community.calendar.today(now)
    period, days, refusals = _days(query, today)
    teams = teams_of(community, body) if body is not None else []
    scope = Scope(
        community=community,
        body=body,
        private=body is not None and body.pk in bodies.own,
        days=days,
        now=now,
        category=category_by_code(community, query.get("category", "")),
        area=areas(community).by_code(query.get("area", "")),
        team=next((one for one in teams if one.slug == query.get("team")), None),
    )
    return Asked(scope=scope, by=_by(query, body), period=period, teams=teams, refusals=refusals)


def ways(body: Organisation | None) -> tuple[By, ...]:
    """By what figures of a body, or of the whole community, may be told apart."""
    return (By.CATEGORY, By.AREA, By.BODY if body is None else By.TEAM)


def _by(query: QueryDict, body: Organisation | None) -> By:
    return next((one for one in ways(body) if one == query.get("by")), By.CATEGORY)


def _days(query: QueryDict, today: date) -> tuple[str, Days, list[Refusal]]:
    since, until = (query.get(name, "").strip() for name in ("since", "until"))
    period = query.get("period", "")
    if since or until:
        try:
            return "", _typed(since, until, today), []
        except Refusal as refusal:
            return "", last_days(today, 30), [refusal]
    match period:
        case "quarter":
            return period, last_months(today, 3), []
        case "year":
            return period, last_months(today, 12), []
    return "month", last_days(today, 30), []


def _typed(since: str, until: str, today: date) -> Days:
    if not since:
        raise NotUnderstood(_("The first day is missing."), _("Write from which day to count."), field="since")
    first = day_of(since, field="since")
    last = min(day_of(until, field="until"), today) if until else today
    if first > today:
        raise NotUnderstood(_("This day has not come yet."), _("Choose today or an earlier day."), field="since")
    if first > last:
        raise NotUnderstood(
            _("The last day comes before the first."), _("Swap them, or choose other days."), field="until"
        )
    if (last - first).days >= MOST_DAYS:
        raise NotUnderstood(
            _("These are more than five years."),
            _("Choose fewer days: the CSV of each year can be joined."),
            field="since",
        )
    return Days(first, last)


def address(query: QueryDict, **more: str) -> str:
    """The same question with something changed; an empty value takes it out."""
    asked = QueryDict(mutable=True)
    for name in ("body", "period", "since", "until", *NARROWINGS, "by"):
        value = more.get(name, query.get(name, ""))
        if value:
            asked[name] = str(value)
    return asked.urlencode()
