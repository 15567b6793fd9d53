"""Steps of handling for tests: an initiative at any point before its decision, money, a team."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from bewoners.domain import termijnen
from bewoners.enums import Advies, Belang, Initiatiefstatus, Termijnsoort
from bewoners.models import Belangenverklaring, Beoordeling, Initiatief, Plafond, Score
from budgetten.models import Begrotingsregel, Boekjaar
from gebieden.models import Gebied
from kern.models import Gebruiker
from partners.enums import Functie
from partners.models import Partner, Woningbezit
from tests.bewoners.fabriek import maak_initiatief, maak_regel
from tests.factories import GebruikerFactory, MedewerkerFactory

S = Initiatiefstatus


def met_termijnen(initiatief: Initiatief, *, ingediend: dt.date | None = None) -> Initiatief:
    """As if it was submitted on that day (default today): the terms run."""
    dag = ingediend or timezone.localdate()
    termijnen.start_werkdagen(initiatief, Termijnsoort.VOLLEDIGHEID, begin=dag, werkdagen=5)
    termijnen.start(initiatief, Termijnsoort.BESLISSING, begin=dag, dagen=56)
    return initiatief


def teamlid(partner: Partner, *gebieden: Gebied, functie: str = Functie.PARTNERMEDEWERKER, **velden) -> Gebruiker:
    """Somebody of the area team."""
    gebruiker = GebruikerFactory(**velden)
    MedewerkerFactory(gebruiker=gebruiker, partner=partner, functie=functie, gebieden=list(gebieden))
    return gebruiker


def lever_in(
    initiatief: Initiatief, beoordelaar: Gebruiker, *, bedrag: Decimal | None = None, punten: int = 4
) -> Beoordeling:
    """A whole assessment, stored past the domain."""
    if not Belangenverklaring.objects.filter(initiatief=initiatief, gebruiker=beoordelaar).exists():
        Belangenverklaring.objects.create(initiatief=initiatief, gebruiker=beoordelaar, belang=Belang.GEEN)
    beoordeling, _nieuw = Beoordeling.objects.get_or_create(initiatief=initiatief, beoordelaar=beoordelaar)
    for criterium in initiatief.regelingversie.criteria.all():
        Score.objects.create(beoordeling=beoordeling, criterium=criterium, punten=punten, reden="Goed plan")
    beoordeling.advies, beoordeling.bedrag = Advies.TOEKENNEN, bedrag or initiatief.gevraagd
    beoordeling.toelichting, beoordeling.ingeleverd_op = "Doen", timezone.now()
    beoordeling.save()
    return beoordeling


def geadviseerd(*, beoordelaar: Gebruiker | None = None, **velden) -> Initiatief:
    """An initiative that waits for a decision."""
    nu = timezone.now()
    initiatief = maak_initiatief(**{"status": S.IN_BEOORDELING, "volledig_op": nu} | velden)
    met_termijnen(initiatief)
    lever_in(initiatief, beoordelaar or GebruikerFactory())
    Initiatief.objects.filter(pk=initiatief.pk).update(status=S.GEADVISEERD)
    initiatief.refresh_from_db()
    return initiatief


def geef_geld(
    initiatief: Initiatief,
    boekjaar: Boekjaar,
    per_partner: dict[Partner, Decimal],
    *,
    plafond: Decimal = Decimal(50000),
) -> Begrotingsregel:
    """A line of its area and theme with money, and a ceiling for its scheme."""
    zet_plafond(initiatief, boekjaar, plafond)
    return maak_regel(initiatief.gebied, initiatief.thema, boekjaar, per_partner)


def zet_plafond(initiatief: Initiatief, boekjaar: Boekjaar, bedrag: Decimal) -> Plafond:
    """The ceiling of its scheme."""
    plafond, _nieuw = Plafond.objects.update_or_create(
        regeling=initiatief.regelingversie.regeling, boekjaar=boekjaar, defaults={"bedrag": bedrag}
    )
    return plafond


def geef_woningen(partner: Partner, gebied: Gebied, aantal: int = 100) -> Woningbezit:
    """Dwellings of a corporation in an area."""
    return Woningbezit.objects.create(partner=partner, gebied=gebied, peildatum=dt.date(2024, 1, 1), aantal=aantal)
