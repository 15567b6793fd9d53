"""Reading letters back, and decisions to write one about, for tests of letters."""

from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO

from django.db import transaction
from django.utils import timezone
from pypdf import PdfReader

from bewoners.models import Besluit, Besluitdekking, Brief
from tests.bewoners.fabriek import verklaar_geen_belang


def tekst_van(pdf: bytes) -> str:
    """The text of all pages, every space one space."""
    return re.sub(r"\s+", " ", " ".join(blad.extract_text() for blad in PdfReader(BytesIO(pdf)).pages))


def bytes_van(brief: Brief) -> bytes:
    with brief.bestand.open("rb") as bestand:
        return bestand.read()


def tekst(brief: Brief) -> str:
    return tekst_van(bytes_van(brief))


def besluit_op(
    initiatief, soort, *, door, dekking=None, motivering="Uw plan maakt de straat mooier.", **velden
) -> Besluit:
    with transaction.atomic():
        if not initiatief.belangenverklaringen.filter(gebruiker=door).exists():
            verklaar_geen_belang(initiatief, door)
        besluit = Besluit.objects.create(
            initiatief=initiatief,
            soort=soort,
            door=door,
            datum=timezone.localdate(),
            bedrag=sum((dekking or {}).values(), Decimal(0)),
            motivering=motivering,
            **velden,
        )
        for partner, bedrag in (dekking or {}).items():
            Besluitdekking.objects.create(besluit=besluit, partner=partner, bedrag=bedrag)
    return besluit
