"""Places and bounds drawn on the map, with the keyboard alone; the typed fields stay."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.walks.conftest import DESKTOP, City, Opener, sign_in
from tests.walks.test_whole_life import press

pytestmark = pytest.mark.walk


def move(page: Page, *keys: str) -> None:
    """Arrow keys on the map, each until it stands still."""
    canvas = page.locator("[data-map-here] canvas")
    expect(canvas).to_be_focused()
    for key in keys:
        canvas.press(key)
        page.wait_for_timeout(500)


def test_the_lead_sets_the_meeting_place_on_the_map(visit: Opener, city: City, shoot) -> None:
    page = visit("/mykolaiv/")
    address = f"/mykolaiv/problems/{city.numbers['planned']}/actions/1/"
    sign_in(page, city, "oksana@mykolaiv.example.org", f"{address}change/")
    page.locator("details:has(#f-lat) summary").press("Enter")
    assert page.locator("#f-lat").input_value() == ""
    page.locator("[data-pick-map]").press("Enter")
    move(page, "ArrowRight", "ArrowUp")
    lat, lon = float(page.locator("#f-lat").input_value()), float(page.locator("#f-lon").input_value())
    assert abs(lat - 46.94) < 0.05 and lon > 31.99
    shoot(page, "placing-action-390-uk")
    press(page, "form button.big")
    page.goto(f"{address}change/")
    expect(page.locator("#f-lat")).to_have_value(f"{lat:.6f}")


def test_neighbours_draw_the_bounds_of_their_group(visit: Opener, city: City, shoot) -> None:
    page = visit("/mykolaiv/", size=DESKTOP)
    sign_in(page, city, "halyna@mykolaiv.example.org", "/mykolaiv/groups/new/")
    page.locator("#f-name").fill("Сусіди з Лагідної")
    page.locator("input[name=kind]").first.check()
    page.locator("textarea[name=words]").fill("Доглядаємо двір разом.")
    page.locator("details:has(#f-corners) summary").press("Enter")
    page.locator("[data-round-map]").press("Enter")
    canvas = page.locator("[data-map-here] canvas")
    for _ in range(3):
        canvas.press("Equal")
        page.wait_for_timeout(500)
    for corner in ("ArrowRight", "ArrowDown", "ArrowLeft"):
        move(page, corner)
        page.locator("[data-round-add]").press("Enter")
        canvas.focus()
    expect(page.locator("[data-round-said]")).to_have_text("Позначено кутів: 3")
    page.locator("[data-round-add]").press("Enter")
    page.locator("[data-round-back]").press("Enter")
    assert len(page.locator("#f-corners").input_value().splitlines()) == 3
    shoot(page, "placing-bounds-1440-uk")
    press(page, "main form button.sun:not([type=button])")
    expect(page).to_have_url(re.compile(r"/mykolaiv/organisations/"))
    shoot(page, "placing-group-1440-uk")
    expect(page.locator("svg .m-bounds")).to_have_count(1)
