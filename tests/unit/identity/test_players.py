"""Who may join and under what name, one test a rule."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.identity.rules.players import (
    TERMS_VERSION,
    AskingPlayer,
    Joining,
    NotJoined,
    Profile,
    ProfileInvalid,
    Suspended,
    TermsChanged,
    TermsOutdated,
    YearImpossible,
    check_birthday,
    check_joining,
    check_profile,
    hindrance,
    name_key,
    normal_email,
    of_age_on,
    roles_in_force,
    tidy_name,
    today_in,
    with_year,
)
from app.plumbing.actors import Role

PROFILE = Profile(display_name="Ama", time_zone="Africa/Accra", locale="en")
TODAY = date(2026, 6, 11)
JOINING = Joining(profile=PROFILE, born_on=date(1990, 1, 1), terms_version=TERMS_VERSION)
ASKING = AskingPlayer(
    player_id=UUID(int=1),
    display_name="Ama",
    time_zone="UTC",
    locale="en",
    odds_format="decimal",
    suspended=False,
    accepted_terms=True,
)
PLAYER = frozenset({Role.PLAYER})
SUPERADMIN = frozenset({Role.SUPERADMIN})


@pytest.mark.parametrize(
    ("born_on", "of_age"),
    [
        (date(2008, 6, 11), date(2026, 6, 11)),
        (date(2008, 12, 31), date(2026, 12, 31)),
        (date(2008, 1, 1), date(2026, 1, 1)),
        (date(2008, 2, 29), date(2026, 3, 1)),
        (date(2008, 2, 28), date(2026, 2, 28)),
    ],
)
def test_people_are_of_age_from_their_birthday_on(born_on: date, of_age: date) -> None:
    assert of_age_on(born_on, 18) == of_age


def test_a_leap_birthday_is_kept_in_a_leap_year() -> None:
    assert of_age_on(date(2004, 2, 29), 20) == date(2024, 2, 29)


@given(st.dates(date(1900, 1, 1), date(2026, 1, 1)), st.integers(13, 99))
def test_nobody_is_of_age_before_their_birthday(born_on: date, age: int) -> None:
    day = of_age_on(born_on, age)

    assert day.year - born_on.year == age
    assert timedelta(0) <= day - date(day.year, born_on.month, min(born_on.day, 28)) <= timedelta(3)


@pytest.mark.parametrize(
    ("time_zone", "day"),
    [("Pacific/Auckland", 12), ("UTC", 11), ("America/Los_Angeles", 11), ("Asia/Kolkata", 12)],
)
def test_a_day_begins_where_the_community_lives(time_zone: str, day: int) -> None:
    late = datetime(2026, 6, 11, 18, 30, tzinfo=UTC)

    assert today_in(time_zone, late) == date(2026, 6, day)


@pytest.mark.parametrize(
    "name",
    [
        "Jo",
        "a" * 30,
        "Ama Mensah",
        "Zoë",
        "Nguyễn Văn",
        "Ọlá",
        "李雷",
        "محمد",
        "O'Neil-Smith",
        "🦁🦁",
        "R2",
        "Müller ß",
    ],
)
def test_names_of_all_kinds_are_fine(name: str) -> None:
    check_profile(replace(PROFILE, display_name=tidy_name(name)))


@pytest.mark.parametrize(
    "name",
    [
        "",
        "a",
        "a" * 31,
        " Ama",
        "Ama ",
        "Ama  Mensah",
        "Zoe\u0308",
        "Am\x00a",
        "Am\na",
        "Am\ta",
        "Am\u200ba",
        "Am\u202ea",
        "\u2066Ama",
        "Am\u00ada",
        "Am\ufeffa",
        "Am\u00a0a",
        "Am\u2028a",
        "Am\ue000a",
        "\u3000\u3000\u3000",
    ],
)
def test_a_name_that_could_deceive_is_refused(name: str) -> None:
    with pytest.raises(ProfileInvalid) as refusal:
        check_profile(replace(PROFILE, display_name=name))

    assert refusal.value.facts["errors"].keys() == {"display_name"}  # type: ignore[attr-defined]


@given(st.text())
def test_tidying_twice_is_as_good_as_once(text: str) -> None:
    assert tidy_name(tidy_name(text)) == tidy_name(text)


def test_a_name_is_tidied_but_not_cleaned() -> None:
    assert tidy_name("  Zoe\u0308   Mensah ") == "Zoë Mensah"
    assert tidy_name("Am\u200ba") == "Am\u200ba"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ama", "AMA"),
        ("Straße", "STRASSE"),
        ("\uff21\uff4d\uff41", "ama"),
        ("Zoë", "zoe\u0308"),
        ("ﬁnn", "Finn"),
    ],
)
def test_names_that_read_alike_are_one(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@given(st.text())
def test_a_key_of_a_key_is_itself(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


@pytest.mark.parametrize("time_zone", ["", "Accra", "../etc/passwd", "UTC+1", "africa/accra"])
def test_a_time_zone_has_a_name(time_zone: str) -> None:
    with pytest.raises(ProfileInvalid):
        check_profile(replace(PROFILE, time_zone=time_zone))


@pytest.mark.parametrize("locale", ["", "fr", "EN", "en_GB"])
def test_we_speak_english_and_german(locale: str) -> None:
    with pytest.raises(ProfileInvalid):
        check_profile(replace(PROFILE, locale=locale))


def test_all_that_is_wrong_is_said_at_once() -> None:
    wrong = replace(JOINING, profile=Profile(display_name="", time_zone="", locale=""))

    with pytest.raises(ProfileInvalid) as refusal:
        check_joining(replace(wrong, born_on=TODAY + timedelta(days=1)), TODAY)

    assert refusal.value.facts["errors"].keys() == {  # type: ignore[attr-defined]
        "display_name",
        "time_zone",
        "locale",
        "born_on",
    }


@pytest.mark.parametrize("born_on", [TODAY, TODAY - timedelta(days=1), date(1906, 1, 1)])
def test_a_day_of_birth_is_believed(born_on: date) -> None:
    check_joining(replace(JOINING, born_on=born_on), TODAY)


@pytest.mark.parametrize("born_on", [TODAY + timedelta(days=1), date(1905, 12, 31), date(1, 1, 1)])
def test_a_day_that_nobody_alive_was_born_on_is_not(born_on: date) -> None:
    with pytest.raises(ProfileInvalid):
        check_joining(replace(JOINING, born_on=born_on), TODAY)


def test_people_consent_to_what_holds_now() -> None:
    with pytest.raises(TermsOutdated):
        check_joining(replace(JOINING, terms_version="2001-01"), TODAY)


def test_a_player_in_order_goes_on() -> None:
    assert hindrance(ASKING) is None
    assert roles_in_force(PLAYER, ASKING) == PLAYER


@pytest.mark.parametrize(
    ("player", "why"),
    [
        (None, NotJoined),
        (replace(ASKING, suspended=True), Suspended),
        (replace(ASKING, accepted_terms=False), TermsChanged),
        (replace(ASKING, suspended=True, accepted_terms=False), Suspended),
    ],
)
def test_others_are_told_why_their_roles_do_not_count(
    player: AskingPlayer | None, why: type[Exception]
) -> None:
    roles = frozenset({Role.PLAYER, Role.RESULTS, Role.ADMIN})

    assert type(hindrance(player)) is why
    assert roles_in_force(roles, player) == frozenset()


@pytest.mark.parametrize("player", [None, replace(ASKING, suspended=True)])
def test_a_superadmin_need_not_play(player: AskingPlayer | None) -> None:
    assert roles_in_force(SUPERADMIN | PLAYER, player) == SUPERADMIN


def test_addresses_are_found_however_they_are_written() -> None:
    assert normal_email(" Ama.Mensah@Pointsbook.Example ") == "ama.mensah@pointsbook.example"


def test_personal_data_does_not_show() -> None:
    assert "1990" not in repr(JOINING)


@pytest.mark.parametrize(
    ("born_on", "year", "corrected"),
    [
        (date(1890, 3, 17), 1990, date(1990, 3, 17)),
        (date(2000, 2, 29), 1996, date(1996, 2, 29)),
        (date(2000, 2, 29), 1999, date(1999, 3, 1)),
    ],
)
def test_a_corrected_year_keeps_the_birthday(born_on: date, year: int, corrected: date) -> None:
    assert with_year(born_on, year) == corrected


def test_a_correction_may_make_somebody_just_old_enough() -> None:
    check_birthday(with_year(TODAY, TODAY.year - 18), today=TODAY, minimum_age=18)


@pytest.mark.parametrize(
    "born_on",
    [
        with_year(TODAY, TODAY.year - 18) + timedelta(days=1),
        with_year(TODAY, TODAY.year + 1),
        with_year(TODAY, TODAY.year - 121),
    ],
)
def test_a_correction_leaves_nobody_who_could_not_have_joined(born_on: date) -> None:
    with pytest.raises(YearImpossible):
        check_birthday(born_on, today=TODAY, minimum_age=18)


def test_the_suspended_learn_why() -> None:
    player = replace(ASKING, suspended=True, suspension_reason="She was rude.")

    no = hindrance(player)

    assert isinstance(no, Suspended)
    assert no.facts == {"reason": "She was rude."}
