"""The styleguide: every component tag with its arguments, for whoever builds a page."""

import datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone
from django.views.generic import TemplateView

from kern.toegang import IEDEREEN, ToegangMixin


class VoorbeeldForm(forms.Form):
    """One field of every kind."""

    naam = forms.CharField(label="Naam van de activiteit", help_text="Een korte naam die bewoners begrijpen.")
    bedrag = forms.DecimalField(label="Bedrag", localize=True, max_digits=12, decimal_places=2)
    datum = forms.DateField(label="Datum")
    soort = forms.ChoiceField(label="Soort", choices=[("", "Kies"), ("fysiek", "Fysiek"), ("sociaal", "Sociaal")])
    omschrijving = forms.CharField(label="Omschrijving", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    zichtbaar = forms.ChoiceField(
        label="Wie mag dit zien?",
        choices=[("alle", "Iedereen"), ("eigen", "Alleen mijn team")],
        widget=forms.RadioSelect,
    )
    themas = forms.MultipleChoiceField(
        label="Thema's",
        choices=[("groen", "Groen"), ("veilig", "Veiligheid"), ("jeugd", "Jeugd")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    foto = forms.FileField(label="Foto", required=False, help_text="Jpg of png, hoogstens 10 MB.")
    akkoord = forms.BooleanField(label="Ik heb de gegevens gecontroleerd")


class FilterForm(forms.Form):
    """What a filter bar looks like."""

    zoek = forms.CharField(label="Zoek", required=False)
    wijk = forms.ChoiceField(label="Wijk", choices=[("", "Alle wijken"), ("1", "Centrum")], required=False)
    vanaf = forms.DateField(label="Vanaf", required=False)


class StijlgidsView(ToegangMixin, TemplateView):
    """Made-up data, no query."""

    toegang = IEDEREEN
    template_name = "kern/stijlgids.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        moment = datetime.datetime(2026, 11, 23, 14, 5, tzinfo=timezone.get_default_timezone())
        ongeldig = VoorbeeldForm({"naam": "", "bedrag": "veel", "themas": ["groen"]}, auto_id="fout_%s")
        ongeldig.is_valid()
        return super().get_context_data(
            form=VoorbeeldForm(),
            ongeldig=ongeldig,
            filterform=FilterForm(self.request.GET or None),
            vandaag=moment.date(),
            moment=moment,
            plus=Decimal("1234.56"),
            min=Decimal("-250.00"),
            groot=Decimal("800000.00"),
            aantal=12345,
            delen=[
                ("vrij", "Vrij", Decimal("151250.25")),
                ("toegezegd", "Toegezegd", Decimal("98000.00")),
                ("verplicht", "Verplicht", Decimal("210749.75")),
                ("besteed", "Besteed", Decimal("340000.00")),
            ],
            betalers=[
                ("gemeente", "Gemeente Assen", Decimal("400000.00")),
                ("actium", "Actium", Decimal("230000.00")),
                ("woonconcept", "Woonconcept", Decimal("170000.00")),
            ],
            uitgaven=[
                ("Speelplek Beukenlaan", datetime.date(2026, 3, 4), "goedgekeurd", "Goedgekeurd", Decimal("12500.00")),
                ("Buurtbarbecue", datetime.date(2026, 6, 20), "ingediend", "Wacht op goedkeuring", Decimal("480.95")),
                ("Lampen achterpad", datetime.date(2026, 9, 1), "afgewezen", "Afgewezen", Decimal("1999.00")),
                ("Correctie maart", datetime.date(2026, 9, 30), "tegengeboekt", "Tegengeboekt", Decimal("-250.00")),
            ],
            feiten=[("Inwoners", "6.820"), ("Koopwoningen", "40%")],
            wijken=["Centrum", "Peelo", "Noorderpark", "Pittelo"],
            page_obj=Paginator(range(240), 10).page(self._pagina()),
            logregels=[
                SimpleNamespace(
                    moment=moment,
                    door="Anna de Vries",
                    actie="bedrag gewijzigd",
                    wijzigingen={"bedrag": ["480.00", "480.95"], "leverancier": [None, "Slagerij Smit"]},
                    toelichting="De bon kwam later binnen.",
                ),
                SimpleNamespace(moment=moment, door=None, actie="aangemaakt", wijzigingen={}, toelichting=""),
            ],
            berichten=[SimpleNamespace(level_tag="success", message="De uitgave is ingediend.")],
            **kwargs,
        )

    def _pagina(self) -> int:
        waarde = self.request.GET.get("page", "")
        return min(24, max(1, int(waarde))) if waarde.isdecimal() else 3
