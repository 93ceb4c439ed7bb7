"""QR codes as pictures that a document can hold."""

from __future__ import annotations

import segno


def drawn(address: str) -> str:
    """SVG without a margin: the template leaves white around it. Level M bears a fold or a stain."""
    picture = segno.make(address, error="m", micro=False).svg_inline(border=0, scale=4, omitsize=True, dark="#000000")
    return str(picture).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
