from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from opencity.people.models import Role
from opencity.web.library import offline
from tests.town import Town


@pytest.fixture
def taras(town: Town) -> Client:
    Role.everywhere.filter(person=town.people["taras"]).update(access_point=town.organisations["library"])
    client = Client()
    client.force_login(town.people["taras"])
    return client


def test_the_worker_is_served_from_the_root_and_asked_for_anew(
    tmp_path, monkeypatch: pytest.MonkeyPatch, town: Town
) -> None:
    monkeypatch.setattr(offline, "BUILD", tmp_path)
    assert Client().get("/sw.js").status_code == 404
    (tmp_path / "sw.js").write_text("// worker")
    answer = Client().get("/sw.js")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/javascript")
    assert (answer["Service-Worker-Allowed"], answer["Cache-Control"]) == ("/", "no-cache")
    assert "worker-src 'self'" in answer["Content-Security-Policy"]
    assert "Set-Cookie" not in answer and not answer.cookies


def test_the_form_that_is_kept_holds_nothing_of_any_person(taras: Client, town: Town) -> None:
    taras.post("/mykolaiv/library/report/", {"name": "Ганна Петрівна", "visit": str(uuid4())})
    answer = taras.get("/mykolaiv/library/shell/")
    page = answer.content.decode()
    assert answer.status_code == 200 and answer["Cache-Control"] == "private, no-store"
    for person in town.people.values():
        assert not person.public_name or person.public_name not in page
    assert "Ганна" not in page and "@" not in page
    assert 'name="visit" value=""' in page, "each visit gets its own number from the script"
    assert 'data-of="green.dangerous_tree"' in page


def test_the_kept_form_is_for_librarians(taras: Client, town: Town, elsewhere: Town) -> None:
    assert Client().get("/mykolaiv/library/shell/").status_code == 302
    for person in (town.people["olena"], elsewhere.people["vasyl"]):
        client = Client()
        client.force_login(person)
        assert client.get("/mykolaiv/library/shell/").status_code == 404


def test_the_script_is_told_where_to_go_on(taras: Client) -> None:
    fields = {
        "category": "road.pothole",
        "words": "Яма перед сходами, не пройти з візком.",
        "area": "centre",
        "visit": str(uuid4()),
    }
    answer = taras.post("/mykolaiv/library/report/", fields, headers={"Accept": "application/json"})
    assert answer.status_code == 200
    assert answer.json()["at"] == f"/mykolaiv/library/receipt/{fields['visit']}/"


def test_signing_out_clears_what_the_browser_keeps(taras: Client) -> None:
    answer = taras.post("/account/logout/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert "_auth_user_id" not in taras.session
