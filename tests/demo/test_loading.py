from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from opencity.communities.models import Community
from opencity.demo.loading import is_there, load
from opencity.foundation.tenancy import acting_in
from opencity.notices.models import Delivery
from opencity.problems.models import Event, Evidence, Problem
from opencity.problems.queries.proving import prove
from tests.command.conftest import Program

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_lives_are_played_by_ordinary_operations_and_prove_themselves(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA = tmp_path
    heard: list[int] = []
    assert not is_there()
    number = load(now=NOW, most=8, progress=lambda total: heard.append)
    assert is_there() and heard[-1] == len(heard) > 8
    town = Community.objects.get(slug="mykolaiv")
    with acting_in(town.pk):
        assert Problem.objects.count() == number
        assert list(prove(town, lambda done: None)) == []
        assert not Event.objects.filter(at__gt=NOW).exists()
        shown = list(Evidence.objects.select_related("photo"))
    assert shown and all(one.alt and one.photo.digest for one in shown)
    assert len(list(tmp_path.rglob("*.jpg"))) >= len(shown)
    assert not Delivery.everywhere.exists()


@pytest.mark.own_home
def test_the_whole_town_plays_as_it_is_written(tmp_path: Path) -> None:
    program = Program(tmp_path / "home")
    program.well("migrate")
    program.well("demo")
    assert "Nothing was rewritten" in program.well("check")
    again = program("demo")
    assert again.status == 1 and "here already" in again.err
    counted = (
        "from django.db.models import Count; from opencity.problems.models import Problem;"
        "print(Problem.everywhere.count(), len(set(Problem.everywhere.values_list('state', flat=True))))"
    )
    problems, states = program.well("manage", "shell", "-v", "0", "-c", counted).split()
    assert int(problems) >= 400 and int(states) == 11
