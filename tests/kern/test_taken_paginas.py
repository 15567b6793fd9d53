"""The pages of long work: progress without and with scripts, the download, another try."""

import pytest
from django.core.files.base import ContentFile

from kern.enums import Taakstatus
from tests.factories import TaakFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def gereed(bewoner):
    taak = TaakFactory(aangevraagd_door=bewoner, status=Taakstatus.GEREED, voortgang=100, melding="12 regels")
    taak.bestand.save('uit"gaven;\r\n.xlsx', ContentFile(b"inhoud"))
    return taak


def test_running_task_refreshes_by_link_and_by_htmx(als, bewoner):
    taak = TaakFactory(aangevraagd_door=bewoner, status=Taakstatus.BEZIG, voortgang=40, melding="Halverwege")
    client = als(bewoner)

    heel = client.get(f"/taken/{taak.pk}/").content.decode()
    deel = client.get(f"/taken/{taak.pk}/", headers={"HX-Request": "true"})

    assert f'<a href="/taken/{taak.pk}/">Ververs deze pagina</a>' in heel
    assert 'value="40"' in heel
    assert "<html" not in deel.content.decode()
    assert 'hx-trigger="every 2s"' in deel.content.decode()
    assert "HX-Request" in deel.headers["Vary"]


def test_ended_task_asks_no_more(als, bewoner, gereed):
    assert "hx-trigger" not in als(bewoner).get(f"/taken/{gereed.pk}/").content.decode()


def test_download_is_saved_under_a_safe_name_and_never_run(als, bewoner, gereed):
    antwoord = als(bewoner).get(f"/taken/{gereed.pk}/bestand/")

    assert b"".join(antwoord.streaming_content) == b"inhoud"
    assert antwoord.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "\r" not in antwoord.headers["Content-Disposition"]
    assert antwoord.headers["X-Content-Type-Options"] == "nosniff"
    assert {"private", "no-store"} <= set(antwoord.headers["Cache-Control"].split(", "))


def test_download_of_a_file_that_is_gone_explains(als, bewoner, gereed):
    gereed.bestand.storage.delete(gereed.bestand.name)

    antwoord = als(bewoner).get(f"/taken/{gereed.pk}/bestand/", follow=True)

    assert "Het bestand is er niet meer. Maak het opnieuw." in antwoord.content.decode()


def test_failed_task_says_why_and_offers_another_try(als, bewoner, client):
    taak = TaakFactory(aangevraagd_door=bewoner, status=Taakstatus.MISLUKT, melding="De schijf is vol.", pogingen=3)
    mijn = als(bewoner)

    pagina = mijn.get(f"/taken/{taak.pk}/").content.decode()
    assert "De schijf is vol." in pagina
    assert f'action="/taken/{taak.pk}/opnieuw/"' in pagina
    assert client.post(f"/taken/{taak.pk}/opnieuw/").status_code == 403
    assert mijn.get(f"/taken/{taak.pk}/opnieuw/").status_code == 405
    mijn.post(f"/taken/{taak.pk}/opnieuw/")
    mijn.post(f"/taken/{taak.pk}/opnieuw/")

    taak.refresh_from_db()
    assert (taak.status, taak.pogingen) == (Taakstatus.WACHT, 0)


def test_list_shows_mine_and_everybodys_only_to_a_beheerder(als, bewoner, controller, beheerder):
    TaakFactory(aangevraagd_door=bewoner, titel="Van Bea")
    TaakFactory(aangevraagd_door=None, titel="Van niemand")

    assert [taak.titel for taak in als(bewoner).get("/taken/?van=alle").context["taken"]] == ["Van Bea"]
    assert list(als(controller).get("/taken/?van=alle").context["taken"]) == []
    assert {taak.titel for taak in als(beheerder).get("/taken/?van=alle").context["taken"]} == {
        "Van Bea",
        "Van niemand",
    }


def test_list_asks_the_same_number_of_queries_for_one_task_and_many(
    als, beheerder, django_assert_num_queries, django_assert_max_num_queries
):
    client = als(beheerder)
    TaakFactory()
    client.get("/taken/?van=alle")
    with django_assert_max_num_queries(12) as weinig:
        client.get("/taken/?van=alle")
    TaakFactory.create_batch(20)

    with django_assert_num_queries(len(weinig)):
        client.get("/taken/?van=alle")
