"""Sending a stored file to a browser, so that it can do nothing there but be looked at or saved."""

from __future__ import annotations

from typing import Any

from django.core.files.base import File
from django.http import FileResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Only these are shown inside a page; anything else is saved.
_TOONBAAR = frozenset({"image/jpeg"})


def bestand_antwoord(
    bestand: File[Any], *, naam: str, mimetype: str, tonen: bool = False, openbaar: bool = False
) -> FileResponse:
    """A response with the file. Check the permission first: this function asks nothing.

    `tonen` shows a JPEG inside the page, otherwise the file is saved under `naam`. `openbaar` lets caches keep it for
    a day; otherwise nobody keeps it.
    """
    antwoord = FileResponse(
        bestand, as_attachment=not (tonen and mimetype in _TOONBAAR), filename=naam, content_type=mimetype
    )
    antwoord["X-Content-Type-Options"] = "nosniff"
    antwoord["Content-Security-Policy"] = "default-src 'none'; sandbox"
    antwoord["Cross-Origin-Resource-Policy"] = "same-origin"
    antwoord["Cache-Control"] = "public, max-age=86400" if openbaar else "private, no-store"
    return antwoord
