"""Joining and leaving are dated facts; rights follow from them."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import logregels
from kern.models import Gebruiker
from partners.domain import queries
from partners.domain.deelname import sluit_aan, stop_deelname
from partners.enums import Rol
from partners.models import Deelname, Overeenkomst, Partner

VANAF = dt.date(2024, 4, 1)
BEDRAG = Decimal("60000.00")


def rijen(partner: Partner) -> list[tuple[str, dt.date, dt.date | None, Decimal]]:
    return list(partner.deelnames.order_by("vanaf").values_list("rol", "vanaf", "tot", "jaarbedrag"))


def test_joining_later_ends_the_possible_part_the_day_before(
    omnia: Partner, overeenkomst: Overeenkomst, beheerder: Gebruiker
) -> None:
    sluit_aan(
        omnia, overeenkomst=overeenkomst, rol=Rol.CONVENANTPARTNER, vanaf=VANAF, jaarbedrag=BEDRAG, door=beheerder
    )
    assert rijen(omnia) == [
        ("mogelijke_partner", dt.date(2011, 1, 1), dt.date(2024, 3, 31), Decimal("0.00")),
        ("convenantpartner", VANAF, None, BEDRAG),
    ]
    assert omnia not in Partner.objects.betalend(dt.date(2024, 3, 31))
    assert omnia in Partner.objects.betalend(VANAF)
    assert [regel.door for regel in logregels(omnia)] == [beheerder, beheerder]


def test_staff_get_rights_with_the_joining_and_not_before(
    omnia: Partner, overeenkomst: Overeenkomst, medewerker_mogelijke_partner: Gebruiker
) -> None:
    assert not medewerker_mogelijke_partner.has_perm("partners.activiteit_maken")
    vandaag = timezone.localdate()
    sluit_aan(omnia, overeenkomst=overeenkomst, rol=Rol.VERBONDEN_PARTIJ, vanaf=vandaag, door=None)
    opnieuw = Gebruiker.objects.get(pk=medewerker_mogelijke_partner.pk)
    assert opnieuw.has_perm("partners.activiteit_maken")


@pytest.mark.parametrize(
    ("anders", "zin", "veld"),
    [
        ({"vanaf": dt.date(2010, 12, 31)}, "geldt de overeenkomst niet", "vanaf"),
        ({"vanaf": dt.date(2011, 1, 1)}, "op of na deze dag", "vanaf"),
        ({"jaarbedrag": Decimal("0.00")}, "per jaar toezegt", "jaarbedrag"),
        ({"jaarbedrag": Decimal("-1.00")}, "onder nul", "jaarbedrag"),
        ({"rol": Rol.VERBONDEN_PARTIJ}, "zegt geld toe", "jaarbedrag"),
    ],
)
def test_impossible_joining_is_refused_and_changes_nothing(
    anders: dict[str, object], zin: str, veld: str, omnia: Partner, overeenkomst: Overeenkomst
) -> None:
    voor = rijen(omnia)
    velden = {"rol": Rol.CONVENANTPARTNER, "vanaf": VANAF, "jaarbedrag": BEDRAG} | anders
    with pytest.raises(Weigering, match=zin) as fout:
        sluit_aan(omnia, overeenkomst=overeenkomst, door=None, **velden)
    assert fout.value.veld == veld
    assert rijen(omnia) == voor


def test_same_part_twice_is_refused(actium: Partner, overeenkomst: Overeenkomst) -> None:
    with pytest.raises(Weigering, match="al"):
        sluit_aan(
            actium,
            overeenkomst=overeenkomst,
            rol=Rol.CONVENANTPARTNER,
            vanaf=VANAF,
            jaarbedrag=Decimal("250000.00"),
            door=None,
        )


@pytest.mark.parametrize("rol", ["controller", "coordinator", "partnermedewerker", "bewoner", "stuurgroeplid"])
def test_only_a_beheerder_changes_who_takes_part(
    rol: str, omnia: Partner, overeenkomst: Overeenkomst, request: pytest.FixtureRequest
) -> None:
    door = request.getfixturevalue(rol)
    with pytest.raises(GeenToestemming):
        sluit_aan(omnia, overeenkomst=overeenkomst, rol=Rol.VERBONDEN_PARTIJ, vanaf=VANAF, door=door)
    with pytest.raises(GeenToestemming):
        stop_deelname(Deelname.objects.get(partner=omnia), tot=VANAF, door=door)


def test_leaving_keeps_history_and_happens_once(actium: Partner, beheerder: Gebruiker) -> None:
    deelname = stop_deelname(actium.deelnames.get(), tot=VANAF, door=beheerder)
    assert rijen(actium) == [("convenantpartner", dt.date(2011, 1, 1), VANAF, Decimal("250000.00"))]
    with pytest.raises(Weigering, match="al gestopt"):
        stop_deelname(deelname, tot=VANAF, door=beheerder)


def test_leaving_before_the_start_is_refused(actium: Partner) -> None:
    with pytest.raises(Weigering, match="voor het begin"):
        stop_deelname(actium.deelnames.get(), tot=dt.date(2010, 12, 31), door=None)


def test_total_pledged_counts_only_who_pays_on_the_day(
    gemeente: Partner, actium: Partner, woonconcept: Partner, omnia: Partner, overeenkomst: Overeenkomst
) -> None:
    assert queries.toegezegd_per_jaar(overeenkomst) == Decimal("800000.00")
    sluit_aan(omnia, overeenkomst=overeenkomst, rol=Rol.CONVENANTPARTNER, vanaf=VANAF, jaarbedrag=BEDRAG, door=None)
    assert queries.toegezegd_per_jaar(overeenkomst, datum=dt.date(2024, 3, 31)) == Decimal("800000.00")
    assert queries.toegezegd_per_jaar(overeenkomst) == Decimal("860000.00")
