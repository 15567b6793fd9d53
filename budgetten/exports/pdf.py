"""The month report as PDF/A-2a and PDF/UA-1, set by typst. The template is budgetten/typst/maandrapportage.typ."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from budgetten.domain.begrippen import BEGRIPPEN, KOPPEN
from budgetten.domain.rapportdelen import Waarde, lees
from budgetten.domain.rapportvorm import REGELMATEN, Rapportgegevens
from kern.componenten.balk import verdeel
from kern.componenten.opmaak import cijfers, datumtekst, euro
from kern.domain.pdf import zet

SJABLOON = settings.BASE_DIR / "budgetten" / "typst" / "maandrapportage.typ"
#: More bookings than this are counted in the PDF, not listed: the workbook has them.
BOEKINGEN_IN_PDF = 500
#: Parts of a bar, in the order money goes.
EMMERS = ("besteed", "verplicht", "toegekend", "vrij")


def maak_pdf(gegevens: Rapportgegevens, *, versie: int, reden: str = "") -> bytes:
    """The PDF of a report, in Dutch whatever the reader's language: it is frozen.

    Raises typst.TypstError when the document would not meet the standards.
    """
    with translation.override("nl"):
        inhoud = _inhoud(gegevens, versie, reden)
    return zet(SJABLOON, inhoud, moment=gegevens.bekend_op)


def _inhoud(gegevens: Rapportgegevens, versie: int, reden: str) -> dict[str, Any]:
    data = gegevens.data
    periode = data["periode"]["naam"]
    lokaal = timezone.localtime(gegevens.bekend_op)
    bekend = _("%(datum)s om %(tijd)s") % {"datum": datumtekst(lokaal), "tijd": f"{lokaal:%H:%M:%S}"}
    kop = _("Maandrapportage %(periode)s") % {"periode": periode}
    kenmerken = [
        (_("Waarover"), data["waarover"], False),
        (_("Stand tot en met"), datumtekst(gegevens.periode.eind), False),
        (_("Zoals bekend op"), bekend, False),
        (_("Versie"), f"{versie}: {reden}" if reden else str(versie), False),
        (_("Sha256 van de cijfers"), gegevens.sha256, True),
    ]
    return {
        "titel": f"{kop} – {data['waarover']}",
        "kop": kop,
        "onderkop": data["waarover"],
        "afzender": settings.SITE_NAAM,
        "waarschuwing": " ".join(_waarschuwingen(gegevens)),
        "voetregel": _("%(kop)s, %(waarover)s, versie %(versie)s, bekend op %(bekend)s")
        % {"kop": kop, "waarover": data["waarover"], "versie": versie, "bekend": bekend},
        "woorden": {"pagina": _("pagina"), "van": _("van"), "begrippen": _("Wat de woorden betekenen")},
        "kenmerken": [{"naam": naam, "waarde": waarde, "klein": klein} for naam, waarde, klein in kenmerken],
        "inleiding": [_samenvatting(data)],
        "delen": _delen(gegevens),
        "begrippen": [{"naam": str(KOPPEN[maat]), "uitleg": str(BEGRIPPEN[maat])} for maat in gegevens.waarover.maten],
    }


def _waarschuwingen(gegevens: Rapportgegevens) -> list[str]:
    """What a reader must know before the first figure."""
    zinnen = [_("Voorbeeldgegevens: deze cijfers zijn niet echt.")] if settings.VOORBEELDGEGEVENS else []
    if gegevens.tussentijds:
        zinnen.append(_("Dit is een tussenstand: de maand was nog niet voorbij."))
    return zinnen


def _samenvatting(data: dict[str, Any]) -> str:
    """What the report says in two sentences."""
    stand, verandering = data["overzicht"]["stand"], data["overzicht"]["verandering"]
    return _(
        "Van de %(begroot)s die is begroot, is tot en met %(periode)s %(besteed)s besteed; "
        "%(vrij)s is nog vrij besteedbaar. In de maand zelf kwam er %(erbij)s aan bestedingen bij."
    ) % {
        "begroot": euro(Decimal(stand["begroot"])),
        "periode": data["periode"]["naam"],
        "besteed": euro(Decimal(stand["besteed"])),
        "vrij": euro(Decimal(stand["vrij"])),
        "erbij": euro(Decimal(verandering["besteed"])),
    }


def _delen(gegevens: Rapportgegevens) -> list[dict[str, Any]]:
    data = gegevens.data
    maten = gegevens.waarover.maten
    delen = [{"kop": _("Overzicht"), "tekst": "", "staven": None, "tabel": _overzicht(data, maten)}]
    eerste = True
    for kop, enkel, sleutel, groepmaten in (
        (_("Per gebied"), _("Gebied"), "gebieden", REGELMATEN),
        (_("Per thema"), _("Thema"), "themas", REGELMATEN),
        (_("Per betaler"), _("Betaler"), "partners", tuple(maten)),
    ):
        if not data[sleutel]:
            continue
        met_staven = eerste and any(Decimal(rij["stand"]["begroot"]) for rij in data[sleutel])
        delen.append(
            {
                "kop": kop,
                "tekst": "",
                "staven": _staven(data, sleutel, kop) if met_staven else None,
                "tabel": _groepen(data, sleutel, enkel, groepmaten, kop),
            }
        )
        delen.append(
            {
                "kop": _("%(kop)s: wat veranderde in %(periode)s") % {"kop": kop, "periode": data["periode"]["naam"]},
                "tekst": "",
                "staven": None,
                "tabel": _groepen(data, sleutel, enkel, groepmaten, kop, soort="verandering"),
            }
        )
        eerste = eerste and not met_staven
    delen += [_van_andere_app(deel) for deel in data.get("delen", []) if deel["kort"] and deel["rijen"]]
    return [*delen, _boekingen(data)]


def _van_andere_app(deel: dict[str, Any]) -> dict[str, Any]:
    """A table that a higher app added (see `budgetten.domain.rapportdelen`), with a row of totals."""
    kolommen = deel["kolommen"]
    rijen = [
        [_cel(lees(kolom["soort"], cel)) for kolom, cel in zip(kolommen, rij, strict=True)] for rij in deel["rijen"]
    ]
    totalen = [
        cijfers(sum((Decimal(rij[plek]) for rij in deel["rijen"]), Decimal(0))) if kolom["totaal"] else ""
        for plek, kolom in enumerate(kolommen)
    ]
    return {
        "kop": deel["naam"],
        "tekst": deel["uitleg"],
        "staven": None,
        "tabel": {
            "bijschrift": _("%(kop)s, in euro.") % {"kop": deel["naam"]},
            "koppen": [kolom["kop"] for kolom in kolommen],
            "kolommen": ["rek", *("auto" for _kolom in kolommen[1:])],
            "rechts": [kolom["soort"] in {"bedrag", "getal"} for kolom in kolommen],
            "rijen": [*rijen, [_("Totaal"), *totalen[1:]]],
            "totaal": True,
            "grootte": 7,
        },
    }


def _cel(waarde: Waarde) -> str:
    if isinstance(waarde, Decimal):
        return cijfers(waarde)
    if isinstance(waarde, dt.date):
        return date_format(waarde, "d-m-Y")
    return "" if waarde is None else str(waarde)


def _overzicht(data: dict[str, Any], maten: tuple[str, ...]) -> dict[str, Any]:
    rijen = []
    for maat in maten:
        stand, verandering = (Decimal(data["overzicht"][soort][maat]) for soort in ("stand", "verandering"))
        rijen.append([str(KOPPEN[maat]), cijfers(stand - verandering), cijfers(verandering), cijfers(stand)])
    return {
        "bijschrift": _("Stand op %(datum)s en wat in de maand veranderde, in euro.")
        % {"datum": datumtekst(dt.date.fromisoformat(data["periode"]["eind"]))},
        "koppen": [_("Begrip"), _("Vorige maand"), _("Verandering"), _("Stand")],
        "kolommen": ["rek", "breed", "breed", "breed"],
        "rechts": [False, True, True, True],
        "rijen": rijen,
        "totaal": False,
        "grootte": 9.5,
    }


def _groepen(
    data: dict[str, Any], sleutel: str, enkel: str, maten: tuple[str, ...], kop: str, *, soort: str = "stand"
) -> dict[str, Any]:
    rijen = [[rij["naam"], *(cijfers(Decimal(rij[soort][maat])) for maat in maten)] for rij in data[sleutel]]
    totalen = [sum((Decimal(rij[soort][maat]) for rij in data[sleutel]), Decimal(0)) for maat in maten]
    rijen.append([_("Totaal"), *(cijfers(totaal) for totaal in totalen)])
    zin = (
        _("%(kop)s: stand op %(datum)s, in euro.")
        if soort == "stand"
        else _("%(kop)s: verandering in de maand, in euro.")
    )
    return {
        "bijschrift": zin % {"kop": kop, "datum": datumtekst(dt.date.fromisoformat(data["periode"]["eind"]))},
        "koppen": [enkel, *(str(KOPPEN[maat]) for maat in maten)],
        "kolommen": ["rek", *("auto" for _maat in maten)],
        "rechts": [False, *(True for _maat in maten)],
        "rijen": rijen,
        "totaal": True,
        "grootte": 7 if len(maten) > len(REGELMATEN) else 8.5,
    }


def _staven(data: dict[str, Any], sleutel: str, kop: str) -> dict[str, Any]:
    """One bar per row, all to the same scale: the longest bar is the largest budget."""
    rijen = data[sleutel]
    hoogste = max(Decimal(rij["stand"]["begroot"]) for rij in rijen)
    staven = []
    for rij in rijen:
        bedragen = [Decimal(rij["stand"][emmer]) for emmer in EMMERS]
        begroot = Decimal(rij["stand"]["begroot"])
        lengte = int(begroot * 1000 / hoogste)
        delen = [
            {"sleutel": emmer, "promille": promille}
            for emmer, promille in zip(EMMERS, verdeel(bedragen, lengte), strict=True)
        ]
        staven.append({"naam": rij["naam"], "delen": delen, "totaal": euro(begroot)})
    alt = "; ".join(
        _("%(naam)s: begroot %(begroot)s, besteed %(besteed)s, vrij %(vrij)s")
        % {"naam": rij["naam"], **{maat: euro(Decimal(rij["stand"][maat])) for maat in ("begroot", "besteed", "vrij")}}
        for rij in rijen
    )
    return {
        "alt": _("Staafdiagram van het begrote geld. %(alt)s.") % {"alt": alt},
        "bijschrift": _(
            "%(kop)s: hoe het begrote geld is verdeeld. Rechts het begrote bedrag; "
            "de tabel hieronder geeft alle getallen."
        )
        % {"kop": kop},
        "legenda": [{"sleutel": emmer, "naam": str(KOPPEN[emmer])} for emmer in EMMERS],
        "rijen": staven,
    }


def _boekingen(data: dict[str, Any]) -> dict[str, Any]:
    boekingen = data["boekingen"]
    deel: dict[str, Any] = {"kop": _("Boekingen van de maand"), "tekst": "", "staven": None, "tabel": None}
    if not data["boekingen_volledig"]:
        deel["tekst"] = _(
            "Deze maand telt te veel boekingen voor een lijst. U vindt ze in de toepassing, bij Boekingen."
        )
        return deel
    if not boekingen:
        deel["tekst"] = _("In deze maand is niets geboekt.")
        return deel
    som = sum((Decimal(boeking["bedrag"]) for boeking in boekingen), Decimal(0))
    deel["tekst"] = _("Er zijn %(aantal)s boekingen; samen verplaatsten ze %(som)s.") % {
        "aantal": cijfers(len(boekingen), centen=False),
        "som": euro(som),
    }
    if len(boekingen) > BOEKINGEN_IN_PDF:
        deel["tekst"] += " " + _("Hieronder staan de eerste %(aantal)s; het Excel-werkboek heeft ze allemaal.") % {
            "aantal": BOEKINGEN_IN_PDF
        }
    deel["tabel"] = {
        "bijschrift": _("Boekingen van %(periode)s, in euro.") % {"periode": data["periode"]["naam"]},
        "koppen": [_("Datum"), _("Nr."), _("Soort"), _("Omschrijving"), _("Waar"), _("Bedrag")],
        "kolommen": ["auto", "auto", "auto", "rek", "rek", "auto"],
        "rechts": [False, False, False, False, False, True],
        "rijen": [
            [
                date_format(dt.date.fromisoformat(boeking["datum"]), "d-m-Y"),
                str(boeking["nummer"]),
                boeking["soort"],
                boeking["omschrijving"],
                boeking["waar"],
                cijfers(Decimal(boeking["bedrag"])),
            ]
            for boeking in boekingen[:BOEKINGEN_IN_PDF]
        ],
        "totaal": False,
        "grootte": 7.5,
    }
    return deel
