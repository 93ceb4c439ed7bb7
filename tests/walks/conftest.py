"""A real server, a real worker, a real browser, and the letters as files."""

from __future__ import annotations

import email
import email.policy
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHECKOUT = Path(__file__).resolve().parents[2]
SHOTS = CHECKOUT / "screenshots"
AXE = CHECKOUT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1440, "height": 900}


@dataclass(frozen=True)
class City:
    """The running installation: its address, its data folder, the numbers of the problems on the stage."""

    url: str
    home: Path
    numbers: dict[str, int]
    elsewhere: int

    def letters(self) -> list[EmailMessage]:
        """All letters so far, the oldest first."""
        files = sorted((self.home / "mail").glob("*.log"), key=lambda path: path.stat().st_mtime_ns)
        found: list[EmailMessage] = []
        for path in files:
            for one in re.split(rb"^-{79}$\n?", path.read_bytes(), flags=re.MULTILINE):
                if one.strip():
                    found.append(email.message_from_bytes(one, policy=email.policy.default))
        return found

    def letter(self, to: str, about: str = "", *, seconds: float = 30) -> EmailMessage:
        """The newest letter to an address whose text holds `about`; waits for the worker."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for one in reversed(self.letters()):
                if to in str(one["To"]) and about in text_of(one):
                    return one
            time.sleep(0.3)
        held = [(str(one["To"]), str(one["Subject"])) for one in self.letters()]
        raise AssertionError(f"no letter to {to} with {about!r}; there are {held}")


def text_of(letter: EmailMessage) -> str:
    body = letter.get_body(preferencelist=("plain",))
    return body.get_content() if body is not None else ""


def link_in(letter: EmailMessage, part: str) -> str:
    found = re.findall(r"https?://\S+", text_of(letter))
    return next(one for one in found if part in one)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    home, port = tmp_path_factory.mktemp("home"), free_port()
    env = {
        **os.environ,
        "OPENCITY_HOME": str(home),
        "PORT": str(port),
        "OPENCITY_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "OPENCITY_RATE_LIMITS": "0",
        "PYTHONPATH": str(CHECKOUT),
    }
    staged = subprocess.run(
        [sys.executable, "-m", "tests.walks.stage"], cwd=CHECKOUT, env=env, capture_output=True, text=True, check=False
    )
    assert staged.returncode == 0, staged.stderr
    told = json.loads(staged.stdout)
    log = (home / "server.log").open("w")
    commands = (["serve", "--port", str(port)], ["worker"])
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "opencity.command", *one],
            cwd=CHECKOUT,
            env=env,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        for one in commands
    ]
    try:
        _wait_for(f"http://127.0.0.1:{port}/health", home)
        yield City(f"http://127.0.0.1:{port}", home, told["problems"], told["elsewhere"])
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(timeout=15)
        log.close()


def _wait_for(address: str, home: Path) -> None:
    for _ in range(150):
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError((home / "server.log").read_text()[-3000:])


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


Opener = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, city: City) -> Iterator[Opener]:
    """Open a page as somebody new: a phone or a desktop, a language, a theme, with or without JavaScript."""
    contexts: list[BrowserContext] = []

    def opened(
        path: str = "/mykolaiv/", *, size: dict[str, int] | None = None, language: str = "uk", **more: object
    ) -> Page:
        context = browser.new_context(
            base_url=city.url,
            viewport=size or PHONE,  # type: ignore[arg-type]
            locale="uk-UA" if language == "uk" else "en-GB",
            timezone_id="Europe/Kyiv",
            reduced_motion="reduce",
            **more,  # type: ignore[arg-type]
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.goto(path)
        return page

    errors: list[str] = []
    yield opened
    for context in contexts:
        context.close()
    # A refused form answers 422 and a walk may cut the line, and the browser logs both; all else is a fault of ours.
    excused = ("status of 4", "ERR_INTERNET_DISCONNECTED", "net::ERR_FAILED")
    serious = [one for one in errors if not any(part in one for part in excused)]
    assert serious == []


@pytest.fixture
def shoot(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """Keep a picture of the page under screenshots/, to be looked at."""

    def taken(page: Page, name: str) -> None:
        SHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SHOTS / f"{name}.png", full_page=True)

    return taken


SIGNED_IN: dict[tuple[str, str], list[Any]] = {}
"""Cookies by city and address: nobody may ask for many codes in a minute, and a walk need not."""


def sign_in(page: Page, city: City, address: str, then: str) -> None:
    """Sign in by the code that is mailed, as everybody does; whoever is signed in still goes straight there."""
    known = SIGNED_IN.get((city.url, address))
    if known:
        page.context.add_cookies(known)
        page.goto(then)
        if page.url.startswith(f"{city.url}{then}"):
            return
        page.context.clear_cookies(name="sessionid")
    page.goto(f"/account/login/?next={then}")
    type_code(page, city, address)
    page.wait_for_url(lambda url: url.startswith(f"{city.url}{then}"))
    SIGNED_IN[city.url, address] = [one for one in page.context.cookies() if one["name"] == "sessionid"]


def type_code(page: Page, city: City, address: str) -> None:
    """On the page of signing in: ask for a code and type the one that comes, among whatever else is mailed."""
    page.locator("#code_email").fill(address)
    before = len(city.letters())
    page.locator("form", has=page.locator("#code_email")).get_by_role("button").first.click()
    end, code = time.monotonic() + 20, None
    while code is None and time.monotonic() < end:
        time.sleep(0.1)
        fresh = [text_of(one) for one in city.letters()[before:] if address in str(one["To"])]
        found = (re.search(r"^\s*([A-Z0-9-]{6,9})\s*$", text, flags=re.MULTILINE) for text in fresh)
        code = next((one for one in found if one), None)
    assert code is not None, f"no code came for {address}"
    page.locator("input[name=code]").fill(code.group(1))
    page.locator("form", has=page.locator("input[name=code]")).get_by_role("button").first.click()
