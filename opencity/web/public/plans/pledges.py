"""A promise as its giver sees it: where it stands, what comes next, and how to take it back. 404 for others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from opencity.communities.http import CommunityRequest
from opencity.foundation.languages import current
from opencity.foundation.refusals import Refusal
from opencity.people.acting import Actor
from opencity.plans.access import pledge_for, sides
from opencity.plans.models import Contribution, Pledge
from opencity.plans.operations import giving, pledging
from opencity.plans.rules.moves import Side, pledge_may
from opencity.plans.values import NeedKind, PledgeState, Unit
from opencity.plans.wording import amount_words, number_words
from opencity.problems.history import Words
from opencity.web.public.cases import words_of
from opencity.web.public.conditions import condition_words
from opencity.web.public.dates import day_words
from opencity.web.public.plans.cases import form, known_actor
from opencity.web.public.plans.pledge_states import next_words, sign_of
from opencity.web.public.plans.section import leader_of
from opencity.web.public.reporting.origin import from_our_pages

TOO_LATE_FOR_PAPER = frozenset({PledgeState.DECLINED, PledgeState.WITHDRAWN, PledgeState.LAPSED})


@dataclass(frozen=True)
class Giving:
    """A promise and its giver, at one moment."""

    pledge: Pledge
    actor: Actor
    now: datetime

    def may(self, move: str) -> bool:
        return pledge_may(move, self.pledge.state, Side.GIVER)


def giving_case(request: CommunityRequest, uuid: UUID) -> Giving:
    moment = now()
    actor = known_actor(request, moment)
    found = pledge_for(request.community, str(uuid), actor)
    if Side.GIVER not in sides(found, actor):
        raise Http404
    return Giving(found, actor, moment)


@require_safe
def pledge(request: CommunityRequest, community: str, uuid: UUID) -> HttpResponse:
    case = giving_case(request, uuid)
    shown, need = case.pledge, case.pledge.need
    moment = case.now
    context = {
        "pledge": shown,
        "need": need,
        "problem": need.plan.problem,
        "language": need.plan.language,
        "amount": amount_words(shown.quantity, need.unit) if need.unit != Unit.PERMIT else "",
        "sign": sign_of(shown),
        "next": next_words(shown, ahead=_ahead(shown), now=moment),
        "leader": leader_of(need.plan),
        "conditions": [condition_words(one) for one in shown.conditions.select_related("need")],
        "due": day_words(shown.due, request.community, moment) if shown.due else "",
        "rests": [(one, sign_of(one), amount_words(one.quantity, need.unit)) for one in shown.rests.order_by("pk")],
        "received": _received(shown, moment),
        "may_deliver": case.may("deliver"),
        "may_withdraw": case.may("withdraw"),
        "money": need.kind == NeedKind.MONEY and case.may("withdraw"),
        "paper": shown.organisation is not None and shown.state not in TOO_LATE_FOR_PAPER and _is_thing(need.kind),
    }
    answer = render(request, "public/plans/promise.html", context)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _is_thing(kind: str) -> bool:
    """What is handed over with an act: things, not hands, money or permissions."""
    return kind in {NeedKind.MATERIAL, NeedKind.TOOL, NeedKind.TRANSPORT, NeedKind.SPACE}


def _ahead(shown: Pledge) -> int:
    """How many stand in line before it."""
    if shown.state != PledgeState.WAITING:
        return 0
    return Pledge.everywhere.filter(need=shown.need, state=PledgeState.WAITING, pk__lt=shown.pk).count()


@dataclass(frozen=True)
class Received:
    amount: str
    hours: str
    day: str
    less: bool


def _received(shown: Pledge, moment: datetime) -> Received | None:
    given = Contribution.everywhere.filter(pledge=shown).first()
    if given is None:
        return None
    return Received(
        amount_words(given.quantity, shown.need.unit) if shown.need.unit != Unit.PERMIT else "",
        amount_words(given.hours, Unit.HOUR) if given.hours else "",
        day_words(given.given_on, shown.community, moment),
        given.quantity < shown.quantity,
    )


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def pledge_withdraw(request: CommunityRequest, community: str, uuid: UUID) -> HttpResponse:
    case = giving_case(request, uuid)
    refusals: list[Refusal] = []
    if request.method == "POST":
        try:
            pledging.withdraw_pledge(case.pledge, case.actor, Words(words_of(request), current()), now=case.now)
        except Refusal as refusal:
            refusals = [refusal]
        else:
            messages.success(request, _("Your promise is taken back. Thank you for saying so in time."))
            return redirect("pledge", community, uuid)
    return _form(request, "public/plans/withdraw.html", case, case.may("withdraw"), refusals)


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def pledge_there(request: CommunityRequest, community: str, uuid: UUID) -> HttpResponse:
    """The giver says that it is there."""
    case = giving_case(request, uuid)
    refusals: list[Refusal] = []
    if request.method == "POST":
        try:
            giving.deliver(case.pledge, case.actor, now=case.now)
        except Refusal as refusal:
            refusals = [refusal]
        else:
            messages.success(request, _("Written down. Whoever receives it confirms what came."))
            return redirect("pledge", community, uuid)
    return _form(request, "public/plans/there.html", case, case.may("deliver"), refusals)


def _form(
    request: CommunityRequest, template: str, case: Giving, possible: bool, refusals: list[Refusal]
) -> HttpResponse:
    need = case.pledge.need
    return form(
        request,
        template,
        need.plan.problem,
        person=case.actor.person,
        refusals=refusals,
        pledge=case.pledge,
        need=need,
        language=need.plan.language,
        amount=amount_words(case.pledge.quantity, need.unit),
        possible=possible,
    )


@require_safe
def pledge_paper(request: CommunityRequest, community: str, uuid: UUID) -> HttpResponse:
    """The act of handing over, for printing: a public body cannot take goods without one."""
    moment = now()
    actor = known_actor(request, moment)
    shown = pledge_for(request.community, str(uuid), actor)
    if shown.organisation is None or not _is_thing(shown.need.kind):
        raise Http404
    plan = shown.need.plan
    given = Contribution.everywhere.filter(pledge=shown).first()
    recipient = plan.organisation or plan.problem.owner
    context = {
        "pledge": shown,
        "need": shown.need,
        "problem": plan.problem,
        "giver": shown.organisation,
        "recipient": recipient,
        "quantity": number_words(given.quantity if given else shown.quantity),
        "unit": Unit(shown.need.unit).label,
        "day": day_words(given.given_on, request.community, moment) if given else "",
    }
    answer = render(request, "public/plans/paper.html", context)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
