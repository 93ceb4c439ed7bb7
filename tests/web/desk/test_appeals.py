"""An officer's appeals: the list with its deadlines, one appeal with its acts, the report of the quarter."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from opencity.appeals.models import Appeal, Registration
from opencity.casework.models import AuditLine
from opencity.people.models import Membership, MembershipKind
from opencity.problems.models.problem import new_uuid
from tests.appeals.filing import NAME, SECRETS, again, answered, filed, registered
from tests.casework.test_casework import colleague
from tests.town import Town

EN = {"accept-language": "en"}
Kind = MembershipKind


@pytest.fixture
def appeal(town: Town) -> Appeal:
    return filed(town, now=now())


def as_one(town: Town, who: str) -> Client:
    client = Client()
    client.force_login(town.people[who])
    return client


def seen(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(f"/mykolaiv/{address}", headers=EN)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def act(client: Client, appeal: Appeal, status: int, **fields: str) -> str:
    fields.setdefault("uuid", str(new_uuid()))
    answer = client.post(f"/mykolaiv/desk/appeals/{appeal.uuid}/", fields, headers=EN)
    assert answer.status_code == status, answer.content.decode()[-1500:]
    return answer.content.decode()


def today(town: Town) -> str:
    return town.community.calendar.today(now()).isoformat()


def test_the_list_tells_deadlines_and_no_name(town: Town, appeal: Appeal) -> None:
    iryna = as_one(town, "iryna")
    assert "Formal appeals <b>1</b>" in seen(iryna, "desk/")
    page = seen(iryna, "desk/appeals/")
    assert "to be registered" in page and "an answer is owed by" in page and "Pass it on by" in page
    assert not any(secret in page for secret in SECRETS) and not AuditLine.everywhere.exists()
    assert "None has ended yet" in seen(iryna, "desk/appeals/?show=ended")


def test_each_look_is_written_down(town: Town, appeal: Appeal) -> None:
    iryna = as_one(town, "iryna")
    assert NAME in seen(iryna, f"desk/appeals/{appeal.uuid}/")
    assert AuditLine.everywhere.get().kind == "appeal_seen"
    AuditLine.everywhere.all().delete()
    assert iryna.get(f"/mykolaiv/desk/appeals/{appeal.uuid}/appeal.pdf").status_code == 200
    assert AuditLine.everywhere.get().facts == {"appeal": str(appeal.uuid)}
    assert iryna.get(f"/mykolaiv/desk/appeals/{appeal.uuid}/appeal.docx").status_code == 200


def test_an_officer_registers_puts_off_and_answers(town: Town, appeal: Appeal) -> None:
    iryna = as_one(town, "iryna")
    page = act(iryna, appeal, 422, act="register", number="", registered_on=today(town), question="090")
    assert "registered under a number" in page and 'value="090" selected' in page
    assert "is not a day" in act(iryna, appeal, 422, act="register", number="7", registered_on="x", question="090")
    act(iryna, appeal, 302, act="register", number="7", registered_on=today(town), question="090", studied="1")
    assert Registration.everywhere.get().marks["6"] == "6.2"
    late = (again(appeal).came_on + timedelta(days=46)).isoformat()
    page = act(iryna, appeal, 422, act="extend", day=late, words="Замовили обстеження.")
    assert "45 days in all" in page and "Замовили обстеження." in page
    act(
        iryna, appeal, 302, act="extend", day=(again(appeal).came_on + timedelta(days=44)).isoformat(), words="Чекаємо."
    )
    page = act(iryna, appeal, 422, act="answer", words="Прибрали.", result="")
    assert "what the result is" in page and "Прибрали." in page
    act(iryna, appeal, 302, act="answer", words="Прибрали.", result="9.1")
    assert "Прибрали." in seen(iryna, f"desk/appeals/{appeal.uuid}/")
    assert "№&nbsp;7" in seen(iryna, "desk/appeals/?show=ended")
    assert act(iryna, appeal, 404, act="dance") is not None


def test_one_is_passed_on_and_read_no_more(town: Town, appeal: Appeal) -> None:
    iryna, roman = as_one(town, "iryna"), as_one(town, "roman")
    registered(town, appeal, now=now())
    seen(roman, f"desk/appeals/{appeal.uuid}/", 404)
    act(iryna, appeal, 422, act="forward", to="mykolaiv-parks", words="Не наше.")
    act(iryna, appeal, 302, act="forward", to="mykolaiv-roads", words="Не наше.")
    seen(iryna, f"desk/appeals/{appeal.uuid}/", 404)
    assert iryna.get(f"/mykolaiv/desk/appeals/{appeal.uuid}/appeal.pdf").status_code == 404
    assert NAME in seen(roman, f"desk/appeals/{appeal.uuid}/")
    assert "9.5" in seen(iryna, "desk/appeals/report/")


def test_an_incomplete_one_goes_back(town: Town, appeal: Appeal) -> None:
    registered(town, appeal, now=now())
    act(as_one(town, "iryna"), appeal, 302, act="return", words="Немає адреси.")
    assert "Write it anew" in seen(as_one(town, "olena"), f"me/appeals/{appeal.uuid}/")


@pytest.mark.parametrize(
    ("kind", "list_status", "register", "answer", "report"),
    [
        (Kind.MEMBER, 403, 403, 403, 403),
        (Kind.CONTRACTOR, 403, 403, 403, 403),
        (Kind.READER, 404, 404, 404, 404),
        (Kind.INSPECTOR, 404, 404, 404, 404),
        (Kind.INTAKE, 200, 302, 403, 404),
        (Kind.OFFICER, 200, 302, 302, 200),
        (Kind.SUPERVISOR, 200, 302, 302, 200),
        (Kind.LEAD, 200, 302, 302, 200),
    ],
)
def test_each_duty_reaches_as_far_as_its_rights(
    town: Town, appeal: Appeal, kind: str, list_status: int, register: int, answer: int, report: int
) -> None:
    colleague(town, "petro", kind)
    petro = as_one(town, "petro")
    seen(petro, "desk/appeals/", list_status)
    seen(petro, f"desk/appeals/{appeal.uuid}/", list_status)
    act(petro, appeal, register, act="register", number="7", registered_on=today(town), question="090")
    if register != 302:
        registered(town, appeal, now=now())
    act(petro, appeal, answer, act="answer", words="Прибрали.", result="9.1")
    seen(petro, "desk/appeals/report/", report)


def test_roles_of_the_community_and_other_bodies_find_nothing(town: Town, appeal: Appeal, elsewhere: Town) -> None:
    for who in ("svitlana", "mykhailo", "taras", "roman", "olena"):
        client = as_one(town, who)
        for part in ("", "appeal.pdf", "appeal.docx"):
            assert client.get(f"/mykolaiv/desk/appeals/{appeal.uuid}/{part}").status_code in {403, 404}
        assert NAME not in client.get(f"/mykolaiv/desk/{appeal.problem.number}/").content.decode()
    foreign = as_one(elsewhere, "iryna")
    seen(foreign, f"desk/appeals/{appeal.uuid}/", 404)
    assert "to be registered" not in seen(foreign, "desk/appeals/")
    assert foreign.get(f"/voznesensk/desk/appeals/{appeal.uuid}/").status_code == 404
    act(foreign, appeal, 404, act="answer", words="Прибрали.", result="9.1")
    vasyl = as_one(elsewhere, "vasyl")
    assert vasyl.get(f"/mykolaiv/desk/appeals/{appeal.uuid}/").status_code == 403


def test_the_report_is_a_table_and_a_csv_without_a_name(town: Town, appeal: Appeal) -> None:
    Membership.objects.filter(person=town.people["iryna"]).update(kind=Kind.SUPERVISOR)
    answered(town, registered(town, appeal, now=now()), now=now())
    iryna = as_one(town, "iryna")
    page = seen(iryna, "desk/appeals/report/?quarter=nonsense")
    assert "Municipal services" in page and "still to be checked" in page
    seen(iryna, "desk/appeals/report/?quarter=2020-1")
    seen(iryna, "desk/appeals/report/?body=mykolaiv-roads", 404)
    answer = iryna.get("/mykolaiv/desk/appeals/report.csv", headers=EN)
    told = answer.content.decode()
    assert "question,090,Municipal services,1" in told and "090 / 9.1,granted,1" in told
    assert not any(secret in told + page for secret in (*SECRETS, "Потаємна"))
    assert answer["Content-Disposition"].startswith('attachment; filename="mykolaiv-parks-appeals-')


@pytest.mark.parametrize("many", [1, 30])
def test_the_list_costs_the_same_with_one_appeal_and_with_thirty(town: Town, many: int) -> None:
    for n in range(many):
        registered(town, filed(town, now=now()), number=str(n), now=now())
    iryna = as_one(town, "iryna")
    seen(iryna, "desk/appeals/")
    with CaptureQueriesContext(connection) as asked:
        page = seen(iryna, "desk/appeals/")
    assert page.count("Pass it on by") == many
    assert len(asked) <= 12, len(asked)
