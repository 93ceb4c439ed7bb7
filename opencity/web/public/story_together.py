"""Promises and gifts in the story: who gives what, in one line for several in a row, and quiet givers unnamed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Prefetch
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencity.communities.models import Community
from opencity.foundation.chains import Facts
from opencity.lending.models import Tool
from opencity.organisations.wording import votes_words
from opencity.people.models import Organisation, Person
from opencity.plans.models import Condition, Contribution, Need, Pledge
from opencity.plans.values import NeedKind, PledgeSector, PledgeState, Unit
from opencity.plans.wording import NO_BREAK, amount_words, number_words
from opencity.problems.history import facts_of
from opencity.problems.models import Event
from opencity.web.public.conditions import conditions_words
from opencity.web.public.dates import moment
from opencity.web.public.phrases import phrase_of

OF_GIVING = frozenset(
    "pledged pledge_accepted pledge_declined pledge_woke pledge_moved_up pledge_delivered pledge_acknowledged "
    "pledge_disputed pledge_withdrawn pledge_lapsed contributed".split()
)
OF_LENDING = frozenset({"tool_lent", "tool_returned"})
OF_THE_RULE = frozenset({"plan_ready", "plan_short", "action_confirmed"})
"""Told of nobody's sector."""
WORK = frozenset({NeedKind.LABOUR, NeedKind.SKILL})
MOST_NAMES = 3
Key = tuple[str, str]


@dataclass(frozen=True)
class Together:
    """The rows that events of giving and lending name, by their uuids."""

    needs: Mapping[str, Need] = field(default_factory=dict)
    pledges: Mapping[str, Pledge] = field(default_factory=dict)
    gifts: Mapping[str, Contribution] = field(default_factory=dict)
    tools: Mapping[str, Tool] = field(default_factory=dict)


def rows_together(events: Iterable[Event]) -> Together:
    """Five queries at most; none where nobody promised, gave, spent or lent anything."""
    events = list(events)
    told = [facts_of(event) for event in events if event.kind in OF_GIVING or event.kind == "spent"]
    lent = [facts_of(event) for event in events if event.kind in OF_LENDING]
    tools = {str(row.uuid): row for row in Tool.everywhere.filter(uuid__in=_named(lent, "tool"))} if lent else {}
    if not told:
        return Together(tools=tools)
    conditions = Prefetch("conditions", Condition.everywhere.select_related("need"))
    pledges = Pledge.everywhere.filter(uuid__in=_named(told, "pledge")).select_related("person", "organisation")
    gifts = Contribution.everywhere.filter(uuid__in=_named(told, "contribution"))
    return Together(
        {str(row.uuid): row for row in Need.everywhere.filter(uuid__in=_named(told, "need")).select_related("plan")},
        {str(row.uuid): row for row in pledges.prefetch_related(conditions)},
        {str(row.uuid): row for row in gifts.select_related("person", "organisation")},
        tools,
    )


def _named(told: Iterable[Facts], name: str) -> list[UUID]:
    return [UUID(one) for one in sorted({str(facts.get(name, "")) for facts in told}) if one]


@dataclass(frozen=True)
class Deed:
    """One event of giving with everything it names. `name` is empty for whoever is not named, `giver` tells apart."""

    event: Event
    facts: Facts
    need: Need | None
    pledge: Pledge | None
    name: str
    sector: str
    giver: int

    @property
    def quantity(self) -> Decimal:
        return Decimal(str(self.facts.get("quantity", "0")))

    @property
    def is_rest(self) -> bool:
        return bool(self.facts.get("rest_of"))


def deed_of(event: Event, rows: Together) -> Deed:
    facts = facts_of(event)
    pledge = rows.pledges.get(str(facts.get("pledge", "")))
    row = rows.gifts.get(str(facts.get("contribution", ""))) or pledge
    quiet = bool(facts.get("quiet")) or row is None
    organisation = row.organisation if row is not None and not quiet else None
    return Deed(
        event=event,
        facts=facts,
        need=rows.needs.get(str(facts.get("need", ""))),
        pledge=pledge,
        name=giver_name(row.person, organisation) if row is not None and not quiet else "",
        sector=organisation.sector if organisation else str(facts.get("sector", "")),
        giver=row.person_id if row is not None else 0,
    )


def giver_name(person: Person, organisation: Organisation | None) -> str:
    return organisation.name if organisation else person.public_name


def somebody(sector: str) -> str:
    """Whoever gives and is not named."""
    return {
        PledgeSector.BUSINESS.value: _("A business"),
        PledgeSector.AUTHORITY.value: _("A public body"),
    }.get(sector, _("Somebody living here"))


def run_key(deed: Deed) -> Key | None:
    """Deeds that follow one another with the same key stand in one line; None for those told by themselves."""
    kind, state = deed.event.kind, _state(deed)
    if kind == "pledged":
        alone = state == PledgeState.SLEEPING or (deed.need is not None and deed.need.kind == NeedKind.PERMISSION)
        return None if alone else (phrase_key(deed), deed.sector)
    if kind == "contributed":
        return (phrase_key(deed), deed.sector)
    return (kind, deed.sector) if kind == "pledge_lapsed" else None


def phrase_key(deed: Deed) -> str:
    kind = deed.need.kind if deed.need else ""
    if deed.event.kind == "contributed":
        if kind in WORK:
            return "contributed.work"
        return "contributed.permission" if kind == NeedKind.PERMISSION else "contributed"
    if deed.event.kind != "pledged":
        return deed.event.kind
    if kind == NeedKind.PERMISSION and _state(deed) == PledgeState.ACCEPTED:
        return "pledged.permission"
    patient = _state(deed) in {PledgeState.WAITING, PledgeState.OFFERED} and not deed.is_rest
    return f"pledged.{_state(deed)}" if patient else "pledged"


def text_of(deeds: Sequence[Deed]) -> SafeString:
    """One sentence for a run of deeds with the same key."""
    first = deeds[0]
    key = phrase_key(first)
    many = len({one.name or one.giver for one in deeds}) > 1
    phrase = phrase_of(f"{key}.many" if many and key != "contributed.permission" else key, first.facts)
    conditions = conditions_words(first.pledge.conditions.all()) if first.pledge and "sleeping" in _state(first) else ""
    text = format_html(str(phrase), who=_who(deeds), what=_what(deeds), conditions=conditions)
    rest = sum((one.quantity for one in deeds if one.is_rest), Decimal(0))
    if rest and first.need is not None and len(deeds) > 1:
        waits = _("%(amount)s more stand in line") % {"amount": amount_words(rest, first.need.unit)}
        text = format_html("{}. {}", text, waits)
    return text


def _state(deed: Deed) -> str:
    return str(deed.facts.get("pledge_state", ""))


def _who(deeds: Sequence[Deed]) -> str:
    """«Ніна, Григорій і ще 5»; the rest of a promise names nobody twice."""
    names = list(dict.fromkeys(one.name for one in deeds if one.name))
    unnamed = len({one.giver for one in deeds if not one.name})
    more = unnamed + max(0, len(names) - MOST_NAMES)
    if not names:
        return somebody(deeds[0].sector) if more == 1 else _people(more, deeds[0].sector)
    shown = ", ".join(names[:MOST_NAMES])
    return _("%(names)s and %(more)s more") % {"names": shown, "more": more} if more else shown


def _people(many: int, sector: str) -> str:
    if sector == PledgeSector.CIVIL:
        return ngettext("%(n)s person", "%(n)s people", many) % {"n": many}
    return ngettext("%(n)s body", "%(n)s bodies", many) % {"n": many}


def _what(deeds: Sequence[Deed]) -> SafeString:
    """Each need once, with what all of these come to: «Копачі — 9 людей; Перегній — 12 мішків»."""
    needs = dict.fromkeys(one.need for one in deeds)
    return format_html_join("; ", "{}", ((_of_need(need, deeds),) for need in needs))


def _of_need(need: Need | None, deeds: Sequence[Deed]) -> SafeString:
    mine = [one for one in deeds if one.need == need and (not one.is_rest or len(deeds) == 1)]
    amount = ", ".join(_amounts(need, mine))
    if need is None:
        return format_html("{}", amount)
    words = format_html('<span lang="{}">{}</span>', need.plan.language, need.words)
    return format_html("{}{}— {}", words, NO_BREAK, amount) if amount else words


def _amounts(need: Need | None, deeds: Iterable[Deed]) -> Iterator[str]:
    """How much, and how long where it was work. What is one of a kind by nature has no number."""
    deeds = list(deeds)
    sum_of = sum((one.quantity for one in deeds), Decimal(0))
    hours = sum((Decimal(str(one.facts.get("hours") or 0)) for one in deeds), Decimal(0))
    if need is None:
        yield number_words(sum_of)
    elif need.unit != Unit.PERMIT and not (hours and need.unit == Unit.HOUR):
        yield amount_words(sum_of, need.unit)
    if hours:
        yield amount_words(hours, Unit.HOUR)


def figures(event: Event, facts: Facts, rows: Together, community: Community, now: datetime) -> dict[str, object]:
    """Everything countable that phrases of plans, actions and care may name."""
    need = rows.needs.get(str(facts.get("need", "")))
    return {
        "needs": _counted_needs(int(facts.get("needs") or 0)),
        "version": _version(int(facts.get("version") or 0)),
        "need": format_html('<span lang="{}">{}</span>', need.plan.language, need.words) if need else "",
        "amount": _amount(facts),
        "measured": _measured(facts),
        "tool": _tool(rows.tools.get(str(facts.get("tool", ""))), facts) if event.kind in OF_LENDING else "",
        "came": _came(facts) if event.kind in {"action_held", "action_reported"} else "",
        "votes": votes_words(facts),
        "rhythm": rhythm_words(int(facts.get("every_days") or 0)),
        "starts": _starts(facts, community, now),
    }


def _counted_needs(many: int) -> str:
    return ngettext("%(n)s need", "%(n)s needs", many) % {"n": many}


def _version(number: int) -> str:
    return _("version %(number)s") % {"number": number}


def _amount(facts: Facts) -> str:
    if "amount" in facts:
        return amount_words(Decimal(str(facts["amount"])), Unit.HRYVNIA)
    return ""


def _tool(tool: Tool | None, facts: Facts) -> str:
    """«Шуруповерт, 2»: the name is the access point's own; one of it needs no number. Of what is back, how many."""
    whole = Decimal(str(facts.get("quantity") or 0))
    many = Decimal(str(facts.get("back", whole)))
    if tool is None:
        return number_words(many)
    words = format_html('<span lang="{}">{}</span>', tool.language, tool.words)
    if many != whole:
        amount = _("%(back)s of %(all)s") % {"back": number_words(many), "all": number_words(whole)}
        return format_html("{}{}— {}", words, NO_BREAK, amount)
    return words if whole == 1 else format_html("{}{}— {}", words, NO_BREAK, number_words(whole))


def _measured(facts: Facts) -> str:
    if "indicator" not in facts:
        return ""
    return amount_words(Decimal(str(facts["measured"])), str(facts.get("unit", "")))


def _came(facts: Facts) -> str:
    came, missed = int(facts.get("came") or 0), int(facts.get("missed") or 0)
    said = [ngettext("%(n)s person", "%(n)s people", came) % {"n": came}]
    if facts.get("hours"):
        said.append(amount_words(Decimal(str(facts["hours"])), Unit.HOUR))
    if missed:
        said.append(ngettext("%(n)s did not come", "%(n)s did not come", missed) % {"n": missed})
    return ", ".join(said)


def rhythm_words(days: int) -> str:
    """How often somebody looks after a place."""
    match days:
        case 1:
            return _("every day")
        case 7:
            return _("once a week")
        case 30 | 31:
            return _("once a month")
    return ngettext("once in %(n)s day", "once in %(n)s days", days) % {"n": days}


def _starts(facts: Facts, community: Community, now: datetime) -> str:
    microseconds = facts.get("starts")
    if not microseconds:
        return ""
    return moment(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(microseconds)), community, now).words
