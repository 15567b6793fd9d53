"""The pages of news and of the outbox: nothing is written by looking, and stopping mails needs no login."""

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from kern.domain import postvak
from kern.domain.meldingen import meld
from kern.domain.voorkeuren import afmeldadres
from kern.enums import Berichtstatus
from kern.models import Melding, Meldingvoorkeur, Uitgaandbericht
from tests.kern.berichthulp import BESLUIT, NIEUWS, MeldingFactory, UitgaandberichtFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("proefsoorten")]


@pytest.fixture
def afmeldpad(bewoner, settings) -> str:
    settings.SITE_URL = ""
    return afmeldadres(bewoner.pk, NIEUWS.code)


# --- my news


def test_list_shows_mine_newest_first_and_reads_nothing(als, bewoner):
    oud, nieuw = MeldingFactory(gebruiker=bewoner), MeldingFactory(gebruiker=bewoner)
    MeldingFactory()

    antwoord = als(bewoner).get("/meldingen/")

    assert list(antwoord.context["meldingenlijst"]) == [nieuw, oud]
    assert "U hebt 2 nieuwe meldingen." in antwoord.content.decode()
    assert Melding.objects.filter(gelezen_op=None).count() == 3


def test_opening_reads_and_goes_there(als, bewoner):
    melding = MeldingFactory(gebruiker=bewoner, url="/over/?a=1")
    client = als(bewoner)

    assert client.get(f"/meldingen/{melding.pk}/openen/").status_code == 405
    antwoord = client.post(f"/meldingen/{melding.pk}/openen/")

    assert (antwoord.status_code, antwoord.headers["Location"]) == (302, "/over/?a=1")
    melding.refresh_from_db()
    assert melding.gelezen_op is not None


def test_news_of_somebody_else_is_not_there(als, bewoner):
    vreemd = MeldingFactory()

    assert als(bewoner).post(f"/meldingen/{vreemd.pk}/openen/").status_code == 404
    vreemd.refresh_from_db()
    assert vreemd.gelezen_op is None


def test_everything_read_leaves_that_of_others(als, bewoner):
    MeldingFactory.create_batch(2, gebruiker=bewoner)
    MeldingFactory()
    client = als(bewoner)

    assert client.get("/meldingen/gelezen/").status_code == 405
    pagina = client.post("/meldingen/gelezen/", follow=True).content.decode()

    assert "2 meldingen zijn nu gelezen." in pagina
    assert "Alles gelezen</button>" not in pagina
    assert Melding.objects.filter(gelezen_op=None).count() == 1


def test_text_of_news_is_never_html(als, bewoner):
    MeldingFactory(gebruiker=bewoner, tekst="<script>alert(1)</script>")

    pagina = als(bewoner).get("/meldingen/").content.decode()

    assert "&lt;script&gt;alert(1)" in pagina


def test_list_asks_the_same_number_of_queries_for_one_and_many(
    als, bewoner, django_assert_num_queries, django_assert_max_num_queries
):
    client = als(bewoner)
    MeldingFactory(gebruiker=bewoner)
    client.get("/meldingen/")
    with django_assert_max_num_queries(6) as weinig:
        client.get("/meldingen/")
    MeldingFactory.create_batch(20, gebruiker=bewoner)

    with django_assert_num_queries(len(weinig)):
        client.get("/meldingen/")


# --- the bell


def test_bell_counts_and_costs_no_query_after_the_first_page(
    als, bewoner, django_assert_max_num_queries, django_capture_on_commit_callbacks
):
    client = als(bewoner)
    assert 'class="bel__aantal"' not in client.get("/over/").content.decode()
    with django_assert_max_num_queries(2) as vragen:  # the user and their posts
        client.get("/over/")
    assert [vraag for vraag in vragen if "kern_melding" in vraag["sql"]] == []
    with django_capture_on_commit_callbacks(execute=True):
        meld(bewoner, soort=NIEUWS.code, sleutel="1", tekst="Nieuws.", url="/")

    pagina = client.get("/over/").content.decode()
    assert '<span class="bel__aantal" aria-hidden="true">1</span>' in pagina
    assert "Mijn meldingen: 1 nieuwe" in pagina
    with django_assert_max_num_queries(2):
        client.get("/over/")


def test_many_are_shown_as_many(als, bewoner):
    Melding.objects.bulk_create(MeldingFactory.build_batch(100, gebruiker=bewoner))

    assert ">99+</span>" in als(bewoner).get("/over/").content.decode()


def test_stranger_gets_no_bell(client):
    assert 'class="bel"' not in client.get("/over/").content.decode()


# --- preferences


def test_preferences_are_saved_and_shown(als, bewoner):
    client = als(bewoner)
    pagina = client.get("/meldingen/voorkeuren/").content.decode()
    assert "Nieuws uit uw buurt" in pagina
    assert "Per e-mail krijgt u dit altijd" in pagina
    assert Meldingvoorkeur.objects.count() == 0

    antwoord = client.post("/meldingen/voorkeuren/", {f"{NIEUWS.code}-app": "on"}, follow=True)

    assert "Uw keuze is opgeslagen." in antwoord.content.decode()
    gekozen = {rij.soort: (rij.mail, rij.app) for rij in Meldingvoorkeur.objects.filter(gebruiker=bewoner)}
    assert gekozen == {NIEUWS.code: (False, True), BESLUIT.code: (True, False)}


# --- stopping mails from the mail itself


def test_looking_at_the_address_changes_nothing(client, afmeldpad):
    pagina = client.get(afmeldpad)

    assert pagina.status_code == 200
    assert "Stop deze e-mails" in pagina.content.decode()
    assert "csrf" not in pagina.content.decode()
    assert Meldingvoorkeur.objects.count() == 0


def test_one_click_stops_mails_without_session_or_token(bewoner, afmeldpad):
    """RFC 8058: the mail program of the reader posts this, and follows no redirect."""
    client = Client(enforce_csrf_checks=True)

    antwoord = client.post(afmeldpad, {"List-Unsubscribe": "One-Click"})

    assert (antwoord.status_code, antwoord.cookies) == (200, {})
    assert "U krijgt geen e-mails meer over: Nieuws uit uw buurt." in antwoord.content.decode()
    assert Meldingvoorkeur.objects.get(gebruiker=bewoner, soort=NIEUWS.code).mail is False


def test_address_in_a_mail_that_was_sent_works(bewoner, client, settings):
    settings.SITE_URL = "https://buurt.example"
    meld(bewoner, soort=NIEUWS.code, sleutel="1", tekst="Nieuws.", url="/")
    postvak.verstuur()
    kop = mail.outbox[0].message()["List-Unsubscribe"]

    assert client.post(kop.strip("<>").removeprefix("https://buurt.example")).status_code == 200
    meld(bewoner, soort=NIEUWS.code, sleutel="2", tekst="Nieuws.", url="/")
    assert Uitgaandbericht.objects.count() == 1


@pytest.mark.parametrize("methode", ["get", "post"])
def test_broken_address_explains_and_changes_nothing(methode, client, afmeldpad):
    antwoord = getattr(client, methode)(afmeldpad[:-2] + "x/")

    assert antwoord.status_code == 404
    assert "Deze link werkt niet meer." in antwoord.content.decode()
    assert Meldingvoorkeur.objects.count() == 0


# --- the outbox


def test_outbox_shows_neither_text_nor_whole_address(als, beheerder):
    UitgaandberichtFactory(aan="jan@example.nl", tekst="Geheim")

    pagina = als(beheerder).get("/postvak-uit/").content.decode()

    assert "j***@example.nl" in pagina
    assert "jan@example.nl" not in pagina
    assert "Geheim" not in pagina


def test_outbox_filters_on_status_and_kind(als, beheerder):
    mislukt = UitgaandberichtFactory(status=Berichtstatus.MISLUKT, soort="a")
    wacht = UitgaandberichtFactory(soort="b")
    client = als(beheerder)

    def gevonden(vraag: str) -> list[Uitgaandbericht]:
        return list(client.get(f"/postvak-uit/?{vraag}").context["berichten"])

    assert gevonden("status=mislukt") == [mislukt]
    assert gevonden("soort=b") == [wacht]
    assert gevonden("status=onzin&soort=a") == [mislukt]
    assert gevonden("") == [wacht, mislukt]


def test_failed_mail_can_be_offered_again_once(als, beheerder):
    bericht = UitgaandberichtFactory(status=Berichtstatus.MISLUKT)
    client = als(beheerder)

    assert client.get(f"/postvak-uit/{bericht.pk}/opnieuw/").status_code == 405
    assert "wordt opnieuw verstuurd" in client.post(f"/postvak-uit/{bericht.pk}/opnieuw/", follow=True).content.decode()
    assert "niet mislukt" in client.post(f"/postvak-uit/{bericht.pk}/opnieuw/", follow=True).content.decode()
    bericht.refresh_from_db()
    assert bericht.status == Berichtstatus.WACHT


def test_outbox_asks_the_same_number_of_queries_for_one_and_many(
    als, beheerder, django_assert_num_queries, django_assert_max_num_queries
):
    client = als(beheerder)
    UitgaandberichtFactory()
    client.get("/postvak-uit/")
    with django_assert_max_num_queries(12) as weinig:
        client.get("/postvak-uit/")
    UitgaandberichtFactory.create_batch(10, status=Berichtstatus.VERZONDEN, verzonden_op=timezone.now())
    UitgaandberichtFactory.create_batch(10, status=Berichtstatus.MISLUKT)

    with django_assert_num_queries(len(weinig)):
        client.get("/postvak-uit/")
