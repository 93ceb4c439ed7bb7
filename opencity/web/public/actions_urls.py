"""Addresses of joint actions."""

from __future__ import annotations

from django.urls import path

from opencity.maps import gatherings
from opencity.web.public import (
    actions_calendar,
    actions_calling,
    actions_joining,
    actions_leading,
    actions_list,
    actions_page,
    actions_reporting,
)

ONE = "problems/<int:number>/actions/<int:position>/"

ACTIONS_URLS = [
    path("actions/", actions_list.actions, name="actions"),
    path("actions/map/", actions_list.actions_map, name="actions_map"),
    path("actions/<int:number>/card/", actions_list.actions_card, name="actions_card"),
    path("actions/tiles/<int:z>/<int:x>/<int:y>.mvt", gatherings.actions_tile, name="actions_tile"),
    path("actions.ics", actions_calendar.community_calendar, name="actions_calendar"),
    path("actions/mine/<str:token>.ics", actions_calendar.own, name="actions_own_calendar"),
    path("problems/<int:number>/actions/new/", actions_calling.action_call, name="action_call"),
    path(ONE, actions_page.action, name="action"),
    path(f"{ONE}action.ics", actions_calendar.action_calendar, name="action_calendar"),
    path(f"{ONE}join/", actions_joining.action_join, name="action_join"),
    path(f"{ONE}mine/", actions_joining.action_mine, name="action_mine"),
    path(f"{ONE}leave/", actions_joining.action_leave, name="action_leave"),
    path(f"{ONE}change/", actions_calling.action_change, name="action_change"),
    path(f"{ONE}decide/", actions_reporting.action_decide, name="action_decide"),
    path(f"{ONE}run/", actions_leading.action_run, name="action_run"),
    path(f"{ONE}arrivals/", actions_leading.action_arrivals, name="action_arrivals"),
    path(f"{ONE}here/<str:token>/", actions_leading.action_here, name="action_here"),
    path(f"{ONE}report/", actions_reporting.action_report, name="action_report"),
]
