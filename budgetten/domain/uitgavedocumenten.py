"""Invoices and receipts with an expense."""

from __future__ import annotations

from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from budgetten.enums import Uitgavestatus
from budgetten.models import Uitgave, UitgaveDocument
from budgetten.rules import is_eigen_uitgave, mag_uitgave
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import log
from kern.domain.uploads import SchoonBestand, controleer_document
from kern.models import Gebruiker

#: More documents than any expense needs; keeps a disk from being filled through one page.
MAX_DOCUMENTEN = 10
#: Until it is approved an expense can get documents; after that they are evidence of what was approved.
_MAG_ERBIJ = (Uitgavestatus.CONCEPT, Uitgavestatus.INGEDIEND, Uitgavestatus.AFGEKEURD)


@transaction.atomic
def voeg_document_toe(uitgave: Uitgave, *, bestand: File[Any] | SchoonBestand, door: Gebruiker) -> UitgaveDocument:
    """Add a PDF or a photo of a receipt, checked and cleaned, here or before. The same file twice is kept once.

    Raises Weigering with what is wrong with the file (field `document`), GeenToestemming for somebody else's expense.
    """
    rij = Uitgave.objects.select_for_update(of=("self",)).select_related("regel__gebied__ouder").get(pk=uitgave.pk)
    if not (is_eigen_uitgave(door, rij) or mag_uitgave(door, rij)):
        raise GeenToestemming(_("U mag bij deze uitgave geen document voegen."))
    if rij.status not in _MAG_ERBIJ:
        raise Weigering(_("Na goedkeuring komt er geen document meer bij."), veld="document")
    schoon = bestand if isinstance(bestand, SchoonBestand) else controleer(bestand)
    bestaand = rij.documenten.filter(sha256=schoon.sha256).first()
    if bestaand is not None:
        return bestaand
    if rij.documenten.count() >= MAX_DOCUMENTEN:
        raise Weigering(
            _("Bij een uitgave passen hoogstens %(aantal)s documenten.") % {"aantal": MAX_DOCUMENTEN}, veld="document"
        )
    document = UitgaveDocument.objects.create(
        uitgave=rij,
        bestand=schoon.bestand,
        naam=schoon.naam,
        mimetype=schoon.mimetype,
        grootte=len(schoon.inhoud),
        sha256=schoon.sha256,
        toegevoegd_door=door,
    )
    log(rij, _("document toegevoegd"), door=door, toelichting=schoon.naam)
    return document


def controleer(bestand: File[Any]) -> SchoonBestand:
    """What the file really is, cleaned; its refusal belongs to the field `document`."""
    try:
        return controleer_document(bestand)
    except Weigering as fout:
        raise Weigering(fout.bericht, veld="document") from fout


@transaction.atomic
def verwijder_document(document: UitgaveDocument, *, door: Gebruiker) -> None:
    """Take a wrong document from one's own draft. The file itself goes once the transaction is kept."""
    uitgave = Uitgave.objects.select_for_update(of=("self",)).get(pk=document.uitgave_id)
    if not is_eigen_uitgave(door, uitgave):
        raise GeenToestemming(_("U mag bij deze uitgave geen document weghalen."))
    if uitgave.status != Uitgavestatus.CONCEPT:
        raise Weigering(_("Alleen bij een concept haalt u een document weg."))
    naam, opslag, pad = document.naam, document.bestand.storage, str(document.bestand.name)
    document.delete()
    log(uitgave, _("document weggehaald"), door=door, toelichting=naam)
    transaction.on_commit(lambda: opslag.delete(pad))
