"""The one eraser of personal data. It stands in the highest room that keeps any, so that it reaches all of them."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from opencity.access_points.operations.forgetting import forget_at_access_points
from opencity.actions.operations.forgetting import forget_in_actions
from opencity.appeals.operations.forgetting import forget_appeals
from opencity.assets.operations.claiming import forget_owner_claims
from opencity.assets.operations.uploading import forget_uploads
from opencity.casework.operations.forgetting import forget_casework
from opencity.communities.models import Community
from opencity.communities.operations.founding import restructured
from opencity.documents.operations.certifying import forget_certificates
from opencity.foundation.refusals import NotNow
from opencity.lending.operations.carrying import forget_loans
from opencity.notices.models import Delivery, Mute, UnwantedKind
from opencity.organisations.operations.carrying import forget_in_organisations
from opencity.people.models import ContactPoint, Erasure, Membership, Person, Role
from opencity.plans.operations.forgetting import forget_in_plans
from opencity.problems.history import facts_of
from opencity.problems.models import (
    ActorKey,
    Draft,
    Endorsement,
    Event,
    EventText,
    Evidence,
    Flag,
    Note,
    Photo,
    Problem,
    Report,
    Subscription,
)
from opencity.problems.operations import drafting
from opencity.problems.operations.indexing import index
from opencity.problems.operations.photographing import drop_photo
from opencity.stewardship.operations.carrying import forget_stewardships
from opencity.verification.models import Ask, Claim, Verdict

KIND = "person"


@transaction.atomic
def erase_person(person: Person, *, now: datetime) -> None:
    """Forget somebody: name, contacts, words with their salts, photographs, follows, letters and keys.

    The history keeps proving itself: it holds commitments only. What somebody said or showed in the name of an
    organisation is that body's word and stays. Doing it twice changes nothing more.
    """
    if Role.everywhere.filter(person=person, kind=Role.Kind.COORDINATOR, until=None).exists():
        raise NotNow(
            _("You coordinate a community: somebody else has to take over first."),
            _("Ask the operator of the installation to appoint another coordinator."),
        )
    # First, while the person still has keys in the histories: what follows from it is told with them.
    forget_appeals(person, now=now)
    forget_in_actions(person, now=now)
    forget_in_plans(person, now=now)
    forget_stewardships(person, now=now)
    forget_certificates(person, now=now)
    forget_loans(person, now=now)
    forget_in_organisations(person)
    forget_casework(person)
    forget_at_access_points(person)
    forget_owner_claims(person)
    forget_uploads(person)
    problems = _forget_words(person)
    _forget_photos(person)
    _forget_traces(person, now)
    _forget_identity(person, now)
    index(sorted(problems))
    # Erasing writes no event, so pages that were kept are purged with everything else that is kept of the towns.
    for community in Community.objects.filter(pk__in=Problem.everywhere.filter(pk__in=problems).values("community")):
        restructured(community)
    Erasure.objects.get_or_create(kind=KIND, row=person.pk, defaults={"at": now})


def _forget_words(person: Person) -> set[int]:
    """Everything the person wrote; returns the problems whose texts changed."""
    problems: set[int] = set()
    for report in Report.everywhere.filter(reporter=person).select_related("problem__category"):
        _retitle(report)
        problems |= {report.problem_id, report.filed_under_id}
    blank = {"words": "", "salt": None}
    Report.everywhere.filter(reporter=person).update(**blank, answers={}, show_name=False, secret_digest="")
    Endorsement.everywhere.filter(person=person).update(**blank, show_name=False)
    Verdict.everywhere.filter(person=person).update(**blank)
    Flag.everywhere.filter(person=person).update(words="", person=None)
    Note.everywhere.filter(person=person).update(person=None)
    for key in ActorKey.everywhere.filter(person=person):
        # Somebody is erased in all communities at once, so their texts are read outside of any.
        texts = Prefetch("texts", EventText.everywhere.all())
        events = Event.everywhere.filter(problem_id=key.problem_id, actor=key.key).prefetch_related(texts)
        own = [event.pk for event in events if not facts_of(event).get("organisation")]
        EventText.everywhere.filter(event_id__in=own).exclude(name="facts").delete()
        problems.add(key.problem_id)
    return problems


def _retitle(report: Report) -> None:
    """A title that came from the person's own words gives way to the category's name."""
    problem = report.filed_under
    first = Report.everywhere.filter(filed_under=problem).order_by("pk").first()
    if first is not None and first.pk == report.pk:
        Problem.everywhere.filter(pk=problem.pk).update(title=problem.category.name[:120], title_salt=None)


def _forget_photos(person: Person) -> None:
    official = Claim.everywhere.filter(claimant=person, organisation__isnull=False)
    rounds = set(official.values_list("problem_id", "round"))
    for evidence in Evidence.everywhere.filter(author=person).select_related("photo"):
        if (evidence.problem_id, evidence.claim_round) in rounds:
            continue
        photo = evidence.photo
        evidence.delete()
        drop_photo(photo)
    for photo in Photo.everywhere.filter(uploader=person, evidence=None):
        drop_photo(photo)


def _forget_traces(person: Person, now: datetime) -> None:
    for draft in Draft.everywhere.filter(person=person):
        drafting.drop(draft)
    for model in (Subscription, Delivery, Mute, UnwantedKind, Ask):
        model.everywhere.filter(person=person).delete()
    ActorKey.everywhere.filter(person=person).delete()
    Membership.objects.filter(person=person, until=None, since__lt=now).update(until=now)
    Role.everywhere.filter(person=person, until=None, since__lt=now).update(until=now)


def _forget_identity(person: Person, now: datetime) -> None:
    EmailAddress.objects.filter(user=person).delete()
    ContactPoint.objects.filter(person=person).delete()
    Authenticator.objects.filter(user=person).delete()
    person.public_name, person.assured_where, person.is_active = "", "", False
    person.erased_at = now
    person.set_unusable_password()
    person.save()


def erase_again(kind: str, row: int, *, now: datetime) -> None:
    """Replay one line of the erasure log on a restored backup."""
    person = Person.objects.filter(pk=row).first() if kind == KIND else None
    if person is not None and person.erased_at is None:
        erase_person(person, now=now)
