"""A country's pack of categories as typed records: everything is checked, complaints name file, entry and field.

Knows nothing of the database: a pack is plain data that a community's catalogue is filled from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from opencity.foundation.entries import LANGUAGES, Entry, read_object

HERE = Path(__file__).resolve().parent
HAZARDS = ("ask", "never_taken")
PARTICIPATIONS = ("full", "assist", "licensed")
VISIBILITIES = ("public", "private", "check_first")
QUESTION_TYPES = ("choice", "yesno", "text", "number")
SCENES = tuple(
    "tree_dangerous tree_fallen branches planting water_leak sewer no_water water_point hatch_open hatch_broken "
    "heat_none lift roof_leak entrance playground bench stop dump bins_full sorting pothole sidewalk sign lamp ramp "
    "shelter damage stray_dogs kiosk memorial idea crossing".split()
)
"""The pictures a category can be shown with where nobody has taken a photograph: the demo draws them."""
FEWEST_WORDS = 4
"""A category that residents cannot find by typing is as good as missing."""

Words = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Option:
    """`stop` is the emergency number at which a report ends, empty where it goes on."""

    code: str
    label: Words
    hint: Words
    urgent: bool
    stop: str


@dataclass(frozen=True, kw_only=True)
class Question:
    code: str
    type: str
    label: Words
    hint: Words
    required: bool
    options: tuple[Option, ...]

    @property
    def answers(self) -> frozenset[str]:
        """Codes one may answer with; empty for words and numbers."""
        if self.type not in {"choice", "yesno"}:
            return frozenset()
        return frozenset(option.code for option in self.options) or frozenset({"yes", "no"})


@dataclass(frozen=True, kw_only=True)
class PackedCategory:
    """`hazard` is empty, ask or never_taken; `classifier_checked` says whether somebody compared the official code."""

    code: str
    sphere: str
    names: Words
    hint: Words
    words: Mapping[str, tuple[str, ...]]
    icon: str
    participation: str
    response_days: int
    resolve_days: int
    hazard: str
    hazard_question: Words
    emergency_numbers: tuple[str, ...]
    visibility: str
    coarsen: bool
    anonymous: bool
    permit: bool
    flags: tuple[str, ...]
    classifier_858: str
    classifier_checked: bool
    near_m: int
    scene: str
    questions: tuple[Question, ...]

    def question(self, code: str) -> Question | None:
        return next((one for one in self.questions if one.code == code), None)


@dataclass(frozen=True, kw_only=True)
class Sphere:
    code: str
    names: Words
    icon: str
    owner_hint: Words


@dataclass(frozen=True, kw_only=True)
class Pack:
    code: str
    names: Words
    notes: Words
    spheres: tuple[Sphere, ...]
    categories: tuple[PackedCategory, ...]

    def category(self, code: str) -> PackedCategory:
        """Raises KeyError."""
        return {one.code: one for one in self.categories}[code]


def load_pack(name: str) -> Pack:
    """A pack that comes with the program: "ua"."""
    return read_pack(HERE / f"{name}.json")


def read_pack(path: Path) -> Pack:
    """Raises WrongEntry at the first thing that cannot be used."""
    told = read_object(path)
    told.only("code", "names", "notes", "spheres", "categories")
    spheres = tuple(_sphere(one.named(str(one.values.get("code", one.name)))) for one in told.parts("spheres"))
    known = {one.code for one in spheres}
    categories = tuple(
        _category(one.named(str(one.values.get("code", one.name))), known) for one in told.parts("categories")
    )
    _once(told, "spheres", [one.code for one in spheres])
    _once(told, "categories", [one.code for one in categories])
    return Pack(
        code=told.text("code"),
        names=told.in_words("names"),
        notes=told.in_words("notes", owed=False),
        spheres=spheres,
        categories=categories,
    )


def _once(told: Entry, field: str, codes: list[str]) -> None:
    twice = [code for code, times in Counter(codes).items() if times > 1]
    if twice:
        raise told.wrong(field, f"“{twice[0]}” stands there twice")


def _sphere(told: Entry) -> Sphere:
    told.only("code", "names", "icon", "owner_hint")
    return Sphere(
        code=told.text("code"),
        names=told.in_words("names"),
        icon=told.text("icon"),
        owner_hint=told.in_words("owner_hint"),
    )


def _category(told: Entry, spheres: set[str]) -> PackedCategory:
    told.only(*PackedCategory.__dataclass_fields__)
    hazard = told.one_of("hazard", HAZARDS, "")
    questions = tuple(_question(one.named(f"{told.name}: {one.values.get('code')}")) for one in told.parts("questions"))
    _once(told, "questions", [one.code for one in questions])
    numbers = told.texts("emergency_numbers")
    if hazard and not numbers:
        raise told.wrong("emergency_numbers", "whoever asks about danger has to name a number")
    return PackedCategory(
        code=told.text("code"),
        sphere=told.one_of("sphere", spheres),
        names=told.in_words("names"),
        hint=told.in_words("hint"),
        words=_words(told),
        icon=told.text("icon"),
        participation=told.one_of("participation", PARTICIPATIONS),
        response_days=told.whole("response_days", least=1),
        resolve_days=told.whole("resolve_days", least=1),
        hazard=hazard,
        hazard_question=told.in_words("hazard_question", owed=bool(hazard)),
        emergency_numbers=numbers,
        visibility=told.one_of("visibility", VISIBILITIES),
        coarsen=told.yes_no("coarsen"),
        anonymous=told.yes_no("anonymous"),
        permit=told.yes_no("permit"),
        flags=told.texts("flags"),
        classifier_858=told.text("classifier_858"),
        classifier_checked=told.yes_no("classifier_checked"),
        near_m=told.whole("near_m", least=1),
        scene=told.one_of("scene", SCENES),
        questions=questions,
    )


def _words(told: Entry) -> dict[str, tuple[str, ...]]:
    part = told.part("words")
    part.only(*LANGUAGES)
    said = {language: part.texts(language) for language in LANGUAGES}
    for language, words in said.items():
        if len(set(words)) < FEWEST_WORDS:
            raise told.wrong("words", f"fewer than {FEWEST_WORDS} words in {language}")
        if len(set(words)) < len(words):
            raise told.wrong("words", f"a word stands there twice in {language}")
    return said


def _question(told: Entry) -> Question:
    told.only(*Question.__dataclass_fields__)
    options = tuple(_option(one.named(f"{told.name}: {one.values.get('code')}")) for one in told.parts("options"))
    _once(told, "options", [one.code for one in options])
    kind = told.one_of("type", QUESTION_TYPES)
    if kind == "choice" and len(options) < 2:
        raise told.wrong("options", "a choice needs two answers at least")
    if kind in {"text", "number"} and options:
        raise told.wrong("options", f"a {kind} has no answers to choose from")
    return Question(
        code=told.text("code"),
        type=kind,
        label=told.in_words("label"),
        hint=told.in_words("hint", owed=False),
        required=told.yes_no("required", False),
        options=options,
    )


def _option(told: Entry) -> Option:
    told.only(*Option.__dataclass_fields__)
    return Option(
        code=told.text("code"),
        label=told.in_words("label"),
        hint=told.in_words("hint", owed=False),
        urgent=told.yes_no("urgent", False),
        stop=told.text("stop", ""),
    )
