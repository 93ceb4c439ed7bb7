"""The acts of a body on an appeal, from what was typed to the operation, and what is said when it is done."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext as _

from opencity.appeals.law import law_of
from opencity.appeals.models import Appeal
from opencity.appeals.operations import handling
from opencity.appeals.operations.registering import NewRegistration, register_appeal
from opencity.appeals.rules import Act
from opencity.communities.http import CommunityRequest
from opencity.people.acting import Actor
from opencity.web.public.organisations.pages import day_of, line, uuid_of, words


def do(request: CommunityRequest, appeal: Appeal, actor: Actor, act: Act, *, now: datetime) -> str:
    uuid = uuid_of(request)
    match act:
        case Act.REGISTER:
            register_appeal(appeal, actor, _registration(request, appeal), now=now)
            return _("Registered. The author reads number and day.")
        case Act.RETURN:
            handling.return_appeal(appeal, actor, handling.Returning(words=words(request), uuid=uuid), now=now)
            return _("Returned. The author reads what is missing.")
        case Act.FORWARD:
            bodies = handling.bodies_to_forward_to(appeal, now=now)
            to = next((one for one in bodies if one.slug == request.POST.get("to")), None)
            said = handling.Forwarding(to=to, words=words(request), uuid=uuid)
            handling.forward_appeal(appeal, actor, said, now=now)
            return _("Passed on. You read it no more; your register keeps its number.")
        case Act.EXTEND:
            day = day_of(request.POST.get("day", ""), field="day")
            handling.extend_appeal(appeal, actor, handling.Extension(day=day, words=words(request), uuid=uuid), now=now)
            return _("Put off. The author reads the new day and why.")
        case Act.ANSWER:
            answer = handling.Answering(words=words(request), result=line(request, "result"), uuid=uuid)
            handling.answer_appeal(appeal, actor, answer, now=now)
            return _("Answered. The author reads it now.")
    raise Http404


def _registration(request: CommunityRequest, appeal: Appeal) -> NewRegistration:
    marks = {one.code: line(request, f"mark-{one.code}") for one in law_of(appeal.community).classifier.marks}
    return NewRegistration(
        number=line(request, "number"),
        registered_on=day_of(request.POST.get("registered_on", ""), field="registered_on"),
        question=line(request, "question"),
        marks=marks,
        studied=request.POST.get("studied") == "1",
        uuid=uuid_of(request),
    )
