"""A brake on what strangers send: so many in so much time, counted in the cache."""

from __future__ import annotations

import hashlib
import ipaddress
import logging
import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

logger = logging.getLogger(__name__)


def tel(sleutel: str, *, hoogstens: int, seconden: int) -> bool:
    """Count one more under this key; True while there are at most `hoogstens` in the current span of `seconden`.

    Spans lie fixed in time, so around a border twice as many may pass. Without a cache everything passes: a form that
    nobody can send is worse.
    """
    venster = int(time.time() // seconden)
    kenmerk = hashlib.sha256(f"{sleutel}\n{hoogstens}\n{seconden}".encode()).hexdigest()
    telsleutel = f"rem:{kenmerk}:{venster}"
    try:
        cache.add(telsleutel, 0, timeout=2 * seconden)
        return cache.incr(telsleutel) <= hoogstens
    except ValueError:  # removed between the two: the cache is full and makes room
        return True
    except Exception:
        logger.warning("nothing is counted: the cache is out of reach", exc_info=True)
        return True


def adres(request: HttpRequest) -> str:
    """Where the request came from, past as many proxies as TRUSTED_PROXIES says, as for logging in.

    An IPv6 address stands for its /64: that is what one household or one server gets. Raises PermissionDenied for a
    request whose address is not known.
    """
    ip = ipaddress.ip_address(get_adapter(request).get_client_ip(request))
    if ip.version == 6:
        return str(ip.ipv4_mapped) if ip.ipv4_mapped else str(ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)
