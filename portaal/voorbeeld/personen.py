"""People of the example: one account per role, all with the same password."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from allauth.account.models import EmailAddress
from django.db import transaction

from gebieden.models import Gebied
from kern.models import Gebruiker
from partners.enums import Functie
from partners.models import Mandaat, Medewerker, Partner

WACHTWOORD = "voorbeeld-assen"


@dataclass(frozen=True)
class Persoon:
    """An account of the example. No function: a resident."""

    email: str
    naam: str
    rol: str
    partner: str = ""
    functie: str = ""
    wijken: tuple[str, ...] = ()
    mandaat: Decimal | None = None


NOORD = ("WK010601", "WK010602", "WK010604", "WK010606")
ZUID = ("WK010600", "WK010603", "WK010605", "WK010607", "WK010608", "WK010699")

PERSONEN = (
    Persoon("bewoner@voorbeeld.test", "Bo Bewoner", "bewoner"),
    Persoon("actium@voorbeeld.test", "Anouk Aalders", "medewerker van Actium", "Actium", Functie.PARTNERMEDEWERKER),
    Persoon(
        "woonconcept@voorbeeld.test",
        "Willem Wolters",
        "medewerker van Woonconcept",
        "Woonconcept",
        Functie.PARTNERMEDEWERKER,
    ),
    Persoon("wijkagent@voorbeeld.test", "Petra Post", "wijkagent", "Politie", Functie.PARTNERMEDEWERKER),
    Persoon(
        "coordinator@voorbeeld.test",
        "Carla Coenders",
        "gebiedscoördinator van Lariks, Noorderpark, Pittelo en Peelo",
        "Gemeente Assen",
        Functie.GEBIEDSCOORDINATOR,
        NOORD,
        Decimal(5000),
    ),
    Persoon(
        "coordinator2@voorbeeld.test",
        "Kees Kuipers",
        "gebiedscoördinator van de andere wijken",
        "Gemeente Assen",
        Functie.GEBIEDSCOORDINATOR,
        ZUID,
        Decimal(5000),
    ),
    Persoon(
        "controller@voorbeeld.test",
        "Corrie Cent",
        "controller",
        "Gemeente Assen",
        Functie.CONTROLLER,
        mandaat=Decimal(50_000),
    ),
    Persoon(
        "controller2@voorbeeld.test",
        "Bram Boekhoud",
        "controller (betaalt)",
        "Gemeente Assen",
        Functie.CONTROLLER,
        mandaat=Decimal(50_000),
    ),
    Persoon("stuurgroep@voorbeeld.test", "Sanne Stuur", "lid van de stuurgroep", "Actium", Functie.STUURGROEPLID),
    Persoon("beheerder@voorbeeld.test", "Bea Beheer", "beheerder", "Gemeente Assen", Functie.BEHEERDER),
)


def accounts() -> str:
    """The demo accounts as lines of text, for the terminal."""
    regels = [f"  {persoon.email:32} {persoon.rol}" for persoon in PERSONEN]
    return "\n".join(["Voorbeeldaccounts (wachtwoord: " + WACHTWOORD + ")", *regels])


@transaction.atomic
def maak_personen(*, vanaf: dt.date) -> dict[str, Gebruiker]:
    """Make the accounts and posts that are missing, valid from `vanaf`; returns users by the part before the @."""
    return {persoon.email.split("@")[0]: _maak(persoon, vanaf) for persoon in PERSONEN}


def _maak(persoon: Persoon, vanaf: dt.date) -> Gebruiker:
    gebruiker = Gebruiker.objects.filter(email=persoon.email).first()
    if gebruiker is not None:
        return gebruiker
    gebruiker = Gebruiker.objects.create_user(persoon.email, WACHTWOORD, naam=persoon.naam)
    EmailAddress.objects.create(user=gebruiker, email=persoon.email, verified=True, primary=True)
    if persoon.functie:
        post = Medewerker.objects.create(
            gebruiker=gebruiker,
            partner=Partner.objects.get(naam=persoon.partner),
            functie=persoon.functie,
            vanaf=vanaf,
        )
        post.gebieden.set(Gebied.objects.filter(code__in=persoon.wijken))
        if persoon.mandaat:
            Mandaat.objects.create(medewerker=post, tot_bedrag=persoon.mandaat, vanaf=vanaf)
    return gebruiker
