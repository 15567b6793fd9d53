"""A transactional test can end although the ledger refuses to be emptied; the application still cannot."""

from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from budgetten.models import Boeking, Mutatie, Rekening
from tests.factories import BegrotingsregelFactory, zet_geld_op


@pytest.mark.django_db(transaction=True)
def test_flush_empties_the_ledger_between_transactional_tests(wijken, themas, gemeente, boekjaar):
    regel = BegrotingsregelFactory(boekjaar=boekjaar, gebied=wijken["Lariks"], thema=themas["Jeugd"])
    zet_geld_op(regel, {gemeente: Decimal("100.00")})
    assert Rekening.objects.get(regel=regel).saldo == Decimal("100.00")

    call_command("flush", interactive=False, verbosity=0)

    assert (Boeking.objects.count(), Mutatie.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_truncate_by_the_application_is_refused(wijken, themas, gemeente, boekjaar):
    regel = BegrotingsregelFactory(boekjaar=boekjaar, gebied=wijken["Lariks"], thema=themas["Jeugd"])
    zet_geld_op(regel, {gemeente: Decimal("100.00")})

    with pytest.raises(IntegrityError, match="Het grootboek wordt niet geleegd"), transaction.atomic():
        connection.cursor().execute("TRUNCATE budgetten_mutatie CASCADE")

    assert Mutatie.objects.count() == 2
