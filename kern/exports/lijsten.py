"""What may be exported: each list with its permission and how a query string becomes its table.

The page that shows a list and the export of it share the function that filters, so the file holds what was on screen.
A large one is made in the background by the same function, for the same user, with the same query string.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.taken import meld_voortgang, rond_af, vraag_aan
from kern.enums import Taakstatus
from kern.exports.formaten import FORMATEN, Formaat
from kern.exports.tabel import Tabel
from kern.models import Gebruiker, Taak

logger = logging.getLogger(__name__)

TAAKSOORT = "export"


@dataclass(frozen=True, slots=True)
class Lijst:
    """A list people may take with them.

    `tabel` gives the rows this user may see, filtered by the query string, and reads none of them yet. `permission` is
    asked before it is called.
    """

    naam: str
    titel: str | Promise
    permission: str
    tabel: Callable[[Any, QueryDict], Tabel]

    def bestandsnaam(self, formaat: Formaat) -> str:
        """`boekingen-2026-11-23.xlsx`."""
        return f"{slugify(str(self.titel))}-{timezone.localdate():%Y-%m-%d}.{formaat.code}"


_lijsten: dict[str, Lijst] = {}


def registreer(lijst: Lijst) -> Lijst:
    """Make the list known to the background task by its name. The last one with a name counts."""
    _lijsten[lijst.naam] = lijst
    return lijst


def zoek(naam: str) -> Lijst | None:
    """The list with this name. The views register theirs, so a worker loads the addresses first."""
    if naam not in _lijsten:
        import_module(settings.ROOT_URLCONF)
    return _lijsten.get(naam)


def vraag_bestand_aan(lijst: Lijst, *, vraag: str, formaat: Formaat, door: Gebruiker) -> Taak:
    """Have the file made in the background. While the same is still being made for this user, that task is given."""
    parameters: dict[str, object] = {
        "lijst": lijst.naam,
        "vraag": vraag,
        "formaat": formaat.code,
        "taal": translation.get_language() or settings.LANGUAGE_CODE,
        "toegang": lijst.permission,
    }
    lopend = Taak.objects.filter(
        soort=TAAKSOORT,
        aangevraagd_door=door,
        parameters=parameters,
        status__in=[Taakstatus.WACHT, Taakstatus.BEZIG],
    ).first()
    if lopend is not None:
        return lopend
    titel = _("Export van %(lijst)s") % {"lijst": str(lijst.titel).lower()}
    return vraag_aan(TAAKSOORT, titel=titel, parameters=parameters, door=door)


def maak_taakbestand(taak: Taak) -> None:
    """Make the file a task asks for. Raises GeenToestemming when the asker may not, or no longer, export this list."""
    parameters = taak.parameters
    lijst = zoek(str(parameters["lijst"]))
    if lijst is None:
        raise Weigering(_("Deze lijst bestaat niet meer."))
    door = taak.aangevraagd_door
    if door is None or not door.is_active or not door.has_perm(lijst.permission):
        raise GeenToestemming(_("U mag deze lijst niet exporteren."))
    formaat = FORMATEN[str(parameters["formaat"])]
    with translation.override(str(parameters["taal"])):
        tabel = lijst.tabel(door, QueryDict(str(parameters["vraag"])))
        aantal = tabel.aantal()
        if formaat.rijen_max is not None and aantal > formaat.rijen_max:
            raise formaat.te_groot()

        def voortgang(gedaan: int) -> None:
            meld_voortgang(taak, 99 * gedaan // max(aantal, 1))

        with formaat.bestand(tabel, voortgang=voortgang) as bestand:
            rond_af(
                taak,
                bestand=File(bestand, name=lijst.bestandsnaam(formaat)),
                melding=_("%(aantal)s rijen.") % {"aantal": f"{aantal:,}".replace(",", ".")},
            )
