"""Reading the activity log: the list with its filters, one activity, the export."""

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, ListView

from kern.domain.logboek import logregels
from kern.exports.lijsten import Lijst, registreer
from kern.exports.tabel import Tabel
from kern.toegang import IEDEREEN, ObjectToegangMixin, ToegangMixin
from kern.views.exporteren import ExportView
from partners.domain import queries
from partners.exports import ActiviteitResource
from partners.forms.filter import ActiviteitFilterForm
from partners.models import Activiteit


def gefilterd(user: Any, form: ActiviteitFilterForm) -> QuerySet[Activiteit]:
    """The activities this person may see and asked for: the same for the list and for the export."""
    return form.filter().pas_toe(queries.activiteiten_voor(user))


class ActiviteitenView(ToegangMixin, ListView):
    """The list, with the sums of everything that is filtered."""

    toegang = IEDEREEN
    publiek_cachen = True
    publieke_parameters = {"page": r"[1-9]\d?"}
    template_name = "partners/activiteiten.html"
    paginate_by = 20

    @cached_property
    def filterform(self) -> ActiviteitFilterForm:
        return ActiviteitFilterForm(self.request.GET, user=self.request.user)

    def get_queryset(self) -> QuerySet[Activiteit]:
        return gefilterd(self.request.user, self.filterform)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        mag_loggen = user.has_perm("partners.activiteit_maken")
        return super().get_context_data(
            filterform=self.filterform,
            totalen=queries.totalen(self.get_queryset()),
            intern=user.has_perm("partners.intern"),
            mag_loggen=mag_loggen,
            laatste=queries.laatste_eigen(user) if user.is_authenticated and mag_loggen else None,
            mag_exporteren=user.has_perm("partners.activiteiten_exporteren"),
            **kwargs,
        )


def _tabel(user: Any, vraag: QueryDict) -> Tabel:
    return ActiviteitResource().tabel(gefilterd(user, ActiviteitFilterForm(vraag, user=user)))


class ActiviteitenExportView(ExportView):
    """What the list shows, all pages of it, as a file."""

    toegang = "partners.activiteiten_exporteren"
    lijst = registreer(Lijst("partners.activiteiten", gettext_lazy("Activiteiten"), toegang, _tabel))


class ActiviteitView(ObjectToegangMixin, DetailView):
    """One activity with its photos; for its own staff the buttons, for staff the log."""

    toegang = "partners.activiteit_zien"
    template_name = "partners/activiteit.html"
    context_object_name = "activiteit"

    def get_queryset(self) -> QuerySet[Activiteit]:
        return queries.activiteiten_met_alles()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            intern=user.has_perm("partners.intern"),
            mag_wijzigen=user.has_perm("partners.activiteit_wijzigen", self.object),
            mag_kopieren=user.has_perm("partners.activiteit_maken", self.object),
            logboek=logregels(self.object) if user.has_perm("kern.log_zien") else None,
            **kwargs,
        )
