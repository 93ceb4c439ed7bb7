from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import transaction

from opencity.channels.email import Letter, Post
from opencity.communities.models import Community
from opencity.jobs.worker import deliver, work_through
from opencity.notices.composing import compose
from opencity.notices.models import Delivery
from opencity.notices.operations import sending
from opencity.notices.operations.owing import owe, owe_each
from opencity.notices.operations.sending import send_due, try_again
from opencity.notices.operations.unsubscribing import mute, unmute
from opencity.notices.queries import dead_letters, owner_badge
from opencity.notices.rules import LEASE
from opencity.people.models import Presence
from opencity.problems.models import Problem
from opencity.problems.operations import following, owning
from tests.notices.conftest import PostOffice, letters_to, text_of
from tests.town import MONDAY, Town, fresh, report, said

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
Status = Delivery.Status
OLENA, PETRO = "olena@mykolaiv.example.org", "petro@mykolaiv.example.org"


@pytest.fixture
def problem(town: Town) -> Problem:
    """Petro follows it; what its beginning brought about has been told already."""
    problem = report(town).problem
    following.follow(problem, town.petro, now=MONDAY)
    work_through(MONDAY)
    mail.outbox.clear()
    return problem


def answer(town: Town, problem: Problem, words: str, now: datetime) -> None:
    owning.answer(problem, town.actor("iryna"), said(words), now=now)
    work_through(now)


def only(kind: str = "answered") -> Delivery:
    return Delivery.everywhere.get(kind=kind, person__public_name="Петро")


def test_a_notice_is_owed_once(town: Town) -> None:
    for _ in range(2):
        owe(town.community, "nearby", person=town.petro, once="x", at=MONDAY)
        owe_each(town.community, "nearby", [town.petro.pk, town.olena.pk], once="y", at=MONDAY)
    assert Delivery.everywhere.count() == 3


def test_a_notice_has_exactly_one_reader(town: Town) -> None:
    with pytest.raises(ValueError, match="one reader"):
        owe(town.community, "nearby", once="x", at=MONDAY)


def test_several_pieces_of_news_leave_in_one_letter(town: Town, problem: Problem) -> None:
    for n in range(3):
        answer(town, problem, f"Відповідь {n}", MONDAY + n * 5 * MINUTE)
    assert not mail.outbox
    work_through(MONDAY + 20 * MINUTE)
    (letter,) = letters_to(PETRO)
    assert all(f"Відповідь {n}" in str(letter.body) for n in range(3))


def test_letters_of_mere_news_keep_three_hours_between_them(town: Town, problem: Problem) -> None:
    answer(town, problem, "Перша", MONDAY)
    work_through(MONDAY + 20 * MINUTE)
    answer(town, problem, "Друга", MONDAY + 30 * MINUTE)
    work_through(MONDAY + 2 * HOUR)
    assert len(letters_to(PETRO)) == 1
    work_through(MONDAY + 3 * HOUR + 20 * MINUTE)
    assert len(letters_to(PETRO)) == 2


def test_each_reader_reads_in_their_own_language(town: Town, problem: Problem) -> None:
    town.petro.language = "en"
    town.petro.save()
    answer(town, problem, "Приїдемо в четвер", MONDAY)
    work_through(MONDAY + HOUR)
    english, ukrainian = letters_to(PETRO)[0], letters_to(OLENA)[0]
    assert 'lang="en"' in str(english.alternatives[0][0]) and 'lang="uk"' in str(ukrainian.alternatives[0][0])
    assert "16\N{NO-BREAK SPACE}November" in str(english.body)
    assert "16\N{NO-BREAK SPACE}листопада" in str(ukrainian.body)
    assert "Приїдемо в четвер" in str(english.body), "what people wrote is quoted as they wrote it"


def test_every_letter_of_news_can_be_stopped_with_one_click(town: Town, problem: Problem) -> None:
    answer(town, problem, "Так", MONDAY)
    work_through(MONDAY + HOUR)
    headers = letters_to(PETRO)[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/mykolaiv/unsubscribe/" in headers["List-Unsubscribe"]
    assert headers["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("whole", [True, False])
def test_whoever_muted_gets_no_news(town: Town, problem: Problem, whole: bool) -> None:
    mute(town.community, town.petro, None if whole else problem, now=MONDAY)
    answer(town, problem, "Так", MONDAY)
    work_through(MONDAY + HOUR)
    assert not letters_to(PETRO) and letters_to(OLENA)
    assert only().status == Status.DROPPED
    unmute(town.community, town.petro, None if whole else problem)
    answer(town, problem, "Ще раз так", MONDAY + 5 * HOUR)
    work_through(MONDAY + 6 * HOUR)
    assert letters_to(PETRO)


def test_the_fate_of_ones_own_report_passes_the_mute(town: Town) -> None:
    from opencity.problems.operations import reviewing

    problem = report(town).problem
    mute(town.community, town.olena, None, now=MONDAY)
    reviewing.reject(problem, town.actor("svitlana"), "private_dispute", said("Це до суду."), now=MONDAY)
    work_through(MONDAY)
    assert any("Це до суду." in str(letter.body) for letter in letters_to(OLENA))


def test_somebody_without_a_confirmed_address_gets_nothing(town: Town, problem: Problem) -> None:
    EmailAddress.objects.filter(user=town.petro).update(verified=False)
    answer(town, problem, "Так", MONDAY)
    work_through(MONDAY + HOUR)
    assert not letters_to(PETRO) and only().status == Status.DROPPED


def test_an_organisation_without_an_inbox_is_a_dead_letter_until_somebody_sees_to_it(town: Town) -> None:
    Presence.everywhere.filter(organisation=town.organisations["parks"]).update(inbox="")
    problem = report(town).problem
    work_through(MONDAY)
    assert dead_letters(town.community).get().kind == "owner_told"
    assert owner_badge(problem, now=MONDAY)
    Presence.everywhere.filter(organisation=town.organisations["parks"]).update(inbox="new@parks.example.org")
    assert try_again(town.community, now=MONDAY + DAY) == 1
    work_through(MONDAY + DAY)
    assert letters_to("new@parks.example.org") and not owner_badge(problem, now=MONDAY + DAY)


def test_the_badge_says_when_a_body_that_is_not_connected_was_written_to(town: Town) -> None:
    town.organisations["parks"].memberships.all().delete()
    problem = report(town).problem
    assert not owner_badge(problem, now=MONDAY)
    work_through(MONDAY)
    assert "16" in owner_badge(fresh(problem), now=MONDAY)


def test_a_worker_that_died_with_a_letter_in_hand_is_followed_by_another(
    town: Town, problem: Problem, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    owning.answer(problem, town.actor("iryna"), said(), now=MONDAY)
    work_through(MONDAY)
    later = MONDAY + 30 * MINUTE
    with monkeypatch.context() as patch:
        patch.setattr(Post, "send", die)
        with pytest.raises(KeyboardInterrupt):
            deliver(later)
    held = Delivery.everywhere.get(leased_until__isnull=False)
    work_through(later + MINUTE)
    held.refresh_from_db()
    assert held.status == Status.WAITING, "it is still leased"
    named = held.letter
    work_through(later + LEASE + MINUTE)
    held.refresh_from_db()
    assert (held.status, held.letter) == (Status.SENT, named)
    assert len(mail.outbox) == 2


def test_news_that_comes_after_a_doubtful_letter_does_not_change_it(town: Town, problem: Problem) -> None:
    answer(town, problem, "Перша", MONDAY)
    first = only()
    Delivery.everywhere.filter(pk=first.pk).update(letter="<held@test>", attempts=1)
    owning.answer(problem, town.actor("iryna"), said("Друга"), now=MONDAY + MINUTE)
    work_through(MONDAY + HOUR)
    (letter,) = letters_to(PETRO)
    assert letter.extra_headers["Message-ID"] == "<held@test>" and "Друга" not in str(letter.body)
    work_through(MONDAY + 5 * HOUR)
    assert "Друга" in str(letters_to(PETRO)[-1].body)


def test_a_letter_that_cannot_be_written_holds_up_no_other(
    town: Town, problem: Problem, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(community: Community, deliveries: Sequence[Delivery], to: str, *, now: datetime) -> Letter:
        if to == PETRO:
            raise RuntimeError("no words")
        return compose(community, deliveries, to, now=now)

    monkeypatch.setattr(sending, "compose", broken)
    answer(town, problem, "Так", MONDAY)
    work_through(MONDAY + HOUR)
    assert letters_to(OLENA) and not letters_to(PETRO)
    assert only().next_try == MONDAY + HOUR + MINUTE and "no words" in only().last_error


def test_nothing_is_sent_inside_a_transaction(town: Town, problem: Problem, monkeypatch: pytest.MonkeyPatch) -> None:
    depth: list[int] = []
    real = Post.send

    def watched(self: Post, letter: Letter) -> None:
        depth.append(len(transaction.get_connection().savepoint_ids))
        real(self, letter)

    monkeypatch.setattr(Post, "send", watched)
    outside = len(transaction.get_connection().savepoint_ids)
    answer(town, problem, "Так", MONDAY)
    work_through(MONDAY + HOUR)
    assert depth and set(depth) == {outside}


# With a real mail server


def test_a_day_without_mail_loses_nothing_and_sends_nothing_twice(town: Town, post_office: PostOffice) -> None:
    post_office.close()
    numbers = []
    for hour in range(24):
        moment = MONDAY + hour * HOUR
        if hour % 6 == 0:
            numbers.append(report(town, now=moment).problem.number)
        work_through(moment)
    assert not post_office.letters
    assert {row.status for row in Delivery.everywhere.all()} == {Status.WAITING}
    post_office.open()
    for minutes in range(0, 7 * 60, 10):
        work_through(MONDAY + DAY + minutes * MINUTE)
    assert {row.status for row in Delivery.everywhere.all()} == {Status.SENT}
    for reader in ("olena", "parks"):
        text = "".join(text_of(one) for one in post_office.letters if reader in str(one["To"]))
        assert [text.count(f"№\N{NO-BREAK SPACE}{number} ·") for number in numbers] == [1] * len(numbers)
    ids = [one["Message-ID"] for one in post_office.letters]
    assert len(ids) == len(set(ids))


def test_a_lost_acknowledgement_sends_the_same_letter_again_under_the_same_name(
    town: Town, post_office: PostOffice
) -> None:
    post_office.losing = {OLENA}
    report(town)
    work_through(MONDAY)
    post_office.losing = set()
    work_through(MONDAY + 2 * MINUTE)
    work_through(MONDAY + DAY)
    hers = [one for one in post_office.letters if one["To"] == OLENA]
    assert len(hers) == 2 and hers[0]["Message-ID"] == hers[1]["Message-ID"]
    assert text_of(hers[0]) == text_of(hers[1])


def test_a_refused_reader_is_dead_at_once_and_names_no_address(town: Town, post_office: PostOffice) -> None:
    post_office.refused = {OLENA: f"550 5.1.1 <{OLENA}> nobody here"}
    report(town)
    work_through(MONDAY)
    dead = dead_letters(town.community).get()
    assert (dead.attempts, dead.kind) == (1, "receipt")
    assert "550" in dead.last_error and "olena" not in dead.last_error
    assert [one["To"] for one in post_office.letters] == ["parks@mykolaiv.example.org"]


def test_a_full_mailbox_is_tried_for_five_days_with_growing_delays(town: Town, post_office: PostOffice) -> None:
    post_office.refused = {OLENA: "452 4.2.2 mailbox full"}
    report(town)
    work_through(MONDAY)
    row = Delivery.everywhere.get(kind="receipt")
    delays, moment = [], MONDAY
    while row.status == Status.WAITING:
        delays.append(row.next_try - moment)
        moment = row.next_try
        send_due(town.community, now=moment)
        row.refresh_from_db()
    assert delays[:3] == [MINUTE, 2 * MINUTE, 4 * MINUTE] and delays[-1] == 6 * HOUR
    assert row.status == Status.DEAD and 5 * DAY <= moment - MONDAY < 6 * DAY


def test_a_batch_uses_one_connection(town: Town, post_office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.core.mail.backends.smtp import EmailBackend

    opened: list[bool | None] = []
    real = EmailBackend.open

    def counted(self: EmailBackend) -> bool | None:
        opened.append(real(self))
        return opened[-1]

    monkeypatch.setattr(EmailBackend, "open", counted)
    report(town)
    report(town, "petro")
    work_through(MONDAY)
    assert len(post_office.letters) == 3 and opened.count(True) == 1
