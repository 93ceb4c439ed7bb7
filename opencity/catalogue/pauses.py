"""For which reasons a deadline may pause: data of the community's country, published word for word."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from opencity.communities.models import Community
from opencity.foundation.languages import in_words


class WrongReasons(ValueError):
    """The file of a country's reasons is not as it must be; the message names what is wrong."""


def pause_reasons(community: Community) -> Mapping[str, Mapping[str, str]]:
    """Names by language, by code, in the order in which they are offered; empty where a country has none."""
    return _of_country(community.charter.country)


def reason_in_words(community: Community, code: str) -> str:
    return in_words(pause_reasons(community).get(code, {})) or code


@cache
def _of_country(country: str) -> Mapping[str, Mapping[str, str]]:
    found = files("opencity.catalogue") / "packs" / f"pauses.{country}.json"
    return read(found.read_text(encoding="utf-8")) if found.is_file() else {}


def read(raw: str) -> Mapping[str, Mapping[str, str]]:
    """Raises WrongReasons, naming the reason that is wrong."""
    told = json.loads(raw)
    known: dict[str, Mapping[str, str]] = {}
    for place, one in enumerate(told.get("reasons", []), start=1):
        code, names = one.get("code"), one.get("names")
        if not isinstance(code, str) or not code or len(code) > 20 or code in known:
            raise WrongReasons(f"reason {place}: a code of its own is wanted, at most 20 letters")
        if not isinstance(names, dict) or not all(isinstance(name, str) and name for name in names.values()):
            raise WrongReasons(f"reason {place} ({code}): names by language are wanted")
        known[code] = names
    return known
