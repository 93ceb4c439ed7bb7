"""The three steps without scripts, and everything that may go wrong on them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opencity.places.models import Street
from opencity.problems.models import Draft, Problem
from tests.town import OUTSIDE, SOUTH, Town
from tests.web.reporting import PIN, TREE, WORDS, Resident, text


@pytest.fixture
def olena(town: Town, client: Client) -> Resident:
    return Resident(client)


def draft() -> Draft:
    return Draft.everywhere.get()


def test_the_first_step_is_shown_without_a_draft_and_writes_none(olena: Resident) -> None:
    assert "Крок 1 з\u00a03" in olena.page() or "Step 1 of 3" in olena.page()
    assert not Draft.everywhere.exists()
    assert "draft" not in olena.client.cookies


def test_the_draft_is_known_by_a_cookie_of_the_report_pages_alone(olena: Resident) -> None:
    olena.where()
    cookie = olena.client.cookies["draft"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/mykolaiv/report/", True, "Lax")
    assert cookie["max-age"] == 30 * 24 * 3600


def test_a_pin_leads_to_the_second_step_and_stays_on_the_first(olena: Resident) -> None:
    answer = olena.where()
    assert (answer.status_code, answer["Location"]) == (302, "/mykolaiv/report/what/")
    page = olena.page()
    assert f'name="lat" value="{PIN["lat"]}"' in page
    assert "вул. Знаменська, 33" in page
    assert "Центральний" in page or "Tsentralnyi" in page


def test_an_area_from_the_list_is_enough(olena: Resident) -> None:
    assert olena.where(area="south")["Location"] == "/mykolaiv/report/what/"


def test_words_alone_are_no_place(olena: Resident) -> None:
    answer = olena.where(place_words="біля школи")
    assert answer.status_code == 422
    assert 'value="біля школи"' in text(answer)
    assert 'aria-describedby="e-place"' in text(answer)


def test_a_street_is_found_by_a_button_and_chosen_from_a_list(town: Town, olena: Resident) -> None:
    street = Street.everywhere.create(
        community=town.community, names={"uk": "Знаменська"}, area=town.areas["south"], lemmas="знаменський знаменська"
    )
    found = text(olena.post("", streets="1", place_words="Знаменська"))
    assert f'name="street" value="{street.pk}"' in found
    assert olena.where(place_words="Знаменська", street=str(street.pk))["Location"] == "/mykolaiv/report/what/"


def test_a_place_outside_names_the_community_that_covers_it_and_keeps_what_was_typed(
    town: Town, elsewhere: Town, olena: Resident
) -> None:
    answer = olena.where(lat="47.55", lon="31.33", source="map", place_words="біля мосту")
    assert answer.status_code == 422
    page = text(answer)
    assert 'href="/voznesensk/report/"' in page
    assert "Вознесенськ" in page or "Voznesensk" in page
    assert 'value="біля мосту"' in page


def test_a_place_nobody_covers_is_refused_with_a_next_step(olena: Resident) -> None:
    assert olena.where(lat=str(OUTSIDE.lat), lon=str(OUTSIDE.lon)).status_code == 422


@pytest.mark.parametrize(
    ("lat", "lon"),
    [("0", "0"), ("nan", "32"), ("46.97", "inf"), ("91", "32"), ("46.97", "999"), ("x", "y"), ("4", "")],
)
def test_what_is_no_place_on_earth_is_refused(olena: Resident, lat: str, lon: str) -> None:
    assert olena.where(lat=lat, lon=lon).status_code == 422


@pytest.mark.parametrize("fields", [{"area": "nowhere"}, {"street": "1"}, {"street": "9" * 40}, {"street": "x"}])
def test_a_made_up_area_or_street_is_refused(olena: Resident, fields: dict[str, str]) -> None:
    assert olena.where(**fields).status_code == 422


def test_an_area_or_street_of_another_community_is_refused(town: Town, elsewhere: Town, olena: Resident) -> None:
    far = elsewhere.areas["south"]
    far.code = "far"
    far.save()
    street = Street.everywhere.create(community=elsewhere.community, names={"uk": "Далека"}, area=far)
    assert olena.where(area="far").status_code == 422
    assert olena.where(street=str(street.pk)).status_code == 422


def test_scripts_get_a_moved_pin_in_words_and_nothing_is_kept_yet(olena: Resident) -> None:
    page = text(olena.post("place/", lat=str(SOUTH.lat), lon=str(SOUTH.lon), source="gps", accuracy="12"))
    assert "Корабельний" in page or "Korabelnyi" in page
    assert 'class="wrong"' in text(olena.post("place/", lat=str(OUTSIDE.lat), lon=str(OUTSIDE.lon)))
    assert not Draft.everywhere.exists()


def test_a_pin_can_be_taken_away(olena: Resident) -> None:
    olena.where()
    olena.post("", unpin="1", **PIN)
    assert draft().fields["lat"] == ""
    assert draft().fields["place_words"] == PIN["place_words"]


def test_control_characters_go_and_everything_else_stays(olena: Resident) -> None:
    olena.post("what/", words="Ями\x00 \x1bвсюди\r\n«тут» 🙂 \u0456\u0308")
    assert draft().fields["words"] == "Ями всюди\n«тут» 🙂 ї"


def test_too_many_words_are_refused_and_shown_again(olena: Resident) -> None:
    olena.where()
    words = "я" * 4100
    answer = olena.what(words=words)
    assert answer.status_code == 422
    assert words in text(answer)


def test_a_category_is_found_by_a_word_and_typed_words_are_kept(olena: Resident) -> None:
    answer = olena.post("what/", find="1", q="дерево", words="Хилиться")
    assert answer["Location"] == "/mykolaiv/report/what/#found"
    page = olena.page("what/")
    assert f'value="{TREE}"' in page
    assert "Хилиться" in page


def test_the_chosen_category_stands_once_and_first_among_what_was_found(olena: Resident) -> None:
    olena.post("what/", find="1", q="люк", category=TREE, asked=TREE)
    for page in (olena.page("what/"), olena.page("categories/?q=дерево")):
        assert page.count(f'value="{TREE}"') - page.count(f'name="asked" value="{TREE}"') == 1
        assert f'name="category" value="{TREE}" checked' in page
        assert page.index(f'name="category" value="{TREE}"') == page.index('name="category"')


def test_without_a_category_the_second_step_says_so(olena: Resident) -> None:
    answer = olena.what(category="", asked="")
    assert answer.status_code == 422
    assert WORDS in text(answer)


@pytest.mark.parametrize("code", ["no.such", "x" * 300, "'; drop"])
def test_an_unknown_category_is_refused(olena: Resident, code: str) -> None:
    assert olena.what(category=code, asked=code).status_code == 422


def test_the_questions_of_a_category_are_asked_before_going_on(olena: Resident) -> None:
    olena.where()
    answer = olena.post("what/", go="1", category=TREE, words=WORDS)
    assert answer["Location"] == "/mykolaiv/report/what/#questions"
    assert 'name="answer_hazard" value="now"' in olena.page("what/")
    refused = olena.post("what/", go="1", category=TREE, asked=TREE, words=WORDS)
    assert refused.status_code == 422
    assert 'id="e-answer_hazard"' in text(refused)
    assert olena.what()["Location"] == "/mykolaiv/report/known/"


def test_a_required_question_left_out_is_named_beside_its_field(town: Town, olena: Resident) -> None:
    category = town.categories["road.pothole"]
    category.questions = [{"code": "depth", "type": "text", "label": {"uk": "Глибина"}, "required": True}]
    category.save()
    answer = olena.post("what/", go="1", category="road.pothole", asked="road.pothole", words=WORDS)
    assert answer.status_code == 422
    assert 'id="e-answer_depth"' in text(answer)


def test_danger_stops_the_report_and_keeps_the_draft(olena: Resident) -> None:
    olena.where()
    answer = olena.what(answer_hazard="now")
    page = text(answer)
    assert answer.status_code == 422
    assert 'href="tel:101"' in page
    assert 'href="tel:112"' in page
    assert draft().fields["words"] == WORDS
    assert draft().fields["answer_hazard"] == ""
    assert not Problem.everywhere.exists()


def test_an_explosive_find_is_never_taken(olena: Resident) -> None:
    olena.where()
    assert 'href="tel:101"' in text(olena.what(category="war.uxo", asked=""))
    assert draft().fields["category"] == ""
    assert 'href="tel:101"' in text(olena.post("send/", category="war.uxo", words=WORDS, **PIN))
    assert not Problem.everywhere.exists()


def test_answers_to_another_categorys_questions_do_not_follow(olena: Resident) -> None:
    olena.what(answer_hazard="soon")
    olena.post("what/", go="1", category="manhole.open", asked=TREE, words=WORDS, answer_hazard="soon")
    assert draft().fields["answer_hazard"] == ""


def test_the_last_step_leads_back_to_what_is_missing(olena: Resident) -> None:
    assert olena.client.get("/mykolaiv/report/known/")["Location"] == "/mykolaiv/report/"
    olena.where()
    assert olena.client.get("/mykolaiv/report/known/")["Location"] == "/mykolaiv/report/what/"


def test_personal_data_is_warned_of_and_let_through(olena: Resident) -> None:
    olena.where()
    answer = olena.what(words="Дзвоніть 050 123 45 67, машина ВЕ 1234 АА")
    assert answer.status_code == 302
    assert 'class="note sun"' in olena.page("known/")
    assert 'class="note sun"' in text(olena.post("wording/", words="пишіть a@b.ua"))


def test_the_draft_survives_reload_back_and_sign_in(town: Town, olena: Resident) -> None:
    olena.where()
    olena.what()
    olena.client.force_login(town.people["olena"])
    assert WORDS in olena.page("what/")
    assert PIN["place_words"] in olena.page()


def test_scripts_keep_the_draft_and_get_an_empty_answer(olena: Resident) -> None:
    answer = olena.post("draft/", words="Яма", unknown="x", asked=TREE)
    assert (answer.status_code, answer.content) == (204, b"")
    assert draft().fields == {"words": "Яма"}


def test_fragments_for_scripts(olena: Resident) -> None:
    assert f'value="{TREE}"' in olena.page("categories/?q=дерево")
    assert 'name="answer_hazard"' in olena.page(f"categories/?category={TREE}")
    assert "name=" not in olena.page("categories/?category=no.such")
    assert "<html" not in olena.page("streets/?place_words=Знаменська")


def test_a_draft_of_somebody_signed_in_is_not_shown_to_the_next_at_the_same_computer(
    town: Town, olena: Resident
) -> None:
    olena.client.force_login(town.people["olena"])
    olena.where()
    olena.client.cookies.pop("sessionid")
    assert PIN["place_words"] not in olena.page()


def test_everything_can_be_emptied(olena: Resident) -> None:
    olena.where()
    assert olena.post("drop/")["Location"] == "/mykolaiv/report/"
    assert not Draft.everywhere.exists()
    assert PIN["place_words"] not in olena.page()


def test_a_draft_of_another_community_is_not_found_by_its_key(town: Town, elsewhere: Town, client: Client) -> None:
    vasyl = Resident(client, "voznesensk")
    Resident(client).where()
    client.cookies["draft"]["path"] = "/"
    assert PIN["place_words"] not in vasyl.page()
    assert client.get("/voznesensk/report/known/").status_code == 302


def test_a_form_of_another_site_is_refused(olena: Resident) -> None:
    for headers in (
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Referer": "https://e.example/"},
    ):
        answer = olena.client.post("/mykolaiv/report/", PIN, headers=headers)
        assert answer.status_code == 403
    assert not Draft.everywhere.exists()
    assert olena.client.post("/mykolaiv/report/", PIN, headers={"Origin": "http://testserver"}).status_code == 302


def test_no_step_asks_the_database_more_than_twelve_times(olena: Resident) -> None:
    olena.where()
    olena.what()
    for step in ("", "what/", "known/"):
        olena.page(step)
        with CaptureQueriesContext(connection) as asked:
            olena.page(step)
        assert len(asked) <= 12, [query["sql"] for query in asked]


def test_outlines_may_be_missing(town: Town, olena: Resident) -> None:
    """A community that knows only the names of its areas."""
    town.community.outline = None
    town.community.structure_version += 1
    town.community.save()
    for area in town.areas.values():
        area.outline = None
        area.save()
    assert olena.where(lat=str(SOUTH.lat), lon=str(SOUTH.lon)).status_code == 302
