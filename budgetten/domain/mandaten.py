"""Signing authority: how much a person may approve."""

from decimal import Decimal

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from budgetten.enums import Uitgavestatus
from budgetten.models import Begrotingsregel, Uitgave
from gebieden.models import Gebied
from kern.componenten.opmaak import euro
from kern.domain.fouten import Weigering
from kern.models import Gebruiker
from partners.enums import Functie
from partners.models import Mandaat
from partners.rules import posten

_GEBOEKT = (Uitgavestatus.GOEDGEKEURD, Uitgavestatus.BETAALD)


def cumulatief(uitgave: Uitgave) -> Decimal:
    """What a mandate must cover, in euro: this expense and everything approved before on the same thing.

    The same activity, or the same commitment with what it was carried over from: splitting an amount does not help.
    """
    if uitgave.verplichting is not None:
        oorsprong = uitgave.verplichting.oorsprong_id or uitgave.verplichting_id
        zelfde = Q(verplichting=oorsprong) | Q(verplichting__oorsprong=oorsprong)
    elif uitgave.activiteit_id is not None:
        zelfde = Q(activiteit=uitgave.activiteit_id)
    else:
        return uitgave.bedrag
    eerder = (
        Uitgave.objects.filter(zelfde, status__in=_GEBOEKT).exclude(pk=uitgave.pk).aggregate(som=Sum("bedrag"))["som"]
    )
    return uitgave.bedrag + (eerder or Decimal(0))


def mandaat_van(door: Gebruiker, regel: Begrotingsregel) -> Decimal:
    """The highest amount this person may approve on the line today, in euro; zero without a mandate."""
    return mandaat_in(door, regel.gebied)


def mandaat_in(door: Gebruiker, gebied: Gebied) -> Decimal:
    """The same for any line of an area.

    Only posts that give a right there count: a mandate goes with its post.
    """
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
