"""A crawler that reads everything a visitor can reach: pages, JSON, feeds, spreadsheets, PDFs and other files.

It follows every link it can find in what it reads, whatever the format, so a page that is added later is read too.
"""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client
from lxml import etree
from pypdf import PdfReader

#: Of one path at most so many different query strings: filters and page numbers have no end.
VRAGEN_PER_PAD = 25
#: What a page is built from, not what it says.
NIET_VOLGEN = ("/static/", "/account/logout", "/taal/")
_IN_TEKST = re.compile(r"(?:https?://[^\s\"'<>\\]+|(?<=[\"'(=\s>])/[A-Za-z0-9][^\s\"'<>\\)]*)")


_LEZER = etree.HTMLParser(encoding="utf-8", huge_tree=True)
_ADRESSEN = frozenset({"href", "src", "content", "hx-get", "poster", "srcset"})


def _in_html(tekst: str) -> Iterator[str]:
    """Every attribute that can be an address; of a GET form also each choice it offers."""
    boom = etree.fromstring(tekst.encode("utf-8", "ignore"), _LEZER)
    if boom is None:
        return
    for element in boom.iter(etree.Element):
        for naam, waarde in element.items():
            if (naam in _ADRESSEN or naam.startswith("data-")) and ("/" in waarde or waarde.startswith("?")):
                yield waarde
    for formulier in boom.iter("form"):
        if formulier.get("method", "get").lower() == "get":
            for keuze in formulier.iter("select"):
                for optie in keuze.iter("option"):
                    if keuze.get("name") and optie.get("value"):
                        yield f"{formulier.get('action', '')}?{keuze.get('name')}={optie.get('value')}"


@dataclass
class Oogst:
    """What was read: address → everything in it as text."""

    gelezen: dict[str, str] = field(default_factory=dict)
    kapot: list[str] = field(default_factory=list)

    def zoek(self, geheimen: dict[str, str]) -> list[str]:
        """Where a secret stands: one line for each, "label at address". Spaces and case do not count."""
        kaal = {label: schoon(geheim) for label, geheim in geheimen.items()}
        return sorted(
            f"{label} at {adres}"
            for adres, tekst in self.gelezen.items()
            for label, geheim in kaal.items()
            if geheim in tekst
        )


def schoon(tekst: str) -> str:
    """Text as it is compared: entities resolved, in lower case, without white space."""
    return re.sub(r"\s+", "", html.unescape(tekst).replace("\u00a0", " ")).casefold()


def kruip(client: Client, begin: Iterable[str], *, volg: bool = True) -> Oogst:
    """Read these addresses and everything that can be reached from them. Only GET; nothing outside the site."""
    oogst = Oogst()
    gezien: set[str] = set()
    per_pad: dict[str, int] = {}
    rij = deque(begin)
    client.raise_request_exception = False
    while rij:
        adres = rij.popleft()
        if adres in gezien or adres.startswith(NIET_VOLGEN):
            continue
        gezien.add(adres)
        pad = adres.partition("?")[0]
        per_pad[pad] = per_pad.get(pad, 0) + 1
        if per_pad[pad] > VRAGEN_PER_PAD:
            continue
        antwoord = client.get(adres)
        inhoud = b"".join(antwoord.streaming_content) if antwoord.streaming else antwoord.content  # type: ignore[attr-defined]
        if antwoord.status_code == 500:  # 503 is what /readyz says without a worker
            oogst.kapot.append(adres)
        soort = antwoord.headers.get("Content-Type", "")
        teksten = [*_koppen(antwoord), *lees(inhoud, soort)]
        oogst.gelezen[adres] = "\n".join(schoon(tekst) for tekst in teksten)
        if volg and (soort.startswith("text/") or "json" in soort or "xml" in soort.partition("officedocument")[0]):
            for tekst in teksten:
                rij.extend(doel for link in links(tekst) if (doel := _van_ons(link, adres)) and doel not in gezien)
    return oogst


def _koppen(antwoord: HttpResponse) -> list[str]:
    """File names and redirects tell things too."""
    return [f'"{waarde}"' for naam, waarde in antwoord.headers.items() if naam in {"Location", "Content-Disposition"}]


def lees(inhoud: bytes, soort: str) -> list[str]:
    """The content as text, and whatever is packed inside it."""
    try:
        teksten = [inhoud.decode("utf-8")]
    except UnicodeDecodeError:
        teksten = [inhoud.decode("utf-8", "ignore"), inhoud.decode("latin-1")]
    if inhoud.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(inhoud)) as archief:
            for naam in archief.namelist():
                teksten += lees(archief.read(naam), "")
    elif inhoud.startswith(b"%PDF"):
        try:
            teksten += [bladzij.extract_text() for bladzij in PdfReader(io.BytesIO(inhoud)).pages]
        except Exception:  # a file that is no real PDF was read as bytes already
            teksten.append("")
    elif "json" in soort:
        teksten += list(_uit_json(json.loads(inhoud)))
    return teksten


def _uit_json(waarde: Any) -> Iterable[str]:
    if isinstance(waarde, dict):
        for sleutel, deel in waarde.items():
            yield str(sleutel)
            yield from _uit_json(deel)
    elif isinstance(waarde, list):
        for deel in waarde:
            yield from _uit_json(deel)
    else:
        yield f'"{waarde}"'


def links(tekst: str) -> list[str]:
    """Every address in a text, in HTML attributes or anywhere else."""
    in_html = _in_html(tekst) if "<" in tekst else ()
    return [*in_html, *_IN_TEKST.findall(html.unescape(tekst))]


def _van_ons(link: str, vanaf: str) -> str | None:
    """The path and query of an address of this site, whatever host it names; None for another scheme."""
    delen = urlsplit(urljoin(f"http://testserver{vanaf}", link.strip()))
    eigen = {"testserver", "localhost:8000", "localhost"}
    if delen.scheme not in {"http", "https"} or delen.netloc not in eigen or not delen.path.startswith("/"):
        return None
    return delen.path + (f"?{delen.query}" if delen.query else "")
