"""The inside of initiatives for staff: the list of files, and one file with what may be done with it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import TemplateView

from bewoners import rules
from bewoners.domain import (
    aanvullen,
    behandelen,
    belangen,
    beoordelen,
    bijlagen,
    dossier,
    geld,
    ingebrekestellingen,
    rechtsmiddelen,
    stappen,
    steun,
    toewijzen,
)
from bewoners.enums import EINDSTATUSSEN, NIET_OPENBAAR, VOOR_BESLUIT, Initiatiefstatus, Termijnsoort
from bewoners.forms.behandelen import VolledigheidForm
from bewoners.forms.dossier import AantekeningForm, DossierFilterForm, RedenForm
from bewoners.models import Initiatief
from budgetten.views.hulp import pagina
from kern.domain.iban import masker_iban
from kern.domain.logboek import logregels
from kern.toegang import ToegangMixin, controleer, toegang
from kern.verzoek import Verzoek
from kern.views.weigeringen import weigering_als_melding, weigering_op

S = Initiatiefstatus
PER_PAGINA = 25


def haal(request: Verzoek, pk: int, permissie: str) -> Initiatief:
    """The initiative with what its pages show, after asking the permission on it."""
    initiatief = get_object_or_404(
        Initiatief.objects.select_related(
            "regelingversie__regeling",
            "gebied__ouder__ouder",
            "thema",
            "indiener",
            "behandelaar",
            "ingevoerd_door",
            "regel__boekjaar",
            "regel__gebied",
            "regel__thema",
            "verplichting",
        ),
        pk=pk,
    )
    controleer(request, permissie, initiatief)
    return initiatief


def gestuurd(request: Verzoek) -> QueryDict | None:
    """What was sent; None when the page was only asked for. An empty form is still a form."""
    return request.POST if request.method == "POST" else None


class DossiersView(ToegangMixin, TemplateView):
    """The files this person may open, by days left."""

    toegang = "bewoners.dossier_zien"
    request: Verzoek
    template_name = "bewoners/dossier/lijst.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        mijn = Initiatief.objects.dossier_voor(user)
        form = DossierFilterForm(self.request.GET, rijen=mijn, user=user)
        bladzij = pagina(self.request, dossier.lijst(form.filter().pas_toe(mijn)), per=PER_PAGINA)
        return super().get_context_data(
            form=form, page_obj=bladzij, rijen=dossier.met_dagen(bladzij.object_list), **kwargs
        )


@require_safe
@toegang("bewoners.dossier_zien")
def dossierpagina(request: Verzoek, pk: int) -> HttpResponse:
    """The page of one file."""
    return toon(request, haal(request, pk, "bewoners.dossier_zien"))


def eigen_plan(request: Verzoek, initiatief: Initiatief) -> HttpResponse | None:
    """Nobody reads the file of their own plan."""
    if not rules.is_indiener(request.user, initiatief):
        return None
    messages.info(request, _("Dit is uw eigen plan. Het dossier is voor wie het behandelt."))
    return redirect(initiatief)


def eerst_verklaren(request: Verzoek, initiatief: Initiatief) -> HttpResponse | None:
    """An assessor declares before the file opens (Awb 2:4)."""
    if rules.beoordeelt(request.user, initiatief) and belangen.verklaring_van(initiatief, request.user) is None:
        return redirect("bewoners:beoordelen", initiatief.pk)
    return None


def toon(request: Verzoek, initiatief: Initiatief, *, status: int = 200, **formulieren: Any) -> HttpResponse:
    """Show a file with the acts open to this person; `formulieren` are those that came back with an error.

    Never one's own, and not to an assessor before declaring: also when an act on it was refused.
    """
    if (elders := eigen_plan(request, initiatief) or eerst_verklaren(request, initiatief)) is not None:
        return elders
    user = request.user
    behandelt = user.has_perm("bewoners.behandelen", initiatief)
    persoonsgegevens = user.has_perm("bewoners.persoonsgegevens_zien", initiatief)
    oordelen = beoordelen.oordelen(initiatief)
    termijnen = dossier.termijnregels(initiatief)
    gegevens: dict[str, Any] = {
        "initiatief": initiatief,
        "mag_behandelen": behandelt,
        "mag_beslissen": user.has_perm("bewoners.beslissen", initiatief),
        "mag_persoonsgegevens": persoonsgegevens,
        "iban": masker_iban(initiatief.iban) if initiatief.iban else "",
        "kosten": initiatief.kosten.all(),
        "andere_dekking": initiatief.dekking.all(),
        "bijlagen": bijlagen.van_aanvraag(initiatief, met_persoonsgegevens=persoonsgegevens),
        "medeindieners": initiatief.medeindieners.all(),
        "steun": steun.aantal(initiatief),
        "termijnen": termijnen,
        "eerste_termijn": dossier.eerste(termijnen),
        "aanvullingen": initiatief.aanvullingen.all(),
        "beoordelaars": dossier.beoordelaars(initiatief),
        "oordelen": oordelen,
        "geadviseerd": beoordelen.geadviseerd_bedrag(oordelen),
        "tekort": toewijzen.tekort(initiatief) if initiatief.status == S.IN_BEOORDELING else 0,
        "besluiten": _besluiten(initiatief),
        # the address of the applicant is on them
        "brieven": initiatief.brieven.select_related("partner") if persoonsgegevens else (),
        "logregels": logregels(initiatief)[:50],
        "rechtsmiddelen": rechtsmiddelen.stand_van(initiatief),
        **_geld(initiatief),
        **_acties(request, initiatief),
    }
    if behandelt:
        gegevens["aantekeningen"] = initiatief.aantekeningen.select_related("auteur")
        gegevens["aantekeningform"] = AantekeningForm()
        gegevens["publicatieform"] = gegevens["zonderform"] = gegevens["vervangform"] = RedenForm(auto_id=False)
        if initiatief.status in VOOR_BESLUIT:
            gegevens["volledigheidform"] = VolledigheidForm(punten=behandelen.volledigheid(initiatief))
    return render(request, "bewoners/dossier/dossier.html", {**gegevens, **formulieren}, status=status)


def _besluiten(initiatief: Initiatief) -> Any:
    return initiatief.besluiten.select_related("door").prefetch_related("dekking__partner", "gronden")


def _geld(initiatief: Initiatief) -> dict[str, Any]:
    if initiatief.verplichting_id is None:
        return {"geld": None}
    return {
        "geld": geld.stand_van(initiatief),
        "betalingen": geld.betalingen(initiatief),
        "terugbetalingen": geld.terugbetalingen(initiatief),
    }


def _acties(request: Verzoek, initiatief: Initiatief) -> dict[str, bool]:
    """Which buttons this person gets now."""
    user = request.user

    def kan(naam: str) -> bool:
        return stappen.kan(naam, initiatief, user)

    beslist = initiatief.status in {*EINDSTATUSSEN, S.VERLEEND, S.IN_UITVOERING, S.VERANTWOORDING_INGEDIEND}
    return {
        "kan_in_behandeling": kan("neem_in_behandeling"),
        "kan_vragen": kan("vraag_aanvulling"),
        "kan_aanvullen": initiatief.papier and kan("vul_aan"),
        "kan_zonder": kan("behandel_zonder_aanvulling"),
        "kan_beslissen": kan("wijs_af") or (kan("laat_buiten_behandeling") and _verlopen(initiatief)),
        "kan_intrekken": initiatief.papier and kan("trek_in"),
        "kan_verdagen": rules.behandelt(user, initiatief)
        and initiatief.status in VOOR_BESLUIT
        and initiatief.status != S.AANVULLING_GEVRAAGD,
        "kan_publiceren": rules.behandelt(user, initiatief) and initiatief.status not in NIET_OPENBAAR,
        "kan_betalen": rules.behandelt(user, initiatief) and initiatief.status in geld.BETAALBAAR,
        "kan_vaststellen": kan("stel_vast") or kan("stel_ambtshalve_vast"),
        "kan_verlening_intrekken": kan("trek_verlening_in"),
        "kan_terugvorderen": kan("vorder_terug"),
        "kan_terugbetaling": user.has_perm("bewoners.terugbetaling_boeken", initiatief)
        and initiatief.verplichting_id is not None,
        "te_laat": ingebrekestellingen.te_late_termijn(initiatief, timezone.localdate()) is not None,
        "beslist": beslist,
        "is_verlopen": initiatief.status == S.AANVULLING_GEVRAAGD and _verlopen(initiatief),
    }


def _verlopen(initiatief: Initiatief) -> bool:
    """Whether the applicant did not supply in time."""
    return initiatief.termijnen.filter(soort=Termijnsoort.BUITEN_BEHANDELING, voldaan_op=None).exists()


def _op_dossier(request: Verzoek, pk: int) -> Initiatief:
    """The file for an act of who handles it."""
    return haal(request, pk, "bewoners.behandelen")


@require_POST
@toegang("bewoners.behandelen")
def volledigheid(request: Verzoek, pk: int) -> HttpResponse:
    """Keep the completeness list; with the button for it, take the file on when all is in order."""
    initiatief = _op_dossier(request, pk)
    form = VolledigheidForm(request.POST, punten=behandelen.volledigheid(initiatief))
    if form.is_valid():
        with weigering_op(form):
            behandelen.vink_af(initiatief, vinken=form.vinken(), door=request.user)
            if "in_behandeling" in request.POST:
                behandelen.neem_in_behandeling(initiatief, door=request.user)
                messages.success(request, _("De aanvraag is compleet. Het plan wordt nu beoordeeld."))
            else:
                messages.success(request, _("De lijst is bewaard."))
            return redirect("bewoners:dossier", pk)
    return toon(request, initiatief, volledigheidform=form)


@require_POST
@toegang("bewoners.behandelen")
def aantekening(request: Verzoek, pk: int) -> HttpResponse:
    """An internal remark."""
    initiatief = _op_dossier(request, pk)
    form = AantekeningForm(request.POST)
    if form.is_valid():
        with weigering_op(form):
            behandelen.voeg_aantekening_toe(initiatief, tekst=form.cleaned_data["tekst"], door=request.user)
            messages.success(request, _("De aantekening staat in het dossier."))
            return redirect(reverse("bewoners:dossier", args=[pk]) + "#aantekeningen")
    return toon(request, initiatief, aantekeningform=form)


@require_POST
@toegang("bewoners.behandelen")
def neem_over(request: Verzoek, pk: int) -> HttpResponse:
    """Become the handler."""
    initiatief = _op_dossier(request, pk)
    with weigering_als_melding(request):
        behandelen.neem_over(initiatief, door=request.user)
        messages.success(request, _("U behandelt dit plan nu."))
    return redirect("bewoners:dossier", pk)


@require_POST
@toegang("bewoners.behandelen")
def publicatie(request: Verzoek, pk: int) -> HttpResponse:
    """On or off the public site, with a reason."""
    initiatief = _op_dossier(request, pk)
    form = RedenForm(request.POST, auto_id=False)
    if form.is_valid():
        with weigering_op(form):
            reden = form.cleaned_data["reden"]
            if "zet_op" in request.POST:
                behandelen.zet_op_site(initiatief, reden=reden, door=request.user)
                messages.success(request, _("Het plan staat op de website."))
            else:
                behandelen.haal_van_site(initiatief, reden=reden, door=request.user)
                messages.success(request, _("Het plan staat niet meer op de website."))
            return redirect("bewoners:dossier", pk)
    return toon(request, initiatief, publicatieform=form)


@require_POST
@toegang("bewoners.behandelen")
def zonder_aanvulling(request: Verzoek, pk: int) -> HttpResponse:
    """Go on with what there is."""
    initiatief = _op_dossier(request, pk)
    form = RedenForm(request.POST, auto_id=False)
    if form.is_valid():
        with weigering_op(form):
            aanvullen.behandel_zonder_aanvulling(initiatief, reden=form.cleaned_data["reden"], door=request.user)
            messages.success(request, _("Het plan wordt nu beoordeeld, zonder aanvulling."))
            return redirect("bewoners:dossier", pk)
    return toon(request, initiatief, zonderform=form)


@require_POST
@toegang("bewoners.behandelen")
def zoek_beoordelaars(request: Verzoek, pk: int) -> HttpResponse:
    """Draw the assessors that are still missing."""
    initiatief = _op_dossier(request, pk)
    with weigering_als_melding(request):
        if toewijzen.wijs_toe(initiatief, door=request.user):
            messages.success(request, _("Er is een beoordelaar gevraagd."))
        else:
            messages.warning(request, _("Er is niemand in het wijkteam die dit plan kan beoordelen."))
    return redirect("bewoners:dossier", pk)


@require_POST
@toegang("bewoners.behandelen")
def vervang_beoordelaar(request: Verzoek, pk: int, beoordeling: int) -> HttpResponse:
    """Let somebody else assess, with a reason."""
    initiatief = _op_dossier(request, pk)
    rij = get_object_or_404(initiatief.beoordelingen, pk=beoordeling)
    form = RedenForm(request.POST, auto_id=False)
    if form.is_valid():
        with weigering_op(form):
            nieuw = toewijzen.vervang(rij, reden=form.cleaned_data["reden"], door=request.user)
            if nieuw is not None:
                messages.success(request, _("%(wie)s beoordeelt nu.") % {"wie": nieuw.beoordelaar})
            else:
                messages.warning(request, _("Er is niemand anders in het wijkteam die kan beoordelen."))
            return redirect("bewoners:dossier", pk)
    return toon(request, initiatief, vervangform=form, vervang_pk=rij.pk)
