"""The tool shelf of a branch: what waits to be collected, what is out, what is lent, taken back, added and changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencity.access_points.operations.serving import serve_hand_over, serve_loan, serve_take_back
from opencity.communities.http import CommunityRequest
from opencity.foundation.languages import current
from opencity.foundation.refusals import NotUnderstood, Refusal
from opencity.lending.access import loan_at, tool_at
from opencity.lending.models import Loan
from opencity.lending.operations.handing import Back, extend
from opencity.lending.operations.keeping import NewTool, add_tool, change_tool, retire_tool
from opencity.lending.operations.reserving import NewLoan, cancel
from opencity.lending.queries.reaching import ways_to_reach
from opencity.lending.queries.shelves import open_loans, shelf_of, shelves
from opencity.lending.rules import collect_by
from opencity.lending.values import LoanState, ToolKind
from opencity.problems.history import Words
from opencity.problems.models.problem import new_uuid
from opencity.web.library.counter import Desk, counter_of, desk_of, form, visitor_of
from opencity.web.public import cases
from opencity.web.public.dates import day_words
from opencity.web.public.lending import card, problem_said, uuid_said, whole
from opencity.web.public.reporting.origin import from_our_pages


@dataclass(frozen=True, kw_only=True)
class Row:
    """A loan as its librarians see it. `visit` is the number of the visit that the button makes."""

    loan: Loan
    who: str
    reach: str
    day: str
    late: bool
    ready: bool
    visit: str


@require_safe
def tools(request: CommunityRequest, community: str) -> HttpResponse:
    desk = desk_of(request)
    return desk if isinstance(desk, HttpResponse) else _page(request, desk)


def _page(request: CommunityRequest, desk: Desk, refusal: Refusal | None = None) -> HttpResponse:
    town = request.community
    found = open_loans(town, desk.branch)
    reach = ways_to_reach(found)
    rows = [_row(one, reach, request, desk.now) for one in found]
    more = {
        "waiting": [row for row in rows if row.loan.state == LoanState.RESERVED],
        "out": [row for row in rows if row.loan.state == LoanState.LENT],
        "cards": [card(one, town, desk.now) for one in shelves(town, desk.branch, now=desk.now)],
    }
    return form(request, "library/tools.html", desk, refusal=refusal, more=more)


def _row(loan: Loan, reach: dict[int, str], request: CommunityRequest, moment: datetime) -> Row:
    today = request.community.calendar.today(moment)
    lent = loan.state == LoanState.LENT
    return Row(
        loan=loan,
        who=(loan.person.public_name if loan.person else "") or _("without a name"),
        reach=reach.get(loan.person_id or 0, ""),
        day=day_words(loan.due if lent else loan.from_day, request.community, moment),
        late=(loan.due if lent else collect_by(loan.from_day, loan.due)) < today,
        ready=loan.from_day <= today,
        visit=str(new_uuid()),
    )


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def tool_add(request: CommunityRequest, community: str) -> HttpResponse:
    desk = desk_of(request)
    if isinstance(desk, HttpResponse):
        return desk
    more = {"kinds": ToolKind.choices, "shown": request.POST}
    if request.method != "POST":
        return form(request, "library/tool.html", desk, more=more | {"shown": {"owned": 1, "days": 7}})
    try:
        uuid = uuid_said(request.POST.get("visit", ""))
        add_tool(request.community, desk.branch, desk.actor, _told(request, uuid), now=desk.now)
    except Refusal as refusal:
        return form(request, "library/tool.html", desk, refusal=refusal, more=more)
    messages.success(request, _("It is on the list: everybody sees it now."))
    return redirect("library_tools", community)


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def tool_change(request: CommunityRequest, community: str, tool: UUID) -> HttpResponse:
    """Change what is said of it, or take it off the list."""
    desk = desk_of(request)
    if isinstance(desk, HttpResponse):
        return desk
    row = tool_at(request.community, desk.branch, tool)
    more: dict[str, Any] = {"kinds": ToolKind.choices, "tool": row, "shown": request.POST}
    if request.method != "POST":
        said = {"words": row.words, "kind": row.kind, "owned": row.owned, "days": row.days, "terms": row.terms}
        return form(request, "library/tool.html", desk, more=more | {"shown": said})
    try:
        if "retire" in request.POST:
            retire_tool(row, desk.actor, now=desk.now)
            told = _("It is off the list.")
        else:
            change_tool(row, desk.actor, _told(request, row.uuid), now=desk.now)
            told = _("Kept.")
    except Refusal as refusal:
        return form(request, "library/tool.html", desk, refusal=refusal, more=more)
    messages.success(request, told)
    return redirect("library_tools", community)


def _told(request: CommunityRequest, uuid: UUID) -> NewTool:
    kind = request.POST.get("kind", "")
    if kind not in ToolKind.values:
        raise NotUnderstood(_("It does not say what kind of thing it is."), _("Choose one."), field="kind")
    return NewTool(
        words=request.POST.get("words", "")[:200],
        kind=ToolKind(kind),
        owned=whole(request.POST.get("owned", ""), "owned"),
        days=whole(request.POST.get("days", ""), "days"),
        terms=request.POST.get("terms", "")[:2000],
        language=current(),
        uuid=uuid,
    )


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def tool_lend(request: CommunityRequest, community: str, tool: UUID) -> HttpResponse:
    """A tool goes along with a visitor who has reserved nothing."""
    desk = desk_of(request)
    if isinstance(desk, HttpResponse):
        return desk
    row = tool_at(request.community, desk.branch, tool)
    more = {"tool": row, "card": card(shelf_of(row, now=desk.now), request.community, desk.now)}
    if request.method != "POST":
        return form(request, "library/lend.html", desk, more=more)
    try:
        new = NewLoan(
            quantity=whole(request.POST.get("quantity", ""), "quantity"),
            problem=problem_said(request.community, request.POST.get("number", "")),
        )
        serve_loan(counter_of(request, desk), visitor_of(request), row, new, now=desk.now)
    except Refusal as refusal:
        return form(request, "library/lend.html", desk, refusal=refusal, more=more)
    messages.success(request, _("Written down: it is lent."))
    return redirect("library_tools", community)


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def loan_back(request: CommunityRequest, community: str, loan: UUID) -> HttpResponse:
    """It comes back: all of it or less, whole or broken, with words on how it is."""
    desk = desk_of(request)
    if isinstance(desk, HttpResponse):
        return desk
    row = loan_at(request.community, desk.branch, loan)
    more = {"loan": row, "who": (row.person.public_name if row.person else "") or _("without a name")}
    if request.method != "POST":
        return form(request, "library/back.html", desk, more=more)
    try:
        what = Back(
            back=whole(request.POST.get("back", ""), "back"),
            broken=whole(request.POST.get("broken", "") or "0", "broken"),
            condition=Words(cases.words_of(request), current()),
        )
        serve_take_back(counter_of(request, desk), row, what, now=desk.now)
    except Refusal as refusal:
        return form(request, "library/back.html", desk, refusal=refusal, more=more)
    messages.success(request, _("Written down: it is back."))
    return redirect("library_tools", community)


@from_our_pages
@require_POST
def loan_do(request: CommunityRequest, community: str, loan: UUID, deed: str) -> HttpResponse:
    """One tap on the list. A refusal stands on top of the list."""
    desk = desk_of(request)
    if isinstance(desk, HttpResponse):
        return desk
    row = loan_at(request.community, desk.branch, loan)
    act = DEEDS.get(deed)
    if act is None:
        raise Http404
    try:
        told = act(request, desk, row)
    except Refusal as refusal:
        return _page(request, desk, refusal)
    messages.success(request, told)
    return redirect("library_tools", community)


def _hand_over(request: CommunityRequest, desk: Desk, loan: Loan) -> str:
    serve_hand_over(counter_of(request, desk), loan, now=desk.now)
    return _("Written down: it is lent.")


def _call_off(request: CommunityRequest, desk: Desk, loan: Loan) -> str:
    cancel(loan, desk.actor, now=desk.now)
    return _("The reservation is called off. Whoever reserved hears of it.")


def _keep(request: CommunityRequest, desk: Desk, loan: Loan) -> str:
    extend(loan, desk.actor, now=desk.now)
    return _("It may be kept longer.")


DEEDS: dict[str, Callable[[CommunityRequest, Desk, Loan], str]] = {
    "hand-over": _hand_over,
    "call-off": _call_off,
    "keep": _keep,
}
