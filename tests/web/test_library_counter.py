from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.timezone import now

from opencity.access_points.models import Visit
from opencity.people.models import Role
from opencity.plans.models import Pledge
from opencity.problems.models import Problem, Report
from tests.plans.making import paint, published
from tests.town import Town, fresh, report, upload

FIELDS = {
    "category": "road.pothole",
    "words": "Яма перед сходами, не пройти з візком.",
    "place_words": "вул. Знаменська, 33",
    "area": "centre",
    "name": "Ганна Петрівна",
    "phone": "050 123 45 67",
}


@pytest.fixture
def taras(town: Town) -> Client:
    Role.everywhere.filter(person=town.people["taras"]).update(access_point=town.organisations["library"])
    client = Client()
    client.force_login(town.people["taras"])
    return client


def written(client: Client, **more: str) -> tuple[Report, str]:
    answer = client.post("/mykolaiv/library/report/", {**FIELDS, "consent": "1", "visit": str(uuid4()), **more})
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    page = client.get(answer["Location"]).content.decode()
    word = re.search(r'class="word">([^<]+)<', page)
    assert word
    return Report.everywhere.latest("pk"), word.group(1)


def test_a_report_at_the_counter_ends_with_a_receipt_to_print(taras: Client) -> None:
    row, word = written(taras)
    assert row.channel == "library" and row.problem.visibility == "public"
    page = taras.get(f"/mykolaiv/library/receipt/{Visit.everywhere.get().uuid}/?paper=80mm").content.decode()
    assert word in page and "<svg" in page and 'class="slip till' in page


def test_without_a_yes_the_form_comes_back_with_everything_typed(taras: Client) -> None:
    answer = taras.post("/mykolaiv/library/report/", {**FIELDS, "visit": str(uuid4())})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert FIELDS["words"] in page and FIELDS["name"] in page and FIELDS["phone"] in page
    assert not Problem.everywhere.exists()


def test_a_visit_that_arrives_twice_or_late_is_one_visit(taras: Client) -> None:
    visit = str(uuid4())
    at = (now() - timedelta(hours=5)).isoformat()
    for _ in range(2):
        taras.post("/mykolaiv/library/report/", {**FIELDS, "consent": "1", "visit": visit, "served_at": at})
    assert Problem.everywhere.count() == 1
    assert Visit.everywhere.get().recorded_at - Visit.everywhere.get().served_at > timedelta(hours=4)


def test_by_number_and_word_the_visitor_is_told_the_news(taras: Client) -> None:
    row, word = written(taras)
    answer = taras.post("/mykolaiv/library/visitor/", {"number": row.problem.number, "word": word.lower()})
    page = taras.get(answer["Location"])
    assert row.problem.title in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    taras.post(f"{answer['Location']}identity/", {"visit": str(uuid4()), "consent": "1"})
    assert Report.everywhere.get().reporter.assurance == 2
    sheet = {"visit": str(uuid4()), "consent": "1", "photo": upload(), "paper_words": "Заява від руки"}
    taras.post(f"{answer['Location']}paper/", sheet)
    assert Visit.everywhere.filter(service="paper").exists()
    wrong = taras.post("/mykolaiv/library/visitor/", {"number": row.problem.number, "word": "клен 0000"})
    assert wrong.status_code == 422 and "клен 0000" in wrong.content.decode()


def test_a_promise_is_written_down_for_a_visitor(taras: Client, town: Town) -> None:
    problem = published(town, paint()).problem
    page = taras.get(f"/mykolaiv/library/case/?number={problem.number}").content.decode()
    address = f"/mykolaiv/library/case/{problem.number}/need/1/"
    assert address in page
    sent = {"visit": str(uuid4()), "consent": "1", "name": "Ганна", "quantity": "2,5"}
    assert taras.post(address, sent).status_code == 302
    assert Pledge.everywhere.get().quantity == 2.5
    refused = taras.post(address, {**sent, "visit": str(uuid4()), "quantity": "-1"})
    assert refused.status_code == 422 and "Ганна" in refused.content.decode()


@pytest.mark.parametrize("path", ["", "report/", "visitor/", "case/"])
def test_only_a_librarian_sees_the_counter(taras: Client, town: Town, elsewhere: Town, path: str) -> None:
    address = f"/mykolaiv/library/{path}"
    assert taras.get(address).status_code == 200
    stranger = Client().get(address)
    assert stranger.status_code == 302 and "/account/" in stranger["Location"]
    for person in (town.people["olena"], town.people["svitlana"], elsewhere.people["vasyl"]):
        client = Client()
        client.force_login(person)
        assert client.get(address).status_code == 404


def test_the_counter_asks_the_same_number_of_questions_for_one_and_thirty_visits(
    taras: Client, town: Town, django_assert_max_num_queries
) -> None:
    written(taras)
    with django_assert_max_num_queries(12):
        taras.get("/mykolaiv/library/")
    for _ in range(5):
        written(taras)
    with django_assert_max_num_queries(12):
        taras.get("/mykolaiv/library/")


def test_a_visitors_link_is_the_librarians_own(taras: Client, town: Town) -> None:
    row, word = written(taras)
    place = taras.post("/mykolaiv/library/visitor/", {"number": row.problem.number, "word": word})["Location"]
    Role.everywhere.create(
        community=town.community,
        person=town.people["petro"],
        kind=Role.Kind.LIBRARIAN,
        since=now() - timedelta(days=1),
        access_point=town.organisations["library"],
    )
    other = Client()
    other.force_login(town.people["petro"])
    assert other.get(place).status_code == 404


def test_the_list_of_access_points_and_its_old_address(town: Town) -> None:
    assert "Бібліотека № 5" in Client().get("/mykolaiv/access-points/").content.decode()
    assert Client().get("/mykolaiv/libraries/")["Location"] == "/mykolaiv/access-points/"


def test_a_public_computer_forgets_whoever_sat_there(town: Town) -> None:
    client = Client()
    client.force_login(town.people["olena"])
    client.post("/mykolaiv/kiosk/", {})
    assert client.cookies["kiosk"].value == "1"
    answer = client.post("/mykolaiv/kiosk/leave/")
    assert answer["Clear-Site-Data"] and answer["Location"] == "/mykolaiv/kiosk/"
    assert "_auth_user_id" not in client.session
    assert client.cookies["kiosk"].value == "1"


def test_a_hidden_problem_is_not_found_by_number(taras: Client, town: Town) -> None:
    hidden = report(town).problem
    Problem.everywhere.filter(pk=hidden.pk).update(visibility="private")
    page = taras.get(f"/mykolaiv/library/case/?number={hidden.number}").content.decode()
    assert fresh(hidden).title not in page
