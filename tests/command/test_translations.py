from __future__ import annotations

import pytest

from opencity.command.translations import bound


@pytest.mark.parametrize(
    ("written", "set_"),
    [
        ("Вода в річці й у трубі", "Вода в\u00a0річці й\u00a0у\u00a0трубі"),
        ("«У вас» — так", "«У\u00a0вас»\u00a0— так"),
        ("%(n)s з %(m)s", "%(n)s з\u00a0%(m)s"),
        ("З’їзд і об’єднання", "З’їзд і\u00a0об’єднання"),
        ("місто та люди", "місто та люди"),
    ],
)
def test_a_word_of_one_letter_holds_on_to_the_next(written: str, set_: str) -> None:
    assert bound(written) == set_
