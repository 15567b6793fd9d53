"""`manage.py versleutel_opnieuw`: bring everything that is encrypted under the newest key."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kern.domain.versleuteling import versleutel_opnieuw
from kern.sleutels import SleutelOntbreekt


class Command(BaseCommand):
    """Run it after a new key was put first in VELDSLEUTELS; when it ends well, the old one may go."""

    help = "Versleutel alle versleutelde kolommen opnieuw met de eerste sleutel van VELDSLEUTELS."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            aantallen = versleutel_opnieuw()
        except SleutelOntbreekt as fout:
            raise CommandError("Een waarde past op geen enkele sleutel. Zet de oude sleutel terug.") from fout
        for kolom, aantal in aantallen.items():
            self.stdout.write(f"{kolom}: {aantal} opnieuw versleuteld")
        self.stdout.write("Alles staat onder de eerste sleutel.")
