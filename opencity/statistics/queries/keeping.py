"""Figures are kept until the projections move on; those that took long stand a while longer, so that a busy town is
not counted anew with every report."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import TypeVar, cast

from django.core.cache import cache

from opencity.communities.models import Community

T = TypeVar("T")
_KEPT_SECONDS = 3600
_SLOW_SECONDS = 0.1
_REST = 200
"""A slow figure stands for two hundred times as long as it took, at most ten minutes."""


def kept(community: Community, name: str, make: Callable[[], T]) -> T:
    """What `make` gives, which is never None."""
    standing = f"{name}:{community.uuid}"
    exact = f"{standing}:{community.version}"
    found = cache.get(standing, cache.get(exact))
    if found is not None:
        return cast(T, found)
    began = perf_counter()
    made = make()
    took = perf_counter() - began
    cache.set(exact, made, _KEPT_SECONDS)
    if took > _SLOW_SECONDS:
        cache.set(standing, made, min(600, took * _REST))
    return made
