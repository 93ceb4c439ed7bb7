"""An appeal as PDF, to print. It is made when asked for and kept nowhere."""

from __future__ import annotations

from datetime import datetime

from opencity.appeals.form import Sheet
from opencity.documents.typesetting import Template, typeset


def appeal_pdf(sheet: Sheet, *, made_at: datetime) -> bytes:
    data = {
        "title": sheet.title,
        "publisher": sheet.name,
        "to": [list(one) for one in sheet.to],
        "sender": [list(one) for one in sheet.sender],
        "heading": sheet.heading,
        "law": sheet.law,
        "paragraphs": paragraphs(sheet.text),
        "about": sheet.about,
        "address": sheet.address,
        "day": sheet.day,
        "name": sheet.name,
        "signature": sheet.signature,
        "stamp": sheet.stamp,
    }
    return typeset(Template.APPEAL, data, language=sheet.language, made_at=made_at)


def paragraphs(text: str) -> list[str]:
    return [one for one in (part.strip() for part in printable(text).splitlines()) if one]


def printable(words: str) -> str:
    """XML knows no control characters; what somebody pasted may hold some."""
    return "".join(one for one in words if one in "\n\t" or one.isprintable() or one.isspace())
