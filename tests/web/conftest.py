from __future__ import annotations

import pytest
from django.core.cache import cache

from opencity.web.public import reading


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    """What one test did often does not count in the next."""
    cache.clear()


@pytest.fixture(autouse=True)
def pages_are_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kept page would cost no query and hide what making it costs."""
    monkeypatch.setattr(reading, "PAGE_KEPT_S", 0)
