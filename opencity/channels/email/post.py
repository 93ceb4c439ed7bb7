"""Letters by e-mail, through whatever Django's mail settings name."""

from __future__ import annotations

import smtplib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from django.core.mail import EmailMultiAlternatives, get_connection


@dataclass(frozen=True, kw_only=True)
class Letter:
    """`message_id` in angle brackets; `headers` are further ones such as List-Unsubscribe."""

    to: str
    subject: str
    text: str
    html: str
    message_id: str
    headers: Mapping[str, str] = field(default_factory=dict)


class Undelivered(Exception):
    """A letter did not leave.

    `temporary`: trying later may help. `doubtful`: it may have left all the same, only the word of it was lost.
    `down`: no letter at all can leave now. The reason never holds the address.
    """

    def __init__(self, why: str, *, temporary: bool, doubtful: bool = False, down: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.temporary = temporary
        self.doubtful = doubtful
        self.down = down


class Post:
    """One connection for a batch of letters, opened with the first of them."""

    def __init__(self) -> None:
        self._connection = get_connection()
        self._open = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hang_up()

    def send(self, letter: Letter) -> None:
        """Returns once the server has taken the letter over. Raises Undelivered."""
        self._reach()
        message = EmailMultiAlternatives(
            letter.subject,
            letter.text,
            to=[letter.to],
            connection=self._connection,
            headers={**letter.headers, "Message-ID": letter.message_id, "Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(letter.html, "text/html")
        try:
            taken = self._connection.send_messages([message])
        except (smtplib.SMTPException, OSError, ValueError) as error:
            undelivered = _judge(error, letter.to)
            if undelivered.down or undelivered.doubtful:
                self._hang_up()
            raise undelivered from error
        if not taken:
            raise Undelivered("the mail server took nothing", temporary=True)

    def _reach(self) -> None:
        if self._open:
            return
        try:
            self._connection.open()
        except (smtplib.SMTPException, OSError) as error:
            raise Undelivered(_words(error), temporary=True, down=True) from error
        self._open = True

    def _hang_up(self) -> None:
        self._open = False
        try:
            self._connection.close()
        except (smtplib.SMTPException, OSError):
            # A connection that is broken already cannot be closed politely.
            self._connection = get_connection()


def _judge(error: Exception, to: str) -> Undelivered:
    """What a failure means. A refusal that a server spoke is never doubtful; silence is."""
    why = _words(error).replace(to, "…")
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, said = next(iter(error.recipients.values()))
            return Undelivered(f"{code} {_text(said)}".replace(to, "…"), temporary=code < 500)
        case smtplib.SMTPSenderRefused():
            # Our own address is refused: that is a setting to put right, not the reader's fault.
            return Undelivered(why, temporary=True, down=True)
        case smtplib.SMTPDataError():
            return Undelivered(why, temporary=error.smtp_code < 500)
        case smtplib.SMTPNotSupportedError() | ValueError():
            return Undelivered(why, temporary=False)
    return Undelivered(why, temporary=True, doubtful=True)


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"[:500]
    return f"{type(error).__name__}: {error}"[:500]


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said
