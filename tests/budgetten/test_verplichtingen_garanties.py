"""What the database keeps of commitments, attacked with raw SQL and with the ORM behind the domain's back."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from budgetten.domain import uitgaven, verplichtingen
from budgetten.domain.begroting import regel_voor
from budgetten.domain.regels import besteed_verplichting
from budgetten.enums import Uitgavestatus
from budgetten.models import (
    Boeking,
    Terugontvangst,
    Uitgave,
    Verplichting,
    Verplichtingdekking,
    Verplichtingvrijval,
)
from tests.budgetten.test_garanties import geweigerd, sql
from tests.factories import GebruikerFactory, UitgaveFactory

JULI = dt.date(2011, 7, 1)


def direct() -> None:
    """Judge now what is judged at commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture
def betaald(verplichting, vraag, goedkeurder) -> Uitgave:
    """€ 100,00 of the commitment, approved."""
    return uitgaven.keur_goed(vraag(verplichting, "100.00"), door=goedkeurder)


@pytest.mark.parametrize(
    "zet",
    [
        "bedrag = bedrag + 1",
        "regel_id = regel_id + 1",
        "kenmerk = 'anders'",
        "besluit_door_id = besluit_door_id + 1",
        "aangegaan_op = '2011-01-01'",
        "toekenning_id = verplichting_id, verplichting_id = toekenning_id",
        "oorsprong_id = id",
    ],
)
def test_what_was_decided_does_not_change(verplichting, zet):
    geweigerd(f"UPDATE budgetten_verplichting SET {zet}", woorden="Wat besloten is over een verplichting, verandert")


def test_it_is_not_deleted_and_its_parts_neither(verplichting, betaald, controller):
    verplichtingen.laat_vrijvallen(verplichting, bedrag=Decimal(1), reden="x", boekdatum=JULI, door=controller)
    verplichtingen.ontvang_terug(verplichting, bedrag=Decimal(1), datum=JULI, kenmerk="BNK", door=controller)
    geweigerd("DELETE FROM budgetten_verplichting", woorden="wordt niet verwijderd")
    for tabel in ("verplichtingdekking", "verplichtingvrijval", "terugontvangst"):
        geweigerd(f"DELETE FROM budgetten_{tabel}", woorden="Cannot update or delete")
        geweigerd(f"UPDATE budgetten_{tabel} SET bedrag = bedrag + 1", woorden="Cannot update or delete")


def test_the_cover_adds_up_to_the_amount(verplichting, woonconcept):
    geweigerd(
        "INSERT INTO budgetten_verplichtingdekking (verplichting_id, partner_id, bedrag) VALUES (%s, %s, 1)",
        verplichting.pk,
        woonconcept.pk,
        woorden="samen niet gelijk aan het bedrag",
    )


def test_a_commitment_without_a_cover_is_none(verplichting, lariks, gemeente, beslisser):
    losse = [
        besteed_verplichting(
            lariks, bedrag=Decimal(1), boekdatum=JULI, omschrijving="los", door=None, dekking={gemeente: Decimal(1)}
        )
        for _nummer in range(2)
    ]
    geweigerd(
        "INSERT INTO budgetten_verplichting (regel_id, kenmerk, omschrijving, url, bedrag, status, besluit_door_id, "
        "aangegaan_op, toekenning_id, verplichting_id) VALUES (%s, 'x', 'x', '', 1, 'open', %s, '2011-07-01', %s, %s)",
        lariks.pk,
        beslisser.pk,
        *(boeking.pk for boeking in losse),
        woorden="samen niet gelijk aan het bedrag",
    )


def test_the_cover_is_what_was_booked(verplichting, lariks, gemeente, actium, beslisser):
    boekingen = [
        besteed_verplichting(
            lariks, bedrag=Decimal(1), boekdatum=JULI, omschrijving="los", door=None, dekking={gemeente: Decimal(1)}
        )
        for _nummer in range(2)
    ]
    with pytest.raises(IntegrityError, match="zijn niet haar dekking"), transaction.atomic():
        nep = Verplichting.objects.create(
            regel=lariks,
            kenmerk="nep",
            omschrijving="Nep",
            bedrag=Decimal(1),
            besluit_door=beslisser,
            aangegaan_op=JULI,
            toekenning=boekingen[0],
            verplichting=boekingen[1],
        )
        Verplichtingdekking.objects.create(verplichting=nep, partner=actium, bedrag=Decimal(1))
        direct()


@pytest.mark.parametrize(
    ("kolommen", "beperking"),
    [
        ({"status": "gesloten"}, "verplichting_status_klopt"),
        ({"gesloten_op": "2011-07-01"}, "verplichting_status_klopt"),
        ({"omschrijving": ""}, "verplichting_heeft_omschrijving"),
        ({"url": "https://elders.example"}, "verplichting_url_is_een_pad"),
        ({"url": "//elders.example"}, "verplichting_url_is_een_pad"),
        ({"status": "gesloten", "gesloten_op": "2011-07-01"}, "er staat nog geld open"),
    ],
)
def test_states_that_cannot_be(verplichting, kolommen, beperking):
    zet = ", ".join(f"{kolom} = %s" for kolom in kolommen)
    geweigerd(f"UPDATE budgetten_verplichting SET {zet}", *kolommen.values(), woorden=beperking)


def test_a_cover_of_nothing_or_twice_the_same_payer(verplichting, woonconcept, gemeente):
    invoegen = "INSERT INTO budgetten_verplichtingdekking (verplichting_id, partner_id, bedrag) VALUES (%s, %s, %s)"
    geweigerd(invoegen, verplichting.pk, woonconcept.pk, 0, woorden="verplichtingdekking_bedrag_positief")
    geweigerd(invoegen, verplichting.pk, woonconcept.pk, "NaN", woorden="verplichtingdekking_bedrag_positief")
    geweigerd(invoegen, verplichting.pk, gemeente.pk, 1, woorden="verplichtingdekking_een_per_betaler")


# -- its expenses


def test_an_expense_is_on_the_line_of_its_commitment(verplichting, lariks, wijken, beslisser):
    elders = regel_voor(lariks.boekjaar, gebied=wijken["Peelo"], thema=lariks.thema)
    velden = {"besluit_door": beslisser, "iban": "NL91ABNA0417164300", "begunstigde": "X"}
    with pytest.raises(IntegrityError, match="andere begrotingsregel dan haar verplichting"), transaction.atomic():
        UitgaveFactory(regel=elders, verplichting=verplichting, **velden)


def test_who_decided_follows_from_the_commitment(verplichting, lariks, beslisser):
    velden = {"regel": lariks, "verplichting": verplichting, "iban": "NL91ABNA0417164300", "begunstigde": "X"}
    uitgave = UitgaveFactory(**velden)
    uitgave.refresh_from_db()
    assert uitgave.besluit_door == beslisser
    with pytest.raises(IntegrityError, match="Wie besloot, volgt uit de verplichting"), transaction.atomic():
        UitgaveFactory(**velden, besluit_door=GebruikerFactory())
    for zet in ("besluit_door_id = ingevoerd_door_id", "besluit_door_id = NULL"):
        geweigerd(f"UPDATE budgetten_uitgave SET {zet}", woorden="Wie besloot, volgt uit de verplichting")
    geweigerd("UPDATE budgetten_uitgave SET verplichting_id = NULL", woorden="verplichting van een uitgave verandert")


def test_an_expense_of_no_commitment_has_nobody_who_decided(lariks):
    UitgaveFactory(regel=lariks)
    geweigerd(
        "UPDATE budgetten_uitgave SET besluit_door_id = ingevoerd_door_id", woorden="uitgave_besluit_bij_verplichting"
    )


@pytest.mark.parametrize("zet", ["iban = ''", "begunstigde = ''"])
def test_a_payment_on_a_commitment_has_an_account_to_pay_to(verplichting, vraag, zet):
    vraag(verplichting, "1.00")
    geweigerd(f"UPDATE budgetten_uitgave SET {zet}", woorden="uitgave_verplichting_heeft_iban")


def test_the_account_number_is_not_readable_in_the_database(verplichting, vraag):
    vraag(verplichting, "1.00")
    with connection.cursor() as cursor:
        cursor.execute("SELECT iban FROM budgetten_uitgave")
        (opgeslagen,) = cursor.fetchone()
    assert "0417164300" not in opgeslagen


def test_who_decided_neither_approves_nor_pays(verplichting, betaald, beslisser):
    geweigerd(
        "UPDATE budgetten_uitgave SET beoordeeld_door_id = %s", beslisser.pk, woorden="uitgave_beoordelaar_besloot_niet"
    )
    geweigerd(
        "UPDATE budgetten_uitgave SET status = 'betaald', betaald_op = '2011-07-01', betaald_door_id = %s",
        beslisser.pk,
        woorden="uitgave_betaler_besloot_niet",
    )


def test_requester_approver_and_payer_are_three(verplichting, betaald, coordinator, goedkeurder):
    geweigerd("UPDATE budgetten_uitgave SET beoordeeld_door_id = %s", coordinator.pk, woorden="uitgave_vier_ogen")
    for wie in (coordinator, goedkeurder):
        geweigerd(
            "UPDATE budgetten_uitgave SET status = 'betaald', betaald_op = '2011-07-01', betaald_door_id = %s",
            wie.pk,
            woorden="uitgave_betaler_is_een_ander",
        )


def test_no_payer_pays_beyond_what_it_has_on_the_commitment(
    verplichting, lariks, vraag, gemeente, goedkeurder, beslisser
):
    """The line has enough committed money of the municipality, but not for this plan."""
    verplichtingen.ga_aan(
        lariks,
        kenmerk="ander",
        omschrijving="Ander",
        url="",
        dekking={gemeente: Decimal(5000)},
        boekdatum=JULI,
        door=beslisser,
    )
    uitgave = vraag(verplichting, "1000.00")
    boeking = besteed_verplichting(
        lariks,
        bedrag=Decimal(1000),
        boekdatum=JULI,
        omschrijving="Alles van de gemeente",
        door=None,
        dekking={gemeente: Decimal(1000)},
    )
    with pytest.raises(IntegrityError, match="meer uitgaan dan een betaler er nog op heeft"), transaction.atomic():
        Uitgave.objects.filter(pk=uitgave.pk).update(
            status=Uitgavestatus.GOEDGEKEURD, boeking=boeking, beoordeeld_door=goedkeurder
        )
        direct()


def test_a_booking_of_another_amount_does_not_fit(verplichting, lariks, vraag, gemeente, goedkeurder, controller):
    boeking = besteed_verplichting(
        lariks, bedrag=Decimal(1), boekdatum=JULI, omschrijving="x", door=None, dekking={gemeente: Decimal(1)}
    )
    uitgave = vraag(verplichting, "2.00")
    gevallen = (
        lambda: Uitgave.objects.filter(pk=uitgave.pk).update(
            status=Uitgavestatus.GOEDGEKEURD, boeking=boeking, beoordeeld_door=goedkeurder
        ),
        lambda: Terugontvangst.objects.create(
            verplichting=verplichting, bedrag=1, datum=JULI, kenmerk="x", door=controller, boeking=boeking
        ),
        lambda: Verplichtingvrijval.objects.create(
            verplichting=verplichting, bedrag=1, reden="x", door=controller, boeking=boeking
        ),
    )
    for geval in gevallen:
        with pytest.raises(IntegrityError, match="Een boeking past niet bij verplichting"), transaction.atomic():
            geval()
            direct()


@pytest.mark.parametrize(
    ("tabel", "beperking"),
    [
        ("verplichtingvrijval", "verplichtingvrijval_bedrag_positief"),
        ("terugontvangst", "terugontvangst_bedrag_positief"),
    ],
)
def test_nothing_is_no_release_and_no_recovery(verplichting, controller, tabel, beperking):
    tekst, datum = ("reden", "") if tabel == "verplichtingvrijval" else ("kenmerk", ", datum")
    waarde = ", '2011-07-01'" if datum else ""
    geweigerd(
        f"INSERT INTO budgetten_{tabel} (verplichting_id, bedrag, {tekst}{datum}, door_id, boeking_id) "
        f"VALUES (%s, 0, 'x'{waarde}, %s, %s)",
        verplichting.pk,
        controller.pk,
        Boeking.objects.first().pk,
        woorden=beperking,
    )


def test_what_is_sound_passes(verplichting, betaald):
    """The attacks above fail for their own reason: the same statement without the mistake is taken."""
    sql("UPDATE budgetten_verplichting SET omschrijving = 'Moestuin'")
    sql("UPDATE budgetten_uitgave SET omschrijving = 'Voorschot moestuin'")
    with pytest.raises(DatabaseError):
        sql("UPDATE budgetten_verplichting SET omschrijving = ''")
