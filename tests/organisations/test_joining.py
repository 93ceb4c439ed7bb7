"""People come to act for an organisation, lead it and leave it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import Http404

from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.organisations.models import Answer, Invitation, JoinRequest
from opencity.organisations.operations import joining
from opencity.organisations.queries.directory import members_of
from opencity.people.acting import offices_of
from opencity.people.models import Membership, Organisation
from tests.organisations.making import group
from tests.town import MONDAY, Town, person, said

LATER = MONDAY + timedelta(days=1)


def led(town: Town) -> Organisation:
    """«Поруч», which Oksana leads."""
    Membership.objects.filter(person=town.people["oksana"]).update(kind=Membership.Kind.LEAD)
    return town.organisations["ngo"]


def asked(town: Town, who: str = "olena") -> JoinRequest:
    made = joining.ask_to_join(town.community, led(town), town.actor(who), said("Я волонтерка."), now=MONDAY)
    assert isinstance(made, JoinRequest)
    return made


def acts(town: Town, who: str, body: Organisation) -> bool:
    return body.pk in offices_of(town.people[who], now=LATER)


def test_a_lead_takes_somebody_in(town: Town) -> None:
    joining.answer_request(asked(town), town.actor("oksana"), accept=True, now=MONDAY)
    assert acts(town, "olena", town.organisations["ngo"])


def test_asking_twice_is_asking_once(town: Town) -> None:
    assert asked(town) == asked(town)


def test_a_no_owes_a_reason(town: Town) -> None:
    ask = asked(town)
    with pytest.raises(NotUnderstood):
        joining.answer_request(ask, town.actor("oksana"), accept=False, now=MONDAY)
    joining.answer_request(ask, town.actor("oksana"), accept=False, words="Ми вас не знаємо.", now=MONDAY)
    assert not acts(town, "olena", town.organisations["ngo"])
    with pytest.raises(NotNow):
        joining.answer_request(ask, town.actor("oksana"), accept=True, now=MONDAY)


@pytest.mark.parametrize("who", ["olena", "petro", "iryna", "svitlana"])
def test_nobody_but_a_lead_answers_while_there_is_one(town: Town, who: str) -> None:
    ask = asked(town)
    with pytest.raises(NotAllowed):
        joining.answer_request(ask, town.actor(who), accept=True, now=MONDAY)
    assert JoinRequest.everywhere.get().state == Answer.ASKED


def test_where_nobody_leads_the_coordinator_answers(town: Town) -> None:
    body = town.organisations["telecom"]
    made = joining.ask_to_join(town.community, body, town.actor("olena"), said(""), now=MONDAY)
    assert isinstance(made, JoinRequest)
    with pytest.raises(NotAllowed):
        joining.answer_request(made, town.actor("bohdan"), accept=True, now=MONDAY)
    joining.answer_request(made, town.actor("svitlana"), accept=True, now=MONDAY)
    assert acts(town, "olena", body)


def test_a_body_of_another_community_is_not_there(town: Town, elsewhere: Town) -> None:
    with pytest.raises(Http404):
        joining.ask_to_join(town.community, elsewhere.organisations["ngo"], town.actor("olena"), said(""), now=MONDAY)


def test_an_open_group_takes_everybody_at_once(town: Town) -> None:
    body = group(town, open_to_all=True).organisation
    joining.ask_to_join(town.community, body, town.actor("olena"), said(""), now=MONDAY)
    assert acts(town, "olena", body) and not JoinRequest.everywhere.exists()


def invitation(town: Town) -> Invitation:
    return joining.invite(town.community, led(town), town.actor("oksana"), now=MONDAY)


def test_a_link_lets_people_in_until_it_ends_or_is_renewed(town: Town) -> None:
    first = invitation(town)
    joining.follow_invitation(first, town.actor("olena"), now=LATER)
    assert acts(town, "olena", town.organisations["ngo"])
    joining.invite(town.community, town.organisations["ngo"], town.actor("oksana"), now=LATER)
    for one, moment in ((first, LATER), (Invitation.everywhere.latest("pk"), LATER + joining.LASTS)):
        with pytest.raises(NotNow):
            joining.follow_invitation(one, town.actor("petro"), now=moment)


def test_a_link_is_used_so_often_and_by_one_person_once(town: Town) -> None:
    link = invitation(town)
    Invitation.everywhere.update(most=1)
    joining.follow_invitation(link, town.actor("olena"), now=MONDAY)
    joining.follow_invitation(link, town.actor("olena"), now=MONDAY)
    with pytest.raises(NotNow):
        joining.follow_invitation(link, town.actor("petro"), now=MONDAY)
    assert Invitation.everywhere.get().used == 1


def test_a_link_answers_the_request_of_whoever_had_asked(town: Town) -> None:
    ask = asked(town)
    joining.follow_invitation(invitation(town), town.actor("olena"), now=LATER)
    assert JoinRequest.everywhere.get(pk=ask.pk).state == Answer.ACCEPTED


def test_without_a_confirmed_address_no_link_helps(town: Town) -> None:
    town.people["stranger"] = person("Хтось", assurance=0)
    with pytest.raises(NotAllowed):
        joining.follow_invitation(invitation(town), town.actor("stranger"), now=MONDAY)


def test_the_last_lead_of_others_names_another_first(town: Town) -> None:
    body = led(town)
    joining.follow_invitation(invitation(town), town.actor("olena"), now=MONDAY)
    with pytest.raises(NotNow):
        joining.leave(body, town.actor("oksana"), now=LATER)
    joining.name_lead(body, town.olena, town.actor("oksana", LATER), now=LATER)
    joining.leave(body, town.actor("oksana", LATER), now=LATER)
    assert [(one.person.public_name, one.leads) for one in members_of(body, now=LATER)] == [("Олена", True)]
    joining.leave(body, town.actor("olena", LATER), now=LATER + timedelta(hours=1))
    assert not members_of(body, now=LATER + timedelta(hours=1))


def test_a_lead_ends_a_membership_but_not_that_of_another_lead(town: Town) -> None:
    body = led(town)
    joining.follow_invitation(invitation(town), town.actor("olena"), now=MONDAY)
    with pytest.raises(NotAllowed):
        joining.end_membership(body, town.people["oksana"], town.actor("olena", LATER), now=LATER)
    joining.end_membership(body, town.olena, town.actor("oksana", LATER), now=LATER)
    assert not acts(town, "olena", body)


def test_whoever_leads_another_body_manages_nothing_here(town: Town) -> None:
    led(town)
    Membership.objects.filter(person=town.people["bohdan"]).update(kind=Membership.Kind.LEAD)
    with pytest.raises(NotAllowed):
        joining.invite(town.community, town.organisations["ngo"], town.actor("bohdan"), now=MONDAY)
