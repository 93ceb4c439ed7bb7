"""The rule of verification, as a property of all possible rounds."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from opencity.verification.rules.silence import Next, after_silence
from opencity.verification.rules.weighing import Circumstances, Weighed, may_complete, weigh
from opencity.verification.values import ANCHORS, COUNTING, Relation, Standing
from tests.town import MONDAY

values = st.sampled_from(["yes", "partly", "no", "cannot_tell"])
relations = st.sampled_from(list(Relation))
ages = st.one_of(st.none(), st.integers(0, 30).map(lambda days: MONDAY - timedelta(days=days)))


@st.composite
def verdicts(draw: st.DrawFn) -> Weighed:
    value = draw(values)
    return Weighed(value=value, relation=draw(relations), objection_since=draw(ages) if value == "no" else None)


rounds = st.lists(verdicts(), max_size=8)
settings = st.builds(
    Circumstances,
    now=st.just(MONDAY),
    claimed_at=st.integers(0, 40).map(lambda days: MONDAY - timedelta(days=days)),
    place_proven=st.booleans(),
    needed=st.integers(2, 4),
    private=st.booleans(),
)


@given(rounds, settings)
def test_nothing_is_verified_without_weight_an_anchor_and_peace(given_verdicts: list[Weighed], around: Circumstances):
    tally = weigh(given_verdicts, around)
    if tally.standing == Standing.VERIFIED:
        yes = [one for one in given_verdicts if one.value == "yes" and one.relation in COUNTING]
        assert sum(2 if one.relation == Relation.REPORTER else 1 for one in yes) >= around.needed
        assert any(one.relation in ANCHORS for one in yes)
        assert not any(one.objection_since for one in given_verdicts)
        assert not any(one.value == "partly" and one.weight for one in given_verdicts)


@given(rounds, settings, values)
def test_a_doers_or_strangers_verdict_changes_nothing(
    given_verdicts: list[Weighed], around: Circumstances, value: str
) -> None:
    before = weigh(given_verdicts, around)
    for relation in (Relation.DOER, Relation.STRANGER):
        assert weigh([*given_verdicts, Weighed(value=value, relation=relation)], around) == before


@given(rounds, settings)
def test_cannot_tell_is_worth_nothing(given_verdicts: list[Weighed], around: Circumstances) -> None:
    more = [*given_verdicts, Weighed(value="cannot_tell", relation=Relation.REPORTER)]
    assert weigh(more, around) == weigh(given_verdicts, around)


@given(rounds, settings)
def test_order_does_not_matter(given_verdicts: list[Weighed], around: Circumstances) -> None:
    one, other = weigh(given_verdicts, around), weigh(given_verdicts[::-1], around)
    assert (one.yes, one.no, one.standing) == (other.yes, other.no, other.standing)


def around(**more: object) -> Circumstances:
    base: dict[str, object] = {"now": MONDAY, "claimed_at": MONDAY - timedelta(days=8), "place_proven": True}
    return Circumstances(**(base | more))  # type: ignore[arg-type]


def yes(relation: Relation) -> Weighed:
    return Weighed(value="yes", relation=relation)


def test_the_reporter_alone_verifies_and_it_is_said() -> None:
    tally = weigh([yes(Relation.REPORTER)], around())
    assert (tally.standing, tally.by_reporter_alone) == (Standing.VERIFIED, True)


def test_two_neighbours_confirm_and_a_librarian_may_complete_after_a_week() -> None:
    neighbours = [yes(Relation.ENDORSER), yes(Relation.FOLLOWER)]
    tally = weigh(neighbours, around())
    assert tally.standing == Standing.CONFIRMED
    assert may_complete(tally, around())
    assert not may_complete(tally, around(claimed_at=MONDAY - timedelta(days=6)))
    assert weigh([*neighbours, yes(Relation.LIBRARIAN)], around()).standing == Standing.VERIFIED


def test_without_a_proven_place_others_need_a_weight_of_three() -> None:
    checked = [yes(Relation.CHECKED), yes(Relation.ENDORSER)]
    assert weigh(checked, around()).standing == Standing.VERIFIED
    assert weigh(checked, around(place_proven=False)).standing == Standing.RUNNING
    assert weigh([*checked, yes(Relation.FOLLOWER)], around(place_proven=False)).standing == Standing.VERIFIED
    assert weigh([yes(Relation.REPORTER)], around(place_proven=False)).standing == Standing.VERIFIED


def test_an_objection_stops_verification_and_contests_after_fourteen_days() -> None:
    old = Weighed(value="no", relation=Relation.FOLLOWER, objection_since=MONDAY - timedelta(days=14))
    new = Weighed(value="no", relation=Relation.FOLLOWER, objection_since=MONDAY - timedelta(days=13))
    assert weigh([yes(Relation.REPORTER), new], around()).standing == Standing.RUNNING
    assert weigh([yes(Relation.REPORTER), old], around()).standing == Standing.CONTESTED


def test_two_plain_noes_contest() -> None:
    noes = [Weighed(value="no", relation=Relation.FOLLOWER), Weighed(value="no", relation=Relation.REPORTER)]
    assert weigh(noes, around()).standing == Standing.CONTESTED
    assert weigh(noes[:1], around()).standing == Standing.RUNNING


@given(st.integers(0, 40), st.integers(0, 3))
def test_silence_closes_only_after_all_days_and_all_reminders(days: int, reminded: int) -> None:
    result = after_silence(MONDAY - timedelta(days=days), reminded, days=14, reminders=2, now=MONDAY)
    assert (result == Next.CLOSE) == (days >= 14 and reminded >= 2)
