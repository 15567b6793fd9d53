"""`manage.py voorbeeldgegevens`: an example programme to try out, made once."""

import datetime as dt
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from budgetten.models import Boekjaar
from portaal.voorbeeld import initiatieven
from portaal.voorbeeld.activiteiten import maak_activiteiten
from portaal.voorbeeld.geld import maak_jaar
from portaal.voorbeeld.personen import accounts, maak_personen


class Command(BaseCommand):
    """Fill an empty database with example data; a second time changes nothing.

    Refused where pages do not say that the figures are examples.
    """

    help = "Vul een lege database met voorbeeldgegevens van Assen (personen en bedragen zijn verzonnen)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--accounts", action="store_true", help="laat alleen de voorbeeldaccounts zien")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["accounts"]:
            self.stdout.write(accounts())
            return
        if not settings.VOORBEELDGEGEVENS:
            raise CommandError(
                "Zet eerst VOORBEELDGEGEVENS=true. Dan staat op elke pagina dat de cijfers niet echt zijn."
            )
        call_command("inrichten", stdout=self.stdout)
        call_command("regelingen_inrichten", stdout=self.stdout)
        if Boekjaar.objects.exists():
            self.stdout.write("Er zijn al gegevens; de voorbeeldgegevens zijn niet opnieuw gemaakt.")
            return
        vandaag = timezone.localdate()
        with transaction.atomic():
            personen = maak_personen(vanaf=dt.date(vandaag.year - 1, 1, 1))
            initiatieven.maak_bewoners(personen)
            initiatieven.maak_woningen(dt.date(vandaag.year - 1, 1, 1))
            maak_jaar(
                vandaag.year - 1,
                tot=dt.date(vandaag.year - 1, 12, 31),
                personen=personen,
                sluit=True,
                ook=partial(initiatieven.maak_vorig_jaar, personen=personen),
            )
            maak_jaar(
                vandaag.year,
                tot=vandaag,
                personen=personen,
                sluit=False,
                ook=partial(initiatieven.maak_dit_jaar, personen=personen),
            )
            maak_activiteiten(tot=vandaag, personen=personen)
        self.stdout.write("Voorbeeldgegevens gemaakt.")
