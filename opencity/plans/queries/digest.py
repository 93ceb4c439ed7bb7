"""The weekly letter «що вам під силу»: for whom, since when, what is new, and why it fits, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencity.communities.models import Community
from opencity.plans.explaining import explain
from opencity.plans.models import Interest
from opencity.plans.queries.fitting import CHOSEN_AREAS, FittingNeed, needs_for
from opencity.plans.wording import amount_words

WEEK = timedelta(days=7)
MOST = 5
CHUNK = 200


@dataclass(frozen=True)
class Digest:
    """`fits` are needs of plans published after `since`, the best first; never empty."""

    interest: Interest
    since: datetime
    fits: tuple[FittingNeed, ...]


def weekly_digests(community: Community, *, now: datetime, since: datetime | None = None) -> Iterator[Digest]:
    """A digest for everybody who wants one and for whom there is something new. A few queries for each of them."""
    since, last = since or now - WEEK, 0
    rows = Interest.everywhere.filter(community=community, weekly=True, person__is_active=True).order_by("pk")
    rows = rows.select_related("person", "community").prefetch_related(CHOSEN_AREAS)
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        for interest in chunk:
            found = digest_for(interest, since=since, now=now)
            if found is not None:
                yield found
        last = chunk[-1].pk


def digest_for(interest: Interest, *, since: datetime, now: datetime) -> Digest | None:
    fits = needs_for(interest, now=now, since=since, most=MOST)
    return Digest(interest, since, tuple(fits)) if fits else None


@dataclass(frozen=True)
class Item:
    """One suggestion of the letter. `path` is below the community's slug; `lang` that of the problem's title."""

    title: str
    problem: str
    lang: str
    because: str
    path: str


def subject_words(digest: Digest) -> str:
    """In the language that is active, as everything below."""
    n = len(digest.fits)
    return ngettext("This week: %(n)s thing you could help with", "This week: %(n)s things you could help with", n) % {
        "n": n
    }


def opening_words(digest: Digest) -> str:
    return _("New since last week in %(community)s, by what you chose on your page.") % {
        "community": digest.interest.community.name
    }


def closing_words() -> str:
    return _("You chose this letter. One tap on your page and it comes no more.")


def items_of(digest: Digest, *, now: datetime) -> list[Item]:
    return [_item(fit, digest.interest.community, now) for fit in digest.fits]


def _item(fit: FittingNeed, community: Community, now: datetime) -> Item:
    need, problem = fit.need, fit.need.plan.problem
    missing = amount_words(fit.row.coverage.free, need.unit)
    reasons = explain(fit.match, need, fit.row.coverage, today=community.calendar.today(now))
    return Item(
        title=_("%(thing)s, %(amount)s") % {"thing": need.words, "amount": missing},
        problem=f"№ {problem.number} {problem.title}",
        lang=problem.language,
        because=_("Fits because %(reasons)s.") % {"reasons": "; ".join(reasons)},
        path=f"problems/{problem.number}/",
    )
