"""Co-applicants: each is asked by mail once the applicant's own address is known to be right, and answers alone."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from bewoners.domain import stappen
from bewoners.domain.adressen import email_sleutel
from bewoners.enums import VOOR_BESLUIT, Initiatiefstatus, Medestatus
from bewoners.models import Initiatief, Medeindiener
from kern.domain import rem
from kern.domain.brief import lijkt_op_adres
from kern.domain.fouten import Weigering
from kern.domain.logboek import log
from kern.domain.postvak import brieftekst, stuur

#: Co-applicants of one plan.
HOOGSTENS = 10
#: Mails a day about one plan, however often its list changes, and to one address about any plan.
_PER_PLAN, _PER_ADRES = 20, 5
_DAG = 24 * 3600


def zet(initiatief: Initiatief, *, mensen: Sequence[tuple[str, str]]) -> None:
    """Make these (name, e-mail) the co-applicants of a locked draft; who was there already keeps their answer.

    Raises Weigering for more than HOOGSTENS, an address twice, or the applicant's own.
    """
    gewenst: dict[str, tuple[str, str]] = {}
    for naam, email in mensen:
        sleutel = email_sleutel(email)
        if initiatief.email and sleutel == email_sleutel(initiatief.email):
            raise Weigering(_("U doet zelf al mee. Vul hier iemand anders in."), veld="mede")
        if sleutel in gewenst:
            raise Weigering(_("Het e-mailadres %(email)s staat er twee keer.") % {"email": email}, veld="mede")
        gewenst[sleutel] = (naam, email)
    if len(gewenst) > HOOGSTENS:
        raise Weigering(_("Noem hoogstens %(n)s mensen die meedoen.") % {"n": HOOGSTENS}, veld="mede")
    bestaand = {mede.email_sleutel: mede for mede in initiatief.medeindieners.all()}
    initiatief.medeindieners.exclude(email_sleutel__in=gewenst).delete()
    for sleutel, (naam, email) in gewenst.items():
        mede = bestaand.get(sleutel)
        if mede is None:
            Medeindiener.objects.create(
                initiatief=initiatief,
                naam=naam,
                email=email,
                email_sleutel=sleutel,
                sleutel=secrets.token_urlsafe(32),
            )
        elif mede.naam != naam:
            mede.naam = naam
            mede.save(update_fields=["naam"])
    if initiatief.email_bevestigd_op is not None:
        vraag(initiatief)


def vraag(initiatief: Initiatief) -> int:
    """Mail those who were not asked yet. Returns how many were; who is over the limit is asked another time."""
    gevraagd = 0
    for mede in initiatief.medeindieners.filter(gevraagd_op=None, status=Medestatus.GEVRAAGD):
        if not rem.tel(f"mede:{initiatief.pk}", hoogstens=_PER_PLAN, seconden=_DAG):
            break
        if not rem.tel(f"mede-adres:{mede.email_sleutel}", hoogstens=_PER_ADRES, seconden=_DAG):
            continue
        _mail(initiatief, mede)
        mede.gevraagd_op = timezone.now()
        mede.save(update_fields=["gevraagd_op"])
        gevraagd += 1
    return gevraagd


@transaction.atomic
def antwoord(mede: Medeindiener, *, doet_mee: bool) -> Medeindiener:
    """Their own answer; they may change it until there is a decision. Raises Weigering afterwards."""
    initiatief = stappen.op_slot(mede.initiatief)
    try:
        vast = Medeindiener.objects.select_for_update().get(pk=mede.pk)
    except Medeindiener.DoesNotExist:
        raise Weigering(_("Deze uitnodiging geldt niet meer.")) from None
    if not kan_antwoorden(initiatief):
        raise Weigering(_("Er is al besloten over dit plan. U kunt uw antwoord niet meer veranderen."))
    nieuw = Medestatus.BEVESTIGD if doet_mee else Medestatus.GEWEIGERD
    if vast.status != nieuw:
        log(
            initiatief,
            _("medeaanvrager antwoordde"),
            door=None,
            wijzigingen={"medeaanvrager": (vast.get_status_display(), nieuw.label)},
        )
        vast.status, vast.beantwoord_op = nieuw, timezone.now()
        vast.save(update_fields=["status", "beantwoord_op"])
    return vast


def kan_antwoorden(initiatief: Initiatief) -> bool:
    """Whether there is no decision yet."""
    return initiatief.status in {Initiatiefstatus.CONCEPT, *VOOR_BESLUIT}


def voor_mail(tekst: str) -> str:
    """What a stranger typed, fit for a mail to another stranger: one short line, and nothing with an address in it."""
    een_regel = " ".join(tekst.split())[:80]
    return "" if lijkt_op_adres(een_regel) else een_regel


@translation.override("nl")  # a mail is Dutch, whatever the language of the page
def _mail(initiatief: Initiatief, mede: Medeindiener) -> None:
    naam = voor_mail(initiatief.naam) or _("Een bewoner")
    titel = voor_mail(initiatief.titel)
    plan = _("het plan ‘%(titel)s’") % {"titel": titel} if titel else _("een plan voor de buurt")
    stuur(
        sleutel=f"mede:{mede.pk}",
        aan=mede.email,
        onderwerp=_("Doet u mee met een plan voor de buurt?"),
        tekst=brieftekst(
            mede.naam,
            [
                _("%(naam)s noemt u als iemand die meedoet met %(plan)s.") % {"naam": naam, "plan": plan},
                _("Klopt dat? Bekijk het plan en kies of u meedoet. Het duurt een minuut."),
                _("Kent u dit plan niet? Kies dan dat u niet meedoet, of doe niets. Dan telt u niet mee."),
            ],
            link=settings.SITE_URL + reverse("bewoners:mede", args=[mede.sleutel]),
            linktekst=_("Bekijk het plan en geef antwoord"),
        ),
        soort="medeaanvrager",
    )
