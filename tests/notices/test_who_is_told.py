from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from opencity.communities.models import Community
from opencity.jobs import outbox
from opencity.jobs.worker import work_through
from opencity.notices.models import Delivery
from opencity.people.operations.introducing import Stranger
from opencity.problems.operations import endorsing, following, merging, owning, reviewing, updating
from opencity.problems.operations.confirming import confirm
from opencity.problems.operations.following import follow_area, follow_place
from opencity.verification.operations.claiming import claim
from opencity.verification.operations.judging import NewVerdict, give_verdict
from tests.notices.conftest import letters_to
from tests.town import CENTRE, MONDAY, SOUTH, Town, fresh, photo_row, report, said

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
OLENA, PETRO, HALYNA = (f"{name}@mykolaiv.example.org" for name in ("olena", "petro", "halyna"))
PARKS, ROADS = "parks@mykolaiv.example.org", "roads@mykolaiv.example.org"


def told(kind: str) -> set[str]:
    """Public names of those who are owed a kind of notice, or slugs of organisations."""
    names = Delivery.everywhere.filter(kind=kind).values_list("person__public_name", "organisation__slug")
    return {slug if person is None else person for person, slug in names}


def settle_outbox(moment: datetime = MONDAY) -> None:
    while outbox.work(moment):
        pass


def test_a_report_brings_a_receipt_and_tells_the_body_that_has_the_duty(town: Town) -> None:
    problem = report(town).problem
    work_through(MONDAY)
    receipt, told_owner = letters_to(OLENA)[0], letters_to(PARKS)[0]
    number = f"№\N{NO-BREAK SPACE}{problem.number}"
    assert number in receipt.subject and "/mykolaiv/receipt/" in str(receipt.body)
    assert number in told_owner.subject and f"/mykolaiv/problems/{problem.number}/answer/?t=" in str(told_owner.body)
    assert "Суха верба" in str(told_owner.body)
    assert len(letters_to(OLENA)) == len(letters_to(PARKS)) == 1


def test_reacting_twice_owes_nothing_twice(town: Town) -> None:
    from opencity.jobs.reactions import react
    from opencity.problems.models import Event

    follow_area(town.areas["centre"], town.petro, now=MONDAY)
    report(town)
    event = Event.everywhere.get()
    react(event, now=MONDAY)
    owed = Delivery.everywhere.count()
    react(event, now=MONDAY + HOUR)
    assert Delivery.everywhere.count() == owed == 3


def test_a_stranger_is_asked_to_confirm_at_an_address_nobody_has_proven(town: Town) -> None:
    filed = report(town, Stranger(email="nova@example.org"), words="Ліхтар не світить")
    work_through(MONDAY)
    (letter,) = letters_to("nova@example.org")
    assert "/mykolaiv/confirm/" in str(letter.body)
    assert "Ліхтар" not in str(letter.body) + letter.subject
    assert not letters_to(PARKS)
    confirm(filed.report.reporter, "nova@example.org", now=MONDAY + HOUR)
    work_through(MONDAY + HOUR)
    assert told("receipt") == {""} and told("owner_told") == {"mykolaiv-parks"}
    assert len(letters_to("nova@example.org")) == 2


def test_news_reaches_reporters_and_followers_but_never_whoever_did_it(town: Town) -> None:
    problem = report(town).problem
    following.follow(problem, town.petro, now=MONDAY)
    following.follow(problem, town.iryna, now=MONDAY)
    owning.accept(problem, town.actor("iryna"), said(), promised_for=None, now=MONDAY + HOUR)
    settle_outbox(MONDAY + HOUR)
    assert told("accepted") == {"Олена", "Петро"}


def test_every_update_reaches_the_body_that_has_the_duty(town: Town) -> None:
    problem = report(town).problem
    updating.add_update(problem, town.olena, updating.UpdateKind.QUESTION, said("Коли приїдете?"), now=MONDAY + HOUR)
    work_through(MONDAY + HOUR)
    work_through(MONDAY + 2 * HOUR)
    assert "Коли приїдете?" in str(letters_to(PARKS)[-1].body)
    assert told("updated") == {"mykolaiv-parks"}


def test_a_private_problem_reaches_its_reporter_and_the_owners_inbox_alone(town: Town) -> None:
    follow_area(town.areas["centre"], town.petro, now=MONDAY)
    problem = report(town, category="social.person_in_need", words="Бабуся Марія сама вдома").problem
    following.follow(problem, town.halyna, now=MONDAY)
    owning.accept(problem, town.actor("iryna"), said("Марії привезуть їжу"), promised_for=None, now=MONDAY + HOUR)
    work_through(MONDAY + HOUR)
    work_through(MONDAY + DAY)
    assert letters_to(OLENA) and letters_to(PARKS)
    assert not letters_to(PETRO) and not letters_to(HALYNA)
    for letter in letters_to(PARKS):
        assert "Марі" not in letter.subject + str(letter.body) + str(letter.alternatives[0][0])
    assert not any("Марі" in letter.subject for letter in letters_to(OLENA))


def test_what_is_hidden_before_the_letter_leaves_is_told_to_nobody_else(town: Town) -> None:
    problem = report(town).problem
    following.follow(problem, town.petro, now=MONDAY)
    owning.answer(problem, town.actor("iryna"), said("Телефон мешканки 050 123 45 67"), now=MONDAY + MINUTE)
    settle_outbox(MONDAY + MINUTE)
    assert told("answered") == {"Олена", "Петро"}
    reviewing.hide(problem, town.actor("svitlana"), said("Тут особисті дані."), now=MONDAY + 2 * MINUTE)
    work_through(MONDAY + HOUR)
    assert not letters_to(PETRO)
    assert not any("050" in str(letter.body) for letter in letters_to(OLENA))
    assert "Тут особисті дані." in str(letters_to(OLENA)[-1].body)


def test_a_rejected_report_is_explained_to_its_reporter_though_nobody_ever_saw_it(town: Town) -> None:
    problem = report(town, category="war.damage", words="Вибиті вікна").problem
    work_through(MONDAY)
    assert told("owner_told") == set()
    reviewing.reject(problem, town.actor("svitlana"), "no_place", said("Допишіть адресу."), now=MONDAY + HOUR)
    work_through(MONDAY + HOUR)
    assert "Допишіть адресу." in str(letters_to(OLENA)[-1].body)


def test_neighbours_read_of_new_problems_in_one_letter_of_the_next_morning(town: Town) -> None:
    follow_area(town.areas["centre"], town.petro, now=MONDAY)
    follow_place(town.community, town.halyna, SOUTH, radius_m=500, label="дім", now=MONDAY)
    for _ in range(3):
        report(town)
    work_through(MONDAY)
    assert not letters_to(PETRO)
    work_through(MONDAY + DAY)
    (letter,) = letters_to(PETRO)
    assert str(letter.body).count("Суха верба") == 3
    assert not letters_to(HALYNA)


def test_a_forwarded_problem_is_told_to_the_new_body_and_again_when_it_comes_back(town: Town) -> None:
    problem = report(town).problem
    settle_outbox()
    owning.forward(problem, town.actor("iryna"), town.organisations["roads"], said("Не наше"), now=MONDAY + HOUR)
    settle_outbox(MONDAY + HOUR)
    owning.forward(
        fresh(problem), town.actor("roman"), town.organisations["parks"], said("І не наше"), now=MONDAY + 2 * HOUR
    )
    settle_outbox(MONDAY + 2 * HOUR)
    assert Delivery.everywhere.filter(kind="owner_told").count() == 3
    work_through(MONDAY + 2 * HOUR)
    assert not letters_to(ROADS), "it is not theirs any more"


def test_everybody_who_may_judge_is_asked_and_thanked(town: Town) -> None:
    problem = report(town).problem
    endorsing.endorse(problem, town.petro, endorsing.Joining(), now=MONDAY)
    owning.accept(problem, town.actor("iryna"), said(), promised_for=None, now=MONDAY + HOUR)
    photo = photo_row(town, taken_at=MONDAY + DAY, at=CENTRE)
    claim(problem, town.actor("iryna"), said("Прибрали."), (photo,), now=MONDAY + DAY)
    work_through(MONDAY + DAY)
    assert told("ask") == {"Олена", "Петро", "Тарас"}
    asked = letters_to(PETRO)[-1]
    assert str(asked.body).count("/verify/?t=") == 5 and "Прибрали." in str(asked.body)
    assert not letters_to("taras@mykolaiv.example.org"), "librarians are asked once a day"
    give_verdict(fresh(problem), town.olena, NewVerdict(value="yes"), now=MONDAY + 2 * DAY)
    work_through(MONDAY + 2 * DAY)
    assert told("thanks") == {"Олена"} and "Петро" in told("verified")
    assert not letters_to("taras@mykolaiv.example.org"), "nothing is asked of a round that has ended"


def test_whoever_has_answered_is_not_asked_any_more(town: Town) -> None:
    problem = report(town).problem
    photo = photo_row(town, taken_at=MONDAY + DAY, at=CENTRE)
    claim(problem, town.actor("iryna"), said("Прибрали."), (photo,), now=MONDAY + DAY)
    settle_outbox(MONDAY + DAY)
    give_verdict(fresh(problem), town.olena, NewVerdict(value="cannot_tell"), now=MONDAY + DAY)
    work_through(MONDAY + DAY)
    assert not any("/verify/" in str(letter.body) for letter in letters_to(OLENA))


def test_merging_tells_the_reporter_where_it_went(town: Town) -> None:
    first, second = report(town).problem, report(town, "petro").problem
    merging.merge(second, first, town.actor("svitlana"), said("Та сама верба"), now=MONDAY + HOUR)
    work_through(MONDAY + HOUR)
    work_through(MONDAY + DAY)
    assert told("merged") == {"Петро"}
    assert f"/problems/{first.number}/" in str(letters_to(PETRO)[-1].body)


def test_old_events_tell_nobody(town: Town) -> None:
    report(town)
    work_through(MONDAY + 30 * DAY)
    assert not Delivery.everywhere.exists()


def test_nothing_of_one_community_reaches_another(town: Town, elsewhere: Town) -> None:
    follow_area(elsewhere.areas["centre"], elsewhere.people["vasyl"], now=MONDAY)
    report(town)
    work_through(MONDAY)
    work_through(MONDAY + DAY)
    assert not letters_to("vasyl@voznesensk.example.org")
    assert not Delivery.everywhere.exclude(community=town.community).exists()


def test_an_urgent_problem_says_so(town: Town) -> None:
    report(town, answers={"hazard": "soon"})
    work_through(MONDAY)
    assert Community.objects.get(pk=town.community.pk).version > town.community.version
    assert letters_to(PARKS)


@pytest.mark.parametrize("kind", ["owner_told", "receipt"])
def test_links_come_from_the_setting(town: Town, settings: Any, kind: str) -> None:
    settings.PUBLIC_URL = "https://misto.example"
    report(town)
    work_through(MONDAY)
    (letter,) = letters_to(PARKS if kind == "owner_told" else OLENA)
    assert "https://misto.example/mykolaiv/" in str(letter.body)
    assert "127.0.0.1" not in str(letter.body)
