"""How players bet, and who sees what of it."""

from typing import Any
from uuid import uuid4

from tests.acceptance.leaderboards.season import Season

MATCH, OTHER = "Ghana v Mali", "Togo v Niger"


def player_id(season: Season, who: str) -> str:
    return str(season.game.player(season.person(who).id))


def statistics(season: Season, of: str, *, seen_by: str) -> dict[str, Any]:
    found: dict[str, Any] = season.must(
        seen_by, f"GET /api/players/{player_id(season, of)}/statistics"
    )
    return found


def test_statistics_tell_of_settled_bets_only(season: Season) -> None:
    season.bet("Ama", 100, MATCH, name="won", probability=700)
    season.bet("Ama", 50, MATCH, name="lost", probability=400)
    season.bet("Ama", 10, OTHER, name="open")
    season.results(MATCH, ("won", "won"), ("lost", "lost"))
    season.begin_run(OTHER)
    season.settle("open", "won")
    season.refresh()

    found = statistics(season, "Ama", seen_by="Ama")

    assert found["record"] == {
        "bets": 2,
        "won": 1,
        "lost": 1,
        "staked": 150,
        "paid": 200,
        "win_rate": 5_000,
        "roi": 3_333,
    }
    assert list(found["by_sport"]) == ["football"]
    assert list(found["by_market_kind"]) == ["winner"]
    assert [band["odds_max"] for band in found["by_odds"]] == [2_000]
    assert found["expectation"] == {"bets": 2, "expected": 5_000, "actual": 5_000}
    assert found["private"]["calibration"]["brier"] == 1_250
    assert [bet["net"] for bet in found["private"]["best"]] == [100]
    assert [bet["net"] for bet in found["private"]["worst"]] == [-50]


def test_single_bets_are_for_their_player_and_admins(season: Season) -> None:
    season.bet("Ama", 100, MATCH)
    season.results(MATCH, ("Ama", "won"))
    season.refresh()

    assert statistics(season, "Ama", seen_by="Kojo")["private"] is None
    assert statistics(season, "Ama", seen_by="Efua")["private"] is not None


def test_a_corrected_bet_is_as_it_was_corrected(season: Season) -> None:
    season.bet("Ama", 100, MATCH)
    season.results(MATCH, ("Ama", "won"))
    season.results(MATCH, ("Ama", "lost"))
    season.refresh()

    assert statistics(season, "Ama", seen_by="Ama")["record"]["paid"] == 0


def test_two_players_head_to_head(season: Season) -> None:
    season.bet("Ama", 100, MATCH, name="first")
    season.bet("Kojo", 100, MATCH, name="second")
    season.bet("Kojo", 10, OTHER, name="third")
    season.results(MATCH, ("first", "won"), ("second", "lost"))
    season.results(OTHER, ("third", "won"))
    season.refresh()

    ama, kojo = player_id(season, "Ama"), player_id(season, "Kojo")
    found = season.must("Esi", f"GET /api/players/{ama}/head-to-head/{kojo}")

    assert (found["ahead"], found["behind"], found["level"]) == (1, 0, 0)
    [meeting] = found["competitions"]
    assert (meeting["rank"], meeting["their_rank"]) == (1, 2)
    # Only in the first round did both bet.
    assert (meeting["rounds_won"], meeting["rounds_lost"], meeting["rounds_level"]) == (1, 0, 0)


def test_there_is_nothing_of_somebody_unknown(season: Season) -> None:
    season.ask("Ama", f"GET /api/players/{uuid4()}/statistics")
    assert season.problem() == "no-such-player"
    ama = player_id(season, "Ama")
    season.ask("Ama", f"GET /api/players/{ama}/head-to-head/{uuid4()}")
    assert season.problem() == "no-such-player"
