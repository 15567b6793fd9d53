"""One's own data to take along, and closing an account: what goes, what stays, who may not."""

import datetime as dt
import io
import json
import zipfile
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bewoners.domain.adressen import email_sleutel
from bewoners.enums import Bijlagesoort, Initiatiefstatus
from bewoners.models import Bijlage, Initiatief, Reactie, Steun, Volger
from kern.domain import postvak
from kern.domain.fouten import Weigering
from kern.domain.logboek import log
from kern.enums import Berichtstatus, Taakstatus
from kern.models import Gebruiker, Logregel, Melding, Meldingvoorkeur, Uitgaandbericht
from partners.models import Medewerker
from portaal.domain import account
from tests.bewoners.fabriek import maak_initiatief
from tests.exporthulp import inhoud
from tests.factories import WACHTWOORD, ActiviteitFactory, GebruikerFactory, TaakFactory

pytestmark = pytest.mark.django_db

S = Initiatiefstatus
MEENEMEN = "portaal:eigen_gegevens"
SLUITEN = "portaal:account_sluiten"


def _zip(gebruiker: Gebruiker) -> tuple[dict, dict[str, bytes]]:
    uit = io.BytesIO()
    account.schrijf_zip(gebruiker, uit)
    with zipfile.ZipFile(uit) as zip_:
        bestanden = {naam: zip_.read(naam) for naam in zip_.namelist()}
    return json.loads(bestanden.pop("gegevens.json")), bestanden


@pytest.fixture
def plan(wijken, themas, bewoner) -> Initiatief:
    plan = maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner, status=S.AFGEWEZEN)
    bijlage = Bijlage(
        initiatief=plan,
        soort=Bijlagesoort.FOTO,
        naam="../../tuin bij ons.jpg",
        mimetype="image/jpeg",
        grootte=3,
        sha256="0" * 64,
    )
    bijlage.bestand.save("x", ContentFile(b"jpg"))
    Reactie.objects.create(initiatief=plan, auteur=bewoner, tekst="Mooi plan")
    Volger.objects.create(initiatief=plan, gebruiker=bewoner)
    return plan


@pytest.fixture
def zonder_wachtwoord(bewoner) -> Gebruiker:
    """A resident who logs in with a code by mail."""
    bewoner.set_unusable_password()
    bewoner.save()
    return bewoner


def _steun(plan: Initiatief, gebruiker: Gebruiker) -> Steun:
    return Steun.objects.create(
        initiatief=plan,
        naam=gebruiker.naam,
        email=gebruiker.email,
        email_sleutel=email_sleutel(gebruiker.email),
        sleutel=f"s{plan.pk}",
    )


def _dicht(antwoord: Any) -> None:
    """Close the file of a streamed answer, and not the connection of the test with it."""
    for sluit in antwoord._resource_closers:
        sluit()


# Taking along


def test_zip_holds_everything_of_one_person_and_nothing_of_another(plan, bewoner, wijken, themas, actium):
    ander = GebruikerFactory(naam="Iemand Anders")
    maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=ander, titel="Geheim van een ander")
    _steun(plan, bewoner)
    log(plan, "deed iets", door=bewoner, toelichting="zelf")
    Melding.objects.create(gebruiker=bewoner, soort="nieuws", sleutel="m", tekst="Er is nieuws", url="/")
    taak = TaakFactory(aangevraagd_door=bewoner, status=Taakstatus.GEREED, voortgang=100)
    taak.bestand.save("uitkomst.txt", ContentFile(b"klaar"))
    ActiviteitFactory(ingevoerd_door=bewoner, partner=actium, gebied=wijken["Lariks"], titel="Opruimdag")

    gegevens, bestanden = _zip(bewoner)

    assert gegevens["account"]["email"] == bewoner.email
    (eigen,) = gegevens["plannen"]
    assert (eigen["iban"], eigen["adres"]) == (plan.iban, plan.adres)
    assert [rij["tekst"] for rij in gegevens["reacties"]] == ["Mooi plan"]
    assert [rij["tekst"] for rij in gegevens["meldingen"]] == ["Er is nieuws"]
    assert [rij["toelichting"] for rij in gegevens["logboek"]] == ["zelf"]
    assert [rij["titel"] for rij in gegevens["activiteiten"]] == ["Opruimdag"]
    assert gegevens["volgt"] == [plan.titel]
    assert len(gegevens["steun"]) == 1
    assert "Geheim van een ander" not in json.dumps(gegevens)
    assert sorted(bestanden.values()) == [b"jpg", b"klaar"]
    assert all(naam.startswith("bestanden/") and ".." not in naam.split("/") for naam in bestanden)


def test_a_file_that_is_gone_is_named(plan, bewoner):
    bijlage = plan.bijlagen.get()
    bijlage.bestand.storage.delete(bijlage.bestand.name)

    gegevens, bestanden = _zip(bewoner)

    assert bestanden == {}
    assert len(gegevens["ontbrekende_bestanden"]) == 1


def test_page_gives_a_zip_and_nobody_keeps_it(als, plan, bewoner):
    client = als(bewoner)
    assert client.get(reverse(MEENEMEN)).status_code == 200

    antwoord = client.post(reverse(MEENEMEN))

    assert antwoord["Content-Type"] == "application/zip"
    assert "no-store" in antwoord["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(inhoud(antwoord))) as zip_:
        assert "gegevens.json" in zip_.namelist()
    _dicht(antwoord)


def test_taking_along_is_braked(als, bewoner):
    client = als(bewoner)
    codes = []
    for _nummer in range(6):
        antwoord = client.post(reverse(MEENEMEN))
        codes.append(antwoord.status_code)
        _dicht(antwoord)

    assert codes == [200] * 5 + [429]


def test_taking_along_takes_as_many_queries_for_one_plan_as_for_many(
    plan, bewoner, wijken, themas, django_assert_num_queries
):
    _zip(bewoner)
    with CaptureQueriesContext(connection) as een:
        _zip(bewoner)
    for _nummer in range(3):
        maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner)
    with django_assert_num_queries(len(een)):
        _zip(bewoner)


# Closing


def test_closing_leaves_nothing_that_says_whose_it_was(
    plan, bewoner, wijken, themas, django_capture_on_commit_callbacks
):
    email, naam = bewoner.email, bewoner.naam
    assert bewoner.has_usable_password()
    assert EmailAddress.objects.filter(user=bewoner, verified=True).exists()
    concept = maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner, status=S.CONCEPT)
    lopend = maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=GebruikerFactory())
    _steun(lopend, bewoner)
    _steun(plan, bewoner)
    Melding.objects.create(gebruiker=bewoner, soort="nieuws", sleutel="m", tekst="Er is nieuws", url="/")
    Meldingvoorkeur.objects.create(gebruiker=bewoner, soort="nieuws", mail=False)
    postvak.stuur(sleutel="x", aan=email, onderwerp="Nieuws", tekst="Hallo", soort="nieuws")
    Uitgaandbericht.objects.filter(sleutel="x").update(gebruiker=bewoner)
    log(bewoner, "naam gewijzigd", door=bewoner, wijzigingen={"naam": ("Oud", naam)})
    taak = TaakFactory(aangevraagd_door=bewoner, status=Taakstatus.GEREED, voortgang=100)
    taak.bestand.save("uitkomst.txt", ContentFile(b"klaar"))
    client, ander = Client(), Client()
    for wie, gebruiker in ((client, bewoner), (ander, GebruikerFactory())):
        wie.force_login(gebruiker, backend="kern.backends.InlogBackend")

    with django_capture_on_commit_callbacks(execute=True):
        account.sluit(bewoner, email=f" {email.upper()} ")

    bewoner.refresh_from_db()
    assert (bewoner.email, bewoner.naam) == (f"verwijderd-{bewoner.pk}@verwijderd.invalid", "")
    assert (bewoner.is_active, bewoner.has_usable_password(), bewoner.last_login) == (False, False, None)
    assert str(bewoner) == "Gesloten account"
    assert not EmailAddress.objects.filter(user=bewoner).exists()
    assert not Initiatief.objects.filter(pk=concept.pk).exists()
    assert list(Steun.objects.values_list("initiatief", flat=True)) == [plan.pk]
    assert not Melding.objects.filter(gebruiker=bewoner).exists()
    assert not Meldingvoorkeur.objects.filter(gebruiker=bewoner).exists()
    assert Reactie.objects.get().auteur is None
    assert not Volger.objects.exists()
    bericht = Uitgaandbericht.objects.get(sleutel="x")
    assert (bericht.status, bericht.aan, bericht.tekst) == (Berichtstatus.VERVALLEN, "", "")
    taak.refresh_from_db()
    assert not taak.bestand
    assert naam not in json.dumps(
        list(Logregel.objects.filter(object_id=bewoner.pk).values("wijzigingen", "toelichting"))
    )
    assert Logregel.objects.filter(door=bewoner, actie="account gesloten").count() == 1
    assert Session.objects.count() == 1
    assert client.get(reverse("kern:mijn_gegevens")).status_code == 302
    assert ander.get(reverse("kern:mijn_gegevens")).status_code == 200
    plan.refresh_from_db()
    assert (plan.indiener, plan.naam) == (bewoner, naam)


def test_closing_is_confirmed_by_mail_to_the_old_address(bewoner, django_capture_on_commit_callbacks):
    email = bewoner.email
    account.sluit(bewoner, email=email)
    postvak.verstuur()

    assert [(bericht.to, bericht.subject) for bericht in mail.outbox] == [([email], "Uw account is gesloten")]


@pytest.mark.parametrize("status", [S.INGEDIEND, S.IN_BEOORDELING, S.VERLEEND, S.IN_UITVOERING])
def test_who_has_a_running_plan_finishes_that_first(wijken, themas, bewoner, status):
    maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner, status=status)

    with pytest.raises(Weigering, match="plan dat nog loopt"):
        account.sluit(bewoner, email=bewoner.email)
    bewoner.refresh_from_db()
    assert bewoner.is_active


@pytest.mark.parametrize("rol", ["coordinator", "controller", "beheerder", "partnermedewerker"])
def test_who_has_a_post_cannot_close(rol, request):
    iemand = request.getfixturevalue(rol)

    with pytest.raises(Weigering, match="functie"):
        account.sluit(iemand, email=iemand.email)


def test_who_had_a_post_can(coordinator):
    Medewerker.objects.filter(gebruiker=coordinator).update(tot=timezone.localdate() - dt.timedelta(days=1))

    account.sluit(coordinator, email=coordinator.email)

    coordinator.refresh_from_db()
    assert not coordinator.is_active


def test_the_first_installer_cannot(db):
    baas = GebruikerFactory(is_superuser=True)

    with pytest.raises(Weigering, match="installatie"):
        account.sluit(baas, email=baas.email)


def test_closing_page_needs_the_own_address_and_logs_out(als, zonder_wachtwoord):
    bewoner = zonder_wachtwoord
    client = als(bewoner)
    adres = reverse(SLUITEN)
    assert client.get(adres).status_code == 200
    assert "niet het e-mailadres" in client.post(adres, {"email": "ander@example.nl"}).content.decode()

    antwoord = client.post(adres, {"email": bewoner.email}, follow=True)

    assert "Uw account is gesloten" in antwoord.content.decode()
    assert not get_user(_verzoek(client)).is_authenticated
    assert client.post(adres, {"email": bewoner.email}).status_code == 403


def _verzoek(client: Client):
    verzoek = RequestFactory().get("/")
    verzoek.session = client.session
    return verzoek


def test_who_has_a_password_gives_it_again_first(als, bewoner):
    client = als(bewoner)
    adres = reverse(SLUITEN)
    assert client.get(adres).status_code == 200

    eerst = client.post(adres, {"email": bewoner.email})

    assert eerst.url.startswith(reverse("account_reauthenticate"))
    bewoner.refresh_from_db()
    assert bewoner.is_active
    client.post(eerst.url, {"password": WACHTWOORD}, follow=True)
    bewoner.refresh_from_db()
    assert not bewoner.is_active


def test_wrong_address_is_braked(als, zonder_wachtwoord):
    client = als(zonder_wachtwoord)
    codes = [client.post(reverse(SLUITEN), {"email": "ander@example.nl"}).status_code for _nummer in range(11)]

    assert codes == [200] * 10 + [429]


def test_page_says_why_it_cannot_and_shows_no_button(als, coordinator):
    tekst = als(coordinator).get(reverse(SLUITEN)).content.decode()

    assert "kan nu nog niet dicht" in tekst
    assert 'name="email"' not in tekst


def test_address_is_free_for_a_new_account_and_that_has_nothing_of_the_old(plan, bewoner):
    email = bewoner.email
    account.sluit(bewoner, email=email)
    nieuw = Gebruiker.objects.create_user(email)

    assert _zip(nieuw)[0]["plannen"] == []
