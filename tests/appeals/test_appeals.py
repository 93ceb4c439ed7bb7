"""An appeal from sending to its answer: who may, by when, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404

from opencity.appeals.access import appeal_for_author, appeal_for_body, bodies_that_answer
from opencity.appeals.models import Appeal, AppealStep, Registration
from opencity.appeals.operations.filing import withdraw_appeal
from opencity.appeals.operations.handling import Extension, Returning, extend_appeal, return_appeal
from opencity.appeals.operations.looking import look_at
from opencity.appeals.rules import State
from opencity.casework.models import AuditLine
from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood, Refusal
from opencity.people.models import Assurance, Membership, MembershipKind
from opencity.problems.history import Words
from opencity.problems.models import Event, EventText
from opencity.problems.models.problem import new_uuid
from opencity.problems.operations import reviewing
from tests.appeals.filing import SECRETS, again, answered, day, filed, forwarded, new, registered
from tests.casework.test_casework import colleague
from tests.town import MONDAY, Town, fresh, report, said

DAY = timedelta(days=1)
Kind = MembershipKind


def test_an_appeal_is_sent_registered_and_answered(town: Town) -> None:
    appeal = filed(town)
    assert (appeal.state, appeal.came_on, appeal.due_on) == (State.SENT, day("2026-11-16"), day("2026-12-01"))
    appeal = registered(town, appeal, studied=True)
    assert appeal.due_on == day("2026-12-16")
    line = Registration.everywhere.get()
    assert (line.number, line.question, line.marks["3"], line.marks["1"]) == ("К-12", "090", "3.2", "1.1")
    appeal = answered(town, appeal, now=MONDAY + 3 * DAY)
    line.refresh_from_db()
    assert (appeal.state, line.result, line.ended_on) == (State.ANSWERED, "9.1", day("2026-11-19"))
    kinds = list(AppealStep.everywhere.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["filed", "register", "answer"]


def test_events_tell_of_it_and_hold_nothing_personal(town: Town) -> None:
    appeal = answered(town, registered(town, filed(town)))
    events = Event.everywhere.filter(problem=appeal.problem, kind__startswith="appeal_").order_by("position")
    assert [one.kind for one in events] == ["appeal_filed", "appeal_registered", "appeal_answered"]
    assert events[0].actor == "" and events[0].facts == {"named": str(town.organisations["parks"].uuid)}
    told = " ".join(str(one.facts) for one in events) + " ".join(EventText.everywhere.values_list("words", flat=True))
    assert not any(secret in told for secret in (*SECRETS, "К-12", str(appeal.uuid), "вербу прибрано"))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"body": ""}, "organisation"),
        ({"body": "library"}, "organisation"),
        ({"kind": "petition"}, "kind"),
        ({"text": Words("Мало.", "uk")}, "text"),
        ({"text": Words("а" * 10_001, "uk")}, "text"),
        ({"full_name": "Олена"}, "full_name"),
        ({"full_name": "Олена " + "а" * 150}, "full_name"),
        ({"residence": ""}, "residence"),
        ({"answer_by": "dove"}, "answer_by"),
        ({"email": ""}, "email"),
        ({"email": "olena"}, "email"),
    ],
)
def test_what_the_law_asks_for_is_asked_for(town: Town, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        filed(town, **wrong)
    assert refused.value.field == field and refused.value.next_step
    assert not Appeal.everywhere.exists()


def test_an_answer_by_post_needs_no_email(town: Town) -> None:
    assert filed(town, answer_by="post", email="").email == ""


def test_only_a_person_with_a_confirmed_contact_appeals(town: Town) -> None:
    problem = fresh(report(town).problem)
    town.people["petro"].assurance = Assurance.NONE
    town.people["petro"].save()
    with pytest.raises(NotAllowed):
        filed(town, problem, "petro")


def test_whoever_belongs_to_the_body_does_not_appeal_to_it(town: Town) -> None:
    with pytest.raises(NotAllowed):
        filed(town, who="iryna")
    assert filed(town, who="iryna", body="roads").organisation == town.organisations["roads"]


def test_there_is_one_live_appeal_to_a_body_and_sending_twice_is_sending_once(town: Town) -> None:
    problem, letter = fresh(report(town).problem), new_uuid()
    first = filed(town, problem, uuid=letter)
    assert filed(town, problem, uuid=letter) == first
    with pytest.raises(NotNow) as refused:
        filed(town, problem)
    assert str(first.uuid) in refused.value.link
    filed(town, problem, body="roads")
    filed(town, problem, who="petro")
    withdraw_appeal(first, town.actor("olena"), now=MONDAY)
    filed(town, problem)
    with pytest.raises(Http404):
        filed(town, problem, "petro", uuid=letter)


def test_a_joined_or_a_held_problem_sends_elsewhere(town: Town) -> None:
    problem, other = fresh(report(town).problem), fresh(report(town).problem)
    reviewing.hold(problem, town.actor("svitlana"), said("Перевіримо."), now=MONDAY)
    with pytest.raises(NotNow):
        filed(town, fresh(problem))
    with pytest.raises(Http404):
        filed(town, fresh(problem), "petro")
    filed(town, other)


def test_intake_registers_and_an_officer_answers(town: Town) -> None:
    colleague(town, "petro", Kind.INTAKE)
    colleague(town, "halyna", Kind.INSPECTOR)
    appeal = filed(town)
    for who in ("halyna", "roman", "svitlana", "taras", "mykhailo", "danylo"):
        with pytest.raises(Http404):
            registered(town, appeal, by=who)
        with pytest.raises(Http404):
            appeal_for_body(town.community, town.actor(who), appeal.uuid)
    appeal = registered(town, appeal, by="petro")
    with pytest.raises(NotAllowed):
        answered(town, appeal, by="petro")
    assert answered(town, appeal).state == State.ANSWERED


def test_duties_limited_to_other_categories_reach_no_appeal(town: Town) -> None:
    Membership.objects.filter(person=town.people["iryna"]).update(categories=["road.pothole"])
    assert town.organisations["parks"] not in bodies_that_answer(town.community, "green.dangerous_tree", now=MONDAY)
    with pytest.raises(NotNow):
        filed(town)


def test_nobody_handles_their_own_appeal(town: Town) -> None:
    appeal = filed(town, who="petro")
    colleague(town, "petro", Kind.OFFICER)
    with pytest.raises(NotAllowed):
        registered(town, appeal, by="petro")


def test_a_number_stands_once_in_a_register_and_a_year(town: Town) -> None:
    registered(town, filed(town))
    other = filed(town)
    for wrong in ({"number": "К-12"}, {"number": " "}, {"question": "999"}, {"marks": {"1": "9.9"}}):
        with pytest.raises(NotUnderstood):
            registered(town, other, **wrong)
    for registered_on in (day("2026-11-15"), day("2026-11-17")):
        with pytest.raises(NotUnderstood):
            registered(town, other, number="К-13", registered_on=registered_on)
    assert registered(town, other, number="К-13").state == State.REGISTERED


def test_an_act_sent_twice_is_done_once_and_a_second_one_is_refused(town: Town) -> None:
    appeal, act = filed(town), new_uuid()
    registered(town, appeal, uuid=act)
    registered(town, appeal, uuid=act)
    assert AppealStep.everywhere.filter(kind="register").count() == 1
    with pytest.raises(NotNow):
        registered(town, again(appeal), number="К-14")


def test_nothing_is_done_before_it_is_registered_or_after_it_has_ended(town: Town) -> None:
    appeal = filed(town)
    with pytest.raises(NotNow):
        answered(town, appeal)
    with pytest.raises(NotNow):
        forwarded(town, appeal)
    answered(town, registered(town, appeal))
    with pytest.raises(NotNow):
        answered(town, appeal)
    with pytest.raises(NotNow):
        withdraw_appeal(appeal, town.actor("olena"), now=MONDAY)


def returned(town: Town, appeal: Appeal, words: str = "Немає адреси будинку.", **more: Any) -> Appeal:
    now = more.pop("now", MONDAY)
    return return_appeal(appeal, town.actor("iryna", now), Returning(words=Words(words, "uk")), now=now)


def test_an_incomplete_one_is_returned_within_ten_days_with_a_reason(town: Town) -> None:
    appeal = registered(town, filed(town))
    with pytest.raises(NotUnderstood):
        returned(town, appeal, " ")
    with pytest.raises(NotNow):
        returned(town, appeal, now=MONDAY + 11 * DAY)
    assert returned(town, appeal, now=MONDAY + 10 * DAY).state == State.RETURNED
    assert Registration.everywhere.get().result == "9.4"
    filed(town, appeal.problem)


def test_it_is_passed_on_within_five_days_and_the_clock_begins_anew(town: Town) -> None:
    appeal = registered(town, filed(town))
    with pytest.raises(NotNow):
        forwarded(town, appeal, now=MONDAY + 8 * DAY)
    with pytest.raises(NotUnderstood):
        forwarded(town, appeal, "parks")
    # The fifth day is a Saturday: the law moves it to Monday.
    appeal = forwarded(town, appeal, now=MONDAY + 7 * DAY)
    assert (appeal.state, appeal.organisation) == (State.FORWARDED, town.organisations["roads"])
    assert (appeal.came_on, appeal.due_on) == (day("2026-11-23"), day("2026-12-08"))
    assert Registration.everywhere.get().result == "9.5"
    later = MONDAY + 8 * DAY
    with pytest.raises(Http404):
        appeal_for_body(town.community, town.actor("iryna", later), appeal.uuid)
    registered(town, appeal, by="roman", now=later)
    with pytest.raises(NotUnderstood):
        forwarded_back(town, appeal)


def forwarded_back(town: Town, appeal: Appeal) -> None:
    from opencity.appeals.operations.handling import Forwarding, forward_appeal

    now = MONDAY + 8 * DAY
    back = Forwarding(to=town.organisations["parks"], words=Words("Ні, ваше.", "uk"))
    forward_appeal(appeal, town.actor("roman", now), back, now=now)


def extended(town: Town, appeal: Appeal, until: str, words: str = "Замовили обстеження.", **more: Any) -> Appeal:
    now = more.pop("now", MONDAY)
    wanted = Extension(day=day(until), words=Words(words, "uk"))
    return extend_appeal(appeal, town.actor("iryna", now), wanted, now=now)


def test_an_answer_is_put_off_with_a_reason_and_never_past_45_days(town: Town) -> None:
    appeal = registered(town, filed(town))
    with pytest.raises(NotUnderstood):
        extended(town, appeal, "2027-01-01")
    with pytest.raises(NotUnderstood):
        extended(town, appeal, "2026-12-01")
    with pytest.raises(NotUnderstood):
        extended(town, appeal, "2026-12-20", " ")
    with pytest.raises(NotNow):
        extended(town, appeal, "2026-12-20", now=MONDAY + 20 * DAY)
    extended(town, appeal, "2026-12-20")
    appeal = extended(town, appeal, "2026-12-31", now=MONDAY + 5 * DAY)
    assert (appeal.state, appeal.due_on, Registration.everywhere.get().due_on) == (
        State.EXTENDED,
        day("2026-12-31"),
        day("2026-12-31"),
    )
    with pytest.raises(NotNow):
        forwarded(town, appeal)
    assert answered(town, appeal, now=MONDAY + 60 * DAY).state == State.ANSWERED
    assert Registration.everywhere.get().is_late


def test_an_answer_has_words_and_an_official_result(town: Town) -> None:
    appeal = registered(town, filed(town))
    for result in ("", "9.5", "10"):
        with pytest.raises(NotUnderstood):
            answered(town, appeal, result=result)


def test_the_author_alone_takes_it_back(town: Town) -> None:
    appeal = registered(town, filed(town))
    for who in ("petro", "iryna"):
        with pytest.raises(Http404):
            withdraw_appeal(appeal, town.actor(who), now=MONDAY)
    act = new_uuid()
    withdraw_appeal(appeal, town.actor("olena"), uuid=act, now=MONDAY)
    assert withdraw_appeal(appeal, town.actor("olena"), uuid=act, now=MONDAY).state == State.WITHDRAWN
    line = Registration.everywhere.get()
    assert line.ended_on is not None and line.result == ""


def test_each_look_of_the_body_is_a_line_of_the_audit(town: Town) -> None:
    problem = fresh(report(town).problem)
    one, two = filed(town, problem), filed(town, problem, who="petro")
    for appeal in (one, one, two):
        look_at(appeal, town.actor("iryna"), now=MONDAY)
    lines = AuditLine.everywhere.filter(kind="appeal_seen").order_by("pk")
    assert [line.facts["appeal"] for line in lines] == [str(one.uuid), str(two.uuid)]
    assert lines[0].organisation == town.organisations["parks"]


def test_vasyl_of_the_other_community_gets_nothing(town: Town, elsewhere: Town) -> None:
    appeal = filed(town)
    vasyl = elsewhere.actor("vasyl")
    with pytest.raises(Http404):
        appeal_for_body(town.community, vasyl, appeal.uuid)
    with pytest.raises(Http404):
        appeal_for_author(town.community, vasyl.person, appeal.uuid)
    with pytest.raises(Http404):
        appeal_for_body(elsewhere.community, town.actor("iryna"), appeal.uuid)
    assert town.organisations["parks"] not in bodies_that_answer(elsewhere.community, "road.pothole", now=MONDAY)
    assert new(town).organisation == town.organisations["parks"]
