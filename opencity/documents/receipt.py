"""The receipt of the library's counter: number, secret word, code, and what happens next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from opencity.documents.qr import drawn
from opencity.documents.typesetting import Template, typeset

SIZES = {"a5": Template.RECEIPT_A5, "80": Template.RECEIPT_80MM}


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """Everything in words already. Without an address the problem has no page that others may open."""

    number: int
    community: str
    branch: str
    branch_address: str
    what: str
    where: tuple[str, ...] = ()
    served: str
    served_at: datetime
    word: str = ""
    """Empty where it was shown before: it is kept nowhere."""
    owner: str = ""
    due: str = ""
    address: str = ""


def receipt_slip(receipt: Receipt, size: Template, *, language: str) -> bytes:
    return typeset(size, _data(receipt), language=language, made_at=receipt.served_at)


def _data(receipt: Receipt) -> Mapping[str, Any]:
    return {
        "title": _("Receipt № %(number)s") % {"number": receipt.number},
        "publisher": _("Open City"),
        "product": _("Open City"),
        "community": receipt.community,
        "branch": receipt.branch,
        "branch_address": receipt.branch_address,
        "heading": _("Receipt"),
        "number": str(receipt.number),
        "what": receipt.what,
        "where": [one for one in receipt.where if one],
        "served": _("Written down on %(day)s.") % {"day": receipt.served},
        "word": receipt.word,
        "word_label": _("Your secret word:"),
        "word_how": _(
            "With the number and this word any branch will tell you the news and take your answer. "
            "Show it to nobody else."
        ),
        "next_heading": _("What next"),
        "next": _next(receipt),
        "qr": drawn(receipt.address) if receipt.address else "",
        "qr_how": _("Its page on the internet:"),
        "address": receipt.address,
    }


def _next(receipt: Receipt) -> list[str]:
    answer = (
        _("Who answers: %(owner)s.") % {"owner": receipt.owner}
        if receipt.owner
        else _("A coordinator finds out who answers for it.")
    )
    if receipt.due:
        answer += " " + _("An answer is due by %(day)s.") % {"day": receipt.due}
    return [
        answer,
        _(
            "When they say that it is done, come and tell us whether it is so. "
            "Without your word it is not counted as solved."
        ),
        _("Come for news whenever the library is open."),
    ]
