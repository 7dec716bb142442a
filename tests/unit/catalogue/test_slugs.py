"""A slug is plain, and the same whenever the name is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.rules.slugs import PLAIN, NameInvalid, check_name, check_slug, slug_of


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("South Africa", "south-africa"),
        ("Bosnia & Herzegovina", "bosnia-herzegovina"),
        ("Curaçao", "curacao"),
        ("  Brøndby   IF ", "brondby-if"),
        ("Côte d'Ivoire", "cote-d-ivoire"),
    ],
)
def test_a_slug_reads_like_its_name(name: str, slug: str) -> None:
    assert slug_of(name, longest=60) == slug


def test_other_scripts_are_told_apart() -> None:
    names = ["Ελλάδα", "Россия", "日本", "日本 FC"]

    assert len({slug_of(name, longest=60) for name in names}) == len(names)


def test_long_names_are_told_apart() -> None:
    one, other = (slug_of("a" * 300 + end, longest=60) for end in "xy")

    assert one != other
    assert len(one) == len(other) == 60


@given(st.lists(st.text(), min_size=1, max_size=3), st.integers(20, 200))
def test_every_name_has_a_slug(names: list[str], longest: int) -> None:
    slug = slug_of(*names, longest=longest)

    check_slug(slug, longest=longest)
    assert PLAIN.fullmatch(slug)


@pytest.mark.parametrize("name", ["", "  ", "a\x00b", "a\u202eb", "x" * 81])
def test_a_name_is_visible_and_short(name: str) -> None:
    with pytest.raises(NameInvalid):
        check_name(name, longest=80)
