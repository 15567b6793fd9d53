"""Files from outside: nothing about them is believed, neither name nor content type; only what the bytes say.

Photos are decoded and written again as JPEG, so nothing remains but pixels: no position, camera, thumbnail, comment or
appended archive. A PDF is kept as it is, after a check that it is nothing else as well and runs nothing. Sending a file
back to a browser is the work of `kern.downloads`.
"""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from kern.domain.fouten import Weigering

MB = 1024 * 1024
#: Above what phones make; far below what a server cannot hold.
MAX_FOTO_BYTES = 20 * MB
MAX_FOTO_PIXELS = 50_000_000
#: Longest side of a stored photo, in pixels, and of a photographed receipt, which has to stay readable.
FOTO_ZIJDE = 1800
DOCUMENT_ZIJDE = 2600
MAX_PDF_BYTES = 10 * MB
MAX_PDF_OBJECTEN = 50_000
MAX_PDF_OBJECTSTROMEN = 5_000
#: Unpacked size of the compressed object streams of a PDF together.
MAX_PDF_UITGEPAKT = 40 * MB

JPEG = "image/jpeg"
PDF = "application/pdf"
_EXTENSIES = {JPEG: ".jpg", PDF: ".pdf"}
_FORMATEN = ("JPEG", "PNG", "WEBP")
_HEIC_MERKEN = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
#: What a PDF must not be able to do: run a script or a program, play media, be a dynamic form.
_PDF_ACTIEF = re.compile(rb"/(?:JavaScript|Launch|RichMedia|XFA)(?![A-Za-z0-9_.+-])")
_PDF_VERSLEUTELD = re.compile(rb"/Encrypt(?![A-Za-z0-9_.+-])")
_PDF_OBJECTSTROOM = re.compile(rb"/ObjStm\b")
_PDF_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class SchoonBestand:
    """A checked file: its content, what it really is, a safe name to show and the sha256 of the content."""

    inhoud: bytes
    mimetype: str
    sha256: str
    naam: str

    @property
    def bestand(self) -> ContentFile[bytes]:
        """The content as a file that can be saved in a model field."""
        return ContentFile(self.inhoud, name=self.naam)


def maak_foto_schoon(bestand: File[Any], *, zijde: int = FOTO_ZIJDE) -> SchoonBestand:
    """Decode a JPEG, PNG or WebP and write it again as JPEG: upright, without any metadata, at most `zijde` pixels.

    Raises Weigering with a sentence for the person who sent it.
    """
    naam = veilige_naam(bestand.name or "", JPEG)
    inhoud = _lees(
        bestand, MAX_FOTO_BYTES, _("De foto is te groot: hoogstens %(mb)s MB.") % {"mb": MAX_FOTO_BYTES // MB}
    )
    return _foto(inhoud, naam, zijde)


def controleer_document(bestand: File[Any]) -> SchoonBestand:
    """Accept a PDF, or a photo of a receipt, which is cleaned like any photo. Raises Weigering."""
    kop = bestand.read(5)
    bestand.seek(0)
    if kop == b"%PDF-":
        return controleer_pdf(bestand)
    if _is_afbeelding(bestand.read(32)):
        bestand.seek(0)
        return maak_foto_schoon(bestand, zijde=DOCUMENT_ZIJDE)
    raise Weigering(_("Dit bestand is geen pdf en geen foto. Kies een pdf-bestand of een foto (jpg, png of webp)."))


def controleer_pdf(bestand: File[Any]) -> SchoonBestand:
    """Accept a PDF that is whole, is not also an archive, is not encrypted and runs nothing. Raises Weigering."""
    te_groot = _("De pdf is te groot: hoogstens %(mb)s MB.") % {"mb": MAX_PDF_BYTES // MB}
    inhoud = _lees(bestand, MAX_PDF_BYTES, te_groot)
    if re.match(rb"%PDF-[12]\.\d", inhoud) is None:
        raise Weigering(_("Dit bestand is geen pdf. Kies een pdf-bestand."))
    if not inhoud.rstrip(b"\x00\t\n\x0c\r ").endswith(b"%%EOF") or b"startxref" not in inhoud[-2048:]:
        raise Weigering(
            _("Deze pdf is niet compleet of bevat nog iets anders. Bewaar hem opnieuw en probeer het nog eens.")
        )
    if zipfile.is_zipfile(io.BytesIO(inhoud)):
        raise Weigering(_("In deze pdf zit nog een ander bestand verstopt. Bewaar hem opnieuw als gewone pdf."))
    if inhoud.count(b" obj") > MAX_PDF_OBJECTEN:
        raise Weigering(_("Deze pdf is te ingewikkeld. Bewaar hem opnieuw als gewone pdf."))
    for deel in _pdf_delen(inhoud):
        leesbaar = _PDF_HEX.sub(lambda m: bytes([int(m[1], 16)]), deel)
        if _PDF_VERSLEUTELD.search(leesbaar):
            raise Weigering(_("Deze pdf is beveiligd met een wachtwoord. Bewaar hem zonder wachtwoord."))
        if _PDF_ACTIEF.search(leesbaar):
            raise Weigering(_("In deze pdf zit programmacode. Open hem, kies Afdrukken en bewaar hem als gewone pdf."))
    return _schoon(inhoud, PDF, veilige_naam(bestand.name or "", PDF))


def veilige_naam(naam: str, mimetype: str) -> str:
    """A short name without path, control or direction characters, with the extension the content really has."""
    kaal = re.split(r"[\\/]", unicodedata.normalize("NFC", naam))[-1]
    kaal = "".join(teken for teken in kaal if unicodedata.category(teken)[0] != "C")
    stam = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", kaal)
    stam = re.sub(r"[^\w .,()+&-]", "_", stam).strip(" .")[:80].rstrip(" .") or "bestand"
    return stam + _EXTENSIES[mimetype]


def _lees(bestand: File[Any], grens: int, te_groot: str) -> bytes:
    """The bytes, never more than `grens` in memory whatever the file says its size is."""
    bestand.seek(0)
    inhoud: bytes = bestand.read(grens + 1)
    if len(inhoud) > grens:
        raise Weigering(te_groot)
    if not inhoud:
        raise Weigering(_("Dit bestand is leeg."))
    return inhoud


def _is_afbeelding(kop: bytes) -> bool:
    return (
        kop.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))
        or (kop[:4] == b"RIFF" and kop[8:12] == b"WEBP")
        or _is_heic(kop)
    )


def _is_heic(kop: bytes) -> bool:
    return kop[4:8] == b"ftyp" and kop[8:12] in _HEIC_MERKEN


def _foto(inhoud: bytes, naam: str, zijde: int) -> SchoonBestand:
    if _is_heic(inhoud[:32]):
        raise Weigering(
            _(
                "Deze foto is in het formaat HEIC. Dat kunnen wij niet lezen. Zet op uw iPhone bij Instellingen, "
                "Camera, Structuren de keuze ‘Meest compatibel’ aan, of stuur de foto als jpg."
            )
        )
    if not _is_afbeelding(inhoud[:32]):
        raise Weigering(_("Dit bestand is geen foto. Kies een foto in jpg, png of webp."))
    te_veel = Weigering(
        _("De foto heeft te veel beeldpunten: hoogstens %(miljoen)s miljoen.")
        % {"miljoen": MAX_FOTO_PIXELS // 1_000_000}
    )
    kapot = Weigering(_("De foto is beschadigd en niet te lezen. Probeer een andere."))
    try:
        with Image.open(io.BytesIO(inhoud), formats=_FORMATEN) as beeld:
            if beeld.width * beeld.height > MAX_FOTO_PIXELS:
                raise te_veel
            beeld.draft("RGB", (zijde, zijde))  # a large JPEG is decoded at a fraction of its size
            kopie = _alleen_pixels(beeld, zijde)
    except Weigering:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise te_veel from None
    except Exception as fout:  # a decoder fed with hostile bytes may raise anything
        raise kapot from fout
    uit = io.BytesIO()
    kopie.save(uit, "JPEG", quality=84, optimize=True, progressive=True)
    return _schoon(uit.getvalue(), JPEG, naam)


def _alleen_pixels(beeld: Image.Image, zijde: int) -> Image.Image:
    """A new image with the same pixels: upright, on white where it was transparent, and with nothing attached."""
    if beeld.mode == "P":
        beeld = beeld.convert("RGBA")
    beeld.thumbnail((zijde, zijde))
    recht = ImageOps.exif_transpose(beeld)
    wit = Image.new("RGB", recht.size, "white")
    if recht.has_transparency_data:
        doorzichtig = recht.convert("RGBA")
        wit.paste(doorzichtig, mask=doorzichtig.getchannel("A"))
    else:
        wit.paste(recht.convert("RGB"))
    return wit


def _pdf_delen(inhoud: bytes) -> Iterator[bytes]:
    """The file itself and the unpacked content of its object streams, where a PDF may hide its dictionaries.

    Raises Weigering when a stream cannot be unpacked plainly, or when all together are too large.
    """
    yield inhoud
    vreemd = Weigering(_("Deze pdf heeft een vreemde opbouw. Bewaar hem opnieuw als gewone pdf."))
    over = MAX_PDF_UITGEPAKT
    leesbaar = _PDF_HEX.sub(lambda m: bytes([int(m[1], 16)]), inhoud) if b"#" in inhoud else inhoud
    aantal = len(_PDF_OBJECTSTROOM.findall(inhoud))
    if aantal > MAX_PDF_OBJECTSTROMEN or len(_PDF_OBJECTSTROOM.findall(leesbaar)) != aantal:
        raise vreemd
    for treffer in _PDF_OBJECTSTROOM.finditer(inhoud):
        begin = inhoud.find(b"stream", treffer.end())
        kop = inhoud[max(inhoud.rfind(b" obj", 0, treffer.start()), 0) : begin]
        if begin < 0 or b"endobj" in kop or b"/Filter" not in kop:
            continue  # only mentioned, or not packed and so already read as part of the file
        if re.search(rb"/Filter\s*\[?\s*/FlateDecode\s*\]?", kop) is None or b"/DecodeParms" in kop:
            raise vreemd
        start = begin + len(b"stream") + (2 if inhoud[begin + 6 : begin + 8] == b"\r\n" else 1)
        try:
            uitpakker = zlib.decompressobj()
            deel = uitpakker.decompress(inhoud[start : inhoud.find(b"endstream", start)], max(over, 1))
        except zlib.error as fout:
            raise vreemd from fout
        if not uitpakker.eof:
            raise vreemd
        over -= len(deel)
        yield deel


def _schoon(inhoud: bytes, mimetype: str, naam: str) -> SchoonBestand:
    return SchoonBestand(inhoud, mimetype, hashlib.sha256(inhoud).hexdigest(), naam)
