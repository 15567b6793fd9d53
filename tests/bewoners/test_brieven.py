"""Letters: what they say, in whose name, to whom, and that nothing typed breaks them."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.utils import timezone, translation
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothese
from hypothesis import strategies as st

from bewoners.domain import brieven, termijnen
from bewoners.domain.briefrecht import BESLUITBRIEVEN, MET_BEZWAAR, PARTNERBRIEVEN
from bewoners.domain.brieven import Briefgegevens
from bewoners.enums import Besluitsoort, Bezwaarstatus, Briefsoort, Initiatiefstatus, Termijnsoort, Verzoekstatus
from bewoners.models import Aanvullingsverzoek, Bezwaar, Brief, Ingebrekestelling, Initiatief, Wijzigingsverzoek
from kern.componenten.opmaak import datumtekst
from tests.bewoners.briefhulp import besluit_op, tekst, tekst_van

pytestmark = pytest.mark.django_db
EERDER = dt.date(2026, 3, 2)


def test_receipt_says_when_it_came_and_before_when_the_decision_comes(initiatief):
    brief = brieven.verstuur(initiatief, Briefsoort.ONTVANGST, door=None)
    gelezen = tekst(brief)
    termijn = termijnen.start(initiatief, Termijnsoort.BESLISSING, begin=timezone.localdate(), dagen=56)
    assert "Dank u wel voor uw plan ‘Bloembakken in de Sparstraat’" in gelezen
    assert initiatief.kenmerk in gelezen
    assert "Bea Bewoner Sparstraat 12 9404 KL Assen" in gelezen
    assert f"Uiterlijk op {datumtekst(termijn.eind)} krijgt u ons besluit" in gelezen
    assert "bezwaar" not in gelezen


def test_supplement_with_a_day_says_that_the_term_stands_still(initiatief, coordinator):
    Aanvullingsverzoek.objects.create(
        initiatief=initiatief,
        vragen="Wilt u een tekening sturen?\n\n- van boven\n- van opzij",
        uiterlijk=dt.date(2030, 5, 6),
    )
    gelezen = tekst(brieven.verstuur(initiatief, Briefsoort.AANVULLING, door=coordinator))
    assert "Wilt u een tekening sturen?" in gelezen
    assert "uiterlijk op 6 mei 2030" in gelezen
    assert "artikel 4:15" in gelezen
    assert "artikel 4:5" in gelezen
    assert "Cor Lariks" in gelezen
    assert "Gebiedscoördinator" in gelezen


def test_supplement_without_a_day_suspends_nothing(initiatief, coordinator):
    Aanvullingsverzoek.objects.create(initiatief=initiatief, vragen="Wat kost het hout?")
    gelezen = tekst(brieven.verstuur(initiatief, Briefsoort.AANVULLING, door=coordinator))
    assert "artikel 4:15" not in gelezen
    assert "loopt intussen gewoon door" in gelezen


def test_award_of_two_payers_names_both_and_promises_for_one(initiatief, coordinator, gemeente, actium):
    besluit = besluit_op(
        initiatief, Besluitsoort.VERLENING, door=coordinator, dekking={gemeente: Decimal(250), actium: Decimal(100)}
    )
    gelezen = tekst(brieven.verstuur(initiatief, Briefsoort.BESLUIT, door=coordinator, besluit=besluit))
    assert "U krijgt € 350,00. Daarvan is € 250,00 subsidie van de gemeente." in gelezen
    assert "Dat is minder dan u vroeg" in gelezen
    assert "Actium € 100,00" in gelezen
    assert "Samen € 350,00" in gelezen
    assert "U krijgt € 280,00 vooraf (80%)" in gelezen
    assert "binnen 13 weken" in gelezen
    assert "namens het college van burgemeester en wethouders van Assen, Cor Lariks Gebiedscoördinator" in gelezen
    besluit.refresh_from_db()
    assert besluit.bekendgemaakt_op == timezone.localdate()
    toezegging = tekst(
        brieven.verstuur(initiatief, Briefsoort.TOEZEGGING, door=coordinator, besluit=besluit, partner=actium)
    )
    assert "Actium betaalt € 100,00 mee aan uw plan" in toezegging
    assert "namens Actium" in toezegging
    assert "250" not in toezegging


def test_refusal_names_the_grounds(initiatief, coordinator):
    besluit = besluit_op(initiatief, Besluitsoort.AFWIJZING, door=coordinator, motivering="Te weinig buren doen mee.")
    besluit.gronden.set(initiatief.regelingversie.weigeringsgronden.filter(code="artikel 7, onder b"))
    gelezen = tekst(brieven.verstuur(initiatief, Briefsoort.BESLUIT, door=coordinator, besluit=besluit))
    assert "Wij wijzen uw aanvraag af" in gelezen
    assert "artikel 7, onder b: Er is te weinig steun van buurtbewoners." in gelezen
    assert "Te weinig buren doen mee." in gelezen
    assert "Goed nieuws" not in gelezen


@pytest.mark.parametrize("soort", Briefsoort)
def test_only_decisions_of_the_municipality_say_how_to_object(
    initiatief, gemeente, actium, coordinator, soort, settings
):
    """Awb 3:45, 6:4, 6:5 and 6:7; a private promise has none of it."""
    gegevens = Briefgegevens(
        soort=Besluitsoort.VERLENING,
        bedrag=Decimal(300),
        dekking=((gemeente, Decimal(200)), (actium, Decimal(100))),
        motivering="Daarom.",
        datum=timezone.localdate(),
        door=coordinator,
    )
    partner = actium if soort in PARTNERBRIEVEN else None
    pdf = brieven.voorbeeld(initiatief, soort, gegevens=gegevens, partner=partner)
    gelezen = tekst_van(pdf)
    assert "VOORBEELD" in gelezen
    assert "{" not in gelezen
    assert ("binnen zes weken bezwaar maken" in gelezen) == (soort in MET_BEZWAAR)
    assert ("binnen zes weken in beroep" in gelezen) == (soort == Briefsoort.BEZWAAR)
    for deel in (
        "uw naam en adres;",
        f"om welk besluit het gaat: kenmerk {initiatief.kenmerk}",
        "uw handtekening",
        "De laatste dag is",
    ):
        assert (deel in gelezen) == (soort in BESLUITBRIEVEN), deel
    assert (settings.GEMEENTE_POSTADRES in gelezen) == (soort in MET_BEZWAAR)
    if soort in PARTNERBRIEVEN:
        assert not re.search(r"bezwaar|Algemene wet|subsidie|college", gelezen)
    assert not Brief.objects.exists()


def test_settlement_says_what_still_comes(initiatief, coordinator, gemeente):
    Initiatief.objects.filter(pk=initiatief.pk).update(toegekend=400)
    initiatief.refresh_from_db()
    besluit = besluit_op(
        initiatief, Besluitsoort.VASTSTELLING, door=coordinator, dekking={gemeente: Decimal(350)}, grond_lager="a"
    )
    gelezen = tekst(brieven.verstuur(initiatief, Briefsoort.VASTSTELLING, door=coordinator, besluit=besluit))
    assert "Wij stellen uw subsidie vast op € 350,00" in gelezen
    assert "artikel 4:46, tweede lid" in gelezen
    assert "niet of niet helemaal uitgevoerd" in gelezen
    assert "U krijgt nog € 350,00 van ons" in gelezen


@pytest.mark.parametrize(
    ("iban", "hoe"), [("", "U krijgt van ons een factuur"), ("NL91ABNA0417164300", "NL91ABNA0417164300")]
)
def test_recovery_says_how_and_before_when_to_pay(initiatief, coordinator, settings, iban, hoe):
    settings.GEMEENTE_IBAN = iban
    besluit = besluit_op(initiatief, Besluitsoort.TERUGVORDERING, door=coordinator)
    extra = {"uiterlijk": "3 juni 2030", "bedrag": "€ 75,00"}
    gelezen = tekst(
        brieven.verstuur(initiatief, Briefsoort.TERUGVORDERING, door=coordinator, besluit=besluit, extra=extra)
    )
    assert "Wij vragen € 75,00 van u terug" in gelezen
    assert "Betaal het bedrag uiterlijk op 3 juni 2030." in gelezen
    assert "artikel 4:57" in gelezen
    assert hoe in gelezen


def test_objection_letter_follows_the_outcome(initiatief, coordinator, controller):
    besluit = besluit_op(initiatief, Besluitsoort.AFWIJZING, door=coordinator)
    Bezwaar.objects.create(
        initiatief=initiatief, besluit=besluit, besluitnemer=coordinator, ontvangen=EERDER, gehoord_op=EERDER,
        status=Bezwaarstatus.ONGEGROND, verslag="De aanvrager vertelde meer.", motivering="Dit verandert het niet.",
    )  # fmt: skip
    gelezen = tekst(brieven.verstuur(initiatief, Briefsoort.BEZWAAR, door=controller))
    assert "uw bezwaar is ongegrond" in gelezen
    assert "is gegrond" not in gelezen
    assert "Wij spraken u erover op 2 maart 2026" in gelezen
    assert "De aanvrager vertelde meer." in gelezen
    assert "rechtbank Noord-Nederland" in gelezen


def test_extension_of_an_objection_is_another_letter_than_that_of_the_application(initiatief, coordinator):
    vandaag = timezone.localdate()
    termijn = termijnen.start(initiatief, Termijnsoort.BESLISSING, begin=vandaag, dagen=56)
    termijnen.verdaag(termijn, tot=termijn.eind + dt.timedelta(days=14), reden="Wij zijn met te weinig mensen.")
    eerste = brieven.verstuur(initiatief, Briefsoort.VERDAGING, door=coordinator)
    assert "artikel 4:14" in tekst(eerste)
    assert "Wij zijn met te weinig mensen." in tekst(eerste)
    termijn = termijnen.start(initiatief, Termijnsoort.BEZWAAR_BESLISSING, begin=vandaag, dagen=42)
    termijnen.verdaag(termijn, tot=termijn.eind + dt.timedelta(days=42), reden="De commissie is ziek.")
    tweede = brieven.verstuur(initiatief, Briefsoort.VERDAGING, door=coordinator)
    assert tweede != eerste
    assert "artikel 7:10" in tekst(tweede)
    assert "artikel 4:14" not in tekst(tweede)


@pytest.mark.parametrize(
    ("bedrag", "zin"), [(Decimal(322), "U krijgt € 322,00 van ons"), (Decimal(0), "U krijgt geen dwangsom")]
)
def test_penalty_letter(initiatief, bedrag, zin):
    Ingebrekestelling.objects.create(initiatief=initiatief, ontvangen=EERDER, dwangsom_vanaf=EERDER, dwangsom=bedrag)
    gelezen = tekst(brieven.verstuur(initiatief, Briefsoort.DWANGSOM, door=None))
    assert zin in gelezen
    assert "wij kregen uw bericht op 2 maart 2026" in gelezen


@pytest.mark.parametrize(
    ("status", "zin"), [(Verzoekstatus.TOEGEWEZEN, "Dat mag."), (Verzoekstatus.AFGEWEZEN, "Dat kan helaas niet.")]
)
def test_change_letter(initiatief, coordinator, status, zin):
    Wijzigingsverzoek.objects.create(initiatief=initiatief, wat="Een maand later", einddatum=EERDER, status=status)
    gelezen = tekst(
        brieven.verstuur(initiatief, Briefsoort.WIJZIGING, door=coordinator, extra={"motivering": "Daarom."})
    )
    assert zin in gelezen
    assert "Een maand later" in gelezen
    assert ("2 maart 2026" in gelezen) == (status == Verzoekstatus.TOEGEWEZEN)


def test_letters_are_dutch_whatever_the_language(initiatief):
    with translation.override("en"):
        brief = brieven.verstuur(initiatief, Briefsoort.ONTVANGST, door=None)
    assert "Met vriendelijke groet" in tekst(brief)
    assert "Ons kenmerk" in tekst(brief)


def test_letter_of_an_organisation_is_addressed_to_it(initiatief):
    Initiatief.objects.filter(pk=initiatief.pk).update(
        soort_aanvrager="organisatie", organisatie="Wijkvereniging Lariks"
    )
    initiatief.refresh_from_db()
    gelezen = tekst(brieven.verstuur(initiatief, Briefsoort.ONTVANGST, door=None))
    assert "Wijkvereniging Lariks t.a.v. Bea Bewoner" in gelezen
    assert "Beste Bea Bewoner" in gelezen


def test_what_people_type_is_never_markup_or_a_placeholder(initiatief):
    Initiatief.objects.filter(pk=initiatief.pk).update(titel='*Feest* #image("x") {bedrag} [als toegekend] $x$')
    initiatief.refresh_from_db()
    gelezen = tekst(brieven.verstuur(initiatief, Briefsoort.ONTVANGST, door=None))
    assert '*Feest*#image("x"){bedrag}[alstoegekend]$x$' in gelezen.replace(" ", "")


@hypothese(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    titel=st.text(max_size=120),
    naam=st.text(max_size=150),
    adres=st.text(max_size=300),
    motivering=st.one_of(st.text(max_size=400), st.text(alphabet="W{}[]#-\n ", max_size=4000)),
    grond=st.text(max_size=300),
)
def test_whatever_people_type_makes_a_valid_letter(initiatief, gemeente, titel, naam, adres, motivering, grond):
    """The standards refuse a document with a character that cannot be shown: none of ours is refused."""
    initiatief.titel, initiatief.naam, initiatief.adres = titel, naam, adres
    gegevens = Briefgegevens(
        soort=Besluitsoort.AFWIJZING, motivering=motivering, gronden=(grond,), dekking=((gemeente, Decimal(1)),)
    )
    pdf = brieven.voorbeeld(initiatief, Briefsoort.BESLUIT, gegevens=gegevens)
    assert "Besluit over uw plan" in tekst_van(pdf)


def test_every_status_has_its_kenmerk(wijken, themas, bewoner):
    """A preview works from any state, also of an initiative with hardly anything filled in."""
    kaal = Initiatief.objects.create(sleutel="kaal", status=Initiatiefstatus.CONCEPT)
    assert kaal.kenmerk in tekst_van(brieven.voorbeeld(kaal, Briefsoort.BESLUIT))
