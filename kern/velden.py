"""Model fields every app may use."""

from __future__ import annotations

from typing import Any

from django.core import checks
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.lookups import Exact

from kern import sleutels


class _AlleenLeeg(Exact):
    """The one comparison that means something for an encrypted column: with the empty text."""

    def get_prep_lookup(self) -> Any:
        if self.rhs != "":
            raise FieldError("an encrypted field can only be compared with the empty text; use a blind index")
        return ""


class VersleuteldVeld(models.TextField):
    """Text that is encrypted in the database (`kern.sleutels`) and plain in Python.

    It cannot be searched, ordered or unique: store `kern.domain.versleuteling.blinde_index` beside it for that. Only
    `isnull` and comparing with "" work. The ciphertext stands in the row alone: a dump by `dumpdata` holds plain text.
    """

    description = "encrypted text"

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        fouten = super().check(**kwargs)
        if self.unique or self.db_index:  # type: ignore[attr-defined]
            fouten.append(checks.Error("an encrypted field cannot be unique or indexed", obj=self, id="kern.E001"))
        return fouten

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        """Plain text. Raises SleutelOntbreekt when its key is gone."""
        return None if value is None else sleutels.ontsleutel(value)

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """Ciphertext. An expression (another column, a ready ciphertext) is left as it is."""
        if value is None or hasattr(value, "as_sql"):
            return value
        return sleutels.versleutel(str(value))

    def get_lookup(self, lookup_name: str) -> Any:
        """Only those that work on ciphertext; asking for another is a FieldError."""
        if lookup_name == "exact":
            return _AlleenLeeg
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def get_transform(self, lookup_name: str) -> Any:
        """None: every transform would work on ciphertext."""
        return None
