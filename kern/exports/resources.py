"""django-import-export resources that read columns instead of objects.

Stock resources make a model instance of every row, ask every field its widget, and keep the whole table in memory. Here
a resource names its columns as database expressions; rows come from a server-side cursor as tuples. `export()` still
gives the `tablib.Dataset` that other code of django-import-export expects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

import tablib
from django.db import models
from django.db.models import QuerySet
from django.db.models.expressions import Combinable
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from import_export import fields, resources

from kern.exports.formaten import FORMATEN
from kern.exports.tabel import PORTIE, Celsoort, Kolomkop, Rij, Tabel, Voortgang


class Kolom(fields.Field):
    """A column: a path or an expression in the database, and how its values are shown.

    `keuzes` gives the words for stored values; True and False become "ja" and "nee".
    """

    def __init__(
        self,
        attribute: str | Combinable,
        column_name: str | Promise,
        *,
        soort: Celsoort = Celsoort.TEKST,
        breedte: int | None = None,
        keuzes: Sequence[tuple[Any, Any]] | None = None,
        ja_nee: bool = False,
    ) -> None:
        super().__init__(attribute=attribute, column_name=column_name, readonly=True)
        self.soort, self.breedte, self.keuzes, self.ja_nee = soort, breedte, keuzes, ja_nee

    def kop(self) -> Kolomkop:
        """In the language of now."""
        return Kolomkop(str(self.column_name), self.soort, self.breedte)

    def omzetter(self) -> Callable[[Any], Any] | None:
        """What turns a value of the database into a cell; None when it is one already."""
        if self.keuzes is not None:
            woorden = {waarde: str(woord) for waarde, woord in self.keuzes}
            return lambda waarde: woorden.get(waarde, waarde)
        if self.ja_nee:
            return {True: _("ja"), False: _("nee"), None: None}.__getitem__
        if self.soort is Celsoort.MOMENT:
            zone = timezone.get_current_timezone()
            return lambda waarde: waarde and waarde.astimezone(zone).replace(tzinfo=None, microsecond=0)
        return None


class TabelResource(resources.ModelResource):
    """Base of every export. `Meta.model` is what `queryset` holds, `Meta.fields` the columns in order.

    Import is not offered: none of these may be written from a file.
    """

    #: Name of the sheet; default the plural of the model.
    titel: ClassVar[str | Promise] = ""

    def bereid(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows of the file for these objects, ordered. Override when a row is not an object."""
        return queryset

    def tabel(self, queryset: QuerySet[Any], velden: Sequence[str] | None = None) -> Tabel:
        """The table of exactly these objects; nothing is read yet."""
        kolommen: list[Kolom] = self.get_export_fields(velden)
        bron = self.bereid(queryset).prefetch_related(None).values_list(*(kolom.attribute for kolom in kolommen))
        omzetters = [(plek, f) for plek, kolom in enumerate(kolommen) if (f := kolom.omzetter()) is not None]
        return Tabel(
            naam=str(self.titel or capfirst(self._meta.model._meta.verbose_name_plural)),
            koppen=tuple(kolom.kop() for kolom in kolommen),
            rijen=lambda: _lees(bron, omzetters),
            aantal=bron.count,
        )

    def schrijf(
        self, queryset: QuerySet[Any], pad: Path, *, formaat: str = "xlsx", voortgang: Voortgang | None = None
    ) -> None:
        """Write these objects to a file: `BoekingResource().schrijf(Boeking.objects.all(), Path("uit.xlsx"))`."""
        FORMATEN[formaat].schrijf(self.tabel(queryset), pad, voortgang=voortgang)

    def export(self, queryset: QuerySet[Any] | None = None, **kwargs: Any) -> tablib.Dataset:
        """The interface of django-import-export: everything in memory, so only for few rows."""
        tabel = self.tabel(self.get_queryset() if queryset is None else queryset, kwargs.get("export_fields"))
        return tablib.Dataset(*tabel.rijen(), headers=tabel.namen)

    def get_import_fields(self) -> list[Kolom]:
        """The admin shows these as the columns of the file; there is no import."""
        kolommen: list[Kolom] = self.get_export_fields()
        return kolommen


def _lees(bron: QuerySet[Any], omzetters: list[tuple[int, Callable[[Any], Any]]]) -> Iterator[Rij]:
    rijen = bron.iterator(chunk_size=PORTIE)
    if not omzetters:
        yield from rijen
        return
    for rij in rijen:
        cellen = list(rij)
        for plek, zet_om in omzetters:
            cellen[plek] = zet_om(cellen[plek])
        yield cellen


def resource_van(model: type[models.Model], *velden: str) -> type[TabelResource]:
    """A resource with these fields of a model (paths with `__` too), each with its own name and kind."""
    kolommen = {pad: _kolom_van(model, pad) for pad in velden}
    meta = type("Meta", (), {"model": model, "fields": velden})
    return type(f"{model.__name__}Resource", (TabelResource,), {**kolommen, "Meta": meta})


def _kolom_van(model: type[models.Model], pad: str) -> Kolom:
    """The column of a field. The name of something else is called after what it is the name of."""
    veld: Any = None
    for stap in pad.split("__"):
        ouder, veld = veld, (veld.related_model if veld is not None else model)._meta.get_field(stap)
    naam = ouder.verbose_name if ouder is not None and veld.name == "naam" else veld.verbose_name
    return Kolom(
        pad,
        capfirst(naam),
        soort=_soort_van(veld),
        keuzes=veld.flatchoices or None,
        ja_nee=isinstance(veld, models.BooleanField),
    )


def _soort_van(veld: models.Field[Any, Any]) -> Celsoort:
    for klasse, soort in _SOORTEN:
        if isinstance(veld, klasse):
            return soort
    return Celsoort.TEKST


_SOORTEN: tuple[tuple[type[models.Field[Any, Any]], Celsoort], ...] = (
    (models.DateTimeField, Celsoort.MOMENT),
    (models.DateField, Celsoort.DATUM),
    (models.DecimalField, Celsoort.BEDRAG),
    (models.IntegerField, Celsoort.GETAL),
)
