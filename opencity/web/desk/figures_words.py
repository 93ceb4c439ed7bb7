"""The plain sentence above each chart, written from its figures, and how single figures are said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from opencity.statistics.queries.chief.flows import Band, Flow
from opencity.statistics.queries.chief.quality import Answering, CameBack, Checked
from opencity.statistics.queries.chief.times import Until
from opencity.statistics.rules.measuring import Span, share

NO_BREAK = "\N{NO-BREAK SPACE}"
OLD_FROM = 91


def count(n: int) -> str:
    return str(number_format(n, use_l10n=True, force_grouping=True))


def days_in_words(days: float) -> str:
    """«3,5 дня», «5 днів»: a fraction takes another form than any whole number."""
    if days == int(days):
        return ngettext("%(days)s day", "%(days)s days", int(days)) % {"days": int(days)}
    return _("%(fraction)s days") % {"fraction": number_format(days, 1)}


def per_cent_in_words(value: int) -> str:
    return f"{value}{NO_BREAK}%"


def too_few(n: int) -> str:
    return ngettext("too few cases (%(n)s)", "too few cases (%(n)s)", n) % {"n": count(n)}


def _all(n: int) -> str:
    return ngettext("%(n)s case in all", "%(n)s cases in all", n) % {"n": count(n)}


def _too_few_to_say(n: int) -> str:
    if not n:
        return _("There was no such case in this time.")
    return ngettext("With %(n)s case it is too early to say.", "With %(n)s cases it is too early to say.", n) % {
        "n": count(n)
    }


def of_flow(whole: Flow) -> str:
    came = ngettext("%(n)s case came in.", "%(n)s cases came in.", whole.came_in) % {"n": count(whole.came_in)}
    done = ngettext("%(n)s was said to be done.", "%(n)s were said to be done.", whole.done) % {"n": count(whole.done)}
    seen = ngettext("Residents verified %(n)s.", "Residents verified %(n)s.", whole.verified)
    return f"{came} {done} {seen % {'n': count(whole.verified)}}"


def of_backlog(bands: Iterable[Band]) -> str:
    told = list(bands)
    n, old = sum(one.n for one in told), sum(one.n for one in told if one.first >= OLD_FROM)
    if not n:
        return _("No case is open.")
    is_open = ngettext("%(n)s case is open.", "%(n)s cases are open.", n) % {"n": count(n)}
    if not old:
        none = _("None has waited for more than 90 days.")
        return f"{is_open} {none}"
    waited = ngettext("%(n)s has waited for more than 90 days.", "%(n)s have waited for more than 90 days.", old)
    return f"{is_open} {waited % {'n': count(old)}}"


_TIMES: Mapping[Until, Promise] = {
    Until.ANSWER: gettext_lazy(
        "Half of the cases had an answer within %(median)s, nine in ten within %(ninetieth)s (%(all)s)."
    ),
    Until.DONE: gettext_lazy(
        "Half of the cases were said to be done within %(median)s, nine in ten within %(ninetieth)s (%(all)s)."
    ),
    Until.VERIFIED: gettext_lazy(
        "Residents verified half of the cases within %(median)s, nine in ten within %(ninetieth)s (%(all)s)."
    ),
}


def of_times(until: Until, whole: Span) -> str:
    if whole.median is None or whole.ninetieth is None:
        return _too_few_to_say(whole.n)
    return str(_TIMES[until]) % {
        "median": days_in_words(whole.median),
        "ninetieth": days_in_words(whole.ninetieth),
        "all": _all(whole.n),
    }


def of_checked(whole: Checked, minimum: int) -> str:
    verified = share(whole.verified, whole.n, minimum)
    if verified is None:
        return _too_few_to_say(whole.n)
    said = _("Of what was said to be done and has had its time to be checked, neighbours verified %(share)s (%(all)s).")
    return said % {"share": per_cent_in_words(verified), "all": _all(whole.n)}


def of_came_back(whole: CameBack, minimum: int) -> str:
    back = share(whole.reopened, whole.n, minimum)
    if back is None:
        return _too_few_to_say(whole.n)
    said = _("Of the cases that ended, %(share)s were opened again (%(all)s).")
    return said % {"share": per_cent_in_words(back), "all": _all(whole.n)}


def of_answering(whole: Answering, minimum: int) -> str:
    late = ngettext(
        "%(n)s case is silent past its deadline.", "%(n)s cases are silent past their deadline.", whole.overdue
    )
    late = late % {"n": count(whole.overdue)} if whole.overdue else _("No case is silent past its deadline.")
    in_time = share(whole.in_time, whole.n, minimum)
    if in_time is None:
        too_early = _("Too few answers were due in this time to speak of a share.")
        return f"{late} {too_early}"
    said = _("Of the answers due in this time, %(share)s came by their day (%(all)s).")
    return f"{late} {said % {'share': per_cent_in_words(in_time), 'all': _all(whole.n)}}"
