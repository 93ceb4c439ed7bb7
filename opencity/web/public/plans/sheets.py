"""The form of a plan as text: lines as they were typed, and as a draft, a template or a published plan fills them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from opencity.plans.models import Need, Plan
from opencity.plans.operations.lines import MOST_NEEDS, MOST_STEPS
from opencity.plans.templates import Template, TemplateNeed
from opencity.plans.values import UNITS_OF, NeedKind, Route
from opencity.problems.models import Problem
from opencity.web.public.plans.pledge_forms import typed_amount
from opencity.web.public.reporting.forms import plain

LONGEST = 300
LONGEST_SUMMARY = 2001
FIRST_STEPS = 3


@dataclass(frozen=True, kw_only=True)
class StepRow:
    words: str = ""
    due: str = ""
    done: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.words


@dataclass(frozen=True, kw_only=True)
class NeedRow:
    """`known` is the position of the published need it changes."""

    kind: str
    unit: str = ""
    words: str = ""
    quantity: str = ""
    minimum: str = ""
    needed_by: str = ""
    hours: str = ""
    skill: str = ""
    grantor: str = ""
    payee: str = ""
    payment: str = ""
    payment_link: str = ""
    known: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.quantity or self.known)


Row = TypeVar("Row", StepRow, NeedRow)
NEED_FIELDS = tuple(name for name in NeedRow.__dataclass_fields__ if name != "kind")


@dataclass(frozen=True, kw_only=True)
class Sheet:
    route: str = ""
    summary: str = ""
    organisation: str = ""
    ask_first: bool = False
    template: str = ""
    steps: tuple[StepRow, ...] = ()
    needs: tuple[NeedRow, ...] = ()


def blank() -> Sheet:
    return Sheet(steps=(StepRow(),) * FIRST_STEPS)


def sent(post: Mapping[str, str]) -> Sheet:
    """What was typed, whole: nothing is cut but what no field can hold."""
    return Sheet(
        route=_text(post, "route", 10),
        summary=_text(post, "summary", LONGEST_SUMMARY),
        organisation=_text(post, "organisation"),
        ask_first=post.get("ask_first") == "1",
        template=_text(post, "template", 60),
        steps=tuple(_step(post, n) for n in range(_count(post, "steps", MOST_STEPS))),
        needs=tuple(_need(post, n) for n in range(_count(post, "needs", MOST_NEEDS))),
    )


def _text(post: Mapping[str, str], name: str, most: int = LONGEST) -> str:
    return plain(post.get(name, ""))[:most]


def _count(post: Mapping[str, str], name: str, most: int) -> int:
    said = post.get(name, "0")
    return min(int(said), most + 1) if said.isascii() and said.isdecimal() and len(said) < 4 else 0


def _step(post: Mapping[str, str], n: int) -> StepRow:
    return StepRow(**{name: _text(post, f"s-{n}-{name}") for name in ("words", "due", "done")})


def _need(post: Mapping[str, str], n: int) -> NeedRow:
    kind = _text(post, f"n-{n}-kind", 12)
    told = {name: _text(post, f"n-{n}-{name}") for name in NEED_FIELDS}
    return NeedRow(kind=kind if kind in NeedKind.values else NeedKind.MATERIAL.value, **told)


def changed(sheet: Sheet, post: Mapping[str, str], problem: Problem) -> Sheet | None:
    """The sheet with one more or one less line, as the pressed button says; None where it asks for something else."""
    kind = post.get("add_need", "")
    if kind in NeedKind.values and len(sheet.needs) < MOST_NEEDS:
        return replace(sheet, needs=(*sheet.needs, new_row(kind, problem)))
    if "add_step" in post and len(sheet.steps) < MOST_STEPS:
        return replace(sheet, steps=(*sheet.steps, StepRow()))
    if "drop_need" in post:
        return replace(sheet, needs=_without(sheet.needs, post["drop_need"]))
    if "drop_step" in post:
        return replace(sheet, steps=_without(sheet.steps, post["drop_step"]))
    return None


def _without(rows: tuple[Row, ...], number: str) -> tuple[Row, ...]:
    return tuple(row for n, row in enumerate(rows) if str(n) != number)


def new_row(kind: str, problem: Problem) -> NeedRow:
    """An empty line of a kind; a permission is asked of the owner until somebody else is named."""
    row = NeedRow(kind=kind, unit=UNITS_OF[NeedKind(kind)][0].value)
    if kind == NeedKind.PERMISSION:
        grantor = problem.owner.slug if problem.owner else ""
        return replace(row, quantity="1", minimum="1", grantor=grantor)
    return row


def of_template(template: Template, problem: Problem, today: date) -> Sheet:
    return Sheet(
        route=template.route.value,
        summary=template.summary,
        template=template.code,
        steps=tuple(StepRow(words=one) for one in template.steps),
        needs=tuple(_of_template_need(one, problem, today) for one in template.needs),
    )


def _of_template_need(need: TemplateNeed, problem: Problem, today: date) -> NeedRow:
    row = new_row(need.kind, problem)
    day = need.needed_by(today)
    return replace(
        row,
        unit=need.unit.value,
        words=need.words,
        quantity=typed_amount(need.quantity),
        minimum=_amount(need.minimum),
        needed_by=day.isoformat() if day else "",
        hours=_amount(need.hours_each),
        skill=need.skill,
    )


def of_plan(plan: Plan, needs: Iterable[Need]) -> Sheet:
    """A draft or a published plan as its form would have been filled in."""
    published = plan.version > 0
    steps = tuple(
        StepRow(words=one.words, due=one.due.isoformat() if one.due else "", done="1" if one.done_at else "")
        for one in plan.steps.order_by("position")
    )
    return Sheet(
        route=Route(plan.route).value,
        summary=plan.summary,
        organisation=plan.organisation.slug if plan.organisation else "",
        ask_first=plan.ask_first,
        template=plan.template,
        steps=steps or (StepRow(),),
        needs=tuple(_of_need(one, published) for one in needs),
    )


def _of_need(need: Need, published: bool) -> NeedRow:
    return NeedRow(
        kind=need.kind,
        unit=need.unit,
        words=need.words,
        quantity=typed_amount(need.quantity),
        minimum=_amount(need.minimum),
        needed_by=need.needed_by.isoformat() if need.needed_by else "",
        hours=_amount(need.hours_each),
        skill=need.skill,
        grantor=need.grantor.slug if need.grantor else "",
        payee=need.payee.slug if need.payee else "",
        payment=need.payment,
        payment_link=need.payment_link,
        known=str(need.position) if published else "",
    )


def _amount(quantity: Decimal | None) -> str:
    return typed_amount(quantity) if quantity else ""
