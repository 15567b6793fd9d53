"""What the ledger and the expenses look like as a table."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db.models import Case, CharField, DecimalField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from budgetten.enums import REGELSOORTEN, Boekingsoort, BtwBehandeling, Rekeningsoort, Uitgavestatus
from budgetten.models import Begrotingsregel, Bijdrage, Boeking, Mutatie, Ontvangst, Uitgave
from gebieden.enums import Domein
from kern.domain.iban import masker_iban
from kern.exports.resources import Kolom, TabelResource
from kern.exports.tabel import Celsoort

_GELD = DecimalField(max_digits=14, decimal_places=2)
NUL = Value(Decimal("0.00"), output_field=_GELD)


def _van_of_naar(pad: str) -> Case:
    """What a movement is about, seen from its budget lines: the one it touches, or "Lariks → Peelo" for two."""
    van, naar = f"van__regel__{pad}", f"naar__regel__{pad}"
    beide = Q(**{f"{van}__isnull": False, f"{naar}__isnull": False})
    return Case(
        When(beide & ~Q(**{van: F(naar)}), then=Concat(van, Value(" → "), naar)),
        default=Coalesce(naar, van),
        output_field=CharField(),
    )


class BoekingResource(TabelResource):
    """Bookings: one row for each mutatie, so that the amounts add up per payer, line and kind of money.

    Takes a queryset of bookings.
    """

    titel = _("Boekingen")

    nummer = Kolom("boeking_id", _("Boeking"), soort=Celsoort.GETAL, breedte=10)
    boekdatum = Kolom("boeking__boekdatum", _("Boekdatum"), soort=Celsoort.DATUM)
    vastgelegd = Kolom("boeking__vastgelegd_op", _("Vastgelegd op"), soort=Celsoort.MOMENT)
    soort = Kolom("boeking__soort", _("Soort"), keuzes=Boekingsoort.choices)
    omschrijving = Kolom("boeking__omschrijving", _("Omschrijving"), breedte=48)
    betaler = Kolom("van__partner__naam", _("Betaler"))
    van = Kolom("van__soort", _("Van"), keuzes=Rekeningsoort.choices, breedte=16)
    naar = Kolom("naar__soort", _("Naar"), keuzes=Rekeningsoort.choices, breedte=16)
    gebied = Kolom(_van_of_naar("gebied__naam"), _("Gebied"))
    thema = Kolom(_van_of_naar("thema__naam"), _("Thema"))
    jaar = Kolom("boeking__periode__boekjaar__jaar", _("Jaar"), soort=Celsoort.GETAL)
    bedrag = Kolom("bedrag", _("Bedrag"), soort=Celsoort.BEDRAG)

    class Meta:
        model = Boeking
        fields = (
            "nummer", "boekdatum", "vastgelegd", "soort", "omschrijving", "betaler", "van", "naar", "gebied", "thema",
            "jaar", "bedrag",
        )  # fmt: skip

    def bereid(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rijen = Mutatie.objects.order_by("-boeking__boekdatum", "-boeking", "pk")
        alles = not queryset.query.where
        return rijen if alles else rijen.filter(boeking__in=queryset.order_by().values("pk"))


def _saldo(*soorten: Rekeningsoort) -> Coalesce:
    return Coalesce(Sum("rekeningen__saldo", filter=Q(rekeningen__soort__in=soorten)), NUL)


class BegrotingResource(TabelResource):
    """Budget lines with where their money stands: one row for each line and payer. Takes a queryset of lines.

    A line without money has one row without a payer. `partner` leaves only that payer's rows.
    """

    titel = _("Begroting")

    jaar = Kolom("boekjaar__jaar", _("Jaar"), soort=Celsoort.GETAL)
    gebied = Kolom("gebied__naam", _("Gebied"))
    domein = Kolom("thema__domein", _("Fysiek of sociaal"), keuzes=Domein.choices)
    thema = Kolom("thema__naam", _("Thema"))
    omschrijving = Kolom("omschrijving", _("Omschrijving"), breedte=30)
    betaler = Kolom("rekeningen__partner__naam", _("Betaler"))
    begroot = Kolom(_saldo(*REGELSOORTEN), _("Begroot"), soort=Celsoort.BEDRAG)
    vrij = Kolom(_saldo(Rekeningsoort.VRIJ), _("Vrij besteedbaar"), soort=Celsoort.BEDRAG)
    toegekend = Kolom(_saldo(Rekeningsoort.TOEGEKEND), _("Toegekend"), soort=Celsoort.BEDRAG)
    verplicht = Kolom(_saldo(Rekeningsoort.VERPLICHT), _("Verplicht"), soort=Celsoort.BEDRAG)
    besteed = Kolom(_saldo(Rekeningsoort.BESTEED), _("Besteed"), soort=Celsoort.BEDRAG)

    class Meta:
        model = Begrotingsregel
        fields = (
            "jaar", "gebied", "domein", "thema", "omschrijving", "betaler", "begroot", "vrij", "toegekend", "verplicht",
            "besteed",
        )  # fmt: skip

    def __init__(self, *, partner: int | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._partner = partner

    def bereid(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        regels = Begrotingsregel.objects.filter(pk__in=queryset.order_by().values("pk"))
        if self._partner is not None:
            regels = regels.filter(rekeningen__partner=self._partner)
        return regels.order_by(
            "-boekjaar__jaar", "gebied__code", "thema__volgorde", "thema__naam", "pk", "rekeningen__partner__volgorde"
        ).values("pk", "rekeningen__partner")


class BijdrageResource(TabelResource):
    """Pledges: what was promised, what came in, what is still to come. A reversed pledge owes nothing."""

    titel = _("Bijdragen")

    jaar = Kolom("boekjaar__jaar", _("Jaar"), soort=Celsoort.GETAL)
    partner = Kolom("partner__naam", _("Partner"))
    overeenkomst = Kolom("overeenkomst__titel", _("Overeenkomst"), breedte=40)
    datum = Kolom("boeking__boekdatum", _("Toegezegd op"), soort=Celsoort.DATUM)
    nummer = Kolom("boeking_id", _("Boeking"), soort=Celsoort.GETAL, breedte=10)
    toegezegd = Kolom("bedrag", _("Toegezegd"), soort=Celsoort.BEDRAG)
    ontvangen = Kolom("som_ontvangen", _("Ontvangen"), soort=Celsoort.BEDRAG)
    open = Kolom("som_open", _("Openstaand"), soort=Celsoort.BEDRAG)
    tegengeboekt = Kolom("is_tegengeboekt", _("Tegengeboekt"), ja_nee=True, breedte=14)

    class Meta:
        model = Bijdrage
        fields = (
            "jaar", "partner", "overeenkomst", "datum", "nummer", "toegezegd", "ontvangen", "open", "tegengeboekt",
        )  # fmt: skip

    def bereid(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        sommen = (
            Ontvangst.objects.filter(bijdrage=OuterRef("pk")).order_by().values("bijdrage").annotate(s=Sum("bedrag"))
        )
        terug = Boeking.objects.filter(tegenboeking_van=OuterRef("boeking"))
        return (
            queryset.annotate(som_ontvangen=Coalesce(Subquery(sommen.values("s")), NUL), is_tegengeboekt=Exists(terug))
            .annotate(som_open=Case(When(is_tegengeboekt=True, then=NUL), default=F("bedrag") - F("som_ontvangen")))
            .order_by("-boekjaar__jaar", "partner__volgorde", "pk")
        )


class IbanKolom(Kolom):
    """An account number, never whole: files are sent on."""

    def omzetter(self) -> Callable[[Any], Any]:
        return masker_iban


class UitgaveResource(TabelResource):
    """Expenses, in the order of the list on screen."""

    titel = _("Uitgaven")

    nummer = Kolom("pk", _("Uitgave"), soort=Celsoort.GETAL, breedte=10)
    datum = Kolom("datum", _("Datum"), soort=Celsoort.DATUM)
    omschrijving = Kolom("omschrijving", _("Omschrijving"), breedte=40)
    leverancier = Kolom("leverancier__naam", _("Leverancier"), breedte=26)
    factuurnummer = Kolom("factuurnummer", _("Factuurnummer"), breedte=16)
    verplichting = Kolom("verplichting__kenmerk", _("Verplichting"), breedte=18)
    begunstigde = Kolom("begunstigde", _("Begunstigde"), breedte=26)
    iban = IbanKolom("iban", _("IBAN"), breedte=24)
    jaar = Kolom("regel__boekjaar__jaar", _("Jaar"), soort=Celsoort.GETAL)
    gebied = Kolom("regel__gebied__naam", _("Gebied"))
    thema = Kolom("regel__thema__naam", _("Thema"))
    netto = Kolom("netto", _("Bedrag zonder btw"), soort=Celsoort.BEDRAG, breedte=18)
    btw = Kolom("btw", _("Btw"), soort=Celsoort.BEDRAG)
    behandeling = Kolom("btw_behandeling", _("Behandeling van btw"), keuzes=BtwBehandeling.choices, breedte=24)
    bedrag = Kolom("bedrag", _("Ten laste van het programma"), soort=Celsoort.BEDRAG, breedte=26)
    status = Kolom("status", _("Status"), keuzes=Uitgavestatus.choices, breedte=22)
    ingevoerd_door = Kolom("ingevoerd_door__naam", _("Ingevoerd door"))
    beoordeeld_door = Kolom("beoordeeld_door__naam", _("Beoordeeld door"))
    betaald_op = Kolom("betaald_op", _("Betaald op"), soort=Celsoort.DATUM)
    boeking = Kolom("boeking_id", _("Boeking"), soort=Celsoort.GETAL, breedte=10)

    class Meta:
        model = Uitgave
        fields = (
            "nummer", "datum", "omschrijving", "leverancier", "factuurnummer", "jaar", "gebied", "thema", "netto",
            "btw", "behandeling", "bedrag", "status", "ingevoerd_door", "beoordeeld_door", "betaald_op", "boeking",
            "verplichting", "begunstigde", "iban",
        )  # fmt: skip
