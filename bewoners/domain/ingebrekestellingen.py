"""Notice of default: the applicant says that the decision is late; two weeks later a penalty runs (Awb 4:17)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bewoners import rules
from bewoners.domain import brieven, dwangsom, stappen, termijnen
from bewoners.enums import VOOR_BESLUIT, Briefsoort, Ingebrekestellingstatus, Initiatiefstatus, Termijnsoort
from bewoners.models import Ingebrekestelling, Initiatief, Termijn
from kern.componenten.opmaak import datumtekst, euro
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import log
from kern.models import Gebruiker

S = Ingebrekestellingstatus
LOPEND = (S.LOOPT, S.DWANGSOM)
#: Which term is late, per status.
_TERMIJNEN = {
    **dict.fromkeys(
        (*VOOR_BESLUIT, Initiatiefstatus.IN_STEMRONDE, Initiatiefstatus.UITSLAG_BEKEND), Termijnsoort.BESLISSING
    ),
    Initiatiefstatus.VERANTWOORDING_INGEDIEND: Termijnsoort.VASTSTELLING,
}


def te_late_termijn(initiatief: Initiatief, op: dt.date) -> Termijn | None:
    """The term to decide that had passed on this day, if any."""
    soort = _TERMIJNEN.get(Initiatiefstatus(initiatief.status))
    if soort is None:
        return None
    termijn = termijnen.lopende(initiatief, soort)
    if termijn is None or termijn.eind >= op or termijn.opschortingen.filter(eind=None, uiterlijk__gte=op).exists():
        return None
    return termijn


@transaction.atomic
def stel_in_gebreke(
    initiatief: Initiatief, *, tekst: str, door: Gebruiker, ontvangen: dt.date | None = None
) -> Ingebrekestelling:
    """The applicant gives notice, or the coordinator enters one that came by post.

    Raises GeenToestemming for somebody else, Weigering when the decision is not late or a notice runs already.
    """
    vast = stappen.op_slot(initiatief)
    if not (rules.is_indiener(door, vast) or rules.behandelt(door, vast)):
        raise GeenToestemming(_("Alleen de aanvrager stelt ons in gebreke."))
    dag = ontvangen or timezone.localdate()
    if dag > timezone.localdate():
        raise Weigering(_("De dag van ontvangst ligt in de toekomst."), veld="ontvangen")
    if vast.ingebrekestellingen.filter(status__in=LOPEND).exists():
        raise Weigering(_("U hebt dit al gemeld. De termijn van twee weken loopt."))
    if te_late_termijn(vast, dag) is None:
        raise Weigering(_("Wij zijn nog op tijd. U kunt dit melden als de beslisdatum voorbij is."))
    melding = Ingebrekestelling.objects.create(
        initiatief=vast, tekst=tekst.strip(), ontvangen=dag, dwangsom_vanaf=dwangsom.eerste_dag(dag)
    )
    termijnen.start(vast, Termijnsoort.INGEBREKESTELLING, begin=dag, dagen=dwangsom.HERSTELDAGEN)
    log(vast, _("in gebreke gesteld"), door=door, toelichting=datumtekst(dag))
    return melding


def stand(melding: Ingebrekestelling, *, op: dt.date) -> Decimal:
    """The penalty in euro as it stands on this day."""
    if melding.status not in LOPEND:
        return melding.dwangsom
    return dwangsom.bedrag(melding.dwangsom_vanaf, op)


@transaction.atomic
def werk_bij(*, op: dt.date | None = None) -> int:
    """Sweep: penalties that started, and notices whose decision came. Returns how many changed; repeating is harmless.

    The penalty is fixed at the decision, with a letter (Awb 4:18). A notice on a file that ended otherwise (withdrawn)
    is closed with what was owed until then.
    """
    vandaag = op or timezone.localdate()
    gewijzigd = 0
    meldingen = (
        Ingebrekestelling.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(status__in=LOPEND)
        .select_related("initiatief__regelingversie", "initiatief__gebied__ouder__ouder")
    )
    for melding in meldingen:
        if melding.initiatief.status not in _TERMIJNEN:
            handel_af(melding, beslist=_beslist_op(melding, vandaag))
        elif melding.status == S.LOOPT and vandaag >= melding.dwangsom_vanaf:
            melding.status = S.DWANGSOM
            melding.save(update_fields=["status"])
            log(melding.initiatief, _("dwangsom begonnen"), door=None)
        else:
            continue
        gewijzigd += 1
    return gewijzigd


def handel_af(melding: Ingebrekestelling, *, beslist: dt.date) -> Ingebrekestelling:
    """The decision was announced on `beslist`: fix the penalty and send the letter about it."""
    melding.status = S.AFGEDAAN
    melding.beslist_op = beslist
    melding.dwangsom = dwangsom.bedrag(melding.dwangsom_vanaf, beslist)
    melding.save(update_fields=["status", "beslist_op", "dwangsom"])
    termijnen.voldaan(melding.initiatief, Termijnsoort.INGEBREKESTELLING, op=beslist)
    log(
        melding.initiatief,
        _("dwangsom vastgesteld"),
        door=None,
        wijzigingen={"dwangsom": (None, euro(melding.dwangsom))},
    )
    extra = {"in_gebreke_op": datumtekst(melding.ontvangen), "dwangsom_vanaf": datumtekst(melding.dwangsom_vanaf)}
    if melding.dwangsom:
        extra["bedrag"] = euro(melding.dwangsom)
    brieven.verstuur(melding.initiatief, Briefsoort.DWANGSOM, door=None, extra=extra)
    return melding


def _beslist_op(melding: Ingebrekestelling, vandaag: dt.date) -> dt.date:
    besluit = melding.initiatief.besluiten.filter(datum__gte=melding.ontvangen).first()
    if besluit is not None:
        return besluit.bekendgemaakt_op or besluit.datum
    return timezone.localtime(melding.initiatief.status_sinds).date() if melding.initiatief.status_sinds else vandaag
