"""Mails and news for the tests: rows, and two kinds of news that exist only here."""

import pytest
from factory import Sequence, SubFactory
from factory.django import DjangoModelFactory

from kern import meldingsoorten
from kern.meldingsoorten import Meldingsoort
from kern.models import Melding, Uitgaandbericht
from tests.factories import GebruikerFactory

NIEUWS = Meldingsoort("proef_nieuws", "Nieuws uit uw buurt", "Als er iets gebeurt in uw buurt.")
BESLUIT = Meldingsoort("proef_besluit", "Besluit over uw plan", "Als er een besluit is.", verplicht=True)


class UitgaandberichtFactory(DjangoModelFactory):
    """A mail that waits and is due."""

    class Meta:
        model = Uitgaandbericht

    sleutel = Sequence(lambda n: f"proef:{n}")
    aan = Sequence(lambda n: f"jan{n}@example.nl")
    soort = NIEUWS.code
    onderwerp = "Nieuws uit Lariks"
    tekst = "Beste Jan,\n\nEr is nieuws.\n"


class MeldingFactory(DjangoModelFactory):
    """Unread news."""

    class Meta:
        model = Melding

    gebruiker = SubFactory(GebruikerFactory)
    soort = NIEUWS.code
    sleutel = Sequence(lambda n: f"proef:{n}")
    tekst = Sequence(lambda n: f"Er is nieuws uit Lariks, nummer {n}.")
    url = "/over/"


@pytest.fixture
def proefsoorten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the two kinds of this file are registered."""
    monkeypatch.setattr(meldingsoorten, "_soorten", {soort.code: soort for soort in (NIEUWS, BESLUIT)})
