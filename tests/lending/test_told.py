from __future__ import annotations

from datetime import timedelta

from opencity.jobs.schedule import release_reservations, remind_borrowers
from opencity.jobs.worker import work_through
from opencity.lending.operations.handing import extend, take_back
from opencity.lending.operations.reserving import cancel
from opencity.notices.exporting import everything_about
from opencity.notices.models import Delivery
from tests.lending.making import back, drill, fresh, lent, reserved
from tests.notices.conftest import letters_to
from tests.notices.test_who_is_told import told
from tests.town import MONDAY, Town, report

DAY = timedelta(days=1)
OLENA = "olena@mykolaiv.example.org"


def test_the_borrower_is_reminded_the_day_before_and_while_it_is_overdue(town: Town) -> None:
    loan = lent(town, drill(town))
    remind_borrowers(town.community, MONDAY + 5 * DAY)
    assert told("loan_due") == set()
    for _ in range(2):
        remind_borrowers(town.community, MONDAY + 6 * DAY)
    assert told("loan_due") == {"Олена"} and Delivery.everywhere.count() == 1
    for days in range(8, 16):
        remind_borrowers(town.community, MONDAY + days * DAY)
    assert Delivery.everywhere.filter(kind="loan_late").count() == 2, "the day after, and a week later"
    take_back(loan, town.actor("taras"), back(), now=MONDAY + 16 * DAY)
    remind_borrowers(town.community, MONDAY + 22 * DAY)
    assert Delivery.everywhere.filter(kind="loan_late").count() == 2


def test_the_letter_names_the_tool_the_place_and_the_day_and_leads_to_the_loan(town: Town) -> None:
    loan = lent(town, drill(town))
    remind_borrowers(town.community, MONDAY + 6 * DAY)
    work_through(MONDAY + 6 * DAY)
    (letter,) = letters_to(OLENA)
    said = str(letter.body)
    assert "Шуруповерт" in said and "Бібліотека № 5" in said and "23\N{NO-BREAK SPACE}листопада" in said
    assert f"/mykolaiv/loans/{loan.uuid}/" in said and "%(" not in said


def test_nobody_is_reminded_of_what_is_back_or_may_be_kept_longer(town: Town) -> None:
    kept, brought = lent(town, drill(town)), lent(town, drill(town, words="Пилка"))
    remind_borrowers(town.community, MONDAY + 6 * DAY)
    extend(kept, town.actor("olena"), now=MONDAY + 6 * DAY)
    take_back(brought, town.actor("taras"), back(), now=MONDAY + 6 * DAY)
    work_through(MONDAY + 6 * DAY)
    assert not letters_to(OLENA)


def test_whoever_did_not_come_or_was_called_off_hears_of_it_and_others_do_not(town: Town) -> None:
    tool = drill(town, 3)
    late = reserved(town, tool)
    off, own = reserved(town, tool, "petro"), reserved(town, tool, "halyna")
    cancel(off, town.actor("taras"), now=MONDAY + 3 * DAY)
    cancel(own, town.actor("halyna"), now=MONDAY + 3 * DAY)
    for _ in range(2):
        release_reservations(town.community, MONDAY + 3 * DAY)
    assert fresh(late).state == "cancelled"
    assert told("loan_off") == {"Олена", "Петро"} and Delivery.everywhere.count() == 2
    work_through(MONDAY + 3 * DAY)
    assert "16\N{NO-BREAK SPACE}листопада" in str(letters_to(OLENA)[0].body)


def test_a_broken_tool_calls_reservations_off_and_says_why(town: Town) -> None:
    tool = drill(town)
    loan = lent(town, tool, "petro")
    reserved(town, tool, from_day=MONDAY.date() + 8 * DAY)
    take_back(loan, town.actor("taras"), back(1, 1, "Згорів мотор."), now=MONDAY)
    release_reservations(town.community, MONDAY)
    work_through(MONDAY)
    (letter,) = letters_to(OLENA)
    assert "Шуруповерт" in str(letter.body) and "мотор" not in str(letter.body)


def test_an_export_holds_ones_loans(town: Town) -> None:
    problem = report(town).problem
    lent(town, drill(town), problem=problem)
    (row,) = everything_about(town.olena)["loans"]
    assert (row["tool"], row["problem"], row["state"]) == ("Шуруповерт", problem.number, "lent")
    assert everything_about(town.petro)["loans"] == []
