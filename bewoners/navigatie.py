"""Pages of initiatives in the navigation, and the tones of their statuses."""

from django.utils.translation import gettext_lazy as _

from bewoners.enums import Initiatiefstatus as S
from kern import navigatie
from kern.statussen import Toon, registreer

_TONEN: dict[str, Toon] = {
    S.AANVULLING_GEVRAAGD: "let-op",
    S.IN_BEOORDELING: "bezig",
    S.GEADVISEERD: "bezig",
    S.IN_STEMRONDE: "bezig",
    S.UITSLAG_BEKEND: "bezig",
    S.VERLEEND: "goed",
    S.DIRECT_VASTGESTELD: "goed",
    S.AFGEWEZEN: "fout",
    S.BUITEN_BEHANDELING: "fout",
    S.IN_UITVOERING: "goed",
    S.VERANTWOORDING_INGEDIEND: "bezig",
    S.VASTGESTELD: "goed",
    S.VERLENING_INGETROKKEN: "fout",
    S.TERUGVORDERING: "let-op",
    S.AFGESLOTEN: "neutraal",
}
registreer("initiatief", _TONEN)
registreer("uitdaging", {"in_gesprek": "bezig", "proef": "bezig", "overgenomen": "goed"})
registreer("bezwaar", {"gegrond": "goed", "ongegrond": "fout", "niet_ontvankelijk": "fout"})
registreer("verzoek", {"toegewezen": "goed"})
registreer("verantwoording", {"akkoord": "goed"})
registreer("reactie", {"zichtbaar": "goed", "wacht": "bezig", "verborgen": "let-op", "verwijderd": "fout"})
navigatie.registreer(_("Plannen van bewoners"), "bewoners:initiatieven", volgorde=15)
navigatie.registreer(
    _("Dossiers"),
    "bewoners:dossiers",
    permission="bewoners.dossier_zien",
    groep="werk",
    volgorde=15,
    ook=("bewoners:dossier", "bewoners:besluit", "bewoners:verdagen", "bewoners:vraag_aanvulling"),
)
navigatie.registreer(
    _("Mijn belangen"), "bewoners:belangenprofiel", permission="bewoners.belangen", groep="account", volgorde=30
)
navigatie.registreer(_("Regelingen"), "bewoners:regelingen", groep="voet", volgorde=5)
navigatie.registreer(
    _("Plafonds"),
    "bewoners:plafonds",
    permission="budgetten.begroting_zien",
    groep="budget",
    volgorde=35,
    ook=("bewoners:plafond",),
)
navigatie.registreer(
    _("Brieven voor de post"),
    "bewoners:brieven_te_posten",
    permission="bewoners.behandelen",
    groep="account",
    volgorde=40,
)
navigatie.registreer(
    _("Bezwaren"),
    "bewoners:bezwaren",
    permission="bewoners.bezwaar_behandelen",
    groep="account",
    volgorde=45,
    ook=("bewoners:bezwaar",),
)
navigatie.registreer(
    _("Daag ons uit"),
    "bewoners:uitdagingen",
    groep="voet",
    volgorde=6,
    ook=("bewoners:uitdaging", "bewoners:uitdaging_nieuw", "bewoners:uitdaging_wijzig"),
)
navigatie.registreer(
    _("Bewaartijd"),
    "bewoners:bewaarlijsten",
    permission="bewoners.bewaren",
    groep="account",
    volgorde=60,
    ook=("bewoners:bewaarlijst",),
)
navigatie.registreer(_("Mijn plannen"), "bewoners:mijn", permission="bewoners.eigen", groep="account", volgorde=5)
navigatie.registreer(
    _("Aanvraag op papier"), "bewoners:papier", permission="bewoners.papier_invoeren", groep="account", volgorde=35
)
