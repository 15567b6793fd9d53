"""What the placeholders of a letter stand for: read from the file of an initiative, in words as they are printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bewoners.domain import geld, kalender, termijnen
from bewoners.domain.briefopmaak import PLAATSHOUDERS, Waarde
from bewoners.enums import Besluitsoort, Bezwaarstatus, Briefsoort, Termijnsoort, Verzoekstatus
from bewoners.models import Besluit, Initiatief, Termijn
from kern.componenten.opmaak import datumtekst, euro
from kern.models import Gebruiker
from partners.enums import Partnersoort
from partners.models import Partner

_TOEKENNING = (Besluitsoort.VERLENING, Besluitsoort.DIRECTE_VASTSTELLING)
#: Days to pay back (Awb 4:87).
BETAALDAGEN = 42
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Briefgegevens:
    """What a decision says, stored or not yet: for the preview on the page where it is taken. Amounts in euro.

    `gronden` are sentences ("artikel 7, onder b: er is te weinig steun"), `grond` is the one to settle lower or to
    withdraw; `dekking` holds what each payer pays.
    """

    soort: Besluitsoort | None = None
    bedrag: Decimal = Decimal(0)
    dekking: tuple[tuple[Partner, Decimal], ...] = ()
    motivering: str = ""
    gronden: tuple[str, ...] = ()
    grond: str = ""
    datum: dt.date | None = None
    door: Gebruiker | None = None

    @classmethod
    def van(cls, besluit: Besluit) -> Briefgegevens:
        """The same of a decision that was taken."""
        return cls(
            soort=Besluitsoort(besluit.soort),
            bedrag=besluit.bedrag,
            dekking=tuple((rij.partner, rij.bedrag) for rij in besluit.dekking.select_related("partner")),
            motivering=besluit.motivering,
            gronden=tuple(str(grond) for grond in besluit.gronden.all()),
            grond=str(besluit.get_grond_lager_display() or besluit.get_grond_intrekking_display()),
            datum=besluit.datum,
            door=besluit.door,
        )

    def deel_van(self, gemeente: bool) -> Decimal:
        """What the municipality pays, or all others together. Without a division it is all the municipality's."""
        if not self.dekking:
            return self.bedrag if gemeente else Decimal(0)
        return sum(
            (bedrag for partner, bedrag in self.dekking if (partner.soort == Partnersoort.GEMEENTE) == gemeente),
            Decimal(0),
        )


@dataclass(slots=True)
class Inhoud:
    """Placeholders and conditions of one letter. `herhaling` tells letters of a kind apart that may come more often."""

    waarden: dict[str, Waarde] = field(default_factory=dict)
    voorwaarden: dict[str, bool] = field(default_factory=dict)
    herhaling: str = ""


def verzamel(
    initiatief: Initiatief,
    soort: Briefsoort,
    *,
    gegevens: Briefgegevens,
    partner: Partner | None,
    extra: Mapping[str, str],
    dag: dt.date,
    papier: bool,
) -> Inhoud:
    """Everything the text of this letter may name; `extra` goes before what the file says.

    Raises ValueError for a name in `extra` that no letter knows.
    """
    vreemd = set(extra) - set(PLAATSHOUDERS) - {"uitkomst", "volgnummer"}
    if vreemd:
        raise ValueError(f"no letter knows {', '.join(sorted(vreemd))}")
    inhoud = Inhoud(_altijd(initiatief, papier), {"papier": papier})
    inhoud.waarden |= _van_gegevens(initiatief, gegevens, partner)
    inhoud.voorwaarden |= _voorwaarden(initiatief, gegevens)
    if eigen := _EIGEN.get(soort):
        eigen(initiatief, gegevens, inhoud, dag)
    inhoud.waarden |= {naam: waarde for naam, waarde in extra.items() if naam in PLAATSHOUDERS}
    if uitkomst := extra.get("uitkomst"):
        inhoud.voorwaarden[uitkomst] = True
    inhoud.herhaling = extra.get("volgnummer", inhoud.herhaling)
    return inhoud


def aanvrager(initiatief: Initiatief) -> str:
    """Whom a letter greets."""
    return " ".join((initiatief.naam or initiatief.organisatie or _("aanvrager")).split())


def duur(dagen: int) -> str:
    """`8 weken` or `10 dagen`."""
    if dagen and dagen % 7 == 0:
        return ngettext("%(aantal)s week", "%(aantal)s weken", dagen // 7) % {"aantal": dagen // 7}
    return ngettext("%(aantal)s dag", "%(aantal)s dagen", dagen) % {"aantal": dagen}


def _altijd(initiatief: Initiatief, papier: bool) -> dict[str, Waarde]:
    versie = initiatief.regelingversie
    contact = _("Log in op de site en stuur een bericht bij uw plan.")
    if papier:
        contact = _("Stuur een brief aan %(adres)s. Noem ons kenmerk: %(kenmerk)s.") % {
            "adres": postadres(),
            "kenmerk": initiatief.kenmerk,
        }
    if settings.CONTACT_EMAIL:
        contact += " " + _("Of mail naar %(adres)s.") % {"adres": settings.CONTACT_EMAIL}
    waarden: dict[str, Waarde] = {
        "naam": aanvrager(initiatief),
        "titel": str(initiatief),
        "kenmerk": initiatief.kenmerk,
        "gemeente": settings.GEMEENTE_NAAM,
        "gebied": str(initiatief.gebied or ""),
        "postadres": postadres(),
        "rekening": settings.GEMEENTE_IBAN,
        "contact": contact,
        "ontvangen": _datum(initiatief.ingediend_op),
        "begindatum": _datum(initiatief.begindatum),
        "einddatum": _datum(initiatief.einddatum),
        "gevraagd": euro(initiatief.gevraagd),
    }
    if versie is not None:
        waarden |= {
            "regeling": versie.regeling.naam,
            "grondslag": versie.grondslag,
            "termijn": duur(versie.beslistermijn),
            "werkdagen": str(versie.werkdagen_volledigheid),
            "verantwoordingstermijn": duur(versie.verantwoordingstermijn),
        }
    return waarden


def postadres() -> str:
    """Where letters to the municipality go."""
    college = _("het college van burgemeester en wethouders van %(gemeente)s") % {"gemeente": settings.GEMEENTE_NAAM}
    return f"{college}, {settings.GEMEENTE_POSTADRES}" if settings.GEMEENTE_POSTADRES else college


def _van_gegevens(initiatief: Initiatief, gegevens: Briefgegevens, partner: Partner | None) -> dict[str, Waarde]:
    bedrag = gegevens.bedrag
    if partner is not None:
        bedrag = dict(gegevens.dekking).get(partner, Decimal(0))
    return {
        "bedrag": euro(bedrag) if bedrag or gegevens.soort else "",
        "bedrag_gemeente": euro(gegevens.deel_van(gemeente=True)),
        "betaler": str(partner or ""),
        "andere_betalers": _opsomming(
            [str(betaler) for betaler, _deel in gegevens.dekking if betaler.soort != Partnersoort.GEMEENTE]
        ),
        "motivering": gegevens.motivering.strip(),
        "gronden": tuple(gegevens.gronden),
        "grond": gegevens.grond,
    }


def _voorwaarden(initiatief: Initiatief, gegevens: Briefgegevens) -> dict[str, bool]:
    gemeente, anderen = gegevens.deel_van(gemeente=True) > 0, gegevens.deel_van(gemeente=False) > 0
    toegekend = gegevens.soort in _TOEKENNING
    return {
        "toegekend": toegekend,
        "afgewezen": gegevens.soort == Besluitsoort.AFWIJZING,
        "direct": gegevens.soort == Besluitsoort.DIRECTE_VASTSTELLING,
        "verleend": gegevens.soort == Besluitsoort.VERLENING,
        "lager": toegekend and gegevens.bedrag < initiatief.gevraagd,
        "alleen_gemeente": gemeente and not anderen,
        "samen": gemeente and anderen,
        "alleen_anderen": anderen and not gemeente,
        "corporatie": anderen,
    }


def _ontvangst(initiatief: Initiatief, gegevens: Briefgegevens, inhoud: Inhoud, dag: dt.date) -> None:
    termijn = termijnen.lopende(initiatief, Termijnsoort.BESLISSING)
    versie = initiatief.regelingversie
    if termijn is not None:
        inhoud.waarden["uiterlijk"] = datumtekst(termijn.eind)
    elif versie is not None:
        begin = timezone.localdate(initiatief.ingediend_op) if initiatief.ingediend_op else dag
        inhoud.waarden["uiterlijk"] = datumtekst(kalender.einde(begin, versie.beslistermijn))


def _aanvulling(initiatief: Initiatief, gegevens: Briefgegevens, inhoud: Inhoud, dag: dt.date) -> None:
    if verzoek := initiatief.aanvullingen.last():
        inhoud.waarden |= {"vragen": verzoek.vragen, "uiterlijk": _datum(verzoek.uiterlijk)}
        inhoud.herhaling = f"aanvulling-{verzoek.pk}"


def _verdaging(initiatief: Initiatief, gegevens: Briefgegevens, inhoud: Inhoud, dag: dt.date) -> None:
    """The term that was extended last: to decide on the application (Awb 4:14) or on an objection (Awb 7:10)."""
    termijn = (
        Termijn.objects.filter(
            initiatief=initiatief,
            soort__in=[Termijnsoort.BESLISSING, Termijnsoort.BEZWAAR_BESLISSING],
            verdaagd_tot__isnull=False,
        )
        .order_by("verdaagd_op", "pk")
        .last()
    )
    if termijn is not None:
        inhoud.waarden |= {"uiterlijk": datumtekst(termijn.eind), "reden": termijn.verdaging_reden}
        inhoud.voorwaarden["bij_bezwaar"] = termijn.soort == Termijnsoort.BEZWAAR_BESLISSING
        inhoud.herhaling = f"termijn-{termijn.pk}-{termijn.verdaagd_tot}"


def _besluit(initiatief: Initiatief, gegevens: Briefgegevens, inhoud: Inhoud, dag: dt.date) -> None:
    versie = initiatief.regelingversie
    if versie is None or gegevens.soort != Besluitsoort.VERLENING or not versie.voorschotpercentage:
        return
    voorschot = (gegevens.bedrag * versie.voorschotpercentage / 100).quantize(_CENT)
    inhoud.waarden |= {"voorschot": euro(voorschot), "voorschotpercentage": str(versie.voorschotpercentage)}


def _eerder_toegekend(initiatief: Initiatief, gegevens: Briefgegevens, inhoud: Inhoud, dag: dt.date) -> None:
    besluit = initiatief.besluiten.filter(soort__in=_TOEKENNING).first()
    toegekend = initiatief.toegekend
    if toegekend is None and besluit is not None:
        toegekend = besluit.bedrag
    op = besluit.datum if besluit is not None else initiatief.besloten_op
    inhoud.waarden |= {"toegekend_bedrag": euro(toegekend), "verleend_op": _datum(op)}


def _vaststelling(initiatief: Initiatief, gegevens: Briefgegevens, inhoud: Inhoud, dag: dt.date) -> None:
    _eerder_toegekend(initiatief, gegevens, inhoud, dag)
    lager = initiatief.toegekend is not None and gegevens.bedrag < initiatief.toegekend
    verantwoord = initiatief.wissels.filter(naar="verantwoording_ingediend").exists()
    inhoud.waarden["artikel"] = "4:46, tweede lid," if lager else "4:46" if verantwoord else "4:47"
    stand = geld.stand_van(initiatief)
    rest = gegevens.bedrag - (stand.stand.netto_besteed if stand else Decimal(0))
    if rest > 0:
        inhoud.waarden["nog_te_ontvangen"] = euro(rest)
    elif rest < 0:
        inhoud.waarden["te_veel"] = euro(-rest)
    inhoud.voorwaarden["niets_meer"] = rest == 0


def _terugvordering(initiatief: Initiatief, gegevens: Briefgegevens, inhoud: Inhoud, dag: dt.date) -> None:
    terugvordering = getattr(initiatief, "terugvordering", None)
    uiterlijk = terugvordering.uiterlijk if terugvordering else dag + dt.timedelta(days=BETAALDAGEN)
    inhoud.waarden |= {"uiterlijk": datumtekst(uiterlijk), "artikel": "4:57"}


def _wijziging(initiatief: Initiatief, gegevens: Briefgegevens, inhoud: Inhoud, dag: dt.date) -> None:
    verzoek = initiatief.wijzigingsverzoeken.exclude(status=Verzoekstatus.INGETROKKEN).first()
    if verzoek is None:
        return
    inhoud.waarden |= {
        "wat": verzoek.wat,
        "nieuwe_einddatum": _datum(verzoek.einddatum) if verzoek.status == Verzoekstatus.TOEGEWEZEN else "",
        "motivering": gegevens.motivering or verzoek.motivering,
    }
    inhoud.voorwaarden["toegewezen"] = verzoek.status == Verzoekstatus.TOEGEWEZEN
    inhoud.herhaling = f"wijziging-{verzoek.pk}"


def _bezwaar(initiatief: Initiatief, gegevens: Briefgegevens, inhoud: Inhoud, dag: dt.date) -> None:
    bezwaar = initiatief.bezwaren.exclude(status=Bezwaarstatus.INGETROKKEN).select_related("besluit").first()
    if bezwaar is None:
        return
    inhoud.waarden |= {
        "besluit_van": datumtekst(bezwaar.besluit.datum),
        "gehoord_op": _datum(bezwaar.gehoord_op),
        "verslag": bezwaar.verslag.strip(),
        "motivering": gegevens.motivering or bezwaar.motivering,
    }
    inhoud.voorwaarden[bezwaar.status] = True
    inhoud.herhaling = f"bezwaar-{bezwaar.pk}"


def _dwangsom(initiatief: Initiatief, gegevens: Briefgegevens, inhoud: Inhoud, dag: dt.date) -> None:
    melding = initiatief.ingebrekestellingen.first()
    if melding is None:
        return
    inhoud.waarden |= {
        "bedrag": euro(melding.dwangsom) if melding.dwangsom else "",
        "in_gebreke_op": datumtekst(melding.ontvangen),
        "dwangsom_vanaf": datumtekst(melding.dwangsom_vanaf),
    }
    inhoud.herhaling = f"ingebrekestelling-{melding.pk}"


_EIGEN: dict[Briefsoort, Callable[[Initiatief, Briefgegevens, Inhoud, dt.date], None]] = {
    Briefsoort.ONTVANGST: _ontvangst,
    Briefsoort.AANVULLING: _aanvulling,
    Briefsoort.VERDAGING: _verdaging,
    Briefsoort.BESLUIT: _besluit,
    Briefsoort.VASTSTELLING: _vaststelling,
    Briefsoort.AFREKENING: _eerder_toegekend,
    Briefsoort.INTREKKING: _eerder_toegekend,
    Briefsoort.TERUGVORDERING: _terugvordering,
    Briefsoort.WIJZIGING: _wijziging,
    Briefsoort.BEZWAAR: _bezwaar,
    Briefsoort.DWANGSOM: _dwangsom,
}


def _datum(waarde: dt.date | None) -> str:
    return datumtekst(waarde) if waarde else ""


def _opsomming(namen: list[str]) -> str:
    if len(namen) < 2:
        return "".join(namen)
    return _("%(eerste)s en %(laatste)s") % {"eerste": ", ".join(namen[:-1]), "laatste": namen[-1]}
