"""Keys: weights of both kinds, versions, and that a used key stays."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import Error, transaction

from gebieden.enums import Gebiedssoort
from gebieden.models import Gebied
from kern.domain.fouten import Weigering
from partners.domain.verdeelsleutels import gewichten, maak_sleutel, markeer_gebruikt, nieuwe_versie
from partners.enums import Sleutelsoort
from partners.models import Partner, SleutelAandeel, Verdeelsleutel, Woningbezit
from tests.factories import GebiedFactory

VANAF = dt.date(2011, 1, 1)
DAG = dt.date(2024, 6, 1)


@pytest.fixture
def convenant(gemeente: Partner, actium: Partner, woonconcept: Partner) -> Verdeelsleutel:
    aandelen = {gemeente: Decimal(50), actium: Decimal("31.25"), woonconcept: Decimal("18.75")}
    return maak_sleutel("Convenant", aandelen=aandelen, vanaf=VANAF, door=None)


@pytest.fixture
def naar_woningen(gemeente: Partner) -> Verdeelsleutel:
    return maak_sleutel(
        "Woningen", aandelen={gemeente: Decimal(50)}, vanaf=VANAF, door=None, soort=Sleutelsoort.WONINGEN
    )


def bezit(partner: Partner, gebied: Gebied, aantal: int, jaar: int = 2020) -> None:
    Woningbezit.objects.create(partner=partner, gebied=gebied, aantal=aantal, peildatum=dt.date(jaar, 1, 1))


def test_fixed_shares_are_the_weights_in_partner_order(
    convenant: Verdeelsleutel, wijken: dict[str, Gebied], gemeente: Partner, actium: Partner, woonconcept: Partner
) -> None:
    assert gewichten(convenant, wijken["Peelo"], DAG) == [
        (gemeente, Decimal(50)),
        (actium, Decimal("31.25")),
        (woonconcept, Decimal("18.75")),
    ]


def test_key_does_not_hold_before_its_day(convenant: Verdeelsleutel, wijken: dict[str, Gebied]) -> None:
    with pytest.raises(Weigering, match="nog niet"):
        gewichten(convenant, wijken["Peelo"], dt.date(2010, 12, 31))


def test_dwellings_divide_what_the_fixed_share_leaves(
    naar_woningen: Verdeelsleutel,
    wijken: dict[str, Gebied],
    gemeente: Partner,
    actium: Partner,
    woonconcept: Partner,
    omnia: Partner,
) -> None:
    lariks = wijken["Lariks"]
    bezit(actium, lariks, 900, 2015)
    bezit(actium, lariks, 300, 2020)
    bezit(actium, lariks, 5000, 2025)  # counted after the day
    bezit(woonconcept, lariks, 100)
    bezit(omnia, lariks, 1000)  # does not pay
    assert gewichten(naar_woningen, lariks, DAG) == [
        (gemeente, Decimal(50)),
        (actium, Decimal("37.5")),
        (woonconcept, Decimal("12.5")),
    ]


def test_dwellings_of_a_district_are_its_own_count_or_the_sum_below(
    naar_woningen: Verdeelsleutel, wijken: dict[str, Gebied], gemeente: Partner, actium: Partner, woonconcept: Partner
) -> None:
    lariks = wijken["Lariks"]
    noord = GebiedFactory(code="BU01060101", naam="Lariks-noord", soort=Gebiedssoort.BUURT, ouder=lariks)
    zuid = GebiedFactory(code="BU01060102", naam="Lariks-zuid", soort=Gebiedssoort.BUURT, ouder=lariks)
    bezit(actium, noord, 100)
    bezit(actium, zuid, 100)
    bezit(woonconcept, lariks, 600)
    bezit(woonconcept, noord, 5)  # part of the 600
    assert gewichten(naar_woningen, lariks, DAG) == [
        (gemeente, Decimal(50)),
        (actium, Decimal("12.5")),
        (woonconcept, Decimal("37.5")),
    ]


def test_unknown_dwellings_are_refused_by_name(
    naar_woningen: Verdeelsleutel, wijken: dict[str, Gebied], actium: Partner
) -> None:
    bezit(actium, wijken["Peelo"], 10)
    with pytest.raises(Weigering, match="Van Lariks is niet bekend"):
        gewichten(naar_woningen, wijken["Lariks"], DAG)


def test_used_key_and_its_shares_stay_whatever_one_tries(convenant: Verdeelsleutel, omnia: Partner) -> None:
    markeer_gebruikt(convenant)
    markeer_gebruikt(convenant)
    aandeel = convenant.aandelen.first()
    for poging in (
        lambda: Verdeelsleutel.objects.filter(pk=convenant.pk).update(toelichting="x"),
        lambda: SleutelAandeel.objects.filter(pk=aandeel.pk).update(aandeel=1),
        lambda: SleutelAandeel.objects.create(sleutel=convenant, partner=omnia, aandeel=1),
        lambda: SleutelAandeel.objects.filter(pk=aandeel.pk).delete(),
    ):
        with pytest.raises(Error), transaction.atomic():
            poging()


def test_another_division_is_another_version(convenant: Verdeelsleutel, gemeente: Partner, actium: Partner) -> None:
    markeer_gebruikt(convenant)
    nieuw = nieuwe_versie(
        convenant, aandelen={gemeente: Decimal(1), actium: Decimal(1)}, vanaf=dt.date(2025, 1, 1), door=None
    )
    assert (nieuw.naam, nieuw.versie, nieuw.gebruikt) == ("Convenant", 2, False)
    assert convenant.aandelen.count() == 3


@pytest.mark.parametrize(
    ("aandeel", "soort", "zin"),
    [
        (Decimal(0), Sleutelsoort.PERCENTAGES, "meer dan nul"),
        (Decimal(100), Sleutelsoort.WONINGEN, "niets te verdelen"),
    ],
)
def test_impossible_shares_are_refused(aandeel: Decimal, soort: Sleutelsoort, zin: str, gemeente: Partner) -> None:
    with pytest.raises(Weigering, match=zin):
        maak_sleutel("Vreemd", aandelen={gemeente: aandeel}, vanaf=VANAF, door=None, soort=soort)


def test_version_before_the_former_and_a_name_twice_are_refused(convenant: Verdeelsleutel, gemeente: Partner) -> None:
    with pytest.raises(Weigering, match="niet eerder ingaan"):
        nieuwe_versie(convenant, aandelen={gemeente: Decimal(1)}, vanaf=dt.date(2010, 1, 1), door=None)
    with pytest.raises(Weigering, match="al een verdeelsleutel"):
        maak_sleutel("Convenant", aandelen={gemeente: Decimal(1)}, vanaf=VANAF, door=None)
