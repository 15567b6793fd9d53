"""Drawings that stand for photos in the example: a street, a square, a garden. No people."""

from __future__ import annotations

import io
from random import Random

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from kern.domain.uploads import SchoonBestand, maak_foto_schoon

BREED, HOOG = 960, 640
MAAT = (720, 480)
_LUCHT = ((176, 212, 232), (196, 222, 236), (236, 214, 190), (160, 196, 220))
_GEVELS = ((176, 92, 70), (198, 132, 92), (222, 200, 172), (150, 84, 74), (206, 186, 160))
_GROEN = ((64, 128, 84), (92, 150, 90), (48, 104, 72), (120, 168, 96))
_BLOEMEN = ((214, 74, 92), (240, 186, 64), (246, 246, 240), (150, 96, 180), (232, 120, 60))


def teken(soort: str, zaad: int) -> SchoonBestand:
    """A JPEG of a "straat", "tuin", "plein", "zaal" or "bon"; the same seed gives the same picture."""
    toeval = Random(zaad)  # noqa: S311 - the same every time is the point
    beeld = Image.new("RGB", (BREED, HOOG), toeval.choice(_LUCHT))
    _SOORTEN[soort](ImageDraw.Draw(beeld), toeval)
    buffer = io.BytesIO()
    beeld.resize(MAAT).save(buffer, "JPEG", quality=85)
    return maak_foto_schoon(ContentFile(buffer.getvalue(), name=f"{soort}-{zaad}.jpg"))


def _huizen(pen: ImageDraw.ImageDraw, toeval: Random, onder: int) -> None:
    x = -20
    while x < BREED:
        breed, hoog = toeval.randrange(110, 180), toeval.randrange(190, 290)
        gevel, boven = toeval.choice(_GEVELS), onder - hoog
        pen.rectangle((x, boven, x + breed, onder), fill=gevel)
        pen.polygon([(x - 8, boven), (x + breed + 8, boven), (x + breed // 2, boven - 70)], fill=(92, 70, 66))
        for raam in range(3):
            links = x + 14 + raam * (breed - 28) // 3
            pen.rectangle((links, boven + 40, links + 28, boven + 84), fill=(226, 236, 240))
        pen.rectangle((x + breed // 2 - 16, onder - 76, x + breed // 2 + 16, onder), fill=(70, 84, 96))
        x += breed + 6


def _bomen(pen: ImageDraw.ImageDraw, toeval: Random, grond: int, aantal: int) -> None:
    for _boom in range(aantal):
        x, straal = toeval.randrange(40, BREED - 40), toeval.randrange(40, 80)
        pen.rectangle((x - 8, grond - 110, x + 8, grond), fill=(98, 74, 56))
        pen.ellipse((x - straal, grond - 120 - straal, x + straal, grond - 70), fill=toeval.choice(_GROEN))


def _bloembakken(pen: ImageDraw.ImageDraw, toeval: Random, grond: int, aantal: int) -> None:
    for nummer in range(aantal):
        x = 40 + nummer * (BREED - 80) // aantal
        for _bloem in range(14):
            bx, by = x + toeval.randrange(0, 110), grond - toeval.randrange(40, 84)
            pen.line((bx, by, bx, grond - 36), fill=toeval.choice(_GROEN), width=3)
            pen.ellipse((bx - 8, by - 8, bx + 8, by + 8), fill=toeval.choice(_BLOEMEN))
        pen.rectangle((x, grond - 40, x + 110, grond), fill=(140, 100, 66))


def _straat(pen: ImageDraw.ImageDraw, toeval: Random) -> None:
    _huizen(pen, toeval, 430)
    pen.rectangle((0, 430, BREED, HOOG), fill=(186, 178, 168))
    pen.rectangle((0, 520, BREED, HOOG), fill=(128, 124, 122))
    _bomen(pen, toeval, 470, 2)
    _bloembakken(pen, toeval, 520, toeval.randrange(4, 6))


def _tuin(pen: ImageDraw.ImageDraw, toeval: Random) -> None:
    pen.rectangle((0, 300, BREED, HOOG), fill=toeval.choice(_GROEN))
    _bomen(pen, toeval, 330, 6)
    pen.polygon([(400, HOOG), (560, HOOG), (500, 320), (470, 320)], fill=(206, 188, 158))
    for rij in range(3):
        _bloembakken(pen, toeval, 420 + rij * 90, 5)


def _plein(pen: ImageDraw.ImageDraw, toeval: Random) -> None:
    _huizen(pen, toeval, 330)
    pen.rectangle((0, 330, BREED, HOOG), fill=(200, 190, 176))
    for x in range(0, BREED, 48):
        pen.line((x, 330, x * 2 - BREED // 2, HOOG), fill=(184, 172, 158), width=2)
    pen.ellipse((260, 420, 700, 580), fill=(224, 206, 160))
    for x, hoog in ((330, 200), (600, 160)):
        pen.line((x, 480, x + 60, 480 - hoog, x + 120, 480), fill=toeval.choice(_BLOEMEN), width=10)
    _bomen(pen, toeval, 420, 3)


def _zaal(pen: ImageDraw.ImageDraw, toeval: Random) -> None:
    pen.rectangle((0, 0, BREED, 420), fill=(240, 230, 212))
    pen.rectangle((0, 420, BREED, HOOG), fill=(170, 124, 84))
    for x in range(80, BREED - 80, 220):
        pen.rectangle((x, 90, x + 140, 250), fill=(196, 222, 236), outline=(120, 100, 84), width=8)
    for tafel in range(3):
        x = 90 + tafel * 280
        pen.rectangle((x, 400, x + 210, 424), fill=(214, 176, 120))
        for poot in (x + 14, x + 184):
            pen.rectangle((poot, 424, poot + 12, 540), fill=(120, 92, 66))
        pen.ellipse((x + 70, 360, x + 130, 404), fill=toeval.choice(_BLOEMEN))
    for x in range(0, BREED, 60):
        pen.polygon([(x, 20), (x + 50, 20), (x + 25, 66)], fill=toeval.choice(_BLOEMEN))


def _bon(pen: ImageDraw.ImageDraw, toeval: Random) -> None:
    """A receipt on a table."""
    pen.rectangle((0, 0, BREED, HOOG), fill=(150, 118, 90))
    pen.rectangle((320, 30, 640, 610), fill=(250, 250, 244))
    for regel in range(11):
        y = 90 + regel * 40
        pen.rectangle((350, y, 350 + toeval.randrange(90, 190), y + 10), fill=(110, 110, 110))
        pen.rectangle((560, y, 610, y + 10), fill=(80, 80, 80))
    pen.rectangle((350, 560, 610, 576), fill=(40, 40, 40))


_SOORTEN = {"bon": _bon, "straat": _straat, "tuin": _tuin, "plein": _plein, "zaal": _zaal}
