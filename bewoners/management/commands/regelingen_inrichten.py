"""Give an empty installation its grant schemes."""

from typing import Any

from django.core.management.base import BaseCommand

from bewoners.domain.inrichten import richt_regelingen_in
from bewoners.models import Regelingversie


class Command(BaseCommand):
    """The schemes Klein, Midden and Groot; run after `inrichten` at every start, changes nothing twice."""

    help = "Vult een lege installatie met de regelingen Klein, Midden en Groot."

    def handle(self, *args: Any, **options: Any) -> None:
        eerst = Regelingversie.objects.count()
        richt_regelingen_in()
        if nieuw := Regelingversie.objects.count() - eerst:
            self.stdout.write(f"Ingericht: {nieuw} regelingen.")
