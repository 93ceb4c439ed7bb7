"""What an organisation says of itself, what it really did, and when its logo may be seen."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.http import Http404

from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.organisations.models import Memorandum, Profile, WorkArea
from opencity.organisations.operations.agreeing import NewMemorandum, end_memorandum, keep_memorandum
from opencity.organisations.operations.describing import NewProfile, describe, show_logo
from opencity.organisations.queries.contributions import deeds_of_all, has_verified_contribution, totals_of
from opencity.organisations.queries.directory import current_memoranda
from opencity.people.models import Membership, Presence
from opencity.problems.models import Photo
from opencity.problems.operations.drafting import sweep
from opencity.problems.states import State
from tests.town import MONDAY, Town, photo_row, said
from tests.web.test_business import given

DAY = timedelta(days=1)


def lead(town: Town, who: str) -> None:
    Membership.objects.filter(person=town.people[who]).update(kind=Membership.Kind.LEAD)


def test_only_verified_gifts_count_and_quiet_ones_are_nowhere(town: Town) -> None:
    given(town, "6", MONDAY)
    given(town, "3", MONDAY, state=State.CLAIMED_DONE)
    given(town, "2", MONDAY, quiet=True)
    business = town.organisations["telecom"]
    deeds = deeds_of_all(town.community)
    assert (deeds[business.pk].given, deeds[business.pk].waiting, deeds[business.pk].problems) == (1, 1, 1)
    assert deeds[town.organisations["ngo"].pk].leads == 3
    assert [(one.unit, one.quantity) for one in totals_of(town.community, business.pk)] == [("litre", Decimal(6))]


def test_a_logo_waits_for_a_verified_contribution(town: Town) -> None:
    business = town.organisations["telecom"]
    lead(town, "bohdan")
    with pytest.raises(NotNow):
        show_logo(town.community, business, town.actor("bohdan"), photo_row(town), now=MONDAY)
    given(town, "6", MONDAY, quiet=True)
    assert not has_verified_contribution(town.community, business)
    given(town, "6", MONDAY)
    show_logo(town.community, business, town.actor("bohdan"), photo_row(town), now=MONDAY)
    assert Profile.everywhere.get().logo is not None


def test_a_logo_is_not_swept_away_and_belongs_to_the_body(town: Town) -> None:
    lead(town, "bohdan")
    given(town, "6", MONDAY)
    business = town.organisations["telecom"]
    show_logo(town.community, business, town.actor("bohdan"), photo_row(town), now=MONDAY)
    sweep(now=MONDAY + 400 * DAY)
    logo = Profile.everywhere.get().logo
    assert logo is not None and logo.kept_for == "logo" and logo.uploader is None
    show_logo(town.community, business, town.actor("bohdan"), None, now=MONDAY)
    assert not Photo.everywhere.filter(pk=logo.pk).exists()


def test_its_leads_describe_it_and_nobody_else(town: Town, elsewhere: Town) -> None:
    lead(town, "oksana")
    body = town.organisations["ngo"]
    new = NewProfile(words=said("Садимо дерева."), spheres=("greenery",), areas=(town.areas["south"],))
    describe(town.community, body, town.actor("oksana"), new, now=MONDAY)
    describe(town.community, body, town.actor("oksana"), new, now=MONDAY)
    assert Profile.everywhere.get().spheres == ["greenery"] and WorkArea.everywhere.count() == 1
    with pytest.raises(NotAllowed):
        describe(town.community, body, town.actor("svitlana"), new, now=MONDAY)
    with pytest.raises(Http404):
        describe(elsewhere.community, body, town.actor("oksana"), new, now=MONDAY)
    for wrong in (
        NewProfile(words=said("Так."), spheres=("space",)),
        NewProfile(words=said("Так."), areas=(elsewhere.areas["south"],)),
        NewProfile(words=said("Так."), website="ftp://x"),
        NewProfile(words=said("Так." * 900)),
    ):
        with pytest.raises(NotUnderstood):
            describe(town.community, body, town.actor("oksana"), wrong, now=MONDAY)


def memorandum(**more: object) -> NewMemorandum:
    told = {"title": "Меморандум", "words": said("Дають фарбу."), "signed_on": MONDAY.date(), **more}
    return NewMemorandum(**told)  # type: ignore[arg-type]


def test_a_partner_has_a_memorandum_and_was_checked(town: Town) -> None:
    presence = Presence.everywhere.get(organisation=town.organisations["telecom"])
    today = MONDAY.date()
    kept = keep_memorandum(presence, town.actor("svitlana"), memorandum(until=today + 9 * DAY), now=MONDAY)
    assert list(current_memoranda(town.community, today=today)) == [kept]
    assert not current_memoranda(town.community, today=today + 10 * DAY)
    end_memorandum(kept, town.actor("svitlana"), now=MONDAY)
    assert not current_memoranda(town.community, today=today)
    with pytest.raises(NotAllowed):
        keep_memorandum(presence, town.actor("bohdan"), memorandum(), now=MONDAY)
    for wrong in (
        memorandum(title=""),
        memorandum(signed_on=today + DAY),
        memorandum(until=today - DAY),
        memorandum(document="x"),
    ):
        with pytest.raises(NotUnderstood):
            keep_memorandum(presence, town.actor("svitlana"), wrong, now=MONDAY)
    presence.verified = False
    with pytest.raises(NotNow):
        keep_memorandum(presence, town.actor("svitlana"), memorandum(), now=MONDAY)
    assert Memorandum.everywhere.count() == 1
