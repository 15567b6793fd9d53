"""Plans that were awarded, and what runs beside the main road, for the permission table. All in Lariks, of `bewoner`."""

import datetime as dt
from decimal import Decimal

from django.core.files.base import ContentFile
from django.utils import timezone

from bewoners.enums import Besluitsoort, Bijlagesoort, Initiatiefstatus, Verantwoordingstatus
from bewoners.models import (
    Besluit,
    Bezwaar,
    Bijlage,
    Initiatief,
    Uitdaging,
    Verantwoording,
    Wijzigingsverzoek,
)
from budgetten.models import Begrotingsregel
from gebieden.models import Thema
from kern.models import Gebruiker
from partners.models import Partner
from tests.bewoners.verleend import verleend
from tests.factories import GebruikerFactory, zet_geld_op
from tests.toegang.wereld import Wereld, jpeg
from tests.toegang.wereld_dossier import dossier

S = Initiatiefstatus


def bewoner() -> Gebruiker:
    return Gebruiker.objects.get(email="bewoner@example.nl")


def toegekend(wereld: Wereld, status: str = S.IN_UITVOERING) -> Initiatief:
    """Awarded by somebody of no role; € 400,00 of the municipality is committed."""
    gemeente = Partner.objects.get(slug="gemeente-assen")
    regel = Begrotingsregel.objects.get(pk=wereld.regel.pk)
    zet_geld_op(regel, {gemeente: Decimal("400.00")})
    return verleend(
        regel=regel,
        indiener=bewoner(),
        door=GebruikerFactory(naam="Bep Beslist"),
        dekking={gemeente: Decimal("400.00")},
        status=status,
    )


def verantwoording(wereld: Wereld, *, eenvoudig: bool = False) -> Verantwoording:
    """An account that was handed in."""
    status = S.DIRECT_VASTGESTELD if eenvoudig else S.VERANTWOORDING_INGEDIEND
    return Verantwoording.objects.create(
        initiatief=toegekend(wereld, status),
        gedaan="Wij hebben getimmerd.",
        eenvoudig=eenvoudig,
        status=Verantwoordingstatus.INGEDIEND,
        ingediend_op=timezone.now(),
    )


def bon(wereld: Wereld) -> Bijlage:
    """A receipt of an account that was not handed in."""
    plan = toegekend(wereld)
    rij = Bijlage(
        initiatief=plan, kostenpost=plan.kosten.get(), soort=Bijlagesoort.BON, naam="bon.jpg",
        mimetype="image/jpeg", grootte=1, toegevoegd_door=plan.indiener,
    )  # fmt: skip
    rij.bestand.save("bon.jpg", ContentFile(jpeg()))
    return rij


def verzoek(wereld: Wereld) -> Wijzigingsverzoek:
    """A request for a change that waits for an answer."""
    return Wijzigingsverzoek.objects.create(initiatief=toegekend(wereld), wat="Later klaar")


def bezwaar(wereld: Wereld) -> Bezwaar:
    """An objection to a decision of somebody of no role."""
    plan = toegekend(wereld)
    besluit = Besluit.objects.get(initiatief=plan, soort=Besluitsoort.VERLENING)
    return Bezwaar.objects.create(
        initiatief=plan,
        besluit=besluit,
        gronden="Te weinig",
        ontvangen=timezone.localdate(),
        besluitnemer=besluit.door,
    )


def uitdaging(wereld: Wereld, status: str = "ingediend", *, openbaar: bool = False) -> Uitdaging:
    """A challenge of `bewoner`."""
    nu = None if status == "concept" else timezone.now()
    return Uitdaging.objects.create(
        titel="Het groen in onze straat",
        samenvatting="Wij doen het zelf",
        gebied=wereld.lariks,
        thema=Thema.objects.get(slug="groen"),
        voorstel="Met buren",
        beter="Het wordt mooier",
        naam="De Sparstraat",
        indiener=bewoner(),
        status=status,
        ingediend_op=nu,
        uiterlijk=timezone.localdate() + dt.timedelta(days=56) if nu else None,
        openbaar=openbaar,
    )


def loopt(wereld: Wereld) -> Initiatief:
    """A file with its term to decide."""
    return dossier(wereld, S.IN_BEOORDELING)
