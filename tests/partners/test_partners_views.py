"""Public pages of partners and the agreement, and joining by a beheerder."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kern.models import Gebruiker
from partners.models import Deelname, Overeenkomst, Partner

Als = Callable[[Gebruiker | str | None], Client]


def test_pages_of_the_agreement_of_2010_say_who_when_and_how_much(client: Client, db: None) -> None:
    call_command("inrichten")
    overeenkomst = Overeenkomst.objects.get()
    inhoud = client.get(overeenkomst.get_absolute_url()).content.decode()
    for tekst in ("15 december 2010", "1 januari 2011", "€\u00a0800.000", "voorbeeld", "31,25%", "Woonzorg Nederland"):
        assert tekst in inhoud, tekst
    lijst = client.get(reverse("partners:partners")).content.decode()
    for tekst in ("Gemeente Assen", "€\u00a0250.000", "(voorbeeld)", "Verbonden partij", "Mogelijke partner"):
        assert tekst in lijst, tekst
    for partner in Partner.objects.all():
        assert partner.naam in client.get(partner.get_absolute_url()).content.decode()


def test_partners_page_without_anything_says_what_to_do(client: Client, db: None) -> None:
    assert "Nog geen partners" in client.get(reverse("partners:partners")).content.decode()
    assert client.get("/partners/bestaat-niet/").status_code == 404


def test_colleagues_are_shown_to_staff_only(
    als: Als, actium: Partner, partnermedewerker: Gebruiker, controller: Gebruiker
) -> None:
    assert partnermedewerker.email not in als(None).get(actium.get_absolute_url()).content.decode()
    assert partnermedewerker.email not in als("bewoner").get(actium.get_absolute_url()).content.decode()
    assert partnermedewerker.email in als(controller).get(actium.get_absolute_url()).content.decode()


def test_beheerder_lets_a_partner_join(
    als: Als, beheerder: Gebruiker, omnia: Partner, overeenkomst: Overeenkomst
) -> None:
    client = als(beheerder)
    adres = reverse("partners:sluit_aan")
    velden = {
        "partner": omnia.pk,
        "overeenkomst": overeenkomst.pk,
        "rol": "convenantpartner",
        "vanaf": "2026-01-01",
        "jaarbedrag": "60.000",
        "toelichting": "Besluit stuurgroep",
    }
    fout = client.post(adres, velden | {"jaarbedrag": ""}).content.decode()
    assert "Vul in wat deze partner per jaar toezegt." in fout
    assert "Besluit stuurgroep" in fout
    pagina = client.post(adres, velden, follow=True).content.decode()
    assert "Omnia doet mee als convenantpartner." in pagina
    assert "Bob Beheer" in pagina  # the log
    assert list(Deelname.objects.filter(partner=omnia).order_by("vanaf").values_list("rol", "tot", "jaarbedrag")) == [
        ("mogelijke_partner", dt.date(2025, 12, 31), Decimal("0.00")),
        ("convenantpartner", None, Decimal("60000.00")),
    ]


def test_beheerder_lets_a_partner_leave(als: Als, beheerder: Gebruiker, actium: Partner) -> None:
    adres = reverse("partners:stop_deelname", args=[actium.deelnames.get().pk])
    client = als(beheerder)
    assert "voor het begin" in client.post(adres, {"tot": "2010-01-01"}).content.decode()
    client.post(adres, {"tot": timezone.localdate().isoformat(), "reden": "Fusie"})
    assert actium.deelnames.get().tot == timezone.localdate()


@pytest.mark.parametrize(
    "rol", ["bezoeker", "bewoner", "partnermedewerker", "coordinator", "controller", "stuurgroeplid"]
)
def test_joining_and_leaving_are_for_beheerders(rol: str, als: Als, actium: Partner) -> None:
    client = als(rol)
    for adres in (reverse("partners:sluit_aan"), reverse("partners:stop_deelname", args=[actium.deelnames.get().pk])):
        assert client.get(adres).status_code == (302 if rol == "bezoeker" else 403)
        assert client.post(adres, {}).status_code == 403
