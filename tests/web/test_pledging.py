from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from opencity.people.models import Membership, Person
from opencity.plans.models import Plan, Pledge, StandingOffer
from opencity.plans.operations.giving import acknowledge
from opencity.plans.operations.offering import NewOffer, make_offer
from opencity.plans.operations.planning import abandon_plan
from opencity.plans.values import NeedKind, Unit
from tests.plans.making import again, hands, money, need_of, paint, permit, plan_again, pothole, promise, published
from tests.town import Town, said

EN = {"accept-language": "en"}
YESTERDAY = timedelta(days=1)
HANDS, PAINT, PERMIT, MONEY = 1, 2, 3, 4


@pytest.fixture
def plan(town: Town) -> Plan:
    bodies = town.organisations
    needs = (hands(minimum=Decimal(8)), paint(), permit(bodies["parks"]), money(bodies["ngo"]))
    return published(town, *needs, problem=pothole(town, now=now() - 2 * YESTERDAY), now=now() - YESTERDAY)


def address(plan: Plan, position: int = PAINT) -> str:
    return f"/mykolaiv/problems/{plan.problem.number}/needs/{position}/pledge/"


def page(client: Client, path: str, *, status: int = 200) -> str:
    answer = client.get(path, headers=EN)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def give(client: Client, plan: Plan, position: Any = PAINT, **fields: Any) -> tuple[int, str]:
    form = {"uuid": str(uuid4()), "quantity": "4", **fields}
    answer = client.post(address(plan, position), form, headers=EN)
    told = [str(one) for one in get_messages(answer.wsgi_request)] if answer.status_code == 302 else []
    return answer.status_code, told[0] if told else answer.content.decode() or str(answer["Location"])


def test_two_taps_the_form_is_filled_in_with_what_is_free(client: Client, town: Town, plan: Plan) -> None:
    promise(town, "halyna", need_of(plan, "Фарба"), "3.5", now=now() - YESTERDAY)
    client.force_login(town.petro)
    text = page(client, address(plan))
    assert 'name="quantity" value="6.5"' in text and "Missing: 6.5\N{NO-BREAK SPACE}l" in text
    assert "no contract" in text and text.count("btn sun") == 1
    uuid = re.search(r'name="uuid" value="([0-9a-f-]{36})"', text)
    assert uuid is not None
    assert give(client, plan, uuid=uuid[1], quantity="6,5") == (302, "Thank you: your promise is accepted.")
    made = Pledge.everywhere.get(person=town.petro)
    assert (made.quantity, made.state, str(made.uuid)) == (Decimal("6.5"), "accepted", uuid[1])


def test_one_person_comes_for_themselves_and_nobody_is_nudged_for_money(client: Client, town: Town, plan: Plan) -> None:
    client.force_login(town.petro)
    assert 'name="quantity" value="1"' in page(client, address(plan, HANDS))
    assert 'name="quantity" value=""' in page(client, address(plan, MONEY))
    answer = client.get(address(plan), headers={"accept-language": "uk"})
    assert 'value="10"' in answer.content.decode()


def test_the_same_form_twice_is_one_promise(client: Client, town: Town, plan: Plan) -> None:
    client.force_login(town.petro)
    uuid = str(uuid4())
    assert [give(client, plan, uuid=uuid)[0] for _again in range(2)] == [302, 302]
    assert Pledge.everywhere.count() == 1
    client.force_login(town.halyna)
    status, text = give(client, plan, uuid=uuid)
    assert status == 422 and "already used" in text


def test_what_is_more_than_needed_waits_in_line(client: Client, town: Town, plan: Plan) -> None:
    client.force_login(town.petro)
    give(client, plan, quantity="12")
    made = Pledge.everywhere.get(rest_of=None)
    text = page(client, f"/mykolaiv/pledges/{made.uuid}/")
    assert "What was more than needed: 2" in text
    assert give(client, plan, quantity="1")[1] == "Thank you. Enough is promised for now; you stand in line."
    last = Pledge.everywhere.latest("pk")
    assert "1 promise stands before yours" in page(client, f"/mykolaiv/pledges/{last.uuid}/")


@pytest.mark.parametrize(
    ("condition", "words", "state"),
    [
        ({"on": "granted-3"}, "If it is granted: “Дозвіл”", "sleeping"),
        ({"on": "half-2"}, "If half is promised: “Фарба”", "sleeping"),
        ({"on": "ready"}, "When everything needed to begin is there", "sleeping"),
        ({"covered": "1"}, "If all of something else is promised", "sleeping"),
        ({"on": "granted-99"}, "", "accepted"),
    ],
)
def test_conditions_are_chosen_in_words(
    client: Client, town: Town, plan: Plan, condition: dict[str, str], words: str, state: str
) -> None:
    client.force_login(town.petro)
    assert words in page(client, address(plan))
    assert give(client, plan, **condition)[0] == 302
    assert Pledge.everywhere.get().state == state


def test_a_day_as_a_condition_and_a_circle_of_conditions(client: Client, town: Town, plan: Plan) -> None:
    client.force_login(town.petro)
    day = (now() + timedelta(days=5)).date().isoformat()
    assert give(client, plan, from_day=day)[0] == 302
    assert give(client, plan, covered="1")[0] == 302
    client.force_login(town.halyna)
    status, text = give(client, plan, HANDS, quantity="1", covered="2")
    assert status == 422 and "wait for each other" in text
    assert '<option value="2" selected>' in text and 'more" id="f-condition" open' in text
    assert give(client, plan, from_day="2020-01-01")[0] == 422


def test_for_an_organisation_one_acts_for_and_not_for_one_that_was_left(client: Client, town: Town, plan: Plan) -> None:
    client.force_login(town.bohdan)
    assert "Telecom" in page(client, address(plan))
    assert give(client, plan, organisation="mykolaiv-telecom")[0] == 302
    assert Pledge.everywhere.get().sector == "business"
    Membership.objects.filter(person=town.bohdan).update(until=now() - timedelta(minutes=1))
    status, text = give(client, plan, organisation="mykolaiv-telecom", words="Привеземо самі")
    assert status == 422 and "do not act for this organisation" in text and "Привеземо самі" in text
    assert Pledge.everywhere.count() == 1


def test_only_its_body_grants_a_permission(client: Client, town: Town, plan: Plan) -> None:
    client.force_login(town.petro)
    text = page(client, address(plan, PERMIT))
    assert "Only Parks can grant it." in text and "<form" not in text.split('class="next')[1]
    assert give(client, plan, PERMIT, quantity="1")[0] == 403
    client.force_login(town.iryna)
    text = page(client, address(plan, PERMIT))
    assert "You grant it in the name of Parks" in text
    told = give(client, plan, PERMIT, quantity="1", organisation="mykolaiv-parks")
    assert told == (302, "The permission is granted. Everybody sees it now.")
    assert "granted" in page(client, f"/mykolaiv/problems/{plan.problem.number}/")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"quantity": ""}, "not a number"),
        ({"quantity": "-1"}, "more than zero"),
        ({"quantity": "0"}, "more than zero"),
        ({"quantity": "99999999999"}, "any town"),
        ({"quantity": "500"}, "ten times"),
        ({"quantity": "1,23456"}, "too many digits"),
        ({"quantity": "NaN"}, "not a number"),
        ({"due": "2020-01-01"}, "has passed"),
        ({"due": "2999-01-01"}, "too far away"),
        ({"due": "завтра"}, "not a day"),
    ],
)
def test_bad_input_is_refused_and_keeps_what_was_typed(
    client: Client, town: Town, plan: Plan, fields: dict[str, str], told: str
) -> None:
    client.force_login(town.petro)
    status, text = give(client, plan, words="Маю трохи білої", quiet="1", on="ready", **fields)
    assert status == 422 and told in text
    assert "Маю трохи білої" in text and 'name="quiet" value="1" checked' in text and 'value="ready" checked' in text
    for value in fields.values():
        assert not value or f'value="{value}"' in text
    assert not Pledge.everywhere.exists()


def test_half_a_person_does_not_come(client: Client, town: Town, plan: Plan) -> None:
    client.force_login(town.petro)
    assert "no halves" in give(client, plan, HANDS, quantity="0,5")[1]


def test_a_stranger_signs_in_by_a_mailed_code_and_finds_the_form_filled_in(client: Client, plan: Plan) -> None:
    here = address(plan)
    first = client.get(here, headers=EN)
    assert not first.cookies and "csrfmiddlewaretoken" not in first.content.decode()
    uuid = str(uuid4())
    form = {"uuid": uuid, "quantity": "2,5", "words": "Таємне слово про фарбу", "quiet": "1", "on": "ready"}
    answer = client.post(here, form, headers=EN)
    assert answer.status_code == 302 and answer["Location"] == f"/account/login/?next={here}"
    assert "Таємне" not in str(answer.headers) and "2,5" not in str(answer.headers)
    asked = client.post("/account/login/code/", {"email": "new@example.org", "next": here}, headers=EN)
    code = re.search(r"\b([A-Z0-9]{3,5}-[A-Z0-9]{3,5}|\d{6})\b", str(mail.outbox[-1].body))
    assert code is not None, mail.outbox[-1].body
    came = client.post(asked["Location"], {"code": code[1]}, headers=EN)
    assert came["Location"] == here
    text = page(client, here)
    assert "what you wrote is here" in text
    for kept in (
        'value="2,5"',
        "Таємне слово про фарбу",
        'name="quiet" value="1" checked',
        'value="ready" checked',
        uuid,
    ):
        assert kept in text, kept
    assert client.post(here, form, headers=EN).status_code == 302
    assert Pledge.everywhere.get().person == Person.objects.get(emailaddress__email="new@example.org")
    assert "Таємне" not in page(client, here), "what was sent is not kept any longer"


def test_a_strangers_fault_is_told_before_they_sign_in(client: Client, plan: Plan) -> None:
    status, text = give(client, plan, quantity="багато")
    assert status == 422 and "not a number" in text and 'value="багато"' in text


def test_what_is_kept_for_one_page_is_shown_on_no_other(client: Client, town: Town, plan: Plan) -> None:
    give(client, plan, words="Тільки для фарби")
    assert "Тільки для фарби" not in page(client, address(plan, HANDS))
    assert "Тільки для фарби" not in Client().get(address(plan)).content.decode()


def test_an_offer_of_ones_own_leads_here_filled_in(client: Client, town: Town, plan: Plan) -> None:
    at = now() - YESTERDAY
    new = NewOffer(kind=NeedKind.MATERIAL, unit=Unit.LITRE, words="Фарба біла", quantity=Decimal(6))
    offer = make_offer(town.community, town.actor("petro", at), new, now=at)
    path = f"{address(plan)}?offer={offer.uuid}&quantity=6"
    client.force_login(town.petro)
    text = page(client, path)
    assert 'name="quantity" value="6"' in text and str(offer.uuid) in text
    assert give(client, plan, offer=str(offer.uuid))[0] == 302
    assert Pledge.everywhere.get().offer == StandingOffer.everywhere.get()
    client.force_login(town.halyna)
    assert 'name="offer"' not in page(client, path)


def test_an_ended_plan_takes_nothing(client: Client, town: Town, plan: Plan) -> None:
    client.force_login(town.petro)
    before = give(client, plan)
    abandon_plan(plan_again(plan), town.actor("oksana"), said("Ні."), now=now())
    assert before[0] == 302 and "takes no promises any more" in page(client, address(plan))
    assert give(client, plan)[0] == 409
    assert client.get(address(plan, 99)).status_code == 404


# The giver's own page


def test_the_giver_alone_sees_the_promise(client: Client, town: Town, elsewhere: Town, plan: Plan) -> None:
    made = promise(town, "petro", need_of(plan, "Фарба"), "4", now=now() - YESTERDAY, words="Білої", quiet=True)
    for rest in ("", "withdraw/", "there/", "paper/"):
        path = f"/mykolaiv/pledges/{made.uuid}/{rest}"
        client.logout()
        assert client.get(path).status_code == 302, "to sign in, whatever the address"
        for name in ("halyna", "oksana", "svitlana", "taras"):
            client.force_login(town.people[name])
            assert client.get(path).status_code == 404, (name, rest)
        client.force_login(elsewhere.people["vasyl"])
        assert client.get(path).status_code == 404
    client.force_login(town.petro)
    assert client.get(f"/voznesensk/pledges/{made.uuid}/").status_code == 404
    answer = client.get(f"/mykolaiv/pledges/{made.uuid}/", headers=EN)
    assert answer["Cache-Control"] == "private, no-store"
    assert "Білої" in answer.content.decode() and "quietly" in answer.content.decode()


def test_it_is_there_then_received(client: Client, town: Town, plan: Plan) -> None:
    made = promise(town, "petro", need_of(plan, "Фарба"), "4", now=now() - YESTERDAY)
    client.force_login(town.petro)
    path = f"/mykolaiv/pledges/{made.uuid}/"
    assert page(client, path).count("btn sun") == 1
    assert client.post(f"{path}there/", headers=EN).status_code == 302
    assert "You said that it is there" in page(client, path)
    assert client.post(f"{path}there/", headers=EN).status_code == 409
    acknowledge(again(made), town.actor("oksana"), quantity=Decimal(3), now=now())
    assert "Received: 3" in page(client, path)


def test_taking_back_owes_a_reason_and_keeps_what_was_typed(client: Client, town: Town, plan: Plan) -> None:
    made = promise(town, "petro", need_of(plan, "Фарба"), "4", now=now() - YESTERDAY)
    client.force_login(town.petro)
    path = f"/mykolaiv/pledges/{made.uuid}/withdraw/"
    answer = client.post(path, {"words": "  "}, headers=EN)
    assert answer.status_code == 422 and "A reason is owed" in answer.content.decode()
    assert client.post(path, {"words": "Захворів"}, headers=EN).status_code == 302
    assert again(made).state == "withdrawn"
    assert client.post(path, {"words": "Ще раз"}, headers=EN).status_code == 409
    assert "cannot be taken back" in page(client, path)


def test_money_says_where_to_send_it(client: Client, town: Town, plan: Plan) -> None:
    made = promise(town, "petro", need_of(plan, "Гроші на лавку"), "500", now=now() - YESTERDAY)
    client.force_login(town.petro)
    text = page(client, f"/mykolaiv/pledges/{made.uuid}/")
    assert "UA00 0000 0000 0000" in text and "The platform holds no money" in text


def test_the_act_of_handing_over_is_for_organisations(client: Client, town: Town, plan: Plan) -> None:
    body = town.organisations["telecom"]
    made = promise(town, "bohdan", need_of(plan, "Фарба"), "4", now=now() - YESTERDAY, organisation=body)
    client.force_login(town.bohdan)
    assert "/paper/" in page(client, f"/mykolaiv/pledges/{made.uuid}/")
    text = page(client, f"/mykolaiv/pledges/{made.uuid}/paper/")
    for wanted in ("Telecom", "Ngo", "Фарба", "<td>4</td>", "ЄДРПОУ"):
        assert wanted in text, wanted
    own = promise(town, "petro", need_of(plan, "Фарба"), "1", now=now() - YESTERDAY)
    client.force_login(town.petro)
    assert client.get(f"/mykolaiv/pledges/{own.uuid}/paper/").status_code == 404


def test_my_page_lists_what_i_promised_and_the_plans_i_lead(client: Client, town: Town, plan: Plan) -> None:
    due = (now() + timedelta(days=9)).date()
    promise(town, "petro", need_of(plan, "Фарба"), "4", now=now() - YESTERDAY, due=due)
    client.force_login(town.petro)
    text = page(client, "/mykolaiv/me/")
    for wanted in ("What I promised", "Фарба", "4\N{NO-BREAK SPACE}l", f"by {due.day}", "вул. Знаменська", "accepted"):
        assert wanted in text, wanted
    client.force_login(town.halyna)
    assert "What I promised" not in page(client, "/mykolaiv/me/")
    client.force_login(town.oksana)
    assert f"/problems/{plan.problem.number}/plan/lead/" in page(client, "/mykolaiv/me/")


def test_thirty_promises_ask_as_many_queries_as_one(client: Client, town: Town, plan: Plan) -> None:
    client.force_login(town.petro)

    def asked() -> int:
        page(client, "/mykolaiv/me/")
        with CaptureQueriesContext(connection) as queries:
            page(client, "/mykolaiv/me/")
        return len(queries)

    need = need_of(plan, "Фарба")
    promise(town, "petro", need, "0.1", now=now() - YESTERDAY)
    one = asked()
    for _n in range(29):
        promise(town, "petro", need, "0.1", now=now() - YESTERDAY)
    assert asked() == one
