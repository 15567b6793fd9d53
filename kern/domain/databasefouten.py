"""What the database refuses, in words a person understands."""

from __future__ import annotations

from django.db import IntegrityError, ProgrammingError
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from kern.domain.fouten import Weigering

_UNIEK = "23505"
_VERWIJZING = "23503"
_OVERLAP = "23P01"
_LEEG = "23502"
_CONTROLE = "23514"


#: RAISE EXCEPTION without a code of its own, which Django files under ProgrammingError: triggers that protect a row.
_BESCHERMD = "P0001"


def is_weigering(fout: Exception) -> bool:
    """Whether the database refused on purpose; a mistake in our SQL is something else and must not be hidden."""
    if isinstance(fout, ProgrammingError):
        return getattr(fout.__cause__, "sqlstate", None) == _BESCHERMD
    return isinstance(fout, IntegrityError | Weigering)


def database_bericht(fout: Exception) -> str:
    """A Dutch sentence for an error of the database or a Weigering.

    Our own triggers raise check violations whose text is already such a sentence; a constraint has only a name.
    """
    if isinstance(fout, Weigering):
        return fout.bericht
    if isinstance(fout, ProtectedError):
        return _("Dit wordt nog gebruikt en kan daarom niet weg.")
    oorzaak = fout.__cause__
    diag = getattr(oorzaak, "diag", None)
    code = getattr(oorzaak, "sqlstate", None) or ""
    regel = getattr(diag, "constraint_name", None)
    tekst = getattr(diag, "message_primary", None) or ""
    if code == _CONTROLE and not regel and tekst:
        return tekst if tekst.endswith(".") else f"{tekst}."
    if code == _CONTROLE:
        return _("Deze gegevens passen niet bij elkaar (regel: %(regel)s).") % {"regel": regel}
    return {
        _UNIEK: _("Dit bestaat al."),
        _VERWIJZING: _("Dit wordt nog gebruikt en kan daarom niet weg."),
        _OVERLAP: _("De periode overlapt met iets wat er al staat."),
        _LEEG: _("Er ontbreekt een gegeven."),
    }.get(code, _("Dit kan niet meer worden gewijzigd of verwijderd."))
