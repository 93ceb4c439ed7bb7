"""What a plan said at each time, and what each version changed: public, like the plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from opencity.communities.http import CommunityRequest
from opencity.communities.models import Community
from opencity.plans.access import plan_for_public
from opencity.plans.models import Plan, PlanVersion
from opencity.plans.values import Unit
from opencity.plans.wording import amount_words
from opencity.web.public import reading
from opencity.web.public.dates import day_words
from opencity.web.public.plans.section import route_words

Content = Mapping[str, Any]


@dataclass(frozen=True)
class Version:
    number: int
    day: str
    changes: tuple[str, ...]
    summary: str
    route: str
    steps: tuple[str, ...]
    needs: tuple[tuple[str, str], ...]


@require_safe
def plan_versions(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    moment = now()
    plan = plan_for_public(request.community, number)
    stamp = reading.stamp_of(request, plan.problem.head, now=moment, of_all=False)
    kept = reading.unchanged(request, stamp)
    if kept is not None:
        return kept
    context = {"problem": plan.problem, "plan": plan, "versions": versions_of(plan, moment)}
    return reading.page(request, "public/plans/versions.html", context, stamp=stamp)


def versions_of(plan: Plan, moment: datetime) -> list[Version]:
    """The newest first."""
    rows = list(PlanVersion.everywhere.filter(plan=plan).order_by("number"))
    community = plan.problem.community
    before: Content | None = None
    found = []
    for row in rows:
        changes = tuple(_changes(before, row.content, community, moment)) if before is not None else ()
        found.append(_version(row, changes, community, moment))
        before = row.content
    return found[::-1]


def _version(row: PlanVersion, changes: tuple[str, ...], community: Community, moment: datetime) -> Version:
    content = row.content
    return Version(
        row.number,
        day_words(row.at, community, moment),
        changes,
        content["summary"],
        route_words(content["route"]),
        tuple(content["steps"]),
        tuple((one["words"], _needed(one, community, moment)) for one in content["needs"]),
    )


def _needed(need: Content, community: Community, moment: datetime) -> str:
    parts = [] if need["unit"] == Unit.PERMIT else [_amount(need)]
    if need["needed_by"]:
        parts.append(_("by %(day)s") % {"day": _day(need["needed_by"], community, moment)})
    return ", ".join(parts)


def _amount(need: Content) -> str:
    return amount_words(Decimal(need["quantity"]), need["unit"])


def _day(iso: str, community: Community, moment: datetime) -> str:
    return day_words(date.fromisoformat(iso), community, moment) if iso else _("any day")


def _changes(before: Content, after: Content, community: Community, moment: datetime) -> Iterator[str]:
    if before["route"] != after["route"]:
        yield _("The way is another one: %(route)s") % {"route": route_words(after["route"])}
    if before["summary"] != after["summary"]:
        yield _("What will be done is said anew.")
    yield from _changed_steps(before["steps"], after["steps"])
    old = {one["need"]: one for one in before["needs"]}
    new = {one["need"]: one for one in after["needs"]}
    for key in old.keys() - new.keys():
        yield _("No longer needed: “%(need)s”.") % {"need": old[key]["words"]}
    for key, need in new.items():
        if key not in old:
            yield _("New: “%(need)s”, %(amount)s.") % {"need": need["words"], "amount": _amount(need)}
        else:
            yield from _changed_need(old[key], need, community, moment)


def _changed_steps(before: list[str], after: list[str]) -> Iterator[str]:
    for words in after:
        if words not in before:
            yield _("A new step: “%(step)s”.") % {"step": words}
    for words in before:
        if words not in after:
            yield _("A step is gone: “%(step)s”.") % {"step": words}


def _changed_need(old: Content, new: Content, community: Community, moment: datetime) -> Iterator[str]:
    if old["words"] != new["words"]:
        yield _("“%(before)s” is called “%(now)s” now.") % {"before": old["words"], "now": new["words"]}
    told = {"need": new["words"]}
    if old["quantity"] != new["quantity"]:
        told |= {"before": _amount(old), "now": _amount(new)}
        yield _("“%(need)s”: it was %(before)s, now it is %(now)s.") % told
    if old["minimum"] != new["minimum"]:
        least = {"before": _least(old), "now": _least(new)}
        yield _("“%(need)s”: the least to begin was %(before)s, now it is %(now)s.") % (told | least)
    if old["needed_by"] != new["needed_by"]:
        days = {name: _day(one["needed_by"], community, moment) for name, one in (("before", old), ("now", new))}
        yield _("“%(need)s”: the day was %(before)s, now it is %(now)s.") % (told | days)


def _least(need: Content) -> str:
    return amount_words(Decimal(need["minimum"]), need["unit"])
