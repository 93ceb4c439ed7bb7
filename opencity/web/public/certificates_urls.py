"""Certificates: proof for everybody, paper for the holder."""

from __future__ import annotations

from django.urls import path

from opencity.web.public import certificates

CERTIFICATES_URLS = [
    path("me/certificate/", certificates.ask, name="me_certificate"),
    path("certificates/", certificates.look_up, name="certificates"),
    path("certificates/<str:code>.pdf", certificates.sheet, name="certificate_sheet"),
    path("certificates/<str:code>/", certificates.certificate, name="certificate"),
    path("certificates/<str:code>/withdraw/", certificates.withdraw, name="certificate_withdraw"),
]
