"""Reference pages say what the program does."""

from __future__ import annotations

import pytest

from opencity.command.reference_of_rules import FOLDER, PAGES


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_what_the_tables_say(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == PAGES[name](), "run `make reference`"
