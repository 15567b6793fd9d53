"""The export of initiatives: what is filtered, nothing private, real numbers, amounts from the ledger."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bewoners.enums import Initiatiefstatus, Termijnsoort
from bewoners.exports import InitiatiefResource
from bewoners.models import Initiatief, Steun, Termijn
from budgetten.domain import verplichtingen
from tests.bewoners.fabriek import geef_mandaat, maak_initiatief, maak_regel
from tests.bewoners.verleend import betaal, verleend
from tests.exporthulp import FORMATEN, inhoud, kolom, lees
from tests.factories import GebruikerFactory, MedewerkerFactory

pytestmark = pytest.mark.django_db

S = Initiatiefstatus
EXPORT = "bewoners:dossiers_export"


@pytest.fixture
def betaald(wijken, themas, boekjaar, gemeente, actium, bewoner, coordinator, controller) -> Initiatief:
    """Awarded € 500,00 by somebody else, of which € 300,00 was paid and € 50,00 came back."""
    regel = maak_regel(wijken["Lariks"], themas["Groen"], boekjaar, {gemeente: Decimal(9000), actium: Decimal(6000)})
    geef_mandaat(controller, Decimal(50_000))
    beslisser, betaler = GebruikerFactory(), GebruikerFactory()
    MedewerkerFactory(gebruiker=beslisser, partner=gemeente, functie="gebiedscoordinator")
    MedewerkerFactory(gebruiker=betaler, partner=gemeente, functie="controller")
    plan = verleend(
        regel=regel, indiener=bewoner, door=beslisser, dekking={gemeente: Decimal(300), actium: Decimal(200)},
        titel="=HYPERLINK(\"http://kwaad\")", organisatie="+31 bellen", behandelaar=coordinator,
    )  # fmt: skip
    uitgave = verplichtingen.vraag_betaling(
        plan.verplichting, bedrag=Decimal(300), omschrijving="Plan", datum=timezone.localdate(),
        iban="NL91ABNA0417164300", begunstigde="Bea", door=coordinator,
    )  # fmt: skip
    betaal(uitgave, goedgekeurd_door=controller, betaald_door=betaler)
    verplichtingen.ontvang_terug(
        plan.verplichting, bedrag=Decimal(50), datum=timezone.localdate(), kenmerk="T1", door=controller
    )
    for naam in ("a", "b"):
        Steun.objects.create(
            initiatief=plan, naam=naam, email=f"{naam}@example.nl", email_sleutel=naam, sleutel=naam,
            bevestigd_op=timezone.now() if naam == "a" else None,
        )  # fmt: skip
    return plan


def _rijen(als, wie, formaat="xlsx", **vraag):
    antwoord = als(wie).get(reverse(EXPORT), {"formaat": formaat, **vraag})
    assert antwoord.status_code == 200
    return lees(inhoud(antwoord), formaat)


@pytest.mark.parametrize("formaat", FORMATEN)
def test_amounts_come_from_the_ledger_and_nothing_private_is_in(als, controller, betaald, formaat):
    rijen = _rijen(als, controller, formaat)

    assert len(rijen[0]) == len(set(rijen[0])) == 32
    (rij,) = rijen[1:]
    per_kop = dict(zip(rijen[0], rij, strict=True))
    assert per_kop["Kenmerk"] == betaald.kenmerk
    assert [per_kop[kop] for kop in ("Toegekend", "Betaald", "Terugontvangen", "Nog open")] == [500, 300, 50, 200]
    assert (per_kop["Totale kosten"], per_kop["Gevraagd"], per_kop["Steun"]) == (600, 500, 1)
    assert per_kop["Begint op"] == betaald.begindatum
    tekst = str(rijen)
    for prive in ("Sparstraat", "0592", "NL91", "example.nl", "B. Bewoner", betaald.indiener.naam):
        assert prive not in tekst


def test_text_never_runs_as_a_formula(als, controller, betaald):
    rijen = _rijen(als, controller, "csv")

    assert kolom(rijen, "Plan") == ["'" + betaald.titel]
    assert kolom(rijen, "Organisatie") == ["'+31 bellen"]


def test_export_holds_what_the_list_shows(als, coordinator, controller, wijken, themas, bewoner):
    eigen = maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner, titel="Eigen wijk")
    maak_initiatief(gebied=wijken["Peelo"], thema=themas["Groen"], indiener=bewoner, titel="Andere wijk")
    maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner, status=S.CONCEPT, titel="Concept")

    assert kolom(_rijen(als, coordinator), "Kenmerk") == [eigen.kenmerk]
    assert len(_rijen(als, controller)) == 3
    assert kolom(_rijen(als, controller, zoek="Andere"), "Plan") == ["Andere wijk"]
    assert kolom(_rijen(als, controller, gebied=wijken["Peelo"].pk), "Wijk") == ["Peelo"]


def test_days_and_whether_the_decision_was_in_time(als, controller, wijken, themas, bewoner):
    def plan(titel: str, *, besloten: int | None, eind: int) -> None:
        nu = timezone.now()
        begin = nu - dt.timedelta(days=100)
        op = begin + dt.timedelta(days=besloten) if besloten is not None else None
        rij = maak_initiatief(
            gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner, titel=titel, ingediend_op=begin,
            besloten_op=op,
        )  # fmt: skip
        dag = timezone.localdate(begin)
        Termijn.objects.create(
            initiatief=rij, soort=Termijnsoort.BESLISSING, begin=dag, dagen=56, eind=dag + dt.timedelta(days=eind),
            voldaan_op=timezone.localdate(op) if op else None,
        )  # fmt: skip

    plan("op tijd", besloten=40, eind=56)
    plan("te laat", besloten=60, eind=56)
    plan("loopt", besloten=None, eind=110)
    plan("verlopen", besloten=None, eind=56)

    rijen = _rijen(als, controller)

    gevonden = {rij[1]: rij[-5:-3] for rij in rijen[1:]}
    assert gevonden == {
        "op tijd": [40, "ja"], "te laat": [60, "nee"], "loopt": [None, None], "verlopen": [None, "nee"],
    }  # fmt: skip


def test_kenmerk_of_a_large_number_is_whole(wijken, themas, bewoner):
    plan = maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner, pk=12345)

    (rij,) = InitiatiefResource().tabel(Initiatief.objects.all()).rijen()

    assert rij[0] == plan.kenmerk


def test_table_takes_as_many_queries_for_one_file_as_for_many(betaald, wijken, themas, bewoner):
    aantallen = []
    for _ronde in range(2):
        with CaptureQueriesContext(connection) as vragen:
            list(InitiatiefResource().tabel(Initiatief.objects.all()).rijen())
        aantallen.append(len(vragen))
        for _nummer in range(5):
            maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner)

    assert aantallen[0] == aantallen[1]


@pytest.mark.parametrize("rol", ["bewoner", "partnermedewerker", "beheerder"])
def test_others_get_nothing(als, rol, request):
    assert als(request.getfixturevalue(rol)).get(reverse(EXPORT)).status_code == 403


def test_list_has_the_button_with_the_filter(als, controller, betaald):
    tekst = als(controller).get(reverse("bewoners:dossiers"), {"zoek": "HYPERLINK"}).content.decode()

    assert reverse(EXPORT) in tekst
