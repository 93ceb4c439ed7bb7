"""The counter of a library: two people at one screen, with the line and without it, and a public computer beside it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.town import CENTRE, jpeg
from tests.walks.conftest import DESKTOP, PHONE, City, Opener, sign_in
from tests.walks.test_whole_life import press

pytestmark = pytest.mark.walk
TARAS = "taras@mykolaiv.example.org"
WORDS = "Яма перед сходами, не пройти з візком."


def at_the_counter(visit: Opener, city: City) -> Page:
    page = visit("/mykolaiv/", size=DESKTOP)
    sign_in(page, city, TARAS, "/mykolaiv/library/")
    return page


def fill_report(page: Page, words: str, *, name: str = "") -> None:
    page.locator("textarea[name=words]").fill(words)
    page.locator("input[name=place_words]").fill("вул. Знаменська, 33")
    page.locator("select[name=area]").select_option("centre")
    if name:
        page.locator("input[name=consent]").check()
        page.locator("input[name=name]").fill(name)


def say_that_it_is_done(page: Page, city: City, number: int, photo: Path) -> None:
    """Petro of the neighbourhood shows the result."""
    sign_in(page, city, "petro@mykolaiv.example.org", f"/mykolaiv/problems/{number}/done/")
    photo.write_bytes(jpeg(at=CENTRE, taken_at=datetime.now(UTC) + timedelta(seconds=2)))
    page.locator("input[type=file]").set_input_files(photo)
    page.locator("textarea[name=words]").fill("Засипано й утрамбовано.")
    press(page, "main form button.sun")


def found_by(page: Page, words: str) -> int:
    """How many public problems the list finds by these words."""
    page.goto(f"/mykolaiv/problems/?words={words}")
    return page.locator(f"main :text('{words}')").count()


def page_size(pdf: bytes) -> tuple[int, int]:
    """Width and height of the first sheet in millimetres."""
    box = re.search(rb"/MediaBox\s*\[\s*[\d.]+\s+[\d.]+\s+([\d.]+)\s+([\d.]+)", pdf)
    assert box
    return round(float(box[1]) / 72 * 25.4), round(float(box[2]) / 72 * 25.4)


def test_a_visitor_without_phone_and_mail_is_served_twice(visit: Opener, city: City, shoot, tmp_path: Path) -> None:
    page = at_the_counter(visit, city)
    shoot(page, "counter-1-home")
    page.goto("/mykolaiv/library/report/")
    page.locator("input[name=q]").fill("яма")
    press(page, "form[method=get] button.btn.line")
    press(page, "a.party[href='?category=road.pothole'] >> nth=0")
    fill_report(page, WORDS)
    page.locator("input[name=name]").fill("Ганна Петрівна")
    # Nothing personal without a yes; what was typed stays.
    press(page, "form[data-counter] button.big")
    expect(page.locator("#e-consent")).to_be_visible()
    expect(page.locator("input[name=name]")).to_have_value("Ганна Петрівна")
    page.locator("input[name=consent]").check()
    page.locator("input[name=papers_seen]").check()
    shoot(page, "counter-2-report")
    press(page, "form[data-counter] button.big")
    word = page.locator(".word").inner_text()
    number = re.search(r"\d+", page.locator(".slip h1").inner_text())
    assert number
    shoot(page, "counter-3-receipt")
    assert page_size(page.pdf(prefer_css_page_size=True)) == (148, 210)
    press(page, "a[href='?paper=80mm']")
    assert page_size(page.pdf(prefer_css_page_size=True)) == (80, 297)
    shoot(page, "counter-4-till")

    say_that_it_is_done(visit(size=DESKTOP), city, int(number.group()), tmp_path / "done.jpg")
    page.goto("/mykolaiv/library/visitor/")
    page.locator("input[name=number]").fill(number.group())
    page.locator("input[name=word]").fill(word.lower())
    press(page, "main form button")
    expect(page.locator("h1")).to_contain_text(number.group())
    shoot(page, "counter-5-visitor")
    page.locator("input[name=value][value=yes]").check()
    press(page, "form[action$='/verdict/'] button")
    expect(page.locator(".toasts")).to_contain_text("Записано")
    expect(page.locator(".state").first).to_have_class(re.compile("s-verified"))


def test_help_and_a_verdict_are_written_down_in_a_visitors_name(visit: Opener, city: City, shoot) -> None:
    page = at_the_counter(visit, city)
    page.goto(f"/mykolaiv/library/case/?number={city.numbers['planned']}")
    press(page, "a[href*='/need/2/']")
    page.locator("input[name=consent]").check()
    page.locator("input[name=name]").fill("Ганна Петрівна")
    press(page, "form[data-counter] button.sun")
    expect(page.locator("[data-toasts], .toasts").first).to_contain_text("записано")
    press(page, "a[href*='/action/1/']")
    page.locator("input[name=consent]").check()
    page.locator("input[name=name]").fill("Ганна Петрівна")
    press(page, "form[data-counter] button.sun")
    page.goto("/mykolaiv/library/")
    shoot(page, "counter-6-day")
    expect(page.locator("main table").first).to_contain_text("обіцянка")


def waiting(page: Page) -> int:
    """Visits in this browser's own store."""
    return int(
        page.evaluate(
            """() => new Promise((told) => {
              const asked = indexedDB.open("opencity-outbox", 1);
              asked.onupgradeneeded = () => asked.result.createObjectStore("kept", { keyPath: "id" });
              asked.onsuccess = () => {
                const rows = asked.result.transaction("kept").objectStore("kept").count();
                rows.onsuccess = () => { asked.result.close(); told(rows.result); };
              };
            })"""
        )
    )


def until_sent(page: Page) -> None:
    for _ in range(60):
        if waiting(page) == 0:
            return
        page.wait_for_timeout(100)
    raise AssertionError("visits still wait")


def test_visits_without_a_line_are_kept_and_go_once(visit: Opener, city: City, shoot) -> None:
    page = at_the_counter(visit, city)
    page.goto("/mykolaiv/library/report/?category=road.pothole")
    page.context.set_offline(True)
    fill_report(page, "Провалля біля аптеки без лінії.", name="Ганна Петрівна")
    page.locator("form[data-counter] button.big").click()
    expect(page.locator("[data-counter-waiting]")).to_contain_text("1")
    expect(page.locator("textarea[name=words]")).to_have_value("")
    expect(page.locator("input[name=name]")).to_have_value("")
    shoot(page, "counter-7-kept")
    page.context.set_offline(False)
    until_sent(page)
    expect(page.locator("[data-counter-waiting]")).to_be_hidden()

    # The server takes the visit, its answer is lost on the way, and the same form goes again.
    lost: list[int] = []

    def lose_the_answer(route: Route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    page.route("**/library/report/", lose_the_answer, times=1)
    fill_report(page, "Люк без кришки під самою школою.")
    page.locator("form[data-counter] button.big").click()
    expect(page.locator("[data-counter-waiting]")).to_be_visible()
    assert lost == [200] and waiting(page) == 1
    page.evaluate("dispatchEvent(new Event('online'))")
    until_sent(page)

    # What the server refuses later is opened again with everything typed, and put right.
    page.context.set_offline(True)
    fill_report(page, "Зламані перила на сходах.")
    page.locator("input[name=name]").fill("Ганна Петрівна")
    page.locator("form[data-counter] button.big").click()
    expect(page.locator("[data-counter-waiting]")).to_be_visible()
    page.context.set_offline(False)
    press(page, "[data-counter-waiting] a")
    expect(page.locator("input[name=name]")).to_have_value("Ганна Петрівна")
    page.locator("input[name=consent]").check()
    press(page, "form[data-counter] button.big")
    expect(page.locator(".word")).to_be_visible()
    assert waiting(page) == 0
    page.goto("/mykolaiv/library/")
    shoot(page, "counter-8-day")
    for words in ("Провалля біля аптеки", "Люк без кришки", "Зламані перила"):
        assert found_by(page, words) == 1, words


def test_the_form_opens_again_without_a_line(visit: Opener, city: City, shoot) -> None:
    page = at_the_counter(visit, city)
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("caches.open('opencity-counter').then((kept) => kept.match('/mykolaiv/library/shell/'))")
    page.goto("/mykolaiv/library/report/?category=green.dangerous_tree")
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("select[name=category]")).to_have_value("green.dangerous_tree")
    page.locator("input[name=answer_hazard][value=soon]").check()
    fill_report(page, "Тополя хилиться на лікарню.", name="Ганна Петрівна")
    shoot(page, "counter-9-shell")
    page.locator("form[data-counter] button.big").click()
    expect(page.locator("[data-counter-waiting]")).to_contain_text("1")
    page.reload()
    expect(page.locator("[data-counter-waiting]")).to_contain_text("1")
    expect(page.locator("input[name=name]")).to_have_value("")
    page.context.set_offline(False)
    page.goto("/mykolaiv/library/")
    until_sent(page)
    assert found_by(page, "Тополя хилиться на лікарню") == 1
    kept = page.evaluate(
        "caches.open('opencity-counter').then((kept) => kept.keys())"
        ".then((rows) => rows.map((one) => new URL(one.url).pathname))"
    )
    assert [one for one in kept if not one.startswith("/static/build/")] == ["/mykolaiv/library/shell/"]

    # Signing out leaves nothing for whoever sits down next.
    page.goto("/account/logout/")
    press(page, "form[data-sign-out] button.sun")
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0


def test_a_public_computer_forgets_when_nobody_touches_it(visit: Opener, city: City, shoot) -> None:
    page = visit("/mykolaiv/kiosk/", size=PHONE)
    page.clock.install()
    press(page, "form button.btn.line")
    press(page, "a.btn.sun")
    page.locator("textarea[name=words], input[name=place_words]").first.fill("Моя адреса: Знаменська, 33")
    page.evaluate("localStorage.setItem('report', 'моє'); sessionStorage.setItem('report', 'моє')")
    typed = page.url
    shoot(page, "kiosk-1-typed")
    with page.expect_response("**/report/draft/"):
        page.clock.run_for(1_000)
    page.clock.fast_forward(91_000)
    page.wait_for_url("**/mykolaiv/kiosk/")
    assert page.evaluate("[localStorage.getItem('report'), sessionStorage.getItem('report')]") == [None, None]
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    page.go_back()
    page.wait_for_url("**/mykolaiv/kiosk/")
    page.goto(typed)
    expect(page.locator("input[name=place_words]")).to_have_value("")
    names = {one["name"] for one in page.context.cookies()}
    assert "draft" not in names and "sessionid" not in names and "kiosk" in names
