"""Mails about reports, over real SMTP."""

from __future__ import annotations

from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core import mail

from budgetten import tasks
from budgetten.domain import rapporten, rapportmail
from budgetten.domain.rapportvorm import Waarover
from budgetten.exports.pdf import maak_pdf
from budgetten.exports.werkboek import maak_werkboek
from budgetten.models import Rapport, Rapportmail
from kern.domain.fouten import GeenToestemming
from kern.models import Gebruiker
from tests.budgetten.rapporthulp import Programma
from tests.postbus import Postbus


def _maak(programma: Programma, **kwargs: Any) -> Rapport:
    waarover = kwargs.pop("waarover", Waarover())
    rapport = rapporten.maak(
        programma.periode(10), waarover=waarover, werkboek=maak_werkboek, pdf=maak_pdf, door=None, **kwargs
    )
    assert rapport is not None
    return rapport


def test_subscriber_gets_one_mail_with_a_link(programma: Programma, controller: Gebruiker, postbus: Postbus) -> None:
    rapporten.abonneer(controller, waarover=Waarover())
    rapport = _maak(programma)
    assert tasks.verstuur_rapportmails() == 1
    assert tasks.verstuur_rapportmails() == 0
    (bericht,) = postbus.berichten
    assert bericht["To"] == controller.email
    assert bericht["Subject"] == "Maandrapportage oktober 2026: Hele programma"
    assert bericht.get_content_type() == "text/plain"
    tekst = bericht.get_payload(decode=True).decode()
    assert f"https://buurt.example/budget/rapporten/{rapport.pk}/" in tekst.splitlines()
    assert "Beste Connie," in tekst
    assert "€" not in tekst


def test_only_subscribers_of_that_scope_get_it(
    programma: Programma, controller: Gebruiker, coordinator: Gebruiker, partnermedewerker: Gebruiker, postbus: Postbus
) -> None:
    lariks, actium = Waarover(gebied=programma.lariks.gebied), Waarover(partner=programma.partners[1])
    rapporten.abonneer(controller, waarover=Waarover())
    rapporten.abonneer(coordinator, waarover=lariks)
    rapporten.abonneer(coordinator, waarover=lariks)
    rapporten.abonneer(partnermedewerker, waarover=actium)
    _maak(programma, waarover=lariks)
    rapportmail.verstuur()
    assert postbus.aan() == [coordinator.email]


def test_new_version_is_told_with_its_reason(programma: Programma, controller: Gebruiker, postbus: Postbus) -> None:
    rapporten.abonneer(controller, waarover=Waarover())
    _maak(programma)
    programma.besteed("1.00")
    _maak(programma, reden="Late factuur")
    assert rapportmail.verstuur() == 2
    assert "Dit is versie 2. Reden: Late factuur" in postbus.berichten[1].get_payload(decode=True).decode()


def test_mail_server_that_is_down_gets_it_later(
    programma: Programma, controller: Gebruiker, coordinator: Gebruiker, poort: int
) -> None:
    for gebruiker in (controller, coordinator):
        rapporten.abonneer(gebruiker, waarover=Waarover())
    _maak(programma)
    assert tasks.verstuur_rapportmails() == 0
    assert Rapportmail.objects.filter(verzonden_op=None).count() == 2
    bus = Postbus()
    server = Controller(bus, hostname="127.0.0.1", port=poort)
    server.start()
    try:
        assert tasks.verstuur_rapportmails() == 2
    finally:
        server.stop()
    assert bus.aan() == sorted([controller.email, coordinator.email])


def test_refused_address_does_not_hold_up_the_others(
    programma: Programma, controller: Gebruiker, coordinator: Gebruiker, postbus: Postbus
) -> None:
    postbus.weiger = controller.email
    for gebruiker in (controller, coordinator):
        rapporten.abonneer(gebruiker, waarover=Waarover())
    _maak(programma)
    assert rapportmail.verstuur() == 1
    assert postbus.aan() == [coordinator.email]


def test_who_stopped_or_left_gets_nothing(
    programma: Programma, controller: Gebruiker, coordinator: Gebruiker, postbus: Postbus
) -> None:
    for gebruiker in (controller, coordinator):
        rapporten.abonneer(gebruiker, waarover=Waarover())
    assert rapporten.zeg_op(coordinator, waarover=Waarover()) is True
    assert rapporten.zeg_op(coordinator, waarover=Waarover()) is False
    _maak(programma)
    controller.is_active = False
    controller.save()
    assert rapportmail.verstuur() == 0
    assert postbus.berichten == []
    assert not Rapportmail.objects.exists()


def test_who_may_not_see_reports_cannot_subscribe(programma: Programma, bewoner: Gebruiker) -> None:
    with pytest.raises(GeenToestemming):
        rapporten.abonneer(bewoner, waarover=Waarover())


def test_name_with_a_line_end_makes_no_header(programma: Programma, controller: Gebruiker) -> None:
    gebied = programma.lariks.gebied
    gebied.naam = "Lariks\r\nBcc: iedereen@example.nl"
    gebied.save()
    rapporten.abonneer(controller, waarover=Waarover(gebied=gebied))
    _maak(programma, waarover=Waarover(gebied=gebied))
    assert rapportmail.verstuur() == 1
    (bericht,) = mail.outbox
    assert bericht.subject == "Maandrapportage oktober 2026: Lariks Bcc: iedereen@example.nl"
    assert bericht.recipients() == [controller.email]
