"""The sheets Regelingen and Initiatieven of the controller's workbook, recomputed and compared with the ledger."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bewoners.domain.rapportdelen import delen
from bewoners.enums import Besluitsoort, Initiatiefstatus
from bewoners.models import Besluit, Initiatief, Plafond, Statuswissel
from budgetten.domain import tegenboeken, uitgaven, verplichtingen
from budgetten.domain.rapportgegevens import verzamel
from budgetten.domain.rapportvorm import Waarover
from budgetten.exports.werkboek import maak_werkboek
from budgetten.models import Periode, Uitgave
from tests.bewoners.fabriek import geef_mandaat, maak_initiatief, maak_regel
from tests.bewoners.verleend import betaal, verleend
from tests.budgetten.werkboekrekenaar import Rekenaar
from tests.factories import BegrotingsregelFactory, BoekjaarFactory, GebruikerFactory, MedewerkerFactory

pytestmark = pytest.mark.django_db

S = Initiatiefstatus


@pytest.fixture
def nu(boekjaar) -> Periode:
    return Periode.objects.select_related("boekjaar").get(boekjaar=boekjaar, maand=timezone.localdate().month)


@pytest.fixture
def plan(wijken, themas, boekjaar, gemeente, actium, bewoner, coordinator, controller) -> Initiatief:
    """€ 600 by two payers, of which € 250 is paid, € 100 approved and € 50 came back."""
    regel = maak_regel(wijken["Lariks"], themas["Groen"], boekjaar, {gemeente: Decimal(9000), actium: Decimal(6000)})
    geef_mandaat(controller, Decimal(50_000))
    beslisser, betaler = GebruikerFactory(), GebruikerFactory()
    MedewerkerFactory(gebruiker=beslisser, partner=gemeente, functie="gebiedscoordinator")
    MedewerkerFactory(gebruiker=betaler, partner=gemeente, functie="controller")
    plan = verleend(
        regel=regel, indiener=bewoner, door=beslisser, dekking={gemeente: Decimal(400), actium: Decimal(200)}
    )
    Plafond.objects.create(regeling=plan.regelingversie.regeling, boekjaar=boekjaar, bedrag=Decimal(10_000))
    Statuswissel.objects.create(initiatief=plan, van=S.CONCEPT, naar=S.INGEDIEND, op=plan.ingediend_op)
    Statuswissel.objects.create(initiatief=plan, van=S.VERLEEND, naar=S.IN_UITVOERING, op=timezone.now())
    for bedrag in (Decimal(250), Decimal(100)):
        uitgave = verplichtingen.vraag_betaling(
            plan.verplichting, bedrag=bedrag, omschrijving="Deel", datum=timezone.localdate(),
            iban="NL91ABNA0417164300", begunstigde="Bea Bewoner", door=coordinator,
        )  # fmt: skip
        if bedrag == 250:
            betaal(uitgave, goedgekeurd_door=controller, betaald_door=betaler)
        else:
            uitgaven.keur_goed(uitgave, door=controller)
    verplichtingen.ontvang_terug(
        plan.verplichting, bedrag=Decimal(50), datum=timezone.localdate(), kenmerk="T1", door=controller
    )
    return plan


def _blad(periode: Periode, naam: str, waarover: Waarover | None = None) -> list[dict]:
    deel = next(deel for deel in delen(periode, waarover or Waarover()) if deel.naam == naam)
    return [dict(zip([kolom.kop for kolom in deel.kolommen], rij, strict=True)) for rij in deel.rijen]


def test_every_formula_of_the_workbook_recomputed_and_every_control_zero(plan, nu, wijken, themas):
    maak_initiatief(gebied=wijken["Peelo"], thema=themas["Groen"], indiener=GebruikerFactory())
    boek = Rekenaar(maak_werkboek(verzamel(nu, Waarover()), versie=1))

    assert boek.formules.sheetnames == [
        "Toelichting", "Overzicht", "Gebieden", "Partners", "Themas", "Regelingen", "Initiatieven", "Transacties",
        "Controles",
    ]  # fmt: skip
    for blad, cel in boek.formulecellen():
        plek = cel.coordinate
        assert boek.herberekend(blad, plek) == boek.bewaard(blad, plek), f"{blad}!{plek}: {cel.value}"
    controles = [
        rij for rij in boek._tabel("Controles") if "Initiatieven" in rij["Controle"] or "Regelingen" in rij["Controle"]
    ]
    assert [rij["Volgens het grootboek"] for rij in controles] == [600, 350, 250] * 2
    assert {(rij["Verschil"], rij["Oordeel"]) for rij in controles} == {(0, "klopt")}


def test_rows_hold_the_money_of_the_ledger_and_nobody_by_name(plan, nu):
    (rij,) = _blad(nu, "Initiatieven")
    bedragen = [rij[kop] for kop in ("Gevraagd", "Toegekend", "Besteed", "Betaald", "Terugontvangen", "Nog open")]

    assert (rij["Kenmerk"], rij["Status"], rij["Regeling"]) == (
        plan.kenmerk,
        "In uitvoering",
        str(plan.regelingversie.regeling),
    )
    assert bedragen == [600, 600, 350, 250, 50, 250]
    tekst = str(verzamel(nu, Waarover()).data["delen"])
    for prive in (plan.naam, plan.indiener.email, "Sparstraat 12", "NL91", "Bea Bewoner"):
        assert prive not in tekst


def test_scheme_says_what_is_left_of_its_ceiling(plan, nu, controller):
    verplichtingen.laat_vrijvallen(
        plan.verplichting, bedrag=Decimal(30), reden="Goedkoper", boekdatum=timezone.localdate(), door=controller
    )
    per = {rij["Regeling"]: rij for rij in _blad(nu, "Regelingen")}
    eigen = per[plan.regelingversie.regeling.naam]

    assert [eigen[kop] for kop in ("Plafond", "Aangevraagd", "Aanvragen", "Toegekend", "Over")] == [
        10_000,
        600,
        1,
        600,
        9430,
    ]
    assert len(per) == 3


def test_a_month_that_is_over_says_what_was_then(plan, nu, wijken, themas):
    begin = nu.begin
    vorige = Periode.objects.select_related("boekjaar").filter(boekjaar=nu.boekjaar, begin__lt=begin).last()
    if vorige is None:
        pytest.fail("the year of the fixture begins before this month")
    moment = timezone.make_aware(dt.datetime.combine(vorige.eind, dt.time(23, 30)))
    oud = maak_initiatief(
        gebied=wijken["Lariks"], thema=themas["Groen"], indiener=GebruikerFactory(), ingediend_op=moment
    )
    Statuswissel.objects.create(initiatief=oud, van=S.CONCEPT, naar=S.INGEDIEND, op=moment)
    Statuswissel.objects.create(initiatief=oud, van=S.INGEDIEND, naar=S.INGETROKKEN, op=moment + dt.timedelta(hours=2))
    Initiatief.objects.filter(pk=oud.pk).update(status=S.INGETROKKEN)

    assert [(rij["Kenmerk"], rij["Status"]) for rij in _blad(vorige, "Initiatieven")] == [(oud.kenmerk, "Ingediend")]
    assert {rij["Kenmerk"]: rij["Status"] for rij in _blad(nu, "Initiatieven")}[oud.kenmerk] == "Ingetrokken"


def test_area_and_payer_see_their_own_part(plan, nu, wijken, actium, woonconcept):
    waarover = Waarover(partner=actium)
    (rij,) = _blad(nu, "Initiatieven", waarover)
    assert rij["Toegekend"] == 200
    assert delen(nu, Waarover(partner=woonconcept)) == []
    assert [deel.naam for deel in delen(nu, Waarover(gebied=wijken["Lariks"]))] == ["Initiatieven"]
    assert delen(nu, Waarover(gebied=wijken["Peelo"])) == []
    boek = Rekenaar(maak_werkboek(verzamel(nu, waarover), versie=1))
    assert {rij["Oordeel"] for rij in boek._tabel("Controles")} == {"klopt"}


def test_a_reversal_and_a_carry_over_still_add_up(plan, nu, controller):
    uitgave = Uitgave.objects.exclude(status="betaald").get()
    tegenboeken.boek_tegen(uitgave.boeking, reden="Dubbel", door=controller)
    volgend = BoekjaarFactory(jaar=nu.boekjaar.jaar + 1)
    regel = plan.verplichting.regel
    naar = BegrotingsregelFactory(boekjaar=volgend, gebied=regel.gebied, thema=regel.thema)
    plan.verplichting.refresh_from_db()
    verplichtingen.zet_over(plan.verplichting, naar_regel=naar, reden="Jaar om", door=controller)

    (rij,) = _blad(nu, "Initiatieven")
    koppen = ("Toegekend", "Besteed", "Betaald", "Naar volgend jaar", "Vrijgevallen", "Nog open")
    assert [rij[kop] for kop in koppen] == [600, 250, 250, 350, 0, 0]
    boek = Rekenaar(maak_werkboek(verzamel(nu, Waarover()), versie=1))
    assert {rij["Oordeel"] for rij in boek._tabel("Controles")} == {"klopt"}
    januari = Periode.objects.select_related("boekjaar").get(boekjaar=volgend, maand=1)
    (later,) = _blad(januari, "Initiatieven")
    assert [later[kop] for kop in ("Toegekend", "Van vorig jaar", "Nog open")] == [0, 350, 350]


def test_settlement_counts_from_its_day(plan, nu):
    besluit = plan.besluiten.get()
    Besluit.objects.create(
        initiatief=plan, soort=Besluitsoort.VASTSTELLING, door=besluit.door, datum=nu.eind + dt.timedelta(days=1),
        bedrag=Decimal(300), motivering="Klaar",
    )  # fmt: skip

    assert _blad(nu, "Initiatieven")[0]["Vastgesteld"] == 0


def test_as_many_queries_for_one_initiative_as_for_many(plan, nu, wijken, themas, django_assert_max_num_queries):
    with CaptureQueriesContext(connection) as een:
        delen(nu, Waarover())
    for _nummer in range(4):
        maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=GebruikerFactory())
    with django_assert_max_num_queries(len(een)):
        delen(nu, Waarover())


def test_nothing_at_all_adds_no_sheet(nu):
    assert delen(nu, Waarover()) == []
