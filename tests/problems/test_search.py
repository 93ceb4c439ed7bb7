from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opencity.places.cells import Point
from opencity.problems.models import Problem, SearchText
from opencity.problems.operations import reviewing
from opencity.problems.operations.indexing import index, rebuild_index
from opencity.problems.queries.search import matching
from tests.town import MONDAY, Town, report, said


def found(town: Town, words: str) -> list[int]:
    rows = Problem.everywhere.filter(matching(town.community, words), community=town.community)
    return sorted(rows.values_list("number", flat=True))


@pytest.fixture
def known(town: Town) -> Town:
    report(town, category="road.pothole", words="Глибокі ями біля подвір’я школи.")
    report(town, words="Суха верба над ґанком бібліотеки.")
    report(town, words="A broken bench and two potholes.", language="en")
    index(list(Problem.everywhere.values_list("pk", flat=True)))
    return town


@pytest.mark.parametrize("typed", ["яма", "ями", "яму", "ямами", "ЯМ ", "подвіря", "подвір'ям", "школа яма", "яма шк"])
def test_any_form_of_the_words_finds_the_pothole(known: Town, typed: str) -> None:
    assert 1 in found(known, typed)


def test_all_words_are_wanted_and_the_last_may_be_begun(known: Town) -> None:
    assert found(known, "верба ганок") == [2]
    assert found(known, "верба яма") == []
    assert found(known, "бібліо") == [2]
    assert found(known, "бібліо ") == []
    assert found(known, "bench potholes") == [3]


def test_names_of_category_area_and_owner_and_the_number_are_found(known: Town) -> None:
    assert found(known, "аварійне") == [2, 3]
    assert found(known, "центральний") == [1, 2, 3]
    assert found(known, "парки") == [2, 3]
    assert 3 in found(known, "3 bench")


def test_short_i_is_not_i(known: Town) -> None:
    report(known, words="Зламаний край")
    index(list(Problem.everywhere.values_list("pk", flat=True)))
    assert found(known, "краи ") == []


@given(words=st.text(max_size=40))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_text_breaks_the_query(known: Town, words: str) -> None:
    found(known, words)


OPERATORS = ['яма" OR "верба', "яма' | 'верба", "lemmas:верба*", "яма) OR (верба", "NEAR(яма верба)"]


@pytest.mark.parametrize("words", OPERATORS)
def test_operators_of_the_databases_are_only_words(known: Town, words: str) -> None:
    assert found(known, words) == []


def test_signs_alone_match_everything(known: Town) -> None:
    assert found(known, "?! я") == [1, 2, 3]


def test_what_is_hidden_leaves_the_index(known: Town) -> None:
    problem = Problem.everywhere.get(number=1)
    reviewing.hide(problem, known.actor("svitlana"), said("Персональні дані."), now=MONDAY)
    index([problem.pk])
    assert not SearchText.everywhere.filter(problem=problem).exists()
    assert found(known, "ями") == []


def test_another_community_is_never_searched(known: Town, elsewhere: Town) -> None:
    there = report(elsewhere, "vasyl", words="Яма біля вокзалу", at=Point(47.56, 31.33)).problem
    index([there.pk])
    assert found(elsewhere, "яма") == [there.number]
    assert found(known, "яма вокзал") == []


def test_unchanged_texts_are_not_written_again(known: Town, django_assert_max_num_queries) -> None:
    ids = list(Problem.everywhere.values_list("pk", flat=True))
    with django_assert_max_num_queries(6) as seen:
        index(ids)
    assert not any("INSERT" in query["sql"] for query in seen.captured_queries)


def test_the_whole_index_is_rebuilt(known: Town) -> None:
    SearchText.everywhere.all().delete()
    assert found(known, "яма") == []
    told: list[int] = []
    rebuild_index(known.community, told.append)
    assert told == [3]
    assert found(known, "яма") == [1]


def test_the_index_is_used(known: Town) -> None:
    rows = Problem.everywhere.filter(matching(known.community, "яма"), community=known.community)
    if connection.vendor == "sqlite":
        assert "VIRTUAL TABLE" in rows.explain()
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT 1 FROM problems_searchtext"
            " WHERE to_tsvector('simple', lemmas) @@ to_tsquery('simple', 'яма')"
        )
        assert "problems_searchindex" in str(cursor.fetchall())
