from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from opencity.demo.letters import letter, letters
from opencity.demo.planning import plan
from opencity.demo.town.records import LifeStep, TownProblem

KYIV = ZoneInfo("Europe/Kyiv")
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def step(day: int, do: str, **more: object) -> LifeStep:
    told: dict[str, object] = {
        "at": "10:00",
        "who": "",
        "words": "",
        "to": "",
        "promise": None,
        "until": None,
        "into": None,
    }
    told |= {"value": "", "photo": False, "near": True, "update": "", "rule": ""}
    return LifeStep(day=day, do=do, **(told | more))  # type: ignore[arg-type]


def problem(*life: LifeStep, **more: object) -> TownProblem:
    told = {
        "category": "road.pothole",
        "scene": "",
        "title": "",
        "words": "Яма.",
        "language": "uk",
        "area": "namyv",
        "place": "вул. Лазурна, 10",
        "lat": 46.955,
        "lon": 31.93,
        "days_ago": 30,
        "at": "09:30",
        "reporter": "olena",
        "channel": "web",
        "access_point": "",
        "show_name": True,
        "endorsers": ("petro", "halyna"),
        "answers": {},
        "state": "open",
        "visibility": "public",
    }
    return TownProblem(life=life, **(told | more))  # type: ignore[arg-type]


def test_neighbours_join_between_the_report_and_the_claim() -> None:
    [life] = plan([problem(step(5, "claimed"))], {"road.pothole": "pothole"}, zone=KYIV, now=NOW)
    assert life.at == datetime(2026, 10, 24, 9, 30, tzinfo=KYIV)
    assert [life.at < at < life.steps[0].at for at, _key in life.joins] == [True, True]


def test_nobody_joins_before_it_is_public() -> None:
    told = problem(step(2, "published", who="oksana"), reporter="")
    [life] = plan([told], {"road.pothole": "pothole"}, zone=KYIV, now=NOW)
    assert all(at > life.steps[0].at for at, _key in life.joins)


def test_no_two_photographs_are_the_same_and_an_unproven_one_tells_no_place() -> None:
    told = problem(step(5, "claimed", near=False), step(6, "verdict", who="olena", value="no", photo=True))
    [life] = plan([told], {"road.pothole": "pothole"}, zone=KYIV, now=NOW)
    shots = [shot for _at, shot in life.all_shots()]
    assert len(set(shots)) == len(shots) == 4
    assert [shot.facts is None for shot in shots] == [False, False, True, False]


def test_a_private_matter_and_a_call_bring_no_photograph() -> None:
    scenes = {"road.pothole": "pothole"}
    lives = plan([problem(visibility="private"), problem(channel="phone")], scenes, zone=KYIV, now=NOW)
    assert [life.shots for life in lives] == [(), ()]


def test_letters_are_read_newest_first_and_shown_as_plain_text(tmp_path: Path) -> None:
    between = b"\n" + b"-" * 79 + b"\n"
    head = b"To: olena@example.org\nDate: Mon, 23 Nov 2026 10:00:00 +0200\nContent-Type: text/plain; charset=utf-8\n"
    one, two = (head + b"Subject: %d\n\n<b>Hello</b> %d" % (n, n) for n in (1, 2))
    (tmp_path / "20261123-1.log").write_bytes(one + between + two + between)
    found = letters(tmp_path)
    assert [(one.name, one.subject) for one in found] == [("20261123-1-1", "2"), ("20261123-1-0", "1")]
    assert found[0].to == "olena@example.org" and "<b>Hello</b> 2" in found[0].text
    assert letter(tmp_path, "20261123-1-0") == found[1]
    assert letter(tmp_path, "../secret") is None
    assert letters(tmp_path / "nowhere") == []
