"""By what, and of which part: rounds, sports, private leagues, the community, streaks, rates."""

from uuid import UUID

from app.competitions.rules.settings import Standing
from tests.acceptance.leaderboards.season import Season

MATCH, OTHER = "Ghana v Mali", "Togo v Niger"


def test_a_round_has_its_own_leaderboard(season: Season) -> None:
    season.bet("Ama", 100, MATCH, name="first")
    season.bet("Kojo", 50, OTHER, name="second")
    season.results(MATCH, ("first", "won"))
    season.results(OTHER, ("second", "won"))
    season.refresh()

    assert season.ranks(round="Round 1") == ["1 Ama"]
    assert season.ranks(round="Round 2") == ["1 Kojo"]
    assert season.must("Ama", f"GET {season.path}/leaderboard/rounds") == ["Round 1", "Round 2"]


def test_a_combo_counts_in_a_round_only_when_all_its_legs_are_of_it(season: Season) -> None:
    season.bet("Ama", 100, MATCH, OTHER)
    season.results(OTHER, ("Ama", "won"))
    season.refresh()

    assert season.row("Ama")["net_points"] == 100
    assert season.ranks(round="Round 1") == season.ranks(round="Round 2") == []


def test_a_combo_counts_in_the_sport_that_its_legs_share(season: Season) -> None:
    season.play_on_events({"Federer v Nadal": "Round 1"}, sport="tennis")
    season.bet("Ama", 100, MATCH, OTHER, name="football")
    season.bet("Kojo", 100, MATCH, "Federer v Nadal", name="both")
    season.results(MATCH, ("football", "won"), ("both", "won"))
    season.refresh()

    football = season.game.sport("football")
    assert season.ranks(sport_id=football) == ["1 Ama"]
    # Both of its legs are of one round, though.
    assert season.ranks(round="Round 1") == ["1 Kojo"]


def test_an_event_that_moves_to_another_round_counts_there(season: Season) -> None:
    season.bet("Ama", 100, MATCH)
    season.results(MATCH, ("Ama", "won"))
    season.refresh()

    season.do("update event set round = 'Final' where id = %(id)s", id=season.events[MATCH])
    season.refresh()

    assert season.ranks(round="Final") == ["1 Ama"]
    assert season.ranks(round="Round 1") == []
    assert season.row("Ama")["net_points"] == 100


def test_a_corrected_round_is_counted_back(season: Season) -> None:
    season.bet("Ama", 100, MATCH)
    season.results(MATCH, ("Ama", "won"))
    season.refresh()
    season.results(MATCH, ("Ama", "lost"))
    season.refresh()

    [row] = season.page(round="Round 1")["items"]
    assert (row["net_points"], row["bets"], row["win_rate"]) == (-100, 1, 0)


def test_members_of_a_private_league_are_ranked_among_themselves(season: Season) -> None:
    for who in ("Ama", "Kojo", "Esi"):
        season.entry(who)
    season.bet("Kojo", 100, MATCH)
    season.results(MATCH, ("Kojo", "won"))
    season.refresh()
    league = season.game.private_league(season.entry("Ama"))
    for who in ("Ama", "Esi"):
        season.do(
            "insert into private_league_entry (tenant_id, league_id, entry_id, competition_id)"
            " select tenant_id, %(league)s, id, competition_id from entry where id = %(entry)s",
            league=league,
            entry=season.entry(who),
        )

    path = f"/api/private-leagues/{league}/leaderboard"

    assert season.ranks(path) == ["1 Ama", "2 Esi"]
    assert season.ask("Kojo", f"GET {path}").status_code == 404


def test_without_enough_bets_there_is_no_return_on_investment(season: Season) -> None:
    season.set_up(roi_minimum_bets=2)
    season.bet("Ama", 100, MATCH, name="lucky")
    season.bet("Kojo", 100, MATCH, name="one")
    season.bet("Kojo", 50, MATCH, name="two")
    season.results(MATCH, ("lucky", "won"), ("one", "won"), ("two", "lost"))
    season.refresh()

    assert season.ranks(by=Standing.ROI) == ["1 Kojo", "- Ama"]
    assert season.row("Kojo")["roi"] == 3_333
    assert season.row("Ama")["roi"] is None


def test_the_community_adds_up_all_its_competitions(season: Season) -> None:
    season.bet("Ama", 100, MATCH)
    season.bet("Kojo", 30, MATCH)
    season.results(MATCH, ("Ama", "lost"), ("Kojo", "won"))
    season.refresh()

    assert season.ranks("/api/leaderboard") == ["1 Kojo", "2 Ama"]
    [own] = season.page("/api/leaderboard/me", neighbours=0)["items"]
    assert (own["rank"], own["net_points"], own["entry_id"]) == (2, -100, None)


def test_predictions_have_a_leaderboard_of_their_own(season: Season) -> None:
    season.begin_run(MATCH)
    for who, points, kind in (("Ama", 4, "exact"), ("Kojo", 2, "tendency")):
        season.score(who, season.prediction(who, MATCH), points, kind=kind)
    season.finish_run()
    season.refresh()

    assert season.ranks(by=Standing.PREDICTION_POINTS) == ["1 Ama", "2 Kojo"]
    assert season.row("Ama")["exact_predictions"] == 1
    assert season.row("Kojo")["exact_predictions"] == 0
    assert season.ranks(round="Round 1", by=Standing.EXACT_PREDICTIONS) == ["1 Ama", "2 Kojo"]


def test_a_corrected_prediction_gives_its_points_back(season: Season) -> None:
    prediction = season.prediction("Ama", MATCH)
    season.begin_run(MATCH)
    season.score("Ama", prediction, 4, kind="exact")
    season.finish_run()
    season.refresh()
    season.begin_run(MATCH)
    season.score("Ama", prediction, 0, 4, kind="none")
    season.finish_run()
    season.refresh()

    row = season.row("Ama")
    assert (row["prediction_points"], row["exact_predictions"]) == (0, 0)


def test_bonus_points_are_prediction_points_of_no_round(season: Season) -> None:
    question = season.game.bonus_question(season.competition_id)
    season.entry("Ama")
    season.begin_run(MATCH)
    season.score("Ama", question, 10)
    season.finish_run()
    season.refresh()

    assert season.row("Ama")["prediction_points"] == 10
    assert season.ranks(round="Round 1") == []


def play(season: Season, letters: str) -> list[UUID]:
    """A run with a bet of Ama's for each letter: won, lost, void or returned."""
    words = {"W": "won", "L": "lost", "V": "void", "R": "returned"}
    bets = [season.bet("Ama", 1, MATCH) for _ in letters]
    season.results(MATCH, *zip(bets, (words[letter] for letter in letters), strict=True))
    season.refresh()
    return bets


def streaks(season: Season) -> tuple[int, int]:
    row = season.row("Ama")
    return row["streak"], row["best_streak"]


def test_a_streak_goes_on_from_run_to_run(season: Season) -> None:
    play(season, "LWW")
    assert streaks(season) == (2, 2)
    play(season, "WVRW")
    assert streaks(season) == (4, 4)
    play(season, "LW")
    assert streaks(season) == (1, 4)
    play(season, "V")
    assert streaks(season) == (1, 4)


def test_a_correction_mends_a_streak(season: Season) -> None:
    bets = play(season, "WLW")
    play(season, "W")

    season.results(MATCH, (bets[1], "won"))
    season.refresh()

    assert streaks(season) == (4, 4)


def test_a_bet_that_is_open_again_is_in_no_streak(season: Season) -> None:
    bets = play(season, "WLW")
    season.begin_run(MATCH)
    season.settle(bets[1], None)
    season.finish_run()
    season.refresh()
    assert streaks(season) == (2, 2)

    season.results(MATCH, (bets[1], "lost"))
    season.refresh()
    assert streaks(season) == (0, 2)


def test_what_an_overtaken_run_moved_counts_with_the_later(season: Season) -> None:
    season.bet("Ama", 100, MATCH)
    first = season.begin_run(MATCH)
    season.settle("Ama", "won")
    second = season.begin_run(MATCH)
    season.do(
        "update settlement_run set state = 'overtaken', finished_at = now(),"
        " counts_with = %(second)s where id = %(first)s",
        first=first,
        second=second,
    )
    season.refresh()
    assert season.row("Ama")["net_points"] == 0

    season.settle("Ama", "lost")
    season.finish_run()
    season.refresh()
    assert season.row("Ama")["net_points"] == -100
