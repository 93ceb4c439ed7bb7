"""Standing offers on pages: made, found, fitting, turned into a promise, ended."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from opencity.plans.models import Interest, StandingOffer
from opencity.plans.operations.offering import NewOffer, make_offer
from opencity.plans.values import NeedKind, Rhythm, Unit
from tests.plans.making import paint, published
from tests.town import Town

EN = {"accept-language": "en"}
NEW = "/mykolaiv/offers/new/"


def typed(**more: Any) -> dict[str, Any]:
    return {
        "kind": "material", "words": "Річковий пісок", "quantity": "2,5", "unit": "cubic_metre", "rhythm": "monthly",
        "area": ["centre"], **more,
    }  # fmt: skip


def offer_of(town: Town, who: str, **more: Any) -> StandingOffer:
    told = {"kind": NeedKind.MATERIAL, "unit": Unit.LITRE, "words": "Фарба", "quantity": Decimal(6), **more}
    return make_offer(town.community, town.actor(who, now()), NewOffer(**told), now=now())


def test_a_resident_offers_and_the_list_says_a_resident(client: Client, town: Town) -> None:
    client.force_login(town.petro)
    assert "Hands" in client.get(NEW, headers=EN).content.decode()
    form = client.get(NEW, {"kind": "material"}, headers=EN).content.decode()
    assert "csrfmiddlewaretoken" not in form and 'name="uuid"' in form
    answer = client.post(NEW, typed(), headers=EN)
    offer = StandingOffer.everywhere.get()
    assert answer.status_code == 302 and answer["Location"] == f"/mykolaiv/offers/{offer.uuid}/"
    assert offer.quantity == Decimal("2.5") and offer.rhythm == Rhythm.MONTHLY
    assert [area.code for area in offer.areas.all()] == ["centre"]
    client.logout()
    page = client.get("/mykolaiv/offers/", headers=EN).content.decode()
    assert "Річковий пісок" in page and "2.5\xa0m³ a month" in page and "a resident" in page
    assert "Петро" not in page


def test_a_stranger_is_asked_to_sign_in_and_nothing_is_made(client: Client, town: Town) -> None:
    assert "Sign in with a code" in client.get(NEW, {"kind": "tool"}, headers=EN).content.decode()
    answer = client.post(NEW, typed(), headers=EN)
    assert answer.status_code == 403 and "know who offers" in answer.content.decode()
    assert not StandingOffer.everywhere.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"quantity": "-5"}, {"quantity": "багато"}, {"quantity": "NaN"}, {"quantity": "1e99"}, {"unit": "trip"},
        {"kind": "permission"}, {"kind": "gold"}, {"words": ""}, {"until": "2001-01-01"}, {"until": "завтра"},
        {"area": ["nowhere"]}, {"sphere": ["stars"]}, {"rhythm": "hourly"}, {"organisation": "mykolaiv-telecom"},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_and_what_was_typed_stays(
    client: Client, town: Town, wrong: dict[str, Any]
) -> None:
    client.force_login(town.petro)
    answer = client.post(NEW, typed(**wrong), headers=EN)
    page = answer.content.decode()
    assert answer.status_code in {403, 422}
    assert 'role="alert"' in page
    if "kind" not in wrong and "words" not in wrong:
        assert "Річковий пісок" in page
    assert not StandingOffer.everywhere.exists()


def test_a_form_of_another_site_is_refused(client: Client, town: Town) -> None:
    client.force_login(town.petro)
    answer = client.post(NEW, typed(), headers={**EN, "sec-fetch-site": "cross-site"})
    assert answer.status_code == 403 and not StandingOffer.everywhere.exists()


def test_sent_twice_it_is_one_offer(client: Client, town: Town) -> None:
    client.force_login(town.petro)
    form = typed(uuid=str(uuid4()))
    client.post(NEW, form)
    client.post(NEW, form)
    assert StandingOffer.everywhere.count() == 1


def test_its_giver_sees_what_it_fits_and_why_and_promises_with_one_tap(client: Client, town: Town) -> None:
    plan = published(town, paint("10", minimum=Decimal(5)), now=now())
    offer = offer_of(town, "bohdan", organisation=town.organisations["telecom"], words="Фарби для лавок")
    client.force_login(town.people["bohdan"])
    page = client.get(f"/mykolaiv/offers/{offer.uuid}/", headers=EN).content.decode()
    assert "“Фарба” is the same thing" in page and "it covers 6\xa0l of the missing 10\xa0l" in page
    assert "the work cannot begin without it" in page
    address = f"/mykolaiv/problems/{plan.problem.number}/needs/1/pledge/?offer={offer.uuid}&amp;quantity=6"
    assert f'href="{address}"' in page
    client.force_login(town.petro)
    other = client.get(f"/mykolaiv/offers/{offer.uuid}/", headers=EN).content.decode()
    assert "It fits now" not in other and "/edit/" not in other


def test_it_is_changed_and_ended_by_its_giver_alone(client: Client, town: Town, elsewhere: Town) -> None:
    offer = offer_of(town, "petro")
    address = f"/mykolaiv/offers/{offer.uuid}"
    for stranger in (town.halyna, elsewhere.people["vasyl"]):
        client.force_login(stranger)
        assert client.post(f"{address}/edit/", typed()).status_code == 403
        assert client.post(f"{address}/end/").status_code == 403
        assert client.get(f"{address}/edit/").status_code == 403
    client.force_login(town.petro)
    assert 'value="Фарба"' in client.get(f"{address}/edit/").content.decode()
    client.post(f"{address}/edit/", typed(unit="bag", quantity="3"))
    offer.refresh_from_db()
    assert (offer.words, offer.quantity, offer.unit) == ("Річковий пісок", Decimal(3), "bag")
    assert client.post(f"{address}/end/").status_code == 302
    assert client.get(f"{address}/").status_code == 410
    assert client.post(f"{address}/edit/", typed()).status_code == 409
    assert "Річковий пісок" not in client.get("/mykolaiv/offers/").content.decode()


def test_a_moderator_takes_it_down_with_a_reason_everybody_reads(client: Client, town: Town) -> None:
    offer = offer_of(town, "petro")
    client.force_login(town.people["mykhailo"])
    assert client.post(f"/mykolaiv/offers/{offer.uuid}/end/", {"words": " "}).status_code == 422
    assert client.post(f"/mykolaiv/offers/{offer.uuid}/end/", {"words": "Це реклама."}).status_code == 302
    client.logout()
    assert "Це реклама." in client.get(f"/mykolaiv/offers/{offer.uuid}/").content.decode()


def test_an_offer_of_another_town_is_not_here(client: Client, town: Town, elsewhere: Town) -> None:
    offer = offer_of(town, "petro")
    client.force_login(elsewhere.people["vasyl"])
    assert client.get(f"/voznesensk/offers/{offer.uuid}/").status_code == 404
    assert client.post(f"/voznesensk/offers/{offer.uuid}/end/").status_code == 404
    assert "Фарба" not in client.get("/voznesensk/offers/").content.decode()


def test_the_list_narrows_by_kind_sector_and_area(client: Client, town: Town) -> None:
    offer_of(town, "petro", areas=(town.areas["south"],), words="Пісок")
    offer_of(town, "bohdan", organisation=town.organisations["telecom"], words="Кабель")

    def shown(**query: str) -> list[str]:
        page = client.get("/mykolaiv/offers/", query, headers=EN).content.decode()
        return [one for one in ("Пісок", "Кабель") if one in page]

    assert shown() == ["Пісок", "Кабель"]
    assert shown(sector="business") == ["Кабель"] and shown(sector="civil") == ["Пісок"]
    assert shown(area="centre") == ["Кабель"] and shown(area="south") == ["Пісок", "Кабель"]
    assert shown(kind="tool") == [] and shown(sector="martian") == ["Пісок", "Кабель"]


@pytest.mark.parametrize("many", [1, 25])
def test_the_list_costs_the_same_for_one_offer_and_for_a_page(client: Client, town: Town, many: int) -> None:
    for n in range(many):
        offer_of(town, ("petro", "halyna")[n % 2], areas=(town.areas["south"],), spheres=("roads",))
    client.get("/mykolaiv/offers/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/mykolaiv/offers/", headers=EN)
    assert len(asked) <= 8


def test_a_new_offer_changes_the_stamp_of_kept_pages(client: Client, town: Town) -> None:
    offer_of(town, "petro")
    for page in ("offers/", "needs/"):
        first = client.get(f"/mykolaiv/{page}")["ETag"]
        offer_of(town, "halyna")
        assert client.get(f"/mykolaiv/{page}")["ETag"] != first


def test_what_fits_me_is_chosen_kept_explained_and_forgotten(client: Client, town: Town) -> None:
    assert client.get("/mykolaiv/me/fits/").status_code == 302
    published(town, paint("10", needed_by=now().date() + timedelta(days=2)), now=now())
    client.force_login(town.petro)
    assert "You have chosen nothing yet" in client.get("/mykolaiv/me/fits/", headers=EN).content.decode()
    sent = {"kind": ["material", "gold"], "skills": "фарба, зварювання", "area": ["centre"], "weekly": "1"}
    assert client.post("/mykolaiv/me/fits/", sent).status_code == 302
    interest = Interest.everywhere.get()
    assert (interest.kinds, interest.skills, interest.weekly) == (["material"], ["фарба", "зварювання"], True)
    page = client.get("/mykolaiv/me/fits/", headers=EN).content.decode()
    assert "Фарба" in page and "Fits because: “Фарба” is the same thing; it is in the chosen part of town" in page
    wrong = client.post("/mykolaiv/me/fits/", {"skills": ",".join(map(str, range(20)))}, headers=EN)
    assert wrong.status_code == 422 and "too many words" in wrong.content.decode()
    assert client.post("/mykolaiv/me/fits/", {"area": ["nowhere"]}).status_code == 422
    client.post("/mykolaiv/me/fits/", {"forget": "1"})
    assert not Interest.everywhere.exists()
