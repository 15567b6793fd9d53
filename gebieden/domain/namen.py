"""Names for people, and addresses made of them.

CBS calls a wijk "Wijk 01 Lariks"; nobody who lives there does. So the number goes. "Assen centrum" becomes "Centrum",
because on a page about Assen nobody repeats the city there, but "Assen Oost" and "Assen West" stay: that is what they
are called in town, and "Oost" alone reads as a direction. The published name is kept with each version.
"""

import re
from collections.abc import Container

from django.utils.text import slugify

from gebieden.enums import Gebiedssoort

_WIJKNUMMER = re.compile(r"wijk\s+\d{1,2}\s+(?=\S)", re.IGNORECASE)


def naam_voor_mensen(naam: str, *, gemeente: str = "") -> str:
    """`Wijk 01 Lariks` → `Lariks`, `Wijk 00 Assen centrum` → `Centrum`; every other name stays as it is."""
    kort = _WIJKNUMMER.sub("", " ".join(naam.split()), count=1) if _WIJKNUMMER.match(naam) else " ".join(naam.split())
    if gemeente and kort.casefold() == f"{gemeente} centrum".casefold():
        return "Centrum"
    return kort


def unieke_slug(naam: str, *, soort: str, code: str, bezet: Container[str]) -> str:
    """An address for an area that no other area has: `pittelo`, else `pittelo-buurt`, else with the CBS code.

    An area keeps the address it once got, also when its name changes: links to it must not die.
    """
    begin = slugify(naam.replace("/", " "))[:80] or slugify(code)
    kandidaten = [begin, f"{begin}-{Gebiedssoort(soort).value}", f"{begin}-{slugify(code)}"]
    return next(kandidaat for kandidaat in kandidaten if kandidaat not in bezet)
