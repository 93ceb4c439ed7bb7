from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opencity.actions.models import Action, Participation
from opencity.actions.operations.reporting import Mark, mark
from opencity.actions.values import ParticipationState
from opencity.documents.access import certificate_for_holder, certificate_for_proof
from opencity.documents.certificate import certificate_sheet
from opencity.documents.codes import ALPHABET, LENGTH, grouped, new_code, read_code
from opencity.documents.models import Certificate
from opencity.documents.operations import certifying
from opencity.documents.operations.certifying import NewCertificate, issue_certificate, withdraw_certificate
from opencity.documents.queries.working import lines_of
from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.foundation.tenancy import acting_in
from opencity.notices.exporting import everything_about
from opencity.notices.operations.erasing import erase_person
from opencity.problems.models import Problem
from opencity.problems.operations.reviewing import hide
from opencity.problems.states import Visibility
from tests.actions.making import STARTS, called, came, joins
from tests.documents.reading import text_of
from tests.plans.making import LATER, hands, published
from tests.town import Town, build_town, fresh, said

LATE = STARTS + timedelta(days=60)


def worked(town: Town, hours: str = "3", who: str = "olena", *, starts: datetime = STARTS, plan=None) -> Participation:
    action = called(town, plan=plan or published(town, hands(), now=LATER), starts=starts)
    return came(town, joins(town, who, action), hours, now=starts + timedelta(hours=4))


def issued(town: Town, who: str = "olena", *, now: datetime = LATE, name: str = "Олена Ґудзь", **more) -> Certificate:
    return issue_certificate(town.community, town.actor(who, now), NewCertificate(name=name, **more), now=now)


def sheet(certificate: Certificate, language: str = "uk") -> str:
    here = "https://misto.example.org/mykolaiv/certificates/"
    return text_of(certificate_sheet(certificate, f"{here}{certificate}/", here, language=language))


def test_a_certificate_says_who_how_much_and_where(town: Town) -> None:
    worked(town, "2.5")
    made = issued(town)
    assert made.hours == Decimal("2.50") and made.from_day == made.to_day == STARTS.date()
    assert made.organisation is None or made.organisation in town.organisations.values()
    text = sheet(made)
    assert "Олена Ґудзь" in text and "2,5 години" in text and grouped(made.code) in text
    assert "Фарбуємо зупинку" in text and "Миколаїв" in text
    english = sheet(made, "en")
    assert "Certificate of hours" in english and "2.5 hours" in english and "1 joint action" in english


def test_without_acknowledged_hours_there_is_none_and_the_next_step_is_told(town: Town) -> None:
    action = called(town)
    olena = joins(town, "olena", action)
    came(town, joins(town, "petro", action), "3")
    late = STARTS + timedelta(hours=4)
    mark(olena, Mark(state=ParticipationState.ATTENDED), town.actor("oksana", late), now=late)
    with pytest.raises(NotNow) as refused:
        issued(town)
    assert refused.value.next_step and refused.value.link == "actions/"
    assert not Certificate.everywhere.exists()


def test_asked_twice_it_is_the_same_one_until_something_is_added(town: Town) -> None:
    worked(town)
    first = issued(town)
    assert issued(town, name="Інше ім’я", year=STARTS.year) == first
    worked(town, "1", starts=STARTS + timedelta(days=2))
    second = issued(town)
    assert second != first and second.hours == 4 and len(second.lines) == 2


def test_one_year_counts_the_days_of_that_year_in_the_communitys_time(town: Town) -> None:
    plan = published(town, hands(), now=LATER)
    eve = datetime(2026, 12, 31, 22, 30, tzinfo=STARTS.tzinfo)  # in Kyiv the new year has begun
    worked(town, "2", plan=plan)
    worked(town, "5", starts=eve, plan=plan)
    late = eve + timedelta(days=30)
    assert issued(town, now=late, year=2026).hours == 2
    after = issued(town, now=late, year=2027)
    assert after.hours == 5 and after.from_day.isoformat() == "2027-01-01"
    assert issued(town, now=late).hours == 7
    with pytest.raises(NotNow):
        issued(town, now=late, year=2020)


def test_a_problem_that_is_not_public_counts_and_is_not_named(town: Town) -> None:
    one = worked(town)
    Problem.everywhere.filter(pk=one.action.problem_id).update(visibility=Visibility.PRIVATE)
    made = issued(town)
    assert made.hours == 3 and made.organisation is None
    assert set(made.lines[0]) == {"day", "hours"}
    assert "Толока, яку не показуємо публічно" in sheet(made) and "Фарбуємо" not in sheet(made)


def test_a_problem_hidden_later_is_named_no_longer(town: Town) -> None:
    one = worked(town)
    made = issued(town)
    hide(fresh(one.action.problem), town.actor("svitlana"), said("Обличчя дитини на фото."), now=LATE)
    assert [line.number for line in lines_of(made)] == [None]
    assert "Фарбуємо" not in sheet(made)


@pytest.mark.parametrize("name", ["", " ", "Я", "Д" * 101])
def test_a_name_is_needed_and_has_an_end(town: Town, name: str) -> None:
    worked(town)
    with pytest.raises(NotUnderstood) as refused:
        issued(town, name=name)
    assert refused.value.field == "name"


def test_only_its_holder_withdraws_it_and_can_have_a_new_one(town: Town) -> None:
    worked(town)
    made = issued(town)
    with pytest.raises(NotAllowed):
        withdraw_certificate(made, town.actor("petro"), now=LATE)
    gone = withdraw_certificate(made, town.actor("olena"), now=LATE)
    again = withdraw_certificate(made, town.actor("olena"), now=LATE + timedelta(days=1))
    assert gone.withdrawn_at == again.withdrawn_at == LATE
    assert issued(town) != made


def test_erasing_withdraws_it_and_forgets_the_name(town: Town) -> None:
    worked(town)
    made = issued(town)
    assert everything_about(town.olena)["certificates"][0]["code"] == grouped(made.code)
    erase_person(town.olena, now=LATE)
    made.refresh_from_db()
    assert made.withdrawn_at == LATE and made.person is None
    assert made.name_shown == "" and made.lines == []
    erase_person(town.olena, now=LATE + timedelta(days=1))
    made.refresh_from_db()
    assert made.withdrawn_at == LATE


def test_nobody_else_and_no_other_community_gets_it(town: Town, elsewhere: Town) -> None:
    worked(town)
    made = issued(town)
    assert certificate_for_holder(town.community, town.olena, str(made)) == made
    for where, who in ((town, town.petro), (elsewhere, elsewhere.vasyl), (elsewhere, town.olena)):
        with pytest.raises(Http404):
            certificate_for_holder(where.community, who, str(made))
    assert certificate_for_proof(elsewhere.community, str(made)) is None


def test_the_lines_of_a_certificate_are_read_in_one_query_however_many(town: Town) -> None:
    plan = published(town, hands(), now=LATER)
    for day in range(4):
        worked(town, "1", starts=STARTS + timedelta(days=day), plan=plan)
    made = issued(town)
    with CaptureQueriesContext(
        connection,
    ) as counted:
        assert len(lines_of(made)) == 4
    assert len(counted) == 1


def test_a_code_is_read_however_it_was_typed() -> None:
    code = new_code()
    assert len(code) == LENGTH and set(code) <= set(ALPHABET)
    assert read_code(grouped(code)) == read_code(f" {grouped(code).lower()} ") == read_code(code) == code
    assert read_code("аВеК-2345-мНрС".replace("а", "А")) == "ABEK2345MHPC"
    for wrong in ("", "7K3M", grouped(code) + "2", "0" * 12, "../" * 4, "ABEK-2345-MHPО"):
        assert read_code(wrong) == ""


@given(
    st.lists(
        st.tuples(
            st.integers(0, 800),
            st.decimals("0.25", 24, places=2, allow_nan=False, allow_infinity=False) | st.none(),
            st.sampled_from(ParticipationState.values),
        ),
        max_size=8,
    ),
    st.sampled_from([None, 2026, 2027, 2028]),
)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@pytest.mark.django_db(transaction=False)
def test_the_hours_are_the_sum_of_what_was_acknowledged_in_the_period(
    shared: tuple[Town, Action], rows: list[tuple[int, Decimal | None, str]], year: int | None
) -> None:
    town, action = shared
    _lay_out(town, action, rows)
    zone = town.community.calendar.timezone
    counted = [
        hours
        for days, hours, state in rows
        if hours and state == ParticipationState.ATTENDED
        if year in {None, (STARTS + timedelta(days=days)).astimezone(zone).year}
    ]
    late = STARTS + timedelta(days=900)
    if not counted:
        with pytest.raises(NotNow):
            issued(town, now=late, year=year)
        return
    made = issued(town, now=late, year=year)
    assert made.hours == sum(counted, Decimal(0))
    assert sum((Decimal(line["hours"]) for line in made.lines), Decimal(0)) == made.hours
    assert all(year in {None, one.year} for one in (made.from_day, made.to_day))


@pytest.fixture
def shared(db: None):
    town = build_town()
    with acting_in(town.community.pk):
        yield town, called(town)


def _lay_out(town: Town, action: Action, rows: list[tuple[int, Decimal | None, str]]) -> None:
    """Straight into the tables: what one person did, as any history might have left it."""
    Certificate.everywhere.all().delete()
    Participation.everywhere.all().delete()
    role = action.roles(manager="everywhere").get()
    Action.everywhere.exclude(pk=action.pk).delete()
    for position, (days, hours, state) in enumerate(rows):
        starts = STARTS + timedelta(days=days)
        one = Action.everywhere.get(pk=action.pk)
        one.pk, one.uuid, one.position = None, uuid4(), position + 10
        one.starts_at, one.ends_at = starts, starts + timedelta(hours=3)
        one.save()
        Participation.everywhere.create(
            community=town.community,
            action=one,
            role=role,
            person=town.olena,
            state=state,
            code=f"{position:06d}",
            joined_at=LATER,
            hours=hours,
        )


def test_too_many_lines_ask_for_a_single_year(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(certifying, "MOST_LINES", 1)
    plan = published(town, hands(), now=LATER)
    for day in range(2):
        worked(town, "1", starts=STARTS + timedelta(days=day), plan=plan)
    with pytest.raises(NotUnderstood) as refused:
        issued(town)
    assert refused.value.field == "year"
