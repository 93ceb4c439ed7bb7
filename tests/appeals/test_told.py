"""Who hears of an appeal and when; what leaves when a person is erased; what they take along."""

from __future__ import annotations

from datetime import timedelta

from opencity.appeals.models import Appeal, AppealStep, Registration
from opencity.appeals.operations.handling import Extension, Returning, extend_appeal, return_appeal
from opencity.jobs.schedule import remind_of_appeals, tell_of_appeals
from opencity.jobs.worker import work_through
from opencity.notices.exporting import everything_about
from opencity.notices.models import Delivery
from opencity.notices.operations.erasing import erase_person
from opencity.people.models import MembershipKind
from opencity.problems.history import Words
from opencity.problems.queries.proving import prove
from tests.appeals.filing import NAME, SECRETS, answered, day, filed, forwarded, registered
from tests.casework.test_casework import colleague
from tests.notices.conftest import letters_to
from tests.notices.test_who_is_told import told
from tests.town import MONDAY, Town

DAY = timedelta(days=1)
OLENA, IRYNA, ROMAN = (f"{who}@mykolaiv.example.org" for who in ("olena", "iryna", "roman"))


def said_to(address: str) -> str:
    return "\n".join(f"{one.subject}\n{one.body}\n{one.alternatives}" for one in letters_to(address))


def test_the_body_hears_of_a_new_one_without_a_name(town: Town) -> None:
    colleague(town, "petro", MembershipKind.INTAKE)
    colleague(town, "halyna", MembershipKind.INSPECTOR)
    appeal = filed(town)
    for _ in range(2):
        tell_of_appeals(town.community, now=MONDAY)
    assert told("appeal_new") == {"Ірина", "Петро"}
    work_through(MONDAY)
    letter = said_to(IRYNA)
    assert "Парки Миколаєва" in letter and f"/desk/appeals/{appeal.uuid}/" in letter and "%(" not in letter
    assert not any(secret in letter for secret in SECRETS)


def test_the_author_hears_of_each_step(town: Town) -> None:
    appeal = registered(town, filed(town))
    wanted = Extension(day=day("2026-12-20"), words=Words("Замовили обстеження.", "uk"))
    extend_appeal(appeal, town.actor("iryna"), wanted, now=MONDAY)
    answered(town, appeal)
    tell_of_appeals(town.community, now=MONDAY)
    kinds = {one.kind for one in Delivery.everywhere.filter(person=town.people["olena"])}
    assert {"appeal_registered", "appeal_extended", "appeal_answered"} <= kinds
    work_through(MONDAY)
    letter = said_to(OLENA)
    for part in ("К-12", "Замовили обстеження.", "вербу прибрано", "вирішено позитивно", f"/me/appeals/{appeal.uuid}/"):
        assert part in letter, part
    assert "%(" not in letter and NAME not in letter


def test_a_return_and_a_passing_on_say_why_and_the_new_body_hears(town: Town) -> None:
    one = registered(town, filed(town))
    return_appeal(one, town.actor("iryna"), Returning(words=Words("Немає адреси будинку.", "uk")), now=MONDAY)
    two = registered(town, filed(town, one.problem), number="К-13")
    forwarded(town, two)
    tell_of_appeals(town.community, now=MONDAY)
    assert told("appeal_new") == {"Роман"}, "the one returned and the one passed on wait no more at the parks"
    work_through(MONDAY)
    letter = said_to(OLENA)
    assert "Немає адреси будинку." in letter and "Дорога належить їм." in letter and "Дороги Миколаєва" in letter
    assert "Дорога належить їм." not in said_to(ROMAN)


def test_the_body_is_reminded_on_the_day_before_each_last_day(town: Town) -> None:
    registered(town, filed(town))
    reminded = []
    for days in range(50):
        before = Delivery.everywhere.filter(kind="appeal_due").count()
        remind_of_appeals(town.community, now=MONDAY + days * DAY)
        if Delivery.everywhere.filter(kind="appeal_due").count() > before:
            reminded.append(days)
    assert reminded == [6, 9, 14], "before 23 and 26 November and 1 December"
    assert [one.facts["what"] for one in Delivery.everywhere.filter(kind="appeal_due").order_by("pk")] == [
        *("forward", "return", "answer")
    ]


def test_nobody_is_reminded_of_what_is_answered(town: Town) -> None:
    appeal = registered(town, filed(town))
    remind_of_appeals(town.community, now=MONDAY + 14 * DAY)
    answered(town, appeal, now=MONDAY + 14 * DAY)
    work_through(MONDAY + 14 * DAY)
    assert "1\N{NO-BREAK SPACE}грудня" not in said_to(IRYNA)


def test_one_that_was_never_registered_goes_with_its_author(town: Town) -> None:
    problem = filed(town).problem
    erase_person(town.people["olena"], now=MONDAY)
    assert not Appeal.everywhere.exists() and not AppealStep.everywhere.exists()
    assert list(prove(town.community, lambda done: None)) == []
    problem.refresh_from_db()


def test_of_a_registered_one_number_days_and_result_stay_and_nothing_personal(town: Town) -> None:
    done = answered(town, registered(town, filed(town)))
    live = registered(town, filed(town), number="К-13")
    erase_person(town.people["olena"], now=MONDAY)
    tell_of_appeals(town.community, now=MONDAY)
    work_through(MONDAY)
    for appeal in (done, live):
        appeal.refresh_from_db()
        kept = [appeal.text, appeal.full_name, appeal.residence, appeal.email, appeal.phone, appeal.answer]
        assert not any(kept) and appeal.person is None and appeal.erased_at == MONDAY
    assert live.state == "withdrawn" and not live.is_live
    assert not AppealStep.everywhere.exclude(words="").exists()
    lines = {one.number: one for one in Registration.everywhere.all()}
    assert (lines["К-12"].result, lines["К-12"].question, lines["К-13"].result) == ("9.1", "090", "")
    assert not letters_to(OLENA)
    assert list(prove(town.community, lambda done: None)) == []


def test_an_officer_who_is_erased_leaves_the_appeals_of_others_as_they_were(town: Town) -> None:
    appeal = registered(town, filed(town))
    erase_person(town.people["iryna"], now=MONDAY)
    appeal.refresh_from_db()
    assert appeal.full_name == NAME
    assert AppealStep.everywhere.get(kind="register").actor is None


def test_everybody_takes_their_own_appeals_along_and_no_other(town: Town) -> None:
    answered(town, registered(town, filed(town)))
    (row,) = everything_about(town.people["olena"])["appeals"]
    assert (row["full_name"], row["result"], len(row["steps"])) == (NAME, "9.1", 3)
    for who in ("petro", "iryna", "svitlana"):
        assert not any(secret in str(everything_about(town.people[who])) for secret in SECRETS)
