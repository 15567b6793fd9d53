"""A controller makes a month report in the browser, with a real worker behind it, and takes the files home."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from pytest_django.live_server_helper import LiveServer

from budgetten.domain.queries import standen_per
from budgetten.models import Rapport
from kern.componenten.opmaak import euro
from kern.models import Gebruiker
from tests.budgetten.rapporthulp import Programma
from tests.budgetten.werkboekrekenaar import Rekenaar
from tests.celery_worker import Worker, wacht_tot
from tests.e2e.conftest import SCHERM, TELEFOON, geen_zijwaarts_schuiven, log_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def _bewaar(page: Page, naam: str, tmp_path: Path) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("link", name=naam, exact=True).click()
    doel = tmp_path / download.value.suggested_filename
    download.value.save_as(doel)
    return doel.read_bytes()


def test_controller_makes_a_report_and_downloads_it(
    programma: Programma,
    controller: Gebruiker,
    start_worker: Callable[..., Worker],
    ga_naar: Callable[[str], Page],
    live_server: LiveServer,
    browser_page: Page,
    als: Any,
    axe: Callable[..., list[str]],
    tmp_path: Path,
) -> None:
    """From the button to the same figure on screen, in the workbook and in the PDF."""
    log_in(browser_page, als(controller), live_server)
    page = ga_naar("/budget/rapporten/")
    assert axe(page) == []
    page.get_by_role("link", name="Maak nu een rapport").click()
    assert axe(page) == []
    page.get_by_label("Maand").select_option(label="oktober 2026")
    page.get_by_label("Waarover").select_option(label="Lariks")
    page.get_by_role("button", name="Maak nu").click()
    expect(page.get_by_role("heading", name="Maandrapportage oktober 2026: Lariks")).to_be_visible()
    start_worker()
    wacht_tot(lambda: Rapport.objects.filter(gebied=programma.lariks.gebied, periode__maand=10).exists(), binnen=60)
    rapport = Rapport.objects.get(gebied=programma.lariks.gebied, periode__maand=10)

    page = ga_naar(rapport.get_absolute_url())
    stand = standen_per(programma.periode(10), gebied=programma.lariks.gebied)[()]
    expect(page.get_by_role("row", name="Besteed Uitgegeven.")).to_contain_text(euro(stand.besteed))
    for maat in (SCHERM, TELEFOON):
        page.set_viewport_size(maat)
        assert geen_zijwaarts_schuiven(page)
        assert axe(page) == []
    boek = Rekenaar(_bewaar(page, "Excel", tmp_path))
    besteed = [r for r, rij in enumerate(boek._tabel("Overzicht"), start=2) if rij["Begrip"] == "Besteed"]
    assert boek.herberekend("Overzicht", f"D{besteed[0]}") == stand.besteed
    tekst = "".join(blad.extract_text() for blad in PdfReader(BytesIO(_bewaar(page, "Pdf", tmp_path))).pages)
    assert euro(stand.besteed).split("\u00a0")[1] in tekst


def test_archive_fits_a_phone(
    programma: Programma,
    controller: Gebruiker,
    start_worker: Callable[..., Worker],
    ga_naar: Callable[[str], Page],
    live_server: LiveServer,
    browser_page: Page,
    als: Any,
    axe: Callable[..., list[str]],
) -> None:
    start_worker()
    wacht_tot(lambda: Rapport.objects.count() >= 12, binnen=90)
    log_in(browser_page, als(controller), live_server)
    browser_page.set_viewport_size(TELEFOON)
    page = ga_naar("/budget/rapporten/?maand=10")
    assert geen_zijwaarts_schuiven(page)
    assert axe(page) == []
