"""Small answers for scripts: the draft kept, categories and streets while typing, a warning about personal data."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_POST

from opencity.communities.http import CommunityRequest
from opencity.problems.operations import drafting
from opencity.problems.rules.wording import personal_data
from opencity.web.public.reporting import asking, drafts, forms, offered_assets, whereabouts
from opencity.web.public.reporting.origin import from_our_pages


@from_our_pages
@require_POST
def draft(request: CommunityRequest, community: str) -> HttpResponse:
    """Keep what is typed. Answers 204."""
    moment = now()
    typed = forms.with_pin_kept(forms.read(request.POST))
    kept = drafting.change(drafts.writable(request, now=moment), typed, now=moment)
    answer = HttpResponse(status=204)
    drafts.remember(request, answer, kept)
    return answer


@require_GET
def categories(request: CommunityRequest, community: str) -> HttpResponse:
    """Categories for the words `q`; with `category`, that category's questions."""
    kept = drafts.current(request)
    fields = kept.fields if kept else {}
    if "category" in request.GET:
        chosen = forms.find_category(request.community, request.GET["category"])
        asked = asking.questions(chosen, fields, {}) | offered_assets.of_category(request.community, chosen, fields)
        return _private(render(request, "report/questions.html", asked))
    chosen = forms.find_category(request.community, fields.get("category", ""))
    found = asking.matches(request.community, forms.plain(request.GET.get("q", ""))[:100], chosen)
    return _private(render(request, "report/categories.html", found))


@from_our_pages
@require_POST
def place(request: CommunityRequest, community: str) -> HttpResponse:
    """The place in words, after a photograph told it or the pin was moved. Coordinates stand in no address."""
    kept = drafts.current(request)
    fields = {**(kept.fields if kept else {}), **forms.with_pin_kept(forms.read(request.POST))}
    offered = offered_assets.at_the_pin(request.community, fields)
    context = {"told": whereabouts.told(request.community, fields), "fields": fields, **offered}
    return _private(render(request, "report/pin_told.html", context))


@require_GET
def streets(request: CommunityRequest, community: str) -> HttpResponse:
    """Streets for the words `place_words`, and the one chosen before."""
    words = forms.plain(request.GET.get("place_words", ""))[:200]
    found = whereabouts.streets_like(request.community, words) if len(words) > 1 else None
    context = whereabouts.street_list(request.community, {"street": request.GET.get("street", "")}, found=found)
    return _private(render(request, "report/streets.html", context))


@from_our_pages
@require_POST
def wording(request: CommunityRequest, community: str) -> HttpResponse:
    """What looks personal in the words. They come by POST, so that they stand in no address and in no log."""
    words = forms.plain(request.POST.get("words", ""))[:4000]
    return _private(render(request, "report/wording.html", {"warnings": personal_data(words)}))


def _private(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "private, no-store"
    return answer
