"""Addresses of kern: pages about the site itself, accounts, news, tasks, the outbox and the log."""

from django.urls import URLPattern, path

from kern.views.account import MijnGegevensView
from kern.views.logboek import LogboekView, logregel_object
from kern.views.meldingen import (
    AfmeldenView,
    MeldingenView,
    VoorkeurenView,
    melding_open,
    meldingen_gelezen,
)
from kern.views.over import OverView, TaalView, ToegankelijkheidView
from kern.views.postvak import PostvakView, bericht_opnieuw
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
    path("meldingen/", MeldingenView.as_view(), name="meldingen"),
    path("meldingen/gelezen/", meldingen_gelezen, name="meldingen_gelezen"),
    path("meldingen/voorkeuren/", VoorkeurenView.as_view(), name="voorkeuren"),
    path("meldingen/afmelden/<str:token>/", AfmeldenView.as_view(), name="afmelden"),
    path("meldingen/<int:pk>/openen/", melding_open, name="melding_open"),
    path("postvak-uit/", PostvakView.as_view(), name="postvak"),
    path("postvak-uit/<int:pk>/opnieuw/", bericht_opnieuw, name="bericht_opnieuw"),
    path("logboek/", LogboekView.as_view(), name="logboek"),
    path("logboek/<int:pk>/", logregel_object, name="logregel_object"),
]
