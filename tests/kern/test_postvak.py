"""The outbox: written with what it tells about, sent once, tried again, never changed by what strangers typed."""

import datetime as dt
import socketserver
import threading

import pytest
from celery import Celery
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from config.celery import app
from kern.domain import postvak
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import logregels
from kern.enums import Berichtstatus
from kern.models import Meldingvoorkeur, Uitgaandbericht
from tests.kern.berichthulp import NIEUWS, UitgaandberichtFactory

pytestmark = pytest.mark.django_db


def _stuur(**rest):
    gegevens = {"sleutel": "besluit:1", "aan": "jan@example.nl", "onderwerp": "Besluit", "tekst": "Ja.", "soort": "x"}
    return postvak.stuur(**gegevens | rest)


@pytest.fixture
def kapotte_server(settings):
    """A mail server that answers each connection with the text in `antwoord` and hangs up."""

    class Afwijzer(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"421 4.3.2 closing\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Afwijzer) as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


# --- writing


def test_same_key_gives_the_same_row_and_one_mail():
    eerste = _stuur()
    tweede = _stuur(aan="piet@example.nl", tekst="Nee.")

    assert eerste == tweede
    assert [(b.aan, b.tekst) for b in Uitgaandbericht.objects.all()] == [("jan@example.nl", "Ja.")]


def test_mail_disappears_with_the_transaction_it_belongs_to():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        _stuur()
        1 / 0  # noqa: B018

    assert Uitgaandbericht.objects.count() == 0


def test_worker_is_woken_once_per_transaction(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        for nummer in range(3):
            _stuur(sleutel=f"besluit:{nummer}")

    assert len(callbacks) == 1


def test_worker_is_woken_although_the_first_writer_was_rolled_back(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            _stuur()
            1 / 0  # noqa: B018
        _stuur()

    assert len(callbacks) == 1


def test_broker_that_is_away_harms_nothing(django_capture_on_commit_callbacks, caplog):
    with Celery("elsewhere", broker="redis://127.0.0.1:1", set_as_current=False) as elders:
        elders.set_current()
        try:
            with django_capture_on_commit_callbacks(execute=True):
                _stuur()
        finally:
            app.set_current()

    assert Uitgaandbericht.objects.get().status == Berichtstatus.WACHT
    assert "the broker is out of reach" in caplog.text


@pytest.mark.parametrize(
    "adres", ["", "geen adres", "a@example.nl, b@example.nl", "a@example.nl\nBcc: b@example.nl", '"a, b"@example.nl']
)
def test_no_single_address_no_mail(adres):
    assert _stuur(aan=adres) is None
    assert Uitgaandbericht.objects.count() == 0


def test_closed_account_and_stopped_kind_get_nothing(bewoner):
    Meldingvoorkeur.objects.create(gebruiker=bewoner, soort="x", mail=False)

    assert _stuur(gebruiker=bewoner, afmeldbaar=True) is None
    assert _stuur(gebruiker=bewoner) is not None  # what cannot be stopped goes on
    bewoner.is_active = False
    assert _stuur(sleutel="besluit:2", gebruiker=bewoner) is None


def test_stoppable_mail_needs_a_user():
    with pytest.raises(ValueError, match="needs a user"):
        _stuur(afmeldbaar=True)


def test_subject_is_one_line_whatever_was_typed():
    bericht = _stuur(onderwerp="Uw plan\r\nBcc: x@example.nl\u2028\x00 Feest  " + "e" * 300)

    assert bericht.onderwerp.startswith("Uw plan Bcc: x@example.nl Feest eee")
    assert len(bericht.onderwerp) == 200
    postvak.verstuur()
    assert mail.outbox[0].recipients() == ["jan@example.nl"]
    assert mail.outbox[0].message()["Bcc"] is None


# --- sending


def test_due_mail_goes_out_once(settings):
    settings.SITE_URL = "https://buurt.example"
    bericht = _stuur()

    assert (postvak.verstuur(), postvak.verstuur()) == (1, 0)

    bericht.refresh_from_db()
    assert (bericht.status, bericht.pogingen, bericht.laatste_fout) == (Berichtstatus.VERZONDEN, 1, "")
    assert bericht.verzonden_op is not None
    [brief] = mail.outbox
    assert (brief.to, brief.subject, brief.body) == (["jan@example.nl"], "Besluit", "Ja.")
    assert brief.message()["Auto-Submitted"] == "auto-generated"
    assert brief.message()["List-Unsubscribe"] is None


def test_mail_sent_again_after_a_crash_carries_the_same_id(settings):
    settings.SITE_URL = "https://buurt.example"
    bericht = _stuur()
    postvak.verstuur()
    Uitgaandbericht.objects.filter(pk=bericht.pk).update(status=Berichtstatus.WACHT, verzonden_op=None)
    postvak.verstuur()

    eerste, tweede = (brief.message() for brief in mail.outbox)
    assert eerste["Message-ID"] == tweede["Message-ID"]
    assert eerste["Message-ID"].endswith("@buurt.example>")
    assert eerste["Date"] == tweede["Date"]
    ander = _stuur(sleutel="besluit:2")
    postvak.verstuur()
    assert ander.pk != bericht.pk
    assert mail.outbox[2].message()["Message-ID"] != eerste["Message-ID"]


def test_stoppable_mail_carries_the_headers_for_one_click(bewoner, settings):
    settings.SITE_URL = "https://buurt.example"
    _stuur(gebruiker=bewoner, afmeldbaar=True, soort=NIEUWS.code)
    postvak.verstuur()

    brief = mail.outbox[0].message()
    assert brief["List-Unsubscribe"].startswith("<https://buurt.example/meldingen/afmelden/")
    assert brief["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_mail_that_nobody_wants_any_more_lapses(bewoner):
    gestopt = _stuur(gebruiker=bewoner, afmeldbaar=True, sleutel="1")
    Meldingvoorkeur.objects.create(gebruiker=bewoner, soort="x", mail=False)
    assert postvak.verstuur() == 0
    gestopt.refresh_from_db()
    assert gestopt.status == Berichtstatus.VERVALLEN
    assert mail.outbox == []


def test_refused_address_fails_and_does_not_hold_up_the_others(postbus):
    postbus.weiger = "weg@example.nl"
    weg = UitgaandberichtFactory(aan="weg@example.nl")
    UitgaandberichtFactory(aan="jan@example.nl")

    assert postvak.verstuur() == 1

    weg.refresh_from_db()
    assert (weg.status, weg.laatste_fout) == (Berichtstatus.MISLUKT, "550 recipient refused")
    assert postbus.aan() == ["jan@example.nl"]


def test_mail_server_that_is_away_makes_the_mail_wait_and_ends_the_run(poort):
    bericht, ander = UitgaandberichtFactory.create_batch(2)
    voor = timezone.now()

    assert postvak.verstuur() == 0

    bericht.refresh_from_db()
    ander.refresh_from_db()
    assert (bericht.status, bericht.pogingen, ander.pogingen) == (Berichtstatus.WACHT, 1, 0)
    assert bericht.laatste_fout.startswith("ConnectionRefusedError")
    assert dt.timedelta(seconds=59) < bericht.volgende_poging - voor < dt.timedelta(seconds=70)


def test_mail_server_that_hangs_up_counts_as_away(kapotte_server):
    bericht, ander = UitgaandberichtFactory.create_batch(2)

    assert postvak.verstuur() == 0

    bericht.refresh_from_db()
    ander.refresh_from_db()
    assert (bericht.status, bericht.laatste_fout) == (Berichtstatus.WACHT, "SMTPConnectError")
    assert ander.pogingen == 0


@pytest.mark.parametrize(("pogingen", "minuten"), [(0, 1), (1, 5), (2, 15), (3, 60), (10, 480)])
def test_waits_grow(pogingen, minuten, poort):
    bericht = UitgaandberichtFactory(pogingen=pogingen)
    voor = timezone.now()
    postvak.verstuur()

    bericht.refresh_from_db()
    wacht = (bericht.volgende_poging - voor).total_seconds()
    assert minuten * 60 <= wacht < minuten * 60 + 20


def test_after_two_days_it_is_given_up(poort, caplog):
    assert 46 * 60 < sum(postvak.WACHTTIJDEN) < 48 * 60
    bericht = UitgaandberichtFactory(pogingen=len(postvak.WACHTTIJDEN))
    postvak.verstuur()

    bericht.refresh_from_db()
    assert bericht.status == Berichtstatus.MISLUKT
    assert "is given up" in caplog.text


def test_what_waits_is_left_alone_until_its_time(postbus):
    UitgaandberichtFactory(volgende_poging=timezone.now() + dt.timedelta(minutes=5))

    assert postvak.verstuur() == 0


def test_at_most_so_many_in_one_run(postbus):
    UitgaandberichtFactory.create_batch(3)

    assert (postvak.verstuur(hoogstens=2), postvak.verstuur(hoogstens=2)) == (2, 1)


def test_mail_that_cannot_be_made_fails_and_does_not_hold_up_the_others(postbus, caplog):
    kapot = UitgaandberichtFactory(onderwerp="twee\nregels")
    UitgaandberichtFactory()

    assert postvak.verstuur() == 1

    kapot.refresh_from_db()
    assert (kapot.status, kapot.laatste_fout) == (Berichtstatus.MISLUKT, "BadHeaderError")


def test_mail_that_cannot_be_read_fails_and_does_not_hold_up_the_others(postbus, caplog):
    kapot = UitgaandberichtFactory()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kern_uitgaandbericht SET aan = 'onleesbaar' WHERE id = %s", [kapot.pk])
    UitgaandberichtFactory()

    assert postvak.verstuur() == 1
    assert Uitgaandbericht.objects.filter(status=Berichtstatus.MISLUKT).values_list("pk", flat=True)[0] == kapot.pk


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_send_each_mail_once(postbus):
    """Real connections: what one has in its hands, the other passes by."""
    UitgaandberichtFactory.create_batch(6)
    start = threading.Barrier(2)

    def zend() -> None:
        start.wait()
        postvak.verstuur()
        connection.close()

    threads = [threading.Thread(target=zend) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(set(postbus.aan())) == postbus.aan()
    assert len(postbus.aan()) == 6


# --- afterwards


def test_failed_mail_is_offered_again_by_a_beheerder_only(beheerder, bewoner):
    bericht = UitgaandberichtFactory(status=Berichtstatus.MISLUKT, pogingen=12, laatste_fout="550")
    with pytest.raises(GeenToestemming):
        postvak.probeer_opnieuw(bericht, door=bewoner)

    postvak.probeer_opnieuw(bericht, door=beheerder)

    bericht.refresh_from_db()
    assert (bericht.status, bericht.pogingen, bericht.laatste_fout) == (Berichtstatus.WACHT, 0, "")
    assert [(regel.door, regel.actie) for regel in logregels(bericht)] == [(beheerder, "opnieuw aangeboden")]
    with pytest.raises(Weigering, match="niet mislukt"):
        postvak.probeer_opnieuw(bericht, door=beheerder)


def test_address_and_text_are_wiped_after_a_month_and_the_key_stays():
    nu = timezone.now()
    verzonden = UitgaandberichtFactory(status=Berichtstatus.VERZONDEN, verzonden_op=nu)
    mislukt = UitgaandberichtFactory(status=Berichtstatus.MISLUKT)
    wacht = UitgaandberichtFactory()
    Uitgaandbericht.objects.update(aangemaakt=nu - dt.timedelta(days=31))
    jong = UitgaandberichtFactory(status=Berichtstatus.VERZONDEN, verzonden_op=nu)

    assert (postvak.wis_oude(), postvak.wis_oude()) == (2, 0)

    for bericht in (verzonden, mislukt, wacht, jong):
        bericht.refresh_from_db()
    assert (verzonden.aan, verzonden.tekst, verzonden.status) == ("", "", Berichtstatus.VERZONDEN)
    assert (mislukt.aan, mislukt.status) == ("", Berichtstatus.VERVALLEN)
    assert "" not in {wacht.aan, jong.aan}
    assert _stuur(sleutel=verzonden.sleutel) == verzonden


@pytest.mark.parametrize(
    "fout",
    [
        {"status": "kwijt"},
        {"status": Berichtstatus.VERZONDEN},
        {"verzonden_op": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)},
        {"aan": ""},
    ],
)
def test_database_refuses_a_row_that_cannot_be(fout):
    with pytest.raises(IntegrityError), transaction.atomic():
        UitgaandberichtFactory(**fout)


@pytest.mark.parametrize(
    ("adres", "gemaskeerd"), [("jan@example.nl", "j***@example.nl"), ("", ""), ("@example.nl", "***@example.nl")]
)
def test_masked_address(adres, gemaskeerd):
    assert postvak.masker_adres(adres) == gemaskeerd


# --- the text


def test_letter_has_greeting_paragraphs_link_closing_and_a_way_out(settings):
    settings.SITE_NAAM = "Mijn buurt"
    tekst = postvak.brieftekst(
        "Jan Jansen",
        ["Er is een\nbesluit.", "Lees het goed."],
        link="https://buurt.example/plan/1/",
        linktekst="Bekijk het besluit",
        afmeldlink="https://buurt.example/weg/",
    )

    assert tekst == (
        "Beste Jan Jansen,\n\nEr is een besluit.\n\nLees het goed.\n\n"
        "Bekijk het besluit:\nhttps://buurt.example/plan/1/\n\n"
        "Met vriendelijke groet,\nMijn buurt\n\n"
        "Wilt u deze e-mails niet meer krijgen? Meld u hier af:\nhttps://buurt.example/weg/\n"
    )


@pytest.mark.parametrize("naam", ["", "  ", "Win! https://kwaad.example", "www.kwaad.example", "a" * 81, "<b>Jan</b>"])
def test_letter_does_not_repeat_an_address_that_somebody_calls_a_name(naam):
    assert postvak.brieftekst(naam, ["Hoi."]).startswith("Hallo,\n")


def test_letter_is_dutch_whoever_caused_it():
    from django.utils import translation

    with translation.override("en"):
        assert "Met vriendelijke groet," in postvak.brieftekst("Jan", ["Hoi."])


def test_beat_runs_the_sweep_every_minute(settings):
    assert settings.CELERY_BEAT_SCHEDULE["berichten"]["schedule"] == 60.0
    assert settings.CELERY_BEAT_SCHEDULE["taken-vegen"]["schedule"] == 60.0
    app.loader.import_default_modules()
    assert {settings.CELERY_BEAT_SCHEDULE[naam]["task"] for naam in settings.CELERY_BEAT_SCHEDULE} <= set(app.tasks)
