"""Ways around four eyes: what is approved is what was seen, by somebody else, on their own lines."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from budgetten.domain import uitgaven
from budgetten.enums import Uitgavestatus
from partners.enums import Functie
from tests.factories import BegrotingsregelFactory, MandaatFactory, MedewerkerFactory, UitgaveFactory, zet_geld_op

pytestmark = pytest.mark.django_db


@pytest.fixture
def regel(boekjaar, wijken, gemeente):
    gemaakt = BegrotingsregelFactory(boekjaar=boekjaar, gebied=wijken["Lariks"])
    zet_geld_op(gemaakt, {gemeente: Decimal("5000.00")})
    return gemaakt


@pytest.fixture
def keurder(gemeente, controller):
    post = MedewerkerFactory(gebruiker=controller, partner=gemeente, functie=Functie.GEBIEDSCOORDINATOR)
    MandaatFactory(medewerker=post)
    return controller


def _wijzig(uitgave, coordinator, **anders):
    velden = {
        "regel": uitgave.regel,
        "datum": uitgave.datum,
        "omschrijving": uitgave.omschrijving,
        "leverancier": str(uitgave.leverancier),
        "factuurnummer": uitgave.factuurnummer,
        "netto": uitgave.netto,
        "btw": uitgave.btw,
        "btw_behandeling": uitgave.btw_behandeling,
    }
    return uitgaven.wijzig(uitgave, **(velden | anders), door=coordinator)


def _gezien(pagina):
    return re.search(r'name="gezien" value="([0-9a-f]{32})"', pagina.content.decode())[1]


@pytest.mark.parametrize(
    "anders", [{"netto": Decimal("900.00")}, {"leverancier": "Mijn zwager"}, {"omschrijving": "Iets anders"}]
)
def test_expense_changed_behind_an_open_page_is_not_approved(anders, als, coordinator, keurder, regel):
    """Seen at € 121, sent back by a colleague, raised and handed in again; then the old page is sent."""
    uitgave = uitgaven.dien_in(UitgaveFactory(regel=regel, ingevoerd_door=coordinator), door=coordinator)
    client = als(keurder)
    keur_goed = reverse("budgetten:uitgave_goedkeuren", args=[uitgave.pk])
    gezien = _gezien(client.get(uitgave.get_absolute_url()))
    uitgaven.keur_af(uitgave, reden="Verkeerd", door=keurder)
    uitgaven.haal_terug(uitgave, door=coordinator)
    uitgaven.dien_in(_wijzig(uitgave, coordinator, **anders), door=coordinator)

    oud = client.post(keur_goed, {"gezien": gezien}, follow=True)

    assert "gewijzigd sinds u haar bekeek" in oud.content.decode()
    uitgave.refresh_from_db()
    assert uitgave.status == Uitgavestatus.INGEDIEND
    client.post(keur_goed, {"gezien": _gezien(oud)})
    uitgave.refresh_from_db()
    assert uitgave.status == Uitgavestatus.GOEDGEKEURD


def test_second_post_of_the_same_person_is_no_second_person(als, coordinator, gemeente, regel):
    tweede = MedewerkerFactory(gebruiker=coordinator, partner=gemeente, functie=Functie.CONTROLLER)
    MandaatFactory(medewerker=tweede)
    uitgave = uitgaven.dien_in(UitgaveFactory(regel=regel, ingevoerd_door=coordinator), door=coordinator)

    als(coordinator).post(reverse("budgetten:uitgave_goedkeuren", args=[uitgave.pk]))

    uitgave.refresh_from_db()
    assert uitgave.status == Uitgavestatus.INGEDIEND


def test_coordinator_enters_nothing_on_a_line_of_another_area(als, coordinator_elders, regel):
    antwoord = als(coordinator_elders).post(
        reverse("budgetten:uitgave_nieuw"),
        {
            "regel": regel.pk,
            "datum": f"{regel.boekjaar.jaar}-01-02",
            "omschrijving": "Voor Peelo",
            "netto": "10,00",
            "btw_behandeling": "vrijgesteld",
        },
    )

    assert antwoord.status_code == 200
    assert "regel" in antwoord.context["form"].errors
    assert not regel.uitgaven.exists()
