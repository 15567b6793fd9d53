"""What happens now: the newest activities, for busy public pages."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from gebieden.enums import Gebiedssoort
from gebieden.models import Gebied
from kern.adres import adres
from kern.domain.vaste_vraag import Gesteld, VasteVraag
from partners.enums import Activiteitstatus
from partners.models import Activiteit, ActiviteitFoto
from partners.rules import heeft_post


@dataclass(frozen=True, slots=True)
class Foto:
    """The first photo of an activity."""

    pk: int
    alt: str
    breedte: int
    hoogte: int

    @property
    def url(self) -> str:
        """Where it is shown; that view checks who may see it."""
        return adres("partners:foto", self.pk)


@dataclass(frozen=True, slots=True)
class Kort:
    """An activity as far as a short list shows it."""

    pk: int
    titel: str
    datum: dt.date
    straat: str
    deelnemers: int | None
    openbaar: bool
    gebied: str
    partner: str
    type: str
    domein: str
    foto: Foto | None

    @property
    def url(self) -> str:
        """The page of the activity."""
        return adres("partners:activiteit", self.pk)


def _vraag(activiteiten: QuerySet[Activiteit], aantal: int) -> QuerySet[Activiteit, Any]:
    foto = (
        ActiviteitFoto.objects.filter(activiteit=OuterRef("pk"))
        .order_by("pk")
        .values(gegevens=JSONObject(pk="pk", alt="alt", breedte="breedte", hoogte="hoogte"))
    )
    return activiteiten.order_by("-datum", "-pk").values_list(
        "pk",
        "titel",
        "datum",
        "straat",
        "deelnemers",
        "openbaar",
        "gebied__naam",
        "partner__naam",
        "type__naam",
        "type__domein",
        Subquery(foto[:1]),
    )[:aantal]


def _in(gebied: int) -> Q:
    """In a wijk or buurt, or in a buurt of it. Not for the city, which is everywhere."""
    return Q(gebied=gebied) | Q(gebied__ouder=gebied)


def _definitief() -> QuerySet[Activiteit]:
    return Activiteit.objects.filter(status=Activiteitstatus.DEFINITIEF)


_AANTAL = 5
_VRAGEN = {
    # (for staff, in one area)
    (False, False): VasteVraag(lambda: _vraag(Activiteit.objects.openbaar(), _AANTAL)),
    (True, False): VasteVraag(lambda: _vraag(_definitief(), _AANTAL)),
    (False, True): VasteVraag(
        lambda gebied: _vraag(Activiteit.objects.openbaar().filter(_in(gebied)), _AANTAL), gebied=int
    ),
    (True, True): VasteVraag(lambda gebied: _vraag(_definitief().filter(_in(gebied)), _AANTAL), gebied=int),
}


def laatste_activiteiten(user: Any, *, gebied: Gebied | None = None) -> list[Kort]:
    """The five newest final activities, everywhere or in an area and below it: the public ones, for staff all.

    The city is everywhere. One query.
    """
    vraag, waarden = _welke(user, gebied)
    return [_kort(*rij) for rij in vraag(**waarden)]


def activiteiten_vraag(user: Any, *, gebied: Gebied | None = None) -> Gesteld:
    """What `laatste_activiteiten` will ask."""
    vraag, waarden = _welke(user, gebied)
    return vraag.met(**waarden)


def _welke(user: Any, gebied: Gebied | None) -> tuple[VasteVraag, dict[str, Any]]:
    hier = gebied is not None and gebied.soort != Gebiedssoort.STAD
    return _VRAGEN[heeft_post(user), hier], {"gebied": gebied.pk} if gebied is not None and hier else {}


def _kort(*rij: Any) -> Kort:
    foto = Foto(**json.loads(rij[-1])) if rij[-1] else None
    velden: dict[str, Any] = dict(zip(Kort.__slots__, (*rij[:-1], foto), strict=True))
    return Kort(**velden)
