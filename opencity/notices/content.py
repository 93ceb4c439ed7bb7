"""What a letter holds, apart from how it looks: plain values in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass

from opencity.notices.kinds import Shape


@dataclass(frozen=True)
class Act:
    """A link with the words of its button."""

    label: str
    address: str


@dataclass(frozen=True)
class Quote:
    """Words as they were said, in the language they were said in."""

    words: str
    language: str

    @property
    def as_text(self) -> str:
        return "\n".join(f"> {line}" for line in self.words.splitlines())


@dataclass(frozen=True, kw_only=True)
class Line:
    """One notice as a line of the story. `who` acted, `when` is a moment in words; both may be empty."""

    headline: str
    sentence: str
    who: str = ""
    when: str = ""
    quote: Quote | None = None


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """Everything a letter says of one problem, or of one other matter.

    `answers` are equal links: where they stand, the act is a plain link too, so that no answer is nudged.
    """

    shape: Shape
    lines: tuple[Line, ...]
    number: str = ""
    title: str = ""
    language: str = ""
    where: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    act: Act | None = None
    answers: tuple[Act, ...] = ()
    discreet: bool = False
    """Not public: the subject of a letter, which anybody may see over a shoulder, does not name it."""
    notes: tuple[str, ...] = ()

    @property
    def open_title(self) -> str:
        return "" if self.discreet else self.title

    @property
    def template(self) -> str:
        return f"letters/parts/{self.shape.value}"


@dataclass(frozen=True, kw_only=True)
class Content:
    subject: str
    language: str
    community: str
    home: str
    chapters: tuple[Chapter, ...]
    reason: str
    more: Act | None = None
    """Where to read what one letter does not hold."""
    contact: str = ""
    unsubscribe: str = ""
    everything: str = ""
    """Where a reader stops all letters of the community with one request; empty where that is not possible."""
