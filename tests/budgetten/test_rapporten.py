"""Month reports: frozen, versioned, exactly as known on a moment, and never missing."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from budgetten import tasks
from budgetten.domain import bijdragen, jaren, rapporten
from budgetten.domain.begroting import deel_toe, regel_voor
from budgetten.domain.queries import standen_zoals_bekend
from budgetten.domain.rapportgegevens import verzamel
from budgetten.domain.rapportvorm import Waarover, checksum
from budgetten.domain.tegenboeken import boek_tegen
from budgetten.enums import Rapportscope
from budgetten.exports.pdf import maak_pdf
from budgetten.exports.werkboek import maak_werkboek
from budgetten.models import Boeking, Rapport
from gebieden.models import Gebied
from kern.domain import taken
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import logregels
from kern.enums import Taakstatus
from kern.models import Gebruiker, Taak
from partners.models import Partner
from tests.budgetten.rapporthulp import Programma
from tests.factories import GebiedFactory


def _maak(programma: Programma, maand: int = 10, **kwargs: Any) -> Rapport | None:
    waarover = Waarover(gebied=kwargs.pop("gebied", None), partner=kwargs.pop("partner", None))
    return rapporten.maak(
        programma.periode(maand),
        waarover=waarover,
        werkboek=maak_werkboek,
        pdf=maak_pdf,
        door=kwargs.pop("door", None),
        **kwargs,
    )


def _doe(taak: Taak) -> Taak:
    taken.voer_uit(taak.pk)
    taak.refresh_from_db()
    return taak


def test_report_is_frozen_with_its_files_and_checksums(programma: Programma, controller: Gebruiker) -> None:
    rapport = _maak(programma, door=controller)
    rapport.refresh_from_db()
    assert (rapport.versie, rapport.scope, rapport.gemaakt_door) == (1, Rapportscope.PROGRAMMA, controller)
    canoniek = json.dumps(rapport.data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert rapport.sha256 == hashlib.sha256(canoniek.encode()).hexdigest()
    for bestand, som in ((rapport.xlsx, rapport.xlsx_sha256), (rapport.pdf, rapport.pdf_sha256)):
        assert hashlib.sha256(Path(bestand.path).read_bytes()).hexdigest() == som
    assert [regel.door for regel in logregels(rapport)] == [controller]


@pytest.mark.parametrize("doe", [lambda r: r.delete(), lambda r: Rapport.objects.filter(pk=r.pk).update(versie=2)])
def test_database_refuses_to_change_a_report(programma: Programma, doe: Any) -> None:
    rapport = _maak(programma)
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        doe(rapport)


def test_report_holds_only_what_was_known_then(programma: Programma) -> None:
    """A later booking in the same month is not in it, and the old figures can be reproduced from the ledger."""
    rapport = _maak(programma)
    programma.besteed("10.00")
    stand = standen_zoals_bekend(programma.periode(10), rapport.bekend_op)[()]
    assert rapport.data["overzicht"]["stand"]["besteed"] == str(stand.besteed) == "1223.45"
    assert not Boeking.objects.filter(vastgelegd_op__lte=rapport.bekend_op, omschrijving="Buurtfeest").count() > 1


def test_nothing_changed_makes_no_version(programma: Programma) -> None:
    assert _maak(programma) is not None
    assert _maak(programma) is None
    programma.besteed("10.00", maand=11, dag=20)
    assert _maak(programma) is None
    assert Rapport.objects.count() == 1


def test_correction_makes_a_new_version_and_leaves_the_old_one(programma: Programma, controller: Gebruiker) -> None:
    eerste = _maak(programma)
    boeking = Boeking.objects.get(omschrijving="Buurtfeest")
    boek_tegen(boeking, reden="Dubbel", door=controller, boekdatum=dt.date(2026, 10, 30))
    tweede = _maak(programma, reden="Dubbele factuur")
    eerste.refresh_from_db()
    assert (tweede.versie, tweede.reden) == (2, "Dubbele factuur")
    assert eerste.data["overzicht"]["stand"]["besteed"] == "1223.45"
    assert tweede.data["overzicht"]["stand"]["besteed"] == "1100.00"
    verschil = rapporten.verschil(tweede)
    assert verschil.vorige == eerste
    assert {maat: nu - toen for maat, toen, nu in verschil.maten} == {
        "besteed": Decimal("-123.45"),
        "vrij": Decimal("123.45"),
    }
    assert [boeking["bedrag"] for boeking in verschil.erbij] == ["123.45"]
    assert verschil.eraf == []


def test_new_version_without_a_reason_says_what_happened(programma: Programma) -> None:
    _maak(programma)
    programma.besteed("1.00")
    assert _maak(programma).reden == "De cijfers zijn veranderd sinds versie 1."


def test_scopes_have_their_own_figures_and_versions(programma: Programma) -> None:
    gebied, partner = programma.peelo.gebied, programma.partners[1]
    hele, wijk, betaler = _maak(programma), _maak(programma, gebied=gebied), _maak(programma, partner=partner)
    assert [rapport.versie for rapport in (hele, wijk, betaler)] == [1, 1, 1]
    assert wijk.data["overzicht"]["stand"] == {
        "begroot": "60000.00",
        "toegekend": "1299.89",
        "verplicht": "1100.11",
        "besteed": "99.99",
        "vrij": "57500.01",
    }
    assert wijk.data["overzicht"]["verandering"]["vrij"] == "-2499.99"
    assert betaler.data["overzicht"]["stand"]["toegezegd"] == "250000.00"
    assert {boeking["omschrijving"] for boeking in wijk.data["boekingen"]} == {"Speelplek", "Afronding"}
    per_betaler = [_maak(programma, partner=p) or betaler for p in programma.partners]
    for maat, bedrag in hele.data["overzicht"]["stand"].items():
        assert sum(Decimal(r.data["overzicht"]["stand"][maat]) for r in per_betaler) == Decimal(bedrag)


def test_report_on_a_wijk_holds_the_lines_of_its_buurten(programma: Programma, wijken: dict[str, Any]) -> None:
    buurt = GebiedFactory(code="BU01060101", naam="Lariks-Oost", ouder=wijken["Lariks"], soort="buurt")
    regel = regel_voor(programma.boekjaar, gebied=buurt, thema=programma.lariks.thema)
    deel_toe(
        regel,
        boekdatum=dt.date(2026, 10, 2),
        door=None,
        per_partner={programma.partners[0]: Decimal("500.00")},
    )
    data = verzamel(programma.periode(10), Waarover(gebied=wijken["Lariks"])).data
    assert data["overzicht"]["stand"]["begroot"] == "60500.00"
    assert sorted(rij["naam"] for rij in data["gebieden"]) == ["Lariks", "Lariks-Oost"]


def test_canonical_checksum_does_not_depend_on_order() -> None:
    assert checksum({"b": "1.00", "a": {"d": "é", "c": []}}) == checksum({"a": {"c": [], "d": "é"}, "b": "1.00"})
    assert checksum({"a": "1.00"}) != checksum({"a": "1.0"})


def test_all_scopes_of_a_month(programma: Programma) -> None:
    assert [waarover.naam for waarover in rapporten.waarovers(programma.periode(10))] == [
        "Hele programma",
        "Lariks",
        "Peelo",
        "Gemeente Assen",
        "Actium",
        "Woonconcept",
    ]


def test_area_without_money_yet_has_no_report(programma: Programma, wijken: dict[str, Any]) -> None:
    """A line made in November, with money from November on, asks for no report on January."""
    regel = regel_voor(programma.boekjaar, gebied=wijken["Pittelo"], thema=programma.lariks.thema)
    deel = {programma.partners[0]: Decimal("10.00")}
    deel_toe(regel, boekdatum=dt.date(2026, 11, 3), door=None, per_partner=deel)
    assert "Pittelo" not in {waarover.naam for waarover in rapporten.waarovers(programma.periode(10))}
    assert "Pittelo" in {waarover.naam for waarover in rapporten.waarovers(programma.periode(11))}


def test_months_before_the_first_booking_of_a_year_have_no_report(
    gemeente: Partner, controller: Gebruiker, wijken: dict[str, Gebied]
) -> None:
    """Started in September: two months to report on by November, and eight without a word."""
    boekjaar = jaren.open_boekjaar(2026, door=controller)
    bijdragen.zeg_toe(
        boekjaar, partner=gemeente, bedrag=Decimal("1.00"), boekdatum=dt.date(2026, 9, 7), door=controller
    )
    gaten = rapporten.ontbrekend(dt.date(2026, 11, 1))
    assert [(str(gat.periode), gat.waarover.naam) for gat in gaten] == [
        ("oktober 2026", "Hele programma"),
        ("oktober 2026", "Gemeente Assen"),
        ("september 2026", "Hele programma"),
        ("september 2026", "Gemeente Assen"),
    ]


def test_missing_are_the_ended_months_of_a_year_back_newest_first(programma: Programma) -> None:
    gaten = rapporten.ontbrekend(dt.date(2026, 11, 1))
    maanden = list(dict.fromkeys(str(gat.periode) for gat in gaten))
    assert maanden[0] == "oktober 2026"
    assert maanden[-1] == "oktober 2025"
    assert len(gaten) == 10 * 6 + 3 * 5


def test_last_day_of_the_month_is_not_over_yet(programma: Programma) -> None:
    assert "oktober 2026" not in {str(gat.periode) for gat in rapporten.ontbrekend(dt.date(2026, 10, 31))}


def test_sweep_asks_for_each_missing_report_once_and_they_are_made(programma: Programma) -> None:
    vandaag = dt.date(2026, 11, 1)
    aantal = rapporten.vraag_ontbrekende_aan(vandaag)
    assert aantal == Taak.objects.count() == 75
    rapporten.vraag_ontbrekende_aan(vandaag)
    assert Taak.objects.count() == 75
    for taak in Taak.objects.filter(titel__contains="oktober 2026"):
        assert _doe(taak).status == Taakstatus.GEREED
        assert _doe(taak).status == Taakstatus.GEREED
    assert Rapport.objects.filter(periode=programma.periode(10)).count() == 6
    assert len(rapporten.ontbrekend(vandaag)) == 75 - 6


def test_report_made_during_the_month_does_not_replace_the_one_after_it(
    programma: Programma, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made on 20 October it could not know the whole month, even if nothing was booked since."""
    tijdens = dt.datetime(2026, 10, 20, 12, tzinfo=dt.UTC)
    gegevens = verzamel(programma.periode(10), Waarover())
    object.__setattr__(gegevens, "bekend_op", tijdens)
    vroeg = rapporten._leg_vast(gegevens, 1, b"x", b"p", reden="", door=None)
    assert vroeg.bekend_op == tijdens
    gaten = rapporten.ontbrekend(dt.date(2026, 11, 1))
    assert (gaten[0].periode, gaten[0].waarover) == (programma.periode(10), Waarover())
    assert _maak(programma).reden == "De maand is voorbij."
    assert _maak(programma) is None


def test_failed_report_says_why_and_the_next_sweep_tries_again(programma: Programma) -> None:
    vandaag = dt.date(2026, 11, 1)
    rapporten.vraag_ontbrekende_aan(vandaag)
    taak = Taak.objects.get(titel="Maandrapportage oktober 2026: Hele programma")
    Taak.objects.filter(pk=taak.pk).update(parameters=taak.parameters | {"periode": 0})
    assert _doe(taak).status == Taakstatus.MISLUKT
    assert taak.melding == "De periode of het onderwerp van dit rapport bestaat niet meer."
    taak.parameters["periode"] = programma.periode(10).pk
    taak.save()
    rapporten.vraag_ontbrekende_aan(vandaag)
    assert _doe(taak).status == Taakstatus.GEREED
    assert Rapport.objects.filter(scope=Rapportscope.PROGRAMMA).count() == 1


def test_failing_file_keeps_nothing(programma: Programma, settings: Any) -> None:
    def kapot(*_args: Any, **_kwargs: Any) -> bytes:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        rapporten.maak(programma.periode(10), waarover=Waarover(), werkboek=maak_werkboek, pdf=kapot, door=None)
    assert not Rapport.objects.exists()
    assert not settings.MEDIA_ROOT.exists()


def test_lost_race_leaves_no_files_behind(programma: Programma, settings: Any) -> None:
    gegevens = verzamel(programma.periode(10), Waarover())
    assert rapporten._leg_vast(gegevens, 1, b"x", b"p", reden="", door=None) is not None
    voor = sorted(settings.MEDIA_ROOT.rglob("*.*"))
    assert rapporten._leg_vast(gegevens, 1, b"x", b"p", reden="", door=None) is None
    assert sorted(settings.MEDIA_ROOT.rglob("*.*")) == voor


def test_asking_now_needs_the_right_and_a_month_that_began(
    programma: Programma, controller: Gebruiker, partnermedewerker: Gebruiker, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(GeenToestemming):
        rapporten.vraag_rapport_aan(programma.periode(10), waarover=Waarover(), reden="", door=partnermedewerker)
    monkeypatch.setattr(rapporten.timezone, "localdate", lambda *_args: dt.date(2026, 11, 23))
    with pytest.raises(Weigering, match="nog niet begonnen"):
        rapporten.vraag_rapport_aan(programma.periode(12), waarover=Waarover(), reden="", door=controller)


def test_asking_now_twice_is_one_task_and_says_when_nothing_changed(
    programma: Programma, controller: Gebruiker
) -> None:
    vraag = {"waarover": Waarover(), "reden": "Controle", "door": controller}
    taak = rapporten.vraag_rapport_aan(programma.periode(10), **vraag)
    assert rapporten.vraag_rapport_aan(programma.periode(10), **vraag) == taak
    assert _doe(taak).melding == "Versie 1 is gemaakt. U vindt het rapport bij Rapporten."
    tweede = _doe(rapporten.vraag_rapport_aan(programma.periode(10), **vraag))
    assert tweede != taak
    assert tweede.melding.startswith("Er is niets veranderd")
    assert Rapport.objects.count() == 1


def test_collecting_asks_a_constant_number_of_queries(
    programma: Programma, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(23, exact=False) as eerst:
        verzamel(programma.periode(10), Waarover())
    for _nummer in range(30):
        programma.besteed("1.00")
    with django_assert_num_queries(len(eerst.captured_queries)):
        verzamel(programma.periode(10), Waarover())


def test_beat_makes_reports_on_the_first_and_what_was_missed_every_hour(settings: Any) -> None:
    rooster = settings.CELERY_BEAT_SCHEDULE
    maand = rooster["maandrapportage"]
    assert maand["task"] == rooster["gemiste-rapporten"]["task"] == tasks.maak_rapporten.name
    assert maand["schedule"].day_of_month == {1}
    assert maand["schedule"].month_of_year == set(range(1, 13))
    uur = rooster["gemiste-rapporten"]["schedule"]
    assert (len(uur.hour), len(uur.minute), len(uur.day_of_month)) == (24, 1, 31)
    assert rooster["rapportmails"]["task"] == tasks.verstuur_rapportmails.name


def test_reader_without_a_post_sees_no_report(programma: Programma, als: Any, bewoner: Gebruiker) -> None:
    rapport = _maak(programma)
    client: Client = als(bewoner)
    assert client.get(rapport.get_absolute_url()).status_code == 403
