"""News: once, where its user wants it, and out of the count as soon as it was read."""

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils import translation

from kern import meldingsoorten
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import logregels
from kern.domain.meldingen import lees, lees_alles, meld, ongelezen
from kern.domain.voorkeuren import afmeldadres, bewaar_voorkeur, lees_afmeldtoken, meld_af, voorkeuren
from kern.models import Melding, Meldingvoorkeur, Uitgaandbericht
from tests.kern.berichthulp import BESLUIT, NIEUWS, MeldingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("proefsoorten")]


def _meld(gebruiker, soort=NIEUWS, sleutel="plan:1", **rest):
    meld(gebruiker, soort=soort.code, sleutel=sleutel, tekst="Er is nieuws.", url="/buurt/lariks/", **rest)


def _token(gebruiker, soort) -> str:
    return afmeldadres(gebruiker.pk, soort.code).rstrip("/").rpartition("/")[2]


def test_news_appears_once_on_the_site_and_once_in_the_mail(bewoner, settings):
    settings.SITE_URL = "https://buurt.example"
    for _ in range(2):
        _meld(bewoner, onderwerp="Nieuws", alineas=["Eerste.", "Tweede."])

    [melding] = Melding.objects.all()
    assert (melding.gebruiker, melding.tekst, melding.url) == (bewoner, "Er is nieuws.", "/buurt/lariks/")
    [bericht] = Uitgaandbericht.objects.all()
    assert (bericht.aan, bericht.onderwerp, bericht.soort) == (bewoner.email, "Nieuws", NIEUWS.code)
    assert bericht.afmelden
    assert "Beste Bea Bewoner,\n\nEerste.\n\nTweede.\n\n" in bericht.tekst
    assert "\nhttps://buurt.example/buurt/lariks/\n" in bericht.tekst
    assert afmeldadres(bewoner.pk, NIEUWS.code) in bericht.tekst


def test_same_key_for_two_users_is_two_pieces_of_news(bewoner, controller):
    _meld(bewoner)
    _meld(controller)

    assert (Melding.objects.count(), Uitgaandbericht.objects.count()) == (2, 2)


@pytest.mark.parametrize(
    ("mail", "app", "verwacht"), [(True, False, (0, 1)), (False, True, (1, 0)), (False, False, (0, 0))]
)
def test_preferences_decide_where_it_appears(mail, app, verwacht, bewoner):
    bewaar_voorkeur(bewoner, soort=NIEUWS.code, mail=mail, app=app, door=bewoner)
    _meld(bewoner)

    assert (Melding.objects.count(), Uitgaandbericht.objects.count()) == verwacht


def test_obligatory_kind_is_always_mailed_and_cannot_be_stopped(bewoner):
    Meldingvoorkeur.objects.create(gebruiker=bewoner, soort=BESLUIT.code, mail=False, app=False)
    _meld(bewoner, BESLUIT)

    [bericht] = Uitgaandbericht.objects.all()
    assert (Melding.objects.count(), bericht.afmelden) == (0, False)
    assert "afmelden" not in bericht.tekst
    assert bewaar_voorkeur(bewoner, soort=BESLUIT.code, mail=False, app=True, door=bewoner).mail
    with pytest.raises(Weigering, match="besluit"):
        meld_af(_token(bewoner, BESLUIT))


def test_closed_account_hears_nothing(bewoner):
    bewoner.is_active = False
    _meld(bewoner)

    assert (Melding.objects.count(), Uitgaandbericht.objects.count()) == (0, 0)


def test_kind_that_nobody_registered_is_a_mistake(bewoner):
    with pytest.raises(LookupError, match="niks"):
        meld(bewoner, soort="niks", sleutel="1", tekst="x", url="/")


def test_news_disappears_with_the_transaction_it_belongs_to(bewoner):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        _meld(bewoner)
        1 / 0  # noqa: B018

    assert (Melding.objects.count(), Uitgaandbericht.objects.count()) == (0, 0)


@pytest.mark.parametrize("url", ["https://kwaad.example/", "//kwaad.example", "/\\kwaad.example", "plan/", ""])
def test_database_refuses_news_that_leads_off_the_site(url):
    with pytest.raises(IntegrityError), transaction.atomic():
        MeldingFactory(url=url)


def test_root_is_an_address_on_this_site():
    assert MeldingFactory(url="/").pk


# --- counting


def test_count_is_kept_and_forgotten_at_every_change(
    bewoner, django_assert_num_queries, django_capture_on_commit_callbacks
):
    assert ongelezen(bewoner) == 0
    with django_assert_num_queries(0):
        assert ongelezen(bewoner) == 0
    with django_capture_on_commit_callbacks(execute=True):
        _meld(bewoner, sleutel="1")
        _meld(bewoner, sleutel="2")
    assert ongelezen(bewoner) == 2
    with django_capture_on_commit_callbacks(execute=True):
        lees(Melding.objects.first())
    assert ongelezen(bewoner) == 1
    with django_capture_on_commit_callbacks(execute=True):
        assert lees_alles(bewoner) == 1
    assert ongelezen(bewoner) == 0


def test_count_without_a_cache_comes_from_the_database(bewoner, settings, caplog):
    MeldingFactory(gebruiker=bewoner)
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}
    }

    assert ongelezen(bewoner) == 1
    cache.close()


def test_first_reading_counts(bewoner):
    melding = MeldingFactory(gebruiker=bewoner)
    lees(melding)
    melding.refresh_from_db()
    eerste = melding.gelezen_op
    lees(melding)

    melding.refresh_from_db()
    assert melding.gelezen_op == eerste is not None


# --- preferences


def test_every_kind_is_on_until_it_is_switched_off(bewoner, django_assert_num_queries):
    with django_assert_num_queries(1):
        gevonden = voorkeuren(bewoner)

    assert [(v.soort, v.mail, v.app) for v in gevonden] == [(NIEUWS, True, True), (BESLUIT, True, True)]


def test_preferences_are_ones_own_and_changes_are_logged(bewoner, beheerder):
    with pytest.raises(GeenToestemming):
        bewaar_voorkeur(bewoner, soort=NIEUWS.code, mail=False, app=True, door=beheerder)
    for _ in range(2):
        bewaar_voorkeur(bewoner, soort=NIEUWS.code, mail=False, app=True, door=bewoner)

    [regel] = logregels(bewoner)
    assert (regel.door, regel.wijzigingen) == (bewoner, {"proef_nieuws mail": ["True", "False"]})


def test_token_stops_mails_of_one_kind_and_leaves_the_site_alone(bewoner):
    bewaar_voorkeur(bewoner, soort=NIEUWS.code, mail=True, app=False, door=bewoner)
    for _ in range(2):
        assert meld_af(_token(bewoner, NIEUWS)) == NIEUWS

    [rij] = Meldingvoorkeur.objects.filter(gebruiker=bewoner)
    assert (rij.mail, rij.app) == (False, False)
    with translation.override("nl"):
        assert [regel.actie for regel in logregels(bewoner)].count("e-mails afgemeld") == 1


@pytest.mark.parametrize("verander", [lambda t: t[:-1], lambda t: "x" + t, lambda t: "", lambda t: "a:b"])
def test_token_that_was_tampered_with_is_refused(verander, bewoner):
    with pytest.raises(Weigering, match="werkt niet meer"):
        lees_afmeldtoken(verander(_token(bewoner, NIEUWS)))


def test_token_of_a_kind_or_user_that_is_gone_is_refused(bewoner):
    token = afmeldadres(bewoner.pk, "verdwenen").rstrip("/").rpartition("/")[2]
    with pytest.raises(Weigering):
        lees_afmeldtoken(token)
    with pytest.raises(Weigering):
        lees_afmeldtoken(afmeldadres(0, NIEUWS.code).rstrip("/").rpartition("/")[2])


def test_registering_again_replaces():
    meldingsoorten.registreer(NIEUWS.code, "Anders", "Uitleg")

    assert [soort.naam for soort in meldingsoorten.soorten()] == ["Anders", BESLUIT.naam]
    assert (meldingsoorten.soortnaam(NIEUWS.code), meldingsoorten.soortnaam("weg")) == ("Anders", "weg")
