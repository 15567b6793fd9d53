"""Photos of activities: showing them to who may see the activity, describing and removing them."""

from django.contrib import messages
from django.core.files.base import ContentFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kern.domain import wachtkamer
from kern.domain.fouten import Weigering
from kern.domain.uploads import JPEG
from kern.downloads import bestand_antwoord
from kern.toegang import IEDEREEN, controleer, toegang
from kern.verzoek import Verzoek
from partners.domain import activiteiten
from partners.forms.activiteit import AltForm
from partners.models import ActiviteitFoto
from partners.rules import is_openbaar


def _foto(pk: int) -> ActiviteitFoto:
    return get_object_or_404(ActiviteitFoto.objects.select_related("activiteit"), pk=pk)


@toegang(IEDEREEN)  # type: ignore[arg-type]
@require_safe
def foto(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A photo, for who may see its activity. Only what everybody may see is kept by caches."""
    beeld = _foto(pk)
    if geweigerd := controleer(request, "partners.activiteit_zien", beeld.activiteit):
        return geweigerd
    try:
        bestand = beeld.bestand.open("rb")
    except FileNotFoundError as fout:
        raise Http404 from fout
    return bestand_antwoord(
        bestand, naam=f"foto-{beeld.pk}.jpg", mimetype=JPEG, tonen=True, openbaar=is_openbaar(beeld.activiteit)
    )


@toegang("partners.activiteit_maken")  # type: ignore[arg-type]
@require_safe
def wachtende_foto(request: Verzoek, sleutel: str) -> FileResponse:
    """A photo that waits for its form, for its sender only."""
    gevonden = wachtkamer.haal_op([sleutel], door=request.user)
    if sleutel not in gevonden or gevonden[sleutel].mimetype != JPEG:
        raise Http404
    beeld = gevonden[sleutel]
    return bestand_antwoord(ContentFile(beeld.inhoud), naam=beeld.naam, mimetype=JPEG, tonen=True)


@toegang("partners.activiteit_maken")
@require_POST
def beschrijf(request: Verzoek, pk: int) -> HttpResponse:
    """Say what is to be seen on a photo."""
    beeld = _foto(pk)
    controleer(request, "partners.activiteit_wijzigen", beeld.activiteit)
    form = AltForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("De beschrijving is te lang: hoogstens 200 tekens."))
        return redirect(beeld.activiteit)
    try:
        activiteiten.beschrijf_foto(beeld, alt=form.cleaned_data["alt"], door=request.user)
    except Weigering as fout:
        messages.error(request, fout.bericht)
    else:
        messages.success(request, _("De beschrijving is bewaard."))
    return redirect(beeld.activiteit)


@toegang("partners.activiteit_maken")
@require_POST
def verwijder(request: Verzoek, pk: int) -> HttpResponse:
    """Take a photo off a draft."""
    beeld = _foto(pk)
    controleer(request, "partners.activiteit_wijzigen", beeld.activiteit)
    try:
        activiteiten.verwijder_foto(beeld, door=request.user)
    except Weigering as fout:
        messages.error(request, fout.bericht)
    else:
        messages.success(request, _("De foto is verwijderd."))
    return redirect(beeld.activiteit)
