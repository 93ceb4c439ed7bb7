"""Codes of bodies in official registers, checked by their own control digit. Pure."""

from __future__ import annotations

from collections.abc import Sequence

LOW, HIGH = 30_000_000, 60_000_000
"""Codes between them are weighed in another order (rules of the Ukrainian register of enterprises, ЄДРПОУ)."""


def is_edrpou(code: str) -> bool:
    """Whether eight digits are a code of the ЄДРПОУ: the last is the control digit of the seven before it."""
    if len(code) != 8 or not code.isascii() or not code.isdigit():
        return False
    digits, control = [int(one) for one in code[:7]], int(code[7])
    first, second = (range(1, 8), range(3, 10))
    if LOW <= int(code) <= HIGH:
        return control == _control(digits, (7, 1, 2, 3, 4, 5, 6), (9, 3, 4, 5, 6, 7, 8))
    return control == _control(digits, tuple(first), tuple(second))


def _control(digits: Sequence[int], weights: Sequence[int], again: Sequence[int]) -> int:
    """The rest by eleven; ten is weighed again, and ten once more is nought."""
    rest = _rest(digits, weights)
    if rest == 10:
        rest = _rest(digits, again)
    return 0 if rest == 10 else rest


def _rest(digits: Sequence[int], weights: Sequence[int]) -> int:
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 11
