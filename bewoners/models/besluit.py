"""Decisions and letters: what was decided by whom for whose money, and what was sent."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bewoners.enums import Besluitsoort, Briefsoort, Intrekkingsgrond, LagereVaststelling
from bewoners.models.initiatief import Initiatief
from bewoners.models.regeling import Weigeringsgrond
from partners.models import Partner

#: Amounts and grounds of a decision never change; only when it was announced may still be filled in. When the time of
#: the file is over, the words go and the rest stays.
_BLIJFT = """
    IF TG_OP = 'UPDATE' THEN
        IF NEW.motivering = '' AND to_jsonb(NEW) - 'motivering' = to_jsonb(OLD) - 'motivering'
           AND EXISTS (
               SELECT 1 FROM bewoners_initiatief i WHERE i.id = OLD.initiatief_id AND i.geanonimiseerd_op IS NOT NULL
           ) THEN
            RETURN NEW;
        END IF;
    END IF;
    IF TG_OP = 'DELETE' OR to_jsonb(NEW) - 'bekendgemaakt_op' IS DISTINCT FROM to_jsonb(OLD) - 'bekendgemaakt_op'
       OR (OLD.bekendgemaakt_op IS NOT NULL AND NEW.bekendgemaakt_op IS DISTINCT FROM OLD.bekendgemaakt_op) THEN
        RAISE EXCEPTION 'Een besluit verandert niet' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class Besluit(models.Model):
    """A decision on an initiative, by somebody with a mandate who is no assessor and has no interest. Euro."""

    initiatief = models.ForeignKey(Initiatief, on_delete=models.PROTECT, related_name="besluiten")
    soort = models.CharField(_("soort"), max_length=20, choices=Besluitsoort)
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    datum = models.DateField(_("datum"))
    bedrag = models.DecimalField(_("bedrag"), max_digits=10, decimal_places=2, default=0)
    motivering = models.TextField(_("motivering"), max_length=4000)
    gronden = models.ManyToManyField(Weigeringsgrond, verbose_name=_("weigeringsgronden"), blank=True, related_name="+")
    grond_lager = models.CharField(
        _("grond om lager vast te stellen"), max_length=1, choices=LagereVaststelling, blank=True
    )
    grond_intrekking = models.CharField(_("grond om in te trekken"), max_length=1, choices=Intrekkingsgrond, blank=True)
    bekendgemaakt_op = models.DateField(_("bekendgemaakt op"), null=True, blank=True)
    vastgelegd_op = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("besluit")
        verbose_name_plural = _("besluiten")
        ordering = ["vastgelegd_op", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(bedrag__gte=0), name="besluit_bedrag_niet_negatief"),
            models.UniqueConstraint(
                fields=["initiatief"],
                name="besluit_een_op_de_aanvraag",
                condition=Q(soort__in=["verlening", "directe_vaststelling", "afwijzing", "buiten_behandeling"]),
            ),
            models.UniqueConstraint(
                fields=["initiatief"], name="besluit_een_vaststelling", condition=Q(soort="vaststelling")
            ),
            models.CheckConstraint(
                condition=~Q(soort=Besluitsoort.INTREKKING) | ~Q(grond_intrekking=""),
                name="besluit_intrekking_op_grond",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="besluit_blijft",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=_BLIJFT,
            ),
            pgtrigger.Trigger(
                name="besluit_zonder_belang",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM bewoners_beoordeling b
                        WHERE b.initiatief_id = NEW.initiatief_id AND b.beoordelaar_id = NEW.door_id
                            AND b.vervallen_op IS NULL
                    ) THEN
                        RAISE EXCEPTION 'Een beoordelaar beslist niet' USING ERRCODE = 'check_violation';
                    END IF;
                    IF NOT EXISTS (
                        SELECT 1 FROM bewoners_belangenverklaring v
                        WHERE v.initiatief_id = NEW.initiatief_id AND v.gebruiker_id = NEW.door_id AND v.belang = 'geen'
                    ) THEN
                        RAISE EXCEPTION 'Wie een belang heeft, of niets verklaarde, beslist niet (Awb 2:4)'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            # judged at commit, when the cover per payer is there
            pgtrigger.Trigger(
                name="besluit_is_gedekt",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                func="""
                    IF NEW.soort IN ('verlening', 'directe_vaststelling') AND NEW.bedrag IS DISTINCT FROM (
                        SELECT COALESCE(sum(d.bedrag), 0) FROM bewoners_besluitdekking d WHERE d.besluit_id = NEW.id
                    ) THEN
                        RAISE EXCEPTION 'Een besluit om geld te geven zegt wie wat betaalt'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_soort_display()} {self.initiatief}"


class Besluitdekking(models.Model):
    """What one payer pays of a decision, in euro. The municipality's part is a subsidy, a corporation's a promise."""

    besluit = models.ForeignKey(Besluit, on_delete=models.PROTECT, related_name="dekking")
    partner = models.ForeignKey(Partner, verbose_name=_("betaler"), on_delete=models.PROTECT, related_name="+")
    bedrag = models.DecimalField(_("bedrag"), max_digits=10, decimal_places=2)

    class Meta:
        verbose_name = _("dekkingsregel")
        verbose_name_plural = _("dekkingsregels")
        ordering = ["partner__volgorde", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["besluit", "partner"], name="besluitdekking_een_per_betaler"),
            models.CheckConstraint(condition=Q(bedrag__gt=0), name="besluitdekking_positief"),
        ]
        triggers = [
            pgtrigger.Protect(name="besluitdekking_blijft", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="besluitdekking_telt_op",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                func="""
                    IF (SELECT sum(d.bedrag) FROM bewoners_besluitdekking d WHERE d.besluit_id = NEW.besluit_id)
                       <> (SELECT b.bedrag FROM bewoners_besluit b WHERE b.id = NEW.besluit_id) THEN
                        RAISE EXCEPTION 'De bedragen per betaler zijn samen niet het bedrag van het besluit'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.bedrag}"


def brief_pad(brief: "Brief", naam: str) -> str:
    """A random name, out of reach of the web server."""
    import uuid

    return f"brieven/{uuid.uuid4().hex}.pdf"


class Brief(models.Model):
    """A letter as it was sent, forever: PDF/A-2a + PDF/UA-1 with its sha256. `sleutel` opens it from the e-mail.

    `herhaling` tells letters of one kind apart that may come more often: two requests for a supplement.
    """

    initiatief = models.ForeignKey(Initiatief, on_delete=models.PROTECT, related_name="brieven")
    besluit = models.ForeignKey(Besluit, null=True, blank=True, on_delete=models.PROTECT, related_name="brieven")
    partner = models.ForeignKey(
        Partner, verbose_name=_("namens"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    soort = models.CharField(_("soort"), max_length=20, choices=Briefsoort)
    herhaling = models.CharField(max_length=60, blank=True, editable=False)
    onderwerp = models.CharField(_("onderwerp"), max_length=150)
    bestand = models.FileField(_("bestand"), upload_to=brief_pad)
    sha256 = models.CharField(max_length=64)
    sleutel = models.CharField(max_length=80, unique=True, editable=False)
    verzonden_op = models.DateTimeField(_("verzonden op"))
    verzonden_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    op_papier = models.BooleanField(_("met de post"), default=False)
    gepost_op = models.DateField(_("op de post gedaan op"), null=True, blank=True)
    gepost_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("brief")
        verbose_name_plural = _("brieven")
        ordering = ["-verzonden_op", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiatief", "soort", "besluit", "partner", "herhaling"],
                name="brief_een_keer",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(op_papier=True) | Q(gepost_op__isnull=True), name="brief_alleen_papier_gaat_op_de_post"
            ),
        ]
        indexes = [
            models.Index(fields=["verzonden_op"], name="brief_te_posten", condition=Q(op_papier=True, gepost_op=None))
        ]
        triggers = [
            pgtrigger.Trigger(
                name="brief_bevroren",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                # only that it went to the post may still be noted, once; it goes when the time of the file is over
                func="""
                    IF TG_OP = 'DELETE' THEN
                        IF EXISTS (
                            SELECT 1 FROM bewoners_initiatief i
                            WHERE i.id = OLD.initiatief_id AND i.geanonimiseerd_op IS NOT NULL
                        ) THEN
                            RETURN OLD;
                        END IF;
                        RAISE EXCEPTION 'Een verstuurde brief blijft bestaan' USING ERRCODE = 'check_violation';
                    END IF;
                    IF OLD.gepost_op IS NOT NULL OR to_jsonb(NEW) - 'gepost_op' - 'gepost_door_id'
                       IS DISTINCT FROM to_jsonb(OLD) - 'gepost_op' - 'gepost_door_id' THEN
                        RAISE EXCEPTION 'Een verstuurde brief verandert niet' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return self.onderwerp
