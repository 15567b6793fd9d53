"""The way of an initiative in residents' words: what happened, what comes next and before which day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bewoners.enums import Initiatiefstatus, Termijnsoort
from bewoners.models import Initiatief, Statuswissel, Termijn
from kern.componenten.opmaak import euro

S = Initiatiefstatus
T = Termijnsoort

#: What a step means, by (from, to) or by where it leads. The remark of a step is for staff and never shown.
_ZINNEN: dict[tuple[str, str] | str, str | Promise] = {
    S.INGEDIEND: gettext_lazy("Het plan is ingediend"),
    (S.INGEDIEND, S.IN_BEOORDELING): gettext_lazy("De aanvraag is compleet"),
    (S.AANVULLING_GEVRAAGD, S.IN_BEOORDELING): gettext_lazy("De informatie is aangevuld"),
    (S.BUITEN_BEHANDELING, S.IN_BEOORDELING): gettext_lazy("De aanvraag wordt alsnog bekeken"),
    S.IN_BEOORDELING: gettext_lazy("Het plan wordt nog een keer bekeken"),
    S.AANVULLING_GEVRAAGD: gettext_lazy("De gemeente vroeg om meer informatie"),
    S.GEADVISEERD: gettext_lazy("Er is advies gegeven over het plan"),
    S.IN_STEMRONDE: gettext_lazy("De stemronde is begonnen"),
    S.UITSLAG_BEKEND: gettext_lazy("De stemmen zijn geteld"),
    S.VERLEEND: gettext_lazy("Het plan gaat door"),
    (S.AFGEWEZEN, S.VERLEEND): gettext_lazy("Na bezwaar gaat het plan toch door"),
    S.DIRECT_VASTGESTELD: gettext_lazy("Het plan gaat door"),
    S.AFGEWEZEN: gettext_lazy("Het plan gaat niet door"),
    S.BUITEN_BEHANDELING: gettext_lazy("De aanvraag is niet bekeken: er ontbrak informatie"),
    S.INGETROKKEN: gettext_lazy("De indiener trok het plan in"),
    S.IN_UITVOERING: gettext_lazy("De uitvoering is begonnen"),
    (S.VERANTWOORDING_INGEDIEND, S.IN_UITVOERING): gettext_lazy("Er zijn nog vragen over de verantwoording"),
    S.VERANTWOORDING_INGEDIEND: gettext_lazy("De indiener vertelde hoe het ging"),
    S.VASTGESTELD: gettext_lazy("Het plan is klaar en nagekeken"),
    S.VERLENING_INGETROKKEN: gettext_lazy("Het plan is gestopt"),
    S.TERUGVORDERING: gettext_lazy("Er gaat geld terug naar het programma"),
    S.AFGESLOTEN: gettext_lazy("Het dossier is afgesloten"),
}
_MET_BEDRAG = (S.VERLEEND, S.DIRECT_VASTGESTELD)


@dataclass(frozen=True, slots=True)
class Stap:
    """Something that happened, or will: then `op` is the last day for it, if there is one, and `komt` is true."""

    tekst: str
    op: dt.date | None
    komt: bool = False
    uitleg: str = ""


def tijdlijn(initiatief: Initiatief) -> list[Stap]:
    """What happened and what comes next, oldest first. Two queries."""
    wissels = list(Statuswissel.objects.filter(initiatief=initiatief).order_by("op", "pk"))
    stappen = [Stap(_zin(wissel, initiatief), wissel.op) for wissel in wissels]
    if initiatief.ingediend_op and not any(wissel.naar == S.INGEDIEND for wissel in wissels):
        stappen.insert(0, Stap(str(_ZINNEN[S.INGEDIEND]), initiatief.ingediend_op))
    return [*stappen, *vervolg(initiatief)]


def vervolg(initiatief: Initiatief) -> list[Stap]:
    """What comes next, each with the last day when a term runs. One query."""
    lopend = dict(Termijn.objects.filter(initiatief=initiatief, voldaan_op=None).values_list("soort", "eind"))
    return _vervolg(initiatief, lopend)


def is_te_laat(initiatief: Initiatief) -> bool:
    """Whether the term to decide is over without a decision: then a notice of default may be sent (Awb 4:17)."""
    return Termijn.objects.filter(
        initiatief=initiatief, soort=T.BESLISSING, voldaan_op=None, eind__lt=timezone.localdate()
    ).exists()


def _zin(wissel: Statuswissel, initiatief: Initiatief) -> str:
    zin = str(_ZINNEN.get((wissel.van, wissel.naar)) or _ZINNEN[wissel.naar])
    if wissel.naar in _MET_BEDRAG and initiatief.toegekend:
        return _("%(zin)s: %(bedrag)s toegekend") % {"zin": zin, "bedrag": euro(initiatief.toegekend)}
    return zin


def _vervolg(initiatief: Initiatief, tot: Mapping[str, dt.date]) -> list[Stap]:
    besluit = Stap(_("De gemeente neemt een besluit"), tot.get(T.BESLISSING), komt=True)
    uitvoeren = Stap(_("Het plan wordt uitgevoerd"), initiatief.einddatum, komt=True)
    aanvullen = Stap(
        _("De indiener geeft meer informatie"),
        tot.get(T.AANVULLING),
        komt=True,
        uitleg=_("Zo lang staat de tijd om te beslissen stil."),
    )
    vertellen = Stap(_("De indiener vertelt hoe het ging"), tot.get(T.VERANTWOORDING), komt=True)
    per_status: dict[str, list[Stap]] = {
        S.INGEDIEND: [
            Stap(_("De gemeente kijkt of de aanvraag compleet is"), tot.get(T.VOLLEDIGHEID), komt=True),
            besluit,
        ],
        S.AANVULLING_GEVRAAGD: [aanvullen, besluit],
        S.IN_BEOORDELING: [Stap(_("Beoordelaars lezen het plan en geven advies"), None, komt=True), besluit],
        S.GEADVISEERD: [besluit],
        S.IN_STEMRONDE: [Stap(_("Bewoners stemmen"), None, komt=True), besluit],
        S.UITSLAG_BEKEND: [besluit],
        S.VERLEEND: [uitvoeren],
        S.DIRECT_VASTGESTELD: [uitvoeren],
        S.IN_UITVOERING: [vertellen] if vertellen.op else [uitvoeren, vertellen],
        S.VERANTWOORDING_INGEDIEND: [Stap(_("De gemeente kijkt na hoe het ging"), tot.get(T.VASTSTELLING), komt=True)],
    }
    return per_status.get(initiatief.status, [])
