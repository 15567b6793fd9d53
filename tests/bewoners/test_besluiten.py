"""Deciding: mandate, payers, ceiling, order, ledger, letters and terms, in one transaction."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone

from bewoners.domain import besluiten, besluitkeuzes, kalender, termijnen
from bewoners.enums import Besluitsoort, Briefsoort, Initiatiefstatus, Termijnsoort
from bewoners.models import Besluit, Brief, Initiatief, Plafond
from budgetten.domain import verplichtingen
from budgetten.domain.controle import controleer_grootboek
from kern.domain.fouten import GeenToestemming, Weigering
from tests.bewoners.behandeling import geadviseerd, geef_geld, geef_woningen, zet_plafond
from tests.bewoners.fabriek import geef_mandaat, maak_initiatief, maak_regel, verklaar_geen_belang

pytestmark = pytest.mark.django_db
S, T = Initiatiefstatus, Termijnsoort


@pytest.fixture
def plan(wijken, themas, bewoner) -> Initiatief:
    return geadviseerd(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner)


@pytest.fixture
def regel(plan, boekjaar, gemeente, actium):
    return geef_geld(plan, boekjaar, {gemeente: Decimal(3000), actium: Decimal(2000)})


@pytest.fixture
def beslisser(plan, coordinator):
    geef_mandaat(coordinator)
    verklaar_geen_belang(plan, coordinator)
    return coordinator


def _verleen(plan, beslisser, regel, dekking, functie=besluiten.verleen, **anders):
    velden = {
        "bedrag": sum(dekking.values(), Decimal(0)),
        "dekking": dekking,
        "regel": regel,
        "motivering": "Mooi plan",
    }
    return functie(plan, door=beslisser, **velden | anders)


def test_an_award_commits_per_payer_writes_letters_and_starts_terms(plan, regel, beslisser, gemeente, actium, wijken):
    geef_woningen(actium, wijken["Lariks"])

    besluit = _verleen(plan, beslisser, regel, {gemeente: Decimal(250), actium: Decimal(150)})

    plan.refresh_from_db()
    assert (plan.status, plan.toegekend, plan.vastgesteld, plan.regel) == (S.VERLEEND, Decimal(400), None, regel)
    assert plan.besloten_op is not None
    stand = verplichtingen.stand(plan.verplichting)
    assert {rij.partner: rij.open for rij in stand.per_betaler} == {gemeente: Decimal(250), actium: Decimal(150)}
    assert {rij.partner: rij.bedrag for rij in besluit.dekking.all()} == {gemeente: Decimal(250), actium: Decimal(150)}
    assert set(besluit.brieven.values_list("soort", "partner")) == {
        (Briefsoort.BESLUIT, None),
        (Briefsoort.TOEZEGGING, actium.pk),
    }
    assert termijnen.lopende(plan, T.BESLISSING) is None
    assert termijnen.lopende(plan, T.BEZWAAR).eind == kalender.einde(timezone.localdate(), 42)
    assert termijnen.lopende(plan, T.VERANTWOORDING).eind == kalender.einde(plan.einddatum, 91)
    assert controleer_grootboek() == []


def test_a_promise_of_a_corporation_alone_has_no_objection_term(plan, regel, beslisser, actium, wijken):
    geef_woningen(actium, wijken["Lariks"])
    _verleen(plan, beslisser, regel, {actium: Decimal(400)})
    assert list(Brief.objects.values_list("soort", flat=True)) == [Briefsoort.TOEZEGGING]
    assert termijnen.lopende(plan, T.BEZWAAR) is None


def test_settling_at_once_owes_no_account(plan, regel, beslisser, gemeente, monkeypatch):
    class Loting:
        def randrange(self, _tot):
            return 9  # below the sample of 10%

    monkeypatch.setattr(besluiten, "_loting", Loting())
    _verleen(plan, beslisser, regel, {gemeente: Decimal(400)}, besluiten.stel_direct_vast)
    plan.refresh_from_db()
    assert (plan.status, plan.toegekend, plan.vastgesteld) == (S.DIRECT_VASTGESTELD, Decimal(400), Decimal(400))
    assert plan.steekproef
    assert termijnen.lopende(plan, T.VERANTWOORDING) is None


def test_the_sample_is_drawn_by_the_percentage_of_the_scheme(wijken, themas, bewoner, boekjaar, gemeente, coordinator):
    geef_mandaat(coordinator)
    regel = None
    for _n in range(12):
        plan = geadviseerd(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner)
        regel = regel or geef_geld(plan, boekjaar, {gemeente: Decimal(9000)})
        verklaar_geen_belang(plan, coordinator)
        _verleen(plan, coordinator, regel, {gemeente: Decimal(400)}, besluiten.stel_direct_vast)
    assert Initiatief.objects.filter(status=S.DIRECT_VASTGESTELD).count() == 12
    assert Initiatief.objects.filter(steekproef=True).count() < 12


def test_refusing_takes_a_ground_of_the_scheme(plan, beslisser, bewoner, wijken, themas):
    with pytest.raises(Weigering) as fout:
        besluiten.wijs_af(plan, gronden=[], motivering="Nee", door=beslisser)
    assert fout.value.veld == "gronden"
    ander = maak_initiatief(
        gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner, gevraagd=Decimal(2000)
    ).regelingversie
    with pytest.raises(Weigering, match="hoort niet bij"):
        besluiten.wijs_af(plan, gronden=[ander.weigeringsgronden.first()], motivering="Nee", door=beslisser)

    grond = plan.regelingversie.weigeringsgronden.first()
    besluit = besluiten.wijs_af(plan, gronden=[grond], motivering="Te weinig steun", door=beslisser)

    plan.refresh_from_db()
    assert plan.status == S.AFGEWEZEN
    assert list(besluit.gronden.all()) == [grond]
    assert besluit.brieven.get().soort == Briefsoort.BESLUIT
    assert termijnen.lopende(plan, T.BEZWAAR) is not None


@pytest.mark.parametrize("functie", [besluiten.verleen, besluiten.stel_direct_vast])
def test_who_may_decide(plan, regel, gemeente, coordinator, coordinator_elders, controller, partnermedewerker, functie):
    deel = {gemeente: Decimal(400)}
    for niemand in (coordinator_elders, partnermedewerker):
        with pytest.raises(GeenToestemming):
            _verleen(plan, niemand, regel, deel, functie)
    with pytest.raises(Weigering, match="Verklaar eerst"):
        _verleen(plan, coordinator, regel, deel, functie)
    verklaar_geen_belang(plan, coordinator, controller)
    with pytest.raises(Weigering, match="mandaat"):
        _verleen(plan, coordinator, regel, deel, functie)
    geef_mandaat(controller, Decimal(399))
    with pytest.raises(Weigering, match="Uw mandaat gaat tot en met"):
        _verleen(plan, controller, regel, deel, functie)
    geef_mandaat(coordinator, Decimal(400))
    _verleen(plan, coordinator, regel, deel, functie)
    with pytest.raises(Weigering):
        _verleen(plan, coordinator, regel, deel, functie)
    assert Besluit.objects.count() == 1


def test_a_refusal_takes_a_mandate_too(plan, coordinator):
    verklaar_geen_belang(plan, coordinator)
    grond = plan.regelingversie.weigeringsgronden.first()
    with pytest.raises(Weigering, match="geen mandaat"):
        besluiten.wijs_af(plan, gronden=[grond], motivering="Nee", door=coordinator)


def test_an_assessor_and_a_supporter_do_not_decide(wijken, themas, bewoner, coordinator, boekjaar, gemeente):
    geef_mandaat(coordinator)
    plan = geadviseerd(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner, beoordelaar=coordinator)
    regel = geef_geld(plan, boekjaar, {gemeente: Decimal(1000)})
    with pytest.raises(Weigering, match="beoordelaar"):
        _verleen(plan, coordinator, regel, {gemeente: Decimal(400)})


def test_before_the_advice_nothing_is_decided(wijken, themas, bewoner, coordinator, boekjaar, gemeente):
    plan = maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner, status=S.IN_BEOORDELING)
    geef_mandaat(coordinator)
    verklaar_geen_belang(plan, coordinator)
    regel = geef_geld(plan, boekjaar, {gemeente: Decimal(1000)})
    with pytest.raises(Weigering, match="Dit kan nu niet"):
        _verleen(plan, coordinator, regel, {gemeente: Decimal(400)})


@pytest.mark.parametrize(
    ("bedrag", "deel", "veld"), [("0", "0", "bedrag"), ("401", "401", "bedrag"), ("300", "299.99", "bedrag")]
)
def test_amounts_must_fit(plan, regel, beslisser, gemeente, bedrag, deel, veld):
    with pytest.raises(Weigering) as fout:
        _verleen(plan, beslisser, regel, {gemeente: Decimal(deel)}, bedrag=Decimal(bedrag))
    assert fout.value.veld == veld


def test_settling_at_once_has_a_limit(plan, regel, beslisser, gemeente):
    with connection.cursor() as cursor:  # the version is frozen: past the triggers, for this test alone
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE bewoners_regelingversie SET direct_tot = 300 WHERE id = %s", [plan.regelingversie_id])
        cursor.execute("SET session_replication_role = origin")
    with pytest.raises(Weigering, match="Direct vaststellen kan tot en met"):
        _verleen(plan, beslisser, regel, {gemeente: Decimal(400)}, besluiten.stel_direct_vast)


def test_a_corporation_pays_only_where_it_has_dwellings(
    plan, regel, beslisser, gemeente, actium, woonconcept, wijken, stad
):
    geef_woningen(woonconcept, wijken["Peelo"])
    assert besluitkeuzes.betalers_voor(plan) == [gemeente]
    with pytest.raises(Weigering, match="geen woningen in deze wijk"):
        _verleen(plan, beslisser, regel, {gemeente: Decimal(200), actium: Decimal(200)})
    geef_woningen(actium, stad, 5000)
    assert besluitkeuzes.betalers_voor(plan) == [gemeente, actium]
    # what was counted in the area itself goes before the city, and the newest count before older ones
    geef_woningen(actium, wijken["Lariks"], 10)
    nieuw = geef_woningen(woonconcept, wijken["Lariks"], 10)
    nieuw.__class__.objects.create(partner=actium, gebied=wijken["Lariks"], peildatum=dt.date(2025, 1, 1), aantal=0)
    assert besluitkeuzes.betalers_voor(plan) == [gemeente, woonconcept]


def test_the_line_must_fit_the_plan(plan, regel, beslisser, gemeente, boekjaar, wijken, themas):
    elders = maak_regel(wijken["Peelo"], themas["Groen"], boekjaar, {gemeente: Decimal(1000)})
    with pytest.raises(Weigering, match="past niet bij"):
        _verleen(plan, beslisser, elders, {gemeente: Decimal(400)})
    Plafond.objects.get().regels.add(elders)
    with pytest.raises(Weigering, match="past niet bij"):
        _verleen(plan, beslisser, regel, {gemeente: Decimal(400)})
    assert list(besluitkeuzes.regels_voor(plan)) == [elders]


def test_without_a_ceiling_nothing_is_awarded(plan, beslisser, gemeente, boekjaar):
    regel = maak_regel(plan.gebied, plan.thema, boekjaar, {gemeente: Decimal(1000)})
    with pytest.raises(Weigering, match="geen plafond"):
        _verleen(plan, beslisser, regel, {gemeente: Decimal(400)})


def test_the_ceiling_holds_over_the_year(plan, regel, beslisser, gemeente, wijken, themas, bewoner, boekjaar):
    zet_plafond(plan, boekjaar, Decimal(700))
    _verleen(plan, beslisser, regel, {gemeente: Decimal(400)})
    ander = geadviseerd(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner)
    verklaar_geen_belang(ander, beslisser)
    with pytest.raises(Weigering, match=r"nog €.300,00 over"):
        _verleen(ander, beslisser, regel, {gemeente: Decimal(400)})
    _verleen(ander, beslisser, regel, {gemeente: Decimal(300)})
    assert besluitkeuzes.ruimte_van(plan).over == 0


def test_a_line_without_free_money_refuses_and_nothing_is_left(plan, beslisser, gemeente, boekjaar):
    regel = geef_geld(plan, boekjaar, {gemeente: Decimal(100)})
    with pytest.raises(Weigering, match="Onvoldoende vrij"):
        _verleen(plan, beslisser, regel, {gemeente: Decimal(400)})
    plan.refresh_from_db()
    assert plan.status == S.GEADVISEERD
    assert not Besluit.objects.exists()
    assert not Brief.objects.exists()


def test_who_was_complete_first_goes_first(plan, regel, beslisser, gemeente, wijken, themas, bewoner, boekjaar):
    zet_plafond(plan, boekjaar, Decimal(500))
    eerder = maak_initiatief(
        gebied=wijken["Peelo"],
        thema=themas["Groen"],
        indiener=bewoner,
        titel="Eerder klaar",
        status=S.IN_BEOORDELING,
        volledig_op=timezone.now() - dt.timedelta(days=3),
    )
    with pytest.raises(Weigering, match="Eerder klaar") as fout:
        _verleen(plan, beslisser, regel, {gemeente: Decimal(400)})
    assert fout.value.veld == "volgorde_reden"
    zet_plafond(plan, boekjaar, Decimal(800))
    assert besluitkeuzes.gaat_voor(plan, Decimal(400), Decimal(800)) == []
    zet_plafond(plan, boekjaar, Decimal(500))
    _verleen(plan, beslisser, regel, {gemeente: Decimal(400)}, volgorde_reden="De ander wacht op een vergunning")
    assert plan.wissels.get().toelichting == "De ander wacht op een vergunning"
    assert eerder.status == S.IN_BEOORDELING


def test_sql_cannot_decide_twice_or_change_a_decision(plan, regel, beslisser, gemeente):
    _verleen(plan, beslisser, regel, {gemeente: Decimal(400)})
    for query in (
        "UPDATE bewoners_besluit SET bedrag = 900",
        "DELETE FROM bewoners_besluit",
        "UPDATE bewoners_besluitdekking SET bedrag = 1",
        "INSERT INTO bewoners_besluit (initiatief_id, soort, door_id, datum, bedrag, motivering, grond_lager,"
        " grond_intrekking, vastgelegd_op) SELECT initiatief_id, 'afwijzing', door_id, datum, 0, 'x', '', '', now()"
        " FROM bewoners_besluit",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(query)


def _tegelijk(*handelingen) -> list[str]:
    startsein = threading.Barrier(len(handelingen))

    def een(handeling) -> str:
        startsein.wait()
        try:
            handeling()
        except Weigering as weigering:
            return weigering.bericht
        else:
            return "gelukt"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(handelingen)) as draden:
        return list(draden.map(een, handelingen))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("krap", ["plafond", "regel"])
def test_two_awards_for_the_last_money_do_not_both_succeed(
    krap, wijken, themas, bewoner, boekjaar, gemeente, coordinator
):
    geef_mandaat(coordinator)
    plannen = [
        geadviseerd(
            gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner, gevraagd=Decimal(500),
            volledig_op=timezone.now(),
        )
        for _n in range(2)
    ]  # fmt: skip
    vrij, plafond = (Decimal(5000), Decimal(500)) if krap == "plafond" else (Decimal(500), Decimal(5000))
    regel = geef_geld(plannen[0], boekjaar, {gemeente: vrij}, plafond=plafond)
    for plan in plannen:
        verklaar_geen_belang(plan, coordinator)

    uitkomst = _tegelijk(
        *(
            lambda plan=plan: _verleen(
                plan, coordinator, regel, {gemeente: Decimal(500)}, volgorde_reden="Samen binnen"
            )
            for plan in plannen
        )
    )

    assert uitkomst.count("gelukt") == 1
    assert Initiatief.objects.filter(status=S.VERLEEND).count() == 1
    assert Besluit.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_plan_is_decided_once(wijken, themas, bewoner, boekjaar, gemeente, coordinator, controller):
    plan = geadviseerd(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner)
    regel = geef_geld(plan, boekjaar, {gemeente: Decimal(5000)})
    for wie in (coordinator, controller):
        geef_mandaat(wie)
        verklaar_geen_belang(plan, wie)
    grond = plan.regelingversie.weigeringsgronden.first()
    uitkomst = _tegelijk(
        lambda: _verleen(plan, coordinator, regel, {gemeente: Decimal(400)}),
        lambda: besluiten.wijs_af(plan, gronden=[grond], motivering="Nee", door=controller),
    )
    assert uitkomst.count("gelukt") == 1
    assert Besluit.objects.filter(soort__in=[Besluitsoort.VERLENING, Besluitsoort.AFWIJZING]).count() == 1
