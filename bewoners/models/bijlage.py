"""Files with an initiative, cleaned on arrival and kept out of reach of the web server."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bewoners.enums import Bijlagesoort
from bewoners.models.gesprek import Draadbericht, Voortgangsbericht
from bewoners.models.initiatief import Initiatief, Kostenpost


def bijlage_pad(bijlage: "Bijlage", naam: str) -> str:
    """A random name: nothing of the uploaded name reaches the file system."""
    return f"initiatieven/{uuid.uuid4().hex}"


class Bijlage(models.Model):
    """A photo or PDF. Public only when `openbaar` and the initiative is; a receipt or a message's file never is."""

    initiatief = models.ForeignKey(Initiatief, on_delete=models.CASCADE, related_name="bijlagen")
    soort = models.CharField(_("soort"), max_length=10, choices=Bijlagesoort)
    bestand = models.FileField(_("bestand"), upload_to=bijlage_pad)
    naam = models.CharField(_("naam"), max_length=150)
    mimetype = models.CharField(max_length=60)
    grootte = models.PositiveIntegerField(_("grootte in bytes"))
    breedte = models.PositiveIntegerField(null=True, blank=True, editable=False)
    hoogte = models.PositiveIntegerField(null=True, blank=True, editable=False)
    sha256 = models.CharField(max_length=64)
    alt = models.CharField(_("wat staat er op de foto?"), max_length=200, blank=True)
    openbaar = models.BooleanField(_("op de website"), default=False)
    kostenpost = models.ForeignKey(Kostenpost, null=True, blank=True, on_delete=models.PROTECT, related_name="bonnen")
    bericht = models.ForeignKey(Draadbericht, null=True, blank=True, on_delete=models.PROTECT, related_name="bijlagen")
    nieuws = models.ForeignKey(Voortgangsbericht, null=True, blank=True, on_delete=models.PROTECT, related_name="fotos")
    toegevoegd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    toegevoegd_op = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("bijlage")
        verbose_name_plural = _("bijlagen")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(openbaar=False) | models.Q(soort__in=[Bijlagesoort.FOTO, Bijlagesoort.RESULTAAT]),
                name="bijlage_alleen_fotos_openbaar",
            )
        ]

    def __str__(self) -> str:
        return self.naam
