"""What the site tells a user, and how they want to hear it."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Melding(models.Model):
    """One sentence for one user, with the page it is about. `sleutel` makes the same news appear once."""

    gebruiker = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("gebruiker"), on_delete=models.CASCADE, related_name="meldingen"
    )
    soort = models.CharField(_("soort"), max_length=60)
    sleutel = models.CharField(_("sleutel"), max_length=200)
    tekst = models.CharField(_("tekst"), max_length=300)
    url = models.CharField(_("adres"), max_length=500, help_text="path on this site")
    aangemaakt = models.DateTimeField(_("aangemaakt"), db_default=Now(), editable=False)
    gelezen_op = models.DateTimeField(_("gelezen op"), null=True, blank=True)

    class Meta:
        verbose_name = _("melding")
        verbose_name_plural = _("meldingen")
        ordering = ["-aangemaakt", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["gebruiker", "sleutel"], name="melding_eenmaal"),
            models.CheckConstraint(condition=models.Q(url__regex=r"^/([^/\\]|$)"), name="melding_adres_op_deze_site"),
        ]
        indexes = [
            models.Index(fields=["gebruiker", "-aangemaakt", "-id"], name="melding_van_gebruiker"),
            models.Index(fields=["gebruiker"], name="melding_ongelezen", condition=models.Q(gelezen_op=None)),
        ]

    def __str__(self) -> str:
        return self.tekst


class Meldingvoorkeur(models.Model):
    """How a user wants one kind of news. Without a row: by mail and on the site."""

    gebruiker = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("gebruiker"), on_delete=models.CASCADE, related_name="+"
    )
    soort = models.CharField(_("soort"), max_length=60)
    mail = models.BooleanField(_("per e-mail"), default=True)
    app = models.BooleanField(_("op de site"), default=True)

    class Meta:
        verbose_name = _("voorkeur voor meldingen")
        verbose_name_plural = _("voorkeuren voor meldingen")
        constraints = [models.UniqueConstraint(fields=["gebruiker", "soort"], name="meldingvoorkeur_eenmaal")]

    def __str__(self) -> str:
        return self.soort
