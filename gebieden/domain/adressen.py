"""Finding a place by its address, with the PDOK Locatieserver (setting PDOK_LOCATIESERVER; empty: not at hand).

The service is welcome, not needed: when it is away, slow or says something odd, nothing is found and nobody waits
longer than two seconds. Its answer (`GET /free`): `response.docs[]` with `weergavenaam` and `centroide_ll`
"POINT(lon lat)".
"""

from __future__ import annotations

import hashlib
import http.client
import json
import logging
import re
import time
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache

logger = logging.getLogger(__name__)

#: Seconds the service gets, all together, and for each single step (connecting, each piece of the answer).
GEDULD, STAP = 2.0, 1.0
#: Answers that are shown, and the most bytes that are read of one.
HOOGSTENS, MAX_BYTES = 6, 256 * 1024
#: Seconds an answer is remembered; addresses hardly change.
BEWAREN = 24 * 3600
_PUNT = re.compile(r"POINT\((-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?)\)")


@dataclass(frozen=True, slots=True)
class Adresvoorstel:
    """An address or street that was found, and its point in WGS84."""

    naam: str
    lon: float
    lat: float


def beschikbaar() -> bool:
    """Whether addresses can be looked up here at all."""
    return bool(_basis())


def zoek_adres(tekst: str) -> list[Adresvoorstel]:
    """Addresses and streets in this municipality for what somebody typed, best first. Nothing when it cannot be known.

    What was typed goes to the service, so ask for a place, not for a person's address.
    """
    vraag = " ".join(tekst.split())[:100]
    basis = _basis()
    if not basis or len(vraag) < 3:
        return []
    sleutel = "adres:" + hashlib.sha256(f"{basis}\n{settings.GEMEENTECODE}\n{vraag.casefold()}".encode()).hexdigest()
    rijen = _uit_cache(sleutel)
    if rijen is None:
        rijen = _vraag(basis, vraag)
        if rijen is None:
            return []
        _in_cache(sleutel, rijen)
    return [Adresvoorstel(*rij) for rij in rijen]


def _basis() -> str:
    """The address of the service without its last slash; a setting that is no web address counts as none."""
    adres: str = settings.PDOK_LOCATIESERVER.strip().rstrip("/")
    return adres if re.fullmatch(r"https?://[^/\s]+(/\S*)?", adres) else ""


def _vraag(basis: str, vraag: str) -> list[tuple[str, float, float]] | None:
    """What the service found; None when it could not say."""
    parameters = [
        ("q", vraag),
        ("fq", "type:(adres OR weg)"),
        ("fq", f"gemeentecode:{settings.GEMEENTECODE.removeprefix('GM')}"),
        ("fl", "weergavenaam,centroide_ll,type"),
        ("rows", str(HOOGSTENS)),
    ]
    try:
        return _lees_antwoord(_haal(f"{basis}/free?{urlencode(parameters)}"))
    except (OSError, http.client.HTTPException, ValueError) as fout:
        logger.warning("no addresses: the Locatieserver does not answer well (%s)", type(fout).__name__)
        return None


def _haal(url: str) -> bytes:
    """The body. Raises TimeoutError when it is not there in time, ValueError when it is too long."""
    einde = time.monotonic() + GEDULD - STAP  # the last step may take as long again
    verzoek = urllib.request.Request(url, headers={"Accept": "application/json"})  # noqa: S310 - http(s), see _basis
    delen: list[bytes] = []
    with urllib.request.urlopen(verzoek, timeout=STAP) as antwoord:  # noqa: S310
        while deel := antwoord.read1(64 * 1024):
            delen.append(deel)
            if sum(map(len, delen)) > MAX_BYTES:
                raise ValueError("answer too long")
            if time.monotonic() > einde:
                raise TimeoutError("answer too slow")
    return b"".join(delen)


def _lees_antwoord(inhoud: bytes) -> list[tuple[str, float, float]]:
    """Raises ValueError when it is not what the service says it gives."""
    gelezen: Any = json.loads(inhoud)
    try:
        documenten = gelezen["response"]["docs"]
        gevonden = [(str(d["weergavenaam"])[:150], _PUNT.fullmatch(str(d["centroide_ll"]))) for d in documenten]
    except (KeyError, TypeError) as fout:
        raise ValueError("not an answer of the Locatieserver") from fout
    return [(naam, float(punt[1]), float(punt[2])) for naam, punt in gevonden if punt is not None][:HOOGSTENS]


def _uit_cache(sleutel: str) -> list[tuple[str, float, float]] | None:
    try:
        gevonden: list[tuple[str, float, float]] | None = cache.get(sleutel)
    except Exception:
        logger.warning("addresses not remembered: the cache is out of reach", exc_info=True)
        return None
    return gevonden


def _in_cache(sleutel: str, rijen: list[tuple[str, float, float]]) -> None:
    try:
        cache.set(sleutel, rijen, BEWAREN)
    except Exception:
        logger.warning("addresses not kept: the cache is out of reach", exc_info=True)
