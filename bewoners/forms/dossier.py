"""The filter of the list of files, and small forms on the page of one file."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bewoners.domain.dossier import Filter, behandelaars
from bewoners.enums import Initiatiefstatus
from bewoners.models import Initiatief, Regeling
from gebieden.models import Gebied
from kern.models import Gebruiker

ALLE = ("", _("Alle"))
STANDEN = [
    ("nieuw", _("Nieuw")),
    ("voor_besluit", _("Voor het besluit")),
    ("loopt", _("Wordt uitgevoerd")),
    ("klaar", _("Klaar")),
]


class DossierFilterForm(forms.Form):
    """Which files. Unknown values in an address are simply no filter. Three queries, for the choices."""

    stand = forms.ChoiceField(label=_("Hoe ver"), required=False, choices=[ALLE, *STANDEN])
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[ALLE, *(k for k in Initiatiefstatus.choices if k[0] != "concept")]
    )
    gebied = forms.ModelChoiceField(
        label=_("Wijk of buurt"), required=False, queryset=Gebied.objects.none(), empty_label=_("Alle")
    )
    regeling = forms.ModelChoiceField(
        label=_("Regeling"), required=False, queryset=Regeling.objects.all(), empty_label=_("Alle")
    )
    behandelaar = forms.ModelChoiceField(
        label=_("Behandelaar"), required=False, queryset=Gebruiker.objects.none(), empty_label=_("Iedereen")
    )
    zoek = forms.CharField(label=_("Zoek op naam of kenmerk"), required=False, max_length=100)
    eigen = forms.BooleanField(label=_("Alleen wat ik behandel"), required=False)

    def __init__(self, data: Any, *, rijen: QuerySet[Initiatief], user: Gebruiker) -> None:
        super().__init__(data)
        self.user = user
        gebied, behandelaar = self.fields["gebied"], self.fields["behandelaar"]
        assert isinstance(gebied, forms.ModelChoiceField)  # noqa: S101 - tells the type checker
        assert isinstance(behandelaar, forms.ModelChoiceField)  # noqa: S101
        gebied.queryset = Gebied.objects.actief()
        behandelaar.queryset = behandelaars(rijen)

    def filter(self) -> Filter:
        """The valid part of what was asked."""
        self.is_valid()
        gekozen = self.cleaned_data
        return Filter(
            stand=gekozen.get("stand") or "",
            status=gekozen.get("status") or "",
            gebied=gekozen.get("gebied"),
            regeling=gekozen.get("regeling"),
            behandelaar=self.user if gekozen.get("eigen") else gekozen.get("behandelaar"),
            tekst=gekozen.get("zoek") or "",
        )


class AantekeningForm(forms.Form):
    """An internal remark."""

    tekst = forms.CharField(
        label=_("Nieuwe aantekening"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Alleen medewerkers lezen dit."),
    )


class RedenForm(forms.Form):
    """A reason for the log."""

    reden = forms.CharField(label=_("Waarom?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
