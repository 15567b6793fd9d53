"""Schemes: what residents read, next versions, ceilings, and that what was used does not change."""

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bewoners.domain import regelingen
from bewoners.domain.brieftekst import SJABLONEN
from bewoners.domain.inrichten import richt_regelingen_in
from bewoners.models import Briefsjabloon, Initiatief, Plafond, Regeling, Regelingversie, Ronde
from budgetten.domain.jaren import sluit_boekjaar
from kern.domain.fouten import GeenToestemming, Weigering
from kern.models import Logregel
from tests.bewoners.fabriek import maak_initiatief
from tests.factories import BegrotingsregelFactory, BoekjaarFactory

pytestmark = pytest.mark.django_db
MORGEN = timezone.localdate() + dt.timedelta(days=1)


@pytest.fixture
def klein() -> Regeling:
    richt_regelingen_in()
    return Regeling.objects.get(slug="klein")


def test_new_installation_has_its_schemes_once(capsys):
    for _keer in range(2):
        call_command("regelingen_inrichten")
    assert capsys.readouterr().out == "Ingericht: 3 regelingen.\n"
    assert Regelingversie.objects.count() == 3
    assert Briefsjabloon.objects.count() == 3 * len(SJABLONEN)


def test_page_says_what_one_can_get(klein, als, boekjaar):
    Plafond.objects.create(regeling=klein, boekjaar=boekjaar, bedrag=Decimal(5000))
    pagina = als(None).get(reverse("bewoners:regelingen")).content.decode().replace("\xa0", " ")
    for zin in (
        "hoogstens € 500,00",
        "meer dan € 500,00, hoogstens € 2.500,00",
        "Minstens 5 buurtbewoners laten weten",
        "Een bewoner, een groep bewoners of een vereniging of stichting. U bent 18 jaar of ouder.",
        "Minstens 14 dagen voordat u begint.",
        "Binnen 5 werkdagen kijken wij of alles er is. Binnen 8 weken krijgt u ons besluit.",
        "Wie het eerst compleet is, gaat voor, tot het geld op is. Er is dit jaar nog € 5.000,00 over.",
        "Draagvlak",
        "Er is te weinig steun van buurtbewoners.",
        "alcohol",
    ):
        assert zin in pagina, zin


def test_scheme_with_rounds_says_when_it_is_open(klein, als):
    vandaag = timezone.localdate()
    ronde = Ronde.objects.create(
        regeling=klein, naam="Voorjaar", vanaf=vandaag + dt.timedelta(days=3), tot=vandaag + dt.timedelta(days=30)
    )
    assert "Nu dicht" in als(None).get(reverse("bewoners:regelingen")).content.decode()
    assert [r.open for r in regelingen.openbaar()] == [False, True, True]
    assert [r.open for r in regelingen.openbaar(ronde.vanaf)] == [True, True, True]
    assert regelingen.openbaar(ronde.tot + dt.timedelta(days=1))[0].ronde is None


def test_closed_scheme_is_not_shown_and_nothing_open_says_so(klein, als):
    Regeling.objects.update(actief=False)
    assert "Er staat nu geen regeling open" in als(None).get(reverse("bewoners:regelingen")).content.decode()


def test_next_version_copies_all_parts_and_leaves_the_old_one(klein, beheerder, wijken, themas, bewoner):
    initiatief = maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner)
    oud = initiatief.regelingversie
    oud.refresh_from_db()
    assert oud.bevroren
    nieuw = regelingen.nieuwe_versie(oud, vanaf=MORGEN, door=beheerder)
    assert (nieuw.versie, nieuw.vanaf, nieuw.tot, nieuw.bevroren) == (2, MORGEN, None, False)
    assert nieuw.maximumbedrag == oud.maximumbedrag
    for naam, velden in (
        ("criteria", ("naam", "uitleg", "gewicht", "volgorde")),
        ("weigeringsgronden", ("code", "tekst", "volgorde")),
        ("volledigheidspunten", ("tekst", "vraag", "volgorde")),
        ("briefsjablonen", ("soort", "onderwerp", "tekst")),
    ):
        assert list(getattr(nieuw, naam).values_list(*velden)) == list(getattr(oud, naam).values_list(*velden))
        assert getattr(nieuw, naam).exists()
    nieuw.criteria.update(gewicht=9)
    assert not oud.criteria.filter(gewicht=9).exists()
    assert Logregel.objects.filter(actie="nieuwe versie gemaakt", door=beheerder).count() == 1
    assert [r.versie.versie for r in regelingen.openbaar()] == [1, 1, 1]
    assert [r.versie.versie for r in regelingen.openbaar(MORGEN)] == [2, 1, 1]


def test_next_version_starts_later_and_is_made_by_a_beheerder(klein, beheerder, controller):
    versie = klein.versies.get()
    with pytest.raises(GeenToestemming):
        regelingen.nieuwe_versie(versie, vanaf=MORGEN, door=controller)
    with pytest.raises(Weigering):
        regelingen.nieuwe_versie(versie, vanaf=timezone.localdate(), door=beheerder)
    regelingen.nieuwe_versie(versie, vanaf=MORGEN, door=beheerder)
    with pytest.raises(Weigering):
        regelingen.nieuwe_versie(versie, vanaf=MORGEN, door=beheerder)


def _toegekend(wijken, themas, bewoner, regel, bedrag: int) -> Initiatief:
    initiatief = maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner)
    Initiatief.objects.filter(pk=initiatief.pk).update(toegekend=bedrag, regel=regel)
    return initiatief


def test_ceiling_counts_what_was_awarded_in_its_year(klein, boekjaar, wijken, themas, bewoner, controller):
    regel = BegrotingsregelFactory(boekjaar=boekjaar, gebied=wijken["Lariks"], thema=themas["Groen"])
    plafond = regelingen.zet_plafond(klein, boekjaar, bedrag=Decimal(1000), regels=[regel], door=controller)
    eerste = _toegekend(wijken, themas, bewoner, regel, 300)
    _toegekend(wijken, themas, bewoner, regel, 200)
    maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner)
    Initiatief.objects.filter(pk=eerste.pk).update(vastgesteld=250)
    stand = regelingen.plafondstanden(boekjaar)[0]
    assert (stand.plafond, stand.toegekend, stand.over, stand.wachtend) == (plafond, Decimal(450), Decimal(550), 3)
    assert regelingen.plafondstanden(BoekjaarFactory(jaar=boekjaar.jaar - 1))[0].toegekend == 0
    assert regelingen.plafondstanden(None) == []


def test_ceiling_goes_up_and_down_only_while_nobody_applied(klein, boekjaar, wijken, themas, bewoner, controller):
    regel = BegrotingsregelFactory(boekjaar=boekjaar, gebied=wijken["Lariks"], thema=themas["Groen"])
    zet = regelingen.zet_plafond
    zet(klein, boekjaar, bedrag=Decimal(1000), regels=[], door=controller)
    zet(klein, boekjaar, bedrag=Decimal(800), regels=[regel], door=controller)
    assert list(Plafond.objects.get().regels.all()) == [regel]
    _toegekend(wijken, themas, bewoner, regel, 400)
    with pytest.raises(Weigering, match=r"al €.400,00 toegekend") as fout:
        zet(klein, boekjaar, bedrag=Decimal(399), regels=[], door=controller)
    assert fout.value.veld == "bedrag"
    with pytest.raises(Weigering, match="al aangevraagd"):
        zet(klein, boekjaar, bedrag=Decimal(700), regels=[], door=controller)
    zet(klein, boekjaar, bedrag=Decimal(2000), regels=[regel], door=controller)
    assert Logregel.objects.filter(actie="plafond gewijzigd").count() == 2
    assert Logregel.objects.filter(actie="plafond vastgesteld").count() == 1


def test_ceiling_is_refused_for_others_other_years_and_closed_ones(
    klein, boekjaar, wijken, themas, coordinator, controller
):
    zet = regelingen.zet_plafond
    with pytest.raises(GeenToestemming):
        zet(klein, boekjaar, bedrag=Decimal(1), regels=[], door=coordinator)
    ander = BoekjaarFactory(jaar=boekjaar.jaar - 1)
    regel = BegrotingsregelFactory(boekjaar=ander, gebied=wijken["Lariks"], thema=themas["Groen"])
    with pytest.raises(Weigering, match="Kies begrotingsregels van"):
        zet(klein, boekjaar, bedrag=Decimal(1), regels=[regel], door=controller)
    with pytest.raises(Weigering):
        zet(klein, boekjaar, bedrag=Decimal(-1), regels=[], door=controller)
    sluit_boekjaar(ander, door=controller)
    with pytest.raises(Weigering, match="gesloten"):
        zet(klein, ander, bedrag=Decimal(1), regels=[], door=controller)


@pytest.mark.django_db(transaction=True)
def test_two_controllers_setting_the_first_ceiling_make_one_row(klein, boekjaar, controller):
    fouten: list[Exception] = []

    def zet(bedrag: int) -> None:
        try:
            regelingen.zet_plafond(klein, boekjaar, bedrag=Decimal(bedrag), regels=[], door=controller)
        except Exception as fout:
            fouten.append(fout)
        finally:
            connection.close()

    draden = [threading.Thread(target=zet, args=(bedrag,)) for bedrag in (100, 200, 300)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert not fouten
    assert Plafond.objects.count() == 1


def test_page_of_ceilings_sets_one(klein, boekjaar, wijken, themas, als):
    regel = BegrotingsregelFactory(boekjaar=boekjaar, gebied=wijken["Lariks"], thema=themas["Groen"])
    lijst, url = reverse("bewoners:plafonds"), reverse("bewoners:plafond", args=[boekjaar.jaar, "klein"])
    client = als("controller")
    assert "Niet ingesteld" in client.get(lijst).content.decode()
    assert url in client.get(lijst).content.decode()
    assert url not in als("coordinator").get(lijst).content.decode()
    fout = client.post(url, {"bedrag": "-5", "regels": [regel.pk]})
    assert "Een bedrag mag niet onder nul zijn." in fout.content.decode()
    assert client.post(url, {"bedrag": "25.000", "regels": [regel.pk]}).status_code == 302
    assert Plafond.objects.get().bedrag == Decimal(25000)
    pagina = client.get(lijst).content.decode()
    assert "Lariks – Groen" in pagina
    assert "25.000,00" in pagina
    assert "checked" in client.get(url).content.decode()


def test_lists_ask_a_constant_number_of_questions(klein, boekjaar, wijken, themas, bewoner, als):
    def vragen(client, url) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as gesteld:
            client.get(url)
        return len(gesteld)

    regel = BegrotingsregelFactory(boekjaar=boekjaar, gebied=wijken["Lariks"], thema=themas["Groen"])
    Plafond.objects.create(regeling=klein, boekjaar=boekjaar, bedrag=10).regels.add(regel)
    Regeling.objects.exclude(pk=klein.pk).update(actief=False)
    paginas = [(als(None), reverse("bewoners:regelingen")), (als("controller"), reverse("bewoners:plafonds"))]
    een = [vragen(*pagina) for pagina in paginas]
    Regeling.objects.update(actief=True)
    for regeling in Regeling.objects.exclude(pk=klein.pk):
        Plafond.objects.create(regeling=regeling, boekjaar=boekjaar, bedrag=10).regels.add(regel)
    assert [vragen(*pagina) for pagina in paginas] == een


def _velden(versie: Regelingversie, **anders: str) -> dict[str, object]:
    """What the admin's form of a version sends."""
    data: dict[str, object] = {
        veld.name: getattr(versie, veld.name) for veld in versie._meta.fields if veld.editable and veld.name != "tot"
    }
    data |= {"regeling": versie.regeling_id, "tot": "", "reacties_vooraf": "on"}
    for naam in ("criteria", "weigeringsgronden", "volledigheidspunten", "briefsjablonen"):
        delen = list(getattr(versie, naam).all())
        data |= {f"{naam}-TOTAL_FORMS": len(delen), f"{naam}-INITIAL_FORMS": len(delen)}
        for plek, deel in enumerate(delen):
            data |= {f"{naam}-{plek}-{veld.name}": getattr(deel, veld.attname) for veld in deel._meta.fields}
    return data | anders


def test_admin_finds_a_mistake_in_a_letter(klein, als):
    versie = klein.versies.get()
    url = reverse("admin:bewoners_regelingversie_change", args=[versie.pk])
    client = als("beheerder")
    assert "{motivering}" in client.get(url).content.decode()
    fout = client.post(url, _velden(versie, **{"briefsjablonen-0-tekst": "Beste {vriend},"}))
    assert "{vriend} bestaat niet" in fout.content.decode()
    assert client.post(url, _velden(versie, **{"briefsjablonen-0-tekst": "Beste {naam}, dag."})).status_code == 302
    assert versie.briefsjablonen.filter(tekst="Beste {naam}, dag.").count() == 1


def test_admin_of_a_used_version_says_why_it_stays(klein, als, wijken, themas, bewoner):
    versie = klein.versies.get()
    maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner)
    url = reverse("admin:bewoners_regelingversie_change", args=[versie.pk])
    client = als("beheerder")
    assert "Onder deze versie is al aangevraagd" in client.get(url).content.decode()
    leeg = {
        f"{naam}-{soort}_FORMS": 0
        for naam in ("criteria", "weigeringsgronden", "volledigheidspunten", "briefsjablonen")
        for soort in ("TOTAL", "INITIAL")
    }
    client.post(url, {"maximumbedrag": "9000", "tot": "2031-12-31", **leeg})
    versie.refresh_from_db()
    assert (versie.maximumbedrag, versie.tot) == (Decimal(500), dt.date(2031, 12, 31))


def test_admin_makes_a_next_version_of_one(klein, als):
    client, url = als("beheerder"), reverse("admin:bewoners_regelingversie_changelist")
    alle = list(Regelingversie.objects.values_list("pk", flat=True))
    antwoord = client.post(url, {"action": "nieuwe_versie", "_selected_action": alle}, follow=True)
    assert "Kies één versie" in antwoord.content.decode()
    antwoord = client.post(url, {"action": "nieuwe_versie", "_selected_action": [klein.versies.get().pk]}, follow=True)
    assert "Versie 2 is gemaakt" in antwoord.content.decode()
    assert klein.versies.get(versie=2).vanaf == dt.date(timezone.localdate().year + 1, 1, 1)
    antwoord = client.post(
        url, {"action": "nieuwe_versie", "_selected_action": [klein.versies.get(versie=2).pk]}, follow=True
    )
    assert "na de begindag van de nieuwste versie" in antwoord.content.decode()


def test_admin_only_looks_at_ceilings(klein, boekjaar, als):
    plafond = Plafond.objects.create(regeling=klein, boekjaar=boekjaar, bedrag=1)
    client = als("beheerder")
    assert client.get(reverse("admin:bewoners_plafond_change", args=[plafond.pk])).status_code == 200
    assert client.get(reverse("admin:bewoners_plafond_add")).status_code == 403
    assert client.get(reverse("admin:bewoners_regeling_change", args=[klein.pk])).status_code == 200
