"""Who may call and lead an action, and who gets which one."""

from __future__ import annotations

from datetime import timedelta

from django.core.signing import BadSignature
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from opencity.actions.models import Action, Participation
from opencity.actions.rules.ages import adults_only
from opencity.actions.rules.moves import Side
from opencity.actions.values import Minors
from opencity.catalogue.models import Category
from opencity.communities.models import Community
from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.foundation.tokens import Sealed, open_seal, seal
from opencity.people.acting import Actor
from opencity.people.models import Assurance, Organisation, Person, Presence, Sector
from opencity.people.rights import Right
from opencity.plans.access import is_non_profit, leads, live_plan, must_suit
from opencity.plans.models import Plan
from opencity.plans.values import Route
from opencity.problems.models import Problem
from opencity.problems.states import UNDER_WAY, Visibility

LASTS = timedelta(days=3650)
"""How long the links of letters and calendars hold."""


def rows_of(community: Community) -> QuerySet[Action]:
    """Actions with everything a page asks of them."""
    return Action.everywhere.filter(community=community).select_related(
        "problem__community",
        "problem__category",
        "problem__area",
        "area",
        "lead",
        "organisation",
        "host",
        "plan__organisation",
    )


def action_for_public(community: Community, number: int, position: int) -> Action:
    """The only way a public door gets an action: one of a public problem."""
    rows = rows_of(community).filter(problem__visibility=Visibility.PUBLIC)
    action = rows.filter(problem__number=number, position=position).first()
    if action is None:
        raise Http404
    return action


def people_of(action: Action) -> QuerySet[Participation]:
    """Everybody who ever signed up, in that order. For whoever leads, and for themselves."""
    rows = Participation.everywhere.filter(action=action).select_related("person", "organisation", "role")
    return rows.order_by("pk")


def sides(action: Action, actor: Actor) -> frozenset[Side]:
    """Everything the actor is to this action, apart from taking part in it."""
    found = set()
    by_office = actor.may(Right.SPEAK, action.organisation_id)
    if actor.person.pk in {action.lead_id, action.co_lead_id} or by_office:
        found.add(Side.LEAD)
    if action.plan is not None and leads(action.plan, actor):
        found.add(Side.LEAD)
    if actor.coordinates or actor.is_librarian:
        found.add(Side.KEEPER)
    return frozenset(found)


def must_lead(action: Action, actor: Actor) -> frozenset[Side]:
    who = sides(action, actor)
    if not who:
        raise NotAllowed(
            _("Only whoever leads the action can do this."),
            _("Write what you know in an update on the problem: the lead reads it."),
        )
    return who


def may_call(problem: Problem, plan: Plan | None, actor: Actor) -> bool:
    """Whoever leads the problem's plan, a librarian or a coordinator."""
    if actor.person.assurance < Assurance.CONTACT:
        return False
    return actor.coordinates or actor.is_librarian or (plan is not None and leads(plan, actor))


def must_call(problem: Problem, actor: Actor) -> Plan | None:
    """The live plan the action belongs to. Refuses closed problems, work for licensed bodies, and others than leads."""
    if problem.visibility != Visibility.PUBLIC or problem.state not in UNDER_WAY:
        raise NotNow(
            _("People are called together for a public problem that is not closed."),
            _("Open the problem's page: it shows what can be done now."),
            link=f"problems/{problem.number}/",
        )
    plan = live_plan(problem)
    if not may_call(problem, plan, actor):
        raise NotAllowed(
            _("A joint action is called by whoever leads the plan, by the library or by a coordinator."),
            _("Make a plan for the problem, or ask the library to call people together."),
            link=f"problems/{problem.number}/",
        )
    must_suit(problem, Route.JOINT)
    return plan


def is_dangerous(category: Category) -> bool:
    return adults_only(hazard=category.hazard, participation=category.participation, coarsen=category.coarsen)


def must_fit_ages(category: Category, minors: str) -> None:
    if minors != Minors.ADULTS and is_dangerous(category):
        raise NotUnderstood(
            _("Work of this kind is dangerous: nobody under 18 may come."),
            _("Choose “adults only”."),
            field="minors",
        )


def must_act_as(organisation: Organisation, plan: Plan | None, actor: Actor) -> None:
    """In whose name an action is called: a body the caller acts for, or the one that leads the plan."""
    plans_own = plan is not None and plan.organisation_id == organisation.pk and leads(plan, actor)
    if not actor.may(Right.SPEAK, organisation.pk) and not plans_own:
        raise NotAllowed(
            _("You do not act for this organisation here."), _("Call people together in your own name instead.")
        )


def must_host(host: Organisation, community: Community) -> None:
    here = Presence.everywhere.filter(community=community, organisation=host).exists()
    if not here or not is_non_profit(host):
        raise NotUnderstood(
            _("Only a non-profit of this community can be the host of company staff."),
            _("Choose an organisation of civil society or a library."),
            field="host",
        )


def host_of(action: Action) -> Organisation | None:
    """The non-profit that engages whoever comes from a company: the one named, else the one that calls."""
    if action.host is not None:
        return action.host
    if action.organisation is not None and is_non_profit(action.organisation):
        return action.organisation
    return None


def must_have_host(action: Action, organisation: Organisation) -> None:
    if organisation.sector == Sector.BUSINESS and host_of(action) is None:
        raise NotNow(
            _("Staff of a company come through a non-profit: by law only a non-profit engages volunteers."),
            _("Ask the lead to name a host, an organisation or a library, or come in your own name."),
            link=f"problems/{action.problem.number}/actions/{action.position}/",
        )


def sign_up_token(one: Participation) -> str:
    """For letters: its holder sees their sign-up and may say that they cannot come, without signing in."""
    return seal("sign_up", one.pk)


def arrival_token(one: Participation) -> str:
    """For the code somebody shows at the place. It opens nothing to anybody but whoever leads."""
    return seal("arrival", str(one.uuid))


def calendar_token(person: Person, community: Community) -> str:
    return seal("calendar", [person.pk, community.pk])


def sign_up_of(action: Action, token: str) -> Participation | None:
    number = _opened("sign_up", token)
    return people_of(action).filter(pk=number).first() if isinstance(number, int) else None


def arrival_of(action: Action, token: str) -> Participation | None:
    uuid = _opened("arrival", token)
    return people_of(action).filter(uuid=uuid).first() if isinstance(uuid, str) else None


def calendar_of(community: Community, token: str) -> Person:
    sealed = _opened("calendar", token)
    if not isinstance(sealed, list) or len(sealed) != 2 or sealed[1] != community.pk:
        raise Http404
    person = Person.objects.select_related("merged_into").filter(pk=sealed[0], erased_at=None).first()
    if person is None:
        raise Http404
    return person.merged_into or person


def _opened(purpose: str, token: str) -> Sealed | None:
    try:
        return open_seal(purpose, token, lasts=LASTS)
    except BadSignature:
        return None
