from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.jobs.schedule import remind_stewards
from opencity.notices.models import Delivery
from opencity.notices.operations.erasing import erase_person
from opencity.people.models import Membership
from opencity.problems.models import Event, Problem
from opencity.problems.operations.merging import merge
from opencity.stewardship.models import Check, Found, Stewardship
from opencity.stewardship.operations.looking_after import (
    Look,
    adopt,
    check,
    give_up,
    offer_handover,
    running_at,
    tell_overdue,
)
from opencity.stewardship.queries.watching import stewards_of
from opencity.verification.operations.claiming import claim
from opencity.verification.queries.relations import concerned
from opencity.verification.values import Relation
from tests.notices.test_who_is_told import settle_outbox, told
from tests.plans.making import LATER, paint, published
from tests.problems.test_life import assert_history_holds
from tests.town import Town, fresh, photo_row, report, said, upload

DAY = timedelta(days=1)


@pytest.fixture
def problem(town: Town) -> Problem:
    return fresh(published(town, paint()).problem)


def look(town: Town, found: Found = Found.OK, *, now: datetime = LATER, **more: object) -> Look:
    more.setdefault("photo", photo_row(town, taken_at=now, now=now))
    return Look(found=found, words=said("Усе ціле."), uuid=more.pop("uuid", None) or uuid4(), **more)  # type: ignore[arg-type]


def test_a_place_has_one_steward_and_each_look_sets_the_next(town: Town, problem: Problem) -> None:
    row = adopt(problem, town.actor("petro"), every_days=30, now=LATER)
    assert row.next_due == town.community.calendar.today(LATER) + 30 * DAY
    with pytest.raises(NotNow):
        adopt(problem, town.actor("halyna"), every_days=30, now=LATER)
    later = LATER + 40 * DAY
    check(row, town.actor("petro"), look(town, now=later), now=later)
    assert Stewardship.everywhere.get().next_due == town.community.calendar.today(later) + 30 * DAY
    assert_history_holds(problem)


@pytest.mark.parametrize("days", [0, 3, 400, -7])
def test_a_senseless_rhythm_is_refused(town: Town, problem: Problem, days: int) -> None:
    with pytest.raises(NotUnderstood):
        adopt(problem, town.actor("petro"), every_days=days, now=LATER)
    assert not Stewardship.everywhere.exists()


def test_only_the_steward_writes_looks_down_and_never_without_a_photo(town: Town, problem: Problem) -> None:
    row = adopt(problem, town.actor("petro"), every_days=7, now=LATER)
    with pytest.raises(NotAllowed):
        check(row, town.actor("halyna"), look(town), now=LATER)
    with pytest.raises(NotUnderstood):
        check(row, town.actor("petro"), look(town, photo=None), now=LATER)
    once = look(town)
    assert check(row, town.actor("petro"), once, now=LATER) == check(row, town.actor("petro"), once, now=LATER)
    assert Check.everywhere.count() == 1


def test_a_body_looks_after_a_place_through_whoever_acts_for_it_now(town: Town, problem: Problem) -> None:
    ngo = town.organisations["ngo"]
    with pytest.raises(NotAllowed):
        adopt(problem, town.actor("petro"), every_days=7, organisation=ngo, now=LATER)
    row = adopt(problem, town.actor("oksana"), every_days=7, organisation=ngo, now=LATER)
    Membership.objects.filter(person=town.people["oksana"]).update(until=LATER)
    Membership.objects.create(person=town.people["petro"], organisation=ngo, since=LATER)
    later = LATER + DAY
    with pytest.raises(NotAllowed):
        check(row, town.actor("oksana", later), look(town), now=later)
    check(row, town.actor("petro", later), look(town), now=later)
    assert stewards_of(problem, later + DAY) == {town.people["petro"].pk}


def test_a_missed_look_is_said_once_and_told_to_the_steward(town: Town, problem: Problem) -> None:
    row = adopt(problem, town.actor("petro"), every_days=7, now=LATER)
    assert not tell_overdue(row, now=LATER + 14 * DAY)
    remind_stewards(town.community, LATER + 6 * DAY)
    assert told("care_due") == {"Петро"}
    for days in (15, 16, 20):
        remind_stewards(town.community, LATER + days * DAY)
    assert Event.everywhere.filter(problem=problem, kind="check_overdue").count() == 1
    settle_outbox(LATER + 20 * DAY)
    assert told("care_late") == {"Петро"}
    assert Delivery.everywhere.filter(kind="care_late").count() == 1


def test_it_is_handed_over_or_given_up_with_a_reason(town: Town, problem: Problem) -> None:
    row = adopt(problem, town.actor("petro"), every_days=7, now=LATER)
    offer_handover(row, town.actor("petro"), now=LATER)
    adopt(problem, town.actor("halyna"), every_days=14, now=LATER + DAY)
    mine = running_at(problem)
    assert mine is not None and mine.person == town.people["halyna"]
    assert Event.everywhere.filter(kind="stewardship_handed_over").count() == 1
    with pytest.raises(NotUnderstood):
        give_up(mine, town.actor("halyna"), said(""), now=LATER + DAY)
    give_up(mine, town.actor("halyna"), said("Переїжджаю."), now=LATER + DAY)
    assert running_at(problem) is None
    assert_history_holds(problem)


def test_a_steward_who_did_not_do_the_work_anchors_a_verification(town: Town, problem: Problem) -> None:
    adopt(problem, town.actor("halyna"), every_days=7, now=LATER)
    done = photo_row(town, taken_at=LATER + DAY, now=LATER + DAY)
    opened = claim(problem, town.actor("roman"), said(), (done,), now=LATER + DAY)
    assert concerned(opened).relation(town.people["halyna"]) == Relation.STEWARD


def test_joining_problems_keeps_the_care(town: Town, problem: Problem) -> None:
    adopt(problem, town.actor("petro"), every_days=7, now=LATER)
    target = report(town, category="road.pothole", words="Те саме місце.").problem
    merge(fresh(problem), target, town.actor("svitlana"), said("Те саме."), now=LATER)
    kept = running_at(target)
    assert kept is not None and kept.person == town.people["petro"]
    assert_history_holds(target)


def test_erasing_a_steward_ends_the_care(town: Town, problem: Problem) -> None:
    adopt(problem, town.actor("petro"), every_days=7, now=LATER)
    erase_person(town.people["petro"], now=LATER + DAY)
    assert running_at(problem) is None
    assert Stewardship.everywhere.get().person is None


def test_the_pages_from_adopting_to_a_look(town: Town, problem: Problem, elsewhere: Town, settings, tmp_path) -> None:
    settings.MEDIA = tmp_path
    client = Client()
    client.force_login(town.people["petro"])
    base = f"/mykolaiv/problems/{problem.number}/care/"
    assert client.post(f"{base}adopt/", {"every_days": "сім"}).status_code == 422
    assert client.post(f"{base}adopt/", {"every_days": "30"}).status_code == 302
    assert "Петро" in client.get(f"/mykolaiv/problems/{problem.number}/").content.decode()
    assert problem.title in client.get("/mykolaiv/stewardships/").content.decode()
    sent = {"found": "ok", "words": "Усе гаразд", "look": str(uuid4()), "photo": upload()}
    assert client.post(f"{base}look/", sent).status_code == 302
    refused = client.post(f"{base}look/", {"words": "Без фото", "look": str(uuid4()), "found": "ok"})
    assert refused.status_code == 422 and "Без фото" in refused.content.decode()
    assert client.get(base).status_code == 200
    vasyl = Client()
    vasyl.force_login(elsewhere.people["vasyl"])
    assert vasyl.get(f"/voznesensk/problems/{problem.number}/care/").status_code == 404
    assert vasyl.post(f"{base}look/", {**sent, "look": str(uuid4())}).status_code in {403, 422}
