"""How sure it is whose a thing is, and what changes that. Pure: bodies are told by their ids, None for nobody."""

from __future__ import annotations

from dataclasses import dataclass

from opencity.assets.values import Ownership


@dataclass(frozen=True)
class Standing:
    """Who is taken for the owner, and how sure that is."""

    owner: int | None
    ownership: Ownership

    def __post_init__(self) -> None:
        if (self.ownership == Ownership.UNKNOWN) != (self.owner is None) and self.ownership != Ownership.DISPUTED:
            raise ValueError(f"{self.ownership} does not go with owner {self.owner}")


NOBODY = Standing(None, Ownership.UNKNOWN)


def after_import(now: Standing, owner: int | None, *, sure: bool, settled: bool = False) -> Standing:
    """What a list says. It ends no dispute, undoes no coordinator's decision, and says nothing if it names nobody."""
    if owner is None or settled or now.ownership == Ownership.DISPUTED:
        return now
    if owner == now.owner and now.ownership == Ownership.KNOWN:
        return now
    return Standing(owner, Ownership.KNOWN if sure else Ownership.CLAIMED)


def after_denial(now: Standing, body: int) -> Standing:
    """«Not ours». A body can dispute its own ownership, and what nobody is known to own; never another's."""
    if now.owner not in {None, body}:
        return now
    return Standing(now.owner, Ownership.DISPUTED)


def after_claim(now: Standing, body: int) -> Standing:
    """«Ours». Taken as a claim where nobody else is known; against a known owner it is a dispute."""
    if now.ownership == Ownership.KNOWN:
        return now if now.owner == body else Standing(now.owner, Ownership.DISPUTED)
    if now.ownership == Ownership.CLAIMED and now.owner != body:
        return Standing(now.owner, Ownership.DISPUTED)
    return Standing(body, Ownership.CLAIMED)


def after_answer(body: int | None) -> Standing:
    """A coordinator has found out: this body, or that it cannot be told."""
    return NOBODY if body is None else Standing(body, Ownership.KNOWN)


def is_searched(standing: Standing) -> bool:
    """Whether the public is asked whose it is."""
    return standing.ownership in {Ownership.DISPUTED, Ownership.UNKNOWN}
