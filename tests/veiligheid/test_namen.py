"""Names are data: whatever somebody calls a person, a wijk, a supplier or a file, no page runs it."""

from html.parser import HTMLParser

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse

from budgetten.models import Leverancier, Uitgave, UitgaveDocument
from gebieden.models import Gebied, Thema
from kern.downloads import bestand_antwoord
from kern.models import Gebruiker, Taak
from partners.models import Activiteit, Activiteittype, Partner
from tests.toegang.tabel import TABEL

pytestmark = pytest.mark.django_db

KWAAD = "<script>alert(1)</script>"
ATTRIBUUT = "\"'><img src=x onerror=alert(1)>"


@pytest.mark.parametrize("naam", [KWAAD, ATTRIBUUT], ids=["element", "attribute"])
def test_no_page_runs_a_name(naam, wereld, als):
    for model, veld in (
        (Gebied, "naam"),
        (Thema, "naam"),
        (Partner, "naam"),
        (Partner, "omschrijving"),
        (Activiteittype, "naam"),
        (Activiteit, "titel"),
        (Activiteit, "straat"),
        (Activiteit, "resultaat"),
        (Leverancier, "naam"),
        (Uitgave, "omschrijving"),
        (UitgaveDocument, "naam"),
        (Gebruiker, "naam"),
        (Taak, "titel"),
    ):
        for rij in model.objects.all():
            model.objects.filter(pk=rij.pk).update(**{veld: f"{rij.pk}{naam}"})
    gezien = 0
    stuk = []
    for rij in TABEL:
        for rol in sorted({"bezoeker", "controller", "beheerder", "coordinator"} & (rij.get or set())):
            client = als(rol)
            with transaction.atomic():
                antwoord = client.get(reverse(rij.naam, args=rij.args(wereld)), rij.vraag)
                if antwoord.streaming:
                    b"".join(antwoord.streaming_content)
                elif antwoord.headers["Content-Type"].startswith("text/html"):
                    gezien += "alert(1)" in antwoord.content.decode()
                    lezer = _Lezer()
                    lezer.feed(antwoord.content.decode())
                    if lezer.gevonden:
                        stuk.append((str(rij), rol))
                transaction.set_rollback(True)

    assert stuk == []
    assert gezien > 25


class _Lezer(HTMLParser):
    """Reads a page as a browser does and notes what it would run of a name."""

    def __init__(self) -> None:
        super().__init__()
        self.gevonden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        namen = dict(attrs)
        inline = tag == "script" and "src" not in namen and namen.get("type") != "application/json"
        adres = any((namen.get(naam) or "").startswith(("javascript:", "data:text")) for naam in ("href", "src"))
        self.gevonden |= inline or adres or any(naam.startswith("on") for naam in namen)


def test_map_layer_is_no_page(client, wereld):
    Gebied.objects.update(naam=KWAAD)

    antwoord = client.get(reverse("gebieden:geojson", args=[2026, "wijk"]))

    assert antwoord.headers["Content-Type"] in {"application/geo+json", "text/html; charset=utf-8"}
    assert antwoord.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "naam", ['a"; filename="b.html', "a\r\nSet-Cookie: x=1", "a\u202egnp.html", "../../etc/passwd"]
)
def test_name_of_a_download_adds_no_header(naam):
    antwoord = bestand_antwoord(ContentFile(b"x"), naam=naam, mimetype="application/pdf")
    koppen = antwoord.serialize_headers().decode("latin-1").split("\r\n")

    assert sum(kop.lower().startswith("content-disposition: attachment;") for kop in koppen) == 1
    assert not [kop for kop in koppen if kop.lower().startswith("set-cookie")]
    b"".join(antwoord.streaming_content)
