"""What a machine and a camera read off a document."""

from __future__ import annotations

import io

import zxingcpp
from PIL import Image
from pypdf import PdfReader

MM = 72 / 25.4


def text_of(raw: bytes) -> str:
    """All words in reading order, with single spaces; what may be broken anywhere is put together again."""
    pages = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages)
    return " ".join(pages.replace("\u200b", "").replace("\u00a0", " ").split())


def size_of(raw: bytes) -> tuple[int, int]:
    """Width and height of the first page in whole millimetres."""
    box = PdfReader(io.BytesIO(raw)).pages[0].mediabox
    return round(float(box.width) / MM), round(float(box.height) / MM)


def seen_by_a_camera(png: bytes) -> list[str]:
    with Image.open(io.BytesIO(png)) as image:
        return [one.text for one in zxingcpp.read_barcodes(image.convert("L"))]
