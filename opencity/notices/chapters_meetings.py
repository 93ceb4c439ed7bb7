"""Letters about a meeting: to the branch that is asked, and to whoever asked."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from opencity.access_points.models import Meeting
from opencity.notices import links
from opencity.notices.content import Act, Chapter
from opencity.notices.kinds import Shape
from opencity.notices.models import Delivery
from opencity.notices.saying import line_of, moment_words


def chapter_of_meeting(first: Delivery, now: datetime) -> Chapter:
    meeting = Meeting.everywhere.select_related("access_point").get(pk=first.facts["meeting"])
    facts = [
        (_("About"), meeting.title or "—"),
        (_("When"), moment_words(meeting.starts_at, first.community, now)),
        (_("Where"), ", ".join(part for part in (meeting.access_point.name, meeting.room) if part)),
    ]
    if first.kind == "meeting_answer" and meeting.answer:
        facts.append((_("The library says"), meeting.answer))
    return Chapter(shape=Shape.MEETING, lines=(line_of(first, now),), facts=tuple(facts), act=_act(first, meeting))


def _act(first: Delivery, meeting: Meeting) -> Act:
    if first.kind == "meeting_asked":
        return Act(_("Answer at the counter"), links.page("library_meeting", first.community, str(meeting.uuid)))
    return Act(_("Meetings of the library"), links.page("access_point", first.community, meeting.access_point.slug))
