"""Commitments: money of a budget line that is promised to one thing, and what became of it."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from budgetten.enums import Verplichtingstatus
from budgetten.models.begroting import Begrotingsregel
from budgetten.models.boeking import Boeking
from budgetten.models.verplichtingtriggers import BESLISSER_BETAALDE_NIET, VERPLICHTING_BLIJFT, verplichting_klopt
from budgetten.querysets import VerplichtingQuerySet
from partners.models import Partner


class Verplichting(models.Model):
    """A commitment on one budget line. What is open on it follows from its bookings; see domain/verplichtingstand.py.

    `kenmerk` and `url` are chosen by whoever enters into it: which thing it is for, and the path of that thing.
    `oorsprong` is the first of a row of commitments of which each carries the previous one over to the next year.
    """

    regel = models.ForeignKey(
        Begrotingsregel, verbose_name=_("begrotingsregel"), on_delete=models.PROTECT, related_name="verplichtingen"
    )
    kenmerk = models.CharField(_("kenmerk"), max_length=80, unique=True)
    omschrijving = models.CharField(_("omschrijving"), max_length=200)
    url = models.CharField(_("adres van het onderwerp"), max_length=200, blank=True)
    bedrag = models.DecimalField(_("bedrag"), max_digits=12, decimal_places=2)
    status = models.CharField(_("status"), max_length=10, choices=Verplichtingstatus, default=Verplichtingstatus.OPEN)
    besluit_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("besluit door"), on_delete=models.PROTECT, related_name="+"
    )
    aangegaan_op = models.DateField(_("aangegaan op"))
    toekenning = models.OneToOneField(Boeking, on_delete=models.PROTECT, related_name="toegekende_verplichting")
    verplichting = models.OneToOneField(Boeking, on_delete=models.PROTECT, related_name="verplichting")
    gesloten_op = models.DateField(_("gesloten op"), null=True, blank=True)
    oorsprong = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="vervolgen")

    objects = VerplichtingQuerySet.as_manager()

    class Meta:
        verbose_name = _("verplichting")
        verbose_name_plural = _("verplichtingen")
        ordering = ["-aangegaan_op", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(bedrag__gt=0, bedrag__lt=10**10), name="verplichting_bedrag_positief"),
            models.CheckConstraint(condition=~Q(kenmerk=""), name="verplichting_heeft_kenmerk"),
            models.CheckConstraint(condition=~Q(omschrijving=""), name="verplichting_heeft_omschrijving"),
            models.CheckConstraint(
                condition=Q(url="") | (Q(url__startswith="/") & ~Q(url__startswith="//")),
                name="verplichting_url_is_een_pad",
            ),
            models.CheckConstraint(
                condition=Q(status=Verplichtingstatus.OPEN, gesloten_op__isnull=True)
                | Q(status=Verplichtingstatus.GESLOTEN, gesloten_op__isnull=False),
                name="verplichting_status_klopt",
            ),
            models.CheckConstraint(condition=~Q(oorsprong=F("pk")), name="verplichting_niet_eigen_oorsprong"),
        ]
        indexes = [models.Index(fields=["regel", "status"], name="verplichting_regel_status")]
        triggers = [VERPLICHTING_BLIJFT, verplichting_klopt("verplichting_klopt", "id")]

    def __str__(self) -> str:
        return self.omschrijving

    def get_absolute_url(self) -> str:
        return reverse("budgetten:verplichting", args=[self.pk])


class Verplichtingdekking(models.Model):
    """What one payer promises of a commitment. Together exactly the amount: the database adds them up."""

    verplichting = models.ForeignKey(Verplichting, on_delete=models.PROTECT, related_name="dekking")
    partner = models.ForeignKey(Partner, verbose_name=_("betaler"), on_delete=models.PROTECT, related_name="+")
    bedrag = models.DecimalField(_("bedrag"), max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = _("dekking van een verplichting")
        verbose_name_plural = _("dekkingen van verplichtingen")
        ordering = ["partner__volgorde", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["verplichting", "partner"], name="verplichtingdekking_een_per_betaler"),
            models.CheckConstraint(
                condition=Q(bedrag__gt=0, bedrag__lt=10**10), name="verplichtingdekking_bedrag_positief"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="verplichtingdekking_blijft", operation=pgtrigger.Update | pgtrigger.Delete),
            verplichting_klopt("verplichtingdekking_klopt", "verplichting_id"),
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.bedrag}"


class Verplichtingbeslisser(models.Model):
    """Somebody who decided on a commitment after it was entered into: on its settlement, for example.

    As `Verplichting.besluit_door`: they neither approve nor pay what draws on it. `bron` is the first of the
    commitments when it was carried over, so that it holds for what follows as well.
    """

    bron = models.ForeignKey(Verplichting, on_delete=models.PROTECT, related_name="beslissers")
    gebruiker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("beslisser over een verplichting")
        verbose_name_plural = _("beslissers over verplichtingen")
        constraints = [models.UniqueConstraint(fields=["bron", "gebruiker"], name="verplichtingbeslisser_eenmaal")]
        triggers = [
            pgtrigger.Protect(name="verplichtingbeslisser_blijft", operation=pgtrigger.Update | pgtrigger.Delete),
            BESLISSER_BETAALDE_NIET,
        ]

    def __str__(self) -> str:
        return f"{self.bron}: {self.gebruiker}"


class Verplichtingvrijval(models.Model):
    """Committed money that became free again, with the reason; `naar`: because it was carried over to that one."""

    verplichting = models.ForeignKey(Verplichting, on_delete=models.PROTECT, related_name="vrijvallen")
    bedrag = models.DecimalField(_("bedrag"), max_digits=12, decimal_places=2)
    reden = models.CharField(_("reden"), max_length=300)
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    boeking = models.OneToOneField(Boeking, on_delete=models.PROTECT, related_name="verplichtingvrijval")
    naar = models.OneToOneField(
        Verplichting, null=True, blank=True, on_delete=models.PROTECT, related_name="overgezet_van"
    )

    class Meta:
        verbose_name = _("vrijval van een verplichting")
        verbose_name_plural = _("vrijval van verplichtingen")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(bedrag__gt=0), name="verplichtingvrijval_bedrag_positief"),
            models.CheckConstraint(condition=~Q(reden=""), name="verplichtingvrijval_heeft_reden"),
            models.CheckConstraint(condition=~Q(naar=F("verplichting")), name="verplichtingvrijval_naar_een_ander"),
        ]
        triggers = [
            pgtrigger.Protect(name="verplichtingvrijval_blijft", operation=pgtrigger.Update | pgtrigger.Delete),
            verplichting_klopt("verplichtingvrijval_klopt", "verplichting_id"),
        ]

    def __str__(self) -> str:
        return f"{self.verplichting}: {self.bedrag}"


class Terugontvangst(models.Model):
    """Money that was spent on a commitment and came back on the bank: free again on the line, per payer."""

    verplichting = models.ForeignKey(Verplichting, on_delete=models.PROTECT, related_name="terugontvangsten")
    bedrag = models.DecimalField(_("bedrag"), max_digits=12, decimal_places=2)
    datum = models.DateField(_("ontvangen op"))
    kenmerk = models.CharField(_("kenmerk van de bank"), max_length=100)
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("vastgelegd door"), on_delete=models.PROTECT, related_name="+"
    )
    boeking = models.OneToOneField(Boeking, on_delete=models.PROTECT, related_name="terugontvangst")

    class Meta:
        verbose_name = _("terugontvangst")
        verbose_name_plural = _("terugontvangsten")
        ordering = ["datum", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(bedrag__gt=0), name="terugontvangst_bedrag_positief"),
            models.CheckConstraint(condition=~Q(kenmerk=""), name="terugontvangst_heeft_kenmerk"),
        ]
        triggers = [
            pgtrigger.Protect(name="terugontvangst_blijft", operation=pgtrigger.Update | pgtrigger.Delete),
            verplichting_klopt("terugontvangst_klopt", "verplichting_id"),
        ]

    def __str__(self) -> str:
        return f"{self.verplichting}: {self.bedrag}"
