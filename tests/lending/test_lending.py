from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood, Refusal
from opencity.lending.models import Loan, Tool
from opencity.lending.operations.handing import extend, hand_over, lend, take_back
from opencity.lending.operations.keeping import NewTool, add_tool, change_tool, retire_tool
from opencity.lending.operations.reserving import NewLoan, cancel, release, reserve
from opencity.lending.queries.proving import prove_lending
from opencity.lending.queries.shelves import shelf_of
from opencity.lending.values import Ended, LoanState, ToolKind
from opencity.notices.operations.erasing import erase_person
from opencity.people.models import Assurance, Role
from opencity.places.cells import Point
from opencity.problems.models import Event
from opencity.problems.operations.merging import merge
from tests.lending.making import back, drill, fresh, lent, reserved
from tests.problems.test_life import assert_history_holds
from tests.town import MONDAY, Town, person, report, said
from tests.town import fresh as fresh_problem

DAY = timedelta(days=1)
TODAY = date(2026, 11, 16)


def wanted(tool: Tool, **more: object) -> NewTool:
    known = {"words": tool.words, "kind": ToolKind.POWER, "owned": tool.owned, "days": tool.days}
    return NewTool(**(known | more))  # type: ignore[arg-type]


def test_a_tool_is_reserved_handed_over_and_brought_back(town: Town) -> None:
    tool = drill(town)
    loan = reserved(town, tool)
    assert (loan.from_day, loan.due, loan.state) == (TODAY, TODAY + 7 * DAY, LoanState.RESERVED)
    assert shelf_of(tool, now=MONDAY).free == 0 and shelf_of(tool, now=MONDAY).here == 1
    hand_over(loan, town.actor("taras"), now=MONDAY + DAY)
    assert fresh(loan).due == TODAY + 8 * DAY and shelf_of(tool, now=MONDAY + DAY).here == 0
    take_back(fresh(loan), town.actor("taras"), back(words="Батарея тримає півдня."), now=MONDAY + 3 * DAY)
    done = fresh(loan)
    assert (done.state, done.condition, done.condition_language) == ("returned", "Батарея тримає півдня.", "uk")
    assert (done.lent_by, done.returned_by) == (town.taras, town.taras)
    assert shelf_of(tool, now=MONDAY + 3 * DAY).free == 1


def test_the_last_one_is_refused_with_the_day_from_which_it_is_free(town: Town) -> None:
    tool = drill(town)
    reserved(town, tool)
    with pytest.raises(NotNow) as refused:
        reserved(town, tool, "petro")
    assert "24\N{NO-BREAK SPACE}листопада" in refused.value.next_step and refused.value.field == "from_day"
    later = reserved(town, tool, "petro", from_day=TODAY + 8 * DAY)
    assert later.due == TODAY + 15 * DAY
    for day in (3, 7, 15):
        with pytest.raises(NotNow):
            reserved(town, tool, "halyna", from_day=TODAY + day * DAY)
    other = drill(town, words="Пилка")
    reserved(town, other, from_day=TODAY + 5 * DAY)
    for take in (lent, reserved):
        with pytest.raises(NotNow):
            take(town, other, "halyna"), "it would not be back in time"


def test_the_same_form_twice_is_one_loan_and_anybody_elses_is_refused(town: Town) -> None:
    tool, once = drill(town, 3), uuid4()
    assert reserved(town, tool, uuid=once) == reserved(town, tool, uuid=once)
    assert Loan.everywhere.count() == 1
    with pytest.raises(NotUnderstood):
        reserved(town, tool, "petro", uuid=once)
    new = wanted(tool)
    library = town.organisations["library"]
    made = add_tool(town.community, library, town.actor("taras"), new, now=MONDAY)
    assert add_tool(town.community, library, town.actor("taras"), new, now=MONDAY) == made


def test_nobody_collects_it_in_time_and_it_is_free_again(town: Town) -> None:
    tool = drill(town)
    loan = reserved(town, tool)
    assert not release(loan, now=MONDAY + 2 * DAY)
    assert shelf_of(tool, now=MONDAY + 2 * DAY).free == 0
    assert shelf_of(tool, now=MONDAY + 3 * DAY).free == 1, "even before the clock comes round"
    with pytest.raises(NotNow):
        hand_over(loan, town.actor("taras"), now=MONDAY + 3 * DAY)
    assert release(loan, now=MONDAY + 3 * DAY) and not release(loan, now=MONDAY + 3 * DAY)
    assert fresh(loan).ended == Ended.NOT_COLLECTED


def test_what_is_overdue_is_not_free_and_not_handed_to_the_next(town: Town) -> None:
    tool = drill(town)
    lent(town, tool)
    next_one = reserved(town, tool, "petro", from_day=TODAY + 8 * DAY)
    late = MONDAY + 8 * DAY
    assert shelf_of(tool, now=late).here == 0
    for take in (lent, reserved):
        with pytest.raises(NotNow):
            take(town, tool, "halyna", now=late)
    with pytest.raises(NotNow) as refused:
        hand_over(next_one, town.actor("taras"), now=late)
    assert refused.value.next_step
    with pytest.raises(NotNow):
        reserved(town, drill(town, 5, words="Пилка"), now=late), "bring it back first"


def test_it_is_kept_longer_once_and_only_if_nobody_waits(town: Town) -> None:
    tool = drill(town)
    loan = lent(town, tool)
    with pytest.raises(NotAllowed):
        extend(loan, town.actor("petro"), now=MONDAY)
    waiting = reserved(town, tool, "petro", from_day=TODAY + 8 * DAY)
    with pytest.raises(NotNow):
        extend(loan, town.actor("olena"), now=MONDAY)
    cancel(waiting, town.actor("petro"), now=MONDAY)
    assert extend(loan, town.actor("olena"), now=MONDAY).due == TODAY + 14 * DAY
    with pytest.raises(NotNow):
        extend(loan, town.actor("olena"), now=MONDAY)
    other = lent(town, drill(town, words="Рівень"), "halyna")
    with pytest.raises(NotNow):
        extend(other, town.actor("halyna"), now=MONDAY + 9 * DAY)


def test_fewer_than_are_out_cannot_be_owned_and_what_is_out_is_not_retired(town: Town) -> None:
    tool = drill(town, 3)
    loan = lent(town, tool, quantity=2)
    taras = town.actor("taras")
    with pytest.raises(NotNow) as refused:
        change_tool(tool, taras, wanted(tool, owned=1), now=MONDAY)
    assert refused.value.field == "owned"
    assert change_tool(tool, taras, wanted(tool, owned=2, words="Дриль"), now=MONDAY).words == "Дриль"
    with pytest.raises(NotNow):
        retire_tool(tool, taras, now=MONDAY)
    take_back(loan, taras, back(2), now=MONDAY)
    retire_tool(tool, taras, now=MONDAY)
    for again in (lambda: reserved(town, tool), lambda: lent(town, tool)):
        with pytest.raises(NotNow):
            again()
    with pytest.raises(NotNow):
        change_tool(tool, taras, wanted(tool), now=MONDAY)


def test_what_is_lost_or_broken_is_no_longer_lent_and_the_youngest_reservation_gives_way(town: Town) -> None:
    tool = drill(town, 3)
    loan = lent(town, tool, quantity=3)
    first = reserved(town, tool, "petro", from_day=TODAY + 8 * DAY)
    second = reserved(town, tool, "halyna", from_day=TODAY + 8 * DAY)
    taras = town.actor("taras")
    with pytest.raises(NotUnderstood):
        take_back(loan, taras, back(2, 1), now=MONDAY)
    take_back(loan, taras, back(2, 1, "Один загубили, в іншого згорів мотор."), now=MONDAY)
    assert Tool.everywhere.get(pk=tool.pk).owned == 1
    assert fresh(loan).state == "returned" and fresh(first).state == "reserved"
    assert (fresh(second).state, fresh(second).ended) == ("cancelled", Ended.GONE)
    again = lent(town, tool, "danylo")
    take_back(again, taras, back(0, words="Украли з гаража."), now=MONDAY + DAY)
    assert fresh(again).state == LoanState.LOST and fresh(first).ended == Ended.GONE
    assert shelf_of(Tool.everywhere.get(pk=tool.pk), now=MONDAY + DAY).from_day is None


def test_a_problem_tells_what_was_lent_for_it_and_never_to_whom(town: Town) -> None:
    problem = report(town).problem
    tool = drill(town, 4)
    loan = reserved(town, tool, quantity=2, problem=problem)
    hand_over(loan, town.actor("taras"), now=MONDAY)
    take_back(fresh(loan), town.actor("taras"), back(1, words="Один загубили."), now=MONDAY + DAY)
    told = list(Event.everywhere.filter(kind__startswith="tool_").order_by("position"))
    assert [event.kind for event in told] == ["tool_lent", "tool_returned"]
    assert told[1].facts["back"] == 1 and "Олена" not in str([event.facts for event in told])
    assert_history_holds(problem)


def test_joining_problems_takes_the_loan_along(town: Town) -> None:
    problem, into = report(town).problem, report(town, "petro").problem
    loan = lent(town, drill(town), problem=problem)
    merge(fresh_problem(problem), into, town.actor("svitlana"), said("Те саме."), now=MONDAY)
    take_back(loan, town.actor("taras"), back(), now=MONDAY + DAY)
    assert Event.everywhere.filter(problem=into, kind="tool_returned").exists()
    assert_history_holds(into)


def test_a_problem_nobody_may_see_or_of_another_town_is_refused(town: Town, elsewhere: Town) -> None:
    private = report(town, category="social.person_in_need", words="Сама вдома").problem
    for problem in (private, report(elsewhere, at=Point(47.56, 31.33)).problem):
        with pytest.raises(NotUnderstood):
            reserved(town, drill(town), problem=problem)


def test_erasing_a_borrower_frees_what_they_reserved_and_forgets_them(town: Town) -> None:
    tool = drill(town, 2)
    out, waits = lent(town, tool), reserved(town, tool)
    erase_person(town.people["olena"], now=MONDAY + DAY)
    assert fresh(out).person is None and fresh(out).state == LoanState.LENT
    assert fresh(waits).person is None and fresh(waits).state == LoanState.CANCELLED
    take_back(fresh(out), town.actor("taras"), back(), now=MONDAY + DAY)


@pytest.mark.parametrize(
    "new",
    [
        {"words": "  "},
        {"words": "а" * 101},
        {"owned": 0},
        {"owned": 1000},
        {"days": 0},
        {"days": 91},
        {"terms": "а" * 1001},
    ],
)
def test_a_senseless_tool_is_refused_with_its_field(town: Town, new: dict[str, object]) -> None:
    told = NewTool(**({"words": "Драбина", "kind": ToolKind.HEIGHT, "owned": 1} | new))  # type: ignore[arg-type]
    with pytest.raises(NotUnderstood) as refused:
        add_tool(town.community, town.organisations["library"], town.actor("taras"), told, now=MONDAY)
    assert refused.value.field in new and refused.value.next_step


def test_a_senseless_reservation_is_refused_with_a_next_step(town: Town) -> None:
    tool = drill(town, 9)
    for more in ({"quantity": 0}, {"quantity": 10}, {"from_day": TODAY - DAY}, {"from_day": TODAY + 61 * DAY}):
        with pytest.raises(Refusal) as refused:
            reserved(town, tool, **more)
        assert refused.value.next_step and refused.value.field
    town.people["nobody"] = person("Хтось", assurance=Assurance.NONE)
    with pytest.raises(NotAllowed):
        reserved(town, tool, "nobody")
    for _ in range(5):
        reserved(town, tool)
    with pytest.raises(NotNow):
        reserved(town, tool), "others want their turn"


def test_only_a_librarian_of_this_very_access_point_lends(town: Town, elsewhere: Town) -> None:
    tool, library = drill(town), town.organisations["library"]
    loan = lent(town, tool)
    Role.everywhere.filter(person=elsewhere.people["taras"]).update(access_point=elsewhere.organisations["library"])
    town.people |= {"their_taras": elsewhere.people["taras"], "vasyl": elsewhere.people["vasyl"]}
    for who in ("olena", "svitlana", "vasyl", "their_taras"):
        actor = town.actor(who)
        for act in (
            lambda: add_tool(town.community, library, actor, wanted(tool), now=MONDAY),  # noqa: B023
            lambda: change_tool(tool, actor, wanted(tool), now=MONDAY),  # noqa: B023
            lambda: retire_tool(tool, actor, now=MONDAY),  # noqa: B023
            lambda: lend(tool, town.petro, actor, NewLoan(), now=MONDAY),  # noqa: B023
            lambda: take_back(loan, actor, back(), now=MONDAY),  # noqa: B023
        ):
            with pytest.raises(NotAllowed) as refused:
                act()
            assert refused.value.next_step
    for end in (extend, cancel):
        with pytest.raises(NotAllowed):
            end(loan, town.actor("vasyl"), now=MONDAY)
    Role.everywhere.filter(person=town.taras).update(until=MONDAY + DAY)
    with pytest.raises(NotAllowed):
        take_back(loan, town.actor("taras", MONDAY + 2 * DAY), back(), now=MONDAY + 2 * DAY)


@pytest.mark.parametrize(
    "wrong",
    [
        {"quantity": 0},
        {"due": TODAY - DAY},
        {"lent_at": None},
        {"state": "returned"},
        {"returned_at": MONDAY},
        {"state": "cancelled"},
        {"ended": "gone"},
    ],
)
def test_the_database_repeats_the_rules(town: Town, wrong: dict[str, object]) -> None:
    loan = lent(town, drill(town))
    with pytest.raises(IntegrityError), transaction.atomic():
        Loan.everywhere.filter(pk=loan.pk).update(**wrong)


def test_a_reservation_of_somebody_else_is_not_taken_back_by_a_neighbour(town: Town) -> None:
    tool = drill(town)
    loan = reserved(town, tool)
    with pytest.raises(NotAllowed):
        cancel(loan, town.actor("petro"), now=MONDAY)
    cancel(loan, town.actor("taras"), now=MONDAY)
    assert fresh(loan).ended == Ended.BY_LIBRARY
    with pytest.raises(NotNow):
        cancel(loan, town.actor("olena"), now=MONDAY)
    assert reserve(tool, town.actor("petro"), NewLoan(), now=MONDAY).state == "reserved"


def test_the_proof_finds_more_out_than_there_is(town: Town) -> None:
    tool = drill(town, 2)
    lent(town, tool, quantity=2)
    assert list(prove_lending(town.community)) == []
    Tool.everywhere.filter(pk=tool.pk).update(owned=1)
    (fault,) = prove_lending(town.community)
    assert str(tool.uuid) in fault.where and "2" in fault.what
