"""Many notices of one reader become one letter."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencity.channels.email import Letter
from opencity.communities.models import Community
from opencity.foundation.languages import INTERFACE
from opencity.notices import links
from opencity.notices.chapters import chapter_of
from opencity.notices.content import Act, Chapter, Content
from opencity.notices.kinds import KINDS, NEWS, RANK, TO_CONFIRM, Shape
from opencity.notices.models import Delivery

MOST_NEARBY = 25
"""So many new problems nearby one letter tells of; the others are counted and linked."""
LONGEST_SUBJECT = 110
_RUNS = re.compile(r"[ \t\r\n\v\f]+")
"""What may not stand in a header, or twice; no-break spaces stay."""


def message_id(community: Community, deliveries: Sequence[Delivery]) -> str:
    """The same for the same notices, however often they are tried: a doubtful repeat can be told from news."""
    ids = ",".join(str(one.pk) for one in deliveries)
    name = hashlib.sha256(f"{community.uuid}:{ids}".encode()).hexdigest()[:32]
    return f"<{name}@{urlsplit(settings.PUBLIC_URL).hostname}>"


def compose(community: Community, deliveries: Sequence[Delivery], to: str, *, now: datetime) -> Letter:
    """The letter in its reader's language; all deliveries have the same reader and `letter` as its Message-ID."""
    with translation.override(language_of(community, deliveries[0])):
        content = _content(community, deliveries, now)
        context = {"letter": content, "LANGUAGE_CODE": content.language}
        return Letter(
            to=to,
            subject=content.subject,
            text=_tidy(render_to_string("letters/base.txt", context)),
            html=render_to_string("letters/base.html", context),
            message_id=deliveries[0].letter,
            headers=_headers(content),
        )


def language_of(community: Community, one: Delivery) -> str:
    wanted = one.person.language if one.person else next(iter(community.languages), INTERFACE[0])
    return wanted if wanted in INTERFACE else INTERFACE[0]


def _content(community: Community, deliveries: Sequence[Delivery], now: datetime) -> Content:
    ordered = sorted(deliveries, key=lambda one: (RANK[one.kind], one.pk))
    matters = _by_matter(ordered)
    nearby = [some for some in matters if some[0].kind == "nearby"]
    left_out = nearby[MOST_NEARBY:]
    chapters = tuple(chapter_of(some, now) for some in matters if some not in left_out)
    first = ordered[0]
    may_stop = first.person is not None and any(_can_be_muted(one) for one in ordered)
    about = first.problem if len(matters) == 1 else None
    return Content(
        subject=_subject(community, ordered, chapters, len(matters)),
        language=translation.get_language() or INTERFACE[0],
        community=community.name,
        home=links.page("home", community),
        chapters=chapters,
        reason=_reason(first),
        more=_more(community, len(left_out)),
        contact=community.charter.contact,
        unsubscribe=links.unsubscribe_page(community, first.person, about) if may_stop and first.person else "",
        everything=links.unsubscribe_page(community, first.person, None) if may_stop and first.person else "",
    )


def _more(community: Community, left_out: int) -> Act | None:
    if not left_out:
        return None
    said = ngettext("%(count)s more new problem", "%(count)s more new problems", left_out)
    return Act(said % {"count": left_out}, links.page("problems", community))


def _by_matter(ordered: Sequence[Delivery]) -> list[list[Delivery]]:
    """Notices about one problem together, in the order of the most important of each."""
    rank = {one.pk: n for n, one in reversed(list(enumerate(ordered)))}
    groups = [list(some) for _key, some in groupby(sorted(ordered, key=_matter), key=_matter)]
    for some in groups:
        some.sort(key=lambda one: rank[one.pk])
    return sorted(groups, key=lambda some: rank[some[0].pk])


def _matter(one: Delivery) -> tuple[int, str]:
    if one.problem_id:
        return one.problem_id, ""
    return 0, one.kind if KINDS[one.kind].shape == Shape.QUEUE else one.once


def _can_be_muted(one: Delivery) -> bool:
    return not one.critical and one.kind not in TO_CONFIRM


def _subject(community: Community, ordered: Sequence[Delivery], chapters: Sequence[Chapter], matters: int) -> str:
    first, headline = chapters[0], chapters[0].lines[0].headline
    if matters == 1:
        parts = [headline, f"{first.number} {first.open_title}".strip()] if first.number else [headline, community.name]
    elif all(one.kind == "nearby" for one in ordered):
        said = ngettext("%(count)s new problem nearby", "%(count)s new problems nearby", matters)
        parts = [said % {"count": matters}, community.name]
    elif ordered[0].critical or ordered[0].kind not in NEWS:
        more = ngettext("and %(count)s more", "and %(count)s more", matters - 1) % {"count": matters - 1}
        parts = [headline, f"{first.number} {more}".strip()]
    else:
        said = ngettext("News of %(count)s problem", "News of %(count)s problems", matters)
        parts = [said % {"count": matters}, community.name]
    subject = _RUNS.sub(" ", " · ".join(parts)).strip()
    return subject if len(subject) <= LONGEST_SUBJECT else subject[: LONGEST_SUBJECT - 1].rstrip() + "…"


def _reason(one: Delivery) -> str:
    """Why this letter came to this reader."""
    if one.facts.get("as") == "grantor":
        return _("This letter came because a plan in %(community)s needs your organisation's permission.") % {
            "community": one.community.name
        }
    if one.organisation is not None:
        return _("This letter came because your organisation answers for something in %(community)s.") % {
            "community": one.community.name
        }
    match one.facts.get("as"):
        case "giver":
            return _("This letter came because you promised help here.")
        case "steward":
            return _("This letter came because you look after this place.")
        case "borrower":
            return _("This letter came because you reserved or borrowed a tool.")
        case "offerer":
            return _("This letter came because you have a standing offer here.")
        case "colleague":
            return _("This letter came because you handle cases of your organisation.")
        case "leads_body":
            return _("This letter came because you lead an organisation here.")
        case "appellant":
            return _("This letter came because you sent a formal appeal.")
        case "asker":
            return _("This letter came because you asked.")
        case "chooser":
            return _("You chose this letter. One tap on your page and it comes no more.")
        case "meeting":
            return _("This letter came because you asked for a meeting at a library.")
        case "coming":
            return _("This letter came because you signed up for a joint action.")
        case "lead_of_action":
            return _("This letter came because you lead a joint action.")
        case "lead":
            return _("This letter came because you lead a plan here.")
        case "handler":
            return _("This letter came because you have a role in %(community)s.") % {"community": one.community.name}
        case "neighbour":
            return _("This letter came because you follow a place nearby.")
        case "asked":
            return _("This letter came because you follow the problem, are affected by it, or are a librarian.")
        case "follower":
            return _("This letter came because you follow the problem.")
    return _("This letter came because you reported the problem or left this address with it.")


def _headers(content: Content) -> Mapping[str, str]:
    headers = {"Reply-To": content.contact} if "@" in content.contact else {}
    if content.everything:
        headers |= {
            "List-Unsubscribe": f"<{content.everything}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    return headers


def _tidy(text: str) -> str:
    """Single blank lines only, none at the ends of lines: templates leave more."""
    lines: list[str] = []
    for line in (one.strip() for one in text.strip().splitlines()):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines) + "\n"
