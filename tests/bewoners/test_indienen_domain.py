"""Handing in: what the scheme says, what starts, and that it happens once."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connections
from django.utils import timezone

from bewoners.domain import bevestigen, concepten, indienen, kalender, regelingkeuze
from bewoners.domain.adressen import email_sleutel
from bewoners.domain.inrichten import richt_regelingen_in
from bewoners.enums import Aanvragersoort, Initiatiefstatus, Termijnsoort
from bewoners.models import Bevestigingscode, Initiatief, Regeling, Regelingversie, Ronde
from kern.domain.fouten import GeenToestemming, Weigering
from kern.models import Melding, Uitgaandbericht
from tests.bewoners.indienhulp import heel_concept
from tests.factories import GebruikerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def regelingen(db) -> dict[str, Regelingversie]:
    richt_regelingen_in()
    return {versie.regeling.naam: versie for versie in Regelingversie.objects.all()}


@pytest.fixture
def concept(regelingen, wijken, themas, bewoner, coordinator) -> Initiatief:
    """A whole draft of € 400 of `bewoner`, in Lariks."""
    return heel_concept(wijken["Lariks"], themas["Groen"], indiener=bewoner)


def test_terms_letter_and_news_start_at_once(concept, bewoner, coordinator):
    vandaag = timezone.localdate()

    vast = indienen.dien_in(concept, door=bewoner)

    assert vast.status == Initiatiefstatus.INGEDIEND
    assert vast.regelingversie.regeling.naam == "Klein"
    assert vast.ingediend_op.date() == timezone.now().date()
    termijnen = {t.soort: (t.begin, t.eind) for t in vast.termijnen.all()}
    assert termijnen == {
        Termijnsoort.VOLLEDIGHEID: (vandaag, kalender.plus_werkdagen(vandaag, 5)),
        Termijnsoort.BESLISSING: (vandaag, kalender.einde(vandaag, 56)),
    }
    assert vast.brieven.get().soort == "ontvangst"
    assert Melding.objects.get(soort="nieuw_initiatief").gebruiker == coordinator
    assert Regelingversie.objects.get(pk=vast.regelingversie_id).bevroren


def test_handed_in_twice_is_handed_in_once(concept, bewoner):
    indienen.dien_in(concept, door=bewoner)
    with pytest.raises(Weigering):
        indienen.dien_in(concept, door=bewoner)
    assert concept.wissels.count() == 1


def test_nobody_hands_in_for_somebody_else(concept, coordinator, controller):
    for ander in (coordinator, controller, GebruikerFactory()):
        with pytest.raises(GeenToestemming):
            indienen.dien_in(concept, door=ander)


@pytest.mark.parametrize(
    ("veld", "waarde", "stap"),
    [
        ("titel", "", "idee"),
        ("samenvatting", "", "idee"),
        ("plan", "", "idee"),
        ("resultaat_voor_buurt", "", "idee"),
        ("thema", None, "idee"),
        ("begindatum", None, "idee"),
        ("einddatum", None, "idee"),
        ("gebied", None, "plek"),
        ("naam", "", "mensen"),
        ("telefoon", "", "mensen"),
        ("adres", "", "mensen"),
        ("oud_genoeg", False, "mensen"),
        ("soort_aanvrager", Aanvragersoort.ORGANISATIE, "mensen"),
        ("gevraagd", Decimal(0), "kosten"),
    ],
)
def test_missing_part_is_named_with_its_step(concept, bewoner, veld, waarde, stap):
    setattr(concept, veld, waarde)
    concept.save()

    tekort = indienen.ontbreekt(concept)

    assert [t.stap for t in tekort] == [stap]
    with pytest.raises(Weigering) as fout:
        indienen.dien_in(concept, door=bewoner)
    assert fout.value.bericht == tekort[0].tekst


def test_unconfirmed_address_is_not_enough(concept, bewoner):
    concept.email_bevestigd_op = None
    concept.save()
    with pytest.raises(Weigering, match="Bevestig eerst uw e-mailadres"):
        indienen.dien_in(concept, door=bewoner)


def test_sum_is_checked_under_lock(concept, bewoner):
    concept.gevraagd = Decimal("399.99")
    concept.save()
    with pytest.raises(Weigering, match=r"De kosten zijn €.500,00, maar wie betaalt is samen €.499,99"):
        indienen.dien_in(concept, door=bewoner)


def test_plan_that_starts_too_soon_hears_from_when_it_may(concept, bewoner):
    vandaag = timezone.localdate()
    concept.begindatum = vandaag + dt.timedelta(days=13)
    concept.save()
    with pytest.raises(Weigering, match="Uw plan begint te snel"):
        indienen.dien_in(concept, door=bewoner)
    concept.begindatum = vandaag + dt.timedelta(days=14)
    concept.save()
    indienen.dien_in(concept, door=bewoner)


def test_scheme_for_others_is_passed_over_and_named_when_it_is_the_only_one(concept, regelingen, bewoner):
    Regelingversie.objects.filter(pk=regelingen["Klein"].pk).update(aanvragers=[Aanvragersoort.ORGANISATIE])
    with pytest.raises(Weigering, match="alleen dit soort aanvrager"):
        indienen.dien_in(concept, door=bewoner)
    straat = Regeling.objects.create(naam="Straatpot", slug="straatpot", volgorde=9)
    versie = Regelingversie.objects.create(
        regeling=straat, vanaf=dt.date(2020, 1, 1), samenvatting="", grondslag="", verdeling="volgorde_van_binnenkomst",
        aanvragers=[Aanvragersoort.BEWONER], maximumbedrag=600,
    )  # fmt: skip
    assert indienen.dien_in(concept, door=bewoner).regelingversie == versie


def test_share_of_the_costs_is_limited(concept, regelingen, bewoner):
    Regelingversie.objects.filter(pk=regelingen["Klein"].pk).update(maximumpercentage=75)
    with pytest.raises(Weigering, match=r"hoogstens 75% van de kosten. Dat is hier €.375,00"):
        indienen.dien_in(concept, door=bewoner)
    Regelingversie.objects.filter(pk=regelingen["Klein"].pk).update(maximumpercentage=80)
    indienen.dien_in(concept, door=bewoner)


def test_scheme_with_rounds_is_open_in_a_round_only(concept, regelingen, bewoner):
    vandaag = timezone.localdate()
    ronde = Ronde.objects.create(
        regeling=regelingen["Klein"].regeling, naam="Voorjaar",
        vanaf=vandaag + dt.timedelta(days=1), tot=vandaag + dt.timedelta(days=9),
    )  # fmt: skip
    with pytest.raises(Weigering, match="Insturen kan van"):
        indienen.dien_in(concept, door=bewoner)
    ronde.vanaf = ronde.tot = vandaag
    ronde.save()
    indienen.dien_in(concept, door=bewoner)


def test_version_of_today_counts(regelingen):
    klein = regelingen["Klein"]
    vandaag = timezone.localdate()
    nieuw = Regelingversie.objects.create(
        regeling=klein.regeling, versie=2, vanaf=vandaag, samenvatting="", grondslag="",
        verdeling=klein.verdeling, aanvragers=klein.aanvragers, maximumbedrag=750,
    )  # fmt: skip
    later = Regelingversie.objects.create(
        regeling=klein.regeling, versie=3, vanaf=vandaag + dt.timedelta(days=1), samenvatting="", grondslag="",
        verdeling=klein.verdeling, aanvragers=klein.aanvragers, maximumbedrag=900,
    )  # fmt: skip

    assert nieuw in regelingkeuze.geldige_versies(vandaag)
    assert klein in regelingkeuze.geldige_versies(vandaag - dt.timedelta(days=1))
    assert later in regelingkeuze.geldige_versies(vandaag + dt.timedelta(days=1))
    Regeling.objects.update(actief=False)
    assert regelingkeuze.geldige_versies(vandaag) == []


def test_text_of_the_mail_to_the_coordinators_says_how_much(concept, bewoner, coordinator):
    indienen.dien_in(concept, door=bewoner)

    mail = Uitgaandbericht.objects.get(soort="nieuw_initiatief")
    assert mail.aan == coordinator.email
    assert "De aanvrager vraagt € 400,00." in mail.tekst


def test_draft_of_another_is_not_written_joined_or_thrown_away(concept, coordinator):
    for handeling in (
        lambda door: concepten.bewaar(concept, "idee", door=door, velden={"titel": "X"}),
        lambda door: concepten.bewaar_geld(concept, door=door, kosten=[], dekking=[]),
        lambda door: concepten.bewaar_mensen(concept, door=door, velden={}, mede=[]),
        lambda door: concepten.verwijder(concept, door=door),
    ):
        for vreemde in (None, coordinator):
            with pytest.raises(GeenToestemming):
                handeling(vreemde)
    with pytest.raises(GeenToestemming):
        concepten.koppel(concept, gebruiker=coordinator)


def test_handed_in_plan_is_no_draft_any_more(concept, bewoner):
    vast = indienen.dien_in(concept, door=bewoner)
    with pytest.raises(Weigering, match="al ingestuurd"):
        concepten.bewaar(vast, "idee", door=bewoner, velden={"titel": "Anders"})
    with pytest.raises(Weigering, match="al ingestuurd"):
        concepten.verwijder(vast, door=bewoner)


def test_step_writes_its_own_fields_only(concept, bewoner):
    with pytest.raises(ValueError, match="gebied"):
        concepten.bewaar(concept, "idee", door=bewoner, velden={"gebied": None})
    with pytest.raises(ValueError, match="status"):
        concepten.bewaar(concept, "plek", door=bewoner, velden={"status": "verleend"})


@pytest.mark.django_db(transaction=True)
class TestTegelijk:
    """Many at once, and the same button many times."""

    AANTAL = 20

    def _tegelijk(self, handeling) -> list[str]:
        startsein = Barrier(self.AANTAL)

        def een(nummer: int) -> str:
            startsein.wait()
            try:
                handeling(nummer)
            except (Weigering, GeenToestemming) as fout:
                return fout.bericht
            else:
                return "gelukt"
            finally:
                connections.close_all()

        with ThreadPoolExecutor(self.AANTAL) as draden:
            return list(draden.map(een, range(self.AANTAL)))

    def test_twenty_residents_hand_in_at_the_same_moment(self, regelingen, wijken, themas, coordinator):
        mensen = GebruikerFactory.create_batch(self.AANTAL)
        plannen = [heel_concept(wijken["Lariks"], themas["Groen"], indiener=mens) for mens in mensen]

        uitkomst = self._tegelijk(lambda n: indienen.dien_in(plannen[n], door=mensen[n]))

        assert uitkomst == ["gelukt"] * self.AANTAL
        ingediend = Initiatief.objects.ingediend()
        assert ingediend.count() == self.AANTAL
        for plan in ingediend:
            assert (plan.wissels.count(), plan.brieven.count(), plan.termijnen.count()) == (1, 1, 2)
        assert Melding.objects.filter(gebruiker=coordinator).count() == self.AANTAL

    def test_one_button_twenty_times_hands_in_once(self, regelingen, wijken, themas, bewoner):
        plan = heel_concept(wijken["Lariks"], themas["Groen"], indiener=bewoner)

        uitkomst = self._tegelijk(lambda _n: indienen.dien_in(plan, door=bewoner))

        assert uitkomst.count("gelukt") == 1
        plan.refresh_from_db()
        assert (plan.wissels.count(), plan.brieven.count(), plan.termijnen.count()) == (1, 1, 2)

    def test_twenty_guesses_at_once_count_as_five(self, regelingen, wijken, themas):
        plan = heel_concept(wijken["Lariks"], themas["Groen"])
        bevestigen.stuur_code(plan)

        self._tegelijk(lambda _n: bevestigen.bevestig(plan, code="geen"))

        assert Bevestigingscode.objects.get().pogingen == bevestigen.POGINGEN

    def test_twenty_codes_asked_at_once_are_one_mail(self, regelingen, wijken, themas):
        plan = heel_concept(wijken["Lariks"], themas["Groen"])

        self._tegelijk(lambda _n: bevestigen.stuur_code(plan))

        assert Uitgaandbericht.objects.filter(soort="code").count() == 1

    def test_account_is_made_once_for_two_plans_of_one_address(self, regelingen, wijken, themas):
        plannen = [heel_concept(wijken["Lariks"], themas["Groen"]) for _ in range(self.AANTAL)]
        for plan in plannen:
            nu = timezone.now()
            Bevestigingscode.objects.create(
                initiatief=plan, email_sleutel=email_sleutel(plan.email), verstuurd_op=nu, gebruikt_op=nu
            )
        gevonden = []

        self._tegelijk(lambda n: gevonden.append(bevestigen.gebruiker_voor(plannen[n]).pk))

        assert len(gevonden) == self.AANTAL
        assert len(set(gevonden)) == 1
