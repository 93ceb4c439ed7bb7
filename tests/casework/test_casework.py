"""Cases are given, watched, spoken of and changed many at once, each by whoever may."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.http import Http404

from opencity.casework.models import Assignment, AuditLine, Mention, Stop, Team
from opencity.casework.operations import arranging, bulk, talking, teaming
from opencity.casework.operations.assigning import assign
from opencity.casework.operations.auditing import note_line, seal_lines
from opencity.casework.operations.bulk import NewBulk
from opencity.casework.queries.audits import AuditFilters, audit_for, prove_audit
from opencity.casework.queries.inbox import InboxFilters, inbox
from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.people.models import Membership, MembershipKind, Person, Role
from opencity.problems.models import Note, Problem
from opencity.problems.queries.queues import queues_for
from tests.town import MONDAY, Town, fresh, report, said

LATER = MONDAY + timedelta(hours=2)
Kind = MembershipKind


def colleague(town: Town, who: str, kind: str, *categories: str, desk: str = "parks") -> Person:
    Membership.objects.create(
        person=town.people[who],
        organisation=town.organisations[desk],
        kind=kind,
        categories=list(categories),
        since=MONDAY - timedelta(days=1),
    )
    return town.people[who]


@pytest.fixture
def problem(town: Town) -> Problem:
    Membership.objects.filter(person=town.people["iryna"]).update(kind=Kind.SUPERVISOR)
    return fresh(report(town).problem)


def test_a_case_is_given_taken_back_and_given_to_one_at_a_time(town: Town, problem: Problem) -> None:
    petro = colleague(town, "petro", Kind.INSPECTOR)
    iryna = town.actor("iryna")
    first = assign(problem, iryna, person=petro, now=LATER)
    assert assign(problem, iryna, person=petro, now=LATER) == first
    assign(problem, iryna, person=town.people["iryna"], now=LATER)
    assert Assignment.everywhere.filter(until=None).count() == 1
    assert assign(problem, iryna, now=LATER) is None
    assert not Assignment.everywhere.filter(until=None).exists()


def test_a_case_is_given_only_to_whoever_handles_such_cases(town: Town, problem: Problem) -> None:
    reader, other = colleague(town, "petro", Kind.READER), colleague(town, "halyna", Kind.OFFICER, "road.pothole")
    for person in (reader, other, town.people["olena"], town.people["roman"]):
        with pytest.raises(NotUnderstood):
            assign(problem, town.actor("iryna"), person=person, now=LATER)


@pytest.mark.parametrize(("kind", "may"), [(Kind.INTAKE, True), (Kind.INSPECTOR, False), (Kind.MEMBER, False)])
def test_whoever_sorts_gives_cases(town: Town, problem: Problem, kind: str, may: bool) -> None:
    petro = colleague(town, "petro", kind)
    if may:
        assert assign(problem, town.actor("petro"), person=petro, now=LATER)
    else:
        with pytest.raises(NotAllowed):
            assign(problem, town.actor("petro"), person=town.people["iryna"], now=LATER)


def test_an_officer_of_another_body_and_a_coordinator_give_nothing(town: Town, problem: Problem) -> None:
    for who in ("roman", "svitlana"):
        with pytest.raises(NotAllowed):
            assign(problem, town.actor(who), person=town.people["iryna"], now=LATER)


def test_a_private_case_goes_only_to_whoever_may_see_it(town: Town, problem: Problem) -> None:
    private = fresh(report(town, category="social.person_in_need").problem)
    with pytest.raises(NotUnderstood):
        assign(private, town.actor("iryna"), person=colleague(town, "petro", Kind.INSPECTOR), now=LATER)
    assert assign(private, town.actor("iryna"), person=colleague(town, "halyna", Kind.INTAKE), now=LATER)


def test_teams_are_of_colleagues_and_their_end_frees_their_cases(town: Town, problem: Problem) -> None:
    petro, iryna = colleague(town, "petro", Kind.INSPECTOR), town.actor("iryna")
    body = town.organisations["parks"]
    team = teaming.form_team(town.community, body, iryna, "Південна бригада", [petro], now=LATER)
    assert teaming.form_team(town.community, body, iryna, "Південна  бригада", [petro], now=LATER) == team
    assign(problem, iryna, team=team, now=LATER)
    mine, _more = inbox(
        town.community, town.actor("petro"), queues_for(town.actor("petro"), now=LATER)["ours"], InboxFilters(had="me")
    )
    assert mine == [problem]
    with pytest.raises(NotUnderstood):
        teaming.form_team(town.community, body, iryna, "Чужі", [town.people["olena"]], now=LATER)
    with pytest.raises(NotAllowed):
        teaming.form_team(town.community, body, town.actor("petro"), "Своя", [petro], now=LATER)
    teaming.end_team(team, iryna, now=LATER)
    assert not Assignment.everywhere.filter(until=None).exists()
    assert Team.everywhere.get().ended_at == LATER


def test_a_team_of_another_body_is_no_team_here(town: Town, problem: Problem) -> None:
    Membership.objects.filter(person=town.people["roman"]).update(kind=Kind.SUPERVISOR)
    other = teaming.form_team(
        town.community, town.organisations["roads"], town.actor("roman"), "Шляхи", [town.people["roman"]], now=LATER
    )
    with pytest.raises(NotUnderstood):
        assign(problem, town.actor("iryna"), team=other, now=LATER)


def test_whoever_is_named_in_a_note_and_may_have_the_case_is_mentioned(town: Town, problem: Problem) -> None:
    colleague(town, "petro", Kind.INSPECTOR)
    talking.write_note(problem, town.actor("iryna"), "@Петро, глянь завтра. @Олена й @Роман не звідси.", now=LATER)
    assert [one.person.public_name for one in Mention.everywhere.all()] == ["Петро"]


def bulk_of(town: Town, *problems: Problem, **more: Any) -> tuple[Any, list[str]]:
    new = NewBulk(**{"kind": "assign", "person": town.people["iryna"], **more})
    act, outcomes = bulk.do_many(town.community, town.actor("iryna"), list(problems), new, now=LATER)
    return act, [one.refusal.why for one in outcomes if one.refusal]


def test_many_at_once_does_what_may_be_done_says_why_not_and_is_undone(town: Town, problem: Problem) -> None:
    foreign = fresh(report(town, category="road.pothole").problem)
    act, refused = bulk_of(town, problem, foreign)
    assert len(refused) == 1 and Assignment.everywhere.get(until=None).problem == problem
    assert bulk.undo(act, town.actor("iryna"), now=LATER + timedelta(minutes=5)) == (1, 1)
    assert not Assignment.everywhere.filter(until=None).exists()
    with pytest.raises(NotNow):
        bulk.undo(act, town.actor("iryna"), now=LATER)


def test_a_try_changes_nothing_and_the_same_form_is_one_act(town: Town, problem: Problem) -> None:
    new = NewBulk(kind="assign", person=town.people["iryna"], uuid=uuid4())
    actor = town.actor("iryna")
    act, outcomes = bulk.do_many(town.community, actor, [problem], new, now=LATER, only_try=True)
    assert act is None and not outcomes[0].refusal
    first, _said = bulk.do_many(town.community, actor, [problem], new, now=LATER)
    again, _said = bulk.do_many(town.community, actor, [problem], new, now=LATER)
    assert first == again and Assignment.everywhere.count() == 1


def test_categories_and_notes_of_many_are_put_back_unless_they_went_on(town: Town, problem: Problem) -> None:
    pothole = town.categories["road.pothole"]
    _act, refused = bulk_of(town, problem, kind="sort", category=pothole, words=said("Це яма."))
    assert not refused and fresh(problem).category == pothole
    noted, _refused = bulk_of(town, fresh(problem), kind="note", words=said("Подивитися."))
    if fresh(problem).owner == town.organisations["parks"]:
        assert Note.everywhere.count() == 1
    bulk.undo(noted, town.actor("iryna"), now=LATER)
    assert not Note.everywhere.exists()


@pytest.mark.parametrize("who", ["petro", "olena", "taras"])
def test_many_at_once_is_for_supervisors_and_coordinators(town: Town, problem: Problem, who: str) -> None:
    colleague(town, "petro", Kind.OFFICER)
    with pytest.raises(NotAllowed):
        bulk.do_many(town.community, town.actor(who), [problem], NewBulk(kind="assign"), now=LATER)


@pytest.mark.parametrize(("kind", "problems"), [("nothing", 1), ("assign", 0)])
def test_nothing_chosen_is_said(town: Town, problem: Problem, kind: str, problems: int) -> None:
    with pytest.raises(NotUnderstood):
        bulk.do_many(town.community, town.actor("iryna"), [problem][:problems], NewBulk(kind=kind), now=LATER)


def test_a_day_is_planned_of_cases_one_may_see(town: Town, problem: Problem) -> None:
    other = fresh(report(town).problem)
    arranging.plan_day(town.community, town.actor("iryna"), [other, problem, other], now=LATER)
    assert [one.problem for one in Stop.everywhere.order_by("position")] == [other, problem]
    private = fresh(report(town, category="social.person_in_need").problem)
    with pytest.raises(Http404):
        arranging.plan_day(town.community, town.actor("roman"), [private], now=LATER)


def test_lists_are_kept_under_a_name_and_are_ones_own(town: Town, problem: Problem) -> None:
    kept = arranging.keep_filter(town.community, town.actor("iryna"), " Мої ", "queue=ours&had=me", now=LATER)
    assert arranging.keep_filter(town.community, town.actor("iryna"), "Мої", "had=me", now=LATER) == kept
    arranging.drop_filter(town.community, town.actor("roman"), kept.pk)
    assert kept.__class__.everywhere.filter(pk=kept.pk).exists()
    with pytest.raises(NotUnderstood):
        arranging.keep_filter(town.community, town.actor("iryna"), " ", "x", now=LATER)


def test_the_audit_is_sealed_and_proves_itself(town: Town, problem: Problem) -> None:
    iryna = town.actor("iryna")
    for minutes in (0, 5, 40):
        note_line(town.community, iryna, "contacts_seen", problem=problem, now=LATER + timedelta(minutes=minutes))
    note_line(town.community, town.actor("svitlana"), "private_seen", now=LATER)
    assert AuditLine.everywhere.count() == 3
    assert seal_lines(town.community, now=LATER) == 3 and seal_lines(town.community, now=LATER) == 0
    assign(problem, iryna, person=town.people["iryna"], now=LATER)
    assert seal_lines(town.community, now=LATER) == 1
    assert not list(prove_audit(town.community))
    AuditLine.everywhere.filter(kind="assigned").update(kind="exported")
    assert len(list(prove_audit(town.community))) == 1


def test_who_reads_which_audit(town: Town, problem: Problem, elsewhere: Town) -> None:
    note_line(town.community, town.actor("iryna"), "contacts_seen", problem=problem, now=LATER)
    note_line(town.community, town.actor("svitlana"), "private_seen", now=LATER)
    Role.everywhere.create(
        community=town.community, person=town.people["halyna"], kind=Role.Kind.DATA_PROTECTION, since=MONDAY
    )
    counts = {
        who: audit_for(town.community, town.actor(who), AuditFilters()).count()
        for who in ("iryna", "svitlana", "halyna", "roman", "olena")
    }
    assert counts == {"iryna": 1, "svitlana": 1, "halyna": 2, "roman": 0, "olena": 0}
    assert not audit_for(elsewhere.community, town.actor("halyna"), AuditFilters()).exists()
