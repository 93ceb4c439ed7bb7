"""The code on a certificate: too long to guess, short enough to type off a sheet of paper."""

from __future__ import annotations

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without 0 and O, 1, I and L, U and V side by side: what looks alike in print. 30 letters, twelve times: 58 bits."""
LENGTH = 12
GROUP = 4
# Somebody with a Ukrainian keyboard types the letter that looks the same.
_LOOKS_LIKE = str.maketrans("АВЕКМНРСТХ", "ABEKMHPCTX")


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def grouped(code: str) -> str:
    """«7K3M-9QXZ-RT4W»: how it is printed and how it stands in an address."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def read_code(said: str) -> str:
    """The code as it is kept, however it was typed; empty where it cannot be one."""
    plain = "".join(one for one in said.upper().translate(_LOOKS_LIKE) if one.isalnum())
    return plain if len(plain) == LENGTH and set(plain) <= set(ALPHABET) else ""
