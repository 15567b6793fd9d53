"""Finding an area by its name, also with typing errors, or by a postcode."""

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Literal

from django.contrib.postgres.lookups import Unaccent
from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db.models import Case, FloatField, Value, When
from django.db.models.functions import Greatest, Lower

from gebieden.domain.inrichten import GEGEVENS
from gebieden.domain.queries import gebied_van_punt, gebieden_bij_punt
from gebieden.enums import Gebiedssoort
from gebieden.models import Gebied

HOOGSTENS = 12
#: pg_trgm: share of trigrams in common. Below this a hit is chance: "Peelo" still finds itself from "pelo".
_MINSTE_GELIJKENIS = 0.4
_POSTCODE = re.compile(r"([1-9]\d{3})\s*([A-Za-z]{2})?")
# The one place whose postcodes run through several wijken. A village around it has a postcode of its own and lies in
# one wijk: there a point leaves no doubt.
_STAD = "Assen"
# We know one point per postcode, not its outline. In the city a postcode is about two kilometres across, so the wijken
# within a kilometre of the point may be meant too: we name them, nearest first, and let people choose.
_RONDOM, _HOOGSTENS_RONDOM = 1000.0, 4
# The points of these lie outside the built-up area or at a post office: see gebieden/gegevens/README.md. There we look
# further, and name only the two nearest.
_RUWE_PUNTEN = frozenset({"9400", "9404", "9405"})
_RUIM, _HOOGSTENS_RUIM = 2000.0, 2
# Hits that are this much less alike than the best one only distract.
_MARGE = 0.2


@dataclass(frozen=True, slots=True)
class Postcode:
    """A four-digit postcode and one point in it, WGS84. `indicatief`: other wijken may be meant too."""

    pc4: str
    woonplaats: str
    lon: float
    lat: float

    @property
    def indicatief(self) -> bool:
        """Whether to say "in of bij" rather than "in"."""
        return self.woonplaats == _STAD


@dataclass(frozen=True, slots=True)
class Zoekresultaat:
    """An area found. `via` says how; `indicatief`: the area is "in of bij" the postcode that was asked for."""

    gebied: Gebied
    via: Literal["naam", "postcode"]
    indicatief: bool = False
    postcode: str = ""


@cache
def postcodes() -> dict[str, Postcode]:
    """The list that comes with the application, by PC4."""
    with (GEGEVENS / "pc4.csv").open(encoding="utf-8", newline="") as bestand:
        return {
            rij["pc4"]: Postcode(rij["pc4"], rij["woonplaats"], float(rij["longitude"]), float(rij["latitude"]))
            for rij in csv.DictReader(bestand, delimiter=";")
        }


def zoek(tekst: str) -> list[Zoekresultaat]:
    """Areas for what somebody typed: `9403`, `9403 AB`, `kloosterven`, `de breeen`. Best first, at most HOOGSTENS.

    A postcode gives the wijk its point lies in and, in the city, the wijken around it: `indicatief` when there is more
    than one. A postcode we do not know, or fewer than two letters, gives nothing. Names that are only alike are left
    out when one has exactly these letters in it.
    """
    vraag = " ".join(tekst.replace("\0", " ").split())[:100]
    postcode = _POSTCODE.fullmatch(vraag)
    if postcode:
        return _zoek_postcode(postcode.group(1))
    return _zoek_naam(vraag) if len(vraag) >= 2 else []


def _zoek_postcode(pc4: str) -> list[Zoekresultaat]:
    plek = postcodes().get(pc4)
    if plek is None:
        return []
    if plek.indicatief:
        binnen, hoogstens = (_RUIM, _HOOGSTENS_RUIM) if pc4 in _RUWE_PUNTEN else (_RONDOM, _HOOGSTENS_RONDOM)
        gebieden = gebieden_bij_punt(plek.lon, plek.lat, binnen=binnen)[:hoogstens]
    else:
        wijk = gebied_van_punt(plek.lon, plek.lat)
        gebieden = [wijk] if wijk else []
    return [Zoekresultaat(gebied, "postcode", len(gebieden) > 1, pc4) for gebied in gebieden]


def _zoek_naam(vraag: str) -> list[Zoekresultaat]:
    kaal = _zonder_accenten(vraag)
    gebieden = (
        Gebied.objects.actief()
        .select_related("ouder")
        .annotate(kale_naam=Unaccent(Lower("naam")))
        .annotate(
            score=Case(
                When(kale_naam=kaal, then=Value(3.0)),
                When(kale_naam__startswith=kaal, then=Value(2.0)),
                When(kale_naam__contains=kaal, then=Value(1.5)),
                default=Greatest(TrigramSimilarity("kale_naam", kaal), TrigramWordSimilarity(kaal, "kale_naam")),
                output_field=FloatField(),
            ),
            rang=Case(When(soort=Gebiedssoort.WIJK, then=0), When(soort=Gebiedssoort.BUURT, then=1), default=2),
        )
        .filter(score__gte=_MINSTE_GELIJKENIS)
        .order_by("-score", "rang", "kale_naam")[:HOOGSTENS]
    )
    beste = max((gebied.score for gebied in gebieden), default=0.0)
    genoeg = 1.0 if beste > 1 else beste - _MARGE
    return [Zoekresultaat(gebied, "naam") for gebied in gebieden if gebied.score >= genoeg]


def _zonder_accenten(tekst: str) -> str:
    ontleed = unicodedata.normalize("NFKD", tekst.lower())
    return "".join(teken for teken in ontleed if not unicodedata.combining(teken))
