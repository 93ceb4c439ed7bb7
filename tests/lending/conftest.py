from __future__ import annotations

import pytest

from tests.lending.making import taras_serves
from tests.town import Town


@pytest.fixture(autouse=True)
def taras_serves_at_branch_five(request: pytest.FixtureRequest) -> None:
    if "town" in request.fixturenames:
        town: Town = request.getfixturevalue("town")
        taras_serves(town)
