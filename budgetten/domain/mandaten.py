"""Signing authority: how much a person may approve."""

from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from budgetten.enums import Uitgavestatus
from budgetten.models import Begrotingsregel, Uitgave
from kern.componenten.opmaak import euro
from kern.domain.fouten import Weigering
from kern.models import Gebruiker
from partners.enums import Functie
from partners.models import Mandaat
from partners.rules import posten

_GEBOEKT = (Uitgavestatus.GOEDGEKEURD, Uitgavestatus.BETAALD)


def cumulatief(uitgave: Uitgave) -> Decimal:
    """What a mandate must cover, in euro: this expense and everything approved before on the same activity."""
    if uitgave.activiteit_id is None:
        return uitgave.bedrag
    eerder = (
        Uitgave.objects.filter(activiteit=uitgave.activiteit_id, status__in=_GEBOEKT)
        .exclude(pk=uitgave.pk)
        .aggregate(som=Sum("bedrag"))["som"]
    )
    return uitgave.bedrag + (eerder or Decimal(0))


def mandaat_van(door: Gebruiker, regel: Begrotingsregel) -> Decimal:
    """The highest amount this person may approve on the line today, in euro; zero without a mandate.

    Only posts that give a right on this line count: a mandate goes with its post.
    """
    gebied = regel.gebied
    boven = {gebied.pk, gebied.ouder_id, gebied.ouder.ouder_id if gebied.ouder else None}
    ids = [
        post.id
        for post in posten(door)
        if post.functie == Functie.CONTROLLER
        or (post.functie == Functie.GEBIEDSCOORDINATOR and (not post.gebied_ids or post.gebied_ids & boven))
    ]
    hoogste = Mandaat.objects.geldig().filter(medewerker__in=ids).order_by("-tot_bedrag").first()
    return hoogste.tot_bedrag if hoogste else Decimal(0)


def controleer_mandaat(uitgave: Uitgave, *, door: Gebruiker) -> None:
    """Raise Weigering unless a mandate of this person covers the expense."""
    nodig, mandaat = cumulatief(uitgave), mandaat_van(door, uitgave.regel)
    if mandaat == 0:
        raise Weigering(_("U hebt geen mandaat om uitgaven op deze regel goed te keuren."))
    if nodig > mandaat:
        raise Weigering(
            _("Uw mandaat gaat tot en met %(mandaat)s. Voor deze uitgave is %(nodig)s nodig.")
            % {"mandaat": euro(mandaat), "nodig": euro(nodig)}
        )
