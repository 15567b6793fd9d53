"""Hostile uploads: refused with a clear sentence, or cleaned of everything but pixels."""

import hashlib
import io

import pytest
from PIL import Image

from kern.domain import uploads
from kern.domain.fouten import Weigering
from kern.domain.uploads import controleer_document, controleer_pdf, maak_foto_schoon, veilige_naam
from tests.partners.afbeeldingen import GEHEIM, foto_bytes, objectstroom, pdf_bytes, png_bom, upload, zip_bytes


def test_foto_loses_position_camera_comment_and_profile() -> None:
    vuil = foto_bytes(exif=True)
    with Image.open(io.BytesIO(vuil)) as voor:
        assert voor.getexif().get_ifd(0x8825)  # the original does hold a position
    assert GEHEIM in vuil

    schoon = maak_foto_schoon(upload(vuil))

    with Image.open(io.BytesIO(schoon.inhoud)) as na:
        assert na.format == "JPEG"
        assert dict(na.getexif()) == {}
        assert set(na.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
    assert GEHEIM not in schoon.inhoud
    assert b"Exif" not in schoon.inhoud
    assert b"ICC_PROFILE" not in schoon.inhoud


def test_foto_is_turned_upright_as_the_camera_noted() -> None:
    schoon = maak_foto_schoon(upload(foto_bytes(maat=(64, 48), exif=True)))
    with Image.open(io.BytesIO(schoon.inhoud)) as beeld:
        assert beeld.size == (48, 64)
        rood, wit = beeld.getpixel((24, 8)), beeld.getpixel((24, 56))
    assert rood[0] > 200
    assert rood[2] < 60  # the left half has become the top half
    assert min(wit) > 200


@pytest.mark.parametrize("formaat", ["JPEG", "PNG", "WEBP"])
def test_foto_of_each_format_becomes_jpeg_whatever_its_name(formaat: str) -> None:
    schoon = maak_foto_schoon(upload(foto_bytes(formaat), naam="../../etc/pass\x00wd.svg", soort="image/svg+xml"))
    assert schoon.inhoud.startswith(b"\xff\xd8\xff")
    assert (schoon.mimetype, schoon.naam) == ("image/jpeg", "passwd.jpg")
    assert schoon.sha256 == hashlib.sha256(schoon.inhoud).hexdigest()


def test_foto_is_made_smaller_than_the_longest_side() -> None:
    schoon = maak_foto_schoon(upload(foto_bytes(maat=(4000, 2000))))
    with Image.open(io.BytesIO(schoon.inhoud)) as beeld:
        assert beeld.size == (1800, 900)


def test_transparent_png_gets_a_white_ground() -> None:
    uit = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(uit, "PNG")
    with Image.open(io.BytesIO(maak_foto_schoon(upload(uit.getvalue())).inhoud)) as beeld:
        assert min(beeld.getpixel((5, 5))) > 250


@pytest.mark.parametrize("modus", ["1", "L", "LA", "P", "I;16", "CMYK"])
def test_foto_of_each_colour_mode_is_read(modus: str) -> None:
    uit = io.BytesIO()
    Image.new(modus, (20, 10)).save(uit, "JPEG" if modus == "CMYK" else "PNG")
    assert maak_foto_schoon(upload(uit.getvalue())).mimetype == "image/jpeg"


def test_polyglot_of_photo_and_archive_keeps_only_the_photo() -> None:
    schoon = maak_foto_schoon(upload(foto_bytes() + zip_bytes()))
    assert GEHEIM not in schoon.inhoud
    assert b"PK" not in schoon.inhoud


@pytest.mark.parametrize(
    ("inhoud", "zin"),
    [
        (b"", "leeg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "geen foto"),
        (b"<html>" + b"\xff\xd8\xff", "geen foto"),
        (b"GIF89a" + b"\x00" * 40, "geen foto"),
        (zip_bytes(), "geen foto"),
        (pdf_bytes(), "geen foto"),
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40, "HEIC"),
        (b"\x00\x00\x00\x18ftypmif1" + b"\x00" * 40, "HEIC"),
        (foto_bytes()[:200], "beschadigd"),
        (b"\xff\xd8\xff\xe0" + b"x" * 500, "beschadigd"),
        (png_bom(9000, 9000), "te veel beeldpunten"),
        (png_bom(60000, 60000), "te veel beeldpunten"),
    ],
    ids=["empty", "svg", "html", "gif", "zip", "pdf", "heic", "mif1", "truncated", "garbage", "bomb", "huge-bomb"],
)
def test_hostile_photo_is_refused_with_a_clear_sentence(inhoud: bytes, zin: str) -> None:
    with pytest.raises(Weigering, match=zin):
        maak_foto_schoon(upload(inhoud))


def test_photo_with_too_many_bytes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MAX_FOTO_BYTES", 1000)
    with pytest.raises(Weigering, match="te groot"):
        maak_foto_schoon(upload(foto_bytes(maat=(640, 480))))


def test_pdf_is_kept_byte_for_byte() -> None:
    inhoud = pdf_bytes(objectstroom(b"5 0 << /Type /Annot >>"))
    schoon = controleer_document(upload(inhoud, naam="Factuur 2026-01.exe", soort="text/html"))
    assert schoon.inhoud == inhoud
    assert (schoon.mimetype, schoon.naam) == ("application/pdf", "Factuur 2026-01.pdf")


@pytest.mark.parametrize(
    ("inhoud", "zin"),
    [
        (b"GIF89a" + pdf_bytes(), "geen pdf"),
        (b"%PDF-x" + pdf_bytes(), "geen pdf"),
        (pdf_bytes(staart=b"<script>alert(1)</script>"), "niet compleet"),
        (pdf_bytes()[:-10], "niet compleet"),
        (pdf_bytes(staart=zip_bytes() + b"%%EOF"), "(niet compleet|ander bestand)"),
        (pdf_bytes(b"4 0 obj\n<< /S /JavaScript /JS (app.alert(1)) >>\nendobj\n"), "programmacode"),
        (pdf_bytes(b"4 0 obj\n<< /S /Java#53cript /JS (x) >>\nendobj\n"), "programmacode"),
        (pdf_bytes(b"4 0 obj\n<< /S /Launch /F (cmd.exe) >>\nendobj\n"), "programmacode"),
        (pdf_bytes(objectstroom(b"4 0 << /S /JavaScript >>")), "programmacode"),
        (pdf_bytes(objectstroom(b"4 0 << /S /JavaScript >>", filter_=b"/LZWDecode")), "vreemde opbouw"),
        (pdf_bytes(objectstroom(b" " * 41 * 1024 * 1024)), "vreemde opbouw"),
        (pdf_bytes(b"4 0 obj\n<< /Encrypt 5 0 R >>\nendobj\n"), "wachtwoord"),
        (pdf_bytes(b"4 0 obj\nnull\nendobj\n" * 50_001), "ingewikkeld"),
    ],
    ids=[
        "gif-in-front", "no-version", "script-behind", "truncated", "archive-behind", "javascript", "escaped-name",
        "launch", "hidden-javascript", "odd-filter", "bomb", "encrypted", "objects",
    ],
)  # fmt: skip
def test_hostile_pdf_is_refused_with_a_clear_sentence(inhoud: bytes, zin: str) -> None:
    with pytest.raises(Weigering, match=zin):
        controleer_pdf(upload(inhoud, naam="factuur.pdf", soort="application/pdf"))


def test_archive_hidden_inside_a_pdf_is_refused() -> None:
    """A ZIP whose comment ends like a PDF: both readers would open it."""
    archief = bytearray(zip_bytes())
    commentaar = b"startxref\n9\n%%EOF"
    archief[-2:] = len(commentaar).to_bytes(2, "little")
    with pytest.raises(Weigering, match="ander bestand"):
        controleer_pdf(upload(b"%PDF-1.7\n" + bytes(archief) + commentaar))


def test_document_accepts_a_photo_of_a_receipt_and_nothing_else() -> None:
    assert controleer_document(upload(foto_bytes(), naam="bon.pdf")).naam == "bon.jpg"
    with pytest.raises(Weigering, match="geen pdf en geen foto"):
        controleer_document(upload(b"MZ\x90\x00", naam="factuur.pdf"))


@pytest.mark.parametrize(
    ("naam", "veilig"),
    [
        ("C:\\Users\\Jan\\foto.JPEG", "foto.jpg"),
        ("a\r\nSet-Cookie: x.jpg", "aSet-Cookie_ x.jpg"),
        ("factuur\u202egpj.exe", "factuurgpj.jpg"),
        ("...", "bestand.jpg"),
        ("café “menu”.png", "café _menu_.jpg"),
        ("x" * 300, "x" * 80 + ".jpg"),
    ],
)
def test_name_becomes_safe(naam: str, veilig: str) -> None:
    assert veilige_naam(naam, "image/jpeg") == veilig
