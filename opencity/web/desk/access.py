"""Who may sit at the desk: officers of a body, coordinators, moderators, librarians."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from opencity.communities.http import CommunityRequest
from opencity.communities.models import Community
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


def audit_actor(request: CommunityRequest) -> Actor:
    """Whoever is signed in; what they may read is asked of the page itself."""
    actor = actor_of(request)
    if actor is None:
        raise SignInFirst(redirect_to_login(request.get_full_path()))
    must_have_second_step(request.community, actor)
    return actor


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
    must_have_second_step(request.community, actor)
    return actor


def must_have_second_step(community: Community, actor: Actor) -> None:
    """Duties and roles that the charter names open the desk with a second step of signing in alone."""
    wanted = set(community.charter.second_step_for)
    held = {duty.kind for duty in actor.duties if duty.gives(Right.READ)} | set(actor.roles)
    if wanted & held and not is_mfa_enabled(actor.person):
        raise NotAllowed(
            _("Your duty asks for a second step when you sign in."),
            _("Add a passkey or an authenticator: it takes a minute."),
            link=reverse("mfa_index"),
        )
