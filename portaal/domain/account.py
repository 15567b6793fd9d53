"""One person's own data, of every app together: taking it along, and closing the account."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from bewoners.domain import eigen_gegevens as bewonersgegevens
from budgetten.domain import rapporten
from kern.domain import accounts
from kern.domain.fouten import Weigering
from kern.models import Gebruiker
from partners.domain import eigen_gegevens as partnergegevens


def schrijf_zip(gebruiker: Gebruiker, uit: IO[bytes]) -> None:
    """Everything we hold of this person: gegevens.json, and the files. A file that is gone is named in the JSON."""
    ontbreekt: list[str] = []
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as zip_:
        for naam, bestand in _bestanden(gebruiker):
            try:
                with bestand.open("rb") as bron, zip_.open(f"bestanden/{_veilig(naam)}", "w", force_zip64=True) as doel:
                    shutil.copyfileobj(bron, doel)
            except FileNotFoundError:
                ontbreekt.append(naam)
        gegevens = {
            "gemaakt_op": str(timezone.now()),
            **accounts.gegevens_van(gebruiker),
            **partnergegevens.van(gebruiker),
            **bewonersgegevens.van(gebruiker),
            "ontbrekende_bestanden": ontbreekt,
        }
        zip_.writestr("gegevens.json", json.dumps(gegevens, ensure_ascii=False, indent=2))


def bezwaren_tegen_sluiten(gebruiker: Gebruiker) -> list[str]:
    """Why this account cannot be closed now; empty when it can."""
    zinnen = (partnergegevens.bezwaar_tegen_opzeggen(gebruiker), bewonersgegevens.bezwaar_tegen_opzeggen(gebruiker))
    return [zin for zin in zinnen if zin]


@transaction.atomic
def sluit(gebruiker: Gebruiker, *, email: str) -> None:
    """Close one's own account; `email` is typed again, so that nobody does it by accident.

    Raises Weigering when the address is another, or something still runs.
    """
    vast = Gebruiker.objects.select_for_update().get(pk=gebruiker.pk)
    if email.strip().lower() != vast.email.lower():
        raise Weigering(_("Dit is niet het e-mailadres van uw account."), veld="email")
    for zin in bezwaren_tegen_sluiten(vast):
        raise Weigering(zin)
    bewonersgegevens.vergeet(vast)
    rapporten.vergeet(vast)
    accounts.sluit_account(vast)


def _bestanden(gebruiker: Gebruiker) -> Iterator[tuple[str, File[Any]]]:
    yield from accounts.bestanden_van(gebruiker)
    yield from bewonersgegevens.bestanden(gebruiker)


def _veilig(naam: str) -> str:
    """A path that stays inside the ZIP, whatever somebody called a file."""
    return "/".join(get_valid_filename(deel) for deel in naam.split("/", 1)) if naam.strip("/. ") else "bestand"
