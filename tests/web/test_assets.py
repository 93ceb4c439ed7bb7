from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest
from django.template import engines

import opencity
from opencity.web.templatetags import assets

ROOT = Path(opencity.__file__).resolve().parent
SPRITE = '<svg><symbol id="i-camera"/><symbol id="i-map-pin"/><symbol id="st-open"/><symbol id="sec-library"/></svg>'


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A build of two modules that share a third, the styles and a small sprite."""
    manifest = {
        "src/app.ts": {"file": "assets/app-1a.js", "imports": ["_page-2b.js"]},
        "_page-2b.js": {"file": "assets/page-2b.js"},
        "src/styles/app.css": {"file": "assets/app-3c.css"},
        "icons.svg": {"file": "icons.svg"},
    }
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    (tmp_path / "icons.svg").write_text(SPRITE)
    monkeypatch.setattr(assets, "BUILD", tmp_path)
    _forget()
    yield tmp_path
    _forget()


def _forget() -> None:
    assets._manifest_now.cache_clear()
    assets._manifest_now.cache_clear()
    assets._manifest_of.cache_clear()
    assets._symbols_of.cache_clear()


def test_a_source_is_known_by_its_built_address(built: Path) -> None:
    assert assets.asset("src/app.ts") == "/static/build/assets/app-1a.js"
    assert assets.stylesheet() == '<link rel="stylesheet" href="/static/build/assets/app-3c.css">'


def test_a_module_comes_with_what_it_imports(built: Path) -> None:
    assert assets.script("src/app.ts") == (
        '<link rel="modulepreload" href="/static/build/assets/page-2b.js">'
        '<script type="module" src="/static/build/assets/app-1a.js"></script>'
    )


def test_a_page_without_a_build_says_what_to_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "BUILD", tmp_path)
    with pytest.raises(assets.FrontEndMissing, match="make frontend"):
        assets.stylesheet()


def test_a_source_that_was_never_built_is_named(built: Path) -> None:
    with pytest.raises(assets.FrontEndMissing, match=r"src/apple\.ts"):
        assets.asset("src/apple.ts")


def test_a_new_build_is_seen_by_a_running_server(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assets.asset("src/app.ts")
    (built / "manifest.json").write_text('{"src/app.ts": {"file": "assets/app-9z.js"}}')
    _age(built / "manifest.json")
    later = monotonic() + 1
    monkeypatch.setattr(assets, "monotonic", lambda: later)
    assert assets.asset("src/app.ts").endswith("app-9z.js")


def _age(path: Path) -> None:
    stat = path.stat()
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1_000_000_000))


def test_signs_are_hidden_from_screen_readers_and_point_into_the_sprite(built: Path) -> None:
    drawn = assets.icon("camera", "big")
    assert 'class="ic big"' in drawn
    assert 'aria-hidden="true"' in drawn
    assert 'href="/static/build/icons.svg#i-camera"' in drawn


def test_an_icon_that_data_names_wrongly_does_not_break_the_page(built: Path) -> None:
    assert "#i-map-pin" in assets.icon("no-such-thing")


def test_a_glyph_that_code_names_wrongly_does(built: Path) -> None:
    with pytest.raises(assets.FrontEndMissing, match="st-nowhere"):
        assets.glyph("st-nowhere")


def test_each_sector_has_its_shape_and_nobody_has_a_ring(built: Path) -> None:
    assert "#sec-library" in assets.sector_shape("library")
    assert 'class="sh sector-library"' in assets.sector_shape("library")
    assert "#st-open" in assets.sector_shape("")


def test_tags_are_at_hand_in_every_template(built: Path) -> None:
    page = engines["django"].from_string('{% stylesheet %}{% icon "camera" %}{% glyph "st-open" %}')
    assert "app-3c.css" in page.render()


def _drawn_in_templates(tag: str) -> set[tuple[str, str]]:
    pattern = re.compile(r"\{% " + tag + r""" ["']([\w-]+)["']""")
    pages = (ROOT / "web" / "templates").rglob("*.html")
    return {(name, page.name) for page in pages for name in pattern.findall(page.read_text("utf-8"))}


def _sprite_holds() -> frozenset[str]:
    try:
        return assets._symbols()
    except assets.FrontEndMissing:
        pytest.skip("the front end is not built")


def test_every_icon_named_in_a_template_is_in_the_sprite() -> None:
    held = _sprite_holds()
    assert [one for one in sorted(_drawn_in_templates("icon")) if f"i-{one[0]}" not in held] == []


def test_every_glyph_named_in_a_template_is_in_the_sprite() -> None:
    held = _sprite_holds()
    assert [one for one in sorted(_drawn_in_templates("glyph")) if one[0] not in held] == []


def test_every_category_of_the_packs_has_its_icon_in_the_sprite() -> None:
    held = _sprite_holds()
    packs = (ROOT / "catalogue" / "packs").glob("*.json")
    named = {name for pack in packs for name in re.findall(r'"icon":\s*"([\w-]+)"', pack.read_text("utf-8"))}
    assert sorted(name for name in named if f"i-{name}" not in held) == []
