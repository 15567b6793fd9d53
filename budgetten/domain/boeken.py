"""Posting in the ledger: the one place that inserts bookings and movements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

import psycopg.errors
from django.db import DataError, IntegrityError, connection, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgetten.enums import Boekingsoort, Rekeningsoort
from budgetten.models import Begrotingsregel, Boeking, Boekjaar, Mutatie, Periode, Rekening
from kern.domain.fouten import Weigering
from kern.domain.versie import verhoog_na_commit
from kern.models import Gebruiker
from partners.models import Partner, Verdeelsleutel

#: Mutaties that the trigger judges at once: it holds them in memory.
PORTIE = 100_000


@dataclass(frozen=True)
class Zet:
    """One intended movement, in euro."""

    van: Rekening
    naar: Rekening
    bedrag: Decimal


def boek(
    soort: Boekingsoort,
    zetten: Sequence[Zet],
    *,
    boekdatum: dt.date,
    omschrijving: str,
    door: Gebruiker | None,
    verdeelsleutel: Verdeelsleutel | None = None,
    tegenboeking_van: Boeking | None = None,
) -> Boeking:
    """Record one event. The database judges it; its refusal is raised here as Weigering and nothing is stored.

    Callers that decide on a balance lock the accounts first (`vergrendel`). Recorded time comes from the database:
    use `refresh_from_db` to read it.
    """
    if not zetten:
        raise Weigering(_("Er valt niets te boeken."))
    periode = periode_van(boekdatum)
    try:
        with transaction.atomic():
            boeking = Boeking.objects.create(
                soort=soort,
                boekdatum=boekdatum,
                periode=periode,
                omschrijving=omschrijving[:300],
                door=door,
                verdeelsleutel=verdeelsleutel,
                tegenboeking_van=tegenboeking_van,
            )
            Mutatie.objects.bulk_create(
                [Mutatie(boeking=boeking, van=zet.van, naar=zet.naar, bedrag=zet.bedrag) for zet in zetten]
            )
    except (DataError, IntegrityError) as exc:
        raise _als_weigering(exc) from exc
    verhoog_na_commit("stand")
    return boeking


def boek_reeks(reeks: Iterable[tuple[Boeking, Sequence[Zet]]]) -> int:
    """Record many prepared bookings by COPY; all or nothing. Returns how many.

    For imports and demo data: the bookings are new and carry soort, boekdatum, periode, omschrijving and door; they get
    their numbers here. The same triggers judge them, so nothing that `boek` would refuse gets in.
    """
    paren = list(reeks)
    try:
        with transaction.atomic(), connection.cursor() as cursor, connection.wrap_database_errors:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence('budgetten_boeking', 'id')) FROM generate_series(1, %s)",
                [len(paren)],
            )
            for (boeking, _zetten), (nummer,) in zip(paren, cursor.fetchall(), strict=True):
                boeking.pk = nummer
            with cursor.copy(
                "COPY budgetten_boeking (id, soort, boekdatum, periode_id, door_id, omschrijving, verdeelsleutel_id, "
                "tegenboeking_van_id) FROM STDIN"
            ) as kopie:
                for boeking, _zetten in paren:
                    kopie.write_row(
                        (
                            boeking.pk,
                            str(boeking.soort),
                            boeking.boekdatum,
                            boeking.periode_id,
                            boeking.door_id,
                            boeking.omschrijving,
                            boeking.verdeelsleutel_id,
                            boeking.tegenboeking_van_id,
                        )
                    )
            regels = _mutatieregels(paren)
            while portie := "".join(islice(regels, PORTIE)):
                with cursor.copy("COPY budgetten_mutatie (boeking_id, van_id, naar_id, bedrag) FROM STDIN") as kopie:
                    kopie.write(portie)
    except (DataError, IntegrityError) as exc:
        raise _als_weigering(exc) from exc
    for boeking, _zetten in paren:
        boeking._state.adding = False
        boeking._state.db = connection.alias
    verhoog_na_commit("stand")
    return len(paren)


def _mutatieregels(paren: Iterable[tuple[Boeking, Sequence[Zet]]]) -> Iterator[str]:
    """Movements in the text form of COPY. Raises Weigering for what is no number: PostgreSQL takes NaN for positive."""
    for boeking, zetten in paren:
        for zet in zetten:
            if not zet.bedrag.is_finite():
                raise Weigering(_("Het bedrag moet hoger zijn dan nul."))
            yield f"{boeking.pk}\t{zet.van.pk}\t{zet.naar.pk}\t{zet.bedrag}\n"


def periode_van(datum: dt.date) -> Periode:
    """The open period of a date; raises Weigering when there is none or it is closed."""
    periode = Periode.objects.filter(begin__lte=datum, eind__gte=datum).first()
    if periode is None:
        raise Weigering(_("Er is nog geen boekjaar %(jaar)s.") % {"jaar": datum.year}, veld="datum")
    if periode.status != "open":
        raise Weigering(
            _("De periode %(periode)s is gesloten. Kies een datum in een open periode.")
            % {"periode": date_format(datum, "F Y")},
            veld="datum",
        )
    return periode


def rekeningen(
    soort: Rekeningsoort,
    partners: Iterable[Partner],
    *,
    boekjaar: Boekjaar | None = None,
    regel: Begrotingsregel | None = None,
) -> dict[int, Rekening]:
    """Accounts of one kind by payer id, made where absent. Not locked."""
    betalers = list(partners)
    zoek = Rekening.objects.filter(soort=soort, boekjaar=boekjaar, regel=regel, partner__in=betalers)
    gevonden = {rekening.partner_id: rekening for rekening in zoek}
    if len(gevonden) < len(betalers):
        Rekening.objects.bulk_create(
            [
                Rekening(soort=soort, partner=partner, boekjaar=boekjaar, regel=regel)
                for partner in betalers
                if partner.pk not in gevonden
            ],
            ignore_conflicts=True,
        )
        gevonden = {rekening.partner_id: rekening for rekening in zoek.all()}
    return gevonden


def vergrendel(ids: Iterable[int]) -> dict[int, Rekening]:
    """Lock accounts in id order (as the trigger does, so that nobody waits for each other) and read them afresh."""
    rijen = Rekening.objects.filter(pk__in=set(ids)).select_for_update(no_key=True).order_by("pk")
    return {rekening.pk: rekening for rekening in rijen}


def regelrekeningen(regel: Begrotingsregel, *soorten: Rekeningsoort) -> dict[tuple[str, int], Rekening]:
    """Lock the accounts of these kinds of one budget line: by (kind, payer id), payers in their fixed order."""
    rijen = (
        Rekening.objects.filter(regel=regel, soort__in=soorten)
        .select_for_update(no_key=True, of=("self",))
        .select_related("partner")
        .order_by("pk")
    )
    return {
        (rekening.soort, rekening.partner_id): rekening
        for rekening in sorted(rijen, key=lambda r: (r.partner.volgorde, r.partner_id))
    }


def zonder_nul(zetten: Iterable[Zet]) -> list[Zet]:
    """Leave out parts of nothing: a small amount over many payers gives some of them no cent."""
    return [zet for zet in zetten if zet.bedrag]


def per_partner_ids(bedragen: Mapping[Partner, Decimal]) -> dict[int, Decimal]:
    """The same amounts by payer id."""
    return {partner.pk: bedrag for partner, bedrag in bedragen.items()}


_BERICHTEN = {
    "rekening_niet_onder_nul": gettext_lazy("Er is niet genoeg geld voor deze boeking."),
    "mutatie_bedrag_positief": gettext_lazy("Het bedrag moet hoger zijn dan nul."),
    "mutatie_twee_rekeningen": gettext_lazy("Geld kan niet naar dezelfde rekening."),
    "boeking_heeft_omschrijving": gettext_lazy("Geef een omschrijving."),
}


def _als_weigering(exc: DataError | IntegrityError) -> Weigering:
    """The database's refusal as a sentence: its own words when a trigger raised it."""
    oorzaak = exc.__cause__
    if isinstance(oorzaak, psycopg.errors.NumericValueOutOfRange):
        return Weigering(_("Dit bedrag is te hoog."), veld="bedrag")
    if isinstance(oorzaak, psycopg.errors.UniqueViolation):
        return Weigering(_("Deze boeking is al gedaan."))
    if isinstance(oorzaak, psycopg.errors.CheckViolation):
        naam = oorzaak.diag.constraint_name
        if naam:
            return Weigering(str(_BERICHTEN.get(naam, _("De boeking klopt niet en is niet vastgelegd."))))
        return Weigering(oorzaak.diag.message_primary or str(oorzaak))
    raise exc
