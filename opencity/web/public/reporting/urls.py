"""Below a community's slug; included by the public pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from opencity.web.public.reporting import edit, finding, fragments, photos, receipts, sending, steps

urlpatterns: list[URLPattern] = [
    path("report/", steps.where, name="report"),
    path("report/what/", steps.what, name="report_what"),
    path("report/known/", steps.known, name="report_known"),
    path("report/send/", sending.send, name="report_send"),
    path("report/join/", sending.join, name="report_join"),
    path("report/joined/<int:number>/", sending.joined, name="report_joined"),
    path("report/drop/", sending.drop, name="report_drop"),
    path("report/photos/", photos.photos, name="report_photos"),
    path("report/photos/<int:number>-<int:width>.jpg", photos.photo, name="report_photo"),
    path("report/draft/", fragments.draft, name="report_draft"),
    path("report/categories/", fragments.categories, name="report_categories"),
    path("report/place/", fragments.place, name="report_place"),
    path("report/streets/", fragments.streets, name="report_streets"),
    path("report/wording/", fragments.wording, name="report_wording"),
    path("report/find/", finding.find, name="receipt_find"),
    path("report/done/<str:token>/", receipts.done, name="report_done"),
    path("receipt/<str:token>/", receipts.receipt, name="receipt"),
    path("receipt/<str:token>/edit/", edit.edit, name="problem_edit"),
    path("receipt/<str:token>/withdraw/", edit.withdraw, name="receipt_withdraw"),
    path("receipt/<str:token>/gone/", edit.gone, name="receipt_gone"),
    path("receipt/<str:token>/reply/", edit.reply, name="receipt_reply"),
    path("receipt/<str:token>/photos/<int:number>-<int:width>.jpg", receipts.photo, name="receipt_photo"),
]
