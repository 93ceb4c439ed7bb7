"""Doors only."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from opencity.api.v1 import api
from opencity.web.account import urls as account
from opencity.web.account.leaving import sign_out
from opencity.web.library.offline import service_worker
from opencity.web.public import communities
from opencity.web.public import urls as public

urlpatterns: list[URLPattern | URLResolver] = [
    path("", communities.communities, name="communities"),
    path("robots.txt", communities.robots, name="robots"),
    path("sw.js", service_worker, name="service_worker"),
    # Before allauth's own, which would leave the browser's stores as they are.
    path("account/logout/", sign_out, name="account_logout"),
    path("account/", include("allauth.urls")),
    path("demo/", include("opencity.demo.pages")),
    path("account/", include(account)),
    path("api/v1/", api.urls),
    path("<slug:community>/", include(public)),
]

handler404 = "opencity.web.public.missing.not_found"
handler500 = "opencity.web.public.missing.broken"
