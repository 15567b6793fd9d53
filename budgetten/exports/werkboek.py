"""The workbook of a controller: a month report in which every total can be followed to the cent.

Totals are formulas over the sheet Transacties and carry their computed value, so that a viewer that does not calculate
shows them too. The sheet Controles sets each total beside what the ledger's own monthly turnover says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from io import BytesIO
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from budgetten.domain.begrippen import BEGRIPPEN, KOPPEN
from budgetten.domain.rapportdelen import lees
from budgetten.domain.rapportvorm import REGELMATEN, Rapportgegevens, Transactie
from budgetten.enums import Rekeningsoort
from budgetten.exports.werkblad import Blad, Bladschrijver, Cel, Formule, Kolom

#: Which station of a euro each measure is; the others are sums of these.
_STATIONS = {
    "pot": Rekeningsoort.POT,
    "toegekend": Rekeningsoort.TOEGEKEND,
    "verplicht": Rekeningsoort.VERPLICHT,
    "besteed": Rekeningsoort.BESTEED,
    "vrij": Rekeningsoort.VRIJ,
}


def maak_werkboek(gegevens: Rapportgegevens, *, versie: int, reden: str = "") -> bytes:
    """The XLSX of a report, in Dutch whatever the reader's language: it is frozen."""
    with translation.override("nl"):
        return _Werkboek(gegevens, versie, reden).maak()


class _Werkboek:
    """Builds the sheets one by one."""

    def __init__(self, gegevens: Rapportgegevens, versie: int, reden: str) -> None:
        self.gegevens = gegevens
        self.data = gegevens.data
        #: What higher apps added; a report of before has none.
        self.delen: list[dict[str, Any]] = gegevens.data.get("delen", [])
        self.versie = versie
        self.reden = reden
        self.maand = gegevens.periode.begin.year * 100 + gegevens.periode.begin.month
        self.labels = {maat: str(soort.label) for maat, soort in _STATIONS.items()}
        self.bron = str(Rekeningsoort.BRON.label)

    def maak(self) -> bytes:
        buffer = BytesIO()
        boek = Workbook(
            buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
        )
        boek.set_properties(
            {
                "title": f"{_('Maandrapportage')} {self.data['waarover']}, {self.data['periode']['naam']}",
                "author": settings.SITE_NAAM,
                "created": self.gegevens.bekend_op.astimezone(dt.UTC).replace(tzinfo=None),
            }
        )
        boek.set_calc_mode("auto")
        schrijver = Bladschrijver(boek)
        bladen: tuple[Callable[[], Blad], ...] = (
            self._toelichting,
            self._overzicht,
            self._gebieden,
            self._partners,
            self._themas,
            *(partial(self._deel, deel) for deel in self.delen),
            self._transacties,
            self._controles,
        )
        for maak in bladen:
            schrijver.schrijf(maak())
        boek.close()
        return buffer.getvalue()

    # The sheets

    def _toelichting(self) -> Blad:
        blad = Blad(_("Toelichting"), [Kolom(_("Onderwerp"), 30), Kolom(_("Uitleg"), 100)])
        if settings.VOORBEELDGEGEVENS:
            blad.rijen.append([_("Let op"), _("Voorbeeldgegevens: deze cijfers zijn niet echt.")])
        if self.gegevens.tussentijds:
            blad.rijen.append([_("Let op"), _("Dit is een tussenstand: de maand was nog niet voorbij.")])
        blad.rijen += [
            [_("Rapport"), _("Maandrapportage")],
            [_("Waarover"), self.data["waarover"]],
            [_("Periode"), self.data["periode"]["naam"]],
            [_("Boekjaar"), self.data["periode"]["jaar"]],
            [_("Stand tot en met"), self.gegevens.periode.eind],
            [_("Stand zoals bekend op"), timezone.localtime(self.gegevens.bekend_op).replace(tzinfo=None)],
            [_("Versie"), self.versie],
            [_("Reden van deze versie"), self.reden or _("Eerste versie")],
            [_("Sha256 van de cijfers"), self.gegevens.sha256],
            [_("Filter boekjaar"), self.data["periode"]["jaar"]],
            [_("Filter gebied"), str(self.gegevens.waarover.gebied or _("alle gebieden"))],
            [_("Filter betaler"), str(self.gegevens.waarover.partner or _("alle betalers"))],
            [_("Blad Transacties"), _DETAIL[self.gegevens.detail]()],
            [_("Bedragen"), _("In euro, op de cent. Min betekent: eraf.")],
            [
                _("Totalen"),
                _(
                    "Alle totalen zijn formules over het blad Transacties. "
                    "Het blad Controles vergelijkt ze met het grootboek."
                ),
            ],
        ]
        blad.rijen += [[_kop(maat), str(BEGRIPPEN[maat])] for maat in self.gegevens.waarover.maten]
        blad.rijen += [[_("Blad %(naam)s") % {"naam": deel["naam"]}, deel["uitleg"]] for deel in self.delen]
        return blad

    def _overzicht(self) -> Blad:
        blad = Blad(
            _("Overzicht"),
            [
                Kolom(_("Begrip"), 28),
                Kolom(_("Stand vorige maand"), 22, bedrag=True),
                Kolom(_("Verandering"), 22, bedrag=True),
                Kolom(_("Stand"), 22, bedrag=True),
                Kolom(_("Betekenis"), 90),
            ],
        )
        overzicht = self.data["overzicht"]
        for nummer, maat in enumerate(self.gegevens.waarover.maten, start=2):
            stand, verandering = Decimal(overzicht["stand"][maat]), Decimal(overzicht["verandering"][maat])
            blad.rijen.append(
                [
                    _kop(maat),
                    Formule(f"=ROUND(D{nummer}-C{nummer},2)", stand - verandering),
                    Formule(self._som(maat, in_maand=True), verandering),
                    Formule(self._som(maat), stand),
                    str(BEGRIPPEN[maat]),
                ]
            )
        return blad

    def _gebieden(self) -> Blad:
        return self._groepen(_("Gebieden"), _("Gebied"), "gebieden", _kolom_gebied, REGELMATEN)

    def _themas(self) -> Blad:
        return self._groepen(_("Themas"), _("Thema"), "themas", _kolom_thema, REGELMATEN)

    def _partners(self) -> Blad:
        return self._groepen(_("Partners"), _("Betaler"), "partners", _kolom_partner, self.gegevens.waarover.maten)

    def _groepen(self, naam: str, kop: str, sleutel: str, kolom: Callable[[str], str], maten: Sequence[str]) -> Blad:
        kolommen = [Kolom(_("Code"), 18), Kolom(kop, 26)]
        kolommen += [Kolom(_kop(maat), 17, bedrag=True, totaal=True) for maat in maten]
        kolommen += [Kolom(_verandering(maat), 17, bedrag=True, totaal=True) for maat in maten]
        blad = Blad(naam, kolommen, totalen=True)
        for nummer, rij in enumerate(self.data[sleutel], start=2):
            cellen: list[Cel] = [rij["code"], rij["naam"]]
            for in_maand, bedragen in ((False, rij["stand"]), (True, rij["verandering"])):
                cellen += [
                    Formule(self._som(maat, kolom, f"$A{nummer}", in_maand=in_maand), Decimal(bedragen[maat]))
                    for maat in maten
                ]
            blad.rijen.append(cellen)
        return blad

    def _deel(self, deel: dict[str, Any]) -> Blad:
        """A sheet that another app added, as it was frozen."""
        kolommen = deel["kolommen"]
        blad = Blad(
            deel["naam"],
            [Kolom(k["kop"], k["breedte"], bedrag=k["soort"] == "bedrag", totaal=k["totaal"]) for k in kolommen],
            totalen=True,
        )
        for nummer, rij in enumerate(deel["rijen"], start=2):
            blad.rijen.append(
                [_deelcel(kolom, cel, nummer) for kolom, cel in zip(kolommen, rij, strict=True)],
            )
        return blad

    def _transacties(self) -> Blad:
        blad = Blad(
            _("Transacties"),
            [
                Kolom("Boeking", 10),
                Kolom("Boekdatum", 12),
                Kolom("Soort", 18),
                Kolom("Omschrijving", 46),
                Kolom("Betaler", 20),
                Kolom("Van", 18),
                Kolom("Van gebied", 20),
                Kolom("Van thema", 20),
                Kolom("Naar", 18),
                Kolom("Naar gebied", 20),
                Kolom("Naar thema", 20),
                Kolom("Bedrag", 16, bedrag=True, totaal=True),
                Kolom("Maand", 10),
                Kolom("Betalercode", 18),
                Kolom("Van gebiedscode", 16),
                Kolom("Van themacode", 18),
                Kolom("Naar gebiedscode", 16),
                Kolom("Naar themacode", 18),
            ],
            totalen=True,
            afdrukken_tot=11,
        )
        blad.rijen = [_transactierij(transactie) for transactie in self.gegevens.transacties]
        return blad

    def _controles(self) -> Blad:
        blad = Blad(
            _("Controles"),
            [
                Kolom(_("Controle"), 62),
                Kolom(_("Volgens dit werkboek"), 24, bedrag=True),
                Kolom(_("Volgens het grootboek"), 24, bedrag=True),
                Kolom(_("Verschil"), 16, bedrag=True),
                Kolom(_("Oordeel"), 14),
            ],
        )
        overzicht = self.data["overzicht"]
        maten = self.gegevens.waarover.maten
        regels: list[tuple[str, str, Decimal]] = []
        for nummer, maat in enumerate(maten, start=2):
            stand, verandering = Decimal(overzicht["stand"][maat]), Decimal(overzicht["verandering"][maat])
            regels.append((f"{_kop(maat)}: {_('stand')}", f"=Overzicht!D{nummer}", stand))
            regels.append((f"{_kop(maat)}: {_('verandering')}", f"=Overzicht!C{nummer}", verandering))
        for blad_naam, sleutel, blad_maten in (
            (_("Gebieden"), "gebieden", REGELMATEN),
            (_("Themas"), "themas", REGELMATEN),
            (_("Partners"), "partners", maten),
        ):
            for maat in blad_maten if self.data[sleutel] else ():
                for kop, soort in ((_kop(maat), "stand"), (_verandering(maat), "verandering")):
                    regels.append(
                        (
                            _("Som van blad %(blad)s: %(kop)s") % {"blad": blad_naam, "kop": kop},
                            f"=ROUND(SUM({blad_naam}[{kop}]),2)",
                            Decimal(overzicht[soort][maat]),
                        )
                    )
        regels += self._controle_op_regels(overzicht["stand"])
        vergelijkingen = [(omschrijving, formule, waarde, waarde) for omschrijving, formule, waarde in regels]
        vergelijkingen += [regel for deel in self.delen for regel in _controles_van(deel)]
        for nummer, (omschrijving, formule, waarde, grootboek) in enumerate(vergelijkingen, start=2):
            verschil = waarde - grootboek
            blad.rijen.append(
                [
                    omschrijving,
                    Formule(formule, waarde),
                    grootboek,
                    Formule(f"=ROUND(B{nummer}-C{nummer},2)", verschil),
                    Formule(f'=IF(D{nummer}=0,"klopt","klopt niet")', "klopt" if verschil == 0 else "klopt niet"),
                ]
            )
        return blad

    def _controle_op_regels(self, stand: dict[str, str]) -> list[tuple[str, str, Decimal]]:
        """The two identities of the ledger, and the sum of everything listed."""
        plek = {maat: f"Overzicht!D{nummer}" for nummer, maat in enumerate(self.gegevens.waarover.maten, start=2)}
        begroot = "+".join(plek[maat] for maat in ("vrij", "toegekend", "verplicht", "besteed"))
        regels = [
            (
                _("Begroot is vrij, toegekend, verplicht en besteed samen"),
                f"=ROUND({begroot},2)",
                Decimal(stand["begroot"]),
            ),
            (
                _("Alle bedragen op blad Transacties samen"),
                "=ROUND(SUM(Transacties[Bedrag]),2)",
                sum((transactie.bedrag for transactie in self.gegevens.transacties), Decimal("0.00")),
            ),
        ]
        if "pot" in plek:
            regels.insert(
                1,
                (
                    _("Toegezegd en overgeheveld is nog te verdelen en begroot samen"),
                    f"=ROUND({plek['toegezegd']}+{plek['overgeheveld']},2)",
                    Decimal(stand["pot"]) + Decimal(stand["begroot"]),
                ),
            )
        return regels

    # Formulas

    def _som(
        self,
        maat: str,
        kolom: Callable[[str], str] | None = None,
        sleutel: str = "",
        *,
        in_maand: bool = False,
    ) -> str:
        """The formula of a measure: what came in on its stations less what went out, within the month or up to it."""

        def saldo(label: str, teken: str = "+") -> str:
            tegen = "-" if teken == "+" else "+"
            return f"{teken}{sumifs('Naar', label)}{tegen}{sumifs('Van', label)}"

        def sumifs(kant: str, label: str) -> str:
            delen = ["Transacties[Bedrag]", f"Transacties[{kant}]", f'"{label}"']
            if kolom is not None:
                delen += [f"Transacties[{kolom(kant)}]", sleutel]
            if in_maand:
                delen += ["Transacties[Maand]", str(self.maand)]
            return f"SUMIFS({','.join(delen)})"

        if maat == "toegezegd":
            uitdrukking = saldo(self.bron, "-")
        elif maat == "begroot":
            uitdrukking = "".join(saldo(self.labels[deel]) for deel in ("vrij", "toegekend", "verplicht", "besteed"))
        elif maat == "overgeheveld":
            uitdrukking = "".join(saldo(label) for label in (*self.labels.values(), self.bron))
        else:
            uitdrukking = saldo(self.labels[maat])
        return f"=ROUND({uitdrukking.removeprefix('+')},2)"


def _deelcel(kolom: dict[str, Any], cel: Any, nummer: int) -> Cel:
    waarde = lees(kolom["soort"], cel)
    if kolom["som_van"] is None or not isinstance(waarde, Decimal):
        return waarde
    blad, sleutel, bedrag = kolom["som_van"]
    return Formule(f"=ROUND(SUMIFS({blad}[{bedrag}],{blad}[{sleutel}],$A{nummer}),2)", waarde)


def _controles_van(deel: dict[str, Any]) -> list[tuple[str, str, Decimal, Decimal]]:
    """What, the formula, what that comes to, and what the ledger says."""
    koppen = [kolom["kop"] for kolom in deel["kolommen"]]
    regels = []
    for controle in deel["controles"]:
        kop, plek = controle["kolom"], koppen.index(controle["kolom"])
        som = sum((Decimal(rij[plek]) for rij in deel["rijen"]), Decimal("0.00"))
        tekst = _("Som van blad %(blad)s: %(kop)s") % {"blad": deel["naam"], "kop": kop}
        regels.append((tekst, f"=ROUND(SUM({deel['naam']}[{kop}]),2)", som, Decimal(controle["grootboek"])))
    return regels


def _transactierij(transactie: Transactie) -> list[Cel]:
    van, naar = transactie.van, transactie.naar
    return [
        transactie.boeking,
        transactie.boekdatum,
        transactie.soort,
        transactie.omschrijving,
        transactie.betaler,
        van.soort,
        van.gebied,
        van.thema,
        naar.soort,
        naar.gebied,
        naar.thema,
        transactie.bedrag,
        transactie.maand,
        transactie.betaler_code,
        van.gebied_code,
        van.thema_code,
        naar.gebied_code,
        naar.thema_code,
    ]


def _kop(maat: str) -> str:
    return str(KOPPEN[maat])


def _verandering(maat: str) -> str:
    return _("Verandering %(kop)s") % {"kop": _kop(maat).lower()}


def _kolom_gebied(kant: str) -> str:
    return f"{kant} gebiedscode"


def _kolom_thema(kant: str) -> str:
    return f"{kant} themacode"


def _kolom_partner(_kant: str) -> str:
    return "Betalercode"


_DETAIL: dict[str, Callable[[], str]] = {
    "jaar": lambda: _("Alle mutaties van het boekjaar tot en met deze maand, een per rij."),
    "maand": lambda: _(
        "De mutaties van deze maand, een per rij. Eerdere mutaties zijn er te veel voor een werkboek: per rekening "
        "staat er een rij voor wat erin ging en een rij voor wat eruit ging."
    ),
    "geen": lambda: _(
        "Deze maand telt te veel mutaties voor een werkboek: per rekening staat er een rij voor wat erin ging en een "
        "rij voor wat eruit ging."
    ),
}
