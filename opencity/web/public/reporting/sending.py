"""The report is sent, or joins one that is known already."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from opencity.communities.http import CommunityRequest
from opencity.foundation.limits import address_of, allow
from opencity.foundation.refusals import CallEmergency, Refusal
from opencity.people.models import Assurance, Person
from opencity.people.operations.introducing import Stranger
from opencity.problems.access import problem_for_public
from opencity.problems.models import Draft, Problem
from opencity.problems.operations import drafting
from opencity.problems.operations.endorsing import Joining, endorse
from opencity.problems.operations.filing import Filed, file_report
from opencity.web.public.reporting import drafts, forms, offered_assets, pages, receipts
from opencity.web.public.reporting.forms import Fields
from opencity.web.public.reporting.origin import from_our_pages
from opencity.web.public.reporting.steps import keep_without_danger

TRAP = "website"
"""A field people do not see: whoever fills it in is a program."""
FASTEST = timedelta(seconds=1)
"""From the first thing kept to sending: nobody reads three steps in less."""


@from_our_pages
@require_POST
def send(request: CommunityRequest, community: str) -> HttpResponse:
    """File the draft, the fields sent here, or the one with the others laid over. Sending twice files once."""
    moment = now()
    typed = forms.read(request.POST)
    draft = drafts.latest(request)
    if draft is not None and drafts.is_sent(draft):
        if "category" not in typed:
            return receipts.answer_for(request, draft)
        draft = None
    fields = {**(draft.fields if draft else {}), **typed}
    try:
        filed = _file(request, fields, draft, moment)
    except CallEmergency as stop:
        draft = keep_without_danger(draft or drafts.writable(request, now=moment), typed, now=moment)
        answer = pages.emergency(request, stop)
    except Refusal as refusal:
        draft = drafting.change(draft or drafts.writable(request, now=moment), typed, now=moment)
        answer = pages.last(request, fields, draft, refusals=[refusal])
        answer.status_code = refusal.status
    else:
        return receipts.answer_with(request, filed)
    drafts.remember(request, answer, draft)
    return answer


def _file(request: CommunityRequest, fields: Fields, draft: Draft | None, moment: datetime) -> Filed:
    new = forms.new_report(
        request.community,
        fields,
        photos=drafts.photos_of(draft),
        draft=draft,
        suspicious=_looks_automatic(request, draft, moment),
        asset=offered_assets.chosen(
            request.community, fields, forms.find_category(request.community, fields.get("category", ""))
        ),
    )
    reporter = forms.reporter_of(drafts.signed_in(request), fields)
    _allow(request, moment)
    return file_report(request.community, reporter, new, now=moment)


def _looks_automatic(request: CommunityRequest, draft: Draft | None, moment: datetime) -> bool:
    return bool(request.POST.get(TRAP)) or (draft is not None and moment - draft.created_at < FASTEST)


def _allow(request: CommunityRequest, moment: datetime) -> None:
    allow(
        f"report:{request.community.pk}",
        address_of(request),
        most=request.community.charter.reports_per_hour,
        window=timedelta(hours=1),
        now=moment,
    )


@from_our_pages
@require_POST
def join(request: CommunityRequest, community: str) -> HttpResponse:
    """«Це воно, і мене стосується»: the draft's words and photographs go to the problem that is there already."""
    moment = now()
    draft = drafts.latest(request)
    if draft is None:
        raise Http404
    if drafts.is_sent(draft):
        return receipts.answer_for(request, draft)
    draft = drafting.change(draft, forms.read(request.POST), now=moment)
    problem = _known(request)
    try:
        person = forms.reporter_of(drafts.signed_in(request), draft.fields)
        if isinstance(person, Stranger) and not person.email and "uncounted" not in request.POST:
            return render(request, "report/join.html", {"problem": problem, "fields": draft.fields})
        _allow(request, moment)
        joining = Joining(
            words=draft.fields.get("words", ""),
            language=forms.language_of(draft.fields),
            show_name=bool(draft.fields.get("show_name")),
            photos=tuple(drafts.photos_of(draft)),
            draft=draft,
        )
        endorse(problem, person, joining, now=moment)
    except Refusal as refusal:
        answer = pages.last(request, draft.fields, draft, refusals=[refusal])
        answer.status_code = refusal.status
        return answer
    told = "uncounted" if isinstance(person, Stranger) and not person.email else _counted(person)
    drafting.change(draft, {drafts.JOINED: str(problem.number), drafts.JOINED_AS: told}, now=moment)
    return redirect("report_joined", community, problem.number)


def _counted(person: Person | Stranger) -> str:
    return "counted" if isinstance(person, Person) and person.assurance >= Assurance.CONTACT else "unconfirmed"


def _known(request: CommunityRequest) -> Problem:
    number = request.POST.get("number", "")
    if not number.isascii() or not number.isdecimal() or len(number) > 17:
        raise Http404
    return problem_for_public(request.community, int(number))


@require_safe
def joined(request: CommunityRequest, community: str, number: int) -> HttpResponse:
    """Thanks, and what happens next; what a stranger sees of it tells nothing of who joined."""
    draft = drafts.latest(request)
    mine = draft is not None and draft.fields.get(drafts.JOINED) == str(number)
    context = {
        "problem": problem_for_public(request.community, number),
        "joined_as": draft.fields.get(drafts.JOINED_AS, "") if draft is not None and mine else "",
    }
    return receipts.private(render(request, "report/joined.html", context))


@from_our_pages
@require_POST
def drop(request: CommunityRequest, community: str) -> HttpResponse:
    """Start again with an empty report."""
    draft = drafts.current(request)
    if draft is not None:
        drafting.drop(draft)
    answer = redirect("report", community)
    answer.delete_cookie(drafts.COOKIE, path=drafts.cookie_path(request))
    return answer
