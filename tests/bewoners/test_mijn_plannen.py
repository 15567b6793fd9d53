"""My plans: one's own, and drafts whose confirmed address is one's own."""

import pytest
from django.utils import timezone

from bewoners.enums import Initiatiefstatus
from bewoners.models import Initiatief
from tests.bewoners.fabriek import maak_initiatief
from tests.bewoners.indienhulp import heel_concept, stap

pytestmark = pytest.mark.django_db
MIJN = "/initiatieven/mijn/"


def test_own_plans_and_confirmed_drafts_are_listed_and_no_others(wijken, themas, als, bewoner, controller):
    lariks, groen = wijken["Lariks"], themas["Groen"]
    maak_initiatief(gebied=lariks, thema=groen, indiener=bewoner, titel="Ingestuurd plan")
    maak_initiatief(
        gebied=lariks, thema=groen, indiener=bewoner, titel="Eigen concept", status=Initiatiefstatus.CONCEPT
    )
    los = heel_concept(
        lariks, groen, titel="Los concept", email="Bewoner@example.nl", email_bevestigd_op=timezone.now()
    )
    heel_concept(lariks, groen, titel="Niet bevestigd", email=bewoner.email)
    maak_initiatief(gebied=lariks, thema=groen, indiener=controller, titel="Van een ander")
    client = als(bewoner)

    pagina = client.get(MIJN).content.decode()

    for titel, er in (
        ("Ingestuurd plan", True),
        ("Eigen concept", True),
        ("Los concept", True),
        ("Niet bevestigd", False),
        ("Van een ander", False),
    ):
        assert (titel in pagina) is er, titel
    assert client.post(f"{MIJN}{los.pk}/verder/").headers["Location"] == stap("controleren")
    los.refresh_from_db()
    assert (los.indiener, los.email) == (bewoner, "bewoner@example.nl")
    assert client.get(stap("idee")).context["form"]["titel"].value() == "Los concept"


def test_draft_of_another_is_not_chosen(wijken, themas, als, bewoner, controller):
    concept = heel_concept(wijken["Lariks"], themas["Groen"], indiener=controller)

    assert als(bewoner).post(f"{MIJN}{concept.pk}/verder/").status_code == 404


def test_empty_list_says_what_to_do(als, bewoner):
    assert "U hebt nog geen plan" in als(bewoner).get(MIJN).content.decode()


def test_number_of_questions_does_not_grow(
    wijken, themas, als, bewoner, django_assert_num_queries, django_assert_max_num_queries
):
    client = als(bewoner)

    def maak(aantal: int) -> None:
        for _ in range(aantal):
            maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner)

    maak(1)
    client.get(MIJN)
    with django_assert_max_num_queries(20) as een:
        client.get(MIJN)
    maak(9)
    with django_assert_num_queries(len(een)):
        client.get(MIJN)
    assert Initiatief.objects.count() == 10
