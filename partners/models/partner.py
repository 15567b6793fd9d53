"""Organisations and their part in the agreement."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partners.enums import BETALENDE_ROLLEN, Partnersoort, Rol
from partners.querysets import GeldigQuerySet, PartnerQuerySet


class Partner(models.Model):
    """An organisation that takes part, or may come to take part."""

    naam = models.CharField(_("naam"), max_length=100, unique=True)
    slug = models.SlugField(_("naam in het webadres"), max_length=110, unique=True)
    soort = models.CharField(_("soort organisatie"), max_length=24, choices=Partnersoort)
    omschrijving = models.TextField(_("omschrijving"), blank=True)
    website = models.URLField(_("website"), blank=True)
    volgorde = models.PositiveSmallIntegerField(
        _("volgorde"), default=100, help_text=_("Bij het verdelen van een losse cent gaat de laagste voor.")
    )

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["volgorde", "naam"]

    def __str__(self) -> str:
        return self.naam

    def get_absolute_url(self) -> str:
        return reverse("partners:partner", args=[self.slug])


class Overeenkomst(models.Model):
    """A cooperation agreement; a later version refers to the one it replaces."""

    titel = models.CharField(_("titel"), max_length=200)
    versie = models.PositiveSmallIntegerField(_("versie"), default=1)
    getekend_op = models.DateField(_("getekend op"))
    vanaf = models.DateField(_("in werking vanaf"))
    tot = models.DateField(_("tot en met"), null=True, blank=True)
    doel = models.TextField(_("doel"), blank=True)
    bron = models.CharField(_("bron"), max_length=300, blank=True)
    vervangt = models.OneToOneField(
        "self", verbose_name=_("vervangt"), null=True, blank=True, on_delete=models.PROTECT, related_name="opvolger"
    )

    objects = GeldigQuerySet.as_manager()

    class Meta:
        verbose_name = _("overeenkomst")
        verbose_name_plural = _("overeenkomsten")
        ordering = ["-vanaf", "-versie"]
        constraints = [
            models.UniqueConstraint(fields=["titel", "versie"], name="overeenkomst_versie_uniek"),
            models.CheckConstraint(
                condition=Q(tot__isnull=True) | Q(tot__gte=F("vanaf")), name="overeenkomst_tot_na_vanaf"
            ),
            models.CheckConstraint(condition=Q(vanaf__gte=F("getekend_op")), name="overeenkomst_eerst_getekend"),
        ]

    def __str__(self) -> str:
        return f"{self.titel} (versie {self.versie})"

    def get_absolute_url(self) -> str:
        return reverse("partners:overeenkomst", args=[self.pk])


class Deelname(models.Model):
    """A partner's part in an agreement from a date. Joining later or changing role is a new row: history stays."""

    overeenkomst = models.ForeignKey(Overeenkomst, on_delete=models.PROTECT, related_name="deelnames")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="deelnames")
    rol = models.CharField(_("rol"), max_length=20, choices=Rol)
    vanaf = models.DateField(_("vanaf"))
    tot = models.DateField(_("tot en met"), null=True, blank=True)
    jaarbedrag = models.DecimalField(_("toegezegd per jaar (euro)"), max_digits=12, decimal_places=2, default=0)
    toelichting = models.CharField(_("toelichting"), max_length=300, blank=True)

    objects = GeldigQuerySet.as_manager()

    class Meta:
        verbose_name = _("deelname")
        verbose_name_plural = _("deelnames")
        ordering = ["partner__volgorde", "-vanaf"]
        constraints = [
            models.CheckConstraint(
                condition=Q(tot__isnull=True) | Q(tot__gte=F("vanaf")), name="deelname_tot_na_vanaf"
            ),
            models.CheckConstraint(condition=Q(jaarbedrag__gte=0), name="deelname_bedrag_niet_negatief"),
            models.CheckConstraint(
                condition=Q(jaarbedrag=0) | Q(rol__in=BETALENDE_ROLLEN), name="deelname_geld_alleen_van_betalers"
            ),
            ExclusionConstraint(
                name="deelname_een_rol_tegelijk",
                expressions=[
                    ("overeenkomst", RangeOperators.EQUAL),
                    ("partner", RangeOperators.EQUAL),
                    (
                        Func(F("vanaf"), F("tot"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.get_rol_display()}"
