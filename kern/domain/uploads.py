"""Files from outside: nothing about them is believed, neither name nor content type; only what the bytes say.

Photos are decoded and written again as JPEG, so nothing remains but pixels: no position, camera, thumbnail, comment or
appended archive. A PDF is kept as it is, after a check that it is nothing else as well and runs nothing. Before a photo
is decoded and a PDF accepted, a virus scanner reads it, if there is one (`kern.domain.virusscan`). Sending a file
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
from kern.domain.virusscan import controleer as controleer_op_virus

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
#: Bytes between the end of packed data and the word that ends its stream: an end of line.
MAX_PDF_NA_STROOM = 16

JPEG = "image/jpeg"
PDF = "application/pdf"
_EXTENSIES = {JPEG: ".jpg", PDF: ".pdf"}
_FORMATEN = ("JPEG", "PNG", "WEBP")
_HEIC_MERKEN = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
#: What a PDF must not be able to do: run a script or a program, play media, be a dynamic form.
_PDF_ACTIEF = re.compile(rb"/(?:JavaScript|Launch|RichMedia|XFA)(?![A-Za-z0-9_.+-])")
_PDF_VERSLEUTELD = re.compile(rb"/Encrypt(?![A-Za-z0-9_.+-])")
_PDF_OBJECTSTROOM = re.compile(rb"/ObjStm\b")
#: An object stream as every program writes it: names, numbers and references, no text or comment to hide behind.
_PDF_OBJECTSTROOM_HEEL = re.compile(rb"\bobj\s*<<([\w/\s\[\].+-]*/ObjStm\b[\w/\s\[\].+-]*)>>\s*stream\r?\n")
_PDF_STROOM = re.compile(rb"(?<!end)stream\r?\n")
#: `/First` with a number stands in object streams and nowhere else; elsewhere it refers to an object.
_PDF_EERSTE = re.compile(rb"/First\s+\d+\b(?!\s+\d+\s+R)")
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
    controleer_op_virus(inhoud)
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
    controleer_op_virus(inhoud)
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
    """The file itself and the unpacked content of what may be object streams, where a PDF may hide its dictionaries.

    Readers find an object stream by its place, not by its name, so every stream that unpacks to a list of numbers is
    one. Raises Weigering when one is written in an unusual way or cannot be unpacked plainly, or when all together are
    too large.
    """
    yield inhoud
    leesbaar = _PDF_HEX.sub(lambda m: bytes([int(m[1], 16)]), inhoud) if b"#" in inhoud else inhoud
    stromen = {treffer.end(): treffer[1] for treffer in _PDF_OBJECTSTROOM_HEEL.finditer(inhoud)}
    genoemd = len(_PDF_OBJECTSTROOM.findall(leesbaar))
    eersten = len(_PDF_EERSTE.findall(leesbaar))
    if genoemd != len(stromen) or genoemd > MAX_PDF_OBJECTSTROMEN or eersten > genoemd:
        raise _vreemd()
    over = MAX_PDF_UITGEPAKT
    for treffer in _PDF_STROOM.finditer(inhoud):
        start = treffer.end()
        kop = stromen.get(start)
        if kop is None:
            if not _is_getallenlijst(inhoud, start):
                continue
        elif b"/Filter" not in kop:
            continue  # not packed, and so read as part of the file
        elif re.search(rb"/Filter\s*\[?\s*/FlateDecode\s*\]?", kop) is None or b"/DecodeParms" in kop:
            raise _vreemd()
        deel = _pak_uit(inhoud, start, over)
        over -= len(deel)
        yield deel


def _vreemd() -> Weigering:
    return Weigering(_("Deze pdf heeft een vreemde opbouw. Bewaar hem opnieuw als gewone pdf."))


def _is_getallenlijst(inhoud: bytes, start: int) -> bool:
    """Whether the stream that begins here unpacks to something that begins as an object stream does."""
    try:
        begin = zlib.decompressobj().decompress(inhoud[start : start + 512], 64)
    except zlib.error:
        return False
    return re.match(rb"[\s\x00]*(?:%|\d+[\s\x00]+\d+[\s\x00])", begin) is not None


def _pak_uit(inhoud: bytes, start: int, hoogstens: int) -> bytes:
    uitpakker = zlib.decompressobj()
    try:
        deel = uitpakker.decompress(inhoud[start : inhoud.find(b"endstream", start)], max(hoogstens, 1))
    except zlib.error as fout:
        raise _vreemd() from fout
    # A packed stream ends where the stream ends: otherwise thousands of them could share one long tail to copy.
    if not uitpakker.eof or len(uitpakker.unused_data) > MAX_PDF_NA_STROOM:
        raise _vreemd()
    return deel


def _schoon(inhoud: bytes, mimetype: str, naam: str) -> SchoonBestand:
    return SchoonBestand(inhoud, mimetype, hashlib.sha256(inhoud).hexdigest(), naam)
