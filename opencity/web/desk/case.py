"""A case as those who handle it see it, with what they may do now. The link in a letter opens it too."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.core.signing import BadSignature
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from opencity.casework.access import colleagues, may_sort, sees_contacts
from opencity.casework.models import AnswerTemplate
from opencity.casework.operations.auditing import note_line
from opencity.casework.operations.talking import look
from opencity.casework.queries.elsewhere import elsewhere_by_rules
from opencity.casework.queries.inbox import around, assignment_of, seen_by, teams_of
from opencity.casework.queries.wording import templates_for
from opencity.catalogue.answers import options_of
from opencity.communities.http import CommunityRequest
from opencity.foundation.languages import in_words
from opencity.foundation.refusals import NotAllowed, Refusal
from opencity.foundation.tokens import open_seal
from opencity.people.acting import Actor
from opencity.people.contacts import inbox_of
from opencity.people.models import ContactPoint
from opencity.people.rights import Right
from opencity.problems.access import capacities, handles
from opencity.problems.models import Evidence, ExactPlace, Flag, Note, Problem, Report
from opencity.problems.operations.asking import take_question_back
from opencity.problems.queries.questions import open_question
from opencity.problems.rules.moves import Who
from opencity.problems.states import Visibility
from opencity.verification.models import Objection, Verdict
from opencity.web.desk.access import actor_of, desk_actor
from opencity.web.desk.deeds import APART, DEEDS, Deed, open_deeds
from opencity.web.desk.forms import DeedForm
from opencity.web.desk.templates import filled
from opencity.web.public import story
from opencity.web.public.dates import due_of
from opencity.web.public.photographs import Picture, evidence_picture
from opencity.web.public.signs import state_sign, visibility_sign

LINK_LASTS = timedelta(days=180)
SEALED_FOR = "answer"
"""The purpose of the token in a letter to an owner: [problem id, organisation id]."""


@dataclass(frozen=True)
class Statement:
    """A report as the desk sees it: with contacts where the case needs a call back."""

    report: Report
    answers: list[tuple[str, str]]
    email: str
    phone: str


@dataclass(frozen=True)
class OpenDeed:
    name: str
    deed: Deed
    form: DeedForm
    opened: bool
    templates: tuple[AnswerTemplate, ...] = ()


@dataclass(frozen=True)
class Shot:
    evidence: Evidence
    picture: Picture


@never_cache
@require_GET
def case(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    actor = desk_actor(request)
    problem = _handled(request, number, actor)
    return _show(request, problem, actor, now())


@never_cache
@require_GET
def answer(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    """Where the letter to the owner leads. Its link opens a public case; acting needs a sign-in with the address."""
    actor, token = actor_of(request), request.GET.get("t", "")
    problem = get_object_or_404(_rows(request), number=number)
    if actor is not None and handles(problem, actor):
        return _show(request, problem, actor, now())
    if not _opens(problem, token):
        raise Http404
    inbox = inbox_of(problem.owner, request.community) if problem.owner else ""
    context = _context(problem, now()) if problem.visibility == Visibility.PUBLIC else {"problem": problem}
    return render(request, "desk/sign_in.html", {**context, "inbox": inbox, "wrong_person": actor is not None})


@never_cache
@require_http_methods(["POST"])
def do(request: CommunityRequest, community: str, number: int, deed: str) -> HttpResponse:
    """Do one deed. What was typed comes back with the reason when it is refused."""
    actor, moment = desk_actor(request), now()
    problem = _handled(request, number, actor)
    if deed not in DEEDS:
        raise Http404
    known = DEEDS[deed]
    form = known.form(problem, request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, problem, actor, moment, deed, form, status=422)
    try:
        _check(problem, actor, known)
        known.run(problem, actor, form, moment)
    except Refusal as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, f"{refusal.why} {refusal.next_step}")
        return _show(request, problem, actor, moment, deed, form, status=refusal.status)
    messages.success(request, str(known.done))
    return (
        redirect("desk_case", community, number)
        if _still_theirs(request, number, actor)
        else redirect("desk", community)
    )


@never_cache
@require_http_methods(["POST"])
def take_back(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    """A question nobody has replied to is not asked any more."""
    actor = desk_actor(request)
    take_question_back(_handled(request, number, actor), actor, now=now())
    messages.success(request, _("Taken back. You can ask anew."))
    return redirect("desk_case", community, number)


def _check(problem: Problem, actor: Actor, deed: Deed) -> None:
    if not deed.allowed(problem, capacities(problem, actor)):
        raise NotAllowed(
            _("This cannot be done with the problem as it is now, or not by you."),
            _("The page now shows what can be done."),
        )


def _still_theirs(request: CommunityRequest, number: int, actor: Actor) -> bool:
    problem = _rows(request).filter(number=number).first()
    return problem is not None and handles(problem, actor)


def _rows(request: CommunityRequest) -> Any:
    rows = Problem.everywhere.filter(community=request.community)
    return rows.for_list().select_related("community", "merged_into")


def _handled(request: CommunityRequest, number: int, actor: Actor) -> Problem:
    problem = get_object_or_404(_rows(request), number=number)
    if not handles(problem, actor) and problem.visibility != Visibility.PUBLIC:
        raise Http404
    return problem  # type: ignore[no-any-return]


def _opens(problem: Problem, token: str) -> bool:
    try:
        sealed = open_seal(SEALED_FOR, token, lasts=LINK_LASTS)
    except BadSignature:
        return False
    return sealed == [problem.pk, problem.owner_id]


def _show(
    request: CommunityRequest,
    problem: Problem,
    actor: Actor,
    moment: datetime,
    failed: str = "",
    form: DeedForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    who = capacities(problem, actor)
    inside = handles(problem, actor)
    found = open_deeds(problem, who) if inside or Who.LIBRARIAN in who else {}
    deeds = [
        OpenDeed(name, deed, form if name == failed and form else deed.form(problem), name == failed)
        for name, deed in found.items()
    ]
    for one in deeds:
        # Many forms stand on one page: each has ids of its own, so that labels find their fields.
        one.form.auto_id = f"{one.name}_%s"
    if deeds and not failed and deeds[0].deed.first:
        deeds[0] = OpenDeed(deeds[0].name, deeds[0].deed, deeds[0].form, True)
    if inside:
        deeds = _worded(deeds, problem, request.GET.get("template", ""), moment)
    listed = [one for one in deeds if one.name not in APART]
    context = {
        **_context(problem, moment),
        "actor": actor,
        "inside": inside,
        "deeds": listed,
        "others": listed[1:] if listed and listed[0].deed.first else listed,
        "apart": {one.name: one for one in deeds if one.name in APART},
        "failed": failed,
        "failed_form": form,
    }
    if inside:
        contacts = sees_contacts(problem, actor)
        works = actor.may(Right.WORK, problem.owner_id, problem.category.code)
        _look(problem, actor, contacts, moment)
        context |= _inner(problem, contacts, works) | _work(request, problem, actor, moment)
    return render(request, "desk/case.html", context, status=status)


def _worded(deeds: list[OpenDeed], problem: Problem, wanted: str, moment: datetime) -> list[OpenDeed]:
    """Each deed with the templates that fit it; the one that was chosen stands filled in its open form."""
    offered = templates_for(problem)
    worded = []
    for one in deeds:
        mine = tuple(row for row in offered if row.deed == one.name)
        chosen = next((row for row in mine if str(row.pk) == wanted), None)
        if chosen is not None and not one.form.is_bound:
            one.form.initial["words"] = filled(chosen, problem, moment)
        worded.append(replace(one, opened=one.opened or chosen is not None, templates=mine))
    return worded


def _context(problem: Problem, moment: datetime) -> dict[str, Any]:
    evidence = list(Evidence.everywhere.filter(problem=problem).select_related("photo").order_by("created_at", "pk"))
    material = story.gather(problem, evidence, now=moment)
    return {
        "problem": problem,
        "state": state_sign(problem),
        "seen": visibility_sign(problem),
        "due": due_of(problem, now=moment),
        "shots": [Shot(one, evidence_picture(one, problem, now=moment)) for one in evidence],
        "lines": story.lines_of(material, verdicts_shown=False),
        "affected": problem.endorsed + 1,
    }


def _look(problem: Problem, actor: Actor, contacts: bool, moment: datetime) -> None:
    """That somebody has the case open is known to colleagues; that they saw contacts is written down."""
    look(problem, actor, now=moment)
    if contacts:
        kind = "private_seen" if problem.visibility == Visibility.PRIVATE else "contacts_seen"
        note_line(problem.community, actor, kind, problem=problem, now=moment)


def _work(request: CommunityRequest, problem: Problem, actor: Actor, moment: datetime) -> dict[str, Any]:
    """Who has it, who looked, and whom it may be given to."""
    sorts = may_sort(problem, actor) and problem.owner is not None
    known = around([problem], actor, now=moment)
    return {
        "held": assignment_of(problem),
        "sorts": sorts,
        "staff": colleagues(problem.owner, now=moment) if sorts and problem.owner else [],
        "teams": teams_of(request.community, problem.owner) if sorts else [],
        "glances": [one for one in seen_by(problem) if one.person_id != actor.person.pk],
        "at_it": known.at_it.get(problem.pk, ()),
        "watched": problem.pk in known.watched,
        "question": open_question(problem),
        "elsewhere": elsewhere_by_rules(problem),
        "street": actor.may(Right.WORK, problem.owner_id, problem.category.code),
    }


def _inner(problem: Problem, contacts: bool, works: bool) -> dict[str, Any]:
    """What only those on the case may read; how to reach a reporter only with the right to it."""
    reports = list(Report.everywhere.filter(problem=problem).select_related("reporter").order_by("created_at"))
    people = [report.reporter_id for report in reports] if contacts else []
    mails = dict(EmailAddress.objects.filter(user_id__in=people).values_list("user_id", "email"))
    phones = dict(ContactPoint.objects.filter(person_id__in=people).values_list("person_id", "value"))
    objections = Verdict.everywhere.filter(claim__problem=problem, objection=Objection.OPEN).select_related("person")
    return {
        "contacts": contacts,
        "statements": [
            Statement(one, _answers(problem, one), mails.get(one.reporter_id, ""), phones.get(one.reporter_id, ""))
            for one in reports
        ],
        "exact": ExactPlace.everywhere.filter(problem=problem).first() if contacts or works else None,
        "flags": list(Flag.everywhere.filter(problem=problem, resolved_at=None).order_by("created_at")),
        "notes": list(Note.everywhere.filter(problem=problem).select_related("person").order_by("-created_at")),
        "objections": list(objections),
    }


def _answers(problem: Problem, report: Report) -> list[tuple[str, str]]:
    """The category's questions with what was answered, in words."""
    told: list[tuple[str, str]] = []
    for question in problem.category.questions:
        value = report.answers.get(question["code"])
        if value:
            words = {one["code"]: in_words(one["label"]) for one in options_of(question)}
            told.append((in_words(question["label"]), words.get(value, value)))
    return told
