"""What a new installation starts with: the agreement of 15 December 2010."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.management import call_command

from kern.models import Logregel
from partners.domain import queries
from partners.domain.deelname import stop_deelname
from partners.enums import Rol
from partners.models import Activiteittype, Deelname, Overeenkomst, Partner, Verdeelsleutel


@pytest.fixture
def ingericht(db: None) -> None:
    call_command("inrichten")


def stand() -> tuple[object, ...]:
    return (
        list(Partner.objects.order_by("pk").values()),
        list(Overeenkomst.objects.values()),
        list(Deelname.objects.order_by("pk").values()),
        list(Verdeelsleutel.objects.values()),
        list(Activiteittype.objects.order_by("pk").values()),
        Logregel.objects.count(),
    )


@pytest.mark.usefixtures("ingericht")
def test_agreement_and_partners_are_those_of_2010() -> None:
    overeenkomst = Overeenkomst.objects.get()
    assert (overeenkomst.getekend_op, overeenkomst.vanaf) == (dt.date(2010, 12, 15), dt.date(2011, 1, 1))
    assert list(
        Deelname.objects.order_by("partner__volgorde").values_list("partner__naam", "rol", "jaarbedrag", "vanaf", "tot")
    ) == [
        ("Gemeente Assen", Rol.OPDRACHTGEVER, Decimal("400000.00"), dt.date(2011, 1, 1), None),
        ("Actium", Rol.CONVENANTPARTNER, Decimal("250000.00"), dt.date(2011, 1, 1), None),
        ("Woonconcept", Rol.CONVENANTPARTNER, Decimal("150000.00"), dt.date(2011, 1, 1), None),
        ("Omnia", Rol.MOGELIJKE_PARTNER, Decimal("0.00"), dt.date(2011, 1, 1), None),
        ("Woonzorg Nederland", Rol.MOGELIJKE_PARTNER, Decimal("0.00"), dt.date(2011, 1, 1), None),
        ("Politie", Rol.VERBONDEN_PARTIJ, Decimal("0.00"), dt.date(2011, 1, 1), None),
        ("Maatschappelijk werk", Rol.VERBONDEN_PARTIJ, Decimal("0.00"), dt.date(2011, 1, 1), None),
    ]
    assert queries.toegezegd_per_jaar(overeenkomst) == Decimal("800000.00")
    voorbeelden = Deelname.objects.filter(toelichting__startswith="Voorbeeld").values_list("partner__naam", flat=True)
    assert set(voorbeelden) == {"Actium", "Woonconcept"}


@pytest.mark.usefixtures("ingericht")
def test_key_and_types_are_there_and_types_follow_their_theme() -> None:
    ((sleutel, aandelen),) = queries.sleutelversies()
    assert (sleutel.naam, sleutel.versie) == ("Convenant", 1)
    assert [(partner.naam, procent) for partner, procent in aandelen] == [
        ("Gemeente Assen", Decimal(50)),
        ("Actium", Decimal("31.25")),
        ("Woonconcept", Decimal("18.75")),
    ]
    types = Activiteittype.objects.select_related("thema")
    assert {soort.domein: sum(t.domein == soort.domein for t in types) for soort in types} == {
        "fysiek": 8,
        "sociaal": 10,
    }
    assert all(soort.domein == soort.thema.domein for soort in types)


@pytest.mark.usefixtures("ingericht")
def test_second_time_changes_nothing_also_after_people_changed_things() -> None:
    Partner.objects.filter(naam="Actium").update(omschrijving="Door de beheerder geschreven")
    Activiteittype.objects.filter(naam="Wijkkrant").update(actief=False)
    stop_deelname(Deelname.objects.get(partner__naam="Omnia"), tot=dt.date(2020, 1, 1), door=None)
    voor = stand()
    call_command("inrichten")
    assert stand() == voor
