"""Leaderboards and statistics as pages, read without a script."""

import pytest

from app.plumbing.templating import MINUS
from tests.acceptance.leaderboards.season import Season
from tests.acceptance.pages.reading import Reading
from tests.acceptance.world import World


@pytest.fixture
def season(world: World) -> Season:
    """Ama won in the first round, Kofi lost; Kojo, a bot, won the most.  Esi did nothing."""
    season = Season(world)
    season.play_on_events({"Ghana v Mali": "Round 1", "Togo v Niger": "Round 2"})
    for who in ("Ama", "Kofi", "Kojo", "Esi"):
        season.entry(who)
    season.sql("update entry set bot = true where id = %s", season.entry("Kojo"))
    season.bet("Ama", 40, "Ghana v Mali", probability=700)
    season.bet("Kofi", 60, "Ghana v Mali")
    season.bet("Kojo", 90, "Ghana v Mali")
    season.results("Ghana v Mali", ("Ama", "won"), ("Kofi", "lost"), ("Kojo", "won"))
    season.refresh()
    return season


@pytest.fixture
def ama(season: Season) -> Reading:
    return reader(season, "Ama")


def reader(season: Season, who: str) -> Reading:
    return Reading(season.world.sign_in(season.person(who), f"{season.subdomain}.localhost"))


def board_of(season: Season) -> str:
    return f"/competitions/{season.competition_id}/leaderboard"


def row_of(page: Reading, season: Season, who: str) -> str:
    """Somebody's line in the whole leaderboard, as it is read."""
    name = season.person(who).username[:30]
    whole = page.text.partition("Ranked by")[2]
    before, _, after = whole.partition(name)
    return f"{before[-12:]}{who}{after[:40]}"


def test_everybody_is_in_their_place_and_bots_are_in_none(season: Season, ama: Reading) -> None:
    ama.open(board_of(season))

    assert "1 Ama You 1,040 +40" in row_of(ama, season, "Ama")
    assert "\N{EN DASH} Kojo Bot 1,090 +90" in row_of(ama, season, "Kojo")
    assert f"3 Kofi 940 {MINUS}60" in row_of(ama, season, "Kofi")
    assert "Your place Place 1 Points 1,040" in ama.text


def test_a_place_says_how_far_it_is_to_the_next(season: Season) -> None:
    kofi = reader(season, "Kofi")

    kofi.open(board_of(season))

    assert f"Behind {season.person('Esi').username[:30]} 60" in kofi.text


def test_arrows_say_what_changed_since_yesterday(season: Season, ama: Reading) -> None:
    for who, rank in (("Ama", 3), ("Esi", 2), ("Kofi", 1)):
        season.do(
            "insert into standing_day (tenant_id, board_id, player_id, day, rank, net_worth,"
            " net_points, prediction_points) select tenant_id, competition_id, player_id,"
            " current_date - 1, %(rank)s, 1000, 0, 0 from entry where id = %(entry)s",
            entry=season.entry(who),
            rank=rank,
        )

    ama.open(board_of(season))

    assert "1 ▲ 2 up Ama" in row_of(ama, season, "Ama")
    assert "3 ▼ 2 down Kofi" in row_of(ama, season, "Kofi")[-60:]
    assert "Places, day by day" in ama.text


@pytest.mark.parametrize(
    ("query", "read"),
    [
        ("by=streak", "1 Ama You 1 1,040"),
        ("round=Round 1", "1 Ama You +40"),
        ("by=prediction_points", "1 Ama You 0 1,040"),
        ("by=nonsense&round=&sport_id=x", "1 Ama You 1,040"),
    ],
)
def test_other_orders_and_parts_may_be_chosen(
    season: Season, ama: Reading, query: str, read: str
) -> None:
    ama.open(f"{board_of(season)}?{query}")

    assert read in row_of(ama, season, "Ama")


def test_a_private_league_is_ranked_among_its_own_and_for_them_only(season: Season) -> None:
    league_id = season.game.private_league(season.entry("Kofi"))
    season.do(
        "insert into private_league_entry (tenant_id, league_id, entry_id, competition_id)"
        " select tenant_id, %(league)s, id, competition_id from entry where id = %(entry)s",
        league=league_id,
        entry=season.entry("Kofi"),
    )
    kofi, ama = reader(season, "Kofi"), reader(season, "Ama")

    kofi.open(f"{board_of(season)}?league_id={league_id}")
    ama.open(f"{board_of(season)}?league_id={league_id}")

    assert "1 Kofi You 940" in row_of(kofi, season, "Kofi")
    assert season.person("Ama").username[:30] not in kofi.text.partition("Ranked by")[2]
    assert ama.answer.status_code == 404


def test_why_these_points_adds_up(season: Season, ama: Reading) -> None:
    ama.open(f"{board_of(season)}/{season.entry('Kofi')}")

    assert "Given to begin with, or as a gift +1,000" in ama.text
    assert f"Settled bets: 0 paid out, 60 staked {MINUS}60" in ama.text
    assert "Points 940" in ama.text
    assert f"Round 1 Football 1 60 0 {MINUS}60 0 0" in ama.text


def test_a_season_that_has_ended_shows_its_prizes_and_its_picture(
    season: Season, ama: Reading
) -> None:
    season.set_up(prizes={"points": [500, 200]})
    ama.open(board_of(season))
    assert "Prizes at the end: 1. 500 2. 200" in ama.text
    season.must("Efua", f"PUT {season.path}/finish", {"reason": "a test"})
    season.world.forget_pages()

    ama.open(board_of(season))

    assert "Final standings" in ama.text
    assert "1 Ama You Prize: 500" in row_of(ama, season, "Ama")
    picture = f"/api/competitions/{season.competition_id}/leaderboard/picture.svg"
    assert f'<img src="{picture}"' in ama.answer.text


def test_the_whole_community_has_a_leaderboard(season: Season, ama: Reading) -> None:
    ama.open("/leaderboard")

    assert "1 Ama You +40" in row_of(ama, season, "Ama")


def test_statistics_keep_single_bets_to_their_player(season: Season, ama: Reading) -> None:
    ama.open(f"/players/{season.game.player(season.person('Ama').id)}")
    assert "Best bets 40 staked at 2.00 +40" in ama.text
    assert "70% to 80% 1 100%" in ama.text

    ama.open(f"/players/{season.game.player(season.person('Kofi').id)}")

    assert "You are ahead in 1 Behind in 0" in ama.text
    assert "Best bets" not in ama.text
