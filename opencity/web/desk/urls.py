from __future__ import annotations

from django.urls import path

from opencity.web.desk import case, letters, organisations, queue, routing

urlpatterns = [
    path("desk/", queue.desk, name="desk"),
    path("desk/routing/", routing.routing, name="desk_routing"),
    path("desk/letters/", letters.letters, name="desk_letters"),
    path("desk/organisations/", organisations.organisations, name="desk_organisations"),
    path("desk/organisations/requests/<uuid:uuid>/", organisations.application, name="desk_application"),
    path("desk/organisations/<slug:organisation>/", organisations.organisation, name="desk_organisation"),
    path("desk/<int:number>/", case.case, name="desk_case"),
    path("desk/<int:number>/<slug:deed>/", case.do, name="desk_deed"),
    path("problems/<int:number>/answer/", case.answer, name="problem_answer"),
]
