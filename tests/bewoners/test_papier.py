"""An application on paper, entered by the coordinator of its area."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bewoners.domain.inrichten import richt_regelingen_in
from bewoners.enums import Initiatiefstatus, Termijnsoort
from bewoners.models import Bijlage, Initiatief
from kern.models import Melding, Uitgaandbericht
from tests.bewoners import indienhulp as hulp
from tests.partners.afbeeldingen import foto_bytes, pdf_bytes, upload

pytestmark = pytest.mark.django_db
PAPIER = "/initiatieven/papier/"


@pytest.fixture
def gegevens(wijken, themas):
    richt_regelingen_in()
    vandaag = timezone.localdate()
    return {
        "sleutel": "een-sleutel",
        "ontvangen": (vandaag - dt.timedelta(days=3)).isoformat(),
        "titel": "Bankje",
        "thema": themas["Groen"].pk,
        "gebied": wijken["Lariks"].pk,
        "kosten-0-wat": "Bankje",
        "kosten-0-bedrag": "400",
        "naam": "Piet Papier",
        "soort_aanvrager": "bewoner",
        "actie": "invoeren",
    }


def test_paper_counts_from_the_day_it_came_in(gegevens, als, coordinator):
    client = als(coordinator)
    antwoord = client.post(PAPIER, {**gegevens, "bestanden": upload(pdf_bytes(), naam="scan.pdf")})

    plan = Initiatief.objects.get()
    assert antwoord.headers["Location"] == reverse("bewoners:dossier", args=[plan.pk])
    assert (plan.status, plan.papier, plan.indiener, plan.ingevoerd_door) == ("ingediend", True, None, coordinator)
    ontvangen = timezone.localdate() - dt.timedelta(days=3)
    assert timezone.localtime(plan.ingediend_op).date() == ontvangen
    assert {t.soort: t.begin for t in plan.termijnen.all()} == {
        Termijnsoort.VOLLEDIGHEID: ontvangen,
        Termijnsoort.BESLISSING: ontvangen,
    }
    assert plan.bijlagen.get().soort == "document"
    assert plan.brieven.get().soort == "ontvangst"
    assert Melding.objects.filter(gebruiker=coordinator, soort="nieuw_initiatief").count() == 0
    assert Uitgaandbericht.objects.filter(soort="papier").count() == 0


def test_same_page_sent_twice_enters_it_once(gegevens, als, coordinator):
    client = als(coordinator)
    eerste, tweede = client.post(PAPIER, gegevens), client.post(PAPIER, gegevens)

    assert eerste.headers["Location"] == tweede.headers["Location"]
    assert Initiatief.objects.count() == 1


def test_address_of_an_account_makes_it_theirs_and_they_are_told(gegevens, als, coordinator, bewoner):
    als(coordinator).post(PAPIER, {**gegevens, "email": "Bewoner@Example.nl"})

    plan = Initiatief.objects.get()
    assert plan.indiener == bewoner
    [bericht] = Uitgaandbericht.objects.filter(soort="papier")
    assert (bericht.aan, plan.kenmerk in bericht.onderwerp) == (bewoner.email, True)
    assert "Bankje" in als(bewoner).get("/initiatieven/mijn/").content.decode()


def test_unknown_address_is_only_an_address(gegevens, als, coordinator):
    als(coordinator).post(PAPIER, {**gegevens, "email": "nieuw@example.nl"})

    assert (Initiatief.objects.get().indiener, Initiatief.objects.get().email) == (None, "nieuw@example.nl")


def test_only_own_area_and_only_coordinators(gegevens, als, coordinator_elders, controller, bewoner):
    antwoord = als(coordinator_elders).post(PAPIER, gegevens)
    assert "U voert alleen aanvragen in voor uw eigen gebied." in antwoord.content.decode()
    for ander in (controller, bewoner):
        assert als(ander).get(PAPIER).status_code == 403
        assert als(ander).post(PAPIER, gegevens).status_code == 403
    assert Client().get(PAPIER).status_code == 302
    assert Initiatief.objects.count() == 0


@pytest.mark.parametrize(
    ("anders", "veld", "zin"),
    [
        ({"titel": ""}, "titel", "Geef het plan een naam."),
        ({"thema": ""}, "thema", "Kies een onderwerp."),
        ({"gebied": ""}, "gebied", "Kies in welke wijk of buurt het plan is."),
        ({"naam": ""}, "naam", "Vul in wie aanvraagt."),
        ({"kosten-0-bedrag": "9000"}, "", "Wij geven hoogstens"),
        ({"kosten-0-bedrag": "", "kosten-0-wat": ""}, "", "Vul in wat het plan kost"),
        ({"kosten-0-bedrag": "veel"}, "kosten-0-bedrag", "Vul een bedrag in"),
        ({"ontvangen": "2999-01-01"}, "ontvangen", "Deze datum komt nog."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(gegevens, als, coordinator, anders, veld, zin):
    client = als(coordinator)
    scan = upload(foto_bytes(), naam="scan.jpg")
    antwoord = client.post(PAPIER, {**gegevens, "iban": "NL91 ABNA 0417 1643 00", **anders, "bestanden": scan})

    pagina = antwoord.content.decode()
    assert zin in pagina
    if veld:
        assert veld in antwoord.context["alles"].errors
    assert 'value="NL91 ABNA 0417 1643 00"' in pagina
    assert (Initiatief.objects.count(), Bijlage.objects.count()) == (0, 0)
    [wacht] = antwoord.context["ontvangen_form"].wachtend
    gezien = client.get(f"/initiatieven/papier/bestand/{wacht}/")
    assert b"".join(gezien.streaming_content).startswith(b"\xff\xd8\xff")

    assert client.post(PAPIER, {**gegevens, "bewaard": wacht}).status_code == 302
    assert Bijlage.objects.get().naam == "scan.jpg"


def test_paper_may_have_holes_that_a_resident_may_not_leave(gegevens, als, coordinator):
    """Too late, no phone, no address: received all the same, and asked for afterwards."""
    als(coordinator).post(PAPIER, {**gegevens, "begindatum": timezone.localdate().isoformat(), "straat": "Sparstraat"})

    plan = Initiatief.objects.get()
    assert (plan.status, plan.adres, plan.adres_sleutel) == (Initiatiefstatus.INGEDIEND, "Sparstraat", "")


@pytest.mark.parametrize("soort", ["kosten", "dekking", "mede"])
def test_button_adds_a_row_and_keeps_what_was_typed(gegevens, als, coordinator, soort):
    client = als(coordinator)
    voor = client.get(PAPIER).content.decode().count(f'id="{soort}-')
    antwoord = client.post(
        PAPIER,
        {
            **gegevens,
            **{f"{soort}-{n}-{veld}": "" for n in range(voor) for veld in ("wat", "naam")},
            "kosten-0-bedrag": "4x",
            "actie": f"rij-{soort}",
            "bestanden": upload(pdf_bytes(), naam="scan.pdf"),
        },
    )

    pagina = antwoord.content.decode()
    assert pagina.count(f'id="{soort}-') == voor + 1
    assert 'value="4x"' in pagina
    assert "scan.pdf" in pagina
    assert "foutenoverzicht" not in pagina


def test_paper_draft_of_the_past_keeps_version_of_its_day(gegevens, als, coordinator):
    antwoord = als(coordinator).post(PAPIER, {**gegevens, "ontvangen": "2010-12-31"})

    assert "Op dit moment staat er geen regeling open." in antwoord.content.decode()


def test_session_draft_has_nothing_to_do_with_paper(gegevens, als, coordinator, client, monkeypatch):
    als(coordinator).post(PAPIER, gegevens)
    hulp.begin(client, monkeypatch)
    assert client.post(f"/initiatieven/concept/{Initiatief.objects.get(papier=True).pk}/verder/").status_code == 404
