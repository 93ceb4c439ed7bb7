"""Everything the installation keeps about one person, for that person."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress

from opencity.access_points.models import Meeting, Visit
from opencity.actions.models import Participation
from opencity.appeals.models import Appeal
from opencity.assets.models import OwnerClaim
from opencity.casework.models import StreetDeed
from opencity.documents.models import Certificate
from opencity.lending.models import Loan
from opencity.notices.models import Delivery, UnwantedKind
from opencity.organisations.models import Application, Group, JoinRequest
from opencity.people.models import ContactPoint, Membership, Person, Role
from opencity.plans.models import Contribution, Interest, Plan, Pledge, StandingOffer
from opencity.problems.models import Endorsement, Evidence, Report, Subscription
from opencity.stewardship.models import Stewardship
from opencity.verification.models import Verdict


def everything_about(person: Person) -> dict[str, Any]:
    """Plain values, ready for JSON: moments in ISO 8601, problems as community and number."""
    return {
        "person": {
            "id": str(person.uuid),
            "public_name": person.public_name,
            "language": person.language,
            "assurance": person.assurance,
            "since": person.created_at.isoformat(),
        },
        "emails": list(EmailAddress.objects.filter(user=person).values("email", "verified", "primary")),
        "contact_points": list(ContactPoint.objects.filter(person=person).values("kind", "value")),
        "organisations": [
            {"slug": row.organisation.slug, "since": row.since.isoformat()}
            for row in Membership.objects.filter(person=person).select_related("organisation")
        ],
        "roles": [
            {"community": row.community.slug, "role": row.kind, "since": row.since.isoformat()}
            for row in Role.everywhere.filter(person=person).select_related("community")
        ],
        "reports": [_report(row) for row in _of_problem(Report.everywhere.filter(reporter=person))],
        "endorsements": [
            {**_where(row), "words": row.words, "at": row.created_at.isoformat()}
            for row in _of_problem(Endorsement.everywhere.filter(person=person))
        ],
        "verdicts": [
            {**_where(row.claim), "value": row.value, "words": row.words, "at": row.given_at.isoformat()}
            for row in Verdict.everywhere.filter(person=person).select_related("claim__problem__community")
        ],
        "photos": [
            {**_where(row), "photo": row.photo.digest, "stage": row.stage, "at": row.created_at.isoformat()}
            for row in _of_problem(Evidence.everywhere.filter(author=person)).select_related("photo")
        ],
        "deeds_on_the_spot": [
            {**_where(row), "kind": row.kind, "at": row.done_at.isoformat()}
            for row in _of_problem(StreetDeed.everywhere.filter(person=person))
        ],
        "pledges": [_pledge(row) for row in _pledges(person)],
        "contributions": [_contribution(row) for row in _contributions(person)],
        "plans": [
            {**_where(row), "state": row.state, "version": row.version}
            for row in _of_problem(Plan.everywhere.filter(lead=person))
        ],
        "interests": [
            {
                "community": row.community.slug,
                "kinds": row.kinds,
                "skills": row.skills,
                "areas": list(row.areas(manager="everywhere").values_list("code", flat=True)),
                "weekly": row.weekly,
            }
            for row in Interest.everywhere.filter(person=person).select_related("community")
        ],
        "actions": [_participation(row) for row in _participations(person)],
        "certificates": [
            _certificate(row) for row in Certificate.everywhere.filter(person=person).select_related("community")
        ],
        "visits": [
            {"at": row.served_at.isoformat(), "service": row.service, "branch": row.access_point.slug}
            for row in Visit.everywhere.filter(visitor=person).select_related("access_point").order_by("served_at")
        ],
        "meetings": [
            {"at": row.starts_at.isoformat(), "title": row.title, "words": row.words, "state": row.state}
            for row in Meeting.everywhere.filter(asked_by=person).order_by("starts_at")
        ],
        "stewardships": [
            {**_where(row), "every_days": row.every_days, "since": row.since.isoformat()}
            for row in _of_problem(Stewardship.everywhere.filter(person=person))
        ],
        "asked_to_join": [
            {"organisation": row.organisation.slug, **_asked(row)}
            for row in JoinRequest.everywhere.filter(person=person).select_related("organisation").order_by("pk")
        ],
        "asked_to_take_part": [
            {"name": row.name, **_asked(row)} for row in Application.everywhere.filter(person=person).order_by("pk")
        ],
        "groups_begun": [
            row.organisation.slug for row in Group.everywhere.filter(founded_by=person).select_related("organisation")
        ],
        "owners_named": [_owner_claim(row) for row in _owner_claims(person)],
        "appeals": [_appeal(row) for row in _of_problem(Appeal.everywhere.filter(person=person))],
        "loans": [_loan(row) for row in _loans(person)],
        "offers": [_offer(row) for row in StandingOffer.everywhere.filter(person=person).select_related("community")],
        "follows": [_follow(row) for row in _of_problem(Subscription.everywhere.filter(person=person))],
        "letters": [
            {"kind": row.kind, "at": row.owed_at.isoformat(), "status": row.status}
            for row in Delivery.everywhere.filter(person=person).order_by("owed_at")
        ],
        "unwanted_letters": [
            {"community": row.community.slug, "kind": row.kind}
            for row in UnwantedKind.everywhere.filter(person=person).select_related("community").order_by("pk")
        ],
    }


def _appeal(row: Appeal) -> dict[str, Any]:
    steps = row.steps(manager="everywhere").order_by("at", "pk")
    return {
        **_where(row),
        "organisation": row.organisation.slug,
        "kind": row.kind,
        "text": row.text,
        "full_name": row.full_name,
        "residence": row.residence,
        "answer_by": row.answer_by,
        "email": row.email,
        "postal_address": row.postal_address,
        "phone": row.phone,
        "state": row.state,
        "sent": row.sent_at.isoformat(),
        "due": row.due_on.isoformat(),
        "answer": row.answer,
        "result": row.result,
        "steps": [{"kind": one.kind, "at": one.at.isoformat(), "words": one.words} for one in steps],
    }


def _asked(row: JoinRequest | Application) -> dict[str, Any]:
    return {"words": row.words, "state": row.state, "at": row.asked_at.isoformat()}


def _owner_claims(person: Person) -> Any:
    rows = OwnerClaim.everywhere.filter(person=person).order_by("at")
    return rows.select_related("community", "asset__kind", "organisation")


def _owner_claim(row: OwnerClaim) -> dict[str, Any]:
    return {
        "community": row.community.slug,
        "asset": f"{row.asset.kind.code}/{row.asset.address}",
        "says": row.says,
        "organisation": row.organisation.slug,
        "words": row.words,
        "at": row.at.isoformat(),
    }


def _pledges(person: Person) -> Any:
    rows = Pledge.everywhere.filter(person=person).order_by("pk")
    return rows.select_related("need__plan__problem__community", "organisation")


def _pledge(row: Pledge) -> dict[str, Any]:
    return {
        **_where(row.need.plan),
        "need": row.need.words,
        "quantity": str(row.quantity),
        "unit": row.need.unit,
        "state": row.state,
        "for": row.organisation.slug if row.organisation else "",
        "words": row.words,
        "due": row.due.isoformat() if row.due else "",
        "quiet": row.quiet,
        "at": row.created_at.isoformat(),
    }


def _contributions(person: Person) -> Any:
    rows = Contribution.everywhere.filter(person=person).order_by("pk")
    return rows.select_related("problem__community", "need", "organisation")


def _contribution(row: Contribution) -> dict[str, Any]:
    return {
        **_where(row),
        "need": row.need.words,
        "quantity": str(row.quantity),
        "unit": row.need.unit,
        "hours": str(row.hours) if row.hours is not None else "",
        "for": row.organisation.slug if row.organisation else "",
        "on": row.given_on.isoformat(),
    }


def _participations(person: Person) -> Any:
    rows = Participation.everywhere.filter(person=person).order_by("pk")
    return rows.select_related("action__problem__community", "organisation")


def _participation(row: Participation) -> dict[str, Any]:
    return {
        **_where(row.action),
        "action": row.action.position,
        "state": row.state,
        "hours": str(row.hours) if row.hours is not None else "",
        "for": row.organisation.slug if row.organisation else "",
        "minor": row.minor,
        "consent_by": row.consent_by,
        "at": row.joined_at.isoformat(),
    }


def _loans(person: Person) -> Any:
    rows = Loan.everywhere.filter(person=person).order_by("pk")
    return rows.select_related("community", "tool__access_point", "problem")


def _loan(row: Loan) -> dict[str, Any]:
    return {
        "community": row.community.slug,
        "access_point": row.tool.access_point.slug,
        "tool": row.tool.words,
        "quantity": row.quantity,
        "problem": row.problem.number if row.problem else None,
        "state": row.state,
        "from": row.from_day.isoformat(),
        "due": row.due.isoformat(),
        "returned": row.returned_at.isoformat() if row.returned_at else "",
        "condition": row.condition,
    }


def _certificate(row: Certificate) -> dict[str, Any]:
    return {
        "community": row.community.slug,
        "code": str(row),
        "name": row.name_shown,
        "from": row.from_day.isoformat(),
        "to": row.to_day.isoformat(),
        "hours": str(row.hours),
        "issued": row.issued_at.isoformat(),
        "withdrawn": row.withdrawn_at.isoformat() if row.withdrawn_at else "",
    }


def _offer(row: StandingOffer) -> dict[str, Any]:
    return {
        "community": row.community.slug,
        "words": row.words,
        "kind": row.kind,
        "quantity": str(row.quantity),
        "unit": row.unit,
        "rhythm": row.rhythm,
        "skill": row.skill,
        "until": row.until.isoformat() if row.until else "",
        "since": row.created_at.isoformat(),
    }


def _of_problem(rows: Any) -> Any:
    return rows.select_related("problem__community", "community")


def _where(row: Any) -> dict[str, Any]:
    return {"community": row.problem.community.slug, "problem": row.problem.number}


def _report(row: Report) -> dict[str, Any]:
    return {
        **_where(row),
        "words": row.words,
        "answers": row.answers,
        "show_name": row.show_name,
        "at": row.created_at.isoformat(),
    }


def _follow(row: Subscription) -> dict[str, Any]:
    if row.problem is not None:
        return _where(row)
    place = {"lat": row.lat, "lon": row.lon, "radius_m": row.radius_m, "label": row.label}
    return {"community": row.community.slug, **({"area": row.area.code} if row.area else place)}
