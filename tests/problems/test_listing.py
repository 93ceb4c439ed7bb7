from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import QueryDict

from opencity.places.cells import Point
from opencity.places.models import Area
from opencity.places.telling import ToldPlace
from opencity.problems.models import Evidence, Problem
from opencity.problems.operations import endorsing, merging, owning, reviewing, updating
from opencity.problems.operations.indexing import index
from opencity.problems.operations.photographing import attach
from opencity.problems.queries.filters import Filters, read_filters
from opencity.problems.queries.listing import ORDERS, page, with_photos
from opencity.problems.queries.near import near
from opencity.problems.queries.similar import similar
from opencity.problems.states import Stage
from tests.town import CENTRE, MONDAY, SOUTH, Town, fresh, photo_row, report, said

DAY = timedelta(days=1)


def asked(town: Town, query: str) -> Filters:
    return read_filters(town.community, QueryDict(query).dict())


def numbers(town: Town, query: str = "", *, per_page: int = 30) -> list[int]:
    found = page(town.community, asked(town, query), now=MONDAY + 30 * DAY, per_page=per_page)
    return [row.problem.number for row in found.rows]


@pytest.fixture
def several(town: Town) -> Town:
    tree = report(town).problem
    report(town, category="road.pothole", words="Яма біля школи", at=SOUTH, now=MONDAY + DAY)
    report(town, category="manhole.open", words="Люк без кришки", at=Point(46.9702, 32.0), now=MONDAY + 2 * DAY)
    report(town, place=ToldPlace(area=town.areas["south"], source="area"), now=MONDAY + 40 * DAY)
    report(town, category="social.person_in_need", words="Приватне")
    report(town, category="war.damage", words="На перевірці")
    owning.accept(tree, town.actor("iryna"), said(), promised_for=None, now=MONDAY + 3 * DAY)
    index(list(Problem.everywhere.values_list("pk", flat=True)))
    return town


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [4, 3, 2, 1]),
        ("state=open", [4, 3, 2]),
        ("state=doing", [1]),
        ("category=road.pothole", [2]),
        ("sphere=roads", [3, 2]),
        ("area=south", [4, 2]),
        ("owner=mykolaiv-parks", [4, 1]),
        ("q=ями", [2]),
        ("q=люк+без+кришки", [3]),
        ("since=2026-12", [4]),
        ("box=46.96,31.99,46.98,32.01", [3, 1]),
        ("near=46.97,32.0,100", [3, 1]),
        ("near=46.97,32.0,10", [1]),
        ("overdue=1", [3, 2]),
        ("sort=updated", [4, 1, 3, 2]),
        ("sort=due", [2, 3, 4]),
        ("sphere=roads&area=centre", [3]),
    ],
)
def test_filters_narrow_the_list(several: Town, query: str, expected: list[int]) -> None:
    assert sorted(numbers(several, query)) == sorted(expected)
    if "sort" in query:
        assert numbers(several, query)[0] == expected[0]


@pytest.mark.parametrize(
    "query",
    [
        "state=merged",
        "category=none",
        "sphere=x",
        "area=north",
        "owner=nobody",
        "since=2026-13",
        "box=1,2,3",
        "box=nan,1,2,3",
        "near=46,32,-5",
        "near=46,32,1e99",
        "overdue=yes",
        "sort=random",
        "after=x",
        "after=" + "9" * 40,
    ],
)
def test_what_makes_no_sense_is_left_out_and_named(several: Town, query: str) -> None:
    filters = asked(several, query)
    assert filters.ignored == (query.partition("=")[0],)
    assert not filters.narrows
    assert numbers(several, query) == [4, 3, 2, 1]


def test_an_owner_of_another_community_is_unknown_here(several: Town, elsewhere: Town) -> None:
    assert asked(several, "owner=voznesensk-parks").ignored == ("owner",)


def test_set_aside_and_merged_are_not_listed(several: Town) -> None:
    one, two = (Problem.everywhere.get(number=number) for number in (2, 4))
    updating.withdraw(one, several.actor("olena"), said("Уже не треба."), now=MONDAY)
    third = report(several, words="Ще одна верба").problem
    merging.merge(two, third, several.actor("svitlana"), said("Те саме."), now=MONDAY)
    assert numbers(several) == [7, 3, 1]
    assert numbers(several, "state=quiet") == [2]


@pytest.mark.parametrize("sort", sorted(ORDERS))
def test_pages_show_everything_once_in_order(town: Town, sort: str) -> None:
    for n in range(11):
        problem = report(town, words=f"Верба {n}", now=MONDAY + (n % 3) * DAY).problem
        for name in ("petro", "halyna")[: n % 3]:
            endorsing.endorse(problem, town.people[name], endorsing.Joining(), now=MONDAY + 4 * DAY)
    whole = numbers(town, f"sort={sort}")
    read: list[int] = []
    after = ""
    while True:
        one = page(town.community, asked(town, f"sort={sort}&after={after}"), now=MONDAY, per_page=3)
        read += [row.problem.number for row in one.rows]
        if not one.next:
            break
        after = one.next
    assert read == whole
    assert sorted(read) == list(range(1, 12))


def test_the_card_shows_the_first_public_photograph(town: Town) -> None:
    problem = report(town).problem
    for stage, days in ((Stage.AFTER, 0), (Stage.BEFORE, 2), (Stage.BEFORE, 1)):
        attach(photo_row(town), problem, stage=stage, author=town.olena, now=MONDAY + days * DAY)
    rows = list(Evidence.everywhere.order_by("created_at"))
    (listed,) = with_photos([fresh(problem)])
    assert listed.photo == rows[1].photo
    Evidence.everywhere.filter(stage=Stage.BEFORE).update(hidden=True)
    (listed,) = with_photos([fresh(problem)])
    assert listed.photo == rows[0].photo


@pytest.mark.parametrize("many", [1, 30])
def test_queries_do_not_grow_with_the_rows(
    town: Town, many: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    for n in range(many):
        problem = report(town, words=f"Верба {n}").problem
        attach(photo_row(town), problem, stage=Stage.BEFORE, author=town.olena, now=MONDAY)
    with django_assert_num_queries(2):
        for row in page(town.community, Filters(), now=MONDAY).rows:
            assert row.problem.category.name and row.problem.area and row.problem.owner and row.photo


def test_near_is_sorted_by_distance_and_hides_what_is_hidden(several: Town) -> None:
    found = near(several.community, Point(46.9703, 32.0), radius_m=200, now=MONDAY)
    assert [one.problem.number for one in found] == [3, 1]
    assert found[0].distance_m == 11
    reviewing.hide(found[0].problem, several.actor("svitlana"), said("Причина."), now=MONDAY)
    assert [one.problem.number for one in near(several.community, CENTRE, radius_m=200, now=MONDAY)] == [1]


class TestSimilar:
    def ask(self, town: Town, **more: Any) -> list[int]:
        given: dict[str, Any] = {"point": CENTRE, "area": None, "category": None, "words": "", "radius_m": 250}
        return [one.problem.number for one in similar(town.community, **(given | more), now=MONDAY)]

    def test_open_ones_around_the_point_the_same_category_first(self, several: Town) -> None:
        assert self.ask(several) == [1, 3]
        assert self.ask(several, category=several.categories["manhole.open"]) == [3]
        report(several, category="road.pothole", words="Яма", at=CENTRE)
        assert self.ask(several, category=several.categories["manhole.open"]) == [3, 7]

    def test_finished_ones_are_not_offered(self, several: Town) -> None:
        updating.withdraw(Problem.everywhere.get(number=3), several.actor("olena"), said("Ні."), now=MONDAY)
        assert self.ask(several) == [1]

    def test_without_a_point_area_and_words_decide(self, several: Town) -> None:
        found = self.ask(several, point=None, area=several.areas["south"], words="яму біля школи")
        assert found == [2]
        assert self.ask(several, point=None, area=several.areas["south"], words="кіт") == []
        tree = several.categories["green.dangerous_tree"]
        assert self.ask(several, point=None, area=several.areas["south"], category=tree) == [4]

    def test_a_wider_area_holds_its_parts(self, several: Town) -> None:
        whole = Area.everywhere.create(community=several.community, code="all", kind="city", names={"uk": "Усе"})
        Area.everywhere.filter(code="south").update(parent=whole, depth=1)
        several.community.structure_version += 1
        assert self.ask(several, point=None, area=whole, words="яма") == [2]

    def test_nothing_to_go_by_finds_nothing(self, several: Town) -> None:
        assert self.ask(several, point=None) == []

    @pytest.mark.parametrize("many", [1, 30])
    def test_queries_do_not_grow(
        self, town: Town, many: int, django_assert_max_num_queries: Callable[..., Any]
    ) -> None:
        for n in range(many):
            report(town, words=f"Суха верба {n}")
        with django_assert_max_num_queries(3):
            assert self.ask(town, words="верба")
