"""The thread, following, news and results."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from bewoners.domain import gesprek, nieuws, volgen
from bewoners.enums import Bijlagesoort, Initiatiefstatus
from bewoners.models import Besluit, Bijlage, Draadbericht, Initiatief, Volger, Voortgangsbericht
from gebieden.models import Gebied, Thema
from kern.domain.fouten import GeenToestemming, Weigering
from kern.models import Gebruiker, Melding, Uitgaandbericht
from tests.bewoners.fabriek import maak_initiatief, verklaar_geen_belang
from tests.factories import GebruikerFactory

pytestmark = pytest.mark.django_db
S = Initiatiefstatus


@pytest.fixture
def maak(wijken: dict[str, Gebied], themas: dict[str, Thema], bewoner: Gebruiker) -> Callable[..., Initiatief]:
    def bouw(**velden: Any) -> Initiatief:
        return maak_initiatief(**{"gebied": wijken["Lariks"], "thema": themas["Groen"], "indiener": bewoner} | velden)

    return bouw


@pytest.fixture
def initiatief(maak: Callable[..., Initiatief]) -> Initiatief:
    return maak()


def foto(naam: str = "foto.jpg", kleur: str = "green") -> SimpleUploadedFile:
    uit = io.BytesIO()
    Image.new("RGB", (40, 30), kleur).save(uit, "JPEG")
    return SimpleUploadedFile(naam, uit.getvalue(), "image/jpeg")


def draad(initiatief: Initiatief) -> str:
    return reverse("bewoners:gesprek", args=[initiatief.pk])


# the thread


def test_both_sides_write_and_hear_of_it(
    als: Callable[..., Client], initiatief: Initiatief, bewoner: Gebruiker, coordinator: Gebruiker
) -> None:
    pad = draad(initiatief)
    assert als("bewoner").post(pad, {"tekst": "Mag ik ook struiken planten?"}).status_code == 302
    melding = Melding.objects.get(gebruiker=coordinator)
    assert (melding.soort, melding.url) == ("bericht", pad)
    mail = Uitgaandbericht.objects.get(gebruiker=coordinator)
    assert "struiken" not in mail.tekst
    assert als("coordinator").post(pad, {"tekst": "Ja, dat mag."}).status_code == 302
    assert Melding.objects.get(gebruiker=bewoner).url == pad
    assert "Ja, dat mag." in als("bewoner").get(pad).content.decode()


def test_who_handles_it_alone_hears_of_it(
    maak: Callable[..., Initiatief], bewoner: Gebruiker, coordinator: Gebruiker, coordinator_elders: Gebruiker
) -> None:
    plan = maak(behandelaar=coordinator_elders)
    gesprek.schrijf(plan, tekst="Hallo", door=bewoner)
    assert set(Melding.objects.values_list("gebruiker", flat=True)) == {coordinator_elders.pk}


def test_reading_is_noted_by_a_post_and_by_an_answer_only(
    als: Callable[..., Client], initiatief: Initiatief, bewoner: Gebruiker, coordinator: Gebruiker
) -> None:
    gesprek.schrijf(initiatief, tekst="Vraag", door=bewoner)
    client = als("coordinator")
    assert "1 nieuw bericht" in client.get(draad(initiatief)).content.decode()
    assert gesprek.ongelezen(initiatief, coordinator) == 1
    assert list(gesprek.met_ongelezen(coordinator)) == [initiatief]
    gelezen = reverse("bewoners:gesprek_gelezen", args=[initiatief.pk])
    assert als("bewoner").post(gelezen).status_code == 302  # one's own side: nothing of the other's
    assert gesprek.ongelezen(initiatief, coordinator) == 1
    assert client.post(gelezen, headers={"HX-Request": "true"}).status_code == 200
    assert gesprek.ongelezen(initiatief, coordinator) == 0
    gesprek.schrijf(initiatief, tekst="Nog een vraag", door=bewoner)
    gesprek.schrijf(initiatief, tekst="Antwoord", door=coordinator)
    assert gesprek.ongelezen(initiatief, coordinator) == 0
    assert gesprek.ongelezen(initiatief, bewoner) == 1


@pytest.mark.parametrize("wie", ["coordinator_elders", "partnermedewerker", "controller", "stuurgroeplid"])
def test_nobody_else_reads_or_writes(als: Callable[..., Client], initiatief: Initiatief, wie: str) -> None:
    client = als(wie)
    assert client.get(draad(initiatief)).status_code == 403
    assert client.post(draad(initiatief), {"tekst": "x"}).status_code == 403
    assert client.post(reverse("bewoners:gesprek_gelezen", args=[initiatief.pk])).status_code == 403
    assert not Draadbericht.objects.exists()


def test_thread_begins_when_it_is_handed_in(als: Callable[..., Client], maak: Callable[..., Initiatief]) -> None:
    assert als("bewoner").get(draad(maak(status=S.CONCEPT))).status_code == 403


def test_files_go_along_and_wait_when_the_text_is_missing(als: Callable[..., Client], initiatief: Initiatief) -> None:
    client = als("bewoner")
    antwoord = client.post(draad(initiatief), {"tekst": "", "bestanden": [foto("tuin.jpg")]})
    inhoud = antwoord.content.decode()
    assert "Schrijf eerst uw bericht" in inhoud
    assert "tuin.jpg" in inhoud
    sleutel = next(iter(antwoord.context["form"].wachtend))
    client.post(draad(initiatief), {"tekst": "Kijk", "bewaard": [sleutel]})
    bijlage = Bijlage.objects.get()
    assert (bijlage.soort, bijlage.openbaar, bijlage.bericht.tekst) == (Bijlagesoort.GESPREK, False, "Kijk")


def test_a_file_that_is_none_is_refused_with_its_name(als: Callable[..., Client], initiatief: Initiatief) -> None:
    antwoord = als("bewoner").post(
        draad(initiatief), {"tekst": "Kijk", "bestanden": [SimpleUploadedFile("virus.exe", b"MZ")]}
    )
    assert "virus.exe: Dit bestand is geen pdf en geen foto" in antwoord.content.decode()
    assert "Kijk</textarea>" in antwoord.content.decode()
    assert not Draadbericht.objects.exists()


def test_empty_message_is_refused(initiatief: Initiatief, bewoner: Gebruiker) -> None:
    with pytest.raises(Weigering):
        gesprek.schrijf(initiatief, tekst=" ", door=bewoner)


# following


def test_follow_and_stop(als: Callable[..., Client], initiatief: Initiatief) -> None:
    client = als("partnermedewerker")
    pad = reverse("bewoners:volgen", args=[initiatief.pk])
    for _keer in range(2):
        assert client.post(pad).status_code == 302
    assert Volger.objects.count() == 1
    assert "Niet meer volgen" in client.get(initiatief.get_absolute_url()).content.decode()
    client.post(pad, {"actie": "stop"})
    assert not Volger.objects.exists()
    assert client.get(pad).status_code == 405
    assert Client().post(pad).status_code == 403


def test_one_does_not_follow_ones_own(als: Callable[..., Client], initiatief: Initiatief) -> None:
    als("bewoner").post(reverse("bewoners:volgen", args=[initiatief.pk]))
    assert not Volger.objects.exists()


def test_followers_hear_once_and_only_of_what_is_public(
    initiatief: Initiatief, partnermedewerker: Gebruiker, bewoner: Gebruiker
) -> None:
    volgen.volg(initiatief, door=partnermedewerker)
    volgen.volg(initiatief, door=GebruikerFactory(is_active=False))
    Volger.objects.create(initiatief=initiatief, gebruiker=bewoner)
    for _keer in range(2):
        assert volgen.vertel(initiatief, soort="besluit", sleutel="b-1", tekst="Er is een besluit.") == 1
    assert [melding.gebruiker for melding in Melding.objects.all()] == [partnermedewerker]
    initiatief.status = S.INGETROKKEN
    assert volgen.vertel(initiatief, soort="besluit", sleutel="b-2", tekst="x") == 0
    with pytest.raises(Weigering):
        volgen.volg(initiatief, door=partnermedewerker)


def test_followers_hear_of_a_decision_in_words_and_may_stop_that_mail(
    maak: Callable[..., Initiatief], partnermedewerker: Gebruiker, coordinator: Gebruiker
) -> None:
    plan = maak(status=S.AFGEWEZEN)
    volgen.volg(plan, door=partnermedewerker)
    verklaar_geen_belang(plan, coordinator)
    besluit = Besluit.objects.create(
        initiatief=plan, soort="afwijzing", door=coordinator, datum=timezone.localdate(), motivering="Om privéredenen"
    )
    assert volgen.vertel_besluit(besluit) == 1
    melding = Melding.objects.get(gebruiker=partnermedewerker)
    assert melding.tekst == f"Er is een besluit over het plan ‘{plan.titel}’: gaat niet door."
    assert "meldingen/afmelden" in Uitgaandbericht.objects.get(gebruiker=partnermedewerker).tekst


# news and result


def test_news_shows_with_photos_and_followers_hear(
    client: Client, als: Callable[..., Client], maak: Callable[..., Initiatief], partnermedewerker: Gebruiker
) -> None:
    plan = maak(status=S.IN_UITVOERING)
    volgen.volg(plan, door=partnermedewerker)
    pad = reverse("bewoners:nieuws", args=[plan.pk])
    gegevens = {"tekst": "De bakken staan!", "fotos": [foto()], "alt": "Bakken in de straat"}
    assert als("bewoner").post(pad, gegevens).status_code == 302
    inhoud = client.get(plan.get_absolute_url()).content.decode()
    assert "De bakken staan!" in inhoud
    bijlage = Bijlage.objects.get()
    assert (bijlage.openbaar, bijlage.nieuws.tekst) == (True, "De bakken staan!")
    assert reverse("bewoners:bijlage", args=[bijlage.pk]) in inhoud
    antwoord = client.get(reverse("bewoners:bijlage", args=[bijlage.pk]))
    assert (antwoord.status_code, b"".join(antwoord.streaming_content)[:2]) == (200, b"\xff\xd8")
    assert Melding.objects.get(gebruiker=partnermedewerker).soort == "nieuws"


@pytest.mark.parametrize("status", [S.INGEDIEND, S.AFGEWEZEN, S.VASTGESTELD])
def test_no_news_of_a_plan_that_is_not_carried_out(
    als: Callable[..., Client], maak: Callable[..., Initiatief], status: str
) -> None:
    pad = reverse("bewoners:nieuws", args=[maak(status=status).pk])
    assert "zolang uw plan wordt uitgevoerd" in als("bewoner").get(pad).content.decode()
    assert "zolang uw plan wordt uitgevoerd" in als("bewoner").post(pad, {"tekst": "x"}).content.decode()
    assert not Voortgangsbericht.objects.exists()


def test_only_the_applicant_tells(als: Callable[..., Client], maak: Callable[..., Initiatief]) -> None:
    plan = maak(status=S.IN_UITVOERING)
    for naam in ("nieuws", "resultaat"):
        pad = reverse(f"bewoners:{naam}", args=[plan.pk])
        for wie in ("coordinator", "partnermedewerker"):
            assert als(wie).post(pad, {"tekst": "x"}).status_code == 403


def test_news_is_taken_back_with_its_photos(
    als: Callable[..., Client], maak: Callable[..., Initiatief], bewoner: Gebruiker, coordinator_elders: Gebruiker
) -> None:
    plan = maak(status=S.IN_UITVOERING)
    als("bewoner").post(reverse("bewoners:nieuws", args=[plan.pk]), {"tekst": "Oeps", "fotos": [foto()]})
    bericht = Voortgangsbericht.objects.get()
    with pytest.raises(GeenToestemming):
        nieuws.verwijder(bericht, door=coordinator_elders)
    assert als("bewoner").post(reverse("bewoners:nieuws_weghalen", args=[bericht.pk])).status_code == 302
    assert not Voortgangsbericht.objects.exists()
    assert not Bijlage.objects.exists()


def test_result_is_told_and_told_better(
    client: Client, als: Callable[..., Client], maak: Callable[..., Initiatief], partnermedewerker: Gebruiker
) -> None:
    plan = maak(status=S.DIRECT_VASTGESTELD)
    volgen.volg(plan, door=partnermedewerker)
    pad = reverse("bewoners:resultaat", args=[plan.pk])
    als("bewoner").post(pad, {"tekst": "Het was een feest", "fotos": [foto(kleur="red"), foto(kleur="blue")]})
    assert "Het was een feest</textarea>" in als("bewoner").get(pad).content.decode()
    als("bewoner").post(pad, {"tekst": "Het was een groot feest"})
    inhoud = client.get(plan.get_absolute_url()).content.decode()
    assert "Het was een groot feest" in inhoud
    assert Bijlage.objects.filter(soort=Bijlagesoort.RESULTAAT, openbaar=True).count() == 2
    assert Melding.objects.filter(gebruiker=partnermedewerker).count() == 1
