"""Conflicts of interest (Awb 2:4): found by the system or declared, and then a hard block nobody can override."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from bewoners import rules
from bewoners.domain import stappen, toewijzen
from bewoners.domain.adressen import adres_sleutel, email_sleutel, schoon_huisnummer, schoon_postcode
from bewoners.domain.belangvinder import automatisch, automatisch_van
from bewoners.enums import VOOR_BESLUIT, Belang, Bezwaarstatus, Initiatiefstatus
from bewoners.models import Belangenprofiel, Belangenverklaring, Initiatief, Steun
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import log
from kern.models import Gebruiker

__all__ = [
    "automatisch",
    "automatisch_van",
    "bewaar_profiel",
    "controleer_vrij",
    "is_vrij",
    "mag_verklaren",
    "na_steun",
    "verklaar",
    "verklaring_van",
]

#: While these last, somebody may still have to be free of interests.
VOOR_BELANGEN = (*VOOR_BESLUIT, Initiatiefstatus.IN_STEMRONDE, Initiatiefstatus.UITSLAG_BEKEND)


def verklaring_van(initiatief: Initiatief, gebruiker: Gebruiker) -> Belangenverklaring | None:
    """What this person declared, if anything."""
    return initiatief.belangenverklaringen.filter(gebruiker=gebruiker.pk).first()


def is_vrij(initiatief: Initiatief, gebruiker: Gebruiker) -> bool:
    """Whether this person declared to have no interest and the system knows of none."""
    verklaring = verklaring_van(initiatief, gebruiker)
    return verklaring is not None and verklaring.belang == Belang.GEEN and automatisch(initiatief, gebruiker) is None


def controleer_vrij(initiatief: Initiatief, gebruiker: Gebruiker) -> None:
    """Raise Weigering unless this person is free of interests and said so."""
    verklaring = verklaring_van(initiatief, gebruiker)
    if verklaring is None:
        raise Weigering(_("Verklaar eerst of u een persoonlijk belang hebt bij dit plan."))
    if verklaring.belang != Belang.GEEN or automatisch(initiatief, gebruiker) is not None:
        raise Weigering(
            _("U hebt een persoonlijk belang bij dit plan. Iemand anders beoordeelt het en beslist erover.")
        )


def mag_verklaren(initiatief: Initiatief, gebruiker: Gebruiker) -> bool:
    """Assessors and who may decide, also on an open objection, declare; nobody else is asked."""
    if rules.beoordeelt(gebruiker, initiatief) or rules.mag_beslissen(gebruiker, initiatief):
        return True
    bezwaren = initiatief.bezwaren.filter(status__in=[Bezwaarstatus.INGEDIEND, Bezwaarstatus.IN_BEHANDELING])
    return any(rules.behandelt_bezwaar(gebruiker, bezwaar) for bezwaar in bezwaren)


@transaction.atomic
def verklaar(initiatief: Initiatief, *, belang: str, toelichting: str = "", door: Gebruiker) -> Belangenverklaring:
    """Declare an interest or the absence of one, before the file opens. What the system knows goes before what is said.

    With an interest an assessment of `door` lapses and the next assessor is asked. From "none" to an interest later is
    possible, back never. Raises GeenToestemming for who is not asked, Weigering for a second declaration.
    """
    vast = stappen.op_slot(initiatief)
    if not mag_verklaren(vast, door):
        raise GeenToestemming(_("U hoeft voor dit plan niets te verklaren."))
    if belang not in Belang.values:
        raise Weigering(_("Kies wat voor u geldt."), veld="belang")
    eerder = verklaring_van(vast, door)
    if eerder is not None and (eerder.belang != Belang.GEEN or belang == Belang.GEEN):
        raise Weigering(_("U hebt dit al verklaard. Uw verklaring blijft staan."))
    if belang == Belang.ANDERS and not toelichting.strip():
        raise Weigering(_("Schrijf in een paar woorden welk belang u hebt."), veld="toelichting")
    gevonden = automatisch(vast, door)
    verklaring = _leg_vast(
        vast, door, gevonden or Belang(belang), automatisch=gevonden is not None, toelichting=toelichting.strip()[:300]
    )
    log(vast, _("belang verklaard: %(belang)s") % {"belang": verklaring.get_belang_display()}, door=door)
    if verklaring.belang != Belang.GEEN:
        _laat_vervallen(vast, door)
    return verklaring


@transaction.atomic
def na_steun(steun: Steun) -> None:
    """Somebody supports a plan: whoever assesses or may decide on it and turns out to be that person is out.

    Call it in the transaction in which the support is confirmed. An earlier declaration of no interest is replaced.
    """
    vast = stappen.op_slot(steun.initiatief)
    if steun.bevestigd_op is None or vast.status not in VOOR_BELANGEN:
        return
    gevraagd = {b.beoordelaar for b in vast.beoordelingen.filter(vervallen_op=None).select_related("beoordelaar")}
    gevraagd |= {v.gebruiker for v in vast.belangenverklaringen.select_related("gebruiker")}
    _sluit_uit(vast, [gebruiker for gebruiker in gevraagd if email_sleutel(gebruiker.email) == steun.email_sleutel])


@transaction.atomic
def bewaar_profiel(*, postcode: str, huisnummer: str, organisaties: Iterable[str], door: Gebruiker) -> Belangenprofiel:
    """Keep what a member of staff says about themselves, and end what they assess where it shows an interest.

    Raises GeenToestemming for who has no post, Weigering for half an address.
    """
    if not door.has_perm("bewoners.belangen"):
        raise GeenToestemming(_("Alleen medewerkers hebben een belangenprofiel."))
    profiel, _nieuw = Belangenprofiel.objects.select_for_update().get_or_create(gebruiker=door)
    if postcode.strip() or huisnummer.strip():
        profiel.adres_sleutel = adres_sleutel(postcode, huisnummer)
        profiel.adres = f"{schoon_postcode(postcode)} {schoon_huisnummer(huisnummer)}"
    else:
        profiel.adres = profiel.adres_sleutel = ""
    namen = (" ".join(naam.split())[:120] for naam in organisaties)
    profiel.organisaties = list(dict.fromkeys(naam for naam in namen if naam))
    profiel.save()
    log(profiel, _("belangenprofiel bijgewerkt"), door=door)
    open_ = Initiatief.objects.filter(status__in=VOOR_BELANGEN, beoordelingen__beoordelaar=door)
    for initiatief in open_.filter(beoordelingen__vervallen_op=None).distinct().order_by("pk"):
        vast = stappen.op_slot(initiatief)
        if automatisch(vast, door) is not None:
            _sluit_uit(vast, [door])
    return profiel


def _sluit_uit(initiatief: Initiatief, gebruikers: Collection[Gebruiker]) -> None:
    """Note the interest the system found for these people, and let what they assess lapse. The file is locked."""
    gevonden = automatisch_van(initiatief, gebruikers) if gebruikers else {}
    for gebruiker in gebruikers:
        if gebruiker.pk in gevonden:
            _leg_vast(initiatief, gebruiker, gevonden[gebruiker.pk], automatisch=True, toelichting="")
            log(initiatief, _("belang van %(wie)s gevonden") % {"wie": gebruiker}, door=None)
            _laat_vervallen(initiatief, gebruiker)


def _leg_vast(
    initiatief: Initiatief, gebruiker: Gebruiker, belang: Belang, *, automatisch: bool, toelichting: str
) -> Belangenverklaring:
    verklaring = verklaring_van(initiatief, gebruiker)
    if verklaring is None:
        return Belangenverklaring.objects.create(
            initiatief=initiatief, gebruiker=gebruiker, belang=belang, automatisch=automatisch, toelichting=toelichting
        )
    if verklaring.belang == Belang.GEEN and belang != Belang.GEEN:
        verklaring.belang, verklaring.automatisch, verklaring.toelichting = belang, automatisch, toelichting
        verklaring.save(update_fields=["belang", "automatisch", "toelichting"])
    return verklaring


def _laat_vervallen(initiatief: Initiatief, gebruiker: Gebruiker) -> None:
    beoordeling = initiatief.beoordelingen.filter(beoordelaar=gebruiker, vervallen_op=None).first()
    if beoordeling is not None:
        toewijzen.laat_vervallen(beoordeling, initiatief=initiatief, reden=_("persoonlijk belang"), door=None)
