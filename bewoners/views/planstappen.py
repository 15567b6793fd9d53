"""What each step has of its own: its form, how it is kept, what its page shows, its extra buttons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bewoners.domain import bijlagen, concepten, indienen, regelingkeuze
from bewoners.enums import Bijlagesoort
from bewoners.forms.bestanden import BijlagenForm
from bewoners.forms.indienen import IdeeForm, KostenForm, PlekForm, StapForm
from bewoners.forms.mensen import MensenForm
from bewoners.models import Initiatief
from gebieden.domain import adressen, zoeken
from gebieden.domain.kaart import maak_kaart
from gebieden.enums import Gebiedssoort
from kern.domain import rem
from kern.domain.fouten import Weigering
from kern.models import Gebruiker

#: Addresses looked up, an hour, from one visitor's address.
ZOEKEN_PER_UUR = 120


class Planstap:
    """A step with a form on the fields of the draft."""

    naam: ClassVar[str]
    titel: ClassVar[str | Promise]
    form_class: ClassVar[type[StapForm]]
    rijsoorten: ClassVar[tuple[str, ...]] = ()

    def form(self, initiatief: Initiatief, data: Any, vraag: Mapping[str, str], bestanden: Any = None) -> StapForm:
        """The form, bound when there is data; `vraag` may ask for more rows."""
        if not self.rijsoorten:
            return self.form_class(data, initiatief=initiatief)
        rijen = {soort: int(vraag[soort]) for soort in self.rijsoorten if vraag.get(soort, "").isdecimal()}
        return self.form_class(data, initiatief=initiatief, rijen=rijen)  # type: ignore[call-arg]

    def bewaar(self, initiatief: Initiatief, form: Any, door: Gebruiker | None, klad: str) -> Initiatief:
        """Keep what is right."""
        return concepten.bewaar(initiatief, self.naam, door=door, velden=form.geldig(), klad=klad)

    def doe(self, initiatief: Initiatief, form: Any, request: HttpRequest) -> HttpResponse | None:
        """The answer to a button of this step's own; None for the buttons every step has."""
        soort = request.POST.get("actie", "").removeprefix("rij-")
        if soort in self.rijsoorten:
            aantal = len(form.rijen(soort)) + 1
            adres = reverse("bewoners:indienen_stap", args=[self.naam])
            return redirect(f"{adres}?{soort}={aantal}#{soort}-{aantal - 1}")
        return None

    def context(self, initiatief: Initiatief, form: Any, request: HttpRequest) -> dict[str, Any]:
        """What the page shows besides."""
        return {}


class Idee(Planstap):
    naam, titel, form_class = "idee", gettext_lazy("Uw idee"), IdeeForm


class Plek(Planstap):
    naam, titel, form_class = "plek", gettext_lazy("De plek"), PlekForm

    def doe(self, initiatief: Initiatief, form: PlekForm, request: HttpRequest) -> HttpResponse | None:
        """Search, or take one of the places that were found."""
        actie = request.POST.get("actie", "")
        hier = reverse("bewoners:indienen_stap", args=[self.naam])
        gezocht = request.POST.get("zoek", "").strip()[:100]
        if actie.startswith("kies "):
            try:
                lon, lat, naam = actie.removeprefix("kies ").split(" ", 2)
                keuze = {"lengte": lon, "breedte": lat, "plek_adres": naam}
            except ValueError:
                return redirect(hier)
            gekozen = PlekForm(keuze, initiatief=initiatief)
            if gekozen.is_valid():
                self.bewaar(initiatief, gekozen, initiatief.indiener, "")
                messages.success(request, _("De plek is bewaard: %(plek)s.") % {"plek": naam})
            else:
                messages.error(request, " ".join(str(f) for fouten in gekozen.errors.values() for f in fouten))
            return redirect(hier)
        if actie.startswith("gebied "):
            gekozen = PlekForm({"gebied": actie.removeprefix("gebied ")}, initiatief=initiatief)
            if gekozen.is_valid():
                velden = {naam: gekozen.cleaned_data[naam] for naam in ("gebied", "lengte", "breedte")}
                concepten.bewaar(initiatief, self.naam, door=initiatief.indiener, velden=velden)
            return redirect(hier)
        if actie == "zoek" or (actie == "enter" and gezocht):
            vraag = request.GET.copy()
            vraag.clear()
            vraag["zoek"] = gezocht
            return redirect(f"{hier}?{vraag.urlencode()}#gevonden")
        return None

    def context(self, initiatief: Initiatief, form: PlekForm, request: HttpRequest) -> dict[str, Any]:
        gezocht = request.GET.get("zoek", "").strip()[:100]
        gevonden: list[adressen.Adresvoorstel] = []
        if gezocht and rem.tel(f"adres:{rem.adres(request)}", hoogstens=ZOEKEN_PER_UUR, seconden=3600):
            gevonden = adressen.zoek_adres(gezocht)
        gestuurd = request.POST.get("gebied")
        return {
            "gebiedveld": form["gebied"] if form.errors and not gestuurd else PlekForm(initiatief=initiatief)["gebied"],
            "kaart": maak_kaart(Gebiedssoort.WIJK, titel=_("Wijs de plek van uw plan aan")),
            "gezocht": gezocht,
            "gevonden": gevonden,
            "gebieden": zoeken.zoek(gezocht) if gezocht and not gevonden else [],
            "met_adressen": adressen.beschikbaar(),
            "gebied_anders": gestuurd is not None and gestuurd != str(initiatief.gebied_id or ""),
        }


class Kosten(Planstap):
    naam, titel, form_class = "kosten", gettext_lazy("Kosten"), KostenForm
    rijsoorten = ("kosten", "dekking")

    def bewaar(self, initiatief: Initiatief, form: KostenForm, door: Gebruiker | None, klad: str) -> Initiatief:
        return concepten.bewaar_geld(
            initiatief, door=door, kosten=form.posten("kosten"), dekking=form.posten("dekking"), klad=klad
        )

    def context(self, initiatief: Initiatief, form: KostenForm, request: HttpRequest) -> dict[str, Any]:
        versies = regelingkeuze.geldige_versies(timezone.localdate())
        return {"versies": versies, **som(initiatief, versies)}


class Mensen(Planstap):
    naam, titel, form_class = "mensen", gettext_lazy("De mensen"), MensenForm
    rijsoorten = ("mede",)

    def bewaar(self, initiatief: Initiatief, form: MensenForm, door: Gebruiker | None, klad: str) -> Initiatief:
        return concepten.bewaar_mensen(initiatief, door=door, velden=form.geldig(), mede=form.mede(), klad=klad)

    def context(self, initiatief: Initiatief, form: MensenForm, request: HttpRequest) -> dict[str, Any]:
        return {"medeindieners": {mede.email: mede for mede in initiatief.medeindieners.all()}}


class Bijlagen(Planstap):
    """Files are kept one by one as they come in, so a wrong one does not take the right ones along."""

    naam, titel, form_class = "bijlagen", gettext_lazy("Bijlagen"), BijlagenForm

    def form(self, initiatief: Initiatief, data: Any, vraag: Mapping[str, str], bestanden: Any = None) -> StapForm:
        return BijlagenForm(data, bestanden, initiatief=initiatief)

    def bewaar(self, initiatief: Initiatief, form: BijlagenForm, door: Gebruiker | None, klad: str) -> Initiatief:
        vast = concepten.bewaar_klad(initiatief, self.naam, door=door, klad="")
        for bijlage, alt, openbaar in form.beschrijvingen():
            bijlagen.beschrijf(bijlage, alt=alt, openbaar=openbaar, door=door)
        for veld, soort, bestand in form.schone_bestanden():
            try:
                bijlagen.voeg_bijlage_toe(
                    vast, soort=soort, bestand=bestand, door=door,
                    openbaar=soort == Bijlagesoort.FOTO and form.cleaned_data["openbaar"],
                )  # fmt: skip
            except Weigering as fout:
                form.add_error(veld, f"{bestand.naam}: {fout.bericht}")
        return vast

    def doe(self, initiatief: Initiatief, form: BijlagenForm, request: HttpRequest) -> HttpResponse | None:
        """Add files and stay here, or take one away."""
        actie = request.POST.get("actie", "")
        nummer = actie.removeprefix("weg-")
        if actie.startswith("weg-") and nummer.isdecimal():
            bijlage = initiatief.bijlagen.filter(pk=int(nummer)).first()
            if bijlage is not None:
                bijlagen.verwijder_bijlage(bijlage, door=initiatief.indiener)
                messages.success(request, _("Het bestand is weggehaald."))
            return redirect("bewoners:indienen_stap", self.naam)
        if actie in {"toevoegen", "enter"} and not form.errors:
            return redirect("bewoners:indienen_stap", self.naam)
        return None

    def context(self, initiatief: Initiatief, form: BijlagenForm, request: HttpRequest) -> dict[str, Any]:
        return {"hoogstens": bijlagen.MAX_AANVRAAG, "aanwezig": form.aanwezig()}


class Controleren(Planstap):
    """Has a view of its own; here for the row of steps."""

    naam, titel = "controleren", gettext_lazy("Controleren")


STAPPEN: dict[str, Planstap] = {
    stap.naam: stap for stap in (Idee(), Plek(), Kosten(), Mensen(), Bijlagen(), Controleren())
}


def som(initiatief: Initiatief, versies: list[Any]) -> dict[str, Any]:
    """The sum of the costs, in figures and in words: what is asked, and under which scheme."""
    kosten = sum(post.bedrag for post in initiatief.kosten.all())
    dekking = sum(post.bedrag for post in initiatief.dekking.all())
    return {
        "kosten_totaal": kosten,
        "dekking_totaal": dekking,
        "te_veel": dekking - kosten if dekking > kosten else None,
        "regeling": regelingkeuze.versie_voor(initiatief.gevraagd, versies),
        "bezwaar": next(iter(t.tekst for t in indienen.ontbreekt(initiatief) if t.veld == "gevraagd"), "")
        if kosten
        else "",
    }
