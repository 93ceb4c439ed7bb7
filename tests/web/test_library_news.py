from __future__ import annotations

import re
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.timezone import now

from opencity.access_points.models import Visit
from opencity.access_points.operations.serving import Counter, Served, Visitor, serve_look_up, serve_report
from opencity.people.models import Role
from opencity.places.telling import ToldPlace
from opencity.problems.models import Report
from opencity.problems.operations import owning
from opencity.problems.operations.filing import NewReport
from tests.town import CENTRE, Town, fresh, said

FIELDS = {
    "category": "road.pothole",
    "words": "Яма перед сходами, не пройти з візком.",
    "place_words": "вул. Знаменська, 33",
    "area": "centre",
    "consent": "1",
}


@pytest.fixture
def taras(town: Town) -> Client:
    Role.everywhere.filter(person=town.people["taras"]).update(access_point=town.organisations["library"])
    client = Client()
    client.force_login(town.people["taras"])
    return client


def counter(town: Town, at: datetime) -> Counter:
    return Counter(
        librarian=town.actor("taras", at),
        branch=town.organisations["library"],
        community=town.community,
        uuid=uuid4(),
        served_at=at,
    )


def at_branch_five(town: Town, at: datetime) -> Served:
    place = ToldPlace(point=CENTRE, words="вул. Знаменська, 33")
    new = NewReport(category=town.categories["green.dangerous_tree"], place=place, words=FIELDS["words"])
    return serve_report(counter(town, at), Visitor(name="Ганна", consent=True), new, now=at)


def found(client: Client, **more: str) -> tuple[Report, str]:
    """A report written down at the counter, and the visitor's page opened by its receipt."""
    answer = client.post("/mykolaiv/library/report/", {**FIELDS, **more, "visit": str(uuid4())})
    word = re.search(r'class="word">([^<]+)<', client.get(answer["Location"]).content.decode())
    assert word
    row = Report.everywhere.latest("pk")
    sent = {"number": row.problem.number, "word": word.group(1)}
    return row, client.post("/mykolaiv/library/visitor/", sent)["Location"]


def sheet(client: Client, place: str, **more: str) -> str:
    answer = client.get(f"{place}sheet/", more)
    assert answer.status_code == 200 and answer["Cache-Control"] == "private, no-store"
    return answer.content.decode()


def test_the_sheet_tells_only_what_happened_since_the_last_visit(taras: Client, town: Town) -> None:
    moment, days = now(), timedelta(days=1)
    served = at_branch_five(town, moment - 6 * days)
    problem = served.visit.problem
    assert problem is not None
    iryna = town.actor("iryna")
    owning.accept(fresh(problem), iryna, said("Беремо в роботу."), promised_for=None, now=moment - 4 * days)
    row = Report.everywhere.get(problem=problem)
    told = Visitor(known=row.reporter, consent=True)
    serve_look_up(counter(town, moment - 3 * days), told, fresh(problem), now=moment - 3 * days)
    owning.promise(fresh(problem), iryna, (moment + 5 * days).date(), said("Асфальт у четвер."), now=moment - days)
    answer = taras.post("/mykolaiv/library/visitor/", {"number": problem.number, "word": served.word})
    page = sheet(taras, answer["Location"])
    assert "Асфальт у четвер." in page and "Беремо в роботу." not in page
    # Printing is a visit too, but of the same sitting: printed again, the sheet is the same.
    taras.post(f"{answer['Location']}news/", {"visit": str(uuid4())})
    assert "Асфальт у четвер." in sheet(taras, answer["Location"])


def test_printing_the_news_is_a_service_and_leads_to_the_sheet(taras: Client) -> None:
    _row, place = found(taras)
    answer = taras.post(f"{place}news/", {"visit": str(uuid4())})
    assert answer["Location"] == f"{place}sheet/"
    assert Visit.everywhere.filter(service="look_up").count() == 1
    assert 'class="slip till' in sheet(taras, place, paper="80mm")


def test_a_private_case_is_told_only_to_whoever_has_the_word(taras: Client, town: Town, elsewhere: Town) -> None:
    row, place = found(taras, category="social.person_in_need", words="Бабуся Марія сама вдома")
    assert str(row.problem.number) in sheet(taras, place)
    assert Client().get(f"{place}sheet/").status_code == 302
    for person in (town.people["olena"], elsewhere.people["vasyl"]):
        stranger = Client()
        stranger.force_login(person)
        assert stranger.get(f"{place}sheet/").status_code == 404
    assert taras.get("/mykolaiv/library/visitor/nonsense/sheet/").status_code == 404


def test_the_sheet_asks_the_same_number_of_questions_for_a_short_and_a_long_story(
    taras: Client, town: Town, django_assert_max_num_queries
) -> None:
    row, place = found(taras)
    for day in range(12):
        taras.post(f"{place}news/", {"visit": str(uuid4())})
        if day in {0, 11}:
            with django_assert_max_num_queries(24):
                sheet(taras, place)
    assert row.problem.number
