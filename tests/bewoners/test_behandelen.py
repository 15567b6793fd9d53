"""From submission to assessment: complete or not, supplements, publication, another term, withdrawal."""

import datetime as dt

import pytest
from django.utils import timezone

from bewoners.domain import aanvullen, behandelen, besluiten, kalender, termijnen
from bewoners.enums import Briefsoort, Initiatiefstatus, Termijnsoort
from bewoners.models import Beoordeling, Brief, Initiatief, Termijn
from kern.domain.fouten import GeenToestemming, Weigering
from kern.models import Melding
from tests.bewoners.behandeling import lever_in, met_termijnen
from tests.bewoners.fabriek import geef_mandaat, maak_initiatief, verklaar_geen_belang

pytestmark = pytest.mark.django_db
S, T = Initiatiefstatus, Termijnsoort


@pytest.fixture
def initiatief(wijken, themas, bewoner) -> Initiatief:
    plan = maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner, openbaar=False)
    return met_termijnen(plan)


def _vink_alles(initiatief, door, *, fout: int = 0) -> None:
    punten = list(initiatief.regelingversie.volledigheidspunten.all())
    behandelen.vink_af(initiatief, vinken={p: (n >= fout, "") for n, p in enumerate(punten)}, door=door)


def test_a_complete_file_is_assessed_published_and_gets_assessors(initiatief, coordinator, partnermedewerker):
    with pytest.raises(Weigering, match="Nog niet alle punten"):
        behandelen.neem_in_behandeling(initiatief, door=coordinator)
    _vink_alles(initiatief, coordinator)

    behandelen.neem_in_behandeling(initiatief, door=coordinator)

    initiatief.refresh_from_db()
    assert initiatief.status == S.IN_BEOORDELING
    assert initiatief.volledig_op is not None
    assert initiatief.gepubliceerd_op is not None
    assert initiatief.behandelaar == coordinator
    assert termijnen.lopende(initiatief, T.VOLLEDIGHEID) is None
    assert termijnen.lopende(initiatief, T.BESLISSING) is not None
    assert [b.beoordelaar for b in initiatief.beoordelingen.all()] == [partnermedewerker]


def test_only_a_coordinator_of_the_area_handles(initiatief, coordinator_elders, partnermedewerker, bewoner):
    for niemand in (coordinator_elders, partnermedewerker, bewoner):
        with pytest.raises(GeenToestemming):
            _vink_alles(initiatief, niemand)
        with pytest.raises(GeenToestemming):
            behandelen.neem_in_behandeling(initiatief, door=niemand)
        with pytest.raises(GeenToestemming):
            aanvullen.vraag_aanvulling(initiatief, vragen="Wat?", uiterlijk=None, door=niemand)


def test_a_coordinator_does_not_handle_a_plan_of_their_own(wijken, themas, coordinator):
    eigen = maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=coordinator)
    with pytest.raises(Weigering, match="eigen plan"):
        _vink_alles(eigen, coordinator)
    with pytest.raises(Weigering, match="eigen plan"):
        behandelen.zet_op_site(eigen, reden="Mooi", door=coordinator)


def test_a_supplement_with_a_day_suspends_and_moves_the_last_day_by_what_it_took(initiatief, coordinator, bewoner):
    vandaag = timezone.localdate()
    eerst = termijnen.lopende(initiatief, T.BESLISSING)
    uiterlijk = kalender.volgende_werkdag(vandaag + dt.timedelta(days=14))

    verzoek = aanvullen.vraag_aanvulling(
        initiatief, vragen="Wie is de eigenaar?", uiterlijk=vandaag + dt.timedelta(days=14), door=coordinator
    )

    initiatief.refresh_from_db()
    assert initiatief.status == S.AANVULLING_GEVRAAGD
    assert verzoek.uiterlijk == uiterlijk
    assert termijnen.lopende(initiatief, T.AANVULLING).eind == uiterlijk
    gestopt = termijnen.lopende(initiatief, T.BESLISSING)
    assert gestopt.eind == kalender.volgende_werkdag(eerst.begin + dt.timedelta(days=56 + (uiterlijk - vandaag).days))
    assert Brief.objects.filter(initiatief=initiatief, soort=Briefsoort.AANVULLING).count() == 1
    assert Melding.objects.filter(gebruiker=bewoner, soort="aanvulling").count() == 1

    aanvullen.vul_aan(initiatief, antwoord="De gemeente.", door=bewoner)

    initiatief.refresh_from_db()
    assert initiatief.status == S.IN_BEOORDELING
    assert initiatief.gepubliceerd_op is not None
    hervat = termijnen.lopende(initiatief, T.BESLISSING)
    assert hervat.eind == eerst.eind  # the same day: nothing was lost
    assert termijnen.lopende(initiatief, T.AANVULLING) is None


def test_a_supplement_without_a_day_suspends_nothing(initiatief, coordinator):
    eerst = termijnen.lopende(initiatief, T.BESLISSING).eind
    aanvullen.vraag_aanvulling(initiatief, vragen="Wie?", uiterlijk=None, door=coordinator)
    assert termijnen.lopende(initiatief, T.BESLISSING).eind == eerst
    assert termijnen.lopende(initiatief, T.AANVULLING) is None


def test_asking_takes_questions_and_a_day_that_still_comes(initiatief, coordinator):
    with pytest.raises(Weigering) as fout:
        aanvullen.vraag_aanvulling(initiatief, vragen=" ", uiterlijk=None, door=coordinator)
    assert fout.value.veld == "vragen"
    with pytest.raises(Weigering) as fout:
        aanvullen.vraag_aanvulling(initiatief, vragen="Wie?", uiterlijk=timezone.localdate(), door=coordinator)
    assert fout.value.veld == "uiterlijk"


def test_supplying_is_for_the_applicant_and_changes_the_plan_but_not_the_costs(initiatief, coordinator, bewoner):
    aanvullen.vraag_aanvulling(initiatief, vragen="Wat?", uiterlijk=None, door=coordinator)
    with pytest.raises(GeenToestemming):
        aanvullen.vul_aan(initiatief, antwoord="Ik weet het", door=coordinator)
    with pytest.raises(ValueError, match="gevraagd"):
        aanvullen.vul_aan(initiatief, antwoord="Meer geld", velden={"gevraagd": 900}, door=bewoner)
    aanvullen.vul_aan(initiatief, antwoord="Zie plan", velden={"plan": "Twaalf bakken"}, door=bewoner)
    initiatief.refresh_from_db()
    assert initiatief.plan == "Twaalf bakken"
    assert initiatief.aanvullingen.get().antwoord == "Zie plan"
    with pytest.raises(Weigering):
        aanvullen.vul_aan(initiatief, antwoord="Nog iets", door=bewoner)


def test_a_paper_application_is_supplied_by_the_coordinator(wijken, themas, coordinator):
    papier = maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=None)
    aanvullen.vraag_aanvulling(papier, vragen="Wat?", uiterlijk=None, door=coordinator)
    aanvullen.vul_aan(papier, antwoord="Per brief ontvangen", door=coordinator)
    papier.refresh_from_db()
    assert papier.status == S.IN_BEOORDELING


def _te_laat(initiatief, coordinator, *, dagen: int) -> None:
    """The time to supply passed so many days ago, and the sweep saw it."""
    from bewoners.domain import termijnbewaking

    vandaag = timezone.localdate()
    aanvullen.vraag_aanvulling(initiatief, vragen="Wat?", uiterlijk=vandaag + dt.timedelta(days=14), door=coordinator)
    eind = vandaag - dt.timedelta(days=dagen)
    Termijn.objects.filter(initiatief=initiatief, soort=T.AANVULLING).update(begin=eind - dt.timedelta(14), eind=eind)
    initiatief.aanvullingen.update(uiterlijk=eind)
    termijnbewaking.verwerk_verlopen(vandaag)
    initiatief.refresh_from_db()


def test_not_supplied_in_time_may_be_left_unhandled_within_four_weeks(initiatief, coordinator):
    geef_mandaat(coordinator)
    verklaar_geen_belang(initiatief, coordinator)
    _te_laat(initiatief, coordinator, dagen=3)
    termijn = termijnen.lopende(initiatief, T.BUITEN_BEHANDELING)
    assert termijn.eind == kalender.einde(timezone.localdate() - dt.timedelta(days=3), 28)

    besluit = besluiten.laat_buiten_behandeling(initiatief, motivering="Er kwam niets", door=coordinator)

    initiatief.refresh_from_db()
    assert initiatief.status == S.BUITEN_BEHANDELING
    assert besluit.brieven.get().soort == Briefsoort.BUITEN_BEHANDELING
    assert termijnen.lopende(initiatief, T.BEZWAAR).eind == kalender.einde(besluit.datum, 42)
    assert termijnen.lopende(initiatief, T.BESLISSING) is None


def test_after_four_weeks_it_must_be_handled(initiatief, coordinator):
    geef_mandaat(coordinator)
    verklaar_geen_belang(initiatief, coordinator)
    _te_laat(initiatief, coordinator, dagen=40)
    with pytest.raises(Weigering, match="Ga verder zonder aanvulling"):
        besluiten.laat_buiten_behandeling(initiatief, motivering="Er kwam niets", door=coordinator)
    aanvullen.behandel_zonder_aanvulling(initiatief, reden="Te laat om te laten liggen", door=coordinator)
    initiatief.refresh_from_db()
    assert initiatief.status == S.IN_BEOORDELING


def test_while_supplying_is_in_time_it_cannot_be_left_unhandled(initiatief, coordinator):
    geef_mandaat(coordinator)
    verklaar_geen_belang(initiatief, coordinator)
    aanvullen.vraag_aanvulling(
        initiatief, vragen="?", uiterlijk=timezone.localdate() + dt.timedelta(9), door=coordinator
    )
    with pytest.raises(Weigering, match="mag aanvullen tot en met"):
        besluiten.laat_buiten_behandeling(initiatief, motivering="Nee", door=coordinator)


def test_without_a_day_it_cannot_be_left_unhandled(initiatief, coordinator):
    geef_mandaat(coordinator)
    verklaar_geen_belang(initiatief, coordinator)
    aanvullen.vraag_aanvulling(initiatief, vragen="?", uiterlijk=None, door=coordinator)
    with pytest.raises(Weigering, match="geen datum"):
        besluiten.laat_buiten_behandeling(initiatief, motivering="Nee", door=coordinator)


def test_publication_is_undone_and_redone_with_a_reason(initiatief, coordinator, coordinator_elders):
    behandelen.zet_op_site(initiatief, reden="Op verzoek", door=coordinator)
    initiatief.refresh_from_db()
    assert initiatief.gepubliceerd_op is not None
    with pytest.raises(Weigering) as fout:
        behandelen.haal_van_site(initiatief, reden="  ", door=coordinator)
    assert fout.value.veld == "reden"
    with pytest.raises(GeenToestemming):
        behandelen.haal_van_site(initiatief, reden="Weg", door=coordinator_elders)
    behandelen.haal_van_site(initiatief, reden="Er staat een naam in", door=coordinator)
    initiatief.refresh_from_db()
    assert initiatief.gepubliceerd_op is None


def test_what_was_taken_off_the_site_does_not_come_back_by_itself(initiatief, coordinator, bewoner):
    _vink_alles(initiatief, coordinator)
    behandelen.neem_in_behandeling(initiatief, door=coordinator)
    behandelen.haal_van_site(initiatief, reden="Eerst aanpassen", door=coordinator)
    aanvullen.vraag_aanvulling(initiatief, vragen="Wat?", uiterlijk=None, door=coordinator)
    aanvullen.vul_aan(initiatief, antwoord="Zo", door=bewoner)
    initiatief.refresh_from_db()
    assert initiatief.gepubliceerd_op is None


def test_extending_names_a_new_day_before_the_old_one_passed(initiatief, coordinator):
    oud = termijnen.lopende(initiatief, T.BESLISSING).eind
    with pytest.raises(Weigering) as fout:
        behandelen.verdaag(initiatief, tot=oud, reden="Druk", door=coordinator)
    assert fout.value.veld == "tot"
    termijn = behandelen.verdaag(initiatief, tot=oud + dt.timedelta(days=28), reden="Druk", door=coordinator)
    assert termijn.eind == kalender.volgende_werkdag(oud + dt.timedelta(days=28))
    assert Brief.objects.filter(initiatief=initiatief, soort=Briefsoort.VERDAGING).count() == 1


def test_extending_after_the_last_day_is_too_late(wijken, themas, bewoner, coordinator):
    plan = maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner)
    met_termijnen(plan, ingediend=timezone.localdate() - dt.timedelta(days=100))
    with pytest.raises(Weigering, match="verstreken"):
        behandelen.verdaag(plan, tot=timezone.localdate() + dt.timedelta(days=28), reden="Druk", door=coordinator)


def test_withdrawing_ends_every_term_and_assessment(initiatief, coordinator, bewoner, partnermedewerker):
    _vink_alles(initiatief, coordinator)
    behandelen.neem_in_behandeling(initiatief, door=coordinator)
    with pytest.raises(GeenToestemming):
        behandelen.trek_in(initiatief, reden="", door=coordinator)
    behandelen.trek_in(initiatief, reden="Verhuisd", door=bewoner)
    initiatief.refresh_from_db()
    assert initiatief.status == S.INGETROKKEN
    assert not initiatief.termijnen.filter(voldaan_op=None).exists()
    assert not Beoordeling.objects.filter(initiatief=initiatief, vervallen_op=None).exists()
    assert Melding.objects.filter(gebruiker=coordinator, sleutel=f"ingetrokken:{initiatief.pk}").exists()
    with pytest.raises(Weigering):
        behandelen.trek_in(initiatief, reden="", door=bewoner)


def test_the_handler_changes_but_is_never_an_assessor(initiatief, coordinator, gemeente, wijken):
    from partners.enums import Functie
    from tests.bewoners.behandeling import teamlid

    _vink_alles(initiatief, coordinator)
    ander = teamlid(gemeente, wijken["Lariks"], functie=Functie.GEBIEDSCOORDINATOR)
    behandelen.neem_over(initiatief, door=ander)
    initiatief.refresh_from_db()
    assert initiatief.behandelaar == ander
    lever_in(initiatief, coordinator)
    with pytest.raises(Weigering, match="beoordeelt"):
        behandelen.neem_over(initiatief, door=coordinator)
