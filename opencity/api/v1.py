"""API version 1: what anybody may read of a community. It grows with what the platform can do."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Path, Query

from opencity import __version__
from opencity.api import together
from opencity.api.asking import PageSize, Slug, community_of
from opencity.api.shapes import (
    AreaOut,
    CategoryOut,
    OrganisationOut,
    PointOut,
    ProblemOut,
    ProblemsOut,
    RefusalOut,
    VerificationOut,
)
from opencity.catalogue.models import Category, Hazard
from opencity.communities.models import Community
from opencity.foundation.refusals import Refusal
from opencity.people.models import Presence
from opencity.places.models import Area
from opencity.problems.models import Problem
from opencity.problems.states import State, Visibility
from opencity.verification.models import Claim, Outcome

api = NinjaAPI(title="Open City", version=__version__, urls_namespace="api-v1", docs_url=None)
api.add_router("", together.router)


@api.get("/{slug}/problems", response={200: ProblemsOut, 404: RefusalOut}, summary="Public problems, newest first")
def problems(
    request: HttpRequest,
    slug: Slug,
    after: Annotated[int | None, Query(ge=1, le=2**53)] = None,
    limit: PageSize = 100,
    state: State | None = None,
    category: Annotated[str, Query(max_length=40, pattern=r"^[\w.-]*$")] = "",
    area: Annotated[str, Query(max_length=40, pattern=r"^[\w.-]*$")] = "",
) -> ProblemsOut:
    rows = _public(community_of(request))
    if after is not None:
        rows = rows.filter(number__lt=after)
    for name, value in {"state": state or "", "category__code": category, "area__code": area}.items():
        rows = rows.filter(**{name: value}) if value else rows
    found = list(rows.order_by("-number")[: limit + 1])
    page = found[:limit]
    return ProblemsOut(items=[_out(row, slug) for row in page], next=page[-1].number if len(found) > limit else None)


@api.get("/{slug}/problems/{number}", response={200: ProblemOut, 404: RefusalOut}, summary="One public problem")
def problem(request: HttpRequest, slug: Slug, number: Annotated[int, Path(ge=1, le=2**53)]) -> ProblemOut:
    row = _public(community_of(request)).filter(number=number).first()
    if row is None:
        raise Http404
    return _out(row, slug)


def _public(community: Community) -> QuerySet[Problem]:
    rows = Problem.everywhere.filter(community=community).public()
    return rows.select_related("category", "area", "owner", "merged_into")


def _out(row: Problem, slug: str) -> ProblemOut:
    place = None if row.lat is None or row.lon is None else PointOut(coordinates=(row.lon, row.lat))
    return ProblemOut(
        number=row.number,
        title=row.title,
        language=row.language,
        category=row.category.code,
        area=row.area.code if row.area else None,
        owner=row.owner.slug if row.owner else None,
        state=row.state,
        urgent=row.urgent,
        place=place,
        precision=row.precision,
        place_words=row.place_words,
        affected=row.endorsed + 1,
        reported_at=row.created_at,
        updated_at=row.updated_at,
        answer_due=row.answer_due,
        answered_at=row.answered_at,
        promised_for=row.promised_for,
        ended_at=row.ended_at,
        by_reporter_alone=row.by_reporter_alone,
        merged_into=row.merged_into.number if row.merged_into else None,
        url=f"{settings.PUBLIC_URL}/{slug}/problems/{row.number}/",
        history_head=row.head,
    )


@api.get("/{slug}/areas", response={200: list[AreaOut], 404: RefusalOut}, summary="Areas with their outlines")
def areas(request: HttpRequest, slug: Slug) -> list[AreaOut]:
    rows = (
        Area.everywhere.filter(community=community_of(request)).select_related("parent").order_by("depth", "position")
    )
    return [
        AreaOut(
            code=row.code,
            kind=row.kind,
            parent=row.parent.code if row.parent else None,
            names=row.names,
            outline=row.outline,
        )
        for row in rows
    ]


@api.get("/{slug}/categories", response={200: list[CategoryOut], 404: RefusalOut}, summary="Categories")
def categories(request: HttpRequest, slug: Slug) -> list[CategoryOut]:
    rows = Category.everywhere.filter(community=community_of(request), active=True).order_by("position")
    return [
        CategoryOut(
            code=row.code,
            sphere=row.sphere,
            names=row.names,
            hints=row.hints,
            response_days=row.response_days,
            participation=row.participation,
            anonymous=row.anonymous,
            never_taken=row.hazard == Hazard.NEVER_TAKEN,
        )
        for row in rows
    ]


@api.get("/{slug}/organisations", response={200: list[OrganisationOut], 404: RefusalOut}, summary="Bodies at work here")
def organisations(request: HttpRequest, slug: Slug) -> list[OrganisationOut]:
    rows = (
        Presence.everywhere.filter(community=community_of(request)).select_related("organisation").order_by("position")
    )
    return [
        OrganisationOut(
            slug=row.organisation.slug,
            names=row.organisation.names,
            sector=row.organisation.sector,
            verified=row.verified,
        )
        for row in rows
    ]


@api.get("/{slug}/verifications", response={200: list[VerificationOut], 404: RefusalOut}, summary="Rounds of checks")
def verifications(
    request: HttpRequest,
    slug: Slug,
    problem: Annotated[int | None, Query(ge=1, le=2**53)] = None,
    limit: PageSize = 100,
) -> list[VerificationOut]:
    rows = Claim.everywhere.filter(community=community_of(request), problem__visibility=Visibility.PUBLIC)
    if problem is not None:
        rows = rows.filter(problem__number=problem)
    found = rows.select_related("problem").prefetch_related("verdicts").order_by("-claimed_at", "-pk")[:limit]
    return [
        VerificationOut(
            problem=row.problem.number,
            round=row.round,
            claimed_at=row.claimed_at,
            by_doer=row.by_doer,
            outcome=row.outcome,
            ended_at=row.ended_at,
            verdicts=None if row.outcome == Outcome.RUNNING else Counter(one.value for one in row.verdicts.all()),
        )
        for row in found
    ]


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    body = {"why": refusal.why, "next_step": refusal.next_step}
    return api.create_response(request, body, status=refusal.status)


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    body = {"why": "There is no such thing, or it is not public.", "next_step": "Check the address."}
    return api.create_response(request, body, status=404)
