"""What the database or a rule refuses in the admin is a sentence on the filled-in form, never a 500."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from budgetten.models import (
    Boeking,
    Rekening,
)
from gebieden.models import Thema
from kern.domain.databasefouten import database_bericht, is_weigering
from partners.enums import Rol
from partners.models import Deelname, SleutelAandeel, Verdeelsleutel
from tests.factories import (
    VerdeelsleutelFactory,
)
from tests.kern.beheerhulp import pad

pytestmark = pytest.mark.django_db


@pytest.fixture
def gebruikte_sleutel(gemeente) -> Verdeelsleutel:
    sleutel = VerdeelsleutelFactory(aandelen={gemeente: Decimal("1")})
    Verdeelsleutel.objects.filter(pk=sleutel.pk).update(gebruikt=True)
    return sleutel


def test_used_key_is_read_only(als, beheerder, gebruikte_sleutel):
    client = als(beheerder)
    pk = gebruikte_sleutel.pk

    assert client.get(pad(Verdeelsleutel, "change", pk)).status_code == 200
    assert client.post(pad(Verdeelsleutel, "change", pk), {"naam": "Anders"}).status_code == 403
    assert client.post(pad(Verdeelsleutel, "delete", pk), {"post": "yes"}).status_code == 403
    assert Verdeelsleutel.objects.get(pk=pk).naam == gebruikte_sleutel.naam
    assert SleutelAandeel.objects.filter(sleutel=pk).count() == 1


def test_refusal_of_the_database_is_a_sentence_on_the_filled_in_form(als, beheerder, overeenkomst, actium):
    antwoord = als(beheerder).post(
        pad(Deelname, "add"),
        {
            "overeenkomst": overeenkomst.pk,
            "partner": actium.pk,
            "rol": Rol.VERBONDEN_PARTIJ,
            "vanaf": "2015-01-01",
            "jaarbedrag": "0",
            "toelichting": "dubbel",
        },
    )

    assert antwoord.status_code == 200
    assert 'value="dubbel"' in antwoord.content.decode()
    assert antwoord.context["errors"]
    assert Deelname.objects.filter(partner=actium).count() == 1


def test_refusal_that_only_the_database_sees_is_no_500(als, beheerder, themas, monkeypatch):
    """Two beheerders at once: the form's own check passes, the database still says no."""
    monkeypatch.setattr(Thema, "validate_unique", lambda self, exclude=None: None)
    monkeypatch.setattr(Thema, "validate_constraints", lambda self, exclude=None: None)

    antwoord = als(beheerder).post(
        pad(Thema, "add"), {"naam": "Groen", "slug": "groen-2", "domein": "fysiek", "volgorde": "1", "actief": "on"}
    )

    assert antwoord.status_code == 200
    assert "Dit bestaat al." in antwoord.content.decode()
    assert 'value="groen-2"' in antwoord.content.decode()


def test_message_of_a_ledger_trigger_is_passed_on(gevuld):
    with pytest.raises(IntegrityError) as geweigerd, transaction.atomic():
        Rekening.objects.filter(regel=gevuld).update(saldo=1)

    assert database_bericht(geweigerd.value) == "Een rekening verandert alleen door een mutatie."


def test_message_of_a_protected_row_is_a_sentence(gevuld):
    with pytest.raises(ProgrammingError) as geweigerd, transaction.atomic():
        Boeking.objects.update(omschrijving="x")

    assert is_weigering(geweigerd.value)
    assert database_bericht(geweigerd.value) == "Dit kan niet meer worden gewijzigd of verwijderd."


def test_mistake_in_sql_is_not_taken_for_a_refusal(db):
    with pytest.raises(ProgrammingError) as fout, transaction.atomic():
        connection.cursor().execute("SELECT kolom_die_niet_bestaat")

    assert not is_weigering(fout.value)
