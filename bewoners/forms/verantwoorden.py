"""The form of an account: what was done, and per cost line what it really cost and its receipts."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from bewoners.domain.verantwoorden import Regel
from bewoners.models import Kostenpost, Verantwoording
from budgetten.forms.velden import BedragField
from kern.domain.fouten import Weigering
from kern.domain.uploads import SchoonBestand, controleer_document
from partners.forms.velden import FotosVeld, MeerBestandenInput


class VerantwoordingForm(forms.Form):
    """Saved as far as it goes; only handing it in asks for everything. A simple one has no cost lines."""

    gedaan = forms.CharField(
        label=_("Wat hebt u gedaan?"), widget=forms.Textarea(attrs={"rows": 5}), max_length=4000, required=False
    )
    anders = forms.CharField(
        label=_("Wat ging anders dan gepland?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    deelnemers = forms.IntegerField(
        label=_("Hoeveel mensen deden mee?"), min_value=0, max_value=100_000, required=False
    )

    def __init__(self, *args: Any, verantwoording: Verantwoording, **kwargs: Any) -> None:
        self.verantwoording = verantwoording
        self.posten: list[Kostenpost] = []
        begin: dict[str, Any] = {naam: getattr(verantwoording, naam) for naam in ("gedaan", "anders", "deelnemers")}
        if not verantwoording.eenvoudig:
            self.posten = list(verantwoording.initiatief.kosten.prefetch_related("bonnen"))
            for regel in verantwoording.regels.all() if verantwoording.pk else ():
                begin[f"bedrag_{regel.kostenpost_id}"] = regel.bedrag
                begin[f"toelichting_{regel.kostenpost_id}"] = regel.toelichting
        kwargs["initial"] = begin
        super().__init__(*args, **kwargs)
        for post in self.posten:
            self.fields[f"bedrag_{post.pk}"] = BedragField(label=_("Werkelijk bedrag"), min_value=0, required=False)
            self.fields[f"toelichting_{post.pk}"] = forms.CharField(
                label=_("Toelichting"), max_length=200, required=False
            )
            self.fields[f"bonnen_{post.pk}"] = FotosVeld(
                label=_("Bonnen"), required=False,
                widget=MeerBestandenInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
                help_text=_("Een foto of pdf van de bon of factuur."),
            )  # fmt: skip
        self._schoon: list[tuple[Kostenpost, SchoonBestand]] = []

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        for post in self.posten:
            veld = f"bonnen_{post.pk}"
            uploads: list[UploadedFile] = gegevens.get(veld) or []
            for upload in uploads:
                try:
                    self._schoon.append((post, controleer_document(upload)))
                except Weigering as fout:
                    self.add_error(veld, f"{upload.name}: {fout.bericht}")
        return gegevens

    def regels(self) -> dict[Kostenpost, Regel]:
        """The cost lines of which an amount was filled in."""
        gevuld = self.cleaned_data
        return {
            post: Regel(gevuld[f"bedrag_{post.pk}"], gevuld.get(f"toelichting_{post.pk}", ""))
            for post in self.posten
            if gevuld.get(f"bedrag_{post.pk}") is not None
        }

    def bonnen(self) -> list[tuple[Kostenpost, SchoonBestand]]:
        """Receipts that passed, with their cost line; also of a form that is wrong elsewhere."""
        return self._schoon

    def per_post(self) -> Iterator[tuple[Kostenpost, Any, Any, Any]]:
        """For the template: cost line and its fields."""
        for post in self.posten:
            yield post, self[f"bedrag_{post.pk}"], self[f"toelichting_{post.pk}"], self[f"bonnen_{post.pk}"]


class TerugstuurForm(forms.Form):
    """What an account still lacks."""

    opmerking = forms.CharField(
        label=_("Wat ontbreekt er nog?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
