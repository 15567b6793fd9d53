"""The last steps: looking everything over, the code by mail, and the page that says what happens now."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.email_verification import verify_email_indirectly
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView

from bewoners.domain import bevestigen, concepten, indienen, regelingkeuze, tijdlijn
from bewoners.domain.adressen import email_sleutel
from bewoners.enums import Initiatiefstatus
from bewoners.forms.indienen import CodeForm
from bewoners.models import Initiatief
from bewoners.views import plansessie
from bewoners.views.indienen import ConceptMixin, stappenlijst
from bewoners.views.planstappen import som
from kern.domain import rem
from kern.domain.fouten import GeenToestemming, Weigering
from kern.models import Gebruiker
from kern.toegang import IEDEREEN, ToegangMixin

#: Codes an hour, to one mailbox and from one visitor's address; tries an hour from one visitor's address.
CODES_PER_ADRES, CODES_PER_BEZOEKER, POGINGEN_PER_BEZOEKER = 6, 30, 60
#: Codes and tries a day for one mailbox, over all drafts and visitors: each new code would give new tries, and a code
#: opens an account.
CODES_PER_DAG, POGINGEN_PER_DAG, DAG = 15, 20, 24 * 3600


class ControleView(ConceptMixin, TemplateView):
    """Everything at a glance, what is still missing, and the button that hands it in."""

    template_name = "bewoners/indienen/controleren.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        initiatief = self.initiatief
        klad = concepten.klad_van(initiatief)
        return super().get_context_data(
            initiatief=initiatief,
            tekort=indienen.ontbreekt(initiatief),
            fout_in=[stap for stap in indienen.STAPPEN if stap in klad],
            kosten=initiatief.kosten.all(),
            dekking=initiatief.dekking.all(),
            medeindieners=initiatief.medeindieners.all(),
            bijlagen=initiatief.bijlagen.all(),
            direct=_kan_direct(self.request, initiatief),
            **som(initiatief, regelingkeuze.geldige_versies(timezone.localdate())),
            **stappenlijst("controleren"),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand it in at once for who is logged in; anybody else gets a code first."""
        if indienen.ontbreekt(self.initiatief):
            return self.get(request, *args, **kwargs)
        door = plansessie.door_van(request)
        if door is not None:
            return _stuur_in(request, self.initiatief, door)
        if _stuur_code(request, self.initiatief):
            return redirect("bewoners:indienen_code")
        return self.get(request, *args, **kwargs)


@method_decorator(never_cache, name="dispatch")
class CodeView(ConceptMixin, FormView):
    """The code from the mail: right, and the plan is handed in and its applicant logged in."""

    template_name = "bewoners/indienen/code.html"
    form_class = CodeForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(initiatief=self.initiatief, **stappenlijst("controleren"), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("actie") == "opnieuw":
            if _stuur_code(request, self.initiatief):
                messages.success(request, _("Wij hebben u een nieuwe code gestuurd."))
            return redirect("bewoners:indienen_code")
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        if not rem.tel(f"code-poging:{rem.adres(self.request)}", hoogstens=POGINGEN_PER_BEZOEKER, seconden=3600):
            form.add_error("code", _("U hebt te vaak een code geprobeerd. Probeer het over een uur weer."))
            return self.form_invalid(form)
        mailbox = email_sleutel(self.initiatief.email)
        if not rem.tel(f"code-poging-adres:{mailbox}", hoogstens=POGINGEN_PER_DAG, seconden=DAG):
            form.add_error("code", _("Er is vandaag te vaak een code geprobeerd. Probeer het morgen weer."))
            return self.form_invalid(form)
        try:
            bevestigen.bevestig(self.initiatief, code=form.cleaned_data["code"])
        except Weigering as fout:
            form.add_error("code", fout.bericht)
            return self.form_invalid(form)
        self.initiatief.refresh_from_db()
        if self.initiatief.status != Initiatiefstatus.CONCEPT:  # the button was pressed twice
            return redirect(indienen.klaar_adres(self.initiatief))
        return _log_in_en_stuur_in(self.request, self.initiatief)


class IngestuurdView(ToegangMixin, TemplateView):
    """What happens now and when. The address is a signed number; nothing here is private."""

    toegang = IEDEREEN
    template_name = "bewoners/indienen/ingestuurd.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        initiatief = indienen.van_klaar_adres(self.kwargs["token"])
        if initiatief is None:
            raise Http404
        return super().get_context_data(
            initiatief=initiatief,
            vervolg=tijdlijn.vervolg(initiatief),
            eigen=initiatief.indiener_id is not None and initiatief.indiener_id == self.request.user.pk,
            **kwargs,
        )


def _kan_direct(request: HttpRequest, initiatief: Initiatief) -> bool:
    """Whether no code is needed."""
    return request.user.is_authenticated and initiatief.indiener_id in {None, request.user.pk}


def _stuur_code(request: HttpRequest, initiatief: Initiatief) -> bool:
    """Mail a code, unless there were too many; then say so."""
    mailbox = email_sleutel(initiatief.email)
    mag = (
        rem.tel(f"code:{rem.adres(request)}", hoogstens=CODES_PER_BEZOEKER, seconden=3600)
        and rem.tel(f"code-adres:{mailbox}", hoogstens=CODES_PER_ADRES, seconden=3600)
        and rem.tel(f"code-adres:{mailbox}", hoogstens=CODES_PER_DAG, seconden=DAG)
    )
    if not mag:
        messages.error(request, _("U hebt te vaak een code aangevraagd. Probeer het over een uur weer."))
        return False
    try:
        bevestigen.stuur_code(initiatief)
    except GeenToestemming as fout:
        raise PermissionDenied(fout.bericht) from fout
    except Weigering as fout:
        messages.error(request, fout.bericht)
        return False
    return True


def _log_in_en_stuur_in(request: HttpRequest, initiatief: Initiatief) -> HttpResponse:
    """The account of the confirmed address, logged in as allauth does it: a second factor is still asked for, and
    then the plan waits on the page it came from."""
    try:
        gebruiker = bevestigen.gebruiker_voor(initiatief)
    except Weigering as fout:
        messages.error(request, fout.bericht)
        return redirect("bewoners:indienen_stap", "controleren")
    record_authentication(request, gebruiker, method="code", email=gebruiker.email)
    verify_email_indirectly(request, gebruiker, gebruiker.email)
    terug = reverse("bewoners:indienen_stap", args=["controleren"])
    antwoord = perform_login(request, Login(user=gebruiker, email=gebruiker.email, redirect_url=terug))
    door = plansessie.door_van(request)
    if door is None or door.pk != gebruiker.pk:
        return antwoord
    concepten.koppel_bevestigde(door)
    return _stuur_in(request, initiatief, door)


def _stuur_in(request: HttpRequest, initiatief: Initiatief, door: Gebruiker) -> HttpResponse:
    try:
        vast = indienen.koppel_en_dien_in(initiatief, door=door)
    except GeenToestemming as fout:
        raise PermissionDenied(fout.bericht) from fout
    except Weigering as fout:
        initiatief.refresh_from_db()
        if initiatief.status == Initiatiefstatus.CONCEPT:
            messages.error(request, fout.bericht)
            return redirect("bewoners:indienen_stap", "controleren")
        vast = initiatief  # the button was pressed twice
    plansessie.vergeet(request, vast)
    return redirect(indienen.klaar_adres(vast))
