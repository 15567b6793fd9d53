"""Fiscal years and their periods (months)."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from budgetten.enums import Jaarstatus
from budgetten.models.grootboektriggers import niet_leeg


class Boekjaar(models.Model):
    """A fiscal year, 1 January to 31 December. Closing is final."""

    jaar = models.PositiveSmallIntegerField(_("jaar"), unique=True)
    status = models.CharField(_("status"), max_length=10, choices=Jaarstatus, default=Jaarstatus.OPEN)

    class Meta:
        verbose_name = _("boekjaar")
        verbose_name_plural = _("boekjaren")
        ordering = ["-jaar"]
        constraints = [
            models.CheckConstraint(condition=Q(jaar__gte=2000, jaar__lte=2200), name="boekjaar_is_een_jaar"),
            models.CheckConstraint(condition=Q(status__in=Jaarstatus.values), name="boekjaar_status_bestaat"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="boekjaar_dicht_is_dicht",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    IF OLD.status = 'gesloten' AND NEW.status <> 'gesloten' THEN
                        RAISE EXCEPTION 'Een gesloten boekjaar gaat niet meer open' USING ERRCODE = 'check_violation';
                    END IF;
                    IF NEW.jaar <> OLD.jaar THEN
                        RAISE EXCEPTION 'Het jaar van een boekjaar verandert niet' USING ERRCODE = 'check_violation';
                    END IF;
                    IF NEW.status = 'gesloten' AND EXISTS (
                        SELECT 1 FROM budgetten_periode p WHERE p.boekjaar_id = NEW.id AND p.status = 'open'
                    ) THEN
                        RAISE EXCEPTION 'Sluit eerst alle perioden van het boekjaar' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return str(self.jaar)


class Periode(models.Model):
    """A month of a fiscal year. A closed period takes no booking; while its year is open it may be opened again."""

    boekjaar = models.ForeignKey(Boekjaar, on_delete=models.PROTECT, related_name="perioden")
    maand = models.PositiveSmallIntegerField(_("maand"))
    begin = models.DateField(_("eerste dag"))
    eind = models.DateField(_("laatste dag"))
    status = models.CharField(_("status"), max_length=10, choices=Jaarstatus, default=Jaarstatus.OPEN)

    class Meta:
        verbose_name = _("periode")
        verbose_name_plural = _("perioden")
        ordering = ["begin"]
        constraints = [
            models.UniqueConstraint(fields=["boekjaar", "maand"], name="periode_een_per_maand"),
            models.UniqueConstraint(fields=["begin"], name="periode_begin_uniek"),
            models.CheckConstraint(condition=Q(maand__gte=1, maand__lte=12), name="periode_maand_1_tot_12"),
            models.CheckConstraint(
                condition=Q(begin__month=F("maand"), begin__day=1, eind__month=F("maand"), eind__gt=F("begin")),
                name="periode_is_een_maand",
            ),
            models.CheckConstraint(condition=Q(status__in=Jaarstatus.values), name="periode_status_bestaat"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="periode_volgt_boekjaar",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("jaar_", "smallint"), ("status_", "text")],
                func="""
                    IF TG_OP <> 'INSERT' AND EXISTS (
                        SELECT 1 FROM budgetten_boeking b WHERE b.periode_id = OLD.id
                    ) AND (TG_OP = 'DELETE' OR NEW."begin" <> OLD."begin" OR NEW.eind <> OLD.eind
                           OR NEW.boekjaar_id <> OLD.boekjaar_id) THEN
                        RAISE EXCEPTION 'Een periode met boekingen verandert niet' USING ERRCODE = 'check_violation';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    SELECT j.jaar, j.status INTO jaar_, status_ FROM budgetten_boekjaar j
                        WHERE j.id = NEW.boekjaar_id FOR SHARE;
                    IF EXTRACT(YEAR FROM NEW."begin") <> jaar_ OR EXTRACT(YEAR FROM NEW.eind) <> jaar_ THEN
                        RAISE EXCEPTION 'De periode ligt niet in het boekjaar' USING ERRCODE = 'check_violation';
                    END IF;
                    IF NEW.status = 'open' AND status_ = 'gesloten' THEN
                        RAISE EXCEPTION 'Het boekjaar is gesloten' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            niet_leeg("periode"),
        ]

    def __str__(self) -> str:
        return date_format(self.begin, "F Y")
