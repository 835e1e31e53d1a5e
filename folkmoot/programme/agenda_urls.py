"""Addresses of the planner, of slides, and of the practice library."""

from django.urls import path

from folkmoot.programme import agenda_views, call_views, practice_views, slide_views, worksheet_views

urlpatterns = [
    path("plan/<str:session_id>/", agenda_views.plan, name="plan"),
    path("plan/<str:session_id>/cue/", agenda_views.cue_sheet, name="plan_cue"),
    path("plan/<str:session_id>/print/", agenda_views.print_out, name="plan_print"),
    path("plan/<str:session_id>/participant/", agenda_views.as_participant, name="plan_participant"),
    path("plan/<str:session_id>/call/", call_views.call, name="plan_call"),
    path("plan/<str:session_id>/start/", agenda_views.start, name="plan_start"),
    path("plan/<str:session_id>/copy/", agenda_views.copy_session, name="plan_copy"),
    path("plan/<str:session_id>/item/<str:item_id>/", agenda_views.edit, name="plan_item"),
    path("plan/<str:session_id>/item/<str:item_id>/slides/", slide_views.add, name="plan_slide_add"),
    path("plan/<str:session_id>/slide/<str:slide_id>/", slide_views.change, name="plan_slide"),
    path("copy/<slug:slug>/", agenda_views.copy_programme, name="programme_copy"),
    path("copy/<slug:slug>/check/", agenda_views.check_copy, name="programme_copy_check"),
    path("uploads/<path:name>", slide_views.content, name="slide_content"),
    path("practices/", practice_views.library, name="practices"),
    path("practices/<str:slug>/", practice_views.guide, name="practice"),
    path("practices/<str:slug>/worksheet/", worksheet_views.of_practice, name="practice_worksheet"),
    path("worksheets/<str:session_id>/", worksheet_views.of_session, name="worksheets"),
]
