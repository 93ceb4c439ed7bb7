"""Questions that wait for whoever reported."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from opencity.communities.models import Community
from opencity.problems.models import Problem
from opencity.problems.models.question import Question


def open_question(problem: Problem) -> Question | None:
    """With the words that were asked, as they may be read now."""
    rows = Question.everywhere.filter(problem=problem, replied_at=None).select_related("organisation", "asked")
    return rows.prefetch_related("asked__texts").first()


def words_of(question: Question) -> str:
    return next((text.words for text in question.asked.texts.all() if text.name == "words"), "")


def waiting_since(community: Community, moment: datetime) -> QuerySet[Question]:
    """Asked at that moment or earlier, and not answered."""
    rows = Question.everywhere.filter(community=community, replied_at=None, asked_at__lte=moment)
    return rows.select_related("problem")
