"""Read areas of CBS or PDOK in from the command line."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from gebieden.domain.inlezen import lees_in
from gebieden.enums import Gebiedssoort
from kern.domain.fouten import Weigering


class Command(BaseCommand):
    """`manage.py gebieden_inlezen --grenzen wijken_2026.geojson --kerncijfers kwb-2026.csv --jaar 2026`."""

    help = "Leest wijken, buurten of de gemeentegrens in uit bestanden van CBS en PDOK."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--grenzen", type=Path, required=True, metavar="FILE", help=_("GeoJSON in WGS84 of RD"))
        parser.add_argument("--kerncijfers", type=Path, metavar="FILE", help=_("CSV met kerncijfers van CBS"))
        parser.add_argument("--jaar", type=int, required=True, metavar="YYYY", help=_("jaar van de indeling"))
        parser.add_argument(
            "--soort", choices=["wijk", "buurt", "gemeente"], help=_("weiger het bestand als er iets anders in staat")
        )
        parser.add_argument("--bron", default="", help=_("bron, zoals die bij de kaart staat"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Says what changed; a refusal is one sentence and exit code 1."""
        soort = Gebiedssoort.STAD if options["soort"] == "gemeente" else options["soort"]
        try:
            verslag = lees_in(
                options["grenzen"],
                jaar=options["jaar"],
                soort=soort,
                kerncijfers=options["kerncijfers"],
                bron=options["bron"],
                door=None,
            )
        except Weigering as fout:
            raise CommandError(_("%(reden)s Er is niets veranderd.") % {"reden": fout.bericht}) from None
        self.stdout.write(str(verslag))
