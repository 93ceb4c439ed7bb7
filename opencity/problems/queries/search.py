"""Full text in word forms, alike on both databases."""

from __future__ import annotations

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from opencity.communities.models import Community
from opencity.foundation.lemmas import forms, words_of

MOST_WORDS = 12


def matching(community: Community, words: str) -> Q:
    """Problems whose public words hold every one of these, in any form; the last one may be only begun.

    Words with nothing to look for (a single letter, signs) match everything.
    """
    asked = words_of(words)[:MOST_WORDS]
    if not asked:
        return Q()
    # A word is begun while it is being typed; a space after it says that it is whole.
    begun = words[-1:].isalnum()
    if connection.vendor == "sqlite":
        return Q(pk__in=_fts5(community, asked, begun=begun))
    return Q(pk__in=_tsquery(community, asked, begun=begun))


def _fts5(community: Community, asked: list[str], *, begun: bool) -> RawSQL:
    groups = []
    for n, word in enumerate(asked):
        choices = [f'"{form}"' for form in forms(word)]
        if begun and n == len(asked) - 1:
            choices += [f"{choice}*" for choice in choices[:1]]
        groups.append(f"({' OR '.join(choices)})")
    query = f'community_id:"{community.pk}" AND lemmas:({" AND ".join(groups)})'
    sql = "SELECT rowid FROM problems_searchindex WHERE problems_searchindex MATCH %s"
    return RawSQL(sql, [query])  # noqa: S611 (forms hold letters and digits only, and travel as a parameter)


def _tsquery(community: Community, asked: list[str], *, begun: bool) -> RawSQL:
    groups = []
    for n, word in enumerate(asked):
        choices = [f"'{form}'" for form in forms(word)]
        if begun and n == len(asked) - 1:
            choices[0] += ":*"
        groups.append(f"({' | '.join(choices)})")
    sql = (
        "SELECT problem_id FROM problems_searchtext WHERE community_id = %s"
        " AND to_tsvector('simple', lemmas) @@ to_tsquery('simple', %s)"
    )
    return RawSQL(sql, [community.pk, " & ".join(groups)])  # noqa: S611 (as above)
