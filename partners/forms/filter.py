"""The filters above the list of activities."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gebieden.enums import Domein
from gebieden.models import Gebied
from partners.domain.queries import Activiteitfilter, eigen_gebieden
from partners.enums import Activiteitstatus
from partners.forms.velden import gebiedkeuzes, stel_keuzes_in, typekeuzes
from partners.models import Activiteittype, Partner
from partners.rules import heeft_post


class ActiviteitFilterForm(forms.Form):
    """A filter that makes no sense is shown with its error and left out; the others still hold."""

    tekst = forms.CharField(label=_("Zoek op tekst"), required=False, max_length=100)
    van = forms.DateField(label=_("Vanaf"), required=False)
    tot = forms.DateField(label=_("Tot en met"), required=False)
    gebied = forms.ModelChoiceField(label=_("Wijk of buurt"), queryset=Gebied.objects.all(), required=False)
    domein = forms.ChoiceField(
        label=_("Fysiek of sociaal"), choices=[("", _("Allebei")), *Domein.choices], required=False
    )
    type = forms.ModelChoiceField(label=_("Soort"), queryset=Activiteittype.objects.all(), required=False)
    partner = forms.ModelChoiceField(
        label=_("Partner"), queryset=Partner.objects.all(), required=False, empty_label=_("Alle partners")
    )
    status = forms.ChoiceField(label=_("Status"), choices=[("", _("Alle")), *Activiteitstatus.choices], required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        soorten = typekeuzes(Activiteittype.objects.all())[1:]
        stel_keuzes_in(self, "type", [("", _("Alle soorten")), *soorten])
        gebieden = gebiedkeuzes(Gebied.objects.all(), eigen_gebieden(user), [], leeg=_("Heel de gemeente"))
        stel_keuzes_in(self, "gebied", gebieden)
        if not heeft_post(user):
            del self.fields["status"]

    @property
    def is_actief(self) -> bool:
        """Whether anything is filtered on."""
        return self.filter() != Activiteitfilter()

    def filter(self) -> Activiteitfilter:
        """What is filtered on."""
        self.is_valid()
        return Activiteitfilter(**{naam: waarde for naam, waarde in self.cleaned_data.items() if waarde})
