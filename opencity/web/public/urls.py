"""Everything below a community's slug."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView

from opencity.maps import base, tiles, tiles_file
from opencity.web.account import me_urls
from opencity.web.desk import urls as desk
from opencity.web.library import urls as library
from opencity.web.public import (
    claiming,
    endorsing,
    feeds,
    flagging,
    following,
    history,
    home,
    letters_urls,
    listing,
    map_page,
    meetings,
    owners,
    photos,
    pieces,
    places,
    problem,
    reopening,
    replying,
    results,
    stewarding,
    texts,
    updating,
    verifying,
    withdrawing,
)
from opencity.web.public.actions_urls import ACTIONS_URLS
from opencity.web.public.appeals.urls import APPEALS_URLS
from opencity.web.public.assets.urls import ASSETS_URLS
from opencity.web.public.certificates_urls import CERTIFICATES_URLS
from opencity.web.public.lending_urls import LENDING_URLS
from opencity.web.public.needs_urls import NEEDS_URLS
from opencity.web.public.organisations.urls import ORGANISATIONS_URLS
from opencity.web.public.plans_urls import PLANS_URLS
from opencity.web.public.reporting import urls as reporting

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("problems/", listing.problems, name="problems"),
    path("problems.atom", feeds.problems_feed, name="problems_feed"),
    path("problems/<int:number>/", problem.problem, name="problem"),
    path("problems/<int:number>/photos/", problem.problem_photos, name="problem_photos"),
    path("problems/<int:number>/qr.svg", problem.problem_qr, name="problem_qr"),
    path("problems/<int:number>/endorse/", endorsing.problem_endorse, name="problem_endorse"),
    path("problems/<int:number>/follow/", following.problem_follow, name="problem_follow"),
    path("problems/<int:number>/reply/", replying.problem_reply, name="problem_reply"),
    path("problems/<int:number>/update/", updating.problem_update, name="problem_update"),
    path("problems/<int:number>/flag/", flagging.problem_flag, name="problem_flag"),
    path("problems/<int:number>/done/", claiming.problem_done, name="problem_done"),
    path("problems/<int:number>/verify/", verifying.problem_verify, name="problem_verify"),
    path("problems/<int:number>/objection/", withdrawing.problem_objection, name="problem_objection"),
    path("problems/<int:number>/reopen/", reopening.problem_reopen, name="problem_reopen"),
    path("problems/<int:number>/withdraw/", withdrawing.problem_withdraw, name="problem_withdraw"),
    path("stewardships/", stewarding.stewardships, name="stewardships"),
    path("problems/<int:number>/care/", stewarding.problem_care, name="problem_care"),
    path("problems/<int:number>/care/adopt/", stewarding.problem_adopt, name="problem_adopt"),
    path("problems/<int:number>/care/look/", stewarding.problem_look, name="problem_look"),
    path("problems/<int:number>/care/leave/", stewarding.problem_leave_care, name="problem_leave_care"),
    path("map/", map_page.map_page, name="map"),
    path("map/<int:number>/card/", map_page.map_card, name="map_card"),
    path("map/base.geojson", base.map_base, name="map_base"),
    path("map/base.pmtiles", tiles_file.base_tiles, name="base_tiles"),
    path("tiles/<int:z>/<int:x>/<int:y>.mvt", tiles.tile, name="tile"),
    path("areas/", places.areas_index, name="areas"),
    path("areas/<str:code>/", places.area, name="area"),
    path("areas/<str:code>.atom", feeds.area_feed, name="area_feed"),
    path("owners/", owners.owners_index, name="owners"),
    path("owners/<slug:organisation>/", owners.owner, name="owner"),
    path("owners/<slug:organisation>.atom", feeds.owner_feed, name="owner_feed"),
    path("results/", results.results, name="results"),
    path("history/", history.history, name="history"),
    path("how/", texts.how, name="how"),
    path("rules/", texts.rules, name="rules"),
    path("access-points/", texts.libraries, name="libraries"),
    path("access-points/<slug:organisation>/", meetings.access_point, name="access_point"),
    path("access-points/<slug:organisation>/meetings/ask/", meetings.meeting_ask, name="meeting_ask"),
    path("libraries/", RedirectView.as_view(pattern_name="libraries", permanent=True), name="libraries_before"),
    path("pieces/", pieces.pieces, name="pieces"),
    re_path(r"^photos/(?P<digest>[0-9a-f]{64})-(?P<width>[0-9]{2,4})\.jpg$", photos.photo, name="photo"),
    *APPEALS_URLS,
    *ASSETS_URLS,
    *LENDING_URLS,
    *NEEDS_URLS,
    *PLANS_URLS,
    *ACTIONS_URLS,
    *CERTIFICATES_URLS,
    *ORGANISATIONS_URLS,
    path("", include(reporting)),
    path("", include(letters_urls)),
    path("", include(me_urls)),
    path("", include(library)),
    path("", include(desk)),
]
