"""Account numbers: is it one, and how is it shown to people who need not know it."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from stdnum import iban
from stdnum.exceptions import InvalidChecksum, ValidationError

from kern.domain.fouten import Weigering


def schoon_iban(tekst: str) -> str:
    """The IBAN in capitals without spaces. Raises Weigering (veld="iban") when it cannot exist."""
    geen = _("Dit is geen IBAN. Een IBAN begint met twee letters, bijvoorbeeld NL91 ABNA 0417 1643 00.")
    kaal: str = iban.compact(tekst)
    if re.match(r"[A-Z]{2}\d{2}", kaal, re.ASCII) is None:
        raise Weigering(geen, veld="iban")
    try:
        return str(iban.validate(kaal))
    except InvalidChecksum:
        fout = _("In dit IBAN zit een typefout. Kijk de letters en cijfers nog een keer na.")
        raise Weigering(fout, veld="iban") from None
    except ValidationError:
        raise Weigering(geen, veld="iban") from None


def masker_iban(iban: str) -> str:
    """The country and the last four characters, enough to recognise one's own: `NL** **** **** **43 00`."""
    kaal = "".join(iban.split())
    zichtbaar = len(kaal) >= 12
    gemaskeerd = kaal[:2] + "*" * (len(kaal) - 6) + kaal[-4:] if zichtbaar else "*" * len(kaal)
    return " ".join(gemaskeerd[i : i + 4] for i in range(0, len(gemaskeerd), 4))
