"""Pages of the activity log: rights by role, object and state; nothing typed is lost; constant queries."""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gebieden.enums import Gebiedssoort
from gebieden.models import Gebied
from kern.domain.uploads import maak_foto_schoon
from kern.models import Gebruiker
from partners.domain import activiteiten
from partners.enums import Activiteitstatus, Functie
from partners.models import Activiteit, ActiviteitFoto, Activiteittype, Partner
from tests.factories import ActiviteitFactory, GebiedFactory, MedewerkerFactory
from tests.partners.afbeeldingen import GEHEIM, foto_bytes, png_bom, upload

Als = Callable[[Gebruiker | str | None], Client]
Invoer = Callable[..., dict[str, Any]]

NIEUW = "/partners/activiteiten/nieuw/"
LIJST = "/partners/activiteiten/"


@pytest.fixture
def concept(
    actium: Partner, partnermedewerker: Gebruiker, buurtfeest: Activiteittype, wijken: dict[str, Gebied]
) -> Activiteit:
    return ActiviteitFactory(
        partner=actium,
        type=buurtfeest,
        titel="Feest op het plein",
        gebied=wijken["Lariks"],
        ingevoerd_door=partnermedewerker,
        uren=Decimal("1.50"),
        kosten=Decimal("87.50"),
        deelnemers=24,
    )


@pytest.fixture
def foto(concept: Activiteit, partnermedewerker: Gebruiker) -> ActiviteitFoto:
    return activiteiten.voeg_foto_toe(
        concept, bestand=maak_foto_schoon(upload(foto_bytes(exif=True))), door=partnermedewerker
    )


def maak_definitief(activiteit: Activiteit, *, openbaar: bool = True) -> None:
    Activiteit.objects.filter(pk=activiteit.pk).update(
        status=Activiteitstatus.DEFINITIEF, definitief_op=timezone.now(), openbaar=openbaar
    )


# Entering


def test_activity_is_logged_from_the_form(
    als: Als, partnermedewerker: Gebruiker, actium: Partner, invoer: Invoer
) -> None:
    antwoord = als(partnermedewerker).post(NIEUW, invoer())
    activiteit = Activiteit.objects.get()
    assert antwoord.headers["Location"] == f"/partners/activiteiten/{activiteit.pk}/"
    assert (activiteit.partner, activiteit.titel, activiteit.uren, activiteit.kosten, activiteit.deelnemers) == (
        actium,
        "Buurtfeest",
        Decimal("1.50"),
        Decimal("87.50"),
        24,
    )
    assert (activiteit.status, activiteit.openbaar, activiteit.ingevoerd_door) == ("concept", True, partnermedewerker)


def test_activity_is_made_final_at_once(als: Als, partnermedewerker: Gebruiker, invoer: Invoer) -> None:
    als(partnermedewerker).post(NIEUW, invoer(actie="definitief", kosten=""))
    assert Activiteit.objects.get().status == "definitief"


@pytest.mark.parametrize(
    ("uren_keuze", "uren", "bedrag"),
    [("1.5", "", "1.50"), ("anders", "2,25", "2.25"), (None, "6", "6.00"), (None, "", "0.00"), ("8", "3", "8.00")],
)
def test_hours_are_a_button_or_a_number(
    uren_keuze: str | None, uren: str, bedrag: str, als: Als, partnermedewerker: Gebruiker, invoer: Invoer
) -> None:
    als(partnermedewerker).post(NIEUW, invoer(uren_keuze=uren_keuze, uren=uren))
    assert Activiteit.objects.get().uren == Decimal(bedrag)


@pytest.mark.parametrize(
    ("getypt", "bedrag"),
    [("87,50", "87.50"), ("€ 1.234,56", "1234.56"), ("1.234", "1234.00"), ("12.5", "12.50"), ("", "0.00")],
)
def test_costs_are_read_as_people_write_them(
    getypt: str, bedrag: str, als: Als, partnermedewerker: Gebruiker, invoer: Invoer
) -> None:
    als(partnermedewerker).post(NIEUW, invoer(kosten=getypt))
    assert Activiteit.objects.get().kosten == Decimal(bedrag)


def test_bad_input_keeps_everything_and_the_photo_waits(als: Als, partnermedewerker: Gebruiker, invoer: Invoer) -> None:
    client = als(partnermedewerker)
    fout = client.post(NIEUW, invoer(kosten="veel", fotos=upload(foto_bytes(exif=True))))
    inhoud = fout.content.decode()
    assert "Veel nieuwe gezichten." in inhoud
    assert 'value="veel"' in inhoud
    assert 'value="1.5"' in inhoud
    assert Activiteit.objects.count() == 0
    (sleutel,) = re.findall(r'name="bewaard" value="([0-9a-f]{32})"', inhoud)
    assert GEHEIM not in b"".join(client.get(reverse("partners:foto_wacht", args=[sleutel])).streaming_content)

    goed = client.post(NIEUW, invoer(bewaard=sleutel))
    activiteit = Activiteit.objects.get()
    assert goed.headers["Location"] == activiteit.get_absolute_url()
    assert activiteit.fotos.count() == 1
    assert client.get(reverse("partners:foto_wacht", args=[sleutel])).status_code == 404


def test_waiting_photo_is_for_its_sender_only(
    als: Als, partnermedewerker: Gebruiker, collega_woonconcept: Gebruiker, invoer: Invoer
) -> None:
    inhoud = als(partnermedewerker).post(NIEUW, invoer(type="", fotos=upload(foto_bytes()))).content.decode()
    (sleutel,) = re.findall(r'name="bewaard" value="([0-9a-f]{32})"', inhoud)
    ander = als(collega_woonconcept)
    assert ander.get(reverse("partners:foto_wacht", args=[sleutel])).status_code == 404
    ander.post(NIEUW, invoer(bewaard=sleutel))
    assert Activiteit.objects.get().fotos.count() == 0


@pytest.mark.parametrize(
    ("bestand", "zin"),
    [
        (
            upload(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "tekening.jpg"),
            "tekening.jpg: Dit bestand is geen foto",
        ),
        (upload(png_bom(60000, 60000), "bom.png"), "bom.png: De foto heeft te veel beeldpunten"),
        (
            upload(b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40, "IMG_1.HEIC"),
            "IMG_1.HEIC: Deze foto is in het formaat HEIC",
        ),
    ],
)
def test_wrong_photo_says_why_and_the_good_one_is_kept(
    bestand: Any, zin: str, als: Als, partnermedewerker: Gebruiker, invoer: Invoer
) -> None:
    bestand.seek(0)
    antwoord = als(partnermedewerker).post(NIEUW, invoer(fotos=[upload(foto_bytes()), bestand]))
    inhoud = antwoord.content.decode()
    assert zin in inhoud
    assert "Veel nieuwe gezichten." in inhoud
    assert len(re.findall(r'name="bewaard"', inhoud)) == 1
    assert Activiteit.objects.count() == 0


def test_stored_photo_holds_no_position_or_camera(als: Als, partnermedewerker: Gebruiker, invoer: Invoer) -> None:
    als(partnermedewerker).post(NIEUW, invoer(camera=upload(foto_bytes(exif=True)), fotos=upload(foto_bytes("PNG"))))
    (*paden,) = (pad for pad in Path(settings.MEDIA_ROOT).rglob("*") if pad.is_file())
    assert len(paden) == 2
    for pad in paden:
        inhoud = pad.read_bytes()
        assert inhoud.startswith(b"\xff\xd8\xff")
        assert GEHEIM not in inhoud
        assert b"Exif" not in inhoud


def test_connected_party_logs_without_a_field_for_money(als: Als, wijkagent: Gebruiker, invoer: Invoer) -> None:
    client = als(wijkagent)
    assert 'name="kosten"' not in client.get(NIEUW).content.decode()
    client.post(NIEUW, invoer(kosten="100,00"))
    assert Activiteit.objects.get().kosten == 0


def test_partner_is_asked_only_of_who_works_for_several(
    als: Als, partnermedewerker: Gebruiker, woonconcept: Partner, actium: Partner, politie: Partner, invoer: Invoer
) -> None:
    assert 'name="partner"' not in als(partnermedewerker).get(NIEUW).content.decode()
    MedewerkerFactory(gebruiker=partnermedewerker, partner=woonconcept)
    client = als(Gebruiker.objects.get(pk=partnermedewerker.pk))
    assert 'name="partner"' in client.get(NIEUW).content.decode()
    client.post(NIEUW, invoer(partner=politie.pk))
    assert Activiteit.objects.count() == 0
    client.post(NIEUW, invoer(partner=woonconcept.pk))
    assert Activiteit.objects.get().partner == woonconcept


def test_form_offers_own_areas_first_and_today(
    als: Als, coordinator: Gebruiker, buurtfeest: Activiteittype, wijken: dict[str, Gebied]
) -> None:
    GebiedFactory(code="BU01060101", naam="Lariks-Noord", soort=Gebiedssoort.BUURT, ouder=wijken["Lariks"])
    inhoud = als(coordinator).get(NIEUW).content.decode()
    assert inhoud.index('label="Uw gebieden"') < inhoud.index("Heel Assen") < inhoud.index('label="Peelo"')
    assert f'<option value="{wijken["Lariks"].pk}" selected>' in inhoud
    assert f'value="{timezone.localdate().isoformat()}"' in inhoud


def test_changing_a_draft_keeps_its_photos_and_its_hours(
    als: Als, partnermedewerker: Gebruiker, concept: Activiteit, foto: ActiviteitFoto, invoer: Invoer
) -> None:
    adres = reverse("partners:activiteit_wijzig", args=[concept.pk])
    client = als(partnermedewerker)
    inhoud = client.get(adres).content.decode()
    assert re.search(r'value="1\.5"[^>]*checked', inhoud)
    assert 'value="87,50"' in inhoud
    client.post(adres, invoer(titel="Anders", fotos=upload(foto_bytes())))
    concept.refresh_from_db()
    assert (concept.titel, concept.fotos.count()) == ("Anders", 2)


def test_last_one_is_copied_to_a_draft_of_today(als: Als, partnermedewerker: Gebruiker, concept: Activiteit) -> None:
    Activiteit.objects.filter(pk=concept.pk).update(datum=dt.date(2024, 1, 1))
    client = als(partnermedewerker)
    adres = reverse("partners:activiteit_kopie", args=[concept.pk])
    assert adres in client.get(NIEUW).content.decode()
    antwoord = client.post(adres)
    kopie = Activiteit.objects.exclude(pk=concept.pk).get()
    assert antwoord.headers["Location"] == reverse("partners:activiteit_wijzig", args=[kopie.pk])
    assert (kopie.titel, kopie.datum, kopie.kosten) == ("Feest op het plein", timezone.localdate(), Decimal("0.00"))


# Rights

SCHRIJVEND = ("activiteit_kopie", "activiteit_definitief", "activiteit_verwijder")


@pytest.mark.parametrize(
    "rol",
    ["bezoeker", "bewoner", "collega_woonconcept", "wijkagent", "medewerker_mogelijke_partner", "ex_medewerker",
     "stuurgroeplid", "coordinator", "controller", "beheerder"],
)  # fmt: skip
def test_only_the_partners_own_staff_write(
    rol: str,
    als: Als,
    concept: Activiteit,
    foto: ActiviteitFoto,
    invoer: Invoer,
    request: pytest.FixtureRequest,
) -> None:
    client = als(rol)
    for naam in SCHRIJVEND:
        assert client.post(reverse(f"partners:{naam}", args=[concept.pk])).status_code == 403, naam
    for naam in ("foto_beschrijf", "foto_verwijder"):
        assert client.post(reverse(f"partners:{naam}", args=[foto.pk]), {"alt": "x"}).status_code == 403, naam
    assert client.post(reverse("partners:activiteit_wijzig", args=[concept.pk]), invoer(titel="x")).status_code == 403
    verwacht = 302 if rol == "bezoeker" else 403
    assert client.get(reverse("partners:activiteit_wijzig", args=[concept.pk])).status_code == verwacht
    concept.refresh_from_db()
    assert (concept.titel, concept.status, concept.fotos.count()) == ("Feest op het plein", "concept", 1)
    assert Activiteit.objects.count() == 1


@pytest.mark.parametrize("rol", ["bezoeker", "bewoner", "medewerker_mogelijke_partner", "stuurgroeplid"])
def test_who_may_not_log_makes_nothing(rol: str, als: Als, invoer: Invoer) -> None:
    assert als(rol).post(NIEUW, invoer()).status_code == 403
    assert Activiteit.objects.count() == 0


@pytest.mark.parametrize("naam", SCHRIJVEND)
def test_action_refuses_get(naam: str, als: Als, partnermedewerker: Gebruiker, concept: Activiteit) -> None:
    assert als(partnermedewerker).get(reverse(f"partners:{naam}", args=[concept.pk])).status_code == 405


def test_own_staff_cannot_change_what_is_final(
    als: Als, partnermedewerker: Gebruiker, concept: Activiteit, foto: ActiviteitFoto, invoer: Invoer
) -> None:
    maak_definitief(concept)
    client = als(partnermedewerker)
    assert client.get(reverse("partners:activiteit_wijzig", args=[concept.pk])).status_code == 403
    assert client.post(reverse("partners:activiteit_wijzig", args=[concept.pk]), invoer()).status_code == 403
    assert client.post(reverse("partners:foto_verwijder", args=[foto.pk])).status_code == 403
    antwoord = client.post(reverse("partners:activiteit_verwijder", args=[concept.pk]), follow=True)
    assert "definitief en verandert niet meer" in antwoord.content.decode()
    assert Activiteit.objects.get().fotos.count() == 1


def test_final_button_works_once(als: Als, partnermedewerker: Gebruiker, concept: Activiteit) -> None:
    Activiteit.objects.update(kosten=0)
    client = als(partnermedewerker)
    adres = reverse("partners:activiteit_definitief", args=[concept.pk])
    assert "is definitief. Bedankt" in client.post(adres, follow=True).content.decode()
    assert "verandert niet meer" in client.post(adres, follow=True).content.decode()


@pytest.mark.parametrize(
    ("staat", "ziet"),
    [
        ("concept", {"partnermedewerker"}),
        ("intern", {"partnermedewerker", "collega_woonconcept", "wijkagent", "stuurgroeplid", "controller"}),
        (
            "openbaar",
            {"partnermedewerker", "collega_woonconcept", "wijkagent", "stuurgroeplid", "controller", "bewoner",
             "bezoeker", "medewerker_mogelijke_partner"},
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "rol",
    ["bezoeker", "bewoner", "medewerker_mogelijke_partner", "partnermedewerker", "collega_woonconcept", "wijkagent",
     "stuurgroeplid", "controller"],
)  # fmt: skip
def test_activity_and_photo_are_seen_by_whom_they_are_for(
    rol: str, staat: str, ziet: set[str], als: Als, concept: Activiteit, foto: ActiviteitFoto
) -> None:
    if staat != "concept":
        maak_definitief(concept, openbaar=staat == "openbaar")
    client = als(rol)
    geweigerd = 302 if rol == "bezoeker" else 403
    verwacht = 200 if rol in ziet else geweigerd
    assert client.get(concept.get_absolute_url()).status_code == verwacht
    assert (concept.titel in client.get(LIJST).content.decode()) is (rol in ziet)
    antwoord = client.get(reverse("partners:foto", args=[foto.pk]))
    assert antwoord.status_code == verwacht
    if rol in ziet:
        assert b"".join(antwoord.streaming_content).startswith(b"\xff\xd8\xff")
        assert antwoord.headers["Cache-Control"] == (
            "public, max-age=86400" if staat == "openbaar" else "private, no-store"
        )
        assert antwoord.headers["X-Content-Type-Options"] == "nosniff"
        assert antwoord.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_public_page_names_no_person_and_no_costs(als: Als, concept: Activiteit, partnermedewerker: Gebruiker) -> None:
    maak_definitief(concept)
    for adres in (concept.get_absolute_url(), LIJST, concept.partner.get_absolute_url()):
        inhoud = als(None).get(adres).content.decode()
        assert concept.titel in inhoud
        assert partnermedewerker.naam not in inhoud
        assert partnermedewerker.email not in inhoud
        assert "87,50" not in inhoud
    assert partnermedewerker.naam in als(partnermedewerker).get(concept.get_absolute_url()).content.decode()


def test_coordinator_post_may_log_for_the_municipality(
    als: Als, coordinator: Gebruiker, gemeente: Partner, invoer: Invoer
) -> None:
    assert {post.functie for post in MedewerkerFactory._meta.model.objects.filter(gebruiker=coordinator)} == {
        Functie.GEBIEDSCOORDINATOR
    }
    als(coordinator).post(NIEUW, invoer())
    assert Activiteit.objects.get().partner == gemeente
