"""What belongs to a person in all communities."""

from __future__ import annotations

from django.urls import path

from opencity.web.account import me

urlpatterns = [
    path("my-data/", me.export, name="account_export"),
    path("erase/", me.erase, name="account_erase"),
]
