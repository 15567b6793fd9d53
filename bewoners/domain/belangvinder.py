"""What the system knows of itself about somebody's interest in an initiative (Awb 2:4)."""

from __future__ import annotations

from collections.abc import Collection

from bewoners.domain.adressen import email_sleutel
from bewoners.enums import Belang, Medestatus
from bewoners.models import Belangenprofiel, Initiatief
from kern.models import Gebruiker


def automatisch(initiatief: Initiatief, gebruiker: Gebruiker) -> Belang | None:
    """The interest the system knows of itself; None when it knows of none."""
    return automatisch_van(initiatief, [gebruiker]).get(gebruiker.pk)


def automatisch_van(initiatief: Initiatief, gebruikers: Collection[Gebruiker]) -> dict[int, Belang]:
    """The same for many: user id → interest, for those who have one. Three queries.

    The applicant, a co-applicant, a confirmed supporter, somebody of the same address or organisation.
    """
    sleutels = {email_sleutel(gebruiker.email): gebruiker.pk for gebruiker in gebruikers}
    gevonden: dict[int, Belang] = {}
    organisatie = initiatief.organisatie.strip().casefold()
    for profiel in Belangenprofiel.objects.filter(gebruiker__in=[gebruiker.pk for gebruiker in gebruikers]):
        if organisatie and organisatie in {naam.strip().casefold() for naam in profiel.organisaties}:
            gevonden[profiel.gebruiker_id] = Belang.ORGANISATIE
        if profiel.adres_sleutel and profiel.adres_sleutel == initiatief.adres_sleutel:
            gevonden[profiel.gebruiker_id] = Belang.ADRES
    betrokken = set(
        initiatief.medeindieners.filter(email_sleutel__in=sleutels)
        .exclude(status=Medestatus.GEWEIGERD)
        .values_list("email_sleutel", flat=True)
    )
    betrokken |= set(
        initiatief.steun.filter(email_sleutel__in=sleutels, bevestigd_op__isnull=False).values_list(
            "email_sleutel", flat=True
        )
    )
    gevonden |= {sleutels[sleutel]: Belang.BETROKKEN for sleutel in betrokken}
    zelf = {pk for pk in sleutels.values() if pk == initiatief.indiener_id}
    if initiatief.email and email_sleutel(initiatief.email) in sleutels:
        zelf.add(sleutels[email_sleutel(initiatief.email)])
    return gevonden | dict.fromkeys(zelf, Belang.BETROKKEN)
