"""Addresses of portaal."""

from django.urls import URLPattern, path, re_path

from portaal.views.account import AccountSluitenView, EigenGegevensView
from portaal.views.gebied import GebiedView
from portaal.views.geld import GeldView, geldstromen_bestand
from portaal.views.home import HomeView
from portaal.views.overig import robots, sitemap
from portaal.views.werk import WerkvoorraadView, welkom
from portaal.views.zoek import zoek_gebied

app_name = "portaal"
urlpatterns: list[URLPattern] = [
    path("", HomeView.as_view(), name="home"),
    path("buurt/<slug:slug>/", GebiedView.as_view(), name="gebied"),
    path("geld/", GeldView.as_view(), name="geld"),
    re_path(
        r"^geld/(?P<jaar>[0-9]{4})/geldstromen\.(?P<soort>csv|xlsx)$", geldstromen_bestand, name="geldstromen_bestand"
    ),
    path("zoek/", zoek_gebied, name="zoek"),
    path("werk/", WerkvoorraadView.as_view(), name="werkvoorraad"),
    path("welkom/", welkom, name="welkom"),
    path("mijn-gegevens/meenemen/", EigenGegevensView.as_view(), name="eigen_gegevens"),
    path("mijn-gegevens/account-sluiten/", AccountSluitenView.as_view(), name="account_sluiten"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
]
