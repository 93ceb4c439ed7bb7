from __future__ import annotations

from opencity.foundation.tenancy import acting_in
from opencity.notices.operations.erasing import erase_person
from opencity.places.telling import ToldPlace
from opencity.problems.models import Report
from opencity.problems.queries.proving import prove
from tests.town import MONDAY, Town, report


def test_somebody_is_erased_in_all_communities_at_once(db: None, elsewhere: Town) -> None:
    """Whoever erases is in no community: the account's page stands above them, and so does a restored backup."""
    with acting_in(elsewhere.community.pk):
        filed = report(elsewhere, at=None, category="road.pothole", place=_somewhere(elsewhere))
    erase_person(elsewhere.people["olena"], now=MONDAY)
    assert Report.everywhere.get(pk=filed.report.pk).words == ""
    assert list(prove(elsewhere.community, lambda done: None)) == []


def _somewhere(town: Town) -> ToldPlace:
    return ToldPlace(area=town.areas["centre"], words="біля ринку")
