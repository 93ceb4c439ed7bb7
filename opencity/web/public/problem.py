"""The page of one problem: everything about it, and the one next step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import segno
from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from opencity.actions.access import may_call
from opencity.appeals.queries.listing import own_appeals_about
from opencity.assets.models import Asset
from opencity.communities.http import CommunityRequest
from opencity.maps.locator import locator
from opencity.notices.queries import owner_badge
from opencity.people.rights import Right
from opencity.plans.models import Plan
from opencity.plans.queries.result import has_result
from opencity.problems.access import handles, may_see
from opencity.problems.history import facts_of
from opencity.problems.models import Endorsement, Event, Evidence, Problem, Subscription
from opencity.problems.models.question import Question
from opencity.problems.states import FINAL, UNDER_WAY, Precision, Stage, State, Visibility
from opencity.verification.models import Verdict
from opencity.web.public.actions_list import cards_of
from opencity.web.public.appeals.wording import public_of
from opencity.web.public.cases import Case, case_of
from opencity.web.public.dates import Due, day_words, due_of, promise_of
from opencity.web.public.photographs import Picture, evidence_picture, shown_evidence
from opencity.web.public.planned import planned
from opencity.web.public.plans.next_step import step_of_plan
from opencity.web.public.plans.section import plan_of, section_of, stamp_of_plan
from opencity.web.public.reading import page, stamp_of, unchanged
from opencity.web.public.rounds import WIDE, needed_for
from opencity.web.public.signs import path_of, state_sign, visibility_sign
from opencity.web.public.steps import Reader, step_for
from opencity.web.public.stewarding import section_of as care_of
from opencity.web.public.story import Material, gather, lines_of, opening_words

SAID_DONE = frozenset({State.CLAIMED_DONE, State.VERIFIED, State.CLOSED_UNVERIFIED})


@require_safe
def problem(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    case = case_of(request, number)
    shown = case.problem
    if shown.visibility == Visibility.HIDDEN and not may_see(shown, case.actor):
        return _hidden(request, shown)
    undelivered = owner_badge(shown, now=case.now) if shown.state in UNDER_WAY else ""
    plan = plan_of(shown)
    stamp = stamp_of(request, shown.pk, shown.head, undelivered, *stamp_of_plan(plan), now=case.now, of_all=False)
    answer = unchanged(request, stamp)
    if answer is None:
        context = {**_context(case, plan), "undelivered": undelivered}
        answer = page(request, "public/problem.html", context, stamp=stamp, modified=shown.updated_at)
    if not shown.is_public:
        answer["Cache-Control"] = "private, no-store"
        answer["X-Robots-Tag"] = "noindex"
    return answer


def _hidden(request: CommunityRequest, shown: Problem) -> HttpResponse:
    """The number and the published reason, and nothing else."""
    event = (
        Event.everywhere.filter(problem=shown, kind="hidden").order_by("-position").prefetch_related("texts").first()
    )
    reason = next((text for text in event.texts.all() if text.name == "words"), None) if event else None
    answer = render(request, "public/hidden.html", {"number": shown.number, "reason": reason}, status=410)
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _context(case: Case, plan: Plan | None) -> dict[str, Any]:
    shown, now = case.problem, case.now
    reader, verdicts_shown = _reader(case)
    evidence = shown_evidence(shown, verdicts_shown=verdicts_shown)
    material = gather(shown, evidence, now=now)
    appealed = any(event.kind == "appeal_filed" for event in material.events)
    needed = needed_for(shown, now=now)
    section = section_of(shown, plan, case.actor, now=now)
    pictures = [
        evidence_picture(one, shown, now=now, sizes=WIDE if not n else "148px") for n, one in enumerate(evidence)
    ]
    return {
        "problem": shown,
        "number": shown.number,
        "state": state_sign(shown, tag=True),
        "visibility": visibility_sign(shown),
        "affected": shown.endorsed + 1,
        "pictures": pictures,
        "pair": pair_of(shown, evidence, now),
        "has_result": plan is not None and shown.is_public and shown.state in SAID_DONE and has_result(shown),
        "more_pictures": len(pictures) - 1,
        "origin": settings.PUBLIC_URL,
        "step": step_of_plan(shown, section, reader) or step_for(shown, reader, needed, now=now),
        "plan": section.shown,
        "may_begin_plan": section.may_begin,
        **care_of(case),
        "actions": cards_of(shown, now=now) if shown.is_public else [],
        "may_call": case.actor is not None and shown.state in UNDER_WAY and may_call(shown, plan, case.actor),
        "stations": path_of(shown, now=now) if _on_its_way(shown) else [],
        "duty": _duty(case),
        "asset": _asset(shown),
        "appeals": public_of(shown, now=now) if appealed and shown.is_public else [],
        "reader_known": case.person is not None,
        "own_appeals": own_appeals_about(shown, case.person) if appealed and case.person is not None else [],
        "place": _place(shown),
        "opening": opening_words(material),
        "lines": lines_of(material, verdicts_shown=verdicts_shown),
        "planned": planned(shown, section.lines, now=now),
        "related": _related(material),
        "handles": case.actor is not None and handles(shown, case.actor),
        "open": shown.state not in FINAL,
        "own_report": reader.reports and shown.state in UNDER_WAY and not shown.endorsed,
        "address": settings.PUBLIC_URL + reverse("problem", args=[shown.community.slug, shown.number]),
        "printed": day_words(now, shown.community, now),
    }


def _asset(shown: Problem) -> Asset | None:
    """The thing it is about; where the place is shown roughly none is, for it would tell the place."""
    if shown.asset_id is None or shown.category.coarsen:
        return None
    return Asset.everywhere.for_list().get(pk=shown.asset_id)


def pair_of(shown: Problem, evidence: Sequence[Evidence], now: datetime) -> tuple[Picture, Picture] | None:
    """Before and after side by side, once somebody has said that it is done."""
    before = next((one for one in evidence if one.stage == Stage.BEFORE), None)
    after = next((one for one in evidence if one.stage == Stage.AFTER and one.claim_round == shown.claim_round), None)
    if before is None or after is None or shown.state not in SAID_DONE:
        return None
    return evidence_picture(before, shown, now=now, sizes=WIDE), evidence_picture(after, shown, now=now, sizes=WIDE)


def _reader(case: Case) -> tuple[Reader, bool]:
    """What the reader is to the problem, and whether they have given their verdict in the running round."""
    person, shown = case.person, case.problem
    if person is None or case.actor is None:
        return Reader(), False
    mine = Problem.everywhere.filter(pk=shown.pk).annotate(
        joined=Exists(Endorsement.everywhere.filter(problem=OuterRef("pk"), person=person, withdrawn_at=None)),
        follows=Exists(Subscription.everywhere.filter(problem=OuterRef("pk"), person=person)),
        reports_it=Exists(shown.reports.filter(reporter=person)),
        asked=Exists(Question.everywhere.filter(problem=OuterRef("pk"), replied_at=None)),
        judged=Exists(
            Verdict.everywhere.filter(claim__problem=OuterRef("pk"), claim__round=shown.claim_round, person=person)
        ),
    )
    joined, follows, reports, judged, asked = mine.values_list(
        "joined", "follows", "reports_it", "judged", "asked"
    ).get()
    officer = case.actor.may(Right.ANSWER, shown.owner_id, shown.category.code)
    return Reader(reports, joined, follows, officer, asked), judged


def _on_its_way(shown: Problem) -> bool:
    return shown.state in UNDER_WAY | SAID_DONE


@dataclass(frozen=True)
class Duty:
    """Who is responsible and how they stand to their deadline."""

    name: str
    sector: str
    address: str
    due: Due | None
    promised: Due | None
    category: str
    days: int


def _duty(case: Case) -> Duty:
    shown = case.problem
    owner = shown.owner
    return Duty(
        name=owner.name if owner else "",
        sector=owner.sector if owner else "",
        address=reverse("owner", args=[shown.community.slug, owner.slug]) if owner else "",
        due=due_of(shown, now=case.now),
        promised=promise_of(shown, now=case.now),
        category=shown.category.name,
        days=shown.category.response_days,
    )


def _place(shown: Problem) -> dict[str, Any]:
    exact = shown.lat is not None and shown.precision != Precision.AREA
    return {
        "words": shown.place_words,
        "area": shown.area,
        "picture": locator(shown),
        "geo": f"geo:{shown.lat:.5f},{shown.lon:.5f}" if exact else "",
        "coarse": shown.precision == Precision.AREA,
    }


def _related(material: Material) -> list[int]:
    """Numbers of problems this one came from, or left behind."""
    found = []
    for event in material.events:
        facts = facts_of(event)
        if event.kind == "split" and facts.get("number"):
            found.append(int(facts["number"]))
        if event.kind == "reported" and facts.get("split_from"):
            found.append(int(facts["split_from"]))
    return found


@require_safe
def problem_qr(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    """The page's address as a code for paper."""
    case = case_of(request, number)
    if not case.problem.is_public:
        raise Http404
    address = settings.PUBLIC_URL + reverse("problem", args=[community, number])
    picture = segno.make(address, error="m", micro=False).svg_inline(scale=4, border=2, dark="#0B3944", light="#FFFFFF")
    answer = HttpResponse(
        picture.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1), content_type="image/svg+xml"
    )
    answer["Cache-Control"] = "public, max-age=86400"
    return answer


@require_safe
def problem_photos(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    """All photographs one under the other, the oldest first: before, during and after."""
    case = case_of(request, number)
    if case.problem.visibility == Visibility.HIDDEN and not may_see(case.problem, case.actor):
        raise Http404
    _known, verdicts_shown = _reader(case)
    evidence = shown_evidence(case.problem, verdicts_shown=verdicts_shown)
    pictures = [evidence_picture(one, case.problem, now=case.now, sizes=WIDE) for one in evidence]
    stamp = stamp_of(request, case.problem.pk, case.problem.head, "photos", now=case.now)
    answer = page(
        request,
        "public/photos.html",
        {"problem": case.problem, "pictures": pictures, "state": state_sign(case.problem)},
        stamp=stamp,
        modified=case.problem.updated_at,
    )
    if not case.problem.is_public:
        answer["Cache-Control"] = "private, no-store"
    return answer
