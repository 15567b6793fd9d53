"""The ceiling of a scheme."""

from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from budgetten.forms.velden import BedragField
from budgetten.models import Begrotingsregel, Boekjaar


class _RegelsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Begrotingsregel) -> str:  # type: ignore[override]
        return f"{obj.gebied.naam} – {obj.thema.naam}"


class PlafondForm(forms.Form):
    """How much may be awarded in a year, and from which budget lines."""

    bedrag = BedragField(
        label=_("Plafond"),
        min_value=Decimal(0),
        help_text=_("Zoveel geven wij in dit jaar hoogstens uit deze regeling."),
    )
    regels = _RegelsField(
        label=_("Begrotingsregels"),
        queryset=Begrotingsregel.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Kiest u niets, dan mag het geld van elke begrotingsregel komen."),
    )

    def __init__(self, *args: Any, boekjaar: Boekjaar, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(_RegelsField, self.fields["regels"]).queryset = (
            Begrotingsregel.objects.filter(boekjaar=boekjaar)
            .select_related("gebied", "thema")
            .order_by("gebied__code", "thema__volgorde", "pk")
        )
