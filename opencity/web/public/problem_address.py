from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from opencity.problems.models import Problem


def address_of_problem(problem: Problem) -> str:
    """The page's whole address; empty where not everybody may open it."""
    if not problem.is_public:
        return ""
    return settings.PUBLIC_URL + reverse("problem", args=[problem.community.slug, problem.number])
