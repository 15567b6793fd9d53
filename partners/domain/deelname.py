"""Joining and leaving: dated facts, so that history stays."""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import log
from kern.domain.versie import verhoog_na_commit
from kern.models import Gebruiker
from partners.enums import BETALENDE_ROLLEN, Rol
from partners.models import Deelname, Overeenkomst, Partner

PERMISSIE = "partners.overeenkomst_wijzigen"


@transaction.atomic
def sluit_aan(
    partner: Partner,
    *,
    overeenkomst: Overeenkomst,
    rol: Rol | str,
    vanaf: dt.date,
    jaarbedrag: Decimal = Decimal("0.00"),
    door: Gebruiker | None,
    toelichting: str = "",
) -> Deelname:
    """The partner takes this part in the agreement from a day on; a part it had until then ends the day before.

    Raises Weigering when the day lies outside the agreement or before something that already holds, or when somebody
    who does not pay pledges money; GeenToestemming when `door` may not change the agreement (None is the system).
    """
    _controleer_recht(door)
    rol = Rol(rol)
    Partner.objects.select_for_update().get(pk=partner.pk)
    _controleer_dag(overeenkomst, vanaf)
    _controleer_bedrag(rol, jaarbedrag)
    eerdere = overeenkomst.deelnames.filter(partner=partner)
    if eerdere.filter(vanaf__gte=vanaf).exists():
        raise Weigering(_("Er is al een deelname die op of na deze dag begint."), veld="vanaf")
    vorige = eerdere.order_by("-vanaf").first()
    if vorige and (vorige.tot is None or vorige.tot >= vanaf):
        if vorige.rol == rol and vorige.jaarbedrag == jaarbedrag:
            raise Weigering(_("%(partner)s heeft deze rol en dit bedrag al.") % {"partner": partner}, veld="rol")
        _beeindig(vorige, tot=vanaf - dt.timedelta(days=1), door=door)
    nieuw = Deelname.objects.create(
        overeenkomst=overeenkomst, partner=partner, rol=rol, vanaf=vanaf, jaarbedrag=jaarbedrag, toelichting=toelichting
    )
    log(
        partner,
        _("doet mee als %(rol)s") % {"rol": rol.label.lower()},
        door=door,
        wijzigingen={
            "rol": (vorige.get_rol_display() if vorige else None, rol.label),
            "jaarbedrag": (vorige.jaarbedrag if vorige else None, jaarbedrag),
            "vanaf": (None, vanaf),
        },
        toelichting=toelichting,
    )
    verhoog_na_commit("publiek")
    return nieuw


@transaction.atomic
def stop_deelname(deelname: Deelname, *, tot: dt.date, door: Gebruiker | None, reden: str = "") -> Deelname:
    """The partner takes part until and including this day. What it gave and did stays.

    Raises Weigering when the day lies before the start or the part already ended; GeenToestemming as `sluit_aan`.
    """
    _controleer_recht(door)
    vast = Deelname.objects.select_for_update(of=("self",)).select_related("partner").get(pk=deelname.pk)
    if vast.tot is not None:
        raise Weigering(_("Deze deelname is al gestopt."))
    if tot < vast.vanaf:
        raise Weigering(_("De laatste dag ligt voor het begin van de deelname."), veld="tot")
    _beeindig(vast, tot=tot, door=door, toelichting=reden)
    verhoog_na_commit("publiek")
    return vast


def _beeindig(deelname: Deelname, *, tot: dt.date, door: Gebruiker | None, toelichting: str = "") -> None:
    oud, deelname.tot = deelname.tot, tot
    deelname.save(update_fields=["tot"])
    log(
        deelname.partner,
        _("stopt als %(rol)s") % {"rol": deelname.get_rol_display().lower()},
        door=door,
        wijzigingen={"tot en met": (oud, tot)},
        toelichting=toelichting,
    )


def _controleer_recht(door: Gebruiker | None) -> None:
    if door is not None and not door.has_perm(PERMISSIE):
        raise GeenToestemming(_("Alleen een beheerder mag de deelnemers wijzigen."))


def _controleer_dag(overeenkomst: Overeenkomst, vanaf: dt.date) -> None:
    if vanaf < overeenkomst.vanaf or (overeenkomst.tot and vanaf > overeenkomst.tot):
        raise Weigering(_("Op deze dag geldt de overeenkomst niet."), veld="vanaf")


def _controleer_bedrag(rol: Rol, jaarbedrag: Decimal) -> None:
    if jaarbedrag < 0:
        raise Weigering(_("Het bedrag kan niet onder nul zijn."), veld="jaarbedrag")
    if rol in BETALENDE_ROLLEN and not jaarbedrag:
        raise Weigering(_("Vul in wat deze partner per jaar toezegt."), veld="jaarbedrag")
    if rol not in BETALENDE_ROLLEN and jaarbedrag:
        raise Weigering(
            _("Alleen een opdrachtgever of convenantpartner zegt geld toe. Laat het bedrag leeg."), veld="jaarbedrag"
        )
