"""Expenses: the list with what waits, one expense, entering and changing it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from django.views.generic import TemplateView
from stdnum import iban

from budgetten.domain import uitgavedocumenten, uitgavelijsten, uitgaven
from budgetten.domain.regelinzicht import regels_van, verdeling, vrij_op
from budgetten.domain.uitgavevelden import vingerafdruk
from budgetten.enums import Uitgavestatus
from budgetten.forms.filters import UitgaveFilter
from budgetten.forms.uitgaven import AfkeurForm, BetaaldForm, DocumentForm, UitgaveForm
from budgetten.models import Uitgave
from budgetten.views.hulp import doe_eenmalig, pagina, zet_op
from kern.domain import wachtkamer
from kern.domain.fouten import Weigering
from kern.domain.iban import masker_iban
from kern.domain.logboek import logregels
from kern.domain.uploads import SchoonBestand
from kern.models import Gebruiker
from kern.toegang import ToegangMixin, controleer, toegang
from kern.verzoek import Verzoek
from partners.models import Partner

TABBLADEN = {
    "beoordelen": (gettext_lazy("Te beoordelen"), uitgavelijsten.te_beoordelen),
    "concepten": (gettext_lazy("Mijn concepten"), uitgavelijsten.eigen_concepten),
    "betalen": (gettext_lazy("Te betalen"), uitgavelijsten.te_betalen),
}


class UitgavenView(ToegangMixin, TemplateView):
    """Work lists as tabs, for who has work in them; everybody on the staff sees the whole list."""

    toegang = "budgetten.uitgave_zien"
    request: Verzoek
    template_name = "budgetten/uitgaven.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        mag_invoeren = user.has_perm("budgetten.uitgave_invoeren")
        aantallen = uitgavelijsten.aantallen(user)
        tab = self.request.GET.get("tab", "")
        if tab not in {*TABBLADEN, "alle"}:
            tab = next((naam for naam in TABBLADEN if aantallen[naam]), "alle")
        form = UitgaveFilter(self.request.GET)
        rijen = uitgavelijsten.met_namen(rijen_van(user, form, tab))
        return super().get_context_data(
            form=form,
            page_obj=pagina(self.request, rijen),
            tab=tab,
            tabbladen=[
                {"naam": naam, "label": label, "aantal": aantallen[naam]}
                for naam, (label, _lijst) in TABBLADEN.items()
                if mag_invoeren or aantallen[naam]
            ],
            mag_invoeren=mag_invoeren,
            **kwargs,
        )


def rijen_van(user: Gebruiker, form: UitgaveFilter, tab: str) -> QuerySet[Uitgave]:
    """The expenses of a tab that this person may see and asked for: on the page, and in the export of it."""
    rijen = form.filter(Uitgave.objects.zichtbaar_voor(user))
    return rijen.filter(TABBLADEN[tab][1](user)).order_by("datum", "pk") if tab in TABBLADEN else rijen


def haal(request: Verzoek, pk: int) -> Uitgave:
    """The expense when this person may see it, with all its page shows; otherwise 404."""
    zichtbaar = Uitgave.objects.zichtbaar_voor(request.user)
    return get_object_or_404(
        uitgavelijsten.met_namen(zichtbaar)
        .select_related("beoordeeld_door", "betaald_door", "boeking", "activiteit__partner", "verplichting")
        .defer(None)
        .prefetch_related("documenten", "dekking__partner"),
        pk=pk,
    )


@require_safe
@toegang("budgetten.uitgave_zien")
def uitgave(request: Verzoek, pk: int) -> HttpResponse:
    """The page of one expense."""
    return toon(request, haal(request, pk))


def toon(request: Verzoek, rij: Uitgave, **formulieren: Any) -> HttpResponse:
    """Show an expense with the acts open to this person; `formulieren` are those that came back with an error."""
    user = request.user
    open_ = rij.status in {Uitgavestatus.CONCEPT, Uitgavestatus.INGEDIEND, Uitgavestatus.AFGEKEURD}
    delen, bezwaar = verdeling(rij) if open_ else ([], "")
    eigen = rij.ingevoerd_door_id == user.pk
    op_regel = user.has_perm("budgetten.uitgave_invoeren", rij)
    mag_beoordelen = user.has_perm("budgetten.uitgave_beoordelen", rij)
    mag_betalen = rij.status == Uitgavestatus.GOEDGEKEURD and user.has_perm("budgetten.uitgave_betalen", rij)
    mag_wijzigen = user.has_perm("budgetten.uitgave_wijzigen", rij)
    return render(
        request,
        "budgetten/uitgave.html",
        {
            "uitgave": rij,
            "delen": delen,
            "bezwaar": bezwaar,
            "eigen": eigen,
            "mag_wijzigen": mag_wijzigen and rij.verplichting_id is None,
            "mag_indienen": mag_wijzigen,
            "mag_beoordelen": mag_beoordelen,
            "gezien": vingerafdruk(rij) if mag_beoordelen else "",
            "mag_betalen": mag_betalen,
            "iban": iban.format(rij.iban) if mag_betalen else masker_iban(rij.iban),
            "mag_terughalen": eigen and rij.status in {Uitgavestatus.INGEDIEND, Uitgavestatus.AFGEKEURD},
            "mag_weggooien": eigen and rij.status == Uitgavestatus.CONCEPT and rij.activiteit_id is None,
            "mag_document": open_ and (eigen or op_regel),
            "logregels": logregels(rij),
            "afkeurform": AfkeurForm(),
            "betaaldform": BetaaldForm(),
            "documentform": DocumentForm(),
            **formulieren,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@toegang("budgetten.uitgave_invoeren")
def nieuw(request: Verzoek) -> HttpResponse:
    """Enter an expense, as a draft or handed in at once."""
    begin = {"datum": timezone.localdate(), "regel": request.GET.get("regel", "")}
    return _formulier(request, None, begin)


@require_http_methods(["GET", "HEAD", "POST"])
@toegang("budgetten.uitgave_zien")
def wijzigen(request: Verzoek, pk: int) -> HttpResponse:
    """Change one's own draft."""
    rij = haal(request, pk)
    if rij.ingevoerd_door_id != request.user.pk:
        raise PermissionDenied
    if rij.status != Uitgavestatus.CONCEPT:
        messages.info(request, _("Deze uitgave is geen concept meer; wijzigen kan niet."))
        return redirect(rij)
    controleer(request, "budgetten.uitgave_wijzigen", rij)
    if rij.verplichting_id is not None:
        messages.info(request, _("Een betaling wijzigt u niet. Gooi het concept weg en vraag de betaling opnieuw aan."))
        return redirect(rij)
    return _formulier(request, rij, UitgaveForm.beginwaarden(rij))


def _formulier(request: Verzoek, rij: Uitgave | None, begin: dict[str, Any]) -> HttpResponse:
    regels = list(regels_van(request.user))
    if rij is not None and rij.regel not in regels:
        regels.append(rij.regel)
    form = UitgaveForm(
        request.POST or None,
        request.FILES or None,
        initial=begin,
        regels=regels,
        betalers=Partner.objects.betalend(),
    )
    wachtend = None
    if request.method == "POST":
        geldig = form.is_valid()
        wachtend = _document(request, form)
        if geldig and not form.errors:
            antwoord = doe_eenmalig(
                request, form, lambda: _bewaar(request, form, rij, wachtend), anders=reverse("budgetten:uitgaven")
            )
            if antwoord is not None:
                return antwoord
    regel = next((r for r in regels if str(r.pk) == str(form["regel"].value())), None)
    return render(
        request,
        "budgetten/uitgave_formulier.html",
        {
            "form": form,
            "uitgave": rij,
            "wachtend": wachtend,
            "vrij": vrij_op(regel) if regel else None,
            "geen_regels": not regels,
        },
    )


def _document(request: Verzoek, form: UitgaveForm) -> SchoonBestand | None:
    """The checked upload of now or of an earlier try, which waits until the rest of the form is right."""
    gestuurd = request.FILES.get("document")
    sleutel = form["wacht"].value() or ""
    if gestuurd is None:
        return wachtkamer.haal_op([sleutel], door=request.user).get(sleutel)
    try:
        schoon = uitgavedocumenten.controleer(gestuurd)
    except Weigering as fout:
        zet_op(form, fout)
        return None
    gestuurde = request.POST.copy()
    gestuurde["wacht"] = wachtkamer.zet_neer(schoon, door=request.user)
    form.data = gestuurde
    return schoon


def _bewaar(request: Verzoek, form: UitgaveForm, rij: Uitgave | None, document: SchoonBestand | None) -> str:
    regel, velden, door = form.cleaned_data["regel"], form.velden(), request.user
    bewaard = (
        uitgaven.maak(regel, **velden, door=door)
        if rij is None
        else uitgaven.wijzig(rij, regel=regel, **velden, door=door)
    )
    if document is not None:
        uitgavedocumenten.voeg_document_toe(bewaard, bestand=document, door=door)
        wachtkamer.ruim_op([form.data.get("wacht", "")], door=door)
    if "indienen" in request.POST:
        uitgaven.dien_in(bewaard, door=door)
        messages.success(request, _("De uitgave is ingediend. Iemand anders beoordeelt haar."))
    else:
        messages.success(request, _("De uitgave is opgeslagen als concept."))
    return bewaard.get_absolute_url()


@require_safe
@toegang("budgetten.uitgave_invoeren")
def vrij(request: Verzoek) -> HttpResponse:
    """Fragment: what is free on the chosen line, per payer."""
    keuze = request.GET.get("regel") or request.GET.get("van") or ""
    regel = regels_van(request.user).filter(pk=keuze).first() if keuze.isdecimal() and len(keuze) < 19 else None
    return render(request, "budgetten/_vrij.html", {"vrij": vrij_op(regel) if regel else None})
