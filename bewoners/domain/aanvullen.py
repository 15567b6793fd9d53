"""Asking for what is missing and supplying it (Awb 4:5 and 4:15)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bewoners import rules
from bewoners.domain import brieven, kalender, stappen, termijnen
from bewoners.domain.behandelen import begin_beoordeling, controleer_behandelaar, versie_van, zet_behandelaar
from bewoners.domain.ontvangers import behandelaars
from bewoners.enums import Briefsoort, Initiatiefstatus, Termijnsoort
from bewoners.models import Aanvullingsverzoek, Initiatief
from kern.componenten.opmaak import datumtekst
from kern.domain.fouten import Weigering
from kern.domain.meldingen import meld
from kern.models import Gebruiker

S = Initiatiefstatus
#: What a supplement may change of the plan itself.
VELDEN = ("plan", "resultaat_voor_buurt", "begindatum", "einddatum")


def standaarddatum(initiatief: Initiatief) -> dt.date:
    """The last day a coordinator is offered: today and the days of the scheme, moved to a working day."""
    return kalender.einde(timezone.localdate(), versie_van(initiatief).aanvultermijn)


def open_verzoek(initiatief: Initiatief) -> Aanvullingsverzoek | None:
    """The request that waits for an answer."""
    return initiatief.aanvullingen.filter(aangevuld_op=None).last()


def voorstel_vragen(initiatief: Initiatief) -> str:
    """The questions that go with the points of the completeness list that are not in order, as lines."""
    vinken = initiatief.vinken.filter(in_orde=False).select_related("punt").order_by("punt__volgorde", "punt")
    return "\n".join(f"- {vink.punt.vraag}" for vink in vinken)


@transaction.atomic
def vraag_aanvulling(
    initiatief: Initiatief, *, vragen: str, uiterlijk: dt.date | None, door: Gebruiker
) -> Aanvullingsverzoek:
    """Ask what is missing, by letter. With a last day the term to decide stands still until it comes in or that day
    passes; without one it goes on (Awb 4:15). The last day moves to a working day.

    Raises GeenToestemming, and Weigering in another status, without questions or for a day that has come.
    """
    vast = stappen.op_slot(initiatief)
    stappen.controleer("vraag_aanvulling", vast, door=door)
    controleer_behandelaar(vast, door=door)
    if not vragen.strip():
        raise Weigering(_("Schrijf wat er ontbreekt."), veld="vragen")
    vandaag = timezone.localdate()
    if uiterlijk is not None:
        if uiterlijk <= vandaag:
            raise Weigering(_("Kies een dag die nog komt."), veld="uiterlijk")
        uiterlijk = kalender.volgende_werkdag(uiterlijk)
    verzoek = Aanvullingsverzoek.objects.create(initiatief=vast, vragen=vragen.strip(), uiterlijk=uiterlijk)
    if uiterlijk is not None:
        termijnen.start(vast, Termijnsoort.AANVULLING, begin=vandaag, dagen=(uiterlijk - vandaag).days)
        beslissen = termijnen.lopende(vast, Termijnsoort.BESLISSING)
        if beslissen is not None:
            grond = _("aanvulling gevraagd (Awb 4:15)")
            termijnen.schort_op(beslissen, vanaf=vandaag, uiterlijk=uiterlijk, grond=grond)
    termijnen.voldaan(vast, Termijnsoort.VOLLEDIGHEID)
    stappen.pas_toe("vraag_aanvulling", vast, door=door, toelichting=verzoek.vragen)
    zet_behandelaar(vast, door)
    extra = {"vragen": verzoek.vragen} | ({"uiterlijk": datumtekst(uiterlijk)} if uiterlijk else {})
    brieven.verstuur(vast, Briefsoort.AANVULLING, door=door, extra=extra)
    if vast.indiener is not None:
        _meld_indiener(vast, vast.indiener, verzoek)
    return verzoek


@transaction.atomic
def vul_aan(
    initiatief: Initiatief, *, antwoord: str, door: Gebruiker, velden: Mapping[str, str | dt.date] | None = None
) -> Initiatief:
    """The applicant (or the coordinator, for paper) supplies what was asked: complete from now, the term runs again.

    `velden` are changes of the plan, of VELDEN. Too late but not yet decided on counts as well. Assessors are drawn
    when there are none. Raises GeenToestemming, and Weigering without an answer or with dates in the wrong order.
    """
    vast = stappen.op_slot(initiatief)
    stappen.controleer("vul_aan", vast, door=door)
    verzoek = open_verzoek(vast)
    if not antwoord.strip():
        raise Weigering(_("Schrijf wat u aanvult."), veld="antwoord")
    nu = timezone.now()
    if verzoek is not None:
        verzoek.antwoord, verzoek.aangevuld_op = antwoord.strip(), nu
        verzoek.save(update_fields=["antwoord", "aangevuld_op"])
    gewijzigd = _wijzig(vast, velden or {})
    _eind_wachten(vast)
    stappen.pas_toe("vul_aan", vast, door=door, volledig_op=nu, toelichting=", ".join(gewijzigd))
    begin_beoordeling(vast)
    for gebruiker in behandelaars(vast):
        if gebruiker.pk != door.pk:
            meld(
                gebruiker,
                soort="dossier",
                sleutel=f"aangevuld:{verzoek.pk if verzoek else nu.isoformat()}:{vast.pk}",
                tekst=_("Het plan ‘%(titel)s’ is aangevuld.") % {"titel": vast.titel},
                url=reverse("bewoners:dossier", args=[vast.pk]),
            )
    return vast


@transaction.atomic
def behandel_zonder_aanvulling(initiatief: Initiatief, *, reden: str, door: Gebruiker) -> Initiatief:
    """Go on with what there is: what was asked did not come, or need not come after all.

    Only for who handles it; the term runs again from today. Raises Weigering without a reason.
    """
    vast = stappen.op_slot(initiatief)
    stappen.controleer("behandel_zonder_aanvulling", vast, door=door)
    controleer_behandelaar(vast, door=door)
    if not reden.strip():
        raise Weigering(_("Schrijf waarom u verdergaat zonder aanvulling."), veld="reden")
    nu = timezone.now()
    vast.aanvullingen.filter(aangevuld_op=None).update(aangevuld_op=nu)
    _eind_wachten(vast)
    stappen.pas_toe("behandel_zonder_aanvulling", vast, door=door, volledig_op=nu, toelichting=reden.strip())
    begin_beoordeling(vast)
    return vast


def _eind_wachten(initiatief: Initiatief) -> None:
    """The term to decide runs again from today, and nothing waits for a supplement any more."""
    beslissen = termijnen.lopende(initiatief, Termijnsoort.BESLISSING)
    if beslissen is not None:
        termijnen.hervat(beslissen, op=timezone.localdate())
    termijnen.voldaan(initiatief, Termijnsoort.AANVULLING, Termijnsoort.BUITEN_BEHANDELING)


def _wijzig(initiatief: Initiatief, velden: Mapping[str, str | dt.date]) -> list[str]:
    """Take over what changed in the plan; returns the names of those fields. Unknown fields are an error of ours."""
    if onbekend := set(velden) - set(VELDEN):
        raise ValueError(f"a supplement does not change {onbekend}")
    anders = {naam: waarde for naam, waarde in velden.items() if waarde != getattr(initiatief, naam)}
    begin = anders.get("begindatum", initiatief.begindatum)
    eind = anders.get("einddatum", initiatief.einddatum)
    if isinstance(begin, dt.date) and isinstance(eind, dt.date) and eind < begin:
        raise Weigering(_("De einddatum ligt voor de begindatum."), veld="einddatum")
    for naam, waarde in anders.items():
        setattr(initiatief, naam, waarde)
    if anders:
        initiatief.save(update_fields=[*anders, "gewijzigd"])
    return [str(Initiatief._meta.get_field(naam).verbose_name) for naam in anders]  # type: ignore[union-attr]


def _vraagzin(initiatief: Initiatief, verzoek: Aanvullingsverzoek) -> str:
    if verzoek.uiterlijk is None:
        return _("Voor uw plan ‘%(titel)s’ hebben wij nog informatie nodig.") % {"titel": initiatief.titel}
    return _("Voor uw plan ‘%(titel)s’ hebben wij nog informatie nodig, uiterlijk op %(datum)s.") % {
        "titel": initiatief.titel,
        "datum": datumtekst(verzoek.uiterlijk),
    }


def _meld_indiener(initiatief: Initiatief, indiener: Gebruiker, verzoek: Aanvullingsverzoek) -> None:
    meld(
        indiener,
        soort="aanvulling",
        sleutel=f"aanvulling:{verzoek.pk}",
        tekst=_vraagzin(initiatief, verzoek),
        url=reverse("bewoners:aanvullen", args=[initiatief.pk]),
        onderwerp=_("Wij missen nog iets bij uw plan"),
        alineas=[_vraagzin(initiatief, verzoek), verzoek.vragen],
    )


def mag_aanvullen(initiatief: Initiatief, gebruiker: Gebruiker) -> bool:
    """Whether this person supplies: the applicant, or the coordinator for a paper application."""
    return rules.is_indiener(gebruiker, initiatief) or bool(
        initiatief.papier and rules.behandelt(gebruiker, initiatief)
    )
