"""Themes of the programme."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gebieden.enums import Domein


class Thema(models.Model):
    """A theme, under fysiek or sociaal. Budget lines are per year, area and theme."""

    naam = models.CharField(_("naam"), max_length=60, unique=True)
    slug = models.SlugField(_("naam in het webadres"), max_length=70, unique=True)
    domein = models.CharField(_("domein"), max_length=10, choices=Domein)
    omschrijving = models.CharField(_("omschrijving"), max_length=200, blank=True)
    volgorde = models.PositiveSmallIntegerField(_("volgorde"), default=0)
    actief = models.BooleanField(_("actief"), default=True)

    class Meta:
        verbose_name = _("thema")
        verbose_name_plural = _("thema’s")
        ordering = ["volgorde", "naam"]
        constraints = [
            models.CheckConstraint(condition=models.Q(domein__in=Domein.values), name="thema_domein_bestaat")
        ]

    def __str__(self) -> str:
        return self.naam
