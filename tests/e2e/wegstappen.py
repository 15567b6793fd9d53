"""The steps of the road of an initiative, each as the person who takes it, and how time goes by."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import F
from django.utils import timezone
from playwright.sync_api import Locator, expect

from bewoners.models import Aanvullingsverzoek, Initiatief, Opschorting, Termijn
from bewoners.tasks import bewaak_termijnen
from kern.models import Gebruiker
from tests.celery_worker import wacht_tot
from tests.e2e.weg import Wandelaar, Weg


@dataclass(frozen=True)
class Aanvraag:
    """What a resident fills in. Amounts as they are typed."""

    titel: str
    kosten: list[tuple[str, str]]
    dekking: str = ""
    naam: str = "Nel Nieuw"
    email: str = "nel@example.nl"
    begin: dt.date = field(default_factory=lambda: dt.date(timezone.localdate().year + 1, 4, 4))
    eind: dt.date = field(default_factory=lambda: dt.date(timezone.localdate().year + 1, 5, 5))


def dient_in(weg: Weg, aanvraag: Aanvraag) -> Initiatief:
    """From the start page to the confirmed plan, without an account: the code comes by mail."""
    w = weg.bewoner
    w.ga("/initiatieven/indienen/")
    w.klik("Begin met uw plan")
    w.kop("Uw idee")
    w.vul("Naam van uw plan", aanvraag.titel)
    w.vul("Uw plan in het kort", "Wij maken onze straat groener.")
    w.vul("Wat gaat u doen?", "Met de hele straat timmeren wij bakken en zetten er planten in.")
    w.vul("Wat heeft de buurt eraan?", "De straat wordt mooier en buren leren elkaar kennen.")
    w.kies("Onderwerp", "Groen")
    w.vul("Wanneer begint u?", aanvraag.begin)
    w.vul("Wanneer is het klaar?", aanvraag.eind)
    w.vul("Uw e-mailadres", aanvraag.email)
    w.klik("Volgende")
    w.kop("De plek")
    w.kies("Wijk of buurt", "Lariks (hele wijk)")
    w.klik("Volgende")
    w.kop("Kosten")
    for nummer, (wat, bedrag) in enumerate(aanvraag.kosten, start=1):
        w.vul("Waarvoor?" if nummer == 1 else f"Kosten {nummer}: waarvoor?", wat)
        w.vul("Bedrag" if nummer == 1 else f"Kosten {nummer}: bedrag", bedrag)
    if aanvraag.dekking:
        vul_dit(w, w.page.locator("[name=dekking-0-wat]"), "Eigen geld")
        vul_dit(w, w.page.locator("[name=dekking-0-bedrag]"), aanvraag.dekking)
    w.klik("Volgende")
    w.kop("De mensen")
    w.vul("Uw naam", aanvraag.naam)
    w.vul("Telefoonnummer", "0592 123456")
    w.vul("Straat", "Sparstraat")
    w.vul("Huisnummer", "12")
    w.vul("Postcode", "9404 KL")
    w.vink("Ik ben 18 jaar of ouder")
    w.klik("Volgende")
    w.kop("Bijlagen")
    w.klik("Volgende")
    w.kop("Klopt alles?")
    w.klik("Stuur mij een code")
    w.kop("Vul uw code in")
    w.vul("Code van 6 cijfers", weg.post(aanvraag.email, r"\b\d{6}\b"))
    w.klik("Stuur uw plan in")
    w.kop("Uw plan is ingestuurd")
    return Initiatief.objects.get(titel=aanvraag.titel)


def open_dossier(weg: Weg, plan: Initiatief, wie: Gebruiker) -> Wandelaar:
    """The file, found in the list."""
    w = weg.collega(wie)
    w.ga("/initiatieven/dossiers/")
    w.volg(plan.titel)
    w.kop(plan.titel)
    return w


def neemt_in_behandeling(weg: Weg, plan: Initiatief) -> None:
    """The coordinator finds everything there."""
    w = open_dossier(weg, plan, weg.team.coordinator)
    for vak in w.page.locator(".vinklijst input[type=checkbox]").all():
        naam = vak.evaluate("e => e.labels[0].innerText.trim()")
        w.vink(naam)
    w.klik("Compleet: in behandeling nemen")
    w.leest("Het plan wordt nu beoordeeld")


def verklaart(w: Wandelaar, belang: str = "Ik heb geen persoonlijk belang") -> None:
    """Whether there is an interest, before anything can be read."""
    w.kop("Hebt u een persoonlijk belang?")
    w.keuze(belang)
    w.klik("Verklaren en verdergaan")


def beoordeelt(weg: Weg, plan: Initiatief, wie: Gebruiker, *, advies: str = "Toekennen") -> None:
    """From the list of work: no interest, points and a reason for each criterion, an advice."""
    w = weg.collega(wie)
    w.ga("/werk/")
    w.volg(re.compile(re.escape(plan.titel)))
    verklaart(w)
    assert plan.regelingversie is not None
    for criterium in plan.regelingversie.criteria.all():
        w.kies(f"Punten voor ‘{criterium.naam}’", w.page.locator("select option[value='4']").first.inner_text().strip())
    for reden in w.page.locator(".criterium textarea").all():
        vul_dit(w, reden, "Veel buren doen mee.")
    w.keuze(advies)
    w.vul("Toelichting op uw advies", "Dit past bij de wijk.")
    w.klik("Inleveren")


def vul_dit(w: Wandelaar, veld: Locator, tekst: str) -> None:
    """Fill in one of several fields of the same name."""
    if w.toetsen:
        w._tab_naar(veld)
        w.page.keyboard.type(tekst)
    else:
        veld.fill(tekst)


def besluit(
    weg: Weg, plan: Initiatief, keuze: str, *, dekking: dict[str, str] | None = None, grond: str = ""
) -> Wandelaar:
    """Somebody with a mandate declares, fills the decision in, looks at the letters and takes it."""
    w = open_dossier(weg, plan, weg.team.beslisser)
    w.volg("Besluit nemen")
    verklaart(w)
    w.kop("Besluit nemen")
    w.keuze(keuze)
    for betaler, bedrag in (dekking or {}).items():
        w.vul(betaler, bedrag)
    if grond:
        w.vink(re.compile(re.escape(grond)))
    w.vul("Motivering", "De hele straat is gevraagd. Wij wegen de steun en de kosten.")
    w.klik("Brieven bekijken")
    w.kop("Klopt dit besluit?")
    w.klik("Besluit nemen en versturen")
    w.leest("Het besluit is genomen")
    return w


def geeft_rekening_door(weg: Weg, plan: Initiatief) -> None:
    """The resident, from their own page."""
    w = weg.bewoner
    w.ga(plan.get_absolute_url())
    w.volg("Rekeningnummer doorgeven")
    w.vul("Rekeningnummer (IBAN)", "NL91 ABNA 0417 1643 00")
    w.vul("Op naam van", "N. Nieuw")
    w.klik("Bewaren")
    w.leest("Uw rekeningnummer is bewaard.")


def betaalt(weg: Weg, plan: Initiatief, bedrag: str) -> None:
    """Asked by the coordinator, approved by a controller, paid by another: nobody does two of these."""
    w = open_dossier(weg, plan, weg.team.coordinator)
    w.volg("Betaling aanvragen")
    expect(w._veld("Bedrag")).to_have_value(bedrag)
    w.klik("Aanvragen")
    w.leest("De betaling is aangevraagd.")
    w = weg.collega(weg.team.controller)
    w.ga("/budget/uitgaven/?tab=beoordelen")
    w.volg(re.compile(plan.kenmerk))
    w.klik("Goedkeuren en boeken")
    w.leest("De uitgave is goedgekeurd en geboekt.")
    assert w.page.get_by_role("button", name="Als betaald markeren").count() == 0
    w = weg.collega(weg.team.kassier)
    w.ga("/budget/uitgaven/?tab=alle")
    w.volg(re.compile(plan.kenmerk))
    w.leest("NL91 ABNA 0417 1643 00")
    w.vul("Kenmerk van de bank", "BNG 0042")
    w.klik("Als betaald markeren")
    w.leest("De uitgave is als betaald gemarkeerd.")


def geld_op_de_pagina(w: Wandelaar, plan: Initiatief) -> dict[str, str]:
    """The amounts anybody reads on the page of the plan, the payers of the award apart."""
    w.ga(plan.get_absolute_url())
    gelezen: dict[str, str] = {}
    for term in w.page.locator(".plangeld dt").all():
        waarde = term.locator("xpath=following-sibling::dd[1]").inner_text().replace("\u00a0", " ")
        eerste, *rest = [regel.strip() for regel in waarde.splitlines() if regel.strip()]
        gelezen[term.inner_text()] = eerste
        gelezen |= dict(regel.split(": ", 1) for regel in rest)
    return gelezen


def geld_in_het_dossier(w: Wandelaar) -> dict[str, list[str]]:
    """The table of the file: per payer what was awarded, paid, released, paid back and is open."""
    rijen = w.page.locator("#geld tbody tr").all()
    return {
        rij.locator("th").inner_text(): [
            cel.replace("\u00a0", " ").strip() for cel in rij.locator("td").all_inner_texts()
        ]
        for rij in rijen
    }


def veeg(voorwaarde: Callable[[], object], waarop: str) -> None:
    """Let the worker sweep, until it did what is due."""
    bewaak_termijnen.delay()
    wacht_tot(voorwaarde, waarop=waarop)


def status(plan: Initiatief) -> str:
    """As it is in the database now."""
    return Initiatief.objects.values_list("status", flat=True).get(pk=plan.pk)


def laat_voorbijgaan(plan: Initiatief, soort: str) -> None:
    """As if the days of this term went by: it ended yesterday."""
    termijn = Termijn.objects.get(initiatief=plan, soort=soort, voldaan_op=None)
    termijn.eind = timezone.localdate() - dt.timedelta(days=1)
    termijn.begin = termijn.eind - dt.timedelta(days=termijn.dagen)
    termijn.save(update_fields=["begin", "eind"])


def dagen_later(plan: Initiatief, dagen: int) -> None:
    """As if so many days went by since everything that happened to this file."""
    duur = dt.timedelta(days=dagen)
    Termijn.objects.filter(initiatief=plan).update(begin=F("begin") - duur, eind=F("eind") - duur)
    Opschorting.objects.filter(termijn__initiatief=plan).update(
        begin=F("begin") - duur, uiterlijk=F("uiterlijk") - duur
    )
    Aanvullingsverzoek.objects.filter(initiatief=plan).update(uiterlijk=F("uiterlijk") - duur)


def begint(plan: Initiatief, *, klaar: bool = False) -> None:
    """As if the first day of the plan has come; `klaar`: and its last day has passed."""
    vandaag = timezone.localdate()
    eind = vandaag - dt.timedelta(days=1) if klaar else vandaag + dt.timedelta(days=20)
    Initiatief.objects.filter(pk=plan.pk).update(begindatum=vandaag - dt.timedelta(days=10), einddatum=eind)
