"""Plans as the cast would make them: Oksana of «Поруч» leads, for a pothole that residents may mend."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from opencity.people.models import Organisation
from opencity.plans.models import Need, Plan, Pledge
from opencity.plans.operations.lines import NewNeed, NewPlan, NewStep
from opencity.plans.operations.planning import draft_plan, publish_plan
from opencity.plans.operations.pledging import NewPledge, pledge
from opencity.plans.values import NeedKind, Route, Unit
from opencity.problems.history import Words
from opencity.problems.models import Problem
from tests.town import MONDAY, Town, report

LATER = MONDAY + timedelta(days=1)


def paint(quantity: str = "10", **more: Any) -> NewNeed:
    return NewNeed(kind=NeedKind.MATERIAL, unit=Unit.LITRE, words="Фарба", quantity=Decimal(quantity), **more)


def hands(quantity: str = "12", **more: Any) -> NewNeed:
    more.setdefault("hours_each", Decimal(3))
    return NewNeed(kind=NeedKind.LABOUR, unit=Unit.PERSON, words="Руки", quantity=Decimal(quantity), **more)


def permit(grantor: Organisation) -> NewNeed:
    return NewNeed(
        kind=NeedKind.PERMISSION,
        unit=Unit.PERMIT,
        words="Дозвіл",
        quantity=Decimal(1),
        minimum=Decimal(1),
        grantor=grantor,
    )


def money(payee: Organisation, quantity: str = "4000") -> NewNeed:
    return NewNeed(
        kind=NeedKind.MONEY,
        unit=Unit.HRYVNIA,
        words="Гроші на лавку",
        quantity=Decimal(quantity),
        payee=payee,
        payment="UA00 0000 0000 0000",
    )


def new_plan(town: Town, *needs: NewNeed, **more: Any) -> NewPlan:
    more.setdefault("organisation", town.organisations["ngo"])
    more.setdefault("route", Route.JOINT)
    return NewPlan(
        summary=Words("Зберемося в суботу й пофарбуємо зупинку.", "uk"),
        steps=(NewStep(words="Отримати дозвіл"), NewStep(words="Пофарбувати")),
        needs=needs,
        **more,
    )


def pothole(town: Town, **more: Any) -> Problem:
    return report(town, category="road.pothole", words="Яма біля зупинки, лавка зламана.", **more).problem


def published(town: Town, *needs: NewNeed, problem: Problem | None = None, now: datetime = LATER, **more: Any) -> Plan:
    problem = problem or pothole(town)
    plan = draft_plan(problem, town.actor("oksana", now), new_plan(town, *needs, **more), now=now)
    return publish_plan(plan, town.actor("oksana", now), now=now)


def need_of(plan: Plan, words: str) -> Need:
    return Need.everywhere.select_related("plan__problem__community", "grantor", "payee").get(plan=plan, words=words)


def promise(town: Town, who: str, need: Need, quantity: str = "1", *, now: datetime = LATER, **more: Any) -> Pledge:
    made = pledge(need, town.actor(who, now), NewPledge(quantity=Decimal(quantity), **more), now=now)
    return again(made)


def again(row: Pledge) -> Pledge:
    return Pledge.everywhere.select_related(
        "need__plan__problem__community", "need__payee", "need__grantor", "person", "organisation"
    ).get(pk=row.pk)


def plan_again(plan: Plan) -> Plan:
    return Plan.everywhere.select_related("problem__community", "lead", "organisation").get(pk=plan.pk)
