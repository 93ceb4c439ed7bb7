"""Every way the platform says no. A refusal always carries the next step.

Refusal             what was asked cannot be done
├── NotAllowed      this person may not do this
├── NotNow          the state of the thing forbids it
├── NotHere         outside the community, or somebody else's duty
├── NotUnderstood   what was sent is incomplete or wrong
├── TooMuch         too many in too short a time
└── CallEmergency   101, 112: this report is never taken
"""

from __future__ import annotations


class Refusal(Exception):
    """`why` and `next_step` are whole translated sentences; `field` names the form field they belong to, if any.

    `link` leads to the next step when it is a page: a path without the community's slug, such as `report/`.
    """

    status = 409

    def __init__(self, why: str, next_step: str, *, field: str = "", link: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.next_step = next_step
        self.field = field
        self.link = link


class NotAllowed(Refusal):
    status = 403


class NotNow(Refusal):
    pass


class NotHere(Refusal):
    status = 422


class NotUnderstood(Refusal):
    status = 422


class TooMuch(Refusal):
    status = 429


class CallEmergency(Refusal):
    status = 422

    def __init__(self, why: str, next_step: str, *, numbers: tuple[str, ...] = ("101", "112")) -> None:
        super().__init__(why, next_step)
        self.numbers = numbers
