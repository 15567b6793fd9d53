"""Posts: who works where as what. All rights of staff follow from these rows."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gebieden.models import Gebied
from partners.enums import Functie
from partners.models.partner import Partner
from partners.querysets import GeldigQuerySet


class Medewerker(models.Model):
    """A user's post at a partner, for a period, for named areas (none named: all areas)."""

    gebruiker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posten")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="medewerkers")
    functie = models.CharField(_("functie"), max_length=20, choices=Functie)
    gebieden = models.ManyToManyField(
        Gebied, verbose_name=_("gebieden"), blank=True, related_name="+", help_text=_("Geen gebied: de hele stad.")
    )
    vanaf = models.DateField(_("vanaf"))
    tot = models.DateField(_("tot en met"), null=True, blank=True)

    objects = GeldigQuerySet.as_manager()

    class Meta:
        verbose_name = _("medewerker")
        verbose_name_plural = _("medewerkers")
        ordering = ["partner", "functie", "gebruiker"]
        constraints = [
            models.CheckConstraint(
                condition=Q(tot__isnull=True) | Q(tot__gte=F("vanaf")), name="medewerker_tot_na_vanaf"
            ),
            models.UniqueConstraint(
                fields=["gebruiker", "partner", "functie", "vanaf"], name="medewerker_post_een_keer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gebruiker} – {self.get_functie_display()} bij {self.partner}"


class Mandaat(models.Model):
    """Signing authority of a post: it may approve up to this amount, cumulated on the same activity or initiative."""

    medewerker = models.ForeignKey(Medewerker, on_delete=models.PROTECT, related_name="mandaten")
    tot_bedrag = models.DecimalField(_("tot en met (euro)"), max_digits=12, decimal_places=2)
    vanaf = models.DateField(_("vanaf"))
    tot = models.DateField(_("tot en met"), null=True, blank=True)

    objects = GeldigQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandaat")
        verbose_name_plural = _("mandaten")
        ordering = ["medewerker", "-vanaf"]
        constraints = [
            models.CheckConstraint(condition=Q(tot_bedrag__gt=0), name="mandaat_bedrag_positief"),
            models.CheckConstraint(condition=Q(tot__isnull=True) | Q(tot__gte=F("vanaf")), name="mandaat_tot_na_vanaf"),
        ]

    def __str__(self) -> str:
        return f"{self.medewerker}: t/m {self.tot_bedrag}"
