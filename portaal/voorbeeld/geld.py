"""Money of the example: a closed year and the present one, each € 400.000 + € 400.000."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from random import Random

from budgetten.domain import regels, uitgaven
from budgetten.domain.begroting import deel_toe, regel_voor
from budgetten.domain.bijdragen import leg_ontvangst_vast, zeg_toe
from budgetten.domain.jaren import open_boekjaar, open_verplichtingen, sluit_boekjaar
from budgetten.enums import BtwBehandeling, Rekeningsoort
from budgetten.models import Begrotingsregel, Boekjaar
from gebieden.enums import Domein
from gebieden.models import Gebied, Thema
from kern.domain.fouten import Weigering
from kern.models import Gebruiker
from partners.models import Deelname, Overeenkomst, Verdeelsleutel
from portaal.voorbeeld.personen import NOORD, ZUID
from portaal.voorbeeld.teksten import PLANNEN, UITGAVEN

#: How the example divides the allocated money over the wijken, in parts of 100.
WIJKDELEN = {
    "WK010600": 12,
    "WK010601": 14,
    "WK010602": 15,
    "WK010603": 13,
    "WK010604": 10,
    "WK010605": 6,
    "WK010606": 9,
    "WK010607": 10,
    "WK010608": 8,
    "WK010699": 3,
}
#: And over the themes.
THEMADELEN = {
    "Groen en spelen": 20,
    "Schoon en heel": 16,
    "Veilig wonen": 14,
    "Ontmoeten": 22,
    "Jeugd": 15,
    "Samen leven": 13,
}
TE_VERDELEN = 760_000
UITGAVEN_PER_JAAR = 440


def maak_jaar(
    jaar: int,
    *,
    tot: dt.date,
    personen: dict[str, Gebruiker],
    sluit: bool,
    ook: Callable[[Boekjaar], None] | None = None,
) -> Boekjaar:
    """A whole example year up to and including `tot`; closed when `sluit`. Call once per year.

    `ook` does more with the year once its money is divided.
    """
    toeval = Random(jaar)  # noqa: S311 - the same every time is the point
    controller = personen["controller"]
    boekjaar = open_boekjaar(jaar, door=controller)
    begin = dt.date(jaar, 1, 5)
    overeenkomst = Overeenkomst.objects.geldig(begin).first()
    deelnames = Deelname.objects.geldig(begin).filter(overeenkomst=overeenkomst, jaarbedrag__gt=0)
    for deelname in deelnames.select_related("partner"):
        bijdrage = zeg_toe(
            boekjaar,
            partner=deelname.partner,
            bedrag=deelname.jaarbedrag,
            boekdatum=begin,
            door=controller,
            overeenkomst=overeenkomst,
        )
        delen = 4 if sluit else (tot.month + 2) // 3
        for kwartaal in range(delen):
            leg_ontvangst_vast(
                bijdrage,
                datum=dt.date(jaar, kwartaal * 3 + 1, 20),
                bedrag=deelname.jaarbedrag / 4,
                kenmerk=f"{jaar}-K{kwartaal + 1}",
                door=controller,
            )
    lijnen = _verdeel_pot(boekjaar, begin=dt.date(jaar, 1, 12), door=controller)
    if ook is not None:
        ook(boekjaar)
    _plannen(lijnen, toeval, tot=tot, personen=personen, afronden=sluit)
    _uitgaven(lijnen, toeval, tot=tot, personen=personen, alles_betaald=sluit)
    if sluit:
        sluit_boekjaar(boekjaar, door=controller)
    return boekjaar


def _verdeel_pot(boekjaar: Boekjaar, *, begin: dt.date, door: Gebruiker) -> list[Begrotingsregel]:
    sleutel = Verdeelsleutel.objects.order_by("-versie").first()
    themas = list(Thema.objects.filter(naam__in=THEMADELEN))
    lijnen = []
    for wijk in Gebied.objects.filter(code__in=WIJKDELEN).order_by("code"):
        for thema in themas:
            regel = regel_voor(boekjaar, gebied=wijk, thema=thema)
            deel = TE_VERDELEN * WIJKDELEN[wijk.code] * THEMADELEN[thema.naam] // 10_000
            bedrag = Decimal(deel // 100 * 100)
            deel_toe(regel, bedrag=bedrag, sleutel=sleutel, boekdatum=begin, door=door)
            lijnen.append(regel)
    return lijnen


def _uitgaven(
    lijnen: list[Begrotingsregel], toeval: Random, *, tot: dt.date, personen: dict[str, Gebruiker], alles_betaald: bool
) -> None:
    """Expenses spread over the year; the newest still wait for approval or payment when the year is open."""
    jaar = tot.year
    dagen = sorted(toeval.randrange(20, 365) for _ in range(UITGAVEN_PER_JAAR))
    gewichten = [WIJKDELEN[regel.gebied.code] * THEMADELEN[regel.thema.naam] for regel in lijnen]
    for nummer, dag in enumerate(dagen):
        datum = dt.date(jaar, 1, 1) + dt.timedelta(days=dag)
        regel = toeval.choices(lijnen, gewichten)[0]
        wat, leverancier, laag, hoog = toeval.choice(UITGAVEN[regel.thema.naam])
        netto = Decimal(toeval.randrange(laag * 100, hoog * 100)) / 100
        met_btw = toeval.random() < 0.8
        if datum > tot:
            continue
        coordinator = personen["coordinator" if regel.gebied.code in NOORD else "coordinator2"]
        uitgave = uitgaven.maak(
            regel,
            datum=datum,
            omschrijving=wat,
            leverancier=leverancier,
            factuurnummer=f"{jaar}-{nummer + 1:04d}",
            netto=netto,
            btw=(netto * Decimal("0.21")).quantize(Decimal("0.01")) if met_btw else Decimal(0),
            btw_behandeling=BtwBehandeling.KOSTEN if met_btw else BtwBehandeling.VRIJGESTELD,
            door=coordinator,
        )
        oud = (tot - datum).days
        if not alles_betaald and oud < 3:
            continue
        uitgaven.dien_in(uitgave, door=coordinator)
        if not alles_betaald and oud < 12:
            continue
        try:
            uitgave = uitgaven.keur_goed(uitgave, door=personen["controller"])
        except Weigering:
            uitgaven.keur_af(uitgave, reden="Er is niet genoeg geld op deze regel.", door=personen["controller"])
            continue
        if alles_betaald or oud >= 25:
            uitgaven.markeer_betaald(
                uitgave,
                datum=min(datum + dt.timedelta(days=21), dt.date(jaar, 12, 31)),
                kenmerk=f"BANK-{jaar}-{nummer + 1:04d}",
                door=personen["controller2"],
            )


def _plannen(
    lijnen: list[Begrotingsregel], toeval: Random, *, tot: dt.date, personen: dict[str, Gebruiker], afronden: bool
) -> None:
    """Awards and commitments, part of them already spent; in a year that closes nothing stays open."""
    controller = personen["controller"]
    sociaal = [
        regel for regel in lijnen if regel.thema.domein == Domein.SOCIAAL and regel.gebied.code in NOORD + ZUID[:2]
    ]
    for nummer, regel in enumerate(toeval.sample(sociaal, 18)):
        bedrag = Decimal(toeval.randrange(6, 40) * 50)
        dag = dt.date(tot.year, 1, 15) + dt.timedelta(days=toeval.randrange(0, 330))
        if dag > tot:
            continue
        plan = PLANNEN[nummer % len(PLANNEN)]
        regels.ken_toe(regel, bedrag=bedrag, boekdatum=dag, omschrijving=plan, door=controller)
        if afronden or nummer % 3:
            regels.verplicht(regel, bedrag=bedrag, boekdatum=dag, omschrijving=plan, door=controller)
            if afronden or nummer % 3 == 1:
                regels.besteed_verplichting(
                    regel, bedrag=bedrag * 4 / 5, boekdatum=dag, omschrijving=plan, door=controller
                )
    if afronden:
        for regel, over in open_verplichtingen(lijnen[0].boekjaar):
            regels.laat_vrijvallen(
                regel,
                van=Rekeningsoort.VERPLICHT,
                bedrag=over,
                boekdatum=tot,
                omschrijving="Rest van het plan vrijgevallen",
                door=controller,
            )
