"""What there is to choose from when asking for or looking for reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from budgetten.domain.rapportvorm import Waarover
from budgetten.enums import Rapportscope
from budgetten.models import Begrotingsregel, Rekening
from gebieden.enums import Gebiedssoort
from gebieden.models import Gebied
from partners.models import Partner


@dataclass(frozen=True)
class Waaroverkeuzes:
    """The wijken with budget lines and the payers, of any year."""

    gebieden: list[Gebied]
    partners: list[Partner]

    @property
    def opties(self) -> list[tuple[str, Any]]:
        """For a choice field: the programme, then the areas and the payers in groups."""
        opties: list[tuple[str, Any]] = [("programma", Rapportscope.PROGRAMMA.label)]
        if self.gebieden:
            opties.append((_("Wijken"), [(f"gebied-{gebied.pk}", gebied.naam) for gebied in self.gebieden]))
        if self.partners:
            opties.append((_("Betalers"), [(f"partner-{partner.pk}", partner.naam) for partner in self.partners]))
        return opties

    def waarover(self, waarde: str) -> Waarover:
        """What a value of `opties` means; raises KeyError for another one."""
        soort, _streep, nummer = waarde.partition("-")
        if soort == "gebied":
            return Waarover(gebied={str(gebied.pk): gebied for gebied in self.gebieden}[nummer])
        if soort == "partner":
            return Waarover(partner={str(partner.pk): partner for partner in self.partners}[nummer])
        if waarde == "programma":
            return Waarover()
        raise KeyError(waarde)


def waarde_van(waarover: Waarover) -> str:
    """The value of `opties` that means this."""
    if waarover.gebied is not None:
        return f"gebied-{waarover.gebied.pk}"
    return f"partner-{waarover.partner.pk}" if waarover.partner is not None else "programma"


def waaroverkeuzes() -> Waaroverkeuzes:
    """Two queries."""
    plekken = Begrotingsregel.objects.values("gebied")
    wijken = Gebied.objects.filter(soort=Gebiedssoort.WIJK).filter(pk__in=plekken) | Gebied.objects.filter(
        soort=Gebiedssoort.WIJK, pk__in=Gebied.objects.filter(pk__in=plekken).values("ouder")
    )
    betalers = Partner.objects.filter(pk__in=Rekening.objects.exclude(boekjaar=None).values("partner"))
    return Waaroverkeuzes(list(wijken.order_by("code")), list(betalers))
