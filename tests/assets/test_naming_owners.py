from __future__ import annotations

from datetime import timedelta

import pytest

from opencity.assets.models import Asset, OwnerClaim
from opencity.assets.values import Ownership
from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.people.models import Membership, MembershipKind
from opencity.problems.models import Event, Problem
from opencity.problems.operations import owning, reviewing
from opencity.problems.operations.naming_owners import say_ours, say_whose, settle_owner
from opencity.problems.queries.proving import faults_of
from opencity.problems.queries.similar import similar
from tests.assets.laying import lay, north
from tests.town import CENTRE, MONDAY, Town, fresh, report, said

LATER = MONDAY + timedelta(days=2)


@pytest.fixture(autouse=True)
def everybody_answers(town: Town) -> None:
    Membership.objects.update(kind=MembershipKind.OFFICER)


def again(asset: Asset) -> Asset:
    return Asset.everywhere.select_related("owner", "kind").get(pk=asset.pk)


def story(problem: Problem) -> list[str]:
    return list(Event.everywhere.filter(problem=problem).order_by("position").values_list("kind", flat=True))


def proven(problem: Problem) -> bool:
    events = list(Event.everywhere.filter(problem=problem).order_by("position").prefetch_related("texts"))
    return not list(faults_of(Problem.everywhere.select_related("asset").get(pk=problem.pk), events))


def test_the_known_owner_goes_before_the_rules_and_has_its_clock(town: Town) -> None:
    tree = lay(town, owner="roads")
    problem = report(town, asset=tree).problem
    assert problem.owner == town.organisations["roads"]
    assert problem.asset == tree
    assert problem.answer_due is not None
    assert proven(problem)


def test_whoever_claims_a_thing_gets_its_problems(town: Town) -> None:
    tree = lay(town, owner="telecom", ownership=Ownership.CLAIMED)
    assert report(town, asset=tree).problem.owner == town.organisations["telecom"]


@pytest.mark.parametrize(("owner", "ownership"), [(None, "unknown"), ("roads", "disputed")])
def test_nobody_is_guessed_where_the_owner_is_unknown_or_disputed(
    town: Town, owner: str | None, ownership: str
) -> None:
    tree = lay(town, owner=owner, ownership=ownership)
    assert report(town, asset=tree).problem.owner is None


def test_a_thing_of_another_kind_of_problem_is_refused(town: Town) -> None:
    manhole = lay(town, of="manhole")
    with pytest.raises(NotUnderstood) as refused:
        report(town, asset=manhole)
    assert refused.value.field == "asset"


def test_a_thing_of_another_community_is_refused(town: Town, elsewhere: Town) -> None:
    with pytest.raises(NotUnderstood):
        report(town, asset=lay(elsewhere))


def test_not_ours_opens_the_search_and_leaves_the_clock_alone(town: Town) -> None:
    tree = lay(town)
    problem = report(town, asset=tree).problem
    owning.forward(problem, town.actor("iryna"), None, said("Дерево росте на землі залізниці."), now=LATER)
    now = fresh(problem)
    assert (now.owner, now.state, now.answer_due) == (None, "open", problem.answer_due)
    assert again(tree).ownership == Ownership.DISPUTED
    assert story(problem) == ["reported", "forwarded", "owner_denied"]
    word = OwnerClaim.everywhere.get()
    assert (word.says, word.organisation) == ("not_ours", town.organisations["parks"])
    assert proven(problem)


def test_a_coordinator_who_passes_on_says_nothing_of_whose_the_thing_is(town: Town) -> None:
    tree = lay(town)
    problem = report(town, asset=tree).problem
    owning.forward(problem, town.actor("svitlana"), town.organisations["roads"], said("Це до вас."), now=LATER)
    assert again(tree).ownership == Ownership.KNOWN
    assert story(problem) == ["reported", "forwarded"]


def test_not_ours_without_a_thing_works_as_before(town: Town) -> None:
    problem = report(town).problem
    owning.forward(problem, town.actor("iryna"), None, said("Не наше."), now=LATER)
    assert story(problem) == ["reported", "forwarded"]


def test_ours_takes_what_waits_with_its_deadline(town: Town) -> None:
    tree = lay(town)
    problem = report(town, asset=tree).problem
    owning.forward(problem, town.actor("iryna"), None, said("Не наше."), now=LATER)
    say_ours(tree, town.actor("bohdan"), town.organisations["telecom"], said("Це наш двір."), now=LATER)
    now = fresh(problem)
    assert (now.owner, now.answer_due) == (town.organisations["telecom"], problem.answer_due)
    assert again(tree).ownership == Ownership.CLAIMED
    assert story(problem)[-1] == "owner_claimed"
    assert proven(problem)


def test_ours_against_a_known_owner_is_a_dispute_and_takes_nothing(town: Town) -> None:
    tree = lay(town)
    problem = report(town, asset=tree).problem
    say_ours(tree, town.actor("bohdan"), town.organisations["telecom"], said(), now=LATER)
    assert fresh(problem).owner == town.organisations["parks"]
    assert again(tree).ownership == Ownership.DISPUTED


def test_only_those_who_answer_for_a_body_say_ours(town: Town) -> None:
    tree = lay(town, owner=None)
    with pytest.raises(NotAllowed):
        say_ours(tree, town.actor("olena"), town.organisations["telecom"], said(), now=LATER)
    Membership.objects.update(kind=MembershipKind.INSPECTOR)
    with pytest.raises(NotAllowed):
        say_ours(tree, town.actor("bohdan"), town.organisations["telecom"], said(), now=LATER)


def test_a_resident_names_the_owner_and_nothing_moves_until_a_coordinator_decides(town: Town) -> None:
    tree = lay(town, owner=None)
    problem = report(town, asset=tree).problem
    say_whose(tree, town.actor("petro"), town.organisations["roads"], said("На бирці напис."), now=LATER)
    assert fresh(problem).owner is None
    assert story(problem)[-1] == "owner_named"
    settle_owner(tree, town.actor("svitlana"), town.organisations["roads"], said("Так, за реєстром."), now=LATER)
    assert fresh(problem).owner == town.organisations["roads"]
    assert fresh(problem).answer_due == problem.answer_due
    assert again(tree).ownership == Ownership.KNOWN
    assert OwnerClaim.everywhere.get().upheld is True
    assert proven(problem)


def test_a_resident_says_how_they_know_it_and_can_be_reached(town: Town) -> None:
    tree = lay(town, owner=None)
    with pytest.raises(NotUnderstood) as refused:
        say_whose(tree, town.actor("petro"), town.organisations["roads"], said(" "), now=LATER)
    assert refused.value.field == "words"
    town.petro.assurance = 0
    with pytest.raises(NotAllowed):
        say_whose(tree, town.actor("petro"), town.organisations["roads"], said(), now=LATER)


def test_the_owner_of_a_known_thing_is_not_named_again(town: Town) -> None:
    with pytest.raises(NotNow):
        say_whose(lay(town), town.actor("petro"), town.organisations["roads"], said(), now=LATER)


def test_only_an_unconcerned_coordinator_decides(town: Town) -> None:
    tree = lay(town, owner=None)
    for name in ("olena", "mykhailo", "taras", "bohdan"):
        with pytest.raises(NotAllowed):
            settle_owner(tree, town.actor(name), town.organisations["roads"], said(), now=LATER)
    Membership.objects.create(person=town.svitlana, organisation=town.organisations["roads"], since=MONDAY)
    with pytest.raises(NotAllowed):
        settle_owner(tree, town.actor("svitlana"), town.organisations["roads"], said(), now=LATER)


def test_a_body_of_another_community_cannot_be_the_owner(town: Town, elsewhere: Town) -> None:
    tree = lay(town, owner=None)
    with pytest.raises(NotUnderstood):
        settle_owner(tree, town.actor("svitlana"), elsewhere.organisations["roads"], said(), now=LATER)


def test_what_is_being_worked_on_stays_where_it_is(town: Town) -> None:
    tree = lay(town)
    problem = report(town, asset=tree).problem
    owning.accept(problem, town.actor("iryna"), said(), promised_for=None, now=LATER)
    settle_owner(tree, town.actor("svitlana"), town.organisations["roads"], said(), now=LATER)
    assert fresh(problem).owner == town.organisations["parks"]


def test_naming_the_owner_at_the_desk_settles_the_thing_too(town: Town) -> None:
    tree = lay(town, owner=None)
    problem = report(town, asset=tree).problem
    event = owning.assign_owner(
        problem, town.actor("svitlana"), town.organisations["roads"], said("За реєстром."), now=LATER
    )
    assert event.kind == "owner_settled"
    assert again(tree).owner == town.organisations["roads"]


def test_a_changed_category_keeps_the_thing_only_while_it_fits(town: Town) -> None:
    tree = lay(town, owner="telecom")
    problem = report(town, asset=tree).problem
    reviewing.recategorise(problem, town.actor("svitlana"), town.categories["road.pothole"], said("Це яма."), now=LATER)
    now = fresh(problem)
    assert (now.asset_id, now.owner) == (None, town.organisations["roads"])
    assert proven(problem)


def test_the_same_thing_is_the_likeliest_double_however_far_the_pin(town: Town) -> None:
    tree = lay(town)
    far = report(town, asset=tree, at=north(900)).problem
    report(town, at=north(3))
    found = similar(
        town.community,
        point=CENTRE,
        area=None,
        category=town.categories["green.dangerous_tree"],
        words="",
        radius_m=50,
        now=LATER,
        asset=tree,
    )
    assert (found[0].problem, found[0].same_asset) == (far, True)
    assert len(found) == 2


def test_what_was_said_in_a_private_case_does_not_stand_on_the_page_of_the_thing(town: Town) -> None:
    tree = lay(town)
    problem = report(town, asset=tree).problem
    reviewing.make_private(problem, town.actor("svitlana"), said("Там живе людина."), now=LATER)
    owning.forward(problem, town.actor("iryna"), None, said("Не наше, двір пані Марії."), now=LATER)
    assert OwnerClaim.everywhere.get().words == ""


def test_words_blacked_out_in_the_story_are_blacked_out_on_the_page_of_the_thing(town: Town) -> None:
    tree = lay(town, owner=None)
    problem = report(town, asset=tree).problem
    say_whose(tree, town.actor("petro"), town.organisations["roads"], said("Дзвоніть 050"), now=LATER)
    text = Event.everywhere.get(kind="owner_named").texts(manager="everywhere").get()
    reviewing.redact(text, "Дзвоніть ███", town.actor("svitlana"), said("Телефон."), now=LATER)
    assert OwnerClaim.everywhere.get().words == "Дзвоніть ███"
    assert proven(problem)
