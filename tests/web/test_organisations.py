"""The pages of organisations, groups and partners, as each of their people uses them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from opencity.jobs.schedule import tell_of_requests
from opencity.notices.models import Delivery
from opencity.organisations.models import Application, Decision, Group, JoinRequest, Profile
from opencity.organisations.operations.applying import accept_application
from opencity.organisations.operations.describing import show_logo
from opencity.organisations.operations.grouping import begin_group
from opencity.people.acting import offices_of
from opencity.people.models import Membership, Organisation, Presence
from opencity.problems.operations.photographing import keep_photo
from tests.organisations.making import CORNERS, new_group
from tests.plans.making import paint, pothole, published
from tests.town import Town, jpeg, said, upload
from tests.web.test_business import given

EN = {"accept-language": "en"}
HERE = {"origin": "http://testserver"}


@pytest.fixture(autouse=True)
def pictures_in_a_folder_of_their_own(settings: object, tmp_path: object) -> None:
    settings.MEDIA = tmp_path  # type: ignore[attr-defined]


def seen(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(f"/mykolaiv/{address}", headers=EN)
    assert answer.status_code == status, address
    return answer.content.decode()


def send(client: Client, address: str, status: int = 302, **fields: object) -> str:
    answer = client.post(f"/mykolaiv/{address}", fields, headers={**EN, **HERE})
    assert answer.status_code == status, answer.content.decode()[-3000:]
    return answer.content.decode()


def as_one(town: Town, who: str) -> Client:
    client = Client()
    client.force_login(town.people[who])
    return client


def lead(town: Town, who: str) -> None:
    Membership.objects.filter(person=town.people[who]).update(kind=Membership.Kind.LEAD)


def test_the_list_tells_what_each_really_did(client: Client, town: Town) -> None:
    given(town, "6", now())
    page = seen(client, "organisations/")
    assert "1 verified contribution" in page and "Leads 1 plan now" in page
    assert "Library" in page and "Begin a group" in page
    assert "Telecom" in seen(client, "organisations/?sector=business")
    assert "Telecom" not in seen(client, "organisations/?sector=civil")
    assert "Nothing fits" in seen(client, "organisations/?only=groups")


def test_a_profile_shows_gifts_and_says_which_are_not_verified(client: Client, town: Town) -> None:
    given(town, "6", now())
    given(town, "3", now(), state="claimed_done")
    page = seen(client, "organisations/mykolaiv-telecom/")
    assert "6\xa0l" in page and "3\xa0l" in page and page.count("the result is not verified yet") == 1
    assert "Богдан" not in page
    assert "Nothing was given" in seen(client, "organisations/mykolaiv-parks/")
    seen(client, "organisations/nobody/", 404)


def test_from_the_request_to_the_first_page_of_an_organisation(town: Town) -> None:
    olena, svitlana = as_one(town, "olena"), as_one(town, "svitlana")
    wrong = send(olena, "organisations/new/", 422, name="ГО «Лелека»", sector="civil", register_code="40075816")
    assert "control digit" in wrong and "ГО «Лелека»" in wrong
    send(olena, "organisations/new/", name="ГО «Лелека»", sector="civil", words="Я голова.", register_code="4007 5815")
    asked = Application.everywhere.get()
    assert "waits for an answer" in seen(olena, f"organisations/requests/{asked.uuid}/").lower()
    tell_of_requests(town.community, now())
    assert Delivery.everywhere.get(kind="body_asked").person == town.people["svitlana"]
    assert "ГО «Лелека»" in seen(svitlana, "desk/organisations/")
    address = f"desk/organisations/requests/{asked.uuid}/"
    assert "control digit fits" in seen(svitlana, address) and "olena@" in seen(svitlana, address)
    assert "reason is owed" in send(svitlana, address, 422, act="accept", words="")
    send(svitlana, address, act="accept", words="Реєстр і дзвінок.")
    tell_of_requests(town.community, now())
    assert Delivery.everywhere.get(kind="body_yes").person == town.people["olena"]
    body = Organisation.objects.get(slug="ho-leleka")
    assert "checked: it is really them" in seen(olena, "organisations/ho-leleka/")
    send(olena, "organisations/ho-leleka/edit/", words="Рятуємо лелек.", sphere="greenery", area="south", contact="1")
    page = seen(Client(), "organisations/ho-leleka/")
    assert "Рятуємо лелек." in page and "Korabelnyi" in page
    assert Profile.everywhere.get(organisation=body).spheres == ["greenery"]


def test_what_somebody_asked_for_is_theirs_alone(town: Town, elsewhere: Town) -> None:
    olena = as_one(town, "olena")
    send(olena, "organisations/new/", name="ГО «Лелека»", sector="civil")
    uuid = Application.everywhere.get().uuid
    for client in (Client(), as_one(town, "petro"), as_one(elsewhere, "vasyl")):
        seen(client, f"organisations/requests/{uuid}/", 404)
    assert olena.get(f"/voznesensk/organisations/requests/{uuid}/").status_code == 404
    send(olena, f"organisations/requests/{uuid}/")
    assert Application.everywhere.get().state == "withdrawn"


@pytest.mark.parametrize("who", ["petro", "oksana", "taras", "mykhailo"])
def test_the_desk_of_organisations_is_for_coordinators(town: Town, who: str) -> None:
    for address in ("desk/organisations/", "desk/organisations/mykolaiv-ngo/"):
        seen(as_one(town, who), address, 403)
        assert Client().get(f"/mykolaiv/{address}").status_code == 302


def test_joining_is_asked_answered_and_told(town: Town) -> None:
    lead(town, "oksana")
    petro, oksana = as_one(town, "petro"), as_one(town, "oksana")
    assert "Ask to join" in seen(petro, "organisations/mykolaiv-ngo/")
    send(petro, "organisations/mykolaiv-ngo/join/", words="Я волонтер.")
    assert "waits for an answer" in seen(petro, "organisations/mykolaiv-ngo/")
    tell_of_requests(town.community, now())
    assert Delivery.everywhere.get(kind="join_asked").person == town.people["oksana"]
    assert "Я волонтер." in seen(oksana, "organisations/mykolaiv-ngo/people/")
    assert "somebody asks to join" in seen(oksana, "me/")
    ask = JoinRequest.everywhere.get()
    assert "reason is owed" in send(oksana, "organisations/mykolaiv-ngo/people/", 422, act="decline", request=ask.uuid)
    send(oksana, "organisations/mykolaiv-ngo/people/", act="accept", request=ask.uuid)
    tell_of_requests(town.community, now())
    assert Delivery.everywhere.get(kind="join_yes").person == town.people["petro"]
    assert town.organisations["ngo"].pk in offices_of(town.people["petro"], now=now())
    assert "In whose name I act" in seen(petro, "me/")
    send(petro, "organisations/mykolaiv-ngo/leave/")
    assert town.organisations["ngo"].pk not in offices_of(town.people["petro"], now=now() + timedelta(seconds=1))


def test_the_people_of_a_body_are_for_its_leads(town: Town, elsewhere: Town) -> None:
    lead(town, "oksana")
    for who in ("petro", "svitlana", "bohdan"):
        seen(as_one(town, who), "organisations/mykolaiv-ngo/people/", 404)
        seen(as_one(town, who), "organisations/mykolaiv-ngo/edit/", 404)
    seen(as_one(elsewhere, "vasyl"), "organisations/mykolaiv-ngo/people/", 404)
    assert "Оксана" not in seen(Client(), "organisations/mykolaiv-ngo/people/")


def test_a_group_is_begun_joined_by_a_link_and_decides(town: Town) -> None:
    petro, olena = as_one(town, "petro"), as_one(town, "olena")
    problem = pothole(town)
    corners = "\n".join(f"{one.lat}, {one.lon}" for one in CORNERS)
    wrong = send(petro, "groups/new/", 422, name="Вулиця Лагідна", kind="street", corners="сюди", words="Разом.")
    assert "Line 1 is no point" in wrong and "Разом." in wrong and "сюди" in wrong
    send(petro, "groups/new/", name="Вулиця Лагідна", kind="street", corners=corners, words="Разом.")
    page = seen(Client(), "organisations/vulytsia-lahidna/")
    assert "not checked yet" in page and problem.title in page and "<svg" in page and "Петро" not in page
    send(petro, "organisations/vulytsia-lahidna/people/", act="invite")
    people = seen(petro, "organisations/vulytsia-lahidna/people/")
    link = people.split("/invitations/")[1].split("/")[0]
    assert "Sign in" in seen(Client(), f"invitations/{link}/")
    send(olena, f"invitations/{link}/")
    assert "2 members" in seen(Client(), "organisations/vulytsia-lahidna/")
    seen(olena, "organisations/vulytsia-lahidna/decisions/new/", 404)
    today = town.community.calendar.today(now()).isoformat()
    send(
        petro, "organisations/vulytsia-lahidna/decisions/new/", title="Латаємо самі", decided_on=today,
        votes_for="2", problem=f"№{problem.number}",
    )  # fmt: skip
    assert "Латаємо самі" in seen(Client(), "organisations/vulytsia-lahidna/decisions/1/")
    story = seen(Client(), f"problems/{problem.number}/")
    assert "Латаємо самі" in story and "2 for and nobody against" in story
    assert Decision.everywhere.get().problem == problem
    send(petro, "organisations/vulytsia-lahidna/group/", kind="block", words="Разом.", end="1")
    assert "has ended" in seen(Client(), "organisations/vulytsia-lahidna/")
    assert Group.everywhere.get().ended_at is not None


def test_nobody_puts_a_decision_on_a_hidden_problem_or_learns_of_it(town: Town) -> None:
    begin_group(town.community, town.actor("petro"), new_group(corners=CORNERS), now=now())
    hidden = pothole(town)
    type(hidden).everywhere.filter(pk=hidden.pk).update(visibility="held")
    petro = as_one(town, "petro")
    today = town.community.calendar.today(now()).isoformat()
    page = send(
        petro, "organisations/vulytsia-lahidna/decisions/new/", 422, title="Так", decided_on=today, votes_for="2",
        problem=str(hidden.number),
    )  # fmt: skip
    assert "no such public problem" in page and hidden.title not in page


def test_a_logo_is_served_only_while_something_is_verified(client: Client, town: Town) -> None:
    lead(town, "bohdan")
    bohdan = as_one(town, "bohdan")
    fields = {"words": "Зв’язок.", "photo": upload()}
    assert "nothing is verified yet" in send(bohdan, "organisations/mykolaiv-telecom/edit/", 409, **fields)
    plan = given(town, "6", now())
    picture = keep_photo(town.community, jpeg(at=None), now=now())
    show_logo(town.community, town.organisations["telecom"], town.actor("bohdan", now()), picture, now=now())
    address = f"organisations/mykolaiv-telecom/logo/{picture.digest}-{picture.widths[0]}.jpg"
    assert address in seen(client, "organisations/mykolaiv-telecom/")
    shown = client.get(f"/mykolaiv/{address}")
    assert shown.status_code == 200 and b"".join(shown.streaming_content)[:2] == b"\xff\xd8"  # type: ignore[attr-defined]
    shown.close()
    assert client.get(f"/voznesensk/{address}").status_code == 404
    type(plan.problem).everywhere.filter(pk=plan.problem.pk).update(state="in_progress")
    assert client.get(f"/mykolaiv/{address}").status_code == 404
    assert address not in seen(client, "organisations/mykolaiv-telecom/")


def test_partners_stand_with_their_memoranda(client: Client, town: Town) -> None:
    assert "No memorandum" in seen(client, "partners/")
    svitlana = as_one(town, "svitlana")
    address = "desk/organisations/mykolaiv-telecom/"
    wrong = send(svitlana, address, 422, act="memorandum", title="Меморандум", words="", signed_on="2026-11-01")
    assert "what was agreed" in wrong
    send(svitlana, address, act="memorandum", title="Меморандум", words="Дають зв’язок.", signed_on="2026-11-01")
    assert "Дають зв’язок." in seen(client, "partners/")
    assert "Partner of the network" in seen(client, "organisations/mykolaiv-telecom/")
    send(svitlana, address, act="doubt", words="Змінився власник.")
    assert "checked: it is really them" not in seen(client, "organisations/mykolaiv-telecom/")


@pytest.mark.parametrize("many", [1, 30])
def test_the_pages_cost_the_same_for_one_and_for_thirty(client: Client, town: Town, many: int) -> None:
    for number in range(many):
        body = Organisation.objects.create(
            slug=f"body-{number}", names={"uk": f"Тіло {number}"}, sector="civil", created_at=now()
        )
        Presence.everywhere.create(community=town.community, organisation=body)
        published(town, paint(), now=now())
    begin_group(town.community, town.actor("petro"), new_group(corners=CORNERS), now=now())
    for address, most in (
        ("organisations/", 9),
        ("organisations/mykolaiv-ngo/", 14),
        ("organisations/vulytsia-lahidna/", 18),
        ("partners/", 4),
    ):
        client.get(f"/mykolaiv/{address}")
        with CaptureQueriesContext(connection) as asked:
            seen(client, address)
        assert len(asked) <= most, (address, len(asked))


def test_a_strangers_page_is_the_same_for_all_and_sets_no_cookie(client: Client, town: Town) -> None:
    for address in ("organisations/", "organisations/mykolaiv-ngo/", "partners/"):
        answer = client.get(f"/mykolaiv/{address}")
        assert not answer.cookies and "public" in answer["Cache-Control"]


def test_an_application_that_was_accepted_is_answered_no_second_time(town: Town) -> None:
    olena, svitlana = as_one(town, "olena"), as_one(town, "svitlana")
    send(olena, "organisations/new/", name="ГО «Лелека»", sector="civil")
    asked = Application.everywhere.get()
    accept_application(asked, town.actor("svitlana", now()), said("Так."), now=now())
    page = send(svitlana, f"desk/organisations/requests/{asked.uuid}/", 409, act="decline", words="Ні.")
    assert "answered already" in page
