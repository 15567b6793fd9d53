"""Retention: what a beheerder is asked to anonymise, as a reviewed list (Selectielijst gemeenten 2020)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bewoners.models.initiatief import Initiatief


class Bewaarlijst(models.Model):
    """Files whose retention term is over: proposed by the system, approved by a beheerder, then carried out."""

    gemaakt_op = models.DateTimeField(auto_now_add=True)
    peildatum = models.DateField(_("peildatum"))
    goedgekeurd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    goedgekeurd_op = models.DateTimeField(null=True, blank=True)
    uitgevoerd_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("bewaarlijst")
        verbose_name_plural = _("bewaarlijsten")
        ordering = ["-peildatum", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(uitgevoerd_op__isnull=True)
                | Q(goedgekeurd_door__isnull=False, uitgevoerd_op__gte=F("goedgekeurd_op")),
                name="bewaarlijst_eerst_goedgekeurd",
            )
        ]

    def __str__(self) -> str:
        return str(self.peildatum)

    def get_absolute_url(self) -> str:
        return reverse("bewoners:bewaarlijst", args=[self.pk])


class Bewaarvoorstel(models.Model):
    """One file on the list, with the rule that says its time is over. A beheerder may keep it, with a reason.

    `initiatief` is None once a draft is gone: then the kenmerk is all that tells there was one.
    """

    lijst = models.ForeignKey(Bewaarlijst, on_delete=models.CASCADE, related_name="voorstellen")
    initiatief = models.ForeignKey(Initiatief, null=True, on_delete=models.SET_NULL, related_name="+")
    kenmerk = models.CharField(_("kenmerk"), max_length=30)
    grond = models.CharField(_("regel"), max_length=200)
    vernietigen_vanaf = models.DateField(_("bewaren tot"))
    bewaren = models.BooleanField(_("toch bewaren"), default=False)
    reden = models.CharField(_("reden"), max_length=300, blank=True)
    uitgevoerd_op = models.DateTimeField(_("uitgevoerd op"), null=True, blank=True)

    class Meta:
        verbose_name = _("voorstel om te anonimiseren")
        verbose_name_plural = _("voorstellen om te anonimiseren")
        ordering = ["vernietigen_vanaf", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["lijst", "initiatief"], name="bewaarvoorstel_een_keer"),
            models.CheckConstraint(condition=Q(bewaren=False) | ~Q(reden=""), name="bewaarvoorstel_bewaren_met_reden"),
            models.CheckConstraint(
                condition=Q(uitgevoerd_op__isnull=True) | Q(bewaren=False), name="bewaarvoorstel_bewaard_blijft"
            ),
        ]

    def __str__(self) -> str:
        return self.kenmerk
