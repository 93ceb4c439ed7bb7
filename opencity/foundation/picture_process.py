"""The process that decodes one picture from standard input and prints JSON, under a limit of memory and time.

Run as `python -m opencity.foundation.picture_process ZONE`. Exit status 1 with one word when it is refused.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import resource
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

from opencity.foundation.pictures import MOST_PIXELS, SECONDS, WIDTHS

MEMORY = 1_500_000_000
KINDS = ("JPEG", "PNG", "WEBP", "HEIF", "MPO")


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    register_heif_opener()
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        image = Image.open(io.BytesIO(sys.stdin.buffer.read()))
        if image.width * image.height > MOST_PIXELS:
            return _refuse("too_large")
        if image.format not in KINDS:
            return _refuse("kind")
        print(json.dumps(told(image, ZoneInfo(sys.argv[1]))))  # noqa: T201 (the answer)
    except UnidentifiedImageError:
        return _refuse("kind")
    except (Image.DecompressionBombError, MemoryError):
        return _refuse("too_large")
    except Exception:  # a damaged file may raise anything
        return _refuse("damaged")
    return 0


def _refuse(reason: str) -> int:
    print(reason)  # noqa: T201 (the answer)
    return 1


def told(image: Image.Image, zone: ZoneInfo) -> dict[str, object]:
    """What is kept of a decoded picture, ready for JSON."""
    exif = image.getexif()
    taken, place = _taken_at(exif, zone), _place(exif)
    upright = ImageOps.exif_transpose(image).convert("RGB")
    derivatives = {width: _jpeg(upright, width) for width in _widths(upright.width)}
    widest = derivatives[max(derivatives)]
    return {
        "digest": hashlib.sha256(widest).hexdigest(),
        "width": upright.width,
        "height": upright.height,
        "derivatives": {width: base64.b64encode(data).decode() for width, data in derivatives.items()},
        "taken_at": taken.isoformat() if taken else None,
        "place": place,
    }


def _widths(width: int) -> list[int]:
    return [*[one for one in WIDTHS if one < width], min(width, WIDTHS[-1])] if width < WIDTHS[-1] else list(WIDTHS)


def _jpeg(image: Image.Image, width: int) -> bytes:
    height = max(1, round(image.height * width / image.width))
    # A fresh image carries no metadata of the old one.
    clean = Image.new("RGB", (width, height))
    clean.paste(image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0))
    file = io.BytesIO()
    clean.save(file, "JPEG", quality=82, optimize=True, progressive=True)
    return file.getvalue()


def _taken_at(exif: Image.Exif, zone: ZoneInfo) -> datetime | None:
    inner = exif.get_ifd(ExifTags.IFD.Exif)
    text = inner.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
    offset = inner.get(ExifTags.Base.OffsetTimeOriginal)
    try:
        moment = datetime.strptime(str(text).strip("\x00 "), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 (zone follows)
    except ValueError:
        return None
    try:
        return datetime.fromisoformat(f"{moment.isoformat()}{offset}") if offset else moment.replace(tzinfo=zone)
    except ValueError:
        return moment.replace(tzinfo=zone)


def _place(exif: Image.Exif) -> list[float] | None:
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    try:
        lat = _degrees(gps[ExifTags.GPS.GPSLatitude], gps[ExifTags.GPS.GPSLatitudeRef])
        lon = _degrees(gps[ExifTags.GPS.GPSLongitude], gps[ExifTags.GPS.GPSLongitudeRef])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    # Zero, zero is what broken phones write when they know nothing.
    valid = abs(lat) <= 90 and abs(lon) <= 180 and (abs(lat) > 1e-6 or abs(lon) > 1e-6)
    return [lat, lon] if valid else None


def _degrees(parts: tuple[float, float, float], side: str) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return -value if str(side).strip("\x00 ").upper() in {"S", "W"} else value


if __name__ == "__main__":
    sys.exit(main())
