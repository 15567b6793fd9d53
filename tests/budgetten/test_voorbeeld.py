"""The worked example of docs/grootboek.md, to the cent."""

import datetime as dt
from decimal import Decimal

import pytest

from budgetten.domain.controle import controleer_grootboek
from budgetten.domain.queries import Stand, potstand, standen, standen_per, standen_zoals_bekend, totaal
from budgetten.domain.regels import besteed_direct, ken_toe
from budgetten.models import Begrotingsregel, Boeking, Periode, Rekening
from kern.domain.fouten import Weigering
from partners.models import Partner

MEI = dt.date(2011, 5, 21)


def _per_partner(boeking: Boeking) -> dict[str, Decimal]:
    return {m.van.partner.naam: m.bedrag for m in boeking.mutaties.select_related("van__partner")}


def test_pot_holds_all_pledges(pot, gemeente, actium, woonconcept):
    assert potstand(pot) == {
        gemeente.pk: Decimal(400_000),
        actium.pk: Decimal(250_000),
        woonconcept.pk: Decimal(150_000),
    }
    assert sum(Rekening.objects.values_list("saldo", flat=True)) == 0


def test_toedeling_follows_the_key(lariks, pot, gemeente, actium, woonconcept):
    per = standen(pot, "partner")
    assert {k[0]: s.vrij for k, s in per.items()} == {
        gemeente.pk: Decimal("30000.00"),
        actium.pk: Decimal("18750.00"),
        woonconcept.pk: Decimal("11250.00"),
    }


def test_story_of_lariks(lariks: Begrotingsregel, gemeente: Partner, actium: Partner, woonconcept: Partner):
    feest = besteed_direct(lariks, bedrag=Decimal("1000.01"), boekdatum=MEI, omschrijving="Buurtfeest", door=None)
    assert _per_partner(feest) == {
        gemeente.naam: Decimal("500.01"),
        actium.naam: Decimal("312.50"),
        woonconcept.naam: Decimal("187.50"),
    }
    award = ken_toe(
        lariks,
        bedrag=Decimal(2500),
        boekdatum=MEI,
        omschrijving="Moestuin",
        door=None,
        dekking={actium: Decimal(2500)},
    )
    assert _per_partner(award) == {actium.naam: Decimal("2500.00")}
    stand = totaal(lariks.boekjaar)
    assert stand == Stand(
        vrij=Decimal("56499.99"), toegekend=Decimal("2500.00"), verplicht=Decimal("0.00"), besteed=Decimal("1000.01")
    )
    assert stand.begroot == Decimal("60000.00")

    besteed_direct(lariks, bedrag=Decimal(56_000), boekdatum=MEI, omschrijving="Groot werk", door=None)
    with pytest.raises(Weigering) as weigering:
        besteed_direct(lariks, bedrag=Decimal(56_000), boekdatum=MEI, omschrijving="Nog een keer", door=None)
    assert weigering.value.bericht == "Onvoldoende vrij besteedbaar: €\u00a0499,99 op Lariks/sociaal 2011"
    assert totaal(lariks.boekjaar).vrij == Decimal("499.99")
    assert controleer_grootboek() == []


def test_balance_at_the_end_of_a_month_and_as_known_on(lariks):
    maart, april = Periode.objects.get(begin="2011-03-01"), Periode.objects.get(begin="2011-04-01")
    besteed_direct(lariks, bedrag=Decimal(100), boekdatum=dt.date(2011, 3, 31), omschrijving="Op tijd", door=None)
    eerder = Boeking.objects.latest("vastgelegd_op").vastgelegd_op
    besteed_direct(lariks, bedrag=Decimal(25), boekdatum=dt.date(2011, 3, 15), omschrijving="Kwam later", door=None)
    besteed_direct(lariks, bedrag=Decimal(7), boekdatum=dt.date(2011, 4, 1), omschrijving="April", door=None)
    assert standen_per(maart)[()].besteed == Decimal("125.00")
    assert standen_per(april)[()].besteed == Decimal("132.00")
    assert standen_zoals_bekend(maart, eerder)[()].besteed == Decimal("100.00")
    nu = Boeking.objects.latest("vastgelegd_op").vastgelegd_op
    for groepen in ((), ("partner",), ("gebied", "thema", "domein", "regel")):
        assert (
            standen_zoals_bekend(april, nu, *groepen)
            == standen_per(april, *groepen)
            == standen(lariks.boekjaar, *groepen)
        )
