"""Letters that could not be delivered, and trying them again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from opencity.communities.http import CommunityRequest
from opencity.foundation.refusals import NotAllowed
from opencity.notices.operations.sending import try_again
from opencity.notices.queries import dead_letters
from opencity.web.desk.access import desk_actor


@never_cache
@require_http_methods(["GET", "POST"])
def letters(request: CommunityRequest, community: str) -> HttpResponse:
    if not desk_actor(request).coordinates:
        raise NotAllowed(_("Only coordinators see undelivered letters."), _("Ask the coordinator of the community."))
    if request.method == "POST":
        try_again(request.community, now=now())
        messages.success(request, _("They will be tried again within a minute."))
        return redirect("desk_letters", community)
    return render(request, "desk/letters.html", {"letters": dead_letters(request.community)[:100]})
