"""Beside the main road: change requests, objections, notices of default, the right to challenge."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from bewoners.domain import bezwaren, dwangsom, ingebrekestellingen, termijnen, uitdagingen, wijzigingsverzoeken
from bewoners.enums import (
    Besluitsoort,
    Bezwaarstatus,
    Briefsoort,
    Ingebrekestellingstatus,
    Initiatiefstatus,
    Termijnsoort,
    Uitdagingstatus,
    Verzoekstatus,
)
from bewoners.models import Besluit, Bezwaar, Initiatief, Plafond, Uitdaging
from gebieden.models import Gebied
from kern.domain.fouten import GeenToestemming, Weigering
from tests.bewoners.fabriek import geef_mandaat, maak_initiatief, maak_regel, verklaar_geen_belang
from tests.bewoners.verleend import verleend

pytestmark = pytest.mark.django_db

S = Initiatiefstatus


@pytest.fixture
def regel(wijken, themas, boekjaar, gemeente, actium):
    return maak_regel(wijken["Lariks"], themas["Groen"], boekjaar, {gemeente: Decimal(9000), actium: Decimal(6000)})


@pytest.fixture
def lopend(regel, bewoner, coordinator, gemeente) -> Initiatief:
    """An awarded plan that is being carried out."""
    geef_mandaat(coordinator)
    return verleend(regel=regel, indiener=bewoner, door=coordinator, dekking={gemeente: Decimal(2000)})


@pytest.fixture
def afgewezen(regel, bewoner, coordinator) -> Besluit:
    """A refusal by the coordinator."""
    initiatief = maak_initiatief(gebied=regel.gebied, thema=regel.thema, indiener=bewoner, status=S.AFGEWEZEN)
    verklaar_geen_belang(initiatief, coordinator)
    besluit = Besluit.objects.create(
        initiatief=initiatief,
        soort=Besluitsoort.AFWIJZING,
        door=coordinator,
        datum=timezone.localdate(),
        motivering="Te weinig steun.",
    )
    besluit.gronden.set(initiatief.regelingversie.weigeringsgronden.all()[:1])
    return besluit


def test_change_moves_the_end_and_the_term_to_account(lopend, bewoner, coordinator):
    later = lopend.einddatum + dt.timedelta(days=30)
    verzoek = wijzigingsverzoeken.vraag(lopend, wat="Het hout komt later.", einddatum=later, door=bewoner)
    with pytest.raises(Weigering):
        wijzigingsverzoeken.vraag(lopend, wat="En nog iets", einddatum=None, door=bewoner)
    wijzigingsverzoeken.beslis(verzoek, toewijzen=True, motivering="Dat is goed.", door=coordinator)
    lopend.refresh_from_db()
    verzoek.refresh_from_db()
    termijn = lopend.termijnen.get(soort=Termijnsoort.VERANTWOORDING)
    assert (lopend.einddatum, verzoek.status, termijn.begin) == (later, Verzoekstatus.TOEGEWEZEN, later)
    assert termijn.eind >= later + dt.timedelta(days=91)
    assert lopend.brieven.filter(soort=Briefsoort.WIJZIGING).count() == 1


def test_change_is_asked_by_the_applicant_and_answered_once(lopend, coordinator, coordinator_elders, bewoner):
    with pytest.raises(GeenToestemming):
        wijzigingsverzoeken.vraag(lopend, wat="Anders", einddatum=None, door=coordinator)
    verzoek = wijzigingsverzoeken.vraag(lopend, wat="Anders", einddatum=None, door=bewoner)
    with pytest.raises(GeenToestemming):
        wijzigingsverzoeken.beslis(verzoek, toewijzen=True, motivering="Goed", door=coordinator_elders)
    wijzigingsverzoeken.beslis(verzoek, toewijzen=False, motivering="Dit past niet.", door=coordinator)
    with pytest.raises(Weigering):
        wijzigingsverzoeken.beslis(verzoek, toewijzen=True, motivering="Toch", door=coordinator)


def test_objection_is_handled_by_somebody_else(afgewezen, bewoner, coordinator, controller):
    bezwaar = bezwaren.dien_in(afgewezen, gronden="Er is genoeg steun.", door=bewoner)
    with pytest.raises(GeenToestemming):
        bezwaren.neem_in_behandeling(bezwaar, door=coordinator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Bezwaar.objects.filter(pk=bezwaar.pk).update(behandelaar=coordinator)
    bezwaren.neem_in_behandeling(bezwaar, door=controller)
    verklaar_geen_belang(afgewezen.initiatief, controller)
    with pytest.raises(Weigering, match="Hoor"):
        bezwaren.beslis(bezwaar, uitkomst=Bezwaarstatus.ONGEGROND, motivering="Nee", door=controller)


def test_unfounded_objection_leaves_the_refusal(afgewezen, bewoner, controller):
    geef_mandaat(controller)
    bezwaar = bezwaren.dien_in(afgewezen, gronden="Er is genoeg steun.", door=bewoner)
    bezwaren.leg_hoorzitting_vast(bezwaar, gehoord_op=timezone.localdate(), verslag="Gesproken.", door=controller)
    verklaar_geen_belang(afgewezen.initiatief, controller)
    bezwaren.beslis(bezwaar, uitkomst=Bezwaarstatus.ONGEGROND, motivering="De steun bleef onder 5.", door=controller)
    bezwaar.refresh_from_db()
    afgewezen.initiatief.refresh_from_db()
    assert (bezwaar.status, afgewezen.initiatief.status) == (Bezwaarstatus.ONGEGROND, S.AFGEWEZEN)
    assert afgewezen.initiatief.brieven.filter(soort=Briefsoort.BEZWAAR).count() == 1
    assert termijnen.lopende(afgewezen.initiatief, Termijnsoort.BEZWAAR_BESLISSING) is None


def test_founded_objection_awards_in_the_same_go(afgewezen, regel, bewoner, controller, gemeente, boekjaar):
    geef_mandaat(controller)
    initiatief = afgewezen.initiatief
    verklaar_geen_belang(initiatief, controller)
    bezwaar = bezwaren.dien_in(afgewezen, gronden="Er is genoeg steun.", door=bewoner)
    with pytest.raises(Weigering):  # no ceiling yet: nothing of the decision is stored
        bezwaren.beslis(
            bezwaar,
            uitkomst=Bezwaarstatus.GEGROND,
            motivering="U hebt gelijk.",
            dekking={gemeente: Decimal(400)},
            regel=regel,
            door=controller,
        )
    bezwaar.refresh_from_db()
    assert bezwaar.status == Bezwaarstatus.INGEDIEND
    Plafond.objects.create(regeling=initiatief.regelingversie.regeling, boekjaar=boekjaar, bedrag=Decimal(5000))
    bezwaren.beslis(
        bezwaar,
        uitkomst=Bezwaarstatus.GEGROND,
        motivering="U hebt gelijk.",
        dekking={gemeente: Decimal(400)},
        regel=regel,
        door=controller,
    )
    initiatief.refresh_from_db()
    assert (initiatief.status, initiatief.toegekend) == (S.VERLEEND, Decimal("400.00"))


def test_late_objection_takes_a_reason(afgewezen, bewoner, monkeypatch):
    laat = bezwaren.laatste_dag(afgewezen) + dt.timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda: laat)
    with pytest.raises(Weigering) as fout:
        bezwaren.dien_in(afgewezen, gronden="Nee", door=bewoner, ontvangen=laat)
    assert fout.value.veld == "te_laat_reden"
    bezwaar = bezwaren.dien_in(afgewezen, gronden="Nee", te_laat_reden="Ziekenhuis", door=bewoner, ontvangen=laat)
    assert bezwaar.ontvangen == laat


@pytest.mark.parametrize(
    ("dagen", "bedrag"),
    [(0, 0), (1, 23), (14, 322), (15, 357), (28, 812), (29, 857), (42, 1442), (400, 1442)],
)
def test_penalty_follows_the_steps_of_the_law(dagen, bedrag):
    """Awb 4:17 lid 2: 14 days × € 23, 14 × € 35, 14 × € 45, at most € 1.442."""
    vanaf = dt.date(2026, 1, 1)
    assert dwangsom.bedrag(vanaf, vanaf + dt.timedelta(days=dagen)) == bedrag


def _te_laat(initiatief: Initiatief, dagen: int) -> None:
    termijn = termijnen.start(initiatief, Termijnsoort.BESLISSING, begin=timezone.localdate(), dagen=56)
    dag = timezone.localdate() - dt.timedelta(days=dagen)
    type(termijn).objects.filter(pk=termijn.pk).update(begin=dag - dt.timedelta(days=56), eind=dag)


def test_notice_of_default_and_its_penalty(wijken, themas, bewoner, coordinator):
    plan = maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner, status=S.IN_BEOORDELING)
    termijnen.start(plan, Termijnsoort.BESLISSING, begin=timezone.localdate(), dagen=56)
    with pytest.raises(Weigering, match="nog op tijd"):
        ingebrekestellingen.stel_in_gebreke(plan, tekst="", door=bewoner)
    plan.termijnen.all().delete()
    _te_laat(plan, 40)
    ontvangen = timezone.localdate() - dt.timedelta(days=35)
    melding = ingebrekestellingen.stel_in_gebreke(plan, tekst="Te laat", ontvangen=ontvangen, door=bewoner)
    assert melding.dwangsom_vanaf == ontvangen + dt.timedelta(days=15)
    assert ingebrekestellingen.werk_bij() == 1
    assert ingebrekestellingen.werk_bij() == 0
    melding.refresh_from_db()
    assert melding.status == Ingebrekestellingstatus.DWANGSOM
    assert ingebrekestellingen.stand(melding, op=timezone.localdate()) == 14 * 23 + 6 * 35
    verklaar_geen_belang(plan, coordinator)
    Besluit.objects.create(
        initiatief=plan, soort=Besluitsoort.AFWIJZING, door=coordinator, datum=timezone.localdate(), motivering="Nee"
    )
    Initiatief.objects.filter(pk=plan.pk).update(status=S.AFGEWEZEN)
    assert ingebrekestellingen.werk_bij() == 1
    melding.refresh_from_db()
    assert (melding.status, melding.dwangsom) == (Ingebrekestellingstatus.AFGEDAAN, Decimal("532.00"))
    assert plan.brieven.filter(soort=Briefsoort.DWANGSOM).count() == 1


def _uitdaging(bewoner, gebied: Gebied, thema) -> Uitdaging:
    return uitdagingen.bewaar(
        None,
        door=bewoner,
        naam="Groene vrienden",
        telefoon="06 12345678",
        titel="Het groen in de Sparstraat",
        samenvatting="Wij onderhouden het groen.",
        voorstel="Elke maand samen.",
        beter="Het ziet er beter uit.",
        kosten=Decimal("1200.00"),
        gebied=gebied,
        thema=thema,
    )


def test_challenge_goes_from_offer_to_take_over(bewoner, wijken, themas, coordinator, coordinator_elders):
    uitdaging = uitdagingen.dien_in(_uitdaging(bewoner, wijken["Lariks"], themas["Groen"]), door=bewoner)
    with pytest.raises(GeenToestemming):
        uitdagingen.zet_stap(uitdaging, naar=Uitdagingstatus.IN_GESPREK, antwoord="Kom praten", door=coordinator_elders)
    with pytest.raises(Weigering):
        uitdagingen.zet_stap(uitdaging, naar=Uitdagingstatus.OVERGENOMEN, antwoord="Ja", door=coordinator)
    uitdagingen.zet_stap(uitdaging, naar=Uitdagingstatus.IN_GESPREK, antwoord="Kom praten", door=coordinator)
    with pytest.raises(Weigering) as fout:
        uitdagingen.zet_stap(uitdaging, naar=Uitdagingstatus.PROEF, antwoord="Goed", door=coordinator)
    assert fout.value.veld == "afspraken"
    vast = uitdagingen.zet_stap(
        uitdaging, naar=Uitdagingstatus.PROEF, antwoord="Goed", afspraken="Een jaar", openbaar=True, door=coordinator
    )
    assert (vast.status, vast.openbaar) == (Uitdagingstatus.PROEF, True)


def test_pages_for_applicant_and_staff(als, afgewezen, bewoner, coordinator, controller, lopend):
    initiatief = afgewezen.initiatief
    url = reverse("bewoners:bezwaar_maken", args=[initiatief.pk])
    leeg = als(bewoner).post(url, {"besluit": afgewezen.pk, "gronden": ""})
    assert leeg.status_code == 200
    assert als(bewoner).post(url, {"besluit": afgewezen.pk, "gronden": "Er is steun"}).status_code == 302
    bezwaar = Bezwaar.objects.get()
    pagina = reverse("bewoners:bezwaar", args=[bezwaar.pk])
    assert als(coordinator).get(pagina).status_code == 403
    assert als(controller).get(pagina).status_code == 200
    assert als(controller).get(reverse("bewoners:bezwaren")).status_code == 200
    assert als(bewoner).get(pagina).status_code == 403

    wijzig = reverse("bewoners:wijziging_vragen", args=[lopend.pk])
    assert als(bewoner).post(wijzig, {"wat": "Later klaar"}).status_code == 302
    verzoek = lopend.wijzigingsverzoeken.get()
    besluit = reverse("bewoners:wijziging_besluit", args=[lopend.pk, verzoek.pk])
    assert als(coordinator).get(besluit).status_code == 200
    assert als(coordinator).post(besluit, {"toewijzen": "nee", "motivering": "Nee"}).status_code == 302
    assert als(coordinator).get(besluit).status_code == 200
    assert als(bewoner).get(reverse("bewoners:ingebreke", args=[lopend.pk])).status_code == 200


def test_challenge_pages(als, bewoner, wijken, themas, coordinator, controller):
    client = als(bewoner)
    gegevens = {
        "titel": "Het groen",
        "samenvatting": "Wij doen het",
        "gebied": wijken["Lariks"].pk,
        "thema": themas["Groen"].pk,
        "voorstel": "Samen",
        "beter": "Mooier",
        "naam": "Groene vrienden",
        "telefoon": "06 12345678",
        "kosten": "1.200,00",
        "actie": "indienen",
    }
    assert client.post(reverse("bewoners:uitdaging_nieuw"), {**gegevens, "titel": ""}).status_code == 200
    assert client.post(reverse("bewoners:uitdaging_nieuw"), gegevens).status_code == 302
    uitdaging = Uitdaging.objects.get()
    pagina = reverse("bewoners:uitdaging", args=[uitdaging.pk])
    assert als(None).get(pagina).status_code == 302
    tekst = als(coordinator).get(pagina).content.decode()
    assert "06 12345678" in tekst
    assert "06 12345678" not in als(controller).get(pagina).content.decode()
    stap = reverse("bewoners:uitdaging_stap", args=[uitdaging.pk])
    assert als(coordinator).post(stap, {"naar": "in_gesprek", "antwoord": "Kom", "openbaar": "on"}).status_code == 302
    openbaar = als(None).get(pagina)
    assert openbaar.status_code == 200
    assert "06 12345678" not in openbaar.content.decode()
    assert "Het groen" in als(None).get(reverse("bewoners:uitdagingen")).content.decode()
