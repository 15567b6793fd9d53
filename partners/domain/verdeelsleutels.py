"""Cost-sharing keys: making them, and the weights they give."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from gebieden.models import Gebied
from kern.domain.fouten import Weigering
from kern.domain.logboek import log
from kern.models import Gebruiker
from partners.enums import Partnersoort, Sleutelsoort
from partners.models import Partner, SleutelAandeel, Verdeelsleutel, Woningbezit

#: The shares of a key by dwellings are percentages: what the fixed payers leave of this is for the corporations.
GEHEEL = Decimal(100)


@transaction.atomic
def maak_sleutel(
    naam: str,
    *,
    aandelen: Mapping[Partner, Decimal],
    vanaf: dt.date,
    door: Gebruiker | None,
    soort: Sleutelsoort | str = Sleutelsoort.PERCENTAGES,
    toelichting: str = "",
) -> Verdeelsleutel:
    """Make the first version of a key. Raises Weigering for a name that exists and for impossible shares."""
    if Verdeelsleutel.objects.filter(naam=naam).exists():
        raise Weigering(_("Er is al een verdeelsleutel met deze naam."), veld="naam")
    return _schrijf(naam, 1, Sleutelsoort(soort), aandelen, vanaf, toelichting, door)


@transaction.atomic
def nieuwe_versie(
    sleutel: Verdeelsleutel,
    *,
    aandelen: Mapping[Partner, Decimal],
    vanaf: dt.date,
    door: Gebruiker | None,
    toelichting: str = "",
) -> Verdeelsleutel:
    """Another division under the same name; earlier versions stay as they were.

    Raises Weigering when it would hold from before the newest version, and for impossible shares.
    """
    versies = Verdeelsleutel.objects.select_for_update().filter(naam=sleutel.naam).order_by("-versie")
    nieuwste = versies[0]
    if vanaf < nieuwste.vanaf:
        raise Weigering(_("Een nieuwe versie kan niet eerder ingaan dan de vorige."), veld="vanaf")
    return _schrijf(sleutel.naam, nieuwste.versie + 1, Sleutelsoort(nieuwste.soort), aandelen, vanaf, toelichting, door)


def markeer_gebruikt(sleutel: Verdeelsleutel) -> None:
    """From its first use on a key cannot change any more; the database refuses it. Marking it twice does nothing."""
    Verdeelsleutel.objects.filter(pk=sleutel.pk, gebruikt=False).update(gebruikt=True)
    sleutel.gebruikt = True


def gewichten(sleutel: Verdeelsleutel, gebied: Gebied, datum: dt.date) -> list[tuple[Partner, Decimal]]:
    """How an amount for this area is divided on this day: payers with their weight, in partner order.

    Fixed proportions are the shares themselves. By dwellings: who has a share pays that percentage, and the rest is
    divided over the other paying corporations after their dwellings in the area, newest count up to the day.
    Raises Weigering when the key does not hold yet or no dwellings are known.
    """
    if datum < sleutel.vanaf:
        raise Weigering(_("Verdeelsleutel %(sleutel)s geldt op deze dag nog niet.") % {"sleutel": sleutel})
    vast = [(aandeel.partner, aandeel.aandeel) for aandeel in sleutel.aandelen.select_related("partner")]
    if sleutel.soort == Sleutelsoort.PERCENTAGES:
        if not vast:
            raise Weigering(_("Verdeelsleutel %(sleutel)s heeft geen aandelen.") % {"sleutel": sleutel})
        return vast
    rest = GEHEEL - sum((aandeel for _partner, aandeel in vast), Decimal(0))
    corporaties = list(
        Partner.objects.betalend(datum)
        .filter(soort=Partnersoort.CORPORATIE)
        .exclude(pk__in=[partner.pk for partner, _aandeel in vast])
    )
    aantallen = woningen(gebied, datum)
    totaal = sum(aantallen.get(corporatie.pk, 0) for corporatie in corporaties)
    if not totaal:
        raise Weigering(
            _("Van %(gebied)s is niet bekend hoeveel woningen de corporaties er hebben. Vul eerst het woningbezit in.")
            % {"gebied": gebied}
        )
    naar_bezit = [
        (corporatie, rest * aantallen[corporatie.pk] / totaal)
        for corporatie in corporaties
        if aantallen.get(corporatie.pk)
    ]
    return sorted(vast + naar_bezit, key=lambda paar: (paar[0].volgorde, paar[0].naam))


def woningen(gebied: Gebied, datum: dt.date) -> dict[int, int]:
    """Dwellings per partner id in the area, after the newest count up to the day.

    A count of the area itself goes before the sum of the counts of the areas in it, so nothing is counted twice.
    """
    boom = list(Gebied.objects.binnen(gebied).values_list("pk", "ouder_id"))
    kinderen: dict[int, list[int]] = defaultdict(list)
    for pk, ouder in boom:
        if ouder is not None and pk != gebied.pk:
            kinderen[ouder].append(pk)
    tellingen = {
        (partner, plek): aantal
        for partner, plek, aantal in Woningbezit.objects.filter(
            gebied__in=[pk for pk, _ouder in boom], peildatum__lte=datum
        )
        .order_by("partner", "gebied", "-peildatum")
        .distinct("partner", "gebied")
        .values_list("partner", "gebied", "aantal")
    }

    def tel(partner: int, plek: int) -> int:
        if (partner, plek) in tellingen:
            return tellingen[partner, plek]
        return sum(tel(partner, kind) for kind in kinderen[plek])

    return {partner: tel(partner, gebied.pk) for partner in {partner for partner, _plek in tellingen}}


def _schrijf(
    naam: str,
    versie: int,
    soort: Sleutelsoort,
    aandelen: Mapping[Partner, Decimal],
    vanaf: dt.date,
    toelichting: str,
    door: Gebruiker | None,
) -> Verdeelsleutel:
    if any(aandeel <= 0 for aandeel in aandelen.values()):
        raise Weigering(_("Elk aandeel moet meer dan nul zijn."), veld="aandelen")
    if soort == Sleutelsoort.PERCENTAGES and not aandelen:
        raise Weigering(_("Geef ten minste één partner een aandeel."), veld="aandelen")
    if soort == Sleutelsoort.WONINGEN and sum(aandelen.values(), Decimal(0)) >= GEHEEL:
        raise Weigering(_("De vaste aandelen zijn samen 100% of meer; er blijft niets te verdelen."), veld="aandelen")
    sleutel = Verdeelsleutel.objects.create(naam=naam, versie=versie, soort=soort, vanaf=vanaf, toelichting=toelichting)
    SleutelAandeel.objects.bulk_create(
        SleutelAandeel(sleutel=sleutel, partner=partner, aandeel=aandeel) for partner, aandeel in aandelen.items()
    )
    log(
        sleutel,
        _("vastgesteld"),
        door=door,
        wijzigingen={partner.naam: (None, aandeel) for partner, aandeel in aandelen.items()},
        toelichting=toelichting,
    )
    return sleutel
