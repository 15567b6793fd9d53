"""Long work that runs in the background and whose progress people can see."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kern.enums import Taakstatus


def taak_pad(taak: "Taak", naam: str) -> str:
    """Path of a result under MEDIA_ROOT: never guessable from the outside, never served directly."""
    return f"taken/{taak.pk}/{naam}"


class Taak(models.Model):
    """A report, export or import on its way: asked by whom, how far, what came out or why it failed.

    `sleutel` identifies the work itself; two tasks with the same key cannot exist, so however many schedulers ask
    for the same report, it is made once.
    """

    soort = models.CharField(_("soort"), max_length=60)
    sleutel = models.CharField(_("sleutel"), max_length=200, unique=True, null=True, blank=True)
    titel = models.CharField(_("titel"), max_length=200)
    parameters = models.JSONField(_("parameters"), default=dict, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Taakstatus, default=Taakstatus.WACHT)
    voortgang = models.PositiveSmallIntegerField(_("voortgang in procenten"), default=0)
    melding = models.TextField(_("melding"), blank=True)
    pogingen = models.PositiveSmallIntegerField(_("pogingen"), default=0)
    aangevraagd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="taken"
    )
    aangemaakt = models.DateTimeField(_("aangevraagd"), db_default=Now(), editable=False)
    gestart = models.DateTimeField(_("gestart"), null=True, blank=True)
    gehoord = models.DateTimeField(_("laatst van gehoord"), null=True, blank=True)
    klaar = models.DateTimeField(_("klaar"), null=True, blank=True)
    bestand = models.FileField(_("bestand"), upload_to=taak_pad, blank=True)

    class Meta:
        verbose_name = _("taak")
        verbose_name_plural = _("taken")
        ordering = ["-aangemaakt", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(voortgang__lte=100), name="taak_voortgang_hoogstens_100"),
            models.CheckConstraint(condition=models.Q(status__in=Taakstatus.values), name="taak_status_bestaat"),
        ]
        indexes = [models.Index(fields=["status", "gehoord"], name="taak_open")]

    def __str__(self) -> str:
        return self.titel

    def get_absolute_url(self) -> str:
        return reverse("kern:taak", args=[self.pk])
