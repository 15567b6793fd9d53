"""Exporting in the admin: our formats, the filter of the list, beheerders only, and no way in."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import NoReverseMatch, reverse
from import_export.admin import ImportMixin

import kern.tasks  # noqa: F401 - registers the kind of task
from budgetten.models import Begrotingsregel, Mutatie
from kern.beheer_export import Exporteerbaar
from kern.domain import taken
from kern.enums import Taakstatus
from kern.models import Gebruiker, Taak
from tests.exporthulp import FORMATEN, inhoud, kolom, lees

Als = Callable[[Gebruiker | str | None], Client]
BOEKING = "admin:budgetten_boeking_export"


def _exporteerbaar() -> list[Any]:
    return [beheer for beheer in admin.site._registry.values() if isinstance(beheer, Exporteerbaar)]


def _naam(beheer: Any, wat: str) -> str:
    return f"admin:{beheer.opts.app_label}_{beheer.opts.model_name}_{wat}"


def test_what_admins_work_with_is_exportable() -> None:
    assert {beheer.opts.model_name for beheer in _exporteerbaar()} >= {
        "begrotingsregel", "bijdrage", "boeking", "uitgave", "activiteit", "partner", "gebied", "thema",
    }  # fmt: skip


def test_nothing_is_imported(als: Als) -> None:
    for beheer in admin.site._registry.values():
        assert not isinstance(beheer, ImportMixin)
        with pytest.raises(NoReverseMatch):
            reverse(_naam(beheer, "import"))
    client = als("beheerder")
    assert client.get(reverse("admin:budgetten_boeking_changelist") + "import/").status_code in {302, 404}
    lijst = client.get(reverse("admin:budgetten_boeking_changelist")).content.decode()
    assert reverse(BOEKING) in lijst
    assert "import_link" not in lijst


@pytest.mark.parametrize("formaat", range(3))
def test_bookings_from_the_admin_are_the_filtered_list(formaat: int, als: Als, lariks: Begrotingsregel) -> None:
    client = als("beheerder")
    adres = reverse(BOEKING) + "?soort__exact=bijdrage"
    assert client.get(adres).status_code == 200
    antwoord = client.post(adres, {"format": formaat, "resource": "0"})
    rijen = lees(inhoud(antwoord), FORMATEN[formaat])
    assert sum(kolom(rijen, "Bedrag")) == Decimal("800000.00")
    assert set(kolom(rijen, "Soort")) == {"Bijdrage"}


@pytest.mark.parametrize("formaat", range(3))
def test_every_exportable_list_gives_a_file(formaat: int, als: Als, lariks: Begrotingsregel) -> None:
    client = als("beheerder")
    for beheer in _exporteerbaar():
        antwoord = client.post(reverse(_naam(beheer, "export")), {"format": formaat, "resource": "0"})
        assert antwoord.status_code == 200
        assert lees(inhoud(antwoord), FORMATEN[formaat])[0]


@pytest.mark.parametrize("rol", ["bezoeker", "bewoner", "partnermedewerker", "controller", "stuurgroeplid"])
def test_admin_export_is_for_beheerders(rol: str, als: Als, lariks: Begrotingsregel) -> None:
    client = als(rol)
    for methode in (client.get, client.post):
        antwoord = methode(reverse(BOEKING), {"format": 0, "resource": "0"})
        assert antwoord.status_code in {302, 403}
        assert "Content-Disposition" not in antwoord


def test_wrong_filter_is_refused_not_ignored(als: Als, lariks: Begrotingsregel) -> None:
    client = als("beheerder")
    antwoord = client.post(f"{reverse(BOEKING)}?boekdatum__gte=morgen", {"format": 0, "resource": "0"})
    assert (antwoord.status_code, antwoord.url) == (302, reverse("admin:budgetten_boeking_changelist"))
    geheim = client.post(f"{reverse(BOEKING)}?door__password__startswith=a", {"format": 0, "resource": "0"})
    assert geheim.status_code == 400


def test_large_list_is_made_in_the_background(
    als: Als, beheerder: Gebruiker, lariks: Begrotingsregel, settings: Any
) -> None:
    settings.EXPORT_DIRECT_MAX = 2
    client = als(beheerder)
    antwoord = client.post(reverse(BOEKING) + "?soort__exact=toedeling", {"format": 0, "resource": "0"})
    taak = Taak.objects.get()
    assert antwoord.url == taak.get_absolute_url()
    taken.voer_uit(taak.pk)
    taak.refresh_from_db()
    assert taak.status == Taakstatus.GEREED
    rijen = lees(taak.bestand.read(), "xlsx")
    taak.bestand.close()
    assert sum(kolom(rijen, "Bedrag")) == sum(m.bedrag for m in Mutatie.objects.filter(boeking__soort="toedeling"))
