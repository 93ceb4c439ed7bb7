from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from opencity.foundation.refusals import Refusal
from opencity.web.desk.access import SignInFirst


class RefusalMiddleware:
    """Every no is shown the same way: the reason, then the next step. Who must sign in first is led there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exc: Exception) -> HttpResponse | None:
        if isinstance(exc, SignInFirst):
            return exc.response
        if isinstance(exc, Refusal):
            return render(request, "refusal.html", {"refusal": exc}, status=exc.status)
        return None
