from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from opencity.communities.models import Community
from opencity.problems.models import HistoryRoot, Problem
from opencity.problems.operations import owning
from opencity.statistics.queries.results import Result
from opencity.verification.operations.claiming import claim
from opencity.verification.operations.judging import NewVerdict, give_verdict
from opencity.web.public.results import GAP, band, bars
from tests.town import Town, photo_row, report, said

EN = {"accept-language": "en"}


def get(client: Client, address: str, **query: str | int) -> str:
    answer = client.get(address, query, headers=EN)
    assert answer.status_code == 200
    return answer.content.decode()


def lived(town: Town, *, verified: bool) -> Problem:
    begun = now() - timedelta(days=3)
    problem = report(town, photos=(photo_row(town, taken_at=begun, now=begun),), now=begun).problem
    owning.accept(problem, town.actor("iryna"), said(), promised_for=None, now=begun + timedelta(hours=1))
    taken = now() - timedelta(days=1)
    claim(problem, town.actor("iryna"), said(), (photo_row(town, taken_at=taken, now=taken),), now=taken)
    if verified:
        give_verdict(problem, town.taras, NewVerdict(value="yes"), now=now())
        give_verdict(problem, town.olena, NewVerdict(value="yes"), now=now())
    return problem


def test_an_empty_home_invites_and_shows_no_hollow_section(client: Client, town: Town) -> None:
    page = get(client, "/mykolaiv/")
    assert "All quiet here" in page
    for hollow in ("Look for yourself", "Waiting longest", "as it is", "Just reported", "step by step"):
        assert hollow not in page, hollow


def test_home_shows_what_waits_who_is_silent_and_what_came_of_it(client: Client, town: Town) -> None:
    asked, solved = lived(town, verified=False), lived(town, verified=True)
    late = report(town, now=now() - timedelta(days=60)).problem
    page = get(client, "/mykolaiv/")
    waiting = page.split("Look for yourself")[1].split("</section>")[0]
    assert f"/problems/{asked.number}/verify/" in waiting and f"/problems/{solved.number}/" not in waiting
    silent = page.split("Waiting longest")[1].split("</section>")[0]
    assert f"№&nbsp;{late.number}" in silent and "working days" in silent
    assert "data-compare" in page and "step by step" in page
    assert page.count("btn sun") == 1


def test_one_community_is_entered_at_once_two_are_listed(client: Client, town: Town) -> None:
    assert client.get("/")["Location"] == "/mykolaiv/"
    Community.objects.create(slug="bashtanka", names={"uk": "Баштанка"}, created_at=now())
    page = get(client, "/")
    assert "/bashtanka/" in page and "/mykolaiv/" in page


def test_owners_are_listed_in_the_communitys_order_and_medians_wait_for_cases(client: Client, town: Town) -> None:
    lived(town, verified=True)
    page = get(client, "/mykolaiv/owners/")
    assert "nobody is ranked" in page and "Library" not in page.split("<main")[1].split("</main")[0]
    page = get(client, "/mykolaiv/owners/mykolaiv-parks/")
    assert "Residents confirmed" in page and "not counted as solved" in page
    assert "half of them within" not in page
    assert client.get("/mykolaiv/owners/nobody/").status_code == 404


def test_results_keep_the_reporters_own_word_apart(client: Client, town: Town) -> None:
    lived(town, verified=True)
    page = get(client, "/mykolaiv/results/", year=now().year)
    assert "How we count" in page and "never added to the solved" in page
    assert "Nothing has ended" not in page
    assert "Nothing has ended" in get(client, "/mykolaiv/results/", year=now().year, month=1) or now().month == 1
    assert client.get("/mykolaiv/results/", {"year": "x", "month": "99"}).status_code == 200


def test_the_band_is_to_scale_and_fills_its_width() -> None:
    parts = band(Result(202611, verified=214, by_reporter_alone=10, closed_unverified=31, reopened=1))
    assert [part.css for part in parts] == ["y", "a", "u", "r"]
    assert parts[0].width > parts[2].width > parts[1].width
    assert sum(part.width for part in parts) + GAP * 3 == pytest.approx(100, abs=0.1)


def test_bars_share_one_scale() -> None:
    drawn = bars([Result(202601, verified=10), Result(202602, verified=5, closed_unverified=5)], 2)
    assert drawn[0].heights == (200, 0, 0)
    assert drawn[1].heights == (100, 0, 100) and drawn[1].tops[2] == 0
    assert bars([Result(202601)], 1) == []


def test_the_history_shows_a_root_for_every_day(client: Client, town: Town) -> None:
    assert "after the first night" in get(client, "/mykolaiv/history/")
    first = now().date()
    for n in range(70):
        HistoryRoot.everywhere.create(
            community=town.community,
            day=first - timedelta(days=n),
            root=f"{n:064x}",
            chains=n,
            salt=b"",
            created_at=now(),
        )
    page = get(client, "/mykolaiv/history/")
    assert page.count("<code>") == 62 and f"{0:064x}" in page
    earlier = get(client, "/mykolaiv/history/", before=(first - timedelta(days=61)).isoformat())
    assert earlier.count("<code>") == 8


def test_the_rules_name_who_answers_for_the_data(client: Client, town: Town) -> None:
    town.community.choices = {"controller": "Миколаївська міська бібліотека", "contact": "library@example.org"}
    town.community.save()
    page = get(client, "/mykolaiv/rules/")
    assert "Миколаївська міська бібліотека" in page and "library@example.org" in page


def test_libraries_are_named_with_their_address(client: Client, town: Town) -> None:
    assert (
        "Бібліотека № 5" in client.get("/mykolaiv/access-points/", headers={"accept-language": "uk"}).content.decode()
    )


def test_a_page_that_is_not_there_says_where_to_look(client: Client, town: Town) -> None:
    answer = client.get("/mykolaiv/problems/77/", headers=EN)
    assert answer.status_code == 404
    assert "no such page" in answer.content.decode() and "/mykolaiv/problems/" in answer.content.decode()
    assert client.get("/nowhere/", headers=EN).status_code == 404


def test_robots_are_kept_from_forms_and_private_links(client: Client, town: Town) -> None:
    answer = client.get("/robots.txt").content.decode()
    assert "Disallow: /*/receipt/" in answer and "Disallow: /*/problems" not in answer


def test_the_map_starts_at_the_problem_one_comes_from(client: Client, town: Town) -> None:
    problem = report(town).problem
    page = get(client, "/mykolaiv/map/", at=problem.number)
    assert f'data-selected="{problem.number}"' in page and 'data-center="46.97,32.0"' in page
    assert "tiles/{z}/{x}/{y}.mvt" in page and "map/{number}/card/" in page
    assert problem.title in get(client, f"/mykolaiv/map/{problem.number}/card/")
    assert "<html" not in get(client, f"/mykolaiv/map/{problem.number}/card/")
    assert client.get("/mykolaiv/map/", {"at": "²"}).status_code == 200
