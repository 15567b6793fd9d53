"""The public pages of initiatives: what they show, to whom, and how much they ask of the database."""

import datetime as dt
import io
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from bewoners.domain import publiek, stappen, tijdlijn
from bewoners.enums import VOOR_BEWONERS, Bijlagesoort, Initiatiefstatus, Termijnsoort
from bewoners.models import Bijlage, Initiatief, Reactie, Statuswissel, Termijn
from budgetten.domain import verplichtingen
from gebieden.enums import Gebiedssoort
from gebieden.models import Gebied, Thema
from kern.models import Gebruiker
from tests.bewoners.fabriek import maak_initiatief, maak_regel
from tests.factories import GebiedFactory

pytestmark = pytest.mark.django_db
S = Initiatiefstatus
LIJST = "/initiatieven/"


def tekst(client: Client, pad: str, status: int = 200) -> str:
    antwoord = client.get(pad)
    assert antwoord.status_code == status, pad
    return antwoord.content.decode().replace("\u00a0", " ")


def jpeg(kleur: str = "green", maat: tuple[int, int] = (60, 40)) -> bytes:
    uit = io.BytesIO()
    Image.new("RGB", maat, kleur).save(uit, "JPEG")
    return uit.getvalue()


def maak_foto(
    initiatief: Initiatief, *, openbaar: bool = True, soort: str = Bijlagesoort.FOTO, **velden: Any
) -> Bijlage:
    foto = Bijlage(
        initiatief=initiatief, soort=soort, naam="foto.jpg", mimetype="image/jpeg", grootte=9, sha256="0" * 64,
        breedte=60, hoogte=40, alt="Bloembakken", openbaar=openbaar, **velden,
    )  # fmt: skip
    foto.bestand.save("foto.jpg", ContentFile(jpeg()))
    return foto


@pytest.fixture
def maak(wijken: dict[str, Gebied], themas: dict[str, Thema], bewoner: Gebruiker) -> Callable[..., Initiatief]:
    def bouw(titel: str = "Bloembakken", wijk: str = "Lariks", thema: str = "Groen", **velden: Any) -> Initiatief:
        velden = {"gebied": wijken[wijk], "thema": themas[thema], "indiener": bewoner, "titel": titel} | velden
        return maak_initiatief(**velden)

    return bouw


@pytest.fixture
def initiatief(maak: Callable[..., Initiatief]) -> Initiatief:
    return maak()


# the list and the map


def test_list_is_friendly_when_it_is_empty(client: Client) -> None:
    assert "Nog geen plannen" in tekst(client, LIJST)


def test_list_shows_public_initiatives_only(client: Client, maak: Callable[..., Initiatief]) -> None:
    maak("Jeu de boules")
    for status in (S.CONCEPT, S.INGETROKKEN, S.BUITEN_BEHANDELING):
        maak(f"Plan {status}", status=status)
    maak("Nog niet gepubliceerd", openbaar=False)
    inhoud = tekst(client, LIJST)
    assert "Jeu de boules" in inhoud
    assert "1 plan</h2>" in inhoud
    assert "Plan " not in inhoud.replace("Plannen", "")
    assert "Nog niet gepubliceerd" not in inhoud


def test_card_says_status_amount_and_support_in_residents_words(
    client: Client, maak: Callable[..., Initiatief]
) -> None:
    maak(status=S.VERLEEND, toegekend=Decimal("350.00"))
    inhoud = tekst(client, LIJST)
    assert "Gaat door" in inhoud
    assert "€ 350,00 toegekend" in inhoud
    assert "keer steun" not in inhoud
    maak()
    assert "0 van 5 keer steun" in client.get(LIJST, headers={"HX-Request": "true"}).content.decode()


@pytest.mark.parametrize(
    ("vraag", "titels"),
    [
        ("", {"Tuin", "Feest", "Pleintje", "Oud"}),
        ("gebied=lariks", {"Tuin", "Pleintje"}),
        ("gebied=de-lariks-oost", {"Pleintje"}),
        ("gebied=assen", {"Tuin", "Feest", "Pleintje", "Oud"}),
        ("groep=nieuw", {"Tuin", "Pleintje"}),
        ("groep=bezig", {"Feest"}),
        ("groep=klaar", {"Oud"}),
        ("groep=niet", set()),
        ("thema=jeugd", {"Feest"}),
        ("tekst=tuIN", {"Tuin"}),
        ("tekst=zorgen+pleintje", {"Pleintje"}),
        ("tekst=%00", {"Tuin", "Feest", "Pleintje", "Oud"}),
        ("gebied=nergens", {"Tuin", "Feest", "Pleintje", "Oud"}),
        ("groep=x", {"Tuin", "Feest", "Pleintje", "Oud"}),
    ],
)
def test_filters(
    client: Client, maak: Callable[..., Initiatief], wijken: dict[str, Gebied], vraag: str, titels: set[str]
) -> None:
    buurt = GebiedFactory(code="BU01060101", naam="De Lariks Oost", soort=Gebiedssoort.BUURT, ouder=wijken["Lariks"])
    maak("Tuin")
    maak("Feest", wijk="Peelo", thema="Jeugd", status=S.VERLEEND)
    maak("Pleintje", gebied=buurt)
    maak("Oud", wijk="Peelo", status=S.AFGESLOTEN, toegekend=Decimal(400))
    antwoord = client.get(f"{LIJST}?{vraag}")
    assert {kaartje.titel for kaartje in antwoord.context["kaartjes"]} == titels
    punten = client.get(f"{reverse('bewoners:kaartpunten')}?{vraag}")
    assert punten.status_code == 200


def test_made_up_filters_fill_no_cache(client: Client, initiatief: Initiatief) -> None:
    assert "no-cache" in client.get(f"{LIJST}?gebied=nergens")["Cache-Control"]
    assert "no-cache" in client.get(f"{reverse('bewoners:kaartpunten')}?gebied=nergens")["Cache-Control"]
    assert "ETag" in client.get(f"{LIJST}?gebied=lariks")


def test_list_is_paginated(client: Client, maak: Callable[..., Initiatief]) -> None:
    for i in range(14):
        maak(f"Plan {i}")
    assert len(client.get(LIJST).context["kaartjes"]) == 12
    assert len(client.get(f"{LIJST}?page=2").context["kaartjes"]) == 2
    assert client.get(f"{LIJST}?page=3").status_code == 404


def queries(client: Client, pad: str) -> int:
    with CaptureQueriesContext(connection) as gevangen:
        assert client.get(pad, headers={"HX-Request": "true"}).status_code == 200
    return len(gevangen)


def test_list_map_feed_and_figures_ask_the_same_of_the_database_however_many(
    client: Client, maak: Callable[..., Initiatief]
) -> None:
    paden = [LIJST, reverse("bewoners:kaartpunten"), reverse("bewoners:feed"), reverse("bewoners:cijfers")]
    maak_foto(maak("Een", lengte=6.5, breedte=53.0))
    een = [queries(client, pad) for pad in paden]
    for i in range(10):
        maak_foto(maak(f"Plan {i}", lengte=6.5, breedte=53.0))
    assert [queries(client, pad) for pad in paden] == een


def test_map_points_are_rounded_and_hold_public_fields_only(client: Client, maak: Callable[..., Initiatief]) -> None:
    plan = maak("Tuin", lengte=6.56789012, breedte=52.99123456)
    maak("Zonder plek")
    punten = json.loads(client.get(reverse("bewoners:kaartpunten")).content)
    assert punten["features"] == [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [6.5679, 52.9912]},
            "properties": {
                "pk": plan.pk,
                "titel": "Tuin",
                "status": "Ontvangen",
                "gebied": "Lariks",
                "url": f"/initiatieven/{plan.pk}/",
            },
        }
    ]


# one initiative


def test_page_shows_plan_money_and_place(client: Client, initiatief: Initiatief) -> None:
    inhoud = tekst(client, initiatief.get_absolute_url())
    assert "Met de hele straat timmeren wij tien bloembakken." in inhoud
    assert "€ 500,00" in inhoud  # the whole plan
    assert "€ 400,00" in inhoud  # asked
    assert "Plan van</dt><dd>Een bewoner" in inhoud
    assert "Bea Bewoner" not in inhoud


def test_name_shows_when_the_applicant_chose_so(client: Client, maak: Callable[..., Initiatief]) -> None:
    assert "Plan van</dt><dd>Bea Bewoner" in tekst(client, maak(toon_naam=True).get_absolute_url())


@pytest.mark.parametrize(("plek", "te_zien"), [("Bij de vijver", True), ("Sparstraat 12", False)])
def test_place_in_words_shows_without_a_house_number_only(
    client: Client, maak: Callable[..., Initiatief], plek: str, te_zien: bool
) -> None:
    assert (plek in tekst(client, maak(plek_adres=plek).get_absolute_url())) is te_zien


@pytest.mark.parametrize("status", [S.CONCEPT, S.INGETROKKEN, S.BUITEN_BEHANDELING])
def test_what_is_not_public_is_for_the_applicant(
    client: Client, als: Callable[..., Client], maak: Callable[..., Initiatief], status: str
) -> None:
    pad = maak(status=status).get_absolute_url()
    assert client.get(pad).status_code == 302
    assert als("medewerker_mogelijke_partner").get(pad).status_code == 403
    assert als("partnermedewerker").get(pad).status_code == 403
    assert '<meta name="robots" content="noindex">' in tekst(als("bewoner"), pad)


@pytest.mark.parametrize("status", [s for s in S if s not in (S.CONCEPT, S.INGETROKKEN, S.BUITEN_BEHANDELING)])
def test_page_works_in_every_public_status(
    client: Client, als: Callable[..., Client], maak: Callable[..., Initiatief], status: str
) -> None:
    plan = maak(status=status, toegekend=Decimal(300))
    assert str(VOOR_BEWONERS[status]) in tekst(client, plan.get_absolute_url())
    tekst(als("bewoner"), plan.get_absolute_url())
    tekst(als("coordinator"), plan.get_absolute_url())


def test_what_was_withdrawn_is_not_public_again_when_its_file_is_closed(
    client: Client, initiatief: Initiatief, bewoner: Gebruiker
) -> None:
    stappen.pas_toe("trek_in", initiatief, door=bewoner)
    stappen.pas_toe("sluit_af", initiatief, door=None)
    assert not Initiatief.objects.openbaar().exists()
    assert client.get(initiatief.get_absolute_url()).status_code == 302


def test_page_of_a_stranger_comes_from_the_cache_and_is_renewed(
    client: Client, initiatief: Initiatief, django_capture_on_commit_callbacks: Any
) -> None:
    pad = initiatief.get_absolute_url()
    client.get(pad)
    with CaptureQueriesContext(connection) as gevangen:
        client.get(pad)
    assert len(gevangen) == 0
    Initiatief.objects.filter(pk=initiatief.pk).update(status=S.INGETROKKEN)
    with django_capture_on_commit_callbacks(execute=True):
        from kern.domain.versie import verhoog_na_commit

        verhoog_na_commit("publiek")
    assert client.get(pad).status_code == 302


def test_page_asks_the_same_of_the_database_however_much_there_is(
    client: Client, maak: Callable[..., Initiatief], bewoner: Gebruiker
) -> None:
    plan = maak()
    pad = plan.get_absolute_url()
    Reactie.objects.create(initiatief=plan, auteur=bewoner, tekst="Mooi", status="zichtbaar")
    maak_foto(plan)
    een = queries(client, pad)
    for i in range(8):
        Reactie.objects.create(initiatief=plan, auteur=bewoner, tekst=f"Mooi {i}", status="zichtbaar")
        maak_foto(plan)
    assert queries(client, pad) == een
    assert een <= 14


def test_ledger_says_what_was_paid(
    client: Client, maak: Callable[..., Initiatief], coordinator: Gebruiker, gemeente: Any, boekjaar: Any,
    wijken: dict[str, Gebied], themas: dict[str, Thema],
) -> None:  # fmt: skip
    plan = maak(status=S.VERLEEND, toegekend=Decimal("350.00"))
    regel = maak_regel(wijken["Lariks"], themas["Groen"], boekjaar, {gemeente: Decimal(1000)})
    plan.verplichting = verplichtingen.ga_aan(
        regel, kenmerk=f"initiatief-{plan.pk}", omschrijving=plan.titel, url=plan.get_absolute_url(),
        dekking={gemeente: Decimal("350.00")}, boekdatum=timezone.localdate(), door=coordinator,
    )  # fmt: skip
    plan.save(update_fields=["verplichting"])
    geld = publiek.geld_van(plan)
    assert (geld.betaald, geld.betalers) == (Decimal("0.00"), [("Gemeente Assen", Decimal("350.00"))])
    assert "Gemeente Assen: " in tekst(client, plan.get_absolute_url())


def test_timeline_says_what_happened_and_what_comes_next(maak: Callable[..., Initiatief]) -> None:
    plan = maak(status=S.AANVULLING_GEVRAAGD)
    nu = timezone.now()
    Statuswissel.objects.create(initiatief=plan, van=S.CONCEPT, naar=S.INGEDIEND, op=nu)
    Statuswissel.objects.create(
        initiatief=plan, van=S.INGEDIEND, naar=S.AANVULLING_GEVRAAGD, op=nu, toelichting="intern"
    )
    Termijn.objects.create(
        initiatief=plan, soort=Termijnsoort.AANVULLING, begin=nu.date(), dagen=14, eind=dt.date(2030, 3, 1)
    )
    Termijn.objects.create(
        initiatief=plan, soort=Termijnsoort.BESLISSING, begin=nu.date(), dagen=56, eind=dt.date(2030, 5, 1)
    )
    regels = tijdlijn.tijdlijn(plan)
    assert [(stap.tekst, stap.komt) for stap in regels] == [
        ("Het plan is ingediend", False),
        ("De gemeente vroeg om meer informatie", False),
        ("De indiener geeft meer informatie", True),
        ("De gemeente neemt een besluit", True),
    ]
    assert [stap.op for stap in regels[2:]] == [dt.date(2030, 3, 1), dt.date(2030, 5, 1)]
    assert "intern" not in repr(regels)


def test_every_status_has_a_sentence_on_the_timeline() -> None:
    assert set(S) - {S.CONCEPT} <= set(tijdlijn._ZINNEN)


def test_applicant_sees_what_to_do_next(als: Callable[..., Client], maak: Callable[..., Initiatief]) -> None:
    plan = maak(status=S.AANVULLING_GEVRAAGD)
    inhoud = tekst(als("bewoner"), plan.get_absolute_url())
    assert reverse("bewoners:aanvullen", args=[plan.pk]) in inhoud
    assert reverse("bewoners:nieuws", args=[plan.pk]) not in inhoud
    loopt = tekst(als("bewoner"), maak(status=S.IN_UITVOERING).get_absolute_url())
    for zin in ("Nieuws plaatsen", "Vertellen hoe het ging", "Verantwoorden"):
        assert zin in loopt
    assert "Uw plan</h2>" not in tekst(als("coordinator_elders"), plan.get_absolute_url())


def test_staff_of_the_area_get_the_way_inside(als: Callable[..., Client], initiatief: Initiatief) -> None:
    dossier = reverse("bewoners:dossier", args=[initiatief.pk])
    assert dossier in tekst(als("coordinator"), initiatief.get_absolute_url())
    assert dossier not in tekst(als("coordinator_elders"), initiatief.get_absolute_url())


# sharing


def test_share_picture_is_a_jpeg_of_the_right_size_with_and_without_a_photo(
    client: Client, maak: Callable[..., Initiatief]
) -> None:
    kaal, lang = (
        maak(),
        maak(
            "Een heel erg lange naam voor een plan met Donaudampfschifffahrtsgesellschaften erin die toch moet passen, echt waar"
        ),
    )
    maak_foto(lang)
    for plan in (kaal, lang):
        antwoord = client.get(reverse("bewoners:deelplaatje", args=[plan.pk]))
        assert antwoord["Content-Type"] == "image/jpeg"
        beeld = Image.open(io.BytesIO(antwoord.content))
        assert (beeld.size, beeld.format) == ((1200, 630), "JPEG")
    assert f"/initiatieven/{kaal.pk}/deelplaatje.jpg" in tekst(client, kaal.get_absolute_url())


def test_share_picture_is_made_once(client: Client, initiatief: Initiatief, monkeypatch: pytest.MonkeyPatch) -> None:
    from bewoners.domain import deelplaatje

    eerste = deelplaatje.deelplaatje(initiatief)
    monkeypatch.setattr(deelplaatje, "_teken", lambda *_: pytest.fail("drawn again"))
    assert deelplaatje.deelplaatje(initiatief) == eerste


def test_no_share_picture_of_what_is_not_public(
    client: Client, als: Callable[..., Client], maak: Callable[..., Initiatief]
) -> None:
    pad = reverse("bewoners:deelplaatje", args=[maak(status=S.INGETROKKEN).pk])
    assert client.get(pad).status_code == 302
    assert als("bewoner").get(pad).status_code == 404


def test_feed_is_atom_everywhere_and_per_area(client: Client, maak: Callable[..., Initiatief]) -> None:
    maak("Tuin")
    maak("Feest", wijk="Peelo")
    maak("Geheim", openbaar=False)
    ruimte = "{http://www.w3.org/2005/Atom}"

    def titels(vraag: str = "") -> list[str | None]:
        boom = ElementTree.fromstring(client.get(f"{reverse('bewoners:feed')}{vraag}").content)
        return [titel.text for titel in boom.findall(f"{ruimte}entry/{ruimte}title")]

    assert titels() == ["Feest", "Tuin"]
    assert titels("?gebied=lariks") == ["Tuin"]
    assert client.get(f"{reverse('bewoners:feed')}?gebied=nergens").status_code == 404
