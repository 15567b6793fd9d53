"""The decision as a form: what, how much, who pays, from which line, why."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from bewoners.domain.brieven import Briefgegevens
from bewoners.enums import Besluitsoort
from bewoners.models import Initiatief, Weigeringsgrond
from budgetten.forms.velden import BedragField, EenmaligForm, RegelField, regelveld
from budgetten.models import Begrotingsregel
from kern.models import Gebruiker
from partners.models import Partner

NUL = Decimal("0.00")
#: Decisions that give money.
MET_GELD = (Besluitsoort.VERLENING, Besluitsoort.DIRECTE_VASTSTELLING)
UITLEG = {
    Besluitsoort.DIRECTE_VASTSTELLING: _("Toekennen en meteen vaststellen: de aanvrager hoeft niet te verantwoorden"),
    Besluitsoort.VERLENING: _("Toekennen: de aanvrager verantwoordt na afloop"),
    Besluitsoort.AFWIJZING: _("Afwijzen"),
    Besluitsoort.BUITEN_BEHANDELING: _("Niet in behandeling nemen"),
}


class BesluitForm(EenmaligForm):
    """Which fields count follows from `soort`: the domain judges the whole."""

    soort = forms.ChoiceField(
        label=_("Wat besluit u?"), widget=forms.RadioSelect, error_messages={"required": _("Kies wat u besluit.")}
    )
    bedrag = BedragField(label=_("Bedrag"), required=False)
    regel = RegelField(label=_("Begrotingsregel"), required=False)
    gronden = forms.ModelMultipleChoiceField(
        label=_("Waarom wijst u af?"),
        queryset=Weigeringsgrond.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Kies minstens één grond."),
    )
    motivering = forms.CharField(
        label=_("Motivering"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Deze tekst komt in de brief."),
        error_messages={"required": _("Schrijf waarom u dit besluit.")},
    )
    volgorde_reden = forms.CharField(
        label=_("Waarom beslist u eerst hierover?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Alleen nodig als een ander plan eerder compleet was. Dit staat in het logboek."),
    )

    def __init__(
        self,
        *args: Any,
        initiatief: Initiatief,
        soorten: Sequence[Besluitsoort],
        regels: Sequence[Begrotingsregel],
        betalers: Sequence[Partner],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.betalers = betalers
        soort, gronden = self.fields["soort"], self.fields["gronden"]
        assert isinstance(soort, forms.ChoiceField)  # noqa: S101 - tells the type checker
        assert isinstance(gronden, forms.ModelMultipleChoiceField)  # noqa: S101
        soort.choices = [(keuze.value, UITLEG[keuze]) for keuze in soorten]
        gronden.queryset = Weigeringsgrond.objects.filter(versie=initiatief.regelingversie_id)
        regelveld(self, "regel").zet_regels(regels)
        for partner in betalers:
            self.fields[f"deel_{partner.pk}"] = BedragField(label=partner.naam, required=False, min_value=NUL)

    @property
    def geeft_geld(self) -> bool:
        """Whether there is a choice that gives money."""
        return any(waarde in MET_GELD for waarde, _label in self.fields["soort"].choices)  # type: ignore[attr-defined]

    def delen(self) -> Iterator[BoundField]:
        """The amounts per payer, for the page."""
        return (self[f"deel_{partner.pk}"] for partner in self.betalers)

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        if gegevens.get("soort") in MET_GELD:
            if gegevens.get("bedrag") is None and "bedrag" not in self.errors:
                self.add_error("bedrag", _("Vul het bedrag in dat u toekent."))
            if gegevens.get("regel") is None and "regel" not in self.errors:
                self.add_error("regel", _("Kies van welke begrotingsregel het geld komt."))
        if gegevens.get("soort") == Besluitsoort.AFWIJZING and not gegevens.get("gronden"):
            self.add_error("gronden", _("Kies waarom u afwijst: minstens één grond."))
        return gegevens

    def dekking(self) -> dict[Partner, Decimal]:
        """What each payer pays, in euro, without the zeros."""
        delen = {partner: self.cleaned_data.get(f"deel_{partner.pk}") for partner in self.betalers}
        return {partner: deel for partner, deel in delen.items() if deel}

    def gegevens(self, door: Gebruiker) -> Briefgegevens:
        """What the letters of this decision would say."""
        data = self.cleaned_data
        soort = Besluitsoort(data["soort"])
        geeft = soort in MET_GELD
        return Briefgegevens(
            soort=soort,
            bedrag=data["bedrag"] if geeft else NUL,
            dekking=tuple(self.dekking().items()) if geeft else (),
            motivering=data["motivering"],
            gronden=tuple(str(grond) for grond in data["gronden"]) if soort == Besluitsoort.AFWIJZING else (),
            door=door,
        )
