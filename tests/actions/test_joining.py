from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from opencity.actions.models import Participation
from opencity.actions.operations.calling import NewRole
from opencity.actions.operations.deciding import cancel_action, confirm_action
from opencity.actions.operations.forgetting import forget_in_actions
from opencity.actions.operations.joining import SignUp, leave, sign_up
from opencity.actions.queries.due import action_reminders, decisions_due, released_by, reports_due
from opencity.actions.queries.proving import prove_actions
from opencity.actions.values import Minors, ParticipationState
from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.people.models import Assurance
from opencity.plans.models import Pledge
from opencity.plans.queries.needs import coverage_of
from opencity.plans.values import PledgeState
from opencity.problems.history import Words
from opencity.problems.models import Event
from tests.actions.making import ENDS, STARTS, again, arrives, called, crowd, joins, role_of, row
from tests.plans.making import LATER, hands, need_of, promise, published
from tests.town import Town, person, said

ONE = NewRole(words="Усі охочі", capacity=1)


def cannot(town: Town, who: str, one: Participation, *, words: str = "", now=LATER) -> Participation:
    return row(leave(row(one), town.actor(who, now), Words(words, "uk"), now=now))


def test_the_last_place_is_given_once_and_the_next_waits(town: Town) -> None:
    action = called(town, ONE)
    assert joins(town, "olena", action).state == ParticipationState.CONFIRMED
    assert joins(town, "petro", action).state == ParticipationState.WAITLISTED
    assert not list(prove_actions(town.community))


def test_whoever_leaves_gives_the_place_to_whoever_waits_longest(town: Town) -> None:
    action = called(town, ONE)
    olena, petro, halyna = (joins(town, who, action) for who in ("olena", "petro", "halyna"))
    cannot(town, "petro", petro)
    cannot(town, "olena", olena, words="Захворіла.")
    assert [row(one).state for one in (olena, petro, halyna)] == ["withdrawn", "withdrawn", "confirmed"]
    kinds = list(
        Event.everywhere.filter(problem=action.problem, kind__startswith="action").values_list("kind", flat=True)
    )
    assert kinds[-2:] == ["action_left", "action_moved_up"]
    assert not list(prove_actions(town.community))


def test_signing_up_twice_is_refused_and_after_leaving_it_is_not(town: Town) -> None:
    action = called(town)
    first = joins(town, "olena", action)
    with pytest.raises(NotNow) as refused:
        joins(town, "olena", action)
    assert refused.value.link.endswith("/mine/")
    cannot(town, "olena", first)
    assert joins(town, "olena", action).state == ParticipationState.CONFIRMED
    assert Participation.everywhere.count() == 2


def test_the_same_form_sent_twice_adds_nothing_and_serves_nobody_else(town: Town) -> None:
    action, uuid = called(town), uuid4()
    first = joins(town, "olena", action, uuid=uuid)
    assert joins(town, "olena", action, uuid=uuid).pk == first.pk
    with pytest.raises(NotUnderstood):
        joins(town, "petro", action, uuid=uuid)


@pytest.mark.parametrize("hours", [0, 1, 48])
def test_what_is_over_takes_nobody(town: Town, hours: int) -> None:
    action = called(town)
    with pytest.raises(NotNow):
        joins(town, "olena", action, now=ENDS + timedelta(hours=hours))


def test_while_it_goes_on_one_may_still_come(town: Town) -> None:
    assert joins(town, "olena", called(town), now=STARTS + timedelta(hours=1)).state == ParticipationState.CONFIRMED


def test_whoever_cannot_be_reached_signs_up_through_the_library(town: Town) -> None:
    action = called(town)
    town.people["unknown"] = person("Невідома", assurance=Assurance.NONE)
    with pytest.raises(NotAllowed):
        joins(town, "unknown", action)
    served = joins(town, "unknown", action, access_point=town.organisations["library"])
    assert served.state == ParticipationState.CONFIRMED and served.access_point == town.organisations["library"]


@pytest.mark.parametrize(
    ("said_of_parent", "field"),
    [({}, "consent_by"), ({"consent_by": "  "}, "consent_by"), ({"consent_by": "Ганна"}, "consent")],
)
def test_whoever_is_under_18_needs_a_parents_name_and_yes(
    town: Town, said_of_parent: dict[str, Any], field: str
) -> None:
    action = called(town, minors=Minors.CONSENT)
    with pytest.raises(NotUnderstood) as refused:
        joins(town, "danylo", action, minor=True, **said_of_parent)
    assert refused.value.field == field
    one = joins(town, "danylo", action, minor=True, consent_by="Ганна, мати", consent=True)
    assert one.minor and one.consent_by == "Ганна, мати"
    assert "Ганна" not in str(list(Event.everywhere.values_list("facts", flat=True)))


def test_an_action_for_adults_takes_no_minor_even_with_consent(town: Town) -> None:
    with pytest.raises(NotAllowed):
        joins(town, "danylo", called(town), minor=True, consent_by="Ганна", consent=True)


def test_staff_of_a_company_come_through_a_non_profit(town: Town) -> None:
    telecom = town.organisations["telecom"]
    action = called(town)
    with pytest.raises(NotNow) as refused:
        joins(town, "bohdan", action, organisation=telecom)
    assert refused.value.next_step
    assert joins(town, "bohdan", action).organisation is None
    hosted = called(town, plan=action.plan, host=town.organisations["library"])
    assert joins(town, "bohdan", hosted, organisation=telecom).organisation == telecom
    by_ngo = called(town, plan=action.plan, organisation=town.organisations["ngo"])
    assert joins(town, "bohdan", by_ngo, organisation=telecom).state == ParticipationState.CONFIRMED


def test_nobody_comes_in_the_name_of_a_body_they_left(town: Town) -> None:
    action = called(town, host=town.organisations["library"])
    with pytest.raises(NotAllowed):
        joins(town, "petro", action, organisation=town.organisations["telecom"])


def test_a_place_in_a_role_is_a_promise_and_leaving_takes_it_back(town: Town) -> None:
    plan = published(town, hands("2"))
    need = need_of(plan, "Руки")
    action = called(town, NewRole(words="Усі охочі", capacity=2, need=need), plan=plan)
    olena = joins(town, "olena", action)
    joins(town, "petro", action)
    waits = joins(town, "halyna", action)
    assert olena.pledge is not None and olena.pledge.state == PledgeState.ACCEPTED and waits.pledge is None
    assert coverage_of([need])[need.pk].promised == 2
    cannot(town, "olena", olena, words="Захворіла.")
    assert Pledge.everywhere.get(pk=olena.pledge.pk).state == PledgeState.WITHDRAWN
    promoted = row(waits)
    assert promoted.state == ParticipationState.CONFIRMED and promoted.pledge is not None
    assert coverage_of([need])[need.pk].promised == 2
    assert not list(prove_actions(town.community))


def test_what_somebody_promised_before_is_not_promised_again(town: Town) -> None:
    plan = published(town, hands("5"))
    need = need_of(plan, "Руки")
    action = called(
        town, NewRole(words="Усі охочі", capacity=5, need=need), plan=plan, host=town.organisations["library"]
    )
    before = promise(town, "olena", need)
    assert joins(town, "olena", action).pledge_id == before.pk
    telecom = town.organisations["telecom"]
    promise(town, "bohdan", need, "2", organisation=telecom)
    assert joins(town, "bohdan", action, organisation=telecom).pledge is None
    assert coverage_of([need])[need.pk].promised == 3


def test_go_is_said_by_the_lead_alone_and_the_deadline_is_the_charters(town: Town) -> None:
    action = called(town)
    assert action.decide_by == STARTS - timedelta(hours=48)
    for who in ("petro", "taras"):
        with pytest.raises(NotAllowed):
            confirm_action(action, town.actor(who, LATER), now=LATER)
    assert confirm_action(action, town.actor("oksana", LATER), now=LATER).state == "confirmed"
    with pytest.raises(NotNow):
        confirm_action(action, town.actor("oksana", LATER), now=LATER)
    assert joins(town, "olena", again(action)).state == ParticipationState.CONFIRMED


def test_calling_off_owes_a_reason_and_frees_everybody(town: Town) -> None:
    plan = published(town, hands())
    need = need_of(plan, "Руки")
    action = called(town, NewRole(words="Усі охочі", capacity=1, need=need), plan=plan)
    olena, petro = joins(town, "olena", action), joins(town, "petro", action)
    with pytest.raises(NotUnderstood):
        cancel_action(action, town.actor("oksana", LATER), Words(" "), now=LATER)
    with pytest.raises(NotAllowed):
        cancel_action(action, town.actor("petro", LATER), said("Злива."), now=LATER)
    cancel_action(action, town.actor("taras", LATER), said("Злива."), now=LATER)
    assert {row(olena).state, row(petro).state} == {ParticipationState.EXCUSED}
    assert coverage_of([need])[need.pk].promised == 0
    assert {one.person for one in released_by(action, LATER)} == {town.olena, town.petro}
    with pytest.raises(NotNow):
        joins(town, "halyna", again(action))
    assert not list(prove_actions(town.community))


def test_once_people_came_it_is_not_called_off(town: Town) -> None:
    action = called(town)
    arrives(town, action, joins(town, "olena", action))
    with pytest.raises(NotNow):
        cancel_action(action, town.actor("oksana", STARTS), said("Злива."), now=STARTS)


def test_who_is_to_be_reminded_and_whose_word_is_due(town: Town) -> None:
    action = called(town)
    olena = joins(town, "olena", action)
    community = town.community
    assert action_reminders(community, now=LATER) == []
    assert action_reminders(community, now=STARTS - timedelta(hours=60)) == [(olena, 72)]
    assert action_reminders(community, now=STARTS - timedelta(hours=10)) == [(olena, 24)]
    assert action_reminders(community, now=STARTS) == []
    joins(town, "petro", action, now=STARTS - timedelta(hours=12))
    assert action_reminders(community, now=STARTS - timedelta(hours=10)) == [(olena, 24)]
    assert decisions_due(community, now=LATER) == []
    assert decisions_due(community, now=STARTS - timedelta(hours=70)) == [action]
    assert reports_due(community, now=ENDS) == []
    assert reports_due(community, now=ENDS + timedelta(hours=19)) == [action]


def test_somebody_erased_leaves_no_consent_and_no_place(town: Town) -> None:
    action = called(town, ONE, minors=Minors.CONSENT)
    joins(town, "danylo", action, minor=True, consent_by="Ганна", consent=True)
    petro = joins(town, "petro", action)
    forget_in_actions(town.danylo, now=LATER)
    assert not Participation.everywhere.exclude(consent_by="").exists()
    assert row(petro).state == ParticipationState.CONFIRMED
    forget_in_actions(town.oksana, now=LATER)
    assert again(action).lead is None and again(action).words == ""
    assert not list(prove_actions(town.community))


def test_a_crowd_gets_exactly_the_places_there_are(town: Town) -> None:
    action = called(town, NewRole(words="Усі охочі", capacity=4))
    states = [joins(town, who, action).state for who in crowd(town, 9)]
    assert states.count("confirmed") == 4 and states.count("waitlisted") == 5


def test_the_role_has_to_be_of_this_action(town: Town) -> None:
    action = called(town)
    other = called(town, plan=action.plan)
    with pytest.raises(NotUnderstood):
        sign_up(action, town.actor("olena", LATER), SignUp(role=role_of(other)), now=LATER)
