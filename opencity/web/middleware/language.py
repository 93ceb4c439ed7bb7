from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from opencity.foundation.languages import INTERFACE


class LanguageMiddleware:
    """The interface's language: `?lang=`, else the cookie, else what the browser asks for, else Ukrainian.

    `?lang=` gives each language its own address; choosing one is remembered in a cookie that holds nothing else.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        asked = request.GET.get("lang", "")
        if asked not in INTERFACE:
            asked = ""
        language = asked or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if language not in INTERFACE:
            language = translation.get_language_from_request(request)[:2]
        with translation.override(language if language in INTERFACE else INTERFACE[0]):
            request.LANGUAGE_CODE = translation.get_language() or INTERFACE[0]
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        if asked:
            self._remember(response, asked)
        return response

    @staticmethod
    def _remember(response: HttpResponseBase, language: str) -> None:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
