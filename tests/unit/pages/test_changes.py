"""What changed in the rules, as players read it."""

from dataclasses import replace
from datetime import UTC, datetime

from app.competitions.rules.competitions import SettingsVersion
from app.competitions.rules.settings import CompetitionSettings
from app.pages.rules.changes import changes_of

FIRST = CompetitionSettings()


def versions(*settings: CompetitionSettings) -> list[SettingsVersion]:
    return [
        SettingsVersion(version=number, settings=each, at=datetime(2026, 6, number, tzinfo=UTC))
        for number, each in enumerate(settings, start=1)
    ]


def test_a_rule_is_told_as_it_was_and_as_it_is() -> None:
    second = replace(FIRST, starting_points=500)

    (change,) = changes_of(versions(FIRST, second))

    assert change.version == 2
    assert [rule.number for rule in change.before] == [1_000]
    assert [rule.number for rule in change.after] == [500]


def test_the_newest_change_comes_first() -> None:
    second, third = replace(FIRST, four_eyes=True), replace(FIRST, cancel_seconds=0)

    changes = changes_of(versions(FIRST, second, third))

    assert [change.version for change in changes] == [3, 2]
    assert changes[1].before == []


def test_another_name_or_period_changes_no_rule() -> None:
    assert changes_of(versions(FIRST, FIRST)) == []
