"""Input no form would send: answered like any other mistake, never with a server error."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import transaction
from django.urls import reverse

from budgetten.domain.bijdragen import zeg_toe
from budgetten.models import Uitgave, UitgaveDocument
from kern.domain.fouten import Weigering
from tests.factories import BegrotingsregelFactory, UitgaveFactory
from tests.toegang.tabel import TABEL

pytestmark = pytest.mark.django_db
PARAMETERS = [
    "q",
    "jaar",
    "maat",
    "page",
    "gebied",
    "thema",
    "partner",
    "status",
    "tab",
    "zoek",
    "regel",
    "van",
    "naar",
    "soort",
    "maand",
    "vanaf",
    "tot",
    "formaat",
    "volgende",
    "periode",
    "waarover",
    "domein",
    "wie",
    "wat",
    "type",
    "overeenkomst",
    "rapport",
    "next",
]


@pytest.mark.parametrize("waarde", ["\0", "9" * 40, "\U0001f600" * 90, "-1", "NaN", "[]", "\u0663"])
def test_no_address_breaks_on_a_strange_parameter(waarde, wereld, als):
    clients = {rol: als(rol) for rol in ("bezoeker", "controller", "beheerder")}
    stuk = {}
    for rij in TABEL:
        for rol in clients.keys() & (rij.get or ()):
            clients[rol].raise_request_exception = False
            with transaction.atomic():
                url = reverse(rij.naam, args=rij.args(wereld))
                antwoord = clients[rol].get(url, dict.fromkeys(PARAMETERS, waarde))
                if antwoord.streaming:
                    b"".join(antwoord.streaming_content)
                if antwoord.status_code >= 500 and "readyz" not in rij.naam:
                    stuk[str(rij), rol] = antwoord.status_code
                transaction.set_rollback(True)

    assert stuk == {}


def test_amounts_that_only_fit_apart_are_refused_on_the_form(als, coordinator, boekjaar, wijken, gemeente):
    regel = BegrotingsregelFactory(boekjaar=boekjaar, gebied=wijken["Lariks"])
    veld = {
        "regel": regel.pk,
        "datum": dt.date(boekjaar.jaar, 1, 2),
        "omschrijving": "Te veel",
        "netto": "9999999999,99",
        "btw": "9999999999,99",
        "btw_behandeling": "kosten",
    }

    antwoord = als(coordinator).post(reverse("budgetten:uitgave_nieuw"), veld)

    assert antwoord.status_code == 200
    assert "Dit bedrag is te hoog." in antwoord.content.decode()
    assert not Uitgave.objects.exists()


def test_pledges_together_too_large_for_an_account_are_refused(boekjaar, gemeente):
    with pytest.raises(Weigering, match="te hoog"):
        for _ in range(101):
            zeg_toe(
                boekjaar,
                partner=gemeente,
                bedrag=Decimal("9999999999.99"),
                boekdatum=dt.date(boekjaar.jaar, 1, 2),
                door=None,
            )


def test_document_whose_file_is_gone_is_not_found(als, controller, coordinator, boekjaar, wijken, gemeente):
    regel = BegrotingsregelFactory(boekjaar=boekjaar, gebied=wijken["Lariks"])
    document = UitgaveDocument.objects.create(
        uitgave=UitgaveFactory(regel=regel, ingevoerd_door=coordinator),
        bestand="uitgaven/weg",
        naam="bon.pdf",
        mimetype="application/pdf",
        grootte=1,
        sha256="0" * 64,
        toegevoegd_door=coordinator,
    )

    assert als(controller).get(reverse("budgetten:document", args=[document.pk])).status_code == 404
