from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from typing import Any

# Before Django reads its settings: tests keep nothing in the checkout's data folder.
os.environ.setdefault("OPENCITY_HOME", tempfile.mkdtemp(prefix="opencity-tests-"))

import pytest
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from opencity.command.translations import compile_translations
from opencity.foundation.tenancy import acting_in
from tests import town as cast


def pytest_configure() -> None:
    """Tests read the pages in Ukrainian: the catalogues are compiled as `make run` does it."""
    compile_translations()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What asks no database says the same beside each: on PostgreSQL only those that ask one are run again."""
    default: dict[str, Any] = settings.DATABASES["default"]
    if "sqlite" in default["ENGINE"]:
        return
    kept = [one for one in items if asks_a_database(one)]
    config.hook.pytest_deselected(items=[one for one in items if one not in set(kept)])
    items[:] = kept


def asks_a_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return (
        bool(fixtures & {"db", "transactional_db", "surroundings"}) or item.get_closest_marker("django_db") is not None
    )


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix(request: pytest.FixtureRequest) -> None:
    """A database for each process of the tests; our SQLite is not recognised by its name as one kept in memory."""
    worker = getattr(request.config, "workerinput", {}).get("workerid")
    if worker is None:
        return
    default: dict[str, Any] = settings.DATABASES["default"]
    on_sqlite = "sqlite" in default["ENGINE"]
    name = f"file:memory_{worker}?mode=memory&cache=shared" if on_sqlite else f"test_{default['NAME']}_{worker}"
    default.setdefault("TEST", {})["NAME"] = name


@pytest.fixture(scope="session", autouse=True)
def connections_stay_open() -> Iterator[None]:
    """A request that ends outside of Django's test client would close the connection a test's transaction lives on."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseWrapper, "close_if_unusable_or_obsolete", lambda self: None)
        yield


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
