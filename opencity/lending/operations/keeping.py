"""What an access point lends is put on its list, changed and taken off it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.communities.models import Community
from opencity.foundation.languages import current
from opencity.foundation.refusals import NotNow, NotUnderstood
from opencity.lending.access import must_lend_at
from opencity.lending.holding import Held, hold
from opencity.lending.models import Tool
from opencity.lending.rules import FURTHEST_DAYS, LONGEST_DAYS, MOST_OWNED, most_out, still_taken
from opencity.lending.values import ToolKind
from opencity.people.acting import Actor
from opencity.people.models import Organisation
from opencity.problems.models.problem import new_uuid

LONGEST_NAME, LONGEST_TERMS = 100, 1000


@dataclass(frozen=True, kw_only=True)
class NewTool:
    """What is lent, how many there are, on what terms and for how many days at most."""

    words: str
    kind: ToolKind
    owned: int
    days: int = 7
    terms: str = ""
    language: str = ""
    uuid: UUID = field(default_factory=new_uuid)


@transaction.atomic
def add_tool(community: Community, access_point: Organisation, actor: Actor, new: NewTool, *, now: datetime) -> Tool:
    """The same uuid twice is one tool."""
    must_lend_at(actor, community, access_point, now=now)
    known = Tool.everywhere.filter(community=community, access_point=access_point, uuid=new.uuid).first()
    if known is not None:
        return known
    _check(new)
    if new.owned < 1:
        raise NotUnderstood(_("Nothing can be lent of nothing."), _("Write how many there are."), field="owned")
    return Tool.everywhere.create(
        community=community,
        access_point=access_point,
        uuid=new.uuid,
        words=new.words.strip(),
        kind=new.kind,
        owned=new.owned,
        days=new.days,
        terms=new.terms.strip(),
        language=new.language or current(),
        created_at=now,
    )


@transaction.atomic
def change_tool(tool: Tool, actor: Actor, new: NewTool, *, now: datetime) -> Tool:
    """Never fewer than are out or promised."""
    held = hold(tool, now=now)
    must_lend_at(actor, held.community, held.tool.access_point, now=now)
    _must_be_lent(held)
    _check(new)
    taken = most_taken(held)
    if new.owned < held.tool.owned and new.owned < taken:
        raise NotNow(
            _("So many are out or promised already: %(count)s.") % {"count": taken},
            _("Wait until they are back, or cancel a reservation first."),
            field="owned",
        )
    row = held.tool
    row.words, row.kind, row.owned, row.days = new.words.strip(), new.kind, new.owned, new.days
    row.terms, row.language = new.terms.strip(), new.language or row.language
    row.save(update_fields=["words", "kind", "owned", "days", "terms", "language"])
    return row


@transaction.atomic
def retire_tool(tool: Tool, actor: Actor, *, now: datetime) -> Tool:
    """It leaves the list; what was lent of it stays written down."""
    held = hold(tool, now=now)
    must_lend_at(actor, held.community, held.tool.access_point, now=now)
    if most_taken(held):
        raise NotNow(
            _("It is out or promised to somebody."), _("Take it back, or cancel the reservation, then retire it.")
        )
    if held.tool.retired_at is None:
        held.tool.retired_at = now
        held.tool.save(update_fields=["retired_at"])
    return held.tool


def most_taken(held: Held) -> int:
    """The most that is out or promised on any day from today."""
    far = held.today + timedelta(days=FURTHEST_DAYS + 2 * LONGEST_DAYS)
    return most_out(still_taken(held.taken(), held.today), held.today, far)


def _must_be_lent(held: Held) -> None:
    if held.tool.retired_at is not None:
        raise NotNow(_("This is no longer lent."), _("Look what else the access point lends."))


def _check(new: NewTool) -> None:
    words = new.words.strip()
    if not words or len(words) > LONGEST_NAME:
        raise NotUnderstood(
            _("It has no name, or a very long one."),
            _("Name it in a few words, as one would ask for it."),
            field="words",
        )
    if len(new.terms.strip()) > LONGEST_TERMS:
        raise NotUnderstood(
            _("The terms are too long."), _("Say in a few sentences what one has to mind."), field="terms"
        )
    if not 0 <= new.owned <= MOST_OWNED:
        raise NotUnderstood(_("That number cannot be right."), _("Write how many there are."), field="owned")
    if not 1 <= new.days <= LONGEST_DAYS:
        raise NotUnderstood(
            _("One may keep it between a day and three months."), _("A week suits most tools."), field="days"
        )
