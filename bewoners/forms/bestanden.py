"""Files that come with a plan: photos, documents, and the scan of a paper application."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bewoners.domain.bijlagen import MAX_AANVRAAG
from bewoners.enums import Bijlagesoort
from bewoners.forms.indienen import StapForm
from bewoners.models import Bijlage, Initiatief
from kern.domain import wachtkamer
from kern.domain.fouten import Weigering
from kern.domain.uploads import SchoonBestand, controleer_document, maak_foto_schoon
from kern.models import Gebruiker
from partners.forms.velden import FotosVeld, MeerBestandenInput

_FOTO = "image/jpeg,image/png,image/webp"


class BijlagenForm(StapForm):
    """Files to add to a draft, and what is to be seen on the photos that are there.

    Each file is judged by itself: `schone_bestanden()` are those that passed, the others are errors at their field.
    """

    stap = "bijlagen"
    fotos = FotosVeld(label=_("Foto’s van de plek of van uw idee"), required=False,
        widget=MeerBestandenInput(attrs={"accept": _FOTO}),
        help_text=_("Plaats en toestel halen wij uit de foto. Herkenbare mensen? Vraag eerst of het mag."))  # fmt: skip
    openbaar = forms.BooleanField(label=_("Deze foto’s mogen op de website"), required=False, initial=True)
    documenten = FotosVeld(label=_("Andere bestanden"), required=False,
        widget=MeerBestandenInput(attrs={"accept": f"application/pdf,{_FOTO}"}),
        help_text=_("Een offerte, tekening of brief, als pdf of foto. Deze ziet alleen de gemeente."))  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert self.initiatief is not None  # noqa: S101 - a step has a draft
        self.bijlagen: list[Bijlage] = list(self.initiatief.bijlagen.all())
        self._schoon: list[tuple[str, str, SchoonBestand]] = []
        for foto in self._fotos():
            self.fields[f"alt-{foto.pk}"] = forms.CharField(
                label=_("Wat staat er op de foto?"), max_length=200, required=False, initial=foto.alt
            )
            self.fields[f"openbaar-{foto.pk}"] = forms.BooleanField(
                label=_("Mag op de website"), required=False, initial=foto.openbaar
            )

    def begin(self, initiatief: Initiatief) -> dict[str, Any]:
        return {}

    def _fotos(self) -> list[Bijlage]:
        return [bijlage for bijlage in self.bijlagen if bijlage.soort == Bijlagesoort.FOTO]

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        for veld, soort, maak_schoon in (
            ("fotos", Bijlagesoort.FOTO, maak_foto_schoon),
            ("documenten", Bijlagesoort.DOCUMENT, controleer_document),
        ):
            for nummer, upload in enumerate(gegevens.get(veld) or [], start=1):
                try:
                    self._schoon.append((veld, soort, maak_schoon(upload)))
                except Weigering as fout:
                    self.add_error(veld, f"{upload.name or nummer}: {fout.bericht}")
        return gegevens

    def schone_bestanden(self) -> list[tuple[str, str, SchoonBestand]]:
        """Field, kind and content of each file that passed."""
        return self._schoon

    def beschrijvingen(self) -> list[tuple[Bijlage, str, bool]]:
        """Photos whose description or openness was changed."""
        gevonden = []
        for foto in self._fotos():
            if f"alt-{foto.pk}" not in self.data:  # this photo was not on the page that was sent
                continue
            alt = self.cleaned_data.get(f"alt-{foto.pk}", foto.alt)
            openbaar = self.cleaned_data.get(f"openbaar-{foto.pk}", foto.openbaar)
            if (alt, openbaar) != (foto.alt, foto.openbaar):
                gevonden.append((foto, alt, openbaar))
        return gevonden

    def aanwezig(self) -> list[tuple[Bijlage, forms.BoundField | None, forms.BoundField | None]]:
        """What is there now, each photo with its two fields; one that has just come in as it was kept."""
        nu = BijlagenForm(initiatief=self.initiatief)
        gevonden: list[tuple[Bijlage, forms.BoundField | None, forms.BoundField | None]] = []
        for bijlage in nu.bijlagen:
            if bijlage.soort != Bijlagesoort.FOTO:
                gevonden.append((bijlage, None, None))
                continue
            form = self if f"alt-{bijlage.pk}" in self.fields else nu
            gevonden.append((bijlage, form[f"alt-{bijlage.pk}"], form[f"openbaar-{bijlage.pk}"]))
        return gevonden


class OntvangenForm(forms.Form):
    """What only a paper application has. Files that passed wait while the rest of the page is wrong."""

    sleutel = forms.CharField(widget=forms.HiddenInput, max_length=64)
    ontvangen = forms.DateField(label=_("Ontvangen op"), initial=timezone.localdate,
        help_text=_("De dag waarop het papier binnenkwam. Vanaf die dag lopen de termijnen."))  # fmt: skip
    email = forms.EmailField(label=_("E-mailadres van de aanvrager"), max_length=254, required=False,
        help_text=_("Heeft de aanvrager al een account met dit adres? Dan staat het plan daar ook."))  # fmt: skip
    bestanden = FotosVeld(label=_("Het papier, gescand"), required=False,
        widget=MeerBestandenInput(attrs={"accept": f"application/pdf,{_FOTO}"}),
        help_text=_("Een pdf of foto’s. Deze ziet alleen de gemeente."))  # fmt: skip

    def __init__(self, *args: Any, user: Gebruiker, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self._schoon: list[SchoonBestand] = []
        sleutels = self.data.getlist("bewaard") if isinstance(self.data, QueryDict) else []
        self.wachtend = wachtkamer.haal_op(sleutels[:MAX_AANVRAAG], door=user) if sleutels else {}

    def clean_ontvangen(self) -> Any:
        dag = self.cleaned_data["ontvangen"]
        if dag > timezone.localdate():
            raise ValidationError(_("Deze datum komt nog. Vul in wanneer de aanvraag binnenkwam."))
        return dag

    def clean_bestanden(self) -> list[UploadedFile]:
        uploads: list[UploadedFile] = self.cleaned_data["bestanden"]
        fouten = []
        for nummer, upload in enumerate(uploads, start=1):
            try:
                self._schoon.append(controleer_document(upload))
            except Weigering as fout:
                fouten.append(f"{upload.name or nummer}: {fout.bericht}")
        if len(self.wachtend) + len(self._schoon) > MAX_AANVRAAG:
            fouten.append(str(_("Er kunnen hoogstens %(n)s bestanden bij.") % {"n": MAX_AANVRAAG}))
        if fouten:
            raise ValidationError(fouten)
        return uploads

    def schone_bestanden(self) -> list[SchoonBestand]:
        """The files that waited and the new ones."""
        return [*self.wachtend.values(), *self._schoon]

    def bewaar_bestanden(self) -> None:
        """Let the new files wait with the earlier ones: no browser sends a chosen file twice."""
        for bestand in self._schoon[: MAX_AANVRAAG - len(self.wachtend)]:
            self.wachtend[wachtkamer.zet_neer(bestand, door=self.user)] = bestand
        self._schoon = []

    def ruim_bestanden_op(self) -> None:
        """The files have found their place."""
        wachtkamer.ruim_op(self.wachtend, door=self.user)
