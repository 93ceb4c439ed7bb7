"""Photographs of a draft: where they were taken fills the place, and nothing else of them is kept."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.test import Client
from PIL import Image

from opencity.problems.models import Draft, Evidence, Photo
from opencity.problems.operations.photographing import folder
from tests.town import CENTRE, OUTSIDE, SOUTH, Town, jpeg, upload
from tests.web.reporting import PIN, Resident, text


@pytest.fixture
def olena(town: Town, client: Client) -> Resident:
    return Resident(client)


def test_a_photo_tells_the_place_and_the_time_and_keeps_nothing_else(olena: Resident) -> None:
    assert olena.add_photo(upload())["Location"] == "/mykolaiv/report/"
    photo, fields = Photo.everywhere.get(), Draft.everywhere.get().fields
    assert (round(float(fields["lat"]), 3), round(float(fields["lon"]), 3)) == (CENTRE.lat, CENTRE.lon)
    assert fields["source"] == "photo"
    assert photo.taken_at == datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
    for path in folder().rglob(f"{photo.digest}-*.jpg"):
        assert not Image.open(BytesIO(path.read_bytes())).getexif()
        assert b"Secret Phone" not in path.read_bytes()


def test_a_form_that_knows_of_no_pin_yet_does_not_take_the_photos_place_away(olena: Resident) -> None:
    olena.add_photo(upload())
    assert 'name="source" value="photo"' in text(olena.post("place/", lat="", lon="", source=""))
    olena.post("draft/", lat="", lon="", source="", place_words="біля школи")
    olena.where(lat="", lon="", source="", place_words="біля школи")
    assert Draft.everywhere.get().fields["source"] == "photo"


def test_a_place_that_was_told_before_stays(olena: Resident) -> None:
    olena.where()
    olena.add_photo(upload(jpeg(at=SOUTH)))
    assert Draft.everywhere.get().fields["lat"] == PIN["lat"]


def test_a_photo_from_far_away_fills_no_place(olena: Resident) -> None:
    olena.add_photo(upload(jpeg(at=OUTSIDE)))
    assert not Draft.everywhere.get().fields.get("lat")


def test_a_photo_without_a_place_takes_the_phones(olena: Resident) -> None:
    olena.add_photo(upload(jpeg(at=None)), device_lat=str(CENTRE.lat), device_lon=str(CENTRE.lon))
    photo = Photo.everywhere.get()
    assert (photo.lat, photo.position_source) == (CENTRE.lat, "device")


def test_what_was_typed_is_kept_when_a_photo_is_added(olena: Resident) -> None:
    olena.add_photo(upload(), place_words="біля школи")
    assert 'value="біля школи"' in olena.page()


def test_a_photo_chosen_and_not_added_goes_along_with_the_step(olena: Resident) -> None:
    answer = olena.client.post("/mykolaiv/report/", {**PIN, "go": "1", "photo": upload()})
    assert answer["Location"] == "/mykolaiv/report/what/"
    assert Photo.everywhere.count() == 1


def test_the_place_of_a_photo_is_enough_for_the_step(olena: Resident) -> None:
    answer = olena.client.post("/mykolaiv/report/", {"go": "1", "lat": "", "lon": "", "photo": upload()})
    assert answer["Location"] == "/mykolaiv/report/what/"


def test_what_is_no_picture_is_refused_beside_the_field(olena: Resident) -> None:
    answer = olena.add_photo(upload(b"MZ not a picture"), place_words="біля школи")
    assert answer.status_code == 422
    assert 'id="e-photo"' in text(answer)
    assert 'value="біля школи"' in text(answer)
    assert not Photo.everywhere.exists()


def test_scripts_get_the_list_alone(olena: Resident) -> None:
    answer = olena.client.post("/mykolaiv/report/photos/", {"photo": upload()}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "<html" not in text(answer)
    assert 'name="remove"' in text(answer)


def test_a_photo_is_removed_with_its_files_and_its_place(
    olena: Resident, django_capture_on_commit_callbacks: object
) -> None:
    olena.add_photo(upload())
    photo = Photo.everywhere.get()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        olena.post("photos/", remove=str(photo.pk))
    assert not Photo.everywhere.exists()
    assert not list(folder().rglob(f"{photo.digest}-*.jpg"))
    assert Draft.everywhere.get().fields["lat"] == ""


def test_a_draft_holds_eight_photos(olena: Resident) -> None:
    for _ in range(8):
        olena.add_photo(upload(jpeg(size=(60, 40))))
    assert olena.add_photo(upload(jpeg(size=(60, 40)))).status_code == 422
    assert Photo.everywhere.count() == 8


def test_a_drafts_photo_is_seen_by_whoever_writes_it_alone(town: Town, elsewhere: Town, olena: Resident) -> None:
    olena.add_photo(upload())
    url = re.search(r'src="(/mykolaiv/report/photos/[^"]+)"', olena.page())
    assert url is not None
    answer = olena.client.get(url[1])
    assert answer["Cache-Control"] == "private, no-store"
    assert Image.open(BytesIO(answer.getvalue())).format == "JPEG"
    vasyl = Client()
    vasyl.force_login(elsewhere.people["vasyl"])
    assert vasyl.get(url[1]).status_code == 404
    assert olena.client.get(url[1].replace("960", "77")).status_code == 404


def test_nobody_removes_a_photo_of_another_draft(olena: Resident) -> None:
    olena.add_photo(upload())
    photo = Photo.everywhere.get()
    vasyl = Resident(Client())
    assert vasyl.post("photos/", remove=str(photo.pk)).status_code == 404
    assert vasyl.post("photos/", remove="x").status_code == 404
    assert Photo.everywhere.count() == 1


def test_photos_go_with_the_report(town: Town, olena: Resident) -> None:
    olena.client.force_login(town.people["olena"])
    olena.add_photo(upload())
    olena.filed()
    evidence = Evidence.everywhere.get()
    assert (evidence.stage, evidence.proof) == ("before", "near")
    assert Photo.everywhere.get().draft_id is None
