"""Support for a plan: given with an e-mail address, counted once that address says yes, taken back by the same link.

Nobody learns from the site who supports what: giving support looks the same whether it was given before, and the
answer goes to the mailbox alone.
"""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from bewoners import rules
from bewoners.domain import belangen, stappen
from bewoners.domain.adressen import email_sleutel
from bewoners.enums import VOOR_BESLUIT, Medestatus
from bewoners.models import Initiatief, Medeindiener, Steun
from kern.domain import rem
from kern.domain.brief import lijkt_op_adres
from kern.domain.fouten import Weigering
from kern.domain.logboek import log
from kern.domain.postvak import brieftekst, stuur
from kern.domain.versie import verhoog_na_commit
from kern.models import Gebruiker

#: An unconfirmed declaration is forgotten after this long.
BEWAREN = dt.timedelta(days=14)
#: Mails about one plan to one address in one day.
MAILS_PER_DAG = 3
#: Mails about all plans together to one address in one day: whose address it is did not ask for them.
MAILS_PER_ADRES = 10
DAG = 24 * 3600


def geteld() -> QuerySet[Steun]:
    """Confirmed support that counts: a co-applicant carries the plan and does not support it besides."""
    mee = Medeindiener.objects.filter(
        initiatief=OuterRef("initiatief"), email_sleutel=OuterRef("email_sleutel"), status=Medestatus.BEVESTIGD
    )
    return Steun.objects.filter(~Exists(mee), bevestigd_op__isnull=False)


def aantal(initiatief: Initiatief) -> int:
    """How many people support it. One query."""
    return geteld().filter(initiatief=initiatief).count()


def aantal_per_plan() -> QuerySet[Steun, Any]:
    """The same as a column, for a Subquery with `initiatief` as OuterRef("pk")."""
    per = geteld().filter(initiatief=OuterRef("pk")).order_by().values("initiatief")
    return per.annotate(n=Count("pk")).values("n")


def namen(initiatief: Initiatief, hoogstens: int = 40) -> list[str]:
    """Names of supporters who chose to show theirs, newest first; nobody reads them before, so no web addresses."""
    zichtbaar = geteld().filter(initiatief=initiatief, toon_naam=True).order_by("-bevestigd_op", "-pk")
    gekozen = zichtbaar.values_list("naam", flat=True)[:hoogstens]
    return [naam for naam in gekozen if not lijkt_op_adres(naam)]


def is_open(initiatief: Initiatief) -> bool:
    """Whether support can be given: public, and no decision yet."""
    return rules.is_openbaar(initiatief) and initiatief.status in VOOR_BESLUIT


def van(initiatief: Initiatief, gebruiker: Gebruiker) -> Steun | None:
    """This user's own support, confirmed or not."""
    return Steun.objects.filter(initiatief=initiatief, email_sleutel=email_sleutel(gebruiker.email)).first()


@transaction.atomic
def steun(initiatief: Initiatief, *, naam: str, email: str, toon_naam: bool) -> None:
    """Somebody without an account supports the plan: a link goes to the address, which confirms it or says what is so.

    Raises Weigering when support is closed; never because of whose address it is.
    """
    vast = _open(initiatief)
    email = email.strip()
    sleutel = email_sleutel(email)
    if not (
        rem.tel(f"steunmail:{vast.pk}:{sleutel}", hoogstens=MAILS_PER_DAG, seconden=DAG)
        and rem.tel(f"steunmail-adres:{sleutel}", hoogstens=MAILS_PER_ADRES, seconden=DAG)
    ):
        return
    if _draagt_het_plan(vast, email):
        _mail_dat_het_niet_hoeft(vast, email, naam)
        return
    rij = _rij(vast, naam=naam, email=email, toon_naam=toon_naam)
    _mail_link(rij, vast)


@transaction.atomic
def steun_als(initiatief: Initiatief, *, toon_naam: bool, door: Gebruiker) -> Steun:
    """A user supports the plan; their address is known, so it counts at once. Twice is the same as once.

    Raises Weigering when support is closed or the user carries the plan.
    """
    vast = _open(initiatief)
    if rules.is_indiener(door, vast) or _draagt_het_plan(vast, door.email):
        raise Weigering(_("Dit is uw eigen plan. Vraag uw buren om het te steunen."))
    rij = _rij(vast, naam=door.naam or door.email.partition("@")[0], email=door.email, toon_naam=toon_naam)
    if rij.toon_naam != toon_naam:
        rij.toon_naam = toon_naam
        rij.save(update_fields=["toon_naam"])
        verhoog_na_commit("publiek")
    return _bevestig(rij)


@transaction.atomic
def bevestig(rij: Steun, *, naam: str, toon_naam: bool) -> Steun:
    """The person behind the address says yes and how they are called. Raises Weigering when support is closed, when
    they carry the plan, and when the support was forgotten meanwhile.
    """
    vast = _open(rij.initiatief)
    vaste_rij = Steun.objects.select_for_update().filter(pk=rij.pk).first()
    if vaste_rij is None:
        raise Weigering(_("Deze steun is er niet meer. Geef uw steun opnieuw op de pagina van het plan."))
    if _draagt_het_plan(vast, vaste_rij.email):
        raise Weigering(_("U doet zelf mee aan dit plan. Vraag uw buren om het te steunen."))
    vaste_rij.naam, vaste_rij.toon_naam = " ".join(naam.split())[:150], toon_naam
    vaste_rij.save(update_fields=["naam", "toon_naam"])
    return _bevestig(vaste_rij)


@transaction.atomic
def trek_in(rij: Steun) -> bool:
    """Take support back. True: it is forgotten; after the decision it counted already, so then only the name goes."""
    vast = stappen.op_slot(rij.initiatief)
    verhoog_na_commit("publiek")
    if vast.status in VOOR_BESLUIT or rij.bevestigd_op is None:
        Steun.objects.filter(pk=rij.pk).delete()
        if rij.bevestigd_op is not None:
            with translation.override("nl"):
                log(vast, _("steun ingetrokken"), door=None)
        return True
    Steun.objects.filter(pk=rij.pk).update(toon_naam=False)
    return False


def ruim_op() -> int:
    """Forget declarations nobody confirmed within BEWAREN. Returns how many."""
    aantal_weg, _per_model = Steun.objects.filter(bevestigd_op=None, gegeven_op__lt=timezone.now() - BEWAREN).delete()
    return aantal_weg


def _open(initiatief: Initiatief) -> Initiatief:
    vast = stappen.op_slot(initiatief)
    if not is_open(vast):
        raise Weigering(_("U kunt dit plan nu niet meer steunen: er is al een besluit, of het plan is teruggetrokken."))
    return vast


def _draagt_het_plan(initiatief: Initiatief, email: str) -> bool:
    sleutel = email_sleutel(email)
    adressen = [initiatief.email, initiatief.indiener.email if initiatief.indiener else ""]
    return sleutel in {email_sleutel(adres) for adres in adressen if adres} or (
        initiatief.medeindieners.filter(email_sleutel=sleutel).exclude(status=Medestatus.GEWEIGERD).exists()
    )


def _rij(initiatief: Initiatief, *, naam: str, email: str, toon_naam: bool) -> Steun:
    rij, _nieuw = Steun.objects.select_for_update().get_or_create(
        initiatief=initiatief,
        email_sleutel=email_sleutel(email),
        defaults={
            "naam": " ".join(naam.split())[:150],
            "email": email,
            "toon_naam": toon_naam,
            "sleutel": secrets.token_urlsafe(32),
        },
    )
    return rij


def _bevestig(rij: Steun) -> Steun:
    if rij.bevestigd_op is None:
        rij.bevestigd_op = timezone.now()
        rij.save(update_fields=["bevestigd_op"])
        belangen.na_steun(rij)
        with translation.override("nl"):
            log(rij.initiatief, _("steun gegeven"), door=None)
        verhoog_na_commit("publiek")
    return rij


def link(rij: Steun) -> str:
    """The path of the page on which this support is confirmed and taken back."""
    return reverse("bewoners:steun_bevestigen", args=[rij.sleutel])


def _mail_link(rij: Steun, initiatief: Initiatief) -> None:
    with translation.override("nl"):
        if rij.bevestigd_op is None:
            onderwerp = _("Bevestig uw steun voor: %(titel)s") % {"titel": initiatief.titel}
            alineas = [
                _("U wilt het plan ‘%(titel)s’ steunen. Bevestig dat met de link hieronder. Daarna telt uw steun mee.")
                % {"titel": initiatief.titel},
                _("Was u dit niet? Dan hoeft u niets te doen. Wij vergeten uw e-mailadres na 14 dagen."),
            ]
        else:
            onderwerp = _("U steunt al: %(titel)s") % {"titel": initiatief.titel}
            alineas = [
                _("U steunt het plan ‘%(titel)s’ al. U hoeft niets te doen.") % {"titel": initiatief.titel},
                _("Wilt u uw steun terugnemen? Dat kan met de link hieronder."),
            ]
        _mail(rij.email, rij.naam, onderwerp, alineas, settings.SITE_URL + link(rij), initiatief)


def _mail_dat_het_niet_hoeft(initiatief: Initiatief, email: str, naam: str) -> None:
    with translation.override("nl"):
        _mail(
            email,
            naam,
            _("Dit is uw eigen plan: %(titel)s") % {"titel": initiatief.titel},
            [
                _("Iemand vulde uw e-mailadres in om het plan ‘%(titel)s’ te steunen.") % {"titel": initiatief.titel},
                _("U doet zelf mee aan dit plan, dus uw steun telt niet mee. Vraag uw buren om het te steunen."),
            ],
            settings.SITE_URL + initiatief.get_absolute_url(),
            initiatief,
        )


def _mail(email: str, naam: str, onderwerp: str, alineas: list[str], adres: str, initiatief: Initiatief) -> None:
    """Each asked-for mail is one of its own: a lost one can be asked for again."""
    stuur(
        sleutel=f"steun:{initiatief.pk}:{secrets.token_hex(8)}",
        aan=email,
        onderwerp=onderwerp,
        tekst=brieftekst(naam, alineas, link=adres),
        soort="steun",
    )
