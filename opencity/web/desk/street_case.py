"""One case on the spot: begun, done, an obstacle, a photograph, the pin. Each deed carries the phone's own number."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from opencity.casework.models import StreetDeed
from opencity.casework.operations import street as spot
from opencity.casework.operations.auditing import note_line
from opencity.casework.operations.talking import look
from opencity.casework.queries import street as asking
from opencity.casework.queries.elsewhere import elsewhere_by_rules
from opencity.communities.http import CommunityRequest
from opencity.foundation.languages import current
from opencity.foundation.refusals import NotUnderstood, Refusal
from opencity.people.acting import Actor
from opencity.places.telling import ToldPlace
from opencity.problems.access import capacities, handles
from opencity.problems.history import Words
from opencity.problems.models import Evidence, ExactPlace, Note, Photo, Problem, Report
from opencity.problems.models.problem import new_uuid
from opencity.problems.operations.photographing import drop_photo
from opencity.problems.rules.moves import MOVES
from opencity.problems.states import FINAL, UNDER_WAY, Visibility
from opencity.web.desk.access import SignInFirst
from opencity.web.desk.street import day_to_keep, small_picture, street_actor, version_of, wants_json
from opencity.web.public import cases
from opencity.web.public.organisations.pages import uuid_of_text
from opencity.web.public.reporting import forms, refusing
from opencity.web.public.reporting.origin import from_our_pages
from opencity.web.public.signs import state_sign
from opencity.web.templatetags.phone import phone_key

Kind = StreetDeed.Kind
KEPT_AHEAD = "X-Kept-Ahead"
"""A phone fetches the case for later: nobody has it open now."""
DONE_WORDS = {
    Kind.BEGIN: gettext_lazy("Shown as in progress."),
    Kind.DONE: gettext_lazy("Thank you. Neighbours are asked to look."),
    Kind.OBSTACLE: gettext_lazy("The obstacle is written down."),
    Kind.NOTE: gettext_lazy("The note is kept."),
    Kind.PHOTO: gettext_lazy("The photo is with the case."),
    Kind.PLACE: gettext_lazy("The place is put right."),
}
MOST_NOTES = 3


@never_cache
@require_safe
def street_case(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    actor, moment = street_actor(request), now()
    problem = _case(request, number)
    if not asking.works_on(problem, actor):
        raise Http404
    if KEPT_AHEAD not in request.headers:
        look(problem, actor, now=moment)
    if problem.visibility == Visibility.PRIVATE:
        note_line(problem.community, actor, "private_seen", problem=problem, now=moment)
    return _show(request, problem, actor, moment)


@never_cache
@from_our_pages
@require_POST
def street_do(request: CommunityRequest, community: str, number: int, deed: str) -> HttpResponse:
    """Do one deed. A script is told in JSON what came of it, so that nothing that waited is lost without a word."""
    if not wants_json(request):
        return _do(request, number, deed)
    try:
        return _do(request, number, deed)
    except SignInFirst:
        return JsonResponse({"signed_out": True}, status=401)
    except Http404:
        gone = _("This case is not yours any more."), _("Tell your office what you saw there.")
        return JsonResponse({"why": gone[0], "next_step": gone[1]}, status=404)
    except Refusal as refusal:
        return JsonResponse({"why": refusal.why, "next_step": refusal.next_step}, status=refusal.status)


def _do(request: CommunityRequest, number: int, deed: str) -> HttpResponse:
    actor, moment = street_actor(request), now()
    if request.POST.get("by", "") not in {"", phone_key(actor.person)}:
        # The deed is somebody else's: the phone keeps it until they sign in again.
        raise SignInFirst(redirect("desk_street_case", request.community.slug, number))
    problem = _case(request, number)
    if deed not in Kind.values:
        raise Http404
    photos: tuple[Photo, ...] = ()
    try:
        # What was done before the case went to others is answered as done, though nothing more may be done to it now.
        if spot.known_deed(problem, actor, _uuid(request), deed) is None:
            if not (handles(problem, actor) or problem.is_public):
                raise Http404
            photos = cases.take_photos(request, actor.person, moment)
            done = spot.do_in_the_street(problem, actor, _new(request, deed, photos, moment), now=moment)
            _forget(photos if done.repeated else photos[1:])
    except Refusal as refusal:
        if wants_json(request) or not asking.works_on(problem, actor):
            _forget(photos)
            raise
        return _show(request, problem, actor, moment, deed=deed, refusal=refusal, photos=photos)
    return _answer(request, number, deed)


def _answer(request: CommunityRequest, number: int, deed: str) -> HttpResponse:
    """To the next place once this one is settled."""
    slug = request.community.slug
    way = redirect("desk_street", slug) if deed in spot.SETTLES else redirect("desk_street_case", slug, number)
    if wants_json(request):
        return JsonResponse({"at": way["Location"], "said": str(DONE_WORDS[Kind(deed)])})
    messages.success(request, str(DONE_WORDS[Kind(deed)]))
    return way


def _case(request: CommunityRequest, number: int) -> Problem:
    rows = Problem.everywhere.filter(community=request.community).for_list().select_related("community", "merged_into")
    return get_object_or_404(rows, number=number)


def _uuid(request: CommunityRequest) -> UUID:
    uuid = uuid_of_text(request.POST.get("uuid", ""))
    if uuid is None:
        raise NotUnderstood(_("This form is incomplete."), _("Open the case again and do it anew."))
    return uuid


def _new(request: CommunityRequest, deed: str, photos: tuple[Photo, ...], moment: datetime) -> spot.NewDeed:
    return spot.NewDeed(
        uuid=_uuid(request),
        kind=deed,
        done_at=_time(request.POST.get("done_at", ""), moment),
        words=Words(cases.words_of(request), current()),
        photo=photos[0] if photos else None,
        review_on=_day(request.POST.get("review_on", "")),
        place=_place(request) if deed == Kind.PLACE else None,
    )


def _time(said: str, moment: datetime) -> datetime:
    if not said:
        return moment
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise NotUnderstood(
            _("The time of this deed cannot be right."), _("Check the clock of the phone, then do it anew.")
        )
    return at


def _day(said: str) -> date | None:
    if not said:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise NotUnderstood(_("We do not know this day."), _("Choose it in the calendar."), field="review_on") from None


def _place(request: CommunityRequest) -> ToldPlace:
    said = forms.read(request.POST)
    forms.check_lengths(said)
    accuracy = said.get("accuracy", "")
    return ToldPlace(
        point=forms.point_of(said),
        words=said.get("place_words", "").strip(),
        source="gps" if said.get("source") == "gps" else "map",
        accuracy_m=int(accuracy) if accuracy.isascii() and accuracy.isdecimal() and len(accuracy) < 7 else None,
    )


def _forget(photos: tuple[Photo, ...]) -> None:
    """Photographs of a deed that was not done: the phone still has them."""
    for photo in photos:
        drop_photo(photo)


def _show(
    request: CommunityRequest,
    problem: Problem,
    actor: Actor,
    moment: datetime,
    *,
    deed: str = "",
    refusal: Refusal | None = None,
    photos: tuple[Photo, ...] = (),
) -> HttpResponse:
    shown = refusing.shown_plainly(request.community, [refusal]) if refusal else []
    context = {
        **_papers(problem, moment),
        **_may(problem, actor),
        "typed": request.POST,
        "failed": deed,
        "refusals": shown,
        "errors": refusing.by_field(shown),
        "kept": cases.keep_tokens(photos),
        "numbers": {kind: str(new_uuid()) for kind in Kind.values},
        "done_at": moment.isoformat(),
        "version": version_of(problem),
        "visited": asking.stop_of(problem, actor, now=moment),
        "actor": actor,
        "sign_in": f"{reverse('account_login')}?next={request.path}",
    }
    return render(request, "desk/street_case.html", context, status=refusal.status if refusal else 200)


def _papers(problem: Problem, moment: datetime) -> dict[str, Any]:
    """What one needs to know there: the words, where exactly, how it looked, what colleagues wrote."""
    evidence = list(Evidence.everywhere.filter(problem=problem).select_related("photo").order_by("created_at", "pk"))
    pair = asking.pair_of(evidence)
    notes = Note.everywhere.filter(problem=problem).select_related("person").order_by("-created_at")
    return {
        "problem": problem,
        "state": state_sign(problem),
        "due": day_to_keep(problem, moment),
        "exact": ExactPlace.everywhere.filter(problem=problem).first(),
        "said": Report.everywhere.filter(problem=problem).exclude(words="").order_by("created_at").first(),
        "before": small_picture(pair.before, problem),
        "after": small_picture(pair.after, problem),
        "pair": pair,
        "notes": list(notes[:MOST_NOTES]),
        "elsewhere": elsewhere_by_rules(problem),
    }


def _may(problem: Problem, actor: Actor) -> dict[str, bool]:
    who = capacities(problem, actor)
    under_way = problem.state in UNDER_WAY
    return {
        "may_begin": problem.state in MOVES["begin"].origins and bool(MOVES["begin"].who & who),
        "may_claim": under_way,
        "may_photograph": under_way,
        "may_block": spot.may_block(problem, actor),
        "may_move": problem.state not in FINAL,
    }
