"""Forms of judging: the declaration of interest, one's own profile, the assessment."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bewoners.domain.beoordelen import HOOGSTE, Punten
from bewoners.enums import Advies, Belang
from bewoners.models import Belangenprofiel, Beoordeling, Criterium
from budgetten.forms.velden import BedragField

PUNTEN = [("", _("Kies")), ("5", _("5 – heel goed")), ("4", "4"), ("3", "3"), ("2", "2"), ("1", _("1 – niet goed"))]


class VerklaringForm(forms.Form):
    """Does this person have an interest?"""

    belang = forms.ChoiceField(
        label=_("Wat geldt voor u?"),
        choices=Belang.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat voor u geldt.")},
    )
    toelichting = forms.CharField(label=_("Toelichting"), max_length=300, required=False)


class ProfielForm(forms.Form):
    """One's own address and organisations."""

    postcode = forms.CharField(
        label=_("Postcode"), max_length=7, required=False, widget=forms.TextInput({"autocomplete": "postal-code"})
    )
    huisnummer = forms.CharField(
        label=_("Huisnummer"), max_length=12, required=False, widget=forms.TextInput({"autocomplete": "off"})
    )
    organisaties = forms.CharField(
        label=_("Verenigingen en stichtingen waar u bij hoort"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Zet elke naam op een eigen regel. Denk aan een bestuur, een sportclub of een buurtvereniging."),
    )

    @staticmethod
    def beginwaarden(profiel: Belangenprofiel | None) -> dict[str, Any]:
        """What was filled in before."""
        if profiel is None:
            return {}
        delen = profiel.adres.rsplit(" ", 1) if profiel.adres else ["", ""]
        return {"postcode": delen[0], "huisnummer": delen[-1], "organisaties": "\n".join(profiel.organisaties)}


class BeoordeelForm(forms.Form):
    """Points and a reason for each criterion, an advice, an amount. A draft may have gaps."""

    advies = forms.ChoiceField(
        label=_("Wat adviseert u?"), choices=Advies.choices, widget=forms.RadioSelect, required=False
    )
    bedrag = BedragField(
        label=_("Geadviseerd bedrag"), required=False, help_text=_("Alleen als u een lager bedrag adviseert.")
    )
    toelichting = forms.CharField(
        label=_("Toelichting op uw advies"), required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, criteria: Sequence[Criterium], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for criterium in criteria:
            self.fields[f"punten_{criterium.pk}"] = forms.TypedChoiceField(
                label=gettext("Punten voor ‘%(criterium)s’") % {"criterium": criterium.naam},
                choices=PUNTEN,
                required=False,
                coerce=int,
                empty_value=None,
            )
            self.fields[f"reden_{criterium.pk}"] = forms.CharField(
                label=_("Waarom?"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
            )

    @staticmethod
    def beginwaarden(beoordeling: Beoordeling) -> dict[str, Any]:
        """The draft."""
        return dict(beoordeling.concept)

    def rijen(self) -> Iterator[tuple[Criterium, BoundField, BoundField]]:
        """Each criterion with its two fields, for the page."""
        for criterium in self.criteria:
            yield criterium, self[f"punten_{criterium.pk}"], self[f"reden_{criterium.pk}"]

    def scores(self) -> dict[Criterium, Punten]:
        """What was scored; a criterion without points is left out."""
        gegeven = {c: self.cleaned_data.get(f"punten_{c.pk}") or 0 for c in self.criteria}
        return {
            criterium: Punten(punten, self.cleaned_data.get(f"reden_{criterium.pk}") or "")
            for criterium, punten in gegeven.items()
            if 1 <= punten <= HOOGSTE
        }

    def ruw(self) -> dict[str, str]:
        """The form as it was typed, for a draft."""
        return {naam: self.data.get(naam, "") for naam in self.fields}
