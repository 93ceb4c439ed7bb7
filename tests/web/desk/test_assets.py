from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opencity.assets.models import Asset, AssetUpload
from opencity.assets.values import Ownership
from opencity.people.models import Membership, MembershipKind, Presence
from opencity.problems.models import Problem
from opencity.problems.operations.naming_owners import say_whose
from tests.assets.laying import as_csv, kind, lay, rows
from tests.town import MONDAY, Town, report, said

DESK = "/mykolaiv/desk/assets/"


@pytest.fixture(autouse=True)
def supervisors(town: Town) -> None:
    kind(town)
    Membership.objects.update(kind=MembershipKind.SUPERVISOR)


def text(answer: Any) -> str:
    return unescape(answer.content.decode())


def bring(client: Client, raw: bytes, **more: str) -> Any:
    file = SimpleUploadedFile("list.csv", raw)
    return client.post(f"{DESK}import/", {"file": file, "kind": "lamp", "owner": "mykolaiv-parks", **more})


def test_a_supervisor_sees_what_a_list_would_change_and_keeps_it(client: Client, town: Town) -> None:
    client.force_login(town.iryna)
    looked = bring(client, as_csv(rows(3)))
    assert looked.status_code == 302
    page = text(client.get(looked["Location"]))
    assert "list.csv" in page and "Парки Миколаєва" in page
    assert not Asset.everywhere.exists()
    kept = client.post(looked["Location"], {"keep": "1"})
    assert kept["Location"] == DESK
    assert Asset.everywhere.filter(owner=town.organisations["parks"], ownership=Ownership.KNOWN).count() == 3
    assert not AssetUpload.everywhere.exists()
    assert client.get(looked["Location"]).status_code == 404


def test_wrong_rows_are_named_and_may_be_left_out(client: Client, town: Town) -> None:
    client.force_login(town.iryna)
    looked = bring(client, as_csv([*rows(2), ("out", 50.45, 30.52)]))["Location"]
    assert "50.45000, 30.52000" in text(client.get(looked))
    assert client.post(looked, {"keep": "1"}).status_code == 422
    assert not Asset.everywhere.exists()
    client.post(looked, {"skip": "1"})
    assert Asset.everywhere.count() == 2


def test_a_file_can_be_left(client: Client, town: Town) -> None:
    client.force_login(town.iryna)
    looked = bring(client, as_csv(rows(2)))["Location"]
    client.post(looked, {"drop": "1"})
    assert not AssetUpload.everywhere.exists() and not Asset.everywhere.exists()


@pytest.mark.parametrize(
    ("raw", "more"),
    [(b"", {}), (b"\xff\xfe", {}), (as_csv(rows(2)), {"columns": "code=REF"}), (as_csv(rows(2)), {"kind": "dragon"})],
)
def test_a_file_that_is_no_list_comes_back_with_what_was_chosen(
    client: Client, town: Town, raw: bytes, more: dict[str, str]
) -> None:
    client.force_login(town.iryna)
    answer = bring(client, raw, partial="1", **more)
    assert answer.status_code == 422
    assert 'name="partial" value="1" checked' in text(answer)
    assert not AssetUpload.everywhere.exists()


def test_a_supervisor_brings_in_the_own_bodys_list_alone(client: Client, town: Town) -> None:
    client.force_login(town.iryna)
    for owner in ("mykolaiv-roads", ""):
        assert bring(client, as_csv(rows(1)), owner=owner).status_code == 422
    client.force_login(town.svitlana)
    assert bring(client, as_csv(rows(1)), owner="mykolaiv-roads").status_code == 302
    assert bring(client, as_csv(rows(1)), owner="").status_code == 302


def test_a_body_nobody_looked_at_claims_what_it_lists(client: Client, town: Town) -> None:
    Presence.everywhere.filter(organisation=town.organisations["parks"]).update(verified=False)
    client.force_login(town.iryna)
    client.post(bring(client, as_csv(rows(1)))["Location"], {"keep": "1"})
    assert Asset.everywhere.get().ownership == Ownership.CLAIMED


@pytest.mark.parametrize("duty", [MembershipKind.MEMBER, MembershipKind.OFFICER, MembershipKind.READER])
def test_others_of_a_body_bring_nothing_in(client: Client, town: Town, duty: str) -> None:
    Membership.objects.update(kind=duty)
    client.force_login(town.iryna)
    assert bring(client, as_csv(rows(1))).status_code == 403


def test_somebody_elses_file_is_not_there(client: Client, town: Town, elsewhere: Town) -> None:
    client.force_login(town.iryna)
    looked = bring(client, as_csv(rows(1)))["Location"]
    client.force_login(town.svitlana)
    assert client.get(looked).status_code == 404
    client.force_login(elsewhere.vasyl)
    assert client.get(looked).status_code == 403
    client.force_login(elsewhere.svitlana)
    uuid = looked.rstrip("/").split("/")[-1]
    assert client.get(f"/voznesensk/desk/assets/import/{uuid}/").status_code == 404


def test_a_body_sees_its_own_list_and_a_coordinator_all(client: Client, town: Town) -> None:
    lay(town, "ours")
    lay(town, "theirs", owner="roads")
    client.force_login(town.iryna)
    page = text(client.get(DESK, {"owner": "mykolaiv-roads"}))
    assert "№ ours" in page and "№ theirs" not in page
    client.force_login(town.svitlana)
    page = text(client.get(DESK))
    assert "№ ours" in page and "№ theirs" in page
    assert "№ theirs" not in text(client.get(DESK, {"owner": "mykolaiv-parks"}))
    assert "№ ours" in text(client.get(DESK, {"q": "ou", "kind": "tree", "ownership": "known"}))
    client.force_login(town.olena)
    assert client.get(DESK).status_code == 403


def test_the_list_costs_the_same_for_one_and_for_thirty(client: Client, town: Town) -> None:
    client.force_login(town.svitlana)
    tree = lay(town, owner=None)
    report(town, asset=tree)
    say_whose(tree, town.actor("petro"), town.organisations["roads"], said(), now=MONDAY)

    def cost() -> int:
        client.get(DESK)
        with CaptureQueriesContext(connection) as asked:
            client.get(DESK)
        return len(asked)

    one = cost()
    for n in range(29):
        more = lay(town, f"n{n}", owner=None)
        say_whose(more, town.actor("petro"), town.organisations["roads"], said(), now=MONDAY)
    assert cost() == one


def test_a_coordinator_decides_and_the_problem_goes_on(client: Client, town: Town) -> None:
    tree = lay(town, owner=None)
    problem = report(town, asset=tree).problem
    say_whose(tree, town.actor("petro"), town.organisations["roads"], said("Бирка."), now=MONDAY)
    page = f"{DESK}{tree.uuid}/"
    client.force_login(town.iryna)
    assert client.get(page).status_code == 403
    client.force_login(town.svitlana)
    assert str(tree.uuid) in text(client.get(DESK))
    assert "Бирка." in text(client.get(page))
    assert client.post(page, {"owner": ""}).status_code == 422
    assert client.post(page, {"owner": "mykolaiv-roads", "words": "За реєстром."}).status_code == 302
    assert Problem.everywhere.get(pk=problem.pk).owner == town.organisations["roads"]
    assert client.post(page, {"owner": "nobody", "words": ""}).status_code == 302
    assert Asset.everywhere.get().ownership == Ownership.UNKNOWN


def test_a_coordinator_of_another_community_finds_no_such_thing(client: Client, town: Town, elsewhere: Town) -> None:
    tree = lay(town, owner=None)
    client.force_login(elsewhere.svitlana)
    assert client.get(f"/voznesensk/desk/assets/{tree.uuid}/").status_code == 404


def test_not_ours_at_the_desk_opens_the_search(client: Client, town: Town) -> None:
    problem = report(town, asset=lay(town)).problem
    client.force_login(town.iryna)
    assert "Дерево № 12" in text(client.get(f"/mykolaiv/desk/{problem.number}/"))
    client.post(f"/mykolaiv/desk/{problem.number}/forward/", {"to": "", "words": "Росте на землі залізниці."})
    assert "№ 12" in text(client.get("/mykolaiv/assets/search/"))
    told = text(client.get(f"/mykolaiv/problems/{problem.number}/"))
    assert "Росте на землі залізниці." in told
