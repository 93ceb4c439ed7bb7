"""Needs, pledges and joint actions: what is wanted, who promised what, when people meet. People are never named."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest
from ninja import Query, Router

from opencity.actions.models import Action, ActionRole, Participation
from opencity.actions.values import TAKES_A_PLACE
from opencity.api.asking import PageSize, Slug, community_of
from opencity.api.shapes import ActionOut, ActionsOut, NeedOut, NeedsOut, PledgeOut, PledgesOut, PointOut, RefusalOut
from opencity.plans.access import SHOWN
from opencity.plans.models import Need, Pledge
from opencity.plans.queries.needs import coverage_of
from opencity.plans.rules.covering import Coverage
from opencity.plans.values import NeedKind, PledgeState
from opencity.problems.states import Visibility

router = Router()
Number = Annotated[int | None, Query(ge=1, le=2**53)]


@router.get("/{slug}/needs", response={200: NeedsOut, 404: RefusalOut}, summary="Needs of published plans")
def needs(
    request: HttpRequest,
    slug: Slug,
    problem: Number = None,
    kind: NeedKind | None = None,
    after: UUID | None = None,
    limit: PageSize = 100,
) -> NeedsOut:
    rows = Need.everywhere.filter(
        community=community_of(request),
        plan__state__in=SHOWN,
        plan__problem__visibility=Visibility.PUBLIC,
        dropped_at=None,
    ).select_related("plan__problem", "grantor", "payee")
    rows = rows.filter(plan__problem__number=problem) if problem is not None else rows
    rows = rows.filter(kind=kind) if kind is not None else rows
    rows = rows.filter(uuid__gt=after) if after is not None else rows
    found = list(rows.order_by("uuid")[: limit + 1])
    page = found[:limit]
    covered = coverage_of(page)
    items = [_need(row, covered[row.pk]) for row in page]
    return NeedsOut(items=items, next=items[-1].id if len(found) > limit else None)


def _need(row: Need, covered: Coverage) -> NeedOut:
    return NeedOut(
        id=str(row.uuid),
        problem=row.plan.problem.number,
        position=row.position,
        kind=row.kind,
        unit=row.unit,
        words=row.words,
        quantity=row.quantity,
        minimum=row.minimum,
        promised=covered.promised,
        received=covered.received,
        waiting=covered.waiting,
        promised_by=covered.promised_by,
        state=covered.state,
        needed_by=row.needed_by,
        plan_state=row.plan.state,
        grantor=row.grantor.slug if row.grantor else None,
        payee=row.payee.slug if row.payee else None,
    )


@router.get("/{slug}/pledges", response={200: PledgesOut, 404: RefusalOut}, summary="Promises, the oldest first")
def pledges(
    request: HttpRequest,
    slug: Slug,
    problem: Number = None,
    need: UUID | None = None,
    after: UUID | None = None,
    limit: PageSize = 100,
) -> PledgesOut:
    rows = Pledge.everywhere.filter(
        community=community_of(request),
        need__plan__state__in=SHOWN,
        need__plan__problem__visibility=Visibility.PUBLIC,
    ).exclude(state=PledgeState.DECLINED)
    rows = rows.filter(need__plan__problem__number=problem) if problem is not None else rows
    rows = rows.filter(need__uuid=need) if need is not None else rows
    rows = rows.filter(uuid__gt=after) if after is not None else rows
    found = list(rows.select_related("need__plan__problem", "organisation").order_by("uuid")[: limit + 1])
    items = [
        PledgeOut(
            id=str(row.uuid),
            need=str(row.need.uuid),
            problem=row.need.plan.problem.number,
            sector=row.sector,
            organisation=row.organisation.slug if row.organisation and not row.quiet else None,
            quantity=row.quantity,
            state=row.state,
            due=row.due,
            made_at=row.created_at,
        )
        for row in found[:limit]
    ]
    return PledgesOut(items=items, next=items[-1].id if len(found) > limit else None)


@router.get("/{slug}/actions", response={200: ActionsOut, 404: RefusalOut}, summary="Joint actions")
def actions(
    request: HttpRequest, slug: Slug, problem: Number = None, after: UUID | None = None, limit: PageSize = 100
) -> ActionsOut:
    rows = Action.everywhere.filter(community=community_of(request), problem__visibility=Visibility.PUBLIC)
    rows = rows.filter(problem__number=problem) if problem is not None else rows
    rows = rows.filter(uuid__gt=after) if after is not None else rows
    found = list(rows.select_related("problem", "organisation").order_by("uuid")[: limit + 1])
    page = found[:limit]
    capacity = dict(_sums(ActionRole.everywhere.filter(action__in=page), Sum("capacity")))
    there = Participation.everywhere.filter(action__in=page, state__in=TAKES_A_PLACE)
    taken, hours = dict(_sums(there, Count("pk"))), dict(_sums(there, Sum("hours")))
    items = [
        _action(row, slug, capacity.get(row.pk, 0), taken.get(row.pk, 0), hours.get(row.pk) or Decimal(0))
        for row in page
    ]
    return ActionsOut(items=items, next=items[-1].id if len(found) > limit else None)


def _sums(rows: QuerySet[Any], what: Sum | Count) -> list[tuple[int, Any]]:
    return list(rows.values_list("action").annotate(of=what).values_list("action", "of"))


def _action(row: Action, slug: str, capacity: int, taken: int, hours: Decimal) -> ActionOut:
    return ActionOut(
        id=str(row.uuid),
        problem=row.problem.number,
        position=row.position,
        title=row.title,
        language=row.language,
        state=row.state,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        place=None if row.lat is None or row.lon is None else PointOut(coordinates=(row.lon, row.lat)),
        place_words=row.place_words,
        organisation=row.organisation.slug if row.organisation else None,
        capacity=capacity,
        taken=taken,
        hours=hours,
        url=f"{settings.PUBLIC_URL}/{slug}/problems/{row.problem.number}/actions/{row.position}/",
    )
