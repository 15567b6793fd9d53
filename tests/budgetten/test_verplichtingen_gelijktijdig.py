"""Sixteen people at once on the last euro of a commitment: it is paid once."""

import datetime as dt
from decimal import Decimal

import pytest

from budgetten.domain import uitgaven, verplichtingen
from budgetten.domain.begroting import deel_toe
from budgetten.domain.controle import controleer_grootboek
from budgetten.domain.tegenboeken import boek_tegen
from budgetten.enums import BtwBehandeling, Uitgavestatus
from budgetten.models import Uitgave, Verplichting
from tests.budgetten.test_gelijktijdig import SCHRIJVERS, tegelijk
from tests.factories import UitgaveFactory

DAG = dt.date(2011, 7, 1)


@pytest.fixture
def laatste(transactional_db, lege_regel, gemeente, actium, beslisser, coordinator, goedkeurder, controller):
    """A commitment of exactly € 1,00 of two payers, on a line where much more is committed."""
    deel_toe(lege_regel, per_partner={gemeente: Decimal(100), actium: Decimal(100)}, boekdatum=DAG, door=None)

    def ga_aan(kenmerk, van_gemeente, van_actium):
        return verplichtingen.ga_aan(
            lege_regel,
            kenmerk=kenmerk,
            omschrijving="Plan",
            url="",
            dekking={gemeente: Decimal(van_gemeente), actium: Decimal(van_actium)},
            boekdatum=DAG,
            door=beslisser,
        )

    ga_aan("ander", "50", "50")
    return ga_aan("laatste", "0.60", "0.40")


def in_de_wacht(verplichting, coordinator, bedrag="1.00") -> Uitgave:
    """A payment that waits, put there behind the domain's back: asked for more often than there is money."""
    return UitgaveFactory(
        regel=verplichting.regel,
        verplichting=verplichting,
        besluit_door=verplichting.besluit_door,
        iban="NL91ABNA0417164300",
        begunstigde="Stichting",
        netto=Decimal(bedrag),
        btw=Decimal(0),
        btw_behandeling=BtwBehandeling.VRIJGESTELD,
        ingevoerd_door=coordinator,
        status=Uitgavestatus.INGEDIEND,
    )


def test_one_of_sixteen_payments_gets_the_last_euro(laatste, coordinator, goedkeurder):
    wachtend = [in_de_wacht(laatste, coordinator) for _nummer in range(SCHRIJVERS)]

    def keur_goed(nummer: int) -> None:
        uitgaven.keur_goed(wachtend[nummer], door=goedkeurder)

    assert tegelijk(keur_goed) == {
        "gelukt": 1,
        "Op deze verplichting staat nog € 0,00 open. Dat is te weinig voor € 1,00.": SCHRIJVERS - 1,
    }
    nu = verplichtingen.stand(laatste)
    assert [rij.besteed for rij in nu.per_betaler] == [Decimal("0.60"), Decimal("0.40")]
    assert Uitgave.objects.filter(status=Uitgavestatus.GOEDGEKEURD).count() == 1
    assert Verplichting.objects.get(kenmerk="laatste").status == "gesloten"
    assert controleer_grootboek() == []


def test_sixteen_who_ask_and_release_at_once_never_exceed_it(laatste, coordinator, goedkeurder, controller):
    def doe(nummer: int) -> None:
        if nummer % 4 == 0:
            verplichtingen.laat_vrijvallen(
                laatste, bedrag=Decimal("0.10"), reden="Minder", boekdatum=DAG, door=controller
            )
            return
        uitgave = verplichtingen.vraag_betaling(
            laatste,
            bedrag=Decimal("0.20"),
            omschrijving=f"Deel {nummer}",
            datum=DAG,
            iban="NL91ABNA0417164300",
            begunstigde="Stichting",
            door=coordinator,
        )
        uitgaven.keur_goed(uitgave, door=goedkeurder)

    tegelijk(doe)
    nu = verplichtingen.stand(laatste)
    assert nu.bedrag == Decimal("1.00")
    assert nu.open >= 0
    assert all(rij.open >= 0 for rij in nu.per_betaler)
    assert nu.besteed == Decimal("0.20") * Uitgave.objects.filter(status=Uitgavestatus.GOEDGEKEURD).count()
    assert controleer_grootboek() == []


def test_reversing_and_paying_at_once_waits_for_nobody_in_a_circle(laatste, coordinator, goedkeurder, controller):
    betaald = [uitgaven.keur_goed(in_de_wacht(laatste, coordinator, "0.05"), door=goedkeurder) for _nummer in range(8)]
    wachtend = [in_de_wacht(laatste, coordinator, "0.05") for _nummer in range(8)]

    def doe(nummer: int) -> None:
        if nummer % 2:
            boek_tegen(betaald[nummer // 2].boeking, reden="Fout", door=controller, boekdatum=DAG)
        else:
            uitgaven.keur_goed(wachtend[nummer // 2], door=goedkeurder)

    assert tegelijk(doe) == {"gelukt": SCHRIJVERS}
    nu = verplichtingen.stand(laatste)
    assert (nu.besteed, nu.open) == (Decimal("0.40"), Decimal("0.60"))
    assert controleer_grootboek() == []


def test_one_kenmerk_is_committed_once(laatste, lege_regel, gemeente, beslisser):
    def ga_aan(_nummer: int) -> None:
        verplichtingen.ga_aan(
            lege_regel,
            kenmerk="zelfde",
            omschrijving="Plan",
            url="",
            dekking={gemeente: Decimal(1)},
            boekdatum=DAG,
            door=beslisser,
        )

    assert tegelijk(ga_aan) == {
        "gelukt": 1,
        "Er is al een verplichting met kenmerk zelfde.": SCHRIJVERS - 1,
    }
