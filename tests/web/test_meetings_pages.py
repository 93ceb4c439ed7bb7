from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.timezone import now

from opencity.access_points.models import Meeting
from opencity.access_points.operations.meeting import NewMeeting, agree, ask_for_meeting
from opencity.people.models import Role
from tests.town import Town, report, said


@pytest.fixture
def taras(town: Town) -> Client:
    Role.everywhere.filter(person=town.people["taras"]).update(access_point=town.organisations["library"])
    return client(town, "taras")


def client(town: Town, who: str) -> Client:
    made = Client()
    made.force_login(town.people[who])
    return made


def page_of(town: Town) -> str:
    return f"/mykolaiv/access-points/{town.organisations['library'].slug}/"


def form(**more: str) -> dict[str, str]:
    day = (now() + timedelta(days=4)).date().isoformat()
    plain = {"meeting": str(uuid4()), "title": "Верби на Знаменській", "words": "Хто дбає — приходьте."}
    return {**plain, "day": day, "starts": "15:00", "ends": "17:00", "room": "Мала зала", "seats": "30", **more}


def planned(town: Town, days: int, *, title: str = "Зустріч") -> Meeting:
    starts, branch = now() + timedelta(days=days), town.organisations["library"]
    new = NewMeeting(
        uuid=uuid4(), title=title, words=said(""), starts_at=starts, ends_at=starts + timedelta(hours=1), room="Зала"
    )
    asked = ask_for_meeting(town.community, branch, town.actor("taras", now()), new, now=now())
    return agree(asked, town.actor("taras", now()), "Зала", said(""), now=now())


def test_a_reporter_asks_and_the_librarian_answers(taras: Client, town: Town) -> None:
    problem, olena = report(town).problem, client(town, "olena")
    asked = olena.post(f"{page_of(town)}meetings/ask/", form(number=f"№{problem.number}"))
    assert asked.status_code == 302, asked.content.decode()[-1500:]
    meeting = Meeting.everywhere.get()
    assert "Верби на Знаменській" not in Client().get(page_of(town)).content.decode()
    assert "Верби на Знаменській" in olena.get(page_of(town)).content.decode()
    assert "Верби на Знаменській" in taras.get("/mykolaiv/library/meetings/").content.decode()
    one = f"/mykolaiv/library/meetings/{meeting.uuid}/"
    assert taras.get(one).status_code == 200
    assert taras.post(f"{one}agree/", {"room": "Мала зала", "words": ""}).status_code == 302
    assert "Верби на Знаменській" in Client().get(page_of(town)).content.decode()
    assert "Бібліотека № 5" in Client().get(f"/mykolaiv/problems/{problem.number}/").content.decode()
    calendar = Client().get("/mykolaiv/actions.ics").content.decode()
    assert "Верби" in calendar.replace("\r\n ", "") and str(meeting.uuid) in calendar.replace("\r\n ", "")
    assert taras.post(f"{one}cancel/", {"words": ""}).status_code == 422
    assert taras.post(f"{one}nonsense/").status_code == 404


def test_a_refused_form_keeps_what_was_typed(town: Town) -> None:
    answer = client(town, "oksana").post(f"{page_of(town)}meetings/ask/", form(ends="14:00", seats="багато"))
    page = answer.content.decode()
    assert answer.status_code == 422 and "Верби на Знаменській" in page and "багато" in page
    wrong = client(town, "oksana").post(f"{page_of(town)}meetings/ask/", form(number="999999"))
    assert wrong.status_code == 422 and 'id="e-number"' in wrong.content.decode()
    stranger = Client().post(f"{page_of(town)}meetings/ask/", form())
    assert stranger.status_code == 403 and "/account/login/" in stranger.content.decode()


def test_the_pages_of_meetings_are_for_those_of_the_branch(taras: Client, town: Town, elsewhere: Town) -> None:
    meeting = planned(town, 3)
    for path in ("/mykolaiv/library/meetings/", f"/mykolaiv/library/meetings/{meeting.uuid}/"):
        assert Client().get(path).status_code == 302
        assert client(town, "olena").get(path).status_code == 404
        assert client(elsewhere, "vasyl").get(path).status_code == 404
    assert client(elsewhere, "vasyl").post(f"{page_of(town)}meetings/ask/", form()).status_code == 403
    assert Client().get("/mykolaiv/access-points/mykolaiv-parks/").status_code == 404
    assert Client().get("/mykolaiv/access-points/nobody/meetings/ask/").status_code == 404


def test_the_page_takes_the_same_queries_for_one_meeting_and_thirty(
    taras: Client, town: Town, django_assert_max_num_queries
) -> None:
    for size in (1, 30):
        for day in range(Meeting.everywhere.count() + 1, size + 1):
            planned(town, day, title=f"Зустріч {day}")
        with django_assert_max_num_queries(12):
            assert f"Зустріч {size}" in Client().get(page_of(town)).content.decode()
        with django_assert_max_num_queries(12):
            taras.get("/mykolaiv/library/meetings/")


def test_the_way_from_a_problem_to_the_form_keeps_its_number(town: Town) -> None:
    number = report(town).problem.number
    for page, link in (
        (f"/mykolaiv/problems/{number}/", f"/mykolaiv/access-points/?number={number}"),
        (f"/mykolaiv/access-points/?number={number}", f"{page_of(town)}?number={number}"),
        (f"{page_of(town)}?number={number}", f"{page_of(town)}meetings/ask/?number={number}"),
    ):
        assert f'href="{link}"' in Client().get(page).content.decode()
    form_page = client(town, "olena").get(f"{page_of(town)}meetings/ask/?number={number}").content.decode()
    assert f'value="{number}"' in form_page
