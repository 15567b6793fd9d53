"""What a reversal does to a commitment: its stand follows by itself, and what others rest on stays."""

import datetime as dt
from decimal import Decimal

import pytest

from budgetten.domain import uitgaven, verplichtingen
from budgetten.domain.controle import controleer_grootboek
from budgetten.domain.queries import totaal
from budgetten.domain.tegenboeken import boek_tegen
from budgetten.enums import Verplichtingstatus
from budgetten.models import Verplichting
from kern.domain.fouten import Weigering

MEI = dt.date(2011, 5, 1)
JULI = dt.date(2011, 7, 1)


def test_a_reversed_payment_opens_the_commitment_again(verplichting, vraag, goedkeurder, controller):
    uitgave = uitgaven.keur_goed(vraag(verplichting, "1000.00"), door=goedkeurder)
    assert Verplichting.objects.get().status == Verplichtingstatus.GESLOTEN
    boek_tegen(uitgave.boeking, reden="Verkeerde stichting", door=controller)
    nu = verplichtingen.stand(verplichting)
    assert (nu.besteed, nu.betaald, nu.open) == (0, 0, Decimal("1000.00"))
    assert Verplichting.objects.get().status == Verplichtingstatus.OPEN
    vraag(verplichting, "1000.00")


def test_a_payment_of_which_money_came_back_is_not_reversed_first(verplichting, vraag, goedkeurder, controller):
    uitgave = uitgaven.keur_goed(vraag(verplichting, "100.00"), door=goedkeurder)
    terug = verplichtingen.ontvang_terug(
        verplichting, bedrag=Decimal("0.10"), datum=JULI, kenmerk="BNK", door=controller
    )
    with pytest.raises(Weigering, match="Boek eerst de terugontvangst tegen"):
        boek_tegen(uitgave.boeking, reden="Fout", door=controller)
    boek_tegen(terug.boeking, reden="Fout", door=controller)
    boek_tegen(uitgave.boeking, reden="Fout", door=controller)
    nu = verplichtingen.stand(verplichting)
    assert (nu.besteed, nu.terugontvangen, nu.open) == (0, 0, Decimal("1000.00"))
    assert controleer_grootboek() == []


def test_a_reversed_release_opens_the_commitment_again(verplichting, controller):
    vrijval = verplichtingen.laat_vrijvallen(
        verplichting, bedrag=None, reden="Vergissing", boekdatum=JULI, door=controller
    )
    boek_tegen(vrijval.boeking, reden="Toch niet", door=controller)
    assert Verplichting.objects.get().status == Verplichtingstatus.OPEN
    assert verplichtingen.stand(verplichting).open == Decimal("1000.00")


def test_a_commitment_in_use_is_not_reversed(verplichting, vraag, goedkeurder, controller, lariks, gemeente, beslisser):
    # another commitment on the line: its money must not make the reversal possible
    verplichtingen.ga_aan(
        lariks,
        kenmerk="ander",
        omschrijving="Ander",
        url="",
        dekking={gemeente: Decimal(5000)},
        boekdatum=MEI,
        door=beslisser,
    )
    uitgave = vraag(verplichting, "1.00")
    with pytest.raises(Weigering, match="Er zijn betalingen op deze verplichting"):
        boek_tegen(verplichting.verplichting, reden="Fout", door=controller)
    with pytest.raises(Weigering, match="Boek eerst de verplichting tegen"):
        boek_tegen(verplichting.toekenning, reden="Fout", door=controller)
    uitgaven.keur_af(uitgave, reden="Nee", door=goedkeurder)
    verplichtingen.laat_vrijvallen(verplichting, bedrag=Decimal(1), reden="x", boekdatum=JULI, door=controller)
    with pytest.raises(Weigering, match="is al geld vrijgevallen"):
        boek_tegen(verplichting.verplichting, reden="Fout", door=controller)


def test_an_unused_commitment_is_reversed_and_closed(verplichting, vraag, controller, lariks):
    boek_tegen(verplichting.verplichting, reden="Fout", door=controller)
    boek_tegen(verplichting.toekenning, reden="Fout", door=controller)
    assert Verplichting.objects.get().status == Verplichtingstatus.GESLOTEN
    nu = verplichtingen.stand(verplichting)
    assert (nu.bedrag, nu.open) == (0, 0)
    assert totaal(lariks.boekjaar).vrij == Decimal(60_000)
    with pytest.raises(Weigering, match="gesloten"):
        vraag(verplichting, "1.00")
