from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from opencity.people.models import Membership
from opencity.plans.models import Contribution, Need, Plan, Pledge, Spending, Step
from opencity.plans.operations.giving import acknowledge
from opencity.plans.operations.lines import NewNeed
from opencity.plans.operations.pledging import withdraw_pledge
from opencity.plans.values import NeedKind, Unit
from opencity.problems.models import Problem
from tests.plans.making import hands, money, need_of, paint, permit, plan_again, pothole, promise, published
from tests.town import Town, jpeg, person, said, upload

EN = {"accept-language": "en"}
YESTERDAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def photographs_lie_elsewhere(settings: object, tmp_path: object) -> None:
    settings.MEDIA = tmp_path  # type: ignore[attr-defined]


@pytest.fixture
def problem(town: Town) -> Problem:
    return pothole(town, now=now() - 2 * YESTERDAY)


@pytest.fixture
def plan(town: Town, problem: Problem) -> Plan:
    needs = (hands("12", minimum=Decimal(8)), paint(), permit(town.organisations["parks"]))
    return published(town, *needs, problem=problem, now=now() - YESTERDAY)


def page(client: Client, problem: Problem, rest: str = "", *, status: int = 200) -> str:
    answer = client.get(f"/mykolaiv/problems/{problem.number}/{rest}", headers=EN)
    assert answer.status_code == status
    return answer.content.decode()


def sent(client: Client, problem: Problem, rest: str, **fields: object) -> tuple[int, str]:
    """The status, and what was said: the message after a redirect, else the page."""
    answer = client.post(f"/mykolaiv/problems/{problem.number}/{rest}", fields, headers=EN)
    if answer.status_code == 302:
        told = [str(one) for one in get_messages(answer.wsgi_request)]
        return 302, told[0] if told else str(answer["Location"])
    return answer.status_code, answer.content.decode()


def written(**more: str) -> dict[str, str]:
    """A plan's form with one step and two needs."""
    return {
        "summary": "Засиплемо яму відсівом.",
        "route": "joint",
        "steps": "1",
        "s-0-words": "Привезти відсів",
        "needs": "2",
        "n-0-kind": "labour",
        "n-0-words": "Копачі",
        "n-0-quantity": "5",
        "n-0-unit": "person",
        "n-0-hours": "2,5",
        "n-1-kind": "material",
        "n-1-words": "Відсів",
        "n-1-quantity": "1,5",
        "n-1-unit": "cubic_metre",
        **more,
    }


# The section of the problem's page


def test_the_page_shows_who_leads_how_the_steps_and_each_need_with_its_bar(client: Client, plan: Plan) -> None:
    text = page(client, plan.problem)
    for wanted in ("Ngo, Оксана", "We do it together", "Отримати дозвіл", "0 of 12", "not granted yet", "Фарба"):
        assert wanted in text, wanted
    assert "the least to begin: 8" in text and "the work cannot begin without it" in text
    assert "Who is responsible" in text and "an answer is due" in text
    assert text.count("btn wide sun") == 1
    assert "style=" not in text and "onclick" not in text


def test_a_bar_says_in_words_what_it_shows(client: Client, town: Town, plan: Plan) -> None:
    at = now() - YESTERDAY
    need = need_of(plan, "Фарба")
    promise(town, "petro", need, "4", now=at)
    given = promise(town, "bohdan", need, "3", now=at, organisation=town.organisations["telecom"])
    acknowledge(given, town.actor("oksana", at), quantity=Decimal(2), now=at)
    promise(town, "halyna", need, "7", now=at)
    text = page(client, plan.problem)
    assert "Promised 10 of 10\N{NO-BREAK SPACE}l: residents 8, business 2; received 2" in text
    assert "Telecom 2" in text
    assert "in line or waiting for an answer: 3" in text
    assert 'fill="url(#hatch-civil)"' in text and "f sector-business" in text


def test_a_quiet_organisation_is_told_by_its_sector_alone(client: Client, town: Town, plan: Plan) -> None:
    body = town.organisations["telecom"]
    promise(town, "bohdan", need_of(plan, "Фарба"), "3", now=now() - YESTERDAY, organisation=body, quiet=True)
    text = page(client, plan.problem)
    assert "Telecom" not in text and "Богдан" not in text
    assert "business 3" in text


def test_money_shows_its_payee_its_balance_and_its_receipts(client: Client, town: Town, problem: Problem) -> None:
    at = now() - YESTERDAY
    plan = published(town, money(town.organisations["ngo"]), problem=problem, now=at)
    need = need_of(plan, "Гроші на лавку")
    given = promise(town, "petro", need, "1500", now=at)
    acknowledge(given, town.actor("oksana", at), now=at)
    client.force_login(town.oksana)
    fields = {"amount": "640", "words": "Болти й лак", "spent_on": at.date().isoformat(), "photo": upload(jpeg())}
    assert sent(client, problem, "plan/lead/needs/1/receipt/", **fields)[0] == 302
    client.logout()
    text = page(client, problem)
    for wanted in (
        "UA00 0000 0000 0000",
        "The platform holds none",
        "1,500\N{NO-BREAK SPACE}₴",
        "640",
        "860",
        "Болти й лак",
    ):
        assert wanted in text, wanted
    assert Spending.everywhere.get().receipt.stage == "receipt"


def test_without_a_plan_whoever_may_lead_is_asked_to(client: Client, town: Town, problem: Problem) -> None:
    assert "/plan/write/" in page(client, problem)
    town.community.choices = {"residents_plan": False}
    town.community.save()
    assert "/plan/write/" not in page(client, problem)
    client.force_login(town.oksana)
    assert "/plan/write/" in page(client, problem)
    client.force_login(town.petro)
    assert "/plan/write/" not in page(client, problem)


def test_the_next_step_fits_the_reader(client: Client, town: Town, plan: Plan) -> None:
    def sun(text: str) -> str:
        return text.split("btn wide sun")[1].split("</a>", maxsplit=1)[0]

    assert "/needs/1/pledge/" in sun(page(client, plan.problem)), "what the work waits for comes first"
    client.force_login(town.oksana)
    assert "/plan/lead/" in sun(page(client, plan.problem))
    client.force_login(town.iryna)
    assert "/needs/3/pledge/" in sun(page(client, plan.problem)), "her body is asked for its permission"
    client.force_login(town.roman)
    assert "/desk/" in sun(page(client, plan.problem)), "the owner answers at the desk"
    made = promise(town, "petro", need_of(plan, "Руки"), "2", now=now() - YESTERDAY)
    client.force_login(town.petro)
    text = page(client, plan.problem)
    assert f"/pledges/{made.uuid}/" in sun(text) and text.count("btn wide sun") == 1


def test_thirty_needs_ask_as_many_queries_as_one(client: Client, town: Town) -> None:
    def asked(many: int) -> int:
        at = now() - YESTERDAY
        problem = pothole(town, now=at)
        lines = [
            NewNeed(kind=NeedKind.MATERIAL, unit=Unit.LITRE, words=f"Фарба {n}", quantity=Decimal(9))
            for n in range(many)
        ]
        plan = published(town, *lines, problem=problem, now=at)
        for need in Need.everywhere.filter(plan=plan).select_related("plan__problem__community"):
            promise(town, "bohdan", need, "2", now=at, organisation=town.organisations["telecom"])
            acknowledge(promise(town, "petro", need, "3", now=at), town.actor("oksana", at), now=at)
        page(client, problem)
        with CaptureQueriesContext(connection) as queries:
            page(client, problem)
        return len(queries)

    assert asked(1) == asked(30) <= 26


def test_a_step_that_is_not_done_after_all_changes_the_page(client: Client, town: Town, plan: Plan) -> None:
    client.force_login(town.oksana)
    assert sent(client, plan.problem, "plan/lead/steps/1/") == (302, "The step is done.")
    client.logout()
    first = client.get(f"/mykolaiv/problems/{plan.problem.number}/", headers=EN)
    assert "done on" in first.content.decode()
    client.force_login(town.oksana)
    assert sent(client, plan.problem, "plan/lead/steps/1/", undone="1") == (302, "The step is open again.")
    client.logout()
    again = client.get(f"/mykolaiv/problems/{plan.problem.number}/", headers={**EN, "if-none-match": first["ETag"]})
    assert again.status_code == 200 and "done on" not in again.content.decode()


# Writing


def test_a_plan_is_written_looked_at_and_published(client: Client, town: Town, problem: Problem) -> None:
    client.force_login(town.petro)
    assert sent(client, problem, "plan/write/", keep="1", **written())[1].endswith("/plan/preview/")
    text = page(client, problem, "plan/preview/")
    assert "Копачі" in text and "0 of 1.5" in text
    assert "Копачі" not in Client().get(f"/mykolaiv/problems/{problem.number}/").content.decode()
    assert sent(client, problem, "plan/preview/", publish="1")[0] == 302
    plan = Plan.everywhere.get()
    assert (plan.state, plan.lead, plan.organisation) == ("published", town.petro, None)
    assert Need.everywhere.get(words="Копачі").hours_each == Decimal("2.5")
    assert "Led by <b>Петро</b>" in page(client, problem)


def test_the_draft_is_written_on_and_thrown_away(client: Client, town: Town, problem: Problem) -> None:
    client.force_login(town.petro)
    sent(client, problem, "plan/write/", keep="1", **written())
    assert "Засиплемо яму" in page(client, problem, "plan/write/")
    sent(client, problem, "plan/write/", keep="1", **written(summary="Інакше."))
    assert Plan.everywhere.get().summary == "Інакше."
    assert sent(client, problem, "plan/preview/", discard="1")[0] == 302
    assert not Plan.everywhere.exists()


def test_one_more_line_loses_nothing(client: Client, town: Town, problem: Problem) -> None:
    client.force_login(town.petro)
    status, text = sent(client, problem, "plan/write/", add_need="money", **written())
    assert status == 200
    for kept in (
        "Засиплемо яму відсівом.",
        "Привезти відсів",
        "Копачі",
        'value="2,5"',
        'value="1,5"',
        'name="n-2-payee"',
    ):
        assert kept in text, kept
    assert 'name="needs" value="3"' in text
    text = sent(client, problem, "plan/write/", drop_need="0", **written())[1]
    assert "Копачі" not in text and "Відсів" in text and 'name="needs" value="1"' in text
    text = sent(client, problem, "plan/write/", add_step="1", **written())[1]
    assert 'name="s-1-words"' in text
    assert not Plan.everywhere.exists()


def test_every_fault_is_told_at_once_beside_its_line(client: Client, town: Town, problem: Problem) -> None:
    client.force_login(town.petro)
    wrong = {"n-0-quantity": "2,5", "n-1-quantity": "багато", "n-1-needed_by": "2020-01-01", "summary": "", "route": ""}
    status, text = sent(client, problem, "plan/write/", keep="1", **written(**wrong))
    assert status == 422
    for told in ("There are no halves", "This is not a number", "what will be done", "how it will be done"):
        assert told in text, told
    assert 'href="#f-n-0-quantity"' in text and 'href="#f-n-1-quantity"' in text
    assert 'value="багато"' in text and 'value="2,5"' in text
    assert not Plan.everywhere.exists()


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("n-0-minimum", "9", "cannot be more"),
        ("n-0-hours", "99", "hours cannot be right"),
        ("n-0-words", "", "has no name"),
        ("n-1-needed_by", "2020-01-01", "has passed"),
        ("n-1-unit", "person", "cannot be counted"),
        ("n-1-quantity", "-3", "more than zero"),
        ("n-1-quantity", "1e30", "any town"),
    ],
)
def test_bad_input_changes_nothing(
    client: Client, town: Town, problem: Problem, field: str, value: str, told: str
) -> None:
    client.force_login(town.petro)
    status, text = sent(client, problem, "plan/write/", keep="1", **written(**{field: value}))
    assert status == 422 and told in text
    assert not Plan.everywhere.exists()


def test_a_template_of_the_category_fills_the_form(client: Client, town: Town) -> None:
    problem = pothole(town, now=now() - YESTERDAY)
    problem.category.code = "road.sidewalk"
    problem.category.save()
    town.community.structure_version += 1
    town.community.save()
    client.force_login(town.petro)
    assert "?template=road.sidewalk" in page(client, problem, "plan/write/")
    text = page(client, problem, "plan/write/?template=road.sidewalk")
    assert "Hand tamper" in text and 'value="cubic_metre" selected' in text
    answer = client.get(
        f"/mykolaiv/problems/{problem.number}/plan/write/?template=road.sidewalk", headers={"accept-language": "uk"}
    )
    assert "Ручна трамбівка" in answer.content.decode()


def test_what_was_written_survives_a_sign_in(client: Client, town: Town, problem: Problem) -> None:
    assert "csrfmiddlewaretoken" not in page(client, problem, "plan/write/")
    status, told = sent(client, problem, "plan/write/", keep="1", **written())
    assert status == 302 and "next=" in told and "Засиплемо" not in told
    client.force_login(town.petro)
    assert "Засиплемо яму" in page(client, problem, "plan/write/")


def test_a_new_version_keeps_promises_and_shows_what_changed(client: Client, town: Town, plan: Plan) -> None:
    promise(town, "petro", need_of(plan, "Фарба"), "4", now=now() - YESTERDAY)
    client.force_login(town.oksana)
    text = page(client, plan.problem, "plan/change/")
    assert "Promised already: 4" in text
    fields = written(**{"n-0-known": "1", "n-0-words": "Руки", "n-0-quantity": "10"})
    fields |= {"n-1-known": "2", "n-1-words": "Фарба", "n-1-unit": "litre", "n-1-quantity": "3"}
    fields |= {"needs": "3", "n-2-kind": "permission", "n-2-known": "3", "n-2-words": "Дозвіл", "n-2-unit": "permit"}
    fields |= {"n-2-quantity": "1", "n-2-minimum": "1", "n-2-grantor": "mykolaiv-parks"}
    status, text = sent(client, plan.problem, "plan/change/", keep="1", **fields)
    assert status == 422 and "more is promised already" in text and 'value="3"' in text
    assert sent(client, plan.problem, "plan/change/", keep="1", **fields | {"n-1-quantity": "6"})[0] == 302
    client.logout()
    text = page(client, plan.problem, "plan/versions/")
    for told in ("Version 2", "it was 10", "now it is 6", "A new step: “Привезти відсів”", "it was 12"):
        assert told in text, told
    assert "Version 2: what has changed" in page(client, plan.problem)
    assert Pledge.everywhere.get().state == "accepted"


# Leading


def test_the_leads_page_shows_what_waits_first(client: Client, town: Town, problem: Problem) -> None:
    at = now() - YESTERDAY
    plan = published(town, hands(), paint(), problem=problem, now=at, ask_first=True)
    offered = promise(town, "petro", need_of(plan, "Фарба"), "4", now=at, quiet=True, words="Біла, трохи старої")
    client.force_login(town.oksana)
    text = page(client, problem, "plan/lead/")
    first = text.split('class="next"')[1].split("</section>")[0]
    assert "1 promise waits for you" in first and "Петро" in first and "Біла, трохи старої" in first
    assert text.count("btn small sun") + text.count("btn sun") == 1
    deed = f"plan/lead/promises/{offered.uuid}"
    assert sent(client, problem, f"{deed}/decline/", words="")[0] == 422
    assert sent(client, problem, f"{deed}/accept/")[0] == 302
    assert sent(client, problem, f"{deed}/received/", quantity="5")[0] == 422
    assert sent(client, problem, f"{deed}/received/", quantity="3")[0] == 302
    assert Contribution.everywhere.get().quantity == 3
    assert "received 3" in page(client, problem, "plan/lead/").lower()


def test_what_came_is_disputed_with_a_reason_even_if_nobody_said_it_was_there(
    client: Client, town: Town, plan: Plan
) -> None:
    made = promise(town, "petro", need_of(plan, "Фарба"), "4", now=now() - YESTERDAY)
    client.force_login(town.oksana)
    deed = f"plan/lead/promises/{made.uuid}/dispute/"
    assert sent(client, plan.problem, deed, words=" ")[0] == 422
    assert Pledge.everywhere.get().state == "accepted", "nothing is noted without the reason"
    assert sent(client, plan.problem, deed, words="Банка порожня.")[0] == 302
    assert Pledge.everywhere.get().state == "disputed"


def test_a_gift_without_a_promise_is_written_down_once(client: Client, town: Town, plan: Plan) -> None:
    client.force_login(town.oksana)
    form = {"uuid": "11111111-1111-4111-8111-111111111111", "quantity": "1", "hours": "3", "name": "Пан Микола"}
    gift = "plan/lead/needs/1/gift/"
    assert sent(client, plan.problem, gift, **form | {"name": ""})[0] == 422
    assert sent(client, plan.problem, gift, **form)[0] == 302
    assert sent(client, plan.problem, gift, **form)[0] == 302
    given = Contribution.everywhere.get()
    assert (given.person.public_name, given.acknowledged_by) == ("Пан Микола", town.oksana)
    assert given.hours == Decimal(3)
    mine = form | {"uuid": "21111111-1111-4111-8111-111111111111", "email": "oksana@mykolaiv.example.org"}
    status, text = sent(client, plan.problem, gift, **mine)
    assert status == 403 and "whoever receives it" in text
    known = mine | {"email": "petro@mykolaiv.example.org"}
    assert sent(client, plan.problem, gift, **known)[0] == 302
    assert Contribution.everywhere.filter(person=town.petro).count() == 1


def test_a_receipt_without_a_photo_or_beyond_what_came_is_refused(client: Client, town: Town, problem: Problem) -> None:
    at = now() - YESTERDAY
    plan = published(town, money(town.organisations["ngo"]), problem=problem, now=at)
    given = promise(town, "petro", need_of(plan, "Гроші на лавку"), "100", now=at)
    acknowledge(given, town.actor("oksana", at), now=at)
    client.force_login(town.oksana)
    fields = {"amount": "50", "words": "Лак", "spent_on": at.date().isoformat()}
    status, text = sent(client, problem, "plan/lead/needs/1/receipt/", **fields)
    assert status == 422 and "receipt is missing" in text and 'value="50"' in text and "Лак" in text
    status, text = sent(
        client, problem, "plan/lead/needs/1/receipt/", photo=upload(jpeg()), **fields | {"amount": "101"}
    )
    assert status == 422 and 'name="kept"' in text
    assert not Spending.everywhere.exists()


def test_begin_step_finish_and_who_may(client: Client, town: Town, plan: Plan) -> None:
    client.force_login(town.petro)
    for act in ("begin", "finish", "abandon", "leave"):
        assert client.post(f"/mykolaiv/problems/{plan.problem.number}/plan/lead/{act}/").status_code == 403
    client.force_login(town.oksana)
    assert sent(client, plan.problem, "plan/lead/begin/")[0] == 302
    assert sent(client, plan.problem, "plan/lead/steps/2/")[0] == 302
    assert Step.everywhere.get(position=2).done_at is not None
    assert sent(client, plan.problem, "plan/lead/finish/", words="Пофарбовано.")[0] == 302
    assert plan_again(plan).state == "finished"
    assert "/done/" in page(client, plan.problem).split("btn wide sun")[1].split(">")[0]


def test_giving_up_owes_a_reason(client: Client, town: Town, plan: Plan) -> None:
    client.force_login(town.oksana)
    status, text = sent(client, plan.problem, "plan/lead/abandon/", words="")
    assert status == 422 and "A reason is owed" in text
    assert sent(client, plan.problem, "plan/lead/abandon/", words="Дозволу не буде.")[0] == 302
    text = page(client, plan.problem)
    assert "gives the plan up" in text and "Дозволу не буде." in text and "/plan/write/" in text


def test_a_second_lead_is_chosen_among_those_who_promised_in_public(client: Client, town: Town, plan: Plan) -> None:
    at = now() - YESTERDAY
    promise(town, "petro", need_of(plan, "Фарба"), "1", now=at)
    promise(town, "halyna", need_of(plan, "Фарба"), "1", now=at, quiet=True)
    client.force_login(town.oksana)
    text = page(client, plan.problem, "plan/lead/second/")
    assert "Петро" in text and "Галина" not in text
    sent(client, plan.problem, "plan/lead/second/", person=str(town.petro.pk))
    assert plan_again(plan).co_lead_id == town.petro.pk
    sent(client, plan.problem, "plan/lead/second/", person=str(town.halyna.pk))
    assert plan_again(plan).co_lead_id is None, "only one of the list"
    assert sent(client, plan.problem, "plan/lead/leave/")[0] == 302
    assert plan_again(plan).lead_id is None


def test_after_the_silence_somebody_takes_over(client: Client, town: Town, problem: Problem) -> None:
    long_ago = now() - timedelta(days=12)
    plan = published(town, paint(), problem=problem, now=long_ago)
    promise(town, "petro", need_of(plan, "Фарба"), "1", now=long_ago)
    client.force_login(town.petro)
    assert "/plan/lead/take-over/" in page(client, problem).split("btn wide sun")[1].split(">")[0]
    assert sent(client, problem, "plan/lead/take-over/")[0] == 302
    assert plan_again(plan).lead_id == town.petro.pk
    client.force_login(town.halyna)
    assert sent(client, problem, "plan/lead/take-over/")[0] == 403


def test_the_library_receives_but_learns_no_quiet_names_and_cannot_lead(client: Client, town: Town, plan: Plan) -> None:
    made = promise(town, "petro", need_of(plan, "Фарба"), "4", now=now() - YESTERDAY, quiet=True)
    client.force_login(town.taras)
    text = page(client, plan.problem, "plan/lead/")
    assert "Петро" not in text and "/received/" in text and "/plan/change/" not in text
    assert "Петро" not in page(client, plan.problem, f"plan/lead/promises/{made.uuid}/received/")
    assert sent(client, plan.problem, "plan/lead/abandon/", words="Так.")[0] == 403


def test_a_plan_with_thirty_promises_asks_as_many_queries_as_with_one(client: Client, town: Town) -> None:
    def asked(many: int) -> int:
        at = now() - YESTERDAY
        plan = published(town, hands("60"), problem=pothole(town, now=at), now=at)
        for n in range(many):
            helper = person(f"Сусід {n}")
            town.people[f"n{n}"] = helper
            promise(town, f"n{n}", need_of(plan, "Руки"), "1", now=at)
        client.force_login(town.oksana)
        page(client, plan.problem, "plan/lead/")
        with CaptureQueriesContext(connection) as queries:
            page(client, plan.problem, "plan/lead/")
        return len(queries)

    assert asked(1) == asked(30)


# Who sees what


def test_vasyl_and_strangers_see_no_draft_and_no_leads_page(
    client: Client, town: Town, elsewhere: Town, plan: Plan
) -> None:
    address = f"/mykolaiv/problems/{plan.problem.number}/plan"
    for rest in ("lead/", "lead/second/", "change/", "lead/begin/", "lead/steps/1/", "lead/needs/2/gift/"):
        assert client.get(f"{address}/{rest}").status_code == 302, rest
    client.force_login(elsewhere.people["vasyl"])
    for rest in ("lead/", "lead/second/", "change/", "lead/begin/", "lead/steps/1/", "lead/needs/2/gift/"):
        assert client.get(f"{address}/{rest}").status_code == 403, rest
    assert client.get(f"/voznesensk/problems/{plan.problem.number}/plan/versions/").status_code == 404


def test_a_plan_of_a_problem_that_is_hidden_is_gone(client: Client, town: Town, plan: Plan) -> None:
    Problem.everywhere.filter(pk=plan.problem_id).update(visibility="private")
    client.force_login(town.oksana)
    for rest in ("plan/versions/", "plan/lead/", "plan/change/", "plan/write/", "needs/1/pledge/"):
        assert client.get(f"/mykolaiv/problems/{plan.problem.number}/{rest}").status_code == 404, rest


def test_somebody_who_left_the_organisation_no_longer_leads(client: Client, town: Town, plan: Plan) -> None:
    Plan.everywhere.filter(pk=plan.pk).update(lead=None)
    Membership.objects.filter(person=town.oksana).update(until=now() - timedelta(hours=1))
    client.force_login(town.oksana)
    assert client.get(f"/mykolaiv/problems/{plan.problem.number}/plan/lead/").status_code == 403


def test_a_withdrawn_promise_opens_the_need_again(client: Client, town: Town, plan: Plan) -> None:
    at = now() - YESTERDAY
    made = promise(town, "petro", need_of(plan, "Фарба"), "10", now=at)
    assert "10 of 10" in page(client, plan.problem)
    withdraw_pledge(made, town.actor("petro", at), said("Захворів."), now=at)
    assert "0 of 10" in page(client, plan.problem)
