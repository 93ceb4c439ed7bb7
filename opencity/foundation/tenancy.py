"""Rows of a community are asked for inside that community, or the question is an error.

`objects` filters by the community named by `acting_in`; `everywhere` does not, and its name is looked for in review.
Threads, tasks, commands and generators start with no community and have to say one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import ClassVar, Self, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)
T = TypeVar("T")
_current: ContextVar[int | None] = ContextVar("community", default=None)


class NoCommunity(Exception):
    """A query on a community's rows ran without saying which community it is for."""


@contextmanager
def acting_in(community_id: int) -> Iterator[None]:
    token = _current.set(community_id)
    try:
        yield
    finally:
        _current.reset(token)


def scoped(community_id: int, rows: Iterable[T]) -> Iterator[T]:
    """Rows that are read after the view has returned, as a streamed answer does."""
    with acting_in(community_id):
        yield from rows


class CommunityManager(models.Manager[M]):
    def get_queryset(self) -> models.QuerySet[M]:
        here = _current.get()
        if here is None:
            raise NoCommunity(self.model.__name__)
        return super().get_queryset().filter(community_id=here)

    def none(self) -> models.QuerySet[M]:
        # Forms name an empty queryset at import time, before any community is known.
        return super().get_queryset().none()


class TenantModel(models.Model):
    """What belongs to one community. Subclasses put `community` first in unique keys and indexes."""

    community = models.ForeignKey("communities.Community", models.PROTECT, related_name="+")

    objects: ClassVar[CommunityManager[Self]] = CommunityManager()
    everywhere: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        abstract = True
        base_manager_name = "everywhere"
        default_manager_name = "objects"
