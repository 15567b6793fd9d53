"""Addresses of budgetten."""

from django.urls import URLPattern, path, re_path

from budgetten.views import (
    bijdragen,
    boekingen,
    boekjaren,
    exporteren,
    rapporten,
    uitgave_acties,
    uitgaven,
    verplichting_acties,
    verplichtingen,
    wijzigingen,
)
from budgetten.views.matrix import MatrixView
from budgetten.views.regels import RegelView

app_name = "budgetten"

_begroting: list[URLPattern] = [
    path("", MatrixView.as_view(), name="matrix"),
    path("regel/<int:pk>/", RegelView.as_view(), name="regel"),
    path("wijzigingen/", wijzigingen.WijzigingenView.as_view(), name="wijzigingen"),
    path("wijzigingen/nieuw/", wijzigingen.nieuw, name="wijziging_nieuw"),
    path("wijziging/<int:pk>/", wijzigingen.wijziging, name="wijziging"),
    path("wijziging/<int:pk>/vaststellen/", wijzigingen.vaststellen, name="wijziging_vaststellen"),
    path("wijziging/<int:pk>/afwijzen/", wijzigingen.afwijzen, name="wijziging_afwijzen"),
]
_boekingen: list[URLPattern] = [
    path("boekingen/", boekingen.BoekingenView.as_view(), name="boekingen"),
    path("boeking/<int:pk>/", boekingen.BoekingView.as_view(), name="boeking"),
    path("boeking/<int:pk>/tegenboeken/", boekingen.tegenboeken, name="boeking_tegenboeken"),
]
_uitgaven: list[URLPattern] = [
    path("uitgaven/", uitgaven.UitgavenView.as_view(), name="uitgaven"),
    path("uitgaven/nieuw/", uitgaven.nieuw, name="uitgave_nieuw"),
    path("uitgaven/vrij/", uitgaven.vrij, name="uitgave_vrij"),
    path("uitgave/<int:pk>/", uitgaven.uitgave, name="uitgave"),
    path("uitgave/<int:pk>/wijzigen/", uitgaven.wijzigen, name="uitgave_wijzig"),
    path("uitgave/<int:pk>/indienen/", uitgave_acties.indienen, name="uitgave_indienen"),
    path("uitgave/<int:pk>/goedkeuren/", uitgave_acties.goedkeuren, name="uitgave_goedkeuren"),
    path("uitgave/<int:pk>/afkeuren/", uitgave_acties.afkeuren, name="uitgave_afkeuren"),
    path("uitgave/<int:pk>/terughalen/", uitgave_acties.terughalen, name="uitgave_terughalen"),
    path("uitgave/<int:pk>/weggooien/", uitgave_acties.weggooien, name="uitgave_weggooien"),
    path("uitgave/<int:pk>/betaald/", uitgave_acties.betaald, name="uitgave_betaald"),
    path("uitgave/<int:pk>/document/", uitgave_acties.document_toevoegen, name="document_toevoegen"),
    path("document/<int:pk>/", uitgave_acties.document, name="document"),
    path("document/<int:pk>/weghalen/", uitgave_acties.document_weghalen, name="document_weghalen"),
]
_verplichtingen: list[URLPattern] = [
    path("verplichtingen/", verplichtingen.VerplichtingenView.as_view(), name="verplichtingen"),
    path("verplichting/<int:pk>/", verplichtingen.verplichting, name="verplichting"),
    path("verplichting/<int:pk>/betaling/", verplichting_acties.betaling, name="verplichting_betaling"),
    path("verplichting/<int:pk>/vrijgeven/", verplichting_acties.vrijgeven, name="verplichting_vrijgeven"),
    path(
        "verplichting/<int:pk>/terugontvangst/", verplichting_acties.terugontvangst, name="verplichting_terugontvangst"
    ),
    path("verplichting/<int:pk>/overzetten/", verplichting_acties.overzetten, name="verplichting_overzetten"),
]
_jaren: list[URLPattern] = [
    path("bijdragen/", bijdragen.BijdragenView.as_view(), name="bijdragen"),
    path("bijdragen/<int:jaar>/toezeggen/", bijdragen.toezeggen, name="bijdrage_toezeggen"),
    path("bijdrage/<int:pk>/ontvangst/", bijdragen.ontvangst, name="bijdrage_ontvangst"),
    path("jaren/", boekjaren.BoekjarenView.as_view(), name="boekjaren"),
    path("jaren/openen/", boekjaren.openen, name="boekjaar_openen"),
    path("jaar/<int:jaar>/", boekjaren.BoekjaarView.as_view(), name="boekjaar"),
    path("jaar/<int:jaar>/toedelen/", boekjaren.toedelen, name="toedelen"),
    path("jaar/<int:jaar>/sluiten/", boekjaren.sluiten, name="boekjaar_sluiten"),
    path("periode/<int:pk>/sluiten/", boekjaren.periode_sluiten, name="periode_sluiten"),
    path("periode/<int:pk>/heropenen/", boekjaren.periode_heropenen, name="periode_heropenen"),
]
_rapporten: list[URLPattern] = [
    path("rapporten/", rapporten.RapportenView.as_view(), name="rapporten"),
    path("rapporten/maken/", rapporten.RapportMakenView.as_view(), name="rapport_maken"),
    path("rapporten/abonneren/", rapporten.rapport_abonneren, name="rapport_abonneren"),
    path("rapporten/<int:pk>/", rapporten.RapportView.as_view(), name="rapport"),
    re_path(r"^rapporten/(?P<pk>[0-9]{1,18})/(?P<soort>xlsx|pdf)/$", rapporten.rapport_bestand, name="rapport_bestand"),
]
_exporten: list[URLPattern] = [
    path("export/", exporteren.BegrotingExportView.as_view(), name="begroting_export"),
    path("boekingen/export/", exporteren.BoekingenExportView.as_view(), name="boekingen_export"),
    path("uitgaven/export/", exporteren.UitgavenExportView.as_view(), name="uitgaven_export"),
    path("verplichtingen/export/", exporteren.VerplichtingenExportView.as_view(), name="verplichtingen_export"),
    path("bijdragen/export/", exporteren.BijdragenExportView.as_view(), name="bijdragen_export"),
]

urlpatterns: list[URLPattern] = [
    *_begroting,
    *_boekingen,
    *_uitgaven,
    *_verplichtingen,
    *_jaren,
    *_rapporten,
    *_exporten,
]
