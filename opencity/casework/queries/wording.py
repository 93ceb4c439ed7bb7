"""Which templates of answers fit a case."""

from __future__ import annotations

from django.db.models import Q

from opencity.casework.models import AnswerTemplate
from opencity.communities.models import Community
from opencity.problems.models import Problem


def templates_for(problem: Problem) -> list[AnswerTemplate]:
    """Those of its owner and of everybody, for its category. One query."""
    rows = AnswerTemplate.everywhere.filter(
        Q(organisation=problem.owner_id) | Q(organisation=None), community=problem.community_id, ended_at=None
    )
    code = problem.category.code
    return [one for one in rows.order_by("title", "pk") if not one.categories or code in one.categories]


def templates_of(community: Community, bodies: frozenset[int], *, everybody: bool) -> list[AnswerTemplate]:
    """Those somebody keeps: of the bodies by id, and with `everybody` those of the whole community."""
    mine = Q(organisation__in=bodies) | (Q(organisation=None) if everybody else Q(pk=None))
    rows = AnswerTemplate.everywhere.filter(mine, community=community, ended_at=None)
    return list(rows.select_related("organisation").order_by("deed", "title", "pk"))
