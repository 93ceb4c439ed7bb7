"""Whose is it? What bodies, residents and the coordinator say of a thing, told in the story of each of its problems.

The clock of a problem never starts anew here: whoever gets it, gets it with its deadline.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.assets.models import Asset, OwnerClaim
from opencity.assets.operations import claiming
from opencity.communities.operations.founding import restructured
from opencity.foundation.chains import Fact
from opencity.foundation.refusals import NotUnderstood
from opencity.people.acting import Actor
from opencity.people.models import Organisation
from opencity.problems.history import Words, locked, record
from opencity.problems.models import Event, Problem
from opencity.problems.states import UNDER_WAY, State


@transaction.atomic
def say_ours(asset: Asset, actor: Actor, body: Organisation, words: Words, *, now: datetime) -> OwnerClaim:
    """«Це наше»: the claim is public, and what waits for an owner goes to whoever claims, unless others claim too."""
    problems = _under_way(asset)
    claim = claiming.claim_ours(asset, actor, body, words.text, now=now)
    theirs = claim.asset.duty == body
    for problem in problems:
        changes = {"owner": body} if theirs and problem.owner_id is None else {}
        facts: dict[str, Fact] = {"organisation": str(body.uuid), "ownership": claim.asset.ownership}
        record(
            problem,
            "owner_claimed",
            actor=actor.person,
            at=now,
            changes=changes,
            facts=facts,
            texts={"words": words},
        )
    restructured(asset.community)
    return claim


@transaction.atomic
def say_whose(asset: Asset, actor: Actor, body: Organisation, words: Words, *, now: datetime) -> OwnerClaim:
    """A resident names the owner and says how they know. Nothing changes until a coordinator has looked."""
    if not words.text.strip():
        raise NotUnderstood(
            _("We do not know yet how you know it."),
            _("Write what you have seen: a plate, a paper, who repaired it."),
            field="words",
        )
    problems = _under_way(asset)
    claim = claiming.name_owner(asset, actor, body, words.text, now=now)
    for problem in problems:
        facts: dict[str, Fact] = {"named": str(body.uuid)}
        record(problem, "owner_named", actor=actor.person, at=now, facts=facts, texts={"words": words})
    restructured(asset.community)
    return claim


@transaction.atomic
def settle_owner(asset: Asset, actor: Actor, owner: Organisation | None, words: Words, *, now: datetime) -> list[Event]:
    """A coordinator decides: this body owns it, or it cannot be told.

    Problems that nobody has taken up go to the owner; one that is being worked on stays where it is.
    """
    problems = _under_way(asset)
    claiming.settle(asset, actor, owner, now=now)
    facts: dict[str, Fact] = {"named": str(owner.uuid) if owner else ""}
    events = [
        record(
            problem,
            "owner_settled",
            actor=actor.person,
            at=now,
            changes={"owner": owner} if problem.state == State.OPEN or problem.owner_id is None else {},
            facts=facts,
            texts={"words": words},
        )
        for problem in problems
    ]
    restructured(asset.community)
    return events


def open_search(problem: Problem, actor: Actor, body: Organisation, words: Words, *, now: datetime) -> None:
    """The owner of the thing says that it is not theirs. Call it in the transaction of that word, problem locked."""
    if problem.asset is None:
        return
    # The page of a thing is public: what was said in a case that is not stays in the case.
    said = words.text if problem.is_public else ""
    if claiming.deny(problem.asset, body, actor.person, said, now=now) is None:
        return
    record(problem, "owner_denied", actor=actor.person, at=now, facts={"organisation": str(body.uuid)})
    restructured(problem.community)


def _under_way(asset: Asset) -> list[Problem]:
    """What goes on about the thing, held in the order of ids: the thing itself is held after its problems."""
    rows = Problem.everywhere.filter(community_id=asset.community_id, asset=asset, state__in=UNDER_WAY).order_by("pk")
    return [locked(problem) for problem in rows]
