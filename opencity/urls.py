from __future__ import annotations

from django.urls import include, path

from opencity.web.public import urls as public

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("<slug:community>/", include(public)),
]
