"""The activity log of partners."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gebieden.enums import Domein
from gebieden.models import Gebied, Thema
from partners.enums import Activiteitstatus
from partners.models.partner import Partner
from partners.querysets import ActiviteitQuerySet


class Activiteittype(models.Model):
    """What kind of activity, after practice; its theme says which budget line own costs fall on."""

    naam = models.CharField(_("naam"), max_length=80, unique=True)
    domein = models.CharField(_("domein"), max_length=10, choices=Domein)
    thema = models.ForeignKey(Thema, verbose_name=_("thema"), on_delete=models.PROTECT, related_name="+")
    volgorde = models.PositiveSmallIntegerField(_("volgorde"), default=0)
    actief = models.BooleanField(_("actief"), default=True)

    class Meta:
        verbose_name = _("soort activiteit")
        verbose_name_plural = _("soorten activiteiten")
        ordering = ["domein", "volgorde", "naam"]

    def __str__(self) -> str:
        return self.naam


class Activiteit(models.Model):
    """Something a partner's staff did in a neighbourhood: a clean-up, a walk, a conversation on the stairs."""

    partner = models.ForeignKey(
        Partner, verbose_name=_("partner"), on_delete=models.PROTECT, related_name="activiteiten"
    )
    type = models.ForeignKey(
        Activiteittype, verbose_name=_("soort activiteit"), on_delete=models.PROTECT, related_name="activiteiten"
    )
    titel = models.CharField(_("wat hebt u gedaan?"), max_length=120)
    datum = models.DateField(_("datum"))
    gebied = models.ForeignKey(
        Gebied, verbose_name=_("wijk of buurt"), on_delete=models.PROTECT, related_name="activiteiten"
    )
    straat = models.CharField(_("straat of plek"), max_length=120, blank=True)
    uren = models.DecimalField(_("uren"), max_digits=6, decimal_places=2, default=0)
    kosten = models.DecimalField(_("eigen kosten (euro)"), max_digits=10, decimal_places=2, default=0)
    deelnemers = models.PositiveIntegerField(_("aantal deelnemers"), null=True, blank=True)
    resultaat = models.TextField(_("resultaat"), blank=True)
    openbaar = models.BooleanField(_("op de website tonen"), default=True)
    status = models.CharField(_("status"), max_length=10, choices=Activiteitstatus, default=Activiteitstatus.CONCEPT)
    ingevoerd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("ingevoerd door"), on_delete=models.PROTECT, related_name="+"
    )
    aangemaakt = models.DateTimeField(_("aangemaakt"), auto_now_add=True)
    definitief_op = models.DateTimeField(_("definitief op"), null=True, blank=True, editable=False)

    objects = ActiviteitQuerySet.as_manager()

    class Meta:
        verbose_name = _("activiteit")
        verbose_name_plural = _("activiteiten")
        ordering = ["-datum", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(uren__gte=0), name="activiteit_uren_niet_negatief"),
            models.CheckConstraint(condition=Q(kosten__gte=0), name="activiteit_kosten_niet_negatief"),
            models.CheckConstraint(
                condition=Q(status=Activiteitstatus.CONCEPT, definitief_op__isnull=True)
                | Q(status=Activiteitstatus.DEFINITIEF, definitief_op__isnull=False),
                name="activiteit_definitief_heeft_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["gebied", "-datum"], name="activiteit_gebied_datum"),
            models.Index(fields=["partner", "-datum"], name="activiteit_partner_datum"),
        ]

    def __str__(self) -> str:
        return self.titel

    def get_absolute_url(self) -> str:
        return reverse("partners:activiteit", args=[self.pk])


def foto_pad(foto: "ActiviteitFoto", naam: str) -> str:
    """A random name: the original file name can hold a person's name."""
    return f"activiteiten/{uuid.uuid4().hex}.jpg"


class ActiviteitFoto(models.Model):
    """A photo, re-encoded on arrival so that no position, camera or hidden content remains."""

    activiteit = models.ForeignKey(Activiteit, on_delete=models.CASCADE, related_name="fotos")
    bestand = models.ImageField(_("foto"), upload_to=foto_pad, width_field="breedte", height_field="hoogte")
    breedte = models.PositiveIntegerField(editable=False)
    hoogte = models.PositiveIntegerField(editable=False)
    alt = models.CharField(_("wat staat er op de foto?"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("foto")
        verbose_name_plural = _("foto’s")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.alt or f"foto {self.pk}"
