"""The pages about month reports: archive, one report, downloads, asking now, subscribing."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from budgetten.domain import rapporten
from budgetten.domain.queries import standen_per
from budgetten.domain.rapportvorm import Waarover
from budgetten.exports.pdf import maak_pdf
from budgetten.exports.werkboek import maak_werkboek
from budgetten.models import Rapport, Rapportabonnement
from kern.componenten.opmaak import cijfers, euro
from kern.models import Gebruiker, Taak
from tests.budgetten.rapporthulp import Programma

Als = Callable[[Gebruiker | str | None], Client]
ARCHIEF = "budgetten:rapporten"


def _maak(programma: Programma, maand: int = 10, *, reden: str = "", **onderdeel: Any) -> Rapport:
    rapport = rapporten.maak(
        programma.periode(maand),
        waarover=Waarover(**onderdeel),
        werkboek=maak_werkboek,
        pdf=maak_pdf,
        reden=reden,
        door=None,
    )
    assert rapport is not None
    return rapport


def _tekst(antwoord: Any) -> str:
    """The page without tags, spaces of every kind made one."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", antwoord.content.decode())))


@pytest.mark.parametrize("naam", ["programma", "gebied", "partner"])
def test_every_total_on_screen_is_the_ledger(programma: Programma, als: Als, controller: Gebruiker, naam: str) -> None:
    periode = programma.periode(10)
    onderdeel = {
        "programma": {},
        "gebied": {"gebied": programma.peelo.gebied},
        "partner": {"partner": programma.partners[1]},
    }[naam]
    rapport = _maak(programma, **onderdeel)
    tekst = _tekst(als(controller).get(rapport.get_absolute_url()))
    stand = standen_per(periode, **onderdeel)[()]
    for bedrag in (stand.begroot, stand.toegekend, stand.verplicht, stand.besteed, stand.vrij):
        assert euro(bedrag).replace("\u00a0", " ") in tekst
    for per in ("gebied", "thema", "partner"):
        for groep in standen_per(periode, per, **onderdeel).values():
            assert f" {cijfers(groep.vrij)} " in tekst
    assert rapport.sha256 in tekst


def test_report_page_reads_what_was_frozen(programma: Programma, als: Als, controller: Gebruiker) -> None:
    rapport = _maak(programma)
    client = als(controller)
    voor = _tekst(client.get(rapport.get_absolute_url()))
    programma.besteed("4321.00")
    assert _tekst(client.get(rapport.get_absolute_url())) == voor
    tweede = _maak(programma, reden="Vergeten bon")
    assert "Er is een nieuwere versie" in _tekst(client.get(rapport.get_absolute_url()))
    nieuw = _tekst(client.get(tweede.get_absolute_url()))
    assert "Wat is er anders dan in versie 1" in nieuw
    assert "Vergeten bon" in nieuw
    assert "€ 4.321,00" in nieuw


def test_archive_shows_the_newest_version_of_each_and_filters(
    programma: Programma, als: Als, controller: Gebruiker
) -> None:
    oud = _maak(programma)
    programma.besteed("1.00")
    nieuw = _maak(programma)
    lariks = _maak(programma, gebied=programma.lariks.gebied)
    actium = _maak(programma, 9, partner=programma.partners[1])
    client = als(controller)

    def gevonden(**vraag: str) -> set[int]:
        return {rapport.pk for rapport in client.get(reverse(ARCHIEF), vraag).context["rapporten"]}

    assert oud.pk not in gevonden()
    assert gevonden() == {nieuw.pk, lariks.pk, actium.pk}
    assert gevonden(maand="9") == {actium.pk}
    assert gevonden(jaar="2026", waarover="programma") == {nieuw.pk}
    assert gevonden(waarover=f"gebied-{programma.lariks.gebied_id}") == {lariks.pk}
    assert gevonden(waarover=f"partner-{programma.partners[1].pk}") == {actium.pk}
    assert gevonden(jaar="2025") == set()
    assert gevonden(waarover="gebied-999999", jaar="abc") == {nieuw.pk, lariks.pk, actium.pk}


def test_archive_asks_a_constant_number_of_queries(
    programma: Programma, als: Als, controller: Gebruiker, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = als(controller)
    _maak(programma, 1)
    client.get(reverse(ARCHIEF))
    with django_assert_num_queries(30, exact=False) as eerst:
        client.get(reverse(ARCHIEF))
    for maand in range(2, 10):
        _maak(programma, maand)
        _maak(programma, maand, gebied=programma.lariks.gebied)
    with django_assert_num_queries(len(eerst.captured_queries)):
        assert len(client.get(reverse(ARCHIEF)).context["rapporten"]) == 17


@pytest.mark.parametrize(("soort", "begin"), [("pdf", b"%PDF-1.7"), ("xlsx", b"PK")])
def test_download_is_the_frozen_file(
    programma: Programma, als: Als, controller: Gebruiker, soort: str, begin: bytes
) -> None:
    rapport = _maak(programma)
    antwoord = als(controller).get(reverse("budgetten:rapport_bestand", args=[rapport.pk, soort]))
    inhoud = antwoord.getvalue()
    assert inhoud.startswith(begin)
    assert hashlib.sha256(inhoud).hexdigest() == getattr(rapport, f"{soort}_sha256")
    assert antwoord["Content-Disposition"] == f'attachment; filename="maandrapportage-2026-10-programma-v1.{soort}"'


def test_file_that_is_gone_is_said(programma: Programma, als: Als, controller: Gebruiker) -> None:
    rapport = _maak(programma)
    Path(rapport.pdf.path).unlink()
    antwoord = als(controller).get(reverse("budgetten:rapport_bestand", args=[rapport.pk, "pdf"]), follow=True)
    assert "Dit bestand is niet meer op de server." in _tekst(antwoord)


@pytest.mark.parametrize(
    ("rol", "lezen", "maken"),
    [
        ("bezoeker", 302, 302),
        ("bewoner", 403, 403),
        ("ex_medewerker", 403, 403),
        ("medewerker_mogelijke_partner", 403, 403),
        ("partnermedewerker", 200, 403),
        ("beheerder", 200, 403),
        ("coordinator", 200, 200),
        ("controller", 200, 200),
        ("stuurgroeplid", 200, 403),
    ],
)
def test_who_may_read_and_who_may_make(programma: Programma, als: Als, rol: str, lezen: int, maken: int) -> None:
    rapport = _maak(programma)
    client = als(rol)
    for adres in (
        reverse(ARCHIEF),
        rapport.get_absolute_url(),
        reverse("budgetten:rapport_bestand", args=[rapport.pk, "pdf"]),
    ):
        antwoord = client.get(adres)
        antwoord.getvalue()  # reads a file to its end, so that it is closed
        assert antwoord.status_code == lezen, adres
    assert client.get(reverse("budgetten:rapport_maken")).status_code == maken
    gegevens = {"periode": rapport.periode_id, "waarover": "programma"}
    mag = maken == 200
    assert client.post(reverse("budgetten:rapport_maken"), gegevens).status_code == (302 if mag else 403)
    assert Taak.objects.exists() is mag
    abonneren = client.post(reverse("budgetten:rapport_abonneren"), {"waarover": "programma"})
    assert abonneren.status_code == (302 if lezen == 200 else 403)
    assert Rapportabonnement.objects.exists() is (lezen == 200)


def test_asking_now_makes_a_task_and_get_makes_nothing(programma: Programma, als: Als, controller: Gebruiker) -> None:
    client = als(controller)
    adres = reverse("budgetten:rapport_maken")
    client.get(adres, {"periode": programma.periode(10).pk, "waarover": "programma"})
    assert not Taak.objects.exists()
    antwoord = client.post(
        adres, {"periode": programma.periode(10).pk, "waarover": "programma", "reden": "Late factuur"}
    )
    taak = Taak.objects.get()
    assert antwoord["Location"] == taak.get_absolute_url()
    assert taak.titel == "Maandrapportage oktober 2026: Hele programma"
    assert taak.parameters["reden"] == "Late factuur"
    assert taak.titel in _tekst(client.get(reverse(ARCHIEF)))


def test_bad_input_keeps_what_was_filled_in(programma: Programma, als: Als, controller: Gebruiker) -> None:
    antwoord = als(controller).post(
        reverse("budgetten:rapport_maken"), {"periode": "x", "waarover": "gebied-0", "reden": "Mijn reden"}
    )
    assert antwoord.status_code == 200
    assert set(antwoord.context["form"].errors) == {"periode", "waarover"}
    assert "Mijn reden" in antwoord.content.decode()
    assert not Taak.objects.exists()


def test_future_month_is_not_offered(programma: Programma, als: Als, controller: Gebruiker) -> None:
    form = als(controller).get(reverse("budgetten:rapport_maken")).context["form"]
    assert all(periode.begin <= dt.date.today() for periode in form.fields["periode"].queryset)


def test_subscribe_and_stop(programma: Programma, als: Als, controller: Gebruiker) -> None:
    client = als(controller)
    rapport = _maak(programma, gebied=programma.lariks.gebied)
    gegevens = {"waarover": f"gebied-{programma.lariks.gebied_id}", "rapport": str(rapport.pk)}
    adres = reverse("budgetten:rapport_abonneren")
    assert client.get(adres).status_code == 405
    for _keer in range(2):
        antwoord = client.post(adres, gegevens, follow=True)
        assert antwoord.redirect_chain == [(rapport.get_absolute_url(), 302)]
    assert Rapportabonnement.objects.get().gebied == programma.lariks.gebied
    assert "Stop met e-mail hierover" in _tekst(client.get(rapport.get_absolute_url()))
    client.post(adres, {"waarover": gegevens["waarover"], "actie": "stop"})
    assert not Rapportabonnement.objects.exists()
    client.post(adres, {"waarover": "onzin"})
    assert not Rapportabonnement.objects.exists()


def test_progress_is_shown_and_htmx_gets_only_that(programma: Programma, als: Als, controller: Gebruiker) -> None:
    taak = rapporten.vraag_rapport_aan(programma.periode(10), waarover=Waarover(), reden="", door=controller)
    Taak.objects.filter(pk=taak.pk).update(status="bezig", voortgang=60)
    deel = als(controller).get(reverse(ARCHIEF), headers={"HX-Request": "true"})
    assert 'value="60"' in deel.content.decode()
    assert "<html" not in deel.content.decode()
    Taak.objects.filter(pk=taak.pk).update(status="mislukt", melding="De schijf is vol.")
    assert "De schijf is vol. Dit wordt elk uur opnieuw geprobeerd." in _tekst(als(controller).get(reverse(ARCHIEF)))
