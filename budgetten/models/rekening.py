"""Ledger accounts and their monthly turnover."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from budgetten.enums import REGELSOORTEN, Rekeningsoort
from budgetten.models.begroting import Begrotingsregel
from budgetten.models.grootboektriggers import niet_leeg
from budgetten.models.jaar import Boekjaar, Periode
from partners.models import Partner


class Rekening(models.Model):
    """A ledger account: where money of one payer stands. `saldo` in euro, changed by the trigger on Mutatie only."""

    soort = models.CharField(_("soort"), max_length=10, choices=Rekeningsoort)
    partner = models.ForeignKey(Partner, verbose_name=_("betaler"), on_delete=models.PROTECT, related_name="rekeningen")
    boekjaar = models.ForeignKey(Boekjaar, null=True, blank=True, on_delete=models.PROTECT, related_name="rekeningen")
    regel = models.ForeignKey(
        Begrotingsregel, null=True, blank=True, on_delete=models.PROTECT, related_name="rekeningen"
    )
    saldo = models.DecimalField(_("saldo"), max_digits=14, decimal_places=2, default=0, db_default=0, editable=False)

    class Meta:
        verbose_name = _("rekening")
        verbose_name_plural = _("rekeningen")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["soort", "partner", "boekjaar", "regel"], name="rekening_uniek", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(saldo__gte=0) | Q(soort=Rekeningsoort.BRON), name="rekening_niet_onder_nul"
            ),
            models.CheckConstraint(
                condition=Q(soort=Rekeningsoort.BRON, boekjaar__isnull=True, regel__isnull=True)
                | Q(soort=Rekeningsoort.POT, boekjaar__isnull=False, regel__isnull=True)
                | Q(soort__in=REGELSOORTEN, boekjaar__isnull=False, regel__isnull=False),
                name="rekening_plaats_volgt_soort",
            ),
        ]
        indexes = [models.Index(fields=["boekjaar", "soort"], name="rekening_jaar_soort")]
        triggers = [
            pgtrigger.Trigger(
                name="rekening_alleen_saldo_door_mutatie",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF TG_OP = 'INSERT' THEN
                        IF NEW.saldo <> 0 THEN
                            RAISE EXCEPTION 'Een rekening begint op nul' USING ERRCODE = 'check_violation';
                        END IF;
                        IF NEW.regel_id IS NOT NULL AND NOT EXISTS (
                            SELECT 1 FROM budgetten_begrotingsregel r
                            WHERE r.id = NEW.regel_id AND r.boekjaar_id = NEW.boekjaar_id
                        ) THEN
                            RAISE EXCEPTION 'De rekening heeft een ander jaar dan haar begrotingsregel'
                                USING ERRCODE = 'check_violation';
                        END IF;
                    ELSIF pg_trigger_depth() < 2 OR (NEW.id, NEW.soort, NEW.partner_id, NEW.boekjaar_id, NEW.regel_id)
                          IS DISTINCT FROM (OLD.id, OLD.soort, OLD.partner_id, OLD.boekjaar_id, OLD.regel_id) THEN
                        RAISE EXCEPTION 'Een rekening verandert alleen door een mutatie'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            niet_leeg("rekening"),
        ]

    def __str__(self) -> str:
        plaats = self.regel or self.boekjaar or ""
        return f"{self.get_soort_display()} {self.partner} {plaats}".strip()


class Periodestand(models.Model):
    """Turnover of an account in a period: euros in and out. Kept by the trigger on Mutatie, never by hand.

    Its foreign keys also keep every account and every period that a mutatie was ever booked on (docs/adr/0013).
    """

    rekening = models.ForeignKey(Rekening, on_delete=models.PROTECT, related_name="standen")
    periode = models.ForeignKey(Periode, on_delete=models.PROTECT, related_name="standen")
    erin = models.DecimalField(_("erin"), max_digits=14, decimal_places=2, default=0, db_default=0)
    eruit = models.DecimalField(_("eruit"), max_digits=14, decimal_places=2, default=0, db_default=0)

    class Meta:
        verbose_name = _("periodestand")
        verbose_name_plural = _("periodestanden")
        constraints = [models.UniqueConstraint(fields=["rekening", "periode"], name="periodestand_uniek")]
        triggers = [
            pgtrigger.Trigger(
                name="periodestand_alleen_door_mutatie",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF pg_trigger_depth() < 2 THEN
                        RAISE EXCEPTION 'De omzet per maand verandert alleen door een mutatie'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            niet_leeg("periodestand"),
        ]

    def __str__(self) -> str:
        return f"{self.rekening} {self.periode}"
