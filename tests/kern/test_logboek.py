"""The log: written once, read on the object and, filtered, by beheerders."""

import datetime as dt

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from kern.domain.logboek import log, logregels, wis_teksten
from kern.models import Logregel, Logwissing
from tests.factories import GebruikerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def regels(wijken, controller, coordinator):
    log(wijken["Lariks"], "aangemaakt", door=controller)
    log(wijken["Peelo"], "naam gewijzigd", door=coordinator, wijzigingen={"naam": ("Peelo", "Peelo-Noord")})
    log(controller, "aangemaakt", door=None)


def _acties(antwoord) -> list[tuple[str, str]]:
    return [(regel.actie, str(regel.door or "")) for regel in antwoord.context["regels"]]


def test_log_keeps_only_what_changed_as_text(controller):
    regel = log(controller, "gewijzigd", door=None, wijzigingen={"a": (1, 2), "b": (3, 3), "c": (None, "x")})

    assert regel.wijzigingen == {"a": ["1", "2"], "c": [None, "x"]}


@pytest.mark.parametrize("sql", ["UPDATE kern_logregel SET actie = 'x'", "DELETE FROM kern_logregel"])
def test_log_line_cannot_be_changed_or_removed(sql, regels):
    with pytest.raises(ProgrammingError), transaction.atomic():
        connection.cursor().execute(sql)

    assert Logregel.objects.filter(actie="aangemaakt").count() == 2


def test_log_of_one_object_is_newest_first(controller):
    log(controller, "een", door=None)
    log(controller, "twee", door=None)

    assert [regel.actie for regel in logregels(controller)] == ["twee", "een"]


@pytest.mark.parametrize(
    ("vraag", "verwacht"),
    [
        ({}, 3),
        ({"wie": "cor"}, 1),
        ({"wie": "CONTROLLER@"}, 1),
        ({"wat": "naam"}, 1),
        ({"wat": "bestaat niet"}, 0),
        ({"wie": "cor", "wat": "aangemaakt"}, 0),
        ({"vanaf": "2999-01-01"}, 0),
        ({"tot": "2000-01-01"}, 0),
    ],
)
def test_page_filters_on_who_what_and_when(vraag, verwacht, als, beheerder, regels):
    assert len(_acties(als(beheerder).get("/logboek/", vraag))) == verwacht


def test_page_includes_the_last_day_whole(als, beheerder, regels):
    vandaag = timezone.localdate()

    assert len(_acties(als(beheerder).get("/logboek/", {"vanaf": vandaag, "tot": vandaag}))) == 3
    gisteren = vandaag - dt.timedelta(days=1)
    assert _acties(als(beheerder).get("/logboek/", {"tot": gisteren})) == []


def test_page_explains_a_wrong_filter_and_shows_the_rest(als, beheerder, regels):
    antwoord = als(beheerder).get("/logboek/", {"vanaf": "gisteren", "wat": "naam"})

    assert antwoord.context["filterform"].errors["vanaf"] == ["Voer een geldige datum in."]
    assert len(_acties(antwoord)) == 1


def test_page_asks_the_same_number_of_queries_for_one_line_and_many(
    als, beheerder, wijken, django_assert_num_queries, django_assert_max_num_queries
):
    client = als(beheerder)
    log(wijken["Lariks"], "een", door=beheerder)
    client.get("/logboek/")
    with django_assert_max_num_queries(12) as weinig:
        client.get("/logboek/")
    for wijk in wijken.values():
        log(wijk, "meer", door=GebruikerFactory())
        log(beheerder, "meer", door=None)

    with django_assert_num_queries(len(weinig)):
        client.get("/logboek/")


def test_line_leads_to_its_object(als, beheerder, regels, wijken):
    regel = Logregel.objects.get(object_id=wijken["Lariks"].pk, actie="aangemaakt", soort__model="gebied")

    antwoord = als(beheerder).get(f"/logboek/{regel.pk}/")

    assert antwoord.headers["Location"] == wijken["Lariks"].get_absolute_url()


def test_words_of_one_object_are_wiped_and_that_is_recorded():
    gewist, ander = GebruikerFactory(), GebruikerFactory()
    for wie in (gewist, ander):
        log(wie, "naam gewijzigd", door=wie, wijzigingen={"naam": ("Oud", "Nieuw")}, toelichting="waarom")

    assert wis_teksten(gewist, reden="account gesloten") == 1

    regel = logregels(gewist).get()
    assert (regel.actie, regel.door, regel.wijzigingen, regel.toelichting) == ("naam gewijzigd", gewist, {}, "")
    assert logregels(ander).get().toelichting == "waarom"
    assert Logwissing.objects.get().reden == "account gesloten"
    assert wis_teksten(gewist, reden="nog eens") == 0


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE kern_logregel SET toelichting = ''",
        "UPDATE kern_logregel SET wijzigingen = '{}'",
        "UPDATE kern_logwissing SET reden = 'x'",
        "DELETE FROM kern_logwissing",
    ],
)
def test_words_stay_without_a_wiping_and_a_wiping_stays(sql):
    gewist, ander = GebruikerFactory(), GebruikerFactory()
    log(ander, "iets", door=ander, toelichting="waarom", wijzigingen={"a": (1, 2)})
    wis_teksten(gewist, reden="x")

    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
