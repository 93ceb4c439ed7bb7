"""The drawn photographs: whole, repeatable, told in both languages, and readable for what a telephone writes."""

from __future__ import annotations

import re
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from multiprocessing import get_context

import pytest
from PIL import ExifTags, Image

from opencity.demo.scenes import KINDS, MOMENTS, ExifFacts, Moment, alt, draw

KYIV_IN_OCTOBER = timezone(timedelta(hours=3))


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_and_moment_is_a_whole_picture(kind: str, moment: Moment) -> None:
    with Image.open(BytesIO(draw(kind, seed=1204, moment=moment))) as picture:
        picture.load()
        assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (960, 600))
        colours = picture.quantize(64).getcolors()
        assert colours is not None and len(colours) > 20, "an empty canvas has fewer tones"
        assert not picture.getexif(), "facts are written only when they are given"


@pytest.mark.parametrize("kind", KINDS)
def test_the_moments_and_the_angles_of_a_place_differ(kind: str) -> None:
    pictures = {draw(kind, seed=7, moment=moment, angle=angle) for moment in MOMENTS for angle in (0, 1)}
    assert len(pictures) == 6


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_the_problem_stays_in_its_place_from_before_to_after(kind: str) -> None:
    before, after = (_small(draw(kind, seed=5, moment=moment)) for moment in ("before", "after"))
    same = sum(abs(old - new) < 12 for old, new in zip(before, after, strict=True))
    assert same > len(before) * (0.04 if kind == "entrance" else 0.3), "a slider between them would jump"


def _small(picture: bytes) -> bytes:
    with Image.open(BytesIO(picture)) as image:
        return image.convert("L").resize((96, 60)).tobytes()


def test_a_picture_follows_from_its_arguments_alone_in_any_process() -> None:
    here = draw("bench", seed=42, moment="before", angle=1)
    assert draw("bench", seed=42, moment="before", angle=1) == here
    assert draw("bench", seed=43, moment="before", angle=1) != here
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert pool.submit(draw, "bench", seed=42, moment="before", angle=1).result() == here


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_picture_has_its_own_sentence_in_both_languages(kind: str, language: str) -> None:
    sentences = [alt(kind, moment, language) for moment in MOMENTS]
    assert len(set(sentences)) == 3
    for sentence in sentences:
        assert 30 <= len(sentence) <= 140, sentence
        assert sentence[0].isupper() and sentence.endswith(".")
        assert bool(re.search("[а-яіїєґ]", sentence)) is (language == "uk")
        assert not re.search("['ыэъё]", sentence), "the apostrophe is ’"


def test_a_mirrored_place_is_never_told_by_left_and_right() -> None:
    told = " ".join(alt(kind, moment, language) for kind in KINDS for moment in MOMENTS for language in ("uk", "en"))
    assert not re.search(r"\b(left side|right side|on the left|on the right|ліворуч|праворуч|зліва|справа)\b", told)


@pytest.mark.parametrize(("lat", "lon"), [(46.975033, 31.994583), (-33.918861, -70.5)])
def test_place_and_time_come_back_from_the_file(lat: float, lon: float) -> None:
    taken = datetime(2026, 10, 11, 8, 12, 5, tzinfo=KYIV_IN_OCTOBER)
    exif = _exif(draw("stop", seed=3, moment="before", phone_exif=ExifFacts(lat, lon, taken)))
    inner, gps = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
    assert inner[ExifTags.Base.DateTimeOriginal] == "2026:10:11 08:12:05"
    assert inner[ExifTags.Base.OffsetTimeOriginal] == "+03:00"
    assert _degrees(gps[ExifTags.GPS.GPSLatitude], gps[ExifTags.GPS.GPSLatitudeRef]) == pytest.approx(lat, abs=1e-6)
    assert _degrees(gps[ExifTags.GPS.GPSLongitude], gps[ExifTags.GPS.GPSLongitudeRef]) == pytest.approx(lon, abs=1e-6)
    assert gps[ExifTags.GPS.GPSDateStamp] == "2026:10:11"
    assert [float(part) for part in gps[ExifTags.GPS.GPSTimeStamp]] == [5, 12, 5]


def test_a_time_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 10, 11, 8, 12, tzinfo=UTC).replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        draw("stop", seed=3, moment="before", phone_exif=ExifFacts(46.9, 32.0, naive))


def _exif(picture: bytes) -> Image.Exif:
    with Image.open(BytesIO(picture)) as image:
        return image.getexif()


def _degrees(parts: tuple[float, float, float], side: str) -> float:
    whole, minutes, seconds = (float(part) for part in parts)
    return (whole + minutes / 60 + seconds / 3600) * (-1 if side in "SW" else 1)
