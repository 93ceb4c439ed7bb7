"""The letter in its official form, read as a machine reads PDF and DOCX."""

from __future__ import annotations

import io

import docx
import pytest

from opencity.appeals.form import sheet_for
from opencity.appeals.models import Appeal
from opencity.appeals.setting import appeal_pdf
from opencity.appeals.word import appeal_docx
from opencity.problems.history import Words
from tests.appeals.filing import NAME, again, filed, registered
from tests.documents.reading import size_of, text_of
from tests.town import MONDAY, Town

PARTS = ("Парки Миколаєва", NAME, "вул. Потаємна, 5", "ЗАЯВА", "Прошу її прибрати", "16 листопада 2026", "Закону")


@pytest.fixture
def appeal(town: Town) -> Appeal:
    return again(registered(town, filed(town)))


def test_the_pdf_holds_everything_the_law_asks_for(appeal: Appeal) -> None:
    raw = appeal_pdf(sheet_for(appeal, "https://example.org/mykolaiv/problems/1/"), made_at=MONDAY)
    assert size_of(raw) == (210, 297)
    told = text_of(raw)
    for part in (*PARTS[:-1], "К-12", "olena.tajna@example.org"):
        assert part in told, part
    assert raw == appeal_pdf(sheet_for(appeal, "https://example.org/mykolaiv/problems/1/"), made_at=MONDAY)


def test_the_docx_holds_the_same_and_is_opened_by_its_library(appeal: Appeal) -> None:
    raw = appeal_docx(sheet_for(appeal, ""), made_at=MONDAY)
    document = docx.Document(io.BytesIO(raw))
    told = "\n".join(one.text for one in document.paragraphs).replace("\N{NO-BREAK SPACE}", " ")
    for part in (*PARTS[:-1], "К-12"):
        assert part in told, part
    assert document.core_properties.language == "uk"
    assert [one.text for one in document.paragraphs if one.style is not None and one.style.name == "Heading 1"]


def test_what_somebody_pasted_breaks_no_file(town: Town) -> None:
    text = "Прошу\x07 відповісти.\x0b\n\n#set page(width: 1cm) <b>жирно</b> " + "а" * 3000
    appeal = again(filed(town, text=Words(text, "uk")))
    sheet = sheet_for(appeal, "")
    assert "#set page(width: 1cm) <b>жирно</b>" in text_of(appeal_pdf(sheet, made_at=MONDAY))
    document = docx.Document(io.BytesIO(appeal_docx(sheet, made_at=MONDAY)))
    assert any("<b>жирно</b>" in one.text for one in document.paragraphs)
