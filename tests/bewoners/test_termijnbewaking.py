"""Sweeps over terms: reminders once each, what follows when one passes, and closing. Twice does nothing more."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from bewoners.domain import aanvullen, termijnbewaking, termijnen
from bewoners.enums import Initiatiefstatus, Termijnsoort, Verantwoordingstatus
from bewoners.models import Beoordeling, Initiatief, Termijn, Verantwoording
from bewoners.tasks import bewaak_termijnen
from kern.models import Melding
from tests.bewoners.behandeling import met_termijnen
from tests.bewoners.fabriek import maak_initiatief, maak_regel
from tests.bewoners.verleend import verleend

pytestmark = pytest.mark.django_db
S, T = Initiatiefstatus, Termijnsoort


def _dag(n: int) -> dt.timedelta:
    return dt.timedelta(days=n)


@pytest.fixture
def maak(wijken, themas, bewoner):
    def _maak(**velden) -> Initiatief:
        return maak_initiatief(**{"gebied": wijken["Lariks"], "thema": themas["Groen"], "indiener": bewoner} | velden)

    return _maak


def _termijn(plan, soort, eind) -> Termijn:
    return Termijn.objects.create(initiatief=plan, soort=soort, begin=eind - _dag(56), dagen=56, eind=eind)


def test_reminders_go_out_a_week_and_two_days_before_once_each(maak, coordinator, partnermedewerker, bewoner):
    plan = maak(status=S.IN_BEOORDELING)
    Beoordeling.objects.create(initiatief=plan, beoordelaar=partnermedewerker)
    eind = timezone.localdate() + _dag(30)
    _termijn(plan, T.BESLISSING, eind)

    gedaan = [termijnbewaking.herinner(eind - _dag(n)) for n in (8, 7, 7, 6, 3, 2, 2, 1, 0, -1)]

    assert gedaan == [0, 1, 0, 0, 0, 1, 0, 0, 0, 0]
    assert Melding.objects.filter(gebruiker=coordinator, soort="termijn").count() == 2
    assert Melding.objects.filter(gebruiker=partnermedewerker, soort="termijn").count() == 2
    assert not Melding.objects.filter(gebruiker=bewoner).exists()


def test_a_lost_first_reminder_leaves_the_second(maak, coordinator):
    eind = timezone.localdate() + _dag(30)
    _termijn(maak(status=S.IN_BEOORDELING), T.BESLISSING, eind)
    assert [termijnbewaking.herinner(eind - _dag(n)) for n in (1, 0)] == [1, 0]


def test_the_applicant_hears_of_terms_of_theirs(maak, bewoner, coordinator):
    eind = timezone.localdate() + _dag(5)
    _termijn(maak(status=S.AANVULLING_GEVRAAGD), T.AANVULLING, eind)
    _termijn(maak(status=S.IN_UITVOERING), T.VERANTWOORDING, eind)
    assert termijnbewaking.herinner(timezone.localdate()) == 2
    assert set(Melding.objects.values_list("gebruiker", flat=True)) == {bewoner.pk}


def test_nobody_is_reminded_of_objecting_nor_of_a_decision_that_waits_for_a_supplement(maak, coordinator):
    eind = timezone.localdate() + _dag(5)
    _termijn(maak(status=S.AFGEWEZEN), T.BEZWAAR, eind)
    _termijn(maak(status=S.AANVULLING_GEVRAAGD), T.BESLISSING, eind)
    assert termijnbewaking.herinner(timezone.localdate()) == 0


def test_a_supplement_that_did_not_come_starts_four_weeks(maak, coordinator):
    plan = met_termijnen(maak())
    vandaag = timezone.localdate()
    verzoek = aanvullen.vraag_aanvulling(plan, vragen="?", uiterlijk=vandaag + _dag(14), door=coordinator)
    assert termijnbewaking.verwerk_verlopen(verzoek.uiterlijk) == 0
    na = verzoek.uiterlijk + _dag(1)
    assert [termijnbewaking.verwerk_verlopen(na), termijnbewaking.verwerk_verlopen(na)] == [1, 0]
    assert termijnen.lopende(plan, T.AANVULLING) is None
    assert termijnen.lopende(plan, T.BUITEN_BEHANDELING).begin == verzoek.uiterlijk
    assert termijnen.lopende(plan, T.BESLISSING).opschortingen.get().eind == verzoek.uiterlijk
    assert Melding.objects.filter(gebruiker=coordinator, sleutel__startswith="niet-aangevuld").count() == 1


def test_a_plan_begins_on_its_first_day(maak):
    vandaag = timezone.localdate()
    plan = maak(status=S.VERLEEND, begindatum=vandaag, einddatum=vandaag)
    maak(status=S.VERLEEND, begindatum=vandaag + _dag(1))
    assert [termijnbewaking.begin_uitvoeringen(vandaag) for _n in range(2)] == [1, 0]
    plan.refresh_from_db()
    assert plan.status == S.IN_UITVOERING


def test_files_close_after_the_objection_term(maak):
    vandaag = timezone.localdate()
    klaar, loopt, ingetrokken, bezig = (
        maak(status=s) for s in (S.AFGEWEZEN, S.AFGEWEZEN, S.INGETROKKEN, S.IN_BEOORDELING)
    )
    _termijn(klaar, T.BEZWAAR, vandaag - _dag(1))
    _termijn(loopt, T.BEZWAAR, vandaag)
    assert [termijnbewaking.sluit_af(vandaag) for _n in range(2)] == [2, 0]
    statussen = {plan.pk: Initiatief.objects.get(pk=plan.pk).status for plan in (klaar, loopt, ingetrokken, bezig)}
    assert statussen == {
        klaar.pk: S.AFGESLOTEN, loopt.pk: S.AFGEWEZEN, ingetrokken.pk: S.AFGESLOTEN, bezig.pk: S.IN_BEOORDELING
    }  # fmt: skip
    assert not klaar.termijnen.filter(voldaan_op=None).exists()


@pytest.mark.parametrize("reden", ["geld", "bezwaar", "steekproef", "einddatum"])
def test_files_stay_open_while_something_runs(reden, wijken, themas, bewoner, boekjaar, gemeente, coordinator):
    from bewoners.models import Bezwaar

    vandaag = timezone.localdate()
    if reden == "geld":
        regel = maak_regel(wijken["Lariks"], themas["Groen"], boekjaar, {gemeente: Decimal(1000)})
        plan = verleend(
            regel=regel, indiener=bewoner, door=coordinator, dekking={gemeente: Decimal(400)},
            status=S.DIRECT_VASTGESTELD, begindatum=vandaag - _dag(9), einddatum=vandaag - _dag(2),
        )  # fmt: skip
    else:
        plan = maak_initiatief(
            gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner,
            status=S.AFGEWEZEN if reden == "bezwaar" else S.DIRECT_VASTGESTELD,
            steekproef=reden == "steekproef",
            begindatum=vandaag - _dag(9), einddatum=vandaag + _dag(2 if reden == "einddatum" else -2),
        )  # fmt: skip
    if reden == "bezwaar":
        from tests.bewoners.fabriek import verklaar_geen_belang

        verklaar_geen_belang(plan, coordinator)
        besluit = plan.besluiten.create(soort="afwijzing", door=coordinator, datum=vandaag, motivering="Nee")
        Bezwaar.objects.create(
            initiatief=plan, besluit=besluit, gronden="Oneens", ontvangen=vandaag, besluitnemer=coordinator
        )
    assert termijnbewaking.sluit_af(vandaag) == 0
    if reden == "steekproef":
        Verantwoording.objects.create(initiatief=plan, eenvoudig=True, status=Verantwoordingstatus.AKKOORD)
        assert termijnbewaking.sluit_af(vandaag) == 1


def test_the_task_does_everything_and_may_run_twice(maak, coordinator):
    vandaag = timezone.localdate()
    maak(status=S.VERLEEND, begindatum=vandaag, einddatum=vandaag)
    _termijn(maak(status=S.IN_BEOORDELING), T.BESLISSING, vandaag + _dag(3))
    assert {naam: n for naam, n in bewaak_termijnen().items() if n} == {"uitvoering": 1, "herinnerd": 1}
    assert set(bewaak_termijnen().values()) == {0}


def test_one_file_that_fails_does_not_hold_up_the_others(maak, monkeypatch, caplog):
    vandaag = timezone.localdate()
    stuk, goed = (maak(status=S.VERLEEND, begindatum=vandaag, einddatum=vandaag) for _n in range(2))
    echt = termijnbewaking.stappen.pas_toe

    def pas_toe(naam, initiatief, **velden):
        if initiatief.pk == stuk.pk:
            raise RuntimeError("stuk")
        return echt(naam, initiatief, **velden)

    monkeypatch.setattr(termijnbewaking.stappen, "pas_toe", pas_toe)
    assert termijnbewaking.begin_uitvoeringen(vandaag) == 1
    goed.refresh_from_db()
    assert goed.status == S.IN_UITVOERING
    assert "failed" in caplog.text
