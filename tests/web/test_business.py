"""What a business can do here, and the sheet of what an organisation really gave in a year."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from opencity.plans.models import Contribution, Plan
from opencity.plans.operations.giving import acknowledge
from opencity.problems.states import State
from tests.plans.making import hands, money, need_of, paint, permit, pothole, promise, published
from tests.town import SOUTH, Town

EN = {"accept-language": "en"}


def seen(client: Client, address: str) -> str:
    answer = client.get(f"/mykolaiv/{address}", headers=EN)
    assert answer.status_code == 200
    return answer.content.decode()


def test_from_what_a_company_has_to_what_is_needed_without_an_account(client: Client, town: Town) -> None:
    published(town, paint("10"), hands("5"), money(town.organisations["ngo"]), now=now())
    published(town, permit(town.organisations["roads"]), problem=pothole(town, at=SOUTH), now=now())
    page = seen(client, "business/")
    assert "3 needs a business could meet" in page and "Дозвіл" not in page
    page = seen(client, "business/?gives=goods&gives=money&area=centre")
    assert "Фарба" in page and "Гроші на лавку" in page and "Руки" not in page
    assert "2 needs fit you" in page
    assert "Фарба" not in seen(client, "business/?gives=goods&area=south")
    assert "Фарба" in seen(client, "business/?gives=nonsense&area=nowhere&area=centre")
    assert not client.get("/mykolaiv/business/").cookies


def test_the_page_says_what_it_gives_no_right_to(client: Client, town: Town) -> None:
    page = seen(client, "business/")
    for words in ("Three steps", "To moderate", "To verify", "no contracts"):
        assert words in page


@pytest.mark.parametrize("many", [1, 30])
def test_the_page_costs_the_same_for_one_need_and_for_thirty(client: Client, town: Town, many: int) -> None:
    for _ in range(many):
        published(town, paint("10"), now=now())
    client.get("/mykolaiv/business/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/mykolaiv/business/", headers=EN)
    assert len(asked) <= 10


def given(town: Town, quantity: str, moment: datetime, *, quiet: bool = False, state: str = State.VERIFIED) -> Plan:
    """Bohdan's company gave paint, Oksana received it, and the residents said what they saw."""
    plan = published(town, paint("10"), now=moment)
    business = town.organisations["telecom"]
    made = promise(town, "bohdan", need_of(plan, "Фарба"), quantity, organisation=business, quiet=quiet, now=moment)
    acknowledge(made, town.actor("oksana", moment), now=moment)
    type(plan.problem).everywhere.filter(pk=plan.problem.pk).update(state=state, ended_at=moment)
    return plan


def test_the_sheet_holds_only_what_was_received_and_verified(client: Client, town: Town) -> None:
    moment = now()
    plan = given(town, "6", moment)
    given(town, "3", moment, state=State.CLAIMED_DONE)
    given(town, "2", moment, quiet=True)
    year = moment.year
    page = seen(client, f"organisations/mykolaiv-telecom/year/{year}/")
    assert "6\xa0l" in page and "Ngo" in page and f"№&nbsp;{plan.problem.number}" in page
    assert "3\xa0l" not in page and "2\xa0l" not in page and "Богдан" not in page
    assert "no contract" in page and "verification" in page
    sheet = client.get(f"/mykolaiv/organisations/mykolaiv-telecom/year/{year}.csv")
    assert sheet["Content-Disposition"] == f'attachment; filename="mykolaiv-telecom-{year}.csv"'
    lines = sheet.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2 and ",material,6.000,litre,," in lines[1]


def test_an_empty_year_says_why_and_a_wrong_one_is_not_there(client: Client, town: Town, elsewhere: Town) -> None:
    year = now().year
    assert "Nothing verified" in seen(client, f"organisations/mykolaiv-telecom/year/{year}/")
    for address in (
        f"mykolaiv/organisations/mykolaiv-telecom/year/{year + 1}/", "mykolaiv/organisations/mykolaiv-telecom/year/7/",
        f"mykolaiv/organisations/nobody/year/{year}/", f"voznesensk/organisations/mykolaiv-telecom/year/{year}/",
        f"voznesensk/organisations/mykolaiv-telecom/year/{year}.csv",
    ):  # fmt: skip
        assert client.get(f"/{address}").status_code == 404, address


def test_no_cell_of_the_table_is_a_formula(client: Client, town: Town) -> None:
    plan = given(town, "6", now())
    plan.needs.update(words="=cmd()")
    sheet = client.get(f"/mykolaiv/organisations/mykolaiv-telecom/year/{now().year}.csv").content.decode()
    assert "'=cmd()" in sheet


@pytest.mark.parametrize("many", [1, 30])
def test_the_sheet_costs_the_same_for_one_gift_and_for_thirty(client: Client, town: Town, many: int) -> None:
    plan = given(town, "1", now())
    kept = Contribution.everywhere.get()
    fields = {one.attname: getattr(kept, one.attname) for one in Contribution._meta.concrete_fields}
    more = {**fields, "id": None, "pledge_id": None, "problem_id": plan.problem_id}
    Contribution.everywhere.bulk_create([Contribution(**{**more, "uuid": uuid4()}) for _ in range(many - 1)])
    address = f"/mykolaiv/organisations/mykolaiv-telecom/year/{now().year}/"
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address, headers=EN)
    assert len(asked) <= 6
