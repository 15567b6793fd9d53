"""The filters above the list of initiatives."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bewoners.domain.publiek import GROEPEN, Filter
from gebieden.enums import Gebiedssoort
from gebieden.models import Gebied, Thema


class InitiatiefFilterForm(forms.Form):
    """A filter that makes no sense is shown with its error and left out; the others still hold."""

    tekst = forms.CharField(label=_("Zoek op tekst"), required=False, max_length=100)
    gebied = forms.ModelChoiceField(
        label=_("Wijk of buurt"), queryset=Gebied.objects.actief(), to_field_name="slug", required=False
    )
    groep = forms.ChoiceField(
        label=_("Hoe staat het ervoor?"),
        choices=[("", _("Alle plannen")), *((sleutel, naam) for sleutel, naam, _q in GROEPEN)],
        required=False,
    )
    thema = forms.ModelChoiceField(
        label=_("Onderwerp"),
        queryset=Thema.objects.filter(actief=True),
        to_field_name="slug",
        required=False,
        empty_label=_("Alle onderwerpen"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gebied"].choices = _gebieden()  # type: ignore[attr-defined]

    @property
    def is_actief(self) -> bool:
        """Whether anything is filtered on."""
        return self.filter() != Filter()

    def filter(self) -> Filter:
        """What is filtered on."""
        self.is_valid()
        return Filter(**{naam: waarde for naam, waarde in self.cleaned_data.items() if waarde})


def _gebieden() -> list[tuple[Any, Any]]:
    """Each wijk with its buurten, by the name in the address. One query."""
    alle = list(Gebied.objects.actief())
    keuzes: list[tuple[Any, Any]] = [("", _("Heel de gemeente"))]
    for wijk in alle:
        if wijk.soort == Gebiedssoort.WIJK:
            buurten = [(buurt.slug, buurt.naam) for buurt in alle if buurt.ouder_id == wijk.pk]
            keuzes.append((wijk.naam, [(wijk.slug, _("%(wijk)s (hele wijk)") % {"wijk": wijk.naam}), *buurten]))
    return keuzes
