"""The law on appeals of one country as typed records: its name, periods, kinds and classifier are data, not code.

Everything is checked; a complaint names file, entry and field. Knows nothing of the database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from opencity.appeals.rules import Period, Periods
from opencity.foundation.entries import LANGUAGES, Entry, read_object

HERE = Path(__file__).resolve().parent
CONTENTS = ("name", "residence", "substance", "contact", "date")
"""What a law may ask an appeal to hold; each is a field of the form or is written by the program."""
ENDS = ("answer", "return", "forward")
"""By which act a result ends what a body has to do."""

Words = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Law:
    names: Words
    number: str
    dated: date
    address: str


@dataclass(frozen=True, kw_only=True)
class Kind:
    """`classifier` is the code of this kind in the official classifier."""

    code: str
    names: Words
    hint: Words
    article: str
    classifier: str


@dataclass(frozen=True, kw_only=True)
class Content:
    code: str
    names: Words
    article: str


@dataclass(frozen=True, kw_only=True)
class Code:
    """`ends` is empty for whatever is not a result."""

    code: str
    names: Words
    ends: str = ""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One attribute of the classifier; `default` is empty where each appeal says it anew."""

    code: str
    names: Words
    default: str
    choices: tuple[Code, ...]


@dataclass(frozen=True, kw_only=True)
class Classifier:
    """`checked` says whether somebody compared it with the official text in force."""

    names: Words
    notes: Words
    checked: bool
    marks: tuple[Mark, ...]
    results: tuple[Code, ...]
    questions: tuple[Code, ...]

    def results_of(self, ends: str) -> tuple[Code, ...]:
        return tuple(one for one in self.results if one.ends == ends)

    def name_of(self, code: str) -> Words:
        """Empty for a code that the classifier does not know, as one of an older version."""
        known = [*self.results, *self.questions, *(one for mark in self.marks for one in mark.choices)]
        return next((one.names for one in known if one.code == code), {})


@dataclass(frozen=True, kw_only=True)
class Pack:
    code: str
    names: Words
    language: str
    """In which documents are written, whatever language a page is read in."""
    law: Law
    kinds: tuple[Kind, ...]
    contents: tuple[Content, ...]
    electronic: Words
    """What stands where a paper has its signature."""
    periods: Periods
    articles: Mapping[str, str]
    """The article each period comes from."""
    classifier: Classifier

    def kind(self, code: str) -> Kind | None:
        return next((one for one in self.kinds if one.code == code), None)


@cache
def load_pack(name: str = "ua") -> Pack:
    """A pack that comes with the program."""
    return read_pack(HERE / f"{name}.json")


def read_pack(path: Path) -> Pack:
    """Raises WrongEntry at the first thing that cannot be used."""
    told = read_object(path)
    told.only(*(set(Pack.__dataclass_fields__) - {"articles"}))
    classifier = _classifier(told.part("classifier"))
    known = {one.code for mark in classifier.marks for one in mark.choices}
    kinds = tuple(_kind(_named(one), known) for one in told.parts("kinds"))
    contents = tuple(_content(_named(one)) for one in told.parts("contents"))
    _once(told, "kinds", [one.code for one in kinds])
    _once(told, "contents", [one.code for one in contents])
    if not kinds:
        raise told.wrong("kinds", "one kind at least is wanted")
    periods, articles = _periods(told.part("periods"))
    return Pack(
        code=told.text("code"),
        names=told.in_words("names"),
        language=told.one_of("language", LANGUAGES),
        law=_law(told.part("law")),
        kinds=kinds,
        contents=contents,
        electronic=told.in_words("electronic"),
        periods=periods,
        articles=articles,
        classifier=classifier,
    )


def _named(told: Entry) -> Entry:
    return told.named(str(told.values.get("code", told.name)))


def _once(told: Entry, field: str, codes: list[str]) -> None:
    twice = [code for code, times in Counter(codes).items() if times > 1]
    if twice:
        raise told.wrong(field, f"“{twice[0]}” stands there twice")


def _law(told: Entry) -> Law:
    told.only(*Law.__dataclass_fields__)
    try:
        dated = date.fromisoformat(told.text("dated"))
    except ValueError:
        raise told.wrong("dated", "a day such as 1996-10-02 is wanted") from None
    address = told.text("address")
    if not address.startswith("https://"):
        raise told.wrong("address", "an address that begins with https:// is wanted")
    return Law(names=told.in_words("names"), number=told.text("number"), dated=dated, address=address)


def _kind(told: Entry, known: Collection[str]) -> Kind:
    told.only(*Kind.__dataclass_fields__)
    return Kind(
        code=told.text("code"),
        names=told.in_words("names"),
        hint=told.in_words("hint"),
        article=told.text("article"),
        classifier=told.one_of("classifier", known),
    )


def _content(told: Entry) -> Content:
    told.only(*Content.__dataclass_fields__)
    return Content(code=told.one_of("code", CONTENTS), names=told.in_words("names"), article=told.text("article"))


def _periods(told: Entry) -> tuple[Periods, dict[str, str]]:
    names = {"forward": "forward", "return": "give_back", "answer": "answer", "study": "study", "extend": "extend"}
    told.only(*names)
    read = {name: _period(told.part(name)) for name in names}
    periods = Periods(**{field: read[name][0] for name, field in names.items()})
    if periods.extend.moves:
        raise told.wrong("extend", "the most there may be never moves to a later day")
    return periods, {name: article for name, (_, article) in read.items()}


def _period(told: Entry) -> tuple[Period, str]:
    told.only("days", "months", "article", "moves")
    period = Period(days=told.whole("days", 0), months=told.whole("months", 0), moves=told.yes_no("moves", True))
    if not period.days and not period.months:
        raise told.wrong("days", "days or months are wanted")
    return period, told.text("article")


def _classifier(told: Entry) -> Classifier:
    told.only(*Classifier.__dataclass_fields__)
    marks = tuple(_mark(_named(one)) for one in told.parts("marks"))
    results = tuple(_code(_named(one), result=True) for one in told.parts("results"))
    questions = tuple(_code(_named(one)) for one in told.parts("questions"))
    for field, rows in (("marks", marks), ("results", results), ("questions", questions)):
        _once(told, field, [one.code for one in rows])
    missing = [one for one in ENDS if one not in {row.ends for row in results}]
    if missing:
        raise told.wrong("results", f"none of them ends by {missing[0]}")
    if not questions:
        raise told.wrong("questions", "one question at least is wanted")
    return Classifier(
        names=told.in_words("names"),
        notes=told.in_words("notes", owed=False),
        checked=told.yes_no("checked"),
        marks=marks,
        results=results,
        questions=questions,
    )


def _mark(told: Entry) -> Mark:
    told.only(*Mark.__dataclass_fields__)
    choices = tuple(_code(_named(one)) for one in told.parts("choices"))
    codes = [one.code for one in choices]
    _once(told, "choices", codes)
    return Mark(
        code=told.text("code"),
        names=told.in_words("names"),
        default=told.one_of("default", codes, ""),
        choices=choices,
    )


def _code(told: Entry, *, result: bool = False) -> Code:
    told.only("code", "names", *(("ends",) if result else ()))
    return Code(code=told.text("code"), names=told.in_words("names"), ends=told.one_of("ends", ENDS) if result else "")
