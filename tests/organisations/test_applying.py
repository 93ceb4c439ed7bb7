"""An organisation asks to take part, and a coordinator looks."""

from __future__ import annotations

from uuid import uuid4

import pytest

from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood, Refusal
from opencity.organisations.models import Answer, Application, Vetting
from opencity.organisations.operations import applying
from opencity.organisations.operations.vetting import vet
from opencity.people.acting import offices_of
from opencity.people.models import Membership, Organisation, Presence, Role
from tests.organisations.making import application, applied
from tests.town import MONDAY, Town, person, said

LOOKED = said("Витяг із реєстру, дзвінок голові.")


def test_nothing_of_it_is_public_before_somebody_looked(town: Town) -> None:
    applied(town)
    assert not Organisation.objects.filter(names__uk="ГО «Лелека»").exists()
    assert not offices_of(town.olena, now=MONDAY)


def test_with_a_yes_it_is_here_checked_and_led_by_whoever_asked(town: Town) -> None:
    asked = applied(town, register_code="40075815", address="вул. Соборна, 1")
    body = applying.accept_application(asked, town.actor("svitlana"), LOOKED, now=MONDAY)
    assert body.slug == "ho-leleka" and body.register_code == "40075815"
    assert Presence.everywhere.get(organisation=body).verified
    assert Membership.objects.get(organisation=body).kind == Membership.Kind.LEAD
    assert Vetting.everywhere.get(organisation=body).words == LOOKED.text
    assert Application.everywhere.get().state == Answer.ACCEPTED


def test_a_no_owes_a_reason_and_whoever_asked_may_ask_again(town: Town) -> None:
    asked = applied(town)
    with pytest.raises(NotUnderstood):
        applying.decline_application(asked, town.actor("svitlana"), "  ", now=MONDAY)
    applying.decline_application(asked, town.actor("svitlana"), "Такої немає в реєстрі.", now=MONDAY)
    with pytest.raises(NotNow):
        applying.accept_application(asked, town.actor("svitlana"), LOOKED, now=MONDAY)
    assert applied(town).pk != asked.pk


@pytest.mark.parametrize("who", ["petro", "taras", "mykhailo", "oksana"])
def test_only_a_coordinator_answers(town: Town, who: str) -> None:
    asked = applied(town)
    with pytest.raises(NotAllowed):
        applying.accept_application(asked, town.actor(who), LOOKED, now=MONDAY)
    assert not Organisation.objects.filter(slug="ho-leleka").exists()


def test_a_coordinator_does_not_let_in_their_own(town: Town) -> None:
    asked = applied(town, "svitlana")
    with pytest.raises(NotAllowed):
        applying.accept_application(asked, town.actor("svitlana"), LOOKED, now=MONDAY)


def test_a_coordinator_of_another_community_answers_nothing(town: Town, elsewhere: Town) -> None:
    asked = applied(town)
    with pytest.raises(NotAllowed):
        applying.accept_application(asked, elsewhere.actor("petro"), LOOKED, now=MONDAY)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": "x"}, "name"),
        ({"name": "12345"}, "name"),
        ({"sector": "mafia"}, "sector"),
        ({"register_code": "40075816"}, "register_code"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"name": "поруч"}, "name"),
    ],
)
def test_bad_input_says_what_to_do_and_changes_nothing(town: Town, more: dict[str, str], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        applied(town, **more)
    assert refused.value.field == field and refused.value.next_step
    assert not Application.everywhere.exists()


def test_the_same_form_sent_twice_is_one_request(town: Town) -> None:
    new = application(uuid=uuid4())
    actor = town.actor("olena")
    assert applying.apply(town.community, actor, new, now=MONDAY) == applying.apply(
        town.community, actor, new, now=MONDAY
    )


def test_nobody_floods_the_coordinator(town: Town) -> None:
    for number in range(3):
        applied(town, name=f"Товариство {number}")
    with pytest.raises(NotNow):
        applied(town, name="Ще одне")


def test_a_body_known_elsewhere_comes_as_the_same_body(town: Town, elsewhere: Town) -> None:
    body = elsewhere.organisations["ngo"]
    Organisation.objects.filter(pk=body.pk).update(register_code="14360570")
    asked = applied(town, name="Поруч-Вознесенськ", register_code="14360570")
    assert applying.accept_application(asked, town.actor("svitlana"), LOOKED, now=MONDAY) == body


def test_somebody_without_a_confirmed_address_cannot_ask(town: Town) -> None:
    town.people["stranger"] = person("Хтось", assurance=0)
    with pytest.raises(NotAllowed):
        applied(town, "stranger")


def test_whoever_asked_takes_it_back_and_nobody_else(town: Town) -> None:
    asked = applied(town)
    with pytest.raises(NotAllowed):
        applying.take_application_back(asked, town.actor("petro"), now=MONDAY)
    assert applying.take_application_back(asked, town.actor("olena"), now=MONDAY).state == Answer.WITHDRAWN


def test_a_coordinator_looks_at_bodies_but_not_at_their_own(town: Town) -> None:
    presence = Presence.everywhere.get(organisation=town.organisations["telecom"])
    vet(presence, town.actor("svitlana"), said("Телефон не відповідає."), verified=False, now=MONDAY)
    assert not Presence.everywhere.get(pk=presence.pk).verified
    Role.everywhere.create(
        community=town.community, person=town.people["bohdan"], kind=Role.Kind.COORDINATOR, since=MONDAY
    )
    with pytest.raises(NotAllowed):
        vet(presence, town.actor("bohdan"), LOOKED, verified=True, now=MONDAY)
    with pytest.raises(NotUnderstood):
        vet(presence, town.actor("svitlana"), said(""), verified=True, now=MONDAY)
