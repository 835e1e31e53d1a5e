"""Addresses of one's own page, of the host's page for coffees, and of groups for anybody."""

from django.urls import path

from folkmoot.between import arriving, match_views, views
from folkmoot.between.coffee import desk_views

urlpatterns = [
    path("match/", match_views.match_page, name="match"),
    path("coffee/<slug:slug>/", desk_views.coffee_desk, name="coffee_desk"),
    path("me/", views.my_page, name="my_page"),
    path("me/do/", views.my_deed, name="my_deed"),
    path("me/withdraw/<str:entry>/", views.my_withdraw, name="my_withdraw"),
    path("me/email/", views.my_email, name="my_email"),
    path("me/device/", views.my_device, name="my_device"),
    path("me/device/code.svg", views.my_device_code, name="my_device_code"),
    path("me/forget/", views.my_forget, name="my_forget"),
    path("me/everything.json", views.my_data, name="my_data"),
    path("me/everything.html", views.my_words, name="my_words"),
    path("me/erase/", views.my_erase, name="my_erase"),
    path("me/<str:token>/", views.my_link, name="my_link"),
    path("me/<str:token>/arrive/", arriving.arrive, name="my_arrival"),
    path("me/<str:token>/not-me/", arriving.not_me, name="not_me"),
]
