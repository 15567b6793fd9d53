"""Objections: made by the applicant, handled by somebody who had no part in the decision."""

from typing import Any, cast

from django.contrib import messages
from django.db.models import Case, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, ListView

from bewoners.domain import belangen, besluitkeuzes, bezwaren
from bewoners.enums import Bezwaarstatus
from bewoners.forms.rechtsmiddel import BezwaarBesluitForm, BezwaarForm, HoorzittingForm, VerdaagForm
from bewoners.models import Bezwaar, Initiatief
from bewoners.views.basis import DossierFormView
from bewoners.views.beoordelen import verklaren
from budgetten.views.hulp import doe_eenmalig
from kern.toegang import ObjectToegangMixin, ToegangMixin, controleer, toegang
from kern.verzoek import Verzoek
from kern.views.weigeringen import weigering_als_melding, weigering_op


class BezwaarMakenView(DossierFormView):
    """The applicant objects; the coordinator enters a letter that came by post."""

    toegang = "bewoners.gesprek"
    template_name = "bewoners/rechtsmiddel/bezwaar_maken.html"
    form_class = BezwaarForm
    titel: str | Promise = gettext_lazy("Bezwaar maken")
    uitleg: str | Promise = gettext_lazy(
        "Iemand die niet bij het besluit betrokken was, bekijkt het opnieuw. U mag uw verhaal vertellen. "
        "Daarna krijgt u een brief met een nieuw besluit."
    )
    knop: str | Promise = gettext_lazy("Bezwaar versturen")
    gelukt: str | Promise = gettext_lazy("Wij hebben uw bezwaar ontvangen. U hoort van ons.")

    def get_toegang_object(self) -> Initiatief:
        initiatief = super().get_toegang_object()
        self.papier = self.request.user.pk != initiatief.indiener_id
        if self.papier:
            self.titel, self.knop = _("Bezwaar invoeren"), _("Invoeren")
            self.uitleg = _("Neem over wat er in de brief staat. Iemand die niet bij het besluit was, behandelt het.")
            self.gelukt = _("Het bezwaar is ingevoerd.")
        return initiatief

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "initiatief": self.initiatief, "op_papier": self.papier}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        keuzes = bezwaren.aanvechtbaar(self.initiatief)
        vandaag = timezone.localdate()
        return super().get_context_data(
            keuzes=keuzes,
            uiterlijk=bezwaren.laatste_dag(keuzes[0]) if keuzes else None,
            kan_te_laat=self.papier or any(bezwaren.laatste_dag(besluit) < vandaag for besluit in keuzes),
            eerdere=self.initiatief.bezwaren.select_related("besluit"),
            antwoord=self.initiatief.termijnen.filter(soort="bezwaar_beslissing", voldaan_op=None).first(),
            **kwargs,
        )

    def doe(self, data: dict[str, Any]) -> object:
        return bezwaren.dien_in(door=self.request.user, **data)


@require_POST
@toegang("bewoners.eigen")
def intrekken(request: Verzoek, pk: int) -> HttpResponse:
    """The applicant takes an objection back."""
    bezwaar = get_object_or_404(_met_alles(), pk=pk)
    controleer(request, "bewoners.bezwaar_eigen", bezwaar)
    with weigering_als_melding(request):
        bezwaren.trek_in(bezwaar, door=request.user)
        messages.success(request, _("Uw bezwaar is ingetrokken."))
    return redirect("bewoners:bezwaar_maken", bezwaar.initiatief_id)


class BezwarenView(ToegangMixin, ListView):
    """Objections this person may handle, open ones first."""

    toegang = "bewoners.bezwaar_behandelen"
    template_name = "bewoners/rechtsmiddel/bezwaren.html"
    paginate_by = 30

    def get_queryset(self) -> QuerySet[Bezwaar]:
        return (
            _met_alles()
            .exclude(besluitnemer=self.request.user.pk)
            .exclude(initiatief__indiener=self.request.user.pk)
            .exclude(initiatief__beoordelingen__beoordelaar=self.request.user.pk)
            .order_by(Case(When(status__in=bezwaren.OPEN, then=0), default=1), "-ingediend_op")
        )


class BezwaarView(ObjectToegangMixin, DetailView):
    """One objection with the forms to handle it."""

    toegang = "bewoners.bezwaar_behandelen"
    template_name = "bewoners/rechtsmiddel/bezwaar.html"
    context_object_name = "bezwaar"

    def get_queryset(self) -> QuerySet[Bezwaar]:
        return _met_alles()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**_context(self.object), **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        geweigerd = _eerst_verklaren(cast("Verzoek", request), self.get_object())
        return geweigerd or super().get(request, *args, **kwargs)

    def post(self, request: Verzoek, *args: Any, **kwargs: Any) -> HttpResponse:
        """The declaration of interest."""
        bezwaar = self.get_object()
        return _eerst_verklaren(request, bezwaar) or redirect(bezwaar)


def _eerst_verklaren(request: Verzoek, bezwaar: Bezwaar) -> HttpResponse | None:
    """Who may decide declares before an open objection opens, as for any decision (Awb 2:4)."""
    initiatief = bezwaar.initiatief
    if bezwaar.status not in bezwaren.OPEN or not belangen.mag_verklaren(initiatief, request.user):
        return None
    if belangen.is_vrij(initiatief, request.user):
        return None
    return verklaren(request, initiatief, hierna=bezwaar.get_absolute_url(), beslissen=True)


def _met_alles() -> QuerySet[Bezwaar]:
    return Bezwaar.objects.select_related(
        "besluit__door",
        "initiatief__gebied__ouder__ouder",
        "initiatief__regelingversie__regeling",
        "initiatief__thema",
        "behandelaar",
        "beslist_door",
    )


def _besluitform(bezwaar: Bezwaar, *args: Any) -> BezwaarBesluitForm:
    return BezwaarBesluitForm(
        *args,
        bezwaar=bezwaar,
        regels=list(besluitkeuzes.regels_voor(bezwaar.initiatief)),
        betalers=besluitkeuzes.betalers_voor(bezwaar.initiatief),
    )


def _context(bezwaar: Bezwaar, **forms: Any) -> dict[str, Any]:
    is_open = bezwaar.status in bezwaren.OPEN
    return {
        "is_open": is_open,
        "termijn": bezwaar.initiatief.termijnen.filter(soort="bezwaar_beslissing").last(),
        "laatste_dag": bezwaren.laatste_dag(bezwaar.besluit),
        **(
            {
                "hoorform": HoorzittingForm(initial={"gehoord_op": bezwaar.gehoord_op, "verslag": bezwaar.verslag}),
                "verdaagform": VerdaagForm(),
                "besluitform": _besluitform(bezwaar),
            }
            if is_open
            else {}
        ),
        **forms,
    }


def _haal(request: Verzoek, pk: int) -> Bezwaar:
    bezwaar = get_object_or_404(_met_alles(), pk=pk)
    controleer(request, "bewoners.bezwaar_behandelen", bezwaar)
    return bezwaar


def _opnieuw(request: Verzoek, bezwaar: Bezwaar, **forms: Any) -> HttpResponse:
    context = {"bezwaar": bezwaar, **_context(bezwaar, **forms)}
    return render(request, "bewoners/rechtsmiddel/bezwaar.html", context)


@require_POST
@toegang("bewoners.bezwaar_behandelen")
def oppakken(request: Verzoek, pk: int) -> HttpResponse:
    """Take it on."""
    bezwaar = _haal(request, pk)
    with weigering_als_melding(request):
        bezwaren.neem_in_behandeling(bezwaar, door=request.user)
        messages.success(request, _("U behandelt dit bezwaar."))
    return redirect("bewoners:bezwaar", pk)


@require_POST
@toegang("bewoners.bezwaar_behandelen")
def horen(request: Verzoek, pk: int) -> HttpResponse:
    """Record the hearing."""
    bezwaar = _haal(request, pk)
    form = HoorzittingForm(request.POST)
    if form.is_valid():
        with weigering_op(form):
            bezwaren.leg_hoorzitting_vast(bezwaar, door=request.user, **form.cleaned_data)
            messages.success(request, _("Het gesprek is vastgelegd."))
            return redirect("bewoners:bezwaar", pk)
    return _opnieuw(request, bezwaar, hoorform=form)


@require_POST
@toegang("bewoners.bezwaar_behandelen")
def verdagen(request: Verzoek, pk: int) -> HttpResponse:
    """Six weeks more."""
    bezwaar = _haal(request, pk)
    form = VerdaagForm(request.POST)
    if form.is_valid():
        with weigering_op(form):
            bezwaren.verdaag(bezwaar, door=request.user, **form.cleaned_data)
            messages.success(request, _("De beslissing is zes weken uitgesteld. De brief is onderweg."))
            return redirect("bewoners:bezwaar", pk)
    return _opnieuw(request, bezwaar, verdaagform=form)


@require_POST
@toegang("bewoners.bezwaar_behandelen")
def beslissen(request: Verzoek, pk: int) -> HttpResponse:
    """Decide."""
    bezwaar = _haal(request, pk)
    form = _besluitform(bezwaar, request.POST)
    if form.is_valid():

        def actie() -> str:
            vast = bezwaren.beslis(
                bezwaar,
                uitkomst=Bezwaarstatus(form.cleaned_data["uitkomst"]),
                motivering=form.cleaned_data["motivering"],
                dekking=form.dekking(),
                regel=form.cleaned_data.get("regel"),
                door=request.user,
            )
            messages.success(request, _("Op het bezwaar is beslist. De brief is onderweg."))
            return vast.get_absolute_url()

        if antwoord := doe_eenmalig(request, form, actie, anders=bezwaar.get_absolute_url()):
            return antwoord
    return _opnieuw(request, bezwaar, besluitform=form)
