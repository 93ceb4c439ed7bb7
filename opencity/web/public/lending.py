"""What an access point lends: its shelf, a reservation, and the borrower's own page of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from opencity.communities.http import CommunityRequest
from opencity.communities.models import Community
from opencity.foundation.refusals import NotAllowed, NotUnderstood, Refusal
from opencity.lending.access import access_point_for, loan_of, tool_at
from opencity.lending.models import Loan
from opencity.lending.operations.handing import extend
from opencity.lending.operations.reserving import NewLoan, cancel, reserve
from opencity.lending.queries.shelves import Shelf, shelf_of, shelves
from opencity.lending.rules import FURTHEST_DAYS, collect_by
from opencity.lending.values import Ended, LoanState, ToolKind
from opencity.people.acting import Actor
from opencity.problems.models import Problem
from opencity.problems.models.problem import new_uuid
from opencity.problems.states import Visibility
from opencity.web.public import cases, reading
from opencity.web.public.dates import day_words
from opencity.web.public.reading import actor_of, is_personal
from opencity.web.public.reporting import refusing
from opencity.web.public.reporting.origin import from_our_pages

ICONS = {
    ToolKind.HAND: "hammer",
    ToolKind.POWER: "plug-zap",
    ToolKind.GARDEN: "sprout",
    ToolKind.HEIGHT: "construction",
    ToolKind.PAINT: "brick-wall",
    ToolKind.TRANSPORT: "truck",
    ToolKind.GATHERING: "users-round",
    ToolKind.OTHER: "package",
}


@dataclass(frozen=True, kw_only=True)
class Card:
    """A tool as everybody sees it. `from_day` is said only where none can be had today."""

    shelf: Shelf
    from_day: str

    @property
    def icon(self) -> str:
        return ICONS[ToolKind(self.shelf.tool.kind)]


def card(shelf: Shelf, town: Community, moment: datetime) -> Card:
    said = day_words(shelf.from_day, town, moment) if shelf.from_day and not shelf.free else ""
    return Card(shelf=shelf, from_day=said)


@require_safe
def tools(request: CommunityRequest, community: str, organisation: str) -> HttpResponse:
    """The shelf of one access point: what can be borrowed, and how many are free."""
    moment = now()
    point = access_point_for(request.community, organisation)
    rows = [card(one, request.community, moment) for one in shelves(request.community, point.organisation, now=moment)]
    return reading.page(request, "public/lending/tools.html", {"point": point, "rows": rows})


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def tool_reserve(request: CommunityRequest, community: str, organisation: str, tool: UUID) -> HttpResponse:
    moment = now()
    point = access_point_for(request.community, organisation)
    wanted = tool_at(request.community, point.organisation, tool)
    today = request.community.calendar.today(moment)
    more: dict[str, Any] = {
        "point": point,
        "tool": wanted,
        "card": card(shelf_of(wanted, now=moment), request.community, moment),
        "loan": request.POST.get("loan") or str(new_uuid()),
        "number": request.GET.get("number", "")[:20],
        "first": today.isoformat(),
        "last": (today + timedelta(days=FURTHEST_DAYS)).isoformat(),
    }
    if request.method != "POST":
        return _form(request, "public/lending/reserve.html", None, more)
    try:
        actor = _known(request, moment)
        cases.limit(request, "reserve", moment)
        made = reserve(wanted, actor, _new_loan(request), now=moment)
    except Refusal as refusal:
        return _form(request, "public/lending/reserve.html", refusal, more)
    messages.success(request, _("It is kept for you."))
    return redirect("loan", community, made.uuid)


def _known(request: CommunityRequest, moment: datetime) -> Actor:
    actor = actor_of(request, now=moment)
    if actor is None:
        raise NotAllowed(
            _("We have to be able to reach whoever borrows a tool."),
            _("Sign in with your e-mail: we send a code, no password is needed."),
        )
    return actor


def _new_loan(request: CommunityRequest) -> NewLoan:
    return NewLoan(
        quantity=whole(request.POST.get("quantity", ""), "quantity"),
        from_day=_day(request.POST.get("from_day", "")),
        problem=problem_said(request.community, request.POST.get("number", "")),
        uuid=uuid_said(request.POST.get("loan", "")),
    )


def whole(said: str, field: str) -> int:
    """A number as people type it."""
    said = said.strip()
    if not said.isascii() or not said.isdecimal() or len(said) > 4:
        raise NotUnderstood(_("This is not a whole number."), _("Write it in digits, for example 2."), field=field)
    return int(said)


def _day(said: str) -> date | None:
    """None for the first day there is: today."""
    if not said.strip():
        return None
    try:
        return date.fromisoformat(said.strip())
    except ValueError:
        raise NotUnderstood(_("This is not a day."), _("Choose one in the calendar."), field="from_day") from None


def problem_said(community: Community, said: str) -> Problem | None:
    """The public problem a tool is for, by its number; None where nothing is said."""
    number = said.strip().lstrip("№# ").strip()
    if not number:
        return None
    found = None
    if number.isascii() and number.isdecimal() and len(number) < 18:
        rows = Problem.everywhere.filter(community=community, visibility=Visibility.PUBLIC).select_related("community")
        found = rows.filter(number=int(number)).first()
    if found is None:
        raise NotUnderstood(
            _("There is no public problem with this number."), _("Leave the number out, or look it up."), field="number"
        )
    return found


def uuid_said(said: str) -> UUID:
    try:
        return UUID(said)
    except ValueError:
        raise NotUnderstood(_("This form is incomplete."), _("Open it again.")) from None


@dataclass(frozen=True, kw_only=True)
class Own:
    """A loan as whoever has it sees it."""

    loan: Loan
    css: str
    icon: str
    label: str
    day: str
    late: bool = False


def own(loan: Loan, town: Community, moment: datetime) -> Own:
    """Where it stands, and the one day that matters now."""
    today = town.calendar.today(moment)
    match loan.state:
        case LoanState.RESERVED:
            last = collect_by(loan.from_day, loan.due)
            words = {"first": day_words(loan.from_day, town, moment), "last": day_words(last, town, moment)}
            told = _("come for it between %(first)s and %(last)s") % words
            return Own(loan=loan, css="s-open", icon="calendar-days", label=_("reserved"), day=told)
        case LoanState.LENT:
            late = loan.due < today
            said = _("was due by %(day)s") if late else _("bring it back by %(day)s")
            day = said % {"day": day_words(loan.due, town, moment)}
            return Own(
                loan=loan, css="s-late" if late else "s-doing", icon="package", label=_("with you"), day=day, late=late
            )
        case LoanState.CANCELLED:
            label = str(Ended(loan.ended).label)
            return Own(loan=loan, css="s-quiet", icon="x", label=label, day="")
    at = day_words(loan.returned_at, town, moment) if loan.returned_at else ""
    icon = "check" if loan.state == LoanState.RETURNED else "circle-alert"
    return Own(loan=loan, css="s-quiet", icon=icon, label=loan.get_state_display(), day=at)


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def loan(request: CommunityRequest, community: str, loan: UUID) -> HttpResponse:
    """What somebody reserved or has, for themselves: take it back, keep it longer."""
    moment = now()
    actor = actor_of(request, now=moment)
    if actor is None:
        return redirect_to_login(request.get_full_path())
    mine = loan_of(request.community, actor.person, loan)
    more = {"own": own(mine, request.community, moment), "states": LoanState}
    if request.method != "POST":
        return _form(request, "public/lending/loan.html", None, more)
    act = ACTS.get(request.POST.get("act", ""))
    try:
        if act is None:
            raise NotUnderstood(_("This form is incomplete."), _("Open it again."))
        told = act(mine, actor, moment)
    except Refusal as refusal:
        return _form(request, "public/lending/loan.html", refusal, more)
    messages.success(request, told)
    return redirect("loan", community, mine.uuid)


def _cancel(mine: Loan, actor: Actor, moment: datetime) -> str:
    cancel(mine, actor, now=moment)
    return _("The reservation is taken back. Thank you for saying so.")


def _extend(mine: Loan, actor: Actor, moment: datetime) -> str:
    extend(mine, actor, now=moment)
    return _("You may keep it longer.")


ACTS: dict[str, Callable[[Loan, Actor, datetime], str]] = {"cancel": _cancel, "extend": _extend}


def _form(request: CommunityRequest, template: str, refusal: Refusal | None, more: dict[str, Any]) -> HttpResponse:
    shown = refusing.shown_plainly(request.community, [refusal] if refusal else [])
    context = {
        "person": reading.person_of(request),
        "typed": request.POST,
        "refusals": shown,
        "errors": refusing.by_field(shown),
        "sign_in": cases.sign_in_address(request),
        **more,
    }
    answer = render(request, template, context, status=refusal.status if refusal else 200)
    patch_vary_headers(answer, ("HX-Request",))
    answer["Cache-Control"] = "private, no-store" if is_personal(request) or refusal else "private, no-cache"
    answer["X-Robots-Tag"] = "noindex"
    return answer
