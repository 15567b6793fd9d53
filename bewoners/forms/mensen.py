"""The step about people: who asks, how to reach them, and who takes part."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bewoners.domain import adressen, regelingkeuze
from bewoners.domain.medeindieners import HOOGSTENS as MAX_MEDE
from bewoners.enums import Aanvragersoort
from bewoners.forms.indienen import RijenMixin, StapForm
from bewoners.models import Initiatief
from kern.domain.fouten import Weigering
from kern.domain.iban import schoon_iban

_ADRES = re.compile(
    r"(?P<straat>.+) (?P<huisnummer>\d{1,5}[A-Z0-9]{0,6}), (?P<postcode>\d{4} [A-Z]{2}) (?P<woonplaats>.+)"
)


class MensenForm(RijenMixin, StapForm):
    """Who asks, how to reach them, and who takes part."""

    stap = "mensen"
    soort_aanvrager = forms.ChoiceField(label=_("Wie vraagt aan?"), choices=Aanvragersoort.choices,
        initial=Aanvragersoort.BEWONER,        widget=forms.RadioSelect, required=False)  # fmt: skip
    organisatie = forms.CharField(label=_("Naam van de vereniging of stichting"), max_length=120, required=False,
        help_text=_("Alleen invullen als een vereniging of stichting aanvraagt."))  # fmt: skip
    naam = forms.CharField(label=_("Uw naam"), max_length=150, required=False)
    toon_naam = forms.BooleanField(label=_("Mijn naam mag op de website"), required=False,
        help_text=_("Zonder vinkje staat er alleen ‘Een bewoner’ of de naam van uw organisatie."))  # fmt: skip
    telefoon = forms.CharField(label=_("Telefoonnummer"), max_length=30, required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
        help_text=_("Voor als wij een vraag hebben. Komt niet op de website."))  # fmt: skip
    straat = forms.CharField(label=_("Straat"), max_length=80, required=False)
    huisnummer = forms.CharField(label=_("Huisnummer"), max_length=12, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=8, required=False)
    woonplaats = forms.CharField(label=_("Woonplaats"), max_length=60, required=False)
    oud_genoeg = forms.BooleanField(label=_("Ik ben 18 jaar of ouder"), required=False)
    iban = forms.CharField(label=_("Rekeningnummer (IBAN)"), max_length=42, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Mag ook later, als u geld krijgt. Alleen wie betaalt, ziet dit nummer."))  # fmt: skip
    tenaamstelling = forms.CharField(label=_("Op naam van"), max_length=70, required=False)

    def __init__(self, *args: Any, rijen: Mapping[str, int] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        jaar = max((v.minimumleeftijd for v in regelingkeuze.geldige_versies(timezone.localdate())), default=18)
        self.fields["oud_genoeg"].label = _("Ik ben %(jaar)s jaar of ouder") % {"jaar": jaar}
        oud = self.initiatief
        bestaand = list(oud.medeindieners.all()) if oud is not None and oud.pk else []
        gevraagd = max((rijen or {}).get("mede", 0), 1)
        aantal = self.aantal_rijen("mede", bestaand=len(bestaand), gevraagd=gevraagd, hoogstens=MAX_MEDE)
        for nummer in range(aantal):
            mede = bestaand[nummer] if nummer < len(bestaand) else None
            self.fields[f"mede-{nummer}-naam"] = forms.CharField(
                label=_("Meedoen %(n)s: naam") % {"n": nummer + 1},
                max_length=150,
                required=False,
                initial=mede.naam if mede else None,
            )
            self.fields[f"mede-{nummer}-email"] = forms.EmailField(
                label=_("Meedoen %(n)s: e-mailadres") % {"n": nummer + 1},
                required=False,
                initial=mede.email if mede else None,
            )

    def begin(self, initiatief: Initiatief) -> dict[str, Any]:
        begin = super().begin(initiatief)
        delen = _ADRES.fullmatch(initiatief.adres)
        if delen:
            return {**begin, **delen.groupdict()}
        return {**begin, "straat": initiatief.adres, "woonplaats": settings.GEMEENTE_NAAM}

    @property
    def mederijen(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Each co-applicant with two fields."""
        nummers = [n for n in range(MAX_MEDE) if f"mede-{n}-naam" in self.fields]
        return [(self[f"mede-{n}-naam"], self[f"mede-{n}-email"]) for n in nummers]

    def clean_naam(self) -> str:
        return " ".join(self.cleaned_data["naam"].split())

    def clean_soort_aanvrager(self) -> str:
        return self.cleaned_data["soort_aanvrager"] or Aanvragersoort.BEWONER

    def clean_telefoon(self) -> str:
        telefoon = " ".join(self.cleaned_data["telefoon"].split())
        cijfertjes = re.sub(r"[\s().+/-]", "", telefoon)
        if telefoon and not (cijfertjes.isdecimal() and 10 <= len(cijfertjes) <= 15):
            raise ValidationError(_("Een telefoonnummer heeft 10 cijfers, bijvoorbeeld 0592 123456."))
        return telefoon

    def clean_postcode(self) -> str:
        return _of_fout(adressen.schoon_postcode, self.cleaned_data["postcode"])

    def clean_huisnummer(self) -> str:
        return _of_fout(adressen.schoon_huisnummer, self.cleaned_data["huisnummer"])

    def clean_iban(self) -> str:
        return _of_fout(schoon_iban, self.cleaned_data["iban"])

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        gezien: set[str] = set()
        eigen = self.initiatief.email.casefold() if self.initiatief is not None and self.initiatief.email else ""
        for naam, email in self.mederijen:
            adres = gegevens.get(email.name) or ""
            if gegevens.get(naam.name) and not adres and email.name not in self.errors:
                self.add_error(email.name, _("Vul het e-mailadres in. Wij vragen of deze persoon meedoet."))
            elif adres and not gegevens.get(naam.name) and naam.name not in self.errors:
                self.add_error(naam.name, _("Vul de naam in."))
            elif adres and adres.casefold() in gezien:
                self.add_error(email.name, _("Dit e-mailadres staat er twee keer."))
            elif adres and adres.casefold() == eigen:
                self.add_error(email.name, _("Dit is uw eigen e-mailadres. Vul hier iemand anders in."))
            gezien.add(adres.casefold())
        return gegevens

    @property
    def half(self) -> bool:  # type: ignore[override]
        """An address of which a part is there."""
        delen = [self.cleaned_data.get(naam) for naam in ("straat", "huisnummer", "postcode")]
        return any(delen) and not all(delen)

    def geldig(self) -> dict[str, Any]:
        velden = super().geldig()
        adres = {naam: velden.pop(naam, None) for naam in ("straat", "huisnummer", "postcode", "woonplaats")}
        velden = {naam: waarde for naam, waarde in velden.items() if not naam.startswith("mede-")}
        if adres["straat"] and adres["huisnummer"] and adres["postcode"]:
            plaats = adres["woonplaats"] or settings.GEMEENTE_NAAM
            velden["adres"] = f"{adres['straat']} {adres['huisnummer']}, {adres['postcode']} {plaats}"
            velden["adres_sleutel"] = adressen.adres_sleutel(adres["postcode"], adres["huisnummer"])
        elif not any((adres["straat"], adres["huisnummer"], adres["postcode"])) and not self.errors:
            velden["adres"] = velden["adres_sleutel"] = ""
        return velden

    def halve_regel(self) -> str:
        """What there is of an address on paper that has no postcode or number."""
        delen = [self.cleaned_data.get(naam) for naam in ("straat", "huisnummer", "postcode", "woonplaats")]
        return " ".join(deel for deel in delen if deel)

    def mede(self) -> list[tuple[str, str]] | None:
        """The co-applicants that are whole; None when one of the rows is wrong, so that nobody falls out."""
        if any(naam.startswith("mede-") for naam in self.errors):
            return None
        paren = [(self.cleaned_data[naam.name], self.cleaned_data[email.name]) for naam, email in self.mederijen]
        return [(" ".join(naam.split()), email.lower()) for naam, email in paren if naam and email]


def _of_fout(schoon: Callable[[str], str], tekst: str) -> str:
    """What a domain function makes of it, its refusal as an error of the field; empty stays empty."""
    if not tekst.strip():
        return ""
    try:
        return schoon(tekst)
    except Weigering as fout:
        raise ValidationError(fout.bericht) from None
