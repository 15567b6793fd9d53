"""Queries built once give what the models give."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gebieden.models import Gebied
from kern.domain.vaste_vraag import VasteVraag
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
