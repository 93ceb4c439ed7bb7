"""The receipt as a file: where a printer, or whoever writes to the visitor, wants PDF."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from opencity.communities.http import CommunityRequest
from opencity.documents.receipt import SIZES, Receipt, receipt_slip
from opencity.foundation.languages import current
from opencity.people.models import Presence
from opencity.web.library.counter import desk_of
from opencity.web.library.reporting import visit_of, word_of
from opencity.web.public.certificates import pdf
from opencity.web.public.dates import day_words


@require_safe
def receipt_pdf(request: CommunityRequest, community: str, visit: UUID) -> HttpResponse:
    """The same as the page of the receipt, under the same conditions: A5, or a till's 80 mm."""
    size = SIZES.get(request.GET.get("size", "a5"))
    if size is None:
        raise Http404
    desk = desk_of(request)
    if isinstance(desk, HttpResponse):
        return desk
    found, problem = visit_of(request, desk, visit)
    town = request.community
    there = Presence.everywhere.filter(community=town, organisation=desk.branch).first()
    slip = Receipt(
        number=problem.number,
        community=town.name,
        branch=desk.branch.name,
        branch_address=there.address if there else "",
        what=problem.category.name,
        where=(problem.place_words, problem.area.name if problem.area else ""),
        served=day_words(found.served_at, town, desk.now),
        served_at=found.served_at,
        word=word_of(request, found),
        owner=problem.owner.name if problem.owner else "",
        due=day_words(problem.answer_due, town, desk.now) if problem.answer_due else "",
        address=settings.PUBLIC_URL + reverse("problem", args=[community, problem.number]) if problem.is_public else "",
    )
    return pdf(receipt_slip(slip, size, language=current()), f"{problem.number}.pdf")
