"""Public pages about partners and the agreement, and the beheerder's pages for joining and leaving."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, FormView, TemplateView

from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import logregels
from kern.toegang import IEDEREEN, ToegangMixin
from kern.verzoek import Verzoek
from partners.domain import queries
from partners.domain.deelname import sluit_aan, stop_deelname
from partners.enums import BETALENDE_ROLLEN, Rol
from partners.forms.deelname import SluitAanForm, StopForm
from partners.models import Deelname, Overeenkomst, Partner

#: The heading of each part in the agreement and what it means, in plain words.
ROLUITLEG = {
    Rol.OPDRACHTGEVER: (_("Opdrachtgever"), _("Geeft de opdracht, betaalt mee en beheert het budget.")),
    Rol.CONVENANTPARTNER: (_("Convenantpartners"), _("Betalen mee en beslissen mee over het geld.")),
    Rol.VERBONDEN_PARTIJ: (_("Verbonden partijen"), _("Werken mee in de wijken, zonder geld in te leggen.")),
    Rol.MOGELIJKE_PARTNER: (
        _("Mogelijke partners"),
        _("Kunnen later aansluiten. Zij betalen en beslissen nog niet mee."),
    ),
}


class PartnersView(ToegangMixin, TemplateView):
    """Who takes part, in what role and for how much."""

    toegang = IEDEREEN
    publiek_cachen = True
    template_name = "partners/partners.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        standen = queries.partnerstanden()
        groepen = [(*ROLUITLEG[rol], [s for s in standen if s.nu and s.nu.rol == rol]) for rol in Rol]
        betalend = [s for s in standen if s.nu and s.nu.rol in BETALENDE_ROLLEN]
        return super().get_context_data(
            groepen=[groep for groep in groepen if groep[2]],
            gestopt=[stand for stand in standen if stand.nu is None and stand.historie],
            aantal_betalers=len(betalend),
            mag_wijzigen=self.request.user.has_perm("partners.overeenkomst_wijzigen"),
            overeenkomst=queries.geldende_overeenkomst(),
            totaal=sum((stand.jaarbedrag for stand in betalend), start=Decimal(0)),
            **kwargs,
        )


class PartnerView(ToegangMixin, DetailView):
    """One partner: its part now and before, its pledge, its public activities; colleagues for staff only."""

    toegang = IEDEREEN
    publiek_cachen = True
    model = Partner
    template_name = "partners/partner.html"

    def get_queryset(self) -> QuerySet[Partner]:
        return Partner.objects.filter(slug=self.kwargs["slug"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        partner = self.object
        user = self.request.user
        activiteiten = queries.activiteiten_voor(user).filter(partner=partner)
        intern = user.has_perm("partners.intern")
        return super().get_context_data(
            stand=queries.partnerstanden(self.get_queryset())[0],
            activiteiten=list(activiteiten[:6]),
            totalen=queries.totalen(activiteiten),
            intern=intern,
            medewerkers=queries.medewerkers_van(partner) if intern else [],
            mag_wijzigen=user.has_perm("partners.overeenkomst_wijzigen"),
            logboek=logregels(partner) if user.has_perm("kern.log_zien") else None,
            **kwargs,
        )


class OvereenkomstView(ToegangMixin, DetailView):
    """The agreement: what it is for, who takes part since when, what they pledge and how it is divided."""

    toegang = IEDEREEN
    publiek_cachen = True
    model = Overeenkomst
    template_name = "partners/overeenkomst.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        deelnames = queries.deelnames_van(self.object)
        return super().get_context_data(
            deelnames=deelnames,
            voorbeeld=any(queries.is_voorbeeld(d) for d in deelnames),
            totaal=queries.toegezegd_per_jaar(self.object),
            sleutels=queries.sleutelversies(),
            versies=list(Overeenkomst.objects.order_by("-vanaf", "-versie")),
            mag_wijzigen=user.has_perm("partners.overeenkomst_wijzigen"),
            logboek=logregels(self.object) if user.has_perm("kern.log_zien") else None,
            **kwargs,
        )


class SluitAanView(ToegangMixin, FormView):
    """A beheerder records that a partner joins or takes another part."""

    request: Verzoek

    toegang = "partners.overeenkomst_wijzigen"
    template_name = "partners/sluit_aan.html"
    form_class = SluitAanForm

    def get_initial(self) -> dict[str, Any]:
        partner = Partner.objects.filter(slug=self.request.GET.get("partner", "").replace("\0", "")).first()
        return {**super().get_initial(), "partner": partner, "overeenkomst": queries.geldende_overeenkomst()}

    def form_valid(self, form: SluitAanForm) -> HttpResponse:
        gegevens = dict(form.cleaned_data)
        partner = gegevens.pop("partner")
        try:
            deelname = sluit_aan(partner, door=self.request.user, **gegevens)
        except GeenToestemming as fout:
            raise PermissionDenied from fout
        except Weigering as fout:
            form.add_error(fout.veld, fout.bericht)
            return self.form_invalid(form)
        rol = deelname.get_rol_display().lower()
        messages.success(self.request, gettext("%(partner)s doet mee als %(rol)s.") % {"partner": partner, "rol": rol})
        return redirect(partner)


class StopDeelnameView(ToegangMixin, FormView):
    """A beheerder records the last day of a partner's part."""

    request: Verzoek

    toegang = "partners.overeenkomst_wijzigen"
    template_name = "partners/stop_deelname.html"
    form_class = StopForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.deelname = get_object_or_404(Deelname.objects.select_related("partner", "overeenkomst"), pk=kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(deelname=self.deelname, **kwargs)

    def form_valid(self, form: StopForm) -> HttpResponse:
        try:
            stop_deelname(self.deelname, door=self.request.user, **form.cleaned_data)
        except GeenToestemming as fout:
            raise PermissionDenied from fout
        except Weigering as fout:
            form.add_error(fout.veld, fout.bericht)
            return self.form_invalid(form)
        messages.success(self.request, gettext("Vastgelegd: de deelname stopt."))
        return redirect(self.deelname.partner)
