"""Proof that the stored history is whole, and that what is stored of a problem is what its history says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.apps import apps
from django.db.models import F, Model, Prefetch

from opencity.communities.models import Community
from opencity.foundation.chains import Fact, commit, genesis, link, microseconds
from opencity.foundation.tenancy import TenantModel
from opencity.problems.history import facts_of, line_of, values_of
from opencity.problems.models import Event, EventText, Problem
from opencity.problems.rules import projection

CHUNK = 500


@dataclass(frozen=True)
class Fault:
    """`where` names the row in words, `what` says what is wrong with it."""

    where: str
    what: str


def prove(community: Community, progress: Callable[[int], None]) -> Iterator[Fault]:
    """Every fault in the community's histories; `progress` hears how many problems were looked at."""
    rows = Problem.everywhere.filter(community=community).select_related(
        "community", "category", "area", "owner", "asset", "merged_into"
    )
    done, last = 0, 0
    while chunk := list(rows.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        events = _events(chunk)
        for problem in chunk:
            yield from faults_of(problem, events[problem.pk])
        done, last = done + len(chunk), chunk[-1].pk
        progress(done)


def _events(problems: Sequence[Problem]) -> dict[int, list[Event]]:
    found: dict[int, list[Event]] = {problem.pk: [] for problem in problems}
    rows = Event.everywhere.filter(problem__in=[problem.pk for problem in problems])
    texts = Prefetch("texts", EventText.everywhere.all())
    for event in rows.order_by("problem", "position").prefetch_related(texts):
        found[event.problem_id].append(event)
    return found


def faults_of(problem: Problem, events: Sequence[Event]) -> Iterator[Fault]:
    """The faults of one problem, given all its events in order."""
    where = f"problem {problem.number}"
    yield from _chain(problem, events, where)
    for event in events:
        yield from _texts(event, f"{where}, event {event.position} ({event.kind})")
    # Where sealed facts were erased with a person, what they said cannot be computed any more.
    if any("sealed" in event.facts and not facts_of(event) for event in events):
        return
    yield from _projection(problem, events, where)
    yield from _promised(problem, events, where)


def _chain(problem: Problem, events: Sequence[Event], where: str) -> Iterator[Fault]:
    head = genesis(problem.community.uuid, problem.uuid)
    for place, event in enumerate(events, start=1):
        here = f"{where}, event {event.position} ({event.kind})"
        if event.position != place:
            yield Fault(here, f"event {place} is missing before it")
            return
        head = link(head, line_of(event, problem.community, problem.uuid))
        if head != event.hash:
            yield Fault(here, "it was changed after it was written, or one before it was")
            return
    if not events:
        yield Fault(where, "it has no history")
    elif (problem.position, problem.head) != (len(events), head):
        yield Fault(where, "its history was cut off, or its head was changed")


def _texts(event: Event, where: str) -> Iterator[Fault]:
    for text in event.texts.all():
        name = "sealed" if text.name == "facts" else f"text_{text.name}"
        if text.redacted_at is None and _differs(event, name, text):
            yield Fault(where, f"the text “{text.name}” is not the one that was written")


def _differs(event: Event, name: str, text: EventText) -> bool:
    facts: Mapping[str, Fact] = event.facts if name == "sealed" else facts_of(event)
    return bool(facts) and facts.get(name) != commit(text.salt, text.words)


def _projection(problem: Problem, events: Sequence[Event], where: str) -> Iterator[Fault]:
    told = projection.fold((event.kind, microseconds(event.at), facts_of(event)) for event in events)
    stored = values_of(problem)
    for name in sorted(told):
        if told[name] != stored[name]:
            yield Fault(where, f"{name} is {stored[name]!r}; its history says {told[name]!r}")


def _promised(problem: Problem, events: Sequence[Event], where: str) -> Iterator[Fault]:
    """Title and place stand behind commitments; the last one holds. A missing salt means that they were erased."""
    for name, salt, words in (
        ("title", problem.title_salt, problem.title),
        ("place", problem.place_salt, problem.place_words),
    ):
        said = [str(facts_of(event)[name]) for event in events if name in facts_of(event)]
        if said and salt is not None and said[-1] != commit(salt, words):
            yield Fault(where, f"the {name} is not the one that was written")


def strays() -> Iterator[Fault]:
    """Rows that belong to one community and point at a row of another."""
    for model in apps.get_models():
        if not issubclass(model, TenantModel):
            continue
        for name in _tenant_keys(model):
            rows = model.everywhere.filter(**{f"{name}__isnull": False}).exclude(
                **{f"{name}__community_id": F("community_id")}
            )
            for pk in rows.values_list("pk", flat=True)[:20]:
                yield Fault(f"{model._meta.label} {pk}", f"its {name} belongs to another community")


def _tenant_keys(model: type[Model]) -> list[str]:
    return [
        field.name
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model and issubclass(field.related_model, TenantModel)
    ]
