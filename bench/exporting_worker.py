"""One way to make an Excel file of all bookings, in a process of its own so that its memory is its own."""

import time
from pathlib import Path

from import_export import fields, resources
from import_export.formats.base_formats import XLSX

from bench.prepare import do_fill, do_make_ledger  # noqa: F401  # orders of this side
from bench.worker import peak_memory
from budgetten.exports.resources import BoekingResource
from budgetten.models import Boeking, Mutatie


class StockResource(resources.ModelResource):
    """The same rows and the same twelve columns, the way the documentation of django-import-export has it."""

    nummer = fields.Field("boeking_id", "Boeking")
    boekdatum = fields.Field("boeking__boekdatum", "Boekdatum")
    vastgelegd = fields.Field("boeking__vastgelegd_op", "Vastgelegd op")
    soort = fields.Field("boeking__soort", "Soort")
    omschrijving = fields.Field("boeking__omschrijving", "Omschrijving")
    betaler = fields.Field("van__partner__naam", "Betaler")
    van = fields.Field("van__soort", "Van")
    naar = fields.Field("naar__soort", "Naar")
    gebied = fields.Field("naar__regel__gebied__naam", "Gebied")
    thema = fields.Field("naar__regel__thema__naam", "Thema")
    jaar = fields.Field("boeking__periode__boekjaar__jaar", "Jaar")
    bedrag = fields.Field("bedrag", "Bedrag")

    class Meta:
        model = Mutatie
        fields = (
            "nummer", "boekdatum", "vastgelegd", "soort", "omschrijving", "betaler", "van", "naar", "gebied", "thema",
            "jaar", "bedrag",
        )  # fmt: skip


def do_nothing() -> dict[str, float]:
    """The memory of the process with Django and both packages loaded."""
    return {"seconds": 0.0, "memory": peak_memory()}


def do_ours(*, path: str) -> dict[str, float]:
    """Our resource and our format."""
    begin = time.perf_counter()
    BoekingResource().schrijf(Boeking.objects.filter(soort="besteding"), Path(path))
    return {"seconds": time.perf_counter() - begin, "memory": peak_memory()}


def do_stock(*, path: str) -> dict[str, float]:
    """The stock resource and the stock XLSX format, with the related rows in the same query."""
    begin = time.perf_counter()
    rows = (
        Mutatie.objects.filter(boeking__soort="besteding")
        .select_related("boeking__periode__boekjaar", "van__partner", "naar__regel__gebied", "naar__regel__thema")
        .order_by("-boeking__boekdatum", "-boeking", "pk")
    )
    Path(path).write_bytes(XLSX().export_data(StockResource().export(rows)))
    return {"seconds": time.perf_counter() - begin, "memory": peak_memory()}
