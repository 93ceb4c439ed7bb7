"""The form of a formal appeal, its preview, and sending it. What was typed stays, whatever is refused."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from opencity.appeals.access import bodies_that_answer
from opencity.appeals.form import Said, Sheet, sheet_of
from opencity.appeals.law import law_of
from opencity.appeals.models import AnswerBy
from opencity.appeals.operations.filing import NewAppeal, check_appeal, file_appeal, must_be_confirmed
from opencity.appeals.setting import paragraphs
from opencity.communities.http import CommunityRequest
from opencity.foundation.languages import current, in_words
from opencity.foundation.refusals import Refusal
from opencity.people.acting import Actor
from opencity.people.contacts import email_of
from opencity.people.models import Organisation
from opencity.problems.history import Words
from opencity.problems.models import Report
from opencity.problems.models.problem import new_uuid
from opencity.web.public import cases
from opencity.web.public.cases import Case
from opencity.web.public.organisations.pages import uuid_of
from opencity.web.public.problem_address import address_of_problem
from opencity.web.public.reporting import forms, refusing
from opencity.web.public.reporting.origin import from_our_pages

FIELDS = ("organisation", "kind", "text", "full_name", "residence", "answer_by", "email", "postal_address", "phone")
PER_HOUR = 30


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def appeal_new(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    """Three steps on one address: the form, the letter as it will be, and sent."""
    case = cases.shown_case(request, number)
    if case.actor is None:
        return _form(request, case, {})
    if request.method != "POST":
        return _begin(request, case, case.actor)
    typed = {name: forms.plain(request.POST.get(name, "")) for name in FIELDS}
    if "change" in request.POST:
        return _form(request, case, typed)
    try:
        cases.limit(request, "appeal", case.now, most=PER_HOUR)
        new = _new(request, case, typed)
        if "sure" not in request.POST:
            check_appeal(case.problem, case.actor, new, now=case.now)
            return _preview(request, case, typed, new)
        made = file_appeal(case.problem, case.actor, new, now=case.now)
    except Refusal as refusal:
        return _form(request, case, typed, refusal)
    messages.success(request, _("Sent. The clock of the law runs from today, and we write when there is news."))
    return redirect("me_appeal", community, made.uuid)


def _begin(request: CommunityRequest, case: Case, actor: Actor) -> HttpResponse:
    """What is known already need not be typed."""
    refusal = None
    try:
        must_be_confirmed(actor)
    except Refusal as refused:
        refusal = refused
    owner = case.problem.owner
    typed = {
        "organisation": owner.slug if owner else "",
        "kind": law_of(request.community).kinds[0].code,
        "text": _first_words(case, actor),
        "answer_by": AnswerBy.EMAIL.value,
        "email": email_of(actor.person),
    }
    return _form(request, case, typed, refusal)


def _first_words(case: Case, actor: Actor) -> str:
    """From the problem's page: what, where, and the writer's own words if they reported it."""
    problem = case.problem
    own = Report.everywhere.filter(problem=problem, reporter=actor.person).order_by("pk").first()
    said = own.words.strip() if own is not None else ""
    where = ", ".join(one for one in (problem.place_words, problem.area.name if problem.area else "") if one)
    lines = [said or f"{problem.title}."]
    if where:
        lines.append(_("Place: %(where)s.") % {"where": where})
    lines.append(_("I ask you to look into it, to take measures and to tell me what was done."))
    return "\n\n".join(lines)


def _new(request: CommunityRequest, case: Case, typed: dict[str, str]) -> NewAppeal:
    bodies = _bodies(case)
    return NewAppeal(
        uuid=uuid_of(request),
        organisation=next((one for one in bodies if one.slug == typed["organisation"]), None),
        kind=typed["kind"],
        text=Words(typed["text"], current()),
        full_name=typed["full_name"],
        residence=typed["residence"],
        answer_by=typed["answer_by"],
        email=typed["email"],
        postal_address=typed["postal_address"],
        phone=typed["phone"],
    )


def _bodies(case: Case) -> list[Organisation]:
    """Whoever answers appeals here, the problem's owner first."""
    found = bodies_that_answer(case.problem.community, case.problem.category.code, now=case.now)
    return sorted(found, key=lambda one: one.pk != case.problem.owner_id)


def _preview(request: CommunityRequest, case: Case, typed: dict[str, str], new: NewAppeal) -> HttpResponse:
    assert new.organisation is not None
    said = Said(
        problem=case.problem,
        organisation=new.organisation,
        kind=new.kind,
        text=new.text.text,
        full_name=new.full_name,
        residence=new.residence,
        answer_by=new.answer_by,
        email=new.email,
        postal_address=new.postal_address,
        phone=new.phone,
        at=case.now,
    )
    sheet = sheet_of(said, address_of_problem(case.problem))
    return _render(request, case, "public/appeals/preview.html", typed, **letter(sheet), body=new.organisation)


def letter(sheet: Sheet) -> dict[str, Any]:
    """The letter as pages show it."""
    return {"sheet": sheet, "paragraphs": paragraphs(sheet.text)}


def _form(request: CommunityRequest, case: Case, typed: dict[str, str], refusal: Refusal | None = None) -> HttpResponse:
    owner, bodies = case.problem.owner, _bodies(case) if case.actor is not None else []
    return _render(
        request,
        case,
        "public/appeals/write.html",
        typed,
        refusal,
        bodies=bodies,
        owner_missing=owner if owner is not None and owner not in bodies else None,
        kinds=[(one.code, in_words(one.names), in_words(one.hint)) for one in law_of(request.community).kinds],
        ways=AnswerBy.choices,
    )


def _render(
    request: CommunityRequest,
    case: Case,
    template: str,
    typed: dict[str, str],
    refusal: Refusal | None = None,
    **more: Any,
) -> HttpResponse:
    shown = refusing.shown_plainly(request.community, [refusal] if refusal else [])
    law = law_of(request.community)
    context = {
        "problem": case.problem,
        "person": case.person,
        "typed": typed,
        "uuid": request.POST.get("uuid") or str(new_uuid()),
        "refusals": shown,
        "errors": refusing.by_field(shown),
        "sign_in": cases.sign_in_address(request),
        "law": law,
        "law_name": in_words(law.law.names),
        **more,
    }
    answer = render(request, template, context, status=refusal.status if refusal else 200)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
