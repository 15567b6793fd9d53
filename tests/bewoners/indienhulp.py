"""What tests about handing in share: a whole draft, the answers of each step, the code and link from the mail."""

import datetime as dt
import re
import secrets
from typing import Any

from django.test import Client
from django.utils import timezone

from bewoners.domain import concepten
from bewoners.models import Initiatief
from gebieden.models import Gebied, GebiedVersie, Thema
from kern import honingpot
from kern.models import Gebruiker, Uitgaandbericht

EMAIL = "nieuw@example.nl"
START = "/initiatieven/indienen/"


def stap(naam: str) -> str:
    return f"{START}{naam}/"


def begin(client: Client, monkeypatch: Any) -> Initiatief:
    """Press the button on the start page; the clock of the honeypot is not waited for."""
    monkeypatch.setattr(honingpot, "SNELST", dt.timedelta(0))
    klok = re.search(r'name="moment" value="([^"]+)"', client.get(START).content.decode())
    assert klok is not None
    antwoord = client.post(START, {"moment": klok[1]})
    assert (antwoord.status_code, antwoord.headers["Location"]) == (302, stap("idee"))
    return Initiatief.objects.latest("pk")


def idee(thema: Thema, **anders: Any) -> dict[str, Any]:
    vandaag = timezone.localdate()
    return {
        "titel": "Bloembakken in de Sparstraat",
        "samenvatting": "Wij zetten bloembakken neer.",
        "plan": "Met de hele straat timmeren wij tien bloembakken.",
        "resultaat_voor_buurt": "De straat wordt mooier.",
        "thema": thema.pk,
        "begindatum": (vandaag + dt.timedelta(days=30)).isoformat(),
        "einddatum": (vandaag + dt.timedelta(days=60)).isoformat(),
        "email": EMAIL,
        "actie": "volgende",
        **anders,
    }


def kosten(**anders: Any) -> dict[str, Any]:
    return {
        "kosten-0-wat": "Hout",
        "kosten-0-bedrag": "350,00",
        "kosten-1-wat": "Aarde en planten",
        "kosten-1-bedrag": "1.150,50",
        "dekking-0-wat": "Eigen geld",
        "dekking-0-bedrag": "€ 100",
        "actie": "volgende",
        **anders,
    }


def mensen(**anders: Any) -> dict[str, Any]:
    return {
        "soort_aanvrager": "bewoner",
        "naam": "Nel Nieuw",
        "telefoon": "0592 123456",
        "straat": "Sparstraat",
        "huisnummer": "12 a",
        "postcode": "9404kl",
        "woonplaats": "Assen",
        "oud_genoeg": "on",
        "actie": "volgende",
        **anders,
    }


def vul_alles_in(client: Client, *, thema: Thema, gebied: Gebied) -> None:
    for naam, velden in (
        ("idee", idee(thema)),
        ("plek", {"gebied": gebied.pk, "actie": "volgende"}),
        ("kosten", kosten()),
        ("mensen", mensen()),
    ):
        antwoord = client.post(stap(naam), velden)
        assert antwoord.status_code == 302, (naam, antwoord.context["form"].errors)


def heel_concept(gebied: Gebied, thema: Thema, *, indiener: Gebruiker | None = None, **anders: Any) -> Initiatief:
    """A draft in which nothing is missing, by way of the domain."""
    vandaag = timezone.localdate()
    concept = concepten.begin(door=indiener)
    concepten.bewaar_geld(concept, door=indiener, kosten=[("Hout", 500)], dekking=[("Eigen geld", 100)])
    velden = {
        "sleutel": secrets.token_urlsafe(32),
        "titel": "Bloembakken",
        "samenvatting": "Bloembakken in de straat.",
        "plan": "Wij timmeren.",
        "resultaat_voor_buurt": "Mooier.",
        "thema": thema,
        "gebied": gebied,
        "begindatum": vandaag + dt.timedelta(days=30),
        "einddatum": vandaag + dt.timedelta(days=60),
        "email": indiener.email if indiener else EMAIL,
        "naam": "Nel Nieuw",
        "telefoon": "0592 123456",
        "adres": "Sparstraat 12, 9404 KL Assen",
        "oud_genoeg": True,
        **anders,
    }
    vast = Initiatief.objects.get(pk=concept.pk)
    for naam, waarde in velden.items():
        setattr(vast, naam, waarde)
    vast.save()
    return vast


def laatste_code(email: str = EMAIL) -> str:
    bericht = [b for b in Uitgaandbericht.objects.filter(soort="code").order_by("pk") if b.aan == email][-1]
    gevonden = re.search(r"\b\d{6}\b", bericht.tekst)
    assert gevonden is not None
    return gevonden[0]


def link(soort: str, email: str = EMAIL) -> str:
    """The path of the link in the last mail of this kind to this address."""
    bericht = [b for b in Uitgaandbericht.objects.filter(soort=soort).order_by("pk") if b.aan == email][-1]
    gevonden = re.search(r"https?://[^/\s]+(/\S+)", bericht.tekst)
    assert gevonden is not None
    return gevonden[1]


def teken(gebied: Gebied, west: float, zuid: float, oost: float, noord: float, jaar: int = 2022) -> GebiedVersie:
    """A rectangle as the boundary of an area."""
    hoeken = [[west, zuid], [oost, zuid], [oost, noord], [west, noord], [west, zuid]]
    return GebiedVersie.objects.create(
        gebied=gebied,
        jaar=jaar,
        naam=gebied.naam,
        geometrie={"type": "Polygon", "coordinates": [hoeken]},
        label_lon=(west + oost) / 2,
        label_lat=(zuid + noord) / 2,
        bron="toets",
    )
