"""Uploads under a virus scanner: a real socket that speaks clamd's protocol, or does not."""

import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kern.domain import virusscan
from kern.domain.fouten import Weigering
from kern.domain.uploads import controleer_document, controleer_pdf, maak_foto_schoon
from tests.partners.afbeeldingen import foto_bytes, pdf_bytes, upload

VIRUS = b"X5O!P%@AP-PROEF"


class Clamd(socketserver.StreamRequestHandler):
    """Reads INSTREAM to its end, remembers what it got and says what `server.antwoord` says."""

    def handle(self) -> None:
        if self.rfile.read(len(b"zINSTREAM\0")) != b"zINSTREAM\0":
            self.wfile.write(b"UNKNOWN COMMAND\0")
            return
        inhoud = b""
        while lengte := int.from_bytes(self.rfile.read(4), "big"):
            inhoud += self.rfile.read(lengte)
        self.server.gezien.append(inhoud)
        if self.server.antwoord is not None:
            self.wfile.write(self.server.antwoord)
        else:
            self.wfile.write(b"stream: Eicar-Signature FOUND\0" if VIRUS in inhoud else b"stream: OK\0")


class TcpClamd(socketserver.ThreadingTCPServer):
    gezien: list[bytes]
    antwoord: bytes | None = None


class UnixClamd(socketserver.ThreadingUnixStreamServer):
    gezien: list[bytes]
    antwoord: bytes | None = None


@pytest.fixture(params=["tcp", "unix"])
def clamd(request, settings, tmp_path: Path) -> Iterator[TcpClamd | UnixClamd]:
    if request.param == "tcp":
        server: TcpClamd | UnixClamd = TcpClamd(("127.0.0.1", 0), Clamd)
        settings.CLAMD = f"tcp://127.0.0.1:{server.server_address[1]}"
    else:
        server = UnixClamd(str(tmp_path / "clamd.sock"), Clamd)
        settings.CLAMD = f"unix://{tmp_path / 'clamd.sock'}"
    settings.UPLOAD_SCANNER = "kern.domain.virusscan.vraag_clamd"
    server.gezien = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with server:
        yield server
        server.shutdown()
    thread.join()


def test_clean_upload_is_scanned_as_it_came_and_accepted(clamd):
    foto, pdf = foto_bytes(maat=(800, 600)), pdf_bytes(b"%" + b"x" * 200_000 + b"\n")

    maak_foto_schoon(upload(foto))
    controleer_document(upload(pdf))

    assert clamd.gezien == [foto, pdf]


def test_virus_in_a_photo_or_pdf_is_refused(clamd, caplog):
    for poging in (
        lambda: maak_foto_schoon(upload(foto_bytes() + VIRUS)),
        lambda: controleer_pdf(upload(pdf_bytes(b"%" + VIRUS + b"\n"))),
    ):
        with pytest.raises(Weigering, match=r"^Dit bestand bevat een virus\."):
            poging()
    assert "Eicar-Signature" in caplog.text


def test_photo_is_scanned_before_it_is_decoded(clamd):
    """What attacks the decoder never reaches it."""
    with pytest.raises(Weigering, match="virus"):
        maak_foto_schoon(upload(b"\xff\xd8\xff\xe0" + VIRUS * 10))


def test_what_is_neither_photo_nor_pdf_is_not_sent_on(clamd):
    with pytest.raises(Weigering, match="geen pdf en geen foto"):
        controleer_document(upload(b"MZ" + VIRUS))
    assert clamd.gezien == []


@pytest.mark.parametrize(
    "antwoord",
    [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: ", b"stream: OK maar niet heus\0", b"x" * 9000],
    ids=["silence", "error", "cut-off", "more", "endless"],
)
def test_anything_but_a_plain_yes_refuses_the_file(antwoord, clamd, caplog):
    clamd.antwoord = antwoord

    with pytest.raises(Weigering, match="kunnen bestanden nu niet controleren"):
        maak_foto_schoon(upload(foto_bytes()))


@pytest.mark.parametrize("adres", ["tcp://127.0.0.1:1", "unix:///bestaat/niet", "tcp://127.0.0.1:99999"])
def test_scanner_out_of_reach_refuses_the_file(adres, settings, caplog):
    settings.CLAMD, settings.UPLOAD_SCANNER = adres, "kern.domain.virusscan.vraag_clamd"

    with pytest.raises(Weigering, match=r"^Wij kunnen bestanden nu niet controleren\. Probeer het later opnieuw\.$"):
        maak_foto_schoon(upload(foto_bytes()))


def test_scanner_that_keeps_silent_is_not_waited_for(settings, monkeypatch, caplog):
    monkeypatch.setattr(virusscan, "ANTWOORDTIJD", 0.2)

    class Zwijger(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.rfile.read()  # until the other side hangs up

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Zwijger) as server:
        settings.CLAMD = f"tcp://127.0.0.1:{server.server_address[1]}"
        settings.UPLOAD_SCANNER = "kern.domain.virusscan.vraag_clamd"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        with pytest.raises(Weigering, match="nu niet controleren"):
            maak_foto_schoon(upload(foto_bytes()))
        server.shutdown()
        thread.join()


def test_without_a_scanner_nothing_is_asked(settings):
    assert (settings.CLAMD, settings.UPLOAD_SCANNER) == ("", "")
    assert maak_foto_schoon(upload(foto_bytes() + VIRUS)).mimetype == "image/jpeg"


def eigen_scanner(inhoud: bytes) -> str | None:
    """A scanner of another make, named by its dotted path."""
    return "Proef" if VIRUS in inhoud else None


def test_another_scanner_can_be_named(settings, caplog):
    settings.UPLOAD_SCANNER = "tests.veiligheid.test_virusscan.eigen_scanner"

    maak_foto_schoon(upload(foto_bytes()))
    with pytest.raises(Weigering, match="virus"):
        maak_foto_schoon(upload(foto_bytes() + VIRUS))


def test_scanner_that_does_not_exist_refuses_the_file(settings, caplog):
    settings.UPLOAD_SCANNER = "tests.veiligheid.test_virusscan.bestaat_niet"

    with pytest.raises(Weigering, match="nu niet controleren"):
        maak_foto_schoon(upload(foto_bytes()))
