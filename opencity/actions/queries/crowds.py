"""Who comes to actions, in numbers: two queries, however many actions. No person is named."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum

from opencity.actions.models import Action, ActionRole, Participation
from opencity.actions.rules.placing import shown_state
from opencity.actions.values import ActionState, ParticipationState
from opencity.people.models import Organisation
from opencity.plans.access import sector_of
from opencity.plans.values import PledgeSector


@dataclass(frozen=True)
class RoleCrowd:
    """One role with how many have a place, were there, and wait; `sectors` counts those with a place or there."""

    role: ActionRole
    placed: int
    came: int
    waiting: int
    sectors: Mapping[str, int]

    @property
    def held(self) -> int:
        return self.placed + self.came

    @property
    def free(self) -> int:
        return max(0, self.role.capacity - self.held)


@dataclass(frozen=True)
class Crowd:
    """Everybody of one action, by role."""

    state: ActionState
    roles: tuple[RoleCrowd, ...]
    missed: int
    hours: Decimal

    @property
    def capacity(self) -> int:
        return sum(one.role.capacity for one in self.roles)

    @property
    def held(self) -> int:
        return sum(one.held for one in self.roles)

    @property
    def came(self) -> int:
        return sum(one.came for one in self.roles)

    @property
    def waiting(self) -> int:
        return sum(one.waiting for one in self.roles)

    @property
    def free(self) -> int:
        return sum(one.free for one in self.roles)


_P = ParticipationState


def crowds_of(actions: Iterable[Action]) -> dict[int, Crowd]:
    """The crowd of each action, by id."""
    known = {action.pk: action for action in actions}
    roles: dict[int, list[ActionRole]] = defaultdict(list)
    for role in ActionRole.everywhere.filter(action__in=list(known)).order_by("position"):
        roles[role.action_id].append(role)
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    sectors: dict[int, Counter[str]] = defaultdict(Counter)
    missed: Counter[int] = Counter()
    hours: dict[int, Decimal] = defaultdict(Decimal)
    rows = Participation.everywhere.filter(action__in=list(known))
    grouped = rows.values_list("action", "role", "state", "organisation__sector").annotate(
        n=Count("pk"), h=Sum("hours")
    )
    for action, of_role, state, sector, number, worked in grouped:
        counts[of_role][state] += number
        missed[action] += number if state == _P.NO_SHOW else 0
        hours[action] += worked or 0
        if state in {_P.CONFIRMED, _P.ATTENDED}:
            sectors[of_role][_sector(sector)] += number
    return {pk: _crowd(action, roles[pk], counts, sectors, missed[pk], hours[pk]) for pk, action in known.items()}


def _sector(sector: str | None) -> str:
    return PledgeSector.CIVIL.value if sector is None else sector_of(Organisation(sector=sector)).value


def _crowd(
    action: Action,
    roles: Iterable[ActionRole],
    counts: Mapping[int, Counter[str]],
    sectors: Mapping[int, Counter[str]],
    missed: int,
    hours: Decimal,
) -> Crowd:
    empty: Counter[str] = Counter()
    told = tuple(
        RoleCrowd(
            role,
            counts.get(role.pk, empty)[_P.CONFIRMED],
            counts.get(role.pk, empty)[_P.ATTENDED],
            counts.get(role.pk, empty)[_P.WAITLISTED],
            dict(sectors.get(role.pk, empty)),
        )
        for role in roles
    )
    return Crowd(shown_state(action.state, [one.free for one in told]), told, missed, hours)


def bodies_of(action: Action) -> list[tuple[Organisation, int]]:
    """Organisations that come in their own name, with how many people; not those that prefer to stay quiet."""
    rows = Participation.everywhere.filter(
        Q(state__in=[_P.CONFIRMED, _P.ATTENDED]), action=action, organisation__isnull=False, quiet=False
    )
    counted: Counter[int] = Counter(pk for pk in rows.values_list("organisation", flat=True) if pk)
    bodies = Organisation.objects.filter(pk__in=counted).order_by("pk")
    return [(body, counted[body.pk]) for body in bodies]
