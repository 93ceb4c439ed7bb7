"""Formal appeals: written from a problem's page, followed by their author alone."""

from __future__ import annotations

from django.urls import path

from opencity.web.public.appeals import own, writing

APPEALS_URLS = [
    path("problems/<int:number>/appeal/", writing.appeal_new, name="appeal_new"),
    path("me/appeals/<uuid:uuid>/", own.appeal, name="me_appeal"),
    path("me/appeals/<uuid:uuid>/appeal.pdf", own.appeal_pdf, name="me_appeal_pdf"),
    path("me/appeals/<uuid:uuid>/appeal.docx", own.appeal_docx, name="me_appeal_docx"),
    path("me/appeals/<uuid:uuid>/withdraw/", own.withdraw, name="me_appeal_withdraw"),
]
