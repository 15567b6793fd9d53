"""Versions of public content, so that whole cached pages know when they are old.

A version is an arbitrary text. It is not a counter: a counter lost from the cache would start again and make an old
page look new.
"""

import logging
import secrets
from functools import partial
from typing import Literal

from django.core.cache import cache
from django.db import transaction

#: stand: any amount in the ledger (changed by every posting); publiek: any other content of public pages.
Soort = Literal["stand", "publiek"]

logger = logging.getLogger(__name__)


def sleutel(soort: Soort) -> str:
    """The cache key of a version, for whoever reads it together with something else."""
    return f"{soort}-versie"


def huidig(soort: Soort) -> str | None:
    """The present version; None when the cache is out of reach, so nothing may be kept under it."""
    try:
        gevonden: str | None = cache.get(sleutel(soort))
    except Exception:
        logger.warning("version %s not read: the cache is out of reach", soort, exc_info=True)
        return None
    return gevonden or verhoog(soort)


def verhoog(soort: Soort) -> str:
    """Make every page that shows this content old. A cache that is down undoes nothing: pages also expire by time."""
    versie = secrets.token_hex(6)
    try:
        cache.set(sleutel(soort), versie, timeout=None)
    except Exception:
        logger.warning("version %s not raised: the cache is out of reach", soort, exc_info=True)
    return versie


def verhoog_na_commit(soort: Soort) -> None:
    """The same once the running transaction is committed; at once outside a transaction."""
    transaction.on_commit(partial(verhoog, soort))
