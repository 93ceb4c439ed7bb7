"""«Діємо разом!», as each of its people would live it: a plan, a permit, promises, a joint action, the result."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.town import CENTRE, jpeg
from tests.walks.conftest import DESKTOP, PHONE, City, Opener, link_in, sign_in, type_code
from tests.walks.test_whole_life import press

pytestmark = pytest.mark.walk
PLANS = {"uk": "Пофарбуємо зупинку й приберемо довкола.", "en": "We paint the stop and clean up around it."}


def report(page: Page, city: City, address: str, words: str) -> int:
    """A pothole by the stop, reported without an account and confirmed by mail."""
    page.goto("/mykolaiv/report/")
    page.locator("select[name=area]").select_option("centre")
    page.locator("input[name=place_words]").fill("зупинка біля ліцею")
    press(page, ".act button[name=go]")
    page.locator("#q").fill("яма")
    page.locator("#found input[value='road.pothole']").check()
    page.locator("textarea[name=words]").fill(words)
    press(page, ".act button[name=go]")
    # Whoever sends a report within a second is taken for a program.
    page.wait_for_timeout(1200)
    page.locator("input[name=email]").fill(address)
    press(page, ".act button")
    page.goto(link_in(city.letter(address), "/confirm/"))
    press(page, "main form button")
    found = re.search(r"\d+", page.locator(".plate").first.inner_text())
    assert found
    return int(found.group())


def write_plan(page: Page, words: str) -> None:
    page.locator("textarea[name=summary]").fill(words)
    page.locator("input[name=route][value=joint]").check()
    for n, (kind, name, quantity) in enumerate(
        (("permission", "Дозвіл на фарбування", ""), ("labour", "Волонтери", "3"), ("material", "Фарба", "10"))
    ):
        press(page, f"button[name=add_need][value={kind}]")
        page.locator(f"#f-n-{n}-words").fill(name)
        if quantity:
            page.locator(f"input[name='n-{n}-quantity']").fill(quantity)
        else:
            page.locator(f"select[name='n-{n}-grantor']").select_option("mykolaiv-parks")
    page.locator("select[name='n-2-unit']").select_option("litre")


@pytest.mark.parametrize(
    ("size", "language", "theme"), [(PHONE, "uk", "light"), (DESKTOP, "en", "dark")], ids=["phone-uk", "desktop-en"]
)
def test_three_sectors_solve_it_together_and_neighbours_check(
    size, language: str, theme: str, visit: Opener, city: City, shoot, tmp_path: Path
) -> None:
    mark, look = f"{size['width']}-{language}", {"size": size, "language": language, "color_scheme": theme}
    address = f"reporter-{language}@example.org"
    olena = visit("/mykolaiv/", **look)
    number = report(olena, city, address, "Обдерта зупинка, під ногами яма й сміття.")
    problem = f"/mykolaiv/problems/{number}/"

    # Oksana of the NGO writes a plan; her lines stay while she adds others.
    oksana = visit("/mykolaiv/", **look)
    sign_in(oksana, city, "oksana@mykolaiv.example.org", f"{problem}plan/write/")
    write_plan(oksana, PLANS[language])
    shoot(oksana, f"together-1-write-{mark}")
    press(oksana, "button.big[name=keep]")
    shoot(oksana, f"together-2-preview-{mark}")
    press(oksana, "button[name=publish]")
    olena.goto(problem)
    shoot(olena, f"together-3-plan-{mark}")
    expect(olena.get_by_text(PLANS[language]).first).to_be_visible()

    # Bohdan of a firm promises paint once there is a permit; what he typed survives signing in.
    bohdan = visit(f"{problem}needs/3/pledge/", **look)
    bohdan.locator("input[name=quantity]").fill("10")
    bohdan.locator("#f-condition summary").click()
    bohdan.locator("#f-condition input[name=on]").first.check()
    shoot(bohdan, f"together-4-pledge-{mark}")
    press(bohdan, "section.pledge form button.sun")
    type_code(bohdan, city, "bohdan@mykolaiv.example.org")
    bohdan.wait_for_url("**/pledge/**")
    expect(bohdan.locator("input[name=quantity]")).to_have_value("10")
    press(bohdan, "section.pledge form button.sun")
    expect(bohdan).to_have_url(re.compile(r"/pledges/[0-9a-f-]{36}/"))
    shoot(bohdan, f"together-5-promise-{mark}")
    promise = bohdan.url

    # The department is asked for its permit by mail, and grants it: the paint wakes.
    letter = city.letter("parks@mykolaiv.example.org", f"/problems/{number}/needs/1/")
    iryna = visit(link_in(letter, "/needs/1/pledge/"), **look)
    sign_in(iryna, city, "iryna@mykolaiv.example.org", f"{problem}needs/1/pledge/")
    shoot(iryna, f"together-6-permit-{mark}")
    press(iryna, "section.pledge form button.sun")
    bohdan.goto(promise)
    shoot(bohdan, f"together-7-woken-{mark}")

    # Oksana calls people together; Halyna signs up with one tap.
    oksana.goto(f"{problem}actions/new/")
    day = datetime.now(UTC) + timedelta(days=5)
    oksana.locator("input[name=title]").fill("Фарбуємо зупинку")
    oksana.locator("input[name=day]").fill(day.strftime("%Y-%m-%d"))
    oksana.locator("input[name=starts]").fill("10:00")
    oksana.locator("input[name=ends]").fill("13:00")
    if oksana.locator("input[name=opens]").count() and not oksana.locator("input[name=opens]").is_checked():
        oksana.locator("input[name=opens]").check()
    shoot(oksana, f"together-8-call-{mark}")
    press(oksana, "main form button.big")
    expect(oksana).to_have_url(re.compile(rf"/problems/{number}/actions/1/"))
    halyna = visit("/mykolaiv/actions/", **look)
    shoot(halyna, f"together-9-actions-{mark}")
    sign_in(halyna, city, "halyna@mykolaiv.example.org", f"{problem}actions/1/join/")
    press(halyna, "main form button.sun")
    shoot(halyna, f"together-10-coming-{mark}")
    city.letter("halyna@mykolaiv.example.org", "/actions/1/")

    # The paint comes; Oksana acknowledges it and shows the result; those who gave cannot confirm it.
    oksana.goto(f"{problem}plan/lead/")
    shoot(oksana, f"together-11-lead-{mark}")
    oksana.goto(f"{problem}done/")
    done = tmp_path / "done.jpg"
    done.write_bytes(jpeg(at=CENTRE, taken_at=datetime.now(UTC) + timedelta(seconds=2)))
    oksana.locator("input[type=file]").set_input_files(done)
    oksana.locator("textarea[name=words]").fill("Пофарбовано й прибрано.")
    press(oksana, "main form button.sun")
    bohdan.goto(f"{problem}verify/")
    assert bohdan.locator(".answers a").count() == 0
    olena.goto(link_in(city.letter(address, "/verify/"), "/verify/"))
    press(olena, ".answers a >> nth=0")
    press(olena, "#answer form button")
    olena.goto(problem)
    expect(olena.locator(".state.s-verified").first).to_be_visible()
    shoot(olena, f"together-12-verified-{mark}")
