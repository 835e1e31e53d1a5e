"""Every address of the product, by room."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("folkmoot.between.urls")),
    path("", include("folkmoot.live.urls")),
    path("", include("folkmoot.people.urls")),
    path("", include("folkmoot.programme.urls")),
    path("", include("folkmoot.programme.agenda_urls")),
    path("", include("folkmoot.reports.urls")),
]
