"""Grant schemes as configuration: a scheme, its versions, and what a version consists of."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bewoners.enums import Aanvragersoort, Briefsoort, Verdeling
from budgetten.models import Begrotingsregel, Boekjaar

#: A version under which an application was handed in changes no more, and neither do its parts.
_BEVROREN = """
    IF EXISTS (
        SELECT 1 FROM bewoners_regelingversie
        WHERE bevroren AND id IN (
            CASE WHEN TG_OP = 'DELETE' THEN OLD.versie_id ELSE NEW.versie_id END,
            CASE WHEN TG_OP = 'INSERT' THEN NEW.versie_id ELSE OLD.versie_id END
        )
    ) THEN
        RAISE EXCEPTION 'Onder deze versie van de regeling is al aangevraagd; maak een nieuwe versie'
            USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


def _blijft(naam: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=f"{naam}_bevroren",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=_BEVROREN,
    )


class Regeling(models.Model):
    """A scheme under which residents ask for money. What it says is in its versions."""

    naam = models.CharField(_("naam"), max_length=80, unique=True)
    slug = models.SlugField(_("naam in het webadres"), max_length=90, unique=True)
    volgorde = models.PositiveSmallIntegerField(_("volgorde"), default=0)
    actief = models.BooleanField(_("staat open"), default=True)

    class Meta:
        verbose_name = _("regeling")
        verbose_name_plural = _("regelingen")
        ordering = ["volgorde", "naam"]

    def __str__(self) -> str:
        return self.naam


class Regelingversie(models.Model):
    """What a scheme says from a date on. Amounts in euro, terms in calendar days unless said otherwise."""

    regeling = models.ForeignKey(Regeling, on_delete=models.PROTECT, related_name="versies")
    versie = models.PositiveSmallIntegerField(_("versie"), default=1)
    vanaf = models.DateField(_("geldt vanaf"))
    tot = models.DateField(_("geldt tot en met"), null=True, blank=True)
    bevroren = models.BooleanField(_("is gebruikt"), default=False, editable=False)

    samenvatting = models.TextField(_("uitleg voor bewoners"))
    grondslag = models.CharField(_("wettelijke grondslag"), max_length=300)
    aanvragers = ArrayField(
        models.CharField(max_length=20, choices=Aanvragersoort), verbose_name=_("wie mag aanvragen")
    )
    minimumleeftijd = models.PositiveSmallIntegerField(_("minimumleeftijd"), default=18)
    minimumbedrag = models.DecimalField(_("boven dit bedrag (euro)"), max_digits=10, decimal_places=2, default=0)
    maximumbedrag = models.DecimalField(_("hoogste bedrag (euro)"), max_digits=10, decimal_places=2)
    maximumpercentage = models.PositiveSmallIntegerField(_("hoogste deel van de kosten (%)"), default=100)
    steun_nodig = models.PositiveSmallIntegerField(_("aantal steunverklaringen"), default=0)
    dagen_voor_start = models.PositiveSmallIntegerField(_("dagen voor de start aanvragen"), default=0)
    verdeling = models.CharField(_("hoe het geld wordt verdeeld"), max_length=30, choices=Verdeling)
    aantal_beoordelaars = models.PositiveSmallIntegerField(_("aantal beoordelaars"), default=1)
    uitgesloten_kosten = models.TextField(_("kosten die wij niet betalen"), blank=True)
    beslistermijn = models.PositiveSmallIntegerField(_("beslistermijn"), default=56, help_text="Awb 4:13: 8 weken")
    aanvultermijn = models.PositiveSmallIntegerField(_("tijd om aan te vullen"), default=14)
    werkdagen_volledigheid = models.PositiveSmallIntegerField(_("werkdagen om te kijken of alles er is"), default=5)
    verantwoordingstermijn = models.PositiveSmallIntegerField(_("tijd om te verantwoorden"), default=91)
    vaststellingstermijn = models.PositiveSmallIntegerField(_("tijd om vast te stellen"), default=56)
    direct_tot = models.DecimalField(
        _("directe vaststelling tot en met (euro)"), max_digits=10, decimal_places=2, default=5000
    )
    steekproef = models.PositiveSmallIntegerField(_("steekproef na directe vaststelling (%)"), default=10)
    voorschotpercentage = models.PositiveSmallIntegerField(_("voorschot (%)"), default=80)
    reacties_vooraf = models.BooleanField(_("reacties eerst lezen, dan tonen"), default=True)

    class Meta:
        verbose_name = _("versie van een regeling")
        verbose_name_plural = _("versies van regelingen")
        ordering = ["regeling", "-versie"]
        constraints = [
            models.UniqueConstraint(fields=["regeling", "versie"], name="regelingversie_uniek"),
            models.CheckConstraint(
                condition=Q(tot__isnull=True) | Q(tot__gte=F("vanaf")), name="regeling_tot_na_vanaf"
            ),
            models.CheckConstraint(
                condition=Q(minimumbedrag__gte=0, maximumbedrag__gt=F("minimumbedrag")), name="regeling_bedragen"
            ),
            models.CheckConstraint(
                condition=Q(maximumpercentage__lte=100, steekproef__lte=100, voorschotpercentage__lte=100),
                name="regeling_percentages",
            ),
            models.CheckConstraint(condition=Q(aantal_beoordelaars__gte=1), name="regeling_een_beoordelaar"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="regelingversie_bevroren",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                # only `tot` may still be set: a version can always end
                func="""
                    IF OLD.bevroren AND (TG_OP = 'DELETE' OR
                        to_jsonb(NEW) - 'tot' IS DISTINCT FROM to_jsonb(OLD) - 'tot') THEN
                        RAISE EXCEPTION 'Onder deze versie van de regeling is al aangevraagd; maak een nieuwe versie'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.regeling} (versie {self.versie})"


class Criterium(models.Model):
    """What assessors score from 1 to 5, with its weight."""

    versie = models.ForeignKey(Regelingversie, on_delete=models.CASCADE, related_name="criteria")
    naam = models.CharField(_("criterium"), max_length=100)
    uitleg = models.CharField(_("uitleg"), max_length=300, blank=True)
    gewicht = models.PositiveSmallIntegerField(_("gewicht"), default=1)
    volgorde = models.PositiveSmallIntegerField(_("volgorde"), default=0)

    class Meta:
        verbose_name = _("criterium")
        verbose_name_plural = _("criteria")
        ordering = ["volgorde", "pk"]
        constraints = [models.CheckConstraint(condition=Q(gewicht__gte=1), name="criterium_gewicht_positief")]
        triggers = [_blijft("criterium")]

    def __str__(self) -> str:
        return self.naam


class Weigeringsgrond(models.Model):
    """A ground on which an application may be refused."""

    versie = models.ForeignKey(Regelingversie, on_delete=models.CASCADE, related_name="weigeringsgronden")
    code = models.CharField(_("artikel"), max_length=30)
    tekst = models.CharField(_("grond"), max_length=300)
    volgorde = models.PositiveSmallIntegerField(_("volgorde"), default=0)

    class Meta:
        verbose_name = _("weigeringsgrond")
        verbose_name_plural = _("weigeringsgronden")
        ordering = ["volgorde", "pk"]
        triggers = [_blijft("weigeringsgrond")]

    def __str__(self) -> str:
        return f"{self.code}: {self.tekst}"


class Volledigheidspunt(models.Model):
    """A point of the list with which a coordinator sees whether an application is complete."""

    versie = models.ForeignKey(Regelingversie, on_delete=models.CASCADE, related_name="volledigheidspunten")
    tekst = models.CharField(_("punt"), max_length=200)
    vraag = models.CharField(_("wat wij de aanvrager vragen"), max_length=300)
    volgorde = models.PositiveSmallIntegerField(_("volgorde"), default=0)

    class Meta:
        verbose_name = _("punt van de volledigheidslijst")
        verbose_name_plural = _("volledigheidslijst")
        ordering = ["volgorde", "pk"]
        triggers = [_blijft("volledigheidspunt")]

    def __str__(self) -> str:
        return self.tekst


class Briefsjabloon(models.Model):
    """The text of one kind of letter. Names between braces are filled in: see `bewoners.domain.brieven`."""

    versie = models.ForeignKey(Regelingversie, on_delete=models.CASCADE, related_name="briefsjablonen")
    soort = models.CharField(_("soort"), max_length=20, choices=Briefsoort)
    onderwerp = models.CharField(_("onderwerp"), max_length=150)
    tekst = models.TextField(_("tekst"))

    class Meta:
        verbose_name = _("tekst van een brief")
        verbose_name_plural = _("teksten van brieven")
        ordering = ["soort"]
        constraints = [models.UniqueConstraint(fields=["versie", "soort"], name="briefsjabloon_een_per_soort")]
        triggers = [_blijft("briefsjabloon")]

    def __str__(self) -> str:
        return f"{self.get_soort_display()}"


class Ronde(models.Model):
    """A period in which a scheme can be applied for; a scheme without rounds is always open."""

    regeling = models.ForeignKey(Regeling, on_delete=models.PROTECT, related_name="rondes")
    naam = models.CharField(_("naam"), max_length=80)
    vanaf = models.DateField(_("open vanaf"))
    tot = models.DateField(_("open tot en met"))

    class Meta:
        verbose_name = _("ronde")
        verbose_name_plural = _("rondes")
        ordering = ["-vanaf"]
        constraints = [models.CheckConstraint(condition=Q(tot__gte=F("vanaf")), name="ronde_tot_na_vanaf")]

    def __str__(self) -> str:
        return self.naam


class Plafond(models.Model):
    """The most that is awarded under a scheme in a year, in euro, backed by budget lines (none named: any line)."""

    regeling = models.ForeignKey(Regeling, on_delete=models.PROTECT, related_name="plafonds")
    boekjaar = models.ForeignKey(Boekjaar, on_delete=models.PROTECT, related_name="+")
    bedrag = models.DecimalField(_("plafond"), max_digits=12, decimal_places=2)
    regels = models.ManyToManyField(Begrotingsregel, verbose_name=_("begrotingsregels"), blank=True, related_name="+")

    class Meta:
        verbose_name = _("plafond")
        verbose_name_plural = _("plafonds")
        ordering = ["regeling", "-boekjaar"]
        constraints = [
            models.UniqueConstraint(fields=["regeling", "boekjaar"], name="plafond_een_per_jaar"),
            models.CheckConstraint(condition=Q(bedrag__gte=0), name="plafond_niet_negatief"),
        ]

    def __str__(self) -> str:
        return f"{self.regeling} {self.boekjaar}"
