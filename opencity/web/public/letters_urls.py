"""Links in letters; included by the public pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from opencity.web.public import letters

urlpatterns: list[URLPattern] = [
    path("confirm/<str:token>/", letters.confirm, name="confirm"),
    path("unsubscribe/<str:token>/", letters.unsubscribe, name="unsubscribe"),
]
