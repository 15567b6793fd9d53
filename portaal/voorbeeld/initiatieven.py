"""Initiatives of the example: a finished year and the present one, in every state and every wijk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from allauth.account.models import EmailAddress
from django.db.models import F
from django.utils import timezone

from bewoners.domain import (
    behandelen,
    besluiten,
    bezwaren,
    gesprek,
    ingebrekestellingen,
    regelingen,
    termijnbewaking,
    uitdagingen,
    vaststellen,
    wijzigingsverzoeken,
)
from bewoners.enums import Advies, Intrekkingsgrond, Uitdagingstatus
from bewoners.models import Regeling
from budgetten.models import Boekjaar
from gebieden.models import Gebied, Thema
from kern.enums import Berichtstatus
from kern.models import Gebruiker, Melding, Uitgaandbericht
from partners.models import Partner, Woningbezit
from portaal.voorbeeld import klok
from portaal.voorbeeld.personen import NOORD, ZUID
from portaal.voorbeeld.plannen import BEWONERS, DIT_JAAR, VORIG_JAAR
from portaal.voorbeeld.verteller import Verteller

#: The most that is awarded in a year, in euro.
PLAFONDS = {"klein": 15_000, "midden": 40_000, "groot": 45_000}
#: News from stories older than this is read already.
GELEZEN_NA = 14
#: Invented numbers of dwellings per wijk: Actium in the north, Woonconcept in the south, both in the centre.
WONINGEN = {"Actium": (*NOORD, "WK010600", "WK010603"), "Woonconcept": (*ZUID[:5], "WK010606")}


def maak_bewoners(personen: dict[str, Gebruiker]) -> None:
    """Residents besides the demo account; nobody can log in as one of them. Adds them to `personen` by name."""
    for nummer, (naam, _adres) in enumerate(BEWONERS):
        email = f"buurtbewoner{nummer + 1}@voorbeeld.test"
        gebruiker = Gebruiker.objects.create_user(email, None, naam=naam)
        EmailAddress.objects.create(user=gebruiker, email=email, verified=True, primary=True)
        personen[naam] = gebruiker


def maak_woningen(peildatum: dt.date) -> None:
    """How many dwellings each corporation has where: examples, no real counts."""
    wijken = {gebied.code: gebied for gebied in Gebied.objects.wijken()}
    Woningbezit.objects.bulk_create(
        Woningbezit(
            partner=Partner.objects.get(naam=naam), gebied=wijken[code], peildatum=peildatum, aantal=240 + 110 * plek
        )
        for naam, codes in WONINGEN.items()
        for plek, code in enumerate(codes)
        if code in wijken
    )


def zet_plafonds(boekjaar: Boekjaar, *, door: Gebruiker) -> None:
    """The ceiling of every scheme, from any budget line."""
    for regeling in Regeling.objects.filter(slug__in=PLAFONDS):
        bedrag = Decimal(PLAFONDS[regeling.slug])
        regelingen.zet_plafond(regeling, boekjaar, bedrag=bedrag, regels=[], door=door)


def maak_vorig_jaar(boekjaar: Boekjaar, *, personen: dict[str, Gebruiker]) -> None:
    """Last year's plans, all paid and told about before the year closes."""
    eind = _moment(boekjaar.jaar, 12, 22, 17)
    with klok.op(_moment(boekjaar.jaar, 1, 13, 10)):
        zet_plafonds(boekjaar, door=personen["controller"])
    for nummer, plan in enumerate(VORIG_JAAR):
        wie = personen["bewoner"] if nummer == 4 else personen[BEWONERS[nummer % len(BEWONERS)][0]]
        begin = eind - dt.timedelta(days=350)
        v = Verteller(plan, personen, wie, eind, begin, 100 + nummer)
        dagen = 300 - nummer * 20
        v.dien_in(dagen, start=45, duur=20).compleet(dagen - 3, steun=6 + nummer * 2, reacties_=nummer % 2)
        if nummer == 5:
            v.beoordeel(dagen - 12, advies=Advies.AFWIJZEN).wijs_af(dagen - 20)
            continue
        v.beoordeel(dagen - 12).ken_toe(dagen - 20, direct=True).betaal(dagen - 22)
        v.vertel(dagen - 80)
    with klok.op(eind):
        termijnbewaking.sluit_af(eind.date())
    _opgeruimd()


def maak_dit_jaar(boekjaar: Boekjaar, *, personen: dict[str, Gebruiker]) -> None:
    """The plans of now, each in another state."""
    zet_plafonds(boekjaar, door=personen["controller"])
    nu = timezone.now()
    vroegst = _moment(timezone.localdate(nu).year, 1, 5, 9)
    for nummer, plan in enumerate(DIT_JAAR):
        geleden, verhaal = _VERHALEN[nummer]
        wie = personen["bewoner"] if nummer < 4 else personen[BEWONERS[nummer % len(BEWONERS)][0]]
        verhaal(Verteller(plan, personen, wie, nu, min(vroegst, nu), nummer), geleden)
        if geleden > GELEZEN_NA:
            Melding.objects.filter(gelezen_op=None).update(gelezen_op=nu)
    _uitdagingen(personen, nu)
    _opgeruimd()


def _moment(jaar: int, maand: int, dag: int, uur: int) -> dt.datetime:
    return dt.datetime(jaar, maand, dag, uur, tzinfo=timezone.get_current_timezone())


def _opgeruimd() -> None:
    """Nobody is mailed about an invented past."""
    Uitgaandbericht.objects.filter(status=Berichtstatus.WACHT).update(
        status=Berichtstatus.VERZONDEN, verzonden_op=F("aangemaakt"), pogingen=1
    )


def _concept(v: Verteller, d: float) -> None:
    v.begin(d)


def _ingediend(v: Verteller, d: float) -> None:
    v.dien_in(d)


def _op_papier(v: Verteller, d: float) -> None:
    v.op_papier(d, "Wil van der Wal", "Kastanjelaan 40, 9403 AB Assen")


def _papier_in_beoordeling(v: Verteller, d: float) -> None:
    v.op_papier(d, "Toos Timmer", "Kastanjelaan 7, 9403 AC Assen").compleet(d - 2, steun=17, reacties_=1)


def _aanvulling(v: Verteller, d: float) -> None:
    v.dien_in(d).vraag_aan(d - 5, "Wilt u de kosten per onderdeel noemen en zeggen wie wat betaalt?")
    with v.dag(d - 6):
        gesprek.schrijf(v.initiatief, tekst="Mag ik de offerte van de tuinman ook sturen?", door=v.indiener)


def _aanvulling_te_laat(v: Verteller, d: float) -> None:
    v.dien_in(d).vraag_aan(d - 6, "Wilt u laten zien dat de eigenaar van het pad het goedvindt?")
    with v.dag(d - 22):
        termijnbewaking.verwerk_verlopen(timezone.localdate())


def _in_beoordeling(v: Verteller, d: float) -> None:
    v.dien_in(d).compleet(d - 3, steun=min(30, int(d)), reacties_=2)


def _half_beoordeeld(v: Verteller, d: float) -> None:
    v.dien_in(d, start=60).compleet(d - 4, steun=27, reacties_=3).beoordeel(d - 12, hoeveel=1)


def _geadviseerd(v: Verteller, d: float) -> None:
    v.dien_in(d, start=75).compleet(d - 4, steun=31, reacties_=2).beoordeel(d - 14)


def _in_gebreke(v: Verteller, d: float) -> None:
    v.dien_in(d, start=90).compleet(d - 4, steun=19, reacties_=1)
    with v.dag(3):
        ingebrekestellingen.stel_in_gebreke(
            v.initiatief, tekst="Ik wacht al langer dan acht weken. Wilt u nu beslissen?", door=v.indiener
        )


def _afgewezen(v: Verteller, d: float) -> None:
    v.dien_in(d).compleet(d - 4, steun=3).beoordeel(d - 15, advies=Advies.AFWIJZEN).wijs_af(d - 25)


def _afgewezen_met_bezwaar(v: Verteller, d: float) -> None:
    v.dien_in(d).compleet(d - 4, steun=4, reacties_=2).beoordeel(d - 15, advies=Advies.AFWIJZEN)
    besluit = v.wijs_af(d - 25)
    with v.dag(d - 50):
        bezwaar = bezwaren.dien_in(
            besluit, gronden="Er zijn wel genoeg buren voor. Ik stuur nog twintig namen mee.", door=v.indiener
        )
    with v.dag(d - 53):
        bezwaren.neem_in_behandeling(bezwaar, door=v.personen["controller"])


def _direct(v: Verteller, d: float) -> None:
    v.dien_in(d).compleet(d - 3, steun=16, reacties_=1).beoordeel(d - 10).ken_toe(d - 16, direct=True)
    v.betaal(d - 18)


def _direct_klaar(v: Verteller, d: float) -> None:
    _direct(v, d)
    v.vertel(d - 60)


def _direct_te_betalen(v: Verteller, d: float) -> None:
    v.dien_in(d).compleet(d - 3, steun=11).beoordeel(d - 10).ken_toe(d - 16, direct=True)
    v.betaal(2, tot="ingediend")


def _verleend(v: Verteller, d: float) -> None:
    v.dien_in(d, start=int(d) + 30).compleet(d - 3, steun=22, reacties_=1).beoordeel(d - 10)
    v.ken_toe(d - 18, direct=False)


def _loopt(v: Verteller, d: float) -> None:
    """Awarded, with an advance, being carried out until some weeks from now."""
    v.dien_in(d, start=45, duur=int(d)).compleet(d - 3, steun=24, reacties_=1).beoordeel(d - 10)
    v.ken_toe(d - 20, direct=False).betaal(d - 26, 80).voer_uit(d - 46, berichten=3)


def _loopt_met_wijziging(v: Verteller, d: float) -> None:
    _loopt(v, d)
    with v.dag(4):
        later = timezone.localdate() + dt.timedelta(days=120)
        wijzigingsverzoeken.vraag(
            v.initiatief,
            wat="De drukker is ziek. Wij willen de laatste krant twee maanden later maken.",
            einddatum=later,
            door=v.indiener,
        )


def _verantwoording_te_laat(v: Verteller, d: float) -> None:
    v.dien_in(d, start=30, duur=60).compleet(d - 3, steun=20).beoordeel(d - 10)
    v.ken_toe(d - 20, direct=False).betaal(d - 24, 80).voer_uit(d - 31, berichten=1)


def _verantwoord(v: Verteller, d: float) -> None:
    v.dien_in(d, start=40, duur=30).compleet(d - 3, steun=26, reacties_=1).beoordeel(d - 10)
    v.ken_toe(d - 20, direct=False).betaal(d - 24, 80).voer_uit(d - 41, berichten=2).verantwoord(9)


def _vastgesteld(v: Verteller, d: float) -> None:
    v.dien_in(d, start=40, duur=30).compleet(d - 3, steun=29, reacties_=1).beoordeel(d - 10)
    v.ken_toe(d - 20, direct=False).betaal(d - 24, 80).voer_uit(d - 41, berichten=2).verantwoord(d - 90)
    v.stel_vast(d - 110).vertel(d - 112)


def _terugvordering(v: Verteller, d: float) -> None:
    v.dien_in(d, start=40, duur=30).compleet(d - 3, steun=18).beoordeel(d - 10)
    v.ken_toe(d - 20, direct=False).betaal(d - 24, 80).voer_uit(d - 41).verantwoord(d - 90, deel=60)
    v.stel_vast(d - 115, deel=60)
    with v.dag(12, geld=True):
        vaststellen.vorder_terug(
            v.initiatief,
            bedrag=((v.initiatief.toegekend or Decimal(0)) * 20 / 100).quantize(Decimal("0.01")),
            motivering="U kreeg meer vooruit dan het plan heeft gekost.",
            door=v.coordinator,
        )


def _verlening_ingetrokken(v: Verteller, d: float) -> None:
    v.dien_in(d, start=60).compleet(d - 3, steun=15).beoordeel(d - 10).ken_toe(d - 20, direct=False)
    with v.dag(d - 90, geld=True):
        vaststellen.trek_verlening_in(
            v.initiatief,
            grond=Intrekkingsgrond.NIET_UITGEVOERD,
            motivering="U liet ons weten dat de groep is gestopt en het plan niet doorgaat.",
            door=v.coordinator,
        )


def _ingetrokken(v: Verteller, d: float) -> None:
    v.dien_in(d)
    with v.dag(d - 8):
        behandelen.trek_in(v.initiatief, reden="Een andere groep doet al zoiets. Wij sluiten ons aan.", door=v.indiener)


def _buiten_behandeling(v: Verteller, d: float) -> None:
    v.dien_in(d).vraag_aan(d - 4, "Wilt u zeggen wie de boten verhuurt en wat dat kost?")
    with v.dag(d - 25):
        v.verklaar()
        besluiten.laat_buiten_behandeling(
            v.initiatief, motivering="Wij kregen de informatie over de kosten niet.", door=v.coordinator
        )


#: Per plan of `DIT_JAAR`: how many days ago it was handed in, and how it went.
_VERHALEN: tuple[tuple[float, Callable[[Verteller, float], None]], ...] = (
    (20, _in_beoordeling),
    (3, _concept),
    (140, _loopt),
    (12, _aanvulling),
    (1, _ingediend),
    (4, _ingediend),
    (30, _half_beoordeeld),
    (35, _geadviseerd),
    (54, _geadviseerd),
    (11, _ingediend),
    (10, _in_beoordeling),
    (90, _afgewezen_met_bezwaar),
    (75, _direct_klaar),
    (60, _verleend),
    (150, _loopt_met_wijziging),
    (40, _direct_te_betalen),
    (170, _verantwoord),
    (225, _verantwoording_te_laat),
    (60, _buiten_behandeling),
    (210, _vastgesteld),
    (230, _terugvordering),
    (45, _aanvulling_te_laat),
    (130, _direct_klaar),
    (33, _ingetrokken),
    (66, _in_gebreke),
    (65, _afgewezen),
    (50, _verleend),
    (160, _direct_klaar),
    (6, _op_papier),
    (15, _in_beoordeling),
    (180, _verlening_ingetrokken),
    (18, _papier_in_beoordeling),
)


def _uitdagingen(personen: dict[str, Gebruiker], nu: dt.datetime) -> None:
    """Two groups that want to take over a task of the municipality."""
    groen, ontmoeten = (Thema.objects.get(naam=naam) for naam in ("Groen en spelen", "Ontmoeten"))
    for nummer, (titel, code, thema) in enumerate(
        (("Wij maaien zelf het grasveld", "WK010601", groen), ("Wij beheren het buurthuis", "WK010603", ontmoeten))
    ):
        wie = personen[BEWONERS[nummer + 2][0]]
        with klok.op(nu - dt.timedelta(days=40 - 30 * nummer)):
            uitdaging = uitdagingen.bewaar(
                None,
                door=wie,
                naam=f"Groep {wie.naam}",
                telefoon="0592 123400",
                titel=titel,
                samenvatting="Met acht buren doen wij dit beter, voor hetzelfde geld.",
                voorstel="Wij verdelen het werk over acht mensen en kopen zelf wat nodig is.",
                beter="Wij zijn er elke dag en zien het meteen als er iets is.",
                kosten=Decimal(4800 + 6000 * nummer),
                gebied=Gebied.objects.get(code=code),
                thema=thema,
            )
            uitdaging = uitdagingen.dien_in(uitdaging, door=wie)
        if nummer == 0:
            with klok.op(nu - dt.timedelta(days=20)):
                uitdagingen.zet_stap(
                    uitdaging,
                    naar=Uitdagingstatus.IN_GESPREK,
                    antwoord="Wat een mooi aanbod. Wij praten er graag over door.",
                    openbaar=True,
                    door=personen["coordinator"],
                )
