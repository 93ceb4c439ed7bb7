from __future__ import annotations

from django.urls import path

from opencity.web.desk import (
    assets,
    assets_import,
    audit,
    case,
    figures,
    letters,
    map_of_cases,
    organisations,
    queue,
    routing,
    work,
)

urlpatterns = [
    path("desk/", queue.desk, name="desk"),
    path("desk/cases.geojson", map_of_cases.cases_geojson, name="desk_cases"),
    path("desk/routing/", routing.routing, name="desk_routing"),
    path("desk/letters/", letters.letters, name="desk_letters"),
    path("desk/organisations/", organisations.organisations, name="desk_organisations"),
    path("desk/organisations/requests/<uuid:uuid>/", organisations.application, name="desk_application"),
    path("desk/organisations/<slug:organisation>/", organisations.organisation, name="desk_organisation"),
    path("desk/assets/", assets.assets, name="desk_assets"),
    path("desk/assets/import/", assets_import.bring, name="desk_assets_import"),
    path("desk/assets/import/<uuid:uuid>/", assets_import.preview, name="desk_assets_preview"),
    path("desk/assets/<uuid:uuid>/", assets.asset, name="desk_asset"),
    path("desk/many/", work.many, name="desk_many"),
    path("desk/many/undo/", work.undo, name="desk_undo"),
    path("desk/lists/", work.keep_list, name="desk_lists"),
    path("desk/teams/", work.teams, name="desk_teams"),
    path("desk/day/", work.day, name="desk_day"),
    path("desk/audit/", audit.audit, name="desk_audit"),
    path("desk/audit.csv", audit.audit_csv, name="desk_audit_csv"),
    path("desk/figures/", figures.figures, name="desk_figures"),
    path("desk/figures/letter/", figures.figures_letter, name="desk_figures_letter"),
    path("desk/figures/<slug:measure>.csv", figures.figures_csv, name="desk_figures_csv"),
    path("desk/<int:number>/give/", work.give, name="desk_give"),
    path("desk/<int:number>/watch/", work.keep_an_eye, name="desk_watch"),
    path("desk/<int:number>/", case.case, name="desk_case"),
    path("desk/<int:number>/<slug:deed>/", case.do, name="desk_deed"),
    path("problems/<int:number>/answer/", case.answer, name="problem_answer"),
]
