"""Who may lead a plan, and on which side of a pledge somebody stands."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from opencity.catalogue.models import Participation
from opencity.communities.models import Community
from opencity.foundation.refusals import NotAllowed, NotNow
from opencity.people.acting import Actor
from opencity.people.models import RESIDENTS_GROUP, Assurance, Organisation, Presence, Sector
from opencity.people.rights import Right
from opencity.plans.models import Need, Plan, Pledge, StandingOffer
from opencity.plans.rules.moves import Side
from opencity.plans.values import LIVE, PlanState, PledgeSector, Route
from opencity.problems.access import is_reporter
from opencity.problems.models import Problem
from opencity.problems.states import UNDER_WAY, Visibility

SHOWN = frozenset({*LIVE, PlanState.FINISHED, PlanState.ABANDONED})


def live_plan(problem: Problem) -> Plan | None:
    """The published plan of a problem, if it has one."""
    rows = Plan.everywhere.filter(problem=problem, state__in=LIVE)
    return rows.select_related("problem__community", "problem__category", "lead", "co_lead", "organisation").first()


def plan_for_public(community: Community, number: int) -> Plan:
    """The plan a public page shows: the published one, else the last that ended. 404 for drafts and what is private."""
    rows = Plan.everywhere.filter(
        community=community, problem__number=number, problem__visibility=Visibility.PUBLIC, state__in=SHOWN
    ).select_related(
        "problem__community", "problem__category", "problem__area", "problem__owner", "lead", "co_lead", "organisation"
    )
    found = sorted(rows, key=lambda plan: (plan.state in LIVE, plan.pk))
    if not found:
        raise Http404
    return found[-1]


def need_for_public(community: Community, number: int, position: int) -> Need:
    """A need of the plan a public page shows, with all that hangs above it."""
    plan = plan_for_public(community, number)
    need = Need.everywhere.filter(plan=plan, position=position).select_related("grantor", "payee").first()
    if need is None:
        raise Http404
    need.plan = plan
    return need


def may_plan(problem: Problem, actor: Actor, organisation: Organisation | None = None) -> bool:
    """Whether somebody may lead a plan here: the owner, a verified body, the library, and residents where the charter
    allows it."""
    if actor.person.assurance < Assurance.CONTACT:
        return False
    if organisation is not None:
        # A group of residents may do in its name what each of its members may do in their own.
        trusted = Q(verified=True)
        if problem.community.charter.residents_plan:
            trusted |= Q(organisation__kind=RESIDENTS_GROUP)
        known = Presence.everywhere.filter(trusted, community=problem.community, organisation=organisation)
        speaks = actor.may(Right.SPEAK, organisation.pk)
        return speaks and (organisation.pk == problem.owner_id or known.exists())
    if actor.coordinates or actor.is_librarian or actor.may(Right.SPEAK, problem.owner_id):
        return True
    return problem.community.charter.residents_plan or is_reporter(problem, actor)


def must_plan(problem: Problem, actor: Actor, organisation: Organisation | None) -> None:
    if not may_plan(problem, actor, organisation):
        raise NotAllowed(
            _("Here a plan is led by organisations, the library or whoever reported the problem."),
            _("Offer your help in an update, or ask the library to lead it."),
        )


def must_be_open_for_plans(problem: Problem) -> None:
    if problem.visibility != Visibility.PUBLIC or problem.state not in UNDER_WAY:
        raise NotNow(
            _("A plan belongs to a public problem that is not closed."),
            _("Open the problem's page: it shows what can be done now."),
            link=f"problems/{problem.number}/",
        )


def must_suit(problem: Problem, route: str) -> None:
    """Dangerous work is for licensed bodies; residents may ask for it, watch and press."""
    participation = problem.category.participation
    if participation == Participation.LICENSED and route in {Route.JOINT, Route.MIXED}:
        raise NotNow(
            _("Only a licensed body may do this work: it is dangerous."),
            _("Choose “the body that has the duty does it” or “we press for a decision”."),
        )


def leads(plan: Plan, actor: Actor) -> bool:
    if actor.person.pk in {plan.lead_id, plan.co_lead_id}:
        return True
    return actor.may(Right.SPEAK, plan.organisation_id)


def leads_here(problem: Problem, actor: Actor) -> bool:
    """Whether somebody leads the problem's published plan, or led the last one that finished."""
    last = _last_plan(problem)
    return last is not None and leads(last, actor)


def leading_body(problem: Problem, actor: Actor) -> Organisation | None:
    """The organisation in whose name the actor leads here; None for whoever left it or never belonged to it."""
    last = _last_plan(problem)
    return last.organisation if last is not None and actor.may(Right.SPEAK, last.organisation_id) else None


def _last_plan(problem: Problem) -> Plan | None:
    rows = Plan.everywhere.filter(problem=problem, state__in=[*LIVE, PlanState.FINISHED]).order_by("-pk")
    return rows.select_related("organisation").first()


def must_lead(plan: Plan, actor: Actor) -> None:
    if not leads(plan, actor):
        raise NotAllowed(
            _("Only whoever leads the plan can do this."), _("Write what you know in an update: the lead reads it.")
        )


def sides(pledge: Pledge, actor: Actor) -> frozenset[Side]:
    """Everything the actor is to this pledge. Nobody receives what they or their own organisation give."""
    plan, need = pledge.need.plan, pledge.need
    found = set()
    promised, speaks = actor.person.pk == pledge.person_id, actor.may(Right.SPEAK, pledge.organisation_id)
    # Whoever left a body moves nothing of what they promised in its name, and does not receive it either.
    if speaks if pledge.organisation_id is not None else promised:
        found.add(Side.GIVER)
    if leads(plan, actor):
        found.add(Side.LEAD)
    receives = leads(plan, actor) or actor.coordinates or actor.is_librarian
    if need.payee_id is not None:
        receives = actor.may(Right.SPEAK, need.payee_id)
    if receives and not (promised or pledge.organisation_id in actor.offices):
        found.add(Side.RECIPIENT)
    return frozenset(found)


def pledge_for(community: Community, uuid: str, actor: Actor) -> Pledge:
    """A pledge for its giver or for whoever leads or receives; 404 for everybody else."""
    rows = Pledge.everywhere.filter(community=community, uuid=uuid).select_related(
        "need__plan__problem__community", "need__plan__problem__category", "need__plan__organisation", "need__payee"
    )
    pledge = rows.select_related(
        "need__plan__lead", "person", "organisation", "need__grantor", "need__plan__problem__owner"
    ).first()
    if pledge is None or not sides(pledge, actor):
        raise Http404
    return pledge


def givers_bodies(actor: Actor, community: Community) -> list[Organisation]:
    """The organisations somebody may act for in this community."""
    here = Presence.everywhere.filter(community=community).values("organisation_id")
    return list(Organisation.objects.filter(Q(pk__in=actor.bodies_where(Right.SPEAK)) & Q(pk__in=here)).order_by("pk"))


def must_act_for(organisation: Organisation, actor: Actor, community: Community) -> None:
    """Membership counts now: whoever left does not act for it any more."""
    here = Presence.everywhere.filter(community=community, organisation=organisation).exists()
    if not actor.may(Right.SPEAK, organisation.pk) or not here:
        raise NotAllowed(
            _("You do not act for this organisation here."),
            _("Promise in your own name, or ask the organisation to name you."),
        )


def may_change_offer(offer: StandingOffer, actor: Actor) -> bool:
    """Whoever made it for themselves; for an organisation everybody who acts for it now."""
    if offer.organisation_id is not None:
        return actor.may(Right.SPEAK, offer.organisation_id)
    return offer.person_id == actor.person.pk


def is_non_profit(organisation: Organisation) -> bool:
    """Who may receive money for a need: civil society and public libraries, never a business or an office."""
    return organisation.sector in {Sector.CIVIL, Sector.LIBRARY}


def sector_of(organisation: Organisation | None) -> PledgeSector:
    """On whose side a giver stands; a person alone is a resident."""
    if organisation is None or organisation.sector == Sector.CIVIL:
        return PledgeSector.CIVIL
    return PledgeSector.BUSINESS if organisation.sector == Sector.BUSINESS else PledgeSector.AUTHORITY
