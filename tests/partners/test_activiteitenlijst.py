"""The list of activities: filters, sums, constant queries, export."""

import datetime as dt
import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gebieden.enums import Gebiedssoort
from gebieden.models import Gebied
from kern.domain.uploads import maak_foto_schoon
from kern.models import Gebruiker
from partners.domain import activiteiten, queries
from partners.enums import Activiteitstatus
from partners.models import Activiteit, Activiteittype, Partner
from tests.factories import ActiviteitFactory, GebiedFactory
from tests.partners.afbeeldingen import foto_bytes, upload

Als = Callable[[Gebruiker | str | None], Client]
Invoer = Callable[..., dict[str, Any]]

NIEUW = "/partners/activiteiten/nieuw/"
LIJST = "/partners/activiteiten/"


@pytest.fixture
def concept(
    actium: Partner, partnermedewerker: Gebruiker, buurtfeest: Activiteittype, wijken: dict[str, Gebied]
) -> Activiteit:
    return ActiviteitFactory(
        partner=actium,
        type=buurtfeest,
        titel="Feest op het plein",
        gebied=wijken["Lariks"],
        ingevoerd_door=partnermedewerker,
        uren=Decimal("1.50"),
        kosten=Decimal("87.50"),
        deelnemers=24,
    )


def maak_definitief(activiteit: Activiteit, *, openbaar: bool = True) -> None:
    Activiteit.objects.filter(pk=activiteit.pk).update(
        status=Activiteitstatus.DEFINITIEF, definitief_op=timezone.now(), openbaar=openbaar
    )


def test_list_filters_and_sums_what_is_filtered(
    als: Als,
    controller: Gebruiker,
    actium: Partner,
    woonconcept: Partner,
    buurtfeest: Activiteittype,
    opschoonactie: Activiteittype,
    wijken: dict[str, Gebied],
) -> None:
    buurt = GebiedFactory(code="BU01060101", naam="Lariks-Noord", soort=Gebiedssoort.BUURT, ouder=wijken["Lariks"])
    velden: dict[str, Any] = {"status": Activiteitstatus.DEFINITIEF}
    a = ActiviteitFactory(partner=actium, type=buurtfeest, titel="Alfa", gebied=buurt, datum=dt.date(2026, 1, 31),
                          uren=2, kosten=10, deelnemers=5, **velden)  # fmt: skip
    b = ActiviteitFactory(partner=woonconcept, type=opschoonactie, titel="Beta", gebied=wijken["Lariks"],
                          datum=dt.date(2026, 2, 1), uren=3, kosten=20, straat="Dotterbloemstraat", **velden)  # fmt: skip
    c = ActiviteitFactory(partner=actium, type=opschoonactie, titel="Gamma", gebied=wijken["Peelo"],
                          datum=dt.date(2026, 3, 1), uren=4, kosten=30, deelnemers=7, **velden)  # fmt: skip
    client = als(controller)

    def gevonden(**filters: Any) -> tuple[list[Activiteit], queries.Totalen]:
        context = client.get(LIJST, filters).context
        return list(context["object_list"]), context["totalen"]

    assert gevonden() == ([c, b, a], queries.Totalen(3, Decimal(9), 12, Decimal(60)))
    assert gevonden(gebied=wijken["Lariks"].pk) == ([b, a], queries.Totalen(2, Decimal(5), 5, Decimal(30)))
    assert gevonden(van="2026-02-01", tot="2026-02-28")[0] == [b]
    assert gevonden(domein="fysiek")[0] == [c, b]
    assert gevonden(type=buurtfeest.pk)[0] == [a]
    assert gevonden(partner=actium.pk)[0] == [c, a]
    assert gevonden(status="concept") == ([], queries.Totalen(0, Decimal(0), 0, Decimal(0)))
    assert gevonden(tekst="dotterbloem beta")[0] == [b]
    assert gevonden(tekst="dotterbloem alfa")[0] == []
    assert gevonden(van="gisteren", partner=woonconcept.pk)[0] == [b]  # nonsense is shown as an error and left out


def _aantal_queries(client: Client, adres: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as gevangen:
        antwoord = client.get(adres)
        assert antwoord.status_code == 200
        if antwoord.streaming:
            assert b"".join(antwoord.streaming_content)  # to the end: that closes the file
    return len(gevangen)


@pytest.mark.parametrize("rol", ["bezoeker", "partnermedewerker"])
def test_pages_ask_the_same_number_of_queries_for_one_and_many(
    rol: str,
    als: Als,
    partnermedewerker: Gebruiker,
    actium: Partner,
    buurtfeest: Activiteittype,
    wijken: dict[str, Gebied],
) -> None:
    schoon = maak_foto_schoon(upload(foto_bytes()))

    def maak(aantal: int) -> None:
        for _ in range(aantal):
            a = ActiviteitFactory(
                partner=actium, type=buurtfeest, gebied=wijken["Lariks"], ingevoerd_door=partnermedewerker
            )
            activiteiten.voeg_foto_toe(a, bestand=schoon, door=partnermedewerker)
            maak_definitief(a)

    client = als(rol)
    adressen = [LIJST, actium.get_absolute_url(), reverse("partners:partners")]
    if rol == "partnermedewerker":
        adressen += [NIEUW, reverse("partners:activiteiten_export")]
    maak(1)
    for adres in adressen:
        _aantal_queries(client, adres)  # content types and the session are remembered
    een = [_aantal_queries(client, adres) for adres in adressen]
    maak(12)
    assert [_aantal_queries(client, adres) for adres in adressen] == een
    assert max(een) <= 20


def test_recent_activities_of_an_area_cost_two_queries(
    partnermedewerker: Gebruiker,
    actium: Partner,
    buurtfeest: Activiteittype,
    wijken: dict[str, Gebied],
    django_assert_num_queries: Any,
) -> None:
    lariks = wijken["Lariks"]
    buurt = GebiedFactory(code="BU01060101", naam="Lariks-Noord", soort=Gebiedssoort.BUURT, ouder=lariks)
    onder = ActiviteitFactory(partner=actium, type=buurtfeest, gebied=buurt, datum=dt.date(2026, 1, 2))
    zelf = ActiviteitFactory(partner=actium, type=buurtfeest, gebied=lariks, datum=dt.date(2026, 1, 1))
    elders = ActiviteitFactory(partner=actium, type=buurtfeest, gebied=wijken["Peelo"])
    ActiviteitFactory(partner=actium, type=buurtfeest, gebied=lariks)  # a draft
    for activiteit in (onder, zelf, elders):
        maak_definitief(activiteit)
    bezoeker = Gebruiker(email="x@example.nl", is_active=False)
    with django_assert_num_queries(2):
        gevonden = queries.recente_activiteiten(lariks, bezoeker, 5)
        assert [(a.pk, a.partner.naam, a.gebied.naam, list(a.fotos.all())) for a in gevonden] == [
            (onder.pk, "Actium", "Lariks-Noord", []),
            (zelf.pk, "Actium", "Lariks", []),
        ]


def test_export_holds_what_is_filtered_with_real_numbers_and_dates(
    als: Als, controller: Gebruiker, concept: Activiteit, wijken: dict[str, Gebied]
) -> None:
    Activiteit.objects.filter(pk=concept.pk).update(titel='=HYPERLINK("http://x")', datum=dt.date(2026, 5, 4))
    maak_definitief(concept)
    ActiviteitFactory(
        partner=concept.partner, type=concept.type, gebied=wijken["Peelo"], status=Activiteitstatus.DEFINITIEF
    )
    antwoord = als(controller).get(reverse("partners:activiteiten_export"), {"gebied": wijken["Lariks"].pk})
    assert antwoord.headers["Content-Disposition"].startswith("attachment; filename=")
    boek = openpyxl.load_workbook(io.BytesIO(b"".join(antwoord.streaming_content)))
    kop, *rijen = boek.active.iter_rows()
    assert len(rijen) == 1
    rij = {str(naam.value): cel for naam, cel in zip(kop, rijen[0], strict=True)}
    assert rij["Datum"].value == dt.datetime(2026, 5, 4)
    assert (rij["Uren"].value, rij["Eigen kosten"].value, rij["Deelnemers"].value) == (1.5, 87.5, 24)
    assert rij["Titel"].data_type == "s"
    assert (rij["Partner"].value, rij["Wijk"].value, rij["Status"].value) == ("Actium", "Lariks", "Definitief")


@pytest.mark.parametrize(
    ("rol", "status"), [("bezoeker", 302), ("bewoner", 403), ("medewerker_mogelijke_partner", 403)]
)
def test_export_is_for_staff(rol: str, status: int, als: Als) -> None:
    assert als(rol).get(reverse("partners:activiteiten_export")).status_code == status
