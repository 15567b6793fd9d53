"""The picture that goes with a shared link: title, area and the first public photo, 1200 × 630, as a JPEG."""

from __future__ import annotations

import hashlib
import io
import logging
from functools import cache as onthoud

from django.conf import settings
from django.core.cache import cache
from django.utils import translation
from PIL import Image, ImageDraw, ImageFont, ImageOps

from bewoners.enums import VOOR_BEWONERS
from bewoners.models import Bijlage, Initiatief

logger = logging.getLogger(__name__)

BREED, HOOG = 1200, 630
#: Seconds a picture is kept; another title, status or photo has another key.
BEWAREN = 24 * 3600
_RAND = 64
_GROEN, _LICHT, _WIT, _ACCENT = "#0b4a3a", "#c3dfd2", "#ffffff", "#f6b24a"
_LETTERS = settings.BASE_DIR / "static" / "vendor" / "ibm-plex-sans-ttf"


def deelplaatje(initiatief: Initiatief) -> bytes:
    """The picture, from the cache when it was made before. Ask first whether the initiative may be seen. One query."""
    foto = Bijlage.objects.filter(initiatief=initiatief, openbaar=True).order_by("pk").first()
    with translation.override("nl"):
        status = str(VOOR_BEWONERS[initiatief.status])
    gebied = initiatief.gebied.naam if initiatief.gebied else ""
    kenmerk = "\n".join([initiatief.titel, gebied, status, foto.sha256 if foto else "", settings.SITE_NAAM])
    sleutel = f"deelplaatje:{hashlib.sha256(kenmerk.encode()).hexdigest()}"
    try:
        bewaard: bytes | None = cache.get(sleutel)
    except Exception:
        logger.warning("share picture not read: the cache is out of reach", exc_info=True)
        bewaard = None
    if bewaard is not None:
        return bewaard
    inhoud = _teken(initiatief.titel, gebied, status, _open(foto))
    try:
        cache.set(sleutel, inhoud, BEWAREN)
    except Exception:
        logger.warning("share picture not kept: the cache is out of reach", exc_info=True)
    return inhoud


def _open(foto: Bijlage | None) -> Image.Image | None:
    """The photo as it was cleaned on arrival; None when there is none or its file is gone."""
    if foto is None:
        return None
    try:
        with foto.bestand.open("rb") as bestand:
            beeld = Image.open(bestand, formats=["JPEG"])
            beeld.draft("RGB", (BREED, BREED))
            return beeld.convert("RGB")
    except OSError:
        logger.warning("photo %s cannot be read", foto.pk, exc_info=True)
        return None


def _teken(titel: str, gebied: str, status: str, foto: Image.Image | None) -> bytes:
    vlak = Image.new("RGB", (BREED, HOOG), _GROEN)
    tekstbreedte = BREED - 2 * _RAND
    if foto is not None:
        breedte = BREED * 9 // 20
        vlak.paste(ImageOps.fit(foto, (breedte, HOOG)), (BREED - breedte, 0))
        tekstbreedte = BREED - breedte - _RAND - 48
    pen = ImageDraw.Draw(vlak)
    pen.rectangle((0, 0, 16, HOOG), fill=_ACCENT)
    pen.text(
        (_RAND, _RAND - 8),
        _pas_af(gebied, _letter("500Medium", 34), tekstbreedte),
        font=_letter("500Medium", 34),
        fill=_LICHT,
    )
    regels, letter = _passende_titel(titel, tekstbreedte)
    y = _RAND + 64
    for regel in regels:
        pen.text((_RAND, y), regel, font=letter, fill=_WIT)
        y += round(letter.size * 1.2)
    onder = HOOG - _RAND - 76
    pen.text(
        (_RAND, onder),
        _pas_af(status, _letter("600SemiBold", 36), tekstbreedte),
        font=_letter("600SemiBold", 36),
        fill=_ACCENT,
    )
    pen.text(
        (_RAND, onder + 52),
        _pas_af(settings.SITE_NAAM, _letter("400Regular", 30), tekstbreedte),
        font=_letter("400Regular", 30),
        fill=_LICHT,
    )
    uit = io.BytesIO()
    vlak.save(uit, "JPEG", quality=84, optimize=True)
    return uit.getvalue()


def _passende_titel(titel: str, breedte: int) -> tuple[list[str], ImageFont.FreeTypeFont]:
    """The largest letter in which the title fits; the smallest one cuts the title off."""
    for maat in (76, 64, 54, 46):
        letter = _letter("700Bold", maat)
        regels = _breek_af(titel, letter, breedte)
        plaats = (HOOG - 2 * _RAND - 64 - 100) // round(maat * 1.2)
        if len(regels) <= plaats and all(letter.getlength(regel) <= breedte for regel in regels):
            return regels, letter
    regels = [_pas_af(regel, letter, breedte) for regel in regels]
    if len(regels) > plaats:
        regels = [*regels[: plaats - 1], _pas_af(f"{regels[plaats - 1]} …", letter, breedte)]
    return regels, letter


def _breek_af(tekst: str, letter: ImageFont.FreeTypeFont, breedte: int) -> list[str]:
    regels = [""]
    for woord in tekst.split():
        langer = f"{regels[-1]} {woord}".strip()
        if letter.getlength(langer) <= breedte or not regels[-1]:
            regels[-1] = langer
        else:
            regels.append(woord)
    return regels


def _pas_af(tekst: str, letter: ImageFont.FreeTypeFont, breedte: int) -> str:
    if letter.getlength(tekst) <= breedte:
        return tekst
    kort = tekst.rstrip("… ")
    while kort and letter.getlength(f"{kort}…") > breedte:
        kort = kort[:-1]
    return f"{kort.rstrip()}…"


@onthoud
def _letter(gewicht: str, maat: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_LETTERS / f"IBMPlexSans_{gewicht}.ttf"), maat)
