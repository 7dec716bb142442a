"""What is sealed stays sealed, and opens in its own place only."""

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.plumbing.settings import Secret
from app.plumbing.vault import SealBroken, Vault

OLD = f"2025:{b64encode(b'o' * 32).decode()}"
NEW = f"2026:{b64encode(b'n' * 32).decode()}"
BEFORE = Vault.parse(Secret(OLD))
DURING = Vault.parse(Secret(f"{NEW}, {OLD}"))
AFTER = Vault.parse(Secret(NEW))
EMAIL = "ama@example.com"
AMA = "player.email:accra:ama"

texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(texts, texts)
def test_what_is_sealed_opens_in_its_place(plain: str, context: str) -> None:
    assert AFTER.open(AFTER.seal(plain, context), context) == plain


@given(texts, texts, texts)
def test_it_opens_nowhere_else(plain: str, context: str, elsewhere: str) -> None:
    sealed = AFTER.seal(plain, context)

    if elsewhere != context:
        with pytest.raises(SealBroken):
            AFTER.open(sealed, elsewhere)


@given(texts, st.data())
def test_no_bit_of_it_can_be_changed(plain: str, data: st.DataObject) -> None:
    sealed = bytearray(DURING.seal(plain, AMA))
    bit = data.draw(st.integers(0, 8 * len(sealed) - 1))
    sealed[bit // 8] ^= 1 << bit % 8

    with pytest.raises(SealBroken):
        DURING.open(bytes(sealed), AMA)


@given(st.data())
def test_no_end_of_it_can_be_cut_off(data: st.DataObject) -> None:
    sealed = AFTER.seal(EMAIL, AMA)

    with pytest.raises(SealBroken):
        AFTER.open(sealed[: data.draw(st.integers(0, len(sealed) - 1))], AMA)


def test_a_sealed_value_does_not_show_the_plain_one() -> None:
    assert EMAIL.encode() not in AFTER.seal(EMAIL, AMA)


def test_equal_values_are_sealed_differently() -> None:
    assert AFTER.seal(EMAIL, AMA) != AFTER.seal(EMAIL, AMA)


def test_a_new_key_opens_what_the_old_one_sealed() -> None:
    assert DURING.open(BEFORE.seal(EMAIL, AMA), AMA) == EMAIL


def test_the_newest_key_seals() -> None:
    assert AFTER.open(DURING.seal(EMAIL, AMA), AMA) == EMAIL


def test_only_what_an_older_key_sealed_needs_resealing() -> None:
    assert DURING.needs_resealing(BEFORE.seal(EMAIL, AMA))
    assert not DURING.needs_resealing(DURING.seal(EMAIL, AMA))


def test_without_its_key_nothing_opens() -> None:
    with pytest.raises(SealBroken):
        AFTER.open(BEFORE.seal(EMAIL, AMA), AMA)


def test_a_key_of_the_same_name_is_not_the_same_key() -> None:
    impostor = Vault.parse(Secret(f"2026:{b64encode(b'x' * 32).decode()}"))

    with pytest.raises(SealBroken):
        impostor.open(AFTER.seal(EMAIL, AMA), AMA)


def test_a_name_that_begins_another_is_another() -> None:
    longer = NEW.replace("2026", "2026-b")
    sealed = Vault.parse(Secret(longer)).seal(EMAIL, AMA)
    both = Vault.parse(Secret(f"{OLD.replace('2025', '2026')},{longer}"))

    assert both.needs_resealing(sealed)
    assert both.open(sealed, AMA) == EMAIL


def test_equal_values_are_found_by_one_index() -> None:
    assert AFTER.blind_index(EMAIL, AMA) == Vault.parse(Secret(NEW)).blind_index(EMAIL, AMA)


@given(texts, texts, texts, texts)
def test_an_index_tells_values_and_places_apart(a: str, b: str, place: str, other: str) -> None:
    same = (a, place) == (b, other)

    assert (AFTER.blind_index(a, place) == AFTER.blind_index(b, other)) is same


def test_an_index_cannot_be_made_without_the_key() -> None:
    assert BEFORE.blind_index(EMAIL, AMA) != AFTER.blind_index(EMAIL, AMA)


def test_a_look_up_finds_what_any_key_has_indexed() -> None:
    assert DURING.blind_indexes(EMAIL, AMA) == (
        AFTER.blind_index(EMAIL, AMA),
        BEFORE.blind_index(EMAIL, AMA),
    )


SHORT = b64encode(b"s" * 31).decode()
LONG = b64encode(b"l" * 33).decode()


@pytest.mark.parametrize(
    ("secret", "problem"),
    [
        ("", "key 1"),
        (f"{NEW},", "key 2"),
        (f"new:{SHORT}", "key 1"),
        (f"new:{LONG}", "key 1"),
        (NEW.removeprefix("2026:"), "key 1"),
        (NEW.replace("2026", ""), "key 1"),
        (NEW.replace("2026", "Größe"), "key 1"),
        (NEW.replace("2026", "x" * 33), "key 1"),
        (f"{OLD},{NEW}!", "key 2"),
        (f"{NEW},{NEW}", "one name"),
    ],
)
def test_a_bad_secret_is_refused_without_being_told(secret: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem) as refusal:
        Vault.parse(Secret(secret))

    shown = f"{refusal.value} {refusal.value.__cause__}"
    assert not any(part in shown for part in secret.split(":") if len(part) > 5)


def test_a_vault_never_shows_its_keys() -> None:
    for shown in (repr(AFTER), repr(vars(AFTER))):
        assert repr(b"n" * 32) not in shown
