"""The example programme: the sums of the agreement, the same every time, sound to the cent."""

import datetime as dt
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from budgetten.domain.controle import controleer_grootboek
from budgetten.domain.queries import potstand, totaal
from budgetten.models import Bijdrage, Boekjaar, Uitgave
from kern.models import Gebruiker
from partners.models import Activiteit, Partner
from portaal.voorbeeld import geld
from portaal.voorbeeld.personen import PERSONEN, maak_personen


@pytest.fixture
def weinig(monkeypatch):
    """A tenth of the expenses is enough to judge."""
    monkeypatch.setattr(geld, "UITGAVEN_PER_JAAR", 40)


def test_example_year_holds_the_pledges_and_closes_without_commitments(db, weinig):
    call_command("inrichten", stdout=StringIO())
    personen = maak_personen(vanaf=dt.date(2024, 1, 1))
    jaar = geld.maak_jaar(2025, tot=dt.date(2025, 12, 31), personen=personen, sluit=True)
    gemeente = Partner.objects.get(naam="Gemeente Assen")
    toegezegd = dict(Bijdrage.objects.filter(boekjaar=jaar).values_list("partner", "bedrag"))
    assert toegezegd[gemeente.pk] == Decimal(400_000)
    assert sum(toegezegd.values()) == Decimal(800_000)
    stand = totaal(jaar)
    assert stand.begroot + sum(potstand(jaar).values()) == Decimal(800_000)
    assert (stand.toegekend, stand.verplicht) == (0, 0)
    assert Boekjaar.objects.get(jaar=2025).status == "gesloten"
    assert Uitgave.objects.count() == Uitgave.objects.filter(status="betaald").count() == 40
    assert controleer_grootboek() == []


def test_command_refuses_where_pages_do_not_say_that_figures_are_examples(db):
    with pytest.raises(CommandError, match="VOORBEELDGEGEVENS=true"):
        call_command("voorbeeldgegevens", stdout=StringIO())
    assert not Gebruiker.objects.exists()


def test_command_runs_twice_and_changes_nothing_the_second_time(db, weinig, monkeypatch, settings):
    settings.VOORBEELDGEGEVENS = True
    monkeypatch.setattr("portaal.voorbeeld.activiteiten.ACTIVITEITEN", 12)
    call_command("voorbeeldgegevens", stdout=StringIO())
    tellen = [(model, model.objects.count()) for model in (Gebruiker, Uitgave, Activiteit, Bijdrage)]
    uit = StringIO()
    call_command("voorbeeldgegevens", stdout=uit)
    assert "niet opnieuw gemaakt" in uit.getvalue()
    assert tellen == [(model, model.objects.count()) for model, _aantal in tellen]
    assert Boekjaar.objects.count() == 2


def test_accounts_are_listed_with_their_password():
    uit = StringIO()
    call_command("voorbeeldgegevens", "--accounts", stdout=uit)
    assert all(persoon.email in uit.getvalue() for persoon in PERSONEN)
