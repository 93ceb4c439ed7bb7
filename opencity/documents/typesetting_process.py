"""The process that sets one document: an order as JSON on standard input, the file on standard output.

Run as `python -m opencity.documents.typesetting_process` under limits of memory and time. It reads the folder of
templates and the typefaces, nothing else, and has no use for a network.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any

import typst

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE / "templates"
TYPEFACES = HERE / "typefaces"
MEMORY = 2_000_000_000
SECONDS = 8
ACCESSIBLE: typst.PDFStandard = "ua-1"


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        sys.stdout.buffer.write(set_pages(json.loads(sys.stdin.buffer.read()), TEMPLATES))
    except typst.TypstError as error:
        print(error.diagnostic, file=sys.stderr)  # noqa: T201 (the answer)
        return 1
    return 0


def set_pages(order: dict[str, Any], templates: Path) -> bytes:
    """One document. `templates` is the only folder a template may read."""
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[TYPEFACES] if TYPEFACES.is_dir() else [])
    compiler = typst.Compiler(
        templates / f"{order['template']}.typ",
        root=templates,
        font_paths=fonts,
        sys_inputs={"data": order["data"], "language": order["language"]},
        package_path=templates / "none",
        package_cache_path=templates / "none",
    )
    picture = order["form"] == "png"
    made = compiler.compile(format="png", ppi=144) if picture else _pdf(compiler, order["made_at"])
    first = made[0] if isinstance(made, list) else made
    assert first is not None
    return first


def _pdf(compiler: typst.Compiler, made_at: int) -> Any:
    """For everybody who reads with a screen reader; a letter that no typeface has keeps a file from being called so."""
    try:
        return compiler.compile(format="pdf", timestamp=made_at, pdf_standards=ACCESSIBLE)
    except typst.TypstError:
        return compiler.compile(format="pdf", timestamp=made_at)


if __name__ == "__main__":
    sys.exit(main())
