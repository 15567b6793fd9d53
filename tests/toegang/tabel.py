"""Who may do what where: the permission table as data, thought out from the design and not read off the code.

A row names an address, what it points at in the world of `wereld`, and the roles that may GET and POST it. Everybody
else is refused: a stranger goes to the login page (GET) or gets 403 (POST), a known user gets 403. A method that no
role may use is None.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.rollen import ROLLEN
from tests.toegang.wereld import Wereld, jpeg

Rollen = frozenset[str]

ALLEN: Rollen = frozenset(ROLLEN)
BEKEND: Rollen = ALLEN - {"bezoeker"}
MEDEWERKERS: Rollen = frozenset(
    {"partnermedewerker", "coordinator", "coordinator_elders", "controller", "beheerder", "stuurgroeplid"}
)
#: The steering group reads everything and writes nothing.
SCHRIJVERS: Rollen = MEDEWERKERS - {"stuurgroeplid"}
#: Money moves by controllers everywhere, by coordinators in their own areas.
GELD: Rollen = frozenset({"coordinator", "coordinator_elders", "controller"})
GELD_LARIKS: Rollen = frozenset({"coordinator", "controller"})
#: Who answers for the programme may have a report made now.
CONTROLLER: Rollen = frozenset({"controller"})
BEHEER: Rollen = frozenset({"beheerder"})
ACTIUM: Rollen = frozenset({"partnermedewerker"})
INDIENER: Rollen = frozenset({"coordinator"})
VRAGER: Rollen = frozenset({"bewoner", "beheerder"})


@dataclass(frozen=True)
class Rij:
    """`get_in` and `post_in` are the status codes that count as being let in."""

    naam: str
    get: Rollen | None
    post: Rollen | None = None
    args: Callable[[Wereld], list[Any]] = lambda wereld: []
    get_in: frozenset[int] = frozenset({200})
    post_in: frozenset[int] = frozenset({200, 302})
    vraag: dict[str, str] = field(default_factory=dict)
    gegevens: Callable[[Wereld], dict[str, Any]] = lambda wereld: {}
    verborgen: bool = False  # a refused user may also read 404: that it exists is not told
    geval: str = ""

    def __str__(self) -> str:
        return f"{self.naam} {self.geval}".strip()


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
    Rij("budgetten:rapporten", MEDEWERKERS),
    Rij("budgetten:rapport", MEDEWERKERS, args=lambda wereld: [wereld.maak_rapport().pk]),
    Rij("budgetten:rapport_bestand", MEDEWERKERS, args=lambda wereld: [wereld.maak_rapport().pk, "xlsx"]),
    Rij("budgetten:rapport_maken", GELD, GELD),
    Rij("budgetten:rapport_abonneren", None, MEDEWERKERS),
    Rij("budgetten:begroting_export", MEDEWERKERS, MEDEWERKERS, get_in=_EXPORT, post_in=_EXPORT),
    Rij("budgetten:boekingen_export", MEDEWERKERS, MEDEWERKERS, get_in=_EXPORT, post_in=_EXPORT),
    Rij("budgetten:uitgaven_export", MEDEWERKERS, MEDEWERKERS, get_in=_EXPORT, post_in=_EXPORT),
    Rij("budgetten:bijdragen_export", MEDEWERKERS, MEDEWERKERS, get_in=_EXPORT, post_in=_EXPORT),
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

TABEL: list[Rij] = [*PORTAAL, *KERN, *GEBIEDEN, *PARTNERS, *BUDGETTEN]
