"""Forms of accounts, preferences, the log and the outbox."""

from collections.abc import Iterator, Sequence
from typing import Any, cast

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kern.domain.logboek import soorten_met_regels
from kern.domain.postvak import soorten_met_berichten
from kern.domain.voorkeuren import Voorkeur
from kern.enums import Berichtstatus
from kern.meldingsoorten import soortnaam
from kern.models import Gebruiker

_NAAM: dict[str, Any] = {"label": _("Uw naam"), "max_length": 150, "widget": forms.TextInput({"autocomplete": "name"})}


def _met_hoofdletter(soort: ContentType) -> str:
    return str(soort.name).capitalize()


class AanmeldForm(forms.Form):
    """What we ask at sign-up beside what allauth asks; allauth makes its form a subclass of this one."""

    naam = forms.CharField(**_NAAM)
    field_order = ["naam", "email", "password1", "password2"]

    def clean_naam(self) -> str:
        """One line, single spaces."""
        return " ".join(self.cleaned_data["naam"].split())

    def signup(self, request: HttpRequest, user: Gebruiker) -> None:
        """Called by allauth after it saved the user."""
        user.naam = self.cleaned_data["naam"]
        user.save(update_fields=["naam"])


class GegevensForm(forms.Form):
    """My own details."""

    naam = forms.CharField(**_NAAM)


class LogFilterForm(forms.Form):
    """Which log lines: who, what, about what, when."""

    wie = forms.CharField(label=_("Wie"), required=False, help_text=_("Naam of e-mailadres"))
    wat = forms.CharField(label=_("Wat"), required=False, help_text=_("Woord uit de regel"))
    soort = forms.ModelChoiceField(
        label=_("Soort"), queryset=ContentType.objects.none(), required=False, empty_label=_("Alles")
    )
    vanaf = forms.DateField(label=_("Vanaf"), required=False)
    tot = forms.DateField(label=_("Tot en met"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        soort = cast(forms.ModelChoiceField, self.fields["soort"])
        soort.queryset = soorten_met_regels()
        soort.label_from_instance = _met_hoofdletter  # type: ignore[assignment,method-assign]

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        vanaf, tot = gegevens.get("vanaf"), gegevens.get("tot")
        if vanaf and tot and vanaf > tot:
            self.add_error("tot", _("Deze datum ligt voor de datum bij Vanaf."))
        return gegevens


class VoorkeurenForm(forms.Form):
    """Two boxes for each kind of news; that of a mail that always goes cannot be changed."""

    def __init__(self, *args: Any, voorkeuren: Sequence[Voorkeur], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.voorkeuren = voorkeuren
        for keuze in voorkeuren:
            code = keuze.soort.code
            self.fields[f"{code}-mail"] = forms.BooleanField(
                label=_("Per e-mail"), required=False, initial=keuze.mail, disabled=keuze.soort.verplicht
            )
            self.fields[f"{code}-app"] = forms.BooleanField(
                label=_("Bij mijn meldingen op deze site"), required=False, initial=keuze.app
            )

    def rijen(self) -> Iterator[tuple[Voorkeur, forms.BoundField, forms.BoundField]]:
        """Each kind with its two fields, for the page."""
        for keuze in self.voorkeuren:
            yield keuze, self[f"{keuze.soort.code}-mail"], self[f"{keuze.soort.code}-app"]

    def keuzes(self) -> Iterator[tuple[str, bool, bool]]:
        """Code, by mail, on the site."""
        for keuze in self.voorkeuren:
            code = keuze.soort.code
            yield code, self.cleaned_data[f"{code}-mail"], self.cleaned_data[f"{code}-app"]


class PostvakFilterForm(forms.Form):
    """Which mails: how they stand, of which kind."""

    status = forms.ChoiceField(label=_("Stand"), choices=[("", _("Alles")), *Berichtstatus.choices], required=False)
    soort = forms.ChoiceField(label=_("Soort"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        soort = cast(forms.ChoiceField, self.fields["soort"])
        soort.choices = [("", _("Alles")), *((code, soortnaam(code)) for code in soorten_met_berichten())]
