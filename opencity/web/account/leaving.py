"""Signing out leaves nothing of one person in a browser that another may use next."""

from __future__ import annotations

from allauth.account.views import LogoutView
from django.http import HttpRequest, HttpResponse

FORGET = '"cache", "storage"'
"""Pages kept for the back button, databases, the service worker and all it keeps. Cookies are ours to end."""


class SignOut(LogoutView):  # type: ignore[misc]
    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        answer: HttpResponse = super().post(request, *args, **kwargs)
        answer["Clear-Site-Data"] = FORGET
        return answer


sign_out = SignOut.as_view()
