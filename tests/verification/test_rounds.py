"""Rounds of verification, with the cast."""

from __future__ import annotations

from datetime import timedelta

import pytest

from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.people.models import Membership
from opencity.places.cells import Point
from opencity.problems.models import Problem, Report
from opencity.problems.operations import endorsing, following, owning
from opencity.problems.states import State
from opencity.verification.models import Claim, Verdict
from opencity.verification.operations.claiming import claim
from opencity.verification.operations.closing import ask, remind_or_close
from opencity.verification.operations.judging import (
    NewVerdict,
    complete,
    dismiss_objection,
    give_verdict,
    withdraw_objection,
)
from opencity.verification.operations.reopening import reopen
from opencity.verification.operations.splitting import split_remainder
from opencity.verification.queries.rounds import judge, waiting_for
from opencity.verification.values import Relation
from tests.problems.test_life import assert_history_holds
from tests.town import CENTRE, MONDAY, SOUTH, Town, fresh, photo_row, report, said

DAY = timedelta(days=1)


@pytest.fixture
def claimed(town: Town) -> Problem:
    """Olena reported, Petro endorsed, Iryna accepted and says it is done, with a photo taken there."""
    problem = report(town).problem
    endorsing.endorse(problem, town.petro, endorsing.Joining(), now=MONDAY)
    owning.accept(problem, town.actor("iryna"), said(), promised_for=None, now=MONDAY + DAY)
    do_claim(town, problem, "iryna", now=MONDAY + 3 * DAY)
    return fresh(problem)


def do_claim(town: Town, problem: Problem, who: str, *, now, at: Point | None = CENTRE) -> Claim:
    photo = photo_row(town, taken_at=now - timedelta(hours=1), at=at, now=now)
    return claim(problem, town.actor(who), said("Спиляли."), (photo,), now=now)


def verdict(town: Town, problem: Problem, who: str, value: str, *, now=MONDAY + 4 * DAY, photo: bool = False):
    picture = photo_row(town, taken_at=now, now=now) if photo else None
    return give_verdict(problem, town.people[who], NewVerdict(value=value, photo=picture), now=now)


def test_a_claim_owes_an_after_photo_from_the_place_and_the_time(town: Town) -> None:
    problem = report(town).problem
    iryna = town.actor("iryna")
    owning.accept(problem, iryna, said(), promised_for=None, now=MONDAY + DAY)
    for photos in ((), (photo_row(town, taken_at=MONDAY),), (photo_row(town, taken_at=MONDAY + 2 * DAY, at=SOUTH),)):
        with pytest.raises(NotUnderstood):
            claim(problem, iryna, said(), photos, now=MONDAY + 3 * DAY)
    assert fresh(problem).state == State.TAKEN_UP


def test_the_reporters_yes_verifies_by_the_reporter_alone(town: Town, claimed: Problem) -> None:
    verdict(town, claimed, "olena", "yes")
    problem = fresh(claimed)
    assert (problem.state, problem.by_reporter_alone) == (State.VERIFIED, True)
    assert_history_holds(problem)


def test_the_doer_never_verifies(town: Town, claimed: Problem) -> None:
    with pytest.raises(NotAllowed):
        verdict(town, claimed, "iryna", "yes")
    Membership.objects.create(person=town.petro, organisation=town.organisations["parks"], since=MONDAY - DAY)
    with pytest.raises(NotAllowed):
        verdict(town, claimed, "petro", "yes")


def test_a_passer_by_who_knew_nothing_before_the_claim_does_not_count(town: Town, claimed: Problem) -> None:
    following.follow(claimed, town.danylo, now=MONDAY + 3 * DAY + timedelta(hours=1))
    with pytest.raises(NotAllowed):
        verdict(town, claimed, "danylo", "yes")


def test_a_follower_of_the_place_is_asked_and_counts(town: Town) -> None:
    near, far = Point(CENTRE.lat + 0.002, CENTRE.lon), Point(CENTRE.lat + 0.02, CENTRE.lon)
    following.follow_place(town.community, town.halyna, near, radius_m=100, label="дім", now=MONDAY)
    following.follow_place(town.community, town.danylo, far, radius_m=100, label="робота", now=MONDAY)
    problem = report(town).problem
    owning.accept(problem, town.actor("iryna"), said(), promised_for=None, now=MONDAY + DAY)
    opened = do_claim(town, problem, "iryna", now=MONDAY + 3 * DAY)
    asked = ask(opened, now=MONDAY + 3 * DAY)
    assert set(asked) == {town.olena, town.halyna, town.taras}
    assert ask(opened, now=MONDAY + 3 * DAY) == []
    assert [row.claim for row in waiting_for(town.halyna, town.community)] == [opened]


def test_only_the_reporter_and_the_library_are_asked_about_a_private_problem(town: Town) -> None:
    problem = report(town, category="social.person_in_need").problem
    following.follow_place(town.community, town.halyna, CENTRE, radius_m=300, label="дім", now=MONDAY)
    owning.accept(problem, town.actor("iryna"), said(), promised_for=None, now=MONDAY + DAY)
    opened = do_claim(town, problem, "iryna", now=MONDAY + 3 * DAY)
    assert set(ask(opened, now=MONDAY + 3 * DAY)) == {town.olena, town.taras}
    verdict(town, problem, "olena", "yes")
    assert fresh(problem).state == State.VERIFIED


def test_one_verdict_each(town: Town, claimed: Problem) -> None:
    verdict(town, claimed, "petro", "yes")
    with pytest.raises(NotNow):
        verdict(town, claimed, "petro", "no")
    assert fresh(claimed).state == State.CLAIMED_DONE


def test_an_objection_blocks_until_it_is_withdrawn(town: Town, claimed: Problem) -> None:
    verdict(town, claimed, "petro", "no", photo=True)
    verdict(town, claimed, "olena", "yes")
    assert fresh(claimed).state == State.CLAIMED_DONE
    withdraw_objection(claimed, town.petro, now=MONDAY + 5 * DAY)
    assert fresh(claimed).state == State.VERIFIED
    assert_history_holds(claimed)


def test_an_objection_may_be_dismissed_with_a_reason_by_somebody_unconcerned(town: Town, claimed: Problem) -> None:
    verdict(town, claimed, "petro", "no", photo=True)
    verdict(town, claimed, "olena", "yes")
    with pytest.raises(NotUnderstood):
        dismiss_objection(claimed, town.petro, town.actor("taras"), said(" "), now=MONDAY + 5 * DAY)
    with pytest.raises(NotAllowed):
        dismiss_objection(claimed, town.petro, town.actor("halyna"), said("Ні"), now=MONDAY + 5 * DAY)
    dismiss_objection(claimed, town.petro, town.actor("taras"), said("Фото іншого дерева."), now=MONDAY + 5 * DAY)
    assert fresh(claimed).state == State.VERIFIED


def test_a_new_claim_with_newer_evidence_opens_a_new_round(town: Town, claimed: Problem) -> None:
    with pytest.raises(NotUnderstood):
        do_claim(town, claimed, "iryna", now=MONDAY + 4 * DAY)
    verdict(town, claimed, "petro", "no", photo=True)
    opened = do_claim(town, claimed, "iryna", now=MONDAY + 5 * DAY)
    assert opened.round == 2
    assert judge(opened, town.petro).gave is None
    verdict(town, claimed, "olena", "yes", now=MONDAY + 6 * DAY)
    assert fresh(claimed).state == State.VERIFIED
    assert_history_holds(claimed)


def test_two_noes_send_it_back_to_work(town: Town, claimed: Problem) -> None:
    verdict(town, claimed, "petro", "no")
    verdict(town, claimed, "olena", "no")
    assert fresh(claimed).state == State.IN_PROGRESS
    assert Claim.objects.get().outcome == "contested"
    assert_history_holds(claimed)


def test_silence_reminds_twice_and_closes_unverified(town: Town, claimed: Problem) -> None:
    opened = Claim.objects.get()
    start = opened.claimed_at
    ask(opened, now=start)
    reminders = 0
    for day in range(1, 16):
        reminders += bool(remind_or_close(opened, now=start + day * DAY))
    assert reminders == 2
    assert fresh(claimed).state == State.CLOSED_UNVERIFIED
    assert_history_holds(claimed)


def test_a_late_yes_verifies_within_ninety_days(town: Town, claimed: Problem) -> None:
    test_silence_reminds_twice_and_closes_unverified(town, claimed)
    with pytest.raises(NotNow):
        verdict(town, claimed, "olena", "yes", now=MONDAY + 200 * DAY)
    verdict(town, claimed, "olena", "yes", now=MONDAY + 60 * DAY)
    assert fresh(claimed).state == State.VERIFIED


def test_neighbours_confirm_and_the_librarian_completes_after_a_week(town: Town, claimed: Problem) -> None:
    following.follow(claimed, town.halyna, now=MONDAY)
    verdict(town, claimed, "petro", "yes")
    verdict(town, claimed, "halyna", "yes")
    assert fresh(claimed).state == State.CLAIMED_DONE
    photo = photo_row(town, taken_at=MONDAY + 11 * DAY)
    with pytest.raises(NotNow):
        complete(claimed, town.actor("taras"), photo, now=MONDAY + 5 * DAY)
    complete(claimed, town.actor("taras"), photo, now=MONDAY + 11 * DAY)
    problem = fresh(claimed)
    assert (problem.state, problem.by_reporter_alone) == (State.VERIFIED, False)


def test_partly_splits_off_the_rest_with_the_same_reporters_and_clock(town: Town, claimed: Problem) -> None:
    with pytest.raises(NotNow):
        split_remainder(claimed, town.actor("iryna"), "", said("Лишився пень."), now=MONDAY + 4 * DAY)
    verdict(town, claimed, "petro", "partly")
    verdict(town, claimed, "olena", "yes")
    assert fresh(claimed).state == State.CLAIMED_DONE
    rest = split_remainder(claimed, town.actor("iryna"), "Пень", said("Лишився пень."), now=MONDAY + 5 * DAY)
    rest = fresh(rest)
    assert fresh(claimed).state == State.VERIFIED
    assert (rest.state, rest.clock_started_at) == (State.OPEN, MONDAY)
    assert Report.objects.get(problem=rest).reporter == town.olena
    assert_history_holds(claimed)
    assert_history_holds(rest)


def test_a_neighbour_may_say_it_is_done_and_that_is_one_yes(town: Town) -> None:
    problem = report(town).problem
    endorsing.endorse(problem, town.petro, endorsing.Joining(), now=MONDAY)
    opened = do_claim(town, problem, "petro", now=MONDAY + DAY)
    assert not opened.by_doer
    assert Verdict.objects.get().person == town.petro
    assert judge(opened, town.petro).relation == Relation.ENDORSER
    assert fresh(problem).state == State.CLAIMED_DONE
    verdict(town, problem, "olena", "yes")
    assert fresh(problem).state == State.VERIFIED


def test_reopening_takes_the_reporter_or_two_neighbours_with_new_photos(town: Town, claimed: Problem) -> None:
    verdict(town, claimed, "olena", "yes")
    later = MONDAY + 20 * DAY
    old = photo_row(town, taken_at=MONDAY)
    with pytest.raises(NotUnderstood):
        reopen(claimed, town.actor("olena"), said("Знову"), (old,), now=later)
    reopen(claimed, town.actor("petro"), said("Знову"), (photo_row(town, taken_at=later),), now=later)
    assert fresh(claimed).state == State.VERIFIED
    with pytest.raises(NotNow):
        reopen(claimed, town.actor("petro"), said("Знову"), (photo_row(town, taken_at=later),), now=later)
    reopen(claimed, town.actor("halyna"), said("Так, знову"), (photo_row(town, taken_at=later),), now=later)
    problem = fresh(claimed)
    assert (problem.state, problem.clock_started_at) == (State.OPEN, later)
    assert_history_holds(problem)


def test_after_ninety_days_it_is_a_new_report(town: Town, claimed: Problem) -> None:
    verdict(town, claimed, "olena", "yes")
    late = MONDAY + 120 * DAY
    with pytest.raises(NotNow):
        reopen(claimed, town.actor("olena"), said("Знову"), (photo_row(town, taken_at=late),), now=late)


def test_coordinators_split_the_rest_only_after_a_week(town: Town, claimed: Problem) -> None:
    verdict(town, claimed, "petro", "partly")
    verdict(town, claimed, "olena", "partly")
    with pytest.raises(NotAllowed):
        split_remainder(claimed, town.actor("svitlana"), "", said("Пень."), now=MONDAY + 5 * DAY)
    split_remainder(claimed, town.actor("svitlana"), "", said("Пень."), now=MONDAY + 11 * DAY)
    assert fresh(claimed).state == State.VERIFIED
