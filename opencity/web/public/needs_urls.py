"""Addresses of what is needed, what is offered, and what fits whom."""

from __future__ import annotations

from django.urls import path

from opencity.maps import needs as tiles
from opencity.web.account import fits
from opencity.web.public import business, needs, offers

NEEDS_URLS = [
    path("needs/", needs.needs, name="needs"),
    path("needs.atom", needs.needs_feed, name="needs_feed"),
    path("needs/map/", needs.needs_map, name="needs_map"),
    path("needs/<int:number>/card/", needs.needs_card, name="needs_card"),
    path("needs/tiles/<int:z>/<int:x>/<int:y>.mvt", tiles.needs_tile, name="needs_tile"),
    path("offers/", offers.offers, name="offers"),
    path("offers/new/", offers.offer_new, name="offer_new"),
    path("offers/<uuid:uuid>/", offers.offer, name="offer"),
    path("offers/<uuid:uuid>/edit/", offers.offer_edit, name="offer_edit"),
    path("offers/<uuid:uuid>/end/", offers.offer_end, name="offer_end"),
    path("business/", business.business, name="business"),
    path("organisations/<slug:organisation>/year/<int:year>/", business.organisation_year, name="organisation_year"),
    path(
        "organisations/<slug:organisation>/year/<int:year>.csv",
        business.organisation_year_csv,
        name="organisation_year_csv",
    ),
    path("me/fits/", fits.me_fits, name="me_fits"),
]
