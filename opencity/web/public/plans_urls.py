"""Addresses of plans, needs and promises, below a community's slug."""

from __future__ import annotations

from django.urls import URLPattern, path

from opencity.web.public.plans import deeds, leading, pledges, pledging, receiving, result, versions, writing

PLAN = "problems/<int:number>/plan"
PLANS_URLS: list[URLPattern] = [
    path(f"{PLAN}/write/", writing.plan_write, name="plan_write"),
    path(f"{PLAN}/preview/", writing.plan_preview, name="plan_preview"),
    path(f"{PLAN}/change/", writing.plan_change, name="plan_change"),
    path(f"{PLAN}/versions/", versions.plan_versions, name="plan_versions"),
    path(f"{PLAN}/lead/", leading.plan_lead, name="plan_lead"),
    path(f"{PLAN}/lead/second/", deeds.plan_second, name="plan_second"),
    path(f"{PLAN}/lead/figures/", result.plan_measure, name="plan_measure"),
    path("problems/<int:number>/result/", result.problem_result, name="problem_result"),
    path(f"{PLAN}/lead/steps/<int:position>/", deeds.plan_step, name="plan_step"),
    path(f"{PLAN}/lead/promises/<uuid:uuid>/<slug:deed>/", receiving.plan_pledge, name="plan_pledge"),
    path(f"{PLAN}/lead/needs/<int:position>/gift/", receiving.plan_gift, name="plan_gift"),
    path(f"{PLAN}/lead/needs/<int:position>/receipt/", receiving.plan_spend, name="plan_spend"),
    path(f"{PLAN}/lead/<slug:deed>/", deeds.plan_deed, name="plan_deed"),
    path("problems/<int:number>/needs/<int:position>/pledge/", pledging.pledge_need, name="pledge_need"),
    path("pledges/<uuid:uuid>/", pledges.pledge, name="pledge"),
    path("pledges/<uuid:uuid>/withdraw/", pledges.pledge_withdraw, name="pledge_withdraw"),
    path("pledges/<uuid:uuid>/there/", pledges.pledge_there, name="pledge_there"),
    path("pledges/<uuid:uuid>/paper/", pledges.pledge_paper, name="pledge_paper"),
]
