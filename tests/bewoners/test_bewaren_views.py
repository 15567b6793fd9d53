"""Pages of retention: a beheerder makes, judges and approves the list, and what an anonymous file still shows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bewoners.domain import bewaren
from bewoners.models import Bewaarlijst, Bewaarvoorstel
from kern.models import Taak
from tests.bewoners.bewaardossiers import gesloten, voer_lijst_uit

pytestmark = pytest.mark.django_db


def test_beheerder_walks_from_making_a_list_to_carrying_it_out(als, beheerder, wijken, themas, bewoner):
    weg, houd = gesloten(wijken, themas, bewoner, jaren=2), gesloten(wijken, themas, bewoner, jaren=3)
    client = als(beheerder)

    antwoord = client.post(reverse("bewoners:bewaarlijst_maken"), follow=True)
    lijst = Bewaarlijst.objects.get()
    assert antwoord.redirect_chain[-1][0] == lijst.get_absolute_url()
    assert weg.kenmerk in antwoord.content.decode()
    voorstel = Bewaarvoorstel.objects.get(initiatief=houd)
    adres = reverse("bewoners:bewaar_toch", args=[lijst.pk, voorstel.pk])
    leeg = client.post(adres, {"reden": ""})
    assert leeg.status_code == 422
    assert client.post(adres, {"reden": "Rechtszaak"}).status_code == 302
    assert "Rechtszaak" in client.get(lijst.get_absolute_url()).content.decode()
    klaar = client.post(reverse("bewoners:bewaarlijst_goedkeuren", args=[lijst.pk]))
    assert klaar.url == Taak.objects.get(soort=bewaren.TAAKSOORT).get_absolute_url()
    nog_eens = client.post(reverse("bewoners:bewaarlijst_goedkeuren", args=[lijst.pk]), follow=True)
    assert "al goedgekeurd" in nog_eens.content.decode()


def test_kept_file_goes_back_on_the_list(als, beheerder, wijken, themas, bewoner):
    gesloten(wijken, themas, bewoner, jaren=2)
    lijst = bewaren.stel_lijst_op(door=beheerder)
    voorstel = bewaren.bewaar_toch(lijst.voorstellen.get(), bewaren=True, reden="x", door=beheerder)

    als(beheerder).post(reverse("bewoners:bewaar_toch", args=[lijst.pk, voorstel.pk]), {"niet": "1"})

    voorstel.refresh_from_db()
    assert (voorstel.bewaren, voorstel.reden) == (False, "")


def test_nothing_due_says_so(als, beheerder):
    antwoord = als(beheerder).post(reverse("bewoners:bewaarlijst_maken"), follow=True)

    assert "geen dossiers" in antwoord.content.decode()
    assert not Bewaarlijst.objects.exists()


@pytest.mark.parametrize("naam", ["bewaarlijst_maken", "bewaarlijst_goedkeuren"])
def test_buttons_refuse_get(als, beheerder, wijken, themas, bewoner, naam):
    gesloten(wijken, themas, bewoner, jaren=2)
    lijst = bewaren.stel_lijst_op(door=beheerder)
    args = [] if naam == "bewaarlijst_maken" else [lijst.pk]

    assert als(beheerder).get(reverse(f"bewoners:{naam}", args=args)).status_code == 405


def test_list_page_takes_as_many_queries_for_one_file_as_for_many(als, beheerder, wijken, themas, bewoner):
    gesloten(wijken, themas, bewoner, jaren=2)
    een = bewaren.stel_lijst_op(door=beheerder)
    for _nummer in range(5):
        gesloten(wijken, themas, bewoner, jaren=2)
    veel = bewaren.stel_lijst_op(door=beheerder)
    client = als(beheerder)
    client.get(een.get_absolute_url())
    aantallen = []
    for lijst in (een, veel):
        with CaptureQueriesContext(connection) as vragen:
            client.get(lijst.get_absolute_url())
        aantallen.append(len(vragen))

    assert aantallen[0] == aantallen[1]


def test_anonymous_file_still_opens_for_staff(als, vol, beheerder, controller):
    voer_lijst_uit(beheerder)

    antwoord = als(controller).get(reverse("bewoners:dossier", args=[vol.pk]))

    assert antwoord.status_code == 200
    assert "Bea" not in antwoord.content.decode()


def test_list_waits_in_the_work_list_of_a_beheerder_until_approved(wijken, themas, bewoner, beheerder, coordinator):
    gesloten(wijken, themas, bewoner, jaren=2)
    lijst = bewaren.stel_lijst_op(door=None)

    assert [punt.url for punt in bewaren.te_keuren(beheerder)] == [lijst.get_absolute_url()]
    assert bewaren.te_keuren(coordinator) == []
    bewaren.keur_goed(lijst, door=beheerder)
    assert bewaren.te_keuren(beheerder) == []
