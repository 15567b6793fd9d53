"""Pages of handling, judging and deciding: who sees what, that acts happen, and that nothing typed is lost."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bewoners.domain import aanvullen
from bewoners.enums import Initiatiefstatus, Termijnsoort
from bewoners.models import (
    Aantekening,
    Beoordeling,
    Initiatief,
    Termijn,
    Volledigheidsvink,
)
from tests.bewoners.behandeling import met_termijnen, teamlid
from tests.bewoners.fabriek import maak_initiatief
from tests.factories import GebruikerFactory
from tests.toegang.wereld import jpeg

pytestmark = pytest.mark.django_db
S, T = Initiatiefstatus, Termijnsoort


def _url(naam, plan, *args) -> str:
    return reverse(f"bewoners:{naam}", args=[plan.pk, *args])


def _tekst(antwoord) -> str:
    return antwoord.content.decode()


@pytest.fixture
def plan(wijken, themas, bewoner) -> Initiatief:
    return met_termijnen(maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner))


# the list


def test_the_list_shows_own_areas_by_days_left_and_asks_a_constant_number_of_queries(
    als, wijken, themas, bewoner, coordinator, gemeente
):
    def maak(n, wijk="Lariks"):
        plan = maak_initiatief(gebied=wijken[wijk], thema=themas["Groen"], indiener=bewoner, titel=f"Plan {n}")
        plan.behandelaar = GebruikerFactory()
        plan.save()
        eind = timezone.localdate() + dt.timedelta(days=40 - n)
        Termijn.objects.create(initiatief=plan, soort=T.BESLISSING, begin=eind - dt.timedelta(56), dagen=56, eind=eind)

    maak(1)
    maak(99, "Peelo")
    client = als(coordinator)
    client.get(reverse("bewoners:dossiers"))
    with CaptureQueriesContext(connection) as een:
        assert "Plan 99" not in _tekst(client.get(reverse("bewoners:dossiers")))
    for n in range(2, 12):
        maak(n)
    with CaptureQueriesContext(connection) as veel:
        tekst = _tekst(client.get(reverse("bewoners:dossiers")))
    assert len(veel) == len(een)
    assert tekst.index("Plan 11") < tekst.index("Plan 2<") < tekst.index("Plan 1<")


def test_the_list_filters_and_ignores_nonsense(als, plan, wijken, themas, bewoner, coordinator, controller):
    plan.behandelaar = coordinator
    plan.save()
    maak_initiatief(
        gebied=wijken["Peelo"], thema=themas["Groen"], indiener=bewoner, titel="Bankje", gevraagd=Decimal(900)
    )
    client = als(controller)

    def gevonden(**vraag) -> set[str]:
        tekst = _tekst(client.get(reverse("bewoners:dossiers"), vraag))
        return {titel for titel in ("Bloembakken", "Bankje") if titel in tekst}

    assert gevonden() == {"Bloembakken", "Bankje"}
    assert gevonden(gebied=wijken["Peelo"].pk) == {"Bankje"}
    assert gevonden(status=S.VERLEEND) == set()
    assert gevonden(stand="nieuw") == {"Bloembakken", "Bankje"}
    assert gevonden(regeling=plan.regelingversie.regeling_id) == {"Bloembakken"}
    assert gevonden(behandelaar=coordinator.pk) == {"Bloembakken"}
    assert gevonden(eigen="on") == set()
    assert gevonden(zoek="bankje") == {"Bankje"}
    assert gevonden(zoek=plan.kenmerk) == {"Bloembakken"}
    assert gevonden(gebied="x", status="y", stand="z", zoek="MB-x") == set()
    assert gevonden(gebied="x", status="y", stand="z") == {"Bloembakken", "Bankje"}


# one file


def test_the_file_shows_contact_details_to_who_handles_or_pays_only(als, plan, coordinator, controller, stuurgroeplid):
    for rol, ziet in ((coordinator, True), (controller, True), (stuurgroeplid, False)):
        tekst = _tekst(als(rol).get(_url("dossier", plan)))
        assert plan.titel in tekst
        assert ("0592 123456" in tekst) is ziet
        assert ("Sparstraat 12, 9404 KL" in tekst) is ziet
        assert ("43 00" in tekst) is ziet
        assert "NL91ABNA0417164300" not in tekst


def test_internal_remarks_are_for_who_handles(als, plan, coordinator, controller, stuurgroeplid):
    als(coordinator).post(_url("aantekening", plan), {"tekst": "Belde met de buren"})
    assert Aantekening.objects.get().auteur == coordinator
    assert "Belde met de buren" in _tekst(als(coordinator).get(_url("dossier", plan)))
    for rol in (controller, stuurgroeplid):
        assert "Belde met de buren" not in _tekst(als(rol).get(_url("dossier", plan)))
        assert als(rol).post(_url("aantekening", plan), {"tekst": "x"}).status_code == 403


def test_nobody_reads_the_file_of_their_own_plan(als, wijken, themas, coordinator):
    eigen = maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=coordinator)
    for naam in ("dossier", "besluiten"):
        assert als(coordinator).get(_url(naam, eigen)).url == eigen.get_absolute_url()


def test_the_file_asks_a_constant_number_of_queries(als, plan, coordinator, gemeente, wijken):
    client = als(coordinator)
    client.get(_url("dossier", plan))
    Aantekening.objects.create(initiatief=plan, auteur=coordinator, tekst="Een")
    with CaptureQueriesContext(connection) as een:
        client.get(_url("dossier", plan))
    for n in range(6):
        Aantekening.objects.create(initiatief=plan, auteur=GebruikerFactory(), tekst=f"Nog {n}")
        plan.kosten.create(omschrijving=f"Post {n}", bedrag=1)
        Beoordeling.objects.create(initiatief=plan, beoordelaar=GebruikerFactory(), vervallen_op=timezone.now())
        plan.aanvullingen.create(vragen=f"Vraag {n}", aangevuld_op=timezone.now())
    with CaptureQueriesContext(connection) as veel:
        client.get(_url("dossier", plan))
    assert len(veel) == len(een)


def test_the_completeness_list_is_kept_and_takes_the_file_on(als, plan, coordinator, partnermedewerker):
    punten = list(plan.regelingversie.volledigheidspunten.all())
    client = als(coordinator)
    half = {
        f"punt_{punten[0].pk}": "on",
        f"punt_{punten[1].pk}_opmerking": "Begroting ontbreekt",
        "in_behandeling": "ja",
    }

    antwoord = client.post(_url("volledigheid", plan), half)

    assert antwoord.status_code == 200
    assert "Nog niet alle punten zijn in orde" in _tekst(antwoord)
    assert "Begroting ontbreekt" in _tekst(antwoord)  # nothing typed is lost
    client.post(_url("volledigheid", plan), {k: v for k, v in half.items() if k != "in_behandeling"})
    assert Volledigheidsvink.objects.filter(in_orde=True).count() == 1
    vraagpagina = _tekst(client.get(_url("vraag_aanvulling", plan)))
    assert punten[1].vraag in vraagpagina
    assert punten[0].vraag not in vraagpagina

    heel = {f"punt_{punt.pk}": "on" for punt in punten}
    assert client.post(_url("volledigheid", plan), heel | {"in_behandeling": "ja"}).status_code == 302
    plan.refresh_from_db()
    assert plan.status == S.IN_BEOORDELING
    assert partnermedewerker.naam in _tekst(client.get(_url("dossier", plan)))


def test_too_few_assessors_are_said_and_asked_again(als, wijken, themas, bewoner, coordinator):
    plan = maak_initiatief(
        gebied=wijken["Lariks"],
        thema=themas["Groen"],
        indiener=bewoner,
        status=S.IN_BEOORDELING,
        behandelaar=coordinator,
    )
    client = als(coordinator)
    assert "te weinig beoordelaars" in _tekst(client.get(_url("dossier", plan)))
    assert "niemand in het wijkteam" in _tekst(client.post(_url("zoek_beoordelaars", plan), follow=True))
    teamlid(coordinator.posten.get().partner, wijken["Lariks"])
    client.post(_url("zoek_beoordelaars", plan))
    assert plan.beoordelingen.count() == 1
    assert "te weinig beoordelaars" not in _tekst(client.get(_url("dossier", plan)))


def test_an_assessor_is_replaced_with_a_reason(als, wijken, themas, bewoner, coordinator, gemeente):
    plan = maak_initiatief(
        gebied=wijken["Lariks"],
        thema=themas["Groen"],
        indiener=bewoner,
        status=S.IN_BEOORDELING,
        behandelaar=coordinator,
    )
    rij = Beoordeling.objects.create(initiatief=plan, beoordelaar=teamlid(gemeente, wijken["Lariks"]))
    client = als(coordinator)
    assert "Dit veld is verplicht" in _tekst(client.post(_url("vervang_beoordelaar", plan, rij.pk), {"reden": ""}))
    client.post(_url("vervang_beoordelaar", plan, rij.pk), {"reden": "Ziek"})
    rij.refresh_from_db()
    assert rij.vervallen_reden == "Ziek"


def test_publication_and_taking_over(als, plan, coordinator):
    client = als(coordinator)
    client.post(_url("publicatie", plan), {"reden": "Naam in de tekst", "haal_van": "ja"})
    plan.refresh_from_db()
    assert plan.gepubliceerd_op is None
    client.post(_url("publicatie", plan), {"reden": "Hersteld", "zet_op": "ja"})
    client.post(_url("neem_over", plan))
    plan.refresh_from_db()
    assert plan.gepubliceerd_op is not None
    assert plan.behandelaar == coordinator


# supplements, a new term, withdrawing


def test_asking_and_supplying_with_a_file(als, plan, coordinator, bewoner):
    uiterlijk = timezone.localdate() + dt.timedelta(days=20)
    als(coordinator).post(
        _url("vraag_aanvulling", plan), {"vragen": "Van wie is de grond?", "uiterlijk": uiterlijk.isoformat()}
    )
    client = als(bewoner)
    assert "Van wie is de grond?" in _tekst(client.get(_url("aanvullen", plan)))
    velden = {"plan": plan.plan, "resultaat_voor_buurt": "", "begindatum": plan.begindatum, "einddatum": plan.einddatum}
    from django.core.files.uploadedfile import SimpleUploadedFile

    zonder_antwoord = client.post(
        _url("aanvullen", plan), velden | {"antwoord": "", "bestanden": SimpleUploadedFile("brief.jpg", jpeg())}
    )
    assert "Schrijf wat u aanvult" in _tekst(zonder_antwoord)
    (sleutel,) = zonder_antwoord.context["wachtend"]  # the file need not be chosen again

    antwoord = client.post(_url("aanvullen", plan), velden | {"antwoord": "Van de gemeente", "bewaard": sleutel})

    assert antwoord.url == plan.get_absolute_url()
    plan.refresh_from_db()
    assert plan.status == S.IN_BEOORDELING
    assert plan.bijlagen.get().naam.startswith("brief")
    assert client.get(_url("aanvullen", plan)).url == plan.get_absolute_url()


def test_a_wrong_file_is_said_and_the_answer_stays(als, plan, coordinator, bewoner):
    from django.core.files.uploadedfile import SimpleUploadedFile

    aanvullen.vraag_aanvulling(plan, vragen="?", uiterlijk=None, door=coordinator)
    antwoord = als(bewoner).post(
        _url("aanvullen", plan),
        {"antwoord": "Mijn antwoord", "plan": "x", "bestanden": SimpleUploadedFile("virus.exe", b"MZ")},
    )
    assert antwoord.status_code == 200
    assert "virus.exe" in _tekst(antwoord)
    assert "Mijn antwoord" in _tekst(antwoord)
    plan.refresh_from_db()
    assert plan.status == S.AANVULLING_GEVRAAGD


def test_going_on_without_a_supplement(als, plan, coordinator):
    aanvullen.vraag_aanvulling(plan, vragen="?", uiterlijk=None, door=coordinator)
    client = als(coordinator)
    assert client.post(_url("zonder_aanvulling", plan), {"reden": ""}).status_code == 200
    client.post(_url("zonder_aanvulling", plan), {"reden": "Niet nodig"})
    plan.refresh_from_db()
    assert plan.status == S.IN_BEOORDELING


def test_extending_by_the_page(als, plan, coordinator):
    client = als(coordinator)
    assert client.post(_url("verdagen", plan), {"tot": "2020-01-01", "reden": "Druk"}).status_code == 200
    tot = plan.termijnen.get(soort=T.BESLISSING).eind + dt.timedelta(days=20)
    client.post(_url("verdagen", plan), {"tot": tot.isoformat(), "reden": "Drukte"})
    assert plan.termijnen.get(soort=T.BESLISSING).verdaagd_tot == tot


def test_withdrawing_by_the_applicant(als, plan, bewoner, coordinator):
    assert als(coordinator).post(_url("intrekken", plan), {"reden": ""}).status_code == 403
    client = als(bewoner)
    assert "Ja, trek mijn plan in" in _tekst(client.get(_url("intrekken", plan)))
    client.post(_url("intrekken", plan), {"reden": ""})
    plan.refresh_from_db()
    assert plan.status == S.INGETROKKEN
    assert "Intrekken kan niet meer" in _tekst(client.get(_url("intrekken", plan)))
