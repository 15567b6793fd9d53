"""Large exports of money: a task with a download, the right asked again, and what a sheet cannot hold."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import kern.tasks  # noqa: F401 - registers the kind of task
from budgetten.models import Begrotingsregel
from kern.domain import taken
from kern.enums import Taakstatus
from kern.models import Gebruiker, Taak
from partners.models import Medewerker
from tests.exporthulp import inhoud, kolom, lees

Als = Callable[[Gebruiker | str | None], Client]


@pytest.fixture
def groot(settings: Any) -> None:
    """Everything above two rows is large."""
    settings.EXPORT_DIRECT_MAX = 2


def test_large_export_becomes_a_task_with_a_download(
    als: Als, geboekt: Begrotingsregel, controller: Gebruiker, groot: None
) -> None:
    client, adres = als(controller), reverse("budgetten:boekingen_export")
    vraag = "?soort=besteding&jaar=2011"
    bevestig = client.get(f"{adres}{vraag}&formaat=csv")
    assert (bevestig.status_code, Taak.objects.count()) == (200, 0)
    assert "Dit zijn 6 rijen." in bevestig.content.decode()
    antwoord = client.post(f"{adres}{vraag}", {"formaat": "csv"})
    taak = Taak.objects.get()
    assert (antwoord.status_code, antwoord.url) == (302, taak.get_absolute_url())
    assert (taak.titel, taak.aangevraagd_door) == ("Export van boekingen", controller)
    client.post(f"{adres}{vraag}", {"formaat": "csv"})
    assert Taak.objects.count() == 1  # the same is already on its way

    taken.voer_uit(taak.pk)
    taak.refresh_from_db()
    assert (taak.status, taak.voortgang, taak.melding) == (Taakstatus.GEREED, 100, "6 rijen.")
    download = client.get(reverse("kern:taak_download", args=[taak.pk]))
    rijen = lees(b"".join(download.streaming_content), "csv")
    assert sum(kolom(rijen, "Bedrag")) == Decimal("1100.00")
    assert als("bewoner").get(reverse("kern:taak_download", args=[taak.pk])).status_code == 403


def test_task_asks_the_permission_again(als: Als, geboekt: Begrotingsregel, controller: Gebruiker, groot: None) -> None:
    client = als(controller)
    client.post(reverse("budgetten:boekingen_export"), {"formaat": "xlsx"})
    taak = Taak.objects.get()
    Medewerker.objects.filter(gebruiker=controller).update(tot=timezone.localdate() - dt.timedelta(days=1))
    taken.voer_uit(taak.pk)
    taak.refresh_from_db()
    assert (taak.status, taak.melding) == (Taakstatus.MISLUKT, "U mag deze lijst niet exporteren.")
    assert not taak.bestand


def test_finished_file_is_not_for_who_lost_the_right(
    als: Als, geboekt: Begrotingsregel, controller: Gebruiker, groot: None
) -> None:
    client = als(controller)
    client.post(reverse("budgetten:boekingen_export"), {"formaat": "xlsx"})
    taak = Taak.objects.get()
    taken.voer_uit(taak.pk)
    assert inhoud(client.get(reverse("kern:taak_download", args=[taak.pk]))).startswith(b"PK")
    Medewerker.objects.filter(gebruiker=controller).update(tot=timezone.localdate() - dt.timedelta(days=1))
    assert client.get(reverse("kern:taak_download", args=[taak.pk])).status_code == 403


def test_small_post_gives_the_file_at_once(als: Als, geboekt: Begrotingsregel) -> None:
    antwoord = als("controller").post(reverse("budgetten:boekingen_export"), {"formaat": "csv"})
    assert antwoord["Content-Disposition"].startswith("attachment")
    assert not Taak.objects.exists()


def test_more_rows_than_a_sheet_holds_are_refused_with_a_sentence(
    als: Als, geboekt: Begrotingsregel, groot: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    import dataclasses

    from kern.exports import formaten

    klein = dataclasses.replace(formaten.FORMATEN["xlsx"], rijen_max=3)
    monkeypatch.setitem(formaten.FORMATEN, "xlsx", klein)
    antwoord = als("controller").post(reverse("budgetten:boekingen_export"), {"formaat": "xlsx"})
    assert antwoord.status_code == 400
    assert "heeft plaats voor 3 rijen. Kies CSV" in antwoord.content.decode()
    assert not Taak.objects.exists()


def test_list_is_found_by_name_only() -> None:
    from kern.exports.lijsten import zoek

    lijst = zoek("budgetten.boekingen")
    assert lijst is not None
    assert lijst.permission == "budgetten.exporteren"
    assert zoek("os.system") is None
