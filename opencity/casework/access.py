"""Who handles a case at the desk, and to whom it may be given."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext as _

from opencity.foundation.refusals import NotAllowed
from opencity.people.acting import Actor, duties_of, holding
from opencity.people.models import Membership, Organisation, Person
from opencity.people.rights import RIGHTS, Right
from opencity.problems.access import handles
from opencity.problems.models import Problem
from opencity.problems.states import Visibility

HANDLING = frozenset(kind for kind, rights in RIGHTS.items() if Right.READ in rights and Right.NOTE in rights)


def colleagues(organisation: Organisation, *, now: datetime) -> list[Person]:
    """Those of an organisation who handle cases, by name."""
    rows = Membership.objects.filter(holding(now), organisation=organisation, kind__in=HANDLING)
    people = {one.person_id: one.person for one in rows.select_related("person").order_by("person__public_name", "pk")}
    return [one for one in people.values() if one.is_active]


def may_have(problem: Problem, person: Person, *, now: datetime) -> bool:
    """Whether a case may be given to somebody: they handle its owner's cases of this category, private ones too if it
    is private."""
    wanted = {Right.READ, Right.NOTE}
    if problem.visibility == Visibility.PRIVATE:
        wanted.add(Right.READ_PRIVATE)
    return any(
        duty.organisation == problem.owner_id and all(duty.gives(right, problem.category.code) for right in wanted)
        for duty in duties_of(person, now=now)
    )


def may_sort(problem: Problem, actor: Actor) -> bool:
    return actor.may(Right.SORT, problem.owner_id, problem.category.code)


def must_sort(problem: Problem, actor: Actor) -> None:
    if not may_sort(problem, actor):
        raise NotAllowed(
            _("Only those who sort the owner's cases can do this."), _("Ask the intake of your organisation.")
        )


def must_read(problem: Problem, actor: Actor) -> None:
    if not handles(problem, actor) and not problem.is_public:
        raise Http404


def sees_contacts(problem: Problem, actor: Actor) -> bool:
    """Whether names and contacts of reporters are shown to somebody: every such look leaves a line."""
    return actor.moderates or actor.may(Right.READ_PRIVATE, problem.owner_id, problem.category.code)
