"""What a community may be called and how it may be set up, one test a rule."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.tenants.rules import (
    CommunityLimits,
    CommunitySettings,
    SettingsInvalid,
    StakeCaps,
    SubdomainInvalid,
    SubdomainReserved,
    check_settings,
    check_subdomain,
    readable_on,
)

LEGAL = CommunitySettings()


def test_a_fresh_community_is_set_up_legally() -> None:
    check_settings(LEGAL)


@pytest.mark.parametrize(
    "caps", [StakeCaps(day=1, month=1), StakeCaps(week=10**12), StakeCaps(day=5, week=9, month=20)]
)
def test_a_community_may_cap_stakes(caps: StakeCaps) -> None:
    check_settings(replace(LEGAL, caps=caps))


@pytest.mark.parametrize("subdomain", ["a", "demo", "office-2026", "x" * 40])
def test_a_subdomain_is_a_label_of_the_address(subdomain: str) -> None:
    check_subdomain(subdomain)


@pytest.mark.parametrize(
    "subdomain",
    ["", "-a", "a-", "A", "a.b", "a b", "ü", "x" * 41, "a\n"],
)
def test_other_subdomains_are_refused(subdomain: str) -> None:
    with pytest.raises(SubdomainInvalid):
        check_subdomain(subdomain)


@pytest.mark.parametrize("subdomain", ["platform", "auth", "www"])
def test_a_subdomain_with_another_meaning_is_refused_as_such(subdomain: str) -> None:
    with pytest.raises(SubdomainReserved):
        check_subdomain(subdomain)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("locale", "xx"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../etc/passwd"),
        ("primary_colour", "red"),
        ("primary_colour", "#12345"),
        ("accent_colour", "#12345g"),
        ("minimum_age", 12),
        ("minimum_age", 100),
        ("adjustment_threshold", -1),
        ("caps", StakeCaps(day=0)),
        ("caps", StakeCaps(month=10**12 + 1)),
        ("caps", StakeCaps(day=51, week=50)),
        ("caps", StakeCaps(day=51, month=50)),
        ("features", frozenset({"gold"})),
        ("limits", CommunityLimits(players=0)),
        ("limits", CommunityLimits(requests_per_second=0)),
    ],
)
def test_a_setting_out_of_bounds_is_named(field: str, wrong: object) -> None:
    with pytest.raises(SettingsInvalid) as refusal:
        check_settings(replace(LEGAL, **{field: wrong}))  # type: ignore[arg-type]

    assert refusal.value.facts["errors"].keys() == {field}  # type: ignore[attr-defined]


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(SettingsInvalid) as refusal:
        check_settings(replace(LEGAL, locale="xx", minimum_age=1))

    assert refusal.value.facts["errors"].keys() == {"locale", "minimum_age"}  # type: ignore[attr-defined]


@pytest.mark.parametrize(("ground", "ink"), [("#000000", "#ffffff"), ("#ffffff", "#000000")])
def test_text_on_a_colour_is_black_or_white(ground: str, ink: str) -> None:
    assert readable_on(ground) == ink


@given(st.integers(0, 0xFFFFFF))
def test_text_on_any_colour_can_be_read(colour: int) -> None:
    ground = f"#{colour:06x}"

    assert contrast(ground, readable_on(ground)) >= 4.5


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, the relative luminance of two colours."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
