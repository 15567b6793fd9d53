"""Areas: a tree of CBS areas whose boundaries have versions by year."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gebieden.enums import Gebiedssoort
from gebieden.querysets import GebiedQuerySet
from kern.adres import adres


class Gebied(models.Model):
    """An area of the programme. It keeps its identity (the CBS code) while names and boundaries change per year."""

    code = models.CharField(_("CBS-code"), max_length=10, unique=True)
    naam = models.CharField(_("naam"), max_length=100)
    slug = models.SlugField(_("naam in het webadres"), max_length=110, unique=True)
    soort = models.CharField(_("soort"), max_length=10, choices=Gebiedssoort)
    ouder = models.ForeignKey(
        "self", verbose_name=_("ligt in"), null=True, blank=True, on_delete=models.PROTECT, related_name="kinderen"
    )
    actief = models.BooleanField(_("bestaat nog"), default=True)

    objects = GebiedQuerySet.as_manager()

    class Meta:
        verbose_name = _("gebied")
        verbose_name_plural = _("gebieden")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(soort=Gebiedssoort.STAD, ouder__isnull=True)
                | Q(soort__in=[Gebiedssoort.WIJK, Gebiedssoort.BUURT], ouder__isnull=False),
                name="gebied_alleen_stad_zonder_ouder",
            ),
            models.CheckConstraint(condition=~Q(ouder=F("pk")), name="gebied_niet_in_zichzelf"),
        ]

    def __str__(self) -> str:
        return self.naam

    def get_absolute_url(self) -> str:
        return adres("portaal:gebied", self.slug)


class GebiedVersie(models.Model):
    """Name and boundary of an area in one year, as published. Coordinates are WGS84 longitude and latitude."""

    gebied = models.ForeignKey(Gebied, on_delete=models.CASCADE, related_name="versies")
    jaar = models.PositiveSmallIntegerField(_("jaar"))
    naam = models.CharField(_("naam"), max_length=100)
    geometrie = models.JSONField(_("grens (GeoJSON, WGS84)"))
    label_lon = models.FloatField(_("lengtegraad van het label"))
    label_lat = models.FloatField(_("breedtegraad van het label"))
    bron = models.CharField(_("bron"), max_length=200)

    class Meta:
        verbose_name = _("versie van een gebied")
        verbose_name_plural = _("versies van gebieden")
        ordering = ["gebied", "-jaar"]
        constraints = [models.UniqueConstraint(fields=["gebied", "jaar"], name="gebiedversie_een_per_jaar")]

    def __str__(self) -> str:
        return f"{self.naam} ({self.jaar})"


class Kerncijfer(models.Model):
    """One key figure of CBS for one area and year. Unit: see gebieden.domain.kerncijfers."""

    gebied = models.ForeignKey(Gebied, on_delete=models.CASCADE, related_name="kerncijfers")
    jaar = models.PositiveSmallIntegerField(_("jaar"))
    sleutel = models.CharField(_("cijfer"), max_length=40)
    waarde = models.DecimalField(_("waarde"), max_digits=14, decimal_places=3)
    bron = models.CharField(_("bron"), max_length=200)

    class Meta:
        verbose_name = _("kerncijfer")
        verbose_name_plural = _("kerncijfers")
        ordering = ["gebied", "sleutel", "-jaar"]
        constraints = [models.UniqueConstraint(fields=["gebied", "jaar", "sleutel"], name="kerncijfer_uniek")]

    def __str__(self) -> str:
        return f"{self.gebied} {self.sleutel} {self.jaar}"
