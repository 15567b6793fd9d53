"""Addresses of kern: pages about the site itself, accounts, tasks and the log."""

from django.urls import URLPattern, path

from kern.views.account import MijnGegevensView
from kern.views.logboek import LogboekView, logregel_object
from kern.views.over import OverView, TaalView, ToegankelijkheidView
from kern.views.stijlgids import StijlgidsView
from kern.views.taken import TaakView, TakenView, taak_download, taak_opnieuw

app_name = "kern"
urlpatterns: list[URLPattern] = [
    path("over/", OverView.as_view(), name="over"),
    path("toegankelijkheid/", ToegankelijkheidView.as_view(), name="toegankelijkheid"),
    path("taal/", TaalView.as_view(), name="taal"),
    path("stijlgids/", StijlgidsView.as_view(), name="stijlgids"),
    path("mijn-gegevens/", MijnGegevensView.as_view(), name="mijn_gegevens"),
    path("taken/", TakenView.as_view(), name="taken"),
    path("taken/<int:pk>/", TaakView.as_view(), name="taak"),
    path("taken/<int:pk>/bestand/", taak_download, name="taak_download"),
    path("taken/<int:pk>/opnieuw/", taak_opnieuw, name="taak_opnieuw"),
    path("logboek/", LogboekView.as_view(), name="logboek"),
    path("logboek/<int:pk>/", logregel_object, name="logregel_object"),
]
