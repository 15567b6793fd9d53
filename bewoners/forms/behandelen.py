"""Forms of handling a file: the completeness list, asking and giving a supplement, a new term, withdrawing."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from bewoners.domain.behandelen import Punt
from bewoners.models import Initiatief, Volledigheidspunt
from bewoners.validators import niet_te_ver
from partners.forms.velden import FotosVeld, MeerBestandenInput


class VolledigheidForm(forms.Form):
    """The completeness list: a box and a remark for each point."""

    def __init__(self, *args: Any, punten: Sequence[Punt], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.punten = punten
        for punt in punten:
            naam = f"punt_{punt.punt.pk}"
            self.fields[naam] = forms.BooleanField(label=punt.punt.tekst, required=False, initial=bool(punt.in_orde))
            self.fields[f"{naam}_opmerking"] = forms.CharField(
                label=_("Opmerking"), required=False, max_length=300, initial=punt.opmerking
            )

    def rijen(self) -> Iterator[tuple[Punt, BoundField, BoundField]]:
        """Each point with its two fields, for the page."""
        for punt in self.punten:
            yield punt, self[f"punt_{punt.punt.pk}"], self[f"punt_{punt.punt.pk}_opmerking"]

    def vinken(self) -> dict[Volledigheidspunt, tuple[bool, str]]:
        """What was ticked and written."""
        return {
            punt.punt: (
                self.cleaned_data[f"punt_{punt.punt.pk}"],
                self.cleaned_data[f"punt_{punt.punt.pk}_opmerking"],
            )
            for punt in self.punten
        }


class VraagAanvullingForm(forms.Form):
    """What is missing, and before which day."""

    vragen = forms.CharField(
        label=_("Wat ontbreekt er?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("De aanvrager leest dit in de brief en op de website. Schrijf kort en in gewone woorden."),
    )
    uiterlijk = forms.DateField(
        label=_("Uiterlijk op"),
        required=False,
        validators=[niet_te_ver],
        help_text=_("Tot die dag staat de termijn om te beslissen stil. Zonder datum loopt de termijn door."),
    )


class AanvulForm(forms.Form):
    """What the applicant supplies. Costs do not change here."""

    antwoord = forms.CharField(
        label=_("Uw antwoord"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Schrijf wat u aanvult.")},
    )
    bestanden = FotosVeld(
        label=_("Bestanden erbij"),
        required=False,
        widget=MeerBestandenInput(attrs={"accept": "image/*,application/pdf"}),
        help_text=_("Foto’s of pdf’s, hoogstens 12."),
    )
    plan = forms.CharField(label=_("Wat gaat u doen?"), max_length=6000, widget=forms.Textarea(attrs={"rows": 8}))
    resultaat_voor_buurt = forms.CharField(
        label=_("Wat heeft de buurt eraan?"), max_length=3000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    begindatum = forms.DateField(label=_("Begint op"), required=False, validators=[niet_te_ver])
    einddatum = forms.DateField(label=_("Is klaar op"), required=False, validators=[niet_te_ver])

    @staticmethod
    def beginwaarden(initiatief: Initiatief) -> dict[str, Any]:
        """The plan as it is now."""
        return {naam: getattr(initiatief, naam) for naam in ("plan", "resultaat_voor_buurt", "begindatum", "einddatum")}

    def velden(self) -> dict[str, Any]:
        """What may have changed in the plan; an emptied date stays as it was."""
        return {
            naam: self.cleaned_data[naam]
            for naam in ("plan", "resultaat_voor_buurt", "begindatum", "einddatum")
            if self.cleaned_data[naam] is not None
        }


class VerdaagForm(forms.Form):
    """A new last day to decide."""

    tot = forms.DateField(label=_("Nieuwe laatste dag"), validators=[niet_te_ver])
    reden = forms.CharField(
        label=_("Waarom is er meer tijd nodig?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Deze tekst komt in de brief aan de aanvrager."),
    )


class IntrekForm(forms.Form):
    """Stop with a plan."""

    reden = forms.CharField(
        label=_("Waarom stopt u?"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("U hoeft geen reden te geven. Het helpt ons wel."),
    )
