"""Who gets which problem. A stranger gets 404; somebody who may read but not write gets a refusal with 403."""

from __future__ import annotations

from datetime import timedelta

from django.core.signing import BadSignature
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from opencity.communities.models import Community
from opencity.foundation.refusals import NotAllowed
from opencity.foundation.tokens import open_seal, seal
from opencity.people.acting import Actor
from opencity.people.rights import Right
from opencity.problems.doers import doers
from opencity.problems.models import Problem, Report
from opencity.problems.rules.moves import Who
from opencity.problems.states import Visibility

CAPACITIES = ((Right.ANSWER, Who.OFFICER), (Right.SORT, Who.INTAKE), (Right.WORK, Who.INSPECTOR))
"""What a right in the owner's organisation makes somebody to its problems."""
RECEIPT_LASTS = timedelta(days=3650)


def problem_for_public(community: Community, number: int) -> Problem:
    """The only way a public door gets a problem: public ones, and hidden ones for the reason they were hidden."""
    rows = Problem.everywhere.filter(community=community).for_list().select_related("community", "merged_into")
    return get_object_or_404(rows.filter(visibility__in=(Visibility.PUBLIC, Visibility.HIDDEN)), number=number)


def problem_for(community: Community, number: int, actor: Actor | None) -> Problem:
    """A problem for somebody signed in: public ones, their own, and those they handle."""
    rows = Problem.everywhere.filter(community=community).for_list().select_related("community", "merged_into")
    problem = get_object_or_404(rows, number=number)
    if problem.visibility == Visibility.PUBLIC or may_see(problem, actor):
        return problem
    raise Http404


def may_see(problem: Problem, actor: Actor | None) -> bool:
    """Whether somebody may see a problem that is not public: who handles it, and its reporters."""
    return actor is not None and (handles(problem, actor) or is_reporter(problem, actor))


def handles(problem: Problem, actor: Actor) -> bool:
    """The owner's officers, and those with a role. A librarian does not read hidden or private problems of others."""
    wanted = Right.READ_PRIVATE if problem.visibility == Visibility.PRIVATE else Right.READ
    theirs = actor.may(wanted, problem.owner_id, problem.category.code)
    if actor.moderates or (theirs and problem.visibility != Visibility.HELD):
        return True
    return actor.is_librarian and problem.visibility == Visibility.HELD


def is_reporter(problem: Problem, actor: Actor) -> bool:
    return Report.everywhere.filter(problem=problem, reporter=actor.person).exists()


def capacities(problem: Problem, actor: Actor) -> frozenset[Who]:
    """Everything the actor is to this problem."""
    found = {Who(role) for role in actor.roles if role in set(Who)}
    found |= {who for right, who in CAPACITIES if actor.may(right, problem.owner_id, problem.category.code)}
    if actor.person.assurance >= 1:
        found.add(Who.RESIDENT)
    if is_reporter(problem, actor):
        found.add(Who.REPORTER)
    return frozenset(found)


def receipt_token(report: Report) -> str:
    """For a link that opens the reporter's own view of a report without an account."""
    return seal("receipt", report.pk)


def report_for_reporter(community: Community, token: str) -> Report:
    """For the holder of a sealed receipt: they may follow their report before it is public."""
    try:
        number = open_seal("receipt", token, lasts=RECEIPT_LASTS)
    except BadSignature:
        raise Http404 from None
    rows = Report.everywhere.filter(community=community).select_related(
        "problem__category", "problem__area", "problem__owner", "problem__community", "reporter"
    )
    return get_object_or_404(rows, pk=number)


def must_be_unconcerned(problem: Problem, actor: Actor) -> None:
    """A coordinator or moderator who did the work, or belongs to the owner, may not decide on it."""
    if problem.owner_id in actor.offices or actor.person.pk in doers(problem):
        raise NotAllowed(
            _("You did this work or belong to the body that owns it, so you may not decide about it."),
            _("Ask another coordinator, a librarian or the operator of the installation."),
        )


def must_sort(problem: Problem, actor: Actor) -> None:
    """The owner's intake puts a category right; everybody else has to be an unconcerned moderator."""
    if not actor.may(Right.SORT, problem.owner_id, problem.category.code):
        must_moderate(problem, actor)


def must_moderate(problem: Problem, actor: Actor) -> None:
    """A coordinator or moderator who is not concerned; a librarian too where a report waits for its check."""
    if not actor.moderates and not (actor.is_librarian and problem.visibility == Visibility.HELD):
        raise NotAllowed(
            _("Only coordinators and moderators can do this."), _("Flag the problem and say what is wrong.")
        )
    must_be_unconcerned(problem, actor)
