"""Commitments: the worked example of docs/grootboek.md to the cent, and what is refused."""

import datetime as dt
from decimal import Decimal

import pytest

from budgetten.domain import uitgaven, verplichtingen
from budgetten.domain.begroting import deel_toe
from budgetten.domain.controle import controleer_grootboek
from budgetten.domain.jaren import sluit_periode
from budgetten.domain.queries import totaal
from budgetten.domain.verplichtingstand import standen_van
from budgetten.enums import Uitgavestatus, Verplichtingstatus
from budgetten.models import Uitgave, Verplichting
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import logregels
from partners.models import Mandaat

MEI = dt.date(2011, 5, 1)
JULI = dt.date(2011, 7, 1)


def per_betaler(verplichting: Verplichting, veld: str) -> list[Decimal]:
    return [getattr(rij, veld) for rij in verplichtingen.stand(verplichting).per_betaler]


def tekst(weigering: pytest.ExceptionInfo[Weigering]) -> str:
    return weigering.value.bericht.replace("\u00a0", " ")


def bedragen(*teksten: str) -> list[Decimal]:
    return [Decimal(tekst) for tekst in teksten]


def test_a_plan_from_decision_to_recovery_to_the_cent(
    verplichting, lariks, vraag, goedkeurder, controller, gemeente, actium
):
    nu = totaal(lariks.boekjaar)
    assert (nu.vrij, nu.toegekend, nu.verplicht, nu.besteed) == tuple(bedragen("59000", "0", "1000", "0"))

    # an advance of 60 percent
    voorschot = vraag(verplichting, "600.00")
    assert voorschot.status == Uitgavestatus.INGEDIEND
    assert per_betaler(verplichting, "gevraagd") == bedragen("360", "240")
    assert verplichtingen.stand(verplichting).te_vragen == Decimal("400.00")
    voorschot = uitgaven.keur_goed(voorschot, door=goedkeurder)
    assert per_betaler(verplichting, "besteed") == bedragen("360", "240")
    uitgaven.markeer_betaald(voorschot, datum=dt.date(2011, 6, 3), kenmerk="BNK-1", door=controller)
    assert per_betaler(verplichting, "betaald") == bedragen("360", "240")

    # a part of the settlement: 333.33 of the 240 and 160 that are open; exact shares 199.998 and 133.332
    afrekening = uitgaven.keur_goed(vraag(verplichting, "333.33", omschrijving="Afrekening"), door=goedkeurder)
    assert per_betaler(verplichting, "besteed") == bedragen("560.00", "373.33")
    assert per_betaler(verplichting, "open") == bedragen("40.00", "26.67")
    assert afrekening.boeking.soort == "besteding"

    # what was not needed becomes free
    vrijval = verplichtingen.laat_vrijvallen(
        verplichting, bedrag=None, reden="Minder zaad nodig", boekdatum=JULI, door=controller
    )
    assert vrijval.bedrag == Decimal("66.67")
    assert (verplichting.status, verplichting.gesloten_op is None) == (Verplichtingstatus.GESLOTEN, False)

    # 100.01 comes back: in proportion to 560.00 and 373.33; exact shares 60.0062… and 40.0037…
    verplichtingen.ontvang_terug(
        verplichting, bedrag=Decimal("100.01"), datum=dt.date(2011, 9, 1), kenmerk="BNK-9", door=controller
    )
    assert per_betaler(verplichting, "terugontvangen") == bedragen("60.01", "40.00")

    nu = verplichtingen.stand(verplichting)
    assert (nu.bedrag, nu.gevraagd, nu.besteed, nu.betaald, nu.vrijgevallen, nu.terugontvangen, nu.open) == tuple(
        bedragen("1000.00", "0", "933.33", "600.00", "66.67", "100.01", "0.00")
    )
    lijn = totaal(lariks.boekjaar)
    assert (lijn.vrij, lijn.toegekend, lijn.verplicht, lijn.besteed) == tuple(bedragen("59166.68", "0", "0", "833.32"))
    assert controleer_grootboek() == []
    assert [regel.actie for regel in logregels(verplichting)][::-1] == [
        "verplichting aangegaan",
        "betaling aangevraagd",
        "betaling aangevraagd",
        "geld vrijgevallen",
        "verplichting gesloten",
        "geld terugontvangen",
    ]


def test_who_decided_is_copied_and_the_account_number_is_clean(verplichting, vraag, beslisser):
    uitgave = Uitgave.objects.get(pk=vraag(verplichting, "10.00", iban="nl91abna0417164300").pk)
    assert (uitgave.besluit_door, uitgave.iban, uitgave.begunstigde) == (
        beslisser,
        "NL91ABNA0417164300",
        "Stichting Moestuin",
    )


def test_entering_into_one_names_every_payer_with_too_little(lariks, gemeente, actium, woonconcept, beslisser):
    with pytest.raises(Weigering) as weigering:
        verplichtingen.ga_aan(
            lariks,
            kenmerk="te-veel",
            omschrijving="Zwembad",
            url="",
            dekking={gemeente: Decimal("30000.01"), actium: Decimal(1), woonconcept: Decimal(20_000)},
            boekdatum=MEI,
            door=beslisser,
        )
    assert tekst(weigering) == (
        "Onvoldoende vrij besteedbaar op Lariks/sociaal 2011: Gemeente Assen heeft € 30.000,00 van de € 30.000,01; "
        "Woonconcept heeft € 11.250,00 van de € 20.000,00."
    )
    assert not Verplichting.objects.exists()
    assert totaal(lariks.boekjaar).vrij == Decimal(60_000)


@pytest.mark.parametrize(
    ("bedrag", "bericht"),
    [
        (None, "Geef per betaler een bedrag."),
        ("0", "Geef per betaler een bedrag."),
        ("-1", "Het bedrag moet hoger zijn dan nul."),
        ("0.001", "Een bedrag heeft hoogstens twee cijfers achter de komma."),
        ("NaN", "Een bedrag heeft hoogstens twee cijfers achter de komma."),
    ],
)
def test_a_cover_that_is_no_cover_is_refused(lariks, gemeente, beslisser, bedrag, bericht):
    with pytest.raises(Weigering, match=bericht):
        verplichtingen.ga_aan(
            lariks,
            kenmerk="x",
            omschrijving="x",
            url="",
            dekking={} if bedrag is None else {gemeente: Decimal(bedrag)},
            boekdatum=MEI,
            door=beslisser,
        )


def test_a_kenmerk_is_used_once(verplichting, lariks, gemeente, beslisser):
    with pytest.raises(Weigering, match="Er is al een verplichting met kenmerk initiatief-12"):
        verplichtingen.ga_aan(
            lariks,
            kenmerk="initiatief-12",
            omschrijving="Nog eens",
            url="",
            dekking={gemeente: Decimal(1)},
            boekdatum=MEI,
            door=beslisser,
        )


def test_it_is_booked_on_the_first_open_day_within_the_year(lariks, gemeente, beslisser):
    for maand in (5, 6):
        sluit_periode(lariks.boekjaar.perioden.get(maand=maand), door=None)
    verplichting = verplichtingen.ga_aan(
        lariks,
        kenmerk="x",
        omschrijving="x",
        url="",
        dekking={gemeente: Decimal(1)},
        boekdatum=MEI,
        door=beslisser,
    )
    assert (verplichting.aangegaan_op, verplichting.verplichting.boekdatum) == (MEI, JULI)


def test_no_more_is_asked_than_is_open(verplichting, vraag, goedkeurder):
    uitgaven.keur_goed(vraag(verplichting, "600.00"), door=goedkeurder)
    vraag(verplichting, "300.00")
    with pytest.raises(Weigering) as weigering:
        vraag(verplichting, "100.01")
    assert tekst(weigering) == (
        "Op deze verplichting staat nog € 400,00 open en daarvan is € 300,00 al aangevraagd. "
        "U kunt nog hoogstens € 100,00 aanvragen."
    )
    vraag(verplichting, "100.00")


def test_a_refused_payment_makes_room_and_takes_it_again_when_handed_in(verplichting, vraag, goedkeurder, coordinator):
    eerste = vraag(verplichting, "1000.00")
    uitgaven.keur_af(eerste, reden="Verkeerde rekening", door=goedkeurder)
    tweede = vraag(verplichting, "0.01")
    concept = uitgaven.haal_terug(eerste, door=coordinator)
    with pytest.raises(Weigering, match="al aangevraagd"):
        uitgaven.dien_in(concept, door=coordinator)
    uitgaven.keur_af(tweede, reden="Te klein", door=goedkeurder)
    assert uitgaven.dien_in(concept, door=coordinator).status == Uitgavestatus.INGEDIEND


@pytest.mark.parametrize(
    ("velden", "veld", "bericht"),
    [
        ({"iban": "NL91 ABNA 0417 1643 01"}, "iban", "typefout"),
        ({"iban": ""}, "iban", "geen IBAN"),
        ({"begunstigde": " "}, "begunstigde", "Vul in wie het geld krijgt."),
        ({"omschrijving": " "}, "omschrijving", "Schrijf waar de uitgave voor is."),
        ({"datum": dt.date(2012, 2, 1)}, "datum", "Zet haar over om in een later jaar te betalen."),
    ],
)
def test_a_payment_that_misses_something_is_refused(verplichting, vraag, velden, veld, bericht):
    with pytest.raises(Weigering, match=bericht) as weigering:
        vraag(verplichting, "1.00", **velden)
    assert weigering.value.veld == veld
    assert not Uitgave.objects.exists()


def test_somebody_of_another_area_asks_nothing(verplichting, vraag, coordinator_elders):
    with pytest.raises(GeenToestemming):
        vraag(verplichting, "1.00", door=coordinator_elders)


def test_who_decided_neither_approves_nor_pays(lariks, gemeente, vraag, goedkeurder, controller):
    def besluit(door, kenmerk):
        return verplichtingen.ga_aan(
            lariks,
            kenmerk=kenmerk,
            omschrijving="Plan",
            url="",
            dekking={gemeente: Decimal(100)},
            boekdatum=MEI,
            door=door,
        )

    with pytest.raises(Weigering, match="U hebt besloten over deze verplichting"):
        uitgaven.keur_goed(vraag(besluit(goedkeurder, "a"), "1.00"), door=goedkeurder)
    uitgave = uitgaven.keur_goed(vraag(besluit(controller, "b"), "1.00"), door=goedkeurder)
    with pytest.raises(Weigering, match="U hebt besloten over deze verplichting"):
        uitgaven.markeer_betaald(uitgave, datum=dt.date(2011, 6, 2), kenmerk="x", door=controller)
    assert not goedkeurder.has_perm("budgetten.uitgave_beoordelen", vraag(Verplichting.objects.get(kenmerk="a"), "2"))
    assert not controller.has_perm("budgetten.uitgave_betalen", uitgave)


def test_a_mandate_counts_everything_on_the_same_commitment(verplichting, vraag, goedkeurder):
    Mandaat.objects.update(tot_bedrag=Decimal("500.00"))
    uitgaven.keur_goed(vraag(verplichting, "300.00"), door=goedkeurder)
    with pytest.raises(Weigering) as weigering:
        uitgaven.keur_goed(vraag(verplichting, "200.01"), door=goedkeurder)
    assert tekst(weigering) == "Uw mandaat gaat tot en met € 500,00. Voor deze uitgave is € 500,01 nodig."


def test_a_payment_is_not_changed(verplichting, vraag, coordinator):
    concept = uitgaven.haal_terug(vraag(verplichting, "10.00"), door=coordinator)
    velden = {"regel": concept.regel, "datum": concept.datum, "omschrijving": "Anders", "leverancier": ""}
    with pytest.raises(Weigering, match="Gooi het concept weg en vraag opnieuw aan"):
        uitgaven.wijzig(
            concept,
            door=coordinator,
            factuurnummer="",
            netto=Decimal(99_999),
            btw=Decimal(0),
            btw_behandeling="vrijgesteld",
            **velden,
        )
    uitgaven.gooi_weg(concept, door=coordinator)
    assert verplichtingen.stand(verplichting).te_vragen == Decimal("1000.00")


def test_a_part_is_released_and_the_rest_stays(verplichting, lariks, controller):
    verplichtingen.laat_vrijvallen(verplichting, bedrag=Decimal("0.01"), reden="Klein", boekdatum=JULI, door=controller)
    assert per_betaler(verplichting, "open") == bedragen("599.99", "400.00")
    assert verplichting.status == Verplichtingstatus.OPEN
    assert totaal(lariks.boekjaar).vrij == Decimal("59000.01")


@pytest.mark.parametrize(
    ("bedrag", "reden", "bericht"),
    [
        ("1000.01", "Te veel", "staat nog € 1.000,00 open"),
        ("0", "Niets", "hoger zijn dan nul"),
        (None, "  ", "Geef een reden."),
    ],
)
def test_a_release_that_cannot_be_is_refused(verplichting, controller, bedrag, reden, bericht):
    with pytest.raises(Weigering) as weigering:
        verplichtingen.laat_vrijvallen(
            verplichting,
            bedrag=Decimal(bedrag) if bedrag else None,
            reden=reden,
            boekdatum=JULI,
            door=controller,
        )
    assert bericht in tekst(weigering)


def test_nothing_is_released_while_a_payment_waits(verplichting, vraag, controller):
    vraag(verplichting, "1.00")
    with pytest.raises(Weigering, match="Er wacht nog een betaling op goedkeuring"):
        verplichtingen.laat_vrijvallen(verplichting, bedrag=None, reden="Klaar", boekdatum=JULI, door=controller)


def test_a_closed_commitment_takes_no_payment_and_no_release(verplichting, vraag, controller):
    verplichtingen.laat_vrijvallen(verplichting, bedrag=None, reden="Gaat niet door", boekdatum=JULI, door=controller)
    for handeling in (
        lambda: vraag(verplichting, "1.00"),
        lambda: verplichtingen.laat_vrijvallen(
            verplichting, bedrag=None, reden="Nog eens", boekdatum=JULI, door=controller
        ),
    ):
        with pytest.raises(Weigering, match="gesloten: er staat niets meer open"):
            handeling()


def test_no_more_comes_back_than_was_spent(verplichting, vraag, goedkeurder, controller):
    uitgaven.keur_goed(vraag(verplichting, "10.00"), door=goedkeurder)

    def terug(bedrag, kenmerk="BNK"):
        return verplichtingen.ontvang_terug(
            verplichting, bedrag=Decimal(bedrag), datum=JULI, kenmerk=kenmerk, door=controller
        )

    with pytest.raises(Weigering) as weigering:
        terug("10.01")
    assert "is € 10,00 besteed" in tekst(weigering)
    terug("4.00")
    with pytest.raises(Weigering, match="al een terugontvangst met dit kenmerk"):
        terug("1.00")
    with pytest.raises(Weigering, match="Vul het kenmerk van de bank in"):
        terug("1.00", kenmerk=" ")
    with pytest.raises(Weigering, match="Meer kan niet terugkomen"):
        terug("6.01", kenmerk="BNK-2")


def test_money_that_comes_back_after_the_year_counts_on_its_last_open_day(
    verplichting, vraag, goedkeurder, controller, lariks
):
    uitgaven.keur_goed(vraag(verplichting, "10.00"), door=goedkeurder)
    sluit_periode(lariks.boekjaar.perioden.get(maand=12), door=None)
    terug = verplichtingen.ontvang_terug(
        verplichting, bedrag=Decimal(10), datum=dt.date(2012, 2, 1), kenmerk="BNK", door=controller
    )
    assert (terug.datum, terug.boeking.boekdatum) == (dt.date(2012, 2, 1), dt.date(2011, 11, 30))


def test_stands_take_the_same_number_of_queries_for_one_and_many(
    verplichting, lariks, gemeente, vraag, goedkeurder, beslisser, django_assert_num_queries
):
    uitgaven.keur_goed(vraag(verplichting, "1.00"), door=goedkeurder)
    for nummer in range(12):
        ander = verplichtingen.ga_aan(
            lariks,
            kenmerk=f"plan-{nummer}",
            omschrijving="Plan",
            url="",
            dekking={gemeente: Decimal(10)},
            boekdatum=MEI,
            door=beslisser,
        )
        uitgaven.keur_goed(vraag(ander, "1.00"), door=goedkeurder)
        vraag(ander, "2.00")
    with django_assert_num_queries(7):
        verplichtingen.standen(["initiatief-12"])
    with django_assert_num_queries(7):
        alle = verplichtingen.standen(["initiatief-12", *(f"plan-{nummer}" for nummer in range(12))])
    assert sum(stand.besteed for stand in alle.values()) == Decimal(13)
    assert sum(stand.gevraagd for stand in alle.values()) == Decimal(24)
    with django_assert_num_queries(0):
        assert standen_van([]) == {}


def test_money_is_divided_by_what_is_open_on_this_commitment_not_on_the_line(
    verplichting, lariks, actium, vraag, goedkeurder, beslisser
):
    deel_toe(lariks, per_partner={actium: Decimal(50_000)}, boekdatum=MEI, door=None)
    verplichtingen.ga_aan(
        lariks,
        kenmerk="groot",
        omschrijving="Van Actium alleen",
        url="",
        dekking={actium: Decimal(40_000)},
        boekdatum=MEI,
        door=beslisser,
    )
    uitgaven.keur_goed(vraag(verplichting, "1000.00"), door=goedkeurder)
    assert per_betaler(verplichting, "besteed") == bedragen("600", "400")
