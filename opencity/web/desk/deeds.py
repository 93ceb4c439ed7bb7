"""Every deed of the desk: what it asks, who may do it now, and the one operation it calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from opencity.casework.operations.talking import write_note
from opencity.foundation.languages import current
from opencity.people.acting import Actor
from opencity.people.models import Person
from opencity.places.cells import Point
from opencity.places.telling import ToldPlace
from opencity.problems.history import Words
from opencity.problems.models import Problem
from opencity.problems.operations import asking, merging, owning, pausing, reviewing
from opencity.problems.operations.pausing import NewPause
from opencity.problems.operations.photographing import keep_photo
from opencity.problems.rules.moves import MOVES, Who
from opencity.problems.states import FINAL, UNDER_WAY, Visibility
from opencity.verification.operations import judging
from opencity.verification.operations.claiming import claim
from opencity.verification.operations.splitting import split_remainder
from opencity.web.desk import forms

Form = forms.DeedForm
Run = Callable[[Problem, Actor, Form, datetime], object]
Allowed = Callable[[Problem, frozenset[Who]], bool]


@dataclass(frozen=True, kw_only=True)
class Deed:
    """`done` is said in a toast afterwards; `first` marks the one sun-yellow act where it fits."""

    label: Promise
    done: Promise
    form: type[Form]
    run: Run
    allowed: Allowed
    first: bool = False


def _said(form: Form) -> Words:
    return Words(form.cleaned_data.get("words", ""), current())


def _move(name: str) -> Allowed:
    known = MOVES[name]
    return lambda problem, who: problem.state in known.origins and bool(known.who & who & _DESK)


_DESK = frozenset({Who.OFFICER, Who.INTAKE, Who.INSPECTOR, Who.COORDINATOR, Who.MODERATOR, Who.LIBRARIAN})
_MODERATORS = frozenset({Who.COORDINATOR, Who.MODERATOR})


def _officer(problem: Problem, who: frozenset[Who]) -> bool:
    return Who.OFFICER in who and problem.state not in FINAL


def _asking(problem: Problem, who: frozenset[Who]) -> bool:
    return problem.state in UNDER_WAY and bool(who & {Who.OFFICER, Who.COORDINATOR})


def _pausable(problem: Problem, who: frozenset[Who]) -> bool:
    due = problem.answer_due is not None and problem.answered_at is None and problem.state in UNDER_WAY
    return due and problem.paused_until is None and bool(who & {Who.OFFICER, Who.COORDINATOR})


def _paused(problem: Problem, who: frozenset[Who]) -> bool:
    return (
        problem.paused_until is not None and problem.answered_at is None and bool(who & {Who.OFFICER, Who.COORDINATOR})
    )


def _moderator(problem: Problem, who: frozenset[Who]) -> bool:
    return bool(who & _MODERATORS)


def _publisher(problem: Problem, who: frozenset[Who]) -> bool:
    may = _MODERATORS | ({Who.LIBRARIAN} if problem.visibility == Visibility.HELD else frozenset())
    return bool(who & may) and problem.visibility in {Visibility.HELD, Visibility.HIDDEN}


def _shown(problem: Problem, who: frozenset[Who]) -> bool:
    return _moderator(problem, who) and problem.visibility in {Visibility.PUBLIC, Visibility.HELD}


def _unowned(problem: Problem, who: frozenset[Who]) -> bool:
    return Who.COORDINATOR in who and problem.owner_id is None and problem.state in UNDER_WAY


def _completer(problem: Problem, who: frozenset[Who]) -> bool:
    return problem.state == "claimed_done" and bool(who & {Who.COORDINATOR, Who.LIBRARIAN})


def _splitter(problem: Problem, who: frozenset[Who]) -> bool:
    return problem.state == "claimed_done" and bool(who & {Who.COORDINATOR, Who.OFFICER})


def _photo(problem: Problem, actor: Actor, form: Form, now: datetime) -> Any:
    raw = form.cleaned_data["photo"].read()
    return keep_photo(problem.community, raw, uploader=actor.person, now=now)


def _claim(problem: Problem, actor: Actor, form: Form, now: datetime) -> object:
    return claim(problem, actor, _said(form), (_photo(problem, actor, form, now),), now=now)


def _complete(problem: Problem, actor: Actor, form: Form, now: datetime) -> object:
    return judging.complete(problem, actor, _photo(problem, actor, form, now), now=now)


def _relocate(problem: Problem, actor: Actor, form: Form, now: datetime) -> object:
    data = form.cleaned_data
    known = data["lat"] is not None and data["lon"] is not None
    place = ToldPlace(
        point=Point(data["lat"], data["lon"]) if known else None,
        words=data["place_words"],
        area=data["area"],
        source="map" if known else "area",
    )
    return reviewing.relocate(problem, actor, place, _said(form), now=now)


def _merge(problem: Problem, actor: Actor, form: Form, now: datetime) -> object:
    rows = Problem.everywhere.filter(community=problem.community)
    return merging.merge(
        problem, get_object_or_404(rows, number=form.cleaned_data["into"]), actor, _said(form), now=now
    )


def _dismiss(problem: Problem, actor: Actor, form: Form, now: datetime) -> object:
    author = get_object_or_404(Person, pk=form.cleaned_data["author"])
    return judging.dismiss_objection(problem, author, actor, _said(form), now=now)


def _note(problem: Problem, actor: Actor, form: Form, now: datetime) -> object:
    return write_note(problem, actor, form.cleaned_data["words"], now=now)


DEEDS: Mapping[str, Deed] = {
    "accept": Deed(
        label=_("Take it up and answer"),
        done=_("Taken up. The reporter and neighbours will know."),
        form=forms.AcceptForm,
        run=lambda p, a, f, now: owning.accept(p, a, _said(f), promised_for=forms.day_of(f, "promised_for"), now=now),
        allowed=_move("accept"),
        first=True,
    ),
    "claim": Deed(
        label=_("Say that it is done"),
        done=_("Thank you. Neighbours are asked to look."),
        form=forms.ClaimForm,
        run=_claim,
        allowed=lambda p, who: Who.INSPECTOR in who and p.state in MOVES["claim"].origins,
        first=True,
    ),
    "publish": Deed(
        label=_("Publish"),
        done=_("Published. The owner is told."),
        form=forms.NoWordsForm,
        run=lambda p, a, f, now: reviewing.publish(p, a, now=now),
        allowed=_publisher,
        first=True,
    ),
    "begin": Deed(
        label=_("We have begun"),
        done=_("Shown as in progress."),
        form=forms.BeginForm,
        run=lambda p, a, f, now: owning.begin(p, a, _said(f), now=now),
        allowed=_move("begin"),
    ),
    "answer": Deed(
        label=_("Answer in public"),
        done=_("Published in the story."),
        form=forms.AnswerForm,
        run=lambda p, a, f, now: owning.answer(p, a, _said(f), now=now),
        allowed=_officer,
    ),
    "promise": Deed(
        label=_("Name a day"),
        done=_("The day is published."),
        form=forms.PromiseForm,
        run=lambda p, a, f, now: owning.promise(p, a, f.cleaned_data["day"], _said(f), now=now),
        allowed=_officer,
    ),
    "forward": Deed(
        label=_("Not ours, pass it on"),
        done=_("Passed on. The deadline stays."),
        form=forms.ForwardForm,
        run=lambda p, a, f, now: owning.forward(p, a, f.cleaned_data["to"], _said(f), now=now),
        allowed=_move("forward"),
    ),
    "block": Deed(
        label=_("There is an obstacle"),
        done=_("The obstacle is published."),
        form=forms.BlockForm,
        run=lambda p, a, f, now: owning.block(p, a, _said(f), review_on=f.cleaned_data["review_on"], now=now),
        allowed=_move("block"),
    ),
    "ask": Deed(
        label=_("Ask whoever reported it"),
        done=_("Asked. The reply comes to this page, and you hear of it."),
        form=forms.AskForm,
        run=lambda p, a, f, now: asking.ask_reporter(p, a, _said(f), now=now),
        allowed=_asking,
    ),
    "pause": Deed(
        label=_("Pause the deadline"),
        done=_("The pause is published, with the day on which an answer was due without it."),
        form=forms.PauseForm,
        run=lambda p, a, f, now: pausing.pause_clock(
            p, a, NewPause(f.cleaned_data["reason"], f.cleaned_data["until"], _said(f)), now=now
        ),
        allowed=_pausable,
    ),
    "resume": Deed(
        label=_("Let the deadline run on"),
        done=_("It runs on, by the working days the pause took."),
        form=forms.NoWordsForm,
        run=lambda p, a, f, now: pausing.resume_clock(p, a, now=now),
        allowed=_paused,
    ),
    "unblock": Deed(
        label=_("The obstacle is gone"),
        done=_("Work goes on."),
        form=forms.UnblockForm,
        run=lambda p, a, f, now: owning.unblock(p, a, _said(f), now=now),
        allowed=_move("unblock"),
        first=True,
    ),
    "assign": Deed(
        label=_("Name the owner"),
        done=_("The owner is told."),
        form=forms.AssignForm,
        run=lambda p, a, f, now: owning.assign_owner(p, a, f.cleaned_data["to"], _said(f), now=now),
        allowed=_unowned,
        first=True,
    ),
    "split_rest": Deed(
        label=_("Split off what remains"),
        done=_("The done part is verified, the rest is a problem of its own."),
        form=forms.SplitForm,
        run=lambda p, a, f, now: split_remainder(p, a, f.cleaned_data["title"], _said(f), now=now),
        allowed=_splitter,
    ),
    "complete": Deed(
        label=_("Complete the check"),
        done=_("Verified. Thank you for going there."),
        form=forms.CompleteForm,
        run=_complete,
        allowed=_completer,
    ),
    "dismiss": Deed(
        label=_("Dismiss an objection"),
        done=_("Dismissed, with your reason in the story."),
        form=forms.DismissForm,
        run=_dismiss,
        allowed=_completer,
    ),
    "keep": Deed(
        label=_("Looked at: leave it as it is"),
        done=_("The flags are closed."),
        form=forms.NoWordsForm,
        run=lambda p, a, f, now: reviewing.dismiss_flags(p, a, now=now),
        allowed=lambda p, who: _moderator(p, who) and p.flags.filter(resolved_at=None).exists(),
    ),
    "hide": Deed(
        label=_("Hide"),
        done=_("Hidden. Its page shows the reason."),
        form=forms.ReasonForm,
        run=lambda p, a, f, now: reviewing.hide(p, a, _said(f), now=now),
        allowed=_shown,
    ),
    "reject": Deed(
        label=_("Do not accept"),
        done=_("Not accepted. The reporter will read why."),
        form=forms.RejectForm,
        run=lambda p, a, f, now: reviewing.reject(p, a, f.cleaned_data["rule"], _said(f), now=now),
        allowed=_move("reject"),
    ),
    "out_of_scope": Deed(
        label=_("For somebody else"),
        done=_("Closed, with the place to turn to."),
        form=forms.ScopeForm,
        run=lambda p, a, f, now: reviewing.put_out_of_scope(p, a, _said(f), now=now),
        allowed=_move("out_of_scope"),
    ),
    "merge": Deed(
        label=_("Join to another problem"),
        done=_("Joined. Nobody and nothing was lost."),
        form=forms.MergeForm,
        run=_merge,
        allowed=lambda p, who: _moderator(p, who) and p.state in MOVES["merge"].origins,
    ),
    "split": Deed(
        label=_("Split in two"),
        done=_("The second problem is open."),
        form=forms.SplitForm,
        run=lambda p, a, f, now: merging.split(p, a, f.cleaned_data["title"], _said(f), now=now),
        allowed=lambda p, who: _moderator(p, who) and p.state in UNDER_WAY,
    ),
    "recategorise": Deed(
        label=_("Change the category"),
        done=_("The category is changed."),
        form=forms.RecategoriseForm,
        run=lambda p, a, f, now: reviewing.recategorise(p, a, f.cleaned_data["category"], _said(f), now=now),
        allowed=lambda p, who: (_moderator(p, who) or Who.INTAKE in who) and p.state not in FINAL,
    ),
    "relocate": Deed(
        label=_("Move to the right place"),
        done=_("The place is put right."),
        form=forms.RelocateForm,
        run=_relocate,
        allowed=lambda p, who: _moderator(p, who) and p.state not in FINAL,
    ),
    "hold": Deed(
        label=_("Take back for a check"),
        done=_("It is not public while it is checked."),
        form=forms.ReasonForm,
        run=lambda p, a, f, now: reviewing.hold(p, a, _said(f), now=now),
        allowed=lambda p, who: _moderator(p, who) and p.visibility == Visibility.PUBLIC,
    ),
    "private": Deed(
        label=_("Make it private"),
        done=_("Only those on the case see it now."),
        form=forms.ReasonForm,
        run=lambda p, a, f, now: reviewing.make_private(p, a, _said(f), now=now),
        allowed=lambda p, who: _moderator(p, who) and p.visibility != Visibility.PRIVATE,
    ),
    "redact": Deed(
        label=_("Black out personal data"),
        done=_("Blacked out."),
        form=forms.RedactForm,
        run=lambda p, a, f, now: reviewing.redact(
            f.cleaned_data["report"], f.cleaned_data["covered"], a, _said(f), now=now
        ),
        allowed=_moderator,
    ),
    "photo": Deed(
        label=_("Show or take away a photo"),
        done=_("Done."),
        form=forms.PhotoForm,
        run=lambda p, a, f, now: reviewing.show_photo(
            f.cleaned_data["evidence"], a, shown=f.cleaned_data["shown"], words=_said(f), now=now
        ),
        allowed=_moderator,
    ),
    "note": Deed(
        label=_("Write a note"),
        done=_("The note is kept."),
        form=forms.NoteForm,
        run=_note,
        allowed=lambda p, who: bool(who & _DESK),
    ),
}
APART = frozenset({"note", "redact", "photo", "dismiss"})
"""Deeds whose forms stand beside what they are about, not in the list of deeds."""


def open_deeds(problem: Problem, who: frozenset[Who]) -> dict[str, Deed]:
    """What somebody with these capacities may do with the problem now; the first act first."""
    found = {name: deed for name, deed in DEEDS.items() if deed.allowed(problem, who)}
    return dict(sorted(found.items(), key=lambda one: not one[1].first))
