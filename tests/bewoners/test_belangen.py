"""Conflicts of interest are a hard block (Awb 2:4): in the domain, and in the database whatever path is taken."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from bewoners.domain import belangen, beoordelen, toewijzen
from bewoners.domain.adressen import adres_sleutel, email_sleutel, schoon_postcode
from bewoners.enums import Belang, Initiatiefstatus
from bewoners.models import Belangenprofiel, Belangenverklaring, Beoordeling, Initiatief, Medeindiener, Steun
from kern.domain.fouten import GeenToestemming, Weigering
from tests.bewoners.behandeling import lever_in, teamlid
from tests.bewoners.fabriek import maak_initiatief, verklaar_geen_belang

pytestmark = pytest.mark.django_db
S = Initiatiefstatus


@pytest.fixture
def initiatief(wijken, themas, bewoner) -> Initiatief:
    return maak_initiatief(
        gebied=wijken["Lariks"],
        thema=themas["Groen"],
        indiener=bewoner,
        status=S.IN_BEOORDELING,
        adres_sleutel=adres_sleutel("9404 KL", "12"),
        organisatie="Buurtvereniging De Spar",
    )


def _steun(initiatief, email, *, bevestigd=True) -> Steun:
    return Steun.objects.create(
        initiatief=initiatief,
        naam="Iemand",
        email=email,
        email_sleutel=email_sleutel(email),
        sleutel=f"s-{email}",
        bevestigd_op=timezone.now() if bevestigd else None,
    )


def _profiel(gebruiker, **velden) -> None:
    Belangenprofiel.objects.create(gebruiker=gebruiker, **velden)


@pytest.mark.parametrize(
    ("postcode", "huisnummer"),
    [("9404KL", "12"), ("9404 kl", " 12 "), (" 9404kl", "12")],
)
def test_an_address_is_the_same_however_it_is_typed(postcode, huisnummer):
    assert adres_sleutel(postcode, huisnummer) == adres_sleutel("9404 KL", "12")
    assert adres_sleutel(postcode, "12 a") == adres_sleutel("9404 KL", "12-A") != adres_sleutel("9404 KL", "12")


@pytest.mark.parametrize("tekst", ["", "0404 KL", "9404", "9404 K1", "Sparstraat"])
def test_what_is_no_postcode_is_refused(tekst):
    with pytest.raises(Weigering) as fout:
        schoon_postcode(tekst)
    assert fout.value.veld == "postcode"


def test_the_system_knows_applicants_supporters_addresses_and_organisations(initiatief, bewoner, gemeente, wijken):
    leden = [teamlid(gemeente, wijken["Lariks"]) for _n in range(6)]
    adres, vereniging, steun, onbevestigd, mede, vrij = leden
    _profiel(adres, adres_sleutel=adres_sleutel("9404kl", "12"))
    _profiel(vereniging, organisaties=["Voetbalclub", "buurtvereniging de SPAR "])
    _profiel(vrij, adres_sleutel=adres_sleutel("9404kl", "14"), organisaties=["De Den"])
    _steun(initiatief, steun.email.upper())
    _steun(initiatief, onbevestigd.email, bevestigd=False)
    Medeindiener.objects.create(
        initiatief=initiatief, naam="M", email=mede.email, email_sleutel=email_sleutel(mede.email), sleutel="m"
    )

    assert belangen.automatisch_van(initiatief, [*leden, bewoner]) == {
        adres.pk: Belang.ADRES,
        vereniging.pk: Belang.ORGANISATIE,
        steun.pk: Belang.BETROKKEN,
        mede.pk: Belang.BETROKKEN,
        bewoner.pk: Belang.BETROKKEN,
    }
    assert belangen.automatisch(initiatief, vrij) is None


def test_an_empty_address_or_organisation_is_no_match(wijken, themas, bewoner, partnermedewerker):
    leeg = maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner)
    _profiel(partnermedewerker, adres_sleutel="", organisaties=[""])
    assert belangen.automatisch(leeg, partnermedewerker) is None


def test_a_declared_interest_ends_the_assessment_and_asks_the_next(initiatief, partnermedewerker, gemeente, wijken):
    toewijzen.wijs_toe(initiatief, door=None)
    volgende = teamlid(gemeente, wijken["Lariks"])

    belangen.verklaar(initiatief, belang=Belang.HUISHOUDEN, door=partnermedewerker)

    eerste, tweede = initiatief.beoordelingen.all()
    assert (eerste.beoordelaar, eerste.vervallen_reden) == (partnermedewerker, "persoonlijk belang")
    assert (tweede.beoordelaar, tweede.vervallen_op) == (volgende, None)
    with pytest.raises(GeenToestemming):
        belangen.verklaar(initiatief, belang=Belang.GEEN, door=partnermedewerker)
    assert not belangen.is_vrij(initiatief, partnermedewerker)


def test_what_the_system_knows_goes_before_what_is_declared(initiatief, partnermedewerker):
    toewijzen.wijs_toe(initiatief, door=None)
    _steun(initiatief, partnermedewerker.email)
    verklaring = belangen.verklaar(initiatief, belang=Belang.GEEN, door=partnermedewerker)
    assert (verklaring.belang, verklaring.automatisch) == (Belang.BETROKKEN, True)
    assert beoordelen.eigen(initiatief, partnermedewerker) is None


def test_a_declaration_is_given_once_and_only_becomes_stricter(initiatief, coordinator):
    belangen.verklaar(initiatief, belang=Belang.GEEN, door=coordinator)
    with pytest.raises(Weigering, match="al verklaard"):
        belangen.verklaar(initiatief, belang=Belang.GEEN, door=coordinator)
    belangen.verklaar(initiatief, belang=Belang.ANDERS, toelichting="Mijn zus woont er", door=coordinator)
    with pytest.raises(Weigering, match="al verklaard"):
        belangen.verklaar(initiatief, belang=Belang.GEEN, door=coordinator)
    with pytest.raises(Weigering):
        belangen.controleer_vrij(initiatief, coordinator)


def test_who_is_not_asked_does_not_declare(initiatief, bewoner, partnermedewerker, coordinator_elders):
    for niemand in (bewoner, partnermedewerker, coordinator_elders):
        with pytest.raises(GeenToestemming):
            belangen.verklaar(initiatief, belang=Belang.GEEN, door=niemand)


def test_supporting_later_makes_an_interest_and_reopens_an_advised_file(
    initiatief, partnermedewerker, gemeente, wijken
):
    lever_in(initiatief, partnermedewerker)
    Initiatief.objects.filter(pk=initiatief.pk).update(status=S.GEADVISEERD)
    volgende = teamlid(gemeente, wijken["Lariks"])

    belangen.na_steun(_steun(initiatief, partnermedewerker.email))

    initiatief.refresh_from_db()
    assert initiatief.status == S.IN_BEOORDELING
    assert Belangenverklaring.objects.get(gebruiker=partnermedewerker).belang == Belang.BETROKKEN
    assert [b.beoordelaar for b in initiatief.beoordelingen.filter(vervallen_op=None)] == [volgende]
    assert beoordelen.oordelen(initiatief) == []


def test_support_of_somebody_else_changes_nothing(initiatief, partnermedewerker):
    lever_in(initiatief, partnermedewerker)
    belangen.na_steun(_steun(initiatief, "buur@example.nl"))
    assert beoordelen.eigen(initiatief, partnermedewerker).ingeleverd_op is not None


def test_support_of_who_declared_none_to_decide_makes_an_interest(initiatief, coordinator):
    belangen.verklaar(initiatief, belang=Belang.GEEN, door=coordinator)
    belangen.na_steun(_steun(initiatief, coordinator.email))
    assert not belangen.is_vrij(initiatief, coordinator)


def test_a_profile_that_shows_an_interest_ends_the_assessment(initiatief, partnermedewerker, bewoner):
    toewijzen.wijs_toe(initiatief, door=None)
    with pytest.raises(GeenToestemming):
        belangen.bewaar_profiel(postcode="9404KL", huisnummer="12", organisaties=[], door=bewoner)
    with pytest.raises(Weigering):
        belangen.bewaar_profiel(postcode="9404KL", huisnummer="", organisaties=[], door=partnermedewerker)

    profiel = belangen.bewaar_profiel(
        postcode="9404 kl", huisnummer="12", organisaties=["Bos ", "", "Bos"], door=partnermedewerker
    )

    assert (profiel.adres, profiel.organisaties) == ("9404 KL 12", ["Bos"])
    assert beoordelen.eigen(initiatief, partnermedewerker) is None
    assert Belangenverklaring.objects.get(gebruiker=partnermedewerker).belang == Belang.ADRES


def _weigert(query: str, params: list) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(query, params)


def test_sql_cannot_declare_none_for_applicant_housemate_or_member(initiatief, bewoner, gemeente, wijken):
    huisgenoot, lid = teamlid(gemeente), teamlid(gemeente)
    _profiel(huisgenoot, adres_sleutel=initiatief.adres_sleutel)
    _profiel(lid, organisaties=["BUURTVERENIGING DE SPAR"])
    for gebruiker in (bewoner, huisgenoot, lid):
        _weigert(
            "INSERT INTO bewoners_belangenverklaring (initiatief_id, gebruiker_id, belang, automatisch, toelichting, op)"
            " VALUES (%s, %s, 'geen', false, '', now())",
            [initiatief.pk, gebruiker.pk],
        )


def test_sql_cannot_take_an_interest_back(initiatief, coordinator):
    belangen.verklaar(initiatief, belang=Belang.HUISHOUDEN, door=coordinator)
    _weigert("UPDATE bewoners_belangenverklaring SET belang = 'geen' WHERE gebruiker_id = %s", [coordinator.pk])
    _weigert("DELETE FROM bewoners_belangenverklaring WHERE gebruiker_id = %s", [coordinator.pk])


def test_sql_cannot_hand_in_without_a_declaration_of_none(initiatief, partnermedewerker):
    beoordeling = Beoordeling.objects.create(initiatief=initiatief, beoordelaar=partnermedewerker)
    inleveren = "UPDATE bewoners_beoordeling SET ingeleverd_op = now(), advies = 'toekennen' WHERE id = %s"
    _weigert(inleveren, [beoordeling.pk])
    Belangenverklaring.objects.create(initiatief=initiatief, gebruiker=partnermedewerker, belang=Belang.ADRES)
    _weigert(inleveren, [beoordeling.pk])


def test_sql_cannot_let_an_assessor_or_somebody_with_an_interest_decide(initiatief, coordinator, partnermedewerker):
    besluit = (
        "INSERT INTO bewoners_besluit (initiatief_id, soort, door_id, datum, bedrag, motivering, grond_lager,"
        " grond_intrekking, vastgelegd_op) VALUES (%s, 'afwijzing', %s, %s, 0, 'Nee', '', '', now())"
    )
    lever_in(initiatief, partnermedewerker)
    _weigert(besluit, [initiatief.pk, partnermedewerker.pk, dt.date(2026, 1, 1)])
    _weigert(besluit, [initiatief.pk, coordinator.pk, dt.date(2026, 1, 1)])
    belangen.verklaar(initiatief, belang=Belang.HUISHOUDEN, door=coordinator)
    _weigert(besluit, [initiatief.pk, coordinator.pk, dt.date(2026, 1, 1)])


def test_sql_cannot_make_who_decided_an_assessor(initiatief, coordinator):
    from bewoners.models import Besluit

    verklaar_geen_belang(initiatief, coordinator)
    Besluit.objects.create(
        initiatief=initiatief, soort="afwijzing", door=coordinator, datum=timezone.localdate(), motivering="Nee"
    )
    _weigert(
        "INSERT INTO bewoners_beoordeling (initiatief_id, beoordelaar_id, toegewezen_op, advies, toelichting, concept,"
        " vervallen_reden) VALUES (%s, %s, now(), '', '', '{}', '')",
        [initiatief.pk, coordinator.pk],
    )


def test_sql_cannot_change_an_assessment_that_was_handed_in(initiatief, partnermedewerker):
    lever_in(initiatief, partnermedewerker)
    _weigert("UPDATE bewoners_beoordeling SET bedrag = 1 WHERE initiatief_id = %s", [initiatief.pk])
