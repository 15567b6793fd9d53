"""Activities as a table."""

from django.db.models import Case, F, When
from django.utils.translation import gettext_lazy as _

from gebieden.enums import Domein, Gebiedssoort
from kern.exports.resources import Kolom, TabelResource
from kern.exports.tabel import Celsoort
from partners.enums import Activiteitstatus
from partners.models import Activiteit


class ActiviteitResource(TabelResource):
    """What the list shows, and a bit more, in its order. Give `queries.activiteiten_voor(user)`, filtered."""

    titel = _("Activiteiten")

    nummer = Kolom("pk", _("Nummer"), soort=Celsoort.GETAL)
    datum = Kolom("datum", _("Datum"), soort=Celsoort.DATUM)
    partner = Kolom("partner__naam", _("Partner"), breedte=22)
    domein = Kolom("type__domein", _("Fysiek of sociaal"), keuzes=Domein.choices)
    type = Kolom("type__naam", _("Soort"), breedte=28)
    thema = Kolom("type__thema__naam", _("Thema"))
    titel_ = Kolom("titel", _("Titel"), breedte=36)
    wijk = Kolom(
        Case(
            When(gebied__soort=Gebiedssoort.BUURT, gebied__ouder__isnull=False, then=F("gebied__ouder__naam")),
            default=F("gebied__naam"),
        ),
        _("Wijk"),
    )
    gebied = Kolom("gebied__naam", _("Gebied"))
    straat = Kolom("straat", _("Straat"), breedte=24)
    uren = Kolom("uren", _("Uren"), soort=Celsoort.BEDRAG, breedte=10)
    deelnemers = Kolom("deelnemers", _("Deelnemers"), soort=Celsoort.GETAL, breedte=12)
    kosten = Kolom("kosten", _("Eigen kosten"), soort=Celsoort.BEDRAG)
    resultaat = Kolom("resultaat", _("Resultaat"), breedte=60)
    openbaar = Kolom("openbaar", _("Op de website"), ja_nee=True, breedte=14)
    status = Kolom("status", _("Status"), keuzes=Activiteitstatus.choices, breedte=14)

    class Meta:
        model = Activiteit
        fields = (
            "nummer", "datum", "partner", "domein", "type", "thema", "titel_", "wijk", "gebied", "straat", "uren",
            "deelnemers", "kosten", "resultaat", "openbaar", "status",
        )  # fmt: skip
