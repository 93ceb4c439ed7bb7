from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator

# Before Django reads its settings: tests keep nothing in the checkout's data folder.
os.environ.setdefault("OPENCITY_HOME", tempfile.mkdtemp(prefix="opencity-tests-"))

import pytest

from opencity.command.translations import compile_translations
from opencity.foundation.tenancy import acting_in
from tests import town as cast


def pytest_configure() -> None:
    """Tests read the pages in Ukrainian: the catalogues are compiled as `make run` does it."""
    compile_translations()


@pytest.fixture
def town(db: None) -> Iterator[cast.Town]:
    """Mykolaiv; the test acts in it, as a request below /mykolaiv/ would."""
    built = cast.build_town()
    with acting_in(built.community.pk):
        yield built


@pytest.fixture
def elsewhere(db: None) -> cast.Town:
    """Voznesensk, with a cast of its own; its Vasyl must never see anything of Mykolaiv."""
    other = cast.build_town("voznesensk", "Вознесенськ")
    other.community.outline = cast.square(47.50, 31.25, 47.62, 31.40)
    other.community.save()
    other.people["vasyl"] = cast.person("Василь", email="vasyl@voznesensk.example.org")
    return other
