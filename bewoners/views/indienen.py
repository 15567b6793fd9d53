"""Handing a plan in: the page where it starts, and the steps on the draft of this browser."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from bewoners.domain import concepten, indienen, regelingkeuze
from bewoners.domain.adressen import email_sleutel
from bewoners.forms.indienen import StapForm
from bewoners.forms.start import StartForm
from bewoners.models import Initiatief
from bewoners.views import plansessie
from bewoners.views.planstappen import STAPPEN, Planstap
from gebieden.views.kaart import TegelsMixin
from kern.domain import rem
from kern.domain.fouten import GeenToestemming, Weigering
from kern.toegang import IEDEREEN, ToegangMixin
from kern.views.weigeringen import zet_op

#: New drafts and links by mail, an hour, from one address.
STARTS_PER_UUR, LINKS_PER_UUR = 30, 20
#: Links a day to one mailbox.
LINKS_PER_ADRES = 3


class StartView(ToegangMixin, FormView):
    """What the schemes are, what happens when, what one needs; the button makes a draft."""

    toegang = IEDEREEN
    template_name = "bewoners/indienen/start.html"
    form_class = StartForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versies = regelingkeuze.geldige_versies(timezone.localdate())
        return super().get_context_data(
            versies=versies,
            werkdagen=max((v.werkdagen_volledigheid for v in versies), default=5),
            weken=max((v.beslistermijn for v in versies), default=56) // 7,
            dagen_vooraf=max((v.dagen_voor_start for v in versies), default=0),
            concepten=plansessie.losse_concepten(self.request),
            **kwargs,
        )

    def form_valid(self, form: StartForm) -> HttpResponse:
        if form.robot:
            return redirect("bewoners:indienen")
        if not rem.tel(f"start:{rem.adres(self.request)}", hoogstens=STARTS_PER_UUR, seconden=3600):
            form.add_error(
                None, _("Er zijn nu te veel plannen begonnen vanaf uw adres. Probeer het over een uur weer.")
            )
            return self.form_invalid(form)
        initiatief = concepten.begin(door=plansessie.door_van(self.request))
        plansessie.kies(self.request, initiatief)
        return redirect("bewoners:indienen_stap", "idee")


class ConceptMixin(ToegangMixin):
    """For a page on the draft of this browser: `self.initiatief`. Without one people go to the start."""

    toegang = IEDEREEN
    initiatief: Initiatief

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the draft first. Somebody else's is never shown, a stranger may log in for it."""
        gevonden = plansessie.huidig(request)
        if gevonden is None:
            if plansessie.heeft_sleutel(request):
                messages.info(
                    request,
                    _(
                        "Dit plan is op een ander apparaat geopend of weggegooid. "
                        "Is het van u? Open dan hier de link uit uw e-mail."
                    ),
                )
            return redirect("bewoners:mijn" if request.user.is_authenticated else "bewoners:indienen")
        if not plansessie.houdt(request, gevonden):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            plansessie.vergeet(request, gevonden)
            return redirect("bewoners:mijn")
        self.initiatief = gevonden
        return super().dispatch(request, *args, **kwargs)


class StapView(TegelsMixin, ConceptMixin, View):
    """One step. What is right is kept at every POST, what is not as it was typed, so nothing is ever lost."""

    stap: Planstap

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if kwargs["stap"] not in STAPPEN:
            raise Http404
        self.stap = STAPPEN[kwargs["stap"]]
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, stap: str) -> HttpResponse:
        klad = concepten.klad_van(self.initiatief).get(stap)
        form = self.stap.form(self.initiatief, QueryDict(klad) if klad else None, request.GET)
        return self._pagina(form)

    def post(self, request: HttpRequest, stap: str) -> HttpResponse:
        eerder = self.initiatief.email
        form = self.stap.form(self.initiatief, request.POST, request.GET, request.FILES)
        goed = form.is_valid()
        klad = "" if goed and not form.half else _zonder_toebehoren(request.POST)
        try:
            self._bewaar(form, klad)
        except Weigering as fout:
            zet_op(form, fout)
            self._bewaar_klad(_zonder_toebehoren(request.POST))
        if self.initiatief.email != eerder:
            self._stuur_link()
        actie = request.POST.get("actie", "")
        # htmx sends the button that has the focus along, also when a field saves itself
        if not actie or request.headers.get("HX-Trigger") == "stapformulier":
            return self._fragment(form)
        return self.stap.doe(self.initiatief, form, request) or self._verder(form, actie)

    def _verder(self, form: StapForm, actie: str) -> HttpResponse:
        volgorde = indienen.STAPPEN
        plek = volgorde.index(self.stap.naam)
        if actie == "vorige" and plek > 0:
            return redirect("bewoners:indienen_stap", volgorde[plek - 1])
        if actie == "later":
            return redirect("bewoners:indienen_later")
        if form.errors:
            return self._pagina(form)
        return redirect("bewoners:indienen_stap", volgorde[plek + 1])

    def _bewaar(self, form: StapForm, klad: str) -> None:
        door = plansessie.door_van(self.request)
        try:
            self.initiatief = self.stap.bewaar(self.initiatief, form, door, klad)
        except GeenToestemming as fout:
            raise PermissionDenied(fout.bericht) from fout

    def _bewaar_klad(self, klad: str) -> None:
        """A rule refused what the form let pass: keep it as it was typed."""
        try:
            self.initiatief = concepten.bewaar_klad(
                self.initiatief, self.stap.naam, door=plansessie.door_van(self.request), klad=klad
            )
        except GeenToestemming as fout:
            raise PermissionDenied(fout.bericht) from fout
        except Weigering as fout:
            messages.error(self.request, fout.bericht)

    def _stuur_link(self) -> None:
        """The first time an address is filled in, its link goes out; who has an account needs none."""
        email = self.initiatief.email
        if not email or self.initiatief.indiener_id is not None:
            return
        if rem.tel(f"verder:{rem.adres(self.request)}", hoogstens=LINKS_PER_UUR, seconden=3600) and rem.tel(
            f"verder-adres:{email_sleutel(email)}", hoogstens=LINKS_PER_ADRES, seconden=24 * 3600
        ):
            concepten.stuur_link(self.initiatief)

    def _fragment(self, form: StapForm) -> HttpResponse:
        """The answer to saving by itself."""
        context = self._context(form) | {"nu": timezone.localtime()}
        return render(self.request, "bewoners/indienen/_bewaard.html", context)

    def _pagina(self, form: StapForm) -> HttpResponse:
        return render(self.request, f"bewoners/indienen/{self.stap.naam}.html", self._context(form))

    def _context(self, form: StapForm) -> dict[str, Any]:
        return {
            "form": form,
            "initiatief": self.initiatief,
            **stappenlijst(self.stap.naam),
            **self.stap.context(self.initiatief, form, self.request),
        }


def stappenlijst(naam: str) -> dict[str, Any]:
    """What the row of steps at the top of each page wants."""
    volgorde = indienen.STAPPEN
    plek = volgorde.index(naam)
    return {
        "stap": naam,
        "stapnummer": plek + 1,
        "staptitel": STAPPEN[naam].titel,
        "stappen": [(stap, STAPPEN[stap].titel, nummer) for nummer, stap in enumerate(volgorde, start=1)],
        "vorige": volgorde[plek - 1] if plek else None,
    }


def _zonder_toebehoren(vraag: QueryDict) -> str:
    """What was typed, without what belongs to the page."""
    kopie = vraag.copy()
    for naam in ("csrfmiddlewaretoken", "actie"):
        kopie.pop(naam, None)
    return kopie.urlencode()
