"""What whoever leads or receives does with a promise; gifts that were not promised; money spent, with its receipt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from opencity.communities.http import CommunityRequest
from opencity.foundation.languages import current
from opencity.foundation.refusals import NotUnderstood, Refusal
from opencity.people.models import Organisation, Presence
from opencity.people.operations.introducing import Stranger
from opencity.plans.access import need_for_public, pledge_for
from opencity.plans.models import Need, Pledge
from opencity.plans.operations import giving, pledging
from opencity.plans.operations.giving import Expense, Gift
from opencity.plans.rules.amounts import read_quantity
from opencity.plans.values import NeedKind, PledgeState, Unit
from opencity.plans.wording import amount_words
from opencity.problems.history import Words
from opencity.problems.models.problem import new_uuid
from opencity.web.public import cases
from opencity.web.public.plans.cases import PlanCase, back_to_lead, form, read_day, receiving_case
from opencity.web.public.plans.pledge_forms import read_uuid, typed_amount
from opencity.web.public.plans.pledge_states import sign_of
from opencity.web.public.reporting.forms import plain
from opencity.web.public.reporting.origin import from_our_pages
from opencity.web.public.story_together import giver_name, somebody

Text = str | Promise


@dataclass(frozen=True, kw_only=True)
class Deed:
    """`asks` names the words it needs; `counts` is whether it asks what really came."""

    title: Text
    text: Text
    button: Text
    told: Text
    do: Callable[[CommunityRequest, PlanCase, Pledge], object]
    asks: Text = ""
    counts: bool = False


def _accept(_request: CommunityRequest, case: PlanCase, pledge: Pledge) -> None:
    pledging.accept_pledge(pledge, case.actor, now=case.now)


def _decline(request: CommunityRequest, case: PlanCase, pledge: Pledge) -> None:
    pledging.decline_pledge(pledge, case.actor, Words(cases.words_of(request), current()), now=case.now)


def _received(request: CommunityRequest, case: PlanCase, pledge: Pledge) -> None:
    said, hours = plain(request.POST.get("quantity", "")), plain(request.POST.get("hours", ""))
    quantity = read_quantity(said) if pledge.need.unit != Unit.PERMIT else None
    worked = read_quantity(hours, field="hours") if hours else None
    giving.acknowledge(pledge, case.actor, quantity=quantity, hours=worked, now=case.now)


def _dispute(request: CommunityRequest, case: PlanCase, pledge: Pledge) -> None:
    """What is disputed has come in some way: that is noted first."""
    words = Words(cases.words_of(request), current())
    if not words.text:
        raise NotUnderstood(_("A reason is owed here."), _("Write in a sentence what is wrong."), field="words")
    if pledge.state == PledgeState.ACCEPTED:
        pledge = giving.deliver(pledge, case.actor, now=case.now)
    giving.dispute(pledge, case.actor, words, now=case.now)


DEEDS: Mapping[str, Deed] = {
    "accept": Deed(
        title=gettext_lazy("Accept the promise"),
        text=gettext_lazy("What is more than needed waits in line."),
        button=gettext_lazy("Accept"),
        told=gettext_lazy("Accepted. We write to whoever promised."),
        do=_accept,
    ),
    "decline": Deed(
        title=gettext_lazy("Decline with thanks"),
        text=gettext_lazy("Only whoever promised reads your words."),
        button=gettext_lazy("Decline"),
        told=gettext_lazy("Declined. We write to whoever promised."),
        asks=gettext_lazy("Why it is not needed this time"),
        do=_decline,
    ),
    "received": Deed(
        title=gettext_lazy("Say what came"),
        text=gettext_lazy("Your word makes it a contribution: it stands in the story, with thanks."),
        button=gettext_lazy("Confirm"),
        told=gettext_lazy("Written down. We thank whoever gave it."),
        counts=True,
        do=_received,
    ),
    "dispute": Deed(
        title=gettext_lazy("It did not come as promised"),
        text=gettext_lazy("The need is open again at once, and everybody reads your words in the story."),
        button=gettext_lazy("Say so"),
        told=gettext_lazy("Written down. Whoever promised is told."),
        asks=gettext_lazy("What is wrong"),
        do=_dispute,
    ),
}


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def plan_pledge(request: CommunityRequest, community: str, number: int, uuid: UUID, deed: str) -> HttpResponse:
    known = DEEDS.get(deed)
    if known is None:
        raise Http404
    case = receiving_case(request, number)
    pledge = pledge_for(request.community, str(uuid), case.actor)
    if pledge.need.plan_id != case.plan.pk:
        raise Http404
    refusals: list[Refusal] = []
    if request.method == "POST":
        try:
            known.do(request, case, pledge)
        except Refusal as refusal:
            refusals = [refusal]
        else:
            return back_to_lead(request, case.problem, str(known.told))
    return form(
        request,
        "public/plans/answer.html",
        case.problem,
        person=case.person,
        refusals=refusals,
        typed=request.POST if request.method == "POST" else {"quantity": typed_amount(pledge.quantity)},
        deed=known,
        name=deed,
        **_about(pledge, case),
    )


def _about(pledge: Pledge, case: PlanCase) -> dict[str, Any]:
    need = pledge.need
    quiet = pledge.quiet and not case.leads
    name = "" if quiet else giver_name(pledge.person, pledge.organisation)
    return {
        "pledge": pledge,
        "need": need,
        "language": case.plan.language,
        "sector": pledge.organisation.sector if pledge.organisation and not quiet else pledge.sector,
        "who": name or somebody(pledge.sector),
        "amount": amount_words(pledge.quantity, need.unit) if need.unit != Unit.PERMIT else "",
        "unit": Unit(need.unit).label,
        "permit": need.unit == Unit.PERMIT,
        "by_people": need.kind in {NeedKind.LABOUR, NeedKind.SKILL},
        "sign": sign_of(pledge),
    }


def _need(request: CommunityRequest, case: PlanCase, position: int) -> Need:
    need = need_for_public(request.community, case.problem.number, position)
    if need.dropped_at is not None:
        raise Http404
    return need


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def plan_gift(request: CommunityRequest, community: str, number: int, position: int) -> HttpResponse:
    """Somebody just came and helped: the lead's side writes it down."""
    case = receiving_case(request, number)
    need = _need(request, case, position)
    present = Presence.everywhere.filter(community=request.community, verified=True).select_related("organisation")
    bodies = [one.organisation for one in present.order_by("position", "pk")]
    refusals: list[Refusal] = []
    if request.method == "POST":
        try:
            _take_gift(request, case, need, bodies)
        except Refusal as refusal:
            refusals = [refusal]
        else:
            return back_to_lead(request, case.problem, _("Written down, with thanks."))
    return form(
        request,
        "public/plans/gift.html",
        case.problem,
        person=case.person,
        refusals=refusals,
        typed=request.POST if request.method == "POST" else {"uuid": str(new_uuid())},
        need=need,
        language=case.plan.language,
        unit=Unit(need.unit).label,
        by_people=need.kind in {NeedKind.LABOUR, NeedKind.SKILL},
        bodies=bodies,
    )


def _take_gift(request: CommunityRequest, case: PlanCase, need: Need, bodies: list[Organisation]) -> None:
    told = {name: plain(request.POST.get(name, ""))[:300] for name in ("name", "email", "quantity", "hours", "uuid")}
    slug = request.POST.get("organisation", "")
    quantity = read_quantity(told["quantity"])
    hours = read_quantity(told["hours"], field="hours") if told["hours"] else None
    giving.take_gift(
        need,
        Gift(
            giver=_giver(told["name"], told["email"]),
            organisation=next((one for one in bodies if one.slug == slug), None),
            quantity=quantity,
            hours=hours,
            quiet=request.POST.get("quiet") == "1",
            uuid=read_uuid(told["uuid"]),
        ),
        case.actor,
        now=case.now,
    )


def _giver(name: str, email: str) -> Stranger:
    if not name:
        raise NotUnderstood(
            _("It does not say who gave it."), _("Write a name; with “quietly” nobody else reads it."), field="name"
        )
    return Stranger(name=name[:100], email=read_email(email), language=current())


def read_email(said: str) -> str:
    try:
        if said:
            validate_email(said)
    except ValidationError:
        raise NotUnderstood(
            _("This does not look like an e-mail address."),
            _("Check it, as in olena@example.org, or leave it empty."),
            field="email",
        ) from None
    return said


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def plan_spend(request: CommunityRequest, community: str, number: int, position: int) -> HttpResponse:
    """The non-profit that received the money shows what it was spent on."""
    case = receiving_case(request, number)
    need = _need(request, case, position)
    if need.kind != NeedKind.MONEY:
        raise Http404
    refusals: list[Refusal] = []
    tokens: list[str] = []
    if request.method == "POST":
        try:
            photos = cases.take_photos(request, case.person, case.now)
            tokens = cases.keep_tokens(photos)
            if not photos:
                raise NotUnderstood(
                    _("The receipt is missing."), _("Take a photo of it: everybody may look."), field="photo"
                )
            giving.spend(need, _expense(request, photos[0]), case.actor, now=case.now)
        except Refusal as refusal:
            refusals = [refusal]
        else:
            return back_to_lead(request, case.problem, _("The receipt is shown. Whoever gave money is told."))
    return form(
        request,
        "public/plans/spend.html",
        case.problem,
        person=case.person,
        refusals=refusals,
        typed=request.POST if request.method == "POST" else {"uuid": str(new_uuid())},
        kept=tokens,
        need=need,
        language=case.plan.language,
        left=amount_words(giving.left_of(need), Unit.HRYVNIA),
    )


def _expense(request: CommunityRequest, receipt: Any) -> Expense:
    day = read_day(request.POST.get("spent_on", ""), "spent_on")
    if day is None:
        raise NotUnderstood(_("The day is missing."), _("Write the day of the receipt."), field="spent_on")
    return Expense(
        amount=read_quantity(plain(request.POST.get("amount", "")), field="amount"),
        words=Words(cases.words_of(request), current()),
        spent_on=day,
        receipt=receipt,
        uuid=read_uuid(request.POST.get("uuid", "")),
    )
