"""When somebody was last told how their case stands."""

from __future__ import annotations

from datetime import datetime, timedelta

from opencity.access_points.models import Visit
from opencity.problems.models import Report

SITTING = timedelta(hours=1)
"""Services so close together are one visit to the library."""


def last_visit(report: Report, *, now: datetime) -> datetime:
    """When the reporter sat at a counter over this case before today's sitting; else when the report was made."""
    rows = Visit.everywhere.filter(
        community=report.community, problem=report.problem, visitor=report.reporter, served_at__lt=now - SITTING
    )
    latest = rows.order_by("-served_at").values_list("served_at", flat=True).first()
    return latest or report.created_at
