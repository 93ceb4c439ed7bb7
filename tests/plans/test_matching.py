"""Which offer fits which need, and why: the rule under every input, then offers and interests of the cast."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.plans.explaining import explain, left_words, rhythm_words
from opencity.plans.models import Pledge, StandingOffer
from opencity.plans.operations import minding
from opencity.plans.operations.forgetting import forget_in_plans
from opencity.plans.operations.minding import NewInterest, forget_interests, keep_interest
from opencity.plans.operations.offering import MOST_OPEN, NewOffer, edit_offer, end_offer, make_offer
from opencity.plans.operations.pledging import withdraw_pledge
from opencity.plans.queries import digest
from opencity.plans.queries.fitting import interest_of, left_of_offers, needs_fitting, needs_for, offers_fitting
from opencity.plans.queries.offers import OfferFilters, offer_to_pledge_with, own_offers, page_of_offers
from opencity.plans.rules.matching import Because, Needed, Offered, in_unit, match
from opencity.plans.rules.periods import began
from opencity.plans.values import UNITS_OF, WHOLE, NeedKind, Rhythm, Unit
from opencity.problems.history import Words
from tests.plans.making import LATER, hands, need_of, paint, permit, promise, published
from tests.town import MONDAY, Town

TODAY = date(2026, 11, 23)
WORDS = st.frozensets(st.sampled_from(["пісок", "фарба", "дошка", "кабель"]), max_size=2)
AREAS = st.frozensets(st.integers(1, 4), max_size=2)
AMOUNTS = st.decimals("0.001", "5000", places=3)
DAYS = st.none() | st.dates(TODAY - timedelta(days=40), TODAY + timedelta(days=400))


@st.composite
def offers(draw: st.DrawFn) -> Offered:
    kind = draw(st.sampled_from(NeedKind))
    quantity = draw(AMOUNTS)
    return Offered(
        kinds=frozenset({kind.value}),
        unit=draw(st.sampled_from(UNITS_OF[kind])),
        quantity=quantity,
        left=min(quantity, draw(AMOUNTS)) if draw(st.booleans()) else Decimal(0),
        words=draw(WORDS),
        skills=draw(WORDS),
        areas=draw(AREAS),
        spheres=draw(st.frozensets(st.sampled_from(["roads", "greenery"]), max_size=1)),
        until=draw(DAYS),
        one_pair_of_hands=draw(st.booleans()),
    )


@st.composite
def needs(draw: st.DrawFn) -> Needed:
    kind = draw(st.sampled_from(NeedKind))
    return Needed(
        kind=kind,
        unit=draw(st.sampled_from(UNITS_OF[kind])),
        free=draw(st.just(Decimal(0)) | AMOUNTS),
        words=draw(WORDS),
        skill=draw(WORDS),
        areas=draw(st.frozensets(st.integers(1, 4), max_size=1)),
        sphere=draw(st.sampled_from(["roads", "greenery"])),
        by=draw(DAYS),
        hours_each=draw(st.none() | st.decimals("0.5", "8", places=1)),
        needed_to_begin=draw(st.booleans()),
    )


@given(offers(), needs())
def test_what_fits_is_there_is_missing_and_has_its_reasons(offer: Offered, need: Needed) -> None:
    found = match(offer, need, TODAY)
    if found is None:
        return
    assert 1 <= found.score <= 100
    assert 0 < found.quantity <= need.free
    if need.unit in WHOLE:
        assert found.quantity == found.quantity.to_integral_value()
    there = in_unit(offer.left or Decimal(0), offer.unit, need)
    assert there is not None and found.quantity <= there
    assert need.kind in offer.kinds and need.kind != NeedKind.PERMISSION
    assert need.by is None or need.by >= TODAY
    assert not offer.areas or offer.areas & need.areas
    assert not offer.spheres or need.sphere in offer.spheres
    assert not need.skill or Because.SKILL in found.because
    assert (Because.COVERS in found.because) == (found.quantity >= need.free)
    assert len(set(found.because)) == len(found.because)


@given(offers(), needs())
def test_a_wider_offer_fits_whatever_the_narrower_did(offer: Offered, need: Needed) -> None:
    if match(offer, need, TODAY) is None:
        return
    fields = {**offer.__dict__, "areas": frozenset(), "spheres": frozenset(), "until": None}
    wider = match(Offered(**fields), need, TODAY)
    assert wider is not None


@given(offers(), needs())
def test_when_nothing_is_left_nothing_fits(offer: Offered, need: Needed) -> None:
    empty = Offered(**{**offer.__dict__, "left": Decimal(0)})
    assert match(empty, need, TODAY) is None


@given(st.sampled_from(Rhythm), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_today_lies_in_its_period(rhythm: Rhythm, today: date) -> None:
    first = began(rhythm, today)
    if rhythm == Rhythm.ONCE:
        assert first is None
        return
    assert first is not None and first <= today and today - first < timedelta(days=366)
    assert began(rhythm, first) == first


def test_sand_is_not_paint_though_both_are_material() -> None:
    sand = Offered(
        kinds=frozenset({"material"}), unit="litre", quantity=Decimal(5), left=Decimal(5), words=frozenset({"пісок"})
    )
    paint_line = Needed(kind="material", unit="litre", free=Decimal(3), words=frozenset({"фарба"}))
    assert match(sand, paint_line, TODAY) is None
    assert match(sand, Needed(**{**paint_line.__dict__, "words": frozenset({"пісок"})}), TODAY) is not None


def test_hours_become_people_and_tonnes_kilograms() -> None:
    people = Needed(kind="labour", unit="person", free=Decimal(12), hours_each=Decimal(3))
    hours = Offered(kinds=frozenset({"labour"}), unit="hour", quantity=Decimal(8), left=Decimal(8))
    found = match(hours, people, TODAY)
    assert found is not None and found.quantity == 2
    alone = match(Offered(**{**hours.__dict__, "one_pair_of_hands": True}), people, TODAY)
    assert alone is not None and alone.quantity == 1
    assert in_unit(Decimal(2), Unit.TONNE, Needed(kind="material", unit="kilogram", free=Decimal(1))) == 2000
    assert in_unit(Decimal(2), Unit.LITRE, Needed(kind="material", unit="kilogram", free=Decimal(1))) is None


def colours(quantity: str = "6", **more: Any) -> NewOffer:
    told = {
        "kind": NeedKind.MATERIAL,
        "unit": Unit.LITRE,
        "words": "Фарби для лавок",
        "rhythm": Rhythm.MONTHLY,
        "quantity": Decimal(quantity),
    }
    return NewOffer(**{**told, **more})


def offer_of(town: Town, who: str, new: NewOffer | None = None) -> StandingOffer:
    return make_offer(town.community, town.actor(who, LATER), new or colours(), now=LATER)


def test_an_offer_finds_its_need_in_other_forms_of_the_word_and_says_why(town: Town) -> None:
    plan = published(town, paint("10", minimum=Decimal(4), needed_by=date(2026, 11, 20)), hands())
    business = offer_of(town, "bohdan", colours(organisation=town.organisations["telecom"]))
    offer_of(town, "petro", colours(words="Річковий пісок"))
    found = offers_fitting(need_of(plan, "Фарба"), now=LATER)
    assert [one.offer.pk for one in found] == [business.pk]
    assert found[0].match.because == (Because.SAME, Because.PART, Because.EVERYWHERE, Because.SOON,
                                      Because.NEEDED_TO_BEGIN)  # fmt: skip
    [back] = needs_fitting(business, now=LATER)
    assert back.need.words == "Фарба" and back.match.quantity == 6
    told = explain(back.match, back.need, back.row.coverage, today=LATER.date())
    assert len(told) == 4 and "Фарба" in told[0]


def test_what_was_promised_with_it_is_gone_until_the_next_month(town: Town) -> None:
    plan = published(town, paint("10"))
    offer = offer_of(town, "petro")
    made = promise(town, "petro", need_of(plan, "Фарба"), "4", offer=offer)
    today = LATER.date()
    assert left_of_offers([offer], town.community, today) == {offer.pk: Decimal(2)}
    assert left_words(offer, Decimal(2)) and rhythm_words(offer)
    assert left_of_offers([offer], town.community, date(2026, 12, 1)) == {offer.pk: Decimal(6)}
    withdraw_pledge(made, town.actor("petro", LATER), Words("Захворів.", "uk"), now=LATER)
    assert left_of_offers([offer], town.community, today) == {offer.pk: Decimal(6)}


def test_an_offer_for_a_district_reaches_only_what_lies_in_it(town: Town) -> None:
    plan = published(town, paint("10"))
    there = offer_of(town, "petro", colours(areas=(town.areas["centre"],)))
    offer_of(town, "halyna", colours(areas=(town.areas["south"],)))
    offer_of(town, "danylo", colours(spheres=("greenery",)))
    assert [one.offer.pk for one in offers_fitting(need_of(plan, "Фарба"), now=LATER)] == [there.pk]
    for chosen, many in [((town.areas["centre"],), 2), ((), 3)]:
        page = page_of_offers(town.community, OfferFilters(areas=chosen), today=LATER.date())
        assert page.total == many


@pytest.mark.parametrize("number", [1, 12])
def test_finding_offers_for_a_need_takes_the_same_queries_for_one_and_many(town: Town, number: int) -> None:
    plan = published(town, paint("10"))
    for _ in range(number):
        offer_of(town, "petro")
    need = need_of(plan, "Фарба")
    with CaptureQueriesContext(connection) as asked:
        assert len(offers_fitting(need, now=LATER)) == number
    assert len(asked) <= 7


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"quantity": Decimal(-1)}, "quantity"),
        ({"quantity": Decimal("99999999999")}, "quantity"),
        ({"words": "   "}, "words"),
        ({"unit": Unit.TRIP}, "unit"),
        ({"kind": NeedKind.PERMISSION, "unit": Unit.PERMIT}, "kind"),
        ({"until": MONDAY.date() - timedelta(days=3)}, "until"),
        ({"until": date(2100, 1, 1)}, "until"),
        ({"spheres": ("stars",)}, "sphere"),
    ],
)
def test_an_offer_that_makes_no_sense_is_refused_and_nothing_changes(
    town: Town, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(NotUnderstood) as refused:
        offer_of(town, "petro", colours(**change))
    assert refused.value.field == field and refused.value.next_step
    assert not StandingOffer.everywhere.exists()


def test_nobody_offers_for_a_body_they_do_not_act_for_or_in_areas_of_elsewhere(town: Town, elsewhere: Town) -> None:
    with pytest.raises(NotAllowed):
        offer_of(town, "petro", colours(organisation=town.organisations["telecom"]))
    with pytest.raises(NotUnderstood):
        offer_of(town, "petro", colours(areas=(elsewhere.areas["centre"],)))


def test_only_the_giver_changes_it_and_a_moderator_takes_it_down_with_a_reason(town: Town) -> None:
    offer = offer_of(town, "bohdan", colours(organisation=town.organisations["telecom"]))
    with pytest.raises(NotAllowed):
        edit_offer(offer, town.actor("petro", LATER), colours("9"), now=LATER)
    assert edit_offer(offer, town.actor("bohdan", LATER), colours("9"), now=LATER).quantity == 9
    with pytest.raises(NotAllowed):
        end_offer(offer, town.actor("petro", LATER), "ні", now=LATER)
    with pytest.raises(NotUnderstood):
        end_offer(offer, town.actor("mykhailo", LATER), now=LATER)
    assert end_offer(offer, town.actor("mykhailo", LATER), "Реклама.", now=LATER).ended_because == "Реклама."
    with pytest.raises(NotNow):
        edit_offer(offer, town.actor("bohdan", LATER), colours("3"), now=LATER)
    assert own_offers(town.community, town.actor("bohdan", LATER)) == []
    assert offer_to_pledge_with(town.community, offer.uuid, town.actor("bohdan", LATER), today=LATER.date()) is None


def test_nobody_promises_with_an_offer_of_somebody_else(town: Town) -> None:
    plan = published(town, paint("10"))
    offer = offer_of(town, "petro")
    with pytest.raises(NotAllowed):
        promise(town, "halyna", need_of(plan, "Фарба"), "1", offer=offer)
    assert not Pledge.everywhere.exists()


def test_the_same_form_twice_makes_one_offer_and_there_is_a_bound(town: Town) -> None:
    first = offer_of(town, "petro")
    assert offer_of(town, "petro", colours(uuid=first.uuid)).pk == first.pk
    with pytest.raises(NotUnderstood):
        offer_of(town, "halyna", colours(uuid=first.uuid))
    for _ in range(MOST_OPEN - 1):
        offer_of(town, "petro")
    with pytest.raises(NotNow):
        offer_of(town, "petro")


def test_what_somebody_chose_brings_what_fits_but_never_their_own(town: Town) -> None:
    plan = published(town, paint("10"), hands("5"), permit(town.organisations["roads"]))
    keep_interest(town.community, town.petro, NewInterest(skills=(" малювання ", "фарба")), now=LATER)
    interest = interest_of(town.community, town.petro)
    assert interest is not None and interest.skills == ["малювання", "фарба"]
    assert [one.need.words for one in needs_for(interest, now=LATER)] == ["Фарба", "Руки"]
    promise(town, "petro", need_of(plan, "Руки"))
    assert [one.need.words for one in needs_for(interest, now=LATER)] == ["Фарба"]
    keep_interest(town.community, town.oksana, NewInterest(), now=LATER)
    leads = interest_of(town.community, town.oksana)
    assert leads is not None and needs_for(leads, now=LATER) == []


def test_the_weekly_letter_names_what_is_new_and_only_for_those_who_want_it(town: Town) -> None:
    published(town, paint("10"), hands("5"), now=LATER)
    keep_interest(town.community, town.petro, NewInterest(weekly=True), now=LATER)
    keep_interest(town.community, town.halyna, NewInterest(), now=LATER)
    sunday = LATER + timedelta(days=4)
    [letter] = digest.weekly_digests(town.community, now=sunday)
    assert letter.interest.person == town.petro and len(letter.fits) == 2
    items = digest.items_of(letter, now=sunday)
    assert all(one.path == "problems/1/" and one.because for one in items)
    assert digest.subject_words(letter) and digest.opening_words(letter) and digest.closing_words()
    assert list(digest.weekly_digests(town.community, now=sunday + timedelta(days=7))) == []
    minding.stop_weekly(letter.interest, now=sunday)
    assert list(digest.weekly_digests(town.community, now=sunday)) == []


def test_too_many_skills_are_refused_and_erasing_forgets_them(town: Town) -> None:
    with pytest.raises(NotUnderstood):
        keep_interest(town.community, town.petro, NewInterest(skills=tuple(map(str, range(11)))), now=LATER)
    keep_interest(town.community, town.petro, NewInterest(areas=(town.areas["south"],)), now=LATER)
    forget_in_plans(town.petro, now=LATER)
    assert interest_of(town.community, town.petro) is None
    keep_interest(town.community, town.petro, NewInterest(), now=LATER)
    forget_interests(town.petro, town.community)
    assert interest_of(town.community, town.petro) is None
