"""Filters above lists. What a page shows and what its export holds come from the same `filter`."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils.dates import MONTHS
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from budgetten.domain.keuzes import Keuze, Keuzes, keuzes, keuzes_vraag, met_slug
from budgetten.domain.publiek import boekjaren, jaren_vraag
from budgetten.enums import Boekingsoort, Jaarstatus, Uitgavestatus, Verplichtingstatus
from budgetten.forms.velden import BedragField, keuzeveld
from budgetten.models import Boeking, Boekjaar, Mutatie, Rekening, Uitgave, Verplichting
from gebieden.enums import Domein
from kern.domain.vaste_vraag import samen

ALLE = ("", _("Alle"))
MAANDEN = [(str(nummer), naam) for nummer, naam in MONTHS.items()]


def _opties(lijst: list[Keuze]) -> list[tuple[str, Any]]:
    return [ALLE, *((keuze.slug, keuze.naam) for keuze in lijst)]


class Geldfilter(forms.Form):
    """Year, area and theme: what every list of money has. Unknown values in an address are simply no filter.

    Two queries, for the years and for the choices.
    """

    jaar = forms.ChoiceField(label=_("Jaar"), required=False)
    gebied = forms.ChoiceField(label=_("Wijk"), required=False)
    thema = forms.ChoiceField(label=_("Thema"), required=False)

    #: Whether an address without a year means the present year instead of all years.
    huidig_jaar_vanzelf = False

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        with samen(jaren_vraag(), keuzes_vraag()):
            self.jaren: list[Boekjaar] = boekjaren()
            self.keuzes: Keuzes = keuzes()
        if self.huidig_jaar_vanzelf and self.huidig and "jaar" not in data:
            data = data.copy()
            data["jaar"] = str(self.huidig.jaar)
        super().__init__(data, **kwargs)
        for veld in self.fields.values():
            if isinstance(veld, forms.ChoiceField):
                veld.error_messages["invalid_choice"] = _("Deze keuze is er niet.")
        keuzeveld(self, "jaar").choices = [ALLE, *((str(jaar.jaar), str(jaar.jaar)) for jaar in self.jaren)]
        keuzeveld(self, "gebied").choices = _opties(self.keuzes.gebieden)
        keuzeveld(self, "thema").choices = _opties(self.keuzes.themas)

    @property
    def huidig(self) -> Boekjaar | None:
        """The newest open year, else the newest: without another query."""
        return next((jaar for jaar in self.jaren if jaar.status == Jaarstatus.OPEN), next(iter(self.jaren), None))

    @cached_property
    def gekozen(self) -> dict[str, Any]:
        """The valid part of what was asked."""
        self.is_valid()
        return {naam: waarde for naam, waarde in self.cleaned_data.items() if waarde not in (None, "")}

    @property
    def boekjaar(self) -> Boekjaar | None:
        """The year asked for; None for all years."""
        return next((jaar for jaar in self.jaren if str(jaar.jaar) == self.gekozen.get("jaar")), None)

    @property
    def gebied_keuze(self) -> Keuze | None:
        return met_slug(self.keuzes.gebieden, self.gekozen.get("gebied"))

    @property
    def thema_keuze(self) -> Keuze | None:
        return met_slug(self.keuzes.themas, self.gekozen.get("thema"))


class MatrixFilter(Geldfilter):
    """The budget matrix: always of one year, the present one when none is asked."""

    domein = forms.ChoiceField(label=_("Fysiek of sociaal"), required=False, choices=[ALLE, *Domein.choices])
    partner = forms.ChoiceField(label=_("Betaler"), required=False)

    field_order = ("jaar", "domein", "thema", "partner", "gebied")
    huidig_jaar_vanzelf = True

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        keuzeveld(self, "partner").choices = _opties(self.keuzes.partners)
        keuzeveld(self, "jaar").choices = [(str(jaar.jaar), str(jaar.jaar)) for jaar in self.jaren]

    @property
    def boekjaar(self) -> Boekjaar | None:
        return super().boekjaar or self.huidig

    @property
    def partner_keuze(self) -> Keuze | None:
        return met_slug(self.keuzes.partners, self.gekozen.get("partner"))


class UitgaveFilter(Geldfilter):
    """Expenses."""

    status = forms.ChoiceField(label=_("Status"), required=False, choices=[ALLE, *Uitgavestatus.choices])
    zoek = forms.CharField(label=_("Zoek op tekst"), required=False, max_length=100)

    def filter(self, uitgaven: QuerySet[Uitgave]) -> QuerySet[Uitgave]:
        """Narrow the list to what was asked."""
        gekozen = self.gekozen
        if self.boekjaar:
            uitgaven = uitgaven.filter(regel__boekjaar=self.boekjaar)
        if gebied := self.gebied_keuze:
            uitgaven = uitgaven.filter(Q(regel__gebied=gebied.pk) | Q(regel__gebied__ouder=gebied.pk))
        if thema := self.thema_keuze:
            uitgaven = uitgaven.filter(regel__thema=thema.pk)
        if status := gekozen.get("status"):
            uitgaven = uitgaven.filter(status=status)
        if zoek := gekozen.get("zoek"):
            uitgaven = uitgaven.filter(
                Q(omschrijving__icontains=zoek)
                | Q(leverancier__naam__icontains=zoek)
                | Q(factuurnummer__icontains=zoek)
                | Q(begunstigde__icontains=zoek)
                | Q(verplichting__kenmerk__icontains=zoek)
            )
        return uitgaven


class VerplichtingFilter(Geldfilter):
    """Commitments."""

    status = forms.ChoiceField(label=_("Status"), required=False, choices=[ALLE, *Verplichtingstatus.choices])
    zoek = forms.CharField(label=_("Zoek op tekst"), required=False, max_length=100)

    def filter(self, verplichtingen: QuerySet[Verplichting]) -> QuerySet[Verplichting]:
        """Narrow the list to what was asked."""
        gekozen = self.gekozen
        if self.boekjaar:
            verplichtingen = verplichtingen.filter(regel__boekjaar=self.boekjaar)
        if gebied := self.gebied_keuze:
            verplichtingen = verplichtingen.filter(Q(regel__gebied=gebied.pk) | Q(regel__gebied__ouder=gebied.pk))
        if thema := self.thema_keuze:
            verplichtingen = verplichtingen.filter(regel__thema=thema.pk)
        if status := gekozen.get("status"):
            verplichtingen = verplichtingen.filter(status=status)
        if zoek := gekozen.get("zoek"):
            verplichtingen = verplichtingen.filter(Q(omschrijving__icontains=zoek) | Q(kenmerk__icontains=zoek))
        return verplichtingen


class BoekingFilter(Geldfilter):
    """Bookings. The amount of a booking is the sum of its mutaties."""

    maand = forms.ChoiceField(label=_("Maand"), required=False, choices=[ALLE, *MAANDEN])
    soort = forms.ChoiceField(label=_("Soort"), required=False, choices=[ALLE, *Boekingsoort.choices])
    partner = forms.ChoiceField(label=_("Betaler"), required=False)
    vanaf = BedragField(label=_("Bedrag vanaf"), required=False)
    tot = BedragField(label=_("Bedrag tot en met"), required=False)
    zoek = forms.CharField(label=_("Omschrijving"), required=False, max_length=100)

    huidig_jaar_vanzelf = True
    field_order = ("jaar", "maand", "soort", "gebied", "thema", "partner", "vanaf", "tot", "zoek")

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        keuzeveld(self, "partner").choices = _opties(self.keuzes.partners)

    def filter(self, boekingen: QuerySet[Boeking]) -> QuerySet[Boeking]:
        """Narrow the list to what was asked."""
        gekozen = self.gekozen
        if self.boekjaar:
            boekingen = boekingen.filter(periode__boekjaar=self.boekjaar)
        if maand := gekozen.get("maand"):
            boekingen = boekingen.filter(periode__maand=maand)
        if soort := gekozen.get("soort"):
            boekingen = boekingen.filter(soort=soort)
        if zoek := gekozen.get("zoek"):
            boekingen = boekingen.filter(omschrijving__icontains=zoek)
        if (plek := self._rekeningen()) is not None:
            raakt = Mutatie.objects.filter(Q(van__in=plek) | Q(naar__in=plek), boeking=OuterRef("pk"))
            boekingen = boekingen.filter(Exists(raakt))
        vanaf, tot = gekozen.get("vanaf"), gekozen.get("tot")
        if vanaf or tot:
            sommen = Mutatie.objects.order_by().values("boeking").annotate(som=Sum("bedrag"))
            if vanaf:
                sommen = sommen.filter(som__gte=vanaf)
            if tot:
                sommen = sommen.filter(som__lte=tot)
            boekingen = boekingen.filter(pk__in=sommen.values("boeking"))
        return boekingen

    def _rekeningen(self) -> QuerySet[Rekening] | None:
        """The accounts a booking must touch; None when any will do."""
        plek = Q()
        if gebied := self.gebied_keuze:
            plek &= Q(regel__gebied=gebied.pk) | Q(regel__gebied__ouder=gebied.pk)
        if thema := self.thema_keuze:
            plek &= Q(regel__thema=thema.pk)
        if partner := met_slug(self.keuzes.partners, self.gekozen.get("partner")):
            plek &= Q(partner=partner.pk)
        return Rekening.objects.filter(plek) if plek else None
