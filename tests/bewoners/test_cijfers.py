"""The figures: worked out by hand on a few initiatives."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from bewoners.domain.cijfers import cijfers
from bewoners.enums import Besluitsoort, Initiatiefstatus, Termijnsoort
from bewoners.models import Besluit, Besluitdekking, Initiatief, Termijn
from gebieden.enums import Gebiedssoort
from gebieden.models import Gebied, Thema
from kern.models import Gebruiker
from partners.models import Partner
from tests.bewoners.fabriek import maak_initiatief, verklaar_geen_belang
from tests.factories import GebiedFactory

pytestmark = pytest.mark.django_db
S = Initiatiefstatus


def dag(jaar: int, maand: int, dag_: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime(jaar, maand, dag_, 12))


@pytest.fixture
def maak(
    wijken: dict[str, Gebied], themas: dict[str, Thema], bewoner: Gebruiker, coordinator: Gebruiker, gemeente: Partner
) -> Callable[..., Initiatief]:
    """An initiative handed in on 1 March of the year and decided so many days later, with a term of 56 days."""

    def bouw(jaar: int, dagen: int | None, bedrag: str = "0", gebied: Gebied | None = None) -> Initiatief:
        status = S.INGEDIEND if dagen is None else S.DIRECT_VASTGESTELD if Decimal(bedrag) else S.AFGEWEZEN
        plan = maak_initiatief(
            gebied=gebied or wijken["Lariks"], thema=themas["Groen"], indiener=bewoner, status=status,
            ingediend_op=dag(jaar, 3, 1),
        )  # fmt: skip
        begin = dt.date(jaar, 3, 1)
        Termijn.objects.create(
            initiatief=plan, soort=Termijnsoort.BESLISSING, begin=begin, dagen=56, eind=begin + dt.timedelta(days=56)
        )
        if dagen is not None:
            verklaar_geen_belang(plan, coordinator)
            soort = Besluitsoort.DIRECTE_VASTSTELLING if Decimal(bedrag) else Besluitsoort.AFWIJZING
            with transaction.atomic():
                besluit = Besluit.objects.create(
                    initiatief=plan, soort=soort, door=coordinator, datum=begin + dt.timedelta(days=dagen),
                    bedrag=Decimal(bedrag), motivering="Goed",
                )  # fmt: skip
                if Decimal(bedrag):
                    Besluitdekking.objects.create(besluit=besluit, partner=gemeente, bedrag=Decimal(bedrag))
        return plan

    return bouw


def test_figures_by_hand(maak: Callable[..., Any], wijken: dict[str, Gebied]) -> None:
    buurt = GebiedFactory(code="BU01060101", naam="De Lariks Oost", soort=Gebiedssoort.BUURT, ouder=wijken["Lariks"])
    maak(2024, 10, "100")
    maak(2024, 20, "200", buurt)
    maak(2024, 60)  # late, and refused
    maak(2025, 56, "400", wijken["Peelo"])  # on the last day
    maak(2025, None)
    uitkomst = cijfers()
    jaren = {rij.jaar: rij for rij in uitkomst.jaren}
    assert [rij.jaar for rij in uitkomst.jaren] == [2025, 2024]
    assert (jaren[2024].ingediend, jaren[2024].besloten, jaren[2024].toegekend) == (3, 3, 2)
    assert (jaren[2024].mediaan, jaren[2024].procent_op_tijd, jaren[2024].bedrag) == (20, 67, Decimal(300))
    assert (jaren[2025].ingediend, jaren[2025].besloten, jaren[2025].mediaan) == (2, 1, None)
    assert (jaren[2025].procent_op_tijd, jaren[2025].bedrag) == (100, Decimal(400))
    assert [(rij.naam, rij.per_jaar, rij.totaal) for rij in uitkomst.gebieden] == [
        ("Peelo", [Decimal(400), Decimal(0)], Decimal(400)),
        ("Lariks", [Decimal(0), Decimal(300)], Decimal(300)),
    ]
    assert (uitkomst.alles.mediaan, uitkomst.alles.procent_op_tijd) == (38, 75)
    assert uitkomst.zin.replace("\u00a0", " ") == (
        "Bewoners dienden 5 plannen in. Er is € 700 toegekend. De helft van de besluiten kwam binnen 38 dagen. "
        "Van alle besluiten was 75% op tijd."
    )


def test_page_shows_them_and_is_friendly_without(client: Client, maak: Callable[..., Any]) -> None:
    assert "Nog geen cijfers" in client.get("/initiatieven/cijfers/").content.decode()
    maak(2024, 10, "100")
    inhoud = client.get("/initiatieven/cijfers/", headers={"HX-Request": "true"}).content.decode()
    assert "Toegekend per wijk" in inhoud
    assert "/initiatieven/?gebied=lariks" in inhoud
