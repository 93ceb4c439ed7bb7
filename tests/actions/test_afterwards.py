from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from opencity.actions.models import Arrival, Participation
from opencity.actions.operations.arriving import NewArrival, check_in
from opencity.actions.operations.calling import NewRole
from opencity.actions.operations.reporting import Mark, close_list, mark, report_action
from opencity.actions.queries.crowds import bodies_of, crowds_of
from opencity.actions.queries.proving import prove_actions
from opencity.actions.values import Minors, ParticipationState
from opencity.command.progress import Progress
from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.plans.models import Contribution
from opencity.plans.queries.needs import coverage_of
from opencity.plans.queries.proving import prove_plans
from opencity.plans.values import PledgeState
from opencity.problems.doers import doers
from opencity.problems.history import Words
from opencity.problems.models import Event, Evidence
from opencity.problems.operations.merging import merge
from opencity.problems.queries.proving import prove
from tests.actions.making import ENDS, STARTS, again, arrives, called, came, joins, row, told
from tests.plans.making import LATER, hands, need_of, plan_again, pothole, published
from tests.town import Town, fresh, photo_row, said


def walks_in(town: Town, action, name: str = "Пан Степан", **more):
    uuid = more.pop("uuid", uuid4())
    arrival = NewArrival(uuid=uuid, at=more.pop("at", STARTS), name=name, **more)
    return check_in(action, [arrival], town.actor("oksana", STARTS), now=STARTS)


def test_a_check_in_counts_once_however_often_it_is_sent(town: Town) -> None:
    action = called(town)
    olena = joins(town, "olena", action)
    batch = [
        NewArrival(uuid=uuid4(), at=STARTS, participation=olena.uuid),
        NewArrival(uuid=uuid4(), at=STARTS + timedelta(minutes=4), name="Пан Степан"),
    ]
    later = STARTS + timedelta(hours=2)
    for _ in range(2):
        noted = check_in(action, batch, town.actor("oksana", later), now=later)
        assert set(noted.kept) == {one.uuid for one in batch} and not noted.refused
    assert Arrival.everywhere.count() == 2 and Participation.everywhere.count() == 2
    assert row(olena).state == ParticipationState.ATTENDED and row(olena).checked_in_at == STARTS
    assert Event.everywhere.filter(kind="action_attended").count() == 2


def test_one_wrong_line_keeps_no_other_from_being_noted(town: Town) -> None:
    action = called(town)
    olena, petro = joins(town, "olena", action), joins(town, "petro", action)
    batch = [
        NewArrival(uuid=uuid4(), at=STARTS + timedelta(hours=9), participation=olena.uuid),
        NewArrival(uuid=uuid4(), at=STARTS - timedelta(days=1), participation=olena.uuid),
        NewArrival(uuid=uuid4(), at=STARTS, code="nobody"),
        NewArrival(uuid=uuid4(), at=STARTS, name="  "),
        NewArrival(uuid=uuid4(), at=STARTS, code=petro.code),
    ]
    noted = check_in(action, batch, town.actor("oksana", STARTS), now=STARTS)
    assert [refusal.field for _uuid, refusal in noted.refused] == ["at", "at", "code", "name"]
    assert noted.kept == (batch[-1].uuid,)
    assert row(olena).state == "confirmed" and row(petro).state == "attended"


def test_only_the_lead_and_the_library_check_people_in(town: Town) -> None:
    action = called(town)
    olena = joins(town, "olena", action)
    for who in ("olena", "petro", "iryna", "mykhailo"):
        with pytest.raises(NotAllowed):
            arrives(town, action, olena, who=who)
    arrives(town, action, olena, who="taras")
    assert row(olena).state == ParticipationState.ATTENDED


def test_the_first_who_comes_brings_the_plan_and_the_problem_forward(town: Town) -> None:
    action = called(town)
    arrives(town, action, joins(town, "olena", action))
    assert action.plan is not None and plan_again(action.plan).state == "running"
    assert fresh(action.problem).state == "in_progress"


def test_whoever_waited_or_had_left_is_welcome_when_they_come(town: Town) -> None:
    action = called(town, NewRole(words="Усі охочі", capacity=1))
    joins(town, "olena", action)
    waits = joins(town, "petro", action)
    arrives(town, action, waits)
    assert row(waits).state == ParticipationState.ATTENDED


def test_hours_make_a_promise_a_gift_and_are_written_once(town: Town) -> None:
    plan = published(town, hands("3"))
    need = need_of(plan, "Руки")
    action = called(town, NewRole(words="Усі охочі", capacity=3, need=need), plan=plan)
    olena = joins(town, "olena", action)
    arrives(town, action, olena)
    done = came(town, olena, "2.5")
    assert done.hours == Decimal("2.50") and done.pledge is not None
    assert done.pledge.state == PledgeState.ACKNOWLEDGED
    gift = Contribution.everywhere.get(pledge=done.pledge)
    assert (gift.quantity, gift.hours, gift.quiet) == (Decimal(1), Decimal("2.5"), True)
    assert came(town, olena, "2.5").hours == Decimal("2.50")
    with pytest.raises(NotNow):
        came(town, olena, "8")
    with pytest.raises(NotNow):
        mark(row(olena), Mark(state=ParticipationState.NO_SHOW), town.actor("oksana", ENDS), now=ENDS)
    assert Contribution.everywhere.count() == 1
    assert not list(prove_plans(town.community))


def test_whoever_came_without_a_promise_gave_all_the_same(town: Town) -> None:
    plan = published(town, hands("1"))
    need = need_of(plan, "Руки")
    action = called(town, NewRole(words="Усі охочі", capacity=1, need=need), plan=plan)
    came(town, joins(town, "olena", action))
    walks_in(town, action)
    stepan = Participation.everywhere.get(walk_in=True)
    came(town, row(stepan), "1")
    assert Contribution.everywhere.filter(need=need).count() == 2
    assert coverage_of([need])[need.pk].received == 2


def test_whoever_came_beyond_what_was_asked_broke_no_word(town: Town) -> None:
    plan = published(town, hands("1"))
    need = need_of(plan, "Руки")
    action = called(town, NewRole(words="Усі охочі", capacity=2, need=need), plan=plan)
    first, second = (joins(town, name, action) for name in ("olena", "petro"))
    assert second.pledge is not None and second.pledge.state == PledgeState.WAITING
    came(town, second)
    came(town, first)
    states = {one.pledge.state for one in (row(first), row(second)) if one.pledge is not None}
    assert states == {PledgeState.ACKNOWLEDGED}
    assert Contribution.everywhere.filter(need=need).exclude(pledge=None).count() == 2
    assert not Event.everywhere.filter(kind="pledge_lapsed").exists()
    assert coverage_of([need])[need.pk].received == Decimal(2)
    assert not list(prove_plans(town.community))


def test_nobody_acknowledges_what_they_gave_themselves(town: Town) -> None:
    plan = published(town, hands("3"))
    action = called(town, NewRole(words="Усі охочі", capacity=3, need=need_of(plan, "Руки")), plan=plan)
    mine = joins(town, "oksana", action)
    done = came(town, mine)
    assert done.hours == 3 and done.pledge is not None and done.pledge.state == PledgeState.DELIVERED
    assert not Contribution.everywhere.exists()


@pytest.mark.parametrize("hours", ["0", "-1", "25", "NaN"])
def test_such_hours_cannot_be_right(town: Town, hours: str) -> None:
    action = called(town)
    with pytest.raises(NotUnderstood):
        came(town, joins(town, "olena", action), hours)


def test_nothing_is_marked_before_it_begins(town: Town) -> None:
    action = called(town)
    with pytest.raises(NotNow):
        came(town, joins(town, "olena", action), now=STARTS - timedelta(minutes=1))


def test_the_report_counts_who_came_and_who_did_not_and_frees_their_promises(town: Town) -> None:
    plan = published(town, hands("3"))
    need = need_of(plan, "Руки")
    action = called(town, NewRole(words="Усі охочі", capacity=2, need=need), plan=plan)
    olena, petro, halyna = (joins(town, who, action) for who in ("olena", "petro", "halyna"))
    came(town, olena)
    reported = report_action(action, town.actor("oksana", ENDS), said("Зупинка як нова."), (photo_row(town),), now=ENDS)
    assert reported.state == "reported"
    assert [row(one).state for one in (olena, petro, halyna)] == ["attended", "no_show", "excused"]
    event = Event.everywhere.get(kind="action_reported")
    facts = {name: event.facts[name] for name in ("came", "missed", "hours", "photos")}
    assert facts == {"came": 1, "missed": 1, "hours": "3.00", "photos": 1}
    assert Evidence.everywhere.get(stage="during").created_at == reported.reported_at
    assert coverage_of([need])[need.pk].promised == 1
    crowd = crowds_of([again(action)])[action.pk]
    assert (crowd.came, crowd.missed, crowd.hours, crowd.state) == (1, 1, Decimal(3), "reported")
    assert not list(prove_actions(town.community)) and not list(prove_plans(town.community))
    with Progress("", 1) as progress:
        assert not list(prove(town.community, progress))


def test_a_report_owes_words_people_and_their_hours(town: Town) -> None:
    action = called(town)
    olena = joins(town, "olena", action)
    with pytest.raises(NotNow):
        told(town, action)
    arrives(town, action, olena)
    with pytest.raises(NotUnderstood) as refused:
        told(town, action)
    assert refused.value.field == "hours"
    came(town, olena)
    with pytest.raises(NotUnderstood):
        report_action(action, town.actor("oksana", ENDS), Words(""), (), now=ENDS)
    close_list(action, town.actor("oksana", ENDS), now=ENDS)
    assert told(town, again(action)).state == "reported"
    for late in (lambda: came(town, olena), lambda: arrives(town, action, olena, now=ENDS)):
        with pytest.raises(NotNow):
            late()


def test_who_led_and_who_came_are_doers_and_who_only_signed_up_is_not(town: Town) -> None:
    action = called(town, host=town.organisations["library"])
    olena, _petro = joins(town, "olena", action), joins(town, "petro", action)
    bohdan = joins(town, "bohdan", action, organisation=town.organisations["telecom"])
    for one in (olena, bohdan):
        arrives(town, action, one)
    found = doers(fresh(action.problem))
    assert {town.oksana.pk, town.olena.pk, town.bohdan.pk} <= found
    assert town.petro.pk not in found
    assert bodies_of(action) == [(town.organisations["telecom"], 1)]


def test_joined_problems_bring_their_actions_along(town: Town) -> None:
    action = called(town)
    olena = joins(town, "olena", action)
    into = pothole(town)
    merge(action.problem, into, town.actor("svitlana", LATER), said("Те саме."), now=LATER)
    moved = again(action)
    assert moved.problem == into and moved.position == 1
    assert not list(prove_actions(town.community)) and not list(prove_plans(town.community))
    arrives(town, moved, row(olena))
    assert row(olena).state == ParticipationState.ATTENDED
    assert not list(prove_actions(town.community))


def test_whoever_wishes_is_thanked_by_name_and_nobody_under_age_is(town: Town) -> None:
    plan = published(town, hands("3"))
    roles = NewRole(words="Усі охочі", capacity=3, need=need_of(plan, "Руки"))
    action = called(town, roles, plan=plan, minors=Minors.CONSENT)
    joined = (
        joins(town, "olena", action, named=True),
        joins(town, "petro", action, named=True, minor=True, consent_by="Мати", consent=True),
        joins(town, "halyna", action),
    )
    for one in joined:
        arrives(town, action, one)
        came(town, one, "2")
    loud = Contribution.everywhere.filter(quiet=False).values_list("person__public_name", flat=True)
    assert set(loud) == {"Олена"}
