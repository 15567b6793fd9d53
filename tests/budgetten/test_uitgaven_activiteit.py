"""Own costs of an activity become an expense, once, now or later."""

import datetime as dt
from decimal import Decimal

import pytest

from budgetten.domain import uitgaven
from budgetten.domain.activiteitkosten import haal_op, maak_uitgave_van
from budgetten.domain.begroting import deel_toe, regel_voor
from budgetten.domain.jaren import sluit_boekjaar
from budgetten.enums import Uitgavestatus
from budgetten.models import Uitgave
from budgetten.tasks import haal_activiteitkosten_op
from gebieden.enums import Gebiedssoort
from kern.domain.fouten import GeenToestemming, Weigering
from partners.enums import Activiteitstatus
from partners.models import Activiteit
from partners.signals import activiteit_definitief
from tests.factories import ActiviteitFactory, ActiviteittypeFactory, GebiedFactory

DAG = dt.date(2011, 5, 21)


@pytest.fixture
def activiteit(actium, partnermedewerker, lariks):
    """A final clean-up of Actium in Lariks with € 75,50 own costs."""
    return ActiviteitFactory(
        partner=actium,
        type=ActiviteittypeFactory(thema=lariks.thema),
        titel="Zwerfvuil rapen",
        datum=DAG,
        gebied=lariks.gebied,
        kosten=Decimal("75.50"),
        ingevoerd_door=partnermedewerker,
        status=Activiteitstatus.DEFINITIEF,
    )


def test_signal_makes_the_expense(activiteit, partnermedewerker, lariks, actium):
    activiteit_definitief.send(Activiteit, activiteit=activiteit, door=partnermedewerker)
    uitgave = Uitgave.objects.get()
    assert (uitgave.regel, uitgave.status, uitgave.activiteit) == (lariks, Uitgavestatus.INGEDIEND, activiteit)
    assert (uitgave.bedrag, uitgave.datum, uitgave.ingevoerd_door) == (Decimal("75.50"), DAG, partnermedewerker)
    assert list(uitgave.dekking.values_list("partner", "bedrag")) == [(actium.pk, Decimal("75.50"))]


def test_signal_and_sweep_make_it_once(activiteit, partnermedewerker):
    activiteit_definitief.send(Activiteit, activiteit=activiteit, door=partnermedewerker)
    activiteit_definitief.send(Activiteit, activiteit=activiteit, door=partnermedewerker)
    assert haal_activiteitkosten_op() == 0
    assert Uitgave.objects.count() == 1


def test_costs_in_a_buurt_fall_on_its_wijk(activiteit, partnermedewerker, lariks):
    activiteit.gebied = GebiedFactory(soort=Gebiedssoort.BUURT, ouder=lariks.gebied)
    assert maak_uitgave_van(activiteit, door=partnermedewerker).regel == lariks


def test_sweep_finds_what_had_no_line_yet(activiteit, partnermedewerker, lariks, pot, actium):
    activiteit.type = ActiviteittypeFactory()
    activiteit.save()
    activiteit_definitief.send(Activiteit, activiteit=activiteit, door=partnermedewerker)
    assert not Uitgave.objects.exists()
    regel = regel_voor(pot, gebied=lariks.gebied, thema=activiteit.type.thema)
    assert (haal_op(), haal_op()) == (1, 0)
    assert Uitgave.objects.get().regel == regel


def test_no_expense_without_costs_or_payer_or_open_year(activiteit, politie, lariks, controller):
    geen = ActiviteitFactory(
        partner=activiteit.partner,
        type=activiteit.type,
        gebied=lariks.gebied,
        datum=DAG,
        status=Activiteitstatus.DEFINITIEF,
    )
    concept = ActiviteitFactory(
        partner=activiteit.partner, type=activiteit.type, gebied=lariks.gebied, datum=DAG, kosten=Decimal(5)
    )
    verbonden = ActiviteitFactory(
        partner=politie,
        type=activiteit.type,
        gebied=lariks.gebied,
        datum=DAG,
        kosten=Decimal(5),
        status=Activiteitstatus.DEFINITIEF,
    )
    for rij in (geen, concept, verbonden):
        assert maak_uitgave_van(rij, door=rij.ingevoerd_door) is None
    sluit_boekjaar(lariks.boekjaar, door=controller)
    assert haal_op() == 0
    assert not Uitgave.objects.exists()


def test_approval_draws_on_the_partner_alone(activiteit, partnermedewerker, goedkeurder, actium):
    uitgave = uitgaven.keur_goed(maak_uitgave_van(activiteit, door=partnermedewerker), door=goedkeurder)
    mutatie = uitgave.boeking.mutaties.get()
    assert (mutatie.van.partner, mutatie.bedrag) == (actium, Decimal("75.50"))


def test_refused_costs_keep_their_amount_and_their_payer(
    activiteit, partnermedewerker, goedkeurder, lariks, actium, gemeente, pot, sleutel
):
    uitgave = maak_uitgave_van(activiteit, door=partnermedewerker)
    uitgave = uitgaven.keur_af(uitgave, reden="Andere wijk?", door=goedkeurder)
    uitgave = uitgaven.haal_terug(uitgave, door=partnermedewerker)
    velden = {
        "datum": DAG,
        "omschrijving": "Zwerfvuil",
        "leverancier": "",
        "factuurnummer": "",
        "btw": Decimal(0),
        "btw_behandeling": uitgave.btw_behandeling,
        "door": partnermedewerker,
    }
    with pytest.raises(Weigering, match="volgt uit de activiteit"):
        uitgaven.wijzig(uitgave, regel=lariks, netto=Decimal(500), **velden)
    elders = regel_voor(pot, gebied=GebiedFactory(ouder=lariks.gebied.ouder), thema=lariks.thema)
    deel_toe(elders, bedrag=Decimal(100), sleutel=sleutel, boekdatum=DAG, door=None)
    with pytest.raises(GeenToestemming):
        uitgaven.wijzig(uitgave, regel=elders, netto=Decimal("75.50"), **velden)
    netjes = uitgaven.wijzig(
        uitgave, regel=lariks, netto=Decimal("75.50"), dekking={gemeente: Decimal("75.50")}, **velden
    )
    assert list(netjes.dekking.values_list("partner", flat=True)) == [actium.pk]


def test_sweep_is_planned(settings):
    taken = {regel["task"] for regel in settings.CELERY_BEAT_SCHEDULE.values()}
    assert "budgetten.tasks.haal_activiteitkosten_op" in taken
