"""The end of the year: commitments stand in its way, and go on in the next one."""

import datetime as dt
from decimal import Decimal

import pytest

from budgetten.domain import uitgaven, verplichtingen
from budgetten.domain.begroting import regel_voor
from budgetten.domain.controle import controleer_grootboek
from budgetten.domain.jaren import open_boekjaar, sluit_boekjaar
from budgetten.domain.queries import totaal
from budgetten.domain.tegenboeken import boek_tegen
from budgetten.enums import Verplichtingstatus
from budgetten.models import Boeking
from kern.domain.fouten import Weigering
from partners.models import Mandaat
from tests.budgetten.test_verplichtingen import bedragen, tekst

MEI = dt.date(2011, 5, 1)
JULI = dt.date(2011, 7, 1)


def test_a_year_with_open_commitments_stays_open_and_names_them(verplichting):
    with pytest.raises(Weigering) as weigering:
        sluit_boekjaar(verplichting.regel.boekjaar, door=None)
    assert tekst(weigering) == (
        "Er staan nog verplichtingen open: Moestuin aan de Nobellaan (€ 1.000,00). "
        "Laat vrijvallen wat niet meer nodig is, of zet de verplichtingen over naar 2012."
    )


def test_carried_over_it_is_paid_in_the_next_year(
    verplichting, lariks, vraag, goedkeurder, controller, gemeente, actium, beslisser
):
    uitgaven.keur_goed(vraag(verplichting, "100.00"), door=goedkeurder)
    jaar2012 = open_boekjaar(2012, door=None)
    naar = regel_voor(jaar2012, gebied=lariks.gebied, thema=lariks.thema)
    nieuw = verplichtingen.zet_over(verplichting, naar_regel=naar, reden="Het seizoen begint in maart", door=controller)
    assert (nieuw.kenmerk, nieuw.bedrag, nieuw.besluit_door, nieuw.oorsprong) == (
        "initiatief-12/2",
        Decimal("900.00"),
        beslisser,
        verplichting,
    )
    assert [(rij.partner, rij.bedrag) for rij in nieuw.dekking.all()] == [
        (gemeente, Decimal("540.00")),
        (actium, Decimal("360.00")),
    ]
    assert verplichting.status == Verplichtingstatus.GESLOTEN
    oud = totaal(lariks.boekjaar)
    assert (oud.vrij, oud.verplicht, oud.besteed) == tuple(bedragen("59000", "0", "100"))
    assert totaal(jaar2012).verplicht == Decimal("900.00")
    sluit_boekjaar(lariks.boekjaar, door=None)

    uitgaven.keur_goed(vraag(nieuw, "900.00", datum=dt.date(2012, 2, 1)), door=goedkeurder)
    assert verplichtingen.huidige("initiatief-12") == nieuw
    alles = verplichtingen.standen(["initiatief-12", "bestaat-niet"])
    assert list(alles) == ["initiatief-12"]
    samen = alles["initiatief-12"]
    assert (samen.bedrag, samen.besteed, samen.vrijgevallen, samen.overgezet, samen.open) == tuple(
        bedragen("1000", "1000", "0", "0", "0")
    )
    assert [rij.besteed for rij in samen.per_betaler] == bedragen("600", "400")
    assert controleer_grootboek() == []


def test_the_mandate_counts_over_the_years(verplichting, lariks, vraag, goedkeurder, controller):
    uitgaven.keur_goed(vraag(verplichting, "300.00"), door=goedkeurder)
    naar = regel_voor(open_boekjaar(2012, door=None), gebied=lariks.gebied, thema=lariks.thema)
    nieuw = verplichtingen.zet_over(verplichting, naar_regel=naar, reden="Later", door=controller)
    Mandaat.objects.update(tot_bedrag=Decimal("500.00"))
    with pytest.raises(Weigering, match="mandaat"):
        uitgaven.keur_goed(vraag(nieuw, "200.01", datum=dt.date(2012, 2, 1)), door=goedkeurder)


def test_what_was_carried_over_is_not_reversed_in_the_old_year(verplichting, lariks, controller):
    naar = regel_voor(open_boekjaar(2012, door=None), gebied=lariks.gebied, thema=lariks.thema)
    verplichtingen.zet_over(verplichting, naar_regel=naar, reden="Later", door=controller)
    with pytest.raises(Weigering, match="overgezet naar Moestuin aan de Nobellaan"):
        boek_tegen(verplichting.vrijvallen.get().boeking, reden="Toch niet", door=controller)


def test_carrying_over_is_to_the_same_line_of_the_next_year(verplichting, lariks, vraag, wijken, controller):
    jaar2012 = open_boekjaar(2012, door=None)
    goed = regel_voor(jaar2012, gebied=lariks.gebied, thema=lariks.thema)
    for naar in (lariks, regel_voor(jaar2012, gebied=wijken["Peelo"], thema=lariks.thema)):
        with pytest.raises(Weigering, match="dezelfde regel van het volgende boekjaar"):
            verplichtingen.zet_over(verplichting, naar_regel=naar, reden="Later", door=controller)
    with pytest.raises(Weigering, match="Geef een reden"):
        verplichtingen.zet_over(verplichting, naar_regel=goed, reden=" ", door=controller)
    vraag(verplichting, "1.00")
    with pytest.raises(Weigering, match="wacht nog een betaling"):
        verplichtingen.zet_over(verplichting, naar_regel=goed, reden="Later", door=controller)
    assert Boeking.objects.filter(soort="overheveling").count() == 0


def test_a_payment_of_the_old_year_that_is_reversed_later_can_be_carried_over_too(
    verplichting, lariks, vraag, goedkeurder, controller
):
    uitgave = uitgaven.keur_goed(vraag(verplichting, "100.00"), door=goedkeurder)
    naar = regel_voor(open_boekjaar(2012, door=None), gebied=lariks.gebied, thema=lariks.thema)
    verplichtingen.zet_over(verplichting, naar_regel=naar, reden="Later", door=controller)
    boek_tegen(uitgave.boeking, reden="Teruggestort", door=controller)
    derde = verplichtingen.zet_over(verplichting, naar_regel=naar, reden="Ook later", door=controller)
    assert (derde.kenmerk, derde.bedrag) == ("initiatief-12/3", Decimal("100.00"))
    samen = verplichtingen.standen(["initiatief-12"])["initiatief-12"]
    assert (samen.bedrag, samen.besteed, samen.open) == tuple(bedragen("1000", "0", "1000"))
