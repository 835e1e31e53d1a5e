"""Addresses of records and certificates."""

from django.urls import path

from folkmoot.reports import attendance_views, call_report_views, certificate_views, views

urlpatterns = [
    path("record/<str:session_id>/", views.record, name="record"),
    path("record/<str:session_id>/preview/", views.record_preview, name="record_preview"),
    path("record/<str:session_id>/theme/", views.record_theme, name="record_theme"),
    path("record/<str:session_id>/record.pdf", views.record_pdf, name="record_pdf"),
    path("record/<str:session_id>/record.json", views.record_json, name="record_json"),
    path("record/<str:session_id>/record.csv", views.record_csv, name="record_csv"),
    path("record/<str:session_id>/attendance/", attendance_views.attendance, name="record_attendance"),
    path("record/<str:session_id>/attendance/report/", call_report_views.call_report, name="record_call_report"),
    path("record/<str:session_id>/certificate/", certificate_views.certificate, name="certificate"),
    path("record/<str:session_id>/certificate.pdf", certificate_views.certificate_pdf, name="certificate_pdf"),
    path("certificate/", certificate_views.certificate_check, name="certificate_check"),
    path("certificate/<str:code>/", certificate_views.certificate_checked, name="certificate_checked"),
]
