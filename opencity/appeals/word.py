"""An appeal as DOCX, for a body's own register. It is made when asked for and kept nowhere.

The library is large: doors load this file when somebody asks for one.
"""

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
from opencity.appeals.setting import paragraphs, printable

TYPEFACE = "Times New Roman"
"""What offices expect of a letter; every word processor has it or something as wide."""
LEFT = Cm(8)


def appeal_docx(sheet: Sheet, *, made_at: datetime) -> bytes:
    document = Document()
    _prepare(document, sheet, made_at)
    for label, words in (*sheet.to, *sheet.sender):
        line = document.add_paragraph()
        line.paragraph_format.left_indent = LEFT
        line.paragraph_format.space_after = Pt(2)
        line.add_run(f"{label}: ").bold = True
        line.add_run(printable(words))
    heading = document.add_heading(level=1)
    heading.add_run(sheet.heading)
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _line(document, sheet.law).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for words in paragraphs(sheet.text):
        text = _line(document, words)
        text.paragraph_format.first_line_indent = Cm(1.25)
        text.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    _line(document, f"{sheet.about}: {sheet.address}" if sheet.address else sheet.about)
    for words in _end(sheet):
        _line(document, words)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


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
    return document.add_paragraph(printable(words))


def _end(sheet: Sheet) -> Iterable[str]:
    yield f"{sheet.day}    {sheet.name}"
    yield sheet.signature
    if sheet.stamp:
        yield sheet.stamp
