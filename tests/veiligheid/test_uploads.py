"""Ways to smuggle a program past the check of a PDF. Each of these files is opened by common readers."""

import time
import zlib

import pytest

from kern.domain.fouten import Weigering
from kern.domain.uploads import controleer_pdf
from tests.partners.afbeeldingen import pdf_bytes, upload

SCRIPT = b"4 0 << /S /JavaScript /JS (app.alert(1)) >>"


def _stroom(kop: bytes, inhoud: bytes = SCRIPT, voor: bytes = b"9 0 obj") -> bytes:
    """An object stream with its dictionary written in a way of one's own."""
    gepakt = zlib.compress(inhoud)
    return voor + b"\n<<" + kop % len(gepakt) + b">>\nstream\n" + gepakt + b"\nendstream\nendobj\n"


GEWOON = b" /Type /ObjStm /N 1 /First 4 /Length %d /Filter /FlateDecode "


@pytest.mark.parametrize(
    "deel",
    [
        _stroom(GEWOON),
        _stroom(b" /Type /ObjStm /N 1 /First 4 /Length %d /F#69lter /FlateDecode "),
        _stroom(b" /Type /ObjStm /X (endobj) /N 1 /First 4 /Length %d /Filter /FlateDecode "),
        _stroom(b" /Type /ObjStm /X (stream) /N 1 /First 4 /Length %d /Filter /FlateDecode "),
        _stroom(b" /Type /ObjStm % endobj\n /N 1 /First 4 /Length %d /Filter /FlateDecode ".replace(b"% e", b"%% e")),
        b"8 0 obj\nnull\nendobj\n" + _stroom(GEWOON, voor=b"9 0\nobj"),
        _stroom(b" /N 1 /First 4 /Length %d /Filter /FlateDecode "),
        _stroom(b" /N 1 /First 7 0 R /Length %d /Filter /FlateDecode "),
        _stroom(b" /Type 7 0 R /N 1 /F#69rst 4 /Length %d /Filter /FlateDecode "),
        _stroom(b" /N 1 /First 4 /Length %d /Filter [/ASCIIHexDecode /FlateDecode] "),
    ],
    ids=[
        "plain", "escaped-filter", "endobj-in-string", "stream-in-string", "endobj-in-comment", "obj-on-next-line",
        "no-type", "no-type-indirect-first", "indirect-type", "no-type-other-filter",
    ],
)  # fmt: skip
def test_script_in_a_packed_object_is_found_however_it_is_wrapped(deel: bytes) -> None:
    with pytest.raises(Weigering):
        controleer_pdf(upload(pdf_bytes(deel), naam="factuur.pdf"))


@pytest.mark.parametrize(
    "deel",
    [
        _stroom(GEWOON, b"4 0 << /Type /Annot >>"),
        _stroom(b"/Length %d /Filter /FlateDecode", b"1 0 0 1 72 720 cm BT /F1 12 Tf (Factuur) Tj ET"),
        _stroom(b"/Length %d /Filter /FlateDecode", b"q 10 0 0 10 0 0 cm /Im0 Do Q"),
        b"5 0 obj\n<< /Type /Outlines /First 6 0 R /Last 9 0 R /Count 2 >>\nendobj\n",
        b"5 0 obj\n<< /Type /Font /FirstChar 32 /LastChar 255 >>\nendobj\n",
    ],
    ids=["objects", "content", "image-content", "outlines", "font"],
)
def test_ordinary_invoice_is_kept(deel: bytes) -> None:
    inhoud = pdf_bytes(deel)

    assert controleer_pdf(upload(inhoud, naam="factuur.pdf")).inhoud == inhoud


def test_pdf_made_to_keep_the_server_busy_is_refused_at_once() -> None:
    """Thousands of tiny streams that all end at the same far word: each would copy megabytes."""
    deel = (b"stream\n" + zlib.compress(b"1 2 ")) * 300_000 + b"\nendstream\n"
    begin = time.monotonic()

    with pytest.raises(Weigering, match="vreemde opbouw"):
        controleer_pdf(upload(pdf_bytes(deel), naam="factuur.pdf"))

    assert time.monotonic() - begin < 5
