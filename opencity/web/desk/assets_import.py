"""A list of assets is brought in at the desk: a file, a look at what it would do, then it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from opencity.assets.checking import Checked, Wrong, check, read_columns, words_of_unit
from opencity.assets.models import AssetUpload
from opencity.assets.operations.importing import List, bring_in, clashes, foresee, source_of
from opencity.assets.operations.stocking import kind_of
from opencity.assets.operations.uploading import laid_aside, lay_aside, throw_away
from opencity.assets.queries.near import kinds_of
from opencity.assets.reading import MOST_BYTES, read_sheet
from opencity.communities.http import CommunityRequest
from opencity.foundation.refusals import NotAllowed, NotUnderstood, Refusal
from opencity.people.acting import Actor
from opencity.people.models import Organisation, Presence
from opencity.people.present import bodies_here
from opencity.people.rights import Right
from opencity.web.desk.access import desk_actor
from opencity.web.desk.assets import bodies_read
from opencity.web.public.reporting import refusing

SHOWN = 100
"""So many wrong rows are named on the page; whoever mends the first ones learns what is wrong with the rest."""
CHOICES = ("kind", "owner", "columns", "layer", "system", "partial")


@dataclass(frozen=True)
class Reading:
    checked: Checked
    which: List
    wrong: tuple[Wrong, ...]


@never_cache
@require_http_methods(["GET", "POST"])
def bring(request: CommunityRequest, community: str) -> HttpResponse:
    """The file and what is said of it. What can be read at all is laid aside and looked at."""
    actor, moment = desk_actor(request), now()
    owners = _owners(request, actor)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            return redirect("desk_assets_preview", community, _laid_aside(request, actor, moment).uuid)
        except Refusal as refused:
            refusal = refused
    shown = refusing.shown_plainly(request.community, [refusal] if refusal else [])
    context = {
        "kinds": kinds_of(request.community),
        "owners": owners,
        "coordinates": actor.coordinates,
        "most": MOST_BYTES // 1_000_000,
        "typed": request.POST,
        "refusals": shown,
        "errors": refusing.by_field(shown),
    }
    return render(request, "desk/assets/bring.html", context, status=refusal.status if refusal else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def preview(request: CommunityRequest, community: str, uuid: UUID) -> HttpResponse:
    """What would be new, changed, gone and wrong; the second button keeps it."""
    actor, moment = desk_actor(request), now()
    upload = laid_aside(request.community, actor.person, uuid)
    if upload is None:
        raise Http404
    reading = _read(request, actor, upload.name, bytes(upload.file), upload.choices)
    if request.method == "POST":
        return _kept(request, upload, reading, moment)
    context: dict[str, Any] = {
        "upload": upload,
        "which": reading.which,
        "outcome": foresee(request.community, reading.checked, reading.which, now=moment),
        "wrong": reading.wrong[:SHOWN],
        "wrong_rows": len({one.number for one in reading.wrong}),
        "unit": words_of_unit(reading.checked.unit),
        "columns": [(name, column) for name, column in reading.checked.columns.items() if column],
    }
    return render(request, "desk/assets/preview.html", context)


def _kept(request: CommunityRequest, upload: AssetUpload, reading: Reading, moment: datetime) -> HttpResponse:
    if "drop" in request.POST:
        throw_away(upload)
        return redirect("desk_assets_import", request.community.slug)
    skip = "skip" in request.POST
    which = List(**{**vars(reading.which), "skip_wrong": skip})
    outcome = bring_in(request.community, reading.checked, which, now=moment)
    throw_away(upload)
    told = _("The list is kept: %(made)s new, %(changed)s changed, %(retired)s retired.")
    told_with = {"made": outcome.made, "changed": outcome.changed, "retired": outcome.retired}
    messages.success(request, told % told_with)
    return redirect("desk_assets", request.community.slug)


def _laid_aside(request: CommunityRequest, actor: Actor, moment: datetime) -> AssetUpload:
    """Raises NotUnderstood for a file that cannot be read as a list at all."""
    file = request.FILES.get("file")
    if file is None:
        raise NotUnderstood(_("There is no file yet."), _("Choose a GeoJSON, CSV or GeoPackage file."), field="file")
    raw = file.read(MOST_BYTES + 1)
    choices = {name: request.POST.get(name, "").strip()[:400] for name in CHOICES}
    _read(request, actor, file.name or "", raw, choices)
    return lay_aside(request.community, actor.person, file.name or "", raw, choices, now=moment)


def _read(request: CommunityRequest, actor: Actor, name: str, raw: bytes, choices: dict[str, str]) -> Reading:
    community = request.community
    kind, owner = kind_of(community, choices.get("kind", "")), _owner(request, actor, choices.get("owner", ""))
    which = List(
        kind=kind,
        source=source_of(kind, owner),
        owner=owner,
        sure=_is_sure(request, actor, owner),
        partial=bool(choices.get("partial")),
    )
    sheet = read_sheet(name, raw, layer=choices.get("layer", ""))
    columns = read_columns(choices.get("columns", ""))
    checked = check(community, sheet, columns, system=choices.get("system", ""))
    wrong = sorted((*checked.wrong, *clashes(community, checked, which)), key=lambda one: one.number)
    return Reading(checked, which, tuple(wrong))


def _owners(request: CommunityRequest, actor: Actor) -> list[Organisation]:
    """Coordinators keep lists of every body, supervisors those of their own."""
    if actor.coordinates:
        return list(bodies_here(request.community))
    own = bodies_read(request, actor, Right.RULES)
    if not own:
        raise NotAllowed(
            _("Only coordinators and supervisors of a body keep its list."), _("Ask the supervisor of your body.")
        )
    return own


def _owner(request: CommunityRequest, actor: Actor, slug: str) -> Organisation | None:
    owners = _owners(request, actor)
    owner = next((one for one in owners if one.slug == slug), None)
    if owner is None and (slug or not actor.coordinates):
        raise NotUnderstood(_("We do not know yet whose list it is."), _("Choose one from the list."), field="owner")
    return owner


def _is_sure(request: CommunityRequest, actor: Actor, owner: Organisation | None) -> bool:
    """A body that nobody has looked at yet claims; one that was looked at is known to own what it says it owns."""
    if actor.coordinates or owner is None:
        return True
    return Presence.everywhere.filter(community=request.community, organisation=owner, verified=True).exists()
