"""What waits for a person in the money, and the inside of an area for staff."""

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from budgetten.domain import uitgavelijsten
from budgetten.domain.queries import Stand, standen
from budgetten.enums import Uitgavestatus, Wijzigingstatus
from budgetten.models import Begrotingsregel, Begrotingswijziging, Boekjaar, Uitgave
from gebieden.models import Gebied
from kern.domain.werk import HOOGSTENS, Werkpunt
from kern.models import Gebruiker
from partners.enums import Functie
from partners.rules import is_controller, posten

#: Days a public body has to pay an invoice (art. 6:119b BW).
BETAALTERMIJN = dt.timedelta(days=30)


def te_beoordelen(gebruiker: Gebruiker) -> list[Werkpunt]:
    """Expenses of others that the user may approve: a controller all, a coordinator those of own areas. One query."""
    uitgaven = _met_plaats(Uitgave.objects.filter(status=Uitgavestatus.INGEDIEND).exclude(ingevoerd_door=gebruiker))
    if not is_controller(gebruiker):
        eigen = _eigen_gebieden(gebruiker)
        if eigen is None:
            return []
        uitgaven = uitgaven.filter(eigen)
    return [_werkpunt(uitgave, _("Uitgave beoordelen")) for uitgave in uitgaven[:HOOGSTENS]]


def te_betalen(gebruiker: Gebruiker) -> list[Werkpunt]:
    """Approved expenses that this controller neither entered nor approved. One query."""
    if not is_controller(gebruiker):
        return []
    uitgaven = _met_plaats(
        Uitgave.objects.filter(status=Uitgavestatus.GOEDGEKEURD)
        .exclude(ingevoerd_door=gebruiker)
        .exclude(beoordeeld_door=gebruiker)
    )
    return [_werkpunt(uitgave, _("Uitgave betalen")) for uitgave in uitgaven[:HOOGSTENS]]


def eigen_concepten(gebruiker: Gebruiker) -> list[Werkpunt]:
    """Expenses the user entered and did not submit, or that came back refused, in open years. One query."""
    uitgaven = _met_plaats(Uitgave.objects.filter(uitgavelijsten.eigen_concepten(gebruiker)))
    wat = {
        Uitgavestatus.CONCEPT: _("Uitgave afmaken en indienen"),
        Uitgavestatus.AFGEKEURD: _("Afgekeurde uitgave verbeteren"),
    }
    return [_werkpunt(uitgave, wat[Uitgavestatus(uitgave.status)]) for uitgave in uitgaven[:HOOGSTENS]]


def wijzigingen_te_beoordelen(gebruiker: Gebruiker, *, url: str) -> list[Werkpunt]:
    """Amendments of others that wait for a controller; `url` is the page where they are judged. One query."""
    if not is_controller(gebruiker):
        return []
    wijzigingen = (
        Begrotingswijziging.objects.filter(status=Wijzigingstatus.INGEDIEND)
        .exclude(ingediend_door=gebruiker)
        .select_related("van__gebied", "van__thema", "van__boekjaar", "naar__gebied", "naar__thema", "naar__boekjaar")
        .order_by("ingediend_op", "pk")
    )
    return [
        Werkpunt(
            wat=_("Begrotingswijziging vaststellen"),
            titel=str(wijziging),
            url=url,
            sinds=localtime(wijziging.ingediend_op).date(),
            plaats=wijziging.naar.gebied.naam,
            bedrag=wijziging.bedrag,
        )
        for wijziging in wijzigingen[:HOOGSTENS]
    ]


def regels_met_stand(gebied: Gebied, boekjaar: Boekjaar) -> list[tuple[Begrotingsregel, Stand]]:
    """The lines of an area and the areas below it, with where their money stands. For staff. Two queries."""
    per_regel = standen(boekjaar, "regel", gebied=gebied)
    regels = (
        Begrotingsregel.objects.filter(boekjaar=boekjaar, gebied__in=Gebied.objects.binnen(gebied))
        .select_related("gebied__ouder", "thema", "boekjaar")
        .order_by("gebied__code", "thema__volgorde", "pk")
    )
    return [(regel, per_regel.get((regel.pk,), Stand())) for regel in regels]


def _met_plaats(uitgaven: QuerySet[Uitgave]) -> QuerySet[Uitgave]:
    return uitgaven.select_related("regel__gebied").order_by("datum", "pk")


def _eigen_gebieden(gebruiker: Gebruiker) -> Q | None:
    """Expenses in the areas the user coordinates and below; None for who coordinates nothing."""
    coordinatie = [post for post in posten(gebruiker) if post.functie == Functie.GEBIEDSCOORDINATOR]
    if not coordinatie:
        return None
    if any(not post.gebied_ids for post in coordinatie):
        return Q()
    ids = frozenset().union(*(post.gebied_ids for post in coordinatie))
    return Q(regel__gebied__in=ids) | Q(regel__gebied__ouder__in=ids) | Q(regel__gebied__ouder__ouder__in=ids)


def _werkpunt(uitgave: Uitgave, wat: str) -> Werkpunt:
    """An invoice must be paid within the term of the law; own costs and receipts have no term."""
    return Werkpunt(
        wat=wat,
        titel=uitgave.omschrijving,
        url=uitgave.get_absolute_url(),
        sinds=localtime(uitgave.ingevoerd_op).date(),
        plaats=uitgave.regel.gebied.naam,
        bedrag=uitgave.bedrag,
        uiterlijk=uitgave.datum + BETAALTERMIJN if uitgave.leverancier_id else None,
    )
