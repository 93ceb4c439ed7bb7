"""What of public problems can be searched. Only the worker and the commands call this."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from django.db import transaction

from opencity.communities.models import Community
from opencity.foundation.lemmas import lemmatise
from opencity.people.models import Organisation
from opencity.places.lookup import with_parents
from opencity.problems.models import Problem, Report, SearchText
from opencity.problems.states import Visibility

CHUNK = 500


@transaction.atomic
def index(problems: Sequence[int]) -> None:
    """Write the lemmas of public problems among these and forget all others; unchanged texts are left alone."""
    rows = Problem.everywhere.filter(pk__in=problems, visibility=Visibility.PUBLIC)
    found = {row.pk: row for row in rows.select_related("category", "area__parent__parent", "owner")}
    said = _said(list(found))
    texts = {pk: _lemmas(problem, said[pk]) for pk, problem in found.items()}
    stored = dict(SearchText.everywhere.filter(pk__in=problems).values_list("pk", "lemmas"))
    SearchText.everywhere.filter(pk__in=[pk for pk in stored if pk not in texts]).delete()
    changed = [pk for pk, lemmas in texts.items() if stored.get(pk) != lemmas]
    SearchText.everywhere.bulk_create(
        [SearchText(problem_id=pk, community_id=found[pk].community_id, lemmas=texts[pk]) for pk in changed],
        batch_size=CHUNK,
        update_conflicts=True,
        unique_fields=["problem"],
        update_fields=["lemmas"],
    )


def rebuild_index(community: Community, progress: Callable[[int], None]) -> None:
    """Index every problem of the community anew, a chunk in a transaction; `progress` hears how many are done."""
    done, last = 0, 0
    rows = Problem.everywhere.filter(community=community).order_by("pk").values_list("pk", flat=True)
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        index(chunk)
        last, done = chunk[-1], done + len(chunk)
        progress(done)


def _said(problems: Sequence[int]) -> dict[int, list[str]]:
    """The lemmas of what reporters wrote, by problem. Joiners' own words are not public and are not searched."""
    said: dict[int, list[str]] = defaultdict(list)
    rows = Report.everywhere.filter(problem__in=problems).exclude(words="").order_by("pk")
    for problem, words, language in rows.values_list("problem_id", "words", "language"):
        said[problem].append(lemmatise(words, language))
    return said


def _lemmas(problem: Problem, said: Sequence[str]) -> str:
    category, owner = problem.category, problem.owner
    names = _every_language(category.names, *(area.names for area in with_parents(problem.area)))
    names += _every_language(owner.names) if isinstance(owner, Organisation) else []
    typed = [lemmatise(" ".join(words), language) for language, words in category.words.items()]
    own = lemmatise(f"{problem.number} {problem.title} {problem.place_words}", problem.language)
    # Each word once: texts repeat one another, and the search asks only whether a word is there.
    return " ".join(dict.fromkeys(" ".join([own, *said, *names, *typed]).split()))


def _every_language(*named: dict[str, str]) -> list[str]:
    return [lemmatise(name, language) for names in named for language, name in names.items()]
