"""Encrypted columns: unreadable in the database, plain in Python, renewable; fingerprints that tell nothing."""

import io

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError
from django.core.management import CommandError, call_command
from django.db import connection, models

from kern import sleutels
from kern.domain import versleuteling
from kern.domain.versleuteling import blinde_index, versleutel_opnieuw, versleutelde_velden
from kern.models import Uitgaandbericht
from kern.sleutels import SleutelOntbreekt
from kern.velden import VersleuteldVeld
from tests.kern.berichthulp import UitgaandberichtFactory

pytestmark = pytest.mark.django_db

OUD, NIEUW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def in_de_databank(pk: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT aan FROM kern_uitgaandbericht WHERE id = %s", [pk])
        return cursor.fetchone()[0]


def test_value_is_unreadable_in_the_database_and_plain_in_python():
    bericht = UitgaandberichtFactory(aan="jan@example.nl")
    zelfde = UitgaandberichtFactory(aan="jan@example.nl")

    assert "jan" not in in_de_databank(bericht.pk)
    assert in_de_databank(bericht.pk) != in_de_databank(zelfde.pk)
    assert Uitgaandbericht.objects.get(pk=bericht.pk).aan == "jan@example.nl"
    assert list(Uitgaandbericht.objects.values_list("aan", flat=True)) == ["jan@example.nl"] * 2


@pytest.mark.parametrize("schrijf", ["save", "update", "bulk_update", "bulk_create"])
def test_every_way_of_writing_encrypts(schrijf):
    bericht = UitgaandberichtFactory()
    if schrijf == "save":
        bericht.aan = "piet@example.nl"
        bericht.save(update_fields=["aan"])
    elif schrijf == "update":
        Uitgaandbericht.objects.filter(pk=bericht.pk).update(aan="piet@example.nl")
    elif schrijf == "bulk_update":
        bericht.aan = "piet@example.nl"
        Uitgaandbericht.objects.bulk_update([bericht], ["aan"])
    else:
        [bericht] = Uitgaandbericht.objects.bulk_create(
            [UitgaandberichtFactory.build(aan="piet@example.nl", sleutel="bulk")]
        )

    assert "piet" not in in_de_databank(bericht.pk)
    assert Uitgaandbericht.objects.get(pk=bericht.pk).aan == "piet@example.nl"


def test_empty_stays_empty_and_can_be_found():
    leeg = UitgaandberichtFactory(tekst="")
    UitgaandberichtFactory()

    assert list(Uitgaandbericht.objects.filter(tekst="")) == [leeg]
    assert Uitgaandbericht.objects.filter(tekst__isnull=True).count() == 0


@pytest.mark.parametrize(
    "vraag", [{"aan": "jan@example.nl"}, {"aan__icontains": "jan"}, {"aan__in": ["jan"]}, {"aan__gt": "a"}]
)
def test_searching_is_refused_instead_of_finding_nothing(vraag):
    with pytest.raises(FieldError):
        Uitgaandbericht.objects.filter(**vraag).exists()


def test_unique_encrypted_column_is_refused_by_the_check():
    veld = VersleuteldVeld(unique=True)
    veld.set_attributes_from_name("iban")
    veld.model = Uitgaandbericht

    assert "kern.E001" in [fout.id for fout in veld.check()]


def test_first_key_encrypts_and_every_key_opens(settings):
    settings.VELDSLEUTELS = [OUD]
    bericht = UitgaandberichtFactory(aan="jan@example.nl")
    settings.VELDSLEUTELS = [NIEUW, OUD]

    assert Uitgaandbericht.objects.get(pk=bericht.pk).aan == "jan@example.nl"
    assert Fernet(NIEUW).decrypt(sleutels.versleutel("x").encode()) == b"x"
    settings.VELDSLEUTELS = [NIEUW]
    with pytest.raises(SleutelOntbreekt):
        Uitgaandbericht.objects.get(pk=bericht.pk)


def test_renewing_brings_every_column_under_the_first_key(settings, monkeypatch):
    monkeypatch.setattr(versleuteling, "PARTIJ", 2)
    settings.VELDSLEUTELS = [OUD]
    berichten = UitgaandberichtFactory.create_batch(5)
    UitgaandberichtFactory(tekst="")
    settings.VELDSLEUTELS = [NIEUW, OUD]
    nieuw = UitgaandberichtFactory()

    aantallen = versleutel_opnieuw()

    assert (aantallen["kern_uitgaandbericht.aan"], aantallen["kern_uitgaandbericht.tekst"]) == (6, 5)
    settings.VELDSLEUTELS = [NIEUW]
    assert [Uitgaandbericht.objects.get(pk=bericht.pk).aan for bericht in berichten] == [b.aan for b in berichten]
    assert Uitgaandbericht.objects.get(pk=nieuw.pk).tekst == nieuw.tekst
    assert set(versleutel_opnieuw().values()) == {0}


def test_command_says_what_it_did_and_fails_when_a_key_is_gone(settings):
    settings.VELDSLEUTELS = [OUD]
    UitgaandberichtFactory()
    settings.VELDSLEUTELS = [NIEUW, OUD]
    uit = io.StringIO()

    call_command("versleutel_opnieuw", stdout=uit)

    assert "kern_uitgaandbericht.aan: 1 opnieuw versleuteld" in uit.getvalue()
    settings.VELDSLEUTELS = [OUD]
    with pytest.raises(CommandError, match="Zet de oude sleutel terug"):
        call_command("versleutel_opnieuw", stdout=uit)


def test_every_encrypted_column_is_known():
    assert (Uitgaandbericht, Uitgaandbericht._meta.get_field("aan")) in set(versleutelde_velden())


def test_other_column_may_be_copied_as_it_is():
    bericht = UitgaandberichtFactory(aan="jan@example.nl")
    Uitgaandbericht.objects.filter(pk=bericht.pk).update(tekst=models.F("aan"))

    assert Uitgaandbericht.objects.get(pk=bericht.pk).tekst == "jan@example.nl"


def test_fingerprint_is_the_same_for_the_same_text_and_use_only(settings):
    afdruk = blinde_index(" NL91ABNA0417164300 ", doel="iban")

    assert (len(afdruk), afdruk) == (64, blinde_index("nl91abna0417164300", doel="iban"))
    assert afdruk != blinde_index("NL91ABNA0417164300", doel="stem")
    settings.VELDSLEUTELS = [NIEUW]
    assert blinde_index("NL91ABNA0417164300", doel="iban") == afdruk
    settings.INDEXSLEUTEL = "another" * 10
    assert blinde_index("NL91ABNA0417164300", doel="iban") != afdruk
