"""Beside the main road: change requests, objections, notices of default, the right to challenge."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bewoners.enums import Bezwaarstatus, Ingebrekestellingstatus, Uitdagingstatus, Verzoekstatus
from bewoners.models.besluit import Besluit
from bewoners.models.initiatief import Initiatief
from gebieden.models import Gebied, Thema
from kern.velden import VersleuteldVeld


class Wijzigingsverzoek(models.Model):
    """An applicant asks to carry out an awarded plan otherwise: other dates, other costs, another place."""

    initiatief = models.ForeignKey(Initiatief, on_delete=models.PROTECT, related_name="wijzigingsverzoeken")
    status = models.CharField(_("status"), max_length=12, choices=Verzoekstatus, default=Verzoekstatus.INGEDIEND)
    wat = models.TextField(_("wat wilt u anders doen?"), max_length=3000)
    einddatum = models.DateField(_("nieuwe einddatum"), null=True, blank=True)
    ingediend_op = models.DateTimeField(auto_now_add=True)
    beslist_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    beslist_op = models.DateTimeField(null=True, blank=True)
    motivering = models.TextField(_("motivering"), blank=True, max_length=2000)

    class Meta:
        verbose_name = _("wijzigingsverzoek")
        verbose_name_plural = _("wijzigingsverzoeken")
        ordering = ["-ingediend_op"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiatief"], name="wijzigingsverzoek_een_tegelijk", condition=Q(status="ingediend")
            )
        ]

    def __str__(self) -> str:
        return self.wat[:50]


class Bezwaar(models.Model):
    """An objection to a municipal decision, handled by somebody who had no part in it (Awb 7:5)."""

    initiatief = models.ForeignKey(Initiatief, on_delete=models.PROTECT, related_name="bezwaren")
    besluit = models.ForeignKey(Besluit, on_delete=models.PROTECT, related_name="bezwaren")
    status = models.CharField(_("status"), max_length=20, choices=Bezwaarstatus, default=Bezwaarstatus.INGEDIEND)
    gronden = models.TextField(_("waarom bent u het niet eens met het besluit?"), max_length=6000)
    ingediend_op = models.DateTimeField(auto_now_add=True)
    ontvangen = models.DateField(_("ontvangen op"))
    te_laat_reden = models.TextField(_("waarom is het bezwaar te laat?"), blank=True, max_length=1000)
    besluitnemer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    behandelaar = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("behandelaar"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    gehoord_op = models.DateField(_("gehoord op"), null=True, blank=True)
    verslag = models.TextField(_("verslag van de hoorzitting"), blank=True, max_length=6000)
    beslist_op = models.DateTimeField(null=True, blank=True)
    beslist_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    motivering = models.TextField(_("motivering"), blank=True, max_length=6000)

    class Meta:
        verbose_name = _("bezwaar")
        verbose_name_plural = _("bezwaren")
        ordering = ["-ingediend_op"]
        constraints = [
            models.UniqueConstraint(
                fields=["besluit"], name="bezwaar_een_per_besluit", condition=~Q(status="ingetrokken")
            ),
            models.CheckConstraint(
                condition=~Q(behandelaar=F("besluitnemer")) & ~Q(beslist_door=F("besluitnemer")),
                name="bezwaar_door_een_ander",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.besluit}"

    def get_absolute_url(self) -> str:
        return reverse("bewoners:bezwaar", args=[self.pk])


class Ingebrekestelling(models.Model):
    """A notice of default (Awb 4:17): two weeks after receipt the penalty starts. Amounts in euro."""

    initiatief = models.ForeignKey(Initiatief, on_delete=models.PROTECT, related_name="ingebrekestellingen")
    status = models.CharField(
        _("status"), max_length=12, choices=Ingebrekestellingstatus, default=Ingebrekestellingstatus.LOOPT
    )
    tekst = models.TextField(_("uw bericht"), max_length=2000, blank=True)
    ontvangen = models.DateField(_("ontvangen op"))
    dwangsom_vanaf = models.DateField(_("eerste dag van de dwangsom"))
    beslist_op = models.DateField(_("beslist op"), null=True, blank=True)
    dwangsom = models.DecimalField(_("dwangsom"), max_digits=8, decimal_places=2, default=0)

    class Meta:
        verbose_name = _("ingebrekestelling")
        verbose_name_plural = _("ingebrekestellingen")
        ordering = ["-ontvangen"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiatief"],
                name="ingebrekestelling_een_tegelijk",
                condition=Q(status__in=["loopt", "dwangsom"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.initiatief}: {self.ontvangen}"


class Uitdaging(models.Model):
    """Right to challenge: residents offer to do a task of the municipality themselves, for the money it costs now."""

    status = models.CharField(_("status"), max_length=12, choices=Uitdagingstatus, default=Uitdagingstatus.CONCEPT)
    indiener = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="uitdagingen")
    naam = models.CharField(_("naam van de groep"), max_length=120)
    telefoon = VersleuteldVeld(_("telefoonnummer"), blank=True, default="")
    titel = models.CharField(_("welke taak wilt u overnemen?"), max_length=120)
    samenvatting = models.CharField(_("in het kort"), max_length=400)
    voorstel = models.TextField(_("hoe wilt u het doen?"), max_length=6000)
    beter = models.TextField(_("waarom wordt het dan beter of goedkoper?"), max_length=3000)
    kosten = models.DecimalField(_("wat kost het per jaar?"), max_digits=10, decimal_places=2, null=True, blank=True)
    gebied = models.ForeignKey(Gebied, verbose_name=_("wijk of buurt"), on_delete=models.PROTECT, related_name="+")
    thema = models.ForeignKey(Thema, verbose_name=_("onderwerp"), on_delete=models.PROTECT, related_name="+")
    behandelaar = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    aangemaakt = models.DateTimeField(auto_now_add=True)
    ingediend_op = models.DateTimeField(null=True, blank=True)
    uiterlijk = models.DateField(_("antwoord uiterlijk op"), null=True, blank=True)
    antwoord = models.TextField(_("antwoord van de gemeente"), blank=True, max_length=4000)
    afspraken = models.TextField(_("afspraken"), blank=True, max_length=4000)
    openbaar = models.BooleanField(_("op de website tonen"), default=False)

    class Meta:
        verbose_name = _("uitdaging")
        verbose_name_plural = _("uitdagingen")
        ordering = ["-ingediend_op", "-pk"]

    def __str__(self) -> str:
        return self.titel

    def get_absolute_url(self) -> str:
        return reverse("bewoners:uitdaging", args=[self.pk])
