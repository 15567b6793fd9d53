"""Addresses of pages, remembered: a list asks for dozens of them at every visit, and Django's `reverse` is slow."""

from functools import lru_cache

from django.urls import get_script_prefix, get_urlconf, reverse


def adres(naam: str, *argumenten: str | int) -> str:
    """As `reverse(naam, args=argumenten)`. Remembered per URL configuration and script prefix."""
    return _reverse(naam, argumenten, get_urlconf(), get_script_prefix())


@lru_cache(maxsize=4096)
def _reverse(naam: str, argumenten: tuple[str | int, ...], urlconf: str | None, prefix: str) -> str:
    return reverse(naam, args=argumenten)
