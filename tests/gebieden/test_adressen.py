"""Looking up an address, against a server that speaks as the PDOK Locatieserver does."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from gebieden.domain.adressen import Adresvoorstel, beschikbaar, zoek_adres


class Locatieserver:
    """Answers `GET …/free`; `antwoord` is what it says, `wacht` how long it thinks."""

    def __init__(self) -> None:
        self.vragen: list[tuple[str, dict[str, list[str]]]] = []
        self.status, self.wacht = 200, 0.0
        self.antwoord: Any = {
            "response": {
                "numFound": 2, "start": 0, "maxScore": 9.1, "numFoundExact": True,
                "docs": [
                    {"type": "adres", "weergavenaam": "Sparstraat 12, 9404KL Assen", "centroide_ll": "POINT(6.5412345 52.9912345)"},
                    {"type": "weg", "weergavenaam": "Sparstraat, Assen", "centroide_ll": "POINT(6.541 52.991)"},
                    {"type": "weg", "weergavenaam": "Zonder punt, Assen", "centroide_ll": "LINESTRING(1 2)"},
                ],
            }
        }  # fmt: skip


@pytest.fixture
def locatieserver(settings):
    stand = Locatieserver()

    class Antwoord(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            delen = urlsplit(self.path)
            stand.vragen.append((delen.path, parse_qs(delen.query)))
            time.sleep(stand.wacht)
            inhoud = stand.antwoord if isinstance(stand.antwoord, bytes) else json.dumps(stand.antwoord).encode()
            try:
                self.send_response(stand.status)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(inhoud)
            except OSError:
                pass

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Antwoord)
    server.daemon_threads = True
    draad = threading.Thread(target=server.serve_forever, daemon=True)
    draad.start()
    settings.PDOK_LOCATIESERVER = f"http://127.0.0.1:{server.server_port}/bzk/locatieserver/search/v3_1/"
    yield stand
    server.shutdown()
    draad.join()
    server.server_close()


def test_addresses_of_this_municipality_come_with_their_point(locatieserver):
    assert zoek_adres("  sparstraat   12 ") == [
        Adresvoorstel("Sparstraat 12, 9404KL Assen", 6.5412345, 52.9912345),
        Adresvoorstel("Sparstraat, Assen", 6.541, 52.991),
    ]
    pad, vraag = locatieserver.vragen[0]
    assert pad == "/bzk/locatieserver/search/v3_1/free"
    assert vraag["q"] == ["sparstraat 12"]
    assert vraag["fq"] == ["type:(adres OR weg)", "gemeentecode:0106"]


def test_same_question_is_asked_once(locatieserver):
    assert zoek_adres("Sparstraat") == zoek_adres("SPARSTRAAT")
    assert len(locatieserver.vragen) == 1


@pytest.mark.parametrize(
    "antwoord",
    [b"<html>storing</html>", {"fout": 1}, [], {"response": {"docs": [{"id": 1}]}}, b"x" * 300_000],
    ids=["html", "other", "list", "no-name", "long"],
)
def test_nonsense_finds_nothing(locatieserver, antwoord):
    locatieserver.antwoord = antwoord

    assert zoek_adres("Sparstraat") == []


def test_service_that_is_broken_finds_nothing_and_is_asked_again(locatieserver):
    locatieserver.status = 503
    assert zoek_adres("Sparstraat") == []
    locatieserver.status = 200
    assert len(zoek_adres("Sparstraat")) == 2


def test_slow_service_is_not_waited_for(locatieserver):
    locatieserver.wacht = 5
    begin = time.monotonic()

    assert zoek_adres("Sparstraat") == []

    assert time.monotonic() - begin < 2
    locatieserver.wacht = 0


@pytest.mark.parametrize("adres", ["", "ftp://x/y", "geen adres", "http://127.0.0.1:9/niemand"])
def test_without_a_service_nothing_is_found(settings, adres):
    settings.PDOK_LOCATIESERVER = adres

    assert zoek_adres("Sparstraat") == []
    assert beschikbaar() is adres.startswith("http")


def test_too_short_a_question_is_not_asked(locatieserver):
    assert zoek_adres("ab") == []
    assert locatieserver.vragen == []
