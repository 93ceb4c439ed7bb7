"""What became of the problems of every owner. Verified by residents and merely closed are never added up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import Count

from opencity.communities.models import Community
from opencity.problems.models import Problem
from opencity.problems.models.problem import ProblemRows
from opencity.problems.states import GROUP_OF, SET_ASIDE_STATES, State, StateGroup, Visibility
from opencity.statistics.queries.keeping import kept
from opencity.statistics.queries.spans import BEGAN, MEDIAN_ABOVE, histogram, hours, median_days
from opencity.statistics.rules.measuring import share

PRIVATE_FROM = 10
"""Private problems are told of in groups of this many or more, and else not at all."""


@dataclass(frozen=True, kw_only=True)
class Measures:
    """One owner's figures, of public problems. `verified` leaves out `by_reporter_alone`, which stands apart."""

    waiting: int = 0
    doing: int = 0
    claimed: int = 0
    verified: int = 0
    by_reporter_alone: int = 0
    closed_unverified: int = 0
    private: int = 0
    """All private problems of the owner, whatever became of them; 0 for fewer than PRIVATE_FROM."""
    answer_days: float | None = None
    verified_days: float | None = None
    """Medians, None up to MEDIAN_ABOVE cases: from the start of the clock to the first answer, and to the verdict."""

    @property
    def under_way(self) -> int:
        return self.waiting + self.doing + self.claimed

    @property
    def ended(self) -> int:
        return self.verified + self.by_reporter_alone + self.closed_unverified

    @property
    def verified_share(self) -> int | None:
        """Per cent of what ended that others than the reporter verified; None up to MEDIAN_ABOVE cases."""
        return share(self.verified, self.ended, MEDIAN_ABOVE + 1)


def measures(community: Community) -> Mapping[int | None, Measures]:
    """By id of owner; None stands for owner unknown."""
    return kept(community, "owners", lambda: _measured(community))


def measures_of(community: Community, owner: int) -> Measures:
    return measures(community).get(owner, Measures())


def _measured(community: Community) -> Mapping[int | None, Measures]:
    rows = Problem.everywhere.filter(community=community, visibility=Visibility.PUBLIC)
    counts: dict[int | None, dict[str, int]] = {}
    for owner, state, n in rows.order_by().values_list("owner_id", "state").annotate(n=Count("pk")):
        if state != State.MERGED and state not in SET_ASIDE_STATES:
            field = _FIELD[GROUP_OF[state]]
            of_owner = counts.setdefault(owner, {})
            of_owner[field] = of_owner.get(field, 0) + n
    for owner, n in _by_owner(rows.filter(state=State.VERIFIED, by_reporter_alone=True)).items():
        counts[owner]["by_reporter_alone"] = n
        counts[owner]["verified"] -= n
    found = {owner: Measures(**fields) for owner, fields in counts.items()}
    return _with_private(community, _with_medians(rows, found))


_FIELD: Mapping[str, str] = {
    StateGroup.OPEN: "waiting",
    StateGroup.DOING: "doing",
    StateGroup.CLAIMED: "claimed",
    StateGroup.VERIFIED: "verified",
    StateGroup.QUIET: "closed_unverified",
}


def _by_owner(rows: ProblemRows) -> dict[int | None, int]:
    return dict(rows.order_by().values_list("owner_id").annotate(n=Count("pk")))


def _with_medians(rows: ProblemRows, found: dict[int | None, Measures]) -> dict[int | None, Measures]:
    answered = histogram(rows.filter(answered_at__isnull=False), "owner_id", hours(BEGAN, "answered_at"))
    verified = histogram(rows.filter(state=State.VERIFIED), "owner_id", hours(BEGAN, "ended_at"))
    return {
        owner: replace(
            one,
            answer_days=median_days(answered.get(owner, {}).items()),
            verified_days=median_days(verified.get(owner, {}).items()),
        )
        for owner, one in found.items()
    }


def _with_private(community: Community, found: dict[int | None, Measures]) -> dict[int | None, Measures]:
    private = _by_owner(Problem.everywhere.filter(community=community, visibility=Visibility.PRIVATE))
    for owner, n in private.items():
        if n >= PRIVATE_FROM:
            found[owner] = replace(found.get(owner, Measures()), private=n)
    return found
