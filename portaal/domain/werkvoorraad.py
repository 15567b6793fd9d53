"""Everything that waits for one person, most urgent first."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bewoners.domain import werk as bewonerswerk
from budgetten.domain import werk as budgetwerk
from kern.domain.werk import HOOGSTENS, Werkpunt, mislukte_taken
from kern.models import Gebruiker
from partners.domain import werk as partnerwerk
from partners.rules import is_beheerder, is_controller

#: Days before the last day from which on a thing counts as soon.
BINNENKORT = 7


@dataclass(frozen=True)
class Regel:
    """A thing to do with how urgent it is, in a word and a tone (see kern.statussen)."""

    punt: Werkpunt
    toon: str
    termijn: str


@dataclass(frozen=True)
class Werkvoorraad:
    """What waits for somebody. `meer`: of some kind there is more than is listed."""

    regels: list[Regel]
    meer: bool


def werkvoorraad(gebruiker: Gebruiker, *, vandaag: dt.date) -> Werkvoorraad:
    """What waits for this user. What broke comes first, then by last day, then by how long it waits.

    One query per kind of work.
    """
    soorten = [
        mislukte_taken(gebruiker, alle=is_beheerder(gebruiker) or is_controller(gebruiker)),
        budgetwerk.te_beoordelen(gebruiker),
        budgetwerk.te_betalen(gebruiker),
        budgetwerk.wijzigingen_te_beoordelen(gebruiker, url=reverse("budgetten:wijzigingen")),
        budgetwerk.eigen_concepten(gebruiker),
        partnerwerk.eigen_concepten(gebruiker),
        *bewonerswerk.werk_van(gebruiker),
    ]
    punten = [punt for soort in soorten for punt in soort]
    punten.sort(key=lambda punt: (not punt.dringend, punt.uiterlijk or dt.date.max, punt.sinds, punt.titel))
    return Werkvoorraad(
        regels=[Regel(punt, *_termijn(punt, vandaag)) for punt in punten],
        meer=any(len(soort) == HOOGSTENS for soort in soorten),
    )


def _termijn(punt: Werkpunt, vandaag: dt.date) -> tuple[str, str]:
    if punt.dringend:
        return "fout", _("Mislukt")
    if punt.uiterlijk is None:
        return "neutraal", _("Geen vaste datum")
    dagen = (punt.uiterlijk - vandaag).days
    if dagen < 0:
        return "fout", ngettext("%(n)d dag te laat", "%(n)d dagen te laat", -dagen) % {"n": -dagen}
    if dagen == 0:
        return "let-op", _("Vandaag")
    tekst = ngettext("Nog %(n)d dag", "Nog %(n)d dagen", dagen) % {"n": dagen}
    return ("let-op" if dagen <= BINNENKORT else "bezig"), tekst
