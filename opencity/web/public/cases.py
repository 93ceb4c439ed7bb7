"""The problem a page is about, as this reader may see it, and the small forms of what one may do with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.signing import BadSignature
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.timezone import now
from django.utils.translation import gettext as _

from opencity.communities.http import CommunityRequest
from opencity.foundation.limits import address_of, allow
from opencity.foundation.pictures import MOST_BYTES
from opencity.foundation.refusals import NotAllowed, NotUnderstood, Refusal
from opencity.foundation.tokens import open_seal, seal
from opencity.people.acting import Actor
from opencity.people.models import Person
from opencity.places.cells import Point
from opencity.problems.access import problem_for, problem_for_public
from opencity.problems.models import Photo, Problem
from opencity.problems.operations.photographing import keep_photo
from opencity.problems.states import Visibility
from opencity.web.public.reading import actor_of, is_personal
from opencity.web.public.reporting import forms, refusing

KEPT = timedelta(hours=6)
"""How long a photograph that came with a refused form waits for the form to come again."""


@dataclass(frozen=True)
class Case:
    """A problem and whoever looks at it, at one moment."""

    problem: Problem
    actor: Actor | None
    now: datetime

    @property
    def person(self) -> Person | None:
        return self.actor.person if self.actor else None


def case_of(request: CommunityRequest, number: int) -> Case:
    """404 for what the reader may not see. A hidden problem is given to everybody: its page says why it is hidden."""
    moment = now()
    actor = actor_of(request, now=moment)
    try:
        problem = problem_for(request.community, number, actor) if actor else None
    except Http404:
        problem = None
    return Case(problem or problem_for_public(request.community, number), actor, moment)


def shown_case(request: CommunityRequest, number: int) -> Case:
    """For acts: a hidden problem is not acted on."""
    case = case_of(request, number)
    if case.problem.visibility == Visibility.HIDDEN:
        raise Http404
    return case


def form(
    request: CommunityRequest, template: str, case: Case, *, refusal: Refusal | None = None, **more: Any
) -> HttpResponse:
    """The small page of one act; a script gets the form alone. What was typed comes back with a refusal."""
    shown = refusing.shown(request.community, [refusal] if refusal else [])
    fragment = bool(request.htmx) and refusal is None
    context = {
        "problem": case.problem,
        "person": case.person,
        "typed": request.POST,
        "refusals": shown,
        "errors": refusing.by_field(shown),
        "sign_in": sign_in_address(request),
        "fragment": fragment,
        **more,
    }
    answer = render(
        request, f"{template}#form" if fragment else template, context, status=refusal.status if refusal else 200
    )
    patch_vary_headers(answer, ("HX-Request",))
    answer["Cache-Control"] = "private, no-store" if is_personal(request) or refusal else "private, no-cache"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def done(request: CommunityRequest, case: Case, told: str) -> HttpResponse:
    """Back to the problem, with a line that says what came of it."""
    messages.success(request, told)
    return redirect("problem", request.community.slug, case.problem.number)


def sign_in_address(request: CommunityRequest) -> str:
    """Sign in and come back to this very page."""
    return f"{reverse('account_login')}?next={request.path}"


def limit(request: CommunityRequest, act: str, moment: datetime, *, most: int = 20) -> None:
    allow(f"{act}:{request.community.pk}", address_of(request), most=most, window=timedelta(hours=1), now=moment)


def words_of(request: CommunityRequest, name: str = "words") -> str:
    words = forms.plain(request.POST.get(name, ""))
    forms.check_lengths({"words": words})
    return words


def must_be_known(case: Case, why: str) -> Actor:
    if case.actor is None:
        raise NotAllowed(why, _("Sign in with your e-mail: we send a code, no password is needed."))
    return case.actor


def take_photos(request: CommunityRequest, person: Person | None, moment: datetime) -> tuple[Photo, ...]:
    """Photographs that came with this form, and those that came with its refused forerunner."""
    kept = [_kept(request, token) for token in request.POST.getlist("kept")]
    device = _device(request)
    files = cast("Sequence[UploadedFile[Any]]", request.FILES.getlist("photo"))
    new = [
        keep_photo(request.community, bytes(file.read(MOST_BYTES + 1)), now=moment, uploader=person, device=device)
        for file in files[:4]
    ]
    return (*(photo for photo in kept if photo), *new)


def _kept(request: CommunityRequest, token: str) -> Photo | None:
    try:
        number = open_seal("kept_photo", token, lasts=KEPT)
    except BadSignature:
        return None
    return Photo.everywhere.filter(community=request.community, pk=str(number), evidence=None).first()


def keep_tokens(photos: Iterable[Photo]) -> list[str]:
    """For hidden fields of a form that comes back with a refusal: nobody has to photograph twice."""
    return [seal("kept_photo", photo.pk) for photo in photos]


def _device(request: CommunityRequest) -> Point | None:
    try:
        return forms.point_of({"lat": request.POST.get("device_lat", ""), "lon": request.POST.get("device_lon", "")})
    except NotUnderstood:
        return None
