"""The way of an expense: entered, handed in, approved or refused, paid, reversed."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from budgetten.domain import uitgaven
from budgetten.domain.jaren import sluit_periode
from budgetten.domain.queries import totaal
from budgetten.domain.regels import besteed_direct
from budgetten.domain.tegenboeken import boek_tegen
from budgetten.enums import Boekingsoort, BtwBehandeling, Uitgavestatus
from budgetten.models import Boeking, Leverancier, Uitgave
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import logregels
from partners.enums import Functie
from partners.models import Mandaat
from tests.factories import MandaatFactory, MedewerkerFactory

VANDAAG = dt.date(2011, 6, 1)


def weigert(actie, *args, **kwargs) -> str:
    with pytest.raises(Weigering) as fout:
        actie(*args, **kwargs)
    return fout.value.bericht


def per_partner(boeking: Boeking) -> dict[str, Decimal]:
    return {m.van.partner.naam: m.bedrag for m in boeking.mutaties.select_related("van__partner")}


def sql(vraag: str, *waarden) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(vraag, waarden)


@pytest.mark.parametrize(
    ("behandeling", "btw", "bedrag"),
    [
        (BtwBehandeling.KOSTEN, "21.00", "121.00"),
        (BtwBehandeling.COMPENSABEL, "21.00", "100.00"),
        (BtwBehandeling.VRIJGESTELD, "0.00", "100.00"),
    ],
)
def test_vat_treatment_decides_the_amount(voer_in, behandeling, btw, bedrag):
    uitgave = voer_in(netto=Decimal("100.00"), btw=Decimal(btw), btw_behandeling=behandeling)
    uitgave.refresh_from_db()
    assert uitgave.bedrag == Decimal(bedrag)


def test_database_refuses_an_amount_that_does_not_follow_vat(voer_in):
    uitgave = voer_in()
    with pytest.raises(IntegrityError, match="uitgave_bedrag_volgt_btw"):
        sql("UPDATE budgetten_uitgave SET bedrag = bedrag + 1 WHERE id = %s", uitgave.pk)


def test_supplier_is_the_same_whatever_the_capitals(voer_in):
    eerste, tweede = voer_in(leverancier="Slagerij Smit"), voer_in(leverancier="  slagerij   SMIT ")
    assert eerste.leverancier_id == tweede.leverancier_id
    assert list(Leverancier.objects.values_list("naam", flat=True)) == ["Slagerij Smit"]


def test_invoice_counts_once_per_supplier_and_names_the_other(voer_in):
    voer_in(factuurnummer="2011-7", omschrijving="Broodjes")
    with pytest.raises(Weigering) as fout:
        voer_in(factuurnummer="2011-7", leverancier="SLAGERIJ SMIT")
    assert fout.value.bericht == "Factuur 2011-7 van Slagerij Smit staat al bij uitgave “Broodjes” van 21 mei 2011."
    assert fout.value.veld == "factuurnummer"
    assert voer_in(factuurnummer="2011-7", leverancier="Bakker Bos").factuurnummer == "2011-7"
    assert Uitgave.objects.count() == 2


def test_invoice_of_a_refused_expense_may_be_entered_again(voer_in, coordinator, goedkeurder):
    geweigerd = uitgaven.dien_in(voer_in(factuurnummer="2011-7"), door=coordinator)
    geweigerd = uitgaven.keur_af(geweigerd, reden="Verkeerde wijk", door=goedkeurder)
    opnieuw = voer_in(factuurnummer="2011-7", omschrijving="Opnieuw")
    bericht = weigert(uitgaven.haal_terug, geweigerd, door=coordinator)
    assert "staat al bij uitgave “Opnieuw”" in bericht
    opnieuw.refresh_from_db()
    assert opnieuw.status == Uitgavestatus.CONCEPT


@pytest.mark.parametrize(
    ("velden", "veld"),
    [
        ({"datum": dt.date(2012, 1, 1)}, "datum"),
        ({"netto": Decimal(0)}, "netto"),
        ({"netto": Decimal(-5)}, "netto"),
        ({"netto": Decimal("1.001")}, "bedrag"),
        ({"btw": Decimal(1)}, "btw"),
        ({"omschrijving": "  "}, "omschrijving"),
        ({"leverancier": "", "factuurnummer": "1"}, "leverancier"),
    ],
)
def test_maak_refuses_what_does_not_fit(voer_in, velden, veld):
    with pytest.raises(Weigering) as fout:
        voer_in(**velden)
    assert fout.value.veld == veld
    assert not Uitgave.objects.exists()


def test_maak_is_for_lines_of_own_areas(
    voer_in, coordinator_elders, stuurgroeplid, partnermedewerker, beheerder, bewoner
):
    for door in (coordinator_elders, stuurgroeplid, partnermedewerker, beheerder, bewoner):
        with pytest.raises(GeenToestemming):
            voer_in(door=door)
    assert not Uitgave.objects.exists()


def test_cover_must_add_up(voer_in, gemeente, actium):
    bericht = weigert(voer_in, netto=Decimal(100), dekking={gemeente: Decimal(60), actium: Decimal(30)})
    assert bericht == "De bedragen per betaler tellen op tot €\u00a090,00; dat moet €\u00a0100,00 zijn."


def test_approval_posts_in_proportion(ingediend, goedkeurder, lariks, gemeente, actium, woonconcept):
    uitgave = uitgaven.keur_goed(ingediend, door=goedkeurder)
    assert (uitgave.status, uitgave.beoordeeld_door) == (Uitgavestatus.GOEDGEKEURD, goedkeurder)
    assert uitgave.boeking.soort == Boekingsoort.BESTEDING
    assert uitgave.boeking.boekdatum == dt.date(2011, 5, 21)
    assert per_partner(uitgave.boeking) == {
        gemeente.naam: Decimal("500.01"),
        actium.naam: Decimal("312.50"),
        woonconcept.naam: Decimal("187.50"),
    }
    assert totaal(lariks.boekjaar).besteed == Decimal("1000.01")


def test_approval_posts_the_explicit_cover(voer_in, coordinator, goedkeurder, actium):
    uitgave = uitgaven.dien_in(voer_in(netto=Decimal(50), dekking={actium: Decimal(50)}), door=coordinator)
    uitgave = uitgaven.keur_goed(uitgave, door=goedkeurder)
    assert per_partner(uitgave.boeking) == {actium.naam: Decimal("50.00")}


def test_approval_in_a_closed_month_books_in_the_next_open_one(ingediend, goedkeurder, lariks):
    for maand in (5, 6):
        sluit_periode(lariks.boekjaar.perioden.get(maand=maand), door=None)
    assert uitgaven.keur_goed(ingediend, door=goedkeurder).boeking.boekdatum == dt.date(2011, 7, 1)


def test_approval_without_an_open_month_is_refused(ingediend, goedkeurder, lariks):
    for periode in lariks.boekjaar.perioden.filter(maand__gte=5):
        sluit_periode(periode, door=None)
    bericht = weigert(uitgaven.keur_goed, ingediend, door=goedkeurder)
    assert bericht == "Boekjaar 2011 heeft geen open periode meer na 21 mei 2011."


def test_approval_needs_free_money(voer_in, coordinator, goedkeurder, lariks):
    besteed_direct(lariks, bedrag=Decimal("59500.01"), boekdatum=VANDAAG, omschrijving="Groot werk", door=None)
    uitgave = uitgaven.dien_in(voer_in(netto=Decimal("500.00")), door=coordinator)
    bericht = weigert(uitgaven.keur_goed, uitgave, door=goedkeurder)
    assert bericht == "Onvoldoende vrij besteedbaar: €\u00a0499,99 op Lariks/sociaal 2011"
    uitgave.refresh_from_db()
    assert (uitgave.status, uitgave.boeking) == (Uitgavestatus.INGEDIEND, None)


def test_approval_is_for_somebody_else(ingediend, coordinator):
    post = coordinator.posten.get()
    MandaatFactory(medewerker=post, tot_bedrag=Decimal(100_000))
    bericht = weigert(uitgaven.keur_goed, ingediend, door=coordinator)
    assert bericht == "U hebt deze uitgave zelf ingevoerd. Iemand anders beoordeelt haar."
    assert weigert(uitgaven.keur_af, ingediend, reden="nee", door=coordinator) == bericht


def test_database_keeps_four_eyes(goedgekeurd, coordinator):
    with pytest.raises(IntegrityError, match="uitgave_vier_ogen"):
        sql("UPDATE budgetten_uitgave SET beoordeeld_door_id = %s WHERE id = %s", coordinator.pk, goedgekeurd.pk)


def test_database_keeps_the_payer_apart(goedgekeurd, coordinator, goedkeurder):
    for wie in (coordinator, goedkeurder):
        with pytest.raises(IntegrityError, match="uitgave_betaler_is_een_ander"):
            sql(
                "UPDATE budgetten_uitgave SET status = 'betaald', betaald_op = '2011-06-01', betaald_door_id = %s"
                " WHERE id = %s",
                wie.pk,
                goedgekeurd.pk,
            )


def test_database_keeps_approval_and_booking_together(ingediend, goedkeurder):
    with pytest.raises(IntegrityError, match="uitgave_status_klopt"):
        sql(
            "UPDATE budgetten_uitgave SET status = 'goedgekeurd', beoordeeld_door_id = %s WHERE id = %s",
            goedkeurder.pk,
            ingediend.pk,
        )


def test_approval_needs_a_mandate_that_covers_it(voer_in, coordinator, goedkeurder):
    te_duur = uitgaven.dien_in(voer_in(netto=Decimal("5000.01")), door=coordinator)
    assert weigert(uitgaven.keur_goed, te_duur, door=goedkeurder) == (
        "Uw mandaat gaat tot en met €\u00a05.000,00. Voor deze uitgave is €\u00a05.000,01 nodig."
    )
    precies = uitgaven.dien_in(voer_in(netto=Decimal("5000.00")), door=coordinator)
    assert uitgaven.keur_goed(precies, door=goedkeurder).status == Uitgavestatus.GOEDGEKEURD


def test_approval_without_a_mandate_is_refused(ingediend, controller):
    bericht = weigert(uitgaven.keur_goed, ingediend, door=controller)
    assert bericht == "U hebt geen mandaat om uitgaven op deze regel goed te keuren."


def test_expired_mandate_is_none(ingediend, goedkeurder):
    Mandaat.objects.update(tot=timezone.localdate() - dt.timedelta(days=1))
    assert weigert(uitgaven.keur_goed, ingediend, door=goedkeurder).startswith("U hebt geen mandaat")


def test_mandate_goes_with_its_post(ingediend, coordinator_elders, controller, gemeente, wijken):
    """A mandate as coordinator of Peelo is none in Lariks, not even for somebody who may approve there."""
    peelo = MedewerkerFactory(
        gebruiker=controller, partner=gemeente, functie=Functie.GEBIEDSCOORDINATOR, gebieden=[wijken["Peelo"]]
    )
    MandaatFactory(medewerker=peelo, tot_bedrag=Decimal(100_000))
    assert weigert(uitgaven.keur_goed, ingediend, door=controller).startswith("U hebt geen mandaat")


def test_approval_is_for_the_own_area(ingediend, coordinator_elders, stuurgroeplid):
    MandaatFactory(medewerker=coordinator_elders.posten.get())
    for door in (coordinator_elders, stuurgroeplid):
        with pytest.raises(GeenToestemming):
            uitgaven.keur_goed(ingediend, door=door)


def test_second_approval_says_it_was_done(goedgekeurd, goedkeurder, lariks):
    assert weigert(uitgaven.keur_goed, goedgekeurd, door=goedkeurder) == "Dit is al gedaan: de uitgave is goedgekeurd."
    assert weigert(uitgaven.keur_af, goedgekeurd, reden="x", door=goedkeurder) == (
        "Dit kan nu niet: de uitgave is goedgekeurd."
    )
    assert totaal(lariks.boekjaar).besteed == Decimal("1000.01")


def test_refusal_goes_back_and_can_be_corrected(ingediend, coordinator, goedkeurder, lariks):
    assert weigert(uitgaven.keur_af, ingediend, reden=" ", door=goedkeurder) == "Schrijf waarom u de uitgave afkeurt."
    uitgave = uitgaven.keur_af(ingediend, reden="Bon ontbreekt", door=goedkeurder)
    assert (uitgave.status, uitgave.reden_afkeuring) == (Uitgavestatus.AFGEKEURD, "Bon ontbreekt")
    with pytest.raises(GeenToestemming):
        uitgaven.haal_terug(uitgave, door=goedkeurder)
    uitgave = uitgaven.haal_terug(uitgave, door=coordinator)
    assert (uitgave.status, uitgave.beoordeeld_door) == (Uitgavestatus.CONCEPT, None)
    regel = logregels(uitgave)[1]
    assert (regel.actie, regel.door, regel.toelichting) == ("uitgave afgekeurd", goedkeurder, "Bon ontbreekt")
    assert regel.wijzigingen == {"status": ["Wacht op goedkeuring", "Afgekeurd"]}


def test_waiting_expense_can_be_taken_back_by_who_entered_it(ingediend, coordinator, goedkeurder):
    with pytest.raises(GeenToestemming):
        uitgaven.haal_terug(ingediend, door=goedkeurder)
    assert uitgaven.haal_terug(ingediend, door=coordinator).status == Uitgavestatus.CONCEPT
    assert weigert(uitgaven.keur_goed, ingediend, door=goedkeurder) == "Dit kan nu niet: de uitgave is een concept."


def test_draft_can_be_thrown_away_by_who_entered_it_and_by_nobody_else(voer_in, coordinator, goedkeurder, ingediend):
    concept = voer_in(netto=Decimal(10))
    with pytest.raises(GeenToestemming):
        uitgaven.gooi_weg(concept, door=goedkeurder)
    assert weigert(uitgaven.gooi_weg, ingediend, door=coordinator) == (
        "Alleen een concept kunt u weggooien: deze uitgave is ingediend."
    )
    log = logregels(concept)
    uitgaven.gooi_weg(concept, door=coordinator)
    assert not Uitgave.objects.filter(pk=concept.pk).exists()
    assert log.first().actie == "concept weggegooid"


def test_wijzig_is_for_ones_own_draft(voer_in, coordinator, goedkeurder, lariks):
    uitgave = voer_in(netto=Decimal(10))
    velden = {
        "regel": lariks,
        "datum": uitgave.datum,
        "omschrijving": "Zomerfeest",
        "leverancier": "",
        "factuurnummer": "",
        "netto": Decimal(20),
        "btw": Decimal(0),
        "btw_behandeling": BtwBehandeling.VRIJGESTELD,
    }
    with pytest.raises(GeenToestemming):
        uitgaven.wijzig(uitgave, **velden, door=goedkeurder)
    gewijzigd = uitgaven.wijzig(uitgave, **velden, door=coordinator)
    assert (gewijzigd.bedrag, gewijzigd.leverancier) == (Decimal(20), None)
    assert logregels(gewijzigd)[0].wijzigingen["omschrijving"] == ["Buurtfeest", "Zomerfeest"]
    uitgaven.dien_in(gewijzigd, door=coordinator)
    bericht = weigert(uitgaven.wijzig, gewijzigd, **velden, door=coordinator)
    assert bericht == "U kunt deze uitgave niet meer wijzigen: ze is ingediend."


def test_payment_is_for_a_third(goedgekeurd, coordinator, goedkeurder, controller, gemeente):
    velden = {"datum": VANDAAG, "kenmerk": "BANK-1"}
    for door in (coordinator, goedkeurder):
        with pytest.raises(GeenToestemming):
            uitgaven.markeer_betaald(goedgekeurd, **velden, door=door)
    MedewerkerFactory(gebruiker=goedkeurder, partner=gemeente, functie=Functie.CONTROLLER)
    del goedkeurder._geldige_posten
    assert weigert(uitgaven.markeer_betaald, goedgekeurd, **velden, door=goedkeurder) == (
        "U hebt deze uitgave ingevoerd of goedgekeurd. Iemand anders meldt dat ze is betaald."
    )
    betaald = uitgaven.markeer_betaald(goedgekeurd, **velden, door=controller)
    assert (betaald.status, betaald.betaald_op, betaald.betaalkenmerk) == (Uitgavestatus.BETAALD, VANDAAG, "BANK-1")
    assert weigert(uitgaven.markeer_betaald, betaald, **velden, door=controller) == (
        "Dit is al gedaan: de uitgave is betaald."
    )


def test_payment_in_the_future_is_refused(goedgekeurd, controller):
    morgen = timezone.localdate() + dt.timedelta(days=1)
    bericht = weigert(uitgaven.markeer_betaald, goedgekeurd, datum=morgen, kenmerk="B", door=controller)
    assert bericht == "De dag van betaling ligt in de toekomst."


@pytest.mark.parametrize("eerst_betaald", [False, True])
def test_reversal_takes_the_expense_along(goedgekeurd, controller, lariks, voer_in, eerst_betaald):
    if eerst_betaald:
        uitgaven.markeer_betaald(goedgekeurd, datum=VANDAAG, kenmerk="BANK-1", door=controller)
    boek_tegen(goedgekeurd.boeking, reden="Dubbel betaald", door=controller)
    goedgekeurd.refresh_from_db()
    assert goedgekeurd.status == Uitgavestatus.TEGENGEBOEKT
    stand = totaal(lariks.boekjaar)
    assert (stand.vrij, stand.besteed) == (Decimal("60000.00"), Decimal("0.00"))
    assert weigert(boek_tegen, goedgekeurd.boeking, reden="nog eens", door=controller) == (
        "Deze boeking is al tegengeboekt."
    )


def test_transition_table_names_every_status():
    """Every status but the first is reached by a transition, and nothing leaves a reversed expense."""
    bereikt = {overgang.naar for overgang in uitgaven.OVERGANGEN.values()}
    verlaten = {van for overgang in uitgaven.OVERGANGEN.values() for van in overgang.van}
    assert bereikt == set(Uitgavestatus)
    assert set(Uitgavestatus) - verlaten == {Uitgavestatus.TEGENGEBOEKT}
