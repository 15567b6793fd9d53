"""Retention: which files are due, the list a beheerder approves, and that nothing of a person is left."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone

from bewoners import tasks
from bewoners.domain import bewaren, geld
from bewoners.enums import Initiatiefstatus
from bewoners.models import Bewaarlijst, Initiatief
from budgetten.domain import verplichtingen
from budgetten.domain.controle import controleer_grootboek
from budgetten.models import Mutatie, Uitgave
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import logregels
from kern.enums import Taakstatus
from kern.models import Taak
from tests.bewoners.bewaardossiers import gesloten, voer_lijst_uit
from tests.bewoners.fabriek import maak_initiatief

pytestmark = pytest.mark.django_db

S = Initiatiefstatus


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
        lijst = voer_lijst_uit(beheerder)

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
    lijst = voer_lijst_uit(beheerder)
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

    lijst = voer_lijst_uit(beheerder)

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
