"""What the database allows of retention: nothing frozen is wiped before anonymising, and after it only the words."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from bewoners.models import Initiatief
from kern.domain.logboek import log
from kern.models import Logregel, Logwissing
from tests.bewoners.bewaardossiers import maak_brief, voer_lijst_uit
from tests.bewoners.fabriek import maak_initiatief

pytestmark = pytest.mark.django_db

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
    voer_lijst_uit(beheerder)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_letter_of_another_file_stays(vol, beheerder, wijken, themas, bewoner):
    ander = maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner)
    brief = maak_brief(ander)
    voer_lijst_uit(beheerder)

    with pytest.raises(DatabaseError), transaction.atomic():
        brief.delete()


def test_a_file_that_is_not_closed_cannot_be_called_anonymous(wijken, themas, bewoner):
    plan = maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner)

    with pytest.raises(DatabaseError), transaction.atomic():
        Initiatief.objects.filter(pk=plan.pk).update(geanonimiseerd_op=timezone.now())


def test_log_of_others_keeps_its_words_and_lines_after_the_wiping_are_safe(vol, beheerder):
    log(beheerder, "iets", door=beheerder, toelichting="blijft")
    voer_lijst_uit(beheerder)

    assert Logregel.objects.filter(toelichting="blijft").exists()
    assert Logwissing.objects.get().reden == "verleend: 7 jaar"
    later = log(vol, "later", door=None, toelichting="na de wissing")
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp() > %s", [Logwissing.objects.get().moment])
        assert cursor.fetchone()[0]
    assert later.toelichting == "na de wissing"
