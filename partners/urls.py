"""Addresses of partners. The slug of a partner comes last: everything above it wins."""

from django.urls import URLPattern, path, re_path

from partners.views import activiteit_invoer, fotos
from partners.views.activiteiten import ActiviteitenExportView, ActiviteitenView, ActiviteitView
from partners.views.partners import OvereenkomstView, PartnersView, PartnerView, SluitAanView, StopDeelnameView

app_name = "partners"

_activiteiten: list[URLPattern] = [
    path("activiteiten/", ActiviteitenView.as_view(), name="activiteiten"),
    path("activiteiten/nieuw/", activiteit_invoer.ActiviteitNieuwView.as_view(), name="activiteit_nieuw"),
    path("activiteiten/export/", ActiviteitenExportView.as_view(), name="activiteiten_export"),
    path("activiteiten/<int:pk>/", ActiviteitView.as_view(), name="activiteit"),
    path("activiteiten/<int:pk>/wijzigen/", activiteit_invoer.ActiviteitWijzigView.as_view(), name="activiteit_wijzig"),
    path("activiteiten/<int:pk>/kopie/", activiteit_invoer.kopieer, name="activiteit_kopie"),
    path("activiteiten/<int:pk>/definitief/", activiteit_invoer.maak_definitief, name="activiteit_definitief"),
    path("activiteiten/<int:pk>/verwijderen/", activiteit_invoer.verwijder, name="activiteit_verwijder"),
    path("foto/<int:pk>/", fotos.foto, name="foto"),
    path("foto/<int:pk>/beschrijven/", fotos.beschrijf, name="foto_beschrijf"),
    path("foto/<int:pk>/verwijderen/", fotos.verwijder, name="foto_verwijder"),
    re_path(r"^foto/wacht/(?P<sleutel>[0-9a-f]{32})/$", fotos.wachtende_foto, name="foto_wacht"),
]

_partners: list[URLPattern] = [
    path("", PartnersView.as_view(), name="partners"),
    path("overeenkomst/<int:pk>/", OvereenkomstView.as_view(), name="overeenkomst"),
    path("aansluiten/", SluitAanView.as_view(), name="sluit_aan"),
    path("deelname/<int:pk>/stoppen/", StopDeelnameView.as_view(), name="stop_deelname"),
    path("<slug:slug>/", PartnerView.as_view(), name="partner"),
]

urlpatterns: list[URLPattern] = [*_activiteiten, *_partners]
