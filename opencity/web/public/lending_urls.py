from __future__ import annotations

from django.urls import path

from opencity.web.public import lending

LENDING_URLS = [
    path("access-points/<slug:organisation>/tools/", lending.tools, name="tools"),
    path("access-points/<slug:organisation>/tools/<uuid:tool>/reserve/", lending.tool_reserve, name="tool_reserve"),
    path("loans/<uuid:loan>/", lending.loan, name="loan"),
]
