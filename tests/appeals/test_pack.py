"""A pack of law says clearly where it is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from opencity.appeals.law import law_of
from opencity.appeals.packs.loader import HERE, load_pack, read_pack
from opencity.foundation.entries import WrongEntry
from tests.town import Town


def broken(folder: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    told = json.loads((HERE / "ua.json").read_text(encoding="utf-8"))
    change(told)
    path = folder / "ua.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    return path


def test_the_pack_of_ukraine_holds_what_the_law_says() -> None:
    pack = load_pack("ua")
    assert (pack.periods.forward.days, pack.periods.give_back.days, pack.periods.answer.days) == (5, 10, 15)
    assert (pack.periods.study.months, pack.periods.extend.days) == (1, 45)
    assert [one.code for one in pack.kinds] == ["statement", "complaint", "proposal"]
    assert len(pack.classifier.questions) == 24 and not pack.classifier.checked and pack.classifier.notes
    assert pack.kind("telegram") is None
    assert pack.classifier.name_of("9.1")["uk"] == "вирішено позитивно"
    assert pack.classifier.name_of("99") == {}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda it: it.update(title="x"), "ua.json: title: there is no such field"),
        (lambda it: it["periods"]["forward"].update(days="5"), "periods: forward: days: a whole number"),
        (lambda it: it["periods"]["answer"].update(days=0), "periods: answer: days: days or months are wanted"),
        (lambda it: it["periods"]["extend"].update(moves=True), "extend: the most there may be never moves"),
        (lambda it: it["kinds"][0].update(classifier="3.9"), "statement: classifier: “3.9” is none of"),
        (lambda it: it["kinds"][1].update(code="statement"), "kinds: “statement” stands there twice"),
        (lambda it: it.update(kinds=[]), "kinds: one kind at least"),
        (lambda it: it["law"].update(dated="2 October"), "law: dated: a day such as"),
        (lambda it: it["law"].update(address="javascript:x"), "law: address: an address that begins"),
        (lambda it: it["contents"][0].update(code="shoe_size"), "shoe_size: code:"),
        (lambda it: it["classifier"]["results"].pop(3), "results: none of them ends by return"),
        (lambda it: it["classifier"].update(questions=[]), "questions: one question at least"),
        (lambda it: it["classifier"]["marks"][0].update(default="7"), "1: default: “7” is none of"),
        (lambda it: it["classifier"]["questions"][0]["names"].pop("en"), "010: names: no words in en"),
    ],
)
def test_whatever_is_wrong_is_named(tmp_path: Path, change: Callable[[dict[str, Any]], object], told: str) -> None:
    with pytest.raises(WrongEntry, match=r".*") as wrong:
        read_pack(broken(tmp_path, change))
    assert told in str(wrong.value)


def test_a_community_says_whose_law_holds(town: Town) -> None:
    assert law_of(town.community).code == "ua"
