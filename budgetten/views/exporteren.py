"""The lists of money as files. A page and its export filter with the same form."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from budgetten.domain.matrix import regels_van
from budgetten.domain.queries import boekjaren
from budgetten.exports.resources import BegrotingResource, BijdrageResource, BoekingResource, UitgaveResource
from budgetten.exports.verplichtingen import VerplichtingResource
from budgetten.forms.filters import BoekingFilter, MatrixFilter, UitgaveFilter, VerplichtingFilter
from budgetten.models import Begrotingsregel, Bijdrage, Boeking
from budgetten.views.bijdragen import kies_jaar
from budgetten.views.uitgaven import rijen_van
from budgetten.views.verplichtingen import rijen_van as verplichtingen_van
from kern.exports.lijsten import Lijst, registreer
from kern.exports.tabel import Tabel
from kern.views.exporteren import ExportView

EXPORTEREN = "budgetten.exporteren"


def _boekingen(_user: Any, vraag: QueryDict) -> Tabel:
    return BoekingResource().tabel(BoekingFilter(vraag).filter(Boeking.objects.all()))


def _begroting(_user: Any, vraag: QueryDict) -> Tabel:
    form = MatrixFilter(vraag)
    partner = form.partner_keuze
    regels = Begrotingsregel.objects.none()
    if form.boekjaar is not None:
        regels = regels_van(
            form.boekjaar, gebied=form.gebied_keuze, thema=form.thema_keuze, domein=form.gekozen.get("domein")
        )
    return BegrotingResource(partner=partner.pk if partner else None).tabel(regels)


def _bijdragen(_user: Any, vraag: QueryDict) -> Tabel:
    return BijdrageResource().tabel(Bijdrage.objects.filter(boekjaar=kies_jaar(vraag, boekjaren())))


def _uitgaven(user: Any, vraag: QueryDict) -> Tabel:
    return UitgaveResource().tabel(rijen_van(user, UitgaveFilter(vraag), vraag.get("tab", "")))


def _verplichtingen(user: Any, vraag: QueryDict) -> Tabel:
    return VerplichtingResource().tabel(verplichtingen_van(user, VerplichtingFilter(vraag)))


class BoekingenExportView(ExportView):
    toegang = EXPORTEREN
    lijst = registreer(Lijst("budgetten.boekingen", _("Boekingen"), EXPORTEREN, _boekingen))


class BegrotingExportView(ExportView):
    toegang = EXPORTEREN
    lijst = registreer(Lijst("budgetten.begroting", _("Begroting"), EXPORTEREN, _begroting))


class BijdragenExportView(ExportView):
    toegang = EXPORTEREN
    lijst = registreer(Lijst("budgetten.bijdragen", _("Bijdragen"), EXPORTEREN, _bijdragen))


class UitgavenExportView(ExportView):
    toegang = EXPORTEREN
    lijst = registreer(Lijst("budgetten.uitgaven", _("Uitgaven"), EXPORTEREN, _uitgaven))


class VerplichtingenExportView(ExportView):
    toegang = EXPORTEREN
    lijst = registreer(Lijst("budgetten.verplichtingen", _("Verplichtingen"), EXPORTEREN, _verplichtingen))
