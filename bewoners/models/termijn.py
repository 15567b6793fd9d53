"""Terms: what must happen before which day, and what suspends it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bewoners.enums import Termijnsoort
from bewoners.models.initiatief import Initiatief


class Termijn(models.Model):
    """A running term. `eind` is the last day in time: suspensions, extension and holidays are in it already."""

    initiatief = models.ForeignKey(Initiatief, on_delete=models.CASCADE, related_name="termijnen")
    soort = models.CharField(_("soort"), max_length=20, choices=Termijnsoort)
    begin = models.DateField(_("begint op"), help_text="The day of the event; day 1 is the day after.")
    dagen = models.PositiveSmallIntegerField(_("dagen"))
    verdaagd_op = models.DateField(_("verdaagd op"), null=True, blank=True)
    verdaagd_tot = models.DateField(_("verdaagd tot en met"), null=True, blank=True)
    verdaging_reden = models.CharField(_("reden van de verdaging"), max_length=300, blank=True)
    eind = models.DateField(_("uiterlijk"))
    voldaan_op = models.DateField(_("gedaan op"), null=True, blank=True)
    herinnerd_op = models.DateField(_("herinnerd op"), null=True, blank=True)

    class Meta:
        verbose_name = _("termijn")
        verbose_name_plural = _("termijnen")
        ordering = ["begin", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(eind__gte=F("begin")), name="termijn_eind_na_begin"),
            models.UniqueConstraint(
                fields=["initiatief", "soort"], name="termijn_een_lopende", condition=Q(voldaan_op__isnull=True)
            ),
        ]
        indexes = [models.Index(fields=["eind"], name="termijn_lopend", condition=Q(voldaan_op__isnull=True))]

    def __str__(self) -> str:
        return f"{self.get_soort_display()}: {self.eind}"


class Opschorting(models.Model):
    """A suspension of a term (Awb 4:15): from `begin`, the day of the request, through `eind`; None: it still lasts."""

    termijn = models.ForeignKey(Termijn, on_delete=models.CASCADE, related_name="opschortingen")
    begin = models.DateField(_("van"))
    eind = models.DateField(_("tot en met"), null=True, blank=True)
    uiterlijk = models.DateField(_("aanvullen uiterlijk op"))
    grond = models.CharField(_("grond"), max_length=300)

    class Meta:
        verbose_name = _("opschorting")
        verbose_name_plural = _("opschortingen")
        ordering = ["begin", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(eind__isnull=True) | Q(eind__gte=F("begin")), name="opschorting_volgorde"
            ),
            models.UniqueConstraint(
                fields=["termijn"], name="opschorting_een_tegelijk", condition=Q(eind__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.begin} – {self.eind or ''}"


class Aanvullingsverzoek(models.Model):
    """What the coordinator asked for besides, before which day. Without a day nothing is suspended."""

    initiatief = models.ForeignKey(Initiatief, on_delete=models.CASCADE, related_name="aanvullingen")
    gevraagd_op = models.DateTimeField(auto_now_add=True)
    vragen = models.TextField(_("wat ontbreekt er?"), max_length=4000)
    uiterlijk = models.DateField(_("uiterlijk op"), null=True, blank=True)
    antwoord = models.TextField(_("uw antwoord"), blank=True, max_length=6000)
    aangevuld_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("verzoek om aanvulling")
        verbose_name_plural = _("verzoeken om aanvulling")
        ordering = ["gevraagd_op"]

    def __str__(self) -> str:
        return self.vragen[:50]


class Volledigheidsvink(models.Model):
    """A point of the completeness list as the coordinator judged it for this initiative."""

    initiatief = models.ForeignKey(Initiatief, on_delete=models.CASCADE, related_name="vinken")
    punt = models.ForeignKey("bewoners.Volledigheidspunt", on_delete=models.PROTECT, related_name="+")
    in_orde = models.BooleanField(_("in orde"))
    opmerking = models.CharField(_("opmerking"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("vink van de volledigheidslijst")
        verbose_name_plural = _("vinken van de volledigheidslijst")
        ordering = ["punt__volgorde", "pk"]
        constraints = [models.UniqueConstraint(fields=["initiatief", "punt"], name="vink_een_per_punt")]

    def __str__(self) -> str:
        return f"{self.punt}: {self.in_orde}"
