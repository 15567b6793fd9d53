"""Letters: what they say, whose letter it is, that they are frozen, sent once and opened by the right people only."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothese
from hypothesis import strategies as st
from pypdf import PdfReader

from bewoners.domain import brieven, termijnen, werk
from bewoners.domain.briefrecht import BESLUITBRIEVEN, MET_BEZWAAR, PARTNERBRIEVEN
from bewoners.domain.brieven import Briefgegevens
from bewoners.enums import Besluitsoort, Bezwaarstatus, Briefsoort, Initiatiefstatus, Termijnsoort, Verzoekstatus
from bewoners.models import (
    Aanvullingsverzoek,
    Besluit,
    Besluitdekking,
    Bezwaar,
    Brief,
    Ingebrekestelling,
    Initiatief,
    Wijzigingsverzoek,
)
from kern.componenten.opmaak import datumtekst
from kern.domain.fouten import GeenToestemming
from kern.models import Logregel, Melding, Uitgaandbericht
from tests.bewoners.fabriek import maak_initiatief, verklaar_geen_belang

pytestmark = pytest.mark.django_db
EERDER = dt.date(2026, 3, 2)


def tekst_van(pdf: bytes) -> str:
    """The text of all pages, every space one space."""
    return re.sub(r"\s+", " ", " ".join(blad.extract_text() for blad in PdfReader(BytesIO(pdf)).pages))


def bytes_van(brief: Brief) -> bytes:
    with brief.bestand.open("rb") as bestand:
        return bestand.read()


def tekst(brief: Brief) -> str:
    return tekst_van(bytes_van(brief))


@pytest.fixture
def initiatief(wijken, themas, bewoner) -> Initiatief:
    return maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner, gevraagd=Decimal(400))


@pytest.fixture
def op_papier(wijken, themas) -> Initiatief:
    return maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=None)


def besluit_op(
    initiatief, soort, *, door, dekking=None, motivering="Uw plan maakt de straat mooier.", **velden
) -> Besluit:
    with transaction.atomic():
        if not initiatief.belangenverklaringen.filter(gebruiker=door).exists():
            verklaar_geen_belang(initiatief, door)
        besluit = Besluit.objects.create(
            initiatief=initiatief,
            soort=soort,
            door=door,
            datum=timezone.localdate(),
            bedrag=sum((dekking or {}).values(), Decimal(0)),
            motivering=motivering,
            **velden,
        )
        for partner, bedrag in (dekking or {}).items():
            Besluitdekking.objects.create(besluit=besluit, partner=partner, bedrag=bedrag)
    return besluit


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


def test_letter_is_frozen_with_its_hash_and_meets_the_standards(initiatief, coordinator):
    brief = brieven.verstuur(initiatief, Briefsoort.ONTVANGST, door=None)
    inhoud = bytes_van(brief)
    assert brief.sha256 == hashlib.sha256(inhoud).hexdigest()
    xmp = PdfReader(BytesIO(inhoud)).trailer["/Root"]["/Metadata"].get_data().decode()
    assert re.search(r"pdfaid:part[>=\"]+2", xmp)
    assert re.search(r"pdfaid:conformance[>=\"]+A", xmp)
    assert re.search(r"pdfuaid:part[>=\"]+1", xmp)
    for kolom, waarde in (("sha256", "0" * 64), ("onderwerp", "Iets anders"), ("op_papier", True)):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE bewoners_brief SET {kolom} = %s WHERE id = %s", [waarde, brief.pk])


def test_the_same_letter_goes_once(initiatief, coordinator):
    verzoek = Aanvullingsverzoek.objects.create(initiatief=initiatief, vragen="Wat kost het?")
    eerste = brieven.verstuur(initiatief, Briefsoort.AANVULLING, door=coordinator)
    assert brieven.verstuur(initiatief, Briefsoort.AANVULLING, door=coordinator) == eerste
    assert Uitgaandbericht.objects.count() == 1
    assert Melding.objects.count() == 1
    verzoek.aangevuld_op = timezone.now()
    verzoek.save()
    Aanvullingsverzoek.objects.create(initiatief=initiatief, vragen="En het zand?")
    assert brieven.verstuur(initiatief, Briefsoort.AANVULLING, door=coordinator) != eerste
    with pytest.raises(IntegrityError), transaction.atomic():
        Brief.objects.create(
            initiatief=initiatief, soort=eerste.soort, herhaling=eerste.herhaling, onderwerp="x", sha256="x", sleutel="x",
            verzonden_op=timezone.now(),
        )  # fmt: skip


def test_mail_has_a_link_and_no_figures(initiatief, coordinator, gemeente):
    besluit = besluit_op(initiatief, Besluitsoort.VERLENING, door=coordinator, dekking={gemeente: Decimal(400)})
    brief = brieven.verstuur(initiatief, Briefsoort.BESLUIT, door=coordinator, besluit=besluit)
    bericht = Uitgaandbericht.objects.get(soort="brief")
    assert bericht.aan == "bewoner@example.nl"
    assert reverse("bewoners:brief", args=[brief.sleutel]) in bericht.tekst
    assert "400" not in bericht.tekst.replace(brief.sleutel, "")
    assert "€" not in bericht.tekst
    assert "toegekend" not in bericht.tekst


def test_letters_are_dutch_whatever_the_language(initiatief):
    with translation.override("en"):
        brief = brieven.verstuur(initiatief, Briefsoort.ONTVANGST, door=None)
    assert "Met vriendelijke groet" in tekst(brief)
    assert "Ons kenmerk" in tekst(brief)


def test_letter_without_an_address_waits_for_the_post(op_papier, coordinator, coordinator_elders, als):
    besluit = besluit_op(op_papier, Besluitsoort.AFWIJZING, door=coordinator)
    gisteren = timezone.localdate() - dt.timedelta(days=1)
    termijnen.start(op_papier, Termijnsoort.BEZWAAR, begin=gisteren, dagen=42)
    brief = brieven.verstuur(op_papier, Briefsoort.BESLUIT, door=coordinator, besluit=besluit)
    assert not Uitgaandbericht.objects.exists()
    assert "De laatste dag is" not in tekst(brief)
    besluit.refresh_from_db()
    assert besluit.bekendgemaakt_op is None
    url = reverse("bewoners:brief_gepost", args=[brief.pk])
    pagina = als(coordinator).get(reverse("bewoners:brieven_te_posten"))
    assert url in pagina.content.decode()
    assert [punt.titel for punt in werk.brieven_te_posten(coordinator)] == [f"{op_papier.kenmerk} Besluit over uw plan"]
    assert werk.brieven_te_posten(coordinator_elders) == []
    assert url not in als(coordinator_elders).get(reverse("bewoners:brieven_te_posten")).content.decode()
    assert als(coordinator_elders).post(url).status_code == 403
    assert als(coordinator).get(url).status_code == 405
    for _keer in range(2):
        assert als(coordinator).post(url).status_code == 302
    brief.refresh_from_db()
    besluit.refresh_from_db()
    assert (brief.gepost_op, brief.gepost_door) == (timezone.localdate(), coordinator)
    assert besluit.bekendgemaakt_op == timezone.localdate()
    termijn = termijnen.lopende(op_papier, Termijnsoort.BEZWAAR)
    assert termijn.begin == timezone.localdate()
    assert termijn.eind >= timezone.localdate() + dt.timedelta(days=42)
    assert Logregel.objects.filter(actie="brief op de post gedaan").count() == 1
    with pytest.raises(GeenToestemming):
        brieven.gepost(brief, door=coordinator_elders)


def test_list_for_the_post_asks_a_constant_number_of_questions(
    wijken, themas, coordinator, als, django_assert_num_queries
):
    def maak() -> None:
        initiatief = maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=None)
        brieven.verstuur(initiatief, Briefsoort.ONTVANGST, door=None)

    maak()
    client, url = als(coordinator), reverse("bewoners:brieven_te_posten")
    client.get(url)
    with CaptureQueriesContext(connection) as een:
        client.get(url)
    maak()
    maak()
    with django_assert_num_queries(len(een)):
        assert client.get(url).content.decode().count("/gepost/") == 3


@pytest.mark.parametrize(
    ("rol", "vers", "oud"),
    [
        ("bezoeker", 200, 302),
        ("bewoner", 200, 200),
        ("coordinator", 200, 200),
        ("controller", 200, 200),
        ("coordinator_elders", 200, 403),
        ("partnermedewerker", 200, 403),
    ],
)
def test_link_opens_for_ninety_days_and_then_for_who_may_see_the_file(initiatief, als, rol, vers, oud, monkeypatch):
    brief = brieven.verstuur(initiatief, Briefsoort.ONTVANGST, door=None)
    url = reverse("bewoners:brief", args=[brief.sleutel])
    client = als(rol)
    antwoord = client.get(url)
    assert antwoord.status_code == vers
    assert b"".join(antwoord.streaming_content) == bytes_van(brief)
    assert antwoord["Cache-Control"] == "private, no-store"
    assert antwoord["X-Robots-Tag"] == "noindex, nofollow"
    assert client.post(url).status_code == 405
    monkeypatch.setattr(brieven, "LINK_DAGEN", 0)
    later = client.get(url)
    later.close()
    assert later.status_code == oud


def test_opening_is_logged_without_the_secret(initiatief, als, caplog):
    brief = brieven.verstuur(initiatief, Briefsoort.ONTVANGST, door=None)
    with caplog.at_level("INFO", logger="bewoners.views.brieven"):
        als(None).get(reverse("bewoners:brief", args=[brief.sleutel])).close()
    assert f"letter {brief.pk} opened by its link" in caplog.text
    assert brief.sleutel not in caplog.text


def test_wrong_secret_opens_nothing(initiatief, als):
    brief = brieven.verstuur(initiatief, Briefsoort.ONTVANGST, door=None)
    for sleutel in (brief.sleutel[:-1], f"{initiatief.pk}-", "0-x", "x", f"{10**30}-x", brief.sleutel + "é", "²-x"):
        assert als(None).get(reverse("bewoners:brief", args=[sleutel])).status_code == 404


def test_closed_account_still_gets_its_letter(initiatief, bewoner):
    bewoner.is_active = False
    bewoner.save()
    initiatief.refresh_from_db()
    brief = brieven.verstuur(initiatief, Briefsoort.ONTVANGST, door=None)
    assert not brief.op_papier
    assert Uitgaandbericht.objects.get().aan == initiatief.email
    Initiatief.objects.filter(pk=initiatief.pk).update(email="")
    initiatief.refresh_from_db()
    assert brieven.op_papier(initiatief)


def test_partner_goes_with_private_letters_only(initiatief, actium, gemeente, coordinator):
    for soort, partner in (
        (Briefsoort.TOEZEGGING, None),
        (Briefsoort.BESLUIT, actium),
        (Briefsoort.TOEZEGGING, gemeente),
    ):
        with pytest.raises(ValueError, match=r"private|promise"):
            brieven.verstuur(initiatief, soort, door=coordinator, partner=partner)
    with pytest.raises(ValueError, match="no letter knows kleur"):
        brieven.verstuur(initiatief, Briefsoort.ONTVANGST, door=coordinator, extra={"kleur": "rood"})


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
