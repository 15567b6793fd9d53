"""One person, or a stranger, must not be able to keep the server busy or its disk full."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kern.domain import taken, wachtkamer
from kern.domain.fouten import Weigering
from kern.domain.uploads import SchoonBestand
from kern.enums import Taakstatus
from kern.models import Taak
from partners.enums import Activiteitstatus
from portaal import middleware
from tests.factories import ActiviteitFactory

pytestmark = pytest.mark.django_db


def test_one_person_has_a_limited_number_of_tasks_under_way(controller, coordinator):
    for nummer in range(taken.MAX_LOPEND):
        taken.vraag_aan("proef_tel", titel="A", parameters={"nummer": nummer}, door=controller)

    with pytest.raises(Weigering, match="Er lopen al"):
        taken.vraag_aan("proef_tel", titel="A", parameters={}, door=controller)
    taken.vraag_aan("proef_tel", titel="A", parameters={}, door=coordinator)
    taken.vraag_aan("proef_tel", titel="A", parameters={}, door=None)
    Taak.objects.filter(parameters={"nummer": 0}).update(status=Taakstatus.GEREED)
    taken.vraag_aan("proef_tel", titel="A", parameters={}, door=controller)


def test_export_over_the_limit_says_so_on_the_page(als, controller, settings):
    settings.EXPORT_DIRECT_MAX = -1
    client = als(controller)
    url = reverse("budgetten:uitgaven_export")
    for nummer in range(taken.MAX_LOPEND):
        assert client.post(f"{url}?zoek={nummer}", {"formaat": "csv"}).status_code == 302

    antwoord = client.post(f"{url}?zoek=nog-een", {"formaat": "csv"})

    assert antwoord.status_code == 429
    assert "Er lopen al" in antwoord.content.decode()
    assert Taak.objects.count() == taken.MAX_LOPEND


def test_photos_that_wait_for_a_form_are_limited_for_each_sender(controller, coordinator):
    bestand = SchoonBestand(b"x", "image/jpeg", "0" * 64, "a.jpg")
    van_ander = wachtkamer.zet_neer(bestand, door=coordinator)

    sleutels = [wachtkamer.zet_neer(bestand, door=controller) for _ in range(wachtkamer.MAX_WACHTEND + 3)]

    assert list(wachtkamer.haal_op(sleutels, door=controller)) == sleutels[3:]
    assert list(wachtkamer.haal_op([van_ander], door=coordinator)) == [van_ander]
    assert wachtkamer.haal_op([van_ander], door=controller) == {}


def test_file_of_a_stranger_is_not_even_read(client):
    """The form token is looked for in the body, so without a limit any address would take in gigabytes first."""
    antwoord = client.post(
        "/account/login/", {"login": "a@example.nl", "password": "x", "f": SimpleUploadedFile("a.bin", b"x" * 100)}
    )

    assert antwoord.status_code == 400


def test_body_larger_than_the_largest_form_is_refused(als, controller, settings):
    settings.UPLOAD_MAX_BYTES = 1000

    antwoord = als(controller).post(
        reverse("budgetten:uitgave_nieuw"), {"document": SimpleUploadedFile("a.pdf", b"x" * 2000)}
    )

    assert antwoord.status_code == 400


def test_public_pages_are_kept_once_however_a_number_is_written(client, actium, wijken, monkeypatch):
    """`\\d` is also true for the digits of dozens of other scripts; Python counts with them, so the page exists."""
    ActiviteitFactory.create_batch(201, partner=actium, gebied=wijken["Lariks"], status=Activiteitstatus.DEFINITIEF)
    bewaard = []
    monkeypatch.setattr(middleware, "_bewaar", lambda sleutel, _pagina: bewaard.append(sleutel))
    url = reverse("partners:activiteiten")

    for pagina in ("10", "1\u0660", "1\u06f0", "1\uff10"):
        client.get(url, {"page": pagina})

    assert len(bewaard) == 1
    cache.clear()
