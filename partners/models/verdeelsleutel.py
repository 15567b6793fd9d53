"""Cost-sharing keys: fixed in advance, versioned, unchangeable once used."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gebieden.models import Gebied
from partners.enums import Sleutelsoort
from partners.models.partner import Partner


class Verdeelsleutel(models.Model):
    """How an allocation is divided over payers. Another division is another version."""

    naam = models.CharField(_("naam"), max_length=100)
    versie = models.PositiveSmallIntegerField(_("versie"), default=1)
    soort = models.CharField(_("soort"), max_length=12, choices=Sleutelsoort, default=Sleutelsoort.PERCENTAGES)
    vanaf = models.DateField(_("geldt vanaf"))
    gebruikt = models.BooleanField(_("is gebruikt"), default=False, editable=False)
    toelichting = models.CharField(_("toelichting"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("verdeelsleutel")
        verbose_name_plural = _("verdeelsleutels")
        ordering = ["naam", "-versie"]
        constraints = [models.UniqueConstraint(fields=["naam", "versie"], name="verdeelsleutel_versie_uniek")]
        triggers = [
            pgtrigger.Protect(
                name="gebruikte_sleutel_blijft",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__gebruikt=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.naam} (versie {self.versie})"


class SleutelAandeel(models.Model):
    """A payer's share in a key: a proportion, not necessarily of 100. With kind `woningen` the dwellings decide
    between the corporations, and a share is only stored for payers with a fixed part."""

    sleutel = models.ForeignKey(Verdeelsleutel, on_delete=models.CASCADE, related_name="aandelen")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    aandeel = models.DecimalField(_("aandeel"), max_digits=9, decimal_places=4)

    class Meta:
        verbose_name = _("aandeel")
        verbose_name_plural = _("aandelen")
        ordering = ["partner__volgorde", "partner"]
        constraints = [
            models.UniqueConstraint(fields=["sleutel", "partner"], name="aandeel_een_per_partner"),
            models.CheckConstraint(condition=Q(aandeel__gt=0), name="aandeel_positief"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="aandeel_gebruikte_sleutel_blijft",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM partners_verdeelsleutel
                        WHERE gebruikt AND id IN (
                            CASE WHEN TG_OP = 'DELETE' THEN OLD.sleutel_id ELSE NEW.sleutel_id END,
                            CASE WHEN TG_OP = 'INSERT' THEN NEW.sleutel_id ELSE OLD.sleutel_id END
                        )
                    ) THEN
                        RAISE EXCEPTION 'Een gebruikte verdeelsleutel verandert niet; maak een nieuwe versie'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.aandeel}"


class Woningbezit(models.Model):
    """Dwellings a corporation lets in an area, counted on a date. Basis of the key by dwellings."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="woningbezit")
    gebied = models.ForeignKey(Gebied, on_delete=models.PROTECT, related_name="+")
    peildatum = models.DateField(_("peildatum"))
    aantal = models.PositiveIntegerField(_("aantal woningen"))
    bron = models.CharField(_("bron"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("woningbezit")
        verbose_name_plural = _("woningbezit")
        ordering = ["gebied", "partner", "-peildatum"]
        constraints = [
            models.UniqueConstraint(fields=["partner", "gebied", "peildatum"], name="woningbezit_een_per_peildatum")
        ]

    def __str__(self) -> str:
        return f"{self.partner} in {self.gebied}: {self.aantal}"
