"""The action a page is about, as this reader may see it, and the small forms of what one may do with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _

from opencity.actions.access import action_for_public, sides, sign_up_of
from opencity.actions.models import Action, Participation
from opencity.actions.queries.listing import current_of
from opencity.communities.http import CommunityRequest
from opencity.foundation.refusals import NotAllowed, Refusal
from opencity.people.acting import Actor, actor_for
from opencity.people.models import Person
from opencity.web.public import cases
from opencity.web.public.actions_words import address_of, when_of
from opencity.web.public.reading import actor_of


@dataclass(frozen=True)
class ActionCase:
    """An action and whoever looks at it, at one moment. With the token of a letter its reader is known by it."""

    action: Action
    actor: Actor | None
    now: datetime
    token: str = ""

    @property
    def person(self) -> Person | None:
        return self.actor.person if self.actor else None

    @property
    def leads(self) -> bool:
        return self.actor is not None and bool(sides(self.action, self.actor))

    def own(self) -> Participation | None:
        return current_of(self.action, self.person) if self.person else None

    def must_be_known(self, why: str) -> Actor:
        if self.actor is None:
            raise NotAllowed(why, _("Sign in with your e-mail: we send a code, no password is needed."))
        return self.actor


def case_of(request: CommunityRequest, number: int, position: int) -> ActionCase:
    moment = now()
    action = action_for_public(request.community, number, position)
    return ActionCase(action, actor_of(request, now=moment), moment)


def case_by_letter(request: CommunityRequest, number: int, position: int) -> ActionCase:
    """Whoever holds the link of a letter sees and may leave their sign-up without signing in."""
    case = case_of(request, number, position)
    token = request.POST.get("t") or request.GET.get("t") or ""
    one = sign_up_of(case.action, token) if token else None
    if one is None or not one.person.is_active:
        return case
    return ActionCase(case.action, actor_for(one.person, request.community, now=case.now), case.now, token)


def form(
    request: CommunityRequest, template: str, case: ActionCase, *, refusal: Refusal | None = None, **more: Any
) -> HttpResponse:
    """The small page of one act; what was typed comes back with a refusal."""
    problem = cases.Case(case.action.problem, case.actor, case.now)
    more = {"action": case.action, "address": address_of(case.action), "when": when_of(case.action, case.now), **more}
    return cases.form(request, f"public/actions/{template}.html", problem, refusal=refusal, token=case.token, **more)


def done(request: CommunityRequest, case: ActionCase, told: str, name: str = "action") -> HttpResponse:
    """Back to the action, with a line that says what came of it."""
    messages.success(request, told)
    address = address_of(case.action, name)
    return redirect(f"{address}?t={case.token}" if case.token and name == "action_mine" else address)


def must_lead(case: ActionCase, why: str) -> Actor:
    """For pages that show names: 403 with the next step for everybody else."""
    actor = case.must_be_known(why)
    if not case.leads:
        raise NotAllowed(
            _("Only whoever leads the action can do this."),
            _("Write what you know in an update on the problem: the lead reads it."),
            link=f"problems/{case.action.problem.number}/actions/{case.action.position}/",
        )
    return actor
