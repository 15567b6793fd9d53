"""Forms about month reports. What a report is about is one choice: the programme, a wijk or a payer."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from budgetten.domain.rapportkeuzes import Waaroverkeuzes, waaroverkeuzes
from budgetten.domain.rapportvorm import Waarover
from budgetten.forms.filters import ALLE, MAANDEN
from budgetten.forms.velden import keuzeveld, modelveld
from budgetten.models import Periode, Rapport


class RapportFilter(forms.Form):
    """The archive. Unknown values in an address are simply no filter."""

    jaar = forms.ChoiceField(label=_("Jaar"), required=False)
    maand = forms.ChoiceField(label=_("Maand"), required=False, choices=[ALLE, *MAANDEN])
    waarover = forms.ChoiceField(label=_("Waarover"), required=False)

    def __init__(self, data: Any, *, jaren: list[int], keuzes: Waaroverkeuzes) -> None:
        super().__init__(data)
        self.keuzes = keuzes
        keuzeveld(self, "jaar").choices = [ALLE, *((str(jaar), str(jaar)) for jaar in jaren)]
        keuzeveld(self, "waarover").choices = [ALLE, *keuzes.opties]

    def filter(self, rapporten: QuerySet[Rapport]) -> QuerySet[Rapport]:
        """Narrow the list to what was asked."""
        self.is_valid()
        gekozen = self.cleaned_data
        if gekozen.get("jaar"):
            rapporten = rapporten.filter(periode__boekjaar__jaar=gekozen["jaar"])
        if gekozen.get("maand"):
            rapporten = rapporten.filter(periode__maand=gekozen["maand"])
        if gekozen.get("waarover"):
            rapporten = rapporten.filter(**self.keuzes.waarover(gekozen["waarover"]).velden)
        return rapporten


class WaaroverForm(forms.Form):
    """One choice of what it is about."""

    waarover = forms.ChoiceField(label=_("Waarover"))

    def __init__(self, *args: Any, keuzes: Waaroverkeuzes | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keuzes = keuzes or waaroverkeuzes()
        keuzeveld(self, "waarover").choices = self.keuzes.opties

    def clean_waarover(self) -> Waarover:
        return self.keuzes.waarover(self.cleaned_data["waarover"])


class RapportForm(WaaroverForm):
    """Ask for a report now."""

    periode = forms.ModelChoiceField(label=_("Maand"), queryset=Periode.objects.none(), empty_label=None)
    reden = forms.CharField(
        label=_("Reden"),
        help_text=_("Komt in het rapport te staan als er al een eerdere versie is."),
        required=False,
        max_length=200,
    )

    field_order = ("periode", "waarover", "reden")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        modelveld(self, "periode").queryset = (
            Periode.objects.filter(begin__lte=timezone.localdate()).select_related("boekjaar").order_by("-begin")
        )
