"""Addresses of the public pages, of bookings, and of the demo's mails."""

from django.urls import path

from folkmoot.programme import booking_views, link_views, mail_views, public_views, transfer_views

urlpatterns = [
    path("", public_views.programmes, name="programmes"),
    path("p/<slug:programme>/", public_views.programme_page, name="programme_page"),
    path("p/<slug:programme>/calendar.ics", public_views.programme_calendar, name="programme_calendar"),
    path("p/<slug:programme>/programme.yaml", public_views.programme_file, name="programme_file"),
    path("p/<slug:programme>/book/", booking_views.programme_book, name="programme_book"),
    path("p/<slug:programme>/booked/", booking_views.booked, name="booked"),
    path("p/<slug:programme>/<slug:session>/", public_views.session_page, name="session_page"),
    path("p/<slug:programme>/<slug:session>/calendar.ics", public_views.session_calendar, name="session_calendar"),
    path("p/<slug:programme>/<slug:session>/book/", booking_views.session_book, name="session_book"),
    path("b/<str:token>/", booking_views.booking, name="booking"),
    path("b/<str:token>/cancel/", booking_views.booking_cancel, name="booking_cancel"),
    path("b/<str:token>/send/", transfer_views.booking_send, name="booking_send"),
    path("b/<str:token>/change/", booking_views.booking_change, name="booking_change"),
    path("b/<str:token>/calendar.ics", booking_views.booking_calendar, name="booking_calendar"),
    path("my-link/", link_views.lost_link, name="lost_link"),
    path("mail/", mail_views.demo_mail, name="demo_mail"),
    path("mail/<str:mail_id>/", mail_views.demo_mail_read, name="demo_mail_read"),
    path("mail/<str:mail_id>/page/", mail_views.demo_mail_page, name="demo_mail_page"),
]
