"""`@onthoud`: a component that makes the same HTML of the same values makes it once.

Any posting makes every public page new, and most of what stands on them did not change: the bars of the other areas,
the plans, the activities. Such a piece is kept per process, language and combination of values.

Only plain values are compared (text, numbers, amounts, dates, and tuples and frozen dataclasses of them); with anything
else the component is simply called.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache, wraps
from typing import Any, ParamSpec

from django.urls import get_script_prefix, get_urlconf
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language

#: How many combinations of values one component keeps. Then it starts anew.
MEESTE = 500
P = ParamSpec("P")
_PLAT = frozenset({str, int, dt.date, type(None)})
#: Equal to one another, or to a number or text of another kind, and yet written differently: 1, True, 1.0 and 1.00.
_MET_SOORT = frozenset({bool, Decimal, dt.datetime, SafeString})


class _NietPlatError(Exception):
    """Among the values is something that cannot be compared by what it says."""


@cache
def _velden(soort: type) -> tuple[str, ...] | None:
    """The fields of a frozen dataclass; None for another type."""
    if is_dataclass(soort) and soort.__dataclass_params__.frozen:  # type: ignore[attr-defined]
        return tuple(veld.name for veld in fields(soort))
    return None


def _sleutel(waarde: Any) -> Any:
    soort = type(waarde)
    if soort in _PLAT:
        return waarde
    if soort in _MET_SOORT:
        return (soort, str(waarde))
    if issubclass(soort, Promise):  # a text to be translated: the language is part of what is compared
        return _sleutel(str(waarde))
    if soort is tuple or soort is list:
        return tuple([_sleutel(deel) for deel in waarde])
    if namen := _velden(soort):  # type: ignore[arg-type]  # a type is hashable
        return (soort, *[_sleutel(getattr(waarde, naam)) for naam in namen])
    raise _NietPlatError


def onthoud(component: Callable[P, SafeString]) -> Callable[P, SafeString]:
    """Keep what this component made. It may use its arguments, the language and addresses of pages; nothing else."""
    gemaakt: dict[Any, SafeString] = {}

    @wraps(component)
    def onthouden(*args: P.args, **kwargs: P.kwargs) -> SafeString:
        try:
            waarden = tuple([_sleutel(waarde) for waarde in args])
            benoemd = tuple([(naam, _sleutel(waarde)) for naam, waarde in kwargs.items()])
        except _NietPlatError:
            return component(*args, **kwargs)
        sleutel = (get_language(), get_urlconf(), get_script_prefix(), waarden, benoemd)
        gevonden = gemaakt.get(sleutel)
        if gevonden is None:
            gevonden = component(*args, **kwargs)
            if len(gemaakt) >= MEESTE:
                gemaakt.clear()
            gemaakt[sleutel] = gevonden
        return gevonden

    return onthouden
