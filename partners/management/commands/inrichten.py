"""Fill an empty installation with what it starts with."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from gebieden.domain import inrichten as gebieden
from gebieden.domain import themas
from partners.domain import inrichten as partners


class Command(BaseCommand):
    """Areas, themes, partners, the agreement and the kinds of activities; run at every start, changes nothing twice."""

    help = "Vult een lege installatie: gebieden, thema’s, partners, overeenkomst en soorten activiteiten."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        gebieden.richt_gebieden_in()
        nieuw = themas.richt_in() + partners.richt_in()
        if nieuw:
            self.stdout.write(f"Ingericht: {nieuw} nieuwe thema’s, partners en soorten activiteiten.")
