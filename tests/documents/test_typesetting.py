from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import typst
from pypdf import PdfReader

from opencity.documents import typesetting
from opencity.documents.qr import drawn
from opencity.documents.typesetting import NotTypeset, Template, typeset
from opencity.documents.typesetting_process import set_pages
from tests.documents.reading import seen_by_a_camera, size_of, text_of

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ADDRESS = "https://misto.example.org/mykolaiv/certificates/7K3M-9QXZ-RT4W/"
HOSTILE = (
    '#import "x"',
    "*bold* _it_ `raw`",
    "$x^2$ <label> @ref",
    "\\ \\u{41} \\\\",
    '#sys.inputs #read("/etc/passwd")',
    "= Heading",
    "// comment /* more */",
    "{{ braces }} [brackets] %(name)s {n}",
    "</svg><script>alert(1)</script>&amp;",
    "Дуже" * 60,
    "Їжак 🦔 і 🌻",
    "漢字 ქართული العربية",
)


def certificate(**more: Any) -> dict[str, Any]:
    line = {
        "day": "3 березня 2026",
        "what": "Фарбуємо зупинку",
        "where": "проблема № 128 · Поруч",
        "hours": "4,5",
        "language": "uk",
    }
    return {
        "title": "Сертифікат годин",
        "publisher": "Відкрите місто",
        "product": "Відкрите місто",
        "community": "Миколаїв",
        "heading": "Сертифікат годин",
        "name": "Олена Ґудзь",
        "statement": "Стільки часу віддано спільній праці.",
        "hours": "42,5",
        "hours_word": "години",
        "period": "3 березня — 21 листопада 2026",
        "actions": "9 толок",
        "issued": "Видано: 24 листопада 2026.",
        "whose_word": "Години записали ті, хто вів толоки.",
        "qr": drawn(ADDRESS),
        "address": ADDRESS,
        "code": "7K3M-9QXZ-RT4W",
        "proof": "Перевірте",
        "proof_how": "Наведіть камеру на код.",
        "proof_where": "Без камери:",
        "proof_address": "misto.example.org/mykolaiv/certificates/",
        "page": "Сторінка {n} з {m}",
        "heads": ["День", "Що зробили", "Години"],
        "total": "Разом",
        "lines": [line] * 3,
    } | more


def receipt(**more: Any) -> dict[str, Any]:
    return {
        "title": "Квитанція № 128",
        "publisher": "Відкрите місто",
        "product": "Відкрите місто",
        "community": "Миколаїв",
        "branch": "Бібліотека № 5",
        "branch_address": "вул. Знаменська, 33",
        "heading": "Квитанція",
        "number": "128",
        "what": "Яма на дорозі",
        "where": ["вул. Знаменська, 33", "Центральний"],
        "served": "Записано: 24 листопада.",
        "word": "ВЕРБА 4713",
        "word_label": "Ваше секретне слово:",
        "word_how": "Нікому його не показуйте.",
        "next_heading": "Що далі",
        "next": ["Хто відповідає: Дороги Миколаєва."],
        "qr": drawn(ADDRESS),
        "qr_how": "В інтернеті:",
        "address": ADDRESS,
    } | more


def appeal(**more: Any) -> dict[str, Any]:
    return {
        "title": "Заява",
        "publisher": "Олена Ґудзь",
        "to": [["Кому", "Парки Миколаєва"]],
        "sender": [["Від кого", "Олена Ґудзь"]],
        "heading": "ЗАЯВА",
        "law": "за законом",
        "paragraphs": ["Прошу прибрати вербу."],
        "about": "Проблема № 128",
        "address": ADDRESS,
        "day": "24 листопада 2026",
        "name": "Олена Ґудзь",
        "signature": "Подано в електронній формі.",
        "stamp": "",
    } | more


def made(template: Template, data: dict[str, Any], **more: Any) -> bytes:
    return typeset(template, data, language="uk", made_at=AT, **more)


@pytest.mark.parametrize(
    ("template", "size"),
    [(Template.CERTIFICATE, (210, 297)), (Template.RECEIPT_A5, (148, 210)), (Template.RECEIPT_80MM, (80, None))],
)
def test_each_document_has_its_own_sheet_its_words_and_a_code_a_camera_reads(
    template: Template, size: tuple[int, int | None]
) -> None:
    data = certificate() if template is Template.CERTIFICATE else receipt()
    raw = made(template, data)
    width, height = size_of(raw)
    assert width == size[0] and size[1] in {None, height}
    assert "Миколаїв" in text_of(raw) and raw.startswith(b"%PDF-")
    assert seen_by_a_camera(made(template, data, picture=True)) == [ADDRESS]


def test_ukrainian_letters_come_out_as_they_went_in() -> None:
    name = "Ґалаґан Єлизавета Щур’юк-Їжа"
    text = text_of(made(Template.CERTIFICATE, certificate(name=name)))
    assert name in text
    assert "3 березня — 21 листопада 2026" in text and "Сторінка 1 з 1" in text


@pytest.mark.parametrize("said", HOSTILE)
@pytest.mark.parametrize("template", Template)
def test_what_somebody_wrote_is_printed_letter_by_letter(template: Template, said: str) -> None:
    lines = [{"day": said, "what": said, "where": said, "hours": "1", "language": "uk"}]
    if template is Template.CERTIFICATE:
        data = certificate(name=said, community=said, lines=lines, statement=said, issued=said)
    elif template is Template.APPEAL:
        data = appeal(name=said, paragraphs=[said], to=[[said, said]], sender=[[said, said]], stamp=said, about=said)
    else:
        data = receipt(what=said, where=[said, said], branch=said, next=[said], word=said)
    text = text_of(made(template, data))
    if said.isascii():
        assert said.replace(" ", "") in text.replace(" ", "")
    elif said.startswith("Дуже"):
        assert said in text.replace(" ", "")


def test_a_long_word_stays_on_the_sheet() -> None:
    raw = made(Template.RECEIPT_80MM, receipt(what="Щ" * 200))
    rights: list[float] = []
    page = PdfReader(io.BytesIO(raw)).pages[0]
    page.extract_text(visitor_text=lambda text, cm, tm, font, size: rights.append(float(cm[4] + tm[4])))
    assert max(rights) < float(page.mediabox.width)


def test_signs_that_turn_a_line_round_or_hide_are_left_out() -> None:
    text = text_of(made(Template.CERTIFICATE, certificate(name="Оле\u202eна\x00 Ґу\u2066дзь\x1b")))
    assert "Олена Ґудзь" in text


def test_the_same_data_give_the_same_bytes_and_the_day_stands_in_the_file() -> None:
    first, second = (made(Template.CERTIFICATE, certificate()) for _ in range(2))
    assert first == second
    about = PdfReader(io.BytesIO(first)).metadata
    assert about is not None and about.title == "Сертифікат годин" and about.creation_date == AT


def test_the_file_says_that_a_screen_reader_can_read_it() -> None:
    reader = PdfReader(io.BytesIO(made(Template.CERTIFICATE, certificate())))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "uk"
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_a_template_reads_nothing_outside_of_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("таємниця")
    folder = tmp_path / "templates"
    folder.mkdir()
    order = {"template": "bad", "data": "{}", "language": "uk", "made_at": 0, "form": "pdf"}
    for way in ("../secret.txt", "/../secret.txt", str(tmp_path / "secret.txt"), "/etc/passwd"):
        (folder / "bad.typ").write_text(f"#read({json.dumps(way)})")
        with pytest.raises(typst.TypstError):
            set_pages(order, folder)


def test_too_much_data_and_a_template_without_end_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotTypeset, match="too_large"):
        made(Template.CERTIFICATE, certificate(name="я" * typesetting.MOST_DATA))
    monkeypatch.setattr(typesetting, "SECONDS", 0.001)
    with pytest.raises(NotTypeset, match="too_slow"):
        made(Template.CERTIFICATE, certificate())


def test_a_broken_order_is_told_and_makes_no_file() -> None:
    data = certificate()
    del data["name"]
    with pytest.raises(NotTypeset, match="name"):
        made(Template.CERTIFICATE, data)


def test_three_hundred_lines_run_over_pages_with_their_heads_and_numbers() -> None:
    line = certificate()["lines"][0]
    raw = made(Template.CERTIFICATE, certificate(lines=[line] * 300))
    pages = PdfReader(io.BytesIO(raw)).pages
    assert len(pages) > 5
    assert "Що зробили" in pages[-1].extract_text() or "Разом" in pages[-1].extract_text()
    assert f"Сторінка {len(pages)} з {len(pages)}" in text_of(raw)
