"""Addresses of signing in. The names that begin with `account_` are those by which allauth finds them."""

from django.urls import path

from folkmoot.people import complaint_views, search_views, views

urlpatterns = [
    path("sign-in/", views.AskForCode.as_view(), name="account_request_login_code"),
    path("sign-in/", views.AskForCode.as_view(), name="account_login"),
    path("sign-in/", views.AskForCode.as_view(), name="account_inactive"),
    path("sign-in/code/", views.TypeCode.as_view(), name="account_confirm_login_code"),
    path("sign-in/demo/<str:token>/", views.demo_sign_in, name="demo_sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("complain/", complaint_views.complaint, name="complain"),
    path("complaints/", complaint_views.complaints, name="complaints"),
    path("complaints/<str:complaint_id>/", complaint_views.complaint_log, name="complaint_log"),
    path("people/", search_views.search, name="people_search"),
    path("people/went/", search_views.went, name="people_went"),
    path("people/<str:person_id>/", search_views.held, name="person_held"),
    path("people/<str:person_id>/everything.json", search_views.held_file, name="person_held_file"),
    path("email/<str:token>/", views.email_confirm, name="email_confirm"),
]
