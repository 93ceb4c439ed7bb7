"""A community's own choices: typed, with defaults. Data, never a class per town."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Charter:
    """Every choice a community may make. Times are in days unless the name says otherwise."""

    days_off: tuple[date, ...] = ()
    extra_workdays: tuple[date, ...] = ()
    edit_minutes: int = 30
    confirm_hours: int = 72
    hold_first_posts_with_links: bool = True
    verify_weight: int = 2
    verify_days: int = 14
    verify_reminders: int = 2
    reopen_days: int = 90
    reopen_others: int = 2
    near_follow_m: int = 300
    duplicate_radius_m: int = 250
    reports_per_hour: int = 20
    residents_plan: bool = True
    """Whether any resident with a confirmed address may lead a plan, or only bodies, the library and the reporter."""
    pledge_grace_days: int = 7
    lead_silent_days: int = 7
    decide_hours: int = 48
    """How long before a joint action its lead says whether it takes place."""
    steward_grace_days: int = 7
    pause_days_most: int = 20
    """How many working days in all the deadline of one problem may be paused."""
    loan_days: int = 7
    figures_minimum: int = 5
    """With fewer cases a body's own figures show no median and no share."""
    second_step_for: tuple[str, ...] = ()
    """Duties and roles that need a passkey or an authenticator: supervisor, officer, coordinator and so on."""
    country: str = "ua"
    """Whose law holds for formal appeals: the name of a pack."""
    emergency_numbers: tuple[str, ...] = ("101", "112")
    controller: str = ""
    """Who answers for personal data here: shown in the privacy notice."""
    contact: str = ""


class WrongCharter(ValueError):
    """A choice that does not exist or has the wrong kind of value."""


def _whole_number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError("a whole number is wanted")
    return value


def _yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false is wanted")
    return value


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "int": _whole_number,
    "bool": _yes_or_no,
    "str": str,
    "tuple[date, ...]": lambda days: tuple(date.fromisoformat(day) for day in days),
    "tuple[str, ...]": tuple,
}


def read(chosen: Mapping[str, Any]) -> Charter:
    """The charter with a community's choices over the defaults. Raises WrongCharter naming the choice."""
    kinds = {one.name: str(one.type) for one in fields(Charter)}
    values: dict[str, Any] = {}
    for name, value in chosen.items():
        if name not in kinds:
            raise WrongCharter(f"{name}: there is no such choice")
        try:
            values[name] = _READERS[kinds[name]](value)
        except (TypeError, ValueError) as error:
            raise WrongCharter(f"{name}: {error}") from error
    return Charter(**values)
