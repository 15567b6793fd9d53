"""Fixture `postbus`: a real SMTP server in this process that keeps what it gets, on the port `poort`."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from pytest_django import Settings


class Postbus:
    """What the mail server received; `weiger` is an address it does not accept."""

    def __init__(self) -> None:
        self.berichten: list[Message] = []
        self.weiger = ""

    async def handle_RCPT(  # noqa: N802 - the name aiosmtpd calls
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if address == self.weiger:
            return "550 Unknown user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        self.berichten.append(message_from_bytes(envelope.content))
        return "250 OK"

    def aan(self) -> list[str]:
        return sorted(bericht["To"] for bericht in self.berichten)


@pytest.fixture
def poort(settings: Settings) -> int:
    """A free port; Django's own SMTP backend looks for a server there."""
    with socket.socket() as vrij:
        vrij.bind(("127.0.0.1", 0))
        nummer: int = vrij.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", nummer, 5
    settings.SITE_URL = "https://buurt.example"
    return nummer


@pytest.fixture
def postbus(poort: int) -> Iterator[Postbus]:
    bus = Postbus()
    server = Controller(bus, hostname="127.0.0.1", port=poort)
    server.start()
    yield bus
    server.stop()
