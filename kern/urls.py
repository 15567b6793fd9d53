"""Addresses of kern: pages about the site itself."""

from django.urls import URLPattern, path

from kern.views.over import OverView, TaalView, ToegankelijkheidView
from kern.views.stijlgids import StijlgidsView

app_name = "kern"
urlpatterns: list[URLPattern] = [
    path("over/", OverView.as_view(), name="over"),
    path("toegankelijkheid/", ToegankelijkheidView.as_view(), name="toegankelijkheid"),
    path("taal/", TaalView.as_view(), name="taal"),
    path("stijlgids/", StijlgidsView.as_view(), name="stijlgids"),
]
