"""The page of figures: who reads it, what it says, and that its tables are its CSV."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from opencity.casework.models import Assignment, Team
from opencity.notices.models import UnwantedKind
from opencity.people.models import Membership, MembershipKind
from opencity.problems.operations import owning
from opencity.web.desk.figures_sections import PAGE
from tests.casework.test_casework import colleague
from tests.town import Town, fresh, report, said

EN, UK = {"accept-language": "en"}, {"accept-language": "uk"}
ADDRESS = "/mykolaiv/desk/figures/"
DAY = timedelta(days=1)
MEASURES = [str(one) for one in PAGE]


@pytest.fixture
def chief(town: Town) -> Client:
    Membership.objects.filter(person=town.people["iryna"]).update(kind=MembershipKind.LEAD)
    return as_one(town, "iryna")


def as_one(town: Town, who: str) -> Client:
    client = Client()
    client.force_login(town.people[who])
    return client


def seen(client: Client, query: str = "", status: int = 200, headers: dict[str, str] = EN) -> str:
    answer = client.get(ADDRESS + query, headers=headers)
    assert answer.status_code == status, answer.content.decode()[-1500:]
    return unescape(answer.content.decode()).replace("\N{NO-BREAK SPACE}", " ")


def answered(town: Town, many: int, **more: Any) -> None:
    """So many cases of the last days, each answered after one to `many` days."""
    began = now() - (many + 2) * DAY
    for n in range(many):
        problem = report(town, now=began, **more).problem
        owning.answer(fresh(problem), town.actor("iryna"), said(), now=began + (n + 1) * DAY)


def test_the_page_says_in_plain_words_what_its_figures_are(town: Town, chief: Client) -> None:
    answered(town, 6)
    page = seen(chief)
    assert "Figures: Parks" in page
    assert "6 cases came in. 0 were said to be done. Residents verified 0." in page
    assert "Half of the cases had an answer within 3 days, nine in ten within 6 days (6 cases in all)." in page
    assert "There was no such case in this time." in page
    assert "nobody is ranked" in page and "Ірина" not in page.split("figpage")[1]
    ukrainian = seen(chief, headers=UK)
    assert "Цифри: Парки Миколаєва" in ukrainian and "figures" not in re.sub(r"<[^>]+>", "", ukrainian)


def test_with_too_few_cases_it_says_so_and_how_many_there_are(town: Town, chief: Client) -> None:
    answered(town, 3)
    page = seen(chief)
    assert "With 3 cases it is too early to say." in page
    assert "too few cases (3)" in page
    (header, row, total) = rows_of(chief, "time-to-answer")
    assert header == ["category", "n", "median_days", "ninetieth_percentile_days"]
    assert row == ["Dangerous tree", "3", "", ""] and total[1:] == ["3", "", ""]


def rows_of(client: Client, measure: str, query: str = "", headers: dict[str, str] = EN) -> list[list[str]]:
    answer = client.get(f"{ADDRESS}{measure}.csv{query}", headers=headers)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8" and answer.content.startswith(b"\xef\xbb\xbf")
    assert ".csv" in answer["Content-Disposition"]
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))


def cells(page: str, measure: str) -> list[list[str]]:
    """The words of the table in one section of the page."""
    section = page.split(f'id="{measure}"')[1].split("</section>", maxsplit=1)[0]
    body = section.split("<tbody>")[1]
    return [
        [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in re.findall(r"<tr>(.*?)</tr>", body)
    ]


@pytest.mark.parametrize("query", ["?period=quarter", "?period=year&by=area", "?by=team&area=centre"])
def test_each_csv_holds_what_its_table_shows(town: Town, chief: Client, query: str) -> None:
    answered(town, 6)
    report(town, now=now() - 28 * DAY)
    page = seen(chief, query)
    told = 0
    for measure in MEASURES:
        if f"{measure}.csv" not in page:
            continue
        told += 1
        shown, (_header, *raw) = cells(page, measure), rows_of(chief, measure, query)
        assert len(shown) == len(raw)
        for on_page, in_file in zip(shown, raw, strict=True):
            numbers = in_file[2 if measure == "flow" else 1 :]
            assert [number(one) for one in on_page[1:]] == numbers, measure
    assert told >= 4


def number(words: str) -> str:
    """A cell of the page as the file says it."""
    return "" if words.startswith("too few") else words.removesuffix(" %").replace(",", "")


def test_no_spreadsheet_takes_a_name_for_a_formula(town: Town, chief: Client) -> None:
    parks = town.organisations["parks"]
    team = Team.everywhere.create(
        community=town.community, organisation=parks, slug="bad", name="=1+1", created_at=now()
    )
    problem = report(town, now=now() - 20 * DAY).problem
    Assignment.everywhere.create(community=town.community, problem=problem, organisation=parks, team=team, since=now())
    assert ["'=1+1", "1", "1", "", "0"] in rows_of(chief, "in-time", "?by=team")


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (MembershipKind.MEMBER, 403),
        (MembershipKind.READER, 200),
        (MembershipKind.INTAKE, 403),
        (MembershipKind.INSPECTOR, 403),
        (MembershipKind.CONTRACTOR, 403),
        (MembershipKind.OFFICER, 200),
        (MembershipKind.SUPERVISOR, 200),
        (MembershipKind.LEAD, 200),
    ],
)
def test_figures_are_read_by_those_whose_duty_says_so(town: Town, kind: str, status: int) -> None:
    colleague(town, "petro", kind)
    petro = as_one(town, "petro")
    seen(petro, status=status)
    assert petro.get(f"{ADDRESS}flow.csv").status_code == status
    assert petro.post(f"{ADDRESS}letter/", {"wants": "no"}).status_code == (302 if status == 200 else 403)


def test_strangers_sign_in_and_others_read_nothing(town: Town, elsewhere: Town, client: Client) -> None:
    answer = client.get(ADDRESS)
    assert answer.status_code == 302 and "login" in answer["Location"]
    for who in ("olena", "taras", "mykhailo"):
        seen(as_one(town, who), status=403)
    seen(as_one(elsewhere, "vasyl"), status=403)
    Membership.objects.filter(person=elsewhere.people["iryna"]).update(kind=MembershipKind.LEAD)
    foreign = as_one(elsewhere, "iryna")
    seen(foreign, status=403)
    assert foreign.get("/voznesensk/desk/figures/").status_code == 200
    assert foreign.get("/voznesensk/desk/figures/?body=mykolaiv-parks").status_code == 404


def test_a_chief_reads_no_other_body_and_a_coordinator_all_of_them(town: Town, chief: Client) -> None:
    answered(town, 2)
    report(town, category="social.person_in_need", now=now() - DAY)
    report(town, category="road.pothole", now=now() - DAY)
    seen(chief, "?body=mykolaiv-roads", status=404)
    seen(chief, "?body=all", status=404)
    assert "3 cases came in." in seen(chief) and "Private cases count here too" in seen(chief)
    svitlana = as_one(town, "svitlana")
    whole = seen(svitlana, "?by=body")
    assert "3 cases came in." in whole and "Only public cases count here." in whole
    assert "Organisation" in whole and "the whole community" in whole
    assert "2 cases came in." in seen(svitlana, "?body=mykolaiv-parks")
    assert "1 case came in." in seen(svitlana, "?body=mykolaiv-roads")


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("since=2026-13-01", "This is not a day."),
        ("since=2026-05-01&until=soon", "This is not a day."),
        ("until=2026-05-01", "The first day is missing."),
        ("since=2999-01-01", "This day has not come yet."),
        ("since=2026-05-02&until=2026-05-01", "The last day comes before the first."),
        ("since=2001-01-01", "These are more than five years."),
    ],
)
def test_wrong_days_are_refused_and_stay_in_the_form(town: Town, chief: Client, query: str, why: str) -> None:
    page = seen(chief, f"?{query}&by=area", status=422)
    assert why in page and "headlines" not in page
    for typed in re.findall(r"(?:since|until)=([^&]+)", query):
        assert f'value="{typed}"' in page
    assert chief.get(f"{ADDRESS}flow.csv?{query}", headers=EN).status_code == 422


def test_what_makes_no_sense_narrows_nothing(town: Town, chief: Client) -> None:
    answered(town, 1)
    page = seen(chief, "?category=none&area=nowhere&team=nobody&by=person&period=ever&colour=blue")
    assert "1 case came in." in page
    assert chief.get(f"{ADDRESS}people.csv").status_code == 404


def test_a_body_without_cases_is_told_so_kindly(town: Town, chief: Client) -> None:
    page = seen(chief)
    assert "No cases yet" in page and ".csv" not in page


def test_the_letter_is_switched_off_and_on_by_whoever_gets_it(town: Town, chief: Client) -> None:
    assert "Do not send it to me" in seen(chief)
    for wants, word in (("no", "Send it to me again"), ("yes", "Do not send it to me")):
        assert chief.post(f"{ADDRESS}letter/", {"wants": wants}).status_code == 302
        assert word in seen(chief)
        assert UnwantedKind.everywhere.filter(person=town.people["iryna"]).count() == (wants == "no")
    assert chief.post(f"{ADDRESS}letter/", {"wants": "maybe"}).status_code == 400
    colleague(town, "petro", MembershipKind.READER)
    assert "letter/" not in seen(as_one(town, "petro"))


def test_thirty_cases_cost_no_more_queries_than_one(
    town: Town, chief: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    answered(town, 1)
    seen(chief, "?by=area")
    answered(town, 29)
    with django_assert_max_num_queries(21):
        seen(chief, "?by=area")


def test_the_desk_links_to_the_figures_for_those_who_read_them(town: Town, chief: Client) -> None:
    assert ADDRESS in chief.get("/mykolaiv/desk/").content.decode()
    colleague(town, "petro", MembershipKind.INTAKE)
    assert ADDRESS not in as_one(town, "petro").get("/mykolaiv/desk/").content.decode()
