"""An author's appeal: the letter, what has happened to it, the answer, and the files. For nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from opencity.appeals.access import appeal_for_author
from opencity.appeals.form import sheet_for
from opencity.appeals.law import law_of
from opencity.appeals.models import Appeal, AppealStep
from opencity.appeals.operations.filing import withdraw_appeal
from opencity.appeals.queries.listing import registrations_of, steps_of
from opencity.appeals.setting import appeal_pdf as pdf_of
from opencity.communities.http import CommunityRequest
from opencity.communities.models import Community
from opencity.foundation.languages import in_words
from opencity.foundation.limits import allow
from opencity.people.acting import actor_for
from opencity.people.models import Person
from opencity.web.public.appeals import wording
from opencity.web.public.appeals.writing import letter
from opencity.web.public.certificates import pdf
from opencity.web.public.dates import Due, When, moment
from opencity.web.public.problem_address import address_of_problem
from opencity.web.public.reading import person_of
from opencity.web.public.reporting.receipts import private

FILES = 60
"""How often an hour one person may have a file set."""
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Happened:
    """A step in words."""

    step: AppealStep
    when: When
    text: str


def happened(appeal: Appeal, town: Community) -> list[Happened]:
    moment_now = now()
    return [Happened(one, moment(one.at, town, moment_now), wording.told(one)) for one in steps_of(appeal)]


@require_safe
def appeal(request: CommunityRequest, community: str, uuid: UUID) -> HttpResponse:
    person = person_of(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    found = appeal_for_author(request.community, person, uuid)
    law, moment_now = law_of(request.community), now()
    due: Due | None = wording.due_of(found, now=moment_now)
    context = {
        "appeal": found,
        "state": wording.state_of(found),
        "due": due,
        "registrations": registrations_of(found),
        "steps": happened(found, request.community),
        "result": in_words(law.classifier.name_of(found.result)),
        "law": law,
        "law_name": in_words(law.law.names),
        **letter(sheet_for(found, address_of_problem(found.problem))),
    }
    return private(render(request, "public/appeals/own.html", context))


@require_POST
def withdraw(request: CommunityRequest, community: str, uuid: UUID) -> HttpResponse:
    person = person_of(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    moment_now = now()
    found = appeal_for_author(request.community, person, uuid)
    withdraw_appeal(found, actor_for(person, request.community, now=moment_now), now=moment_now)
    messages.success(request, _("Taken back. The body reads that it need not answer any more."))
    return redirect("me_appeal", community, uuid)


@require_safe
def appeal_pdf(request: CommunityRequest, community: str, uuid: UUID) -> HttpResponse:
    person = person_of(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    return as_pdf(appeal_for_author(request.community, person, uuid), person)


@require_safe
def appeal_docx(request: CommunityRequest, community: str, uuid: UUID) -> HttpResponse:
    person = person_of(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    return as_docx(appeal_for_author(request.community, person, uuid), person)


def as_pdf(found: Appeal, reader: Person) -> HttpResponse:
    allow("appeal_file", str(reader.pk), most=FILES, window=timedelta(hours=1), now=now())
    sheet = sheet_for(found, address_of_problem(found.problem))
    return pdf(pdf_of(sheet, made_at=found.sent_at), f"{file_name(found)}.pdf")


def as_docx(found: Appeal, reader: Person) -> HttpResponse:
    allow("appeal_file", str(reader.pk), most=FILES, window=timedelta(hours=1), now=now())
    sheet = sheet_for(found, address_of_problem(found.problem))
    from opencity.appeals.word import appeal_docx as docx_of

    answer = HttpResponse(docx_of(sheet, made_at=found.sent_at), content_type=WORD)
    answer["Content-Disposition"] = f'attachment; filename="{file_name(found)}.docx"'
    answer["X-Content-Type-Options"] = "nosniff"
    return private(answer)


def file_name(found: Appeal) -> str:
    """Numbers alone: a file's name travels further than the file."""
    return f"appeal-{found.problem.number}-{found.sent_at:%Y-%m-%d}"
