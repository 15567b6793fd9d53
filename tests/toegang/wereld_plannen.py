"""Drafts and their files for the rows about handing in. All of it lies in Lariks, of `bewoner`."""

import secrets

from django.core.files.base import ContentFile

from bewoners.domain import concepten, indienen
from bewoners.domain.adressen import email_sleutel
from bewoners.enums import Bijlagesoort, Initiatiefstatus
from bewoners.models import Bijlage, Initiatief, Medeindiener
from gebieden.models import Thema
from kern.models import Gebruiker
from tests.bewoners.fabriek import maak_initiatief
from tests.toegang.wereld import Wereld, jpeg


def plan(wereld: Wereld, status: str = Initiatiefstatus.INGEDIEND) -> Initiatief:
    """A plan of `bewoner`; not on the website."""
    return maak_initiatief(
        gebied=wereld.lariks,
        thema=Thema.objects.get(slug="jeugd"),
        indiener=Gebruiker.objects.get(email="bewoner@example.nl"),
        status=status,
        openbaar=False,
    )


def concept(wereld: Wereld) -> Initiatief:
    return plan(wereld, Initiatiefstatus.CONCEPT)


def bijlage(wereld: Wereld, *, openbaar: bool) -> Bijlage:
    """A photo; `openbaar`: on the website, of a plan that is too."""
    van = plan(wereld)
    if openbaar:
        Initiatief.objects.filter(pk=van.pk).update(gepubliceerd_op=van.ingediend_op)
    rij = Bijlage(
        initiatief=van, soort=Bijlagesoort.FOTO, naam="foto.jpg", mimetype="image/jpeg", grootte=1, openbaar=openbaar
    )
    rij.bestand.save("foto.jpg", ContentFile(jpeg()))
    return rij


def mede_sleutel(wereld: Wereld) -> str:
    """The secret in the address of a co-applicant."""
    email = "anna@example.nl"
    mede = Medeindiener.objects.create(
        initiatief=plan(wereld), naam="Anna", email=email, email_sleutel=email_sleutel(email),
        sleutel=secrets.token_urlsafe(32),
    )  # fmt: skip
    return mede.sleutel


def verder_token(wereld: Wereld) -> str:
    """What is in the link of the mail about a draft that belongs to no account."""
    los = concepten.begin(door=None)
    return _laatste(concepten.verder_adres(concepten.bewaar(los, "idee", door=None, velden={"email": "n@example.nl"})))


def klaar_token(wereld: Wereld) -> str:
    """What is in the address of the page that says what happens now."""
    return _laatste(indienen.klaar_adres(plan(wereld)))


def _laatste(pad: str) -> str:
    return pad.rstrip("/").rpartition("/")[2]
