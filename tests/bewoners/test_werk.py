"""What waits for whom in the files, most urgent first, one query per kind."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bewoners.domain import werk
from bewoners.enums import Initiatiefstatus, Termijnsoort
from bewoners.models import Beoordeling, Draadbericht, Initiatief, Termijn
from tests.bewoners.behandeling import geadviseerd
from tests.bewoners.fabriek import maak_initiatief

pytestmark = pytest.mark.django_db
S, T = Initiatiefstatus, Termijnsoort


@pytest.fixture
def maak(wijken, themas, bewoner):
    def _maak(titel="Plan", wijk="Lariks", **velden) -> Initiatief:
        return maak_initiatief(
            **{"gebied": wijken[wijk], "thema": themas["Groen"], "indiener": bewoner, "titel": titel} | velden
        )

    return _maak


def _termijn(plan, soort, dagen) -> None:
    eind = timezone.localdate() + dt.timedelta(days=dagen)
    Termijn.objects.create(initiatief=plan, soort=soort, begin=eind - dt.timedelta(56), dagen=56, eind=eind)


def _titels(punten) -> list[str]:
    return [punt.titel for punt in punten]


def test_a_coordinator_sees_own_area_most_urgent_first(maak, coordinator, coordinator_elders, controller, bewoner):
    for titel, dagen in (("Later", 5), ("Eerst", 1)):
        _termijn(maak(titel), T.VOLLEDIGHEID, dagen)
    maak("Zonder termijn")
    maak("Elders", wijk="Peelo")
    punten = werk.te_behandelen(coordinator)
    assert _titels(punten) == ["Eerst", "Later", "Zonder termijn"]
    assert punten[0].uiterlijk == timezone.localdate() + dt.timedelta(days=1)
    assert _titels(werk.te_behandelen(coordinator_elders)) == ["Elders"]
    assert werk.te_behandelen(controller) == werk.te_behandelen(bewoner) == []


def test_supplements_that_did_not_come(maak, coordinator):
    _termijn(maak("Niet aangevuld", status=S.AANVULLING_GEVRAAGD), T.BUITEN_BEHANDELING, 20)
    maak("Nog op tijd", status=S.AANVULLING_GEVRAAGD)
    assert _titels(werk.niet_aangevuld(coordinator)) == ["Niet aangevuld"]


def test_files_without_enough_assessors(maak, coordinator, partnermedewerker, controller):
    Beoordeling.objects.create(
        initiatief=maak("Groot", status=S.IN_BEOORDELING, gevraagd=Decimal(4000)), beoordelaar=partnermedewerker
    )
    Beoordeling.objects.create(initiatief=maak("Klein", status=S.IN_BEOORDELING), beoordelaar=partnermedewerker)
    Beoordeling.objects.create(
        initiatief=maak("Vervallen", status=S.IN_BEOORDELING),
        beoordelaar=partnermedewerker,
        vervallen_op=timezone.now(),
    )
    assert set(_titels(werk.beoordelaars_nodig(coordinator))) == {"Groot", "Vervallen"}


def test_an_assessor_sees_what_is_still_to_be_judged(maak, partnermedewerker, coordinator):
    plan = maak("Te beoordelen", status=S.IN_BEOORDELING)
    _termijn(plan, T.BESLISSING, 9)
    Beoordeling.objects.create(initiatief=plan, beoordelaar=partnermedewerker)
    (punt,) = werk.te_beoordelen(partnermedewerker)
    assert (punt.titel, punt.uiterlijk) == ("Te beoordelen", timezone.localdate() + dt.timedelta(days=9))
    assert werk.te_beoordelen(coordinator) == []
    plan.beoordelingen.update(vervallen_op=timezone.now())
    assert werk.te_beoordelen(partnermedewerker) == []


def test_decisions_wait_for_who_may_take_them(
    wijken, themas, bewoner, coordinator, coordinator_elders, controller, partnermedewerker
):
    geadviseerd(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner, titel="Beslis")
    geadviseerd(
        gebied=wijken["Lariks"],
        thema=themas["Groen"],
        indiener=bewoner,
        titel="Zelf beoordeeld",
        beoordelaar=coordinator,
    )
    geadviseerd(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=coordinator, titel="Eigen plan")
    assert _titels(werk.te_beslissen(coordinator)) == ["Beslis"]
    assert set(_titels(werk.te_beslissen(controller))) == {"Beslis", "Zelf beoordeeld", "Eigen plan"}
    assert werk.te_beslissen(coordinator_elders) == werk.te_beslissen(partnermedewerker) == []


def test_accounts_and_questions(maak, coordinator, bewoner):
    maak("Verantwoord", status=S.VERANTWOORDING_INGEDIEND)
    vraag = maak("Vraag", status=S.IN_BEOORDELING)
    Draadbericht.objects.create(initiatief=vraag, auteur=bewoner, van_indiener=True, tekst="Hoe lang nog?")
    Draadbericht.objects.create(initiatief=maak("Antwoord"), auteur=coordinator, van_indiener=False, tekst="Bijna")
    assert _titels(werk.vast_te_stellen(coordinator)) == ["Verantwoord"]
    assert _titels(werk.ongelezen_vragen(coordinator)) == ["Vraag"]


@pytest.mark.parametrize("rol", ["coordinator", "controller", "partnermedewerker", "bewoner"])
def test_the_number_of_queries_does_not_grow_with_the_work(rol, maak, request, partnermedewerker):
    gebruiker = request.getfixturevalue(rol)

    def gevuld(aantal) -> int:
        for n in range(aantal):
            plan = maak(f"Plan {n}", status=S.IN_BEOORDELING)
            _termijn(plan, T.BESLISSING, n)
            Beoordeling.objects.create(initiatief=plan, beoordelaar=partnermedewerker)
            maak(f"Nieuw {n}")
        with CaptureQueriesContext(connection) as gesteld:
            werk.werk_van(gebruiker)
        return len(gesteld)

    assert gevuld(1) >= gevuld(5)
