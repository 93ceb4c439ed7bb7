from __future__ import annotations

from django.urls import path

from opencity.web.library import counter, helping, kiosk, meetings, news, offline, printing, reporting, tools, visitors

urlpatterns = [
    path("library/", counter.home, name="library"),
    path("library/shell/", offline.shell, name="library_shell"),
    path("library/report/", reporting.report, name="library_report"),
    path("library/receipt/<uuid:visit>/", reporting.receipt, name="library_receipt"),
    path("library/visits/<uuid:visit>/receipt.pdf", printing.receipt_pdf, name="library_receipt_pdf"),
    path("library/visitor/", visitors.find, name="library_find"),
    path("library/visitor/<str:token>/", visitors.visitor, name="library_visitor"),
    path("library/visitor/<str:token>/sheet/", news.sheet, name="library_news"),
    path("library/visitor/<str:token>/<slug:deed>/", visitors.do, name="library_deed"),
    path("library/case/", helping.case, name="library_case"),
    path("library/case/<int:number>/affects/", helping.endorsement, name="library_endorse"),
    path("library/case/<int:number>/need/<int:position>/", helping.promise, name="library_pledge"),
    path("library/case/<int:number>/action/<int:position>/", helping.coming, name="library_sign_up"),
    path("library/meetings/", meetings.meetings, name="library_meetings"),
    path("library/meetings/<uuid:uuid>/", meetings.meeting, name="library_meeting"),
    path("library/meetings/<uuid:uuid>/<slug:deed>/", meetings.decide, name="library_meeting_decide"),
    path("library/tools/", tools.tools, name="library_tools"),
    path("library/tools/add/", tools.tool_add, name="library_tool_add"),
    path("library/tools/<uuid:tool>/", tools.tool_change, name="library_tool"),
    path("library/tools/<uuid:tool>/lend/", tools.tool_lend, name="library_tool_lend"),
    path("library/loans/<uuid:loan>/back/", tools.loan_back, name="library_loan_back"),
    path("library/loans/<uuid:loan>/<slug:deed>/", tools.loan_do, name="library_loan"),
    path("kiosk/", kiosk.start, name="kiosk"),
    path("kiosk/leave/", kiosk.leave, name="kiosk_leave"),
]
