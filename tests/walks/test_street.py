"""An inspector's phone in the street: three taps, without a connection, once each, and nothing lost in silence."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.town import jpeg
from tests.walks.conftest import PHONE, City, Opener, sign_in
from tests.walks.test_whole_life import press

pytestmark = pytest.mark.walk
NINA, IRYNA = "nina@mykolaiv.example.org", "iryna@mykolaiv.example.org"
STREET = "/mykolaiv/desk/street/"


def in_the_street(visit: Opener, city: City, who: str = NINA) -> Page:
    page = visit("/mykolaiv/", size=PHONE)
    sign_in(page, city, who, STREET)
    return page


def number_of(page: Page, title: str) -> str:
    number = page.locator("[data-place]", has_text=title).get_attribute("data-place")
    assert number
    return number


def until_kept(page: Page, number: str) -> None:
    """The phone has the page of this case, with its picture and all built files that it needs."""
    page.wait_for_function(
        """async (address) => {
          for (const name of await caches.keys()) {
            const kept = await caches.open(name);
            const paths = (await kept.keys()).map((one) => new URL(one.url).pathname);
            const has = (part) => paths.some((path) => path.includes(part));
            const page = await kept.match(address, { ignoreSearch: true });
            if (page && has("street-") && has(".woff2") && has("icons-")) return true;
          }
          return false;
        }""",
        arg=f"{STREET}{number}/",
    )


def kept_in(page: Page) -> object:
    """Every cache of this phone with its addresses: what a failure has to tell."""
    return page.evaluate(
        """async () => {
          const told = {};
          for (const name of await caches.keys()) {
            told[name] = (await (await caches.open(name)).keys()).map((one) => one.url);
          }
          return told;
        }"""
    )


def waiting(page: Page) -> int:
    """Deeds in this phone's own store."""
    return int(
        page.evaluate(
            """() => new Promise((told) => {
              const asked = indexedDB.open("opencity-street", 1);
              asked.onupgradeneeded = () => asked.result.createObjectStore("kept", { keyPath: "id" });
              asked.onsuccess = () => {
                const rows = asked.result.transaction("kept").objectStore("kept").count();
                rows.onsuccess = () => { asked.result.close(); told(rows.result); };
              };
            })"""
        )
    )


def until_sent(page: Page) -> None:
    for _ in range(80):
        try:
            if waiting(page) == 0:
                return
        except Exception as moved:  # the page is read anew when something went
            assert "context" in str(moved), moved
        page.wait_for_timeout(100)
    raise AssertionError("deeds still wait")


def write_note(page: Page, words: str) -> None:
    page.locator("details.act", has=page.locator("form[data-street-deed=note]")).locator("summary").click()
    page.locator("form[data-street-deed=note] textarea").fill(words)
    page.locator("form[data-street-deed=note] button").click()


def whole_case(visit: Opener, city: City, number: str) -> Page:
    page = visit("/mykolaiv/")
    sign_in(page, city, IRYNA, f"/mykolaiv/desk/{number}/")
    return page


def test_three_taps_without_a_connection_go_once(visit: Opener, city: City, shoot, tmp_path: Path) -> None:
    page = in_the_street(visit, city)
    number = number_of(page, "Клен над сходами")
    shoot(page, "street-1-list")
    until_kept(page, number)
    page.context.set_offline(True)

    page.locator(f"[data-place='{number}'] a").click()
    page.wait_for_url(f"**/street/{number}/", timeout=30_000)
    assert page.locator("h1").inner_text().strip() == "Клен над сходами", kept_in(page)
    photo = tmp_path / "after.jpg"
    photo.write_bytes(jpeg(at=None, taken_at=datetime.now(UTC) + timedelta(seconds=2)))
    page.locator("input[type=file][form=deed-done]").set_input_files(photo)
    expect(page.locator("[data-shot]")).to_be_visible()
    shoot(page, "street-2-photographed")
    page.locator("form[data-street-deed=done] button.sun").click()
    expect(page.locator("[data-street-waiting]")).to_contain_text("чекає на зв’язок", timeout=12_000)
    shoot(page, "street-3-waits")

    page.reload()
    expect(page.locator("[data-street-waiting]")).to_contain_text("Зроблено")
    assert page.locator("form[data-street-deed=done]").evaluate("form => form.inert")
    page.goto(STREET)
    expect(page.locator(f"[data-place='{number}'] [data-waits]")).to_be_visible()
    assert waiting(page) == 1
    shoot(page, "street-4-list-waits")

    page.context.set_offline(False)
    until_sent(page)
    public = visit(f"/mykolaiv/problems/{number}/")
    expect(public.locator("main", has_text="Тепер дивляться сусіди").first).to_be_visible()
    assert public.locator("text=каже, що зроблено").count() == 1
    page.goto(f"{STREET}{number}/")
    expect(page.locator(".pair figure")).to_have_count(1)
    shoot(page, "street-5-done")


def test_a_lost_answer_is_repeated_and_a_refusal_stays_in_sight(visit: Opener, city: City, shoot) -> None:
    page = in_the_street(visit, city)
    number = number_of(page, "Липа без крони")
    page.goto(f"{STREET}{number}/")
    # The server takes the note, its answer is lost on the way, and the same note goes again.
    lost: list[int] = []

    def lose_the_answer(route: Route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    page.route("**/note/", lose_the_answer, times=1)
    write_note(page, "Ключ від двору в охорони.")
    expect(page.locator("[data-street-waiting]")).to_contain_text("чекає на зв’язок")
    assert lost == [200] and waiting(page) == 1
    page.evaluate("dispatchEvent(new Event('online'))")
    until_sent(page)
    page.goto(f"{STREET}{number}/")
    assert page.locator(".internal", has_text="Ключ від двору").count() == 1

    # Somebody at the desk begins the work meanwhile: the phone's own word is refused, kept and explained.
    until_ready(page)
    page.context.set_offline(True)
    page.locator("form[data-street-deed=begin] button").click()
    expect(page.locator("[data-street-waiting]")).to_contain_text("чекає на зв’язок", timeout=12_000)
    desk = whole_case(visit, city, number)
    desk.locator("details", has=desk.locator("form[action$='/begin/']")).locator("summary").click()
    press(desk, "form[action$='/begin/'] button")
    page.context.set_offline(False)
    refused = page.locator("[data-street-waiting] .warn")
    expect(refused).to_contain_text("не прийнято", timeout=30_000)
    expect(refused).to_contain_text("Стан проблеми вже інший")
    page.reload()
    expect(refused).to_contain_text("не прийнято")
    assert waiting(page) == 1
    shoot(page, "street-6-refused")
    away = refused.get_by_role("button", name=re.compile("Викинути|викинути"))
    away.click()
    assert waiting(page) == 1, "it takes two presses"
    away.click()
    expect(page.locator("[data-street-waiting]")).to_be_hidden()
    assert waiting(page) == 0


def until_ready(page: Page) -> None:
    page.evaluate("navigator.serviceWorker.ready.then(() => 1)")


def test_another_person_on_the_phone_sees_and_sends_nothing(visit: Opener, city: City, shoot) -> None:
    page = in_the_street(visit, city)
    number = number_of(page, "Акація на дротах")
    until_kept(page, number)
    page.goto(f"{STREET}{number}/")
    page.context.set_offline(True)
    write_note(page, "Потрібна автовишка.")
    expect(page.locator("[data-street-waiting]")).to_contain_text("чекає на зв’язок", timeout=12_000)
    # The session ends before the connection is back.
    page.context.clear_cookies()
    page.context.set_offline(False)
    expect(page.locator("[data-street-waiting]")).to_contain_text("Ви вийшли", timeout=30_000)
    assert waiting(page) == 1
    shoot(page, "street-7-signed-out")

    kept = "caches.keys().then((names) => names.filter((name) => name.startsWith('opencity-street:')))"
    before = page.evaluate(kept)
    sign_in(page, city, IRYNA, STREET)
    expect(page.locator("[data-street-waiting]")).to_contain_text("іншої людини")
    page.wait_for_function(f"(before) => {kept}.then((now) => !now.includes(before))", arg=before[0])
    assert waiting(page) == 1, "it goes in nobody else's name"
    page.goto("/account/logout/")
    page.locator("form[data-sign-out] button").click()
    expect(page.locator("[data-still-kept]")).to_be_visible()

    page.context.clear_cookies()
    sign_in(page, city, NINA, f"{STREET}{number}/")
    until_sent(page)
    page.goto(f"{STREET}{number}/")
    assert page.locator(".internal", has_text="Потрібна автовишка").count() == 1
    page.goto("/account/logout/")
    press(page, "form[data-sign-out] button.sun")
    assert page.evaluate("caches.keys()") == []


def test_the_pin_is_moved_to_where_the_phone_is(visit: Opener, city: City, shoot) -> None:
    page = visit("/mykolaiv/", size=PHONE, geolocation={"latitude": 47.0003, "longitude": 31.9502, "accuracy": 9},
                 permissions=["geolocation"])  # fmt: skip
    sign_in(page, city, NINA, STREET)
    press(page, "form[data-walk] button")
    expect(page.locator("[data-place]").first).to_contain_text("Акація")
    page.locator("[data-place] a", has_text="Акація").click()
    page.locator("details.act", has=page.locator("form[data-street-deed=place]")).locator("summary").first.click()
    page.locator("[data-locate]").click()
    expect(page.locator("[data-place-said]")).to_contain_text("9 м")
    shoot(page, "street-8-pin")
    press(page, "form[data-street-deed=place] button:not([type])")
    expect(page.locator("[data-street-waiting]")).to_contain_text("надіслано")


def test_what_was_done_in_an_order_goes_in_that_order(visit: Opener, city: City, tmp_path: Path) -> None:
    page = in_the_street(visit, city)
    number = number_of(page, "Акація на дротах")
    page.goto(f"{STREET}{number}/")
    until_kept(page, number)
    page.context.set_offline(True)
    page.locator("form[data-street-deed=begin] button").click()
    expect(page.locator("[data-street-waiting]")).to_contain_text("Почав: чекає на зв’язок", timeout=12_000)
    page.reload()
    write_note(page, "Дроти низько.")
    expect(page.locator("[data-street-waiting]")).to_contain_text("Нотатка: чекає на зв’язок", timeout=12_000)
    photo = tmp_path / "after.jpg"
    photo.write_bytes(jpeg(at=None, taken_at=datetime.now(UTC) + timedelta(seconds=2)))
    page.locator("input[type=file][form=deed-done]").set_input_files(photo)
    page.locator("form[data-street-deed=done] button.sun").click()
    expect(page.locator("[data-street-waiting]")).to_contain_text("Зроблено: чекає на зв’язок", timeout=12_000)
    assert waiting(page) == 3
    page.context.set_offline(False)
    until_sent(page)
    told = visit(f"/mykolaiv/problems/{number}/").locator("main").inner_text()
    # The story tells the newest first; a word out of its order would have been refused and would still wait.
    assert told.index("каже, що зроблено") < told.index("починає роботу")
