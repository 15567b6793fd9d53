"""Retention: which files are due, the list a beheerder approves, and that nothing of a person is left."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bewoners import tasks
from bewoners.domain import bewaren, geld
from bewoners.enums import Bijlagesoort, Briefsoort, Initiatiefstatus
from bewoners.models import (
    Aantekening,
    Bewaarlijst,
    Bewaarvoorstel,
    Bezwaar,
    Bijlage,
    Brief,
    Draadbericht,
    Initiatief,
    Reactie,
    Statuswissel,
    Steun,
    Volger,
)
from budgetten.domain import verplichtingen
from budgetten.domain.controle import controleer_grootboek
from budgetten.models import Mutatie, Uitgave
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import log, logregels
from kern.enums import Taakstatus
from kern.models import Gebruiker, Logregel, Logwissing, Taak
from partners.enums import Functie
from tests.bewoners.behandeling import lever_in
from tests.bewoners.fabriek import geef_mandaat, maak_initiatief, maak_regel
from tests.bewoners.verleend import betaal, verleend
from tests.factories import GebruikerFactory, MedewerkerFactory

pytestmark = pytest.mark.django_db

S = Initiatiefstatus


def _sluit(plan: Initiatief, *, op: dt.date, van: str) -> Initiatief:
    """As if the system closed it on that day."""
    moment = timezone.make_aware(dt.datetime.combine(op, dt.time(12)))
    Initiatief.objects.filter(pk=plan.pk).update(status=S.AFGESLOTEN, status_sinds=moment)
    Statuswissel.objects.create(initiatief=plan, van=van, naar=S.AFGESLOTEN, op=moment, door=None)
    plan.refresh_from_db()
    return plan


def gesloten(wijken, themas, indiener, *, jaren: int, van: str = S.INGETROKKEN, dagen: int = 0, **velden) -> Initiatief:
    plan = maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=indiener, status=van, **velden)
    vandaag = timezone.localdate()
    return _sluit(plan, op=vandaag.replace(year=vandaag.year - jaren) + dt.timedelta(days=dagen), van=van)


@pytest.fixture
def vol(wijken, themas, boekjaar, gemeente, actium, bewoner, coordinator, controller) -> Initiatief:
    """An awarded, paid and closed file of eight years ago, with everything somebody may have written in it."""
    regel = maak_regel(wijken["Lariks"], themas["Groen"], boekjaar, {gemeente: Decimal(9000), actium: Decimal(6000)})
    geef_mandaat(controller, Decimal(50_000))
    beslisser, betaler, beoordelaar = GebruikerFactory(), GebruikerFactory(), GebruikerFactory()
    MedewerkerFactory(gebruiker=beslisser, partner=gemeente, functie=Functie.GEBIEDSCOORDINATOR)
    MedewerkerFactory(gebruiker=betaler, partner=gemeente, functie=Functie.CONTROLLER)
    plan = verleend(
        regel=regel,
        indiener=bewoner,
        door=beslisser,
        dekking={gemeente: Decimal(300), actium: Decimal(200)},
        naam="Bea Bewoner",
    )
    lever_in(plan, beoordelaar)
    uitgave = verplichtingen.vraag_betaling(
        plan.verplichting,
        bedrag=Decimal(500),
        omschrijving="Plan",
        datum=timezone.localdate(),
        iban="NL91ABNA0417164300",
        begunstigde="Bea Bewoner",
        door=coordinator,
    )
    betaal(uitgave, goedgekeurd_door=controller, betaald_door=betaler)
    Statuswissel.objects.create(
        initiatief=plan, van=S.CONCEPT, naar=S.INGEDIEND, op=timezone.now(), door=bewoner, toelichting="Van Bea"
    )
    Steun.objects.create(initiatief=plan, naam="Buur", email="buur@example.nl", email_sleutel="x", sleutel="x")
    Volger.objects.create(initiatief=plan, gebruiker=bewoner)
    Reactie.objects.create(initiatief=plan, auteur=bewoner, tekst="Groet van Bea")
    Draadbericht.objects.create(initiatief=plan, auteur=bewoner, van_indiener=True, tekst="Bel mij op 0592 123456")
    Aantekening.objects.create(initiatief=plan, auteur=coordinator, tekst="Bea belde")
    _brief(plan)
    bijlage = Bijlage(
        initiatief=plan, soort=Bijlagesoort.FOTO, naam="bea.jpg", mimetype="image/jpeg", grootte=3, sha256="0" * 64
    )
    bijlage.bestand.save("x", ContentFile(b"jpg"))
    Bezwaar.objects.create(
        initiatief=plan,
        besluit=plan.besluiten.get(),
        gronden="Bea vindt het te weinig",
        ontvangen=timezone.localdate(),
        besluitnemer=beslisser,
    )
    log(plan, "iets gedaan", door=coordinator, toelichting="Bea vroeg het", wijzigingen={"naam": ("Bea", "Bea B.")})
    return _sluit(plan, op=dt.date(2018, 3, 1), van=S.VASTGESTELD)


def _brief(plan: Initiatief) -> Brief:
    brief = Brief(
        initiatief=plan,
        soort=Briefsoort.ONTVANGST,
        onderwerp="Aan Bea",
        sha256="0" * 64,
        sleutel=f"s{plan.pk}",
        verzonden_op=timezone.now(),
    )
    brief.bestand.save("x.pdf", ContentFile(b"%PDF"))
    return brief


def _voer_lijst_uit(beheerder: Gebruiker) -> Bewaarlijst:
    lijst = bewaren.stel_lijst_op(door=beheerder)
    assert lijst is not None
    bewaren.keur_goed(lijst, door=beheerder)
    lijst.refresh_from_db()
    bewaren.voer_uit(lijst)
    lijst.refresh_from_db()
    return lijst


# Which files


@pytest.mark.parametrize(
    ("toegekend", "van", "jaren"),
    [
        (Decimal(100), S.VASTGESTELD, 7),
        (Decimal(100), S.VERLENING_INGETROKKEN, 7),
        (None, S.AFGEWEZEN, 5),
        (None, S.INGETROKKEN, 1),
        (None, S.BUITEN_BEHANDELING, 1),
    ],
)
def test_term_follows_how_it_ended_and_counts_from_the_closing(wijken, themas, bewoner, toegekend, van, jaren):
    op_de_dag = gesloten(wijken, themas, bewoner, jaren=jaren, van=van, toegekend=toegekend)
    gesloten(wijken, themas, bewoner, jaren=jaren, dagen=1, van=van, toegekend=toegekend)

    gevonden = bewaren.te_vernietigen(timezone.localdate())

    assert [(rij.pk, tot) for rij, tot, _regel in gevonden] == [(op_de_dag.pk, timezone.localdate())]


def test_a_draft_nobody_touched_for_a_year_is_due_and_a_fresh_one_is_not(wijken, themas, bewoner):
    oud, vers = (
        maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner, status=S.CONCEPT)
        for _nummer in range(2)
    )
    Initiatief.objects.filter(pk=oud.pk).update(gewijzigd=timezone.now() - dt.timedelta(days=366))

    assert [rij.pk for rij, _tot, _regel in bewaren.te_vernietigen(timezone.localdate())] == [oud.pk]
    assert vers.status == S.CONCEPT


def test_a_file_that_is_not_closed_is_never_due(wijken, themas, bewoner):
    plan = maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner, status=S.AFGEWEZEN)
    Initiatief.objects.filter(pk=plan.pk).update(status_sinds=timezone.now() - dt.timedelta(days=9000))

    assert bewaren.te_vernietigen(timezone.localdate()) == []


@pytest.mark.parametrize(("dag", "jaren", "anders"), [(dt.date(2024, 2, 29), 1, dt.date(2025, 2, 28))])
def test_a_leap_day_ends_on_the_last_of_february(dag, jaren, anders):
    assert bewaren._plus_jaren(dag, jaren) == anders


def test_finding_what_is_due_takes_one_query_however_many(wijken, themas, bewoner, django_assert_num_queries):
    for _nummer in range(4):
        gesloten(wijken, themas, bewoner, jaren=2)

    with django_assert_num_queries(1):
        assert len(bewaren.te_vernietigen(timezone.localdate())) == 4


# The list


def test_a_file_is_proposed_once_while_a_list_is_open(wijken, themas, bewoner, beheerder):
    plan = gesloten(wijken, themas, bewoner, jaren=2)

    lijst = bewaren.stel_lijst_op(door=beheerder)

    assert [(rij.kenmerk, rij.grond) for rij in lijst.voorstellen.all()] == [(plan.kenmerk, "afgebroken: 1 jaar")]
    assert bewaren.stel_lijst_op(door=None) is None


def test_what_was_kept_is_asked_again_a_year_later(wijken, themas, bewoner, beheerder):
    plan = gesloten(wijken, themas, bewoner, jaren=2)
    lijst = bewaren.stel_lijst_op(door=beheerder)
    bewaren.bewaar_toch(lijst.voorstellen.get(), bewaren=True, reden="Rechtszaak", door=beheerder)
    bewaren.keur_goed(lijst, door=beheerder)
    lijst.refresh_from_db()
    assert bewaren.voer_uit(lijst) == 0
    vandaag = timezone.localdate()

    assert bewaren.stel_lijst_op(door=None, peildatum=vandaag + dt.timedelta(days=364)) is None
    opnieuw = bewaren.stel_lijst_op(door=None, peildatum=vandaag + dt.timedelta(days=367))

    assert [rij.initiatief for rij in opnieuw.voorstellen.all()] == [plan]


def test_nothing_is_carried_out_before_approval(wijken, themas, bewoner, beheerder):
    gesloten(wijken, themas, bewoner, jaren=2)
    lijst = bewaren.stel_lijst_op(door=beheerder)

    with pytest.raises(Weigering):
        bewaren.voer_uit(lijst)


@pytest.mark.parametrize("rol", ["bewoner", "coordinator", "controller", "stuurgroeplid"])
def test_only_a_beheerder_decides(rol, request, wijken, themas, bewoner, beheerder):
    gesloten(wijken, themas, bewoner, jaren=2)
    lijst = bewaren.stel_lijst_op(door=beheerder)
    iemand = request.getfixturevalue(rol)

    with pytest.raises(GeenToestemming):
        bewaren.keur_goed(lijst, door=iemand)
    with pytest.raises(GeenToestemming):
        bewaren.bewaar_toch(lijst.voorstellen.get(), bewaren=True, reden="x", door=iemand)


def test_keeping_needs_a_reason_and_an_open_list(wijken, themas, bewoner, beheerder):
    gesloten(wijken, themas, bewoner, jaren=2)
    lijst = bewaren.stel_lijst_op(door=beheerder)
    voorstel = lijst.voorstellen.get()

    with pytest.raises(Weigering, match="waarom"):
        bewaren.bewaar_toch(voorstel, bewaren=True, reden="  ", door=beheerder)
    bewaren.keur_goed(lijst, door=beheerder)
    with pytest.raises(Weigering, match="al goedgekeurd"):
        bewaren.bewaar_toch(voorstel, bewaren=True, reden="Te laat", door=beheerder)
    with pytest.raises(Weigering, match="al goedgekeurd"):
        bewaren.keur_goed(lijst, door=beheerder)


# Carrying out


def _alle_tekst() -> str:
    """Every word in the database about initiatives, their money and their log, except of the users themselves."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND "
            "(relname LIKE 'bewoners_%%' OR relname IN ('budgetten_uitgave', 'budgetten_verplichting', 'kern_logregel'))",
        )
        tabellen = [naam for (naam,) in cursor.fetchall()]
        delen = []
        for tabel in tabellen:
            cursor.execute(f"SELECT COALESCE(string_agg(t::text, ' '), '') FROM {tabel} t")
            delen.append(cursor.fetchone()[0])
    return " ".join(delen)


def test_nothing_of_a_person_is_left_and_the_ledger_stays(vol, beheerder, bewoner, django_capture_on_commit_callbacks):
    mutaties = list(Mutatie.objects.order_by("pk").values())
    opslag = vol.bijlagen.get().bestand.storage
    bestanden = [vol.bijlagen.get().bestand.name, vol.brieven.get().bestand.name]
    assert "Bea" in _alle_tekst()

    with django_capture_on_commit_callbacks(execute=True):
        lijst = _voer_lijst_uit(beheerder)

    vol.refresh_from_db()
    tekst = _alle_tekst()
    for woord in ("Bea", "0592", "Sparstraat 12", "buur@example.nl", bewoner.email):
        assert woord not in tekst
    assert (vol.titel, vol.toegekend, vol.status) == ("Bloembakken in de Sparstraat", Decimal(500), S.AFGESLOTEN)
    assert vol.geanonimiseerd_op is not None
    assert [vol.naam, vol.adres, vol.iban, vol.telefoon, vol.indiener] == ["", "", "", "", None]
    assert list(Uitgave.objects.values_list("begunstigde", flat=True)) == ["Geanonimiseerd"]
    assert Uitgave.objects.get().iban == "verwijderd"
    assert list(Mutatie.objects.order_by("pk").values()) == mutaties
    assert controleer_grootboek() == []
    assert geld.stand_van(vol).stand.betaald == Decimal(500)
    assert [opslag.exists(naam) for naam in bestanden] == [False, False]
    assert lijst.uitgevoerd_op is not None
    assert logregels(vol).first().actie == "geanonimiseerd"


def test_carrying_out_twice_is_once(vol, beheerder):
    lijst = _voer_lijst_uit(beheerder)
    eerst = Initiatief.objects.get(pk=vol.pk).geanonimiseerd_op

    assert bewaren.voer_uit(lijst) == 0
    assert Initiatief.objects.get(pk=vol.pk).geanonimiseerd_op == eerst


def test_a_payee_is_forgotten_once_and_only_of_that_commitment(vol):
    uitgave = Uitgave.objects.get()
    assert verplichtingen.maak_begunstigde_anoniem("initiatief-0") == 0
    assert verplichtingen.maak_begunstigde_anoniem(uitgave.verplichting.kenmerk) == 1
    assert verplichtingen.maak_begunstigde_anoniem(uitgave.verplichting.kenmerk) == 0


def test_a_draft_disappears_whole_and_the_list_remembers_that_there_was_one(wijken, themas, bewoner, beheerder):
    concept = maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner, status=S.CONCEPT)
    Initiatief.objects.filter(pk=concept.pk).update(gewijzigd=timezone.now() - dt.timedelta(days=400))

    lijst = _voer_lijst_uit(beheerder)

    assert not Initiatief.objects.filter(pk=concept.pk).exists()
    voorstel = lijst.voorstellen.get()
    assert (voorstel.initiatief, voorstel.kenmerk) == (None, concept.kenmerk)
    assert voorstel.uitgevoerd_op is not None


def test_a_draft_somebody_went_on_with_since_is_left_alone(wijken, themas, bewoner, beheerder):
    concept = maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner, status=S.CONCEPT)
    Initiatief.objects.filter(pk=concept.pk).update(gewijzigd=timezone.now() - dt.timedelta(days=400))
    lijst = bewaren.stel_lijst_op(door=beheerder)
    bewaren.keur_goed(lijst, door=beheerder)
    concept.refresh_from_db()
    concept.titel = "Toch maar wel"
    concept.save()
    lijst.refresh_from_db()

    assert bewaren.voer_uit(lijst) == 0
    assert Initiatief.objects.get(pk=concept.pk).titel == "Toch maar wel"
    assert lijst.voorstellen.get().uitgevoerd_op is None


def test_task_carries_out_and_tells_how_many(wijken, themas, bewoner, beheerder):
    gesloten(wijken, themas, bewoner, jaren=2)
    lijst = bewaren.stel_lijst_op(door=beheerder)
    taak = bewaren.keur_goed(lijst, door=beheerder)
    Taak.objects.filter(pk=taak.pk).update(status=Taakstatus.BEZIG, gestart=timezone.now())
    taak.refresh_from_db()

    tasks.voer_bewaarlijst_uit(taak)

    taak.refresh_from_db()
    assert (taak.status, taak.melding) == (Taakstatus.GEREED, "1 dossier is geanonimiseerd.")


def test_sweep_proposes_and_starts_what_was_approved_and_lost(wijken, themas, bewoner, beheerder):
    gesloten(wijken, themas, bewoner, jaren=2)
    assert tasks.stel_bewaarlijst_op() == 1
    lijst = Bewaarlijst.objects.get()
    taak = bewaren.keur_goed(lijst, door=beheerder)
    Taak.objects.filter(pk=taak.pk).update(status=Taakstatus.MISLUKT)

    assert tasks.stel_bewaarlijst_op() == 1

    assert list(Taak.objects.values_list("pk", "status")) == [(taak.pk, Taakstatus.WACHT)]


# What the database allows

_VERBODEN = [
    "UPDATE bewoners_besluit SET motivering = ''",
    "UPDATE bewoners_beoordeling SET toelichting = ''",
    "UPDATE bewoners_statuswissel SET toelichting = '' WHERE toelichting <> ''",
    "UPDATE bewoners_brief SET onderwerp = 'x'",
    "DELETE FROM bewoners_brief",
    "DELETE FROM bewoners_besluit",
    "UPDATE kern_logregel SET toelichting = '', wijzigingen = '{}' WHERE toelichting = 'Bea vroeg het'",
]


@pytest.mark.parametrize("sql", _VERBODEN)
def test_without_anonymising_nothing_frozen_is_wiped(vol, sql):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE bewoners_besluit SET motivering = 'anders'",
        "UPDATE bewoners_besluit SET motivering = '', bedrag = bedrag - 1",
        "UPDATE bewoners_besluit SET door_id = door_id + 1",
        "DELETE FROM bewoners_besluit",
        "UPDATE bewoners_beoordeling SET toelichting = 'anders'",
        "UPDATE bewoners_beoordeling SET toelichting = '', bedrag = 1",
        "UPDATE bewoners_statuswissel SET toelichting = 'anders'",
        "UPDATE bewoners_statuswissel SET toelichting = '', naar = 'verleend'",
        "UPDATE bewoners_belangenverklaring SET belang = 'geen', toelichting = 'x'",
        "UPDATE bewoners_initiatief SET geanonimiseerd_op = NULL",
        "UPDATE bewoners_initiatief SET naam = 'Bea'",
        "UPDATE bewoners_initiatief SET status = 'verleend'",
        "UPDATE kern_logregel SET actie = 'x'",
        "UPDATE kern_logregel SET toelichting = 'anders'",
        "DELETE FROM kern_logregel",
        "UPDATE kern_logwissing SET reden = 'x'",
        "DELETE FROM kern_logwissing",
    ],
)
def test_after_anonymising_only_the_words_may_go(vol, beheerder, sql):
    _voer_lijst_uit(beheerder)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_letter_of_another_file_stays(vol, beheerder, wijken, themas, bewoner):
    ander = maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner)
    brief = _brief(ander)
    _voer_lijst_uit(beheerder)

    with pytest.raises(DatabaseError), transaction.atomic():
        brief.delete()


def test_a_file_that_is_not_closed_cannot_be_called_anonymous(wijken, themas, bewoner):
    plan = maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner)

    with pytest.raises(DatabaseError), transaction.atomic():
        Initiatief.objects.filter(pk=plan.pk).update(geanonimiseerd_op=timezone.now())


def test_log_of_others_keeps_its_words_and_lines_after_the_wiping_are_safe(vol, beheerder):
    log(beheerder, "iets", door=beheerder, toelichting="blijft")
    _voer_lijst_uit(beheerder)

    assert Logregel.objects.filter(toelichting="blijft").exists()
    assert Logwissing.objects.get().reden == "verleend: 7 jaar"
    later = log(vol, "later", door=None, toelichting="na de wissing")
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp() > %s", [Logwissing.objects.get().moment])
        assert cursor.fetchone()[0]
    assert later.toelichting == "na de wissing"


# Pages


def test_beheerder_walks_from_making_a_list_to_carrying_it_out(als, beheerder, wijken, themas, bewoner):
    weg, houd = gesloten(wijken, themas, bewoner, jaren=2), gesloten(wijken, themas, bewoner, jaren=3)
    client = als(beheerder)

    antwoord = client.post(reverse("bewoners:bewaarlijst_maken"), follow=True)
    lijst = Bewaarlijst.objects.get()
    assert antwoord.redirect_chain[-1][0] == lijst.get_absolute_url()
    assert weg.kenmerk in antwoord.content.decode()
    voorstel = Bewaarvoorstel.objects.get(initiatief=houd)
    adres = reverse("bewoners:bewaar_toch", args=[lijst.pk, voorstel.pk])
    leeg = client.post(adres, {"reden": ""})
    assert leeg.status_code == 422
    assert client.post(adres, {"reden": "Rechtszaak"}).status_code == 302
    assert "Rechtszaak" in client.get(lijst.get_absolute_url()).content.decode()
    klaar = client.post(reverse("bewoners:bewaarlijst_goedkeuren", args=[lijst.pk]))
    assert klaar.url == Taak.objects.get(soort=bewaren.TAAKSOORT).get_absolute_url()
    nog_eens = client.post(reverse("bewoners:bewaarlijst_goedkeuren", args=[lijst.pk]), follow=True)
    assert "al goedgekeurd" in nog_eens.content.decode()


def test_kept_file_goes_back_on_the_list(als, beheerder, wijken, themas, bewoner):
    gesloten(wijken, themas, bewoner, jaren=2)
    lijst = bewaren.stel_lijst_op(door=beheerder)
    voorstel = bewaren.bewaar_toch(lijst.voorstellen.get(), bewaren=True, reden="x", door=beheerder)

    als(beheerder).post(reverse("bewoners:bewaar_toch", args=[lijst.pk, voorstel.pk]), {"niet": "1"})

    voorstel.refresh_from_db()
    assert (voorstel.bewaren, voorstel.reden) == (False, "")


def test_nothing_due_says_so(als, beheerder):
    antwoord = als(beheerder).post(reverse("bewoners:bewaarlijst_maken"), follow=True)

    assert "geen dossiers" in antwoord.content.decode()
    assert not Bewaarlijst.objects.exists()


@pytest.mark.parametrize("naam", ["bewaarlijst_maken", "bewaarlijst_goedkeuren"])
def test_buttons_refuse_get(als, beheerder, wijken, themas, bewoner, naam):
    gesloten(wijken, themas, bewoner, jaren=2)
    lijst = bewaren.stel_lijst_op(door=beheerder)
    args = [] if naam == "bewaarlijst_maken" else [lijst.pk]

    assert als(beheerder).get(reverse(f"bewoners:{naam}", args=args)).status_code == 405


def test_list_page_takes_as_many_queries_for_one_file_as_for_many(als, beheerder, wijken, themas, bewoner):
    gesloten(wijken, themas, bewoner, jaren=2)
    een = bewaren.stel_lijst_op(door=beheerder)
    for _nummer in range(5):
        gesloten(wijken, themas, bewoner, jaren=2)
    veel = bewaren.stel_lijst_op(door=beheerder)
    client = als(beheerder)
    client.get(een.get_absolute_url())
    aantallen = []
    for lijst in (een, veel):
        with CaptureQueriesContext(connection) as vragen:
            client.get(lijst.get_absolute_url())
        aantallen.append(len(vragen))

    assert aantallen[0] == aantallen[1]


def test_anonymous_file_still_opens_for_staff(als, vol, beheerder, controller):
    _voer_lijst_uit(beheerder)

    antwoord = als(controller).get(reverse("bewoners:dossier", args=[vol.pk]))

    assert antwoord.status_code == 200
    assert "Bea" not in antwoord.content.decode()


def test_list_waits_in_the_work_list_of_a_beheerder_until_approved(wijken, themas, bewoner, beheerder, coordinator):
    gesloten(wijken, themas, bewoner, jaren=2)
    lijst = bewaren.stel_lijst_op(door=None)

    assert [punt.url for punt in bewaren.te_keuren(beheerder)] == [lijst.get_absolute_url()]
    assert bewaren.te_keuren(coordinator) == []
    bewaren.keur_goed(lijst, door=beheerder)
    assert bewaren.te_keuren(beheerder) == []
