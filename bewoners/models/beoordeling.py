"""Judging: who looks, whether they are free of interests, what they score and advise."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bewoners.enums import Advies, Belang
from bewoners.models.initiatief import Initiatief
from bewoners.models.regeling import Criterium
from kern.velden import VersleuteldVeld


class Belangenprofiel(models.Model):
    """What a member of staff says about themselves, so that a conflict of interest is found without asking.

    `adres_sleutel` is the blind index of postcode and house number, as on an initiative.
    """

    gebruiker = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="belangenprofiel")
    adres = VersleuteldVeld(_("postcode en huisnummer"), blank=True, default="")
    adres_sleutel = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    organisaties = ArrayField(
        models.CharField(max_length=120), verbose_name=_("organisaties waar u bij hoort"), default=list, blank=True
    )

    class Meta:
        verbose_name = _("belangenprofiel")
        verbose_name_plural = _("belangenprofielen")

    def __str__(self) -> str:
        return str(self.gebruiker)


class Belangenverklaring(models.Model):
    """What somebody declared before opening a file (Awb 2:4). Once given it stays: nobody can override a conflict."""

    initiatief = models.ForeignKey(Initiatief, on_delete=models.PROTECT, related_name="belangenverklaringen")
    gebruiker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    belang = models.CharField(_("belang"), max_length=12, choices=Belang)
    automatisch = models.BooleanField(default=False)
    toelichting = models.CharField(_("toelichting"), max_length=300, blank=True)
    op = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("belangenverklaring")
        verbose_name_plural = _("belangenverklaringen")
        ordering = ["op"]
        constraints = [models.UniqueConstraint(fields=["initiatief", "gebruiker"], name="belangenverklaring_een_keer")]
        triggers = [
            # from "none" to a conflict, never back: a supporter may sign after the declaration
            pgtrigger.Trigger(
                name="belangenverklaring_blijft",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF TG_OP = 'UPDATE' THEN
                        -- when the time of the file is over, the words go and the rest stays
                        IF NEW.toelichting = '' AND to_jsonb(NEW) - 'toelichting' = to_jsonb(OLD) - 'toelichting'
                           AND EXISTS (
                               SELECT 1 FROM bewoners_initiatief i
                               WHERE i.id = OLD.initiatief_id AND i.geanonimiseerd_op IS NOT NULL
                           ) THEN
                            RETURN NEW;
                        END IF;
                        IF OLD.belang = 'geen' AND NEW.belang <> 'geen' AND NEW.initiatief_id = OLD.initiatief_id
                           AND NEW.gebruiker_id = OLD.gebruiker_id THEN
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'Een belangenverklaring blijft staan' USING ERRCODE = 'check_violation';
                """,
            ),
            # what the database can see by itself: the applicant, the same address, the same organisation
            pgtrigger.Trigger(
                name="belangenverklaring_klopt",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Condition("NEW.belang = 'geen'"),
                func="""
                    IF EXISTS (
                        SELECT 1 FROM bewoners_initiatief i
                        LEFT JOIN bewoners_belangenprofiel p ON p.gebruiker_id = NEW.gebruiker_id
                        WHERE i.id = NEW.initiatief_id AND (
                            i.indiener_id = NEW.gebruiker_id
                            OR (i.adres_sleutel <> '' AND i.adres_sleutel = p.adres_sleutel)
                            OR (i.organisatie <> '' AND EXISTS (
                                SELECT 1 FROM unnest(p.organisaties) o WHERE lower(trim(o)) = lower(trim(i.organisatie))
                            ))
                        )
                    ) THEN
                        RAISE EXCEPTION 'Deze persoon heeft een belang bij het initiatief (Awb 2:4)'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gebruiker}: {self.get_belang_display()}"


class Beoordeling(models.Model):
    """One assessor's look at an initiative. Scores are hidden from everybody else until all are in.

    `concept` is the form as it was filled in so far, of the assessor alone.
    """

    initiatief = models.ForeignKey(Initiatief, on_delete=models.PROTECT, related_name="beoordelingen")
    beoordelaar = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="beoordelingen")
    toegewezen_op = models.DateTimeField(auto_now_add=True)
    advies = models.CharField(_("advies"), max_length=10, choices=Advies, blank=True)
    bedrag = models.DecimalField(_("geadviseerd bedrag"), max_digits=10, decimal_places=2, null=True, blank=True)
    toelichting = models.TextField(_("toelichting"), blank=True, max_length=3000)
    concept = models.JSONField(default=dict, blank=True, editable=False)
    ingeleverd_op = models.DateTimeField(null=True, blank=True)
    vervallen_op = models.DateTimeField(null=True, blank=True)
    vervallen_reden = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("beoordeling")
        verbose_name_plural = _("beoordelingen")
        ordering = ["toegewezen_op", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["initiatief", "beoordelaar"], name="beoordeling_een_per_beoordelaar"),
            models.CheckConstraint(
                condition=Q(ingeleverd_op__isnull=True) | (~Q(advies="") & Q(vervallen_op__isnull=True)),
                name="beoordeling_ingeleverd_heeft_advies",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="beoordeling_zonder_belang",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF NEW.vervallen_op IS NULL AND EXISTS (
                        SELECT 1 FROM bewoners_besluit b
                        WHERE b.initiatief_id = NEW.initiatief_id AND b.door_id = NEW.beoordelaar_id
                            AND b.soort IN ('verlening', 'directe_vaststelling', 'afwijzing')
                    ) THEN
                        RAISE EXCEPTION 'Wie besliste, beoordeelt niet' USING ERRCODE = 'check_violation';
                    END IF;
                    IF NEW.ingeleverd_op IS NOT NULL AND NOT EXISTS (
                        SELECT 1 FROM bewoners_belangenverklaring v
                        WHERE v.initiatief_id = NEW.initiatief_id AND v.gebruiker_id = NEW.beoordelaar_id
                            AND v.belang = 'geen'
                    ) THEN
                        RAISE EXCEPTION 'Wie een belang heeft, of niets verklaarde, beoordeelt niet (Awb 2:4)'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    -- when the time of the file is over, the words go and the rest stays
                    IF TG_OP = 'UPDATE' AND OLD.ingeleverd_op IS NOT NULL AND NEW.vervallen_op IS NULL
                       AND (NEW.advies, NEW.bedrag, NEW.toelichting, NEW.ingeleverd_op)
                           IS DISTINCT FROM (OLD.advies, OLD.bedrag, OLD.toelichting, OLD.ingeleverd_op)
                       AND NOT (
                           NEW.toelichting = ''
                           AND (NEW.advies, NEW.bedrag, NEW.ingeleverd_op)
                               IS NOT DISTINCT FROM (OLD.advies, OLD.bedrag, OLD.ingeleverd_op)
                           AND EXISTS (
                               SELECT 1 FROM bewoners_initiatief i
                               WHERE i.id = OLD.initiatief_id AND i.geanonimiseerd_op IS NOT NULL
                           )
                       ) THEN
                        RAISE EXCEPTION 'Een ingeleverde beoordeling verandert niet' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.beoordelaar}: {self.initiatief}"


class Score(models.Model):
    """Points from 1 to 5 on one criterion, with the reason."""

    beoordeling = models.ForeignKey(Beoordeling, on_delete=models.CASCADE, related_name="scores")
    criterium = models.ForeignKey(Criterium, on_delete=models.PROTECT, related_name="+")
    punten = models.PositiveSmallIntegerField(_("punten"))
    reden = models.CharField(_("waarom?"), max_length=500)

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering = ["criterium__volgorde", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["beoordeling", "criterium"], name="score_een_per_criterium"),
            models.CheckConstraint(condition=Q(punten__gte=1, punten__lte=5), name="score_van_1_tot_5"),
            models.CheckConstraint(condition=~Q(reden=""), name="score_heeft_reden"),
        ]

    def __str__(self) -> str:
        return f"{self.criterium}: {self.punten}"
