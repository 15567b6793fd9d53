"""Resident initiatives with an attacker's eye: who sees what, conflicts of interest, mandates, evidence, what breaks."""

import datetime as dt
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bewoners.domain import (
    bezwaren,
    bijlagen,
    brieven,
    concepten,
    medeindieners,
    toewijzen,
    uitdagingen,
    vaststellen,
    verantwoorden,
    wijzigingsverzoeken,
)
from bewoners.domain.inrichten import richt_regelingen_in
from bewoners.enums import (
    Besluitsoort,
    Bezwaarstatus,
    Bijlagesoort,
    Briefsoort,
    Initiatiefstatus,
    Intrekkingsgrond,
    Uitdagingstatus,
)
from bewoners.models import Beoordeling, Besluit, Bijlage, Initiatief, Uitdaging
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.uploads import PDF, SchoonBestand
from partners.enums import Functie
from tests.bewoners import indienhulp as hulp
from tests.bewoners.behandeling import teamlid
from tests.bewoners.fabriek import geef_mandaat, maak_initiatief, maak_regel, verklaar_geen_belang
from tests.bewoners.indienhulp import stap
from tests.bewoners.verleend import verleend

pytestmark = pytest.mark.django_db

S = Initiatiefstatus


def _pdf() -> SchoonBestand:
    """A file as it is after cleaning."""
    return SchoonBestand(b"%PDF-1.4\n%%EOF\n", PDF, "0" * 64, "bon.pdf")


def _status(client: Client, adres: str) -> int:
    """Of the answer, with its file read to the end, which closes it."""
    antwoord = client.get(adres)
    if antwoord.streaming:
        b"".join(antwoord.streaming_content)
    return antwoord.status_code


@pytest.fixture
def regel(wijken, themas, boekjaar, gemeente):
    return maak_regel(wijken["Lariks"], themas["Groen"], boekjaar, {gemeente: Decimal(9000)})


@pytest.fixture
def lopend(regel, bewoner, coordinator, gemeente) -> Initiatief:
    geef_mandaat(coordinator)
    return verleend(regel=regel, indiener=bewoner, door=coordinator, dekking={gemeente: Decimal(2000)})


# --- who sees what


def test_assessor_sees_no_file_before_declaring(plan, partnermedewerker, als):
    Beoordeling.objects.create(initiatief=plan, beoordelaar=partnermedewerker)
    bijlage = bijlagen.voeg_bijlage_toe(plan, soort=Bijlagesoort.DOCUMENT, bestand=_pdf(), door=plan.indiener)
    adres = f"/initiatieven/bijlage/{bijlage.pk}/"

    assert _status(als(partnermedewerker), adres) == 403
    verklaar_geen_belang(plan, partnermedewerker)
    assert _status(als(partnermedewerker), adres) == 200


def test_scan_of_a_paper_application_is_for_who_may_see_contact_details(
    wijken, themas, coordinator, controller, stuurgroeplid, partnermedewerker, als
):
    plan = maak_initiatief(
        gebied=wijken["Lariks"], thema=themas["Groen"], indiener=None, status=S.IN_BEOORDELING,
        ingevoerd_door=coordinator,
    )  # fmt: skip
    Beoordeling.objects.create(initiatief=plan, beoordelaar=partnermedewerker)
    verklaar_geen_belang(plan, partnermedewerker)
    scan = bijlagen.voeg_bijlage_toe(plan, soort=Bijlagesoort.DOCUMENT, bestand=_pdf(), door=coordinator)

    gezien = {
        rol: _status(als(rol), f"/initiatieven/bijlage/{scan.pk}/")
        for rol in (coordinator, controller, stuurgroeplid, partnermedewerker)
    }
    assert gezien == {coordinator: 200, controller: 200, stuurgroeplid: 403, partnermedewerker: 403}
    assert str(scan.naam) not in als(partnermedewerker).get(f"/initiatieven/{plan.pk}/beoordelen/").content.decode()


def test_letters_with_an_address_are_not_for_the_steering_group(plan, coordinator, controller, stuurgroeplid, als):
    brief = brieven.verstuur(plan, Briefsoort.ONTVANGST, door=None)
    adres = reverse("bewoners:brief", args=[brief.sleutel])

    assert adres not in als(stuurgroeplid).get(f"/initiatieven/{plan.pk}/dossier/").content.decode()
    assert adres in als(controller).get(f"/initiatieven/{plan.pk}/dossier/").content.decode()
    assert adres in als(coordinator).get(f"/initiatieven/{plan.pk}/dossier/").content.decode()


@pytest.mark.parametrize("actie", ["aantekening", "volledigheid", "publicatie", "zonder-aanvulling"])
def test_act_that_is_refused_shows_nobody_the_file_of_their_own_plan(wijken, themas, coordinator, als, actie):
    eigen = maak_initiatief(
        gebied=wijken["Lariks"], thema=themas["Groen"], indiener=coordinator, status=S.IN_BEOORDELING
    )

    antwoord = als(coordinator).post(f"/initiatieven/{eigen.pk}/{actie}/", {})

    assert antwoord.status_code == 302
    assert antwoord.headers["Location"] == eigen.get_absolute_url()


def test_act_that_is_refused_shows_an_assessor_nothing_before_declaring(plan, coordinator, als):
    Beoordeling.objects.create(initiatief=plan, beoordelaar=coordinator)

    antwoord = als(coordinator).post(f"/initiatieven/{plan.pk}/aantekening/", {"tekst": ""})

    assert (antwoord.status_code, antwoord.headers.get("Location")) == (302, f"/initiatieven/{plan.pk}/beoordelen/")


def test_account_of_ones_own_plan_is_not_looked_over_by_oneself(wijken, themas, coordinator, als):
    eigen = maak_initiatief(
        gebied=wijken["Lariks"], thema=themas["Groen"], indiener=coordinator, status=S.DIRECT_VASTGESTELD,
        steekproef=True, toegekend=Decimal("400.00"),
    )  # fmt: skip
    verantwoording = verantwoorden.begin(eigen, door=coordinator)
    verantwoording = verantwoorden.bewaar(
        verantwoording, gedaan="Alles", anders="", deelnemers=1, regels={}, door=coordinator
    )
    verantwoorden.dien_in(verantwoording, door=coordinator)

    for doe in (
        lambda: verantwoorden.keur_steekproef_goed(verantwoording, door=coordinator),
        lambda: verantwoorden.stuur_terug(verantwoording, opmerking="x", door=coordinator),
    ):
        with pytest.raises(Weigering):
            doe()
    assert als(coordinator).post(f"/initiatieven/{eigen.pk}/verantwoording/akkoord/").status_code == 302
    verantwoording.refresh_from_db()
    assert verantwoording.status == "ingediend"


def test_nobody_chooses_the_assessors_of_their_own_plan(wijken, themas, coordinator, actium):
    eigen = maak_initiatief(
        gebied=wijken["Lariks"], thema=themas["Groen"], indiener=coordinator, status=S.IN_BEOORDELING
    )
    streng = teamlid(actium, wijken["Lariks"])
    beoordeling = Beoordeling.objects.create(initiatief=eigen, beoordelaar=streng)

    with pytest.raises(Weigering):
        toewijzen.vervang(beoordeling, reden="Te streng", door=coordinator)
    with pytest.raises(Weigering):
        toewijzen.wijs_toe(eigen, door=coordinator)
    beoordeling.refresh_from_db()
    assert beoordeling.vervallen_op is None


def test_nobody_answers_their_own_challenge(wijken, themas, coordinator):
    uitdaging = Uitdaging.objects.create(
        indiener=coordinator, titel="Groen", samenvatting="x", voorstel="x", beter="x", naam="Groep",
        gebied=wijken["Lariks"], thema=themas["Groen"],
    )  # fmt: skip
    uitdagingen.dien_in(uitdaging, door=coordinator)

    with pytest.raises(GeenToestemming):
        uitdagingen.zet_stap(uitdaging, naar=Uitdagingstatus.IN_GESPREK, antwoord="Ja", door=coordinator)


@pytest.fixture
def bezwaar(wijken, themas, controller, coordinator):
    """The controller's own plan was refused, and they object."""
    eigen = maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=controller, status=S.AFGEWEZEN)
    verklaar_geen_belang(eigen, coordinator)
    besluit = Besluit.objects.create(
        initiatief=eigen, soort=Besluitsoort.AFWIJZING, door=coordinator, datum=timezone.localdate(), motivering="Nee"
    )
    return bezwaren.dien_in(besluit, gronden="Oneens", door=controller)


def test_nobody_handles_their_own_objection(bezwaar, controller, als):
    assert als(controller).get(bezwaar.get_absolute_url()).status_code == 403
    with pytest.raises(GeenToestemming):
        bezwaren.leg_hoorzitting_vast(bezwaar, gehoord_op=timezone.localdate(), verslag="x", door=controller)


def test_objection_is_decided_by_who_declared_to_be_free(bezwaar, coordinator_elders, als):
    """Not with a crash when the database refuses."""
    bezwaren.leg_hoorzitting_vast(bezwaar, gehoord_op=timezone.localdate(), verslag="x", door=coordinator_elders)
    client = als(coordinator_elders)

    antwoord = client.post(f"{bezwaar.get_absolute_url()}beslissen/", {"uitkomst": "ongegrond", "motivering": "Nee"})

    assert antwoord.status_code == 200
    bezwaar.refresh_from_db()
    assert bezwaar.status != Bezwaarstatus.ONGEGROND


def test_objection_that_comes_in_tomorrow_does_not_exist(lopend, bewoner, coordinator):
    besluit = lopend.besluiten.get()
    morgen = timezone.localdate() + dt.timedelta(days=1)

    with pytest.raises(Weigering) as fout:
        bezwaren.dien_in(besluit, gronden="x", door=coordinator, ontvangen=morgen)
    assert fout.value.veld == "ontvangen"


# --- mandates


def test_withdrawing_changing_and_settling_at_nothing_take_a_mandate_too(lopend, bewoner, wijken, gemeente, controller):
    zonder = teamlid(gemeente, wijken["Lariks"], functie=Functie.GEBIEDSCOORDINATOR)
    verklaar_geen_belang(lopend, zonder)
    verzoek = wijzigingsverzoeken.vraag(lopend, wat="Anders", einddatum=None, door=bewoner)

    with pytest.raises(Weigering, match="mandaat"):
        wijzigingsverzoeken.beslis(verzoek, toewijzen=True, motivering="Goed", door=zonder)
    with pytest.raises(Weigering, match="mandaat"):
        vaststellen.trek_verlening_in(lopend, grond=Intrekkingsgrond.values[0], motivering="Nee", door=zonder)
    Initiatief.objects.filter(pk=lopend.pk).update(status=S.VERANTWOORDING_INGEDIEND)
    with pytest.raises(Weigering, match="mandaat"):
        vaststellen.stel_vast(lopend, bedrag=Decimal(0), grond_lager="a", motivering="Nee", door=zonder)


def test_second_decider_can_declare_before_settling(lopend, controller, als):
    """Else only who awarded it could ever settle it."""
    client, adres = als(controller), f"/initiatieven/{lopend.pk}/verlening-intrekken/"

    assert "persoonlijk belang" in client.get(adres).content.decode()
    antwoord = client.post(adres, {"verklaren": "ja", "belang": "geen"})

    assert antwoord.headers["Location"] == adres
    assert "Verlening intrekken" in client.get(adres).content.decode()


# --- evidence


def test_receipt_of_an_account_that_was_handed_in_stays(lopend, bewoner, als):
    post = lopend.kosten.get()
    bon = bijlagen.voeg_bijlage_toe(lopend, soort=Bijlagesoort.BON, bestand=_pdf(), door=bewoner, kostenpost=post)
    verantwoording = verantwoorden.begin(lopend, door=bewoner)
    verantwoording = verantwoorden.bewaar(
        verantwoording,
        gedaan="Alles",
        anders="",
        deelnemers=None,
        regels={post: verantwoorden.Regel(Decimal(10))},
        door=bewoner,
    )
    verantwoorden.dien_in(verantwoording, door=bewoner)

    als(bewoner).post(f"/initiatieven/bon/{bon.pk}/weg/")

    assert Bijlage.objects.filter(pk=bon.pk).exists()


# --- what breaks for everybody


def test_control_characters_in_a_plan_do_not_break_the_feed(plan, client):
    Initiatief.objects.filter(pk=plan.pk).update(titel="Bloem\x0bbakken\x01", samenvatting="Een\x02\ufffftwee")

    antwoord = client.get("/initiatieven/feed/")

    assert antwoord.status_code == 200
    ElementTree.fromstring(antwoord.content)
    assert "Bloembakken" in antwoord.content.decode()


def test_plan_that_ends_at_the_end_of_time_is_refused(wijken, themas, client, monkeypatch):
    """Terms count on from that day; past the last day there is none."""
    richt_regelingen_in()
    hulp.begin(client, monkeypatch)

    antwoord = client.post(stap("idee"), hulp.idee(themas["Groen"], einddatum="9999-12-31"))

    assert antwoord.status_code == 200
    assert "einddatum" in antwoord.context["form"].errors
    assert Initiatief.objects.get().einddatum is None


@pytest.mark.parametrize("pad", ["aanvullen", "wijzigen"])
def test_later_end_of_a_plan_is_not_the_end_of_time(lopend, bewoner, als, pad):
    if pad == "aanvullen":
        Initiatief.objects.filter(pk=lopend.pk).update(status=S.AANVULLING_GEVRAAGD)

    als(bewoner).post(
        f"/initiatieven/{lopend.pk}/{pad}/",
        {"antwoord": "x", "plan": "x", "wat": "x", "begindatum": "2030-01-01", "einddatum": "9999-12-31"},
    )

    lopend.refresh_from_db()
    assert lopend.einddatum.year < 9999
    assert not lopend.wijzigingsverzoeken.exists()


def test_co_applicant_link_dies_with_the_invitation(wijken, themas, bewoner):
    concept = hulp.heel_concept(wijken["Lariks"], themas["Groen"], indiener=bewoner)
    concepten.bewaar_mensen(concept, door=bewoner, velden={}, mede=[("Mo", "mo@example.nl")])
    mede = concept.medeindieners.get()
    concepten.bewaar_mensen(concept, door=bewoner, velden={}, mede=[])

    with pytest.raises(Weigering):
        medeindieners.antwoord(mede, doet_mee=True)
    assert Client().get(reverse("bewoners:mede", args=[mede.sleutel])).status_code == 404
