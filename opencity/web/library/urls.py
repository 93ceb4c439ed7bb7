from __future__ import annotations

from django.urls import path

from opencity.web.library import counter, helping, kiosk, reporting, visitors

urlpatterns = [
    path("library/", counter.home, name="library"),
    path("library/report/", reporting.report, name="library_report"),
    path("library/receipt/<uuid:visit>/", reporting.receipt, name="library_receipt"),
    path("library/visitor/", visitors.find, name="library_find"),
    path("library/visitor/<str:token>/", visitors.visitor, name="library_visitor"),
    path("library/visitor/<str:token>/<slug:deed>/", visitors.do, name="library_deed"),
    path("library/case/", helping.case, name="library_case"),
    path("library/case/<int:number>/affects/", helping.endorsement, name="library_endorse"),
    path("library/case/<int:number>/need/<int:position>/", helping.promise, name="library_pledge"),
    path("library/case/<int:number>/action/<int:position>/", helping.coming, name="library_sign_up"),
    path("kiosk/", kiosk.start, name="kiosk"),
    path("kiosk/leave/", kiosk.leave, name="kiosk_leave"),
]
