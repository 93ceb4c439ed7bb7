"""Is it really done? Whoever knew of the problem looks and gives one of four equal answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core.signing import BadSignature
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from opencity.communities.http import CommunityRequest
from opencity.foundation.languages import current
from opencity.foundation.refusals import Refusal
from opencity.foundation.tokens import open_seal
from opencity.people.acting import actor_for
from opencity.people.models import Person
from opencity.problems.access import problem_for
from opencity.problems.operations.photographing import drop_photo
from opencity.verification.models import Ask, Value
from opencity.verification.operations.judging import NewVerdict, give_verdict
from opencity.web.public import cases
from opencity.web.public.cases import Case
from opencity.web.public.reporting.origin import from_our_pages
from opencity.web.public.rounds import Round, round_of, verdicts_of

PURPOSE = "ask"
"""What the token of a letter that asks for a verdict is sealed for; it holds the claim and the person."""
LASTS = timedelta(days=120)
TEMPLATE = "public/verify.html"
ANSWERS: Mapping[str, tuple[str | Promise, str]] = {
    Value.YES: (gettext_lazy("Everything that was promised is there"), "check"),
    Value.PARTLY: (
        gettext_lazy("Write what is still missing: it will be opened as a problem of its own"),
        "circle-dashed",
    ),
    Value.NO: (gettext_lazy("A photo will help: without it a no is only a word"), "x"),
    Value.CANNOT_TELL: (
        gettext_lazy("You were not there, or it cannot be seen. It does not change the count"),
        "circle-help",
    ),
}


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def problem_verify(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    case, token = _case(request, number)
    current_round = round_of(case.problem, case.person, now=case.now)
    if request.method == "POST":
        return _give(request, case, current_round, token)
    return _page(request, case, current_round, token, chosen=request.GET.get("value", ""))


def _case(request: CommunityRequest, number: int) -> tuple[Case, str]:
    """With the token of a letter its reader is known without signing in, for this round alone."""
    token = request.POST.get("t") or request.GET.get("t") or ""
    person = _asked_person(request, number, token) if token else None
    if person is None:
        return cases.shown_case(request, number), ""
    moment = now()
    actor = actor_for(person, request.community, now=moment)
    problem = problem_for(request.community, number, actor)
    return Case(problem, actor, moment), token


def _asked_person(request: CommunityRequest, number: int, token: str) -> Person | None:
    try:
        sealed = open_seal(PURPOSE, token, lasts=LASTS)
    except BadSignature:
        return None
    if not isinstance(sealed, list) or len(sealed) != 2:
        return None
    rows = Ask.everywhere.filter(community=request.community, claim_id=sealed[0], claim__problem__number=number)
    ask = rows.filter(person_id=sealed[1]).select_related("person").first()
    return ask.person if ask and ask.person.is_active else None


def _give(request: CommunityRequest, case: Case, seen: Round | None, token: str) -> HttpResponse:
    chosen = request.POST.get("value", "")
    kept: list[str] = []
    try:
        actor = cases.must_be_known(case, _("Those who knew of the problem answer: we have to know that you did."))
        cases.limit(request, "verdict", case.now)
        photos = cases.take_photos(request, actor.person, case.now)
        kept = cases.keep_tokens(photos[:1])
        for extra in photos[1:]:
            drop_photo(extra)
        new = NewVerdict(
            value=chosen, words=cases.words_of(request), language=current(), photo=photos[0] if photos else None
        )
        give_verdict(case.problem, actor.person, new, now=case.now)
    except Refusal as refusal:
        return _page(request, case, seen, token, chosen=chosen, refusal=refusal, kept=kept)
    return cases.done(request, case, _told(case, chosen))


def _told(case: Case, chosen: str) -> str:
    case.problem.refresh_from_db(fields=["state"])
    if case.problem.state == "verified":
        return _("Thank you. With your answer residents have confirmed it: it is done.")
    if chosen == Value.CANNOT_TELL:
        return _("Thank you for being honest. We will not remind you of it any more.")
    return _("Thank you, your answer is written down.")


def _page(
    request: CommunityRequest,
    case: Case,
    seen: Round | None,
    token: str,
    *,
    chosen: str,
    refusal: Refusal | None = None,
    kept: list[str] | None = None,
) -> HttpResponse:
    over = seen is not None and (seen.gave is not None or not seen.running)
    return cases.form(
        request,
        TEMPLATE,
        case,
        refusal=refusal,
        round=seen,
        verdicts=verdicts_of(seen.claim, now=case.now) if seen and over else [],
        answers=_answers(request, token),
        chosen=_chosen(chosen),
        token=token,
        kept=kept or [],
        back=_address(request, token),
    )


def _chosen(value: str) -> dict[str, Any] | None:
    if value not in ANSWERS:
        return None
    hint, icon = ANSWERS[value]
    return {"value": value, "label": Value(value).label, "hint": hint, "icon": icon}


def _answers(request: CommunityRequest, token: str) -> list[dict[str, Any]]:
    """The four as links to the second step, all alike: there one may add words and a photograph, then send."""
    address = _address(request, token)
    sign = "&" if token else "?"
    return [
        {"label": Value(value).label, "hint": hint, "icon": icon, "address": f"{address}{sign}value={value}#answer"}
        for value, (hint, icon) in ANSWERS.items()
    ]


def _address(request: CommunityRequest, token: str) -> str:
    return f"{request.path}?t={token}" if token else request.path
