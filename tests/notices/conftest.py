"""A post office that can be closed, and the letters of a test by their readers."""

from __future__ import annotations

import asyncio
import email.policy
import socket
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core import mail
from django.core.mail import EmailMultiAlternatives


class PostOffice:
    """A real mail server on loopback. `refused` and `losing` are addresses it treats badly."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refused: dict[str, str] = {}
        self.losing: set[str] = set()
        self._controller: Controller | None = None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])

    def open(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def close(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        letter = message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        if set(envelope.rcpt_tos) & self.losing:
            # The letter is taken, and the word of it is lost on the way back.
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        return "250 OK"


@pytest.fixture
def post_office(settings: Any) -> Iterator[PostOffice]:
    office = PostOffice()
    office.open()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", office.port, 5
    yield office
    office.close()


def letters_to(address: str) -> list[EmailMultiAlternatives]:
    """Letters in Django's own box, the oldest first."""
    return [one for one in _box() if one.to == [address]]


def text_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def _box() -> list[Any]:
    return list(getattr(mail, "outbox", []))
