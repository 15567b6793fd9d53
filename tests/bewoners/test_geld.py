"""The money of an initiative after the award: paying, accounting, settling, recovering. Everything from the ledger."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from bewoners.domain import bijlagen, geld, vaststellen, verantwoorden
from bewoners.domain.verantwoorden import Regel
from bewoners.enums import Bijlagesoort, Briefsoort, Initiatiefstatus, LagereVaststelling, Termijnsoort
from bewoners.models import Initiatief
from budgetten.domain import uitgaven
from budgetten.enums import Uitgavestatus
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.iban import masker_iban
from kern.domain.uploads import controleer_document
from kern.models import Gebruiker, Melding, Uitgaandbericht
from partners.enums import Functie
from tests.bewoners.fabriek import geef_mandaat, maak_regel, verklaar_geen_belang
from tests.bewoners.verleend import betaal, verleend
from tests.factories import GebruikerFactory, MedewerkerFactory
from tests.partners.afbeeldingen import foto_bytes, pdf_bytes

pytestmark = pytest.mark.django_db

S = Initiatiefstatus


@pytest.fixture
def betaler(gemeente) -> Gebruiker:
    """A second controller."""
    gebruiker = GebruikerFactory(email="betaler@gemeente.example.nl", naam="Bram Betaalt")
    MedewerkerFactory(gebruiker=gebruiker, partner=gemeente, functie=Functie.CONTROLLER)
    return gebruiker


@pytest.fixture
def plan(wijken, themas, boekjaar, gemeente, actium, bewoner, coordinator, controller) -> Initiatief:
    """€ 4.800 from two payers, awarded by the coordinator, being carried out."""
    regel = maak_regel(wijken["Lariks"], themas["Groen"], boekjaar, {gemeente: Decimal(9000), actium: Decimal(6000)})
    geef_mandaat(coordinator)
    geef_mandaat(controller, Decimal(50_000))
    return verleend(
        regel=regel, indiener=bewoner, door=coordinator, dekking={gemeente: Decimal(3000), actium: Decimal(1800)}
    )


def _bon():
    return controleer_document(SimpleUploadedFile("bon.jpg", foto_bytes(), content_type="image/jpeg"))


def _verantwoord(plan: Initiatief, bewoner: Gebruiker, bedrag: Decimal) -> None:
    verantwoording = verantwoorden.begin(plan, door=bewoner)
    post = plan.kosten.get()
    bijlagen.voeg_bijlage_toe(plan, soort=Bijlagesoort.BON, bestand=_bon(), kostenpost=post, door=bewoner)
    verantwoorden.bewaar(
        verantwoording, gedaan="Gebouwd", anders="", deelnemers=20, regels={post: Regel(bedrag)}, door=bewoner
    )
    verantwoorden.dien_in(verantwoording, door=bewoner)
    plan.refresh_from_db()


def test_two_payers_advance_partial_settlement_and_recovery(
    plan, bewoner, coordinator, controller, betaler, gemeente, actium
):
    """€ 4.800: advance of € 3.840, settled at € 3.000, € 840 comes back; to the cent and per payer."""
    voorschot = geld.vraag_betaling(plan, bedrag=Decimal("3840.00"), omschrijving="voorschot", door=coordinator)
    betaal(voorschot, goedgekeurd_door=controller, betaald_door=betaler)
    _verantwoord(plan, bewoner, Decimal("3100.00"))
    assert plan.status == S.VERANTWOORDING_INGEDIEND

    vaststellen.stel_vast(
        plan,
        bedrag=Decimal("3000.00"),
        grond_lager=LagereVaststelling.NIET_UITGEVOERD,
        motivering="Een deel is niet gedaan.",
        door=coordinator,
    )
    plan.refresh_from_db()
    stand = geld.stand_van(plan)
    assert (plan.status, plan.vastgesteld) == (S.VASTGESTELD, Decimal("3000.00"))
    assert (stand.stand.betaald, stand.stand.vrijgevallen, stand.stand.open) == (
        Decimal("3840.00"),
        Decimal("960.00"),
        Decimal("0.00"),
    )
    assert (stand.te_veel, stand.te_vragen) == (Decimal("840.00"), Decimal("0.00"))
    per = {rij.partner.naam: (rij.betaald, rij.vrijgevallen) for rij in stand.stand.per_betaler}
    assert per == {
        "Gemeente Assen": (Decimal("2400.00"), Decimal("600.00")),
        "Actium": (Decimal("1440.00"), Decimal("360.00")),
    }

    vordering = vaststellen.vorder_terug(
        plan, bedrag=Decimal("840.00"), motivering="Te veel betaald.", door=coordinator
    )
    vaststellen.boek_terugbetaling(
        plan, bedrag=Decimal("500.00"), datum=timezone.localdate(), kenmerk="T1", door=controller
    )
    vordering.refresh_from_db()
    assert vordering.voldaan_op is None
    vaststellen.boek_terugbetaling(
        plan, bedrag=Decimal("340.00"), datum=timezone.localdate(), kenmerk="T2", door=controller
    )
    vordering.refresh_from_db()
    stand = geld.stand_van(plan)
    assert vordering.voldaan_op == timezone.localdate()
    assert {r.partner.naam: r.netto_besteed for r in stand.stand.per_betaler} == {
        "Gemeente Assen": Decimal("1875.00"),
        "Actium": Decimal("1125.00"),
    }
    plan.refresh_from_db()
    assert plan.status == S.TERUGVORDERING
    soorten = sorted((b.soort, b.partner.naam if b.partner else "") for b in plan.brieven.all())
    assert soorten == [
        (Briefsoort.AFREKENING, "Actium"),
        (Briefsoort.TERUGVORDERING, ""),
        (Briefsoort.VASTSTELLING, ""),
    ]


def test_settling_lower_takes_a_ground(plan, bewoner, coordinator):
    _verantwoord(plan, bewoner, Decimal("3100.00"))
    with pytest.raises(Weigering) as fout:
        vaststellen.stel_vast(plan, bedrag=Decimal("3100.00"), motivering="Minder", door=coordinator)
    assert fout.value.veld == "grond_lager"


def test_settling_above_the_award_is_refused(plan, bewoner, coordinator):
    _verantwoord(plan, bewoner, Decimal("4900.00"))
    with pytest.raises(Weigering):
        vaststellen.stel_vast(plan, bedrag=Decimal("4800.01"), motivering="Meer", door=coordinator)


def test_rest_is_paid_after_settlement(plan, bewoner, coordinator, controller, betaler):
    betaal(
        geld.vraag_betaling(plan, bedrag=Decimal("3840.00"), omschrijving="voorschot", door=coordinator),
        goedgekeurd_door=controller,
        betaald_door=betaler,
    )
    _verantwoord(plan, bewoner, Decimal("4900.00"))
    vaststellen.stel_vast(plan, bedrag=Decimal("4800.00"), motivering="Zoals gepland.", door=coordinator)
    plan.refresh_from_db()
    assert geld.stand_van(plan).te_vragen == Decimal("960.00")
    with pytest.raises(Weigering):
        geld.vraag_betaling(plan, bedrag=Decimal("960.01"), omschrijving="rest", door=coordinator)
    rest = geld.vraag_betaling(plan, bedrag=Decimal("960.00"), omschrijving="rest", door=coordinator)
    assert rest.status == Uitgavestatus.INGEDIEND
    betaal(rest, goedgekeurd_door=controller, betaald_door=betaler)
    assert geld.stand_van(plan).stand.betaald == Decimal("4800.00")


def test_who_released_the_advance_does_not_settle_and_who_settles_does_not_release_the_rest(
    plan, bewoner, coordinator, controller, betaler, gemeente, als
):
    geef_mandaat(betaler, Decimal(50_000))
    derde = MedewerkerFactory(partner=gemeente, functie=Functie.CONTROLLER).gebruiker
    geef_mandaat(derde, Decimal(50_000))
    betaal(
        geld.vraag_betaling(plan, bedrag=Decimal("3840.00"), omschrijving="voorschot", door=coordinator),
        goedgekeurd_door=controller,
        betaald_door=betaler,
    )
    _verantwoord(plan, bewoner, Decimal("4900.00"))
    for wie in (controller, betaler):
        verklaar_geen_belang(plan, wie)
        with pytest.raises(Weigering, match="als betaald gemeld"):
            vaststellen.stel_vast(plan, bedrag=Decimal("4800.00"), motivering="Zoals gepland.", door=wie)
        pagina = als(wie).get(reverse("bewoners:vaststellen", args=[plan.pk])).content.decode()
        assert "Iemand anders stelt dit plan vast" in pagina
        assert "Vaststellen en brief sturen" not in pagina
    verklaar_geen_belang(plan, derde)
    pagina = als(derde).get(reverse("bewoners:vaststellen", args=[plan.pk])).content.decode()
    assert "Iemand anders stelt dit plan vast" not in pagina
    assert "Vaststellen en brief sturen" in pagina
    vaststellen.stel_vast(plan, bedrag=Decimal("4800.00"), motivering="Zoals gepland.", door=derde)
    rest = geld.vraag_betaling(plan, bedrag=Decimal("960.00"), omschrijving="rest", door=coordinator)
    with pytest.raises(Weigering, match="besloten over deze verplichting"):
        uitgaven.keur_goed(rest, door=derde)


def test_settlement_waits_for_a_payment_that_is_not_judged(plan, bewoner, coordinator):
    geld.vraag_betaling(plan, bedrag=Decimal("100.00"), omschrijving="voorschot", door=coordinator)
    _verantwoord(plan, bewoner, Decimal("3100.00"))
    with pytest.raises(Weigering, match="wacht nog een betaling"):
        vaststellen.stel_vast(
            plan,
            bedrag=Decimal("3000.00"),
            grond_lager=LagereVaststelling.NIET_UITGEVOERD,
            motivering="Minder",
            door=coordinator,
        )


def test_who_decided_does_not_release_the_payment(plan, coordinator, betaler, controller):
    """The coordinator decided: neither approving nor paying is theirs, in the database as well."""
    uitgave = geld.vraag_betaling(plan, bedrag=Decimal("100.00"), omschrijving="voorschot", door=coordinator)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(uitgave).objects.filter(pk=uitgave.pk).update(besluit_door=betaler)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(uitgave).objects.filter(pk=uitgave.pk).update(beoordeeld_door=coordinator)


def test_payment_takes_an_account_number(plan, coordinator, bewoner):
    Initiatief.objects.filter(pk=plan.pk).update(iban="", tenaamstelling="")
    with pytest.raises(Weigering, match="rekeningnummer"):
        geld.vraag_betaling(plan, bedrag=Decimal("10.00"), omschrijving="voorschot", door=coordinator)
    with pytest.raises(GeenToestemming):
        geld.zet_rekening(plan, iban="NL91ABNA0417164300", tenaamstelling="C. Lariks", door=coordinator)
    with pytest.raises(Weigering):
        geld.zet_rekening(plan, iban="NL91ABNA0417164301", tenaamstelling="B. Bewoner", door=bewoner)
    geld.zet_rekening(plan, iban="nl91 abna 0417 1643 00", tenaamstelling=" B.  Bewoner ", door=bewoner)
    plan.refresh_from_db()
    assert (plan.iban, plan.tenaamstelling) == ("NL91ABNA0417164300", "B. Bewoner")


def test_another_account_number_is_told_to_the_applicant_and_to_who_handles_it(plan, bewoner, coordinator):
    """Whoever sits in their session should not go unnoticed."""
    Initiatief.objects.filter(pk=plan.pk).update(iban="NL91ABNA0417164300")
    geld.zet_rekening(plan, iban="NL91 ABNA 0417 1643 00", tenaamstelling="Bea B.", door=bewoner)
    assert not Uitgaandbericht.objects.filter(soort="rekening").exists()

    geld.zet_rekening(plan, iban="DE89370400440532013000", tenaamstelling="Bea B.", door=bewoner)

    mail = Uitgaandbericht.objects.get(soort="rekening")
    assert mail.aan == bewoner.email
    assert masker_iban("DE89370400440532013000") in mail.tekst
    assert "DE89370400440532013000" not in mail.tekst
    assert Melding.objects.get(soort="dossier", gebruiker=coordinator).tekst.startswith("Het rekeningnummer van")


def test_account_needs_a_receipt_per_cost_line(plan, bewoner):
    verantwoording = verantwoorden.begin(plan, door=bewoner)
    post = plan.kosten.get()
    verantwoorden.bewaar(
        verantwoording, gedaan="Gebouwd", anders="", deelnemers=None, regels={post: Regel(Decimal(10))}, door=bewoner
    )
    with pytest.raises(Weigering, match="bon"):
        verantwoorden.dien_in(verantwoording, door=bewoner)


def test_account_sent_back_can_be_completed(plan, bewoner, coordinator):
    _verantwoord(plan, bewoner, Decimal("3100.00"))
    with pytest.raises(Weigering):
        verantwoorden.stuur_terug(plan.verantwoording, opmerking=" ", door=coordinator)
    verantwoorden.stuur_terug(plan.verantwoording, opmerking="De bon is niet leesbaar.", door=coordinator)
    plan.refresh_from_db()
    assert plan.status == S.IN_UITVOERING
    assert plan.termijnen.filter(soort=Termijnsoort.VERANTWOORDING, voldaan_op=None).count() == 1
    verantwoorden.dien_in(plan.verantwoording, door=bewoner)
    plan.refresh_from_db()
    assert plan.status == S.VERANTWOORDING_INGEDIEND


def test_ex_officio_settlement_waits_for_the_term(plan, coordinator):
    with pytest.raises(Weigering, match="mag tot en met"):
        vaststellen.stel_vast(
            plan,
            bedrag=Decimal(0),
            grond_lager=LagereVaststelling.VERPLICHTINGEN,
            motivering="Geen verantwoording.",
            door=coordinator,
        )
    plan.termijnen.filter(soort=Termijnsoort.VERANTWOORDING).update(
        begin=timezone.localdate().replace(year=2020), eind=timezone.localdate().replace(year=2020)
    )
    vaststellen.stel_vast(
        plan,
        bedrag=Decimal(0),
        grond_lager=LagereVaststelling.VERPLICHTINGEN,
        motivering="Geen verantwoording.",
        door=coordinator,
    )
    plan.refresh_from_db()
    assert (plan.status, geld.stand_van(plan).stand.vrijgevallen) == (S.VASTGESTELD, Decimal("4800.00"))


def test_withdrawing_the_award_releases_and_recovers(plan, coordinator, controller, betaler):
    betaal(
        geld.vraag_betaling(plan, bedrag=Decimal("1000.00"), omschrijving="voorschot", door=coordinator),
        goedgekeurd_door=controller,
        betaald_door=betaler,
    )
    vaststellen.trek_verlening_in(plan, grond="a", motivering="Het plan gaat niet door.", door=coordinator)
    plan.refresh_from_db()
    stand = geld.stand_van(plan)
    assert (plan.status, stand.te_veel, stand.stand.open) == (
        S.VERLENING_INGETROKKEN,
        Decimal("1000.00"),
        Decimal("0.00"),
    )
    with pytest.raises(Weigering):
        vaststellen.vorder_terug(plan, bedrag=Decimal("1000.01"), motivering="Te veel", door=coordinator)
    vaststellen.vorder_terug(plan, bedrag=Decimal("1000.00"), motivering="Te veel betaald.", door=coordinator)


def test_pages_of_the_account(plan, als, bewoner, coordinator):
    client = als(bewoner)
    url = reverse("bewoners:verantwoorden", args=[plan.pk])
    post = plan.kosten.get()
    assert client.get(url).status_code == 200
    antwoord = client.post(
        url,
        {
            "gedaan": "Gebouwd",
            "deelnemers": "veel",
            f"bedrag_{post.pk}": "3.100,00",
            f"bonnen_{post.pk}": SimpleUploadedFile("bon.jpg", foto_bytes(), content_type="image/jpeg"),
            "actie": "indienen",
        },
    )
    assert antwoord.status_code == 422
    assert plan.bijlagen.filter(soort=Bijlagesoort.BON).count() == 1  # the receipt is kept though the number was wrong
    assert "3.100,00" in antwoord.content.decode()
    antwoord = client.post(
        url, {"gedaan": "Gebouwd", "deelnemers": "12", f"bedrag_{post.pk}": "3.100,00", "actie": "indienen"}
    )
    assert antwoord.status_code == 302
    plan.refresh_from_db()
    assert plan.status == S.VERANTWOORDING_INGEDIEND
    pagina = als(coordinator).get(reverse("bewoners:verantwoording", args=[plan.pk])).content.decode()
    assert "3.100,00" in pagina
    assert als(coordinator).get(url).status_code == 403
    assert als("partnermedewerker").get(reverse("bewoners:verantwoording", args=[plan.pk])).status_code == 403


def test_pages_of_the_money(plan, als, coordinator, controller, bewoner):
    url = reverse("bewoners:betaling_vragen", args=[plan.pk])
    assert "3840,00" in als(coordinator).get(url).content.decode()
    assert als(coordinator).post(url, {"bedrag": "3840,00", "omschrijving": "voorschot"}).status_code == 302
    assert geld.stand_van(plan).stand.gevraagd == Decimal("3840.00")
    te_veel = als(coordinator).post(url, {"bedrag": "2000", "omschrijving": "nog meer"})
    assert "nog hoogstens" in te_veel.content.decode()
    rekening = reverse("bewoners:rekening", args=[plan.pk])
    pagina = als(bewoner).get(rekening).content.decode()
    assert "NL91ABNA0417164300" not in pagina.replace(" ", "")
    fout = als(bewoner).post(rekening, {"iban": "NL00", "tenaamstelling": "B. Bewoner"})
    assert fout.status_code == 200
    assert "NL00" in fout.content.decode()
    assert als(coordinator).get(rekening).status_code == 403


def test_a_hostile_receipt_is_refused(plan, als, bewoner):
    url = reverse("bewoners:verantwoorden", args=[plan.pk])
    post = plan.kosten.get()
    slecht = SimpleUploadedFile("bon.pdf", pdf_bytes(b"/JavaScript (app.alert(1))"), content_type="application/pdf")
    antwoord = als(bewoner).post(url, {"gedaan": "x", f"bonnen_{post.pk}": slecht})
    assert antwoord.status_code == 422
    assert not plan.bijlagen.exists()
