"""Support: given, confirmed and taken back, without telling anybody who supports what."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bewoners.domain import belangen, steun
from bewoners.domain.adressen import email_sleutel
from bewoners.enums import Belang, Initiatiefstatus, Medestatus
from bewoners.models import Belangenverklaring, Beoordeling, Initiatief, Medeindiener, Steun
from gebieden.models import Gebied, Thema
from kern import honingpot
from kern.domain.fouten import Weigering
from kern.models import Gebruiker, Logregel, Uitgaandbericht
from tests.bewoners.fabriek import maak_initiatief, verklaar_geen_belang

pytestmark = pytest.mark.django_db
S = Initiatiefstatus


@pytest.fixture(autouse=True)
def _geen_haast(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test fills in a form faster than a person can."""
    monkeypatch.setattr(honingpot, "SNELST", dt.timedelta(0))


@pytest.fixture
def initiatief(wijken: dict[str, Gebied], themas: dict[str, Thema], bewoner: Gebruiker) -> Initiatief:
    return maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner)


def geef(client: Client, initiatief: Initiatief, email: str = "buur@example.nl", **velden: Any) -> Any:
    pad = reverse("bewoners:steunen", args=[initiatief.pk])
    klok = re.search(r'name="moment" value="([^"]+)"', client.get(pad).content.decode())
    gegevens = {"naam": "Bo Buur", "email": email, "moment": klok[1] if klok else ""} | velden
    return client.post(pad, gegevens)


def link_uit_mail(bericht: Uitgaandbericht) -> str:
    gevonden = re.search(r"(/initiatieven/steun/\S+)", bericht.tekst)
    assert gevonden
    return gevonden[1]


def test_support_counts_once_the_address_says_yes(client: Client, initiatief: Initiatief) -> None:
    assert "Kijk in uw mailbox" in geef(client, initiatief).content.decode()
    assert steun.aantal(initiatief) == 0
    bericht = Uitgaandbericht.objects.get()
    assert (bericht.aan, bericht.soort) == ("buur@example.nl", "steun")
    link = link_uit_mail(bericht)
    assert client.get(link).status_code == 200
    assert steun.aantal(initiatief) == 0  # looking confirms nothing
    assert client.post(link, {"actie": "bevestig", "naam": "Bo de Buur", "toon_naam": "on"}).status_code == 302
    assert (steun.aantal(initiatief), steun.namen(initiatief)) == (1, ["Bo de Buur"])
    assert "U steunt dit plan" in client.get(link).content.decode()


def test_confirming_twice_counts_once(client: Client, initiatief: Initiatief) -> None:
    geef(client, initiatief)
    link = link_uit_mail(Uitgaandbericht.objects.get())
    for _keer in range(2):
        client.post(link, {"actie": "bevestig", "naam": "Bo"})
    assert steun.aantal(initiatief) == 1


def test_answer_is_the_same_whoever_supported_before(client: Client, initiatief: Initiatief) -> None:
    Medeindiener.objects.create(
        initiatief=initiatief, naam="Mee", email="mee@example.nl", email_sleutel=email_sleutel("mee@example.nl"),
        sleutel="m", status=Medestatus.BEVESTIGD,
    )  # fmt: skip
    geef(client, initiatief, "al@example.nl")
    client.post(link_uit_mail(Uitgaandbericht.objects.get()), {"actie": "bevestig", "naam": "Al"})
    antwoorden = {
        email: geef(Client(), initiatief, email).content.decode().replace(email, "…")
        for email in ("nieuw@example.nl", "al@example.nl", "AL@example.nl", "mee@example.nl", "bewoner@example.nl")
    }
    assert len({re.sub(r'csrf\S+|value="[^"]+"', "", antwoord) for antwoord in antwoorden.values()}) == 1
    assert steun.aantal(initiatief) == 1
    assert not Steun.objects.filter(email_sleutel=email_sleutel("mee@example.nl")).exists()
    onderwerpen = {bericht.aan: bericht.onderwerp for bericht in Uitgaandbericht.objects.order_by("pk")}
    assert "uw eigen plan" in onderwerpen["mee@example.nl"]
    assert "U steunt al" in onderwerpen["al@example.nl"]


def test_one_address_gets_few_mails_about_one_plan(client: Client, initiatief: Initiatief) -> None:
    for _keer in range(steun.MAILS_PER_DAG + 3):
        assert "Kijk in uw mailbox" in geef(client, initiatief).content.decode()
    assert Uitgaandbericht.objects.count() == steun.MAILS_PER_DAG


def test_one_internet_address_gives_little_support(client: Client, initiatief: Initiatief, monkeypatch: Any) -> None:
    from bewoners.views import steun as views

    monkeypatch.setattr(views, "PER_UUR", 1)
    geef(client, initiatief, "een@example.nl")
    assert "over een uur opnieuw" in geef(client, initiatief, "twee@example.nl").content.decode()
    assert Uitgaandbericht.objects.count() == 1


def test_a_robot_sees_the_same_and_does_nothing(client: Client, initiatief: Initiatief) -> None:
    assert "Kijk in uw mailbox" in geef(client, initiatief, aanvulling_2="http://koop.nl").content.decode()
    assert not Steun.objects.exists()
    assert not Uitgaandbericht.objects.exists()


def test_wrong_form_keeps_what_was_typed(client: Client, initiatief: Initiatief) -> None:
    inhoud = geef(client, initiatief, "geen adres").content.decode()
    assert 'value="Bo Buur"' in inhoud
    assert "Er is iets niet goed ingevuld" in inhoud


def test_user_supports_at_once_and_takes_it_back(als: Callable[..., Client], initiatief: Initiatief) -> None:
    client = als("partnermedewerker")
    pad = reverse("bewoners:steunen", args=[initiatief.pk])
    for _keer in range(2):
        assert client.post(pad, {"toon_naam": "on"}).status_code == 302
    assert (steun.aantal(initiatief), steun.namen(initiatief)) == (1, ["Mo Actium"])
    assert "U steunt dit plan al" in client.get(pad).content.decode()
    link = steun.link(Steun.objects.get())
    assert link in client.get(initiatief.get_absolute_url()).content.decode()
    assert client.post(link, {"actie": "trek_in"}).status_code == 302
    assert not Steun.objects.exists()


def test_applicant_and_co_applicant_do_not_support(
    als: Callable[..., Client], initiatief: Initiatief, partnermedewerker: Gebruiker
) -> None:
    pad = reverse("bewoners:steunen", args=[initiatief.pk])
    assert "Dit is uw eigen plan" in als("bewoner").get(pad).content.decode()
    assert "Dit is uw eigen plan" in als("bewoner").post(pad).content.decode()
    Medeindiener.objects.create(
        initiatief=initiatief, naam="Mo", email=partnermedewerker.email,
        email_sleutel=email_sleutel(partnermedewerker.email), sleutel="m", status=Medestatus.GEVRAAGD,
    )  # fmt: skip
    assert "Dit is uw eigen plan" in als(partnermedewerker).post(pad).content.decode()
    assert not Steun.objects.exists()


def test_who_becomes_a_co_applicant_later_no_longer_counts(
    initiatief: Initiatief, partnermedewerker: Gebruiker
) -> None:
    steun.steun_als(initiatief, toon_naam=True, door=partnermedewerker)
    mee = Medeindiener.objects.create(
        initiatief=initiatief, naam="Mo", email=partnermedewerker.email,
        email_sleutel=email_sleutel(partnermedewerker.email), sleutel="m", status=Medestatus.GEVRAAGD,
    )  # fmt: skip
    assert steun.aantal(initiatief) == 1
    mee.status = Medestatus.BEVESTIGD
    mee.save()
    assert (steun.aantal(initiatief), steun.namen(initiatief)) == (0, [])


@pytest.mark.parametrize("status", [S.VERLEEND, S.AFGEWEZEN, S.IN_STEMRONDE])
def test_no_support_after_the_decision(
    client: Client, initiatief: Initiatief, partnermedewerker: Gebruiker, status: str
) -> None:
    geef(client, initiatief)
    link = link_uit_mail(Uitgaandbericht.objects.get())
    Initiatief.objects.filter(pk=initiatief.pk).update(status=status)
    assert "kunt dit plan nu niet" in geef(client, initiatief, "laat@example.nl").content.decode()
    with pytest.raises(Weigering):
        steun.steun_als(initiatief, toon_naam=False, door=partnermedewerker)
    assert "Steunen kan niet meer" in client.get(link).content.decode()
    assert client.post(link, {"actie": "bevestig", "naam": "Bo"}).status_code == 422
    assert steun.aantal(initiatief) == 0


def test_support_taken_back_after_the_decision_hides_the_name_and_still_counts(
    client: Client, initiatief: Initiatief, partnermedewerker: Gebruiker
) -> None:
    rij = steun.steun_als(initiatief, toon_naam=True, door=partnermedewerker)
    Initiatief.objects.filter(pk=initiatief.pk).update(status=S.VERLEEND)
    assert client.post(steun.link(rij), {"actie": "trek_in"}).status_code == 302
    assert (steun.aantal(initiatief), steun.namen(initiatief)) == (1, [])


def test_not_for_what_is_not_public(client: Client, initiatief: Initiatief) -> None:
    Initiatief.objects.filter(pk=initiatief.pk).update(gepubliceerd_op=None)
    assert client.get(reverse("bewoners:steunen", args=[initiatief.pk])).status_code == 302
    assert client.get(reverse("bewoners:steun_bevestigen", args=["x"])).status_code == 404


def test_page_behind_the_link_says_nothing_of_a_plan_that_is_not_public(client: Client, initiatief: Initiatief) -> None:
    geef(client, initiatief)
    link = link_uit_mail(Uitgaandbericht.objects.get())
    Initiatief.objects.filter(pk=initiatief.pk).update(status=S.INGETROKKEN)
    assert initiatief.titel not in client.get(link).content.decode()


def test_a_supporter_is_out_as_assessor(initiatief: Initiatief, coordinator: Gebruiker) -> None:
    verklaar_geen_belang(initiatief, coordinator)
    Beoordeling.objects.create(initiatief=initiatief, beoordelaar=coordinator)
    steun.steun_als(initiatief, toon_naam=False, door=coordinator)
    assert Belangenverklaring.objects.get().belang == Belang.BETROKKEN
    assert Beoordeling.objects.filter(beoordelaar=coordinator, vervallen_op=None).count() == 0
    assert not belangen.is_vrij(initiatief, coordinator)


def test_log_does_not_name_supporters(initiatief: Initiatief, partnermedewerker: Gebruiker) -> None:
    steun.trek_in(steun.steun_als(initiatief, toon_naam=False, door=partnermedewerker))
    regels = Logregel.objects.all()
    assert {regel.actie for regel in regels} == {"steun gegeven", "steun ingetrokken"}
    assert {regel.door for regel in regels} == {None}


def test_database_keeps_one_per_person(initiatief: Initiatief, partnermedewerker: Gebruiker) -> None:
    rij = steun.steun_als(initiatief, toon_naam=False, door=partnermedewerker)
    rij.pk, rij.sleutel = None, "anders"
    with pytest.raises(IntegrityError), transaction.atomic():
        rij.save(force_insert=True)


def test_unconfirmed_support_is_forgotten(client: Client, initiatief: Initiatief, partnermedewerker: Gebruiker) -> None:
    steun.steun_als(initiatief, toon_naam=False, door=partnermedewerker)
    geef(client, initiatief)
    assert steun.ruim_op() == 0
    Steun.objects.update(gegeven_op=timezone.now() - steun.BEWAREN - dt.timedelta(days=1))
    assert steun.ruim_op() == 1
    assert steun.aantal(initiatief) == 1
