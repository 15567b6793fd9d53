"""Month reports: the archive, one report, its files, asking for one now, and who gets a mail."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import DetailView, FormView, ListView

from budgetten.domain import rapporten
from budgetten.domain.begrippen import BEGRIPPEN, KOPPEN
from budgetten.domain.queries import boekjaren
from budgetten.domain.rapportkeuzes import waarde_van, waaroverkeuzes
from budgetten.domain.rapportvorm import REGELMATEN, Waarover, na_afloop
from budgetten.forms.rapporten import RapportFilter, RapportForm, WaaroverForm
from budgetten.models import Rapport, Rapportabonnement
from budgetten.views.hulp import pagina, weigering_als_melding, weigering_op
from kern.componenten.opmaak import cijfers
from kern.domain.logboek import logregels
from kern.downloads import bestand_antwoord
from kern.toegang import ObjectToegangMixin, ToegangMixin, toegang
from kern.verzoek import Verzoek

#: Tasks shown above the archive; there can be many after a long standstill.
TAKEN = 10
_BESTANDEN = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


@method_decorator(never_cache, name="dispatch")
class RapportenView(ToegangMixin, ListView):
    """The archive: the newest version of each report. Asked by htmx, only what is under way."""

    request: Verzoek
    toegang = "budgetten.rapport_zien"
    context_object_name = "rapporten"
    paginate_by = 50

    def get_template_names(self) -> list[str]:
        return ["budgetten/_rapporttaken.html" if self.request.htmx else "budgetten/rapporten.html"]

    def get_queryset(self) -> QuerySet[Rapport]:
        self.filter_form = RapportFilter(
            self.request.GET, jaren=[boekjaar.jaar for boekjaar in boekjaren()], keuzes=waaroverkeuzes()
        )
        nieuwer = Rapport.objects.filter(
            Q(gebied=OuterRef("gebied")) | Q(gebied=None),
            Q(partner=OuterRef("partner")) | Q(partner=None),
            soort=OuterRef("soort"),
            scope=OuterRef("scope"),
            periode=OuterRef("periode"),
            versie__gt=OuterRef("versie"),
        )
        rijen = Rapport.objects.exclude(Exists(nieuwer)).select_related("periode", "gebied", "partner").defer("data")
        return self.filter_form.filter(rijen).order_by(
            "-periode__begin",
            F("partner__volgorde").asc(nulls_first=True),
            F("gebied__code").asc(nulls_first=True),
            "pk",
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        mag_maken = user.has_perm("budgetten.rapport_maken")
        abonnementen = Rapportabonnement.objects.filter(gebruiker=user).select_related("gebied", "partner")
        return super().get_context_data(
            form=self.filter_form,
            gefilterd=any(self.filter_form.cleaned_data.values()),
            mag_maken=mag_maken,
            taken=list(rapporten.lopende_taken()[:TAKEN]) if mag_maken else [],
            aantal_taken=rapporten.lopende_taken().count() if mag_maken else 0,
            abonnementen=[(rij, waarde_van(Waarover(rij.gebied, rij.partner))) for rij in abonnementen],
            abonneer_form=WaaroverForm(keuzes=self.filter_form.keuzes),
            **kwargs,
        )


class RapportView(ObjectToegangMixin, DetailView):
    """One version of one report, read from what was frozen and never from the ledger."""

    request: Verzoek
    toegang = "budgetten.rapport_zien"
    template_name = "budgetten/rapport.html"
    context_object_name = "rapport"
    queryset = Rapport.objects.select_related("periode__boekjaar", "gebied", "partner", "gemaakt_door")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rapport: Rapport = self.object
        user, data = self.request.user, rapport.data
        waarover = rapporten.waarover_van(rapport)
        boekingen = pagina(self.request, data["boekingen"])
        boekingen.object_list = [_boeking(boeking) for boeking in boekingen.object_list]
        versies = list(rapporten.versies(rapport.periode, waarover).select_related("gemaakt_door").defer("data"))
        return super().get_context_data(
            waarover=waarover,
            tussentijds=not na_afloop(rapport.bekend_op, rapport.periode),
            waarde=waarde_van(waarover),
            overzicht=_overzicht(data),
            kerncijfers=[
                (KOPPEN[maat], Decimal(data["overzicht"]["stand"][maat])) for maat in ("begroot", "besteed", "vrij")
            ],
            delen=[
                (sleutel, KOPPEN[maat], Decimal(data["overzicht"]["stand"][maat]))
                for sleutel, maat in (
                    ("besteed", "besteed"),
                    ("verplicht", "verplicht"),
                    ("toegezegd", "toegekend"),
                    ("vrij", "vrij"),
                )
            ],
            groepen=_groepen(data),
            boekingen=boekingen,
            volledig=data["boekingen_volledig"],
            versies=versies,
            nieuwste=versies[0],
            verschil=_verschil(rapport),
            logregels=logregels(rapport) if user.has_perm("kern.log_zien") else None,
            mag_maken=user.has_perm("budgetten.rapport_maken"),
            geabonneerd=Rapportabonnement.objects.filter(gebruiker=user, **waarover.velden).exists(),
            **kwargs,
        )


@require_safe
@toegang("budgetten.rapport_zien")
def rapport_bestand(request: HttpRequest, pk: int, soort: str) -> HttpResponseBase:
    """The frozen workbook or PDF, byte for byte as it was made."""
    rapport = get_object_or_404(Rapport.objects.defer("data"), pk=pk)
    veld = getattr(rapport, soort)
    try:
        bestand = veld.open("rb")
    except FileNotFoundError:
        messages.error(request, _("Dit bestand is niet meer op de server. Vraag de beheerder om de reservekopie."))
        return redirect(rapport)
    return bestand_antwoord(bestand, naam=rapporten.bestandsnaam(rapport, soort), mimetype=_BESTANDEN[soort])


class RapportMakenView(ToegangMixin, FormView):
    """Ask for a report now. Whether there is anything new to say is found out by the task."""

    request: Verzoek
    toegang = "budgetten.rapport_maken"
    template_name = "budgetten/rapport_maken.html"
    form_class = RapportForm

    def get_initial(self) -> dict[str, Any]:
        return {naam: self.request.GET[naam] for naam in ("periode", "waarover") if naam in self.request.GET}

    def form_valid(self, form: RapportForm) -> HttpResponse:
        with weigering_op(form):
            taak = rapporten.vraag_rapport_aan(
                form.cleaned_data["periode"],
                waarover=form.cleaned_data["waarover"],
                reden=form.cleaned_data["reden"],
                door=self.request.user,
            )
            return redirect(taak)
        return self.form_invalid(form)


@require_POST
@toegang("budgetten.rapport_zien")
def rapport_abonneren(request: Verzoek) -> HttpResponse:
    """Start or stop (`actie=stop`) the mails about one thing; goes back to the report or the archive."""
    form = WaaroverForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Kies waarover u e-mail wilt krijgen."))
        return redirect("budgetten:rapporten")
    waarover = form.cleaned_data["waarover"]
    with weigering_als_melding(request):
        if request.POST.get("actie") == "stop":
            rapporten.zeg_op(request.user, waarover=waarover)
            messages.success(request, _("U krijgt geen e-mail meer over %(naam)s.") % {"naam": waarover.naam})
        else:
            rapporten.abonneer(request.user, waarover=waarover)
            messages.success(
                request, _("U krijgt e-mail als er een rapport klaarstaat over %(naam)s.") % {"naam": waarover.naam}
            )
    nummer = request.POST.get("rapport", "")
    if nummer.isdecimal() and len(nummer) < 19:
        return redirect(reverse("budgetten:rapport", args=[int(nummer)]))
    return redirect("budgetten:rapporten")


def _boeking(boeking: dict[str, str]) -> dict[str, Any]:
    """A booking of the frozen figures, with a real date and amount."""
    return boeking | {"datum": parse_date(boeking["datum"]), "bedrag": Decimal(boeking["bedrag"])}


def _overzicht(data: dict[str, Any]) -> list[dict[str, Any]]:
    rijen = []
    for maat in KOPPEN:
        if maat in data["overzicht"]["stand"]:
            stand = Decimal(data["overzicht"]["stand"][maat])
            verandering = Decimal(data["overzicht"]["verandering"][maat])
            rijen.append(
                {
                    "kop": KOPPEN[maat],
                    "uitleg": BEGRIPPEN[maat],
                    "vorige": stand - verandering,
                    "verandering": verandering,
                    "stand": stand,
                }
            )
    return rijen


def _groepen(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The tables per area, theme and payer: each amount with how it changed in the month, and totals."""
    groepen = []
    for sleutel, titel, kop in (
        ("gebieden", _("Per gebied"), _("Gebied")),
        ("themas", _("Per thema"), _("Thema")),
        ("partners", _("Per betaler"), _("Betaler")),
    ):
        if not data[sleutel]:
            continue
        maten = [maat for maat in KOPPEN if maat in data[sleutel][0]["stand"]] or list(REGELMATEN)
        rijen = [{"naam": rij["naam"], "cellen": [_cel(maat, [rij]) for maat in maten]} for rij in data[sleutel]]
        groepen.append(
            {
                "titel": titel,
                "kop": kop,
                "koppen": [KOPPEN[maat] for maat in maten],
                "rijen": rijen,
                "totaal": [_cel(maat, data[sleutel]) for maat in maten],
            }
        )
    return groepen


def _cel(maat: str, rijen: list[dict[str, Any]]) -> dict[str, Any]:
    stand = sum((Decimal(rij["stand"][maat]) for rij in rijen), Decimal("0.00"))
    verandering = sum((Decimal(rij["verandering"][maat]) for rij in rijen), Decimal("0.00"))
    teken = "+" if verandering > 0 else ""
    return {"stand": cijfers(stand), "verandering": f"{teken}{cijfers(verandering)}" if verandering else ""}


def _verschil(rapport: Rapport) -> dict[str, Any] | None:
    verschil = rapporten.verschil(rapport)
    if verschil is None:
        return None
    return {
        "vorige": verschil.vorige,
        "maten": [
            {"kop": KOPPEN.get(maat, maat), "toen": toen, "nu": nu, "verschil": nu - toen}
            for maat, toen, nu in verschil.maten
        ],
        "erbij": [_boeking(boeking) for boeking in verschil.erbij],
        "eraf": [_boeking(boeking) for boeking in verschil.eraf],
    }
