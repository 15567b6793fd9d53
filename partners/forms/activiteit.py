"""The form to log an activity: usable with one thumb, without JavaScript, and under a minute."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gebieden.models import Gebied
from kern.domain import wachtkamer
from kern.domain.fouten import Weigering
from kern.domain.uploads import SchoonBestand, maak_foto_schoon
from partners.domain import queries
from partners.domain.activiteiten import MAX_FOTOS, betaalt
from partners.forms.velden import FotosVeld, GetalVeld, MeerBestandenInput, gebiedkeuzes, stel_keuzes_in, typekeuzes
from partners.models import Activiteit, Activiteittype, Partner

ANDERS = "anders"
UREN = [
    ("0.5", _("½ uur")),
    ("1", _("1 uur")),
    ("1.5", _("1½ uur")),
    ("2", _("2 uur")),
    ("3", _("3 uur")),
    ("4", _("4 uur")),
    ("8", _("8 uur")),
]


class ActiviteitForm(forms.Form):
    """What was done, where, when and how long. Photos that are fine wait in the waiting room while the rest is wrong.

    After `is_valid`, `velden()` gives what the domain wants and `schone_fotos()` the photos. When the form is shown
    again, `bewaar_fotos()` first: no browser sends a chosen file twice. Only who works for several partners is asked
    for which one, and only who works for a paying partner is asked for costs.
    """

    type = forms.ModelChoiceField(label=_("Wat voor activiteit?"), queryset=Activiteittype.objects.filter(actief=True))
    gebied = forms.ModelChoiceField(label=_("In welke wijk of buurt?"), queryset=Gebied.objects.actief())
    straat = forms.CharField(
        label=_("Straat of plek"), max_length=120, required=False, help_text=_("Zonder huisnummer.")
    )
    datum = forms.DateField(label=_("Wanneer?"))
    uren_keuze = forms.ChoiceField(
        label=_("Hoelang waren u en uw collega’s bezig?"),
        choices=[*UREN, (ANDERS, _("Anders"))],
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Alle uren samen: twee mensen, anderhalf uur, is 3 uur."),
    )
    uren = GetalVeld(label=_("Aantal uren"), min_value=0, max_value=9999, decimal_places=2, required=False)
    deelnemers = forms.IntegerField(
        label=_("Hoeveel mensen deden mee?"),
        min_value=0,
        max_value=100_000,
        required=False,
        error_messages={"min_value": _("Dit kan niet minder dan 0 zijn."), "max_value": _("Dit aantal is te hoog.")},
    )
    kosten = GetalVeld(
        label=_("Eigen kosten"), min_value=0, max_digits=10, decimal_places=2, required=False,
        help_text=_("Alleen wat u hebt uitgegeven, bijvoorbeeld aan materiaal. Geen uren."),
    )  # fmt: skip
    titel = forms.CharField(
        label=_("Titel"), max_length=120, required=False, help_text=_("Laat u dit leeg, dan staat de soort er.")
    )
    resultaat = forms.CharField(
        label=_("Wat leverde het op?"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Noem geen namen en adressen van bewoners."),
    )  # fmt: skip
    camera = FotosVeld(
        label=_("Maak een foto"), required=False,
        widget=MeerBestandenInput(attrs={"accept": "image/*", "capture": "environment"}),
    )  # fmt: skip
    fotos = FotosVeld(
        label=_("Of kies foto’s"), required=False,
        widget=MeerBestandenInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_("Plaats en toestel halen wij uit de foto. Herkenbare mensen? Vraag eerst of het mag."),
    )  # fmt: skip
    openbaar = forms.BooleanField(label=_("Zet dit op de website"), required=False)

    def __init__(self, *args: Any, user: Any, activiteit: Activiteit | None = None, **kwargs: Any) -> None:
        self.user = user
        self.activiteit = activiteit
        self.partners = queries.partners_van(user)
        eigen = queries.eigen_gebieden(user)
        recent = [] if eigen else queries.recente_gebieden(user)
        kwargs["initial"] = {**self._begin(eigen, recent), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        stel_keuzes_in(self, "type", typekeuzes(Activiteittype.objects.filter(actief=True)))
        stel_keuzes_in(self, "gebied", gebiedkeuzes(Gebied.objects.actief(), eigen, recent))
        if len(self.partners) > 1:
            eigen_partners = Partner.objects.filter(pk__in=[partner.pk for partner in self.partners])
            self.fields["partner"] = forms.ModelChoiceField(
                label=_("Voor welke organisatie?"), queryset=eigen_partners, empty_label=None
            )
            self.order_fields(["partner"])
        if not any(betaalt(partner, timezone.localdate()) for partner in self.partners):
            del self.fields["kosten"]
        self._schoon: list[SchoonBestand] = []
        sleutels = self.data.getlist("bewaard") if isinstance(self.data, QueryDict) else []
        self.wachtend = wachtkamer.haal_op(sleutels[:MAX_FOTOS], door=user) if sleutels else {}

    def _begin(self, eigen: list[Gebied], recent: list[Gebied]) -> dict[str, Any]:
        """A new one: today, in one's only or last area, public. An existing one: what it says."""
        if self.activiteit is None:
            gebied = recent[0] if recent else eigen[0] if len(eigen) == 1 else None
            return {"datum": timezone.localdate(), "gebied": gebied, "openbaar": True}
        a = self.activiteit
        namen = ("partner", "type", "gebied", "straat", "datum", "deelnemers", "titel", "resultaat", "openbaar")
        begin = {naam: getattr(a, naam) for naam in namen}
        keuze = f"{a.uren.normalize():f}"
        if not a.uren:
            return {**begin, "kosten": a.kosten or None}
        vast = keuze in dict(UREN)
        return {
            **begin,
            "kosten": a.kosten or None,
            "uren_keuze": keuze if vast else ANDERS,
            "uren": None if vast else a.uren.normalize(),
        }

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        if gegevens.get("uren_keuze") == ANDERS and gegevens.get("uren") is None and "uren" not in self.errors:
            self.add_error("uren", _("Vul in hoeveel uur, of kies een van de knoppen."))
        for veld in ("camera", "fotos"):
            for nummer, upload in enumerate(gegevens.get(veld) or [], start=1):
                self._neem_foto(veld, upload, nummer)
        aanwezig = self.activiteit.fotos.count() if self.activiteit else 0
        if aanwezig + len(self.wachtend) + len(self._schoon) > MAX_FOTOS:
            self.add_error("fotos", _("Er kunnen hoogstens %(n)s foto’s bij een activiteit.") % {"n": MAX_FOTOS})
        return gegevens

    def _neem_foto(self, veld: str, upload: UploadedFile, nummer: int) -> None:
        try:
            self._schoon.append(maak_foto_schoon(upload))
        except Weigering as fout:
            self.add_error(veld, f"{upload.name or nummer}: {fout.bericht}")

    def velden(self) -> dict[str, Any]:
        """The fields of the activity, as the domain functions take them."""
        g = self.cleaned_data
        keuze = g["uren_keuze"]
        uren = Decimal(keuze) if keuze and keuze != ANDERS else g["uren"] or Decimal(0)
        namen = ("type", "gebied", "straat", "datum", "deelnemers", "titel", "resultaat", "openbaar")
        return {naam: g[naam] for naam in namen} | {"uren": uren, "kosten": g.get("kosten") or Decimal("0.00")}

    def gekozen_partner(self) -> Partner:
        """The partner to log for: the chosen one, else the activity's own, else the user's only one."""
        if "partner" in self.fields:
            gekozen: Partner = self.cleaned_data["partner"]
            return gekozen
        return self.activiteit.partner if self.activiteit else self.partners[0]

    def schone_fotos(self) -> list[SchoonBestand]:
        """The photos that waited and the new ones."""
        return [*self.wachtend.values(), *self._schoon]

    def bewaar_fotos(self) -> None:
        """Let the new photos wait with the earlier ones until the rest of the form is right."""
        over = MAX_FOTOS - len(self.wachtend)
        for foto in self._schoon[:over]:
            self.wachtend[wachtkamer.zet_neer(foto, door=self.user)] = foto
        self._schoon = []

    def ruim_fotos_op(self) -> None:
        """The photos have found their place."""
        wachtkamer.ruim_op(self.wachtend, door=self.user)


class FotoForm(forms.Form):
    """Photos to add to a draft."""

    camera = ActiviteitForm.declared_fields["camera"]
    fotos = ActiviteitForm.declared_fields["fotos"]


class AltForm(forms.Form):
    """What is to be seen on a photo."""

    alt = forms.CharField(label=_("Wat staat er op de foto?"), max_length=200, required=False)
