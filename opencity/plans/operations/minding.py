"""«Що мені під силу»: what somebody chose to be told of. Theirs alone, and gone when they wish."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.communities.models import Community
from opencity.foundation.refusals import NotUnderstood
from opencity.foundation.tenancy import acting_in
from opencity.people.models import Person
from opencity.places.models import Area
from opencity.places.tree import areas
from opencity.plans.models import Interest
from opencity.plans.values import NeedKind

MOST_SKILLS = 10
LONGEST_SKILL = 60


@dataclass(frozen=True, kw_only=True)
class NewInterest:
    kinds: tuple[NeedKind, ...] = ()
    skills: tuple[str, ...] = ()
    areas: tuple[Area, ...] = ()
    weekly: bool = False


@transaction.atomic
def keep_interest(community: Community, person: Person, new: NewInterest, *, now: datetime) -> Interest:
    skills = tuple(dict.fromkeys(" ".join(one.split()) for one in new.skills if one.strip()))
    if len(skills) > MOST_SKILLS or any(len(one) > LONGEST_SKILL for one in skills):
        raise NotUnderstood(
            _("These are too many words."),
            _("Name at most %(most)s skills, each in a word or two, with commas between them.") % {"most": MOST_SKILLS},
            field="skills",
        )
    known = {one.pk for one in areas(community).areas}
    if any(one.pk not in known for one in new.areas):
        raise NotUnderstood(_("We do not know this part of town."), _("Choose one from the list."), field="area")
    told = {"kinds": list(new.kinds), "skills": list(skills), "weekly": new.weekly, "changed_at": now}
    interest, _made = Interest.everywhere.update_or_create(community=community, person=person, defaults=told)
    # The relation's manager is scoped; an operation may be called from where no community is acted in.
    with acting_in(community.pk):
        interest.areas.set(new.areas)
    return interest


@transaction.atomic
def forget_interests(person: Person, community: Community | None = None) -> None:
    """In one community, or in all of them where somebody is erased."""
    rows = Interest.everywhere.filter(person=person)
    (rows.filter(community=community) if community else rows).delete()


@transaction.atomic
def stop_weekly(interest: Interest, *, now: datetime) -> None:
    """No more weekly letters; what was chosen stays for the page."""
    Interest.everywhere.filter(pk=interest.pk).update(weekly=False, changed_at=now)
