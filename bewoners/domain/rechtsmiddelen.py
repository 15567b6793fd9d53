"""What runs beside the main road: on one file, and as work that waits for somebody. One query per kind of work."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from bewoners.domain import bezwaren, ingebrekestellingen
from bewoners.enums import Termijnsoort, Uitdagingstatus, Verantwoordingstatus, Verzoekstatus
from bewoners.models import (
    Bezwaar,
    Ingebrekestelling,
    Initiatief,
    Termijn,
    Uitdaging,
    Verantwoording,
    Wijzigingsverzoek,
)
from gebieden.models import Gebied
from kern.domain.werk import HOOGSTENS, Werkpunt
from kern.models import Gebruiker
from partners.enums import Functie
from partners.rules import is_controller, is_coordinator, posten


@dataclass(frozen=True, slots=True)
class Rechtsmiddelen:
    """Change requests, objections and notices of one initiative, newest first; with the penalty of today in euro."""

    verzoeken: list[Wijzigingsverzoek]
    bezwaren: list[Bezwaar]
    ingebrekestellingen: list[tuple[Ingebrekestelling, Decimal]]
    verantwoording: Verantwoording | None

    def __bool__(self) -> bool:
        return bool(self.verzoeken or self.bezwaren or self.ingebrekestellingen or self.verantwoording)


def stand_van(initiatief: Initiatief) -> Rechtsmiddelen:
    """What runs or ran on this file. Four queries."""
    vandaag = timezone.localdate()
    return Rechtsmiddelen(
        verzoeken=list(initiatief.wijzigingsverzoeken.all()),
        bezwaren=list(initiatief.bezwaren.select_related("besluit", "behandelaar")),
        ingebrekestellingen=[
            (melding, ingebrekestellingen.stand(melding, op=vandaag))
            for melding in initiatief.ingebrekestellingen.all()
        ],
        verantwoording=Verantwoording.objects.filter(
            initiatief=initiatief, status__in=[Verantwoordingstatus.INGEDIEND, Verantwoordingstatus.AKKOORD]
        ).first(),
    )


def werk_van(gebruiker: Gebruiker) -> list[list[Werkpunt]]:
    """Every kind of work beside the main road."""
    if not (is_coordinator(gebruiker) or is_controller(gebruiker)):
        return []
    return [
        te_beslissen_verzoeken(gebruiker),
        te_behandelen_bezwaren(gebruiker),
        lopende_ingebrekestellingen(gebruiker),
        te_beantwoorden_uitdagingen(gebruiker),
        steekproeven(gebruiker),
    ]


def te_beslissen_verzoeken(gebruiker: Gebruiker) -> list[Werkpunt]:
    """Change requests in the areas of a coordinator."""
    rijen = (
        Wijzigingsverzoek.objects.filter(
            status=Verzoekstatus.INGEDIEND, initiatief__in=Initiatief.objects.van_coordinator(gebruiker)
        )
        .exclude(initiatief__beoordelingen__beoordelaar=gebruiker, initiatief__beoordelingen__vervallen_op=None)
        .select_related("initiatief__gebied")
        .order_by("ingediend_op")
    )
    return [
        _punt(
            rij.initiatief,
            _("Beslissen op een wijzigingsverzoek"),
            reverse("bewoners:wijziging_besluit", args=[rij.initiatief_id, rij.pk]),
            sinds=localtime(rij.ingediend_op).date(),
        )
        for rij in rijen[:HOOGSTENS]
    ]


def te_behandelen_bezwaren(gebruiker: Gebruiker) -> list[Werkpunt]:
    """Objections nobody took on, and one's own; never against a decision of one's own."""
    termijn = Termijn.objects.filter(
        initiatief=OuterRef("initiatief"), soort=Termijnsoort.BEZWAAR_BESLISSING, voldaan_op=None
    )
    rijen = (
        Bezwaar.objects.filter(Q(behandelaar=None) | Q(behandelaar=gebruiker), status__in=bezwaren.OPEN)
        .exclude(besluitnemer=gebruiker)
        .exclude(initiatief__indiener=gebruiker)
        .exclude(initiatief__beoordelingen__beoordelaar=gebruiker)
        .annotate(uiterlijk=Subquery(termijn.values("eind")[:1]))
        .select_related("initiatief__gebied")
        .order_by(F("uiterlijk").asc(nulls_last=True), "pk")
    )
    return [
        _punt(
            rij.initiatief,
            _("Bezwaar behandelen"),
            rij.get_absolute_url(),
            sinds=rij.ontvangen,
            uiterlijk=rij.uiterlijk,
        )
        for rij in rijen[:HOOGSTENS]
    ]


def lopende_ingebrekestellingen(gebruiker: Gebruiker) -> list[Werkpunt]:
    """Notices of default: two weeks to decide, and then every day costs money."""
    rijen = (
        Ingebrekestelling.objects.filter(
            status__in=ingebrekestellingen.LOPEND, initiatief__in=Initiatief.objects.van_coordinator(gebruiker)
        )
        .select_related("initiatief__gebied")
        .order_by("ontvangen")
    )
    return [
        _punt(
            rij.initiatief,
            _("Beslissen: de aanvrager stelde ons in gebreke"),
            reverse("bewoners:dossier", args=[rij.initiatief_id]),
            sinds=rij.ontvangen,
            uiterlijk=rij.dwangsom_vanaf - dt.timedelta(days=1),
        )
        for rij in rijen[:HOOGSTENS]
    ]


def te_beantwoorden_uitdagingen(gebruiker: Gebruiker) -> list[Werkpunt]:
    """Challenges in the areas of a coordinator that had no answer yet."""
    coordinatie = [post for post in posten(gebruiker) if post.functie == Functie.GEBIEDSCOORDINATOR]
    if not coordinatie:
        return []
    rijen = Uitdaging.objects.filter(status=Uitdagingstatus.INGEDIEND).select_related("gebied")
    if all(post.gebied_ids for post in coordinatie):
        ids = frozenset().union(*(post.gebied_ids for post in coordinatie))
        rijen = rijen.filter(
            gebied__in=Gebied.objects.filter(Q(pk__in=ids) | Q(ouder__in=ids) | Q(ouder__ouder__in=ids))
        )
    return [
        Werkpunt(
            wat=_("Antwoorden op een uitdaging"),
            titel=rij.titel,
            url=rij.get_absolute_url(),
            sinds=localtime(rij.ingediend_op).date() if rij.ingediend_op else timezone.localdate(),
            plaats=rij.gebied.naam,
            uiterlijk=rij.uiterlijk,
        )
        for rij in rijen.order_by("uiterlijk", "pk")[:HOOGSTENS]
    ]


def steekproeven(gebruiker: Gebruiker) -> list[Werkpunt]:
    """Simple accounts of sampled small grants to look at."""
    rijen = (
        Verantwoording.objects.filter(
            eenvoudig=True,
            status=Verantwoordingstatus.INGEDIEND,
            initiatief__in=Initiatief.objects.van_coordinator(gebruiker),
        )
        .select_related("initiatief__gebied")
        .order_by("ingediend_op")
    )
    return [
        _punt(
            rij.initiatief,
            _("Steekproef nakijken"),
            reverse("bewoners:verantwoording", args=[rij.initiatief_id]),
            sinds=localtime(rij.ingediend_op).date() if rij.ingediend_op else timezone.localdate(),
        )
        for rij in rijen[:HOOGSTENS]
    ]


def _punt(initiatief: Initiatief, wat: str, url: str, *, sinds: dt.date, uiterlijk: dt.date | None = None) -> Werkpunt:
    return Werkpunt(
        wat=wat,
        titel=initiatief.titel,
        url=url,
        sinds=sinds,
        plaats=initiatief.gebied.naam if initiatief.gebied else "",
        uiterlijk=uiterlijk,
    )
