"""Residents organise themselves: a group begins, changes, decides and ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from shapely.geometry import shape

from opencity.communities.models import Community
from opencity.communities.operations.founding import brought_forward
from opencity.foundation.chains import Fact
from opencity.foundation.geography import Point
from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.organisations.access import is_member, must_be_reachable, must_manage
from opencity.organisations.models import Decision, Group, GroupKind
from opencity.organisations.operations.applying import free_slug, must_be_a_name, must_be_new_here
from opencity.organisations.operations.joining import end_invitations
from opencity.organisations.queries.groups import concerns
from opencity.organisations.rules.bounds import outline_of
from opencity.people.acting import Actor, holding
from opencity.people.models import RESIDENTS_GROUP, Membership, Sector
from opencity.people.operations.appointing import NewOrganisation, delist, enlist, register, settle
from opencity.places.lookup import atlas
from opencity.places.models import Area
from opencity.problems.history import Words, locked, record
from opencity.problems.models import Problem
from opencity.problems.states import Visibility

MOST_IN_A_MONTH = 3
MOST_VOTES = 100_000


@dataclass(frozen=True, kw_only=True)
class NewGroup:
    """Bounds are an area of the community or corners of their own; both empty for a group without bounds."""

    name: str
    kind: str
    words: Words
    area: Area | None = None
    corners: tuple[Point, ...] = ()
    open_to_all: bool = False


@transaction.atomic
def begin_group(community: Community, actor: Actor, new: NewGroup, *, now: datetime) -> Group:
    """Whoever begins it leads it. It is public at once and says that nobody has checked it yet."""
    must_be_reachable(actor)
    kind, bounds = _must_be_a_kind(new.kind), _bounds(community, new)
    name = must_be_a_name(new.name)
    must_be_new_here(community, name)
    lately = Group.everywhere.filter(
        community=community, founded_by=actor.person, founded_at__gt=now - timedelta(days=30)
    )
    if lately.count() >= MOST_IN_A_MONTH:
        raise NotNow(_("You began several groups this month."), _("Invite people to those first."))
    language = new.words.in_language()
    body = register(
        NewOrganisation(
            slug=free_slug(community, name),
            names={language: name},
            about={language: new.words.text.strip()[:2000]} if new.words.text.strip() else {},
            sector=Sector.CIVIL,
            kind=RESIDENTS_GROUP,
        ),
        now=now,
    )
    settle(body, community)
    enlist(actor.person, body, since=now, kind=Membership.Kind.LEAD)
    group = Group.everywhere.create(
        community=community,
        organisation=body,
        kind=kind,
        area=new.area,
        bounds=bounds,
        open_to_all=new.open_to_all,
        founded_by=actor.person,
        founded_at=now,
    )
    brought_forward(community)
    return group


@transaction.atomic
def change_group(group: Group, actor: Actor, new: NewGroup, *, now: datetime) -> Group:
    """Its bounds, its kind, its words and whether it is open. The name stays: promises were made in it."""
    group = _running(group)
    must_manage(group.organisation, actor, now=now)
    group.kind, group.bounds = _must_be_a_kind(new.kind), _bounds(group.community, new)
    group.area, group.open_to_all = new.area, new.open_to_all
    group.save(update_fields=["kind", "bounds", "area", "open_to_all"])
    body = group.organisation
    about = {**body.about, new.words.in_language(): new.words.text.strip()[:2000]}
    told = NewOrganisation(slug=body.slug, names=body.names, about=about, sector=body.sector, kind=body.kind)
    register(told, now=now)
    brought_forward(group.community)
    return group


@transaction.atomic
def end_group(group: Group, actor: Actor, *, now: datetime) -> Group:
    """It takes part in nothing any more; what it gave and decided stays to be read."""
    group = _running(group)
    must_manage(group.organisation, actor, now=now)
    group.ended_at = now
    group.save(update_fields=["ended_at"])
    end_invitations(group.community, group.organisation, now=now)
    members = Membership.objects.filter(holding(now), organisation=group.organisation).select_related("person")
    for member in members:
        delist(member.person, group.organisation, now=now)
    brought_forward(group.community)
    return group


@dataclass(frozen=True, kw_only=True)
class NewDecision:
    title: str
    words: Words
    decided_on: date
    votes_for: int
    votes_against: int = 0
    abstained: int = 0
    problem: Problem | None = None
    replaces: Decision | None = None
    uuid: UUID | None = None


@transaction.atomic
def record_decision(group: Group, actor: Actor, new: NewDecision, *, now: datetime) -> Decision:
    """A lead writes down what the group decided. It stands for good; a later decision may replace it.

    Where it is about a problem, it also stands in the problem's history.
    """
    problem = locked(new.problem) if new.problem is not None else None
    known = Decision.everywhere.filter(uuid=new.uuid, group=group).first() if new.uuid else None
    if known is not None:
        return known
    group = _running(group)
    must_manage(group.organisation, actor, now=now)
    if not is_member(group.organisation, actor.person, now=now):
        raise NotAllowed(_("A member of the group writes down what it decided."), _("Ask one of its leads."))
    _must_be_decided(group, new, now)
    _must_be_about(group, problem)
    if new.replaces is not None:
        _must_be_replaceable(group, new.replaces)
    last = Decision.everywhere.filter(group=group).order_by("-number").values_list("number", flat=True).first()
    made = Decision.everywhere.create(
        community=group.community,
        group=group,
        number=(last or 0) + 1,
        title=" ".join(new.title.split())[:120],
        words=new.words.text.strip()[:4000],
        language=new.words.in_language(),
        decided_on=new.decided_on,
        votes_for=new.votes_for,
        votes_against=new.votes_against,
        abstained=new.abstained,
        problem=problem,
        replaces=new.replaces,
        recorded_by=actor.person,
        recorded_at=now,
        **({"uuid": new.uuid} if new.uuid else {}),
    )
    if problem is not None:
        words = Words(made.title, made.language)
        record(problem, "decided", actor=actor.person, at=now, facts=facts_of(made), texts={"words": words})
    brought_forward(group.community)
    return made


def facts_of(decision: Decision) -> dict[str, Fact]:
    return {
        "organisation": str(decision.group.organisation.uuid),
        "decision": str(decision.uuid),
        "votes_for": decision.votes_for,
        "votes_against": decision.votes_against,
        "abstained": decision.abstained,
    }


def _running(group: Group) -> Group:
    rows = Group.everywhere.select_related("organisation", "community", "area").select_for_update(of=("self",))
    fresh = rows.get(pk=group.pk)
    if fresh.ended_at is not None:
        raise NotNow(_("This group has ended."), _("Look at the other groups, or begin one."), link="groups/")
    return fresh


def _must_be_a_kind(said: str) -> GroupKind:
    if said not in GroupKind.values:
        raise NotUnderstood(
            _("It does not say what kind of group this is."), _("Choose one of the list."), field="kind"
        )
    return GroupKind(said)


def _bounds(community: Community, new: NewGroup) -> dict[str, Any] | None:
    if new.area is not None and new.area.community_id != community.pk:
        raise NotUnderstood(_("We do not know this choice."), _("Choose from the list."), field="area")
    if new.area is not None and new.corners:
        raise NotUnderstood(
            _("There are two kinds of bounds here."),
            _("Choose a part of town or mark corners, not both."),
            field="area",
        )
    if not new.corners:
        return None
    outline = outline_of(new.corners)
    town = atlas(community).outline
    if town is not None and not town.intersects(shape(outline)):
        raise NotUnderstood(
            _("These bounds lie outside %(community)s.") % {"community": community.name},
            _("Latitude comes first, then longitude."),
            field="corners",
        )
    return outline


def _must_be_decided(group: Group, new: NewDecision, now: datetime) -> None:
    if not new.title.strip():
        raise NotUnderstood(
            _("It does not say what was decided."), _("Say it in one sentence: “We plant six lindens.”"), field="title"
        )
    if not group.community.calendar.today(group.founded_at) <= new.decided_on <= group.community.calendar.today(now):
        raise NotUnderstood(
            _("On this day the group could not decide."),
            _("Name the day of the meeting: not later than today and not before the group began."),
            field="decided_on",
        )
    votes = (new.votes_for, new.votes_against, new.abstained)
    if any(not 0 <= one <= MOST_VOTES for one in votes):
        raise NotUnderstood(
            _("These numbers of votes cannot be right."), _("Write whole numbers, 0 or more."), field="votes_for"
        )
    if new.votes_for <= new.votes_against:
        raise NotUnderstood(
            _("More were not for it than against it: that decides nothing."),
            _("Only what most voted for is written down."),
            field="votes_for",
        )


def _must_be_about(group: Group, problem: Problem | None) -> None:
    if problem is None:
        return
    if problem.community_id != group.community_id or problem.visibility != Visibility.PUBLIC:
        raise NotUnderstood(
            _("There is no such public problem here."),
            _("Write its number, or leave the field empty."),
            field="problem",
        )
    if not concerns(group, problem):
        raise NotUnderstood(
            _("This problem lies outside the bounds of the group, and the group takes no part in it."),
            _("Promise something for it first, or record the decision without a problem."),
            field="problem",
        )


def _must_be_replaceable(group: Group, before: Decision) -> None:
    if before.group_id != group.pk or Decision.everywhere.filter(replaces=before).exists():
        raise NotNow(
            _("This decision was replaced already."), _("Open the group's page: it shows which one stands now.")
        )
