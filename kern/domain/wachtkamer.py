"""Uploads that wait until their form is right: somebody who mistyped an amount need not take the photo again.

Checked files wait in the cache for a day, each under a key that only its own sender can use, and disappear by
themselves when nobody comes back for them.
"""

import uuid
from collections.abc import Iterable

from django.core.cache import cache

from kern.domain.uploads import SchoonBestand
from kern.models import Gebruiker

#: Seconds a file waits for its form.
BEWAARTIJD = 24 * 3600
#: Files of one sender that wait at once: two full forms. The oldest makes room.
MAX_WACHTEND = 24


def zet_neer(bestand: SchoonBestand, *, door: Gebruiker) -> str:
    """Keep a file for its sender; returns the key to put in the form."""
    sleutel = uuid.uuid4().hex
    cache.set(
        _adres(sleutel, door),
        {"inhoud": bestand.inhoud, "mimetype": bestand.mimetype, "sha256": bestand.sha256, "naam": bestand.naam},
        BEWAARTIJD,
    )
    rij = f"wachtkamer:{door.pk}"
    sleutels = [*cache.get(rij, []), sleutel]
    ruim_op(sleutels[:-MAX_WACHTEND], door=door)
    cache.set(rij, sleutels[-MAX_WACHTEND:], BEWAARTIJD)
    return sleutel


def haal_op(sleutels: Iterable[str], *, door: Gebruiker) -> dict[str, SchoonBestand]:
    """The files that still wait, by key, in the order asked. Keys of others, nonsense and expired ones are left out."""
    adressen = {_adres(sleutel, door): sleutel for sleutel in sleutels if len(sleutel) == 32 and sleutel.isalnum()}
    gevonden = cache.get_many(adressen)
    return {sleutel: SchoonBestand(**gevonden[adres]) for adres, sleutel in adressen.items() if adres in gevonden}


def ruim_op(sleutels: Iterable[str], *, door: Gebruiker) -> None:
    """Forget files that have found their place."""
    cache.delete_many([_adres(sleutel, door) for sleutel in sleutels])


def _adres(sleutel: str, door: Gebruiker) -> str:
    return f"wachtkamer:{door.pk}:{sleutel}"
