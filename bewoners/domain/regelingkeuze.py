"""Under which version of which scheme a plan falls, and what its rules say about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from bewoners.enums import Aanvragersoort
from bewoners.models import Initiatief, Regelingversie, Ronde
from kern.componenten.opmaak import datumtekst, euro
from kern.domain.fouten import Weigering


def geldige_versies(op: dt.date) -> list[Regelingversie]:
    """Of every scheme that is open the newest version that holds on this day, smallest amount first. Two queries."""
    versies = (
        Regelingversie.objects.filter(Q(tot=None) | Q(tot__gte=op), vanaf__lte=op, regeling__actief=True)
        .select_related("regeling")
        .prefetch_related(Prefetch("regeling__rondes", Ronde.objects.order_by("vanaf")))
        .order_by("regeling_id", "-versie")
        .distinct("regeling_id")
    )
    return sorted(versies, key=lambda versie: (versie.maximumbedrag, versie.minimumbedrag, versie.pk))


def versie_voor(bedrag: Decimal, versies: Iterable[Regelingversie]) -> Regelingversie | None:
    """The first of these that gives this amount, in euro."""
    return next((v for v in versies if v.minimumbedrag < bedrag <= v.maximumbedrag), None)


def kies(
    initiatief: Initiatief, *, op: dt.date, versies: list[Regelingversie] | None = None, streng: bool = True
) -> Regelingversie:
    """The version this plan falls under on this day: of those that give the amount, the first that has no objection.

    `streng=False` asks only for the amount: what came in on paper is received, whatever a decision will say of it.
    Raises Weigering with the objection of the first one, or a sentence about the amount.
    """
    alle = geldige_versies(op) if versies is None else versies
    passend = [v for v in alle if v.minimumbedrag < initiatief.gevraagd <= v.maximumbedrag]
    if not passend:
        raise Weigering(_waarom_geen(initiatief.gevraagd, alle), veld="gevraagd")
    eerste: Weigering | None = None
    for versie in passend:
        tegen = bezwaren(initiatief, versie, op=op) if streng else []
        if not tegen:
            return versie
        eerste = eerste or tegen[0]
    assert eerste is not None  # noqa: S101 - tells the type checker
    raise eerste


def bezwaren(initiatief: Initiatief, versie: Regelingversie, *, op: dt.date) -> list[Weigering]:
    """What the rules of this version say against the plan as it is; each names the field it is about."""
    gevonden = []
    if initiatief.soort_aanvrager not in versie.aanvragers:
        wie = ", ".join(str(Aanvragersoort(soort).label).lower() for soort in versie.aanvragers)
        gevonden.append(
            Weigering(
                _("Bij de regeling %(regeling)s kan alleen dit soort aanvrager geld vragen: %(wie)s.")
                % {"regeling": versie.regeling, "wie": wie},
                veld="soort_aanvrager",
            )
        )
    if versie.minimumleeftijd and not initiatief.oud_genoeg:
        gevonden.append(
            Weigering(
                _("U kunt geld vragen als u %(jaar)s jaar of ouder bent.") % {"jaar": versie.minimumleeftijd},
                veld="oud_genoeg",
            )
        )
    kosten = sum((post.bedrag for post in initiatief.kosten.all()), Decimal(0))
    if initiatief.gevraagd * 100 > kosten * versie.maximumpercentage:
        gevonden.append(
            Weigering(
                _("Wij betalen hoogstens %(procent)s%% van de kosten. Dat is hier %(bedrag)s.")
                % {"procent": versie.maximumpercentage, "bedrag": euro(kosten * versie.maximumpercentage / 100)},
                veld="gevraagd",
            )
        )
    vroegst = op + dt.timedelta(days=versie.dagen_voor_start)
    if initiatief.begindatum is not None and initiatief.begindatum < vroegst:
        gevonden.append(
            Weigering(
                _("Uw plan begint te snel. Kies een begindatum op of na %(datum)s.") % {"datum": datumtekst(vroegst)},
                veld="begindatum",
            )
        )
    dicht = _buiten_rondes(versie, op)
    if dicht:
        gevonden.append(Weigering(dicht, veld="gevraagd"))
    return gevonden


def _buiten_rondes(versie: Regelingversie, op: dt.date) -> str:
    """Why one cannot apply today, for a scheme with rounds; empty when one can."""
    rondes = sorted(versie.regeling.rondes.all(), key=lambda ronde: ronde.vanaf)
    if not rondes or any(ronde.vanaf <= op <= ronde.tot for ronde in rondes):
        return ""
    volgende = next((ronde for ronde in rondes if ronde.vanaf > op), None)
    if volgende is None:
        return _("De regeling %(regeling)s is nu dicht.") % {"regeling": versie.regeling}
    return _("De regeling %(regeling)s is nu dicht. Insturen kan van %(vanaf)s tot en met %(tot)s.") % {
        "regeling": versie.regeling,
        "vanaf": datumtekst(volgende.vanaf),
        "tot": datumtekst(volgende.tot),
    }


def _waarom_geen(bedrag: Decimal, versies: list[Regelingversie]) -> str:
    if not versies:
        return _("Op dit moment staat er geen regeling open.")
    if bedrag <= 0:
        return _("U vraagt nog geen geld. Vul in wat uw plan kost.")
    hoogste = max(versie.maximumbedrag for versie in versies)
    if bedrag > hoogste:
        return _("U vraagt %(bedrag)s. Wij geven hoogstens %(hoogste)s.") % {
            "bedrag": euro(bedrag),
            "hoogste": euro(hoogste),
        }
    return _("Voor %(bedrag)s is er nu geen regeling.") % {"bedrag": euro(bedrag)}
