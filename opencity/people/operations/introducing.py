"""Somebody tells who they are: a person record is made, an address is confirmed, two records become one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, models, transaction
from django.db.models import ManyToOneRel
from django.utils.translation import gettext as _

from opencity.foundation.refusals import NotUnderstood
from opencity.people.models import Assurance, ContactPoint, Person


@dataclass(frozen=True, kw_only=True)
class Stranger:
    """What somebody without an account says of themselves; all of it may be empty."""

    name: str = ""
    email: str = ""
    phone: str = ""
    language: str = "uk"


def introduce(stranger: Stranger, *, now: datetime) -> Person:
    """A record of its own: an unconfirmed address proves nothing and joins no existing account."""
    person = Person(public_name=stranger.name.strip(), language=stranger.language, created_at=now)
    person.set_unusable_password()
    person.save()
    if stranger.email:
        EmailAddress.objects.create(user=person, email=stranger.email.strip().lower(), verified=False, primary=True)
    if stranger.phone:
        ContactPoint.objects.create(
            person=person, kind=ContactPoint.Kind.PHONE, value=stranger.phone.strip(), created_at=now
        )
    return person


def known_by(email: str) -> Person | None:
    """Whose confirmed address it is."""
    known = EmailAddress.objects.filter(email__iexact=email.strip(), verified=True).first()
    return Person.objects.get(pk=known.user_id) if known is not None else None


@transaction.atomic
def vouched_for(email: str, *, language: str, now: datetime) -> Person:
    """Whose address it is; an unknown one becomes a person, for the operator vouches for it."""
    known = known_by(email)
    if known is not None:
        return known
    try:
        validate_email(email.strip())
    except ValidationError as error:
        raise NotUnderstood(
            _("“%(email)s” is no e-mail address.") % {"email": email}, _("Check it and try again."), field="email"
        ) from error
    person = introduce(Stranger(email=email, language=language), now=now)
    return confirm_email(person, email.strip().lower(), now=now)


def confirm_email(person: Person, email: str, *, now: datetime) -> Person:
    """The person whose address it now is: this one, or the one who had confirmed it before, both made one."""
    known = EmailAddress.objects.filter(email__iexact=email, verified=True).first()
    if known is not None and known.user_id != person.pk:
        owner = Person.objects.get(pk=known.user_id)
        merge_people(person, into=owner)
        return owner
    EmailAddress.objects.filter(user=person, email__iexact=email).update(verified=True, primary=True)
    if person.assurance < Assurance.CONTACT:
        person.assurance = Assurance.CONTACT
        person.assured_at = now
        person.save(update_fields=["assurance", "assured_at"])
    return person


@transaction.atomic
def merge_people(old: Person, *, into: Person) -> None:
    """Everything that hangs on `old` hangs on `into` afterwards; where both have the same, the older record stays."""
    # Hidden relations too: most rows name a person without a way back.
    for relation in Person._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ManyToOneRel) or relation.related_model is Person:
            continue
        field, model = relation.field.name, relation.related_model
        for row in model._base_manager.filter(**{field: old}):
            _hand_over(row, field, into)
    old.is_active = False
    old.merged_into = into
    old.public_name = ""
    old.save(update_fields=["is_active", "merged_into", "public_name"])


def _hand_over(row: models.Model, field: str, into: Person) -> None:
    setattr(row, field, into)
    if isinstance(row, EmailAddress):
        row.primary = False
        if EmailAddress.objects.filter(user=into, email__iexact=row.email).exists():
            row.delete()
            return
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        row.delete()


def rename(person: Person, public_name: str) -> None:
    person.public_name = public_name.strip()[:100]
    person.save(update_fields=["public_name"])


def speak(person: Person, language: str) -> None:
    person.language = language
    person.save(update_fields=["language"])
