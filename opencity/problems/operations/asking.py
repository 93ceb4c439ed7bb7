"""The body that has the duty asks whoever reported it, and waits for the reply. The deadline runs meanwhile."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from opencity.foundation.refusals import NotAllowed, NotNow, NotUnderstood
from opencity.people.acting import Actor
from opencity.people.models import Person
from opencity.people.rights import Right
from opencity.problems.history import Words, locked, record
from opencity.problems.models import Problem, Report
from opencity.problems.models.question import Question
from opencity.problems.queries.questions import open_question
from opencity.problems.states import UNDER_WAY


@transaction.atomic
def ask_reporter(problem: Problem, actor: Actor, words: Words, *, now: datetime) -> Question:
    """One question at a time: a second one waits for the first reply, or takes its place once it is taken back."""
    problem = locked(problem)
    _must_have_the_duty(problem, actor)
    if problem.state not in UNDER_WAY:
        raise NotNow(_("Nothing is to be asked any more."), _("The problem's page shows what can be done now."))
    if open_question(problem) is not None:
        raise NotNow(
            _("A question waits for its reply already."), _("Wait for it, or take it back and ask everything at once.")
        )
    if not words.text.strip():
        raise NotUnderstood(
            _("The question is empty."), _("Write what you need to know, in a sentence."), field="words"
        )
    facts = {"organisation": str(problem.owner.uuid)} if problem.owner else {}
    event = record(problem, "asked_reporter", actor=actor.person, at=now, facts=facts, texts={"words": words})
    return Question.everywhere.create(
        community=problem.community,
        problem=problem,
        organisation=problem.owner,
        asked=event,
        asked_by=actor.person,
        asked_at=now,
    )


@transaction.atomic
def reply_to_question(problem: Problem, person: Person, words: Words, *, now: datetime) -> Question:
    """By whoever reported it. The same reply again changes nothing."""
    problem = locked(problem)
    if not Report.everywhere.filter(problem=problem, reporter=person).exists():
        raise NotAllowed(
            _("The question is for whoever reported it."), _("Do you know it too? Add it as something new.")
        )
    question = open_question(problem)
    if question is None:
        raise NotNow(
            _("Nobody waits for a reply any more."),
            _("Do you know something new? Add it to the story."),
            link=f"problems/{problem.number}/update/",
        )
    if not words.text.strip():
        raise NotUnderstood(_("The reply is empty."), _("Write a sentence; “I do not know” helps too."), field="words")
    question.reply = record(problem, "reporter_replied", actor=person, at=now, texts={"words": words})
    question.replied_at = now
    question.save(update_fields=["reply", "replied_at"])
    return question


@transaction.atomic
def take_question_back(problem: Problem, actor: Actor, *, now: datetime) -> None:
    problem = locked(problem)
    _must_have_the_duty(problem, actor)
    question = open_question(problem)
    if question is not None:
        question.replied_at = now
        question.save(update_fields=["replied_at"])
        record(problem, "question_taken_back", actor=actor.person, at=now)


def _must_have_the_duty(problem: Problem, actor: Actor) -> None:
    if actor.coordinates or actor.may(Right.ANSWER, problem.owner_id, problem.category.code):
        return
    raise NotAllowed(
        _("This is not yours to do."),
        _("Only the body that has the duty can do it. Are you from there? Sign in with its address."),
    )
