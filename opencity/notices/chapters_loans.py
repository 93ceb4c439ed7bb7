"""Letters about a tool that is reserved or lent; the button leads to the borrower's own page of it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from opencity.lending.models import Loan
from opencity.notices import links
from opencity.notices.content import Act, Chapter
from opencity.notices.kinds import Shape
from opencity.notices.models import Delivery
from opencity.notices.saying import line_of


def chapter_of_loan(first: Delivery, now: datetime) -> Chapter:
    loan = Loan.everywhere.select_related("tool__access_point").get(pk=first.facts["loan"])
    facts = (
        (_("What"), loan.tool.words),
        (_("How many"), str(loan.quantity)),
        (_("Where"), loan.tool.access_point.name),
    )
    return Chapter(
        shape=Shape.LOAN,
        lines=(line_of(first, now),),
        facts=facts,
        act=Act(_("Open my loan"), links.page("loan", first.community, str(loan.uuid))),
    )
