"""A large export through a real worker process: it finds the list, filters it the same way and leaves the file."""

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from kern.enums import Taakstatus
from kern.models import Taak
from tests.celery_worker import wacht_tot
from tests.exporthulp import FORMATEN, inhoud, kolom, lees

pytestmark = pytest.mark.django_db(transaction=True)


def test_worker_makes_every_format(echte_worker: Any, lariks: Any, als: Any, controller: Any, settings: Any) -> None:
    settings.EXPORT_DIRECT_MAX = 1
    client = als(controller)
    for formaat in FORMATEN:
        client.post(reverse("budgetten:boekingen_export") + "?soort=toedeling", {"formaat": formaat})
    wacht_tot(lambda: Taak.objects.filter(status=Taakstatus.GEREED).count() == len(FORMATEN), waarop=echte_worker.log)
    for taak in Taak.objects.all():
        antwoord = client.get(reverse("kern:taak_download", args=[taak.pk]))
        rijen = lees(inhoud(antwoord), taak.parameters["formaat"])
        assert sum(kolom(rijen, "Bedrag")) == Decimal(60_000)
        assert set(kolom(rijen, "Soort")) == {"Toedeling"}
