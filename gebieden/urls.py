"""Addresses of gebieden."""

from django.urls import URLPattern, URLResolver, path, re_path

from gebieden.views.kaart import KaartView, geojson

app_name = "gebieden"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", KaartView.as_view(), name="kaart"),
    re_path(r"^(?P<jaar>[0-9]{4})/(?P<soort>stad|wijk|buurt)\.geojson$", geojson, name="geojson"),
]
