from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.timezone import now

from opencity.access_points.models import Service, Visit
from opencity.access_points.queries.figures import month_figures
from opencity.lending.models import Loan, Tool
from opencity.people.models import Person, Role
from tests.lending.making import drill, fresh, lent, reserved
from tests.town import MONDAY, Town, report

SHELF = "/mykolaiv/access-points/mykolaiv-library/tools/"
DESK = "/mykolaiv/library/tools/"


def client_of(town: Town, who: str) -> Client:
    client = Client()
    client.force_login(town.people[who])
    return client


def text(answer: object) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())  # type: ignore[attr-defined]


def test_everybody_sees_the_shelf_and_a_resident_reserves_for_a_problem(town: Town) -> None:
    tool, problem = drill(town, 2, now=now()), report(town).problem
    page = Client().get(SHELF)
    assert "Шуруповерт" in text(page) and "Паспорт із собою." in text(page) and not page.cookies
    assert page["Cache-Control"].startswith("public")
    assert SHELF in text(Client().get("/mykolaiv/access-points/"))
    assert SHELF in text(Client().get("/mykolaiv/access-points/mykolaiv-library/"))
    address = f"{SHELF}{tool.uuid}/reserve/"
    assert "/account/" in text(Client().get(address))
    assert Client().post(address, {"quantity": "1", "loan": str(uuid4())}).status_code == 403
    olena = client_of(town, "olena")
    assert f'value="{problem.number}"' in text(olena.get(f"{address}?number={problem.number}"))
    sent = {"quantity": "2", "number": f"№ {problem.number}", "loan": str(uuid4())}
    answer = olena.post(address, sent)
    assert answer.status_code == 302 and olena.post(address, sent)["Location"] == answer["Location"]
    made = Loan.everywhere.get()
    assert (made.quantity, made.problem, made.person) == (2, problem, town.olena)
    assert "Шуруповерт" in text(olena.get(answer["Location"]))
    assert answer["Location"] in text(olena.get("/mykolaiv/me/"))
    refused = client_of(town, "petro").post(address, {"quantity": "1", "loan": str(uuid4()), "number": ""})
    assert refused.status_code == 409 and 'id="e-from_day"' in text(refused)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"quantity": "два"}, "quantity"), ({"from_day": "завтра"}, "from_day"), ({"number": "99"}, "number")],
)
def test_what_was_typed_comes_back_with_a_refusal(town: Town, wrong: dict[str, str], field: str) -> None:
    tool = drill(town, now=now())
    sent = {"quantity": "1", "loan": str(uuid4())} | wrong
    answer = client_of(town, "olena").post(f"{SHELF}{tool.uuid}/reserve/", sent)
    assert answer.status_code == 422 and f'id="e-{field}"' in text(answer) and not Loan.everywhere.exists()


def test_the_borrower_takes_a_reservation_back_and_keeps_a_loan_longer(town: Town) -> None:
    olena = client_of(town, "olena")
    waits = reserved(town, drill(town, now=now()), now=now())
    assert olena.post(f"/mykolaiv/loans/{waits.uuid}/", {"act": "cancel"}).status_code == 302
    assert fresh(waits).state == "cancelled"
    assert olena.post(f"/mykolaiv/loans/{waits.uuid}/", {"act": "cancel"}).status_code == 409
    mine = lent(town, drill(town, now=now()), now=now())
    olena.post(f"/mykolaiv/loans/{mine.uuid}/", {"act": "extend"})
    assert fresh(mine).extended_at is not None
    assert olena.post(f"/mykolaiv/loans/{mine.uuid}/", {"act": "burn"}).status_code == 422
    assert Client().get(f"/mykolaiv/loans/{mine.uuid}/").status_code == 302
    assert client_of(town, "petro").get(f"/mykolaiv/loans/{mine.uuid}/").status_code == 404


def test_a_librarian_adds_changes_lends_and_takes_back(town: Town) -> None:
    taras = client_of(town, "taras")
    sent = {"words": "Драбина 3 м", "kind": "height", "owned": "2", "days": "3", "terms": "", "visit": str(uuid4())}
    assert taras.post(f"{DESK}add/", {**sent, "owned": "багато"}).status_code == 422
    assert taras.post(f"{DESK}add/", sent).status_code == 302
    tool = Tool.everywhere.get()
    assert "Драбина 3 м" in text(taras.get(f"{DESK}{tool.uuid}/"))
    assert taras.post(f"{DESK}{tool.uuid}/", {**sent, "owned": "3"}).status_code == 302
    lend = {"visit": str(uuid4()), "quantity": "1"}
    nobody = taras.post(f"{DESK}{tool.uuid}/lend/", lend)
    assert nobody.status_code == 422 and not Loan.everywhere.exists()
    no_yes = taras.post(f"{DESK}{tool.uuid}/lend/", {**lend, "name": "Ганна Петрівна"})
    assert no_yes.status_code == 422 and "Ганна Петрівна" in text(no_yes)
    known = {**lend, "name": "Ганна Петрівна", "phone": "050 123 45 67", "consent": "1"}
    for _ in range(2):
        assert taras.post(f"{DESK}{tool.uuid}/lend/", known).status_code == 302
    loan = Loan.everywhere.get()
    assert loan.person is not None and loan.person.public_name == "Ганна Петрівна"
    shown = text(taras.get(DESK))
    assert "Ганна Петрівна" in shown and "050 123 45 67" in shown
    assert "Ганна" not in text(Client().get(SHELF))
    address = f"/mykolaiv/library/loans/{loan.uuid}/back/"
    assert taras.post(address, {"visit": str(uuid4()), "back": "0", "broken": "0"}).status_code == 422
    done = {"visit": str(uuid4()), "back": "1", "broken": "1", "words": "Тріснула сходинка."}
    for _ in range(2):
        assert taras.post(address, done).status_code == 302
    assert Tool.everywhere.get().owned == 2
    assert taras.post(f"{DESK}{tool.uuid}/", {"retire": "1"}).status_code == 302
    assert taras.get(f"{DESK}{tool.uuid}/").status_code == 404


def test_who_reserved_gets_it_at_the_counter_and_the_day_and_the_month_tell_it(town: Town) -> None:
    taras, tool = client_of(town, "taras"), drill(town, 3, now=now())
    first, second = reserved(town, tool, now=now()), reserved(town, tool, "petro", now=now())
    visit = {"visit": str(uuid4())}
    for _ in range(2):
        assert taras.post(f"/mykolaiv/library/loans/{first.uuid}/hand-over/", visit).status_code == 302
    assert taras.post(f"/mykolaiv/library/loans/{second.uuid}/call-off/").status_code == 302
    assert taras.post(f"/mykolaiv/library/loans/{first.uuid}/keep/").status_code == 302
    refused = taras.post(f"/mykolaiv/library/loans/{first.uuid}/keep/")
    assert refused.status_code == 409 and "Шуруповерт" in text(refused)
    assert taras.post(f"/mykolaiv/library/loans/{first.uuid}/burn/").status_code == 404
    taras.post(f"/mykolaiv/library/loans/{first.uuid}/back/", {"visit": str(uuid4()), "back": "1"})
    figures = month_figures(town.community, town.organisations["library"], town.community.calendar.today(now()))
    assert (figures[Service.LOAN], figures[Service.LOAN_BACK]) == (1, 1)
    assert Visit.everywhere.filter(visitor=town.olena).count() == 2
    assert text(taras.get("/mykolaiv/library/")).count("інструмент") >= 2


def test_the_story_of_a_problem_names_the_tool_and_the_library_and_nobody(town: Town) -> None:
    problem = report(town).problem
    lent(town, drill(town, 4), "halyna", quantity=2, problem=problem)
    page = text(Client().get(f"/mykolaiv/problems/{problem.number}/"))
    assert "Бібліотека № 5" in page and '<span lang="uk">Шуруповерт</span>' in page and "Галина" not in page


@pytest.mark.parametrize("path", ["", "add/"])
def test_strangers_and_vasyl_see_no_desk_of_tools(town: Town, elsewhere: Town, path: str) -> None:
    assert Client().get(f"{DESK}{path}").status_code == 302
    for person in (town.people["olena"], town.people["svitlana"], elsewhere.people["vasyl"]):
        client = Client()
        client.force_login(person)
        assert client.get(f"{DESK}{path}").status_code == 404


def test_vasyl_finds_nothing_of_it_in_his_own_town(town: Town, elsewhere: Town) -> None:
    tool = drill(town)
    loan = lent(town, tool)
    Role.everywhere.filter(person=elsewhere.people["taras"]).update(access_point=elsewhere.organisations["library"])
    for person in (elsewhere.people["vasyl"], elsewhere.people["taras"]):
        client = Client()
        client.force_login(person)
        library = "/voznesensk/access-points/voznesensk-library/tools/"
        for address in (
            SHELF.replace("/mykolaiv/", "/voznesensk/", 1),
            f"{library}{tool.uuid}/reserve/",
            f"/voznesensk/loans/{loan.uuid}/",
            f"/mykolaiv/loans/{loan.uuid}/",
            f"/voznesensk/library/tools/{tool.uuid}/",
            f"/voznesensk/library/tools/{tool.uuid}/lend/",
            f"/voznesensk/library/loans/{loan.uuid}/back/",
            f"/mykolaiv/library/loans/{loan.uuid}/back/",
        ):
            assert client.get(address).status_code == 404, address
            assert client.post(address, {"visit": str(uuid4())}).status_code in {404, 405}, address
        assert "Шуруповерт" not in text(client.get(library))
    assert fresh(loan).state == "lent"


def test_pages_ask_as_many_questions_for_thirty_as_for_one(town: Town, django_assert_max_num_queries) -> None:
    taras, olena = client_of(town, "taras"), client_of(town, "olena")

    def more(count: int) -> None:
        for _ in range(count):
            tool = drill(town, 3, now=now())
            Loan.everywhere.bulk_create(
                Loan(
                    community=town.community,
                    tool=tool,
                    person=person,
                    quantity=1,
                    state=state,
                    from_day=MONDAY.date(),
                    due=MONDAY.date(),
                    lent_at=MONDAY if state == "lent" else None,
                )
                for person in Person.objects.filter(pk__in=[town.olena.pk, town.petro.pk])
                for state in ("reserved", "lent")
            )

    for count in (1, 29):
        more(count)
        with django_assert_max_num_queries(6):
            Client().get(SHELF)
        with django_assert_max_num_queries(14):
            assert text(taras.get(DESK)).count("hand-over") >= 0
        with django_assert_max_num_queries(24):
            olena.get("/mykolaiv/me/")
