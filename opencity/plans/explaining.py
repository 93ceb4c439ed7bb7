"""Why something fits, in words: what the reader offers, how much of it, where, and how soon."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencity.plans.models import Need, StandingOffer
from opencity.plans.rules.covering import Coverage
from opencity.plans.rules.matching import Because, Match
from opencity.plans.values import NeedKind, Rhythm
from opencity.plans.wording import amount_words


def explain(match: Match, need: Need, coverage: Coverage, *, today: date, left: str = "") -> list[str]:
    """Each reason as a clause that follows “fits because”. `left` is what the offer still holds, in words."""
    return list(_clauses(match, need, coverage, today, left))


def _clauses(match: Match, need: Need, coverage: Coverage, today: date, left: str) -> Iterator[str]:
    area = need.plan.problem.area
    for one in match.because:
        match one:
            case Because.SAME:
                yield _("“%(thing)s” is the same thing") % {"thing": need.words}
            case Because.KIND:
                yield _("this is asked for: %(kind)s") % {"kind": NeedKind(need.kind).label}
            case Because.SKILL:
                yield _("this skill is asked for: %(skill)s") % {"skill": need.skill}
            case Because.COVERS:
                yield _("it covers all that is missing, %(amount)s") % {
                    "amount": amount_words(coverage.free, need.unit)
                }
            case Because.PART:
                yield _("it covers %(part)s of the missing %(amount)s") % {
                    "part": amount_words(match.quantity, need.unit),
                    "amount": amount_words(coverage.free, need.unit),
                }
            case Because.LEFT if left:
                yield left
            case Because.AREA if area is not None:
                yield _("it is in the chosen part of town, %(area)s") % {"area": area.name}
            case Because.SPHERE:
                yield _("it is one of the chosen concerns")
            case Because.SOON if need.needed_by is not None:
                yield _soon((need.needed_by - today).days)
            case Because.NEEDED_TO_BEGIN:
                yield _("the work cannot begin without it")


def _soon(days: int) -> str:
    if days <= 0:
        return _("it is needed today")
    return ngettext("it is needed in %(days)s day", "it is needed in %(days)s days", days) % {"days": days}


def rhythm_words(offer: StandingOffer) -> str:
    """«2 м³ на місяць»; once is not said."""
    amount = amount_words(offer.quantity, offer.unit)
    if offer.rhythm == Rhythm.ONCE:
        return amount
    return _("%(amount)s %(rhythm)s") % {"amount": amount, "rhythm": Rhythm(offer.rhythm).label}


def left_words(offer: StandingOffer, left: Decimal) -> str:
    """How much of an offer may still be promised, where something was."""
    if left >= offer.quantity:
        return ""
    parts = {"left": amount_words(left, offer.unit), "all": amount_words(offer.quantity, offer.unit)}
    match offer.rhythm:
        case Rhythm.WEEKLY:
            return _("this week %(left)s of %(all)s are left") % parts
        case Rhythm.MONTHLY:
            return _("this month %(left)s of %(all)s are left") % parts
        case Rhythm.YEARLY:
            return _("this year %(left)s of %(all)s are left") % parts
    return _("%(left)s of %(all)s are left") % parts
