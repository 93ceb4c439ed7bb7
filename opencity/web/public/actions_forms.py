"""What the form of a joint action says: fields as text, and the values they stand for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from opencity.actions.models import Action, ActionRole
from opencity.actions.operations.calling import TIED, Meeting, NewAction, NewRole
from opencity.actions.values import MOST_CAPACITY, MOST_ROLES, Minors
from opencity.communities.models import Community
from opencity.foundation.languages import current
from opencity.foundation.refusals import NotUnderstood
from opencity.people.models import Organisation
from opencity.people.present import body_here
from opencity.places.cells import Point
from opencity.plans.models import Need, Plan
from opencity.problems.history import Words
from opencity.problems.models import Problem
from opencity.web.public.dates import local
from opencity.web.public.reporting import forms

SPARE_ROLES = 3
"""Empty lines for roles behind those there are."""
Fields = Mapping[str, str]
TEXTS = ("title", "words", "place_words", "bring", "safety", "weather", "air_raid")


def beginning(problem: Problem, plan: Plan | None, now: datetime) -> dict[str, str]:
    """A form before anything was written: next Saturday at ten, for three hours, with sensible rules."""
    today = problem.community.calendar.today(now)
    saturday = today + timedelta(days=(5 - today.weekday()) % 7 or 7)
    fields = {
        "day": saturday.isoformat(),
        "starts": "10:00",
        "ends": "13:00",
        "place_words": problem.place_words,
        "safety": _("The lead shows what is done and with which tools. Whoever feels unwell stops."),
        "bring": _("Gloves, water, clothes you do not mind."),
        "weather": _("In a storm or heavy rain we meet on another day: we write the evening before."),
        "air_raid": _(
            "At the alarm we stop and go to the nearest shelter. We go on half an hour after the all-clear, "
            "or on another day."
        ),
        "minors": Minors.ADULTS.value,
        "opens": "1",
        "organisation": plan.organisation.slug if plan is not None and plan.organisation is not None else "",
    }
    tied = tied_needs(plan)
    if tied:
        first = tied[0]
        places = int(first.quantity) if first.unit == "person" else 10
        fields |= {"role_1": first.words, "places_1": str(min(places, MOST_CAPACITY)), "need_1": str(first.position)}
    else:
        fields |= {"role_1": _("Anyone"), "places_1": "10"}
    return fields


def tied_needs(plan: Plan | None) -> list[Need]:
    """Needs of the plan that people cover by coming."""
    if plan is None:
        return []
    rows = Need.everywhere.filter(plan=plan, dropped_at=None, unit__in=TIED)
    return list(rows.order_by("position"))


def written(action: Action) -> dict[str, str]:
    """The form of an action that is changed."""
    community = action.problem.community
    begins, ends = local(action.starts_at, community), local(action.ends_at, community)
    own_point = action.lat is not None and (action.lat, action.lon) != (action.problem.lat, action.problem.lon)
    fields = {name: str(getattr(action, name)) for name in TEXTS}
    fields |= {
        "day": begins.date().isoformat(),
        "starts": f"{begins:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "lat": f"{action.lat:.6f}" if own_point else "",
        "lon": f"{action.lon:.6f}" if own_point else "",
        "minors": action.minors,
        "host": action.host.slug if action.host else "",
    }
    for role in ActionRole.everywhere.filter(action=action).select_related("need").order_by("position"):
        fields |= {
            f"role_{role.position}": role.words,
            f"places_{role.position}": str(role.capacity),
            f"skill_{role.position}": role.skill,
            f"need_{role.position}": str(role.need.position) if role.need else "",
        }
    return fields


def filled(fields: Fields) -> dict[str, Any]:
    """What the template needs to show the form as it was filled in."""
    texts = (
        ("bring", _("What to bring"), 500),
        ("safety", _("Safety"), 1000),
        ("weather", _("Weather"), 500),
        ("air_raid", _("Air-raid alarm"), 500),
    )
    return {
        "typed": fields,
        "lines": lines(fields),
        "spare": spare(fields),
        "texts": [(name, label, fields.get(name, ""), most) for name, label, most in texts],
    }


def lines(fields: Fields) -> list[dict[str, str]]:
    """The lines for roles that were filled in, even by half."""
    return [_line(fields, n) for n in _used(fields)]


def spare(fields: Fields) -> list[dict[str, str]]:
    last = max(_used(fields), default=0)
    return [_line(fields, n) for n in range(last + 1, last + 1 + SPARE_ROLES)]


def _used(fields: Fields) -> list[int]:
    return [n for n in range(1, 4 * MOST_ROLES) if fields.get(f"role_{n}") or fields.get(f"places_{n}")]


def _line(fields: Fields, n: int) -> dict[str, str]:
    return {"n": str(n), **{name: fields.get(f"{name}_{n}", "") for name in ("role", "places", "skill", "need")}}


def read(sent: Fields) -> dict[str, str]:
    return {name: forms.plain(value)[:4000] for name, value in sent.items()}


def new_action(
    community: Community,
    fields: Fields,
    *,
    plan: Plan | None,
    known: Mapping[int, ActionRole],
) -> NewAction:
    """The typed values. `known` are the roles of an action that is changed, by position."""
    starts_at, ends_at = times(community, fields)
    return NewAction(
        title=fields.get("title", ""),
        words=Words(fields.get("words", ""), current()),
        starts_at=starts_at,
        ends_at=ends_at,
        roles=roles(fields, plan, known),
        meeting=Meeting(words=fields.get("place_words", ""), point=_point(fields)),
        organisation=body(community, fields.get("organisation", ""), "organisation"),
        host=body(community, fields.get("host", ""), "host"),
        bring=fields.get("bring", ""),
        safety=fields.get("safety", ""),
        weather=fields.get("weather", ""),
        air_raid=fields.get("air_raid", ""),
        minors=fields.get("minors", Minors.ADULTS.value),
        opens_at_once=bool(fields.get("opens")),
    )


def times(community: Community, fields: Fields) -> tuple[datetime, datetime]:
    try:
        day = date.fromisoformat(fields.get("day", ""))
    except ValueError:
        raise NotUnderstood(_("We can't read this day."), _("Choose it in the calendar."), field="day") from None
    return _at(community, day, fields, "starts"), _at(community, day, fields, "ends")


def _at(community: Community, day: date, fields: Fields, name: str) -> datetime:
    try:
        hour = time.fromisoformat(fields.get(name, ""))
        return make_aware(datetime.combine(day, hour.replace(tzinfo=None)), community.calendar.timezone)
    except (ValueError, OverflowError):
        raise NotUnderstood(_("We can't read this hour."), _("Write it like 10:00."), field=name) from None


def roles(fields: Fields, plan: Plan | None, known: Mapping[int, ActionRole]) -> tuple[NewRole, ...]:
    needs = {str(need.position): need for need in tied_needs(plan)}
    found = []
    for line in lines(fields):
        found.append(
            NewRole(
                words=line["role"],
                capacity=_places(line["places"]),
                skill=line["skill"],
                need=_need(line["need"], needs),
                known=known.get(int(line["n"])),
            )
        )
    return tuple(found)


def _places(said: str) -> int:
    if not (said.isascii() and said.isdecimal() and len(said) <= 6):
        raise NotUnderstood(
            _("It does not say how many places there are."),
            _("Write a number from 1 to %(most)s.") % {"most": MOST_CAPACITY},
            field="roles",
        )
    return int(said)


def _need(said: str, needs: Mapping[str, Need]) -> Need | None:
    if not said:
        return None
    if said not in needs:
        raise NotUnderstood(
            _("This need cannot be covered by coming."),
            _("Choose a need of the plan that is counted in people or hours."),
            field="roles",
        )
    return needs[said]


def _point(fields: Fields) -> Point | None:
    try:
        return forms.point_of(fields)
    except NotUnderstood:
        raise NotUnderstood(
            _("This is no point on the map."), _("Write latitude and longitude, or leave both empty."), field="lat"
        ) from None


def body(community: Community, slug: str, field: str) -> Organisation | None:
    if not slug:
        return None
    found = body_here(community, slug)
    if found is None:
        raise NotUnderstood(_("We do not know this organisation here."), _("Choose from the list."), field=field)
    return found
