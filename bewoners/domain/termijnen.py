"""Terms on a file: starting, suspending, extending, ending. `Termijn.eind` always holds the last day in time."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from bewoners.domain import kalender
from bewoners.enums import Termijnsoort
from bewoners.models import Initiatief, Opschorting, Termijn
from kern.componenten.opmaak import datumtekst
from kern.domain.fouten import Weigering


def start(initiatief: Initiatief, soort: Termijnsoort, *, begin: dt.date, dagen: int) -> Termijn:
    """Start a term of calendar days; day 1 is the day after `begin`. One that runs already is returned as it is."""
    termijn, _nieuw = Termijn.objects.get_or_create(
        initiatief=initiatief,
        soort=soort,
        voldaan_op=None,
        defaults={"begin": begin, "dagen": dagen, "eind": kalender.einde(begin, dagen)},
    )
    return termijn


def start_werkdagen(initiatief: Initiatief, soort: Termijnsoort, *, begin: dt.date, werkdagen: int) -> Termijn:
    """The same for a term of working days."""
    eind = kalender.plus_werkdagen(begin, werkdagen)
    return start(initiatief, soort, begin=begin, dagen=(eind - begin).days)


def lopende(initiatief: Initiatief, soort: Termijnsoort) -> Termijn | None:
    """The running term of this kind, if any."""
    return Termijn.objects.filter(initiatief=initiatief, soort=soort, voldaan_op=None).first()


def voldaan(initiatief: Initiatief, *soorten: Termijnsoort, op: dt.date | None = None) -> None:
    """End the running terms of these kinds: what they were for is done."""
    Termijn.objects.filter(initiatief=initiatief, soort__in=soorten, voldaan_op=None).update(
        voldaan_op=op or timezone.localdate()
    )


def schort_op(termijn: Termijn, *, vanaf: dt.date, uiterlijk: dt.date, grond: str) -> Opschorting:
    """Suspend from the day after `vanaf`, the day of the request, through `uiterlijk` at most (Awb 4:15).

    Raises Weigering when it is suspended already or the last day is not after the request.
    """
    if uiterlijk <= vanaf:
        raise Weigering(_("Kies een dag die nog komt."), veld="uiterlijk")
    if termijn.opschortingen.filter(eind=None).exists():
        raise Weigering(_("De termijn is al opgeschort."))
    opschorting = Opschorting.objects.create(termijn=termijn, begin=vanaf, uiterlijk=uiterlijk, grond=grond)
    herbereken(termijn)
    return opschorting


def hervat(termijn: Termijn, *, op: dt.date) -> None:
    """The supplement came in on this day: it runs again from this day on. Later than asked counts as the last day."""
    opschorting = termijn.opschortingen.filter(eind=None).first()
    if opschorting is None:
        return
    laatste = min(op - dt.timedelta(days=1), opschorting.uiterlijk)
    opschorting.eind = max(opschorting.begin, laatste)
    opschorting.save(update_fields=["eind"])
    herbereken(termijn)


def verdaag(termijn: Termijn, *, tot: dt.date, reden: str, op: dt.date | None = None) -> Termijn:
    """Name a new last day before the old one has passed (Awb 4:14). Raises Weigering when that is too late."""
    vandaag = op or timezone.localdate()
    if termijn.voldaan_op is not None:
        raise Weigering(_("Deze termijn loopt niet meer."))
    if vandaag > termijn.eind:
        raise Weigering(
            _("De termijn is op %(datum)s verstreken. Verdagen kan niet meer.") % {"datum": datumtekst(termijn.eind)}
        )
    if tot <= termijn.eind:
        raise Weigering(
            _("Kies een dag na %(datum)s, de laatste dag van nu.") % {"datum": datumtekst(termijn.eind)}, veld="tot"
        )
    if not reden.strip():
        raise Weigering(_("Schrijf waarom er meer tijd nodig is."), veld="reden")
    termijn.verdaagd_op = vandaag
    termijn.verdaagd_tot = tot
    termijn.verdaging_reden = reden.strip()[:300]
    termijn.herinnerd_op = None
    termijn.save(update_fields=["verdaagd_op", "verdaagd_tot", "verdaging_reden", "herinnerd_op"])
    return herbereken(termijn)


def herbereken(termijn: Termijn) -> Termijn:
    """Work out and store the last day: days, suspensions, extension, weekends and holidays."""
    termijn.eind = eind_van(termijn, list(termijn.opschortingen.all()))
    termijn.save(update_fields=["eind"])
    return termijn


def eind_van(termijn: Termijn, opschortingen: list[Opschorting]) -> dt.date:
    """The last day in time. A suspension that still lasts counts through the day the supplement is due."""
    if termijn.verdaagd_tot is None or termijn.verdaagd_op is None:
        basis = termijn.begin + dt.timedelta(days=termijn.dagen)
    else:
        basis = termijn.verdaagd_tot
        opschortingen = [o for o in opschortingen if o.begin >= termijn.verdaagd_op]
    opgeschort = sum(((o.eind or o.uiterlijk) - o.begin).days for o in opschortingen)
    return kalender.volgende_werkdag(basis + dt.timedelta(days=opgeschort))


def dagen_over(termijn: Termijn, vandaag: dt.date) -> int:
    """Days from today through the last day; below zero when it has passed."""
    return (termijn.eind - vandaag).days
