"""Who gets which appeal: its author, and those of the body that has it who may read private cases or answer.

Everybody else gets 404, coordinators and the body that passed it on included.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from opencity.appeals.models import Appeal
from opencity.appeals.rules import Act
from opencity.communities.models import Community
from opencity.foundation.refusals import NotAllowed
from opencity.people.acting import Actor, holding
from opencity.people.models import RESIDENTS_GROUP, Membership, Organisation, Person
from opencity.people.rights import RIGHTS, Duty, Right

WANTED = {
    Act.REGISTER: Right.SORT,
    Act.FORWARD: Right.SORT,
    Act.RETURN: Right.ANSWER,
    Act.EXTEND: Right.ANSWER,
    Act.ANSWER: Right.ANSWER,
}
"""The right each act of a body asks for, besides reading."""
READERS = sorted(kind for kind, rights in RIGHTS.items() if Right.READ_PRIVATE in rights)


def appeal_rows(community: Community) -> QuerySet[Appeal]:
    rows = Appeal.everywhere.filter(community=community)
    return rows.select_related(
        "community",
        "problem__community",
        "problem__category",
        "problem__area",
        "person",
        "organisation",
        "addressed_to",
    )


def appeal_for_author(community: Community, person: Person, uuid: UUID) -> Appeal:
    found = appeal_rows(community).filter(person=person, uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def appeal_for_body(community: Community, actor: Actor, uuid: UUID) -> Appeal:
    found = appeal_rows(community).filter(uuid=uuid).first()
    if found is None or not reads(found, actor):
        raise Http404
    return found


def reads(appeal: Appeal, actor: Actor) -> bool:
    return actor.may(Right.READ_PRIVATE, appeal.organisation_id, appeal.problem.category.code)


def may_do(appeal: Appeal, actor: Actor, act: Act) -> bool:
    """Whether somebody of the body may do it, whatever the state; nobody decides on their own appeal."""
    if appeal.person_id == actor.person.pk:
        return False
    return reads(appeal, actor) and actor.may(WANTED[act], appeal.organisation_id, appeal.problem.category.code)


def must_do(appeal: Appeal, actor: Actor, act: Act) -> None:
    if not reads(appeal, actor):
        raise Http404
    if appeal.person_id == actor.person.pk:
        raise NotAllowed(_("This is your own appeal."), _("Ask a colleague to handle it."))
    if not may_do(appeal, actor, act):
        raise NotAllowed(_("Your duty does not reach this far."), _("Ask an officer or the lead of your organisation."))


def sees_appeals(actor: Actor) -> frozenset[int]:
    """Ids of the bodies whose appeals somebody reads, of some categories at least."""
    return actor.bodies_where(Right.READ_PRIVATE)


def reads_register(actor: Actor) -> frozenset[int]:
    """Ids of the bodies whose report by the classifier somebody reads."""
    return actor.bodies_where(Right.FIGURES) & (actor.bodies_where(Right.PEOPLE) | actor.bodies_where(Right.ANSWER))


def in_reach(actor: Actor) -> Q:
    """Appeals of the bodies somebody reads for, of the categories their duties are for."""
    found = Q(pk=None)
    for duty in actor.duties:
        if duty.gives(Right.READ_PRIVATE):
            mine = Q(organisation=duty.organisation)
            found |= mine & Q(problem__category__code__in=duty.categories) if duty.categories else mine
    return found


def handlers(organisation: Organisation, category: str, *, now: datetime) -> list[Person]:
    """Who of a body reads appeals of a category."""
    rows = Membership.objects.filter(holding(now), organisation=organisation, kind__in=READERS, person__is_active=True)
    return [
        one.person
        for one in rows.select_related("person").order_by("pk")
        if Duty(one.organisation_id, one.kind, frozenset(one.categories)).gives(Right.READ_PRIVATE, category)
    ]


def bodies_that_answer(community: Community, category: str, *, now: datetime) -> list[Organisation]:
    """Bodies of the community in which somebody can register and answer an appeal of this category, by name."""
    held = Membership.objects.filter(
        holding(now),
        kind__in=READERS,
        person__is_active=True,
        organisation__presences__community=community,
        organisation__presences__verified=True,
    ).exclude(organisation__kind=RESIDENTS_GROUP)
    found = {
        one.organisation_id: one.organisation
        for one in held.select_related("organisation")
        if Duty(one.organisation_id, one.kind, frozenset(one.categories)).gives(Right.ANSWER, category)
    }
    return sorted(found.values(), key=lambda one: one.name)
