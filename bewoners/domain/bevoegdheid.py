"""Who may decide: by right, by mandate, and free of interests (Awb 2:4)."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from bewoners import rules
from bewoners.domain import belangen
from bewoners.models import Initiatief
from budgetten.domain.mandaten import mandaat_in, mandaat_van
from budgetten.models import Begrotingsregel
from kern.componenten.opmaak import euro
from kern.domain.fouten import GeenToestemming, Weigering
from kern.models import Gebruiker


def controleer_beslisser(
    initiatief: Initiatief, *, door: Gebruiker, bedrag: Decimal = Decimal(0), regel: Begrotingsregel | None = None
) -> None:
    """Raise unless `door` may take a decision about so much money (euro) on this initiative.

    GeenToestemming without a post that decides here; Weigering for an assessor, for an interest or no declaration of
    none, and for a mandate on the line that does not reach `bedrag`; a decision without money takes a mandate in the
    area, of any amount (Awb 10:3). The database refuses the first three as well.
    """
    if not rules.mag_beslissen(door, initiatief):
        raise GeenToestemming(_("U mag niet beslissen over dit initiatief."))
    if initiatief.beoordelingen.filter(beoordelaar=door, vervallen_op=None).exists():
        raise Weigering(_("U bent beoordelaar van dit initiatief. Iemand anders beslist."))
    belangen.controleer_vrij(initiatief, door)
    if regel is None or bedrag <= 0:
        if initiatief.gebied is None or mandaat_in(door, initiatief.gebied) <= 0:
            raise Weigering(_("U hebt geen mandaat om in deze wijk te beslissen."))
        return
    mandaat = mandaat_van(door, regel)
    if mandaat < bedrag:
        raise Weigering(
            _("Uw mandaat gaat tot en met %(mandaat)s. Voor dit besluit is %(nodig)s nodig.")
            % {"mandaat": euro(mandaat), "nodig": euro(bedrag)}
        )
