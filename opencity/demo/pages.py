"""`/demo/`: sign in as one of the cast, and read the letters that were sent. Only where OPENCITY_DEMO is set."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from itertools import groupby
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from opencity.demo.cast import Member
from opencity.demo.cast import cast as everybody
from opencity.demo.letters import letter, letters
from opencity.people.models import Person

P = ParamSpec("P")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def _only_in_the_demo(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return cast(Callable[Concatenate[HttpRequest, P], HttpResponse], never_cache(guarded))


@require_GET
@_only_in_the_demo
def demo(request: HttpRequest) -> HttpResponse:
    groups = [(kind, list(members)) for kind, members in groupby(everybody(), key=lambda member: member.kind)]
    return render(request, "demo.html", {"groups": groups, "letters": letters(settings.MAIL_FOLDER)})


@require_POST
@_only_in_the_demo
def enter(request: HttpRequest, key: str) -> HttpResponse:
    member = _member(key)
    person = get_object_or_404(Person, emailaddress__email=member.email, emailaddress__verified=True, is_active=True)
    login(request, person, backend=BACKEND)
    return redirect(member.door, community=member.community)


@require_GET
@_only_in_the_demo
def one_letter(request: HttpRequest, name: str) -> HttpResponse:
    found = letter(settings.MAIL_FOLDER, name)
    if found is None:
        raise Http404
    return render(request, "demo_letter.html", {"letter": found})


def _member(key: str) -> Member:
    found = next((member for member in everybody() if member.key == key), None)
    if found is None:
        raise Http404
    return found


urlpatterns = [
    path("", demo, name="demo"),
    path("enter/<slug:key>/", enter, name="demo_enter"),
    path("letters/<str:name>/", one_letter, name="demo_letter"),
]
