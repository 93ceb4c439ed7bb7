"""An organisation's page: what it really did, where it works, what it decided, who acts for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from opencity.catalogue.spheres import sphere_name, spheres_of
from opencity.communities.http import CommunityRequest
from opencity.foundation.languages import in_words
from opencity.foundation.pictures import MOST_BYTES, path_of
from opencity.foundation.refusals import NotUnderstood, Refusal
from opencity.maps.bounds import bounds_picture
from opencity.organisations.models import Decision, JoinRequest, Profile
from opencity.organisations.operations.describing import NewProfile, describe, must_have_given, show_logo
from opencity.organisations.queries.contributions import (
    has_verified_contribution,
    latest_contributions,
    totals_of,
)
from opencity.organisations.queries.directory import (
    asked_by,
    current_memoranda,
    members_of,
    profile_of,
    work_areas_of,
)
from opencity.organisations.queries.groups import decisions_of, outline_of_group, plans_led_by, problems_in_bounds
from opencity.people.models import Sector
from opencity.places.tree import areas
from opencity.plans.models import Contribution
from opencity.plans.queries.yearly import years_of
from opencity.plans.values import NeedKind
from opencity.plans.wording import amount_words, number_words
from opencity.problems.operations.photographing import folder, keep_photo
from opencity.problems.queries.listing import with_photos
from opencity.stewardship.queries.watching import running_for
from opencity.web.public import reading
from opencity.web.public.dates import day_words
from opencity.web.public.organisations import pages
from opencity.web.public.organisations.pages import Body
from opencity.web.public.photos import FRESH_S
from opencity.web.public.reporting.origin import from_our_pages
from opencity.web.public.reporting.whereabouts import area_choices
from opencity.web.public.rows import cards
from opencity.web.public.stewarding import watched

MOST_ROWS, MOST_PLANS, MOST_CARDS = 12, 8, 6


@require_safe
def organisation(request: CommunityRequest, community: str, organisation: str) -> HttpResponse:
    body = pages.body_of(request, organisation)
    stamp = reading.stamp_of(request, organisation, body.presence.verified, now=body.now)
    kept = reading.unchanged(request, stamp)
    if kept is not None:
        return kept
    context = {**_shown(request, body), **_for_reader(request, body)}
    return reading.page(request, "public/organisations/profile.html", context, stamp=stamp)


def _shown(request: CommunityRequest, body: Body) -> dict[str, Any]:
    town, one = request.community, body.organisation
    profile = profile_of(town, one)
    verified = has_verified_contribution(town, one)
    today = town.calendar.today(body.now)
    return {
        "body": body,
        "one": one,
        "group": body.group,
        "profile": profile,
        "about": (profile.words if profile and profile.words else in_words(one.about)),
        "about_lang": profile.language if profile and profile.words else "",
        "logo": profile.logo if profile and verified else None,
        "spheres": [sphere_name(town, code) for code in (profile.spheres if profile else [])],
        "areas": work_areas_of(town, one),
        "totals": _totals(request, one.pk),
        "given": [_given(row, request, body) for row in latest_contributions(town, one, most=MOST_ROWS)],
        "plans": plans_led_by(town, one, most=MOST_PLANS),
        "care": [watched(row, body.now) for row in running_for(town, one)],
        "years": years_of(town, one),
        "memoranda": list(current_memoranda(town, today=today).filter(organisation=one)),
        "owns": one.sector in {Sector.AUTHORITY, Sector.BUSINESS},
        **_of_group(request, body),
    }


def _of_group(request: CommunityRequest, body: Body) -> dict[str, Any]:
    group = body.group
    if group is None:
        return {}
    inside = problems_in_bounds(group, most=MOST_CARDS)
    outline = outline_of_group(group)
    return {
        "kind": group.get_kind_display(),
        "members": len(members_of(body.organisation, now=body.now)),
        "figure": bounds_picture(request.community, outline, _("The bounds of the group on the map"))
        if outline
        else "",
        "inside": cards(with_photos(inside), request.community, now=body.now),
        "decisions": [_decided(one, request, body) for one in decisions_of(group)],
    }


def _totals(request: CommunityRequest, pk: int) -> list[tuple[str, str]]:
    """Each kind with all its amounts, on verified problems only."""
    found: dict[str, list[str]] = {}
    for row in totals_of(request.community, pk):
        amounts = found.setdefault(str(NeedKind(row.kind).label), [])
        amounts.append(amount_words(row.quantity, row.unit))
        if row.hours:
            amounts.append(_("%(hours)s h of work") % {"hours": number_words(row.hours)})
    return [(kind, ", ".join(amounts)) for kind, amounts in found.items()]


def _given(row: Contribution, request: CommunityRequest, body: Body) -> dict[str, Any]:
    town, problem = request.community, row.problem
    return {
        "words": row.need.words,
        "lang": row.need.plan.language,
        "amount": amount_words(row.quantity, row.need.unit),
        "day": day_words(row.given_on, town, body.now),
        "problem": problem,
        "url": reverse("problem", args=[town.slug, problem.number]),
        "verified": problem.state == "verified",
    }


def _decided(one: Decision, request: CommunityRequest, body: Body) -> dict[str, Any]:
    town = request.community
    return {
        "decision": one,
        "day": day_words(one.decided_on, town, body.now),
        "replaced": getattr(one, "replaced_by", None),
        "problem": one.problem if one.problem is not None and one.problem.is_public else None,
    }


def _for_reader(request: CommunityRequest, body: Body) -> dict[str, Any]:
    """What this reader may do here; the same empty answer for all who are not signed in."""
    if body.actor is None:
        return {"may_join": True}
    asked = asked_by(body.actor.person, request.community)
    waits = next(
        (
            row
            for row in asked
            if isinstance(row, JoinRequest) and row.state == "asked" and row.organisation_id == body.organisation.pk
        ),
        None,
    )
    return {
        "member": body.member,
        "manages": body.manages,
        "waits": waits,
        "may_join": not body.member and waits is None,
    }


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_edit(request: CommunityRequest, community: str, organisation: str) -> HttpResponse:
    """Its leads say what it does, where, and how to reach it; the logo once something is verified."""
    body = pages.managed(request, organisation)
    town, one = request.community, body.organisation
    profile = profile_of(town, one)
    more: dict[str, Any] = {
        "one": one,
        "profile": profile,
        "sphere_choices": spheres_of(town),
        "area_choices": area_choices(town),
        "may_show_logo": has_verified_contribution(town, one),
    }
    if request.method != "POST":
        return pages.form(
            request,
            "public/organisations/edit.html",
            body.actor,
            typed=_typed(profile, work_areas_of(town, one)),
            **more,
        )
    try:
        actor = pages.known(body.actor)
        new = NewProfile(
            words=pages.words(request),
            website=pages.line(request, "website"),
            contact=pages.line(request, "contact"),
            spheres=request.POST.getlist("sphere"),
            areas=_areas(request),
        )
        describe(town, one, actor, new, now=body.now)
        _take_logo(request, body)
    except Refusal as refusal:
        typed = {**request.POST.dict(), "sphere": request.POST.getlist("sphere"), "area": request.POST.getlist("area")}
        return pages.form(request, "public/organisations/edit.html", body.actor, refusal=refusal, typed=typed, **more)
    return pages.back(request, one, _("Kept. This is how residents see it."))


def _typed(profile: Profile | None, chosen: Sequence[Any]) -> dict[str, Any]:
    return {
        "words": profile.words if profile else "",
        "website": profile.website if profile else "",
        "contact": profile.contact if profile else "",
        "sphere": profile.spheres if profile else [],
        "area": [area.code for area in chosen],
    }


def _areas(request: CommunityRequest) -> list[Any]:
    tree = areas(request.community)
    found = [tree.by_code(code) for code in request.POST.getlist("area")]
    if None in found:
        raise NotUnderstood(_("We do not know this choice."), _("Choose from the list."), field="area")
    return found


def _take_logo(request: CommunityRequest, body: Body) -> None:
    actor = pages.known(body.actor)
    town, one = request.community, body.organisation
    file = request.FILES.get("photo")
    if file is not None:
        must_have_given(town, one)
        photo = keep_photo(town, bytes(file.read(MOST_BYTES + 1)), now=body.now)
        show_logo(town, one, actor, photo, now=body.now)
    elif request.POST.get("no_logo"):
        show_logo(town, one, actor, None, now=body.now)


@require_safe
def organisation_logo(
    request: CommunityRequest, community: str, organisation: str, digest: str, width: int
) -> HttpResponse | FileResponse:
    """Only while it may be shown: after a verified contribution."""
    body = pages.body_of(request, organisation)
    profile = profile_of(request.community, body.organisation)
    logo = profile.logo if profile else None
    if logo is None or logo.digest != digest or width not in logo.widths:
        raise Http404
    if not has_verified_contribution(request.community, body.organisation):
        raise Http404
    path = path_of(digest, width, folder())
    if not path.exists():
        raise Http404
    answer = FileResponse(path.open("rb"), content_type="image/jpeg", filename=f"{width}.jpg")
    answer["Cache-Control"] = f"public, max-age={FRESH_S}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
