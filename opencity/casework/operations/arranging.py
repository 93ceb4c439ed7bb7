"""What somebody arranges for themselves: lists kept under a name, and the places of a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.casework.access import must_read
from opencity.casework.models import SavedFilter, Stop
from opencity.communities.models import Community
from opencity.foundation.refusals import NotNow, NotUnderstood
from opencity.people.acting import Actor
from opencity.problems.models import Problem

MOST_FILTERS, MOST_STOPS = 20, 60


@transaction.atomic
def keep_filter(community: Community, actor: Actor, name: str, query: str, *, now: datetime) -> SavedFilter:
    name = " ".join(name.split())[:60]
    if not name:
        raise NotUnderstood(_("The list has no name."), _("Name it as you would ask for it."), field="name")
    mine = SavedFilter.everywhere.filter(community=community, person=actor.person)
    if mine.exclude(name=name).count() >= MOST_FILTERS:
        raise NotNow(_("You keep many lists already."), _("Forget one of them first."))
    kept, _made = SavedFilter.everywhere.update_or_create(
        community=community,
        person=actor.person,
        name=name,
        defaults={"query": query[:500]},
        create_defaults={"query": query[:500], "created_at": now},
    )
    return kept


def drop_filter(community: Community, actor: Actor, pk: int) -> None:
    SavedFilter.everywhere.filter(community=community, person=actor.person, pk=pk).delete()


@transaction.atomic
def plan_day(community: Community, actor: Actor, problems: Sequence[Problem], *, now: datetime) -> list[Stop]:
    """Today's places in this order. Those that are done keep their mark."""
    today = community.calendar.today(now)
    if len(problems) > MOST_STOPS:
        raise NotUnderstood(
            _("Nobody walks to so many places in a day."), _("Choose %(most)s at most.") % {"most": MOST_STOPS}
        )
    for problem in problems:
        must_read(problem, actor)
    mine = Stop.everywhere.select_for_update().filter(community=community, person=actor.person, day=today)
    done = dict(mine.values_list("problem_id", "done_at"))
    mine.delete()
    return Stop.everywhere.bulk_create(
        [
            Stop(
                community=community,
                person=actor.person,
                day=today,
                problem=problem,
                position=position,
                done_at=done.get(problem.pk),
            )
            for position, problem in enumerate(dict.fromkeys(problems), start=1)
        ]
    )


def tick(stop: Stop, *, now: datetime) -> None:
    """The place was visited."""
    stop.done_at = now
    stop.save(update_fields=["done_at"])
