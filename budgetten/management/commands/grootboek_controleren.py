"""`manage.py grootboek_controleren`: recompute the whole ledger from its movements."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from budgetten.domain.controle import controleer_grootboek


class Command(BaseCommand):
    """Exit 0 when every balance and monthly turnover is right to the cent, 1 with the differences otherwise."""

    help = "Reken alle saldi en maandomzetten na vanuit de mutaties."

    def handle(self, *args: Any, **options: Any) -> None:
        verschillen = controleer_grootboek()
        for verschil in verschillen:
            self.stderr.write(f"{verschil.wat}: bijgehouden {verschil.bijgehouden}, herrekend {verschil.herrekend}")
        if verschillen:
            raise CommandError(f"{len(verschillen)} verschillen gevonden.")
        self.stdout.write("Het grootboek klopt tot op de cent.")
