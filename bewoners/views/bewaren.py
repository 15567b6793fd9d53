"""Retention: the lists of files whose time is over, and approving one."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import ListView

from bewoners.domain import bewaren
from bewoners.forms.bewaren import BewaarForm
from bewoners.models import Bewaarlijst
from budgetten.views.hulp import pagina
from kern.domain.logboek import logregels
from kern.toegang import ToegangMixin, toegang
from kern.verzoek import Verzoek
from kern.views.weigeringen import weigering_als_melding, weigering_op

PER_PAGINA = 50


class BewaarlijstenView(ToegangMixin, ListView):
    """Every list, newest first."""

    toegang = "bewoners.bewaren"
    template_name = "bewoners/bewaren/lijsten.html"
    context_object_name = "lijsten"
    paginate_by = 25

    def get_queryset(self) -> QuerySet[Bewaarlijst]:
        return bewaren.lijsten()


@require_POST
@toegang("bewoners.bewaren")
def maak_lijst(request: Verzoek) -> HttpResponse:
    """Propose now what is due."""
    with weigering_als_melding(request):
        lijst = bewaren.stel_lijst_op(door=request.user)
        if lijst is None:
            messages.info(
                request, _("Er zijn geen dossiers waarvan de bewaartijd voorbij is en die nog niet op een lijst staan.")
            )
        else:
            return redirect(lijst)
    return redirect("bewoners:bewaarlijsten")


@require_safe
@toegang("bewoners.bewaren")
def bewaarlijst(request: Verzoek, pk: int) -> HttpResponse:
    """One list with its files."""
    return _toon(request, _lijst(pk))


@require_POST
@toegang("bewoners.bewaren")
def bewaar_toch(request: Verzoek, pk: int, voorstel: int) -> HttpResponse:
    """Keep one file with a reason; the button `niet` puts it back."""
    lijst = _lijst(pk)
    rij = get_object_or_404(lijst.voorstellen, pk=voorstel)
    if "niet" in request.POST:
        with weigering_als_melding(request):
            bewaren.bewaar_toch(rij, bewaren=False, reden="", door=request.user)
            messages.success(request, _("Het dossier %(kenmerk)s staat weer op de lijst.") % {"kenmerk": rij.kenmerk})
        return redirect(_plek(lijst, rij.pk, request))
    form = BewaarForm(request.POST, auto_id=f"id_{rij.pk}_%s")
    if form.is_valid():
        with weigering_op(form):
            bewaren.bewaar_toch(rij, bewaren=True, reden=form.cleaned_data["reden"], door=request.user)
            messages.success(request, _("Het dossier %(kenmerk)s blijft bewaard.") % {"kenmerk": rij.kenmerk})
            return redirect(_plek(lijst, rij.pk, request))
    return _toon(request, lijst, fout=(rij.pk, form))


@require_POST
@toegang("bewoners.bewaren")
def keur_goed(request: Verzoek, pk: int) -> HttpResponse:
    """Approve; the work begins in the background."""
    lijst = _lijst(pk)
    with weigering_als_melding(request):
        taak = bewaren.keur_goed(lijst, door=request.user)
        messages.success(request, _("De lijst is goedgekeurd. De dossiers worden nu geanonimiseerd."))
        return redirect(taak)
    return redirect(lijst)


def _lijst(pk: int) -> Bewaarlijst:
    return get_object_or_404(bewaren.lijsten(), pk=pk)


def _plek(lijst: Bewaarlijst, voorstel: int, request: Verzoek) -> str:
    """The row again, on the same page of the list."""
    blad = request.GET.get("page", "")
    adres = reverse("bewoners:bewaarlijst", args=[lijst.pk])
    return f"{adres}{f'?page={blad}' if blad.isdecimal() else ''}#dossier-{voorstel}"


def _toon(request: Verzoek, lijst: Any, *, fout: tuple[int, BewaarForm] | None = None) -> HttpResponse:
    bladzij = pagina(request, bewaren.voorstellen(lijst), per=PER_PAGINA)
    open_ = lijst.goedgekeurd_op is None
    rijen = [(rij, _formulier(rij.pk, fout) if open_ and not rij.bewaren else None) for rij in bladzij.object_list]
    return render(
        request,
        "bewoners/bewaren/lijst.html",
        {
            "lijst": lijst,
            "rijen": rijen,
            "page_obj": bladzij,
            "te_doen": lijst.aantal - lijst.bewaard,
            "logregels": logregels(lijst),
        },
        status=200 if fout is None else 422,
    )


def _formulier(pk: int, fout: tuple[int, BewaarForm] | None) -> BewaarForm:
    return fout[1] if fout is not None and fout[0] == pk else BewaarForm(auto_id=f"id_{pk}_%s")
