"""People around an initiative: co-applicants, supporters, followers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bewoners.enums import Medestatus
from bewoners.models.initiatief import Initiatief
from kern.velden import VersleuteldVeld


class Medeindiener(models.Model):
    """Somebody who carries the plan too and confirms that by e-mail; `email_sleutel`: blind index of the address."""

    initiatief = models.ForeignKey(Initiatief, on_delete=models.CASCADE, related_name="medeindieners")
    naam = models.CharField(_("naam"), max_length=150)
    email = VersleuteldVeld(_("e-mailadres"))
    email_sleutel = models.CharField(max_length=64, editable=False, db_index=True)
    sleutel = models.CharField(max_length=64, unique=True, editable=False)
    status = models.CharField(_("status"), max_length=10, choices=Medestatus, default=Medestatus.GEVRAAGD)
    gevraagd_op = models.DateTimeField(null=True, blank=True)
    beantwoord_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("medeaanvrager")
        verbose_name_plural = _("medeaanvragers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["initiatief", "email_sleutel"], name="medeindiener_een_keer"),
        ]

    def __str__(self) -> str:
        return self.naam


class Steun(models.Model):
    """A declaration of support, counted once its e-mail address is confirmed. One per person per initiative."""

    initiatief = models.ForeignKey(Initiatief, on_delete=models.CASCADE, related_name="steun")
    naam = models.CharField(_("naam"), max_length=150)
    toon_naam = models.BooleanField(_("mijn naam mag op de website"), default=False)
    email = VersleuteldVeld(_("e-mailadres"))
    email_sleutel = models.CharField(max_length=64, editable=False, db_index=True)
    sleutel = models.CharField(max_length=64, unique=True, editable=False)
    gegeven_op = models.DateTimeField(auto_now_add=True)
    bevestigd_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("steunverklaring")
        verbose_name_plural = _("steunverklaringen")
        ordering = ["-gegeven_op"]
        constraints = [models.UniqueConstraint(fields=["initiatief", "email_sleutel"], name="steun_een_per_persoon")]
        indexes = [models.Index(fields=["initiatief"], name="steun_bevestigd", condition=Q(bevestigd_op__isnull=False))]

    def __str__(self) -> str:
        return self.naam


class Volger(models.Model):
    """A user who wants to hear about an initiative."""

    initiatief = models.ForeignKey(Initiatief, on_delete=models.CASCADE, related_name="volgers")
    gebruiker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sinds = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("volger")
        verbose_name_plural = _("volgers")
        constraints = [models.UniqueConstraint(fields=["initiatief", "gebruiker"], name="volger_een_keer")]

    def __str__(self) -> str:
        return str(self.gebruiker)
