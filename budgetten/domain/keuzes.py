"""What budgets can be filtered by: areas, themes and payers, read in one query because every list asks for them."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import BigIntegerField, CharField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, LPad

from budgetten.models import Rekening
from gebieden.enums import Gebiedssoort
from gebieden.models import Gebied, Thema
from kern.domain.vaste_vraag import Gesteld, VasteVraag
from partners.models import Partner


@dataclass(frozen=True, slots=True)
class Keuze:
    """One thing to choose: its slug is the value in the address bar. `soort`: kind of area or domain of a theme."""

    pk: int
    slug: str
    naam: str
    soort: str = ""
    ouder_id: int | None = None


@dataclass(frozen=True, slots=True)
class Keuzes:
    """Areas without buurten (budgets are per wijk), active themes and everybody who ever paid, each in its order."""

    gebieden: list[Keuze] = field(default_factory=list)
    themas: list[Keuze] = field(default_factory=list)
    partners: list[Keuze] = field(default_factory=list)

    @property
    def wijken(self) -> list[Keuze]:
        return [keuze for keuze in self.gebieden if keuze.soort == Gebiedssoort.WIJK]


def keuzes_vraag() -> Gesteld:
    """What `keuzes` will ask."""
    return _ALLE.met()


def keuzes() -> Keuzes:
    """All of them, in one query."""
    gevonden = Keuzes()
    for lijst, pk, slug, naam, soort, ouder, _volgorde in sorted(_ALLE(), key=lambda rij: (rij[0], rij[6], rij[3])):
        getattr(gevonden, lijst).append(Keuze(pk, slug, naam, soort, ouder))
    return gevonden


def _alle() -> QuerySet[Any, Any]:
    tekst, geen = CharField(), Value(None, BigIntegerField())
    gebieden = (
        Gebied.objects.exclude(soort=Gebiedssoort.BUURT)
        .order_by()
        .values_list(Value("gebieden"), "pk", "slug", "naam", "soort", "ouder", F("code"))
    )
    themas = Thema.objects.order_by().values_list(
        Value("themas"), "pk", "slug", "naam", "domein", geen, LPad(Cast("volgorde", tekst), 6, Value("0"))
    )
    partners = (
        Partner.objects.filter(Exists(Rekening.objects.filter(partner=OuterRef("pk"))))
        .order_by()
        .values_list(
            Value("partners"), "pk", "slug", "naam", Value(""), geen, LPad(Cast("volgorde", tekst), 6, Value("0"))
        )
    )
    return gebieden.union(themas, partners, all=True)


_ALLE = VasteVraag(_alle)


def met_slug(lijst: list[Keuze], slug: str | None) -> Keuze | None:
    """The choice with this slug; None for nothing or for something unknown."""
    return next((keuze for keuze in lijst if keuze.slug == slug), None) if slug else None
