"""Contributions of partners: pledged, received, outstanding."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from budgetten.models.boeking import Boeking
from budgetten.models.jaar import Boekjaar
from partners.models import Overeenkomst, Partner


class Bijdrage(models.Model):
    """A partner's pledge for one year. The pledge is a booking BRON → POT; receipts are recorded against it."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="bijdragen")
    boekjaar = models.ForeignKey(Boekjaar, on_delete=models.PROTECT, related_name="bijdragen")
    overeenkomst = models.ForeignKey(Overeenkomst, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    bedrag = models.DecimalField(_("toegezegd"), max_digits=12, decimal_places=2)
    boeking = models.OneToOneField(Boeking, on_delete=models.PROTECT, related_name="bijdrage")

    class Meta:
        verbose_name = _("bijdrage")
        verbose_name_plural = _("bijdragen")
        ordering = ["-boekjaar__jaar", "partner__volgorde"]
        constraints = [models.CheckConstraint(condition=Q(bedrag__gt=0), name="bijdrage_bedrag_positief")]

    def __str__(self) -> str:
        return f"{self.partner} {self.boekjaar}"


class Ontvangst(models.Model):
    """Money of a pledge that came in on the bank. It does not move the ledger: the pledge already filled the pot."""

    bijdrage = models.ForeignKey(Bijdrage, on_delete=models.PROTECT, related_name="ontvangsten")
    datum = models.DateField(_("ontvangen op"))
    bedrag = models.DecimalField(_("bedrag"), max_digits=12, decimal_places=2)
    kenmerk = models.CharField(_("kenmerk van de bank"), max_length=100)
    vastgelegd_door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("ontvangst")
        verbose_name_plural = _("ontvangsten")
        ordering = ["datum", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(bedrag__gt=0), name="ontvangst_bedrag_positief"),
            models.UniqueConstraint(fields=["bijdrage", "kenmerk"], name="ontvangst_kenmerk_een_keer"),
        ]

    def __str__(self) -> str:
        return f"{self.bijdrage}: {self.bedrag}"
