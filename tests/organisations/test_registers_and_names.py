from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencity.foundation.geography import Point
from opencity.foundation.refusals import NotUnderstood
from opencity.organisations.rules.bounds import outline_of, read_corners
from opencity.organisations.rules.naming import romanised, same_name, slug_of
from opencity.organisations.rules.registers import is_edrpou


@pytest.mark.parametrize("code", ["40075815", "14360570", "21673832", "20077720", "00032112"])
def test_codes_of_well_known_companies_are_codes(code: str) -> None:
    assert is_edrpou(code)


@pytest.mark.parametrize("code", ["40075816", "1436057", "143605700", "1436057o", "", "١٤٣٦٠٥٧٠", "-1436057"])
def test_what_is_mistyped_is_no_code(code: str) -> None:
    assert not is_edrpou(code)


@given(st.sampled_from(["40075815", "14360570", "21673832"]), st.integers(0, 7), st.integers(1, 9))
def test_the_control_digit_itself_is_never_another(code: str, place: int, more: int) -> None:
    other = code[:7] + str((int(code[7]) + more) % 10)
    assert not is_edrpou(other)


@given(st.text("0123456789", min_size=8, max_size=8))
def test_of_ten_last_digits_one_fits(code: str) -> None:
    fitting = [one for one in "0123456789" if is_edrpou(code[:7] + one)]
    assert len(fitting) == 1


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("ГО «Поруч»", "ho-poruch"),
        ("Вулиця Лагідна, 12–40", "vulytsia-lahidna-12-40"),
        ("Єдність Їжакевича", "yednist-yizhakevycha"),
        ("Згурівська щедрість", "zghurivska-shchedrist"),
        ("Об’єднання “Маяк”", "obiednannia-maiak"),
        ("Café Ω", "cafe"),
        ("★", ""),
    ],
)
def test_addresses_follow_the_official_romanisation(name: str, slug: str) -> None:
    assert slug_of(name) == slug


@given(st.text(max_size=200))
def test_an_address_is_always_plain(name: str) -> None:
    slug = slug_of(name)
    assert slug == "" or (slug.isascii() and not slug.startswith("-") and not slug.endswith("-") and "--" not in slug)
    assert romanised(name).isascii()


def test_quotes_spaces_and_case_make_no_other_name() -> None:
    assert same_name("ГО  «Поруч»") == same_name('го "поруч"') != same_name("ГО Поруч-2")


CORNERS = "46.97, 31.99\n46.98; 31.99\n\n46.98 32.00\n46.97,32.00\n"


def test_corners_are_read_line_by_line() -> None:
    outline = outline_of(read_corners(CORNERS))
    assert outline["type"] == "Polygon" and len(outline["coordinates"][0]) == 5
    assert tuple(outline["coordinates"][0][0]) == (31.99, 46.97)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("46.97, 31.99\nсюди", "2"),
        ("46.97, 31.99\n46.98, 31.99", "3"),
        ("46.97, 31.99\n46.98, 32.00\n46.97, 32.00\n46.98, 31.99", "перетина"),
        ("46.0, 31.0\n47.0, 31.0\n47.0, 32.0", "район"),
        ("96.1, 31.0\n96.2, 31.0\n96.2, 31.1", "Землі"),
        ("46.97, 31.99\n46.97, 31.99\n46.97, 31.99", "перетина"),
    ],
)
def test_bounds_that_cannot_be_are_refused_in_words(said: str, why: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        outline_of(read_corners(said))
    assert why in refused.value.why and refused.value.field == "corners"


@given(st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), max_size=8))
def test_any_corners_give_bounds_or_a_refusal(corners: list[tuple[float, float]]) -> None:
    try:
        outline = outline_of(tuple(Point(*one) for one in corners))
    except NotUnderstood as refused:
        assert refused.next_step
    else:
        assert outline["type"] == "Polygon"
