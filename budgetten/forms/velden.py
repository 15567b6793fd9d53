"""Fields that understand how Dutch people write money and budget lines."""

import re
import uuid
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from itertools import groupby
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from budgetten.models import Begrotingsregel

_NIET_LEESBAAR = _("Vul een bedrag in, bijvoorbeeld 1.234,56.")


def lees_bedrag(tekst: str) -> Decimal:
    """The amount in euro of `1.234,56`, `1234,56`, `1234.56` or `€ 12,-`. Raises ValidationError.

    A comma is the decimal sign; without one, a single point with one or two digits after it is.
    """
    schoon = re.sub(r"[\s€\u00a0\u202f]", "", tekst).replace("−", "-")
    schoon = re.sub(r"[,.](-{1,2}|=)$", "", schoon)
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+\.\d{1,2}", schoon):
        schoon = schoon.replace(",", "")
    elif "," in schoon:
        heel, deel = schoon.rsplit(",", 1)
        if "," in heel or "." in deel or ("." in heel and not re.fullmatch(r"-?\d{1,3}(\.\d{3})+", heel)):
            raise ValidationError(_NIET_LEESBAAR, code="invalid")
        schoon = f"{heel.replace('.', '')}.{deel}"
    elif re.fullmatch(r"-?\d{1,3}(\.\d{3})+", schoon):
        schoon = schoon.replace(".", "")
    if not re.fullmatch(r"-?(\d+(\.\d*)?|\.\d+)", schoon):
        raise ValidationError(_NIET_LEESBAAR, code="invalid")
    try:
        return Decimal(schoon)
    except InvalidOperation as fout:
        raise ValidationError(_NIET_LEESBAAR, code="invalid") from fout


class BedragField(forms.DecimalField):
    """An amount in euro with at most two decimals, typed the Dutch way; shown again as `1234,56`."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 12)
        kwargs.setdefault("min_value", Decimal("0.01"))
        super().__init__(decimal_places=2, **kwargs)
        self.error_messages |= {
            "max_decimal_places": _("Een bedrag heeft hoogstens twee cijfers achter de komma."),
            "max_digits": _("Dit bedrag is te hoog."),
            "max_whole_digits": _("Dit bedrag is te hoog."),
            "min_value": _("Vul een bedrag in dat meer is dan nul.")
            if self.min_value
            else _("Een bedrag mag niet onder nul zijn."),
        }

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values or not str(value).strip():
            return None
        return value if isinstance(value, Decimal) else lees_bedrag(str(value))

    def prepare_value(self, value: Any) -> Any:
        return f"{value:.2f}".replace(".", ",") if isinstance(value, Decimal) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off"}


class RegelField(forms.TypedChoiceField):
    """A budget line, chosen from a list grouped by area. The value is the line itself."""

    def __init__(self, *, regels: Iterable[Begrotingsregel] = (), **kwargs: Any) -> None:
        self._regels: dict[str, Begrotingsregel] = {}
        super().__init__(coerce=self._zoek, empty_value=None, **kwargs)
        self.zet_regels(regels)

    def __deepcopy__(self, memo: dict[int, Any]) -> "RegelField":
        kopie = super().__deepcopy__(memo)
        kopie.coerce = kopie._zoek
        return kopie

    def zet_regels(self, regels: Iterable[Begrotingsregel] | QuerySet[Begrotingsregel]) -> None:
        """Offer these lines; they come ordered by year and area."""
        rijen = list(regels)
        jaren = {rij.boekjaar_id for rij in rijen}
        self._regels = {str(rij.pk): rij for rij in rijen}
        groepen = [
            (
                f"{gebied} {jaar}" if len(jaren) > 1 else gebied,
                [(str(rij.pk), f"{rij.gebied.naam} – {rij.thema.naam}") for rij in groep],
            )
            for (jaar, gebied), groep in groupby(rijen, key=lambda rij: (rij.boekjaar.jaar, rij.gebied.naam))
        ]
        self.choices = [("", _("Kies een begrotingsregel")), *groepen]

    def _zoek(self, waarde: str) -> Begrotingsregel:
        return self._regels[str(waarde)]

    def prepare_value(self, value: Any) -> Any:
        return value.pk if isinstance(value, Begrotingsregel) else value

    @property
    def leeg(self) -> bool:
        """Whether there is no line to choose from."""
        return not self._regels


class EenmaligForm(forms.Form):
    """A form that may be sent once: the hidden key marks this showing of it, so a second click does nothing twice."""

    eenmalig = forms.CharField(
        widget=forms.HiddenInput, required=False, max_length=36, initial=lambda: uuid.uuid4().hex
    )


def regelveld(form: forms.BaseForm, naam: str) -> RegelField:
    """A field of this form that is a budget line."""
    return cast(RegelField, form.fields[naam])


def keuzeveld(form: forms.BaseForm, naam: str) -> forms.ChoiceField:
    """A field of this form that is a choice."""
    return cast(forms.ChoiceField, form.fields[naam])


def modelveld(form: forms.BaseForm, naam: str) -> forms.ModelChoiceField:
    """A field of this form that is a choice from the database."""
    return cast(forms.ModelChoiceField, form.fields[naam])
