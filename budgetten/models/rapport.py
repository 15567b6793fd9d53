"""Frozen spend reports and who gets them."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from budgetten.enums import Rapportscope, Rapportsoort
from budgetten.models.jaar import Periode
from gebieden.models import Gebied
from partners.models import Partner


def rapport_pad(rapport: "Rapport", naam: str) -> str:
    """Where a frozen file lives under MEDIA_ROOT."""
    return f"rapporten/{rapport.periode.begin:%Y-%m}/{naam}"


_SCOPE_KLOPT = (
    Q(scope=Rapportscope.PROGRAMMA, gebied__isnull=True, partner__isnull=True)
    | Q(scope=Rapportscope.GEBIED, gebied__isnull=False, partner__isnull=True)
    | Q(scope=Rapportscope.PARTNER, gebied__isnull=True, partner__isnull=False)
)


class Rapport(models.Model):
    """A report as it was known at one moment.

    Frozen: the database refuses every change; a correction is a new version.
    """

    soort = models.CharField(_("soort"), max_length=20, choices=Rapportsoort, default=Rapportsoort.MAAND)
    scope = models.CharField(_("waarover"), max_length=10, choices=Rapportscope)
    gebied = models.ForeignKey(Gebied, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    periode = models.ForeignKey(Periode, on_delete=models.PROTECT, related_name="rapporten")
    versie = models.PositiveSmallIntegerField(_("versie"))
    bekend_op = models.DateTimeField(_("stand zoals bekend op"))
    parameters = models.JSONField(_("parameters"), default=dict)
    data = models.JSONField(_("cijfers"))
    sha256 = models.CharField(_("sha256 van de cijfers"), max_length=64)
    xlsx = models.FileField(_("Excel"), upload_to=rapport_pad)
    xlsx_sha256 = models.CharField(max_length=64)
    pdf = models.FileField(_("pdf"), upload_to=rapport_pad)
    pdf_sha256 = models.CharField(max_length=64)
    reden = models.CharField(_("reden van deze versie"), max_length=200, blank=True)
    gemaakt_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    gemaakt_op = models.DateTimeField(_("gemaakt op"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("rapport")
        verbose_name_plural = _("rapporten")
        ordering = ["-periode__begin", "scope", "gebied__code", "partner__volgorde", "-versie"]
        constraints = [
            models.CheckConstraint(condition=_SCOPE_KLOPT, name="rapport_scope_klopt"),
            models.UniqueConstraint(
                fields=["soort", "scope", "gebied", "partner", "periode", "versie"],
                name="rapport_een_per_versie",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(versie__gte=1), name="rapport_versie_vanaf_1"),
        ]
        triggers = [
            pgtrigger.Protect(name="rapport_bevroren", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        waarover = self.gebied or self.partner or self.get_scope_display()
        return f"{self.get_soort_display()} {self.periode}: {waarover} (versie {self.versie})"

    def get_absolute_url(self) -> str:
        return reverse("budgetten:rapport", args=[self.pk])


class Rapportabonnement(models.Model):
    """Somebody who gets a mail with a link when a report of this scope appears."""

    gebruiker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="rapportabonnementen"
    )
    scope = models.CharField(_("waarover"), max_length=10, choices=Rapportscope)
    gebied = models.ForeignKey(Gebied, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("abonnement op rapporten")
        verbose_name_plural = _("abonnementen op rapporten")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=_SCOPE_KLOPT, name="rapportabonnement_scope_klopt"),
            models.UniqueConstraint(
                fields=["gebruiker", "scope", "gebied", "partner"], name="rapportabonnement_uniek", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gebruiker}: {self.gebied or self.partner or self.get_scope_display()}"


class Rapportmail(models.Model):
    """That one subscriber was told of one report: a mail is sent once, however often the task runs."""

    rapport = models.ForeignKey(Rapport, on_delete=models.PROTECT, related_name="mails")
    abonnement = models.ForeignKey(Rapportabonnement, null=True, on_delete=models.SET_NULL, related_name="+")
    gebruiker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    verzonden_op = models.DateTimeField(_("verzonden op"), null=True, blank=True)

    class Meta:
        verbose_name = _("mail over een rapport")
        verbose_name_plural = _("mails over rapporten")
        constraints = [models.UniqueConstraint(fields=["rapport", "gebruiker"], name="rapportmail_een_keer")]

    def __str__(self) -> str:
        return f"{self.gebruiker}: {self.rapport_id}"
