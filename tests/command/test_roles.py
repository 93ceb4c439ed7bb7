"""The operator names the first coordinator at the keyboard."""

from __future__ import annotations

import pytest

from tests.command.conftest import Program
from tests.command.test_communities import CREATE

pytestmark = pytest.mark.own_home
HERE = ("--community", "halych")


def test_a_role_is_given_listed_and_ended(program: Program) -> None:
    program.well(*CREATE)
    assert "is coordinator" in program.well("role", "give", "coordinator", "olha@example.org", *HERE)
    program.well("role", "give", "coordinator", "OLHA@example.org", *HERE)
    program.well("role", "give", "data_protection", "petro@example.org", *HERE)
    listed = program.well("role", "list", *HERE).splitlines()
    assert [line.split("\t")[:2] for line in listed] == [
        ["coordinator", "olha@example.org"],
        ["data_protection", "petro@example.org"],
    ]
    program.well("role", "end", "data_protection", "petro@example.org", *HERE)
    assert "petro" not in program.well("role", "list", *HERE)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("give", "king", "olha@example.org"), "no role"),
        (("give", "coordinator", "olha"), "no e-mail address"),
        (("give", "librarian", "olha@example.org", "--access-point", "nowhere"), "no organisation"),
        (("end", "moderator", "nobody@example.org"), "is no moderator"),
    ],
)
def test_what_cannot_be_says_why_and_changes_nothing(program: Program, words: tuple[str, ...], why: str) -> None:
    program.well(*CREATE)
    answer = program("role", *words, *HERE)
    assert answer.status == 1 and why in answer.err
    assert program.well("role", "list", *HERE) == ""


def test_the_last_coordinator_stays_until_there_is_another(program: Program) -> None:
    program.well(*CREATE)
    program.well("role", "give", "coordinator", "olha@example.org", *HERE)
    assert "Nobody else" in program("role", "end", "coordinator", "olha@example.org", *HERE).err
    program.well("role", "give", "coordinator", "petro@example.org", *HERE)
    program.well("role", "end", "coordinator", "olha@example.org", *HERE)
