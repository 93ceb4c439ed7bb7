"""A person is forgotten, and the history still proves itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from opencity.foundation.refusals import NotNow
from opencity.notices.exporting import everything_about
from opencity.notices.operations.erasing import erase_again, erase_person
from opencity.people.models import Erasure
from opencity.problems.models import ActorKey, Endorsement, EventText, Report, Subscription
from opencity.problems.operations import endorsing, owning, updating
from opencity.problems.operations.updating import UpdateKind
from tests.problems.test_life import assert_history_holds
from tests.town import MONDAY, Town, fresh, report, said


def test_erasing_leaves_nothing_of_a_resident_and_breaks_no_chain(town: Town) -> None:
    mine = report(town, words="Олена просить: приберіть дерево біля мого вікна.").problem
    other = report(town, "petro").problem
    endorsing.endorse(other, town.olena, endorsing.Joining(words="Я теж, Олена"), now=MONDAY)
    updating.add_update(other, town.olena, UpdateKind.FACT, said("Я бачу з вікна"), now=MONDAY)
    erase_person(town.olena, now=MONDAY + timedelta(days=1))
    town.olena.refresh_from_db()
    assert (town.olena.public_name, town.olena.is_active) == ("", False)
    assert not EmailAddress.objects.filter(user=town.olena).exists()
    assert Report.objects.get(problem=mine).words == ""
    assert Endorsement.objects.get().words == ""
    assert not EventText.objects.filter(words__contains="вікна").exists()
    assert not ActorKey.objects.filter(person=town.olena).exists()
    assert not Subscription.objects.filter(person=town.olena).exists()
    assert fresh(mine).title == "Аварійне дерево"
    assert_history_holds(mine)
    assert_history_holds(other)
    assert Erasure.objects.get().row == town.olena.pk


def test_an_officers_answers_stay_the_bodys_word(town: Town) -> None:
    problem = report(town).problem
    owning.accept(problem, town.actor("iryna"), said("Приїдемо в четвер."), promised_for=None, now=MONDAY)
    erase_person(town.iryna, now=MONDAY + timedelta(days=1))
    assert EventText.objects.filter(words="Приїдемо в четвер.").exists()
    assert not ActorKey.objects.filter(person=town.iryna).exists()
    assert_history_holds(problem)


def test_a_coordinator_hands_over_first(town: Town) -> None:
    with pytest.raises(NotNow):
        erase_person(town.svitlana, now=MONDAY)
    town.svitlana.refresh_from_db()
    assert town.svitlana.is_active


def test_the_log_is_replayed_on_a_restored_backup(town: Town) -> None:
    report(town)
    erase_again("person", town.olena.pk, now=MONDAY)
    erase_again("person", town.olena.pk, now=MONDAY)
    assert Report.objects.get().words == ""
    assert Erasure.objects.count() == 1


def test_everything_about_a_person_is_theirs_alone(town: Town) -> None:
    report(town, words="Моє дерево")
    report(town, "petro", words="Чуже дерево")
    told = everything_about(town.olena)
    assert [one["words"] for one in told["reports"]] == ["Моє дерево"]
    assert "Чуже" not in str(told)
    assert told["emails"][0]["email"] == "olena@mykolaiv.example.org"
