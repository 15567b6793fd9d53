"""Who may do what where: the permission table as data, thought out from the design and not read off the code.

A row names an address, what it points at in the world of `wereld`, and the roles that may GET and POST it. Everybody
else is refused: a stranger goes to the login page (GET) or gets 403 (POST), a known user gets 403. A method that no
role may use is None.
"""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.toegang import wereld_plannen as plannen
from tests.toegang.rij import (
    ACTIUM,
    ALLEN,
    BEHANDELAAR,
    BEHEER,
    BEKEND,
    BESLISSERS,
    CONTROLLER,
    GELD,
    GELD_LARIKS,
    GESPREK,
    INDIENER,
    INDIENER_VAN_PLAN,
    MEDEWERKERS,
    PAPIER,
    SCHRIJVERS,
    VRAGER,
    Rij,
)
from tests.toegang.tabel_geld import GELD_VAN_PLANNEN, RECHTSMIDDELEN
from tests.toegang.wereld import Wereld, jpeg
from tests.toegang.wereld_bewaren import bewaarvoorstel
from tests.toegang.wereld_brieven import maak_brief, plafond_adres
from tests.toegang.wereld_dossier import dossier, te_beoordelen, te_beslissen
from tests.toegang.wereld_publiek import nieuws, reactie, steun


def _pk(naam: str) -> Callable[[Wereld], list[Any]]:
    return lambda wereld: [getattr(wereld, naam).pk]


def _jaar(wereld: Wereld) -> list[Any]:
    return [wereld.boekjaar.jaar]


_DOOR = frozenset({302})
_LEEG = frozenset({404})
#: A file, a task that makes it, or a sentence that asks for a format.
_EXPORT = frozenset({200, 302, 400})

PORTAAL = [
    Rij("healthz", ALLEN),
    Rij("readyz", ALLEN, get_in=frozenset({200, 503})),
    Rij("portaal:home", ALLEN),
    Rij("portaal:gebied", ALLEN, args=lambda wereld: [wereld.lariks.slug]),
    Rij("portaal:geld", ALLEN),
    Rij("portaal:geldstromen_bestand", ALLEN, args=lambda wereld: [wereld.boekjaar.jaar, "csv"]),
    Rij("portaal:zoek", ALLEN, vraag={"q": "Lariks"}, get_in=frozenset({200, 302})),
    Rij("portaal:werkvoorraad", MEDEWERKERS),
    Rij("portaal:welkom", ALLEN, get_in=_DOOR),
    Rij("portaal:robots", ALLEN),
    Rij("portaal:sitemap", ALLEN),
]

KERN = [
    Rij("kern:over", ALLEN),
    Rij("kern:toegankelijkheid", ALLEN),
    Rij("kern:taal", ALLEN),
    Rij("kern:stijlgids", ALLEN),
    Rij("kern:mijn_gegevens", BEKEND, BEKEND),
    Rij("kern:meldingen", BEKEND),
    Rij("kern:meldingen_gelezen", None, BEKEND),
    Rij("kern:melding_open", None, frozenset({"bewoner"}), args=_pk("melding"), verborgen=True),
    Rij("kern:voorkeuren", BEKEND, BEKEND),
    Rij("kern:afmelden", ALLEN, ALLEN, args=lambda wereld: [wereld.afmeldtoken]),
    Rij("kern:postvak", BEHEER),
    Rij("kern:bericht_opnieuw", None, BEHEER, args=_pk("mislukt_bericht")),
    Rij("kern:taken", BEKEND),
    Rij("kern:taak", VRAGER, args=_pk("taak")),
    Rij("kern:taak_download", VRAGER, args=_pk("taak")),
    Rij("kern:taak_opnieuw", None, VRAGER, args=_pk("mislukte_taak")),
    Rij("kern:logboek", BEHEER),
    Rij("kern:logregel_object", BEHEER, args=_pk("logregel"), get_in=_DOOR),
]

GEBIEDEN = [
    Rij("gebieden:kaart", ALLEN),
    Rij("gebieden:geojson", ALLEN, args=lambda wereld: ["2022", "wijk"], get_in=frozenset({200, 404})),
]

PARTNERS = [
    Rij("partners:partners", ALLEN),
    Rij("partners:partner", ALLEN, args=lambda wereld: [wereld.actium.slug]),
    Rij("partners:overeenkomst", ALLEN, args=_pk("overeenkomst")),
    Rij("partners:sluit_aan", BEHEER, BEHEER),
    Rij("partners:stop_deelname", BEHEER, BEHEER, args=_pk("deelname")),
    Rij("partners:activiteiten", ALLEN),
    Rij("partners:activiteiten_export", MEDEWERKERS, MEDEWERKERS, get_in=_EXPORT, post_in=_EXPORT),
    Rij("partners:activiteit", ALLEN, args=_pk("openbare_activiteit"), geval="openbaar"),
    Rij("partners:activiteit", ACTIUM, args=_pk("concept_activiteit"), geval="concept", verborgen=True),
    Rij("partners:activiteit_nieuw", SCHRIJVERS, SCHRIJVERS),
    Rij("partners:activiteit_wijzig", ACTIUM, ACTIUM, args=_pk("concept_activiteit")),
    Rij("partners:activiteit_wijzig", frozenset(), frozenset(), args=_pk("openbare_activiteit"), geval="definitief"),
    Rij("partners:activiteit_kopie", None, ACTIUM, args=_pk("concept_activiteit"), verborgen=True),
    Rij("partners:activiteit_definitief", None, ACTIUM, args=_pk("concept_activiteit"), verborgen=True),
    Rij("partners:activiteit_verwijder", None, ACTIUM, args=_pk("concept_activiteit"), verborgen=True),
    Rij("partners:foto", ALLEN, args=_pk("openbare_foto"), geval="openbaar"),
    Rij("partners:foto", ACTIUM, args=_pk("concept_foto"), geval="concept", verborgen=True),
    Rij("partners:foto_beschrijf", None, ACTIUM, args=_pk("concept_foto"), verborgen=True),
    Rij("partners:foto_verwijder", None, ACTIUM, args=_pk("concept_foto"), verborgen=True),
    Rij("partners:foto_wacht", SCHRIJVERS, args=lambda wereld: ["0" * 32], get_in=_LEEG),
]

BUDGETTEN = [
    Rij("budgetten:matrix", MEDEWERKERS),
    Rij("budgetten:regel", MEDEWERKERS, args=_pk("regel")),
    Rij("budgetten:boekingen", MEDEWERKERS),
    Rij("budgetten:boeking", MEDEWERKERS, args=_pk("boeking")),
    Rij("budgetten:boeking_tegenboeken", CONTROLLER, CONTROLLER, args=_pk("boeking")),
    Rij("budgetten:wijzigingen", MEDEWERKERS),
    Rij("budgetten:wijziging", MEDEWERKERS, args=_pk("wijziging")),
    Rij("budgetten:wijziging_nieuw", GELD, GELD),
    Rij("budgetten:wijziging_vaststellen", None, CONTROLLER, args=_pk("wijziging")),
    Rij("budgetten:wijziging_afwijzen", None, CONTROLLER, args=_pk("wijziging")),
    Rij("budgetten:uitgaven", MEDEWERKERS),
    Rij("budgetten:uitgave_nieuw", GELD, GELD),
    Rij("budgetten:uitgave_vrij", GELD, get_in=frozenset({200, 400})),
    Rij("budgetten:uitgave", MEDEWERKERS, args=_pk("concept")),
    Rij("budgetten:uitgave_wijzig", INDIENER, INDIENER, args=_pk("concept")),
    Rij("budgetten:uitgave_indienen", None, INDIENER, args=_pk("concept")),
    Rij("budgetten:uitgave_terughalen", None, INDIENER, args=_pk("ingediend")),
    Rij("budgetten:uitgave_weggooien", None, INDIENER, args=_pk("concept")),
    Rij("budgetten:uitgave_goedkeuren", None, GELD_LARIKS, args=_pk("ter_goedkeuring")),
    Rij(
        "budgetten:uitgave_afkeuren",
        None,
        GELD_LARIKS,
        args=_pk("ter_goedkeuring"),
        gegevens=lambda wereld: {"reden": "Dubbel"},
    ),
    Rij("budgetten:uitgave_betaald", None, CONTROLLER, args=_pk("te_betalen")),
    Rij("budgetten:document", MEDEWERKERS, args=_pk("document")),
    Rij(
        "budgetten:document_toevoegen",
        None,
        GELD_LARIKS,
        args=_pk("concept"),
        gegevens=lambda wereld: {"document": SimpleUploadedFile("bon.jpg", jpeg())},
    ),
    Rij("budgetten:document_weghalen", None, INDIENER, args=_pk("document")),
    Rij("budgetten:verplichtingen", MEDEWERKERS),
    Rij("budgetten:verplichting", MEDEWERKERS, args=_pk("verplichting")),
    Rij("budgetten:verplichting_betaling", GELD_LARIKS, GELD_LARIKS, args=_pk("verplichting")),
    Rij("budgetten:verplichting_vrijgeven", CONTROLLER, CONTROLLER, args=_pk("verplichting")),
    Rij(
        "budgetten:verplichting_terugontvangst",
        CONTROLLER,
        CONTROLLER,
        args=_pk("verplichting"),
        get_in=frozenset({302}),  # nothing was spent on it yet: back to its page
    ),
    Rij(
        "budgetten:verplichting_overzetten",
        CONTROLLER,
        CONTROLLER,
        args=_pk("verplichting"),
        get_in=frozenset({302}),  # there is no next year yet: back to its page
    ),
    Rij("budgetten:rapporten", MEDEWERKERS),
    Rij("budgetten:rapport", MEDEWERKERS, args=lambda wereld: [wereld.rapport.pk]),
    Rij("budgetten:rapport_bestand", MEDEWERKERS, args=lambda wereld: [wereld.rapport.pk, "xlsx"]),
    Rij("budgetten:rapport_maken", GELD, GELD),
    Rij("budgetten:rapport_abonneren", None, MEDEWERKERS),
    Rij("budgetten:begroting_export", MEDEWERKERS, MEDEWERKERS, get_in=_EXPORT, post_in=_EXPORT),
    Rij("budgetten:boekingen_export", MEDEWERKERS, MEDEWERKERS, get_in=_EXPORT, post_in=_EXPORT),
    Rij("budgetten:uitgaven_export", MEDEWERKERS, MEDEWERKERS, get_in=_EXPORT, post_in=_EXPORT),
    Rij("budgetten:bijdragen_export", MEDEWERKERS, MEDEWERKERS, get_in=_EXPORT, post_in=_EXPORT),
    Rij("budgetten:verplichtingen_export", MEDEWERKERS, MEDEWERKERS, get_in=_EXPORT, post_in=_EXPORT),
    Rij("budgetten:bijdragen", MEDEWERKERS),
    Rij("budgetten:bijdrage_toezeggen", CONTROLLER, CONTROLLER, args=_jaar),
    Rij("budgetten:bijdrage_ontvangst", CONTROLLER, CONTROLLER, args=_pk("bijdrage")),
    Rij("budgetten:boekjaren", MEDEWERKERS),
    Rij("budgetten:boekjaar", MEDEWERKERS, args=_jaar),
    Rij("budgetten:boekjaar_openen", None, CONTROLLER),
    Rij("budgetten:toedelen", CONTROLLER, CONTROLLER, args=_jaar),
    Rij("budgetten:boekjaar_sluiten", CONTROLLER, CONTROLLER, args=_jaar),
    Rij("budgetten:periode_sluiten", None, CONTROLLER, args=_pk("periode")),
    Rij("budgetten:periode_heropenen", CONTROLLER, CONTROLLER, args=_pk("periode"), get_in=frozenset({200, 302})),
]

BRIEVEN = [
    Rij("bewoners:regelingen", ALLEN),
    Rij("bewoners:plafonds", MEDEWERKERS),
    Rij("bewoners:plafond", CONTROLLER, CONTROLLER, args=plafond_adres),
    Rij("bewoners:brief", ALLEN, args=lambda wereld: [maak_brief(wereld).sleutel], geval="met een verse link"),
    Rij(
        "bewoners:brief",
        frozenset({"bewoner", "coordinator", "controller"}),
        args=lambda wereld: [maak_brief(wereld, dagen=91).sleutel],
        geval="na negentig dagen",
    ),
    Rij("bewoners:brieven_te_posten", frozenset({"coordinator", "coordinator_elders"})),
    Rij("bewoners:brief_gepost", None, INDIENER, args=lambda wereld: [maak_brief(wereld, op_papier=True).pk]),
]


def _dossier(wereld: Wereld) -> list[Any]:
    return [dossier(wereld).pk]


def _beoordeling(wereld: Wereld) -> list[Any]:
    rij = te_beoordelen(wereld)
    return [rij.initiatief_id, rij.pk]


def _reden(wereld: Wereld) -> dict[str, Any]:
    return {"reden": "Daarom"}


DOSSIERS = [
    Rij("bewoners:dossiers", frozenset({"coordinator", "coordinator_elders", "controller", "stuurgroeplid"})),
    Rij("bewoners:belangenprofiel", MEDEWERKERS, MEDEWERKERS),
    Rij("bewoners:dossier", frozenset({"coordinator", "controller", "stuurgroeplid"}), args=_dossier),
    Rij("bewoners:volledigheid", None, BEHANDELAAR, args=_dossier),
    Rij("bewoners:aantekening", None, BEHANDELAAR, args=_dossier, gegevens=lambda wereld: {"tekst": "Gebeld"}),
    Rij("bewoners:neem_over", None, BEHANDELAAR, args=_dossier),
    Rij("bewoners:publicatie", None, BEHANDELAAR, args=_dossier, gegevens=_reden),
    Rij(
        "bewoners:zonder_aanvulling",
        None,
        BEHANDELAAR,
        args=lambda wereld: [dossier(wereld, "aanvulling_gevraagd").pk],
        gegevens=_reden,
    ),
    Rij("bewoners:zoek_beoordelaars", None, BEHANDELAAR, args=_dossier),
    Rij("bewoners:vervang_beoordelaar", None, BEHANDELAAR, args=_beoordeling, gegevens=_reden),
    Rij("bewoners:vraag_aanvulling", BEHANDELAAR, BEHANDELAAR, args=_dossier),
    Rij(
        "bewoners:aanvullen",
        INDIENER_VAN_PLAN,
        INDIENER_VAN_PLAN,
        args=lambda wereld: [dossier(wereld, "aanvulling_gevraagd").pk],
    ),
    Rij("bewoners:verdagen", BEHANDELAAR, BEHANDELAAR, args=_dossier),
    Rij("bewoners:intrekken", INDIENER_VAN_PLAN, INDIENER_VAN_PLAN, args=_dossier),
    Rij("bewoners:beoordelen", ACTIUM, ACTIUM, args=lambda wereld: [te_beoordelen(wereld).initiatief_id]),
    Rij("bewoners:besluiten", BESLISSERS, BESLISSERS, args=lambda wereld: [te_beslissen(wereld).pk]),
    Rij("bewoners:besluit_voorbeeld", None, BESLISSERS, args=lambda wereld: [te_beslissen(wereld).pk]),
]

EIGEN_GEGEVENS = [
    Rij("portaal:eigen_gegevens", BEKEND, BEKEND),
    Rij("portaal:account_sluiten", BEKEND, BEKEND),
]


def _bewaarlijst(wereld: Wereld) -> list[Any]:
    return [bewaarvoorstel(wereld).lijst_id]


def _bewaarvoorstel(wereld: Wereld) -> list[Any]:
    rij = bewaarvoorstel(wereld)
    return [rij.lijst_id, rij.pk]


BEWAREN = [
    Rij(
        "bewoners:dossiers_export",
        frozenset({"coordinator", "coordinator_elders", "controller", "stuurgroeplid"}),
        frozenset({"coordinator", "coordinator_elders", "controller", "stuurgroeplid"}),
        get_in=_EXPORT,
        post_in=_EXPORT,
    ),
    Rij("bewoners:bewaarlijsten", BEHEER),
    Rij("bewoners:bewaarlijst_maken", None, BEHEER),
    Rij("bewoners:bewaarlijst", BEHEER, args=_bewaarlijst),
    Rij("bewoners:bewaarlijst_goedkeuren", None, BEHEER, args=_bewaarlijst),
    Rij("bewoners:bewaar_toch", None, BEHEER, args=_bewaarvoorstel, gegevens=_reden),
]

#: Steps without a draft in the session lead back to the start.
INDIENEN = [
    Rij("bewoners:indienen", ALLEN, ALLEN),
    Rij("bewoners:indienen_stap", ALLEN, ALLEN, args=lambda wereld: ["idee"], get_in=_DOOR),
    Rij("bewoners:controleren", ALLEN, ALLEN, get_in=_DOOR),
    Rij("bewoners:indienen_code", ALLEN, ALLEN, get_in=_DOOR),
    Rij("bewoners:indienen_later", ALLEN, ALLEN, get_in=_DOOR),
    Rij("bewoners:ingestuurd", ALLEN, args=lambda wereld: [plannen.klaar_token(wereld)]),
    Rij("bewoners:verder", ALLEN, ALLEN, args=lambda wereld: [plannen.verder_token(wereld)]),
    Rij("bewoners:mede", ALLEN, ALLEN, args=lambda wereld: [plannen.mede_sleutel(wereld)]),
    Rij("bewoners:mijn", BEKEND),
    Rij(
        "bewoners:concept_kies",
        None,
        INDIENER_VAN_PLAN,
        args=lambda wereld: [plannen.concept(wereld).pk],
        verborgen=True,
    ),
    Rij(
        "bewoners:concept_kies_los", None, frozenset(), args=lambda wereld: [plannen.concept(wereld).pk], verborgen=True
    ),
    Rij(
        "bewoners:concept_verwijderen",
        INDIENER_VAN_PLAN,
        INDIENER_VAN_PLAN,
        args=lambda wereld: [plannen.concept(wereld).pk],
        verborgen=True,
    ),
    Rij("bewoners:bijlage", ALLEN, args=lambda wereld: [plannen.bijlage(wereld, openbaar=True).pk], geval="openbaar"),
    Rij(
        "bewoners:bijlage",
        frozenset({"bewoner", "coordinator", "controller", "stuurgroeplid"}),
        args=lambda wereld: [plannen.bijlage(wereld, openbaar=False).pk],
        geval="niet openbaar",
    ),
    Rij("bewoners:papier", PAPIER, PAPIER),
    Rij("bewoners:papier_bestand", PAPIER, args=lambda wereld: ["0" * 32], get_in=_LEEG),
]


def _loopt(wereld: Wereld) -> list[Any]:
    return [dossier(wereld, "in_uitvoering").pk]


PUBLIEK = [
    Rij("bewoners:initiatieven", ALLEN),
    Rij("bewoners:kaartpunten", ALLEN),
    Rij("bewoners:feed", ALLEN),
    Rij("bewoners:cijfers", ALLEN),
    Rij("bewoners:initiatief", ALLEN, args=_dossier, geval="openbaar"),
    Rij(
        "bewoners:initiatief",
        frozenset({"bewoner", "coordinator", "controller", "stuurgroeplid"}),
        args=lambda wereld: [dossier(wereld, "ingetrokken").pk],
        geval="ingetrokken",
    ),
    Rij("bewoners:deelplaatje", ALLEN, args=_dossier),
    Rij("bewoners:steunen", ALLEN, ALLEN, args=_dossier),
    Rij("bewoners:steun_bevestigen", ALLEN, ALLEN, args=lambda wereld: [steun(wereld).sleutel]),
    Rij("bewoners:reageer", BEKEND, BEKEND, args=_dossier),
    Rij("bewoners:reactie_melden", ALLEN, ALLEN, args=lambda wereld: [reactie(wereld).pk]),
    Rij("bewoners:reacties_beheren", frozenset({"coordinator", "coordinator_elders"})),
    Rij("bewoners:reactie_tonen", None, BEHANDELAAR, args=lambda wereld: [reactie(wereld).pk]),
    Rij("bewoners:reactie_weghalen", None, BEHANDELAAR, args=lambda wereld: [reactie(wereld).pk], gegevens=_reden),
    Rij("bewoners:reactie_eigen_weg", None, INDIENER_VAN_PLAN, args=lambda wereld: [reactie(wereld).pk]),
    Rij("bewoners:volgen", None, BEKEND, args=_dossier),
    Rij("bewoners:gesprek", GESPREK, GESPREK, args=_dossier),
    Rij("bewoners:gesprek_gelezen", None, GESPREK, args=_dossier),
    Rij("bewoners:nieuws", INDIENER_VAN_PLAN, INDIENER_VAN_PLAN, args=_loopt),
    Rij("bewoners:nieuws_weghalen", None, GESPREK, args=lambda wereld: [nieuws(wereld).pk]),
    Rij("bewoners:resultaat", INDIENER_VAN_PLAN, INDIENER_VAN_PLAN, args=_loopt),
]

TABEL: list[Rij] = [
    *PORTAAL,
    *KERN,
    *GEBIEDEN,
    *PARTNERS,
    *BUDGETTEN,
    *BRIEVEN,
    *DOSSIERS,
    *INDIENEN,
    *PUBLIEK,
    *EIGEN_GEGEVENS,
    *BEWAREN,
    *GELD_VAN_PLANNEN,
    *RECHTSMIDDELEN,
]
