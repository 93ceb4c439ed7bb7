"""What the front end's build gives to templates: addresses of its files, and signs out of its one sprite."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from time import monotonic
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

BUILD = Path(__file__).resolve().parent.parent / "static" / "build"
STYLES = "src/styles/app.css"
SPRITE = "icons.svg"
ANY_ICON = "map-pin"
"""Drawn when data names an icon that the sprite does not hold."""
SECTORS = frozenset({"civil", "authority", "business", "library"})


class FrontEndMissing(Exception):
    """The pages were asked for before the front end was built."""


def _manifest() -> dict[str, dict[str, Any]]:
    """Looked for anew at most once a second: a page asks for it with every icon."""
    return _manifest_now(int(monotonic()))


@lru_cache(maxsize=1)
def _manifest_now(_second: int) -> dict[str, dict[str, Any]]:
    try:
        return _manifest_of((BUILD / "manifest.json").stat().st_mtime_ns)
    except FileNotFoundError as missing:
        raise FrontEndMissing("The front end is not built yet. Run `make frontend`.") from missing


@lru_cache(maxsize=1)
def _manifest_of(_built: int) -> dict[str, dict[str, Any]]:
    """Kept until the next build: a server that runs meanwhile must not name files that are gone."""
    manifest: dict[str, dict[str, Any]] = json.loads((BUILD / "manifest.json").read_text("utf-8"))
    return manifest


@lru_cache(maxsize=1)
def _symbols_of(sprite: str) -> frozenset[str]:
    return frozenset(re.findall(r'<symbol id="([\w-]+)"', (BUILD / sprite).read_text("utf-8")))


def _symbols() -> frozenset[str]:
    return _symbols_of(_manifest()[SPRITE]["file"])


@register.simple_tag
def asset(source: str) -> str:
    """The address of a built file, named by its source: {% asset "src/report.ts" %}."""
    try:
        return static(f"build/{_manifest()[source]['file']}")
    except KeyError as unknown:
        raise FrontEndMissing(f"The build holds no {source!r}: run `make frontend`.") from unknown


@register.simple_tag
def stylesheet() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', asset(STYLES))


@register.simple_tag
def script(source: str) -> SafeString:
    """A module and, ahead of it, what it imports, so that the browser asks for all of it at once."""
    needed = [(asset(chunk),) for chunk in _imports_of(source)]
    preloads = format_html_join("", '<link rel="modulepreload" href="{}">', needed)
    return preloads + format_html('<script type="module" src="{}"></script>', asset(source))


def _imports_of(source: str) -> list[str]:
    return list(_manifest().get(source, {}).get("imports", []))


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """One of Lucide's icons, always beside a word: {% icon "camera" %}."""
    symbol = f"i-{name}"
    return _drawing(symbol if symbol in _symbols() else f"i-{ANY_ICON}", f"ic {css}".rstrip())


@register.simple_tag
def glyph(name: str, css: str = "") -> SafeString:
    """The sign of a state, or the mark: {% glyph "st-open" %}."""
    return _drawing(name, f"gl {css}".rstrip())


@register.simple_tag
def sector_shape(sector: str) -> SafeString:
    """Circle, square, diamond or book; an empty ring for what no sector did, such as a date that came."""
    if sector not in SECTORS:
        return _drawing("st-open", "sh sector-none")
    return _drawing(f"sec-{sector}", f"sh sector-{sector}")


@register.simple_tag
def mark() -> SafeString:
    """The open door drawn as on a plan."""
    return _drawing("mark", "")


def _drawing(symbol: str, css: str) -> SafeString:
    if symbol not in _symbols():
        raise FrontEndMissing(f"The sprite holds no {symbol!r}. Add it to frontend/sprite.mjs and run `make frontend`.")
    # The size is for a page whose styles have not come: a drawing without one fills the line.
    drawn = '<svg class="{}" width="20" height="20" aria-hidden="true"><use href="{}#{}"></use></svg>'
    return format_html(drawn, css, asset(SPRITE), symbol)
