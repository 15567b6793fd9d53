"""The ledger itself: events and movements. Append-only; see docs/grootboek.md."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from budgetten.enums import Boekingsoort
from budgetten.models.grootboektriggers import (
    BOEKING_COMPLEET,
    BOEKING_VASTLEGGEN,
    BOEKING_VOORAF,
    MUTATIE_VERWERK,
    onveranderlijk,
)
from budgetten.models.jaar import Periode
from budgetten.models.rekening import Rekening
from budgetten.querysets import BoekingQuerySet
from partners.models import Verdeelsleutel


class Boeking(models.Model):
    """One event in the ledger: who, when it counts, when it was recorded, why. Its amounts are its mutaties.

    `db_constraint=False` here and on Mutatie: what the foreign key would promise is kept by the triggers and by the
    foreign keys of Periodestand, once per account and month instead of once per row (docs/adr/0013).
    """

    soort = models.CharField(_("soort"), max_length=14, choices=Boekingsoort)
    boekdatum = models.DateField(_("boekdatum"))
    periode = models.ForeignKey(  # its index is the one of periode and boekdatum
        Periode, on_delete=models.PROTECT, related_name="boekingen", db_index=False, db_constraint=False
    )
    vastgelegd_op = models.DateTimeField(_("vastgelegd op"), null=True, editable=False)
    transactie = models.BigIntegerField(null=True, editable=False, help_text="set by the database")
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("door"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    omschrijving = models.CharField(_("omschrijving"), max_length=300)
    verdeelsleutel = models.ForeignKey(
        Verdeelsleutel, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    tegenboeking_van = models.OneToOneField(
        "self",
        verbose_name=_("tegenboeking van"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tegenboeking",
    )

    objects = BoekingQuerySet.as_manager()

    class Meta:
        verbose_name = _("boeking")
        verbose_name_plural = _("boekingen")
        ordering = ["-boekdatum", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(soort__in=Boekingsoort.values), name="boeking_soort_bestaat"),
            models.CheckConstraint(
                condition=Q(soort=Boekingsoort.TEGENBOEKING, tegenboeking_van__isnull=False)
                | (~Q(soort=Boekingsoort.TEGENBOEKING) & Q(tegenboeking_van__isnull=True)),
                name="boeking_tegenboeking_wijst_terug",
            ),
            models.CheckConstraint(condition=~Q(tegenboeking_van=F("pk")), name="boeking_niet_tegen_zichzelf"),
            models.CheckConstraint(condition=~Q(omschrijving=""), name="boeking_heeft_omschrijving"),
        ]
        indexes = [
            models.Index(fields=["periode", "boekdatum"], name="boeking_periode_datum"),
            models.Index(fields=["-boekdatum", "-id"], name="boeking_nieuwste"),
        ]
        triggers = [BOEKING_VOORAF, BOEKING_VASTLEGGEN, *onveranderlijk("boeking")]

    def __str__(self) -> str:
        return f"{self.pk} {self.omschrijving}"

    def get_absolute_url(self) -> str:
        return reverse("budgetten:boeking", args=[self.pk])


class Mutatie(models.Model):
    """A positive amount moved from one account to another of the same payer."""

    boeking = models.ForeignKey(Boeking, on_delete=models.PROTECT, related_name="mutaties", db_constraint=False)
    van = models.ForeignKey(Rekening, on_delete=models.PROTECT, related_name="mutaties_eruit", db_constraint=False)
    naar = models.ForeignKey(Rekening, on_delete=models.PROTECT, related_name="mutaties_erin", db_constraint=False)
    bedrag = models.DecimalField(_("bedrag"), max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = _("mutatie")
        verbose_name_plural = _("mutaties")
        ordering = ["pk"]
        constraints = [
            # The upper bound also keeps NaN out, which PostgreSQL holds greater than every number.
            models.CheckConstraint(condition=Q(bedrag__gt=0, bedrag__lt=10**12), name="mutatie_bedrag_positief"),
            models.CheckConstraint(condition=~Q(van=F("naar")), name="mutatie_twee_rekeningen"),
        ]
        triggers = [MUTATIE_VERWERK, *onveranderlijk("mutatie")]

    def __str__(self) -> str:
        return f"{self.van} → {self.naar}: {self.bedrag}"


class Vastlegging(models.Model):
    """A note of the trigger on Boeking, gone at the end of the transaction: these bookings are still to be judged.

    One per INSERT, so that the judging at commit is one query for all its bookings instead of one for each.
    """

    eerste = models.BigIntegerField()
    laatste = models.BigIntegerField()
    tegen = models.BooleanField(help_text="whether there are tegenboekingen among them")

    class Meta:
        verbose_name = _("vastlegging")
        verbose_name_plural = _("vastleggingen")
        default_permissions = ()
        triggers = [BOEKING_COMPLEET]

    def __str__(self) -> str:
        return f"{self.eerste} – {self.laatste}"
