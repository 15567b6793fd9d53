"""Exporting in the admin, through our own formats. There is no import: nothing is written from a file.

In the layers of an app this counts as admin.
"""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from import_export.admin import ExportMixin
from import_export.formats.base_formats import Format
from import_export.forms import ExportForm

from kern.domain.fouten import Weigering
from kern.exports.formaten import FORMATEN, Formaat
from kern.exports.lijsten import Lijst, registreer, vraag_bestand_aan
from kern.exports.tabel import Tabel
from kern.models import Gebruiker
from kern.views.exporteren import bestand_van


class SnelFormaat(Format):
    """One of our formats, as django-import-export's form wants to see it."""

    formaat: Formaat

    def get_title(self) -> str:
        return str(self.formaat.titel)

    def can_export(self) -> bool:
        return True


SNELLE_FORMATEN: list[type[SnelFormaat]] = [
    type(f"Snel{code.title()}", (SnelFormaat,), {"formaat": formaat}) for code, formaat in FORMATEN.items()
]


class Exporteerbaar(ExportMixin):
    """Mixin before a ModelAdmin: the button on its list, for what is filtered there.

    `resource_classes` holds one TabelResource. Whoever sees the list may export it; `export_toegang` asks one
    permission more.
    """

    export_form_class = ExportForm
    export_toegang: str = "kern.beheer"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lijst = registreer(
            Lijst(
                f"beheer.{self.opts.label_lower}",
                capfirst(self.opts.verbose_name_plural),
                self.export_toegang,
                self._tabel,
            )
        )

    def has_export_permission(self, request: HttpRequest) -> bool:
        return bool(self.has_view_permission(request) and request.user.has_perm(self.export_toegang))

    def get_export_formats(self) -> list[type[SnelFormaat]]:
        return SNELLE_FORMATEN

    def export_action(self, request: HttpRequest) -> HttpResponseBase:
        try:
            return super().export_action(request)
        except IncorrectLookupParameters:
            messages.error(request, _("Dit filter bestaat niet. Kies het opnieuw."))
            return redirect(f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def _do_file_export(
        self, file_format: SnelFormaat, request: HttpRequest, queryset: Any, export_form: Any = None
    ) -> HttpResponseBase:
        if not self.has_export_permission(request):
            raise PermissionDenied
        formaat = file_format.formaat
        tabel = self._resource().tabel(queryset)
        aantal = tabel.aantal()
        if formaat.rijen_max is not None and aantal > formaat.rijen_max:
            messages.error(request, formaat.te_groot().bericht)
            return redirect(request.get_full_path())
        if aantal <= settings.EXPORT_DIRECT_MAX:
            return bestand_van(self._lijst, tabel, formaat)
        door = cast("Gebruiker", request.user)
        try:
            taak = vraag_bestand_aan(self._lijst, vraag=request.GET.urlencode(), formaat=formaat, door=door)
        except Weigering as weigering:
            messages.error(request, weigering.bericht)
            return redirect(request.get_full_path())
        messages.success(request, _("We maken het bestand. U kunt intussen verder werken."))
        return redirect(taak)

    def _resource(self) -> Any:
        return self.resource_classes[0]()

    def _tabel(self, user: Any, vraag: QueryDict) -> Tabel:
        """The same list as on screen, for the background task: the admin filters only requests."""
        request = HttpRequest()
        request.method, request.user = "GET", user
        request.GET = cast("Any", vraag)
        if not self.has_export_permission(request):
            raise PermissionDenied
        return self._resource().tabel(self.get_export_queryset(request))
