"""An organisation asks to take part; a coordinator looks and answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from opencity.communities.models import Community
from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.organisations.access import must_be_reachable
from opencity.organisations.models import Answer, Application
from opencity.organisations.operations.answering import close, held, must_be_another, must_give_reason
from opencity.organisations.operations.vetting import note_vetting
from opencity.organisations.rules.naming import LONGEST, SHORTEST, same_name, slug_of
from opencity.organisations.rules.registers import is_edrpou
from opencity.people.acting import Actor
from opencity.people.models import Membership, Organisation, Presence, Sector
from opencity.people.operations.appointing import NewOrganisation, enlist, register, settle
from opencity.problems.history import Words

MOST_OPEN = 3


@dataclass(frozen=True, kw_only=True)
class NewApplication:
    """`register_code` is the eight digits of the ЄДРПОУ; empty for those who have none."""

    name: str
    sector: str
    words: Words
    register_code: str = ""
    address: str = ""
    website: str = ""
    uuid: UUID | None = None


@transaction.atomic
def apply(community: Community, actor: Actor, new: NewApplication, *, now: datetime) -> Application:
    """Ask for an organisation to take part. It can do nothing and is shown nowhere until a coordinator looked."""
    must_be_reachable(actor)
    known = Application.everywhere.filter(uuid=new.uuid, person=actor.person).first() if new.uuid else None
    if known is not None:
        return known
    if new.sector not in Sector.values:
        raise NotUnderstood(
            _("It does not say what kind of organisation this is."), _("Choose one of the list."), field="sector"
        )
    name = must_be_a_name(new.name)
    _must_be_a_code(new.register_code)
    must_be_an_address(new.website)
    must_be_new_here(community, name, new.register_code)
    waiting = Application.everywhere.filter(community=community, person=actor.person, state=Answer.ASKED)
    if waiting.count() >= MOST_OPEN:
        raise NotNow(_("Several of your requests wait for an answer."), _("Wait for it, or take one of them back."))
    more = {"uuid": new.uuid} if new.uuid else {}
    return Application.everywhere.create(
        community=community,
        person=actor.person,
        name=name,
        sector=new.sector,
        register_code=new.register_code,
        address=new.address.strip()[:200],
        website=new.website.strip(),
        words=new.words.text.strip()[:2000],
        language=new.words.in_language(),
        asked_at=now,
        **more,
    )


@transaction.atomic
def take_application_back(application: Application, actor: Actor, *, now: datetime) -> Application:
    fresh = held(application)
    if fresh.person_id != actor.person.pk:
        raise NotAllowed(_("Only whoever asked can take it back."), _("You can answer it instead."))
    close(fresh, Answer.WITHDRAWN, actor, now=now)
    return fresh


@transaction.atomic
def accept_application(application: Application, actor: Actor, words: Words, *, now: datetime) -> Organisation:
    """The organisation is here from now on, verified, and whoever asked leads it. `words` say what was looked at."""
    fresh = held(application)
    must_coordinate(actor)
    must_be_another(fresh, actor)
    body = _registered(fresh) or _made(fresh, now)
    settle(body, fresh.community, inbox="", verified=True, address=fresh.address)
    if fresh.person is not None:
        enlist(fresh.person, body, since=now, kind=Membership.Kind.LEAD)
    note_vetting(fresh.community, body, actor, words, verified=True, now=now)
    fresh.organisation = body
    fresh.save(update_fields=["organisation"])
    close(fresh, Answer.ACCEPTED, actor, now=now)
    return body


@transaction.atomic
def decline_application(application: Application, actor: Actor, words: str, *, now: datetime) -> Application:
    fresh = held(application)
    must_coordinate(actor)
    must_be_another(fresh, actor)
    must_give_reason(words)
    close(fresh, Answer.DECLINED, actor, words=words, now=now)
    return fresh


def must_coordinate(actor: Actor) -> None:
    if not actor.coordinates:
        raise NotAllowed(_("Only a coordinator of the community can do this."), _("Ask the coordinator to look."))


def must_be_a_name(said: str) -> str:
    name = " ".join(said.split())
    if not SHORTEST <= len(name) <= LONGEST or not any(one.isalpha() for one in name):
        raise NotUnderstood(
            _("This is not a name people would know it by."),
            _("Write it as it stands on the door: from %(least)s to %(most)s characters.")
            % {"least": SHORTEST, "most": LONGEST},
            field="name",
        )
    return name


def must_be_an_address(said: str) -> None:
    if not said.strip():
        return
    try:
        URLValidator(schemes=["http", "https"])(said.strip())
    except ValidationError as error:
        raise NotUnderstood(
            _("This is not the address of a website."),
            _("Write it with https://, or leave it empty."),
            field="website",
        ) from error


def must_be_new_here(community: Community, name: str, register_code: str = "") -> None:
    """Nobody takes the name of a body that is here already, and nobody registers it twice."""
    here = Presence.everywhere.filter(community=community).select_related("organisation")
    for presence in here:
        body = presence.organisation
        by_code = bool(register_code) and body.register_code == register_code
        if by_code or same_name(name) in {same_name(one) for one in body.names.values()}:
            raise NotNow(
                _("“%(name)s” is here already.") % {"name": body.name},
                _("Are you from there? Open its page and ask to join."),
                field="name",
                link=f"organisations/{body.slug}/",
            )


def _must_be_a_code(code: str) -> None:
    if code and not is_edrpou(code):
        raise NotUnderstood(
            _("This is not a code of the ЄДРПОУ: its control digit does not fit."),
            _("Check the eight digits in the extract from the register."),
            field="register_code",
        )


def _registered(application: Application) -> Organisation | None:
    """The body with this code, where it takes part in another community already."""
    code = application.register_code
    return Organisation.objects.filter(register_code=code).first() if code else None


def _made(application: Application, now: datetime) -> Organisation:
    language = application.language or "uk"
    new = NewOrganisation(
        slug=free_slug(application.community, application.name),
        names={language: application.name},
        sector=application.sector,
        register_code=application.register_code,
    )
    return register(new, now=now)


def free_slug(community: Community, name: str) -> str:
    """An address nobody has yet; the community's own where the name is taken elsewhere."""
    first = slug_of(name) or "organisation"
    tries = [first, f"{first}-{community.slug}"[:60].rstrip("-")]
    tries += [f"{first}-{number}" for number in range(2, 1000)]
    taken = set(Organisation.objects.filter(slug__startswith=first).values_list("slug", flat=True)) | {
        "new",
        "requests",
    }
    return next(one for one in tries if one not in taken)
