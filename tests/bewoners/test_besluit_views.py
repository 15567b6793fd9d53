"""Pages of judging and deciding: hidden scores, declarations first, a last look at the letters."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from bewoners.domain import aanvullen
from bewoners.enums import Advies, Belang, Besluitsoort, Initiatiefstatus, Termijnsoort
from bewoners.models import (
    Belangenprofiel,
    Belangenverklaring,
    Beoordeling,
    Besluit,
    Initiatief,
    Termijn,
)
from tests.bewoners.behandeling import geadviseerd, geef_geld, geef_woningen, lever_in, met_termijnen, teamlid
from tests.bewoners.fabriek import geef_mandaat, maak_initiatief, verklaar_geen_belang

pytestmark = pytest.mark.django_db
S, T = Initiatiefstatus, Termijnsoort


def _url(naam, plan, *args) -> str:
    return reverse(f"bewoners:{naam}", args=[plan.pk, *args])


def _tekst(antwoord) -> str:
    return antwoord.content.decode()


@pytest.fixture
def plan(wijken, themas, bewoner) -> Initiatief:
    return met_termijnen(maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner))


# judging


@pytest.fixture
def opdracht(wijken, themas, bewoner, partnermedewerker) -> Beoordeling:
    plan = maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner, status=S.IN_BEOORDELING)
    return Beoordeling.objects.create(initiatief=plan, beoordelaar=partnermedewerker)


def test_before_the_declaration_only_what_is_needed_shows(als, opdracht, partnermedewerker):
    plan = opdracht.initiatief
    tekst = _tekst(als(partnermedewerker).get(_url("beoordelen", plan)))
    assert plan.titel in tekst
    assert plan.naam in tekst
    assert plan.plan not in tekst
    assert plan.samenvatting not in tekst
    assert "Hout en aarde" not in tekst


def test_declaring_no_interest_opens_the_file_without_contact_details(als, opdracht, partnermedewerker):
    plan, client = opdracht.initiatief, als(partnermedewerker)
    assert client.post(_url("beoordelen", plan), {"verklaren": "ja"}).status_code == 200
    client.post(_url("beoordelen", plan), {"verklaren": "ja", "belang": Belang.GEEN})
    tekst = _tekst(client.get(_url("beoordelen", plan)))
    assert plan.plan in tekst
    for geheim in ("0592 123456", "9404 KL", plan.email, "NL91"):
        assert geheim not in tekst


def test_an_assessor_who_coordinates_declares_before_the_file_opens(als, opdracht, coordinator):
    Beoordeling.objects.create(initiatief=opdracht.initiatief, beoordelaar=coordinator)
    client = als(coordinator)
    assert client.get(_url("dossier", opdracht.initiatief)).url == _url("beoordelen", opdracht.initiatief)


def test_declaring_an_interest_closes_the_page(als, opdracht, partnermedewerker):
    plan, client = opdracht.initiatief, als(partnermedewerker)
    client.post(_url("beoordelen", plan), {"verklaren": "ja", "belang": Belang.HUISHOUDEN})
    assert client.get(_url("beoordelen", plan)).status_code == 403
    assert Belangenverklaring.objects.get().belang == Belang.HUISHOUDEN


def _ingevuld(plan, **anders) -> dict[str, str]:
    velden = {"advies": Advies.TOEKENNEN, "toelichting": "Mooi", "bedrag": ""}
    for criterium in plan.regelingversie.criteria.all():
        velden |= {f"punten_{criterium.pk}": "4", f"reden_{criterium.pk}": f"Omdat {criterium.pk}"}
    return velden | anders


def test_a_draft_is_kept_and_an_error_loses_nothing(als, opdracht, partnermedewerker):
    plan, client = opdracht.initiatief, als(partnermedewerker)
    verklaar_geen_belang(plan, partnermedewerker)
    client.post(_url("beoordelen", plan), {"toelichting": "Half idee", "concept": "ja"})
    assert "Half idee" in _tekst(client.get(_url("beoordelen", plan)))
    fout = client.post(
        _url("beoordelen", plan), _ingevuld(plan, advies=Advies.LAGER, toelichting="Toch lager", inleveren="ja")
    )
    assert "Vul een bedrag in tussen" in _tekst(fout)
    assert "Toch lager" in _tekst(fout)
    assert client.post(_url("beoordelen", plan), _ingevuld(plan, inleveren="ja")).status_code == 302
    plan.refresh_from_db()
    assert plan.status == S.GEADVISEERD
    assert "Alle beoordelingen zijn binnen" in _tekst(client.get(_url("beoordelen", plan)))
    assert client.post(_url("beoordelen", plan), _ingevuld(plan)).status_code == 302


def test_scores_show_to_nobody_before_all_are_in(als, wijken, themas, bewoner, gemeente, coordinator, controller):
    plan = maak_initiatief(
        gebied=wijken["Lariks"],
        thema=themas["Groen"],
        indiener=bewoner,
        status=S.IN_BEOORDELING,
        gevraagd=Decimal(4000),
    )
    een, twee = teamlid(gemeente, wijken["Lariks"]), teamlid(gemeente, wijken["Lariks"])
    Beoordeling.objects.create(initiatief=plan, beoordelaar=twee)
    lever_in(plan, een)
    verklaar_geen_belang(plan, twee)
    for rol, pagina in ((coordinator, "dossier"), (controller, "dossier"), (twee, "beoordelen")):
        assert "Goed plan" not in _tekst(als(rol).get(_url(pagina, plan)))
    assert "Goed plan" in _tekst(als(een).get(_url("beoordelen", plan)))
    lever_in(plan, twee)
    for rol, pagina in ((coordinator, "dossier"), (controller, "dossier"), (een, "beoordelen"), (twee, "beoordelen")):
        assert _tekst(als(rol).get(_url(pagina, plan))).count("Goed plan") == 8


def test_my_interests_are_kept_encrypted(als, partnermedewerker, bewoner):
    client = als(partnermedewerker)
    fout = client.post(
        reverse("bewoners:belangenprofiel"), {"postcode": "94", "huisnummer": "1", "organisaties": "Bos"}
    )
    assert "Vul een postcode in" in _tekst(fout)
    assert "Bos" in _tekst(fout)
    client.post(
        reverse("bewoners:belangenprofiel"), {"postcode": "9404kl", "huisnummer": "1 a", "organisaties": "Bos\n\nHei"}
    )
    profiel = Belangenprofiel.objects.get()
    assert profiel.organisaties == ["Bos", "Hei"]
    assert "9404 KL" in _tekst(client.get(reverse("bewoners:belangenprofiel")))
    with connection.cursor() as cursor:
        cursor.execute("SELECT adres FROM bewoners_belangenprofiel")
        assert "9404" not in cursor.fetchone()[0]


# deciding


@pytest.fixture
def klaar(wijken, themas, bewoner, boekjaar, gemeente, actium, coordinator):
    """An advised plan with money and a mandate; its decider still has to declare."""
    plan = geadviseerd(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner)
    geef_woningen(actium, wijken["Lariks"])
    geef_mandaat(coordinator)
    return plan, geef_geld(plan, boekjaar, {gemeente: Decimal(1000), actium: Decimal(1000)})


def _besluit(regel, gemeente, actium, **anders):
    return {
        "soort": Besluitsoort.VERLENING,
        "bedrag": "400",
        f"deel_{gemeente.pk}": "250",
        f"deel_{actium.pk}": "150",
        "regel": regel.pk,
        "motivering": "Een mooi plan",
        "eenmalig": "abc",
    } | anders


def test_deciding_starts_with_the_declaration(als, klaar, coordinator):
    plan, _regel = klaar
    client = als(coordinator)
    assert plan.plan not in _tekst(client.get(_url("besluiten", plan)))
    client.post(_url("besluiten", plan), {"verklaren": "ja", "belang": Belang.GEEN})
    assert plan.plan in _tekst(client.get(_url("besluiten", plan)))


def test_a_decision_is_filled_in_looked_at_and_confirmed(als, klaar, coordinator, gemeente, actium):
    plan, regel = klaar
    verklaar_geen_belang(plan, coordinator)
    client, url = als(coordinator), _url("besluiten", plan)
    gegevens = _besluit(regel, gemeente, actium)

    fout = client.post(url, gegevens | {"bedrag": "390", "controleren": "ja"})
    assert "samen" in _tekst(fout)
    assert "Een mooi plan" in _tekst(fout)
    controle = client.post(url, gegevens | {"controleren": "ja"})
    assert "Klopt dit besluit?" in _tekst(controle)
    assert not Besluit.objects.exists()
    brieven = [naam for naam, _titel in controle.context["brieven"]]
    assert brieven == ["besluit-0", f"toezegging-{actium.pk}"]
    for naam in brieven:
        pdf = client.post(_url("besluit_voorbeeld", plan), gegevens | {"brief": naam})
        assert b"".join(pdf.streaming_content).startswith(b"%PDF")
    assert client.post(_url("besluit_voorbeeld", plan), gegevens | {"brief": "anders"}).status_code == 404
    assert not Besluit.objects.exists()
    assert "Een mooi plan" in _tekst(client.post(url, gegevens | {"aanpassen": "ja"}))

    for _keer in range(2):  # a second click does nothing more
        assert client.post(url, gegevens | {"bevestigen": "ja"}).url == _url("dossier", plan)
    assert Besluit.objects.get().bedrag == 400
    tekst = _tekst(client.get(_url("dossier", plan)))
    assert "Verlening" in tekst
    assert actium.naam in tekst


def test_refusing_by_the_page(als, klaar, coordinator, gemeente, actium):
    plan, _regel = klaar
    verklaar_geen_belang(plan, coordinator)
    client, url = als(coordinator), _url("besluiten", plan)
    gegevens = {"soort": Besluitsoort.AFWIJZING, "motivering": "Te weinig steun"}
    assert "minstens één grond" in _tekst(client.post(url, gegevens | {"controleren": "ja"}))
    gegevens["gronden"] = [plan.regelingversie.weigeringsgronden.first().pk]
    assert "Klopt dit besluit?" in _tekst(client.post(url, gegevens | {"controleren": "ja"}))
    client.post(url, gegevens | {"bevestigen": "ja"})
    plan.refresh_from_db()
    assert plan.status == S.AFGEWEZEN


def test_who_has_an_interest_or_assessed_gets_no_form(als, klaar, coordinator, controller):
    plan, _regel = klaar
    geef_mandaat(controller)
    Belangenverklaring.objects.create(initiatief=plan, gebruiker=controller, belang=Belang.BETROKKEN)
    assert "U hebt een belang bij dit plan" in _tekst(als(controller).get(_url("besluiten", plan)))
    lever_in(plan, coordinator)
    assert als(coordinator).get(_url("besluiten", plan)).url == _url("dossier", plan)


def test_without_a_mandate_or_ceiling_the_page_says_so(als, wijken, themas, bewoner, coordinator, boekjaar):
    plan = geadviseerd(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner)
    verklaar_geen_belang(plan, coordinator)
    tekst = _tekst(als(coordinator).get(_url("besluiten", plan)))
    assert "U hebt geen mandaat in deze wijk" in tekst
    assert "Er is geen plafond voor dit jaar" in tekst


def test_an_earlier_complete_plan_is_named_and_passing_it_takes_a_reason(
    als, klaar, coordinator, gemeente, actium, wijken, themas, bewoner
):
    from bewoners.models import Plafond

    plan, regel = klaar
    verklaar_geen_belang(plan, coordinator)
    Plafond.objects.update(bedrag=500)
    maak_initiatief(
        gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner, titel="Eerder compleet",
        status=S.IN_BEOORDELING, volledig_op=timezone.now() - dt.timedelta(days=2),
    )  # fmt: skip
    client, url = als(coordinator), _url("besluiten", plan)
    assert "Eerder compleet" in _tekst(client.get(url))
    gegevens = _besluit(regel, gemeente, actium, bevestigen="ja")
    assert "Schrijf waarom u toch eerst" in _tekst(client.post(url, gegevens))
    client.post(url, gegevens | {"volgorde_reden": "Samen afgesproken"})
    assert Besluit.objects.count() == 1


def test_not_handling_by_the_page(als, plan, coordinator):
    from bewoners.domain import termijnbewaking

    geef_mandaat(coordinator)
    client = als(coordinator)
    vandaag = timezone.localdate()
    aanvullen.vraag_aanvulling(plan, vragen="?", uiterlijk=vandaag + dt.timedelta(days=5), door=coordinator)
    Termijn.objects.filter(soort=T.AANVULLING).update(begin=vandaag - dt.timedelta(9), eind=vandaag - dt.timedelta(2))
    plan.aanvullingen.update(uiterlijk=vandaag - dt.timedelta(2))
    termijnbewaking.veeg()
    assert "niet op tijd aangevuld" in _tekst(client.get(_url("dossier", plan)))
    verklaar_geen_belang(plan, coordinator)
    client.post(
        _url("besluiten", plan),
        {"soort": Besluitsoort.BUITEN_BEHANDELING, "motivering": "Er kwam niets", "bevestigen": "ja"},
    )
    plan.refresh_from_db()
    assert plan.status == S.BUITEN_BEHANDELING
