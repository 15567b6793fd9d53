"""The database keeps its own rules about initiatives, whatever path is taken."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from bewoners.domain import stappen
from bewoners.enums import Besluitsoort, Initiatiefstatus
from bewoners.models import Beoordeling, Besluit, Initiatief
from kern.domain.fouten import GeenToestemming, Weigering
from tests.bewoners.fabriek import maak_initiatief, verklaar_geen_belang

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiatief(wijken, themas, bewoner) -> Initiatief:
    return maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner)


def test_status_changes_along_the_table_only(initiatief, coordinator, coordinator_elders):
    with pytest.raises(GeenToestemming):
        stappen.pas_toe("neem_in_behandeling", initiatief, door=coordinator_elders)
    stappen.pas_toe("neem_in_behandeling", initiatief, door=coordinator)
    assert initiatief.status == Initiatiefstatus.IN_BEOORDELING
    assert [w.naar for w in initiatief.wissels.all()] == [Initiatiefstatus.IN_BEOORDELING]
    with pytest.raises(Weigering):
        stappen.pas_toe("neem_in_behandeling", initiatief, door=coordinator)


def test_scheme_with_an_application_is_frozen(initiatief):
    initiatief.regelingversie.refresh_from_db()
    assert initiatief.regelingversie.bevroren
    for query in (
        "UPDATE bewoners_regelingversie SET maximumbedrag = 9000 WHERE id = %s",
        "UPDATE bewoners_criterium SET gewicht = 9 WHERE versie_id = %s",
        "DELETE FROM bewoners_weigeringsgrond WHERE versie_id = %s",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(query, [initiatief.regelingversie_id])


def test_an_assessor_does_not_decide(initiatief, coordinator):
    verklaar_geen_belang(initiatief, coordinator)
    Beoordeling.objects.create(initiatief=initiatief, beoordelaar=coordinator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Besluit.objects.create(
            initiatief=initiatief,
            soort=Besluitsoort.AFWIJZING,
            door=coordinator,
            datum=dt.date(2026, 1, 1),
            motivering="Nee",
        )


def test_deciding_takes_a_declaration_of_no_interest(initiatief, coordinator):
    with pytest.raises(IntegrityError), transaction.atomic():
        Besluit.objects.create(
            initiatief=initiatief,
            soort=Besluitsoort.AFWIJZING,
            door=coordinator,
            datum=dt.date(2026, 1, 1),
            motivering="Nee",
        )


def test_an_award_says_who_pays(initiatief, coordinator):
    verklaar_geen_belang(initiatief, coordinator)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        Besluit.objects.create(
            initiatief=initiatief, soort=Besluitsoort.VERLENING, door=coordinator, datum=dt.date(2026, 1, 1),
            motivering="Ja", bedrag=Decimal(400),
        )  # fmt: skip
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
