"""What a beheerder, who gives others their rights, cannot take."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from kern.models import Gebruiker
from partners.enums import Functie
from partners.models import Mandaat, Medewerker
from tests.factories import MandaatFactory, MedewerkerFactory

pytestmark = pytest.mark.django_db

LEEG = {"mandaten-TOTAL_FORMS": 0, "mandaten-INITIAL_FORMS": 0}
ZELF = "Uw eigen rechten"


def _post(gebruiker: Gebruiker, partner, **anders) -> dict[str, object]:
    return {
        "gebruiker": gebruiker.pk,
        "partner": partner.pk,
        "functie": Functie.CONTROLLER,
        "vanaf": "01-01-2026",
        **LEEG,
        **anders,
    }


def test_beheerder_gives_no_post_to_themself(als, beheerder, bewoner, gemeente):
    client = als(beheerder)
    url = reverse("admin:partners_medewerker_add")

    zelf = client.post(url, _post(beheerder, gemeente))
    ander = client.post(url, _post(bewoner, gemeente))

    assert (zelf.status_code, ander.status_code) == (200, 302)
    assert ZELF in zelf.content.decode()
    assert list(Medewerker.objects.filter(functie=Functie.CONTROLLER).values_list("gebruiker", flat=True)) == [
        bewoner.pk
    ]


def test_beheerder_changes_no_post_of_their_own(als, beheerder, gemeente):
    post = Medewerker.objects.get(gebruiker=beheerder)
    url = reverse("admin:partners_medewerker_change", args=[post.pk])

    antwoord = als(beheerder).post(url, _post(beheerder, gemeente))

    assert antwoord.status_code == 403
    post.refresh_from_db()
    assert post.functie == Functie.BEHEERDER


def test_beheerder_takes_no_post_of_somebody_else(als, beheerder, controller, gemeente):
    post = Medewerker.objects.get(gebruiker=controller)
    url = reverse("admin:partners_medewerker_change", args=[post.pk])

    antwoord = als(beheerder).post(url, _post(beheerder, gemeente))

    assert antwoord.status_code == 200
    assert ZELF in antwoord.content.decode()
    post.refresh_from_db()
    assert post.gebruiker == controller


def test_beheerder_gives_no_mandate_to_themself(als, beheerder, controller, gemeente):
    eigen, ander = Medewerker.objects.get(gebruiker=beheerder), Medewerker.objects.get(gebruiker=controller)
    client = als(beheerder)
    url = reverse("admin:partners_mandaat_add")
    velden = {"tot_bedrag": "5000", "vanaf": "01-01-2026"}

    zelf = client.post(url, velden | {"medewerker": eigen.pk})
    goed = client.post(url, velden | {"medewerker": ander.pk})

    assert (zelf.status_code, goed.status_code) == (200, 302)
    assert list(Mandaat.objects.values_list("medewerker", flat=True)) == [ander.pk]


def test_beheerder_raises_no_mandate_of_their_own(als, beheerder, gemeente):
    tweede = MedewerkerFactory(gebruiker=beheerder, partner=gemeente, functie=Functie.CONTROLLER)
    mandaat = MandaatFactory(medewerker=tweede, tot_bedrag=Decimal("100.00"))

    antwoord = als(beheerder).post(
        reverse("admin:partners_mandaat_change", args=[mandaat.pk]),
        {"medewerker": tweede.pk, "tot_bedrag": "99999", "vanaf": dt.date(2011, 1, 1)},
    )

    assert antwoord.status_code == 403
    mandaat.refresh_from_db()
    assert mandaat.tot_bedrag == Decimal("100.00")


def test_first_installation_gives_the_first_post(client, gemeente):
    """The superuser of the first day has no post, and nobody to ask."""
    eerste = Gebruiker.objects.create_superuser("eerste@example.nl", "lariks-bloeit-2011")
    client.force_login(eerste)

    antwoord = client.post(reverse("admin:partners_medewerker_add"), _post(eerste, gemeente, functie=Functie.BEHEERDER))

    assert antwoord.status_code == 302
    assert Medewerker.objects.get().gebruiker == eerste
