"""Whole public pages from Redis for visitors without a session.

A view takes part by `publiek_cachen = True`. It is for everybody (toegang IEDEREEN), or it says
`publiek_per_object = True`: its permission is asked of one object, and a stranger who is let in sees what every
stranger sees. `publieke_parameters` maps each query parameter it knows to a regular expression of the values it may
have. Anything else is rendered afresh and never stored, so nobody can fill the cache with made-up addresses.

A stored page carries the versions (`kern.domain.versie`) read before it was rendered. Page and versions come back
in one round trip, and a page of other versions is not used: a posting shows at once. Content whose writer raises no
version (bulk imports) shows after HOUDBAAR seconds at most. Without Redis every page is rendered.
"""

import hashlib
import logging
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language_from_request
from redis.exceptions import RedisError

from kern.domain import versie
from kern.toegang import IEDEREEN

#: Seconds a page may be served at most.
HOUDBAAR = 60
#: Bytes of the largest page worth keeping, and the longest query string looked at.
GROOTSTE_PAGINA = 512 * 1024
LANGSTE_VRAAG = 200
#: Browsers may keep the page but ask each time whether it is still the same; caches in between may not.
CACHE_CONTROL = "max-age=0, must-revalidate, private"
#: Who sends one of these gets a page of their own: a session, a waiting message, a password, half a page.
EIGEN_COOKIES = (settings.SESSION_COOKIE_NAME, "messages")
EIGEN_KOPPEN = ("HTTP_AUTHORIZATION", "HTTP_HX_REQUEST")

VERSIE_SLEUTELS = (versie.sleutel("stand"), versie.sleutel("publiek"))

logger = logging.getLogger(__name__)

Versies = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pagina:
    """A stored response."""

    versies: Versies
    koppen: tuple[tuple[str, str], ...]
    inhoud: bytes


class PaginaCacheMiddleware:
    """Answer from the cache before session, language and view run; keep what may be kept. See the module."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _is_algemeen(request):
            return self.get_response(request)
        taal = get_language_from_request(request)
        sleutel = _sleutel(request, taal)
        pagina, versies = _lees(sleutel)
        if pagina is not None and pagina.versies == versies:
            return _antwoord(request, pagina)
        response = self.get_response(request)
        if not isinstance(response, HttpResponse) or not _is_publiek(request, response, taal):
            return response
        response.headers["Cache-Control"] = CACHE_CONTROL
        response.headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        if versies is not None and request.method == "GET" and len(response.content) <= GROOTSTE_PAGINA:
            _bewaar(sleutel, Pagina(versies, tuple(response.headers.items()), response.content))
        return _of_niet_gewijzigd(request, response)


def _is_algemeen(request: HttpRequest) -> bool:
    """Whether this visitor is nobody in particular."""
    if request.method not in {"GET", "HEAD"} or len(request.META.get("QUERY_STRING", "")) > LANGSTE_VRAAG:
        return False
    if any(kop in request.META for kop in EIGEN_KOPPEN) or any(naam in request.COOKIES for naam in EIGEN_COOKIES):
        return False
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return True


def _sleutel(request: HttpRequest, taal: str) -> str:
    """Path, query in a fixed order, language, and the release: its static files have names of their own."""
    vraag = urlencode(sorted(request.GET.lists()), doseq=True) if request.META.get("QUERY_STRING") else ""
    uitgave = getattr(staticfiles_storage, "manifest_hash", "")
    adres = f"{uitgave}\n{taal}\n{request.path}\n{vraag}"
    return f"pagina:{hashlib.sha256(adres.encode()).hexdigest()}"


def _lees(sleutel: str) -> tuple[Pagina | None, Versies | None]:
    """The stored page and the present versions; no versions when Redis is out of reach, so nothing is stored either."""
    try:
        gevonden = cache.get_many((sleutel, *VERSIE_SLEUTELS))
        for naam in VERSIE_SLEUTELS:
            if naam not in gevonden:
                gevonden[naam] = secrets.token_hex(6)
                cache.add(naam, gevonden[naam], timeout=None)
    except (RedisError, OSError):
        logger.warning("page cache: Redis is out of reach", exc_info=True)
        return None, None
    return gevonden.get(sleutel), tuple(gevonden[naam] for naam in VERSIE_SLEUTELS)


def _bewaar(sleutel: str, pagina: Pagina) -> None:
    try:
        cache.set(sleutel, pagina, timeout=HOUDBAAR)
    except (RedisError, OSError):
        logger.warning("page cache: Redis is out of reach", exc_info=True)


def _antwoord(request: HttpRequest, pagina: Pagina) -> HttpResponseBase:
    response = HttpResponse(pagina.inhoud)
    for naam, waarde in pagina.koppen:
        response.headers[naam] = waarde
    return _of_niet_gewijzigd(request, response)


def _of_niet_gewijzigd(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """304 when the browser has this very page."""
    if "HTTP_IF_NONE_MATCH" not in request.META:
        return response
    return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response


def _is_publiek(request: HttpRequest, response: HttpResponse, taal: str) -> bool:
    """Whether the response is the same for everybody who asks this address in this language."""
    view = _view(request)
    gebruiker = getattr(request, "user", None)
    berichten = getattr(request, "_messages", None)
    return (
        response.status_code == 200
        and getattr(view, "publiek_cachen", False) is True
        and (getattr(view, "toegang", "") == IEDEREEN or getattr(view, "publiek_per_object", False) is True)
        and _is_bekende_vraag(request, getattr(view, "publieke_parameters", {}))
        and not response.cookies
        and not response.has_header("Cache-Control")
        and response.headers.get("Content-Language", taal) == taal
        and not getattr(gebruiker, "is_authenticated", False)
        and "CSRF_COOKIE_NEEDS_UPDATE" not in request.META
        and not getattr(berichten, "added_new", False)
    )


def _view(request: HttpRequest) -> Any:
    """The view that answered: the class behind `as_view()`, else the function."""
    functie = request.resolver_match.func if request.resolver_match else None
    return getattr(functie, "view_class", functie)


def _is_bekende_vraag(request: HttpRequest, parameters: Mapping[str, str]) -> bool:
    """Whether each parameter is known, given once, and empty or of a known form."""
    return all(
        naam in parameters
        and len(waarden) == 1
        # ASCII: otherwise each number could be written in the digits of dozens of scripts, and kept as often
        and (not waarden[0] or re.fullmatch(parameters[naam], waarden[0], re.ASCII))
        for naam, waarden in request.GET.lists()
    )
