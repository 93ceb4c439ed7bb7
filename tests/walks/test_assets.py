"""A thing under the finger: its owner gets the report, says that it is not theirs, and another says that it is."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.walks.conftest import PHONE, City, Opener, link_in, sign_in
from tests.walks.test_whole_life import press

pytestmark = pytest.mark.walk
TREE = "/mykolaiv/assets/tree/Д-7/"


def test_olena_reports_the_tree_under_her_finger_and_its_owner_is_found(visit: Opener, city: City, shoot) -> None:
    here = {"latitude": 46.96553, "longitude": 32.01552}
    olena = visit("/mykolaiv/report/", size=PHONE, geolocation=here, permissions=["geolocation"])
    olena.locator("[data-locate]").click()
    tree = olena.locator("#offered-assets label", has_text="Дерево № Д-7")
    tree.locator("input").check()
    shoot(olena, "walk-asset-where")
    press(olena, ".act button[name=go]")
    olena.locator("#q").fill("дерево")
    olena.locator("#found input[value='green.dangerous_tree']").check()
    expect(olena.locator("#questions label", has_text="Дерево № Д-7").locator("input")).to_be_checked()
    olena.locator("input[name=answer_hazard][value=no]").check()
    olena.locator("textarea[name=words]").fill("Клен ударила вантажівка, стовбур розколото.")
    shoot(olena, "walk-asset-what")
    press(olena, ".act button[name=go]")
    olena.locator("input[name=email]").fill("olena-tree@example.org")
    press(olena, ".act button")
    olena.goto(link_in(city.letter("olena-tree@example.org"), "/confirm/"))
    press(olena, "main form button")
    number = int(re.search(r"\d+", olena.locator(".plate").first.inner_text()).group())  # type: ignore[union-attr]

    # By the rules every tree is the park department's; this one belongs to the roads, and they are told.
    city.letter("roads@mykolaiv.example.org", f"№\N{NO-BREAK SPACE}{number}")
    roman = visit("/mykolaiv/")
    sign_in(roman, city, "roman@mykolaiv.example.org", f"/mykolaiv/desk/{number}/")
    forward = roman.locator("form[action$='/forward/']")
    forward.evaluate("form => { const box = form.closest('details'); if (box) box.open = true }")
    forward.locator("textarea[name=words]").fill("Клен росте за межею дороги, це двір підприємства.")
    with roman.expect_navigation():
        forward.locator("button").click()

    olena.goto("/mykolaiv/assets/search/")
    expect(olena.get_by_role("link", name="Дерево № Д-7")).to_be_visible()
    shoot(olena, "walk-asset-search")

    bohdan = visit("/mykolaiv/")
    sign_in(bohdan, city, "bohdan@mykolaiv.example.org", "/mykolaiv/")
    bohdan.goto(TREE)
    press(bohdan, "a[href$='/ours/']")
    bohdan.locator("textarea[name=words]").fill("Так, це наш двір.")
    press(bohdan, "main form button.sun")
    shoot(bohdan, "walk-asset-ours")
    olena.goto(f"/mykolaiv/problems/{number}/")
    expect(olena.locator(".c-duty")).to_contain_text("Зв’язок")
    expect(olena.get_by_text("Так, це наш двір.")).to_be_visible()
