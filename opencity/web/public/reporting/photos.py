"""Photographs of a draft: added one by one, removed, shown to nobody but whoever writes the draft."""

from __future__ import annotations

from datetime import datetime

from django.core.files.base import File
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_POST

from opencity.communities.http import CommunityRequest
from opencity.foundation.pictures import MOST_BYTES, path_of
from opencity.foundation.refusals import NotUnderstood, Refusal
from opencity.places.cells import Point
from opencity.places.lookup import atlas
from opencity.problems.models import Draft, Photo
from opencity.problems.operations import drafting, photographing
from opencity.web.public.reporting import drafts, forms, pages, refusing
from opencity.web.public.reporting.origin import from_our_pages


@from_our_pages
@require_POST
def photos(request: CommunityRequest, community: str) -> HttpResponse:
    """Add what was chosen, or remove what was named. Scripts get the list of photographs, others the first step."""
    moment = now()
    typed = forms.with_pin_kept(forms.read(request.POST))
    draft = drafting.change(drafts.writable(request, now=moment), typed, now=moment)
    refusals: list[Refusal] = []
    if request.POST.get("remove"):
        _remove(draft, request.POST["remove"], now=moment)
    else:
        refusals = take(request, draft, now=moment)
    draft.refresh_from_db()
    answer = _answer(request, draft, refusals)
    drafts.remember(request, answer, draft)
    return answer


def _answer(request: CommunityRequest, draft: Draft, refusals: list[Refusal]) -> HttpResponse:
    if request.htmx or request.headers.get("X-Requested-With"):
        context = pages.photo_list(request, draft, refusing.shown(request.community, refusals))
        return render(request, "report/photos.html", context, status=422 if refusals else 200)
    if refusals:
        return pages.where(request, draft.fields, draft, refusals=refusals)
    return redirect("report", request.community.slug)


def take(request: CommunityRequest, draft: Draft, *, now: datetime) -> list[Refusal]:
    """Keep the photographs that came with a form; each is kept or refused on its own."""
    refusals: list[Refusal] = []
    for file in request.FILES.getlist("photo"):
        try:
            photo = photographing.keep_photo(
                request.community,
                _bytes_of(file),
                now=now,
                uploader=drafts.signed_in(request),
                draft=draft,
                device=_device(request),
            )
        except Refusal as refusal:
            refusals.append(refusal)
            continue
        _place_from(photo, draft, now)
    return refusals


def _bytes_of(file: File[bytes]) -> bytes:
    # One byte too many is enough to be refused; the rest of a huge file is never read into memory.
    return bytes(file.read(MOST_BYTES + 1))


def _device(request: CommunityRequest) -> Point | None:
    """Where the phone says it is, sent with a photograph that may carry no place."""
    try:
        return forms.point_of({"lat": request.POST.get("device_lat", ""), "lon": request.POST.get("device_lon", "")})
    except NotUnderstood:
        return None


def _place_from(photo: Photo, draft: Draft, now: datetime) -> None:
    """A photograph's own place fills an empty one, when it lies in the community."""
    if photo.position_source != "photo" or photo.lat is None or photo.lon is None:
        return
    draft.refresh_from_db(fields=["fields"])
    if draft.fields.get("lat") or not atlas(photo.community).covers(Point(photo.lat, photo.lon)):
        return
    found = {"lat": f"{photo.lat:.6f}", "lon": f"{photo.lon:.6f}", "source": "photo", "accuracy": ""}
    drafting.change(draft, found, now=now)


def _remove(draft: Draft, number: str, *, now: datetime) -> None:
    if not number.isascii() or not number.isdecimal() or len(number) > 17:
        raise Http404
    photographing.drop_photo(get_object_or_404(Photo.everywhere.filter(draft=draft), pk=number))
    from_photo = draft.fields.get("source") == "photo"
    if from_photo and not Photo.everywhere.filter(draft=draft, position_source="photo").exists():
        drafting.change(draft, dict.fromkeys(forms.PIN, ""), now=now)


@require_GET
def photo(request: CommunityRequest, community: str, number: int, width: int) -> FileResponse:
    """A photograph of one's own draft: no other address leads to it before the report is public."""
    draft = drafts.current(request)
    row = get_object_or_404(Photo.everywhere.filter(draft=draft, draft__isnull=False), pk=number)
    return private_photo(row, width)


def private_photo(row: Photo, width: int) -> FileResponse:
    path = path_of(row.digest, width, photographing.folder())
    if width not in row.widths or not path.exists():
        raise Http404
    answer = FileResponse(path.open("rb"), content_type="image/jpeg")
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = "sandbox"
    return answer
