"""Forms that outlive a sign-in.

A form's token changes when somebody signs in, and a form opened before would lose what was typed. Report pages tell
foreign pages apart by where the browser says a request comes from instead; they also leave visitors without a cookie.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from opencity.communities.http import CommunityRequest
from opencity.foundation.refusals import NotAllowed

P = ParamSpec("P")
View = Callable[Concatenate[CommunityRequest, P], HttpResponse]


def from_our_pages(view: View[P]) -> View[P]:
    """Refuse what another site's page sends in a visitor's name. Programs, which name no origin, may pass."""

    @wraps(view)
    def guarded(request: CommunityRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method == "POST" and is_foreign(request):
            raise NotAllowed(_("This form was sent from another site."), _("Open the report here and send it again."))
        return view(request, *args, **kwargs)

    return csrf_exempt(guarded)


def is_foreign(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in {"same-origin", "none"}
    named = request.headers.get("Origin") or request.headers.get("Referer")
    if named is None:
        return False
    return urlsplit(named).netloc not in {request.get_host(), urlsplit(settings.PUBLIC_URL).netloc}
