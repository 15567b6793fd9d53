"""Watching terms: reminders, what follows when one passes, and steps that nobody needs to take.

Every function here is a sweep: it finds what is due, does each thing in its own transaction, and does nothing the
second time. It can be lost and run again.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from functools import partial

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bewoners.domain import besluiten, geld, ingebrekestellingen, stappen, termijnen
from bewoners.domain.ontvangers import behandelaars
from bewoners.enums import (
    EINDSTATUSSEN,
    Bezwaarstatus,
    Ingebrekestellingstatus,
    Initiatiefstatus,
    Termijnsoort,
    Verantwoordingstatus,
)
from bewoners.models import Bezwaar, Ingebrekestelling, Initiatief, Termijn, Terugvordering, Verantwoording
from kern.componenten.opmaak import datumtekst
from kern.domain.fouten import Weigering
from kern.domain.logboek import log
from kern.domain.meldingen import meld
from kern.models import Gebruiker

logger = logging.getLogger(__name__)
S = Initiatiefstatus
T = Termijnsoort
#: Days before the last day on which a reminder goes out.
HERINNERINGEN = (7, 2)
#: Terms of the applicant; of the others the handler is reminded. Nobody is reminded of the right to object.
VAN_INDIENER = {T.AANVULLING: "bewoners:aanvullen", T.VERANTWOORDING: "bewoners:verantwoorden"}
ZONDER_HERINNERING = (T.BEZWAAR,)
_OPEN_BEZWAAR = (Bezwaarstatus.INGEDIEND, Bezwaarstatus.IN_BEHANDELING)
_OPEN_INGEBREKESTELLING = (Ingebrekestellingstatus.LOOPT, Ingebrekestellingstatus.DWANGSOM)


def veeg(vandaag: dt.date | None = None) -> dict[str, int]:
    """Do everything that is due. Returns how many of each."""
    dag = vandaag or timezone.localdate()
    return {
        "verlopen": verwerk_verlopen(dag),
        "uitvoering": begin_uitvoeringen(dag),
        "afgesloten": sluit_af(dag),
        "in gebreke": ingebrekestellingen.werk_bij(op=dag),
        "herinnerd": herinner(dag),
    }


def herinner(vandaag: dt.date) -> int:
    """Remind of terms that end within a week, and once more within two days. How many terms."""
    eerste, laatste = (dt.timedelta(days=dagen) for dagen in HERINNERINGEN)
    te_doen = (
        Termijn.objects.filter(voldaan_op=None, eind__gte=vandaag, eind__lte=vandaag + eerste)
        .filter(
            Q(herinnerd_op=None)
            | Q(herinnerd_op__lt=F("eind") - laatste, eind__lte=vandaag + laatste)
            | Q(herinnerd_op__lt=F("eind") - eerste)
        )
        .exclude(soort__in=ZONDER_HERINNERING)
    )
    return _elk(te_doen, partial(_herinner, vandaag=vandaag))


def verwerk_verlopen(vandaag: dt.date) -> int:
    """What was asked did not come: four weeks start in which to say that the application is not handled (Awb 4:5)."""
    verlopen = Termijn.objects.filter(
        soort=T.AANVULLING, voldaan_op=None, eind__lt=vandaag, initiatief__status=S.AANVULLING_GEVRAAGD
    )
    return _elk(verlopen, _verloop_aanvulling)


def begin_uitvoeringen(vandaag: dt.date) -> int:
    """Awarded plans whose first day has come are being carried out."""
    te_doen = Initiatief.objects.filter(status=S.VERLEEND, begindatum__lte=vandaag)
    return _elk(te_doen, partial(_begin_uitvoering, vandaag=vandaag))


def sluit_af(vandaag: dt.date) -> int:
    """Close files where nothing can happen any more: nobody can object, nothing is to be paid, asked or returned."""
    kandidaten = Initiatief.objects.filter(_afsluitbaar(vandaag), status__in=EINDSTATUSSEN)
    rijen = list(kandidaten.order_by("pk"))
    standen = geld.standen_van(rijen)
    betaald = []
    for rij in rijen:
        geldstand = standen.get(rij.pk)
        if geldstand is None or (
            geldstand.stand.open == 0
            and geldstand.stand.gevraagd == 0
            and geldstand.stand.betaald == geldstand.stand.besteed
        ):
            betaald.append(rij.pk)
    te_doen = Initiatief.objects.filter(pk__in=betaald)
    return _elk(te_doen, partial(_sluit_af, vandaag=vandaag))


def _afsluitbaar(vandaag: dt.date) -> Q:
    """Whether the rows say that nothing runs any more; the money is looked at apart."""
    lopend = Termijn.objects.filter(initiatief=OuterRef("pk"), voldaan_op=None).exclude(
        soort=T.BEZWAAR, eind__lt=vandaag
    )
    bezwaar = Bezwaar.objects.filter(initiatief=OuterRef("pk"), status__in=_OPEN_BEZWAAR)
    gebreke = Ingebrekestelling.objects.filter(initiatief=OuterRef("pk"), status__in=_OPEN_INGEBREKESTELLING)
    terug = Terugvordering.objects.filter(initiatief=OuterRef("pk"), voldaan_op=None)
    nagekeken = Verantwoording.objects.filter(initiatief=OuterRef("pk"), status=Verantwoordingstatus.AKKOORD)
    niets_loopt = Q(~Exists(lopend.exclude(soort=T.VERJARING))) & Q(~Exists(bezwaar)) & Q(~Exists(gebreke))
    # a plan that was settled at once is carried out first, and one of the sample is looked at
    uitgevoerd = ~Q(status=S.DIRECT_VASTGESTELD) | Q(einddatum=None) | Q(einddatum__lt=vandaag)
    bekeken = ~Q(status=S.DIRECT_VASTGESTELD) | Q(steekproef=False) | Q(Exists(nagekeken))
    return niets_loopt & Q(~Exists(terug)) & uitgevoerd & bekeken


def _elk(rijen: QuerySet[Termijn] | QuerySet[Initiatief], doe: Callable[[int], bool]) -> int:
    """Each in its own transaction: one that cannot be done does not hold up the others."""
    gedaan = 0
    for pk in list(rijen.order_by("pk").values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                gedaan += doe(pk)
        except Weigering:
            logger.info("nothing to do any more for %s %s", rijen.model.__name__, pk)
        except Exception:
            logger.exception("sweep of %s %s failed", rijen.model.__name__, pk)
    return gedaan


def _begin_uitvoering(pk: int, *, vandaag: dt.date) -> bool:
    vast = stappen.op_slot(Initiatief(pk=pk))
    if vast.begindatum is None or vast.begindatum > vandaag:
        return False
    stappen.pas_toe("begin_uitvoering", vast, door=None)
    return True


def _sluit_af(pk: int, *, vandaag: dt.date) -> bool:
    vast = stappen.op_slot(Initiatief(pk=pk))
    if not Initiatief.objects.filter(_afsluitbaar(vandaag), pk=pk).exists():
        return False
    stappen.pas_toe("sluit_af", vast, door=None)
    termijnen.voldaan(vast, *T, op=vandaag)
    return True


def _verloop_aanvulling(pk: int) -> bool:
    termijn = Termijn.objects.select_related("initiatief").get(pk=pk)
    vast = stappen.op_slot(termijn.initiatief)
    if vast.status != S.AANVULLING_GEVRAAGD or not Termijn.objects.filter(pk=pk, voldaan_op=None).exists():
        return False
    termijnen.voldaan(vast, T.AANVULLING, op=termijn.eind)
    beslissen = termijnen.lopende(vast, T.BESLISSING)
    if beslissen is not None:
        termijnen.hervat(beslissen, op=termijn.eind + dt.timedelta(days=1))
    wachten = termijnen.start(vast, T.BUITEN_BEHANDELING, begin=termijn.eind, dagen=besluiten.BUITEN_BEHANDELING_DAGEN)
    log(vast, _("niet op tijd aangevuld"), door=None)
    for gebruiker in behandelaars(vast):
        meld(
            gebruiker,
            soort="termijn",
            sleutel=f"niet-aangevuld:{termijn.pk}",
            tekst=_("‘%(titel)s’ is niet aangevuld. Beslis uiterlijk %(datum)s of u de aanvraag behandelt.")
            % {"titel": vast.titel, "datum": datumtekst(wachten.eind)},
            url=reverse("bewoners:dossier", args=[vast.pk]),
        )
    return True


def _herinner(pk: int, *, vandaag: dt.date) -> bool:
    termijn = Termijn.objects.select_related("initiatief").get(pk=pk)
    initiatief = stappen.op_slot(termijn.initiatief)
    termijn = Termijn.objects.select_for_update().get(pk=pk)
    over = (termijn.eind - vandaag).days
    trede = HERINNERINGEN[1] if over <= HERINNERINGEN[1] else HERINNERINGEN[0]
    if termijn.voldaan_op is not None or not 0 <= over <= HERINNERINGEN[0]:
        return False
    if termijn.soort == T.BESLISSING and initiatief.status == S.AANVULLING_GEVRAAGD:
        return False
    termijn.herinnerd_op = vandaag
    termijn.save(update_fields=["herinnerd_op"])
    dagen = ngettext("nog %(n)d dag", "nog %(n)d dagen", over) % {"n": over} if over else _("vandaag is de laatste dag")
    tekst = _("%(wat)s voor ‘%(titel)s’: %(dagen)s (uiterlijk %(datum)s).") % {
        "wat": termijn.get_soort_display(),
        "titel": initiatief.titel,
        "dagen": dagen,
        "datum": datumtekst(termijn.eind),
    }
    for gebruiker, adres in _wie(initiatief, T(termijn.soort)).items():
        meld(
            gebruiker,
            soort="termijn",
            sleutel=f"termijn:{termijn.pk}:{termijn.eind}:{trede}",
            tekst=tekst,
            url=reverse(adres, args=[initiatief.pk]),
        )
    return True


def _wie(initiatief: Initiatief, soort: Termijnsoort) -> dict[Gebruiker, str]:
    """Who is reminded, with the page to go to."""
    if soort in VAN_INDIENER:
        return {initiatief.indiener: VAN_INDIENER[soort]} if initiatief.indiener is not None else {}
    wie = dict.fromkeys(behandelaars(initiatief), "bewoners:dossier")
    if soort == T.BESLISSING:
        wachtend = initiatief.beoordelingen.filter(vervallen_op=None, ingeleverd_op=None).select_related("beoordelaar")
        wie |= {beoordeling.beoordelaar: "bewoners:beoordelen" for beoordeling in wachtend}
    return wie
