"""Accounting for what was done and spent, and what must come back."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bewoners.enums import Verantwoordingstatus
from bewoners.models.besluit import Besluit
from bewoners.models.initiatief import Initiatief, Kostenpost


class Verantwoording(models.Model):
    """The account of an initiative. `eenvoudig`: only what was done, for a sampled small grant."""

    initiatief = models.OneToOneField(Initiatief, on_delete=models.PROTECT, related_name="verantwoording")
    status = models.CharField(
        _("status"), max_length=10, choices=Verantwoordingstatus, default=Verantwoordingstatus.CONCEPT
    )
    eenvoudig = models.BooleanField(_("eenvoudige verantwoording"), default=False)
    gedaan = models.TextField(_("wat hebt u gedaan?"), blank=True, max_length=4000)
    anders = models.TextField(_("wat ging anders dan gepland?"), blank=True, max_length=2000)
    deelnemers = models.PositiveIntegerField(_("hoeveel mensen deden mee?"), null=True, blank=True)
    ingediend_op = models.DateTimeField(null=True, blank=True)
    beoordeeld_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    beoordeeld_op = models.DateTimeField(null=True, blank=True)
    opmerking = models.TextField(_("opmerking van de gemeente"), blank=True, max_length=2000)

    class Meta:
        verbose_name = _("verantwoording")
        verbose_name_plural = _("verantwoordingen")

    def __str__(self) -> str:
        return str(self.initiatief)


class Verantwoordingsregel(models.Model):
    """What a cost line really cost, in euro. Receipts are Bijlagen that point to the cost line."""

    verantwoording = models.ForeignKey(Verantwoording, on_delete=models.CASCADE, related_name="regels")
    kostenpost = models.ForeignKey(Kostenpost, on_delete=models.PROTECT, related_name="+")
    bedrag = models.DecimalField(_("werkelijk bedrag"), max_digits=10, decimal_places=2)
    toelichting = models.CharField(_("toelichting"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("regel van de verantwoording")
        verbose_name_plural = _("regels van de verantwoording")
        ordering = ["kostenpost__volgorde", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["verantwoording", "kostenpost"], name="verantwoordingsregel_een_per_post"),
            models.CheckConstraint(condition=Q(bedrag__gte=0), name="verantwoordingsregel_niet_negatief"),
        ]

    def __str__(self) -> str:
        return f"{self.kostenpost}: {self.bedrag}"


class Terugvordering(models.Model):
    """What the applicant must pay back, in euro, because more was paid than was settled (Awb 4:49, 5 years).

    What came in is in the ledger: `budgetten.domain.verplichtingen.stand`.
    """

    initiatief = models.OneToOneField(Initiatief, on_delete=models.PROTECT, related_name="terugvordering")
    besluit = models.OneToOneField(Besluit, on_delete=models.PROTECT, related_name="+")
    bedrag = models.DecimalField(_("terug te betalen"), max_digits=10, decimal_places=2)
    uiterlijk = models.DateField(_("betalen uiterlijk op"))
    voldaan_op = models.DateField(_("voldaan op"), null=True, blank=True)

    class Meta:
        verbose_name = _("terugvordering")
        verbose_name_plural = _("terugvorderingen")
        constraints = [models.CheckConstraint(condition=Q(bedrag__gt=0), name="terugvordering_positief")]

    def __str__(self) -> str:
        return f"{self.initiatief}: {self.bedrag}"
