"""Sealed, purpose-bound, expiring tokens for links in mail, and words a person can read aloud."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import cast

from django.core import signing

Sealed = int | str | list[int | str]

# Two hundred and fifty-six plain words would be guessed in minutes alone; with four digits and a limit on tries they hold.
_WORDS = (
    "ВЕРБА КЛЕН ДУБ ЛИПА ЯСЕН СОСНА БЕРЕЗА ТОПОЛЯ КАЛИНА МАЛИНА ОЖИНА ГРУША ВИШНЯ СЛИВА ЯБЛУКО КАВУН ДИНЯ ГАРБУЗ МОРКВА "
    "ЧАЙКА ЛАСТІВКА СОКІЛ ЖУРАВЕЛЬ ЛЕЛЕКА СИНИЦЯ ГОРОБЕЦЬ СОВА ОРЕЛ КАЧКА РІЧКА МОРЕ ЛИМАН СТЕП ГАЙ ПОЛЕ ЛУКА БЕРЕГ ОСТРІВ "
    "МАЯК КОРАБЕЛЬ ЯКІР ВІТРИЛО ВЕСЛО ПРИЧАЛ МІСТОК ДЗВІН ЛІХТАР ВІКНО ДВЕРІ ПОРІГ ДАХ СТІНА КНИГА ОЛІВЕЦЬ ПЕРО ЛИСТ КАРТА"
).split()


def seal(purpose: str, what: Sealed) -> str:
    return signing.dumps(what, salt=f"opencity.{purpose}", compress=False)


def open_seal(purpose: str, token: str, *, lasts: timedelta) -> Sealed:
    """What was sealed. Raises `django.core.signing.BadSignature` for a wrong, foreign or expired token."""
    return cast(Sealed, signing.loads(token, salt=f"opencity.{purpose}", max_age=lasts))


def secret_word() -> str:
    """A code for somebody without e-mail, such as «ВЕРБА 4713»: shown once, kept only as a digest."""
    return f"{secrets.choice(_WORDS)} {secrets.randbelow(10_000):04d}"


def digest(word: str, salt: bytes) -> str:
    """A slow digest of a secret word; case and spaces do not matter. 64 hexadecimal digits."""
    plain = "".join(word.upper().split()).encode()
    return hashlib.scrypt(plain, salt=salt, n=2**12, r=8, p=1, dklen=32).hex()
