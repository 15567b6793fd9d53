"""Key figures: our own keys with label and unit, and the names CBS publishes them under."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gebieden.domain.codes import normaliseer_code, wees_streng_op_grootte
from kern.domain.fouten import Weigering


@dataclass(frozen=True, slots=True)
class Kerncijfersoort:
    """One kind of key figure. `eenheid` is empty for a plain count; `decimalen` is how it is shown."""

    sleutel: str
    label: str | Promise
    eenheid: str | Promise = ""
    decimalen: int = 0


_PROCENT = "%"
SOORTEN: dict[str, Kerncijfersoort] = {
    soort.sleutel: soort
    for soort in (
        Kerncijfersoort("inwoners", gettext_lazy("Inwoners")),
        Kerncijfersoort("inwoners_0_14", gettext_lazy("Inwoners van 0 tot 15 jaar")),
        Kerncijfersoort("inwoners_15_24", gettext_lazy("Inwoners van 15 tot 25 jaar")),
        Kerncijfersoort("inwoners_25_44", gettext_lazy("Inwoners van 25 tot 45 jaar")),
        Kerncijfersoort("inwoners_45_64", gettext_lazy("Inwoners van 45 tot 65 jaar")),
        Kerncijfersoort("inwoners_65_plus", gettext_lazy("Inwoners van 65 jaar en ouder")),
        Kerncijfersoort("aandeel_0_14", gettext_lazy("Aandeel van 0 tot 15 jaar"), _PROCENT),
        Kerncijfersoort("aandeel_15_24", gettext_lazy("Aandeel van 15 tot 25 jaar"), _PROCENT),
        Kerncijfersoort("aandeel_25_44", gettext_lazy("Aandeel van 25 tot 45 jaar"), _PROCENT),
        Kerncijfersoort("aandeel_45_64", gettext_lazy("Aandeel van 45 tot 65 jaar"), _PROCENT),
        Kerncijfersoort("aandeel_65_plus", gettext_lazy("Aandeel van 65 jaar en ouder"), _PROCENT),
        Kerncijfersoort("huishoudens", gettext_lazy("Huishoudens")),
        Kerncijfersoort("woningen", gettext_lazy("Woningen")),
        Kerncijfersoort("woz_waarde", gettext_lazy("Gemiddelde WOZ-waarde"), gettext_lazy("× € 1.000")),
        Kerncijfersoort("koopwoningen", gettext_lazy("Koopwoningen"), _PROCENT),
        Kerncijfersoort("huurwoningen", gettext_lazy("Huurwoningen"), _PROCENT),
        Kerncijfersoort("corporatiewoningen", gettext_lazy("Woningen van een corporatie"), _PROCENT),
        Kerncijfersoort("arbeidsdeelname", gettext_lazy("Inwoners met werk (15 tot 75 jaar)"), _PROCENT),
        Kerncijfersoort("laag_inkomen", gettext_lazy("Inkomen bij de laagste 40% van Nederland"), _PROCENT, 1),
        Kerncijfersoort("hoog_inkomen", gettext_lazy("Inkomen bij de hoogste 20% van Nederland"), _PROCENT, 1),
        Kerncijfersoort("hoog_opgeleid", gettext_lazy("Inwoners met hbo of universiteit"), _PROCENT),
        Kerncijfersoort("stedelijkheid", gettext_lazy("Stedelijkheid"), gettext_lazy("1 (zeer sterk) tot 5 (niet)")),
        Kerncijfersoort("oppervlakte", gettext_lazy("Oppervlakte"), gettext_lazy("km²"), 2),
    )
}

# Names as published, compared without case, underscores and the column numbers of StatLine ("AantalInwoners_5").
# Order: our copy; CBS "kwb" workbooks; PDOK and StatLine. The factor turns the published unit into ours.
_NAMEN: dict[str, tuple[str, Decimal]] = {
    naam: (sleutel, Decimal(factor))
    for sleutel, factor, namen in (
        ("inwoners", 1, "population ainw aantalinwoners bevtot"),
        ("inwoners_0_14", 1, "a0014 k0tot15jaar"),
        ("inwoners_15_24", 1, "a1524 k15tot25jaar"),
        ("inwoners_25_44", 1, "a2544 k25tot45jaar"),
        ("inwoners_45_64", 1, "a4564 k45tot65jaar"),
        ("inwoners_65_plus", 1, "a65oo k65jaarofouder"),
        ("aandeel_0_14", 1, "pop014 p0014jr percentagepersonen0tot15jaar"),
        ("aandeel_15_24", 1, "pop1524 p1524jr percentagepersonen15tot25jaar"),
        ("aandeel_25_44", 1, "pop2544 p2544jr percentagepersonen25tot45jaar"),
        ("aandeel_45_64", 1, "pop4564 p4564jr percentagepersonen45tot65jaar"),
        ("aandeel_65_plus", 1, "pop65plus p65oojr percentagepersonen65jaarenouder"),
        ("huishoudens", 1, "ahh aantalhuishoudens huishoudenstotaal"),
        ("woningen", 1, "dwellingtotal awoning woningvoorraad"),
        ("woz_waarde", 1, "dwellingvalue gwoz woz gemiddeldewoningwaarde gemiddeldewozwaardevanwoningen"),
        ("koopwoningen", 1, "dwellingownership pkoopw pkoopwon percentagekoopwoningen koopwoningen"),
        ("huurwoningen", 1, "phuurw phuurwon percentagehuurwoningen huurwoningentotaal"),
        (
            "corporatiewoningen",
            1,
            "pwcorpw pwoncorp perchuurwoningeninbezitwoningcorporaties inbezitwoningcorporatie",
        ),
        ("arbeidsdeelname", 1, "employmentrate parbpp nettoarbeidsparticipatie"),
        ("laag_inkomen", 1, "incomelow pinkli k40personenmetlaagsteinkomen"),
        ("hoog_inkomen", 1, "incomehigh pinkhi k20personenmethoogsteinkomen"),
        ("hoog_opgeleid", 1, "eduapplsci"),
        ("stedelijkheid", 1, "urbanity sted matevanstedelijkheid stedelijkheidadressenperkm2"),
        ("oppervlakte", 1, "area"),
        ("oppervlakte", "0.01", "opptot oppervlaktetotaal oppervlaktetotaalinha"),
    )
    for naam in namen.split()
}
_CODEKOLOMMEN = (
    "buurtcode", "bucode", "wijkcode", "wkcode", "gwbcode", "gwbcode10", "gwbcode8", "codering",
    "wijkenenbuurten", "regiocode", "statcode", "code", "gemeentecode", "gmcode",
)  # fmt: skip
_STEDELIJKHEID = {
    "extremely urbanised": 1, "very strongly urbanised": 1, "strongly urbanised": 2, "moderately urbanised": 3,
    "hardly urbanised": 4, "not urbanised": 5,
}  # fmt: skip
# CBS: -99999999 and friends are "unknown", "secret" or "water"; a point, x or dash says the same in text files.
_ONTBREEKT = re.compile(r"|\.|-|x|nan|none|null|-9999\d*([.,]0+)?", re.IGNORECASE)
_GETAL = re.compile(r"-?(\d+|\d{1,3}(\.\d{3})+(?=,))([.,]\d+)?")
_GROOTST = Decimal("99999999999")

#: Per area code and key: the value, or None where the source says there is none.
Cijfers = dict[str, dict[str, Decimal | None]]


def normaliseer_kolom(naam: str) -> str:
    """A column or property name without case, underscores, spaces and StatLine's number at the end."""
    vol = re.sub(r"[^a-z0-9]", "", naam.lower())
    if vol in _NAMEN or vol in _CODEKOLOMMEN:
        return vol
    return re.sub(r"[^a-z0-9]", "", re.sub(r"_\d{1,3}$", "", naam.strip()).lower())


def cijfers_uit_eigenschappen(rij: Mapping[str, object], *, waar: str) -> dict[str, Decimal | None]:
    """The key figures in one row or in the properties of one feature. Raises Weigering for a value that cannot be."""
    cijfers: dict[str, Decimal | None] = {}
    for naam, ruw in rij.items():
        bekend = _NAMEN.get(normaliseer_kolom(str(naam)))
        if bekend and cijfers.get(bekend[0]) is None:
            cijfers[bekend[0]] = _waarde(ruw, *bekend, waar=waar)
    return cijfers


def lees_kerncijfers(bestand: Path, *, gemeentecode: str, jaar: int) -> Cijfers:
    """Read a CSV of CBS: `;` or `,` between columns, decimal comma or point. Rows of other municipalities are skipped.

    Raises Weigering with one sentence when the file cannot be used; reads the whole file before saying yes.
    """
    tekst = _tekst(bestand)
    eerste = tekst.partition("\n")[0]
    regels = csv.DictReader(io.StringIO(tekst), delimiter=max(";,\t", key=eerste.count))
    kolommen = {normaliseer_kolom(naam): naam for naam in reversed(regels.fieldnames or []) if naam}
    codekolommen = [kolommen[naam] for naam in _CODEKOLOMMEN if naam in kolommen]
    if not codekolommen:
        raise Weigering(_("In %(bestand)s staat geen kolom met een CBS-code.") % {"bestand": bestand.name})
    if not any(naam in _NAMEN for naam in kolommen):
        raise Weigering(_("In %(bestand)s staat geen kerncijfer dat wij kennen.") % {"bestand": bestand.name})
    gevonden: Cijfers = {}
    vreemd: set[str] = set()
    nummer = gemeentecode.removeprefix("GM")
    for rij in regels:
        waar = _("%(bestand)s, regel %(regel)s") % {"bestand": bestand.name, "regel": regels.line_num}
        if None in rij or None in rij.values():
            raise Weigering(_("%(waar)s: het aantal kolommen klopt niet.") % {"waar": waar})
        code = _code(rij, codekolommen)
        if not code:
            continue
        if code[2:6] != nummer:
            vreemd.add(f"GM{code[2:6]}")
            continue
        _controleer_jaar(rij, kolommen.get("jaar"), jaar, waar)
        if code in gevonden:
            raise Weigering(_("%(waar)s: code %(code)s komt twee keer voor.") % {"waar": waar, "code": code})
        gevonden[code] = cijfers_uit_eigenschappen(rij, waar=waar)
    if not gevonden:
        raise Weigering(
            _("%(bestand)s gaat niet over gemeente %(code)s%(wel)s.")
            % {
                "bestand": bestand.name,
                "code": gemeentecode,
                "wel": _(", maar over %(codes)s") % {"codes": _opsomming(vreemd)} if vreemd else "",
            }
        )
    return gevonden


def _opsomming(codes: Iterable[str], hoogstens: int = 3) -> str:
    lijst = sorted(codes)
    return ", ".join(lijst[:hoogstens]) + (" …" if len(lijst) > hoogstens else "")


def _code(rij: Mapping[str, str], codekolommen: list[str]) -> str:
    """The most precise code in the row: a buurt row of CBS names its wijk and gemeente too."""
    codes = [normaliseer_code(rij[kolom]) for kolom in codekolommen]
    return max(codes, key=len, default="")


def _controleer_jaar(rij: Mapping[str, str], kolom: str | None, jaar: int, waar: str) -> None:
    if kolom and rij[kolom].strip() and rij[kolom].strip() != str(jaar):
        raise Weigering(
            _("%(waar)s: dit cijfer is van %(ander)s, niet van %(jaar)s.")
            % {"waar": waar, "ander": rij[kolom].strip(), "jaar": jaar}
        )


def _waarde(ruw: object, sleutel: str, factor: Decimal, *, waar: str) -> Decimal | None:
    tekst = "" if ruw is None else str(ruw).strip()
    if _ONTBREEKT.fullmatch(tekst):
        return None
    if sleutel == "stedelijkheid":
        tekst = str(_STEDELIJKHEID.get(tekst.lower(), tekst))
    soort = SOORTEN[sleutel]
    if not _GETAL.fullmatch(tekst):
        raise Weigering(
            _("%(waar)s: “%(tekst)s” is geen getal voor %(cijfer)s.")
            % {"waar": waar, "tekst": tekst[:40], "cijfer": soort.label}
        )
    getal = Decimal(tekst.replace(".", "").replace(",", ".") if "," in tekst else tekst) * factor
    hoogst = {_PROCENT: Decimal(100)}.get(str(soort.eenheid), Decimal(5) if sleutel == "stedelijkheid" else _GROOTST)
    if not 0 <= getal <= hoogst:
        raise Weigering(
            _("%(waar)s: %(tekst)s kan niet kloppen voor %(cijfer)s.")
            % {"waar": waar, "tekst": tekst[:40], "cijfer": soort.label}
        )
    return getal.quantize(Decimal("0.001"))


def _tekst(bestand: Path) -> str:
    """The file as text; older files of CBS are in Windows-1252."""
    wees_streng_op_grootte(bestand)
    inhoud = bestand.read_bytes()
    if b"\0" in inhoud:
        raise Weigering(_("%(bestand)s is geen CSV-bestand.") % {"bestand": bestand.name})
    try:
        return inhoud.decode("utf-8-sig")
    except UnicodeDecodeError:
        return inhoud.decode("cp1252", errors="replace")
