"""What pages and the apps above may read. Everything here is public unless it asks for a user."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet, Sum
from django.utils import timezone

from gebieden.models import Gebied
from kern.models import Gebruiker
from partners.enums import BETALENDE_ROLLEN, Sleutelsoort
from partners.models import (
    Activiteit,
    ActiviteitFoto,
    Activiteittype,
    Deelname,
    Medewerker,
    Overeenkomst,
    Partner,
    Verdeelsleutel,
)
from partners.rules import posten, schrijvende_partner_ids


@dataclass(frozen=True, slots=True)
class Partnerstand:
    """A partner today: the part it has now (None: none), since when it takes part, and its earlier parts."""

    partner: Partner
    nu: Deelname | None
    sinds: dt.date | None
    historie: list[Deelname] = field(default_factory=list)

    @property
    def is_voorbeeld(self) -> bool:
        """Whether the pledge is an example: the sources do not give it."""
        return self.nu is not None and is_voorbeeld(self.nu)

    @property
    def jaarbedrag(self) -> Decimal:
        """Pledged per year, in euros."""
        return self.nu.jaarbedrag if self.nu else Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Activiteitfilter:
    """What a list of activities is filtered on. An area includes the areas in it; dates are inclusive."""

    van: dt.date | None = None
    tot: dt.date | None = None
    gebied: Gebied | None = None
    domein: str = ""
    type: Activiteittype | None = None
    partner: Partner | None = None
    status: str = ""
    tekst: str = ""

    def pas_toe(self, activiteiten: QuerySet[Activiteit]) -> QuerySet[Activiteit]:
        """Only the activities that fit."""
        voorwaarden: dict[str, Any] = {
            "datum__gte": self.van,
            "datum__lte": self.tot,
            "gebied__in": Gebied.objects.binnen(self.gebied) if self.gebied else None,
            "type__domein": self.domein,
            "type": self.type,
            "partner": self.partner,
            "status": self.status,
        }
        gekozen = {naam: waarde for naam, waarde in voorwaarden.items() if waarde not in (None, "")}
        gefilterd = activiteiten.filter(**gekozen)
        for woord in self.tekst.split():
            gefilterd = gefilterd.filter(
                Q(titel__icontains=woord)
                | Q(straat__icontains=woord)
                | Q(resultaat__icontains=woord)
                | Q(type__naam__icontains=woord)
                | Q(gebied__naam__icontains=woord)
            )
        return gefilterd


@dataclass(frozen=True, slots=True)
class Totalen:
    """Sums over a list of activities. Costs in euros."""

    aantal: int
    uren: Decimal
    deelnemers: int
    kosten: Decimal


def is_voorbeeld(deelname: Deelname) -> bool:
    """Whether the pledge is marked as an example in its own words."""
    return deelname.toelichting.startswith("Voorbeeld")


def partnerstanden(partners: QuerySet[Partner] | None = None, *, datum: dt.date | None = None) -> list[Partnerstand]:
    """Every partner with its part on the date (default today), in partner order, in two queries."""
    dag = datum or timezone.localdate()
    bron = Partner.objects.all() if partners is None else partners
    deelnames = Prefetch("deelnames", Deelname.objects.select_related("overeenkomst").order_by("vanaf"))
    return [_stand(partner, list(partner.deelnames.all()), dag) for partner in bron.prefetch_related(deelnames)]


def _stand(partner: Partner, deelnames: list[Deelname], dag: dt.date) -> Partnerstand:
    nu = next((d for d in deelnames if d.vanaf <= dag and (d.tot is None or d.tot >= dag)), None)
    zelfde_rol = [d.vanaf for d in deelnames if nu and d.rol == nu.rol and d.vanaf <= nu.vanaf]
    return Partnerstand(partner, nu, min(zelfde_rol, default=None), deelnames[::-1])


def geldende_overeenkomst(datum: dt.date | None = None) -> Overeenkomst | None:
    """The agreement in force on the date (default today)."""
    return Overeenkomst.objects.geldig(datum).order_by("-vanaf", "-versie").first()


def deelnames_van(overeenkomst: Overeenkomst) -> list[Deelname]:
    """All parts in an agreement, partner by partner, oldest first."""
    return list(overeenkomst.deelnames.select_related("partner").order_by("partner__volgorde", "partner", "vanaf"))


def toegezegd_per_jaar(overeenkomst: Overeenkomst, *, datum: dt.date | None = None) -> Decimal:
    """What all payers of the agreement together pledge per year on the date (default today), in euros."""
    geldig = Deelname.objects.geldig(datum).filter(overeenkomst=overeenkomst, rol__in=BETALENDE_ROLLEN)
    som: Decimal | None = geldig.aggregate(som=Sum("jaarbedrag"))["som"]
    return som or Decimal("0.00")


def sleutelversies() -> list[tuple[Verdeelsleutel, list[tuple[Partner, Decimal]]]]:
    """Every version of every key, newest first, with the fixed shares in percent."""
    versies = Verdeelsleutel.objects.prefetch_related("aandelen__partner").order_by("naam", "-versie")
    return [(sleutel, _procenten(sleutel)) for sleutel in versies]


def _procenten(sleutel: Verdeelsleutel) -> list[tuple[Partner, Decimal]]:
    aandelen = list(sleutel.aandelen.all())
    geheel = Decimal(100)
    if sleutel.soort == Sleutelsoort.PERCENTAGES:
        geheel = sum((aandeel.aandeel for aandeel in aandelen), Decimal(0))
    return [(aandeel.partner, aandeel.aandeel * 100 / geheel) for aandeel in aandelen]


def medewerkers_van(partner: Partner) -> list[Medewerker]:
    """The posts at a partner that are valid today. Personal data: only for staff."""
    geldig = Medewerker.objects.geldig().filter(partner=partner).select_related("gebruiker")
    return list(geldig.prefetch_related("gebieden").order_by("functie", "gebruiker__naam"))


def activiteiten_met_alles() -> QuerySet[Activiteit]:
    """Every activity with what a page shows of it: two queries, however many. Ask the permission on each one."""
    return _met_alles(Activiteit.objects.all())


def activiteiten_voor(user: Any) -> QuerySet[Activiteit]:
    """The activities this user may see, with what a list shows of them."""
    return _met_alles(Activiteit.objects.zichtbaar_voor(user))


def _met_alles(activiteiten: QuerySet[Activiteit]) -> QuerySet[Activiteit]:
    return (
        activiteiten.select_related("partner", "type__thema", "gebied__ouder", "ingevoerd_door")
        .prefetch_related(Prefetch("fotos", ActiviteitFoto.objects.order_by("pk")))
        .order_by("-datum", "-pk")
    )


def recente_activiteiten(gebied: Gebied, user: Any, aantal: int = 5) -> list[Activiteit]:
    """The newest activities in an area and below it that this user may see; for the fragment `_activiteiten.html`."""
    return list(activiteiten_voor(user).filter(gebied__in=Gebied.objects.binnen(gebied))[:aantal])


def totalen(activiteiten: QuerySet[Activiteit]) -> Totalen:
    """Count, hours, participants and own costs of these activities, in one query."""
    som = activiteiten.order_by().aggregate(
        aantal=Count("pk"), uren=Sum("uren"), deelnemers=Sum("deelnemers"), kosten=Sum("kosten")
    )
    return Totalen(
        aantal=som["aantal"],
        uren=som["uren"] or Decimal("0.00"),
        deelnemers=som["deelnemers"] or 0,
        kosten=som["kosten"] or Decimal("0.00"),
    )


def laatste_eigen(user: Gebruiker) -> Activiteit | None:
    """The activity this user entered last for a partner they still work for: what "copy the last one" copies."""
    eigen = Activiteit.objects.filter(ingevoerd_door=user, partner__in=schrijvende_partner_ids(user))
    return eigen.select_related("partner", "type", "gebied").order_by("-aangemaakt", "-pk").first()


def partners_van(user: Any) -> list[Partner]:
    """The partners this user may log activities for."""
    return list(Partner.objects.filter(pk__in=schrijvende_partner_ids(user)))


def eigen_gebieden(user: Any) -> list[Gebied]:
    """The areas named in the user's posts, in CBS order."""
    ids = {pk for post in posten(user) for pk in post.gebied_ids}
    return list(Gebied.objects.filter(pk__in=ids)) if ids else []


def recente_gebieden(user: Any, aantal: int = 4) -> list[Gebied]:
    """The areas of the last activities this user entered, newest first."""
    ids = Activiteit.objects.filter(ingevoerd_door=user).order_by("-aangemaakt", "-pk").values_list("gebied", flat=True)
    volgorde = list(dict.fromkeys(ids[:20]))[:aantal]
    gevonden = Gebied.objects.actief().in_bulk(volgorde) if volgorde else {}
    return [gevonden[pk] for pk in volgorde if pk in gevonden]
