"""What somebody typed before signing in waits in their session for the same page, never in an address."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import QueryDict

from opencity.communities.http import CommunityRequest

KEY = "typed"
MOST_PAGES = 3
LONGEST = 60_000
KEPT = timedelta(hours=12)


def keep(request: CommunityRequest, *, now: datetime) -> None:
    """The form as it was sent, for this address; older ones of other pages make room."""
    waiting = dict(request.session.get(KEY, {}))
    waiting.pop(request.path, None)
    waiting[request.path] = [now.isoformat(), request.POST.urlencode()[:LONGEST]]
    request.session[KEY] = dict(list(waiting.items())[-MOST_PAGES:])


def recall(request: CommunityRequest, *, now: datetime) -> QueryDict | None:
    """What was typed on this page, unless it has waited too long."""
    found = request.session.get(KEY, {}).get(request.path)
    if found is None or now - datetime.fromisoformat(found[0]) > KEPT:
        return None
    return QueryDict(found[1])


def forget(request: CommunityRequest) -> None:
    if request.path in request.session.get(KEY, {}):
        request.session[KEY] = {path: told for path, told in request.session[KEY].items() if path != request.path}
