"""What a promise waits for, in words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from opencity.plans.models import Condition, Need
from opencity.plans.values import ConditionKind

HALF, WHOLE = 50, 100


def conditions_words(conditions: Iterable[Condition]) -> str:
    """All of them: each has to hold."""
    return ", ".join(condition_words(one) for one in conditions)


def condition_words(condition: Condition) -> str:
    match condition.kind:
        case ConditionKind.PERMISSION if condition.need is not None:
            return if_granted(condition.need)
        case ConditionKind.COVERED if condition.need is not None:
            return if_covered(condition.need, condition.percent or WHOLE)
        case ConditionKind.DATE if condition.day is not None:
            return _("not before %(day)s") % {"day": date_format(condition.day, "MONTH_DAY_FORMAT")}
    return _("when everything needed to begin is there")


def if_granted(need: Need) -> str:
    return _("if it is granted: “%(need)s”") % {"need": need.words}


def if_covered(need: Need, percent: int) -> str:
    if percent == HALF:
        return _("if half is promised: “%(need)s”") % {"need": need.words}
    if percent == WHOLE:
        return _("if all of it is promised: “%(need)s”") % {"need": need.words}
    return _("if %(percent)s %% is promised: “%(need)s”") % {"percent": percent, "need": need.words}
