"""One row of nearly everything, and the addresses of the admin."""

from decimal import Decimal

import pytest
from django.urls import reverse

from budgetten.models import (
    Begrotingsregel,
    Bijdrage,
)
from kern.domain.logboek import log
from partners.models import Medewerker
from tests.factories import (
    ActiviteitFactory,
    BegrotingsregelFactory,
    BegrotingswijzigingFactory,
    MandaatFactory,
    UitgaveFactory,
    VerdeelsleutelFactory,
    zet_geld_op,
)


def pad(model, wat: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{wat}", args=args)


@pytest.fixture
def gevuld(wijken, themas, gemeente, actium, boekjaar, controller, coordinator) -> Begrotingsregel:
    """One row of nearly everything."""
    regel = BegrotingsregelFactory(boekjaar=boekjaar, gebied=wijken["Lariks"], thema=themas["Jeugd"])
    andere = BegrotingsregelFactory(boekjaar=boekjaar, gebied=wijken["Peelo"], thema=themas["Jeugd"])
    boekingen = zet_geld_op(regel, {gemeente: Decimal("1000.00"), actium: Decimal("500.00")}, door=controller)
    Bijdrage.objects.create(partner=gemeente, boekjaar=boekjaar, bedrag=Decimal("1000.00"), boeking=boekingen[0])
    BegrotingswijzigingFactory(van=regel, naar=andere, ingediend_door=controller)
    UitgaveFactory(regel=regel, ingevoerd_door=coordinator)
    ActiviteitFactory(gebied=wijken["Lariks"], partner=actium, ingevoerd_door=coordinator)
    MandaatFactory(medewerker=Medewerker.objects.get(gebruiker=controller))
    VerdeelsleutelFactory(aandelen={gemeente: Decimal("50"), actium: Decimal("50")})
    log(regel, "aangemaakt", door=controller)
    return regel
