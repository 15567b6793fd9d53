"""Logged activities of the example."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from random import Random

from gebieden.models import Gebied
from kern.models import Gebruiker
from partners.domain.activiteiten import maak, maak_definitief
from partners.models import Activiteittype, Partner
from portaal.voorbeeld.teksten import STRATEN, UITKOMSTEN

ACTIVITEITEN = 120
LOGGERS = (("actium", "Actium"), ("woonconcept", "Woonconcept"), ("wijkagent", "Politie"))


def maak_activiteiten(*, tot: dt.date, personen: dict[str, Gebruiker]) -> None:
    """Activities of the present year, most final and public, a few still drafts."""
    toeval = Random(tot.year)  # noqa: S311 - the same every time is the point
    soorten = list(Activiteittype.objects.order_by("naam"))
    wijken = list(Gebied.objects.wijken())
    partners = {partner.naam: partner for partner in Partner.objects.all()}
    dagen = (tot - dt.date(tot.year, 1, 1)).days + 1
    for nummer in range(ACTIVITEITEN):
        wie, partner = LOGGERS[nummer % 5 // 2]
        soort, wijk = toeval.choice(soorten), toeval.choice(wijken)
        datum = dt.date(tot.year, 1, 1) + dt.timedelta(days=toeval.randrange(dagen))
        kosten = Decimal(toeval.randrange(500, 15000)) / 100 if toeval.random() < 0.2 and wie != "wijkagent" else 0
        activiteit = maak(
            partners[partner],
            door=personen[wie],
            type=soort,
            titel=f"{soort.naam} in {wijk.naam}",
            datum=datum,
            gebied=wijk,
            straat=toeval.choice(STRATEN),
            uren=Decimal(toeval.randrange(2, 24)) / 2,
            kosten=Decimal(kosten),
            deelnemers=toeval.randrange(3, 60),
            resultaat=toeval.choice(UITKOMSTEN),
            openbaar=toeval.random() < 0.85,
        )
        if nummer % 20:
            maak_definitief(activiteit, door=personen[wie])
