"""An appeal in its official form, in words: what PDF and DOCX set and the preview shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from opencity.appeals.law import law_of
from opencity.appeals.models import AnswerBy, Appeal
from opencity.appeals.operations.registering import registration_of
from opencity.foundation.languages import in_words
from opencity.people.models import Organisation, Presence
from opencity.problems.models import Problem


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Everything as it is printed. `to` and `sender` are pairs of label and words; `stamp` waits for the number."""

    title: str
    to: tuple[tuple[str, str], ...]
    sender: tuple[tuple[str, str], ...]
    heading: str
    law: str
    text: str
    about: str
    address: str
    day: str
    name: str
    signature: str
    stamp: str = ""
    language: str


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a person says in an appeal, sent or not yet."""

    problem: Problem
    organisation: Organisation
    kind: str
    text: str
    full_name: str
    residence: str
    answer_by: str
    email: str
    postal_address: str
    phone: str
    at: datetime


def said_of(appeal: Appeal) -> Said:
    return Said(
        problem=appeal.problem,
        organisation=appeal.addressed_to,
        kind=appeal.kind,
        text=appeal.text,
        full_name=appeal.full_name,
        residence=appeal.residence,
        answer_by=appeal.answer_by,
        email=appeal.email,
        postal_address=appeal.postal_address,
        phone=appeal.phone,
        at=appeal.sent_at,
    )


def sheet_for(appeal: Appeal, address: str) -> Sheet:
    """With the number of the body that has it now."""
    line = registration_of(appeal)
    return (
        sheet_of(said_of(appeal), address, number=line.number, registered_on=line.registered_on)
        if line
        else (sheet_of(said_of(appeal), address))
    )


def sheet_of(said: Said, address: str, *, number: str = "", registered_on: date | None = None) -> Sheet:
    """In the language of the law. `address` leads to the problem's page; empty where nobody else may open it."""
    with override(law_of(said.problem.community).language):
        return _sheet(said, address, number, registered_on)


def _sheet(said: Said, address: str, number: str, registered_on: date | None) -> Sheet:
    law = law_of(said.problem.community)
    kind = law.kind(said.kind)
    name = in_words(kind.names) if kind is not None else said.kind
    heading = name.partition(" (")[0]
    day = day_words(said.at.astimezone(said.problem.community.calendar.timezone).date())
    return Sheet(
        title=_("%(kind)s of %(day)s") % {"kind": heading.capitalize(), "day": day},
        to=_to(said),
        sender=_sender(said),
        heading=heading.upper(),
        law=_("under %(law)s") % {"law": in_words(law.law.names)},
        text=said.text,
        about=_about(said.problem),
        address=address,
        day=day,
        name=said.full_name,
        signature=in_words(law.electronic),
        stamp=_("Registered: № %(number)s of %(day)s") % {"number": number, "day": day_words(registered_on)}
        if registered_on is not None
        else "",
        language=law.language,
    )


def day_words(day: date) -> str:
    return str(date_format(day, "DATE_FORMAT"))


def _to(said: Said) -> tuple[tuple[str, str], ...]:
    rows = Presence.everywhere.filter(community=said.problem.community, organisation=said.organisation)
    where = rows.values_list("address", flat=True).first() or ""
    told = [(pgettext("in a letter", "To"), said.organisation.name)]
    if where:
        told.append((_("Address"), where))
    return tuple(told)


def _sender(said: Said) -> tuple[tuple[str, str], ...]:
    post = said.postal_address or said.residence
    by_mail = said.answer_by == AnswerBy.EMAIL
    told = [
        (pgettext("in a letter", "From"), said.full_name),
        (_("Place of residence"), said.residence),
        (_("Answer, please"), f"{AnswerBy(said.answer_by).label}, {said.email if by_mail else post}"),
    ]
    if said.phone:
        told.append((_("Phone"), said.phone))
    return tuple(told)


def _about(problem: Problem) -> str:
    return _("Problem № %(number)s in the public register of the community of %(town)s") % {
        "number": problem.number,
        "town": problem.community.name,
    }
