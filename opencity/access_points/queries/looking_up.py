"""The visitor of an earlier day found again by the number and the word on their receipt."""

from __future__ import annotations

from django.utils.translation import gettext as _

from opencity.communities.models import Community
from opencity.foundation.refusals import NotUnderstood
from opencity.problems.models import Report
from opencity.problems.queries.by_word import report_by_word


def look_up(community: Community, number: int, word: str) -> Report:
    """It never says which of the two was wrong. Doors limit how often one may try."""
    report = report_by_word(community, number, word)
    if report is None:
        raise NotUnderstood(
            _("There is no report with this number and this word."),
            _("Look at the receipt again: the word is a plant, a bird or a thing, and four digits follow it."),
            field="word",
        )
    return report
