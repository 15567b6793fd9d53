"""The programme of the current year in a few figures, for the front page."""

from dataclasses import dataclass

from budgetten.domain.publiek import standen_per_gebied
from budgetten.domain.queries import Stand
from portaal.domain.jaarkeuze import kies_jaar


@dataclass(frozen=True)
class Programma:
    """A year: where all its money stands, in total and per area id."""

    jaar: int
    stand: Stand
    per_gebied: dict[int, Stand]


def programma_nu() -> Programma | None:
    """The newest open year, else the newest; None before the first. Two queries."""
    boekjaar = kies_jaar().gekozen
    if boekjaar is None:
        return None
    per_gebied = standen_per_gebied(boekjaar)
    return Programma(
        jaar=boekjaar.jaar,
        stand=Stand.som(per_gebied.values()),
        per_gebied=per_gebied,
    )
