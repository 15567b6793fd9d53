"""Forms for what people say: support, comments, messages, news."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kern.domain import wachtkamer
from kern.domain.fouten import Weigering
from kern.domain.uploads import SchoonBestand, controleer_document, maak_foto_schoon
from kern.honingpot import HoningpotMixin
from kern.models import Gebruiker
from partners.forms.velden import FotosVeld, MeerBestandenInput

MAX_BESTANDEN = 12


class SteunForm(HoningpotMixin, forms.Form):
    """Support by somebody without an account."""

    naam = forms.CharField(label=_("Uw naam"), max_length=150)
    email = forms.EmailField(
        label=_("Uw e-mailadres"),
        help_text=_(
            "Wij sturen u een link. Pas als u daarop klikt, telt uw steun mee. Wij laten het adres nooit zien."
        ),
    )
    toon_naam = forms.BooleanField(label=_("Mijn naam mag bij het plan op de website staan"), required=False)


class NaamtoonForm(forms.Form):
    """Support by a user: only whether the name shows."""

    toon_naam = forms.BooleanField(label=_("Mijn naam mag bij het plan op de website staan"), required=False)


class SteunBevestigForm(forms.Form):
    """The person behind the address may put their name right."""

    naam = forms.CharField(label=_("Uw naam"), max_length=150)
    toon_naam = forms.BooleanField(label=_("Mijn naam mag bij het plan op de website staan"), required=False)


class ReactieForm(forms.Form):
    """A public comment."""

    tekst = forms.CharField(
        label=_("Uw reactie"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Iedereen kan dit lezen. Noem geen adressen, telefoonnummers of namen van anderen."),
        error_messages={"required": _("Schrijf eerst uw reactie.")},
    )


class MeldForm(HoningpotMixin, forms.Form):
    """What is wrong with a comment."""

    reden = forms.CharField(
        label=_("Wat is er mis met deze reactie?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Schrijf wat er mis is met de reactie.")},
    )


class RedenForm(forms.Form):
    """Why a comment goes."""

    reden = forms.CharField(
        label=_("Waarom haalt u deze reactie weg?"),
        max_length=300,
        help_text=_("De schrijver krijgt dit te lezen."),
        error_messages={"required": _("Schrijf waarom u de reactie weghaalt. De schrijver krijgt dit te lezen.")},
    )


class MetBestandenForm(forms.Form):
    """A form with files. Those that are fine wait in the waiting room while the rest is wrong.

    After `is_valid`, `schone()` gives the files. When the form is shown again, `bewaar()` first: no browser sends a
    chosen file twice. `ruim_op()` once they have found their place.
    """

    bestandveld = "bestanden"
    keur: Callable[[File[Any]], SchoonBestand] = staticmethod(controleer_document)

    def __init__(self, *args: Any, user: Gebruiker, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)
        self._schoon: list[SchoonBestand] = []
        sleutels = self.data.getlist("bewaard") if isinstance(self.data, QueryDict) else []
        self.wachtend = wachtkamer.haal_op(sleutels[:MAX_BESTANDEN], door=user) if sleutels else {}

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        uploads: list[UploadedFile] = gegevens.get(self.bestandveld) or []
        for nummer, upload in enumerate(uploads, start=1):
            try:
                self._schoon.append(type(self).keur(upload))
            except Weigering as fout:
                self.add_error(self.bestandveld, f"{upload.name or nummer}: {fout.bericht}")
        if len(self.wachtend) + len(self._schoon) > MAX_BESTANDEN:
            self.add_error(self.bestandveld, _("Er kunnen hoogstens %(n)s bestanden mee.") % {"n": MAX_BESTANDEN})
        return gegevens

    def schone(self) -> list[SchoonBestand]:
        """The files that waited and the new ones."""
        return [*self.wachtend.values(), *self._schoon]

    def bewaar(self) -> None:
        """Let the new files wait with the earlier ones until the rest of the form is right."""
        for bestand in self._schoon[: MAX_BESTANDEN - len(self.wachtend)]:
            self.wachtend[wachtkamer.zet_neer(bestand, door=self.user)] = bestand
        self._schoon = []

    def ruim_op(self) -> None:
        """The files have found their place."""
        wachtkamer.ruim_op(self.wachtend, door=self.user)

    def veld_met_bestanden(self) -> forms.BoundField:
        """For the template."""
        return self[self.bestandveld]


class BerichtForm(MetBestandenForm):
    """A message in the thread."""

    tekst = forms.CharField(
        label=_("Uw bericht"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Schrijf eerst uw bericht.")},
    )
    bestanden = FotosVeld(
        label=_("Bijlagen"), required=False,
        widget=MeerBestandenInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
        help_text=_("Foto’s of pdf’s. Alleen u en de gemeente zien ze."),
    )  # fmt: skip


class _MetFotosForm(MetBestandenForm):
    bestandveld = "fotos"
    keur = staticmethod(maak_foto_schoon)

    fotos = FotosVeld(
        label=_("Foto’s"), required=False,
        widget=MeerBestandenInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_("Iedereen ziet ze. Herkenbare mensen op de foto? Vraag eerst of het mag."),
    )  # fmt: skip
    alt = forms.CharField(
        label=_("Wat staat er op de foto’s?"),
        max_length=200,
        required=False,
        help_text=_("Voor wie de foto’s niet kan zien."),
    )


class NieuwsForm(_MetFotosForm):
    """News of a plan that is carried out."""

    tekst = forms.CharField(
        label=_("Wat is er gebeurd?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Iedereen kan dit lezen. Noem geen adressen of namen van anderen."),
        error_messages={"required": _("Schrijf wat er is gebeurd.")},
    )
    field_order = ("tekst", "fotos", "alt")


class ResultaatForm(_MetFotosForm):
    """How a plan went."""

    tekst = forms.CharField(
        label=_("Hoe is het gegaan?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("Wat hebt u gedaan, wie deden er mee, en wat merkt de buurt ervan? Iedereen kan dit lezen."),
        error_messages={"required": _("Schrijf hoe het is gegaan.")},
    )
    field_order = ("tekst", "fotos", "alt")
