"""Form fields that accept what people type on a phone."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from gebieden.enums import Domein, Gebiedssoort
from gebieden.models import Gebied
from partners.models import Activiteittype


class GetalVeld(forms.DecimalField):
    """A number as people write it: `12,50`, `€ 1.234,56`, `1.234` (a thousand and more), `12.5`."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            kaal = re.sub(r"[\s€\u00a0\u202f]", "", value)
            if "," in kaal:
                kaal = kaal.replace(".", "").replace(",", ".") if re.fullmatch(r"-?[\d.]*,\d*", kaal) else "?"
            elif re.fullmatch(r"-?\d{1,3}(\.\d{3})+", kaal):
                kaal = kaal.replace(".", "")
            value = kaal
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """Dutch notation for what comes from the database; what was typed comes back as it was typed."""
        if isinstance(value, Decimal):
            return f"{value:f}".replace(".", ",")
        return value


class MeerBestandenInput(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class FotosVeld(forms.FileField):
    """Several files at once, unchecked: `kern.domain.uploads` judges each of them."""

    widget = MeerBestandenInput
    default_error_messages = {"max_fotos": _("Kies hoogstens 12 foto’s tegelijk.")}

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        bestanden = [b for b in (data if isinstance(data, list | tuple) else [data]) if b]
        if len(bestanden) > 12:
            raise forms.ValidationError(self.error_messages["max_fotos"], code="max_fotos")
        return bestanden


def stel_keuzes_in(form: forms.Form, veld: str, keuzes: list[tuple[Any, Any]]) -> None:
    """Offer these choices, in groups, for a field that is still checked against its queryset."""
    keuzeveld = form.fields[veld]
    assert isinstance(keuzeveld, forms.ChoiceField)  # noqa: S101 - tells the type checker
    keuzeveld.choices = keuzes


def typekeuzes(types: Iterable[Activiteittype]) -> list[tuple[Any, Any]]:
    """The types under fysiek and sociaal."""
    per_domein: dict[str, list[tuple[str, str]]] = {domein: [] for domein in Domein.values}
    for soort in types:
        per_domein[soort.domein].append((str(soort.pk), soort.naam))
    groepen = [(Domein(domein).label, groep) for domein, groep in per_domein.items() if groep]
    return [("", _("Kies een soort")), *groepen]


def gebiedkeuzes(
    gebieden: Iterable[Gebied],
    eigen: Iterable[Gebied],
    recent: Iterable[Gebied],
    *,
    leeg: Any = None,
) -> list[tuple[Any, Any]]:
    """The user's own or last used areas first, then the city, then each district with its neighbourhoods."""
    alle = list(gebieden)
    eigen_ids = {gebied.pk for gebied in eigen}
    keuzes: list[tuple[Any, Any]] = [("", leeg or _("Kies een wijk of buurt"))]
    van_mij = [(str(g.pk), g.naam) for g in alle if eigen_ids & {g.pk, g.ouder_id}]
    if van_mij:
        keuzes.append((_("Uw gebieden"), van_mij))
    gebruikt = [(str(g.pk), g.naam) for g in recent]
    if gebruikt:
        keuzes.append((_("Laatst gebruikt"), gebruikt))
    for stad in alle:
        if stad.soort == Gebiedssoort.STAD:
            keuzes.append((str(stad.pk), _("Heel %(stad)s") % {"stad": stad.naam}))
    for wijk in alle:
        if wijk.soort == Gebiedssoort.WIJK:
            buurten = [(str(g.pk), g.naam) for g in alle if g.ouder_id == wijk.pk]
            keuzes.append((wijk.naam, [(str(wijk.pk), _("%(wijk)s (hele wijk)") % {"wijk": wijk.naam}), *buurten]))
    return keuzes
