"""One competition of the demo community to look at: what is played, and what Ama has bet.

Its ids are the same in every world, so that pages and pictures have addresses.
"""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from app.development.directory.state import Person
from app.development.seed import DEMO
from tests.acceptance.game import Game, Market
from tests.acceptance.settlement.ground import LOST, WON, Ground
from tests.browser import demo_boards
from tests.conftest import TestDatabase


def _id(number: int) -> UUID:
    return UUID(f"00000000-0000-7000-8000-00000000d{number:03}")


COMPETITION = _id(1)
# To come with all its markets; a race with places; under way; over; and called off.
MATCH, RACE, LIVE, OVER, CANCELLED = map(_id, range(11, 16))
# The match's market of the winner, with some history of its odds.
WINNER = _id(21)
# What somebody says of how the match ends that is under way; nobody has confirmed it.
RULING = _id(41)
OPEN_BET, OPEN_COMBO, WON_BET, LOST_BET = map(_id, range(31, 35))
# A private league of the player's, and what lets friends in.
LEAGUE, LEAGUE_CODE = _id(41), "friendsfriends"
# The player's part in the competition.
ENTRY = _id(51)
TIPS = {MATCH: (2, 1), LIVE: (1, 1), OVER: (2, 1)}

RESULT = '{"scores": {"half_time": {"1": 1, "2": 0}, "full_time": {"1": 2, "2": 1}}}'
NAMES = {"draw": "Draw", "over": "Over 2.5", "under": "Under 2.5", "yes": "Yes", "no": "No"}
SCORES = ("1-0", "2-0", "2-1", "0-0", "1-1", "2-2", "0-1", "0-2", "1-2")
RUNNERS = ("Anansi's Web", "Black Star", "Cedi Coin", "Densu River", "Ebo's Pride", "Fante Gold")


def furnish(database: TestDatabase, player: Person) -> None:
    """Everything at once; the player takes part and has bet."""
    game = Game(database, DEMO.id)
    game.competition([], name="Cup of Nations", competition_id=COMPETITION)
    won = _match(game)
    _race(game)
    live = _event(game, LIVE, "Kenya v Togo", starts_in=timedelta(minutes=-50), status="live")
    over = _event(game, OVER, "Senegal v Benin", starts_in=timedelta(days=-1), status="finished")
    _event(game, CANCELLED, "Chad v Niger", starts_in=timedelta(days=2), status="cancelled")
    ground = Ground(database, DEMO.id, competition_id=COMPETITION)
    _bet(ground, player, won, _market(game, over, "Winner", {"1": 1800, "draw": 3300, "2": 4500}))
    _market(game, live, "Winner", {"1": 1500, "draw": 3900, "2": 6500}, state="suspended")
    game.ruling(live, id=RULING)
    ground.change(
        "update event set score = "
        """'{"scores": {"full_time": {"1": 1, "2": 0}}, "positions": {}, "clock": "50"}'"""
        " where id = %s",
        live,
    )
    demo_boards.rank(ground, COMPETITION)


def _match(game: Game) -> Market:
    event_id = _event(game, MATCH, "Ghana v Mali", starts_in=timedelta(hours=26))
    won = _market(game, event_id, "Winner", {"1": 2100, "draw": 3200, "2": 3600}, id=WINNER)
    for odds in (2250, 2180, 2300):
        game.price(won.selections["1"], odds)
    total = {"over": 1950, "under": 1850}
    _market(game, event_id, "Total 2.5", total, kind="total", line=10)
    _market(game, event_id, "Both score", {"yes": 1720, "no": 2050}, kind="both_score")
    scores = {score: 6500 + 500 * number for number, score in enumerate(SCORES)}
    _market(game, event_id, "Correct score", scores, kind="correct_score", state="suspended")
    unpriced = {"1": 1660, "2": None}
    _market(game, event_id, "Draw no bet", unpriced, kind="draw_no_bet")
    return won


def _race(game: Game) -> None:
    event_id = _event(
        game, RACE, "Accra Mile", starts_in=timedelta(hours=3), sport="racing", runners=RUNNERS
    )
    odds = {str(number): 2500 + 1500 * number for number in range(1, len(RUNNERS) + 1)}
    _market(game, event_id, "Winner", odds, places=2, place_divisor=4)


def _bet(ground: Ground, player: Person, won: Market, decided: Market) -> None:
    player_id = ground.game.player(player.id)
    entry_id = ground.game.entry(COMPETITION, player_id, points=1_000, entry_id=ENTRY)
    ground.players[entry_id] = player_id
    _found_league(ground, entry_id)
    demo_boards.foretell(ground, entry_id, TIPS)
    demo_boards.add_pastimes(ground, COMPETITION, won)
    for bet_id, key in ((WON_BET, "1"), (LOST_BET, "2")):
        early = timedelta(days=2)
        ground.bet(entry_id, 50, decided.selections[key], bet_id=bet_id, accepted_ago=early)
    outcomes = {"1": WON, "draw": LOST, "2": LOST}
    ground.rule_all(OVER, [(decided, outcomes)], result=RESULT)
    home = won.selections["1"]
    ground.bet(entry_id, 40, home, bet_id=OPEN_BET, note="They have not lost at home.")
    both = _selection(ground, "Both score", "yes")
    ground.bet(entry_id, 25, both, _selection(ground, "Winner", "2"), bet_id=OPEN_COMBO)


def _found_league(ground: Ground, founder_id: UUID) -> None:
    ground.change(
        "insert into private_league (tenant_id, id, competition_id, founder_id, name, code)"
        " values (%s, %s, %s, %s, 'Friday table', %s)",
        DEMO.id,
        LEAGUE,
        COMPETITION,
        founder_id,
        LEAGUE_CODE,
    )
    ground.change(
        "insert into private_league_entry (tenant_id, league_id, entry_id, competition_id)"
        " values (%s, %s, %s, %s)",
        DEMO.id,
        LEAGUE,
        founder_id,
        COMPETITION,
    )


def _selection(ground: Ground, market: str, key: str) -> UUID:
    """One of the match for goals, one of the race for winners."""
    event_id = RACE if market == "Winner" else MATCH
    ((found,),) = ground.rows(
        "select s.id from selection s join market m on m.id = s.market_id"
        " where m.event_id = %s and m.name = %s and s.key = %s",
        event_id,
        market,
        key,
    )
    return UUID(str(found))


def _event(
    game: Game,
    event_id: UUID,
    name: str,
    *,
    starts_in: timedelta,
    status: str = "scheduled",
    sport: str = "football",
    runners: tuple[str, ...] = (),
) -> UUID:
    scheme = "positions" if runners else "goals"
    game.sport(sport, scheme)
    game.event(
        name, sport=sport, starts_in=starts_in, participants=runners, status=status,
        event_id=event_id,
    )  # fmt: skip
    with game.transaction() as tx:
        tx.execute(
            "insert into competition_event (competition_id, event_tenant_id, event_id)"
            " values (%s, %s, %s)",
            [COMPETITION, game.tenant_id, event_id],
        )
    return event_id


def _market(
    game: Game, event_id: UUID, name: str, odds: Mapping[str, int | None], **columns: object
) -> Market:
    """Its selections named as people know them: participants by their names."""
    market = game.market(event_id, odds, name=name, **columns)  # type: ignore[arg-type]
    with game.transaction() as tx:
        tx.execute(
            "update selection s set name = p.name from event_participant ep"
            " join participant p on p.id = ep.participant_id"
            " where s.market_id = %s and ep.event_id = %s and ep.number::text = s.key",
            [market.id, event_id],
        )
        for key in odds.keys() & NAMES.keys():
            named = [NAMES[key], market.selections[key]]
            tx.execute("update selection set name = %s where id = %s", named)
    return market
