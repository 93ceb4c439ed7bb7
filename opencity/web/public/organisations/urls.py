"""Addresses of organisations, groups and partners."""

from __future__ import annotations

from django.urls import path

from opencity.web.public.organisations import applying, directory, groups, joining, profile

ORGANISATIONS_URLS = [
    path("organisations/", directory.organisations, name="organisations"),
    path("organisations/new/", applying.organisation_new, name="organisation_new"),
    path("organisations/requests/<uuid:uuid>/", applying.application, name="application"),
    path("organisations/requests/<uuid:uuid>/back/", joining.organisation_request_back, name="join_request_back"),
    path("organisations/<slug:organisation>/", profile.organisation, name="organisation"),
    path("organisations/<slug:organisation>/edit/", profile.organisation_edit, name="organisation_edit"),
    path("organisations/<slug:organisation>/join/", joining.organisation_join, name="organisation_join"),
    path("organisations/<slug:organisation>/leave/", joining.organisation_leave, name="organisation_leave"),
    path("organisations/<slug:organisation>/people/", joining.organisation_people, name="organisation_people"),
    path("organisations/<slug:organisation>/group/", groups.group_edit, name="group_edit"),
    path("organisations/<slug:organisation>/decisions/new/", groups.decision_new, name="decision_new"),
    path("organisations/<slug:organisation>/decisions/<int:number>/", groups.decision, name="decision"),
    path(
        "organisations/<slug:organisation>/logo/<str:digest>-<int:width>.jpg",
        profile.organisation_logo,
        name="organisation_logo",
    ),
    path("groups/new/", groups.group_new, name="group_new"),
    path("invitations/<str:key>/", joining.invitation, name="invitation"),
    path("partners/", directory.partners, name="partners"),
]
