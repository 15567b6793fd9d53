"""A resident initiative: the plan, who asks, what it costs, where it is and how far it is."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bewoners.enums import NIET_OPENBAAR, VOOR_BEWONERS, Aanvragersoort, Initiatiefstatus
from bewoners.models.regeling import Regelingversie
from bewoners.querysets import InitiatiefQuerySet
from budgetten.models import Begrotingsregel, Verplichting
from gebieden.models import Gebied, Thema
from kern.velden import VersleuteldVeld


class Initiatief(models.Model):
    """A plan of residents for their neighbourhood. Amounts in euro.

    Private: `adres`, `telefoon`, `email`, `iban`, `plek_adres`, contact name unless `toon_naam`.
    `sleutel` is the secret of a draft that has no owner yet.
    """

    regelingversie = models.ForeignKey(
        Regelingversie,
        verbose_name=_("regeling"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="initiatieven",
    )
    status = models.CharField(
        _("status"), max_length=30, choices=Initiatiefstatus, default=Initiatiefstatus.CONCEPT, editable=False
    )
    status_sinds = models.DateTimeField(_("status sinds"), auto_now_add=True)
    sleutel = models.CharField(max_length=64, unique=True, editable=False)

    indiener = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("indiener"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="initiatieven",
    )
    soort_aanvrager = models.CharField(
        _("wie vraagt aan?"), max_length=20, choices=Aanvragersoort, default=Aanvragersoort.BEWONER
    )
    organisatie = models.CharField(_("naam van de vereniging of stichting"), max_length=120, blank=True)
    naam = models.CharField(_("uw naam"), max_length=150, blank=True)
    toon_naam = models.BooleanField(_("mijn naam mag op de website"), default=False)
    email = models.EmailField(_("uw e-mailadres"), blank=True)
    email_bevestigd_op = models.DateTimeField(null=True, blank=True, editable=False)
    telefoon = VersleuteldVeld(_("telefoonnummer"), blank=True, default="")
    adres = VersleuteldVeld(_("uw adres"), blank=True, default="")
    adres_sleutel = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    oud_genoeg = models.BooleanField(_("ik ben 18 jaar of ouder"), default=False)
    iban = VersleuteldVeld(_("rekeningnummer (IBAN)"), blank=True, default="")
    tenaamstelling = models.CharField(_("op naam van"), max_length=70, blank=True)

    titel = models.CharField(_("naam van uw plan"), max_length=120, blank=True)
    samenvatting = models.CharField(_("uw plan in het kort"), max_length=400, blank=True)
    plan = models.TextField(_("wat gaat u doen?"), blank=True, max_length=6000)
    resultaat_voor_buurt = models.TextField(_("wat heeft de buurt eraan?"), blank=True, max_length=3000)
    thema = models.ForeignKey(
        Thema, verbose_name=_("onderwerp"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    gebied = models.ForeignKey(
        Gebied,
        verbose_name=_("wijk of buurt"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="initiatieven",
    )
    plek_adres = models.CharField(_("plek in woorden"), max_length=150, blank=True)
    lengte = models.FloatField(_("lengtegraad"), null=True, blank=True)
    breedte = models.FloatField(_("breedtegraad"), null=True, blank=True)
    begindatum = models.DateField(_("begint op"), null=True, blank=True)
    einddatum = models.DateField(_("is klaar op"), null=True, blank=True)

    gevraagd = models.DecimalField(_("gevraagd bedrag"), max_digits=10, decimal_places=2, default=0)
    toegekend = models.DecimalField(_("toegekend bedrag"), max_digits=10, decimal_places=2, null=True, blank=True)
    vastgesteld = models.DecimalField(_("vastgesteld bedrag"), max_digits=10, decimal_places=2, null=True, blank=True)
    regel = models.ForeignKey(
        Begrotingsregel,
        verbose_name=_("begrotingsregel"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    verplichting = models.OneToOneField(
        Verplichting, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )

    papier = models.BooleanField(_("op papier ontvangen"), default=False)
    #: What was typed in a draft and is not right yet, per step, as JSON; empty once it was handed in.
    klad = VersleuteldVeld(blank=True, default="", editable=False)
    ingevoerd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    behandelaar = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("behandelaar"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="behandelde_initiatieven",
    )
    aangemaakt = models.DateTimeField(_("begonnen op"), auto_now_add=True)
    gewijzigd = models.DateTimeField(auto_now=True)
    ingediend_op = models.DateTimeField(_("ingediend op"), null=True, blank=True)
    volledig_op = models.DateTimeField(_("compleet sinds"), null=True, blank=True)
    gepubliceerd_op = models.DateTimeField(_("op de website sinds"), null=True, blank=True)
    besloten_op = models.DateTimeField(_("besluit op"), null=True, blank=True)
    afgerond_op = models.DateTimeField(_("afgerond op"), null=True, blank=True)
    resultaat = models.TextField(_("hoe is het gegaan?"), blank=True, max_length=4000)
    steekproef = models.BooleanField(_("in de steekproef"), default=False)
    geanonimiseerd_op = models.DateTimeField(_("geanonimiseerd op"), null=True, blank=True, editable=False)

    objects = InitiatiefQuerySet.as_manager()

    class Meta:
        verbose_name = _("initiatief")
        verbose_name_plural = _("initiatieven")
        ordering = ["-ingediend_op", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Initiatiefstatus.values), name="initiatief_status_bestaat"),
            models.CheckConstraint(
                condition=Q(status=Initiatiefstatus.CONCEPT)
                | Q(
                    ingediend_op__isnull=False,
                    regelingversie__isnull=False,
                    gebied__isnull=False,
                    thema__isnull=False,
                ),
                name="initiatief_ingediend_is_heel",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[Initiatiefstatus.CONCEPT, Initiatiefstatus.INGETROKKEN])
                | Q(indiener__isnull=False)
                | Q(papier=True)
                | Q(geanonimiseerd_op__isnull=False),
                name="initiatief_heeft_indiener",
            ),
            models.CheckConstraint(
                condition=Q(einddatum__isnull=True) | Q(begindatum__isnull=True) | Q(einddatum__gte=F("begindatum")),
                name="initiatief_eind_na_begin",
            ),
            models.CheckConstraint(
                condition=Q(gevraagd__gte=0)
                & (Q(toegekend__isnull=True) | Q(toegekend__gte=0, toegekend__lte=F("gevraagd")))
                & (Q(vastgesteld__isnull=True) | Q(vastgesteld__gte=0, vastgesteld__lte=F("toegekend"))),
                name="initiatief_bedragen_kloppen",
            ),
            models.CheckConstraint(
                condition=Q(lengte__isnull=True, breedte__isnull=True)
                | Q(lengte__gte=-180, lengte__lte=180, breedte__gte=-90, breedte__lte=90),
                name="initiatief_plek_bestaat",
            ),
            # anonymous means: nothing of a person on the row, and only of a closed file
            models.CheckConstraint(
                condition=Q(geanonimiseerd_op__isnull=True)
                | Q(
                    status=Initiatiefstatus.AFGESLOTEN,
                    indiener__isnull=True,
                    naam="",
                    organisatie="",
                    email="",
                    telefoon="",
                    adres="",
                    adres_sleutel="",
                    iban="",
                    tenaamstelling="",
                    plan="",
                    plek_adres="",
                    klad="",
                    lengte__isnull=True,
                    gepubliceerd_op__isnull=True,
                ),
                name="initiatief_anoniem_is_leeg",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "gebied"], name="initiatief_status_gebied"),
            models.Index(fields=["gebied", "-ingediend_op"], name="initiatief_gebied_ingediend"),
            models.Index(fields=["-gepubliceerd_op"], name="initiatief_gepubliceerd"),
            models.Index(
                fields=["-ingediend_op", "-id"],
                name="initiatief_ingediend",
                condition=~Q(status=Initiatiefstatus.CONCEPT),
            ),
            # what anybody may see, in the order of the list: counting and the first page read nothing else
            models.Index(
                fields=["-gepubliceerd_op", "-id"],
                name="initiatief_openbaar",
                condition=Q(gepubliceerd_op__isnull=False) & ~Q(status__in=NIET_OPENBAAR),
            ),
        ]
        triggers = [
            # the way back to a draft does not exist, and a version of a scheme freezes at its first application
            pgtrigger.Trigger(
                name="initiatief_bevriest_regeling",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Condition("NEW.status <> 'concept'"),
                func="""
                    UPDATE bewoners_regelingversie SET bevroren = true
                        WHERE id = NEW.regelingversie_id AND NOT bevroren;
                    IF TG_OP = 'UPDATE' THEN
                        IF OLD.status <> 'concept' AND NEW.regelingversie_id IS DISTINCT FROM OLD.regelingversie_id THEN
                            RAISE EXCEPTION 'De regeling van een ingediend initiatief verandert niet'
                                USING ERRCODE = 'check_violation';
                        END IF;
                    END IF;
                    RETURN NULL;
                """,
            ),
            pgtrigger.Trigger(
                name="initiatief_blijft_anoniem",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.geanonimiseerd_op IS NOT NULL"),
                func="""
                    IF NEW.geanonimiseerd_op IS NULL THEN
                        RAISE EXCEPTION 'Een geanonimiseerd dossier blijft dat' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="initiatief_blijft_bestaan",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.status <> 'concept'"),
                func="""
                    RAISE EXCEPTION 'Een ingediend initiatief blijft bestaan' USING ERRCODE = 'check_violation';
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.titel or str(_("Plan zonder naam"))

    def get_absolute_url(self) -> str:
        return reverse("bewoners:initiatief", args=[self.pk])

    @property
    def kenmerk(self) -> str:
        """The reference in letters and on bank statements: MB-2026-0012."""
        jaar = (self.ingediend_op or self.aangemaakt).year
        return f"MB-{jaar}-{self.pk:04d}"

    @property
    def status_voor_bewoners(self) -> str:
        """The status in the words of `VOOR_BEWONERS`."""
        return str(VOOR_BEWONERS[self.status])

    @property
    def openbare_naam(self) -> str:
        """What the website says about who asks: an organisation, a name if the applicant chose so, else the kind."""
        if self.soort_aanvrager == Aanvragersoort.ORGANISATIE and self.organisatie:
            return self.organisatie
        if self.toon_naam and self.naam:
            return self.naam
        return self.get_soort_aanvrager_display()


class Kostenpost(models.Model):
    """A line of what the plan costs, in euro."""

    initiatief = models.ForeignKey(Initiatief, on_delete=models.CASCADE, related_name="kosten")
    omschrijving = models.CharField(_("waarvoor?"), max_length=120)
    bedrag = models.DecimalField(_("bedrag"), max_digits=10, decimal_places=2)
    volgorde = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("kostenpost")
        verbose_name_plural = _("kosten")
        ordering = ["volgorde", "pk"]
        constraints = [models.CheckConstraint(condition=Q(bedrag__gt=0), name="kostenpost_positief")]

    def __str__(self) -> str:
        return self.omschrijving


class Dekkingspost(models.Model):
    """A line of who else pays: own money, another fund, sponsors; in euro. The rest is asked of us."""

    initiatief = models.ForeignKey(Initiatief, on_delete=models.CASCADE, related_name="dekking")
    omschrijving = models.CharField(_("van wie?"), max_length=120)
    bedrag = models.DecimalField(_("bedrag"), max_digits=10, decimal_places=2)
    volgorde = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("andere dekking")
        verbose_name_plural = _("andere dekking")
        ordering = ["volgorde", "pk"]
        constraints = [models.CheckConstraint(condition=Q(bedrag__gt=0), name="dekkingspost_positief")]

    def __str__(self) -> str:
        return self.omschrijving


class Statuswissel(models.Model):
    """A step on the way of an initiative: the timeline. Written by `bewoners.domain.stappen` only."""

    initiatief = models.ForeignKey(Initiatief, on_delete=models.CASCADE, related_name="wissels")
    van = models.CharField(max_length=30, choices=Initiatiefstatus)
    naar = models.CharField(max_length=30, choices=Initiatiefstatus)
    op = models.DateTimeField()
    door = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    toelichting = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("statuswissel")
        verbose_name_plural = _("statuswissels")
        ordering = ["op", "pk"]
        triggers = [
            pgtrigger.Trigger(
                name="statuswissel_blijft",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                # when the time of the file is over, the words go and the rest stays
                func="""
                    IF NEW.toelichting = '' AND to_jsonb(NEW) - 'toelichting' = to_jsonb(OLD) - 'toelichting'
                       AND EXISTS (
                           SELECT 1 FROM bewoners_initiatief i
                           WHERE i.id = OLD.initiatief_id AND i.geanonimiseerd_op IS NOT NULL
                       ) THEN
                        RETURN NEW;
                    END IF;
                    RAISE EXCEPTION 'Een stap blijft zoals zij gezet is' USING ERRCODE = 'check_violation';
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.van} → {self.naar}"
