"""Queries built once give what the models give."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import DataError, connection, transaction
from django.db.models import Count, F
from django.test.utils import CaptureQueriesContext

from gebieden.models import Gebied
from kern.domain import vaste_vraag
from kern.domain.vaste_vraag import VasteVraag, samen
from partners.models import Activiteit


def test_fixed_query_gives_the_rows_of_the_queryset_for_each_value(wijken: dict[str, Gebied]) -> None:
    vraag = VasteVraag(
        lambda slug, stad: Gebied.objects.filter(slug=slug, ouder=stad).values_list("pk", "naam"), slug=str, stad=int
    )
    stad = wijken["Lariks"].ouder_id
    assert vraag(slug="lariks", stad=stad) == [(wijken["Lariks"].pk, "Lariks")]
    assert vraag(slug="peelo", stad=stad) == [(wijken["Peelo"].pk, "Peelo")]
    assert vraag(slug="peelo", stad=0) == []


def test_fixed_query_takes_values_as_values_and_not_as_sql(wijken: dict[str, Gebied]) -> None:
    vraag = VasteVraag(lambda slug: Gebied.objects.filter(slug=slug).values_list("pk"), slug=str)
    assert vraag(slug="' OR 1=1 --") == []
    assert vraag(slug="%s") == []


def test_fixed_query_builds_its_sql_once(db: None) -> None:
    gebouwd = []

    def bouw(dag: dt.date) -> object:
        gebouwd.append(dag)
        return Activiteit.objects.filter(datum=dag).values_list("pk")

    vraag = VasteVraag(bouw, dag=dt.date)
    with CaptureQueriesContext(connection) as vragen:
        assert vraag(dag=dt.date(2026, 1, 1)) == vraag(dag=dt.date(2026, 1, 2)) == []
    assert len(gebouwd) == 1
    assert "2026-01-02" in vragen[1]["sql"]


def test_value_that_is_no_parameter_is_refused(db: None) -> None:
    vraag = VasteVraag(lambda slug: Gebied.objects.filter(slug__startswith=slug).values_list("pk"), slug=str)
    with pytest.raises(ValueError, match="parameter"):
        vraag(slug="lar")


# several at once

_VAN_SOORT = VasteVraag(
    lambda soort: Gebied.objects.filter(soort=soort).order_by("code").values_list("naam"), soort=str
)
_HOEVEEL = VasteVraag(lambda: Gebied.objects.order_by().values_list("soort").annotate(n=Count("pk")))
_FOUT = VasteVraag(lambda: Gebied.objects.annotate(x=1 / (F("pk") - F("pk"))).values_list("x"))


@pytest.fixture
def gevraagd(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What goes to the database by fixed queries, and whether in a pipeline."""
    gezien: list[str] = []
    echt = vaste_vraag._voorbereid

    def kijk(verbinding: Any) -> Any:
        gezien.append(verbinding.connection.info.pipeline_status.name)
        return echt(verbinding)

    monkeypatch.setattr(vaste_vraag, "_voorbereid", kijk)
    return gezien


def test_several_at_once_give_what_each_gives(wijken: dict[str, Gebied], gevraagd: list[str]) -> None:
    los = (_VAN_SOORT(soort="wijk"), _VAN_SOORT(soort="stad"), sorted(_HOEVEEL()))
    del gevraagd[:]
    with samen(_VAN_SOORT.met(soort="wijk"), _VAN_SOORT.met(soort="stad"), _HOEVEEL.met()):
        assert (_VAN_SOORT(soort="wijk"), _VAN_SOORT(soort="stad"), sorted(_HOEVEEL())) == los
    assert gevraagd == ["ON"] * 3


def test_rows_are_given_once_and_only_inside_and_only_for_those_values(
    wijken: dict[str, Gebied], gevraagd: list[str]
) -> None:
    with samen(_VAN_SOORT.met(soort="wijk"), _HOEVEEL.met()):
        Gebied.objects.filter(slug="lariks").update(naam="Anders")
        assert ("Lariks",) in _VAN_SOORT(soort="wijk")  # as it was when it was asked
        assert ("Anders",) in _VAN_SOORT(soort="wijk")  # asked again
        assert _VAN_SOORT(soort="buurt") == []
        with samen(_VAN_SOORT.met(soort="wijk")):
            assert ("Anders",) in _VAN_SOORT(soort="wijk")
    Gebied.objects.filter(slug="lariks").delete()
    assert sum(n for _soort, n in _HOEVEEL()) == Gebied.objects.count()
    assert gevraagd == ["ON", "ON", "OFF", "OFF", "ON", "OFF"]


def test_another_thread_does_not_see_them(wijken: dict[str, Gebied]) -> None:
    with samen(_VAN_SOORT.met(soort="wijk")), ThreadPoolExecutor(1) as draad:
        assert draad.submit(vaste_vraag._antwoorden.get).result() is None


def test_a_mistake_in_one_is_raised_as_django_does(wijken: dict[str, Gebied]) -> None:
    with pytest.raises(DataError, match="division by zero"), transaction.atomic(), samen(_HOEVEEL.met(), _FOUT.met()):
        pytest.fail("not reached")
    assert _VAN_SOORT(soort="wijk")
    with pytest.raises(RuntimeError), samen(_HOEVEEL.met()):
        raise RuntimeError
    assert vaste_vraag._antwoorden.get() is None


def test_each_is_seen_while_queries_are_logged(wijken: dict[str, Gebied]) -> None:
    with (
        CaptureQueriesContext(connection) as vragen,
        samen(_VAN_SOORT.met(soort="wijk"), _HOEVEEL.met()),
    ):
        assert _VAN_SOORT(soort="wijk")
        assert _HOEVEEL()
    assert len(vragen) == 2
