"""From strokes to a file: SVG to PNG to JPEG, with the facts a telephone would write into it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

import resvg_py
from PIL import ExifTags, Image

from .palettes import Light

WIDTH, HEIGHT = 960, 600
QUALITY = 82


@dataclass(frozen=True)
class ExifFacts:
    """Degrees, north and east above zero; an aware time."""

    lat: float
    lon: float
    taken_at: datetime


def jpeg(svg: str, light: Light, facts: ExifFacts | None) -> bytes:
    # Looking through the system's fonts costs more than the drawing, and no scene holds a letter.
    png = resvg_py.svg_to_bytes(svg_string=svg, width=WIDTH, height=HEIGHT, skip_system_fonts=True)
    with Image.open(BytesIO(png)) as drawn:
        flat = drawn.convert("RGB")
    # The air of the hour lies over everything; blended here it costs a tenth of what it costs the renderer.
    picture = Image.blend(flat, Image.new("RGB", flat.size, f"#{light.wash}"), light.wash_share)
    file = BytesIO()
    if facts is None:
        picture.save(file, "JPEG", quality=QUALITY)
    else:
        picture.save(file, "JPEG", quality=QUALITY, exif=_exif(facts))
    return file.getvalue()


def _exif(facts: ExifFacts) -> Image.Exif:
    """As telephones write it: local time with its offset, place in degrees, minutes and seconds, GPS time in UTC."""
    if facts.taken_at.tzinfo is None:
        raise ValueError("taken_at has no time zone")
    local, utc = facts.taken_at, facts.taken_at.astimezone(UTC)
    offset = local.strftime("%z")
    exif = Image.Exif()
    exif[ExifTags.Base.DateTime] = local.strftime("%Y:%m:%d %H:%M:%S")
    exif[ExifTags.Base.Orientation] = 1
    taken = exif.get_ifd(ExifTags.IFD.Exif)
    taken[ExifTags.Base.DateTimeOriginal] = local.strftime("%Y:%m:%d %H:%M:%S")
    taken[ExifTags.Base.OffsetTimeOriginal] = f"{offset[:3]}:{offset[3:5]}"
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef] = "N" if facts.lat >= 0 else "S"
    gps[ExifTags.GPS.GPSLatitude] = _sexagesimal(facts.lat)
    gps[ExifTags.GPS.GPSLongitudeRef] = "E" if facts.lon >= 0 else "W"
    gps[ExifTags.GPS.GPSLongitude] = _sexagesimal(facts.lon)
    gps[ExifTags.GPS.GPSDateStamp] = utc.strftime("%Y:%m:%d")
    gps[ExifTags.GPS.GPSTimeStamp] = (float(utc.hour), float(utc.minute), float(utc.second))
    return exif


def _sexagesimal(degrees: float) -> tuple[float, float, float]:
    """Seconds to a thousandth, which is three centimetres."""
    thousandths = round(abs(degrees) * 3_600_000)
    whole, rest = divmod(thousandths, 3_600_000)
    minutes, seconds = divmod(rest, 60_000)
    return float(whole), float(minutes), seconds / 1000
