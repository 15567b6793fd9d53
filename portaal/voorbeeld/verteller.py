"""Takes one initiative of the example along its way, each step on its own day and by who may take it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from django.db import transaction
from django.utils import timezone

from bewoners.domain import (
    aanvullen,
    behandelen,
    belangen,
    beoordelen,
    besluiten,
    besluitkeuzes,
    bijlagen,
    concepten,
    geld,
    indienen,
    nieuws,
    papier,
    reacties,
    stappen,
    vaststellen,
    verantwoorden,
)
from bewoners.domain.adressen import email_sleutel
from bewoners.enums import Advies, Belang, Bijlagesoort
from bewoners.models import Besluit, Initiatief, Steun
from budgetten.domain import uitgaven
from budgetten.models import Begrotingsregel
from gebieden.models import Gebied, GebiedVersie, Thema
from kern.models import Gebruiker
from partners.models import Partner
from portaal.voorbeeld import klok
from portaal.voorbeeld.personen import NOORD
from portaal.voorbeeld.plannen import BEWONERS, NIEUWS, REACTIES, RESULTATEN, Plan
from portaal.voorbeeld.tekeningen import teken

_IBAN = "NL91ABNA0417164300"
_ACHTERNAMEN = ("Jansen", "de Boer", "Mulder", "Visser", "Yilmaz", "Kok", "Hoekstra", "Bos", "Achterberg", "Veen")


@dataclass
class Verteller:
    """One initiative and the day its story has come to. `vroegst` is the first day money can move."""

    plan: Plan
    personen: dict[str, Gebruiker]
    indiener: Gebruiker
    nu: dt.datetime
    vroegst: dt.datetime
    nummer: int
    moment: dt.datetime = field(init=False)
    initiatief: Initiatief = field(init=False)

    def __post_init__(self) -> None:
        self.toeval = Random(self.nummer)  # noqa: S311 - the same every time is the point
        self.moment = self.nu - dt.timedelta(days=4000)
        self.coordinator = self.personen["coordinator" if self.plan.wijk in NOORD else "coordinator2"]
        self.gebied = Gebied.objects.get(code=self.plan.wijk)

    @contextmanager
    def dag(self, geleden: float, *, geld: bool = False) -> Iterator[None]:
        """What is inside happens so many days ago, never before the step before it, never in the future."""
        wens = self.nu - dt.timedelta(days=geleden, minutes=self.toeval.randrange(240))
        if geld:
            wens = max(wens, self.vroegst)
        self.moment = min(max(wens, self.moment + dt.timedelta(minutes=7)), self.nu - dt.timedelta(minutes=1))
        with klok.op(self.moment), transaction.atomic():
            yield

    def begin(self, geleden: float, *, start: int = 30, duur: int = 40) -> None:
        """A draft, with everything filled in; the plan begins `start` days after that and takes `duur` days."""
        with self.dag(geleden):
            self.initiatief = concepten.begin(door=self.indiener)
            for veld, waarde in self._velden(start, duur).items():
                setattr(self.initiatief, veld, waarde)
            concepten.zet_posten(self.initiatief, kosten=self._kosten(), dekking=self._eigen())
            self.initiatief.save()
            if self.plan.beeld:
                bijlagen.voeg_bijlage_toe(
                    self.initiatief,
                    soort=Bijlagesoort.FOTO,
                    bestand=teken(self.plan.beeld, self.nummer),
                    door=self.indiener,
                    openbaar=True,
                    alt="Tekening van hoe het eruit gaat zien",
                )

    def dien_in(self, geleden: float, *, start: int = 30, duur: int = 40) -> Verteller:
        """Drafted and handed in on the same day."""
        self.begin(geleden + 0.2, start=start, duur=duur)
        with self.dag(geleden):
            self.initiatief = indienen.dien_in(self.initiatief, door=self.indiener)
        return self

    def op_papier(self, geleden: float, naam: str, adres: str) -> Verteller:
        """A letter that the coordinator typed in, of somebody without an e-mail address."""
        with self.dag(geleden):
            velden = self._velden(40, 30) | {"naam": naam, "adres": adres, "tenaamstelling": naam, "toon_naam": False}
            self.initiatief = papier.voer_in(
                sleutel=f"voorbeeld-papier-{self.nummer}",
                door=self.coordinator,
                ontvangen=timezone.localdate() - dt.timedelta(days=2),
                velden=velden,
                kosten=self._kosten(),
                dekking=self._eigen(),
            )
        return self

    def compleet(self, geleden: float, *, steun: int = 0, reacties_: int = 0) -> Verteller:
        """Complete: on the site, with supporters and comments."""
        with self.dag(geleden):
            punten = [punt.punt for punt in behandelen.volledigheid(self.initiatief)]
            behandelen.vink_af(self.initiatief, vinken=dict.fromkeys(punten, (True, "")), door=self.coordinator)
            self.initiatief = behandelen.neem_in_behandeling(self.initiatief, door=self.coordinator)
            self._steun(steun)
        for plek in range(reacties_):
            with self.dag(max(0.1, geleden - 1 - plek)):
                wie = self._buur(plek + 3)
                reactie = reacties.plaats(
                    self.initiatief, tekst=REACTIES[(self.nummer + plek) % len(REACTIES)], door=wie
                )
                if plek or geleden > 6:
                    reacties.toon(reactie, door=self.coordinator)
        return self

    def vraag_aan(self, geleden: float, vragen: str, *, dagen: int = 14) -> Verteller:
        """Something is missing."""
        with self.dag(geleden):
            punten = [punt.punt for punt in behandelen.volledigheid(self.initiatief)]
            vinken = {punt: (plek != 2, "") for plek, punt in enumerate(punten)}
            behandelen.vink_af(self.initiatief, vinken=vinken, door=self.coordinator)
            uiterlijk = timezone.localdate() + dt.timedelta(days=dagen)
            aanvullen.vraag_aanvulling(self.initiatief, vragen=vragen, uiterlijk=uiterlijk, door=self.coordinator)
        return self

    def beoordeel(self, geleden: float, *, hoeveel: int = 9, advies: str = Advies.TOEKENNEN) -> Verteller:
        """Assessors declare that they are free and hand in what they think, at most `hoeveel` of them."""
        for plek, rij in enumerate(self.initiatief.beoordelingen.filter(vervallen_op=None)[:hoeveel]):
            with self.dag(geleden - plek):
                belangen.verklaar(self.initiatief, belang=Belang.GEEN, door=rij.beoordelaar)
                goed = advies != Advies.AFWIJZEN
                scores = {
                    criterium: beoordelen.Punten(
                        self.toeval.randrange(3, 6) if goed else self.toeval.randrange(1, 3),
                        "Dit blijkt uit het plan en uit de steun van buren."
                        if goed
                        else "Dat blijkt niet uit het plan.",
                    )
                    for criterium in self.initiatief.regelingversie.criteria.all()  # type: ignore[union-attr]
                }
                beoordelen.lever_in(
                    rij,
                    scores=scores,
                    advies=advies,
                    bedrag=None,
                    toelichting="Een plan dat bij de buurt past." if goed else "Het plan is nog te vaag en te duur.",
                    door=rij.beoordelaar,
                )
        self.initiatief.refresh_from_db()
        return self

    def ken_toe(self, geleden: float, *, direct: bool) -> Verteller:
        """Award what was asked, from the first line that carries it; a corporation pays along in larger plans."""
        with self.dag(geleden, geld=True):
            self.verklaar()
            regel, dekking = self._betalers()
            besluit = besluiten.stel_direct_vast if direct else besluiten.verleen
            besluit(
                self.initiatief,
                bedrag=self.initiatief.gevraagd,
                dekking=dekking,
                regel=regel,
                motivering="Uw plan maakt de buurt prettiger, veel buren doen mee en de kosten passen erbij.",
                door=self.coordinator,
            )
            self.initiatief.refresh_from_db()
            if self.initiatief.steekproef:  # drawn by lot: not in an example that is the same every time
                Initiatief.objects.filter(pk=self.initiatief.pk).update(steekproef=False)
                self.initiatief.refresh_from_db()
        return self

    def wijs_af(self, geleden: float) -> Besluit:
        """Refuse, because neighbours do not support it enough."""
        with self.dag(geleden):
            self.verklaar()
            versie = self.initiatief.regelingversie
            gronden = list(versie.weigeringsgronden.filter(code="artikel 7, onder b")) if versie else []
            return besluiten.wijs_af(
                self.initiatief,
                gronden=gronden,
                motivering="Weinig buren steunen het plan, en het onderhoud is niet geregeld.",
                door=self.coordinator,
            )

    def betaal(self, geleden: float, deel: int = 100, *, tot: str = "betaald") -> Verteller:
        """Ask for a part of the award in percent, and let it be approved and paid as far as `tot` says."""
        bedrag = ((self.initiatief.toegekend or Decimal(0)) * deel / 100).quantize(Decimal("0.01"))
        with self.dag(geleden, geld=True):
            uitgave = geld.vraag_betaling(
                self.initiatief,
                bedrag=bedrag,
                omschrijving="voorschot" if deel < 100 else "bijdrage",
                door=self.coordinator,
            )
        if tot == "betaald":
            with self.dag(geleden - 3, geld=True):
                uitgave = uitgaven.keur_goed(uitgave, door=self.personen["controller"])
            with self.dag(geleden - 6, geld=True):
                uitgaven.markeer_betaald(
                    uitgave,
                    datum=timezone.localdate(),
                    kenmerk=f"BANK-{self.initiatief.kenmerk}",
                    door=self.personen["controller2"],
                )
        return self

    def voer_uit(self, geleden: float, *, berichten: int = 1) -> Verteller:
        """The work begins; news about it."""
        with self.dag(geleden, geld=True):
            stappen.pas_toe("begin_uitvoering", stappen.op_slot(self.initiatief), door=None)
        for plek in range(berichten):
            with self.dag(max(0.2, geleden - 4 - 9 * plek)):
                nieuws.plaats(
                    self.initiatief,
                    tekst=NIEUWS[plek % len(NIEUWS)],
                    door=self.indiener,
                    fotos=[teken(self.plan.beeld, 500 + self.nummer)] if self.plan.beeld and not plek else [],
                    alt="Tekening van de plek tijdens het werk",
                )
        return self

    def verantwoord(self, geleden: float, *, deel: int = 96) -> Verteller:
        """The account, with a receipt for every cost line; `deel` percent was really spent."""
        with self.dag(geleden):
            vast = verantwoorden.begin(self.initiatief, door=self.indiener)
            posten = list(self.initiatief.kosten.all())
            for post in posten:
                bijlagen.voeg_bijlage_toe(
                    self.initiatief,
                    soort=Bijlagesoort.BON,
                    bestand=teken("bon", self.nummer * 10 + post.volgorde),
                    kostenpost=post,
                    door=self.indiener,
                )
            vast = verantwoorden.bewaar(
                vast,
                gedaan=RESULTATEN[self.nummer % len(RESULTATEN)],
                anders="Wij begonnen een week later, omdat het regende.",
                deelnemers=self.toeval.randrange(20, 140),
                regels={
                    post: verantwoorden.Regel((post.bedrag * deel / 100).quantize(Decimal("0.01"))) for post in posten
                },
                door=self.indiener,
            )
            verantwoorden.dien_in(vast, door=self.indiener)
            self.initiatief.refresh_from_db()
        return self

    def stel_vast(self, geleden: float, *, deel: int = 100) -> Verteller:
        """Settle at a part of the award in percent; lower because less was done."""
        with self.dag(geleden, geld=True):
            bedrag = ((self.initiatief.toegekend or Decimal(0)) * deel / 100).quantize(Decimal("0.01"))
            vaststellen.stel_vast(
                self.initiatief,
                bedrag=bedrag,
                motivering="De verantwoording klopt." if deel == 100 else "Een deel van het plan is niet uitgevoerd.",
                grond_lager="" if deel == 100 else "a",
                door=self.coordinator,
            )
            self.initiatief.refresh_from_db()
        return self

    def vertel(self, geleden: float) -> Verteller:
        """How it went, for everybody."""
        with self.dag(geleden):
            nieuws.vertel_resultaat(
                self.initiatief,
                tekst=RESULTATEN[self.nummer % len(RESULTATEN)],
                door=self.indiener,
                fotos=[teken(self.plan.beeld, 900 + self.nummer)] if self.plan.beeld else [],
                alt="Tekening van het resultaat",
            )
        return self

    def verklaar(self) -> None:
        """The coordinator declares to have no interest, once."""
        if belangen.verklaring_van(self.initiatief, self.coordinator) is None:
            belangen.verklaar(self.initiatief, belang=Belang.GEEN, door=self.coordinator)

    def _betalers(self) -> tuple[Begrotingsregel, dict[Partner, Decimal]]:
        bedrag = self.initiatief.gevraagd
        regels = list(besluitkeuzes.regels_voor(self.initiatief))
        vrij = besluitkeuzes.vrij_per_regel(regels)
        betalers = besluitkeuzes.betalers_voor(self.initiatief)
        keuzes = [{partner: bedrag} for partner in betalers]
        if bedrag >= 1000 and len(betalers) > 1:
            rest = (bedrag / 4).quantize(Decimal(1))
            keuzes.insert(0, {betalers[0]: bedrag - rest, betalers[1]: rest})
        for dekking in keuzes:
            for regel in regels:
                if all(vrij[regel.pk].get(partner.pk, Decimal(0)) >= deel for partner, deel in dekking.items()):
                    return regel, dekking
        raise LookupError(f"no line carries {self.plan.titel}: choose another wijk or theme in the example")

    def _steun(self, aantal: int) -> None:
        rijen = []
        for plek in range(aantal):
            naam = f"{BEWONERS[plek % len(BEWONERS)][0].split()[0]} {_ACHTERNAMEN[plek % len(_ACHTERNAMEN)]}"
            adres = f"buur{plek + 1}.plan{self.nummer}@voorbeeld.test"
            rijen.append(
                Steun(
                    initiatief=self.initiatief,
                    naam=naam,
                    toon_naam=plek % 3 != 0,
                    email=adres,
                    email_sleutel=email_sleutel(adres),
                    sleutel=f"voorbeeld-{self.nummer}-{plek}",
                    bevestigd_op=timezone.now() + dt.timedelta(hours=plek) if plek else timezone.now(),
                )
            )
        Steun.objects.bulk_create(rijen)

    def _buur(self, plek: int) -> Gebruiker:
        naam = BEWONERS[(self.nummer + plek) % len(BEWONERS)][0]
        buur = self.personen[naam]
        return buur if buur != self.indiener else self.personen["bewoner"]

    def _velden(self, start: int, duur: int) -> dict[str, object]:
        vandaag = timezone.localdate()
        midden = GebiedVersie.objects.filter(gebied=self.gebied).order_by("-jaar").first()
        plek: dict[str, object] = {}
        if midden is not None:
            plek["lengte"] = round(midden.label_lon + self.toeval.uniform(-0.004, 0.004), 5)
            plek["breedte"] = round(midden.label_lat + self.toeval.uniform(-0.0025, 0.0025), 5)
        adres = dict(BEWONERS).get(self.indiener.naam, "Sparstraat 12, 9404 KL Assen")
        return plek | {
            "titel": self.plan.titel,
            "samenvatting": self.plan.kort,
            "plan": f"{self.plan.kort}\n\nWij doen dit met een groep buren. Ieder heeft een taak.",
            "resultaat_voor_buurt": self.plan.baat,
            "thema": Thema.objects.get(naam=self.plan.thema),
            "gebied": self.gebied,
            "plek_adres": "bij het pleintje",
            "begindatum": vandaag + dt.timedelta(days=start),
            "einddatum": vandaag + dt.timedelta(days=start + duur),
            "naam": self.indiener.naam,
            "toon_naam": self.nummer % 2 == 0,
            "telefoon": f"0592 12{self.nummer:02d}00",
            "adres": adres,
            "oud_genoeg": True,
            "iban": _IBAN,
            "tenaamstelling": self.indiener.naam,
        }

    def _kosten(self) -> list[tuple[str, Decimal]]:
        return [(wat, Decimal(bedrag)) for wat, bedrag in self.plan.kosten]

    def _eigen(self) -> list[tuple[str, Decimal]]:
        return [("Eigen geld en sponsors", Decimal(self.plan.eigen))] if self.plan.eigen else []
