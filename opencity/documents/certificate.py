"""What stands on a certificate, in words of its language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from opencity.documents.codes import grouped
from opencity.documents.models import Certificate
from opencity.documents.qr import drawn
from opencity.documents.queries.working import Line, lines_of
from opencity.documents.typesetting import Template, typeset
from opencity.foundation.languages import current, in_words
from opencity.plans.wording import number_words


def certificate_sheet(certificate: Certificate, proof: str, by_hand: str, *, language: str) -> bytes:
    """The PDF. `proof` is the address in its code, `by_hand` the page where the code is typed; both absolute."""
    with override(language):
        data = {**_about(certificate), **_proof(certificate, proof, by_hand), **_list(lines_of(certificate))}
    return typeset(Template.CERTIFICATE, data, language=language, made_at=certificate.issued_at)


def hours_word(hours: Decimal) -> str:
    """Declined; a part of an hour like several hours."""
    return ngettext("hour", "hours", int(hours) if hours == int(hours) else 2)


def day_words(day: date) -> str:
    return str(date_format(day, "DATE_FORMAT"))


def period_words(from_day: date, to_day: date) -> str:
    if from_day == to_day:
        return day_words(from_day)
    first = date_format(from_day, "MONTH_DAY_FORMAT" if from_day.year == to_day.year else "DATE_FORMAT")
    return _("%(first)s — %(last)s") % {"first": first, "last": day_words(to_day)}


def count_words(actions: int) -> str:
    return ngettext("%(n)s joint action", "%(n)s joint actions", actions) % {"n": number_words(Decimal(actions))}


def _about(certificate: Certificate) -> Mapping[str, Any]:
    town = certificate.community
    issued = certificate.issued_at.astimezone(town.calendar.timezone).date()
    names = {"name": certificate.name_shown, "town": town.name}
    word = [_("The hours were written down by those who led the joint actions.")]
    if certificate.organisation is not None:
        word.insert(0, _("Led by: %(body)s.") % {"body": certificate.organisation.name})
    return {
        "title": _("Certificate of hours: %(name)s") % names,
        "publisher": _("Open City"),
        "product": _("Open City"),
        "community": town.name,
        "heading": _("Certificate of hours"),
        "name": certificate.name_shown,
        "statement": _("gave this time, unpaid, to work done together with neighbours in the community of %(town)s.")
        % names,
        "hours": number_words(certificate.hours),
        "hours_word": hours_word(certificate.hours),
        "period": period_words(certificate.from_day, certificate.to_day),
        "actions": count_words(len(certificate.lines)),
        "issued": _("Issued on %(day)s.") % {"day": day_words(issued)},
        "whose_word": " ".join(word),
    }


def _proof(certificate: Certificate, proof: str, by_hand: str) -> Mapping[str, Any]:
    return {
        "qr": drawn(proof),
        "address": proof,
        "code": grouped(certificate.code),
        "proof": _("Check it"),
        "proof_how": _("Point a camera at the code. The page must show the same name, days and hours."),
        "proof_where": _("Without a camera, type the code here:"),
        "proof_address": by_hand.partition("://")[2],
        "page": _("Page {n} of {m}"),
    }


def _list(lines: list[Line]) -> Mapping[str, Any]:
    return {
        "heads": [_("Day"), _("What was done"), _("Hours")],
        "lines": [_row(line) for line in lines],
        "total": _("Together"),
    }


def _row(line: Line) -> Mapping[str, str]:
    row = {"day": day_words(line.day), "hours": number_words(line.hours)}
    if line.number is None:
        return {**row, "what": _("A joint action that is not shown in public"), "where": "", "language": current()}
    where = [_("problem № %(number)s") % {"number": line.number}, in_words(line.by)]
    return {**row, "what": line.title, "where": " · ".join(one for one in where if one), "language": line.language}
