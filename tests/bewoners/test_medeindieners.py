"""Co-applicants: asked once the applicant is known, answering for themselves."""

import pytest
from django.test import Client
from django.utils import timezone

from bewoners.domain import concepten, indienen
from bewoners.domain.inrichten import richt_regelingen_in
from bewoners.enums import Initiatiefstatus
from bewoners.models import Initiatief
from kern.domain.fouten import Weigering
from kern.models import Uitgaandbericht
from tests.bewoners import indienhulp as hulp
from tests.bewoners.indienhulp import heel_concept, stap

pytestmark = pytest.mark.django_db
ANNA = ("Anna de Vries", "anna@example.nl")


@pytest.fixture
def concept(wijken, themas, bewoner) -> Initiatief:
    richt_regelingen_in()
    return heel_concept(wijken["Lariks"], themas["Groen"], indiener=bewoner)


def _zet(concept, *mensen):
    return concepten.bewaar_mensen(concept, door=concept.indiener, velden={}, mede=mensen)


def _mails() -> list[str]:
    return [bericht.aan for bericht in Uitgaandbericht.objects.filter(soort="medeaanvrager").order_by("pk")]


def test_each_is_asked_once_and_answers_with_a_button(concept):
    _zet(concept, ANNA)
    _zet(concept, ANNA, ("Bo", "bo@example.nl"))
    assert _mails() == ["anna@example.nl", "bo@example.nl"]
    pad, anna = hulp.link("medeaanvrager", "anna@example.nl"), Client()

    pagina = anna.get(pad).content.decode()
    assert "Bloembakken" in pagina
    for prive in ("Sparstraat 12", "0592", "bewoner@example.nl"):
        assert prive not in pagina
    assert concept.medeindieners.first().status == "gevraagd", "looking is no answer"
    assert "U doet mee" in anna.post(pad, {"antwoord": "ja"}, follow=True).content.decode()
    assert "U doet niet mee" in anna.post(pad, {"antwoord": "nee"}, follow=True).content.decode()
    anna.post(pad, {"antwoord": "ja"})

    assert [m.status for m in concept.medeindieners.all()] == ["bevestigd", "gevraagd"]
    _zet(concept, ANNA)
    assert [m.status for m in concept.medeindieners.all()] == ["bevestigd"], "the answer stays"
    assert anna.get("/initiatieven/mede/verzonnen/").status_code == 404


def test_nobody_is_mailed_before_the_applicant_is_known(wijken, themas, client, monkeypatch):
    richt_regelingen_in()
    hulp.begin(client, monkeypatch)
    client.post(stap("idee"), hulp.idee(themas["Groen"]))
    client.post(stap("mensen"), hulp.mensen(**{"mede-0-naam": ANNA[0], "mede-0-email": ANNA[1]}))
    assert _mails() == []

    Client().post(hulp.link("concept"))

    assert _mails() == [ANNA[1]]


def test_mail_says_no_more_of_a_stranger_than_a_plain_name(concept):
    concept.naam, concept.titel = "Win nu op kwaad.example", "https://kwaad.example/x"
    concept.save()
    _zet(concept, ("www.kwaad.example", "anna@example.nl"))

    [bericht] = Uitgaandbericht.objects.filter(soort="medeaanvrager")
    assert "kwaad" not in bericht.tekst
    assert "Een bewoner noemt u" in bericht.tekst


def test_no_more_than_ten_and_nobody_twice_or_oneself(concept):
    with pytest.raises(Weigering, match="hoogstens 10"):
        _zet(concept, *[(f"P{n}", f"p{n}@example.nl") for n in range(11)])
    with pytest.raises(Weigering, match="twee keer"):
        _zet(concept, ANNA, ("Anna", "ANNA@example.nl"))
    with pytest.raises(Weigering, match="doet zelf al mee"):
        _zet(concept, ("Ik", "Bewoner@example.nl"))
    assert concept.medeindieners.count() == 0
    assert _mails() == []


def test_changing_the_list_all_day_sends_few_mails(concept):
    for ronde in range(6):
        _zet(concept, *[(f"P{n}", f"p{ronde}-{n}@example.nl") for n in range(10)])
    assert len(_mails()) == 20


def test_answer_is_closed_by_the_decision(concept):
    _zet(concept, ANNA)
    indienen.dien_in(concept, door=concept.indiener)
    pad = hulp.link("medeaanvrager", ANNA[1])
    Client().post(pad, {"antwoord": "ja"})
    Initiatief.objects.update(status=Initiatiefstatus.AFGEWEZEN, besloten_op=timezone.now())

    assert "Er is al besloten" in Client().post(pad, {"antwoord": "nee"}, follow=True).content.decode()

    assert concept.medeindieners.get().status == "bevestigd"


def test_who_fell_off_the_list_finds_no_page(concept):
    _zet(concept, ANNA)
    _zet(concept)
    assert Client().get(hulp.link("medeaanvrager", ANNA[1])).status_code == 404


def test_half_a_row_leaves_the_others_as_they_are(wijken, themas, client, monkeypatch):
    richt_regelingen_in()
    plan = hulp.begin(client, monkeypatch)
    client.post(stap("mensen"), hulp.mensen(**{"mede-0-naam": ANNA[0], "mede-0-email": ANNA[1]}))
    antwoord = client.post(
        stap("mensen"), hulp.mensen(**{"mede-0-naam": ANNA[0], "mede-0-email": "anna", "mede-1-naam": "Bo"})
    )

    assert set(antwoord.context["form"].errors) == {"mede-0-email", "mede-1-email"}
    assert [m.naam for m in plan.medeindieners.all()] == [ANNA[0]]
    assert client.get(stap("mensen")).context["form"]["mede-0-email"].value() == "anna"


def test_address_is_kept_as_fingerprint_and_half_an_address_is_not_lost(wijken, themas, client, monkeypatch):
    richt_regelingen_in()
    plan = hulp.begin(client, monkeypatch)
    client.post(stap("mensen"), hulp.mensen(iban="nl91abna0417164300"))
    plan.refresh_from_db()
    assert plan.adres == "Sparstraat 12A, 9404 KL Assen"
    assert len(plan.adres_sleutel) == 64
    assert plan.iban == "NL91ABNA0417164300"
    assert client.get(stap("mensen")).context["form"]["huisnummer"].value() == "12A"

    client.post(stap("mensen"), hulp.mensen(postcode="", straat="Dennenweg"))
    plan.refresh_from_db()
    assert plan.adres == "Sparstraat 12A, 9404 KL Assen"
    assert client.get(stap("mensen")).context["form"]["straat"].value() == "Dennenweg"
    antwoord = client.post(stap("mensen"), hulp.mensen(postcode="12", iban="NL00", telefoon="bel mij", huisnummer="x"))
    assert set(antwoord.context["form"].errors) == {"postcode", "iban", "telefoon", "huisnummer"}
