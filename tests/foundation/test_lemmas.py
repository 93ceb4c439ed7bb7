from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencity.foundation.lemmas import forms, lemmatise, words_of


@pytest.mark.parametrize("typed", ["яма", "ями", "яму", "ЯМИ", "ям"])
def test_every_case_of_a_word_finds_it(typed: str) -> None:
    assert "яма" in forms(words_of(typed)[0])
    assert "яма" in lemmatise(f"Глибокі {typed}!").split()


def test_apostrophes_and_the_letter_g_are_typed_in_every_way() -> None:
    assert lemmatise("подвір’я") == lemmatise("подвір'я") == lemmatise("ПОДВІРʼЯ") == "подвіря"
    assert set(forms("ганок")) & set(lemmatise("ґанку").split())
    assert set(forms("ґанок")) & set(lemmatise("ганку").split())


def test_english_names_of_things_lose_their_plural() -> None:
    assert lemmatise("Potholes, branches and batteries on the bus", "en") == "pothole branch and battery on the bus"
    assert {"pothole", "potholes"} == set(forms("potholes"))


def test_a_text_in_another_language_keeps_its_words() -> None:
    assert lemmatise("Strassenschilder fehlen, Autos", "de") == "strassenschilder fehlen autos"


def test_single_letters_and_stress_marks_are_left_out() -> None:
    assert words_of("У ста́рій ямі № 5, буд. 12-а") == ["старій", "ямі", "буд", "12"]


@given(st.text(max_size=60))
def test_whatever_is_written_gives_letters_digits_and_spaces(text: str) -> None:
    for word in lemmatise(text).split():
        assert word.isalnum()
