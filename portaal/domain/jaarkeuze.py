"""Which fiscal year a public page is about."""

from dataclasses import dataclass

from budgetten.domain.publiek import boekjaren
from budgetten.enums import Jaarstatus
from budgetten.models import Boekjaar


@dataclass(frozen=True)
class Jaarkeuze:
    """The year shown (None: there is no fiscal year yet) and all years one may choose, newest first."""

    gekozen: Boekjaar | None
    jaren: list[Boekjaar]


def kies_jaar(gevraagd: str = "") -> Jaarkeuze:
    """The year asked for, else the newest open one, else the newest. One query.

    Raises LookupError when the text is no year that exists.
    """
    jaren = boekjaren()
    if gevraagd:
        gekozen = next((jaar for jaar in jaren if str(jaar.jaar) == gevraagd), None)
        if gekozen is None:
            raise LookupError(gevraagd)
        return Jaarkeuze(gekozen, jaren)
    standaard = next((jaar for jaar in jaren if jaar.status == Jaarstatus.OPEN), jaren[0] if jaren else None)
    return Jaarkeuze(standaard, jaren)
