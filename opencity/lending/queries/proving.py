"""Proof that nothing is lent twice: of no tool more is out than there is."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Q, Sum

from opencity.communities.models import Community
from opencity.lending.models import Tool
from opencity.lending.values import LoanState
from opencity.problems.queries.proving import Fault


def prove_lending(community: Community) -> Iterator[Fault]:
    rows = Tool.everywhere.filter(community=community)
    out = Sum("loans__quantity", filter=Q(loans__state=LoanState.LENT), default=0)
    for tool in rows.annotate(out=out).filter(out__gt=F("owned")).order_by("pk"):
        yield Fault(f"tool {tool.uuid}", f"{tool.out} are out of {tool.owned}")
