"""Files with a plan: cleaned, counted, and seen only by who may see them."""

import io

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from bewoners.domain import bijlagen
from bewoners.domain.inrichten import richt_regelingen_in
from bewoners.enums import Bijlagesoort, Initiatiefstatus
from bewoners.models import Beoordeling, Bijlage, Initiatief
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.uploads import controleer_document, maak_foto_schoon
from tests.bewoners import indienhulp as hulp
from tests.bewoners.fabriek import maak_initiatief, verklaar_geen_belang
from tests.bewoners.indienhulp import stap
from tests.partners.afbeeldingen import GEHEIM, foto_bytes, objectstroom, pdf_bytes, upload, zip_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture
def bezig(wijken, themas, client, monkeypatch) -> Initiatief:
    richt_regelingen_in()
    return hulp.begin(client, monkeypatch)


def _voeg_toe(client: Client, **bestanden):
    return client.post(stap("bijlagen"), {"openbaar": "on", "actie": "toevoegen", **bestanden})


def _foto(kleur: int = 64) -> bytes:
    return foto_bytes(maat=(kleur, 48), exif=True)


def test_photo_is_kept_without_what_the_camera_told(bezig, client):
    _voeg_toe(client, fotos=upload(_foto(), naam="Mijn straat.jpg"))

    foto = bezig.bijlagen.get()
    with foto.bestand.open("rb") as bestand:
        inhoud = bestand.read()
    assert GEHEIM not in inhoud
    assert not Image.open(io.BytesIO(inhoud)).getexif()
    assert (foto.soort, foto.mimetype, foto.breedte, foto.hoogte, foto.openbaar) == ("foto", "image/jpeg", 48, 64, True)
    assert foto.bestand.name.startswith("initiatieven/")
    assert "straat" not in foto.bestand.name
    pagina = client.get(stap("bijlagen")).content.decode()
    assert f"/initiatieven/bijlage/{foto.pk}/" in pagina


@pytest.mark.parametrize(
    ("veld", "naam", "inhoud", "zin"),
    [
        ("fotos", "stiekem.jpg", b"<svg onload=alert(1)>", "Dit bestand is geen foto"),
        ("fotos", "pagina.jpg", b"<html><script>alert(1)</script>", "Dit bestand is geen foto"),
        ("fotos", "leeg.jpg", b"", "leeg"),
        ("fotos", "half.jpg", foto_bytes()[:200], "beschadigd"),
        ("fotos", "papier.jpg", pdf_bytes(), "Dit bestand is geen foto"),
        ("documenten", "kwaad.pdf", pdf_bytes(b"4 0 obj\n<< /S /JavaScript /JS (app.alert(1)) >>\nendobj\n"), "programmacode"),
        ("documenten", "verstopt.pdf", pdf_bytes(objectstroom(b"4 0 << /S /JavaScript /JS (x) >>")), "programmacode"),
        ("documenten", "archief.pdf", pdf_bytes(staart=zip_bytes()), "nog iets anders"),
        ("documenten", "virus.exe", b"MZ" + GEHEIM, "geen pdf en geen foto"),
    ],
)  # fmt: skip
def test_hostile_file_is_refused_with_a_sentence_and_the_good_one_beside_it_is_kept(
    bezig, client, veld, naam, inhoud, zin
):
    goed = upload(_foto()) if veld == "fotos" else upload(pdf_bytes(), naam="goed.pdf")
    antwoord = _voeg_toe(client, **{veld: [upload(inhoud, naam=naam), goed]})

    fouten = str(antwoord.context["form"].errors[veld])
    assert zin in fouten
    if inhoud:
        assert naam in fouten
    assert bezig.bijlagen.count() == 1
    assert bezig.bijlagen.get().soort == {"fotos": "foto", "documenten": "document"}[veld]


def test_no_more_than_twelve_files(bezig, client):
    for begin in (0, 8):
        antwoord = _voeg_toe(client, fotos=[upload(_foto(64 + begin + n)) for n in range(8)])

    assert "Er zijn al 12 bestanden." in str(antwoord.context["form"].errors["fotos"])
    assert bezig.bijlagen.count() == 12


def test_stranger_without_a_draft_and_a_stranger_with_too_many_files_are_not_even_read(
    bezig, client, monkeypatch, settings
):
    vreemde = Client(enforce_csrf_checks=True)
    vreemde.get(hulp.START)
    assert _voeg_toe(vreemde, fotos=upload(_foto())).status_code == 400
    monkeypatch.setattr("kern.uploadgrens.VREEMDE_PER_UUR", 2)
    assert _voeg_toe(client, fotos=[upload(_foto(64)), upload(_foto(65))]).status_code == 302
    assert _voeg_toe(client, fotos=upload(_foto(66))).status_code == 400
    settings.UPLOAD_MAX_BYTES_VREEMDE = 100
    assert _voeg_toe(client, fotos=upload(_foto(67))).status_code == 400
    assert bezig.bijlagen.count() == 2


def test_same_file_twice_is_kept_once(bezig, client):
    for _ in range(2):
        _voeg_toe(client, fotos=upload(_foto()))
    assert bezig.bijlagen.count() == 1


def test_photo_is_described_hidden_and_taken_away(bezig, client, django_capture_on_commit_callbacks):
    _voeg_toe(client, fotos=upload(_foto()))
    foto = bezig.bijlagen.get()
    client.post(stap("bijlagen"), {f"alt-{foto.pk}": "Een kale stoep", "actie": "volgende"})
    foto.refresh_from_db()
    assert (foto.alt, foto.openbaar) == ("Een kale stoep", False)

    pad = foto.bestand.path
    with django_capture_on_commit_callbacks(execute=True):
        client.post(stap("bijlagen"), {f"alt-{foto.pk}": foto.alt, "actie": f"weg-{foto.pk}"})
    assert bezig.bijlagen.count() == 0
    with pytest.raises(FileNotFoundError):
        open(pad, "rb")  # noqa: SIM115, PTH123


def test_file_of_another_draft_is_not_taken_away(bezig, client, wijken, themas, bewoner):
    ander = maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner)
    bijlage = _bijlage(ander, Bijlagesoort.FOTO, bewoner)

    client.post(stap("bijlagen"), {"actie": f"weg-{bijlage.pk}"})

    assert Bijlage.objects.filter(pk=bijlage.pk).exists()


def test_draft_thrown_away_takes_its_files_along(bezig, client, django_capture_on_commit_callbacks):
    _voeg_toe(client, fotos=upload(_foto()))
    opslag, naam = bezig.bijlagen.get().bestand.storage, bezig.bijlagen.get().bestand.name
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/initiatieven/concept/{bezig.pk}/verwijderen/")
    assert not opslag.exists(naam)


def _bijlage(initiatief, soort, door, *, openbaar: bool = False) -> Bijlage:
    schoon = (
        maak_foto_schoon(upload(_foto()))
        if soort in (Bijlagesoort.FOTO, Bijlagesoort.RESULTAAT)
        else controleer_document(upload(pdf_bytes(), naam="bon.pdf"))
    )
    return bijlagen.voeg_bijlage_toe(initiatief, soort=soort, bestand=schoon, door=door, openbaar=openbaar)


ROLLEN = (
    "bezoeker",
    "bewoner",
    "ander",
    "coordinator",
    "coordinator_elders",
    "controller",
    "stuurgroeplid",
    "partnermedewerker",
)


@pytest.mark.parametrize(
    ("soort", "openbaar", "mag"),
    [
        (Bijlagesoort.FOTO, True, set(ROLLEN)),
        (Bijlagesoort.FOTO, False, {"bewoner", "coordinator", "controller", "stuurgroeplid", "partnermedewerker"}),
        (Bijlagesoort.RESULTAAT, True, set(ROLLEN)),
        (Bijlagesoort.DOCUMENT, True, {"bewoner", "coordinator", "controller", "stuurgroeplid", "partnermedewerker"}),
        (Bijlagesoort.BON, True, {"bewoner", "coordinator", "controller", "stuurgroeplid"}),
        (Bijlagesoort.GESPREK, True, {"bewoner", "coordinator"}),
    ],
)
def test_who_sees_which_file(
    soort,
    openbaar,
    mag,
    wijken,
    themas,
    als,
    bewoner,
    coordinator,
    coordinator_elders,
    controller,
    stuurgroeplid,
    partnermedewerker,
):
    """`partnermedewerker` assesses this plan."""
    plan = maak_initiatief(
        gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner, status=Initiatiefstatus.IN_BEOORDELING
    )
    verklaar_geen_belang(plan, partnermedewerker)
    Beoordeling.objects.create(initiatief=plan, beoordelaar=partnermedewerker)
    bijlage = _bijlage(plan, soort, bewoner, openbaar=openbaar)
    assert bijlage.openbaar is (openbaar and soort in (Bijlagesoort.FOTO, Bijlagesoort.RESULTAAT))

    gezien = set()
    for rol in ROLLEN:
        client = als("beheerder") if rol == "ander" else als(rol)
        antwoord = client.get(f"/initiatieven/bijlage/{bijlage.pk}/")
        if antwoord.status_code == 200:
            gezien.add(rol)
            b"".join(antwoord.streaming_content)
            assert antwoord.headers["X-Content-Type-Options"] == "nosniff"
            assert ("public" in antwoord.headers["Cache-Control"]) is bijlage.openbaar
    assert gezien == mag


def test_public_photo_of_a_plan_that_is_not_public_is_hidden(wijken, themas, als, bewoner, coordinator):
    plan = maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner)
    foto = _bijlage(plan, Bijlagesoort.FOTO, bewoner, openbaar=True)
    pad = f"/initiatieven/bijlage/{foto.pk}/"
    openbaar = als("bezoeker").get(pad)
    assert openbaar.status_code == 200
    b"".join(openbaar.streaming_content)
    Initiatief.objects.update(status=Initiatiefstatus.INGETROKKEN, status_sinds=timezone.now())

    assert als("bezoeker").get(pad).status_code == 302
    antwoord = als(bewoner).get(pad)
    assert antwoord.status_code == 200
    b"".join(antwoord.streaming_content)


def test_file_of_a_draft_is_for_the_browser_that_writes_it(bezig, client, als, controller):
    _voeg_toe(client, fotos=upload(_foto()))
    pad = f"/initiatieven/bijlage/{bezig.bijlagen.get().pk}/"

    antwoord = client.get(pad)
    assert antwoord.status_code == 200
    b"".join(antwoord.streaming_content)
    assert als(controller).get(pad).status_code == 403
    assert Client().get(pad).status_code == 302


def test_who_may_add_and_take_away(wijken, themas, bewoner, coordinator, coordinator_elders, controller):
    plan = maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner)
    for vreemde in (None, coordinator_elders, controller):
        with pytest.raises(GeenToestemming):
            _bijlage(plan, Bijlagesoort.DOCUMENT, vreemde)
    van_bewoner = _bijlage(plan, Bijlagesoort.DOCUMENT, bewoner)
    van_coordinator = _bijlage(plan, Bijlagesoort.FOTO, coordinator)
    with pytest.raises(GeenToestemming):
        bijlagen.verwijder_bijlage(van_coordinator, door=bewoner)
    bijlagen.verwijder_bijlage(van_coordinator, door=coordinator)
    plan.besloten_op = timezone.now()
    plan.save()
    with pytest.raises(Weigering, match="Er is al een besluit genomen"):
        bijlagen.verwijder_bijlage(van_bewoner, door=bewoner)


def test_pdf_is_no_photo(wijken, themas, bewoner):
    plan = maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner)
    schoon = controleer_document(upload(pdf_bytes(), naam="bon.pdf"))
    with pytest.raises(Weigering, match="geen foto"):
        bijlagen.voeg_bijlage_toe(plan, soort=Bijlagesoort.FOTO, bestand=schoon, door=bewoner)
