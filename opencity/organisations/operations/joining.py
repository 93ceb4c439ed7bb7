"""People come to act for an organisation, lead it, and leave it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.catalogue.lookup import categories
from opencity.communities.models import Community
from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.organisations.access import (
    group_of,
    is_member,
    leads_body,
    may_manage,
    must_be_here,
    must_be_reachable,
    must_manage,
)
from opencity.organisations.models import Answer, Invitation, JoinRequest
from opencity.organisations.operations.answering import close, held, must_be_another, must_give_reason
from opencity.people.acting import Actor, holding
from opencity.people.models import Membership, Organisation, Person
from opencity.people.operations.appointing import delist, enlist, entrust
from opencity.people.rights import Right
from opencity.problems.history import Words

Kind = Membership.Kind
DUTIES = (Kind.MEMBER, Kind.READER, Kind.INTAKE, Kind.INSPECTOR, Kind.OFFICER, Kind.SUPERVISOR)
"""What a lead may make of a member; contractors come by a link, and leads are named apart."""
LASTS = timedelta(days=14)
MOST_BY_LINK = 50


@dataclass(frozen=True, kw_only=True)
class NewDuty:
    """`categories` are codes it is limited to; none means all."""

    kind: str
    categories: Sequence[str] = ()


@transaction.atomic
def ask_to_join(
    community: Community, organisation: Organisation, actor: Actor, words: Words, *, now: datetime
) -> JoinRequest | Membership:
    """Ask to act for an organisation. An open group takes everybody at once. Asking twice is asking once."""
    must_be_here(community, organisation)
    must_be_reachable(actor)
    _held(organisation)
    _must_be_outside(organisation, actor.person, now)
    group = group_of(community, organisation)
    if group is not None and group.ended_at is not None:
        raise NotNow(_("This group has ended."), _("Look at the other groups, or begin one."), link="groups/")
    if group is not None and group.open_to_all:
        return enlist(actor.person, organisation, since=now, kind=Membership.Kind.MEMBER)
    known = JoinRequest.everywhere.filter(
        community=community, organisation=organisation, person=actor.person, state=Answer.ASKED
    ).first()
    return known or JoinRequest.everywhere.create(
        community=community,
        organisation=organisation,
        person=actor.person,
        words=words.text.strip()[:2000],
        language=words.in_language(),
        asked_at=now,
    )


@transaction.atomic
def take_request_back(request: JoinRequest, actor: Actor, *, now: datetime) -> JoinRequest:
    fresh = held(request)
    if fresh.person_id != actor.person.pk:
        raise NotAllowed(_("Only whoever asked can take it back."), _("You can answer it instead."))
    close(fresh, Answer.WITHDRAWN, actor, now=now)
    return fresh


@transaction.atomic
def answer_request(request: JoinRequest, actor: Actor, *, accept: bool, words: str = "", now: datetime) -> JoinRequest:
    """A lead of the organisation says yes, or no with a reason."""
    fresh = held(request)
    _held(fresh.organisation)
    must_manage(fresh.organisation, actor, now=now)
    must_be_another(fresh, actor)
    if not accept:
        must_give_reason(words)
        close(fresh, Answer.DECLINED, actor, words=words, now=now)
        return fresh
    if fresh.person is not None and not is_member(fresh.organisation, fresh.person, now=now):
        enlist(fresh.person, fresh.organisation, since=now, kind=Membership.Kind.MEMBER)
    close(fresh, Answer.ACCEPTED, actor, now=now)
    return fresh


@transaction.atomic
def invite(community: Community, organisation: Organisation, actor: Actor, *, now: datetime) -> Invitation:
    """A link for those one knows. The one before it ends: a link that was passed on too far is renewed away."""
    must_be_here(community, organisation)
    _held(organisation)
    must_manage(organisation, actor, now=now)
    end_invitations(community, organisation, now=now)
    return Invitation.everywhere.create(
        community=community,
        organisation=organisation,
        key=secrets.token_urlsafe(24),
        made_by=actor.person,
        made_at=now,
        ends_at=now + LASTS,
        most=MOST_BY_LINK,
    )


def end_invitations(community: Community, organisation: Organisation, *, now: datetime) -> None:
    running = Invitation.everywhere.filter(community=community, organisation=organisation, ends_at__gt=now)
    running.update(ends_at=now)


@transaction.atomic
def stop_inviting(community: Community, organisation: Organisation, actor: Actor, *, now: datetime) -> None:
    must_manage(organisation, actor, now=now)
    end_invitations(community, organisation, now=now)


@transaction.atomic
def follow_invitation(invitation: Invitation, actor: Actor, *, now: datetime) -> Membership:
    """Join by a link. Whoever is a member already stays one; the link is not used up by it."""
    must_be_reachable(actor)
    fresh = Invitation.everywhere.select_related("organisation").select_for_update(of=("self",)).get(pk=invitation.pk)
    known = Membership.objects.filter(holding(now), organisation=fresh.organisation, person=actor.person).first()
    if known is not None:
        return known
    if not is_running(fresh, now):
        raise NotNow(_("This invitation has ended."), _("Ask whoever sent it for a new link, or ask to join."))
    group = group_of(fresh.community, fresh.organisation)
    if group is not None and group.ended_at is not None:
        raise NotNow(_("This group has ended."), _("Look at the other groups, or begin one."), link="groups/")
    fresh.used += 1
    fresh.save(update_fields=["used"])
    rows = JoinRequest.everywhere.filter(
        community=fresh.community, organisation=fresh.organisation, person=actor.person, state=Answer.ASKED
    )
    for request in rows:
        close(request, Answer.ACCEPTED, actor, now=now)
    return enlist(actor.person, fresh.organisation, since=now, kind=Membership.Kind.MEMBER)


def is_running(invitation: Invitation, now: datetime) -> bool:
    return now < invitation.ends_at and invitation.used < invitation.most


@transaction.atomic
def leave(organisation: Organisation, actor: Actor, *, now: datetime) -> None:
    """Act for it no more. The last lead of others first names another."""
    _held(organisation)
    _must_stay_led(organisation, actor.person, now)
    delist(actor.person, organisation, now=now)


@transaction.atomic
def end_membership(organisation: Organisation, member: Person, actor: Actor, *, now: datetime) -> None:
    """A lead ends the membership of somebody who is no lead."""
    _held(organisation)
    must_manage(organisation, actor, now=now)
    if leads_body(organisation, member, now=now):
        raise NotAllowed(
            _("Whoever leads leaves by themselves."), _("Talk with them, or ask a coordinator of the community.")
        )
    delist(member, organisation, now=now)


@transaction.atomic
def name_lead(organisation: Organisation, member: Person, actor: Actor, *, now: datetime) -> Membership:
    """A member becomes a lead too."""
    _held(organisation)
    must_manage(organisation, actor, now=now)
    if not is_member(organisation, member, now=now):
        raise NotNow(_("They are no member any more."), _("Open the page again: it shows who is."))
    return enlist(member, organisation, since=now, kind=Membership.Kind.LEAD)


@transaction.atomic
def give_duty(
    community: Community,
    organisation: Organisation,
    member: Person,
    actor: Actor,
    duty: NewDuty,
    *,
    now: datetime,
) -> Membership:
    """Whoever may decide about people says what a member does: sorts, answers, works on the spot, only reads."""
    must_be_here(community, organisation)
    _held(organisation)
    if not (actor.may(Right.PEOPLE, organisation.pk) or may_manage(organisation, actor, now=now)):
        raise NotAllowed(
            _("Only whoever leads the organisation can do this."), _("Ask them: the members know who it is.")
        )
    if member.pk == actor.person.pk:
        raise NotAllowed(_("Nobody gives a duty to themselves."), _("Ask another lead."))
    if not is_member(organisation, member, now=now):
        raise NotNow(_("They are no member any more."), _("Open the page again: it shows who is."))
    known = {one.code for one in categories(community).values()}
    if duty.kind not in DUTIES or any(code not in known for code in duty.categories):
        raise NotUnderstood(_("We do not know this choice."), _("Choose from the list."), field="kind")
    return entrust(member, organisation, duty.kind, categories=sorted(set(duty.categories)), now=now)


def _held(organisation: Organisation) -> None:
    """Members of one body change one after another: its last lead cannot leave twice at the same moment."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)


def _must_be_outside(organisation: Organisation, person: Person, now: datetime) -> None:
    if is_member(organisation, person, now=now):
        raise NotNow(_("You act for this organisation already."), _("Open its page: it shows what you can do."))


def _must_stay_led(organisation: Organisation, person: Person, now: datetime) -> None:
    now_members = Membership.objects.filter(holding(now), organisation=organisation)
    leads = set(now_members.filter(kind=Membership.Kind.LEAD).values_list("person_id", flat=True))
    others = now_members.exclude(person=person).exists()
    if leads == {person.pk} and others:
        raise NotNow(
            _("You are the only one who leads, and others stay."), _("Name another lead first, then you can leave.")
        )
