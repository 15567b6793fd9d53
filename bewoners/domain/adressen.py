"""Addresses made comparable: a postcode with a house number, an e-mail address. Both become a blind index."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from kern.domain.fouten import Weigering
from kern.domain.versleuteling import blinde_index

_POSTCODE = re.compile(r"[1-9]\d{3}[A-Z]{2}")
_HUISNUMMER = re.compile(r"\d{1,5}[A-Z0-9]{0,6}")


def schoon_postcode(tekst: str) -> str:
    """The postcode as `9404 KL`. Raises Weigering (veld="postcode") for what is none."""
    kaal = "".join(tekst.split()).upper()
    if not _POSTCODE.fullmatch(kaal):
        raise Weigering(_("Vul een postcode in, bijvoorbeeld 9404 KL."), veld="postcode")
    return f"{kaal[:4]} {kaal[4:]}"


def schoon_huisnummer(tekst: str) -> str:
    """The house number with its addition, as `12A`. Raises Weigering (veld="huisnummer") for what is none."""
    kaal = re.sub(r"[\s\-./]", "", tekst).upper()
    if not _HUISNUMMER.fullmatch(kaal):
        raise Weigering(_("Vul een huisnummer in, bijvoorbeeld 12 of 12a."), veld="huisnummer")
    return kaal


def adres_sleutel(postcode: str, huisnummer: str) -> str:
    """The blind index of an address, the same however it is typed. Raises Weigering for what is no Dutch address."""
    return blinde_index(f"{schoon_postcode(postcode)} {schoon_huisnummer(huisnummer)}", doel="adres")


def email_sleutel(email: str) -> str:
    """The blind index of an e-mail address: the `email_sleutel` of supporters and co-applicants."""
    return blinde_index(email, doel="email")
