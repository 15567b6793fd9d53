"""What is said about an initiative: public comments, and the thread between applicant and coordinator."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bewoners.enums import Reactiestatus
from bewoners.models.initiatief import Initiatief


class Reactie(models.Model):
    """A public comment. Every removal has a reason."""

    initiatief = models.ForeignKey(Initiatief, on_delete=models.CASCADE, related_name="reacties")
    auteur = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="reacties")
    tekst = models.TextField(_("uw reactie"), max_length=2000)
    status = models.CharField(_("status"), max_length=12, choices=Reactiestatus, default=Reactiestatus.WACHT)
    geplaatst_op = models.DateTimeField(auto_now_add=True)
    beoordeeld_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    beoordeeld_op = models.DateTimeField(null=True, blank=True)
    reden = models.CharField(_("reden"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("reactie")
        verbose_name_plural = _("reacties")
        ordering = ["geplaatst_op", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=Reactiestatus.VERWIJDERD) | ~Q(reden=""), name="reactie_verwijderd_met_reden"
            )
        ]
        indexes = [models.Index(fields=["initiatief", "status"], name="reactie_initiatief_status")]

    def __str__(self) -> str:
        return self.tekst[:50]


class Reactiemelding(models.Model):
    """Somebody says that a comment does not belong here. A reported comment is hidden until judged."""

    reactie = models.ForeignKey(Reactie, on_delete=models.CASCADE, related_name="meldingen")
    melder = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reden = models.CharField(_("wat is er mis?"), max_length=300)
    gemeld_op = models.DateTimeField(auto_now_add=True)
    afgehandeld_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("melding over een reactie")
        verbose_name_plural = _("meldingen over reacties")
        ordering = ["gemeld_op"]

    def __str__(self) -> str:
        return self.reden[:50]


class Draadbericht(models.Model):
    """A message in the one thread between applicant and municipality. Never public."""

    initiatief = models.ForeignKey(Initiatief, on_delete=models.CASCADE, related_name="berichten")
    auteur = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    van_indiener = models.BooleanField()
    tekst = models.TextField(_("uw bericht"), max_length=4000)
    op = models.DateTimeField(auto_now_add=True)
    gelezen_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("bericht")
        verbose_name_plural = _("berichten")
        ordering = ["op", "pk"]

    def __str__(self) -> str:
        return self.tekst[:50]


class Aantekening(models.Model):
    """An internal remark of staff. Never shown to residents."""

    initiatief = models.ForeignKey(Initiatief, on_delete=models.CASCADE, related_name="aantekeningen")
    auteur = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    tekst = models.TextField(_("aantekening"), max_length=4000)
    op = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("aantekening")
        verbose_name_plural = _("aantekeningen")
        ordering = ["-op"]

    def __str__(self) -> str:
        return self.tekst[:50]


class Voortgangsbericht(models.Model):
    """News of a running initiative, by the applicant, for everybody. Photos are Bijlagen that point here."""

    initiatief = models.ForeignKey(Initiatief, on_delete=models.CASCADE, related_name="nieuws")
    auteur = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    tekst = models.TextField(_("wat is er gebeurd?"), max_length=2000)
    op = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("bericht over de voortgang")
        verbose_name_plural = _("berichten over de voortgang")
        ordering = ["-op"]

    def __str__(self) -> str:
        return self.tekst[:50]
