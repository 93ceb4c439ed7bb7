"""An appeal as a file: PDF to print, DOCX for a body's own register. Both are made when asked for and kept nowhere."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime

from docx import Document
from docx.document import Document as Opened
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from opencity.appeals.form import Sheet
from opencity.documents.typesetting import Template, typeset

TYPEFACE = "Times New Roman"
"""What offices expect of a letter; every word processor has it or something as wide."""
LEFT = Cm(8)


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
        "day": sheet.day,
        "name": sheet.name,
        "signature": sheet.signature,
        "stamp": sheet.stamp,
    }
    return typeset(Template.APPEAL, data, language=sheet.language, made_at=made_at)


def appeal_docx(sheet: Sheet, *, made_at: datetime) -> bytes:
    document = Document()
    _prepare(document, sheet, made_at)
    for label, words in (*sheet.to, *sheet.sender):
        line = document.add_paragraph()
        line.paragraph_format.left_indent = LEFT
        line.paragraph_format.space_after = Pt(2)
        line.add_run(f"{label}: ").bold = True
        line.add_run(_printable(words))
    heading = document.add_heading(level=1)
    heading.add_run(sheet.heading)
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _line(document, sheet.law).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for words in paragraphs(sheet.text):
        text = _line(document, words)
        text.paragraph_format.first_line_indent = Cm(1.25)
        text.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    _line(document, sheet.about)
    for words in _end(sheet):
        _line(document, words)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def paragraphs(text: str) -> list[str]:
    return [one for one in (part.strip() for part in _printable(text).splitlines()) if one]


def _prepare(document: Opened, sheet: Sheet, made_at: datetime) -> None:
    about = document.core_properties
    about.title, about.author, about.language = sheet.title, sheet.name, sheet.language
    about.comments, about.last_modified_by = "", ""
    about.created = about.modified = made_at.replace(tzinfo=None)
    normal = document.styles["Normal"].font
    normal.name, normal.size = TYPEFACE, Pt(13)
    title = document.styles["Heading 1"].font
    title.name, title.size, title.color.rgb = TYPEFACE, Pt(15), None
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Cm(3), Cm(1.5), Cm(2), Cm(2)


def _line(document: Opened, words: str) -> Paragraph:
    return document.add_paragraph(_printable(words))


def _end(sheet: Sheet) -> Iterable[str]:
    yield f"{sheet.day}    {sheet.name}"
    yield sheet.signature
    if sheet.stamp:
        yield sheet.stamp


def _printable(words: str) -> str:
    """XML knows no control characters; what somebody pasted may hold some."""
    return "".join(one for one in words if one in "\n\t" or one.isprintable() or one.isspace())
