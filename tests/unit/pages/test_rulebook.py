"""What players read of a competition's rules is what its settings say."""

from zoneinfo import ZoneInfo

import pytest

from app.competitions.rules.settings import (
    CompetitionSettings,
    Every,
    JoinPolicy,
    Mode,
    PoolSettings,
    PredictionSettings,
    PrizeSettings,
    StakeLimits,
    Standing,
    TopUp,
)
from app.pages.rules.rulebook import rules_of
from app.pages.rules.telling import tell
from app.plumbing.languages import Reader

ENGLISH = Reader("en", ZoneInfo("UTC"))


def told(settings: CompetitionSettings) -> dict[str, list[str]]:
    return {
        heading: [tell(rule, ENGLISH) for rule in rules] for heading, rules in rules_of(settings)
    }


def everything(settings: CompetitionSettings) -> str:
    return " ".join(rule for rules in told(settings).values() for rule in rules)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (CompetitionSettings(starting_points=2_500), "begins with 2,500 points."),
        (CompetitionSettings(starting_points=1), "begins with 1 point."),
        (CompetitionSettings(starting_points=0), "begins without points."),
        (
            CompetitionSettings(top_up=TopUp(points=70, every=Every.WEEK)),
            "70 more points each Monday.",
        ),
        (CompetitionSettings(stakes=StakeLimits(minimum=5, maximum=80)), "stakes 5 to 80 points."),
        (
            CompetitionSettings(stakes=StakeLimits(share_of_bankroll=25)),
            "One bet stakes at most 2.5% of",
        ),
        (CompetitionSettings(cancel_seconds=45), "taken back for 45 seconds"),
        (CompetitionSettings(cancel_seconds=60), "taken back for 1 minute after"),
        (CompetitionSettings(cancel_seconds=7_200), "taken back for 2 hours after"),
        (CompetitionSettings(cancel_seconds=0), "is not taken back."),
        (CompetitionSettings(cash_out_margin=30), "at the odds of the moment, less 3%."),
        (CompetitionSettings(cash_out_margin=0), "at the odds of the moment. "),
        (CompetitionSettings(pools=PoolSettings(takeout=100)), "10% of the stakes in a pool"),
        (CompetitionSettings(postponement_hours=0), "What is put off is void."),
        (CompetitionSettings(postponement_hours=12), "within 12 hours of its first time"),
        (CompetitionSettings(four_eyes=True), "A second official confirms each result"),
        (
            CompetitionSettings(predictions=PredictionSettings(exact=9, difference=8, tendency=7)),
            "exact score earns 9, the right difference 8, and who wins, or that nobody does, 7.",
        ),
        (
            CompetitionSettings(
                predictions=PredictionSettings(quota=True, quota_minimum=3, quota_maximum=11)
            ),
            "earns 3 to 11 instead",
        ),
        (
            CompetitionSettings(prizes=PrizeSettings(pot=1_000, shares=(600, 300))),
            "Place 1 earns 600 points. Place 2 earns 300 points.",
        ),
    ],
)
def test_each_setting_is_told_with_its_number(settings: CompetitionSettings, said: str) -> None:
    assert said in everything(settings)


def test_what_is_not_played_is_not_told() -> None:
    only_predictions = CompetitionSettings(
        modes=frozenset({Mode.PREDICTION}), standing=(Standing.PREDICTION_POINTS,)
    )

    headings = told(only_predictions)

    assert "Predictions" in headings
    assert not {"Bets", "Pools", "Prizes"} & headings.keys()


def test_each_way_to_join_is_told_differently() -> None:
    ways = [told(CompetitionSettings(join_policy=each))["Who plays"][0] for each in JoinPolicy]

    assert len(set(ways)) == len(JoinPolicy)


@pytest.mark.parametrize(
    "standing", [each for each in Standing if each is not Standing.EARLIEST_ENTRY]
)
def test_each_ranking_is_told_first_and_separates_after(standing: Standing) -> None:
    first = told(CompetitionSettings(standing=(standing, Standing.EARLIEST_ENTRY)))["Standings"]
    other = Standing.NET_WORTH if standing is not Standing.NET_WORTH else Standing.NET_POINTS
    after = told(CompetitionSettings(standing=(other, standing)))["Standings"]

    assert "lead" in first[0]
    assert first[1] == "Between equals, whoever joined first stands first."
    assert after[1].startswith("Between equals")
