"""Addresses of the live room."""

from django.urls import path

from folkmoot.live import call_files, rehearsal_views, views

urlpatterns = [
    path("room/<str:session_id>/", views.room, name="room"),
    path("room/<str:session_id>/rooms.csv", call_files.rooms_file, name="rooms_file"),
    path("rehearse/<str:session_id>/", rehearsal_views.rehearse, name="rehearse"),
    path("rehearse/<str:session_id>/end/", rehearsal_views.end_rehearsal, name="rehearsal_end"),
    path("screen/<str:session_id>/", views.screen, name="screen"),
]
