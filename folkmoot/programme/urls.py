"""Addresses of programmes, bookings and joining."""

from django.urls import include, path

from folkmoot.programme import desk_views, editing_views, home_views, join_views, letters_views, team_views

urlpatterns = [
    path("", include("folkmoot.programme.public_urls")),
    path("", include("folkmoot.programme.help_views")),
    path("home/", home_views.home, name="home"),
    path("desk/<str:session_id>/", desk_views.desk, name="desk"),
    path("desk/<str:session_id>/letters/", letters_views.letters, name="letters"),
    path("desk/<str:session_id>/bookings.csv", letters_views.bookings_sheet, name="bookings_sheet"),
    path("desk/<str:session_id>/mails.csv", letters_views.mails_sheet, name="mails_sheet"),
    path("desk/<str:session_id>/links.csv", letters_views.links_sheet, name="links_sheet"),
    path("desk/<str:session_id>/edit/", editing_views.session_edit, name="session_edit"),
    path("programmes/new/", editing_views.programme_new, name="programme_new"),
    path("programmes/<slug:programme>/edit/", editing_views.programme_edit, name="programme_edit"),
    path("programmes/<slug:programme>/session/", editing_views.session_new, name="session_new"),
    path("p-team/<slug:programme>/", team_views.team, name="team"),
    path("p-team/<slug:programme>/<str:grant>/", team_views.team_remove, name="team_remove"),
    path("join/", join_views.join, name="join"),
    path("join/<str:code>/", join_views.join_code, name="join_code"),
    path("join/<str:code>/qr.svg", join_views.join_qr, name="join_qr"),
]
