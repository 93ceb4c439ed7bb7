from __future__ import annotations

import pytest

from opencity.statistics.queries import keeping
from opencity.statistics.queries.keeping import kept
from tests.town import Town


def test_a_figure_is_made_once_until_the_projections_move_on(town: Town) -> None:
    made: list[int] = []

    def make() -> int:
        made.append(len(made))
        return made[-1]

    assert [kept(town.community, "quick", make) for _ in range(3)] == [0, 0, 0]
    town.community.version += 1
    assert kept(town.community, "quick", make) == 1


def test_a_slow_figure_stands_a_while_longer(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "_SLOW_SECONDS", 0)
    monkeypatch.setattr(keeping, "_REST", 10**9)
    assert kept(town.community, "slow", lambda: "then") == "then"
    town.community.version += 1
    assert kept(town.community, "slow", lambda: "now") == "then"
