"""A problem's life by operations alone, and its history afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest

from opencity.foundation.chains import genesis, link, microseconds
from opencity.foundation.refusals import CallEmergency, NotAllowed, NotHere, NotNow, NotUnderstood
from opencity.people.operations.introducing import Stranger
from opencity.places.telling import ToldPlace
from opencity.problems.history import facts_of, line_of, values_of
from opencity.problems.models import ActorKey, Event, Evidence, ExactPlace, Photo, Problem, Report
from opencity.problems.operations import confirming, drafting, endorsing, merging, owning, reviewing, updating
from opencity.problems.rules.projection import fold
from opencity.problems.states import State, Visibility
from tests.town import MONDAY, OUTSIDE, SOUTH, Town, fresh, photo_row, report, said

DAY = timedelta(days=1)


def assert_history_holds(problem: Problem) -> None:
    """The chain links, and the stored problem is what its events give."""
    problem = fresh(problem)
    head = genesis(problem.community.uuid, problem.uuid)
    events = list(Event.everywhere.filter(problem=problem).order_by("position").prefetch_related("texts"))
    assert [event.position for event in events] == list(range(1, len(events) + 1))
    for event in events:
        head = link(head, line_of(event, problem.community, problem.uuid))
        assert head == event.hash
    assert head == problem.head
    folded = fold((event.kind, microseconds(event.at), facts_of(event)) for event in events)
    assert folded == values_of(problem)


def test_a_report_by_a_confirmed_resident_is_public_at_once_and_has_its_owner(town: Town) -> None:
    problem = report(town).problem
    problem = fresh(problem)
    assert problem.number == 1
    assert problem.title == "Суха верба нахилилася над гойдалкою"
    assert (problem.state, problem.visibility) == (State.OPEN, Visibility.PUBLIC)
    assert problem.owner == town.organisations["parks"]
    assert problem.area == town.areas["centre"]
    assert problem.answer_due is not None and problem.answer_due.date().isoformat() == "2026-11-23"
    assert_history_holds(problem)


def test_the_owner_accepts_names_an_obstacle_and_goes_on(town: Town) -> None:
    problem, iryna = report(town).problem, town.actor("iryna")
    owning.accept(problem, iryna, said(), promised_for=(MONDAY + 9 * DAY).date(), now=MONDAY + DAY)
    owning.begin(problem, iryna, said("Почали."), now=MONDAY + 2 * DAY)
    owning.block(problem, iryna, said("Немає автовишки."), review_on=(MONDAY + 9 * DAY).date(), now=MONDAY + 3 * DAY)
    assert fresh(problem).state == State.BLOCKED
    owning.unblock(problem, iryna, said("Автовишка є."), now=MONDAY + 4 * DAY)
    problem = fresh(problem)
    assert problem.state == State.IN_PROGRESS
    assert problem.answered_at == MONDAY + DAY
    assert problem.review_on is None
    assert_history_holds(problem)


def test_forwarding_keeps_the_clock_and_needs_a_reason(town: Town) -> None:
    problem, iryna = report(town).problem, town.actor("iryna")
    due = fresh(problem).answer_due
    with pytest.raises(NotUnderstood):
        owning.forward(problem, iryna, town.organisations["roads"], said(" "), now=MONDAY + DAY)
    owning.forward(problem, iryna, town.organisations["roads"], said("Це зелена зона дороги."), now=MONDAY + DAY)
    problem = fresh(problem)
    assert (problem.state, problem.owner, problem.answer_due) == (State.OPEN, town.organisations["roads"], due)
    assert problem.answered_at is None
    with pytest.raises(NotAllowed):
        owning.accept(problem, iryna, said(), promised_for=None, now=MONDAY + 2 * DAY)
    assert_history_holds(problem)


def test_nobody_but_the_owner_speaks_for_it(town: Town) -> None:
    problem = report(town).problem
    for name in ("olena", "svitlana", "roman", "taras"):
        with pytest.raises(NotAllowed):
            owning.accept(problem, town.actor(name), said(), promised_for=None, now=MONDAY + DAY)
    assert fresh(problem).position == 1


def test_an_explosive_find_and_an_immediate_danger_are_never_taken(town: Town) -> None:
    with pytest.raises(CallEmergency):
        report(town, category="war.uxo")
    with pytest.raises(CallEmergency):
        report(town, answers={"hazard": "now"})
    assert not Problem.objects.exists()
    assert fresh(report(town, answers={"hazard": "soon"}).problem).urgent


def test_a_place_outside_names_the_community_that_covers_it(town: Town, elsewhere: Town) -> None:
    from opencity.places.cells import Point

    with pytest.raises(NotHere):
        report(town, at=OUTSIDE)
    with pytest.raises(NotHere) as refused:
        report(town, at=Point(47.55, 31.3))
    assert "Вознесенськ" in refused.value.next_step
    assert refused.value.link == "/voznesensk/report/"


def test_a_place_told_by_area_alone_has_no_false_pin(town: Town) -> None:
    problem = report(town, place=ToldPlace(area=town.areas["south"], words="біля школи", source="area")).problem
    problem = fresh(problem)
    assert (problem.cell, problem.lat, problem.precision) == (None, None, "area")
    assert problem.area == town.areas["south"]


def test_damage_is_checked_first_and_shown_coarsely(town: Town) -> None:
    problem = fresh(report(town, category="war.damage").problem)
    exact = ExactPlace.objects.get(problem=problem)
    assert problem.visibility == Visibility.HELD
    assert (exact.lat, exact.lon) == (46.97, 32.0)
    assert problem.lat is not None and abs(problem.lat - 46.97) > 1e-6
    assert problem.place_words == ""
    near = fresh(report(town, category="war.damage", at=type(SOUTH)(46.9701, 32.0001)).problem)
    assert near.cell == problem.cell


def test_a_private_problem_seals_its_facts_and_still_folds(town: Town) -> None:
    problem = fresh(report(town, category="social.person_in_need").problem)
    assert problem.visibility == Visibility.PRIVATE
    event = Event.objects.get(problem=problem)
    assert set(event.facts) == {"sealed"}
    assert_history_holds(problem)


def test_an_unconfirmed_address_holds_the_report_until_it_is_confirmed(town: Town) -> None:
    filed = report(town, Stranger(name="Ніна", email="Nina@Example.org"))
    assert fresh(filed.problem).visibility == Visibility.HELD
    person = confirming.confirm(filed.report.reporter, "nina@example.org", now=MONDAY + DAY)
    assert person.assurance == 1
    problem = fresh(filed.problem)
    assert problem.visibility == Visibility.PUBLIC
    assert problem.clock_started_at == MONDAY + DAY
    assert_history_holds(problem)


def test_confirming_an_address_that_has_an_account_joins_the_two(town: Town) -> None:
    filed = report(town, Stranger(email="olena@mykolaiv.example.org"), photos=(photo_row(town),))
    assert filed.report.reporter != town.olena
    person = confirming.confirm(filed.report.reporter, "olena@mykolaiv.example.org", now=MONDAY)
    assert person == town.olena
    assert Report.objects.get().reporter == town.olena
    assert set(ActorKey.objects.values_list("person", flat=True)) == {town.olena.pk}
    assert Evidence.objects.get().author == town.olena
    assert_history_holds(filed.problem)


def test_an_anonymous_report_gets_a_secret_word_and_waits_for_the_coordinator(town: Town) -> None:
    filed = report(town, Stranger())
    assert filed.secret_word and filed.secret_word not in filed.report.secret_digest
    assert fresh(filed.problem).visibility == Visibility.HELD
    with pytest.raises(NotUnderstood):
        report(town, Stranger(), category="social.person_in_need")


def test_me_too_counts_once_and_follows(town: Town) -> None:
    problem = report(town).problem
    for _ in range(2):
        endorsing.endorse(problem, town.petro, endorsing.Joining(words="І я боюся"), now=MONDAY)
    assert fresh(problem).endorsed == 1
    endorsing.endorse(problem, Stranger(email="new@example.org"), endorsing.Joining(), now=MONDAY)
    assert fresh(problem).endorsed == 1
    endorsing.withdraw_endorsement(problem, town.petro, now=MONDAY)
    assert fresh(problem).endorsed == 0
    assert_history_holds(problem)


def test_a_joiners_photo_is_shown_once_the_address_is_confirmed(town: Town) -> None:
    problem = report(town).problem
    joining = endorsing.Joining(photos=(photo_row(town),))
    row = endorsing.endorse(problem, Stranger(email="new@example.org"), joining, now=MONDAY)
    assert Evidence.objects.get().hidden
    confirming.confirm(row.person, "new@example.org", now=MONDAY + DAY)
    assert not Evidence.objects.get().hidden
    assert fresh(problem).endorsed == 1


def test_photos_that_belong_to_nothing_are_swept_after_a_day(town: Town) -> None:
    photo_row(town, now=MONDAY)
    kept = report(town, photos=(photo_row(town, now=MONDAY),))
    drafting.sweep(now=MONDAY + timedelta(hours=25))
    assert [row.evidence.problem_id for row in Photo.objects.all()] == [kept.problem.pk]


def test_merging_loses_no_reporter_follower_or_clock(town: Town) -> None:
    first = report(town).problem
    second = report(town, "petro", now=MONDAY + 3 * DAY).problem
    endorsing.endorse(first, town.halyna, endorsing.Joining(), now=MONDAY + DAY)
    endorsing.endorse(second, town.halyna, endorsing.Joining(), now=MONDAY + 4 * DAY)
    into = merging.merge(first, second, town.actor("svitlana"), said("Те саме дерево."), now=MONDAY + 5 * DAY)
    first, into = fresh(first), fresh(into)
    assert first.state == State.MERGED and first.merged_into == into
    assert {row.reporter for row in Report.objects.filter(problem=into)} == {town.olena, town.petro}
    assert into.clock_started_at == MONDAY
    assert into.endorsed == 2
    assert_history_holds(first)
    assert_history_holds(into)


def test_a_reporter_withdraws_only_while_nobody_else_is_affected(town: Town) -> None:
    problem = report(town).problem
    with pytest.raises(NotAllowed):
        updating.withdraw(problem, town.actor("petro"), said("Вже не треба"), now=MONDAY)
    endorsing.endorse(problem, town.petro, endorsing.Joining(), now=MONDAY)
    with pytest.raises(NotNow):
        updating.withdraw(problem, town.actor("olena"), said("Вже не треба"), now=MONDAY)


def test_editing_ends_after_half_an_hour(town: Town) -> None:
    filed = report(town)
    updating.edit(filed.report, "Верба впала на гойдалку. Нікого не зачепила.", now=MONDAY + timedelta(minutes=20))
    assert fresh(filed.problem).title == "Верба впала на гойдалку"
    with pytest.raises(NotNow):
        updating.edit(filed.report, "Ще раз", now=MONDAY + timedelta(minutes=31))
    assert_history_holds(filed.problem)


def test_hiding_owes_a_reason_and_changes_no_state(town: Town) -> None:
    problem = report(town).problem
    with pytest.raises(NotUnderstood):
        reviewing.hide(problem, town.actor("mykhailo"), said(" "), now=MONDAY)
    with pytest.raises(NotAllowed):
        reviewing.hide(problem, town.actor("petro"), said("Не подобається"), now=MONDAY)
    reviewing.hide(problem, town.actor("mykhailo"), said("На фото обличчя дитини."), now=MONDAY)
    problem = fresh(problem)
    assert (problem.state, problem.visibility) == (State.OPEN, Visibility.HIDDEN)
    assert_history_holds(problem)


def test_a_coordinator_who_belongs_to_the_owner_decides_nothing_there(town: Town) -> None:
    from opencity.people.models import Membership

    problem = report(town).problem
    Membership.objects.create(
        person=town.svitlana, organisation=town.organisations["parks"], since=MONDAY - timedelta(days=30)
    )
    with pytest.raises(NotAllowed):
        reviewing.hide(problem, town.actor("svitlana"), said("Причина"), now=MONDAY)


def test_redaction_blackens_and_never_rewords(town: Town) -> None:
    filed = report(town, words="Дзвоніть 0501234567, дерево падає.")
    with pytest.raises(NotUnderstood):
        reviewing.redact(filed.report, "Дзвоніть нам, дерево стоїть.", town.actor("svitlana"), said("Ні"), now=MONDAY)
    covered = "Дзвоніть ██████████, дерево падає."
    reviewing.redact(filed.report, covered, town.actor("svitlana"), said("Номер телефону"), now=MONDAY)
    assert Report.objects.get().words == covered
    assert_history_holds(filed.problem)


def test_a_first_post_with_a_link_waits_for_a_look(town: Town) -> None:
    filed = report(town, words="Дивіться https://example.com тут яма")
    assert fresh(filed.problem).visibility == Visibility.HELD
    again = report(town, words="Ще раз https://example.com")
    assert fresh(again.problem).visibility == Visibility.PUBLIC
