"""A resident hands a plan in from a phone, without ever having had an account."""

import datetime as dt
from decimal import Decimal

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from bewoners.domain.inrichten import richt_regelingen_in
from bewoners.enums import Initiatiefstatus
from bewoners.models import Initiatief
from kern import honingpot
from kern.models import Gebruiker, Melding, Uitgaandbericht
from tests.bewoners import indienhulp as hulp
from tests.bewoners.indienhulp import EMAIL, START, stap

pytestmark = pytest.mark.django_db


@pytest.fixture
def bezig(wijken, themas, client, monkeypatch) -> Initiatief:
    """A draft of the browser `client`, with nothing in it yet."""
    richt_regelingen_in()
    return hulp.begin(client, monkeypatch)


def test_plan_is_handed_in_with_a_code_and_no_account(bezig, client, wijken, themas, coordinator, coordinator_elders):
    hulp.vul_alles_in(client, thema=themas["Groen"], gebied=wijken["Lariks"])
    assert client.get(stap("bijlagen")).status_code == 200
    pagina = client.get(stap("controleren")).content.decode()
    assert "Stuur mij een code" in pagina
    assert "Midden" in pagina

    assert client.post(stap("controleren")).headers["Location"] == stap("code")
    assert EMAIL in client.get(stap("code")).content.decode()
    antwoord = client.post(stap("code"), {"code": hulp.laatste_code()})

    bezig.refresh_from_db()
    assert bezig.status == Initiatiefstatus.INGEDIEND
    assert bezig.gevraagd == Decimal("1400.50")
    assert bezig.regelingversie.regeling.naam == "Midden"
    assert bezig.email_bevestigd_op is not None
    assert bezig.indiener == Gebruiker.objects.get(email=EMAIL)
    assert bezig.indiener.naam == "Nel Nieuw"
    assert not bezig.indiener.has_usable_password()
    assert EmailAddress.objects.get(user=bezig.indiener).verified
    assert client.session["_auth_user_id"] == str(bezig.indiener.pk)
    klaar = client.get(antwoord.headers["Location"]).content.decode()
    assert bezig.kenmerk in klaar
    assert "Volg uw plan" in klaar
    assert Client().get(antwoord.headers["Location"]).status_code == 200
    assert client.get(stap("idee")).status_code == 302, "it is no draft any more"
    assert [m.gebruiker for m in Melding.objects.filter(soort="nieuw_initiatief")] == [coordinator]
    assert bezig.brieven.get().soort == "ontvangst"


def test_every_page_can_be_seen_while_the_draft_is_empty(bezig, client):
    for naam in ("idee", "plek", "kosten", "mensen", "bijlagen", "controleren", "code", "later"):
        assert client.get(stap(naam)).status_code == 200, naam
    assert client.get(stap("nergens")).status_code == 404
    pagina = client.get(stap("controleren")).content.decode()
    assert "Geef uw plan een naam." in pagina
    assert "Stuur mij een code" not in pagina
    client.post(stap("controleren"))
    assert Uitgaandbericht.objects.count() == 0, "no code for half a plan"


def test_what_is_wrong_stays_as_typed_and_what_is_right_is_kept(bezig, client, themas):
    antwoord = client.post(stap("idee"), hulp.idee(themas["Groen"], begindatum="morgen", email="geen adres"))

    assert set(antwoord.context["form"].errors) == {"begindatum", "email"}
    bezig.refresh_from_db()
    assert (bezig.titel, bezig.begindatum, bezig.email) == ("Bloembakken in de Sparstraat", None, "")
    later = client.get(stap("idee"))
    assert later.context["form"]["begindatum"].value() == "morgen"
    assert later.context["form"]["email"].value() == "geen adres"
    assert "Bij ‘Uw idee’ is iets nog niet goed" in client.get(stap("controleren")).content.decode()

    client.post(stap("idee"), hulp.idee(themas["Groen"]))
    bezig.refresh_from_db()
    assert (bezig.klad, bezig.email) == ("", EMAIL)


def test_going_back_keeps_what_is_wrong_too(bezig, client):
    antwoord = client.post(stap("kosten"), {"kosten-0-wat": "Hout", "kosten-0-bedrag": "veel", "actie": "vorige"})

    assert antwoord.headers["Location"] == stap("plek")
    assert client.get(stap("kosten")).context["form"]["kosten-0-bedrag"].value() == "veel"


def test_field_saves_itself_without_a_button(bezig, client):
    antwoord = client.post(stap("idee"), {"titel": "Halfweg"}, headers={"HX-Request": "true"})

    assert "Bewaard om" in antwoord.content.decode()
    bezig.refresh_from_db()
    assert bezig.titel == "Halfweg"
    met_knop = {"HX-Request": "true", "HX-Trigger": "stapformulier"}
    assert (
        "Bewaard om"
        in client.post(stap("idee"), {"titel": "Heel", "actie": "volgende"}, headers=met_knop).content.decode()
    )
    som = client.post(stap("kosten"), hulp.kosten(actie=""), headers={"HX-Request": "true"}).content.decode()
    assert "€\u00a01.400,50" in som
    assert 'hx-swap-oob="true"' in som


def test_dates_the_wrong_way_round_never_reach_the_draft(bezig, client, themas):
    client.post(stap("idee"), hulp.idee(themas["Groen"]))
    bezig.refresh_from_db()
    antwoord = client.post(
        stap("idee"),
        hulp.idee(
            themas["Groen"],
            begindatum=(bezig.einddatum + dt.timedelta(days=9)).isoformat(),
            einddatum=(bezig.begindatum - dt.timedelta(days=9)).isoformat(),
        ),
    )

    assert "De einddatum ligt voor de begindatum." in antwoord.content.decode()
    oud = (bezig.begindatum, bezig.einddatum)
    bezig.refresh_from_db()
    assert (bezig.begindatum, bezig.einddatum) == oud


@pytest.mark.parametrize("soort", ["kosten", "dekking"])
def test_button_adds_a_row_without_javascript(bezig, client, soort):
    antwoord = client.post(stap("kosten"), hulp.kosten(actie=f"rij-{soort}"), follow=True)

    assert len(antwoord.context["form"].rijen(soort)) == {"kosten": 4, "dekking": 2}[soort]
    assert antwoord.context["form"]["kosten-1-bedrag"].value() == "1.150,50"


def test_half_a_row_of_costs_is_asked_about_and_not_lost(bezig, client):
    antwoord = client.post(stap("kosten"), hulp.kosten(**{"kosten-2-wat": "Verf", "dekking-1-bedrag": "50"}))

    assert antwoord.context["form"].errors == {
        "kosten-2-bedrag": ["Vul het bedrag in."],
        "dekking-1-wat": ["Vul in waar dit bedrag voor is."],
    }
    assert [str(post.bedrag) for post in bezig.kosten.all()] == ["350.00", "1150.50"]


@pytest.mark.parametrize(
    ("bedrag", "zin"),
    [
        ("500", "Klein"),
        ("500,01", "Midden"),
        ("5000", "Groot"),
        ("5000,01", "Wij geven hoogstens €\u00a05.000,00"),
    ],
)
def test_page_says_under_which_scheme_the_amount_falls(bezig, client, bedrag, zin):
    client.post(stap("kosten"), {"kosten-0-wat": "Alles", "kosten-0-bedrag": bedrag, "actie": "volgende"})

    pagina = client.get(stap("kosten")).content.decode()
    assert zin in pagina
    assert "eigen uren" in pagina, "what is not paid for"


def test_others_pay_more_than_it_costs(bezig, client):
    client.post(
        stap("kosten"),
        {"kosten-0-wat": "Hout", "kosten-0-bedrag": "50", "dekking-0-wat": "Ik", "dekking-0-bedrag": "60"},
    )

    assert "Anderen betalen €\u00a010,00 meer dan het kost" in client.get(stap("kosten")).content.decode()


def test_draft_is_found_back_on_another_device(bezig, client, themas):
    client.post(stap("idee"), hulp.idee(themas["Groen"]))
    ander, pad = Client(), hulp.link("concept")
    assert ander.get(stap("idee")).headers["Location"] == START
    assert "Bloembakken" in ander.get(pad).content.decode()
    assert ander.get(stap("idee")).status_code == 302, "opening the link changes nothing"

    antwoord = ander.post(pad)

    assert antwoord.headers["Location"] == stap("plek"), "where something is missing"
    assert ander.get(stap("idee")).context["form"]["titel"].value() == "Bloembakken in de Sparstraat"
    bezig.refresh_from_db()
    assert bezig.email_bevestigd_op is not None
    ander.post(stap("idee"), {**hulp.idee(themas["Groen"]), "titel": "Anders"})
    assert client.get(stap("idee")).headers["Location"] == START, "who never used the link may be anybody"
    assert "Open dan hier de link uit uw e-mail." in client.get(START).content.decode()
    client.post(pad)
    for apparaat in (client, ander):
        assert apparaat.get(stap("idee")).context["form"]["titel"].value() == "Anders", "both write the same draft"
    assert Uitgaandbericht.objects.filter(soort="concept").count() == 1


def test_link_is_worth_nothing_after_the_address_changed_or_when_it_is_forged(bezig, client, themas):
    client.post(stap("idee"), hulp.idee(themas["Groen"]))
    pad = hulp.link("concept")
    client.post(stap("idee"), hulp.idee(themas["Groen"], email="ander@example.nl"))

    for adres in (pad, pad[:-2] + "x/", "/initiatieven/verder/niets/"):
        for methode in (Client().get, Client().post):
            assert methode(adres).status_code == 404
    assert Client().get(hulp.link("concept", "ander@example.nl")).status_code == 200


def test_mails_to_one_box_are_few_and_carry_nothing_typed(bezig, client, themas, monkeypatch):
    for _ in range(5):
        hulp.begin(client, monkeypatch)
        client.post(stap("idee"), hulp.idee(themas["Groen"], titel="Koop nu op www.kwaad.example"))

    berichten = Uitgaandbericht.objects.filter(soort="concept")
    assert berichten.count() == 3
    assert not any("kwaad" in bericht.tekst for bericht in berichten)


def test_robot_and_hurry_make_no_draft(wijken, client, monkeypatch):
    def klok() -> str:
        return client.get(START).context["form"]["moment"].as_widget().split('value="')[1].split('"')[0]

    assert "Het versturen is niet gelukt" in client.post(START, {"moment": klok()}).content.decode()
    client.post(START, {})
    monkeypatch.setattr(honingpot, "SNELST", dt.timedelta(0))
    assert client.post(START, {"moment": klok(), "aanvulling_2": "spam"}).headers["Location"] == START
    assert Initiatief.objects.count() == 0


def test_drafts_of_one_address_are_limited(bezig, client, monkeypatch):
    monkeypatch.setattr("bewoners.views.indienen.STARTS_PER_UUR", 1)
    monkeypatch.setattr(honingpot, "SNELST", dt.timedelta(0))
    for _ in range(2):
        klok = client.get(START).context["form"]["moment"].as_widget().split('value="')[1].split('"')[0]
        antwoord = client.post(START, {"moment": klok})

    assert "te veel plannen" in antwoord.content.decode()
    assert Initiatief.objects.count() == 2


def test_resident_with_an_account_needs_no_code(wijken, themas, als, bewoner, monkeypatch):
    richt_regelingen_in()
    client = als(bewoner)
    concept = hulp.begin(client, monkeypatch)
    assert (concept.indiener, concept.email, concept.naam) == (bewoner, bewoner.email, bewoner.naam)
    assert "email" not in client.get(stap("idee")).context["form"].fields
    hulp.vul_alles_in(client, thema=themas["Groen"], gebied=wijken["Lariks"])

    antwoord = client.post(stap("controleren"))

    assert antwoord.headers["Location"].startswith("/initiatieven/ingestuurd/")
    assert Uitgaandbericht.objects.filter(soort__in=["code", "concept"]).count() == 0
    concept.refresh_from_db()
    assert concept.email == bewoner.email, "another address in the form changes nothing"
    assert "bewoner" not in client.session.get("plannen", [])


def test_draft_of_an_account_is_closed_to_other_browsers(wijken, themas, als, bewoner, client, monkeypatch):
    richt_regelingen_in()
    concept = hulp.begin(client, monkeypatch)
    client.post(stap("idee"), hulp.idee(themas["Groen"]))
    ander = Client()
    for browser in (ander, client):
        browser.post(hulp.link("concept"))
    assert ander.get(stap("mensen")).status_code == 200
    client.force_login(bewoner)
    client.post(stap("mensen"), hulp.mensen())
    concept.refresh_from_db()
    assert concept.indiener == bewoner

    assert ander.get(stap("mensen")).headers["Location"].startswith("/account/login/")
    assert ander.post(stap("idee"), {"titel": "Gekaapt"}).headers["Location"].startswith("/account/login/")
    concept.refresh_from_db()
    assert concept.titel == "Bloembakken in de Sparstraat"


def test_two_drafts_live_side_by_side_in_one_browser(bezig, client, themas, monkeypatch):
    client.post(stap("idee"), hulp.idee(themas["Groen"], titel="Eerste"))
    hulp.begin(client, monkeypatch)
    client.post(stap("idee"), hulp.idee(themas["Groen"], titel="Tweede"))
    assert "Eerste" in client.get(START).content.decode()

    client.post(f"/initiatieven/concept/{bezig.pk}/verder/")

    assert client.get(stap("idee")).context["form"]["titel"].value() == "Eerste"
    assert Client().post(f"/initiatieven/concept/{bezig.pk}/verder/").status_code == 404


def test_own_draft_is_thrown_away_after_asking(bezig, client, als, bewoner):
    pad = f"/initiatieven/concept/{bezig.pk}/verwijderen/"
    for vreemde, anders in ((Client(), 302), (als(bewoner), 404)):
        assert vreemde.get(pad).status_code == anders
        assert vreemde.post(pad).status_code == 404
    assert "weggooien?" in client.get(pad).content.decode()
    assert Initiatief.objects.filter(pk=bezig.pk).exists()

    assert client.post(pad).headers["Location"] == START

    assert not Initiatief.objects.filter(pk=bezig.pk).exists()


def test_start_page_tells_the_schemes_and_the_terms(bezig, client):
    pagina = client.get(START).content.decode()

    for tekst in (
        "Klein",
        "Midden",
        "Groot",
        "€\u00a0500,00",
        "€\u00a05.000,00",
        "Binnen 5 werkdagen",
        "Binnen 8 weken",
        "14 dagen",
    ):
        assert tekst in pagina
