"""Real rows for tests, made through the real models (factory_boy).

The ledger is filled through its own tables: `zet_geld_op` writes the bookings that bring money to a line.
"""

import calendar
import datetime as dt
from decimal import Decimal

import factory
from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from factory.django import DjangoModelFactory

from budgetten.enums import Boekingsoort, BtwBehandeling, Rekeningsoort
from budgetten.models import (
    Begrotingsregel,
    Begrotingswijziging,
    Boeking,
    Boekjaar,
    Dekkingsregel,
    Leverancier,
    Mutatie,
    Periode,
    Rekening,
    Uitgave,
    Verplichting,
    Verplichtingdekking,
)
from gebieden.enums import Domein, Gebiedssoort
from gebieden.models import Gebied, Thema
from kern.models import Gebruiker, Taak
from partners.enums import Activiteitstatus, Functie, Partnersoort, Rol
from partners.models import (
    Activiteit,
    Activiteittype,
    Deelname,
    Mandaat,
    Medewerker,
    Overeenkomst,
    Partner,
    SleutelAandeel,
    Verdeelsleutel,
)

#: The password of every user made here.
WACHTWOORD = "lariks-bloeit-2011"

#: The day the agreement came into force.
IN_WERKING = dt.date(2011, 1, 1)


class GebruikerFactory(DjangoModelFactory):
    """A user with a verified e-mail address and the password WACHTWOORD."""

    class Meta:
        model = Gebruiker
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"gebruiker{n}@example.nl")
    naam = factory.Sequence(lambda n: f"Gebruiker {n}")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return model_class.objects.create_user(kwargs.pop("email"), kwargs.pop("password", WACHTWOORD), **kwargs)

    @factory.post_generation
    def adres_bevestigd(self, create, extracted, **kwargs):
        """`adres_bevestigd=False` leaves the address unverified."""
        EmailAddress.objects.create(
            user=self, email=self.email, primary=True, verified=True if extracted is None else extracted
        )


class TaakFactory(DjangoModelFactory):
    class Meta:
        model = Taak

    soort = "proef"
    titel = "Export van de uitgaven"
    aangevraagd_door = factory.SubFactory(GebruikerFactory)


class GebiedFactory(DjangoModelFactory):
    """A wijk; give `ouder`."""

    class Meta:
        model = Gebied

    code = factory.Sequence(lambda n: f"WK0106{n:02d}")
    naam = factory.Sequence(lambda n: f"Wijk {n}")
    slug = factory.LazyAttribute(lambda g: g.naam.lower().replace(" ", "-"))
    soort = Gebiedssoort.WIJK


class ThemaFactory(DjangoModelFactory):
    class Meta:
        model = Thema

    naam = factory.Sequence(lambda n: f"Thema {n}")
    slug = factory.LazyAttribute(lambda t: t.naam.lower().replace(" ", "-"))
    domein = Domein.SOCIAAL
    volgorde = factory.Sequence(lambda n: n)


class PartnerFactory(DjangoModelFactory):
    class Meta:
        model = Partner

    naam = factory.Sequence(lambda n: f"Organisatie {n}")
    slug = factory.LazyAttribute(lambda p: p.naam.lower().replace(" ", "-"))
    soort = Partnersoort.CORPORATIE


class OvereenkomstFactory(DjangoModelFactory):
    class Meta:
        model = Overeenkomst

    titel = factory.Sequence(lambda n: f"Overeenkomst {n}")
    getekend_op = dt.date(2010, 12, 15)
    vanaf = IN_WERKING


class DeelnameFactory(DjangoModelFactory):
    class Meta:
        model = Deelname

    overeenkomst = factory.SubFactory(OvereenkomstFactory)
    partner = factory.SubFactory(PartnerFactory)
    rol = Rol.CONVENANTPARTNER
    vanaf = IN_WERKING


class MedewerkerFactory(DjangoModelFactory):
    """A post, valid from 2011. `gebieden=[…]` limits it to areas."""

    class Meta:
        model = Medewerker
        skip_postgeneration_save = True

    gebruiker = factory.SubFactory(GebruikerFactory)
    partner = factory.SubFactory(PartnerFactory)
    functie = Functie.PARTNERMEDEWERKER
    vanaf = IN_WERKING

    @factory.post_generation
    def gebieden(self, create, extracted, **kwargs):
        if extracted:
            self.gebieden.set(extracted)


class MandaatFactory(DjangoModelFactory):
    class Meta:
        model = Mandaat

    medewerker = factory.SubFactory(MedewerkerFactory)
    tot_bedrag = Decimal("5000.00")
    vanaf = IN_WERKING


class VerdeelsleutelFactory(DjangoModelFactory):
    """A key of fixed shares: `aandelen={partner: Decimal}`."""

    class Meta:
        model = Verdeelsleutel
        skip_postgeneration_save = True

    naam = factory.Sequence(lambda n: f"Sleutel {n}")
    vanaf = IN_WERKING

    @factory.post_generation
    def aandelen(self, create, extracted, **kwargs):
        for partner, aandeel in (extracted or {}).items():
            SleutelAandeel.objects.create(sleutel=self, partner=partner, aandeel=aandeel)


class ActiviteittypeFactory(DjangoModelFactory):
    class Meta:
        model = Activiteittype

    naam = factory.Sequence(lambda n: f"Soort {n}")
    domein = Domein.SOCIAAL
    thema = factory.SubFactory(ThemaFactory)


class ActiviteitFactory(DjangoModelFactory):
    """A draft; `status=Activiteitstatus.DEFINITIEF` makes it final."""

    class Meta:
        model = Activiteit

    partner = factory.SubFactory(PartnerFactory)
    type = factory.SubFactory(ActiviteittypeFactory)
    titel = factory.Sequence(lambda n: f"Schouw {n}")
    datum = factory.LazyFunction(timezone.localdate)
    gebied = factory.SubFactory(GebiedFactory)
    ingevoerd_door = factory.SubFactory(GebruikerFactory)
    definitief_op = factory.LazyAttribute(lambda a: timezone.now() if a.status == Activiteitstatus.DEFINITIEF else None)
    status = Activiteitstatus.CONCEPT


class BoekjaarFactory(DjangoModelFactory):
    """A fiscal year with its twelve open months; default the current year."""

    class Meta:
        model = Boekjaar
        django_get_or_create = ("jaar",)
        skip_postgeneration_save = True

    jaar = factory.LazyFunction(lambda: timezone.localdate().year)

    @factory.post_generation
    def perioden(self, create, extracted, **kwargs):
        if not self.perioden.exists():
            Periode.objects.bulk_create(
                Periode(
                    boekjaar=self,
                    maand=maand,
                    begin=dt.date(self.jaar, maand, 1),
                    eind=dt.date(self.jaar, maand, calendar.monthrange(self.jaar, maand)[1]),
                )
                for maand in range(1, 13)
            )


class BegrotingsregelFactory(DjangoModelFactory):
    class Meta:
        model = Begrotingsregel

    boekjaar = factory.SubFactory(BoekjaarFactory)
    gebied = factory.SubFactory(GebiedFactory)
    thema = factory.SubFactory(ThemaFactory)


class BegrotingswijzigingFactory(DjangoModelFactory):
    class Meta:
        model = Begrotingswijziging

    van = factory.SubFactory(BegrotingsregelFactory)
    naar = factory.SubFactory(BegrotingsregelFactory)
    bedrag = Decimal("100.00")
    reden = "Meer nodig voor het groen"
    ingediend_door = factory.SubFactory(GebruikerFactory)


class LeverancierFactory(DjangoModelFactory):
    class Meta:
        model = Leverancier

    naam = factory.Sequence(lambda n: f"Leverancier {n}")


class UitgaveFactory(DjangoModelFactory):
    """A draft expense of € 121,00. `bedrag` follows from the VAT treatment."""

    class Meta:
        model = Uitgave

    regel = factory.SubFactory(BegrotingsregelFactory)
    datum = factory.LazyAttribute(lambda u: dt.date(u.regel.boekjaar.jaar, 3, 1))
    omschrijving = factory.Sequence(lambda n: f"Buurtfeest {n}")
    leverancier = factory.SubFactory(LeverancierFactory)
    factuurnummer = factory.Sequence(lambda n: f"F-{n}")
    netto = Decimal("100.00")
    btw = Decimal("21.00")
    btw_behandeling = BtwBehandeling.KOSTEN
    bedrag = factory.LazyAttribute(lambda u: u.netto + u.btw if u.btw_behandeling == BtwBehandeling.KOSTEN else u.netto)
    ingevoerd_door = factory.SubFactory(GebruikerFactory)


class DekkingsregelFactory(DjangoModelFactory):
    class Meta:
        model = Dekkingsregel

    uitgave = factory.SubFactory(UitgaveFactory)
    partner = factory.SubFactory(PartnerFactory)
    bedrag = Decimal("121.00")


def rekening(
    soort: Rekeningsoort, partner: Partner, *, boekjaar: Boekjaar | None = None, regel: Begrotingsregel | None = None
) -> Rekening:
    """The account of this place, made when it does not exist; its balance as the database has it."""
    gevonden, _nieuw = Rekening.objects.get_or_create(soort=soort, partner=partner, boekjaar=boekjaar, regel=regel)
    gevonden.refresh_from_db()
    return gevonden


def zet_geld_op(
    regel: Begrotingsregel, bedragen: dict[Partner, Decimal], *, door: Gebruiker | None = None, maand: int = 1
) -> list[Boeking]:
    """Bring money of each payer to a line's free account: a pledge and an allocation per payer."""
    periode = regel.boekjaar.perioden.get(maand=maand)
    boekingen = []
    for partner, bedrag in bedragen.items():
        bron = rekening(Rekeningsoort.BRON, partner)
        pot = rekening(Rekeningsoort.POT, partner, boekjaar=regel.boekjaar)
        vrij = rekening(Rekeningsoort.VRIJ, partner, boekjaar=regel.boekjaar, regel=regel)
        for soort, van, naar in (
            (Boekingsoort.BIJDRAGE, bron, pot),
            (Boekingsoort.TOEDELING, pot, vrij),
        ):
            with transaction.atomic():
                boeking = Boeking.objects.create(
                    soort=soort, boekdatum=periode.begin, periode=periode, door=door, omschrijving=f"{soort} {partner}"
                )
                Mutatie.objects.create(boeking=boeking, van=van, naar=naar, bedrag=bedrag)
            boekingen.append(boeking)
    return boekingen


def leg_verplichting_vast(
    regel: Begrotingsregel, dekking: dict[Partner, Decimal], *, door: Gebruiker, kenmerk: str = "plan-1"
) -> Verplichting:
    """Commit free money of a line by its two bookings, and store the commitment with its cover."""
    periode = regel.boekjaar.perioden.get(maand=2)
    boekingen = []
    with transaction.atomic():
        for soort, van, naar in (
            (Boekingsoort.TOEKENNING, Rekeningsoort.VRIJ, Rekeningsoort.TOEGEKEND),
            (Boekingsoort.VERPLICHTING, Rekeningsoort.TOEGEKEND, Rekeningsoort.VERPLICHT),
        ):
            boeking = Boeking.objects.create(
                soort=soort, boekdatum=periode.begin, periode=periode, door=door, omschrijving=f"{soort} {kenmerk}"
            )
            for partner, bedrag in dekking.items():
                Mutatie.objects.create(
                    boeking=boeking,
                    van=rekening(van, partner, boekjaar=regel.boekjaar, regel=regel),
                    naar=rekening(naar, partner, boekjaar=regel.boekjaar, regel=regel),
                    bedrag=bedrag,
                )
            boekingen.append(boeking)
        verplichting = Verplichting.objects.create(
            regel=regel,
            kenmerk=kenmerk,
            omschrijving="Geveltuinen",
            bedrag=sum(dekking.values()),
            besluit_door=door,
            aangegaan_op=periode.begin,
            toekenning=boekingen[0],
            verplichting=boekingen[1],
        )
        Verplichtingdekking.objects.bulk_create(
            Verplichtingdekking(verplichting=verplichting, partner=partner, bedrag=bedrag)
            for partner, bedrag in dekking.items()
        )
    return verplichting
