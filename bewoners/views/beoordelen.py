"""Judging: first the declaration of interest on a bare page, then the file and the form; and one's own profile."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.generic import FormView

from bewoners.domain import belangen, beoordelen, bijlagen, dossier, steun
from bewoners.enums import Belang, Initiatiefstatus
from bewoners.forms.beoordelen import BeoordeelForm, ProfielForm, VerklaringForm
from bewoners.models import Belangenprofiel, Beoordeling, Initiatief
from bewoners.views.dossier import gestuurd, haal
from kern.models import Gebruiker
from kern.toegang import ToegangMixin, toegang
from kern.verzoek import Verzoek
from kern.views.weigeringen import weigering_als_melding, weigering_op

S = Initiatiefstatus
_METHODEN = ["GET", "HEAD", "POST"]


@require_http_methods(_METHODEN)
@toegang("bewoners.beoordelen")
def beoordeelpagina(request: Verzoek, pk: int) -> HttpResponse:
    """Declare, then judge. Who has an interest never sees more than the declaration."""
    initiatief = haal(request, pk, "bewoners.beoordelen")
    beoordeling = beoordelen.eigen(initiatief, request.user)
    if beoordeling is None or not belangen.is_vrij(initiatief, request.user):
        return verklaren(request, initiatief, hierna=reverse("bewoners:beoordelen", args=[pk]))
    if beoordeling.ingeleverd_op is not None:
        return _gedaan(request, initiatief, beoordeling)
    return _beoordeel(request, initiatief, beoordeling)


def verklaren(request: Verzoek, initiatief: Initiatief, *, hierna: str, beslissen: bool = False) -> HttpResponse:
    """The page that shows only what is needed to know one's interest, with the form to declare it.

    `hierna` is the address where somebody free of interests goes on; `beslissen`: to decide, not to assess.
    """
    form = VerklaringForm(request.POST if "verklaren" in request.POST else None)
    verklaring = belangen.verklaring_van(initiatief, request.user)
    if form.is_bound and form.is_valid():
        with weigering_op(form):
            verklaring = belangen.verklaar(initiatief, door=request.user, **form.cleaned_data)
            if verklaring.belang == Belang.GEEN:
                return redirect(hierna)
            messages.info(request, _("Dank voor uw eerlijkheid. Iemand anders bekijkt dit plan."))
            return redirect(settings.LOGIN_REDIRECT_URL)
    return render(
        request,
        "bewoners/dossier/verklaren.html",
        {
            "initiatief": initiatief,
            "form": form,
            "verklaring": verklaring if verklaring is not None and verklaring.belang != Belang.GEEN else None,
            "geblokkeerd": verklaring is not None,
            "beslissen": beslissen,
        },
    )


def plan(initiatief: Initiatief, user: Gebruiker) -> dict[str, Any]:
    """What an assessor or decider reads of a plan: no contact details, no account number."""
    return {
        "initiatief": initiatief,
        "kosten": initiatief.kosten.all(),
        "andere_dekking": initiatief.dekking.all(),
        "bijlagen": bijlagen.van_aanvraag(
            initiatief, met_persoonsgegevens=user.has_perm("bewoners.persoonsgegevens_zien", initiatief)
        ),
        "aanvullingen": initiatief.aanvullingen.all(),
        "steun": steun.aantal(initiatief),
        "termijnen": [regel for regel in dossier.termijnregels(initiatief) if regel.termijn.voldaan_op is None],
    }


def _beoordeel(request: Verzoek, initiatief: Initiatief, beoordeling: Beoordeling) -> HttpResponse:
    assert initiatief.regelingversie is not None  # noqa: S101 - a submitted file has one, the database says
    criteria = list(initiatief.regelingversie.criteria.all())
    form = BeoordeelForm(gestuurd(request), criteria=criteria, initial=BeoordeelForm.beginwaarden(beoordeling))
    if request.method == "POST":
        if "concept" in request.POST:
            with weigering_als_melding(request):
                beoordelen.bewaar_concept(beoordeling, velden=form.ruw(), door=request.user)
                messages.success(request, _("Uw concept is bewaard. Alleen u ziet het."))
            return redirect("bewoners:beoordelen", initiatief.pk)
        if form.is_valid():
            with weigering_op(form):
                beoordelen.lever_in(
                    beoordeling,
                    scores=form.scores(),
                    advies=form.cleaned_data["advies"],
                    bedrag=form.cleaned_data["bedrag"],
                    toelichting=form.cleaned_data["toelichting"],
                    door=request.user,
                )
                messages.success(request, _("Uw beoordeling is ingeleverd. Bedankt!"))
                return redirect("bewoners:beoordelen", initiatief.pk)
    bezig = initiatief.status == S.IN_BEOORDELING
    gegevens = {**plan(initiatief, request.user), "form": form, "bezig": bezig}
    return render(request, "bewoners/dossier/beoordelen.html", gegevens)


def _gedaan(request: Verzoek, initiatief: Initiatief, beoordeling: Beoordeling) -> HttpResponse:
    """One's own assessment, and those of the others once all are in."""
    if request.method == "POST":
        messages.info(request, _("U hebt deze beoordeling al ingeleverd. Zij verandert niet meer."))
        return redirect("bewoners:beoordelen", initiatief.pk)
    oordelen = beoordelen.oordelen(initiatief)
    eigen = beoordelen.oordeel_van(beoordeling)
    return render(
        request,
        "bewoners/dossier/beoordeeld.html",
        {**plan(initiatief, request.user), "oordelen": oordelen or [eigen], "compleet": bool(oordelen)},
    )


class BelangenprofielView(ToegangMixin, FormView):
    """My address and organisations, so that a conflict of interest is found without asking."""

    toegang = "bewoners.belangen"
    request: Verzoek
    template_name = "bewoners/dossier/belangenprofiel.html"
    form_class = ProfielForm

    def get_initial(self) -> dict[str, Any]:
        return ProfielForm.beginwaarden(Belangenprofiel.objects.filter(gebruiker=self.request.user).first())

    def form_valid(self, form: ProfielForm) -> HttpResponse:
        data = form.cleaned_data
        with weigering_op(form):
            belangen.bewaar_profiel(
                postcode=data["postcode"],
                huisnummer=data["huisnummer"],
                organisaties=data["organisaties"].splitlines(),
                door=self.request.user,
            )
            messages.success(self.request, _("Uw gegevens zijn bewaard."))
            return redirect("bewoners:belangenprofiel")
        return self.form_invalid(form)
