"""Mail on its way out."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from kern.enums import Berichtstatus
from kern.velden import VersleuteldVeld


class Uitgaandbericht(models.Model):
    """One mail to one address, written in the transaction of what it tells about, and sent afterwards.

    `sleutel` identifies the message itself: two rows with the same key cannot exist, so that however often something
    is announced, it is mailed once. Address and text are encrypted, and wiped some time after sending.
    """

    sleutel = models.CharField(_("sleutel"), max_length=250, unique=True)
    aan = VersleuteldVeld(_("aan"), blank=True)
    gebruiker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("gebruiker"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    soort = models.CharField(_("soort"), max_length=60)
    onderwerp = models.CharField(_("onderwerp"), max_length=200)
    tekst = VersleuteldVeld(_("tekst"), blank=True)
    afmelden = models.BooleanField(_("af te melden"), default=False)
    status = models.CharField(_("status"), max_length=10, choices=Berichtstatus, default=Berichtstatus.WACHT)
    pogingen = models.PositiveSmallIntegerField(_("pogingen"), default=0)
    volgende_poging = models.DateTimeField(_("volgende poging"), db_default=Now())
    laatste_fout = models.CharField(_("laatste fout"), max_length=300, blank=True)
    aangemaakt = models.DateTimeField(_("aangemaakt"), db_default=Now(), editable=False)
    verzonden_op = models.DateTimeField(_("verzonden op"), null=True, blank=True)

    class Meta:
        verbose_name = _("uitgaand bericht")
        verbose_name_plural = _("postvak uit")
        ordering = ["-aangemaakt", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(status__in=Berichtstatus.values), name="bericht_status_bestaat"),
            models.CheckConstraint(
                condition=models.Q(status=Berichtstatus.VERZONDEN, verzonden_op__isnull=False)
                | (~models.Q(status=Berichtstatus.VERZONDEN) & models.Q(verzonden_op__isnull=True)),
                name="bericht_verzonden_heeft_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=[Berichtstatus.VERZONDEN, Berichtstatus.VERVALLEN]) | ~models.Q(aan=""),
                name="bericht_te_verzenden_heeft_adres",
            ),
        ]
        indexes = [
            models.Index(
                fields=["volgende_poging"], name="bericht_te_verzenden", condition=models.Q(status=Berichtstatus.WACHT)
            ),
            models.Index(fields=["-aangemaakt", "-id"], name="bericht_nieuwste"),
        ]

    def __str__(self) -> str:
        return self.onderwerp
