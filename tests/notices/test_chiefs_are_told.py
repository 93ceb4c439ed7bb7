"""The Monday letter with five figures."""

from __future__ import annotations

from datetime import timedelta

import pytest

from opencity.jobs.schedule import tell_chiefs
from opencity.jobs.worker import work_through
from opencity.notices.exporting import everything_about
from opencity.notices.models import Delivery, UnwantedKind
from opencity.notices.operations.erasing import erase_person
from opencity.notices.operations.unsubscribing import mute, mute_kind, unmute_kind
from opencity.people.models import Membership, MembershipKind
from opencity.problems.operations import owning
from tests.casework.test_casework import colleague
from tests.notices.conftest import letters_to
from tests.town import MONDAY, Town, fresh, report, said

NEXT = MONDAY + timedelta(days=7)
KIND = "figures_weekly"
IRYNA = "iryna@mykolaiv.example.org"


@pytest.fixture
def parks(town: Town) -> Town:
    """A week in which three came in, one of them private, and one had its answer."""
    Membership.objects.filter(person=town.people["iryna"]).update(kind=MembershipKind.SUPERVISOR)
    problem = report(town).problem
    report(town, now=MONDAY + timedelta(days=1))
    report(town, category="social.person_in_need")
    owning.answer(fresh(problem), town.actor("iryna"), said(), now=MONDAY + timedelta(days=2))
    return town


def owed() -> list[Delivery]:
    return list(Delivery.everywhere.filter(kind=KIND).order_by("pk"))


def test_a_chief_reads_five_figures_and_those_of_the_week_before(parks: Town) -> None:
    tell_chiefs(parks.community, NEXT)
    tell_chiefs(parks.community, NEXT + timedelta(hours=3))
    (one,) = owed()
    assert one.facts["week"] == {"came_in": 3, "answered": 1, "done": 0, "verified": 0, "overdue": 0}
    assert set(one.facts["before"].values()) == {0}
    work_through(NEXT)
    letter = next(one for one in letters_to(IRYNA) if "тиждень" in one.subject)
    body = str(letter.body).replace("\N{NO-BREAK SPACE}", " ")
    assert "Надійшло справ: 3 (тиждень перед тим: 0)" in body
    assert "Парки Миколаєва, 16 листопада" in body and "/mykolaiv/desk/figures/?body=mykolaiv-parks" in body
    assert "Суха верба" not in body and "Ірина" not in body


def test_only_chiefs_get_it_and_only_when_there_is_something_to_say(parks: Town) -> None:
    for who, kind in (("petro", MembershipKind.OFFICER), ("halyna", MembershipKind.READER)):
        colleague(parks, who, kind)
    colleague(parks, "danylo", MembershipKind.LEAD, desk="telecom")
    tell_chiefs(parks.community, NEXT)
    assert [one.person for one in owed()] == [parks.people["iryna"]]


def test_a_worker_that_stood_still_catches_up_until_wednesday(parks: Town) -> None:
    tell_chiefs(parks.community, NEXT + timedelta(days=3))
    assert not owed()
    tell_chiefs(parks.community, NEXT + timedelta(days=2))
    assert owed()[0].facts["monday"] == "2026-11-16"


def test_whoever_switched_it_off_gets_none(parks: Town) -> None:
    iryna = parks.people["iryna"]
    mute_kind(parks.community, iryna, KIND, now=NEXT)
    mute_kind(parks.community, iryna, KIND, now=NEXT)
    tell_chiefs(parks.community, NEXT)
    assert not owed()
    unmute_kind(parks.community, iryna, KIND)
    tell_chiefs(parks.community, NEXT)
    assert len(owed()) == 1


@pytest.mark.parametrize("how", ["kind", "all", "duty"])
def test_what_changed_before_the_letter_left_is_heeded(parks: Town, how: str) -> None:
    iryna = parks.people["iryna"]
    tell_chiefs(parks.community, NEXT)
    if how == "kind":
        mute_kind(parks.community, iryna, KIND, now=NEXT)
    elif how == "all":
        mute(parks.community, iryna, None, now=NEXT)
    else:
        Membership.objects.filter(person=iryna).update(kind=MembershipKind.OFFICER)
    work_through(NEXT)
    assert owed()[0].status == Delivery.Status.DROPPED


def test_another_community_is_told_nothing_of_it(parks: Town, elsewhere: Town) -> None:
    Membership.objects.filter(person=elsewhere.people["iryna"]).update(kind=MembershipKind.LEAD)
    tell_chiefs(elsewhere.community, NEXT)
    assert not owed()


def test_the_choice_is_exported_and_erased_with_the_person(parks: Town) -> None:
    iryna = parks.people["iryna"]
    mute_kind(parks.community, iryna, KIND, now=NEXT)
    assert everything_about(iryna)["unwanted_letters"] == [{"community": "mykolaiv", "kind": KIND}]
    erase_person(iryna, now=NEXT)
    assert not UnwantedKind.everywhere.exists()
