"""Who assesses, and what they score: by lot, evenly, hidden until all are in."""

from collections import Counter
from decimal import Decimal

import pytest

from bewoners.domain import belangen, beoordelen, toewijzen
from bewoners.domain.beoordelen import Punten
from bewoners.enums import Advies, Belang, Initiatiefstatus
from bewoners.models import Beoordeling, Initiatief
from kern.domain.fouten import GeenToestemming, Weigering
from kern.models import Melding
from tests.bewoners.behandeling import lever_in, teamlid
from tests.bewoners.fabriek import maak_initiatief, verklaar_geen_belang

pytestmark = pytest.mark.django_db
S = Initiatiefstatus


@pytest.fixture
def maak(wijken, themas, bewoner):
    def _maak(**velden) -> Initiatief:
        standaard = {"gebied": wijken["Lariks"], "thema": themas["Groen"], "indiener": bewoner}
        return maak_initiatief(**standaard | {"status": S.IN_BEOORDELING} | velden)

    return _maak


def test_only_the_team_of_the_area_is_drawn(
    maak,
    wijken,
    gemeente,
    omnia,
    coordinator,
    coordinator_elders,
    controller,
    partnermedewerker,
    beheerder,
    ex_medewerker,
):
    hier = teamlid(gemeente, wijken["Lariks"])
    teamlid(gemeente, wijken["Peelo"])
    teamlid(omnia, wijken["Lariks"])
    teamlid(gemeente, wijken["Lariks"], is_active=False)
    plan = maak(behandelaar=coordinator)
    assert set(toewijzen.kandidaten(plan)) == {hier, partnermedewerker}
    plan.behandelaar = None
    assert set(toewijzen.kandidaten(plan)) == {hier, partnermedewerker, coordinator}


def test_a_plan_of_a_neighbourhood_has_the_team_of_its_district(maak, wijken, stad, gemeente):
    from gebieden.enums import Gebiedssoort
    from tests.factories import GebiedFactory

    buurt = GebiedFactory(code="BU01060101", soort=Gebiedssoort.BUURT, ouder=wijken["Lariks"])
    wijkteam, stadsteam = teamlid(gemeente, wijken["Lariks"]), teamlid(gemeente, stad)
    assert set(toewijzen.kandidaten(maak(gebied=buurt))) == {wijkteam, stadsteam}


def test_work_is_spread_evenly(maak, gemeente, wijken):
    team = [teamlid(gemeente, wijken["Lariks"]) for _n in range(3)]
    for _n in range(6):
        toewijzen.wijs_toe(maak(), door=None)
    assert Counter(Beoordeling.objects.values_list("beoordelaar", flat=True)) == {lid.pk: 2 for lid in team}


def test_a_large_scheme_takes_two_and_asking_again_adds_nobody(maak, gemeente, wijken, coordinator):
    for _n in range(4):
        teamlid(gemeente, wijken["Lariks"])
    groot = maak(gevraagd=Decimal(4000))
    assert len(toewijzen.wijs_toe(groot, door=None)) == 2
    assert toewijzen.tekort(groot) == 0
    assert toewijzen.wijs_toe(groot, door=coordinator) == []
    assert Melding.objects.filter(soort="beoordeling").count() == 2


def test_with_too_few_people_who_is_there_is_assigned(maak, partnermedewerker, coordinator):
    groot = maak(gevraagd=Decimal(4000), behandelaar=coordinator)
    assert [b.beoordelaar for b in toewijzen.wijs_toe(groot, door=None)] == [partnermedewerker]
    assert toewijzen.tekort(groot) == 1


def test_assigning_is_for_the_coordinator_and_while_it_is_assessed(maak, coordinator_elders, coordinator):
    with pytest.raises(GeenToestemming):
        toewijzen.wijs_toe(maak(), door=coordinator_elders)
    with pytest.raises(Weigering):
        toewijzen.wijs_toe(maak(status=S.INGEDIEND), door=coordinator)


def test_replacing_takes_a_reason_and_never_asks_the_same_again(maak, partnermedewerker, coordinator, gemeente, wijken):
    plan = maak(behandelaar=coordinator)
    (eerste,) = toewijzen.wijs_toe(plan, door=None)
    ander = teamlid(gemeente, wijken["Lariks"])
    with pytest.raises(Weigering) as fout:
        toewijzen.vervang(eerste, reden=" ", door=coordinator)
    assert fout.value.veld == "reden"
    tweede = toewijzen.vervang(eerste, reden="Ziek", door=coordinator)
    assert tweede.beoordelaar == ander
    assert toewijzen.vervang(tweede, reden="Ook ziek", door=coordinator) is None
    with pytest.raises(Weigering):
        toewijzen.vervang(eerste, reden="Nog eens", door=coordinator)
    assert toewijzen.tekort(plan) == 1


def test_drawing_asks_a_constant_number_of_queries(maak, gemeente, wijken, django_assert_max_num_queries):
    for _n in range(12):
        teamlid(gemeente, wijken["Lariks"])
    plan = Initiatief.objects.select_related("gebied__ouder__ouder").get(pk=maak().pk)
    with django_assert_max_num_queries(4):
        assert len(toewijzen.kandidaten(plan)) == 12


def _scores(plan, punten=4, reden="Goed"):
    return {criterium: Punten(punten, reden) for criterium in plan.regelingversie.criteria.all()}


def _lever(beoordeling, door, **anders):
    velden = {
        "scores": _scores(beoordeling.initiatief),
        "advies": Advies.TOEKENNEN,
        "bedrag": None,
        "toelichting": "Doen",
    }
    return beoordelen.lever_in(beoordeling, door=door, **velden | anders)


@pytest.fixture
def opdracht(maak, partnermedewerker) -> Beoordeling:
    plan = maak()
    return Beoordeling.objects.create(initiatief=plan, beoordelaar=partnermedewerker)


def test_an_assessor_declares_before_anything_else(opdracht, partnermedewerker):
    with pytest.raises(Weigering, match="Verklaar eerst"):
        _lever(opdracht, partnermedewerker)
    with pytest.raises(Weigering, match="Verklaar eerst"):
        beoordelen.bewaar_concept(opdracht, velden={"toelichting": "Hm"}, door=partnermedewerker)


def test_the_last_one_makes_the_file_advised_and_everybody_hears(opdracht, partnermedewerker, coordinator):
    belangen.verklaar(opdracht.initiatief, belang=Belang.GEEN, door=partnermedewerker)
    klaar = _lever(opdracht, partnermedewerker)
    plan = Initiatief.objects.get(pk=opdracht.initiatief_id)
    assert plan.status == S.GEADVISEERD
    assert (klaar.bedrag, klaar.scores.count()) == (plan.gevraagd, 4)
    assert set(Melding.objects.values_list("gebruiker", flat=True)) == {partnermedewerker.pk, coordinator.pk}
    with pytest.raises(Weigering, match="al ingeleverd"):
        _lever(klaar, partnermedewerker)


@pytest.mark.parametrize(
    ("anders", "veld"),
    [
        ({"advies": ""}, "advies"),
        ({"toelichting": " "}, "toelichting"),
        ({"advies": Advies.LAGER}, "bedrag"),
        ({"advies": Advies.LAGER, "bedrag": Decimal(400)}, "bedrag"),
        ({"advies": Advies.LAGER, "bedrag": Decimal(0)}, "bedrag"),
    ],
)
def test_an_assessment_is_whole_or_refused(opdracht, partnermedewerker, anders, veld):
    verklaar_geen_belang(opdracht.initiatief, partnermedewerker)
    with pytest.raises(Weigering) as fout:
        _lever(opdracht, partnermedewerker, **anders)
    assert fout.value.veld == veld
    opdracht.refresh_from_db()
    assert opdracht.ingeleverd_op is None


@pytest.mark.parametrize(("punten", "reden", "begin"), [(0, "x", "punten_"), (6, "x", "punten_"), (3, " ", "reden_")])
def test_every_criterion_has_points_and_a_reason(opdracht, partnermedewerker, punten, reden, begin):
    verklaar_geen_belang(opdracht.initiatief, partnermedewerker)
    with pytest.raises(Weigering) as fout:
        _lever(opdracht, partnermedewerker, scores=_scores(opdracht.initiatief, punten, reden))
    assert fout.value.veld.startswith(begin)


def test_somebody_elses_assessment_is_out_of_reach(opdracht, coordinator):
    verklaar_geen_belang(opdracht.initiatief, coordinator)
    with pytest.raises(GeenToestemming):
        _lever(opdracht, coordinator)


def test_scores_are_hidden_until_all_are_in(maak, gemeente, wijken):
    plan = maak(gevraagd=Decimal(4000))
    een, twee = teamlid(gemeente, wijken["Lariks"]), teamlid(gemeente, wijken["Lariks"])
    Beoordeling.objects.create(initiatief=plan, beoordelaar=twee)
    lever_in(plan, een, punten=5)
    assert beoordelen.oordelen(plan) == []
    lever_in(plan, twee, punten=2, bedrag=Decimal(3000))
    oordelen = beoordelen.oordelen(plan)
    assert [o.totaal for o in oordelen] == [Decimal("2.0"), Decimal("5.0")]
    assert beoordelen.geadviseerd_bedrag(oordelen) == Decimal(3000)


def test_the_weighted_total_counts_weights(opdracht, partnermedewerker):
    verklaar_geen_belang(opdracht.initiatief, partnermedewerker)
    criteria = list(opdracht.initiatief.regelingversie.criteria.all())  # weights 3, 3, 2, 2
    scores = {c: Punten(punten, "x") for c, punten in zip(criteria, (5, 4, 1, 2), strict=True)}
    _lever(opdracht, partnermedewerker, scores=scores)
    (oordeel,) = beoordelen.oordelen(Initiatief.objects.get(pk=opdracht.initiatief_id))
    assert oordeel.totaal == Decimal("3.3")


def test_a_draft_keeps_what_was_typed_and_is_gone_when_handed_in(opdracht, partnermedewerker):
    verklaar_geen_belang(opdracht.initiatief, partnermedewerker)
    beoordelen.bewaar_concept(opdracht, velden={"toelichting": "Nog even denken"}, door=partnermedewerker)
    opdracht.refresh_from_db()
    assert opdracht.concept == {"toelichting": "Nog even denken"}
    assert _lever(opdracht, partnermedewerker).concept == {}
