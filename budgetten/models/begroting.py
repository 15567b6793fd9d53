"""Budget lines and amendments."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from budgetten.enums import Wijzigingstatus
from budgetten.models.jaar import Boekjaar
from gebieden.models import Gebied, Thema


class Begrotingsregel(models.Model):
    """A budget line: fiscal year × area × theme. Its amounts are the balances of its accounts, nothing else."""

    boekjaar = models.ForeignKey(Boekjaar, on_delete=models.PROTECT, related_name="regels")
    gebied = models.ForeignKey(Gebied, on_delete=models.PROTECT, related_name="begrotingsregels")
    thema = models.ForeignKey(Thema, on_delete=models.PROTECT, related_name="begrotingsregels")
    omschrijving = models.CharField(_("omschrijving"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("begrotingsregel")
        verbose_name_plural = _("begrotingsregels")
        ordering = ["boekjaar", "gebied__code", "thema__volgorde"]
        constraints = [models.UniqueConstraint(fields=["boekjaar", "gebied", "thema"], name="begrotingsregel_uniek")]
        triggers = [
            pgtrigger.Trigger(
                name="begrotingsregel_blijft_zichzelf",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    IF (NEW.boekjaar_id, NEW.gebied_id, NEW.thema_id)
                       IS DISTINCT FROM (OLD.boekjaar_id, OLD.gebied_id, OLD.thema_id) THEN
                        RAISE EXCEPTION 'Jaar, gebied en thema van een begrotingsregel veranderen niet'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        """As refusals and bookings name it: Lariks/sociaal 2011."""
        return f"{self.gebied.naam}/{self.thema.naam.lower()} {self.boekjaar.jaar}"

    def get_absolute_url(self) -> str:
        return reverse("budgetten:regel", args=[self.pk])


class Begrotingswijziging(models.Model):
    """Free money moved from one line to another of the same year. Somebody else than the submitter establishes it."""

    van = models.ForeignKey(Begrotingsregel, verbose_name=_("van regel"), on_delete=models.PROTECT, related_name="+")
    naar = models.ForeignKey(Begrotingsregel, verbose_name=_("naar regel"), on_delete=models.PROTECT, related_name="+")
    bedrag = models.DecimalField(_("bedrag"), max_digits=12, decimal_places=2)
    reden = models.TextField(_("reden"))
    status = models.CharField(_("status"), max_length=12, choices=Wijzigingstatus, default=Wijzigingstatus.CONCEPT)
    ingediend_door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ingediend_op = models.DateTimeField(_("ingediend op"), auto_now_add=True)
    beoordeeld_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    beoordeeld_op = models.DateTimeField(_("beoordeeld op"), null=True, blank=True)
    boeking = models.OneToOneField(
        "budgetten.Boeking", null=True, blank=True, on_delete=models.PROTECT, related_name="wijziging"
    )

    class Meta:
        verbose_name = _("begrotingswijziging")
        verbose_name_plural = _("begrotingswijzigingen")
        ordering = ["-ingediend_op"]
        constraints = [
            models.CheckConstraint(condition=Q(bedrag__gt=0), name="wijziging_bedrag_positief"),
            models.CheckConstraint(condition=~Q(van=F("naar")), name="wijziging_twee_regels"),
            models.CheckConstraint(condition=~Q(beoordeeld_door=F("ingediend_door")), name="wijziging_vier_ogen"),
            models.CheckConstraint(
                condition=Q(
                    status__in=[Wijzigingstatus.CONCEPT, Wijzigingstatus.INGEDIEND],
                    boeking__isnull=True,
                    beoordeeld_door__isnull=True,
                )
                | Q(status=Wijzigingstatus.VASTGESTELD, boeking__isnull=False, beoordeeld_door__isnull=False)
                | Q(status=Wijzigingstatus.AFGEWEZEN, boeking__isnull=True, beoordeeld_door__isnull=False),
                name="wijziging_status_klopt",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.van} → {self.naar}"
