"""Templates of answers are kept by a body's supervisors for their own, and by coordinators for everybody."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.casework.models import AnswerTemplate
from opencity.casework.rules.filling import FIELDS, unknown_fields
from opencity.communities.models import Community
from opencity.foundation.refusals import NotAllowed, NotUnderstood
from opencity.people.acting import Actor
from opencity.people.models import Organisation
from opencity.people.rights import Right

LONGEST = 4000


@dataclass(frozen=True, kw_only=True)
class NewTemplate:
    """`organisation` None: for everybody who answers here. `categories` are codes, none means all."""

    organisation: Organisation | None
    deed: str
    title: str
    text: str
    language: str
    categories: tuple[str, ...] = field(default=())


def may_keep(actor: Actor, organisation: Organisation | None) -> bool:
    if organisation is None:
        return actor.coordinates
    return actor.may(Right.RULES, organisation.pk)


@transaction.atomic
def keep_template(
    community: Community, actor: Actor, new: NewTemplate, *, known: AnswerTemplate | None = None, now: datetime
) -> AnswerTemplate:
    """Make one, or change the one that is `known`. Refuses fields that no case can fill, by name."""
    _must_keep(actor, new.organisation)
    if known is not None:
        _must_keep(actor, known.organisation)
    title, text = " ".join(new.title.split()), new.text.strip()
    if not title or len(title) > 80:
        raise NotUnderstood(_("The template has no name."), _("Write a short one, to find it by."), field="title")
    if not text or len(text) > LONGEST:
        raise NotUnderstood(_("There is nothing in the template."), _("Write the words to begin with."), field="text")
    unknown = unknown_fields(text)
    if unknown:
        raise NotUnderstood(
            _("No case can fill this: %(fields)s.") % {"fields": ", ".join(f"{{{name}}}" for name in unknown)},
            _("Use %(known)s, and {?} for what is written by hand.")
            % {"known": ", ".join(f"{{{name}}}" for name in FIELDS)},
            field="text",
        )
    row = known or AnswerTemplate(community=community)
    row.organisation, row.deed, row.title, row.text = new.organisation, new.deed, title, text
    row.categories, row.language, row.updated_at = list(new.categories), new.language, now
    row.save()
    return row


@transaction.atomic
def end_template(template: AnswerTemplate, actor: Actor, *, now: datetime) -> None:
    """It is offered no more. What was said with it stays said."""
    _must_keep(actor, template.organisation)
    template.ended_at = now
    template.save(update_fields=["ended_at"])


def _must_keep(actor: Actor, organisation: Organisation | None) -> None:
    if not may_keep(actor, organisation):
        raise NotAllowed(
            _("Only a supervisor of the body, or a coordinator, keeps templates."),
            _("Ask the supervisor of your organisation."),
        )
