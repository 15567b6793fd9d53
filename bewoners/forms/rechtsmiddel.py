"""Forms beside the main road: change request, objection, notice of default, right to challenge."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bewoners.domain.bezwaren import aanvechtbaar
from bewoners.domain.uitdagingen import VERVOLG
from bewoners.enums import Besluitsoort, Bezwaarstatus, Uitdagingstatus
from bewoners.models import Besluit, Bezwaar, Initiatief, Uitdaging
from bewoners.validators import niet_te_ver
from budgetten.forms.velden import BedragField, EenmaligForm, RegelField
from budgetten.models import Begrotingsregel
from gebieden.models import Gebied, Thema
from kern.componenten.opmaak import datumtekst
from partners.forms.velden import gebiedkeuzes, stel_keuzes_in
from partners.models import Partner


def _tekst(label: Any, *, regels: int = 4, max_length: int = 4000, hulp: Any = "", verplicht: bool = True) -> Any:
    return forms.CharField(
        label=label,
        widget=forms.Textarea(attrs={"rows": regels}),
        max_length=max_length,
        help_text=hulp,
        required=verplicht,
    )


def _besluitnaam(besluit: Besluit) -> str:
    return f"{besluit.get_soort_display()}, {datumtekst(besluit.datum)}"


class WijzigingForm(EenmaligForm):
    """What the applicant wants to do otherwise."""

    wat = _tekst(_("Wat wilt u anders doen, en waarom?"), max_length=3000)
    einddatum = forms.DateField(
        label=_("Nieuwe einddatum"),
        required=False,
        validators=[niet_te_ver],
        help_text=_("Alleen als het plan later klaar is."),
    )


class WijzigingBesluitForm(EenmaligForm):
    """The answer to a change request."""

    toewijzen = forms.TypedChoiceField(
        label=_("Besluit"),
        choices=[("ja", _("De wijziging mag")), ("nee", _("De wijziging mag niet"))],
        coerce=lambda waarde: waarde == "ja",
        widget=forms.RadioSelect,
    )
    motivering = _tekst(_("Motivering"), max_length=2000, hulp=_("Deze tekst komt in de brief."))


class BezwaarForm(EenmaligForm):
    """Why somebody disagrees with a decision."""

    besluit = forms.ModelChoiceField(
        label=_("Tegen welk besluit?"), queryset=Besluit.objects.none(), empty_label=None, widget=forms.RadioSelect
    )
    gronden = _tekst(_("Waarom bent u het niet eens met dit besluit?"), regels=6, max_length=6000)
    te_laat_reden = _tekst(
        _("Waarom kon het niet eerder?"),
        regels=2,
        max_length=1000,
        verplicht=False,
        hulp=_("Alleen als de zes weken voorbij zijn."),
    )

    def __init__(self, *args: Any, initiatief: Initiatief, op_papier: bool = False, **kwargs: Any) -> None:
        keuzes = aanvechtbaar(initiatief)
        kwargs["initial"] = {**({"besluit": keuzes[0]} if keuzes else {}), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        veld = self.fields["besluit"]
        assert isinstance(veld, forms.ModelChoiceField)  # noqa: S101  # for mypy
        veld.queryset = Besluit.objects.filter(pk__in=[besluit.pk for besluit in keuzes]).order_by("-vastgelegd_op")
        veld.label_from_instance = _besluitnaam  # type: ignore[assignment,method-assign]
        if op_papier:
            self.fields["ontvangen"] = forms.DateField(label=_("Ontvangen op"), initial=timezone.localdate())


class HoorzittingForm(forms.Form):
    """What was said at the hearing."""

    gehoord_op = forms.DateField(label=_("Dag van het gesprek"))
    verslag = _tekst(_("Verslag"), regels=6, max_length=6000)


class VerdaagForm(forms.Form):
    """Why more time is needed."""

    reden = _tekst(_("Waarom is er meer tijd nodig?"), regels=2, max_length=300, hulp=_("Komt in de brief."))


class BezwaarBesluitForm(EenmaligForm):
    """The decision on an objection; for a refusal also who pays what when it is well founded."""

    uitkomst = forms.ChoiceField(
        label=_("Uitkomst"),
        choices=[
            (status.value, status.label)
            for status in (Bezwaarstatus.GEGROND, Bezwaarstatus.ONGEGROND, Bezwaarstatus.NIET_ONTVANKELIJK)
        ],
        widget=forms.RadioSelect,
    )
    motivering = _tekst(_("Motivering"), regels=6, max_length=6000, hulp=_("Deze tekst komt in de brief."))

    def __init__(
        self, *args: Any, bezwaar: Bezwaar, regels: list[Begrotingsregel], betalers: list[Partner], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.betalers: list[Partner] = []
        if bezwaar.besluit.soort == Besluitsoort.AFWIJZING:
            self.betalers = betalers
            self.fields["regel"] = RegelField(
                label=_("Begrotingsregel"),
                required=False,
                regels=regels,
                help_text=_("Alleen bij een gegrond bezwaar."),
            )
            for partner in betalers:
                self.fields[f"deel_{partner.pk}"] = BedragField(
                    label=_("%(partner)s betaalt") % {"partner": partner}, required=False, min_value=Decimal(0)
                )

    def dekking(self) -> dict[Partner, Decimal]:
        """What each payer pays, without the zeros."""
        gevuld = self.cleaned_data
        return {p: gevuld[f"deel_{p.pk}"] for p in self.betalers if gevuld.get(f"deel_{p.pk}")}


class IngebrekeForm(EenmaligForm):
    """Saying that the decision is late."""

    tekst = _tekst(_("Wilt u er iets bij zeggen?"), regels=3, max_length=2000, verplicht=False)

    def __init__(self, *args: Any, op_papier: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if op_papier:
            self.fields["ontvangen"] = forms.DateField(label=_("Ontvangen op"), initial=timezone.localdate())


class UitdagingForm(forms.Form):
    """What residents want to take over. Everything but phone and costs is needed, also for a draft."""

    titel = forms.CharField(
        label=_("Welke taak wilt u overnemen?"), max_length=120, help_text=_("Bijvoorbeeld ‘het groen in onze straat’.")
    )
    samenvatting = forms.CharField(label=_("In het kort"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
    gebied = forms.ModelChoiceField(label=_("In welke wijk of buurt?"), queryset=Gebied.objects.actief())
    thema = forms.ModelChoiceField(
        label=_("Onderwerp"), queryset=Thema.objects.filter(actief=True), empty_label=_("Kies een onderwerp")
    )
    voorstel = _tekst(_("Hoe wilt u het doen?"), regels=6, max_length=6000)
    beter = _tekst(_("Waarom wordt het dan beter of goedkoper?"), max_length=3000)
    kosten = BedragField(label=_("Wat kost het per jaar?"), required=False, min_value=Decimal(0), max_digits=10)
    naam = forms.CharField(label=_("Naam van uw groep"), max_length=120)
    telefoon = forms.CharField(
        label=_("Telefoonnummer"), max_length=30, required=False, widget=forms.TextInput({"autocomplete": "tel"})
    )

    def __init__(self, *args: Any, uitdaging: Uitdaging | None = None, **kwargs: Any) -> None:
        if uitdaging is not None:
            kwargs["initial"] = {naam: getattr(uitdaging, naam) for naam in self.base_fields}
        super().__init__(*args, **kwargs)
        stel_keuzes_in(self, "gebied", gebiedkeuzes(Gebied.objects.actief(), [], []))


class UitdagingStapForm(EenmaligForm):
    """The answer of the municipality."""

    naar = forms.ChoiceField(label=_("Wat wordt het?"), widget=forms.RadioSelect)
    antwoord = _tekst(_("Antwoord aan de bewoners"))
    afspraken = _tekst(
        _("Afspraken"), verplicht=False, hulp=_("Nodig bij een proef of als bewoners de taak overnemen.")
    )
    openbaar = forms.BooleanField(label=_("Toon deze uitdaging op de website"), required=False)

    def __init__(self, *args: Any, uitdaging: Uitdaging, **kwargs: Any) -> None:
        kwargs["initial"] = {"openbaar": uitdaging.openbaar, "afspraken": uitdaging.afspraken}
        super().__init__(*args, **kwargs)
        veld = self.fields["naar"]
        assert isinstance(veld, forms.ChoiceField)  # noqa: S101  # for mypy
        veld.choices = [(stap.value, stap.label) for stap in VERVOLG.get(uitdaging.status, ())]

    def clean_naar(self) -> Uitdagingstatus:
        return Uitdagingstatus(self.cleaned_data["naar"])
