"""Initiatives of the example: every state is there, the money adds up, and it works on any day of the year."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from bewoners.enums import Initiatiefstatus as S
from bewoners.models import (
    Bezwaar,
    Brief,
    Ingebrekestelling,
    Initiatief,
    Plafond,
    Reactie,
    Uitdaging,
    Wijzigingsverzoek,
)
from budgetten.domain.controle import controleer_grootboek
from kern.enums import Berichtstatus
from kern.models import Gebruiker, Uitgaandbericht
from portaal.voorbeeld import geld, klok
from portaal.voorbeeld.plannen import DIT_JAAR, VORIG_JAAR
from portaal.voorbeeld.tekeningen import teken

#: What a file passes through on the way is not a state to end in; there is no voting in the example.
ONDERWEG = {S.IN_STEMRONDE, S.UITSLAG_BEKEND}


@pytest.mark.parametrize("dag", [dt.date(2026, 1, 3)])  # the first days: nearly all of it lies in the year before
def test_example_shows_every_state_on_any_day(db, settings, monkeypatch, dag):
    settings.VOORBEELDGEGEVENS = True
    monkeypatch.setattr(geld, "UITGAVEN_PER_JAAR", 20)
    monkeypatch.setattr("portaal.voorbeeld.activiteiten.ACTIVITEITEN", 3)
    with klok.op(dt.datetime(dag.year, dag.month, dag.day, 11, tzinfo=dt.UTC)):
        call_command("voorbeeldgegevens", stdout=StringIO())
        initiatieven = Initiatief.objects.all()
        assert len(initiatieven) == len(DIT_JAAR) + len(VORIG_JAAR)
        assert {i.status for i in initiatieven} == set(S.values) - ONDERWEG
        assert len({i.gebied_id for i in initiatieven}) >= 9
        assert {i.regelingversie.regeling.slug for i in initiatieven if i.regelingversie} == {
            "klein",
            "midden",
            "groot",
        }
        assert all(i.ingediend_op is None or i.ingediend_op <= timezone.now() for i in initiatieven)
        assert all(i.status_sinds <= timezone.now() for i in initiatieven)
        bewoner = Gebruiker.objects.get(email="bewoner@voorbeeld.test")
        assert {S.CONCEPT, S.AANVULLING_GEVRAAGD, S.IN_BEOORDELING, S.IN_UITVOERING} <= {
            i.status for i in initiatieven.filter(indiener=bewoner)
        }
        assert Plafond.objects.count() == 6
        assert Brief.objects.filter(op_papier=True, gepost_op=None).count() == 2
        for model in (Bezwaar, Ingebrekestelling, Wijzigingsverzoek, Uitdaging, Reactie):
            assert model.objects.exists(), model
        assert not Uitgaandbericht.objects.filter(status=Berichtstatus.WACHT).exists()
        assert controleer_grootboek() == []


def test_the_same_seed_draws_the_same_picture():
    assert teken("straat", 7).sha256 == teken("straat", 7).sha256
    assert len({teken(soort, 7).sha256 for soort in ("straat", "tuin", "plein", "zaal", "bon")}) == 5


def test_clock_of_the_example_goes_on_afterwards():
    with klok.op(dt.datetime(2020, 2, 3, 12, tzinfo=dt.UTC)):
        assert timezone.localdate() == dt.date(2020, 2, 3)
    assert timezone.localdate() > dt.date(2025, 1, 1)
