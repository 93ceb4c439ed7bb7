"""Below a community's slug; included by the public pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from opencity.web.public.assets import near, page, saying, search

ASSETS_URLS: list[URLPattern] = [
    path("assets/search/", search.search, name="assets_search"),
    path("assets/near.json", near.near, name="assets_near"),
    path("assets/<slug:kind>.geojson", near.of_kind, name="assets_of_kind"),
    path("assets/<slug:kind>/<str:address>/", page.asset, name="asset"),
    path("assets/<slug:kind>/<str:address>/ours/", saying.ours, name="asset_ours"),
    path("assets/<slug:kind>/<str:address>/whose/", saying.whose, name="asset_whose"),
]
