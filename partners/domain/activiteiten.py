"""The activity log: what a partner's staff did in a neighbourhood, from draft to final."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gebieden.models import Gebied
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import log
from kern.domain.uploads import SchoonBestand
from kern.domain.versie import verhoog_na_commit
from kern.models import Gebruiker
from partners.enums import BETALENDE_ROLLEN, MEEDOENDE_ROLLEN, Activiteitstatus
from partners.models import Activiteit, ActiviteitFoto, Activiteittype, Deelname, Partner
from partners.signals import activiteit_definitief

#: Photos of one activity; enough to show a day, few enough for a page.
MAX_FOTOS = 12


class Velden(TypedDict, total=False):
    """What somebody fills in."""

    type: Activiteittype
    titel: str
    datum: dt.date
    gebied: Gebied
    straat: str
    uren: Decimal
    kosten: Decimal
    deelnemers: int | None
    resultaat: str
    openbaar: bool


@transaction.atomic
def maak(partner: Partner, *, door: Gebruiker, **velden: Unpack[Velden]) -> Activiteit:
    """Log an activity as a draft. Without a title it is called after its type.

    Raises GeenToestemming when `door` does not write for this partner, Weigering for own costs of a partner that does
    not pay on that date or a date on which it did not take part.
    """
    activiteit = Activiteit(partner=partner, ingevoerd_door=door, **velden)
    _controleer_recht("partners.activiteit_maken", activiteit, door)
    _controleer(activiteit)
    activiteit.save()
    log(activiteit, _("ingevoerd"), door=door)
    return activiteit


@transaction.atomic
def wijzig(
    activiteit: Activiteit, *, door: Gebruiker, partner: Partner | None = None, **velden: Unpack[Velden]
) -> Activiteit:
    """Change a draft, also to another partner `door` writes for. Raises as `maak`, and when it is final."""
    vast = _op_slot(activiteit, door)
    nieuw: dict[str, Any] = {**velden} if partner is None else {**velden, "partner": partner}
    wijzigingen = {}
    for naam, waarde in nieuw.items():
        oud = getattr(vast, naam)
        if oud != waarde:
            wijzigingen[naam] = (oud, waarde)
            setattr(vast, naam, waarde)
    _controleer_recht("partners.activiteit_maken", vast, door)
    _controleer(vast)
    if wijzigingen:
        vast.save()
        log(vast, _("gewijzigd"), door=door, wijzigingen=wijzigingen)
    return vast


@transaction.atomic
def maak_definitief(activiteit: Activiteit, *, door: Gebruiker) -> Activiteit:
    """Make a draft final: from now on it is in the list of everybody and cannot change. Own costs are announced.

    Sends `partners.signals.activiteit_definitief` inside the transaction: when a listener refuses, it stays a draft.
    Raises as `wijzig`, and Weigering for a date that has not come yet.
    """
    vast = _op_slot(activiteit, door)
    _controleer(vast)
    if vast.datum > timezone.localdate():
        raise Weigering(
            _("Deze datum komt nog. U kunt de activiteit definitief maken als zij is geweest."), veld="datum"
        )
    vast.status = Activiteitstatus.DEFINITIEF
    vast.definitief_op = timezone.now()
    vast.save(update_fields=["status", "definitief_op"])
    log(vast, _("definitief gemaakt"), door=door, wijzigingen={"status": ("Concept", "Definitief")})
    activiteit_definitief.send(sender=Activiteit, activiteit=vast, door=door)
    verhoog_na_commit("publiek")
    return vast


def bewaar(
    activiteit: Activiteit | None,
    *,
    partner: Partner,
    door: Gebruiker,
    fotos: Iterable[SchoonBestand] = (),
    definitief: bool = False,
    **velden: Unpack[Velden],
) -> Activiteit:
    """Everything one form says, all or nothing: make (None) or change a draft, add photos, make it final if asked.

    Raises what `maak`, `wijzig`, `voeg_foto_toe` and `maak_definitief` raise; then no file is left behind.
    """
    nieuwe: list[ActiviteitFoto] = []
    try:
        with transaction.atomic():
            if activiteit is None:
                vast = maak(partner, door=door, **velden)
            else:
                vast = wijzig(activiteit, door=door, partner=partner, **velden)
            for foto in fotos:
                nieuwe.append(voeg_foto_toe(vast, bestand=foto, door=door))
            return maak_definitief(vast, door=door) if definitief else vast
    except Exception:
        for gemaakt in nieuwe:
            gemaakt.bestand.storage.delete(gemaakt.bestand.name or "")
        raise


@transaction.atomic
def kopieer(activiteit: Activiteit, *, door: Gebruiker) -> Activiteit:
    """A new draft of today that says the same about what and where; numbers, costs, result and photos are asked again.

    Raises GeenToestemming when `door` does not write for its partner.
    """
    kopie = Activiteit(
        partner=activiteit.partner,
        type=activiteit.type,
        titel=activiteit.titel,
        datum=timezone.localdate(),
        gebied=activiteit.gebied,
        straat=activiteit.straat,
        uren=activiteit.uren,
        openbaar=activiteit.openbaar,
        ingevoerd_door=door,
    )
    _controleer_recht("partners.activiteit_maken", kopie, door)
    _controleer(kopie)
    kopie.save()
    log(kopie, _("ingevoerd als kopie"), door=door, wijzigingen={"kopie van": (None, activiteit.pk)})
    return kopie


@transaction.atomic
def verwijder(activiteit: Activiteit, *, door: Gebruiker) -> None:
    """Throw a draft away, with its photos. The log keeps that it was there. Raises as `wijzig`."""
    vast = _op_slot(activiteit, door)
    log(vast, _("verwijderd"), door=door, wijzigingen={"titel": (vast.titel, None)})
    for foto in vast.fotos.all():
        _verwijder_bestand(foto)
    vast.delete()


@transaction.atomic
def voeg_foto_toe(activiteit: Activiteit, *, bestand: SchoonBestand, door: Gebruiker, alt: str = "") -> ActiviteitFoto:
    """Add a cleaned photo to a draft. Raises as `wijzig`, and Weigering when there are enough."""
    vast = _op_slot(activiteit, door)
    if vast.fotos.count() >= MAX_FOTOS:
        raise Weigering(
            _("Er kunnen hoogstens %(aantal)s foto’s bij een activiteit.") % {"aantal": MAX_FOTOS}, veld="fotos"
        )
    foto = ActiviteitFoto(activiteit=vast, alt=alt)
    foto.bestand.save(bestand.naam, bestand.bestand, save=False)
    foto.save()
    log(vast, _("foto toegevoegd"), door=door)
    return foto


@transaction.atomic
def beschrijf_foto(foto: ActiviteitFoto, *, alt: str, door: Gebruiker) -> ActiviteitFoto:
    """Say what is to be seen on a photo, for who cannot see it. Raises as `wijzig`."""
    vast = _op_slot(foto.activiteit, door)
    if foto.alt != alt:
        log(vast, _("foto beschreven"), door=door, wijzigingen={"foto": (foto.alt, alt)})
        foto.alt = alt
        foto.save(update_fields=["alt"])
    return foto


@transaction.atomic
def verwijder_foto(foto: ActiviteitFoto, *, door: Gebruiker) -> None:
    """Take a photo off a draft. Raises as `wijzig`."""
    vast = _op_slot(foto.activiteit, door)
    _verwijder_bestand(foto)
    foto.delete()
    log(vast, _("foto verwijderd"), door=door)


def betaalt(partner: Partner, datum: dt.date) -> bool:
    """Whether the partner pays and decides on this day, and so may have own costs."""
    return _doet_mee(partner, datum, BETALENDE_ROLLEN)


def _doet_mee(partner: Partner, datum: dt.date, rollen: tuple[str, ...]) -> bool:
    return Deelname.objects.geldig(datum).filter(partner=partner, rol__in=rollen).exists()


def _op_slot(activiteit: Activiteit, door: Gebruiker) -> Activiteit:
    """The row as it is now, locked, after asking whether `door` may change it."""
    try:
        vast = (
            Activiteit.objects.select_for_update(of=("self",))
            .select_related("partner", "type", "gebied", "ingevoerd_door")
            .get(pk=activiteit.pk)
        )
    except Activiteit.DoesNotExist:
        raise Weigering(_("Deze activiteit is intussen verwijderd.")) from None
    _controleer_recht("partners.activiteit_maken", vast, door)
    if vast.status != Activiteitstatus.CONCEPT:
        raise Weigering(_("Deze activiteit is definitief en verandert niet meer."))
    _controleer_recht("partners.activiteit_wijzigen", vast, door)
    return vast


def _controleer_recht(permissie: str, activiteit: Activiteit, door: Gebruiker) -> None:
    if not door.has_perm(permissie, activiteit):
        raise GeenToestemming(_("U kunt alleen activiteiten van uw eigen organisatie invoeren en wijzigen."))


def _controleer(activiteit: Activiteit) -> None:
    """What a constraint cannot say, for the friendly message; fills the title when it is empty."""
    activiteit.titel = activiteit.titel.strip() or activiteit.type.naam
    for naam in ("uren", "kosten"):
        if getattr(activiteit, naam) < 0:
            raise Weigering(_("Dit kan niet onder nul zijn."), veld=naam)
    if not _doet_mee(activiteit.partner, activiteit.datum, MEEDOENDE_ROLLEN):
        raise Weigering(_("%(partner)s deed op die dag niet mee.") % {"partner": activiteit.partner}, veld="datum")
    if activiteit.kosten and not betaalt(activiteit.partner, activiteit.datum):
        raise Weigering(
            _("%(partner)s betaalt niet mee aan het gezamenlijke budget. Laat de kosten leeg.")
            % {"partner": activiteit.partner},
            veld="kosten",
        )


def _verwijder_bestand(foto: ActiviteitFoto) -> None:
    """The file goes when the transaction holds; a file without a row does no harm."""
    opslag, naam = foto.bestand.storage, foto.bestand.name
    if naam:
        transaction.on_commit(lambda: opslag.delete(naam))
