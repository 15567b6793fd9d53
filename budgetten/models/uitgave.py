"""Expenses: invoices and own costs, entered by one, approved by another, paid by a third."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from budgetten.enums import BtwBehandeling, Uitgavestatus
from budgetten.models.begroting import Begrotingsregel
from budgetten.models.boeking import Boeking
from budgetten.models.verplichtingtriggers import UITGAVE_VOLGT_VERPLICHTING, verplichting_klopt
from budgetten.querysets import UitgaveQuerySet
from kern.velden import VersleuteldVeld
from partners.models import Activiteit, Partner


class Leverancier(models.Model):
    """Somebody who sends invoices."""

    naam = models.CharField(_("naam"), max_length=150)

    class Meta:
        verbose_name = _("leverancier")
        verbose_name_plural = _("leveranciers")
        ordering = ["naam"]
        constraints = [models.UniqueConstraint(Lower("naam"), name="leverancier_naam_uniek")]

    def __str__(self) -> str:
        return self.naam


class Uitgave(models.Model):
    """An expense on a budget line. `bedrag` (euro) is what it costs the programme; approval posts it.

    With a `verplichting` it is a payment on a commitment: it draws on that money, and `besluit_door` (who decided to
    commit it, copied by the database) neither approves nor pays it.
    """

    regel = models.ForeignKey(
        Begrotingsregel, verbose_name=_("begrotingsregel"), on_delete=models.PROTECT, related_name="uitgaven"
    )
    datum = models.DateField(_("datum"))
    omschrijving = models.CharField(_("omschrijving"), max_length=200)
    leverancier = models.ForeignKey(
        Leverancier,
        verbose_name=_("leverancier"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="uitgaven",
    )
    factuurnummer = models.CharField(_("factuurnummer"), max_length=60, blank=True)
    netto = models.DecimalField(_("bedrag zonder btw"), max_digits=12, decimal_places=2)
    btw = models.DecimalField(_("btw"), max_digits=12, decimal_places=2, default=0)
    btw_behandeling = models.CharField(
        _("behandeling van btw"), max_length=12, choices=BtwBehandeling, default=BtwBehandeling.KOSTEN
    )
    bedrag = models.DecimalField(_("ten laste van het programma"), max_digits=12, decimal_places=2, editable=False)
    activiteit = models.OneToOneField(
        Activiteit,
        verbose_name=_("eigen kosten van activiteit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="uitgave",
    )
    verplichting = models.ForeignKey(
        "budgetten.Verplichting",
        verbose_name=_("verplichting"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="uitgaven",
    )
    besluit_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    begunstigde = models.CharField(_("begunstigde"), max_length=150, blank=True)
    iban = VersleuteldVeld(_("IBAN"), blank=True, default="")
    status = models.CharField(_("status"), max_length=12, choices=Uitgavestatus, default=Uitgavestatus.CONCEPT)
    ingevoerd_door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ingevoerd_op = models.DateTimeField(_("ingevoerd op"), auto_now_add=True)
    beoordeeld_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    beoordeeld_op = models.DateTimeField(_("beoordeeld op"), null=True, blank=True)
    reden_afkeuring = models.CharField(_("reden van afkeuring"), max_length=300, blank=True)
    betaald_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    betaald_op = models.DateField(_("betaald op"), null=True, blank=True)
    betaalkenmerk = models.CharField(_("kenmerk van de bank"), max_length=100, blank=True)
    boeking = models.OneToOneField(Boeking, null=True, blank=True, on_delete=models.PROTECT, related_name="uitgave")

    objects = UitgaveQuerySet.as_manager()

    class Meta:
        verbose_name = _("uitgave")
        verbose_name_plural = _("uitgaven")
        ordering = ["-datum", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(netto__gte=0, btw__gte=0, bedrag__gt=0), name="uitgave_bedragen_kloppen"
            ),
            models.CheckConstraint(
                condition=Q(btw_behandeling=BtwBehandeling.KOSTEN, bedrag=F("netto") + F("btw"))
                | Q(btw_behandeling=BtwBehandeling.COMPENSABEL, bedrag=F("netto"))
                | Q(btw_behandeling=BtwBehandeling.VRIJGESTELD, bedrag=F("netto"), btw=0),
                name="uitgave_bedrag_volgt_btw",
            ),
            models.CheckConstraint(condition=~Q(beoordeeld_door=F("ingevoerd_door")), name="uitgave_vier_ogen"),
            models.CheckConstraint(
                condition=~Q(betaald_door=F("beoordeeld_door")) & ~Q(betaald_door=F("ingevoerd_door")),
                name="uitgave_betaler_is_een_ander",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=[Uitgavestatus.CONCEPT, Uitgavestatus.INGEDIEND],
                    boeking__isnull=True,
                    beoordeeld_door__isnull=True,
                    betaald_door__isnull=True,
                )
                | Q(
                    status=Uitgavestatus.AFGEKEURD,
                    boeking__isnull=True,
                    beoordeeld_door__isnull=False,
                    betaald_door__isnull=True,
                )
                | Q(
                    status=Uitgavestatus.GOEDGEKEURD,
                    boeking__isnull=False,
                    beoordeeld_door__isnull=False,
                    betaald_door__isnull=True,
                )
                | Q(
                    status=Uitgavestatus.BETAALD,
                    boeking__isnull=False,
                    beoordeeld_door__isnull=False,
                    betaald_door__isnull=False,
                    betaald_op__isnull=False,
                )
                | Q(status=Uitgavestatus.TEGENGEBOEKT, boeking__isnull=False, beoordeeld_door__isnull=False),
                name="uitgave_status_klopt",
            ),
            models.CheckConstraint(
                condition=Q(verplichting__isnull=True, besluit_door__isnull=True)
                | Q(verplichting__isnull=False, besluit_door__isnull=False),
                name="uitgave_besluit_bij_verplichting",
            ),
            models.CheckConstraint(
                condition=~Q(beoordeeld_door=F("besluit_door")), name="uitgave_beoordelaar_besloot_niet"
            ),
            models.CheckConstraint(condition=~Q(betaald_door=F("besluit_door")), name="uitgave_betaler_besloot_niet"),
            models.CheckConstraint(
                condition=Q(verplichting__isnull=True) | (~Q(iban="") & ~Q(begunstigde="")),
                name="uitgave_verplichting_heeft_iban",
            ),
            models.UniqueConstraint(
                "leverancier",
                Lower("factuurnummer"),
                name="uitgave_factuur_een_keer",
                condition=~Q(factuurnummer="") & ~Q(status__in=[Uitgavestatus.AFGEKEURD, Uitgavestatus.TEGENGEBOEKT]),
            ),
        ]
        indexes = [
            models.Index(fields=["regel", "-datum"], name="uitgave_regel_datum"),
            models.Index(fields=["status", "-datum"], name="uitgave_status_datum"),
        ]
        triggers = [
            UITGAVE_VOLGT_VERPLICHTING,
            verplichting_klopt(
                "uitgave_verplichting_klopt",
                "verplichting_id",
                condition=pgtrigger.Q(new__verplichting__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.omschrijving

    def get_absolute_url(self) -> str:
        return reverse("budgetten:uitgave", args=[self.pk])


class Dekkingsregel(models.Model):
    """What one payer pays of an expense. No rows: in proportion to what each still has on the line."""

    uitgave = models.ForeignKey(Uitgave, on_delete=models.CASCADE, related_name="dekking")
    partner = models.ForeignKey(Partner, verbose_name=_("betaler"), on_delete=models.PROTECT, related_name="+")
    bedrag = models.DecimalField(_("bedrag"), max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = _("dekkingsregel")
        verbose_name_plural = _("dekkingsregels")
        ordering = ["partner__volgorde", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["uitgave", "partner"], name="dekking_een_per_betaler"),
            models.CheckConstraint(condition=Q(bedrag__gt=0), name="dekking_bedrag_positief"),
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.bedrag}"


def document_pad(document: "UitgaveDocument", naam: str) -> str:
    """A random name: nothing of the uploaded name reaches the file system."""
    return f"uitgaven/{uuid.uuid4().hex}"


class UitgaveDocument(models.Model):
    """An invoice or receipt, checked and kept out of reach of the web server."""

    uitgave = models.ForeignKey(Uitgave, on_delete=models.PROTECT, related_name="documenten")
    bestand = models.FileField(_("bestand"), upload_to=document_pad)
    naam = models.CharField(_("naam"), max_length=150)
    mimetype = models.CharField(max_length=60)
    grootte = models.PositiveIntegerField(_("grootte in bytes"))
    sha256 = models.CharField(max_length=64)
    toegevoegd_door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    toegevoegd_op = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documenten")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.naam
