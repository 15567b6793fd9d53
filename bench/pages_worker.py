"""The example programme with a chosen number of expenses in the year, and how many queries its pages take."""

import datetime as dt
from decimal import Decimal
from itertools import groupby

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from budgetten.domain.boeken import Zet, boek_reeks
from budgetten.domain.queries import boekjaren
from budgetten.domain.splitsing import splits
from budgetten.enums import Boekingsoort, BtwBehandeling, Rekeningsoort, Uitgavestatus
from budgetten.models import Boeking, Boekjaar, Leverancier, Rekening, Uitgave
from kern.domain import versie
from kern.models import Gebruiker
from portaal.voorbeeld import geld

AMOUNT = Decimal("1.00")
CONTROLLER = "controller@voorbeeld.test"


def do_example() -> None:
    """Areas, partners, people, two years with budget lines and activities; no expenses yet."""
    geld.UITGAVEN_PER_JAAR = 0
    call_command("voorbeeldgegevens", verbosity=0)


def do_collect_static() -> None:
    """As `make run` does; the names have the hash of the content."""
    call_command("collectstatic", interactive=False, verbosity=0)


def do_add_expenses(*, count: int) -> int:
    """Add approved expenses of a euro, spread over lines and days of the year, until it has so many; returns that."""
    year = _year()
    count -= Uitgave.objects.filter(regel__boekjaar=year).count()
    lines = _lines(year)
    entered = Gebruiker.objects.get(email="coordinator@voorbeeld.test")
    approved = Gebruiker.objects.get(email=CONTROLLER)
    supplier, _new = Leverancier.objects.get_or_create(naam="Slagerij Smit")
    periods = {period.maand: period for period in year.perioden.all()}
    days = min((timezone.localdate() - dt.date(year.jaar, 1, 15)).days, 330)
    dates = [dt.date(year.jaar, 1, 15) + dt.timedelta(days=n % max(days, 1)) for n in range(count)]
    events = [
        (
            Boeking(
                soort=Boekingsoort.BESTEDING, boekdatum=date, periode=periods[date.month], door=approved,
                omschrijving=f"Buurtfeest {n}",
            ),
            lines[n % len(lines)],
        )
        for n, date in enumerate(dates)
    ]  # fmt: skip
    boek_reeks(events)
    now = timezone.now()
    Uitgave.objects.bulk_create(
        [
            Uitgave(
                regel=moves[0].van.regel, datum=event.boekdatum, omschrijving=event.omschrijving,
                leverancier=supplier, netto=AMOUNT, btw=0, btw_behandeling=BtwBehandeling.VRIJGESTELD, bedrag=AMOUNT,
                status=Uitgavestatus.GOEDGEKEURD, ingevoerd_door=entered, beoordeeld_door=approved, beoordeeld_op=now,
                boeking=event,
            )
            for event, moves in events
        ],
        batch_size=5000,
    )  # fmt: skip
    return Uitgave.objects.filter(regel__boekjaar=year).count()


def _year() -> Boekjaar:
    return boekjaren()[0]


def _lines(year: Boekjaar) -> list[list[Zet]]:
    """Per line the movements of an expense of AMOUNT, each payer in proportion to what it has there."""
    accounts = Rekening.objects.filter(boekjaar=year, soort=Rekeningsoort.VRIJ, saldo__gt=0).order_by("regel_id", "pk")
    found = []
    for line, group in groupby(accounts, key=lambda account: account.regel_id):
        free = list(group)
        spent = [
            Rekening.objects.get_or_create(
                soort=Rekeningsoort.BESTEED, partner_id=account.partner_id, boekjaar=year, regel_id=line
            )[0]
            for account in free
        ]
        parts = splits(AMOUNT, [account.saldo for account in free])
        found.append([Zet(*move) for move in zip(free, spent, parts, strict=True) if move[2]])
    return found


def do_session() -> str:
    """The session key of a controller who is logged in."""
    client = Client()
    client.force_login(Gebruiker.objects.get(email=CONTROLLER), backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client.cookies["sessionid"].value


def do_queries(*, pages: dict[str, str], staff: list[str]) -> dict[str, int]:
    """How many queries each page takes when nothing is cached; those named in `staff` for a logged-in controller."""
    counts = {}
    for name, path in pages.items():
        client = Client()
        if name in staff:
            client.cookies["sessionid"] = do_session()
        for _turn in range(2):  # the second one: what a process reads only once is behind us
            versie.verhoog("stand")
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(path)
        if answer.status_code != 200:
            raise ValueError(f"{path}: {answer.status_code}")
        counts[name] = len(queries)
    return counts
