"""Sending letters: frozen, once, by mail or by post, and opened by the right people only."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from bewoners.domain import brieven, termijnen, werk
from bewoners.enums import Besluitsoort, Briefsoort, Termijnsoort
from bewoners.models import Aanvullingsverzoek, Brief, Initiatief
from kern.domain.fouten import GeenToestemming
from kern.models import Logregel, Melding, Uitgaandbericht
from tests.bewoners.briefhulp import besluit_op, bytes_van, tekst
from tests.bewoners.fabriek import maak_initiatief

pytestmark = pytest.mark.django_db


def test_letter_is_frozen_with_its_hash_and_meets_the_standards(initiatief, coordinator):
    brief = brieven.verstuur(initiatief, Briefsoort.ONTVANGST, door=None)
    inhoud = bytes_van(brief)
    assert brief.sha256 == hashlib.sha256(inhoud).hexdigest()
    xmp = PdfReader(BytesIO(inhoud)).trailer["/Root"]["/Metadata"].get_data().decode()
    assert re.search(r"pdfaid:part[>=\"]+2", xmp)
    assert re.search(r"pdfaid:conformance[>=\"]+A", xmp)
    assert re.search(r"pdfuaid:part[>=\"]+1", xmp)
    for kolom, waarde in (("sha256", "0" * 64), ("onderwerp", "Iets anders"), ("op_papier", True)):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE bewoners_brief SET {kolom} = %s WHERE id = %s", [waarde, brief.pk])


def test_the_same_letter_goes_once(initiatief, coordinator):
    verzoek = Aanvullingsverzoek.objects.create(initiatief=initiatief, vragen="Wat kost het?")
    eerste = brieven.verstuur(initiatief, Briefsoort.AANVULLING, door=coordinator)
    assert brieven.verstuur(initiatief, Briefsoort.AANVULLING, door=coordinator) == eerste
    assert Uitgaandbericht.objects.count() == 1
    assert Melding.objects.count() == 1
    verzoek.aangevuld_op = timezone.now()
    verzoek.save()
    Aanvullingsverzoek.objects.create(initiatief=initiatief, vragen="En het zand?")
    assert brieven.verstuur(initiatief, Briefsoort.AANVULLING, door=coordinator) != eerste
    with pytest.raises(IntegrityError), transaction.atomic():
        Brief.objects.create(
            initiatief=initiatief, soort=eerste.soort, herhaling=eerste.herhaling, onderwerp="x", sha256="x", sleutel="x",
            verzonden_op=timezone.now(),
        )  # fmt: skip


def test_mail_has_a_link_and_no_figures(initiatief, coordinator, gemeente):
    besluit = besluit_op(initiatief, Besluitsoort.VERLENING, door=coordinator, dekking={gemeente: Decimal(400)})
    brief = brieven.verstuur(initiatief, Briefsoort.BESLUIT, door=coordinator, besluit=besluit)
    bericht = Uitgaandbericht.objects.get(soort="brief")
    assert bericht.aan == "bewoner@example.nl"
    assert reverse("bewoners:brief", args=[brief.sleutel]) in bericht.tekst
    assert "400" not in bericht.tekst.replace(brief.sleutel, "")
    assert "€" not in bericht.tekst
    assert "toegekend" not in bericht.tekst


def test_letter_without_an_address_waits_for_the_post(op_papier, coordinator, coordinator_elders, als):
    besluit = besluit_op(op_papier, Besluitsoort.AFWIJZING, door=coordinator)
    gisteren = timezone.localdate() - dt.timedelta(days=1)
    termijnen.start(op_papier, Termijnsoort.BEZWAAR, begin=gisteren, dagen=42)
    brief = brieven.verstuur(op_papier, Briefsoort.BESLUIT, door=coordinator, besluit=besluit)
    assert not Uitgaandbericht.objects.exists()
    assert "De laatste dag is" not in tekst(brief)
    besluit.refresh_from_db()
    assert besluit.bekendgemaakt_op is None
    url = reverse("bewoners:brief_gepost", args=[brief.pk])
    pagina = als(coordinator).get(reverse("bewoners:brieven_te_posten"))
    assert url in pagina.content.decode()
    assert [punt.titel for punt in werk.brieven_te_posten(coordinator)] == [f"{op_papier.kenmerk} Besluit over uw plan"]
    assert werk.brieven_te_posten(coordinator_elders) == []
    assert url not in als(coordinator_elders).get(reverse("bewoners:brieven_te_posten")).content.decode()
    assert als(coordinator_elders).post(url).status_code == 403
    assert als(coordinator).get(url).status_code == 405
    for _keer in range(2):
        assert als(coordinator).post(url).status_code == 302
    brief.refresh_from_db()
    besluit.refresh_from_db()
    assert (brief.gepost_op, brief.gepost_door) == (timezone.localdate(), coordinator)
    assert besluit.bekendgemaakt_op == timezone.localdate()
    termijn = termijnen.lopende(op_papier, Termijnsoort.BEZWAAR)
    assert termijn.begin == timezone.localdate()
    assert termijn.eind >= timezone.localdate() + dt.timedelta(days=42)
    assert Logregel.objects.filter(actie="brief op de post gedaan").count() == 1
    with pytest.raises(GeenToestemming):
        brieven.gepost(brief, door=coordinator_elders)


def test_list_for_the_post_asks_a_constant_number_of_questions(
    wijken, themas, coordinator, als, django_assert_num_queries
):
    def maak() -> None:
        initiatief = maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=None)
        brieven.verstuur(initiatief, Briefsoort.ONTVANGST, door=None)

    maak()
    client, url = als(coordinator), reverse("bewoners:brieven_te_posten")
    client.get(url)
    with CaptureQueriesContext(connection) as een:
        client.get(url)
    maak()
    maak()
    with django_assert_num_queries(len(een)):
        assert client.get(url).content.decode().count("/gepost/") == 3


@pytest.mark.parametrize(
    ("rol", "vers", "oud"),
    [
        ("bezoeker", 200, 302),
        ("bewoner", 200, 200),
        ("coordinator", 200, 200),
        ("controller", 200, 200),
        ("coordinator_elders", 200, 403),
        ("partnermedewerker", 200, 403),
    ],
)
def test_link_opens_for_ninety_days_and_then_for_who_may_see_the_file(initiatief, als, rol, vers, oud, monkeypatch):
    brief = brieven.verstuur(initiatief, Briefsoort.ONTVANGST, door=None)
    url = reverse("bewoners:brief", args=[brief.sleutel])
    client = als(rol)
    antwoord = client.get(url)
    assert antwoord.status_code == vers
    assert b"".join(antwoord.streaming_content) == bytes_van(brief)
    assert antwoord["Cache-Control"] == "private, no-store"
    assert antwoord["X-Robots-Tag"] == "noindex, nofollow"
    assert client.post(url).status_code == 405
    monkeypatch.setattr(brieven, "LINK_DAGEN", 0)
    later = client.get(url)
    later.close()
    assert later.status_code == oud


def test_opening_is_logged_without_the_secret(initiatief, als, caplog):
    brief = brieven.verstuur(initiatief, Briefsoort.ONTVANGST, door=None)
    with caplog.at_level("INFO", logger="bewoners.views.brieven"):
        als(None).get(reverse("bewoners:brief", args=[brief.sleutel])).close()
    assert f"letter {brief.pk} opened by its link" in caplog.text
    assert brief.sleutel not in caplog.text


def test_wrong_secret_opens_nothing(initiatief, als):
    brief = brieven.verstuur(initiatief, Briefsoort.ONTVANGST, door=None)
    for sleutel in (brief.sleutel[:-1], f"{initiatief.pk}-", "0-x", "x", f"{10**30}-x", brief.sleutel + "é", "²-x"):
        assert als(None).get(reverse("bewoners:brief", args=[sleutel])).status_code == 404


def test_closed_account_still_gets_its_letter(initiatief, bewoner):
    bewoner.is_active = False
    bewoner.save()
    initiatief.refresh_from_db()
    brief = brieven.verstuur(initiatief, Briefsoort.ONTVANGST, door=None)
    assert not brief.op_papier
    assert Uitgaandbericht.objects.get().aan == initiatief.email
    Initiatief.objects.filter(pk=initiatief.pk).update(email="")
    initiatief.refresh_from_db()
    assert brieven.op_papier(initiatief)


def test_partner_goes_with_private_letters_only(initiatief, actium, gemeente, coordinator):
    for soort, partner in (
        (Briefsoort.TOEZEGGING, None),
        (Briefsoort.BESLUIT, actium),
        (Briefsoort.TOEZEGGING, gemeente),
    ):
        with pytest.raises(ValueError, match=r"private|promise"):
            brieven.verstuur(initiatief, soort, door=coordinator, partner=partner)
    with pytest.raises(ValueError, match="no letter knows kleur"):
        brieven.verstuur(initiatief, Briefsoort.ONTVANGST, door=coordinator, extra={"kleur": "rood"})
