"""Posting in the ledger: the one place that inserts bookings and movements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

import psycopg.errors
from django.db import DataError, IntegrityError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgetten.enums import Boekingsoort, Rekeningsoort
from budgetten.models import Begrotingsregel, Boeking, Boekjaar, Periode, Rekening
from budgetten.models.boeking import Vastlegging
from kern.domain.fouten import Weigering
from kern.domain.versie import verhoog_na_commit
from kern.models import Gebruiker
from partners.models import Partner, Verdeelsleutel

#: Mutaties that the trigger judges at once: it holds them in memory.
PORTIE = 100_000


class Zet(NamedTuple):
    """One intended movement, in euro."""

    van: Rekening
    naar: Rekening
    bedrag: Decimal


@dataclass(slots=True)
class Boekstuk:
    """One intended booking of a bulk: a Boeking without what a model instance costs. `id` is filled in by the bulk."""

    soort: Boekingsoort
    boekdatum: dt.date
    periode_id: int
    omschrijving: str
    door_id: int | None = None
    verdeelsleutel_id: int | None = None
    tegenboeking_van_id: int | None = None
    id: int | None = None


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

    Callers that decide on a balance lock the accounts first (`vergrendel`). After the database's refusal the caller's
    transaction, if there is one, can only be rolled back: let the Weigering leave it. Recorded time comes from the
    database: use `refresh_from_db` to read it.
    """
    if not zetten:
        raise Weigering(_("Er valt niets te boeken."))
    boeking = Boeking(
        soort=soort,
        boekdatum=boekdatum,
        omschrijving=omschrijving[:300],
        door=door,
        verdeelsleutel=verdeelsleutel,
        tegenboeking_van=tegenboeking_van,
    )
    try:
        # No savepoint: one statement is stored whole or not at all.
        with transaction.atomic(savepoint=False), connection.cursor() as cursor:
            cursor.execute(
                _BOEK,
                [
                    str(soort),
                    boekdatum,
                    boeking.door_id,
                    boeking.omschrijving,
                    boeking.verdeelsleutel_id,
                    boeking.tegenboeking_van_id,
                    boekdatum,
                    [zet.van.pk for zet in zetten],
                    [zet.naar.pk for zet in zetten],
                    [zet.bedrag for zet in zetten],
                ],
            )
            nummers = cursor.fetchone()
    except (DataError, IntegrityError) as exc:
        raise _als_weigering(exc) from exc
    if nummers is None:
        periode_van(boekdatum)  # says why there is none
        raise Weigering(_("De boeking klopt niet en is niet vastgelegd."))
    boeking.pk, boeking.periode_id = nummers
    boeking._state.adding = False
    boeking._state.db = connection.alias
    verhoog_na_commit("stand")
    return boeking


#: A booking in the open period of its date with its movements, in one statement: a posting holds locks that others wait
#: for, so the way to and from the database counts.
_BOEK = """
    WITH nieuw AS (
        INSERT INTO budgetten_boeking
            (soort, boekdatum, periode_id, door_id, omschrijving, verdeelsleutel_id, tegenboeking_van_id)
        SELECT %s, %s::date, p.id, %s::bigint, %s, %s::bigint, %s::bigint
        FROM budgetten_periode p WHERE %s::date BETWEEN p."begin" AND p.eind AND p.status = 'open'
        RETURNING id, periode_id
    ), zetten AS (
        INSERT INTO budgetten_mutatie (boeking_id, van_id, naar_id, bedrag)
        SELECT n.id, z.van, z.naar, z.bedrag
        FROM nieuw n
        CROSS JOIN unnest(%s::bigint[], %s::bigint[], %s::numeric[]) WITH ORDINALITY AS z (van, naar, bedrag, plek)
        ORDER BY z.plek
    )
    SELECT id, periode_id FROM nieuw
"""


def boek_reeks(reeks: Iterable[tuple[Boeking | Boekstuk, Sequence[Zet]]]) -> int:
    """Record many prepared bookings by COPY; all or nothing. Returns how many.

    For imports and demo data: the bookings are new and carry soort, boekdatum, periode, omschrijving and door; they get
    their numbers here. The same triggers judge them, so nothing that `boek` would refuse gets in.
    """
    paren = list(reeks)  # before the COPY: what makes them may want to ask the database something
    if not paren:
        return 0
    try:
        with transaction.atomic(), connection.cursor() as cursor, connection.wrap_database_errors:
            _kopieer(
                cursor,
                "COPY budgetten_boeking (soort, boekdatum, periode_id, door_id, verdeelsleutel_id, "
                "tegenboeking_van_id, omschrijving) FROM STDIN",
                _boekingregels(boeking for boeking, _zetten in paren),
            )
            for (boeking, _zetten), nummer in zip(paren, _nummers(len(paren)), strict=True):
                boeking.id = nummer
            regels = _mutatieregels(paren)
            while portie := list(islice(regels, PORTIE)):
                _kopieer(cursor, "COPY budgetten_mutatie (boeking_id, van_id, naar_id, bedrag) FROM STDIN", portie)
    except (DataError, IntegrityError) as exc:
        raise _als_weigering(exc) from exc
    for boeking, _zetten in paren:
        if isinstance(boeking, Boeking):
            boeking._state.adding = False
            boeking._state.db = connection.alias
    verhoog_na_commit("stand")
    return len(paren)


def _kopieer(cursor: CursorWrapper, opdracht: str, regels: Iterable[str]) -> None:
    """COPY of lines in its text form, some at a time: one call for each line costs more than making the line."""
    bron = iter(regels)
    with cursor.copy(opdracht) as kopie:
        while stuk := "".join(islice(bron, 500)):
            kopie.write(stuk)


#: The text form of COPY.
_NIETS = r"\N"
_ONTSNAPT = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def _boekingregels(boekingen: Iterable[Boeking | Boekstuk]) -> Iterator[str]:
    """Bookings in the text form of COPY."""
    for b in boekingen:
        door = _NIETS if b.door_id is None else b.door_id
        sleutel = _NIETS if b.verdeelsleutel_id is None else b.verdeelsleutel_id
        tegen = _NIETS if b.tegenboeking_van_id is None else b.tegenboeking_van_id
        yield (
            f"{b.soort}\t{b.boekdatum}\t{b.periode_id}\t{door}\t{sleutel}\t{tegen}\t"
            f"{b.omschrijving.translate(_ONTSNAPT)}\n"
        )


def _nummers(aantal: int) -> Sequence[int]:
    """The numbers of the bookings just inserted, in their order: the sequence only goes up, also when others use it."""
    eerste, laatste = Vastlegging.objects.order_by("pk").values_list("eerste", "laatste").latest("pk")
    if laatste - eerste + 1 == aantal:
        return range(eerste, laatste + 1)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM budgetten_boeking WHERE id BETWEEN %s AND %s AND transactie = txid_current() ORDER BY id",
            [eerste, laatste],
        )
        return [nummer for (nummer,) in cursor.fetchall()]


def _mutatieregels(paren: Iterable[tuple[Boeking | Boekstuk, Sequence[Zet]]]) -> Iterator[str]:
    """Movements in the text form of COPY. Raises Weigering for what is no number: PostgreSQL takes NaN for positive."""
    for boeking, zetten in paren:
        for van, naar, bedrag in zetten:
            if not bedrag.is_finite():
                raise Weigering(_("Het bedrag moet hoger zijn dan nul."))
            yield f"{boeking.id}\t{van.id}\t{naar.id}\t{bedrag}\n"


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
