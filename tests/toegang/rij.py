"""The roles of the permission table by name, and what a row of it says."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.rollen import ROLLEN
from tests.toegang.wereld import Wereld

Rollen = frozenset[str]

ALLEN: Rollen = frozenset(ROLLEN)
BEKEND: Rollen = ALLEN - {"bezoeker"}
MEDEWERKERS: Rollen = frozenset(
    {"partnermedewerker", "coordinator", "coordinator_elders", "controller", "beheerder", "stuurgroeplid"}
)
#: The steering group reads everything and writes nothing.
SCHRIJVERS: Rollen = MEDEWERKERS - {"stuurgroeplid"}
#: Money moves by controllers everywhere, by coordinators in their own areas.
GELD: Rollen = frozenset({"coordinator", "coordinator_elders", "controller"})
GELD_LARIKS: Rollen = frozenset({"coordinator", "controller"})
#: Who answers for the programme may have a report made now.
CONTROLLER: Rollen = frozenset({"controller"})
BEHEER: Rollen = frozenset({"beheerder"})
ACTIUM: Rollen = frozenset({"partnermedewerker"})
INDIENER: Rollen = frozenset({"coordinator"})
VRAGER: Rollen = frozenset({"bewoner", "beheerder"})

#: Plans of residents: who handles, who decides, who enters paper, whose plan it is, who talks about it.
BEHANDELAAR: Rollen = frozenset({"coordinator"})
BESLISSERS: Rollen = frozenset({"coordinator", "controller"})
PAPIER: Rollen = frozenset({"coordinator", "coordinator_elders"})
INDIENER_VAN_PLAN: Rollen = frozenset({"bewoner"})
GESPREK: Rollen = frozenset({"bewoner", "coordinator"})


@dataclass(frozen=True)
class Rij:
    """`get_in` and `post_in` are the status codes that count as being let in."""

    naam: str
    get: Rollen | None
    post: Rollen | None = None
    args: Callable[[Wereld], list[Any]] = lambda wereld: []
    get_in: frozenset[int] = frozenset({200})
    post_in: frozenset[int] = frozenset({200, 302})
    vraag: dict[str, str] = field(default_factory=dict)
    gegevens: Callable[[Wereld], dict[str, Any]] = lambda wereld: {}
    verborgen: bool = False  # a refused user may also read 404: that it exists is not told
    geval: str = ""

    def __str__(self) -> str:
        return f"{self.naam} {self.geval}".strip()
