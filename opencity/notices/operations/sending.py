"""What is owed leaves as letters: claimed with a lease, sent outside any transaction, marked afterwards.

A worker that dies between the two leaves a lease that runs out. What it had in hand is then sent again with the same
Message-ID, because the notices of a letter that may have left stay together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import F, Q

from opencity.channels.email import Post, Undelivered
from opencity.communities.models import Community
from opencity.communities.operations.founding import brought_forward
from opencity.notices.composing import compose, message_id
from opencity.notices.kinds import KINDS
from opencity.notices.models import Delivery
from opencity.notices.queries import Reader, free, last_news, readers_due
from opencity.notices.rules import LEASE, delay_after, leaves_at
from opencity.notices.wanted import dropped, is_mere_news
from opencity.people.contacts import email_of, inbox_of

log = structlog.get_logger()
MOST_IN_A_LETTER = 200
NO_ADDRESS = "there is no confirmed address"
NO_INBOX = "the organisation has no inbox here yet"
NEVER_FINISHED = "the worker stopped each time in the middle of it"
Status = Delivery.Status


@dataclass(frozen=True)
class Round:
    """How many readers were seen to. `down`: no letter can leave now, so trying again at once would be idle."""

    readers: int
    down: bool = False


def send_due(community: Community, *, now: datetime, most: int = 20) -> Round:
    """Send what is due in one community over one connection, one letter to each reader."""
    readers = 0
    with Post() as post:
        for reader in readers_due(community, now, most):
            claimed = _claim(community, reader, now)
            readers += claimed is not None
            failure = _deliver(post, community, claimed, now) if claimed else None
            if failure is not None and (failure.down or failure.doubtful):
                return Round(readers, down=True)
    return Round(readers)


@transaction.atomic
def _claim(community: Community, reader: Reader, now: datetime) -> list[Delivery] | None:
    """The notices of the reader's next letter, in our hands until the lease runs out.

    Empty when none of them has to leave now, None when another worker has them.
    """
    found = _together(_ripe(community, reader, now))
    if not found:
        return None
    refused = dropped(found)
    for one in found:
        if one.pk in refused:
            _update([one.pk], status=Status.DROPPED, last_error=refused[one.pk].value, leased_until=None)
    left = [one for one in found if one.pk not in refused]
    exhausted = [one.pk for one in left if delay_after(one.attempts) is None]
    _update(exhausted, status=Status.DEAD, last_error=NEVER_FINISHED, leased_until=None)
    left = [one for one in left if one.pk not in exhausted]
    if not left or _postponed(community, left, now):
        return []
    name = left[0].letter or message_id(community, left)
    _update([one.pk for one in left], letter=name, leased_until=now + LEASE, attempts=F("attempts") + 1)
    for one in left:
        one.letter, one.attempts = name, one.attempts + 1
    return left


def _ripe(community: Community, reader: Reader, now: datetime) -> list[Delivery]:
    """What is due, and what was tried before: it may as well go along."""
    person, organisation = reader
    rows = Delivery.everywhere.filter(free(now), community=community, person=person, organisation=organisation)
    rows = rows.filter(Q(next_try__lte=now) | Q(attempts__gt=0))
    rows = rows.select_related(
        "community",
        "person",
        "organisation",
        "event",
        "problem__category",
        "problem__area",
        "problem__owner",
        "problem__community",
        "problem__merged_into__community",
    )
    return list(rows.select_for_update(of=("self",), skip_locked=True).order_by("pk")[:MOST_IN_A_LETTER])


def _together(ripe: Sequence[Delivery]) -> list[Delivery]:
    """Those of a letter that may have left already stay by themselves, and so do those for an unproven address."""
    if not ripe:
        return []
    first = min(ripe, key=lambda one: (not one.letter, one.pk))
    return [one for one in ripe if one.letter == first.letter and _to_unproven(one) == _to_unproven(first)]


def _to_unproven(one: Delivery) -> bool:
    return KINDS[one.kind].unproven


def _postponed(community: Community, left: Sequence[Delivery], now: datetime) -> bool:
    """Mere news keeps its distance from the last letter of news."""
    if not is_mere_news(left) or left[0].person_id is None:
        return False
    until = leaves_at(now, last_news(community, left[0].person_id))
    if until <= now:
        return False
    _update([one.pk for one in left], next_try=until, leased_until=None)
    return True


def _deliver(post: Post, community: Community, claimed: Sequence[Delivery], now: datetime) -> Undelivered | None:
    """Outside any transaction: a mail server may be slow."""
    try:
        to = _address(community, claimed)
        if not to:
            _give_up(claimed)
            return None
        post.send(compose(community, claimed, to, now=now))
    except Undelivered as failure:
        _failed(claimed, failure, now)
        log.warning("letter.failed", community=community.slug, notices=len(claimed), why=failure.why)
        _tell_page(community, claimed)
        return failure
    except Exception as error:
        # A letter that cannot be written must not keep the others from leaving.
        log.exception("letter.broken", community=community.slug, notices=[one.pk for one in claimed])
        _failed(claimed, Undelivered(f"{type(error).__name__}: {error}"[:500], temporary=True), now)
        return None
    _update([one.pk for one in claimed], status=Status.SENT, sent_at=now, leased_until=None, last_error="")
    log.info("letter.sent", community=community.slug, notices=len(claimed))
    _tell_page(community, claimed)
    return None


def _address(community: Community, claimed: Sequence[Delivery]) -> str:
    first = claimed[0]
    if first.organisation is not None:
        return inbox_of(first.organisation, community)
    assert first.person is not None
    proven = email_of(first.person)
    return proven or (email_of(first.person, confirmed=False) if _to_unproven(first) else "")


def _give_up(claimed: Sequence[Delivery]) -> None:
    """Nobody to write to: a person who left no address chose so, an organisation without an inbox is to be seen to."""
    ids = [one.pk for one in claimed]
    if claimed[0].organisation_id is None:
        _update(ids, status=Status.DROPPED, last_error=NO_ADDRESS, leased_until=None, letter="")
        return
    _update(ids, status=Status.DEAD, last_error=NO_INBOX, leased_until=None, letter="")
    _tell_page(claimed[0].community, claimed)


def _failed(claimed: Sequence[Delivery], failure: Undelivered, now: datetime) -> None:
    for one in claimed:
        delay = delay_after(one.attempts) if failure.temporary else None
        _update(
            [one.pk],
            status=Status.WAITING if delay is not None else Status.DEAD,
            next_try=now + delay if delay is not None else now,
            last_error=failure.why,
            leased_until=None,
            letter=one.letter if failure.doubtful else "",
        )


def _update(ids: Sequence[int], **changes: object) -> None:
    """Only what still waits: a notice that was erased or sent meanwhile is left alone."""
    if ids:
        Delivery.everywhere.filter(pk__in=ids, status=Status.WAITING).update(**changes)


def _tell_page(community: Community, claimed: Sequence[Delivery]) -> None:
    """The public page says whether the owner has got the letter, so kept pages are made anew."""
    if any(one.kind == "owner_told" and one.problem_id for one in claimed):
        brought_forward(community)


@transaction.atomic
def try_again(community: Community, *, now: datetime) -> int:
    """A coordinator has put an address right: everything undelivered is tried for five more days."""
    rows = Delivery.everywhere.filter(community=community, status=Status.DEAD)
    return rows.update(status=Status.WAITING, attempts=0, next_try=now, letter="", leased_until=None)
