"""axe finds nothing on any page, in both themes and languages, on a phone and a desktop; nothing scrolls sideways."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.walks.conftest import AXE, DESKTOP, PHONE, City, Opener, sign_in

pytestmark = pytest.mark.walk

PUBLIC = {
    "communities": "/",
    "home": "/mykolaiv/",
    "list": "/mykolaiv/problems/",
    "list-nothing": "/mykolaiv/problems/?words=бегемот",
    "map": "/mykolaiv/map/",
    "open": "/mykolaiv/problems/{open}/",
    "taken-up": "/mykolaiv/problems/{taken_up}/",
    "claimed": "/mykolaiv/problems/{claimed}/",
    "verify": "/mykolaiv/problems/{claimed}/verify/",
    "endorse": "/mykolaiv/problems/{open}/endorse/",
    "update": "/mykolaiv/problems/{open}/update/",
    "flag": "/mykolaiv/problems/{open}/flag/",
    "planned": "/mykolaiv/problems/{planned}/",
    "pledge": "/mykolaiv/problems/{planned}/needs/1/pledge/",
    "action": "/mykolaiv/problems/{planned}/actions/1/",
    "actions": "/mykolaiv/actions/",
    "needs": "/mykolaiv/needs/",
    "offers": "/mykolaiv/offers/",
    "business": "/mykolaiv/business/",
    "stewardships": "/mykolaiv/stewardships/",
    "care": "/mykolaiv/problems/{planned}/care/",
    "kiosk": "/mykolaiv/kiosk/",
    "areas": "/mykolaiv/areas/",
    "area": "/mykolaiv/areas/centre/",
    "owners": "/mykolaiv/owners/",
    "owner": "/mykolaiv/owners/mykolaiv-parks/",
    "results": "/mykolaiv/results/",
    "history": "/mykolaiv/history/",
    "how": "/mykolaiv/how/",
    "rules": "/mykolaiv/rules/",
    "libraries": "/mykolaiv/access-points/",
    "access-point": "/mykolaiv/access-points/mykolaiv-library/",
    "report": "/mykolaiv/report/",
    "report-what": "/mykolaiv/report/what/",
    "find-report": "/mykolaiv/report/find/",
    "login": "/account/login/",
    "missing": "/mykolaiv/problems/99999/",
}
BEHIND_A_SIGN_IN = {
    "desk": ("svitlana@mykolaiv.example.org", "/mykolaiv/desk/?queue=held"),
    "desk-of-owner": ("iryna@mykolaiv.example.org", "/mykolaiv/desk/"),
    "case": ("svitlana@mykolaiv.example.org", "/mykolaiv/desk/{held}/"),
    "case-of-owner": ("iryna@mykolaiv.example.org", "/mykolaiv/desk/{taken_up}/"),
    "street": ("nina@mykolaiv.example.org", "/mykolaiv/desk/street/"),
    "street-case": ("nina@mykolaiv.example.org", "/mykolaiv/desk/street/{street}/"),
    "routing": ("svitlana@mykolaiv.example.org", "/mykolaiv/desk/routing/?category=road.pothole&area=centre"),
    "letters": ("svitlana@mykolaiv.example.org", "/mykolaiv/desk/letters/"),
    "plan-write": ("petro@mykolaiv.example.org", "/mykolaiv/problems/{taken_up}/plan/write/"),
    "plan-lead": ("oksana@mykolaiv.example.org", "/mykolaiv/problems/{planned}/plan/lead/"),
    "action-run": ("oksana@mykolaiv.example.org", "/mykolaiv/problems/{planned}/actions/1/run/"),
    "adopt": ("petro@mykolaiv.example.org", "/mykolaiv/problems/{claimed}/care/adopt/"),
    "look": ("halyna@mykolaiv.example.org", "/mykolaiv/problems/{planned}/care/look/"),
    "counter": ("taras@mykolaiv.example.org", "/mykolaiv/library/"),
    "counter-report": ("taras@mykolaiv.example.org", "/mykolaiv/library/report/?category=road.pothole"),
    "counter-find": ("taras@mykolaiv.example.org", "/mykolaiv/library/visitor/"),
    "counter-help": ("taras@mykolaiv.example.org", "/mykolaiv/library/case/{planned}/need/2/"),
    "counter-shell": ("taras@mykolaiv.example.org", "/mykolaiv/library/shell/"),
    "counter-meetings": ("taras@mykolaiv.example.org", "/mykolaiv/library/meetings/"),
    "meeting-ask": ("oksana@mykolaiv.example.org", "/mykolaiv/access-points/mykolaiv-library/meetings/ask/"),
    "appeal": ("olena@mykolaiv.example.org", "/mykolaiv/problems/{open}/appeal/"),
    "appeals": ("iryna@mykolaiv.example.org", "/mykolaiv/desk/appeals/"),
    "appeals-report": ("iryna@mykolaiv.example.org", "/mykolaiv/desk/appeals/report/"),
    "me": ("olena@mykolaiv.example.org", "/mykolaiv/me/"),
    "erase": ("olena@mykolaiv.example.org", "/account/erase/"),
    "passkeys": ("olena@mykolaiv.example.org", "/account/2fa/"),
}
LOOKS = [(PHONE, "light", "uk"), (DESKTOP, "dark", "en")]
"""Each width, theme and language once; together they show every rule of the styles."""


def check(page: Page, where: str) -> None:
    # As tall as the page: what a bar at the bottom covers now is free once one has scrolled.
    size, whole = page.viewport_size, page.evaluate("document.documentElement.scrollHeight")
    assert size is not None
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], whole)})
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    )["violations"]
    told = [
        (one["id"], [node["target"] + [node.get("failureSummary", "")] for node in one["nodes"]][:3]) for one in found
    ]
    assert told == [], where
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{where} scrolls sideways by {wide} px"


@pytest.mark.parametrize("name", PUBLIC)
def test_axe_finds_nothing_on_a_public_page(name: str, visit: Opener, city: City, shoot) -> None:
    path = PUBLIC[name].format(**city.numbers)
    for size, theme, language in LOOKS:
        page = visit(path, size=size, language=language, color_scheme=theme)
        shoot(page, f"{name}-{size['width']}-{theme}-{language}")
        check(page, f"{name} {size['width']} {theme} {language}")
    narrow = visit(path, size={"width": 320, "height": 640})
    wide = narrow.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{name} scrolls sideways at 320 px"


@pytest.mark.parametrize("name", BEHIND_A_SIGN_IN)
def test_axe_finds_nothing_behind_a_sign_in(name: str, visit: Opener, city: City, shoot) -> None:
    address, path = BEHIND_A_SIGN_IN[name]
    path = path.format(**city.numbers)
    page = visit("/mykolaiv/")
    sign_in(page, city, address, "/mykolaiv/me/")
    for size, theme, language in LOOKS:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
        shoot(page, f"{name}-{size['width']}-{theme}-{language}")
        check(page, f"{name} {size['width']} {theme} {language}")
