"""The way of an initiative: one table of transitions, and the one function that applies one.

`pas_toe` is the only code that assigns `status`. Terms, letters, money and messages belong to the domain functions that
call it. Source of the table: Awb, and the design of the programme (docs/initiatieven.md).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bewoners import rules
from bewoners.enums import NIET_OPENBAAR, VOOR_BESLUIT, Initiatiefstatus
from bewoners.models import Initiatief, Statuswissel
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import log
from kern.domain.versie import verhoog_na_commit
from kern.models import Gebruiker

S = Initiatiefstatus
Wie = Callable[[Any, Any], bool]


@dataclass(frozen=True, slots=True)
class Overgang:
    """One step: from which statuses, to which, what the log says, who may (None: only the system itself)."""

    van: tuple[Initiatiefstatus, ...]
    naar: Initiatiefstatus
    actie: str | Promise
    wie: Wie | None


OVERGANGEN: dict[str, Overgang] = {
    "dien_in": Overgang((S.CONCEPT,), S.INGEDIEND, gettext_lazy("ingediend"), rules.is_indiener_of_papier),
    "neem_in_behandeling": Overgang(
        (S.INGEDIEND,), S.IN_BEOORDELING, gettext_lazy("compleet bevonden"), rules.behandelt
    ),
    "vraag_aanvulling": Overgang(
        (S.INGEDIEND, S.IN_BEOORDELING), S.AANVULLING_GEVRAAGD, gettext_lazy("aanvulling gevraagd"), rules.behandelt
    ),
    "vul_aan": Overgang(
        (S.AANVULLING_GEVRAAGD,), S.IN_BEOORDELING, gettext_lazy("aangevuld"), rules.is_indiener_of_papier
    ),
    # what was asked did not come, and the coordinator goes on with what there is
    "behandel_zonder_aanvulling": Overgang(
        (S.AANVULLING_GEVRAAGD,), S.IN_BEOORDELING, gettext_lazy("zonder aanvulling verder"), rules.behandelt
    ),
    "laat_buiten_behandeling": Overgang(
        (S.AANVULLING_GEVRAAGD,), S.BUITEN_BEHANDELING, gettext_lazy("buiten behandeling gelaten"), rules.mag_beslissen
    ),
    "adviseer": Overgang((S.IN_BEOORDELING,), S.GEADVISEERD, gettext_lazy("alle beoordelingen zijn binnen"), None),
    "heropen_beoordeling": Overgang(
        (S.GEADVISEERD,), S.IN_BEOORDELING, gettext_lazy("beoordeling heropend"), rules.behandelt
    ),
    # an assessor turned out to have an interest: the advice is no longer whole
    "heropen_na_belang": Overgang((S.GEADVISEERD,), S.IN_BEOORDELING, gettext_lazy("beoordeling heropend"), None),
    "start_stemronde": Overgang((S.GEADVISEERD,), S.IN_STEMRONDE, gettext_lazy("stemronde begonnen"), None),
    "tel_stemmen": Overgang((S.IN_STEMRONDE,), S.UITSLAG_BEKEND, gettext_lazy("uitslag bekend"), None),
    "verleen": Overgang(
        (S.GEADVISEERD, S.UITSLAG_BEKEND), S.VERLEEND, gettext_lazy("subsidie verleend"), rules.mag_beslissen
    ),
    "stel_direct_vast": Overgang(
        (S.GEADVISEERD, S.UITSLAG_BEKEND),
        S.DIRECT_VASTGESTELD,
        gettext_lazy("direct vastgesteld"),
        rules.mag_beslissen,
    ),
    "wijs_af": Overgang((S.GEADVISEERD, S.UITSLAG_BEKEND), S.AFGEWEZEN, gettext_lazy("afgewezen"), rules.mag_beslissen),
    "trek_in": Overgang(VOOR_BESLUIT, S.INGETROKKEN, gettext_lazy("ingetrokken"), rules.is_indiener_of_papier),
    "begin_uitvoering": Overgang((S.VERLEEND,), S.IN_UITVOERING, gettext_lazy("uitvoering begonnen"), None),
    "verantwoord": Overgang(
        (S.IN_UITVOERING,),
        S.VERANTWOORDING_INGEDIEND,
        gettext_lazy("verantwoording ingediend"),
        rules.is_indiener_of_papier,
    ),
    "vraag_verantwoording_opnieuw": Overgang(
        (S.VERANTWOORDING_INGEDIEND,), S.IN_UITVOERING, gettext_lazy("verantwoording teruggestuurd"), rules.behandelt
    ),
    "stel_vast": Overgang(
        (S.VERANTWOORDING_INGEDIEND,), S.VASTGESTELD, gettext_lazy("subsidie vastgesteld"), rules.mag_beslissen
    ),
    # no account came in time: the decider settles ex officio (Awb 4:47)
    "stel_ambtshalve_vast": Overgang(
        (S.VERLEEND, S.IN_UITVOERING), S.VASTGESTELD, gettext_lazy("ambtshalve vastgesteld"), rules.mag_beslissen
    ),
    "trek_verlening_in": Overgang(
        (S.VERLEEND, S.IN_UITVOERING),
        S.VERLENING_INGETROKKEN,
        gettext_lazy("verlening ingetrokken"),
        rules.mag_beslissen,
    ),
    "vorder_terug": Overgang(
        (S.VASTGESTELD, S.VERLENING_INGETROKKEN), S.TERUGVORDERING, gettext_lazy("teruggevorderd"), rules.mag_beslissen
    ),
    # an objection that is well founded puts an award in the place of a refusal (Awb 7:11)
    "verleen_na_bezwaar": Overgang(
        (S.AFGEWEZEN,), S.VERLEEND, gettext_lazy("verleend na bezwaar"), lambda user, _i: rules.is_controller(user)
    ),
    "behandel_na_bezwaar": Overgang(
        (S.BUITEN_BEHANDELING,),
        S.IN_BEOORDELING,
        gettext_lazy("alsnog in behandeling na bezwaar"),
        lambda user, _i: rules.is_controller(user),
    ),
    "sluit_af": Overgang(
        (
            S.DIRECT_VASTGESTELD,
            S.AFGEWEZEN,
            S.BUITEN_BEHANDELING,
            S.INGETROKKEN,
            S.VASTGESTELD,
            S.VERLENING_INGETROKKEN,
            S.TERUGVORDERING,
        ),
        S.AFGESLOTEN,
        gettext_lazy("afgesloten"),
        None,
    ),
}


def op_slot(initiatief: Initiatief) -> Initiatief:
    """The initiative as it is now, locked until the end of the transaction. Raises Weigering when it is gone."""
    try:
        return (
            Initiatief.objects.select_for_update(of=("self",))
            .select_related(
                "regelingversie__regeling", "gebied__ouder__ouder", "thema", "indiener", "regel", "verplichting"
            )
            .get(pk=initiatief.pk)
        )
    except Initiatief.DoesNotExist:
        raise Weigering(_("Dit plan bestaat niet meer.")) from None


def controleer(naam: str, initiatief: Initiatief, *, door: Gebruiker | None) -> None:
    """Whether this step may be taken now by this person. Raises GeenToestemming or Weigering."""
    overgang = OVERGANGEN[naam]
    if overgang.wie is not None and (door is None or not overgang.wie(door, initiatief)):
        raise GeenToestemming(_("U mag dit niet doen met dit initiatief."))
    if initiatief.status not in overgang.van:
        raise Weigering(
            _("Dit kan nu niet: het initiatief heeft de status ‘%(status)s’.")
            % {"status": initiatief.get_status_display()}
        )


def kan(naam: str, initiatief: Initiatief, door: Any) -> bool:
    """Whether the step is open to this person: for showing a button."""
    overgang = OVERGANGEN[naam]
    return initiatief.status in overgang.van and overgang.wie is not None and bool(overgang.wie(door, initiatief))


def pas_toe(
    naam: str, initiatief: Initiatief, *, door: Gebruiker | None, toelichting: str = "", **velden: Any
) -> Initiatief:
    """Apply one step to a locked initiative: check, write, log, put it on the timeline, let public pages be made anew.

    `velden` are fields that change along. Raises GeenToestemming or Weigering; call inside a transaction.
    """
    controleer(naam, initiatief, door=door)
    overgang = OVERGANGEN[naam]
    oud, nu = initiatief.status, timezone.now()
    initiatief.status = overgang.naar
    initiatief.status_sinds = nu
    if overgang.naar in NIET_OPENBAAR:  # and not public again when the file is closed
        velden["gepubliceerd_op"] = None
    for veld, waarde in velden.items():
        setattr(initiatief, veld, waarde)
    initiatief.save(update_fields=["status", "status_sinds", "gewijzigd", *velden])
    Statuswissel.objects.create(
        initiatief=initiatief, van=oud, naar=overgang.naar, op=nu, door=door, toelichting=toelichting[:500]
    )
    log(
        initiatief,
        str(overgang.actie),
        door=door,
        toelichting=toelichting,
        wijzigingen={"status": (Initiatiefstatus(oud).label, overgang.naar.label)},
    )
    verhoog_na_commit("publiek")
    return initiatief
