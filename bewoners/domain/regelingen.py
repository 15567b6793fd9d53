"""Schemes: what they say to residents, a next version, and the most that is given out in a year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import Count, Max, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bewoners.domain.briefwaarden import duur
from bewoners.domain.regelingkeuze import geldige_versies
from bewoners.enums import Aanvragersoort, Besluitsoort, Initiatiefstatus, Verdeling
from bewoners.models import (
    Besluit,
    Briefsjabloon,
    Criterium,
    Initiatief,
    Plafond,
    Regeling,
    Regelingversie,
    Ronde,
    Volledigheidspunt,
    Weigeringsgrond,
)
from budgetten.enums import Jaarstatus
from budgetten.models import Begrotingsregel, Boekjaar
from kern.componenten.opmaak import euro
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import log
from kern.domain.versie import verhoog_na_commit
from kern.models import Gebruiker

NUL = Decimal("0.00")
_M = TypeVar("_M", bound=models.Model)
#: What a version consists of besides its own fields.
ONDERDELEN: tuple[type[models.Model], ...] = (
    Criterium,
    Weigeringsgrond,
    Volledigheidspunt,
    Briefsjabloon,
)
_VERDELING: dict[str, str | Promise] = {
    Verdeling.VOLGORDE: gettext_lazy("Wie het eerst compleet is, gaat voor, tot het geld op is."),
    Verdeling.TENDER: gettext_lazy("Wij bekijken alle plannen tegelijk. De beste plannen gaan voor."),
    Verdeling.STEMRONDE: gettext_lazy("Bewoners stemmen. De plannen met de meeste stemmen gaan voor."),
}


@dataclass(frozen=True, slots=True)
class Openbareregeling:
    """A scheme as residents read it. `ronde` is the one that is open or comes next, if it works with rounds."""

    versie: Regelingversie
    ronde: Ronde | None
    open: bool
    over: Decimal | None

    @property
    def aanvragers(self) -> str:
        """Who may apply, as one phrase."""
        namen = [str(Aanvragersoort(soort).label) for soort in self.versie.aanvragers]
        namen = [naam if plek == 0 else naam[:1].lower() + naam[1:] for plek, naam in enumerate(namen)]
        if len(namen) < 2:
            return "".join(namen)
        return _("%(eerste)s of %(laatste)s") % {"eerste": ", ".join(namen[:-1]), "laatste": namen[-1]}

    @property
    def beslistermijn(self) -> str:
        """The term to decide, in words."""
        return duur(self.versie.beslistermijn)

    @property
    def verantwoordingstermijn(self) -> str:
        """The term to account for it, in words."""
        return duur(self.versie.verantwoordingstermijn)

    @property
    def verdeling(self) -> str:
        """How the money is given out, as a sentence."""
        return str(_VERDELING[self.versie.verdeling])


@dataclass(frozen=True, slots=True)
class Plafondstand:
    """The ceiling of a scheme in a year, in euro; `plafond` None: nothing was set, so nothing can be awarded."""

    regeling: Regeling
    plafond: Plafond | None
    toegekend: Decimal
    wachtend: int

    @property
    def over(self) -> Decimal | None:
        """What may still be awarded; never below zero."""
        return max(NUL, self.plafond.bedrag - self.toegekend) if self.plafond is not None else None


def openbaar(op: dt.date | None = None) -> list[Openbareregeling]:
    """The schemes that hold on a day, smallest amount first, with whether one can apply now. Constant queries."""
    dag = op or timezone.localdate()
    standen = {stand.regeling.pk: stand.over for stand in plafondstanden(_boekjaar(dag.year))}
    versies = geldige_versies(dag)
    models.prefetch_related_objects(versies, "criteria", "weigeringsgronden")
    return [
        Openbareregeling(versie, ronde, open_, standen.get(versie.regeling_id))
        for versie in versies
        for ronde, open_ in [_ronde(versie, dag)]
    ]


def plafondstanden(boekjaar: Boekjaar | None) -> list[Plafondstand]:
    """How the ceiling of every scheme stands in the year. Two queries."""
    if boekjaar is None:
        return []
    ingetrokken = Besluit.objects.filter(soort=Besluitsoort.INTREKKING).values("initiatief")
    onder = Initiatief.objects.filter(regelingversie__regeling=OuterRef("pk")).order_by()
    toegekend = (
        onder.filter(regel__boekjaar=boekjaar, toegekend__isnull=False)
        .exclude(pk__in=ingetrokken)
        .values("regelingversie__regeling")
        .annotate(som=Sum(Coalesce("vastgesteld", "toegekend")))
        .values("som")
    )
    wachtend = onder.filter(status__in=_WACHT).values("regelingversie__regeling").annotate(n=Count("pk")).values("n")
    regelingen = Regeling.objects.annotate(
        som=Coalesce(Subquery(toegekend), NUL, output_field=models.DecimalField()),
        wacht=Coalesce(Subquery(wachtend), 0, output_field=models.IntegerField()),
    )
    plafonds = {plafond.regeling_id: plafond for plafond in Plafond.objects.filter(boekjaar=boekjaar)}
    return [Plafondstand(r, plafonds.get(r.pk), r.som, r.wacht) for r in regelingen]


@transaction.atomic
def nieuwe_versie(versie: Regelingversie, *, vanaf: dt.date, door: Gebruiker) -> Regelingversie:
    """Copy a version with all its parts, to be changed before it comes into force on `vanaf`.

    From that day the newest version counts; the one before keeps ruling what was applied for under it. Raises
    GeenToestemming for who is no beheerder, Weigering for a day that is not after that of the newest version.
    """
    if not door.has_perm("kern.beheer"):
        raise GeenToestemming(_("Alleen een beheerder maakt een nieuwe versie van een regeling."))
    regeling = Regeling.objects.select_for_update().get(pk=versie.regeling_id)
    nieuwste = regeling.versies.aggregate(versie=Max("versie"), vanaf=Max("vanaf"))
    if vanaf <= nieuwste["vanaf"] or vanaf <= timezone.localdate():
        raise Weigering(_("Kies een dag in de toekomst, na de begindag van de nieuwste versie."), veld="vanaf")
    nieuw = _kopie(versie, versie=nieuwste["versie"] + 1, vanaf=vanaf, tot=None, bevroren=False)
    nieuw.save()
    for onderdeel in ONDERDELEN:
        delen = onderdeel._base_manager.filter(versie=versie).order_by("pk")
        onderdeel._base_manager.bulk_create([_kopie(deel, versie=nieuw) for deel in delen])
    log(nieuw, _("nieuwe versie gemaakt"), door=door, toelichting=str(versie))
    return nieuw


@transaction.atomic
def zet_plafond(
    regeling: Regeling, boekjaar: Boekjaar, *, bedrag: Decimal, regels: Collection[Begrotingsregel], door: Gebruiker
) -> Plafond:
    """Set or raise the most (euro) that is awarded under a scheme in a year, from these budget lines (none: any line).

    Awards lock the same row, so none slips in between. Lowering below what was awarded is impossible; once somebody
    applied it cannot be lowered at all (Awb 4:28). Raises GeenToestemming or Weigering.
    """
    if not door.has_perm("budgetten.begroting_toedelen"):
        raise GeenToestemming(_("Alleen een controller stelt een plafond vast."))
    if bedrag < 0:
        raise Weigering(_("Vul een bedrag van nul of meer in."), veld="bedrag")
    jaar = Boekjaar.objects.select_for_update().get(pk=boekjaar.pk)
    if jaar.status != Jaarstatus.OPEN:
        raise Weigering(_("Boekjaar %(jaar)s is gesloten.") % {"jaar": jaar.jaar})
    if any(regel.boekjaar_id != jaar.pk for regel in regels):
        raise Weigering(_("Kies begrotingsregels van %(jaar)s.") % {"jaar": jaar.jaar}, veld="regels")
    plafond, nieuw = Plafond.objects.select_for_update().get_or_create(
        regeling=regeling, boekjaar=jaar, defaults={"bedrag": bedrag}
    )
    oud = None if nieuw else plafond.bedrag
    if oud is not None and bedrag < oud:
        _controleer_verlagen(plafond, bedrag)
    oude_regels = ", ".join(str(regel) for regel in plafond.regels.all())
    plafond.bedrag = bedrag
    plafond.save(update_fields=["bedrag"])
    plafond.regels.set(regels)
    log(
        plafond,
        _("plafond vastgesteld") if nieuw else _("plafond gewijzigd"),
        door=door,
        wijzigingen={
            "bedrag": (None if oud is None else euro(oud), euro(bedrag)),
            "regels": (oude_regels, ", ".join(str(regel) for regel in plafond.regels.all())),
        },
    )
    verhoog_na_commit("publiek")
    return plafond


def _controleer_verlagen(plafond: Plafond, bedrag: Decimal) -> None:
    stand = next(s for s in plafondstanden(plafond.boekjaar) if s.regeling.pk == plafond.regeling_id)
    if bedrag < stand.toegekend:
        raise Weigering(
            _("Er is al %(bedrag)s toegekend. Het plafond kan niet lager zijn.") % {"bedrag": euro(stand.toegekend)},
            veld="bedrag",
        )
    aangevraagd = Initiatief.objects.filter(
        Q(ingediend_op__year=plafond.boekjaar.jaar), regelingversie__regeling=plafond.regeling_id
    )
    if aangevraagd.exists():
        raise Weigering(
            _("Er is dit jaar al aangevraagd. Dan mag het plafond niet meer omlaag (Awb 4:28)."), veld="bedrag"
        )


def _kopie(bron: _M, **anders: Any) -> _M:
    velden = {veld.attname: getattr(bron, veld.attname) for veld in bron._meta.concrete_fields if not veld.primary_key}
    for naam, waarde in anders.items():
        velden.pop(f"{naam}_id", None)
        velden[naam] = waarde
    return type(bron)(**velden)


def _ronde(versie: Regelingversie, dag: dt.date) -> tuple[Ronde | None, bool]:
    rondes = sorted(versie.regeling.rondes.all(), key=lambda ronde: ronde.vanaf)
    if not rondes:
        return None, True
    komend = next((ronde for ronde in rondes if ronde.tot >= dag), None)
    return komend, komend is not None and komend.vanaf <= dag


def _boekjaar(jaar: int) -> Boekjaar | None:
    return Boekjaar.objects.filter(jaar=jaar).first()


_S = Initiatiefstatus
#: Applications on which nobody decided yet.
_WACHT = (_S.INGEDIEND, _S.AANVULLING_GEVRAAGD, _S.IN_BEOORDELING, _S.GEADVISEERD, _S.IN_STEMRONDE, _S.UITSLAG_BEKEND)
