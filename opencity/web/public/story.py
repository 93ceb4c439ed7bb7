"""A problem's events told as a story: newest first, with the planned future above. A constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencity.catalogue.models import Category
from opencity.catalogue.pauses import reason_in_words
from opencity.foundation.chains import Fact, Facts
from opencity.people.models import Organisation, Person, Sector
from opencity.problems.events import KINDS
from opencity.problems.history import facts_of
from opencity.problems.models import ActorKey, Endorsement, Event, Evidence, Problem, Report
from opencity.problems.states import State
from opencity.web.public.dates import When, day_words, moment
from opencity.web.public.photographs import Picture, evidence_picture
from opencity.web.public.phrases import RULES, phrase_of
from opencity.web.public.story_together import (
    OF_GIVING,
    OF_THE_RULE,
    Deed,
    Together,
    deed_of,
    figures,
    rows_together,
    run_key,
    text_of,
)

RESIDENTS = Sector.CIVIL.value
NOBODY = ""
"""The sector of what no sector did: a coordinator, the rule, the calendar."""
BY_COORDINATORS = frozenset(
    "published hidden photo_hidden routed recategorised relocated objection_dismissed rejected out_of_scope merged "
    "absorbed split closed_unverified imported forwarded owner_denied owner_settled".split()
)
BY_ITS_LEAD = frozenset(kind for kind in KINDS if kind.startswith("plan_"))
"""Whoever leads a plan is named by it."""
WITHOUT_PICTURES = frozenset(
    kind for kind, known in KINDS.items() if kind.startswith(("plan_", "action_")) and "photos" not in known.facts
)
"""Kinds that may share their moment with a photograph that came with something else."""
OF_A_ROUND = frozenset({"verdict", "objection_withdrawn"})
SPEAKS = ("organisation", "led_by", "owner", "from", "named")
MOST_WORDS = 200
"""How many joiners' own words are read for one page; beyond that only their count is told."""


@dataclass(frozen=True)
class Quote:
    """Words as they were said. `source` names an organisation; people are named in the line itself."""

    words: str
    language: str
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Line:
    kind: str
    when: When
    sector: str
    text: SafeString
    quotes: tuple[Quote, ...] = ()
    pictures: tuple[Picture, ...] = ()
    late: bool = False


@dataclass(frozen=True)
class Material:
    """Everything the story is told from, read once."""

    problem: Problem
    now: datetime
    events: list[Event]
    people: dict[str, Person]
    reports: list[Report]
    endorsements: dict[int, Endorsement]
    organisations: dict[str, Organisation]
    categories: dict[str, str]
    evidence: Sequence[Evidence]
    together: Together

    @property
    def named(self) -> frozenset[int]:
        """People who allowed their public name here."""
        told = {report.reporter_id for report in self.reports if report.show_name}
        return frozenset(told | {pk for pk, row in self.endorsements.items() if row.show_name})


def gather(problem: Problem, evidence: Sequence[Evidence], *, now: datetime) -> Material:
    """At most seven queries, whatever the length of the story, and five more where people gave, promised or lent."""
    events = list(Event.everywhere.filter(problem=problem).order_by("position").prefetch_related("texts"))
    keys = ActorKey.everywhere.filter(problem=problem).select_related("person")
    reports = Report.everywhere.filter(problem=problem).select_related("access_point", "filed_under", "reporter")
    endorsements = Endorsement.everywhere.filter(
        Q(show_name=True) | ~Q(words=""), problem=problem, confirmed_at__isnull=False, withdrawn_at=None
    )
    return Material(
        problem=problem,
        now=now,
        events=events,
        people={key.key: key.person for key in keys},
        reports=list(reports.order_by("created_at", "pk")),
        endorsements={row.person_id: row for row in endorsements.order_by("-confirmed_at")[:MOST_WORDS]},
        organisations=_organisations(events),
        categories=_categories(problem, events),
        evidence=evidence,
        together=rows_together(events),
    )


def _organisations(events: Iterable[Event]) -> dict[str, Organisation]:
    named = {str(facts_of(event).get(name, "")) for event in events for name in SPEAKS}
    rows = Organisation.objects.filter(uuid__in=[UUID(one) for one in named if one])
    return {str(row.uuid): row for row in rows}


def _categories(problem: Problem, events: Iterable[Event]) -> dict[str, str]:
    codes = {str(facts_of(event).get("category", "")) for event in events if event.kind == "recategorised"}
    if not codes:
        return {}
    rows = Category.everywhere.filter(community=problem.community, code__in=codes)
    return {row.code: row.name for row in rows}


def lines_of(material: Material, *, verdicts_shown: bool) -> list[Line]:
    """What has happened, newest first. While a round runs its verdicts wait unless `verdicts_shown`."""
    told = [event for event in material.events if _is_told(event, material.problem, verdicts_shown)]
    runs = groupby(_side_by_side(material, told), key=lambda event: _run(material, event))
    return [_told_at_once(material, list(run)) for _key, run in runs][::-1]


def _side_by_side(material: Material, told: Iterable[Event]) -> Iterator[Event]:
    """What happened at one moment has no order of its own: what belongs in one line comes together."""
    for _at, group in groupby(told, key=lambda event: event.at):
        events = list(group)
        first: dict[object, int] = {}
        for place, event in enumerate(events):
            first.setdefault(_run(material, event), place)
        yield from sorted(events, key=lambda event: first[_run(material, event)])


def _run(material: Material, event: Event) -> object:
    """Events that follow one another with the same key stand in one line."""
    if event.kind == "endorsed":
        return event.kind
    key = run_key(deed_of(event, material.together)) if event.kind in OF_GIVING else None
    return key or event.position


def _told_at_once(material: Material, events: list[Event]) -> Line:
    if events[0].kind == "endorsed":
        return _joined(material, events)
    if events[0].kind in OF_GIVING:
        return _given(material, events)
    return _line(material, events[0])


def _given(material: Material, events: list[Event]) -> Line:
    """Promises and gifts: givers are named by their own choice, in public or quietly."""
    deeds = [deed_of(event, material.together) for event in events]
    return Line(
        kind=events[0].kind,
        when=moment(events[-1].at, material.problem.community, material.now),
        sector=NOBODY if events[0].kind == "pledge_lapsed" else deeds[0].sector,
        text=text_of(deeds),
        quotes=tuple(_givers_words(deeds)),
    )


def _givers_words(deeds: Sequence[Deed]) -> Iterator[Quote]:
    said = [(deed, text) for deed in deeds for text in deed.event.texts.all() if text.name == "words"]
    for deed, text in said:
        if text.words.strip():
            yield Quote(text.words, text.language, deed.name if len(deeds) > 1 else "")


def _is_told(event: Event, problem: Problem, verdicts_shown: bool) -> bool:
    if not KINDS[event.kind].told:
        return False
    if event.kind not in OF_A_ROUND or verdicts_shown or problem.state != State.CLAIMED_DONE:
        return True
    return facts_of(event).get("round") != problem.claim_round


def _line(material: Material, event: Event) -> Line:
    facts = facts_of(event)
    # Whoever claims for the body that leads the plan speaks for it, though the duty is another's.
    organisation = material.organisations.get(str(facts.get("organisation") or facts.get("led_by", "")))
    library = _library(material, event)
    return Line(
        kind=event.kind,
        when=moment(event.at, material.problem.community, material.now),
        sector=_sector(event, organisation, library),
        text=_text(material, event, facts, organisation, library),
        quotes=tuple(_quotes(material, event, facts, organisation)),
        pictures=tuple(_pictures(material, [event])),
    )


def _sector(event: Event, organisation: Organisation | None, library: Organisation | None) -> str:
    if library is not None:
        return Sector.LIBRARY.value
    if event.kind in BY_COORDINATORS | OF_THE_RULE:
        return NOBODY
    return organisation.sector if organisation else RESIDENTS


def _text(
    material: Material,
    event: Event,
    facts: Facts,
    organisation: Organisation | None,
    library: Organisation | None,
) -> SafeString:
    known = figures(event, facts, material.together, material.problem.community, material.now)
    day = _day(material, facts.get("promised_for")) or known.pop("starts")
    text = format_html(
        str(phrase_of(event.kind, facts, through_library=library is not None, nobody=not event.actor)),
        who=organisation.name if organisation else _who(material, event),
        library=library.name if library else "",
        owner=_name(material, facts.get("owner")),
        from_=_name(material, facts.get("from")),
        named=_name(material, facts.get("named")),
        day=day,
        before=_day(material, facts.get("before")),
        until=_day(material, facts.get("paused_until")),
        reason=_reason(material, facts),
        review=_day(material, facts.get("review_on")),
        category=material.categories.get(str(facts.get("category", "")), ""),
        rule=RULES.get(str(facts.get("rule", "")), ""),
        source=facts.get("source", ""),
        number=_number(material.problem, facts.get("number") or facts.get("split_from")),
        **known,
    )
    timely = _timeliness(material, event)
    return format_html("{}{}", text, timely) if timely else text


def _who(material: Material, event: Event) -> str:
    person = material.people.get(event.actor)
    named = person is not None and (person.pk in material.named or event.kind in BY_ITS_LEAD)
    if person is not None and named and person.public_name:
        return person.public_name
    return _("Somebody living here")


def _library(material: Material, event: Event) -> Organisation | None:
    if event.kind != "reported":
        return None
    first = next((one for one in material.reports if one.filed_under_id == material.problem.pk), None)
    return first.access_point if first else None


def _name(material: Material, uuid: Fact | None) -> str:
    organisation = material.organisations.get(str(uuid or ""))
    return organisation.name if organisation else ""


def _day(material: Material, told: Fact | None) -> str:
    if not told:
        return ""
    return day_words(date.fromisoformat(str(told)), material.problem.community, material.now)


def _reason(material: Material, facts: Facts) -> str:
    code = str(facts.get("reason", ""))
    return reason_in_words(material.problem.community, code) if code else ""


def _number(problem: Problem, number: Fact | None) -> str:
    if not number:
        return ""
    address = reverse("problem", kwargs={"community": problem.community.slug, "number": number})
    return format_html('<a href="{}">№\u00a0{}</a>', address, number)


def _timeliness(material: Material, event: Event) -> str:
    """Said once, of the word that answered the report."""
    problem = material.problem
    if event.kind != "answered" or problem.answer_due is None or event.at != problem.answered_at:
        return ""
    calendar = problem.community.calendar
    if event.at > problem.answer_due:
        days = calendar.between(problem.answer_due, event.at)
        return ngettext(", %(days)s working day late", ", %(days)s working days late", days) % {"days": days}
    days = calendar.between(event.at, problem.answer_due)
    if not days:
        return _(", on the last day")
    return ngettext(
        ", %(days)s working day before the deadline", ", %(days)s working days before the deadline", days
    ) % {"days": days}


def _quotes(material: Material, event: Event, facts: Facts, organisation: Organisation | None) -> Iterator[Quote]:
    source = organisation.name if organisation and event.kind != "forwarded" else ""
    for text in event.texts.all():
        if text.name == "words" and text.name in KINDS[event.kind].texts and text.words.strip():
            yield Quote(text.words, text.language, source)
    if event.kind == "absorbed":
        for report in material.reports:
            if report.filed_under.number == facts.get("number") and report.words:
                yield Quote(report.words, report.language)


def _pictures(material: Material, events: Sequence[Event]) -> Iterator[Picture]:
    """A photograph belongs to the event with which it came: both carry the same moment."""
    moments = {event.at for event in events if event.kind not in WITHOUT_PICTURES}
    problem = material.problem
    for one in material.evidence:
        if one.created_at in moments:
            yield evidence_picture(one, problem, now=material.now, sizes="148px")


def _joined(material: Material, events: list[Event]) -> Line:
    """Neighbours who joined one after the other stand in one line."""
    last, many = events[-1], len(events)
    pictured = sum(1 for event in events if facts_of(event).get("photos"))
    if many == 1:
        text = format_html(str(phrase_of("endorsed", {})), who=_who(material, last))
    else:
        phrase = ngettext(
            "<b>{many} more person</b>: “it affects me too”", "<b>{many} more people</b>: “it affects me too”", many
        )
        text = format_html(phrase, many=many)
    if pictured:
        added = ngettext("{many} of them adds a photo", "{many} of them add photos", pictured)
        text = format_html("{}. {}", text, format_html(added, many=pictured)) if many > 1 else text
    return Line(
        kind="endorsed",
        when=moment(last.at, material.problem.community, material.now),
        sector=RESIDENTS,
        text=text,
        quotes=tuple(_joiners_words(material, events)),
        pictures=tuple(_pictures(material, events)),
    )


def _joiners_words(material: Material, events: Iterable[Event]) -> Iterator[Quote]:
    for event in events:
        person = material.people.get(event.actor)
        row = material.endorsements.get(person.pk) if person else None
        if row is not None and row.words:
            named = person is not None and row.show_name and person.public_name
            yield Quote(row.words, row.language, named or "")


def opening_words(material: Material) -> list[Quote]:
    """The words of the report this problem began with."""
    first = [one for one in material.reports if one.filed_under_id == material.problem.pk and one.words.strip()]
    title = material.problem.title.rstrip("….")
    return [Quote(one.words, one.language) for one in first[:1] if one.words.strip().rstrip(".") != title]
