"""For search engines: what may be visited and what there is."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as sitemap_view
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix, reverse
from django.views.decorators.http import require_safe

from bewoners.domain.publiek import openbare
from bewoners.models import Initiatief
from gebieden.models import Gebied
from kern.toegang import IEDEREEN, toegang
from partners.domain.queries import geldende_overeenkomst
from partners.models import Partner

#: Pages that are of use to nobody who searches: one's own, or one's work.
NIET_DOORZOEKEN = ("account/", "beheer/", "budget/", "taken/", "werk/", "taal/", "zoek/", "stijlgids/")


class _OpDezeSite(Sitemap):
    """Addresses with the public name of the site, whatever name the request used."""

    changefreq = "daily"

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: object = None) -> str:
        return urlsplit(settings.SITE_URL).netloc


class PaginasSitemap(_OpDezeSite):
    """Pages there is one of."""

    def items(self) -> list[str]:
        adressen = [
            reverse(naam)
            for naam in (
                "portaal:home",
                "portaal:geld",
                "gebieden:kaart",
                "partners:partners",
                "partners:activiteiten",
                "bewoners:initiatieven",
                "bewoners:indienen",
                "bewoners:regelingen",
                "bewoners:cijfers",
                "kern:over",
                "kern:toegankelijkheid",
            )
        ]
        overeenkomst = geldende_overeenkomst()
        return [*adressen, overeenkomst.get_absolute_url()] if overeenkomst else adressen

    def location(self, item: str) -> str:
        return item


class GebiedenSitemap(_OpDezeSite):
    """Every area that still exists."""

    def items(self) -> QuerySet[Gebied]:
        return Gebied.objects.actief().order_by("code")


class PartnersSitemap(_OpDezeSite):
    """Every partner."""

    def items(self) -> QuerySet[Partner]:
        return Partner.objects.order_by("volgorde", "naam")


class InitiatievenSitemap(_OpDezeSite):
    """Every public plan of residents."""

    def items(self) -> QuerySet[Initiatief]:
        return openbare().only("pk", "status_sinds", "gepubliceerd_op")

    def lastmod(self, item: Initiatief) -> dt.datetime:
        return item.status_sinds


@toegang(IEDEREEN)
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """sitemap.xml: every public page."""
    delen: dict[str, type[Sitemap[Any]] | Sitemap[Any]] = {
        "paginas": PaginasSitemap,
        "gebieden": GebiedenSitemap,
        "partners": PartnersSitemap,
        "plannen": InitiatievenSitemap,
    }
    return sitemap_view(request, sitemaps=delen)


@toegang(IEDEREEN)
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """robots.txt: the public pages are welcome in search engines, work and accounts are not."""
    wortel = get_script_prefix()
    regels = ["User-agent: *", *(f"Disallow: {wortel}{pad}" for pad in NIET_DOORZOEKEN)]
    adres = f"{settings.SITE_URL}{reverse('portaal:sitemap')}"
    return HttpResponse("\n".join([*regels, "", f"Sitemap: {adres}", ""]), content_type="text/plain; charset=utf-8")
