"""What waits for whom, and in what order."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from budgetten.domain.uitgaven import dien_in, keur_af, keur_goed
from budgetten.models import Uitgave
from gebieden.models import Gebied, Thema
from kern.domain.werk import HOOGSTENS
from kern.enums import Taakstatus
from kern.models import Gebruiker
from partners.models import Partner
from portaal.domain.werkvoorraad import werkvoorraad
from tests.factories import (
    ActiviteitFactory,
    ActiviteittypeFactory,
    MandaatFactory,
    TaakFactory,
    UitgaveFactory,
)
from tests.portaal.conftest import Programma

VANDAAG = dt.date(2026, 11, 23)


def titels(gebruiker: Gebruiker) -> list[str]:
    """What the user sees, freshly asked."""
    return [regel.punt.titel for regel in werkvoorraad(_vers(gebruiker), vandaag=VANDAAG).regels]


def _vers(gebruiker: Gebruiker) -> Gebruiker:
    return Gebruiker.objects.get(pk=gebruiker.pk)


@pytest.fixture
def uitgave(programma: Programma, controller: Gebruiker) -> Uitgave:
    """Submitted by the controller on Lariks/Groen."""
    uitgave = UitgaveFactory(
        regel=programma.regels["Lariks", "Groen"], ingevoerd_door=controller, omschrijving="Bloembollen"
    )
    return dien_in(uitgave, door=controller)


def test_submitted_expense_waits_for_who_may_judge_it(
    uitgave: Uitgave,
    controller: Gebruiker,
    coordinator: Gebruiker,
    coordinator_elders: Gebruiker,
    partnermedewerker: Gebruiker,
    stuurgroeplid: Gebruiker,
    beheerder: Gebruiker,
) -> None:
    assert titels(coordinator) == ["Bloembollen"]
    for ander in (controller, coordinator_elders, partnermedewerker, stuurgroeplid, beheerder):
        assert titels(ander) == []


def test_expense_goes_from_judge_to_payer_or_back_to_its_maker(
    uitgave: Uitgave, controller: Gebruiker, coordinator: Gebruiker, gemeente: Partner
) -> None:
    from partners.enums import Functie
    from tests.factories import MedewerkerFactory

    tweede = MedewerkerFactory(partner=gemeente, functie=Functie.CONTROLLER).gebruiker
    MandaatFactory(medewerker=coordinator.posten.get())
    assert titels(tweede) == ["Bloembollen"]
    keur_goed(uitgave, door=_vers(coordinator))
    assert titels(tweede) == ["Bloembollen"]
    assert titels(controller) == titels(coordinator) == []


def test_refused_expense_and_drafts_wait_for_their_maker(
    uitgave: Uitgave,
    controller: Gebruiker,
    coordinator: Gebruiker,
    partnermedewerker: Gebruiker,
    actium: Partner,
    wijken: dict[str, Gebied],
) -> None:
    keur_af(uitgave, reden="Geen bon", door=_vers(coordinator))
    UitgaveFactory(regel=uitgave.regel, ingevoerd_door=controller, omschrijving="Half af")
    ActiviteitFactory(
        partner=actium, gebied=wijken["Peelo"], ingevoerd_door=partnermedewerker, titel="Schouw half af",
        type=ActiviteittypeFactory(),
    )  # fmt: skip
    assert titels(controller) == ["Bloembollen", "Half af"]
    assert titels(partnermedewerker) == ["Schouw half af"]
    assert titels(coordinator) == []


def test_failed_task_comes_first_and_is_seen_by_who_keeps_the_house(
    uitgave: Uitgave, controller: Gebruiker, beheerder: Gebruiker, coordinator: Gebruiker, bewoner: Gebruiker
) -> None:
    TaakFactory(titel="Maandrapportage maart", status=Taakstatus.MISLUKT, aangevraagd_door=bewoner)
    UitgaveFactory(regel=uitgave.regel, ingevoerd_door=controller, omschrijving="Half af")
    assert titels(controller) == ["Maandrapportage maart", "Half af"]
    assert titels(beheerder) == titels(bewoner) == ["Maandrapportage maart"]
    assert titels(coordinator) == ["Bloembollen"]


def test_term_is_thirty_days_for_an_invoice_and_none_for_own_costs(programma: Programma, controller: Gebruiker) -> None:
    regel = programma.regels["Lariks", "Groen"]
    for omschrijving, datum, extra in (
        ("laat", dt.date(2026, 10, 21), {}),
        ("een dag laat", dt.date(2026, 10, 23), {}),
        ("vandaag", dt.date(2026, 10, 24), {}),
        ("morgen", dt.date(2026, 10, 25), {}),
        ("straks", dt.date(2026, 11, 23), {}),
        ("eigen kosten", dt.date(2026, 1, 1), {"leverancier": None, "factuurnummer": ""}),
    ):
        UitgaveFactory(regel=regel, ingevoerd_door=controller, omschrijving=omschrijving, datum=datum, **extra)
    regels = werkvoorraad(_vers(controller), vandaag=VANDAAG).regels
    assert [(r.punt.titel, r.toon, r.termijn) for r in regels] == [
        ("laat", "fout", "3 dagen te laat"),
        ("een dag laat", "fout", "1 dag te laat"),
        ("vandaag", "let-op", "Vandaag"),
        ("morgen", "let-op", "Nog 1 dag"),
        ("straks", "bezig", "Nog 30 dagen"),
        ("eigen kosten", "neutraal", "Geen vaste datum"),
    ]
    assert regels[0].punt.bedrag == Decimal("121.00")


def test_page_asks_as_many_queries_for_one_as_for_many(
    programma: Programma, controller: Gebruiker, als: Callable[..., Client]
) -> None:
    client = als(controller)
    regel = programma.regels["Lariks", "Groen"]
    UitgaveFactory(regel=regel, ingevoerd_door=controller)
    client.get("/werk/")
    with CaptureQueriesContext(connection) as een:
        assert client.get("/werk/").status_code == 200
    for wijk in ("Peelo", "Lariks", "Pittelo"):
        UitgaveFactory.create_batch(5, regel=programma.regels[wijk, "Jeugd"], ingevoerd_door=controller)
    with CaptureQueriesContext(connection) as veel:
        antwoord = client.get("/werk/")
    assert len(veel) == len(een)
    assert len(antwoord.context["regels"]) == 16


def test_page_says_when_there_is_more(programma: Programma, controller: Gebruiker, als: Callable[..., Client]) -> None:
    regel = programma.regels["Lariks", "Groen"]
    UitgaveFactory.create_batch(HOOGSTENS + 1, regel=regel, ingevoerd_door=controller)
    antwoord = als(controller).get("/werk/")
    assert "Er is nog meer" in antwoord.content.decode()
    assert len(antwoord.context["regels"]) == HOOGSTENS


def test_empty_list_says_so(als: Callable[..., Client], stuurgroeplid: Gebruiker) -> None:
    assert "Er wacht niets op u" in als(stuurgroeplid).get("/werk/").content.decode()


@pytest.mark.parametrize(
    ("rol", "doel"),
    [
        ("controller", "/werk/"),
        ("partnermedewerker", "/werk/"),
        ("bewoner", "/"),
        ("medewerker_mogelijke_partner", "/"),
    ],
)
def test_after_logging_in_staff_come_to_their_work(als: Callable[..., Client], rol: str, doel: str) -> None:
    antwoord = als(rol).get("/welkom/")
    assert (antwoord.status_code, antwoord["Location"]) == (302, doel)


@pytest.mark.parametrize(("rol", "status"), [(None, 302), ("bewoner", 403), ("partnermedewerker", 200)])
def test_work_list_is_for_staff(als: Callable[..., Client], rol: str | None, status: int) -> None:
    assert als(rol).get("/werk/").status_code == status


def test_waiting_since_is_a_day_here(programma: Programma, controller: Gebruiker, themas: dict[str, Thema]) -> None:
    UitgaveFactory(regel=programma.regels["Lariks", "Groen"], ingevoerd_door=controller)
    [regel] = werkvoorraad(_vers(controller), vandaag=VANDAAG).regels
    assert regel.punt.sinds == timezone.localdate()
