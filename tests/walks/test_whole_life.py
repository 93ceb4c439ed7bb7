"""The whole story, as each of its people would live it: report, confirm, answer, claim, look, verified."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.town import CENTRE, jpeg
from tests.walks.conftest import DESKTOP, PHONE, City, Opener, link_in, sign_in

pytestmark = pytest.mark.walk

WORDS = {
    "uk": "Тополя тріснула біля кореня і хилиться на доріжку до школи.",
    "en": "A poplar has cracked at the root and leans over the path to the school.",
}


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "phone.jpg"
    path.write_bytes(jpeg(at=CENTRE, taken_at=datetime.now(UTC) - timedelta(minutes=5)))
    return path


def press(page: Page, selector: str) -> None:
    """Press a button that leads to another page."""
    with page.expect_navigation():
        page.locator(selector).click()


@pytest.mark.parametrize(
    ("size", "language", "theme"), [(PHONE, "uk", "light"), (DESKTOP, "en", "dark")], ids=["phone-uk", "desktop-en"]
)
def test_a_problem_lives_from_a_report_to_a_result_that_residents_verified(
    size, language: str, theme: str, visit: Opener, city: City, shoot, picture: Path
) -> None:
    mark, look = f"{size['width']}-{language}", {"size": size, "language": language, "color_scheme": theme}
    address = f"olena-{language}@example.org"

    # Olena, at the tree, with a phone and no account.
    olena = visit("/mykolaiv/", **look)
    shoot(olena, f"walk-1-home-{mark}")
    olena.goto("/mykolaiv/report/")
    olena.locator("input[type=file]").last.set_input_files(picture)
    expect(olena.locator("#place")).to_be_visible()
    shoot(olena, f"walk-2-where-{mark}")
    press(olena, ".act button[name=go]")
    olena.locator("#q").fill("деревами" if language == "uk" else "dangerous tree")
    olena.locator("#found input[value='green.dangerous_tree']").check()
    olena.locator("input[name=answer_hazard][value=soon]").check()
    olena.locator("textarea[name=words]").fill(WORDS[language])
    shoot(olena, f"walk-3-what-{mark}")
    press(olena, ".act button[name=go]")
    olena.locator("input[name=email]").fill(address)
    shoot(olena, f"walk-4-contact-{mark}")
    press(olena, ".act button")
    expect(olena).to_have_url(re.compile("/report/done/"))
    shoot(olena, f"walk-5-receipt-{mark}")

    # The letter asks her to confirm; opening its link changes nothing, pressing the button does.
    link = link_in(city.letter(address), "/confirm/")
    olena.goto(link)
    shoot(olena, f"walk-6-confirm-{mark}")
    press(olena, "main form button")
    number = int(re.search(r"\d+", olena.locator(".plate").first.inner_text()).group())  # type: ignore[union-attr]
    problem = f"/mykolaiv/problems/{number}/"
    assert olena.request.get(problem).status == 200
    assert WORDS[language].split(".")[0] in olena.request.get(problem).text()

    # Halyna follows the place; the department gets a letter with a link that lets nobody act by itself.
    letter = city.letter("parks@mykolaiv.example.org", f"№ {number}".replace(" ", "\N{NO-BREAK SPACE}"))
    officer = visit(link_in(letter, "/answer/"), **look)
    shoot(officer, f"walk-7-officer-{mark}")
    assert officer.locator("form[action*='/accept/']").count() == 0
    sign_in(officer, city, "parks@mykolaiv.example.org", f"/mykolaiv/desk/{number}/")
    shoot(officer, f"walk-8-case-{mark}")
    accept = officer.locator("form[action$='/accept/']")
    accept.locator("textarea[name=words]").fill("Приїдемо завтра до 12:00, огородимо і приберемо.")
    with officer.expect_navigation():
        accept.locator("button").click()
    claim = officer.locator("form[action$='/claim/']")
    done = picture.with_name("done.jpg")
    done.write_bytes(jpeg(at=CENTRE, taken_at=datetime.now(UTC) + timedelta(seconds=2)))
    claim.locator("input[type=file]").set_input_files(done)
    claim.locator("textarea[name=words]").fill("Спиляли й вивезли.")
    with officer.expect_navigation():
        claim.locator("button").click()

    # Everybody concerned is asked; the officer's own verdict would not count; Olena looks and says yes.
    officer.goto(f"{problem}verify/")
    assert officer.locator(".answers a").count() == 0
    olena.goto(problem)
    shoot(olena, f"walk-9-claimed-{mark}")
    asked = city.letter(address, "/verify/")
    olena.goto(link_in(asked, "/verify/"))
    shoot(olena, f"walk-10-verify-{mark}")
    press(olena, ".answers a >> nth=0")
    shoot(olena, f"walk-11-answer-{mark}")
    press(olena, "#answer form button")
    olena.goto(problem)
    expect(olena.locator(".state.s-verified").first).to_be_visible()
    shoot(olena, f"walk-12-verified-{mark}")
    halyna = city.letter("halyna@mykolaiv.example.org", f"№\N{NO-BREAK SPACE}{number}")
    assert "List-Unsubscribe-Post" in halyna


def test_the_whole_report_without_javascript_and_without_a_map(visit: Opener, city: City, shoot) -> None:
    page = visit("/mykolaiv/report/", java_script_enabled=False)
    page.locator("select[name=area]").select_option("south")
    page.locator("input[name=place_words]").fill("біля школи № 33")
    press(page, ".act button[name=go]")
    page.locator("#q").fill("ями")
    press(page, "button[name=find]")
    page.locator("input[name=category][value='road.pothole']").first.check()
    page.locator("textarea[name=words]").fill("Яма на всю смугу.")
    press(page, ".act button[name=go]")
    press(page, ".act button")
    expect(page.locator("section[aria-labelledby=word-title] p[lang=uk]")).to_have_text(
        re.compile(r"^[А-ЯІЇЄҐ]+ \d{4}$")
    )
    shoot(page, "walk-no-script-receipt")
    other = visit(page.url)
    assert other.locator("section[aria-labelledby=word-title] p[lang=uk]").count() == 0


def test_the_whole_report_by_keyboard_alone(visit: Opener, city: City) -> None:
    page = visit("/mykolaiv/report/", size=DESKTOP)

    def tab_to(selector: str, most: int = 80) -> None:
        for _ in range(most):
            page.keyboard.press("Tab")
            if page.evaluate("s => document.activeElement && document.activeElement.matches(s)", selector):
                # A radio lends its focus ring to the label it stands in.
                ring = (
                    "getComputedStyle(document.activeElement.closest('label') || document.activeElement).outlineStyle"
                )
                assert page.evaluate(ring) != "none", selector
                return
        raise AssertionError(f"the keyboard does not reach {selector}")

    tab_to("input[name=place_words]")
    page.keyboard.type("вул. Садова, 18")
    tab_to("select[name=area]")
    page.keyboard.press("ArrowDown")
    tab_to(".act button[name=go]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to("#q")
    page.keyboard.type("яму")
    page.locator("#found input[name=category]").first.wait_for()
    tab_to("#found input[name=category]")
    page.keyboard.press("Space")
    tab_to("textarea[name=words]")
    page.keyboard.type("Глибока яма.")
    tab_to(".act button[name=go]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(".act button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/report/done/"))


def test_an_emergency_stops_and_keeps_the_draft(visit: Opener, city: City, shoot) -> None:
    page = visit("/mykolaiv/report/")
    page.locator("select[name=area]").select_option("centre")
    press(page, ".act button[name=go]")
    page.locator("#q").fill("дерево")
    page.locator("#found input[value='green.dangerous_tree']").check()
    page.locator("input[name=answer_hazard][value=now]").check()
    page.locator("textarea[name=words]").fill("Падає на людей")
    press(page, ".act button[name=go]")
    expect(page.locator("a[href='tel:101']").first).to_be_visible()
    shoot(page, "walk-emergency")
    page.goto("/mykolaiv/report/what/")
    expect(page.locator("textarea[name=words]")).to_have_value("Падає на людей")


def test_a_neighbour_joins_instead_of_reporting_twice(visit: Opener, city: City, shoot, picture: Path) -> None:
    page = visit("/mykolaiv/report/")
    sign_in(page, city, "danylo@mykolaiv.example.org", "/mykolaiv/report/")
    page.locator("input[name=lat]").evaluate("node => { node.value = '46.9501' }")
    page.locator("input[name=lon]").evaluate("node => { node.value = '32.0201' }")
    press(page, ".act button[name=go]")
    page.locator("#q").fill("гілка дерева")
    page.locator("#found input[value='green.dangerous_tree']").check()
    page.locator("input[name=answer_hazard][value=no]").check()
    page.locator("textarea[name=words]").fill("Гілка висить низько, діти бігають.")
    press(page, ".act button[name=go]")
    shoot(page, "walk-twins")
    press(page, "button[formaction*='/join/']")
    shoot(page, "walk-joined")
    page.goto(f"/mykolaiv/problems/{city.numbers['taken_up']}/")
    expect(page.get_by_text("Гілка висить низько")).to_be_visible()


def test_an_unsubscribe_link_opens_a_page_and_only_its_button_counts(visit: Opener, city: City, shoot) -> None:
    letter = city.letter("petro@mykolaiv.example.org", "/unsubscribe/")
    page = visit(link_in(letter, "/unsubscribe/"))
    shoot(page, "walk-unsubscribe")
    press(page, "main form button")
    shoot(page, "walk-unsubscribed")


def test_vasyl_sees_nothing_of_what_is_private_or_held(visit: Opener, city: City) -> None:
    page = visit("/mykolaiv/")
    for name in ("private", "held"):
        assert page.request.get(f"/mykolaiv/problems/{city.numbers[name]}/").status == 404
    for path in (
        "/mykolaiv/",
        "/mykolaiv/problems/",
        "/mykolaiv/problems.atom",
        "/mykolaiv/map/",
        "/mykolaiv/results/",
    ):
        text = page.request.get(path).text()
        assert "Марія" not in text and "Вибиті" not in text
