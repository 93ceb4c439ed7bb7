"""Requests to join or to take part, as letters name them."""

from __future__ import annotations

from opencity.notices.models import Delivery
from opencity.organisations.models import Application, JoinRequest
from opencity.people.models import Organisation


def request_of(one: Delivery) -> JoinRequest | Application | None:
    """What a notice is about; None for other notices and for what was erased since."""
    if "join" in one.facts:
        joins = JoinRequest.everywhere.filter(pk=one.facts["join"]).select_related("organisation", "person")
        return joins.first()
    if "application" in one.facts:
        return Application.everywhere.filter(pk=one.facts["application"]).select_related("person").first()
    return None


def name_of(one: Delivery) -> str:
    """The organisation it is about, as it is called now; empty for other notices."""
    request = request_of(one)
    if isinstance(request, JoinRequest):
        return request.organisation.name
    return request.name if request is not None else ""


def organisation_of(one: Delivery) -> Organisation | None:
    """The body whose figures a notice tells; None where it is gone."""
    return Organisation.objects.filter(pk=one.facts.get("organisation", 0)).first()
