"""Handing in with an attacker's eye: accounts by code, and mail to strangers."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from bewoners.domain import bevestigen, concepten, steun
from bewoners.domain.inrichten import richt_regelingen_in
from bewoners.enums import Initiatiefstatus
from bewoners.models import Initiatief, Steun
from kern.domain.brief import brieftekst
from kern.domain.fouten import Weigering
from kern.models import Gebruiker, Uitgaandbericht
from tests.bewoners import indienhulp as hulp
from tests.bewoners.fabriek import maak_initiatief
from tests.bewoners.indienhulp import EMAIL, stap
from tests.factories import WACHTWOORD, GebruikerFactory

pytestmark = pytest.mark.django_db

S = Initiatiefstatus


# --- accounts


def _bewijs(concept: Initiatief) -> None:
    """The code that was mailed is used."""
    bevestigen.stuur_code(concept)
    bevestigen.bevestig(concept, code=hulp.laatste_code(concept.email))


def test_code_sent_to_a_look_alike_address_opens_no_other_account(wijken, themas):
    """`ı` is `I` in the upper case of PostgreSQL: the mail goes to another domain than that of the account."""
    richt_regelingen_in()
    slachtoffer = GebruikerFactory(email="coordinator@gmail.example.nl", naam="Cor")
    concept = hulp.heel_concept(wijken["Lariks"], themas["Groen"], email="coordinator@gmaıl.example.nl")
    _bewijs(concept)

    assert bevestigen.gebruiker_voor(concept).pk != slachtoffer.pk

    EmailAddress.objects.update_or_create(user=slachtoffer, email=slachtoffer.email, defaults={"verified": True})
    concepten.bevestig_email(concept)
    assert not concepten.eigen_plannen(slachtoffer).filter(pk=concept.pk).exists()


def test_code_finds_an_account_whatever_the_capitals(wijken, themas):
    gebruiker = GebruikerFactory(email="Nel.Nieuw@example.nl")
    concept = hulp.heel_concept(wijken["Lariks"], themas["Groen"], email="nel.nieuw@example.nl")
    _bewijs(concept)

    assert bevestigen.gebruiker_voor(concept).pk == gebruiker.pk


def test_code_of_ones_own_address_opens_no_account_of_an_address_filled_in_since(wijken, themas):
    """Another request changes the address between using the code and logging in."""
    richt_regelingen_in()
    GebruikerFactory(email="slachtoffer@example.nl")
    concept = hulp.heel_concept(wijken["Lariks"], themas["Groen"])
    _bewijs(concept)
    vast = concepten.bewaar(concept, "idee", door=None, velden={"email": "slachtoffer@example.nl"})

    with pytest.raises(Weigering):
        bevestigen.gebruiker_voor(vast)


def test_link_of_ones_own_address_confirms_no_address_filled_in_since(wijken, themas):
    concept = hulp.heel_concept(wijken["Lariks"], themas["Groen"])
    concepten.bewaar(concept, "idee", door=None, velden={"email": "slachtoffer@example.nl"})

    with pytest.raises(concepten.LinkVerlopen):
        concepten.open_met_link(concept)


def test_codes_cannot_be_guessed_all_day_long(wijken, themas, client, monkeypatch):
    """Each new code gives new tries; over all drafts and browsers together one mailbox has few a day."""
    richt_regelingen_in()
    GebruikerFactory(email=EMAIL, naam="Nel Oud")
    pogingen = 0
    for _browser in range(8):
        client = Client(REMOTE_ADDR=f"192.0.2.{_browser + 1}")
        hulp.begin(client, monkeypatch)
        hulp.vul_alles_in(client, thema=themas["Groen"], gebied=wijken["Lariks"])
        client.post(stap("controleren"))
        for _poging in range(bevestigen.POGINGEN):
            antwoord = client.post(stap("code"), {"code": "000000"})
            if antwoord.status_code == 200 and "klopt niet" in antwoord.content.decode():
                pogingen += 1

    assert pogingen <= 20


def test_stranger_who_began_a_draft_for_somebody_loses_it_when_they_open_their_link(
    wijken, themas, client, monkeypatch
):
    """Else somebody who began a plan with another's address reads, and changes, what that person fills in."""
    richt_regelingen_in()
    vreemde, eigenaar = Client(), Client()
    hulp.begin(vreemde, monkeypatch)
    vreemde.post(stap("idee"), hulp.idee(themas["Groen"]))

    eigenaar.post(hulp.link("concept"))

    assert eigenaar.get(stap("mensen")).status_code == 200
    assert vreemde.get(stap("mensen")).status_code == 302
    assert vreemde.post(stap("mensen"), hulp.mensen(iban="NL91ABNA0417164300")).status_code == 302
    assert Initiatief.objects.get().iban == ""


def test_password_of_a_stranger_goes_also_when_another_user_sits_at_the_browser(wijken, themas, client, rf):
    """The owner confirms the address while somebody else of the household is logged in."""
    from allauth.account.internal.flows.email_verification import verify_email_indirectly
    from allauth.account.internal.flows.login import record_authentication
    from django.contrib.messages.storage.fallback import FallbackStorage
    from django.contrib.sessions.backends.db import SessionStore

    doel = GebruikerFactory(email=EMAIL, naam="Nel")
    EmailAddress.objects.filter(user=doel).delete()
    EmailAddress.objects.create(user=doel, email=EMAIL, primary=True, verified=False)
    verzoek = rf.post("/")
    verzoek.session = SessionStore()
    verzoek.user = GebruikerFactory()
    verzoek._messages = FallbackStorage(verzoek)
    record_authentication(verzoek, doel, method="code", email=EMAIL)

    verify_email_indirectly(verzoek, doel, EMAIL)

    assert not Gebruiker.objects.get(pk=doel.pk).check_password(WACHTWOORD)


# --- mail to strangers


@pytest.mark.parametrize("naam", ["Log in op ing-veilig.nl", "Kijk op KWAAD.example snel", "bel.nl/x"])
def test_greeting_of_a_mail_carries_no_address_of_a_stranger(naam):
    assert brieftekst(naam, ["Hoi."]).startswith("Hallo,\n")


@pytest.mark.parametrize("naam", ["Jan Jansen", "J.A. de Vries", "Drs. P. Smit", "Anne-Marie van 't Hof"])
def test_greeting_of_a_mail_keeps_names_of_people(naam):
    assert brieftekst(naam, ["Hoi."]).startswith(f"Beste {naam},\n")


def test_one_mailbox_gets_few_mails_about_support_however_many_plans_there_are(wijken, themas, bewoner):
    for _nummer in range(12):
        plan = maak_initiatief(
            gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner, status=S.IN_BEOORDELING
        )
        steun.steun(plan, naam="X", email="doelwit@example.nl", toon_naam=False)

    assert Uitgaandbericht.objects.filter(soort="steun").count() <= 10


@pytest.mark.parametrize("naam", ["Koop nu op www.kwaad.example", "https://kwaad.example", "spam@kwaad.example"])
def test_name_of_a_supporter_is_no_advertisement_on_the_site(plan, naam):
    Steun.objects.create(
        initiatief=plan, naam=naam, toon_naam=True, email="x@example.nl", email_sleutel="a" * 64, sleutel="s",
        bevestigd_op=timezone.now(),
    )  # fmt: skip

    assert (steun.aantal(plan), steun.namen(plan)) == (1, [])
