"""The author of an appeal hears of each step, the body of a new one and of every last day on the day before.

Steps are looked for by the clock; the unique key of a notice says what was told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from opencity.appeals.access import handlers
from opencity.appeals.law import law_of
from opencity.appeals.models import LIVE_STATES, Appeal, AppealStep
from opencity.appeals.rules import UNREGISTERED, Act, State, last_day
from opencity.communities.models import Community
from opencity.notices.operations.owing import owe, owe_each

LATELY = timedelta(days=3)
TOLD = {
    Act.REGISTER: "appeal_registered",
    Act.FORWARD: "appeal_forwarded",
    Act.RETURN: "appeal_returned",
    Act.EXTEND: "appeal_extended",
    Act.ANSWER: "appeal_answered",
}
TO_BODY = ("filed", Act.FORWARD)


def tell_of_appeals(community: Community, *, now: datetime) -> None:
    steps = AppealStep.everywhere.filter(community=community, at__gt=now - LATELY, kind__in=[*TOLD, "filed"])
    for step in steps.select_related("appeal__person", "appeal__problem__category", "appeal__organisation"):
        appeal = step.appeal
        if step.kind in TOLD and appeal.person is not None:
            owe(
                community,
                TOLD[Act(step.kind)],
                person=appeal.person,
                once=f"appeal_step:{step.pk}",
                facts={"as": "appellant", "appeal": appeal.pk, "step": step.pk},
                critical=True,
                at=now,
            )
        if step.kind in TO_BODY and step.to_id == appeal.organisation_id and appeal.state in UNREGISTERED:
            _tell_body(appeal, "appeal_new", f"appeal_new:{step.pk}", {"step": step.pk}, now)


def remind_of_appeals(community: Community, *, now: datetime) -> None:
    """On the morning before each last day."""
    tomorrow = community.calendar.today(now) + timedelta(days=1)
    rows = Appeal.everywhere.filter(community=community, state__in=LIVE_STATES)
    for appeal in rows.select_related("community", "problem__category", "organisation"):
        for what, day in last_days(appeal):
            if day == tomorrow:
                facts = {"what": what, "due": day.isoformat()}
                _tell_body(appeal, "appeal_due", f"appeal_due:{appeal.pk}:{what}:{day.isoformat()}", facts, now)


def last_days(appeal: Appeal) -> Iterator[tuple[str, date]]:
    yield "answer", appeal.due_on
    if appeal.state in UNREGISTERED | {State.REGISTERED}:
        law, calendar = law_of(appeal.community), appeal.community.calendar
        yield "forward", last_day(appeal.came_on, law.periods.forward, calendar)
        yield "return", last_day(appeal.came_on, law.periods.give_back, calendar)


def _tell_body(appeal: Appeal, kind: str, once: str, facts: Mapping[str, int | str], now: datetime) -> None:
    people = handlers(appeal.organisation, appeal.problem.category.code, now=now)
    told = {"as": "colleague", "appeal": appeal.pk, "organisation": appeal.organisation_id, **facts}
    owe_each(
        appeal.community,
        kind,
        [one.pk for one in people if one.pk != appeal.person_id],
        once=once,
        facts=told,
        at=now,
    )
