"""What is said of decisions, in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from opencity.foundation.chains import Fact


def votes_words(facts: Mapping[str, Fact]) -> str:
    """«12 за, 3 проти»; nobody against is left out."""
    votes = {name: int(facts.get(name) or 0) for name in ("votes_for", "votes_against")}
    if votes["votes_against"]:
        return _("%(votes_for)s for and %(votes_against)s against") % votes
    return _("%(votes_for)s for and nobody against") % votes
