"""The steps of handing a plan in. A draft may have holes: here only what is filled in wrongly is an error."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bewoners.models import Initiatief
from bewoners.validators import niet_te_ver
from budgetten.forms.velden import BedragField
from gebieden.domain import adressen
from gebieden.domain.punt import gebied_van_plek, rond_af
from gebieden.enums import Gebiedssoort
from gebieden.models import Gebied, Thema
from kern.componenten.opmaak import cijfers
from partners.forms.velden import gebiedkeuzes, stel_keuzes_in

#: Lines of costs or of who pays, at most.
MAX_POSTEN = 25


class StapForm(forms.Form):
    """One step. `geldig()` is what is right of it, also when the rest is not; `half` says that something cannot be
    kept yet though it is no mistake."""

    stap: ClassVar[str]
    half = False

    def __init__(self, *args: Any, initiatief: Initiatief | None = None, **kwargs: Any) -> None:
        self.initiatief = initiatief
        begin = self.begin(initiatief) if initiatief is not None else {}
        kwargs["initial"] = {**begin, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def begin(self, initiatief: Initiatief) -> dict[str, Any]:
        """What the draft says, by field."""
        return {naam: getattr(initiatief, naam) for naam in self.base_fields if hasattr(initiatief, naam)}

    def geldig(self) -> dict[str, Any]:
        """The fields of the draft that may be kept."""
        return {naam: waarde for naam, waarde in self.cleaned_data.items() if naam not in self.errors}


class IdeeForm(StapForm):
    """What, for whom, when, and where to find the draft back."""

    stap = "idee"
    titel = forms.CharField(label=_("Naam van uw plan"), max_length=120, required=False,
        help_text=_("Kort en duidelijk. Bijvoorbeeld: bloembakken in de Sparstraat."))  # fmt: skip
    samenvatting = forms.CharField(label=_("Uw plan in het kort"), max_length=400, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Een of twee zinnen. Dit staat straks op de website."))  # fmt: skip
    plan = forms.CharField(label=_("Wat gaat u doen?"), max_length=6000, required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Vertel wat u doet, met wie en hoe u het aanpakt."))  # fmt: skip
    resultaat_voor_buurt = forms.CharField(label=_("Wat heeft de buurt eraan?"), max_length=3000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}))  # fmt: skip
    thema = forms.ModelChoiceField(label=_("Onderwerp"), queryset=Thema.objects.none(), required=False,
        empty_label=_("Kies een onderwerp"))  # fmt: skip
    begindatum = forms.DateField(label=_("Wanneer begint u?"), required=False, validators=[niet_te_ver])
    einddatum = forms.DateField(label=_("Wanneer is het klaar?"), required=False, validators=[niet_te_ver])
    email = forms.EmailField(label=_("Uw e-mailadres"), max_length=254, required=False,
        help_text=_("Wij mailen u een link. Daarmee vindt u uw plan terug, ook op een ander apparaat."))  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        thema = self.fields["thema"]
        assert isinstance(thema, forms.ModelChoiceField)  # noqa: S101 - tells the type checker
        thema.queryset = Thema.objects.filter(actief=True)
        # an account has its own address, and on paper it is asked elsewhere
        if self.initiatief is None or self.initiatief.indiener_id is not None:
            del self.fields["email"]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if '"' in email or "," in email:
            raise ValidationError(_("Vul een geldig e-mailadres in."))
        return email.lower()

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        begin, eind = gegevens.get("begindatum"), gegevens.get("einddatum")
        if begin and eind and eind < begin:
            self.add_error("einddatum", _("De einddatum ligt voor de begindatum."))
        return gegevens

    def geldig(self) -> dict[str, Any]:
        """A date that clashes with the other one as it was kept has to wait."""
        velden = super().geldig()
        if "einddatum" in self.errors and self.initiatief is not None:
            begin, bewaard = velden.get("begindatum"), self.initiatief.einddatum
            if begin and bewaard and bewaard < begin:
                del velden["begindatum"]
        if "begindatum" in self.errors and self.initiatief is not None:
            eind, bewaard = velden.get("einddatum"), self.initiatief.begindatum
            if eind and bewaard and eind < bewaard:
                del velden["einddatum"]
        return velden


class PlekForm(StapForm):
    """Where: a pin, an address, or an area from the list. The area always follows from the point, if there is one."""

    stap = "plek"
    zoek = forms.CharField(label=_("Zoek op straat of postcode"), max_length=100, required=False)
    gebied = forms.ModelChoiceField(label=_("Wijk of buurt"), queryset=Gebied.objects.none(), required=False)
    plek_adres = forms.CharField(label=_("De plek in woorden"), max_length=150, required=False,
        help_text=_("Bijvoorbeeld: het grasveld achter de school. Dit ziet alleen de gemeente."))  # fmt: skip
    lengte = forms.FloatField(required=False, widget=forms.HiddenInput)
    breedte = forms.FloatField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not adressen.beschikbaar():
            self.fields["zoek"].label = _("Zoek op wijk, buurt of postcode")
        gebied = self.fields["gebied"]
        assert isinstance(gebied, forms.ModelChoiceField)  # noqa: S101 - tells the type checker
        gebied.queryset = Gebied.objects.actief().exclude(soort=Gebiedssoort.STAD).select_related("ouder")
        stel_keuzes_in(self, "gebied", gebiedkeuzes(gebied.queryset, [], []))

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        oud = self.initiatief
        punt = (gegevens.get("lengte"), gegevens.get("breedte"))
        if punt[0] is None or punt[1] is None:
            gegevens["lengte"] = gegevens["breedte"] = None
            return gegevens
        lon, lat = rond_af(punt[0]), rond_af(punt[1])
        gegevens["lengte"], gegevens["breedte"] = lon, lat
        if oud is not None and (lon, lat) == (oud.lengte, oud.breedte):
            gekozen = gegevens.get("gebied")
            if gekozen is not None and gekozen.pk != oud.gebied_id:  # another area was chosen: the pin was wrong
                gegevens["lengte"] = gegevens["breedte"] = None
            elif "gebied" not in self.errors:
                gegevens["gebied"] = oud.gebied
            return gegevens
        gebied = gebied_van_plek(lon, lat)
        if gebied is None:
            self.add_error("zoek", _("Deze plek ligt buiten de gemeente. Kies een plek binnen de gemeente."))
            for naam in ("lengte", "breedte", "gebied"):
                gegevens.pop(naam, None)
            return gegevens
        gegevens["gebied"] = gebied
        return gegevens

    def geldig(self) -> dict[str, Any]:
        return {naam: waarde for naam, waarde in super().geldig().items() if naam != "zoek"}


class _PostBedrag(BedragField):
    """Shown again as `1.234,56`."""

    def prepare_value(self, value: Any) -> Any:
        return cijfers(value) if isinstance(value, Decimal) else value


class RijenMixin:
    """Rows of fields named `<soort>-<nummer>-<veld>`; as many as were sent, or as are asked for."""

    data: Any
    prefix: Any

    def aantal_rijen(self, soort: str, *, bestaand: int, gevraagd: int, hoogstens: int) -> int:
        """Rows to show: what is there and one more, what was sent, what was asked."""
        sleutels = self.data.keys() if hasattr(self.data, "keys") else ()
        verstuurd = [int(m[1]) + 1 for s in sleutels if (m := re.fullmatch(rf"{soort}-(\d{{1,2}})-\w+", s))]
        return min(hoogstens, max([bestaand + 1, gevraagd, *verstuurd]))


class KostenForm(RijenMixin, StapForm):
    """What it costs and who else pays. What is left is asked of us."""

    stap = "kosten"
    SOORTEN: ClassVar[dict[str, tuple[Any, Any]]] = {
        "kosten": (_("Kosten %(n)s: waarvoor?"), _("Kosten %(n)s: bedrag")),
        "dekking": (_("Wie betaalt %(n)s: van wie?"), _("Wie betaalt %(n)s: bedrag")),
    }

    def __init__(self, *args: Any, rijen: Mapping[str, int] | None = None, **kwargs: Any) -> None:
        self._rijen = rijen or {}
        super().__init__(*args, **kwargs)
        oud = self.initiatief
        for soort, (wat, bedrag) in self.SOORTEN.items():
            bestaand = list(getattr(oud, soort).all()) if oud is not None and oud.pk else []
            minimum = max(self._rijen.get(soort, 0), 3 if soort == "kosten" else 1)
            aantal = self.aantal_rijen(soort, bestaand=len(bestaand), gevraagd=minimum, hoogstens=MAX_POSTEN)
            for nummer in range(aantal):
                post = bestaand[nummer] if nummer < len(bestaand) else None
                self.fields[f"{soort}-{nummer}-wat"] = forms.CharField(
                    label=wat % {"n": nummer + 1},
                    max_length=120,
                    required=False,
                    initial=post.omschrijving if post else None,
                )
                self.fields[f"{soort}-{nummer}-bedrag"] = _PostBedrag(
                    label=bedrag % {"n": nummer + 1},
                    required=False,
                    max_digits=10,
                    initial=post.bedrag if post else None,
                )

    def rijen(self, soort: str) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Each row with its two fields."""
        nummers = [n for n in range(MAX_POSTEN) if f"{soort}-{n}-wat" in self.fields]
        return [(self[f"{soort}-{n}-wat"], self[f"{soort}-{n}-bedrag"]) for n in nummers]

    @property
    def kostenrijen(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return self.rijen("kosten")

    @property
    def dekkingsrijen(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return self.rijen("dekking")

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        for soort in self.SOORTEN:
            for wat, bedrag in self.rijen(soort):
                heeft_wat, heeft_bedrag = bool(gegevens.get(wat.name)), gegevens.get(bedrag.name) is not None
                if heeft_wat and not heeft_bedrag and bedrag.name not in self.errors:
                    self.add_error(bedrag.name, _("Vul het bedrag in."))
                elif heeft_bedrag and not heeft_wat and wat.name not in self.errors:
                    self.add_error(wat.name, _("Vul in waar dit bedrag voor is."))
        return gegevens

    def posten(self, soort: str) -> list[tuple[str, Decimal]]:
        """The rows that are whole."""
        gegevens = self.cleaned_data
        paren = [(gegevens.get(wat.name), gegevens.get(bedrag.name)) for wat, bedrag in self.rijen(soort)]
        return [(wat, bedrag) for wat, bedrag in paren if wat and bedrag is not None]


class CodeForm(forms.Form):
    """The six digits from the mail."""

    code = forms.CharField(label=_("Code van 6 cijfers"), max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}))  # fmt: skip

    def clean_code(self) -> str:
        code = "".join(self.cleaned_data["code"].split())
        if not re.fullmatch(r"\d{6}", code):
            raise ValidationError(_("De code heeft 6 cijfers. U vindt hem in de e-mail."))
        return code
