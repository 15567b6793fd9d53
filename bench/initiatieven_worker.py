"""Databases with few and many initiatives, how many queries their pages take, and what handing in left behind."""

import datetime as dt
import re
import secrets
from collections import Counter
from decimal import Decimal

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench import pages_worker
from bench.pages_worker import do_collect_static  # noqa: F401  # offered to the parent
from bewoners.domain.inrichten import richt_regelingen_in
from bewoners.domain.regelingkeuze import geldige_versies
from bewoners.enums import Bijlagesoort, Initiatiefstatus, Termijnsoort
from bewoners.models import Bijlage, Brief, Initiatief, Statuswissel, Steun, Termijn
from gebieden.enums import Gebiedssoort
from gebieden.models import Gebied, Thema
from kern.domain import versie
from kern.models import Gebruiker, Uitgaandbericht
from portaal.voorbeeld import initiatieven as voorbeeld

S = Initiatiefstatus
T = Termijnsoort
COORDINATOR = "coordinator@voorbeeld.test"
DOMAIN = "bench.example"
#: What lies with staff in one year; every other file is of an earlier year and closed.
THIS_YEAR: tuple[tuple[str, int, str], ...] = (
    (S.INGEDIEND, 20, T.VOLLEDIGHEID),
    (S.IN_BEOORDELING, 20, T.BESLISSING),
    (S.GEADVISEERD, 15, T.BESLISSING),
    (S.IN_UITVOERING, 40, T.VERANTWOORDING),
    (S.VERANTWOORDING_INGEDIEND, 15, T.VASTSTELLING),
    (S.DIRECT_VASTGESTELD, 25, ""),
    (S.AFGEWEZEN, 15, ""),
)
AMOUNT = Decimal("400.00")


def do_example() -> None:
    """The example programme, with nothing in it that residents handed in."""
    voorbeeld.maak_vorig_jaar = voorbeeld.maak_dit_jaar = lambda *_args, **_kwargs: None
    pages_worker.do_example()


def do_add_initiatives(*, count: int) -> int:
    """The work of one year (150), and closed files of earlier years until there are `count`. Returns how many."""
    richt_regelingen_in()
    states = [(status, term) for status, many, term in THIS_YEAR for _ in range(many)]
    areas = list(Gebied.objects.filter(soort=Gebiedssoort.WIJK, actief=True).order_by("code"))
    themes = list(Thema.objects.order_by("pk"))
    version = geldige_versies(timezone.localdate())[0]
    applicant = Gebruiker.objects.create_user(f"aanvrager@{DOMAIN}", naam="Aad Aanvrager")
    now = timezone.now()
    rows = []
    for n in range(count):
        status = states[n][0] if n < len(states) else S.AFGESLOTEN
        moment = now - dt.timedelta(days=n % 120 if n < len(states) else 365 + n % 3000, minutes=n)
        rows.append(
            Initiatief(
                regelingversie=version, status=status, status_sinds=moment, sleutel=secrets.token_urlsafe(32),
                indiener=applicant, naam="Aad Aanvrager", email=applicant.email, oud_genoeg=True,
                titel=f"Plan {n}: bloembakken in de straat", samenvatting="Wij zetten bloembakken neer. " * 4,
                plan="Met de hele straat timmeren wij tien bloembakken. " * 10, resultaat_voor_buurt="Mooier. " * 20,
                thema=themes[n % len(themes)], gebied=areas[n % len(areas)], lengte=6.50 + (n % 97) / 1000,
                breedte=52.97 + (n % 89) / 1000, begindatum=moment.date(), einddatum=moment.date(), gevraagd=AMOUNT,
                toegekend=AMOUNT if status == S.AFGESLOTEN and n % 3 else None, ingediend_op=moment,
                volledig_op=moment, gepubliceerd_op=moment, aangemaakt=moment,
            )
        )  # fmt: skip
    made = Initiatief.objects.bulk_create(rows, batch_size=1000)
    _surroundings(made, states, now)
    return Initiatief.objects.count()


def _surroundings(made: list[Initiatief], states: list[tuple[str, str]], now: dt.datetime) -> None:
    """Terms, steps, support and a photo of each, as a file has them."""
    today = timezone.localdate()
    terms, steps, support, photos = [], [], [], []
    for n, plan in enumerate(made):
        begin = plan.status_sinds.date()
        running = states[n][1] if n < len(states) else ""
        terms.append(Termijn(initiatief=plan, soort=T.BEZWAAR, begin=begin, dagen=42, eind=begin, voldaan_op=begin))
        if running != T.VOLLEDIGHEID:
            terms.append(
                Termijn(initiatief=plan, soort=T.VOLLEDIGHEID, begin=begin, dagen=7, eind=begin, voldaan_op=begin)
            )
        if running:
            last = today + dt.timedelta(days=n % 40)
            terms.append(Termijn(initiatief=plan, soort=running, begin=begin, dagen=56, eind=last))
        steps.append(Statuswissel(initiatief=plan, van=S.CONCEPT, naar=S.INGEDIEND, op=plan.status_sinds))
        steps.append(Statuswissel(initiatief=plan, van=S.INGEDIEND, naar=plan.status, op=plan.status_sinds))
        support += [
            Steun(
                initiatief=plan, naam="Buur", email=f"buur{m}@{DOMAIN}", email_sleutel=f"{n}-{m}",
                sleutel=f"bench-{n}-{m}", bevestigd_op=now,
            )
            for m in range(3)
        ]  # fmt: skip
        photos.append(
            Bijlage(
                initiatief=plan, soort=Bijlagesoort.FOTO, bestand=f"initiatieven/bench{n}", naam="foto.jpg",
                mimetype="image/jpeg", grootte=1, sha256="0" * 64, alt="Een bloembak", openbaar=True, breedte=800,
                hoogte=600,
            )
        )  # fmt: skip
    Termijn.objects.bulk_create(terms, batch_size=5000)
    Statuswissel.objects.bulk_create(steps, batch_size=5000)
    Steun.objects.bulk_create(support, batch_size=5000)
    Bijlage.objects.bulk_create(photos, batch_size=5000)


def do_session() -> str:
    """The session key of a coordinator who is logged in."""
    client = Client()
    client.force_login(Gebruiker.objects.get(email=COORDINATOR), backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client.cookies["sessionid"].value


def do_queries(*, pages: dict[str, str], staff: list[str]) -> dict[str, int]:
    """How many queries each page takes when nothing is cached."""
    counts = {}
    for name, path in pages.items():
        client = Client()
        if name in staff:
            client.cookies["sessionid"] = do_session()
        for _turn in range(2):  # the second one: what a process reads only once is behind us
            versie.verhoog("publiek")
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(path)
        if answer.status_code != 200:
            raise ValueError(f"{path}: {answer.status_code}")
        counts[name] = len(queries)
    return counts


def do_schemes() -> dict[str, int]:
    """Make sure residents can apply; a theme and an area to choose."""
    richt_regelingen_in()
    area = Gebied.objects.filter(soort=Gebiedssoort.WIJK, actief=True).order_by("code")[1]
    return {"thema": Thema.objects.order_by("pk")[0].pk, "gebied": area.pk}


def do_code(*, email: str) -> str:
    """The code in the last mail to this address."""
    for message in Uitgaandbericht.objects.filter(soort="code").order_by("-pk")[:100]:
        if message.aan == email:
            found = re.search(r"\b\d{6}\b", message.tekst)
            if found:
                return found[0]
    raise LookupError(email)


def do_handed_in() -> dict[str, int]:
    """What arrived of residents of the measurement: plans, whole ones, plans of one resident too many."""
    plans = list(Initiatief.objects.filter(email__endswith=f"@{DOMAIN}").exclude(status=S.CONCEPT))
    per_resident = Counter(plan.email for plan in plans)
    photos = Counter(Bijlage.objects.filter(initiatief__in=plans).values_list("initiatief", flat=True))
    letters = Counter(Brief.objects.filter(initiatief__in=plans).values_list("initiatief", flat=True))
    steps = Counter(
        Statuswissel.objects.filter(initiatief__in=plans, naar=S.INGEDIEND).values_list("initiatief", flat=True)
    )
    whole = sum(1 for plan in plans if photos[plan.pk] == letters[plan.pk] == steps[plan.pk] == 1)
    return {
        "plans": len(plans),
        "residents": len(per_resident),
        "whole": whole,
        "double": len(plans) - len(per_resident),
        "drafts": Initiatief.objects.filter(email__endswith=f"@{DOMAIN}", status=S.CONCEPT).count(),
    }
