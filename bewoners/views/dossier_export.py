"""The list of files to take along."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy

from bewoners.exports import InitiatiefResource
from bewoners.forms.dossier import DossierFilterForm
from bewoners.models import Initiatief
from kern.exports.lijsten import Lijst, registreer
from kern.exports.tabel import Tabel
from kern.views.exporteren import ExportView


def _tabel(user: Any, vraag: QueryDict) -> Tabel:
    mijn = Initiatief.objects.dossier_voor(user)
    gekozen = DossierFilterForm(vraag, rijen=mijn, user=user).filter().pas_toe(mijn)
    return InitiatiefResource().tabel(gekozen.order_by("-ingediend_op", "-pk"))


class DossiersExportView(ExportView):
    """What the list shows, all pages of it, as a file."""

    toegang = "bewoners.exporteren"
    lijst = registreer(Lijst("bewoners.dossiers", gettext_lazy("Initiatieven"), toegang, _tabel))
