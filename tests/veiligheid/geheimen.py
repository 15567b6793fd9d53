"""Secrets planted in initiatives of every status and in everything around them, each with words of its own."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from PIL import Image

from bewoners import models as m
from bewoners.domain.adressen import email_sleutel
from bewoners.enums import (
    NIET_OPENBAAR,
    Belang,
    Besluitsoort,
    Bijlagesoort,
    Briefsoort,
    Initiatiefstatus,
    Medestatus,
    Reactiestatus,
    Termijnsoort,
)
from gebieden.models import Gebied, Thema
from kern.models import Gebruiker
from tests.bewoners.fabriek import maak_initiatief

S = Initiatiefstatus
IBAN = "NL20INGB0001234567"
#: Around these everything is planted; around the others only what stands in the row itself.
VOL = (S.CONCEPT, S.INGEDIEND, S.IN_UITVOERING, S.AFGEWEZEN, S.INGETROKKEN)


@dataclass
class Geheimen:
    """label → text that must not be read. The first word of a label is the status, the second what it is."""

    alle: dict[str, str] = field(default_factory=dict)
    initiatieven: dict[str, m.Initiatief] = field(default_factory=dict)
    pks: dict[str, set[int]] = field(default_factory=dict)

    def nieuw(self, waar: str, wat: str) -> str:
        """A word that stands nowhere else, remembered as a secret."""
        woord = f"zq{hashlib.sha256(f'{waar} {wat}'.encode()).hexdigest()[:10]}zq"
        self.alle[f"{waar} {wat}"] = woord
        return woord

    def noteer(self, rij: Any) -> Any:
        """Remember the key of a row, to be tried in every address."""
        self.pks.setdefault(type(rij).__name__, set()).add(rij.pk)
        return rij

    def van(self, *soorten: str) -> dict[str, str]:
        """Only the secrets of these kinds."""
        return {label: geheim for label, geheim in self.alle.items() if label.split(" ")[1] in soorten}


def plant(
    *,
    gebied: Gebied,
    thema: Thema,
    indiener: Gebruiker,
    coordinator: Gebruiker,
    beoordelaar: Gebruiker,
    schrijver: Gebruiker,
) -> Geheimen:
    """Initiatives of every status with secrets in every private field."""
    g = Geheimen()
    g.alle["alle iban"] = IBAN
    g.alle["alle eigenmail"] = indiener.email
    for status in S:
        g.initiatieven[status] = _plan(g, status, gebied, thema, indiener)
    g.initiatieven["verborgen"] = _plan(g, "verborgen", gebied, thema, indiener, status=S.INGEDIEND, openbaar=False)
    for naam in (*VOL, "verborgen"):
        _omgeving(g, naam, indiener, coordinator, beoordelaar, schrijver)
    for openbaar in (True, False):
        _uitdaging(g, openbaar, gebied, thema, indiener)
    g.noteer(
        m.Belangenprofiel.objects.create(gebruiker=coordinator, adres=g.nieuw("profiel", "adres"), adres_sleutel="x")
    )
    return g


def _plan(
    g: Geheimen,
    naam: str,
    gebied: Gebied,
    thema: Thema,
    indiener: Gebruiker,
    *,
    status: str = "",
    openbaar: bool = True,
) -> m.Initiatief:
    status = status or naam
    weg = status in NIET_OPENBAAR or not openbaar
    tekst = {veld: g.nieuw(naam, "inhoud") + veld for veld in ("titel", "samenvatting", "plan")} if weg else {}
    initiatief = maak_initiatief(
        gebied=gebied, thema=thema, indiener=indiener, status=status, openbaar=openbaar,
        naam=g.nieuw(naam, "naam"), email=f"{g.nieuw(naam, 'email')}@example.nl", telefoon=g.nieuw(naam, "telefoon"),
        adres=g.nieuw(naam, "adres"), iban=IBAN, tenaamstelling=g.nieuw(naam, "tenaamstelling"),
        plek_adres=f"{g.nieuw(naam, 'plek')} 12", klad=g.nieuw(naam, "klad"), lengte=6.55123456, breedte=53.00234567,
        toegekend=Decimal(300) if status not in NIET_OPENBAAR else None, **tekst,
    )  # fmt: skip
    g.alle[f"{naam} plek"] = "6.55123456"  # more precise than is published
    g.alle[f"{naam} sleutel"] = initiatief.sleutel
    return g.noteer(initiatief)


def _omgeving(
    g: Geheimen, naam: str, indiener: Gebruiker, coordinator: Gebruiker, beoordelaar: Gebruiker, schrijver: Gebruiker
) -> None:
    i, nu, vandaag = g.initiatieven[naam], timezone.now(), timezone.localdate()

    def geheim(wat: str) -> str:
        return g.nieuw(naam, wat)

    def maak(model: Any, **velden: Any) -> Any:
        return g.noteer(model.objects.create(initiatief=i, **velden))

    for n, status in enumerate(Medestatus):
        adres = f"{geheim(f'medemail-{n}')}@example.nl"
        maak(m.Medeindiener, naam=geheim(f"medenaam-{n}"), email=adres, email_sleutel=email_sleutel(adres),
             sleutel=geheim(f"medesleutel-{n}"), status=status)  # fmt: skip
    for n, bevestigd in enumerate((nu, None)):
        adres = f"{geheim(f'steunmail-{n}')}@example.nl"
        maak(m.Steun, naam=geheim(f"steunnaam-{n}"), email=adres, email_sleutel=email_sleutel(adres),
             sleutel=geheim(f"steunsleutel-{n}"), bevestigd_op=bevestigd)  # fmt: skip
    maak(m.Aantekening, auteur=coordinator, tekst=geheim("aantekening"))
    for van_indiener in (True, False):
        bericht = maak(m.Draadbericht, auteur=indiener if van_indiener else coordinator, van_indiener=van_indiener,
                       tekst=geheim(f"bericht-{van_indiener}"))  # fmt: skip
        _bestand(g, naam, Bijlagesoort.GESPREK, bericht=bericht)
    for soort in (Bijlagesoort.BON, Bijlagesoort.DOCUMENT, Bijlagesoort.FOTO, Bijlagesoort.RESULTAAT):
        _bestand(g, naam, soort)
    for status in (Reactiestatus.WACHT, Reactiestatus.VERBORGEN, Reactiestatus.VERWIJDERD):
        reactie = maak(m.Reactie, auteur=schrijver, tekst=geheim(f"reactie-{status}"), status=status,
                       reden=geheim(f"reactiereden-{status}"), beoordeeld_door=coordinator)  # fmt: skip
        g.noteer(m.Reactiemelding.objects.create(reactie=reactie, reden=geheim(f"reactiemelding-{status}")))
    maak(m.Reactie, auteur=schrijver, tekst=f"Zichtbare reactie bij {i.pk}", status=Reactiestatus.ZICHTBAAR)
    maak(m.Statuswissel, van=S.CONCEPT, naar=S.INGEDIEND, op=nu, door=coordinator, toelichting=geheim("wissel"))
    maak(m.Aanvullingsverzoek, vragen=geheim("aanvulling-vraag"), antwoord=geheim("aanvulling-antwoord"))
    maak(m.Termijn, soort=Termijnsoort.BESLISSING, begin=vandaag, dagen=56, eind=vandaag,
         verdaging_reden=geheim("verdaging"))  # fmt: skip
    maak(m.Ingebrekestelling, tekst=geheim("ingebreke"), ontvangen=vandaag, dwangsom_vanaf=vandaag)
    maak(m.Wijzigingsverzoek, wat=geheim("wijziging"), motivering=geheim("wijziging-motivering"))
    for gebruiker in (coordinator, beoordelaar):
        maak(
            m.Belangenverklaring, gebruiker=gebruiker, belang=Belang.GEEN, toelichting=geheim(f"belang-{gebruiker.pk}")
        )
    if naam == S.CONCEPT:
        return
    beoordeling = maak(m.Beoordeling, beoordelaar=beoordelaar, advies="toekennen", toelichting=geheim("beoordeling"),
                       ingeleverd_op=nu)  # fmt: skip
    assert i.regelingversie is not None
    for criterium in i.regelingversie.criteria.all()[:1]:
        g.noteer(m.Score.objects.create(
            beoordeling=beoordeling, criterium=criterium, punten=3, reden=geheim("scorereden")
        ))  # fmt: skip
    for punt in i.regelingversie.volledigheidspunten.all()[:1]:
        maak(m.Volledigheidsvink, punt=punt, in_orde=True, opmerking=geheim("vink"))
    with transaction.atomic():
        besluit = maak(m.Besluit, soort=Besluitsoort.AFWIJZING, door=coordinator, datum=vandaag,
                       motivering=geheim("motivering"))  # fmt: skip
    maak(m.Bezwaar, besluit=besluit, gronden=geheim("bezwaar"), te_laat_reden=geheim("bezwaar-te-laat"),
         ontvangen=vandaag, besluitnemer=coordinator)  # fmt: skip
    verantwoording = maak(m.Verantwoording, gedaan=geheim("gedaan"), opmerking=geheim("nakijken"))
    for post in i.kosten.all():
        g.noteer(m.Verantwoordingsregel.objects.create(
            verantwoording=verantwoording, kostenpost=post, bedrag=1, toelichting=geheim("regel")
        ))  # fmt: skip
    brief = m.Brief(initiatief=i, soort=Briefsoort.BESLUIT, onderwerp=geheim("brief"), sha256="0" * 64,
                    sleutel=geheim("briefsleutel"), verzonden_op=nu)  # fmt: skip
    brief.bestand.save("brief.pdf", ContentFile(f"%PDF-1.7 {geheim('briefbestand')}".encode()))
    g.noteer(brief)


def _bestand(g: Geheimen, naam: str, soort: str, **velden: Any) -> None:
    """A file that is not public, with a secret in its name and in its bytes: a photo as a comment of the JPEG."""
    inhoud = g.nieuw(naam, f"bestand-{soort}").encode()
    foto = soort in {Bijlagesoort.FOTO, Bijlagesoort.RESULTAAT}
    if foto:
        uit = io.BytesIO()
        Image.new("RGB", (8, 8), "red").save(uit, "JPEG", comment=inhoud)
        inhoud = uit.getvalue()
    bijlage = m.Bijlage(
        initiatief=g.initiatieven[naam], soort=soort, naam=g.nieuw(naam, f"bestandsnaam-{soort}"),
        mimetype="image/jpeg" if foto else "application/pdf", grootte=len(inhoud), alt=g.nieuw(naam, f"alt-{soort}"),
        sha256=hashlib.sha256(inhoud).hexdigest(), openbaar=False, **velden,
    )  # fmt: skip
    bijlage.bestand.save("x", ContentFile(inhoud))
    g.noteer(bijlage)


def _uitdaging(g: Geheimen, openbaar: bool, gebied: Gebied, thema: Thema, indiener: Gebruiker) -> None:
    waar = f"uitdaging-{'openbaar' if openbaar else 'intern'}"
    weg = {} if openbaar else {veld: g.nieuw(waar, "inhoud") for veld in ("titel", "samenvatting", "voorstel")}
    g.noteer(m.Uitdaging.objects.create(
        indiener=indiener, naam="Groep", telefoon=g.nieuw(waar, "telefoon"), gebied=gebied, thema=thema,
        status="ingediend", openbaar=openbaar, ingediend_op=timezone.now(),
        **({"titel": "Het plantsoen", "samenvatting": "Wij doen het", "voorstel": "Zo", "beter": "Ja"} | weg),
    ))  # fmt: skip
