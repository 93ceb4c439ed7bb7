"""Who may sit at the desk: officers of a body, coordinators, moderators, librarians."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from opencity.communities.http import CommunityRequest
from opencity.foundation.refusals import NotAllowed
from opencity.people.acting import Actor, actor_for
from opencity.people.rights import Right


class SignInFirst(Exception):
    """The page needs somebody signed in; carries the way there."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.response = response


def actor_of(request: CommunityRequest) -> Actor | None:
    """The actor behind a request, or None for somebody who is not signed in."""
    if not request.user.is_authenticated:
        return None
    return actor_for(request.user, request.community, now=now())


def desk_actor(request: CommunityRequest) -> Actor:
    """Raises SignInFirst for a stranger, NotAllowed for somebody with nothing to do here."""
    actor = actor_of(request)
    if actor is None:
        raise SignInFirst(redirect_to_login(request.get_full_path()))
    if not actor.roles and not actor.bodies_where(Right.READ):
        raise NotAllowed(
            _("Only those who handle cases see this desk."),
            _("Are you from a department or a library? Sign in with its address, or ask the coordinator."),
        )
    return actor
