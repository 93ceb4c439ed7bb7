from __future__ import annotations

import json
import re

from opencity.command import COMMANDS, parser
from opencity.command.mapping import read_mapping
from opencity.command.reference import page
from tests.command.conftest import CHECKOUT, EXAMPLES

SETTING = re.compile(r'env\.\w+\("(\w+)"')
DOCUMENTED = re.compile(r"^\| `(\w+)`", re.MULTILINE)


def test_the_page_of_commands_is_what_the_commands_say() -> None:
    written = (CHECKOUT / "docs/reference/commands.md").read_text(encoding="utf-8")
    assert written == page(), "run `make reference`"


def test_every_setting_is_documented_and_every_documented_one_is_read() -> None:
    read = set(SETTING.findall((CHECKOUT / "opencity/settings.py").read_text(encoding="utf-8")))
    told = set(DOCUMENTED.findall((CHECKOUT / "docs/reference/settings.md").read_text(encoding="utf-8")))
    assert read == told


def test_every_key_of_the_examples_is_documented() -> None:
    told = (CHECKOUT / "docs/guides/import.md").read_text(encoding="utf-8")
    for path in EXAMPLES.glob("*.json"):
        mapping = read_mapping(path)
        assert mapping.source
        used = {*mapping.category.values.values(), mapping.category.otherwise}
        assert used <= {one.code for one in mapping.categories}
        for key in json.loads(path.read_text(encoding="utf-8")):
            assert f"`{key}`" in told


def test_every_command_has_help() -> None:
    text = parser().format_help()
    for command in COMMANDS:
        assert command.NAME in text and command.__doc__ and command.SAYS
