"""What officials say and workers do, one function a doing: in PostgreSQL, and in the model."""

from collections.abc import Callable, Sequence

from hypothesis import note
from hypothesis import strategies as st

from app.settlement.rules.rulings import MarketIsNotVoid, MarketIsVoid, Ruling, RulingState
from tests.acceptance.settlement import wishes
from tests.acceptance.settlement.model import Bet, Event, Market
from tests.acceptance.settlement.stage import Draw, Pending, Stage


def say_result(stage: Stage, draw: Draw) -> None:
    """Mostly of what has begun."""
    begun = [event for event in stage.model.events if event.locked]
    event = draw(st.sampled_from(begun or stage.model.events))
    ending = draw(wishes.endings(event))
    began_with = draw(st.sampled_from([None, None, None, *_bets_on(stage, event)]))

    def put_in_force() -> None:
        event.ending, event.began_with = ending, began_with

    ruling = stage.officials.result(event, ending, began_with)
    says = f"{event} ended {ending}" + (f", and {began_with} was late" if began_with else "")
    _rule(stage, draw, ruling, ("result", event), says, put_in_force, event.markets)


def mark(stage: Stage, draw: Draw) -> None:
    market = draw(st.sampled_from(_by_hand(stage)))
    marks = {key: draw(wishes.marks) for key in market.selections}

    def put_in_force() -> None:
        market.marks = marks

    ruling = stage.officials.mark(market, marks)
    told = ", ".join(f"{key} {win} won {push} back" for key, (win, push) in marks.items())
    _rule(stage, draw, ruling, ("marks", market), f"{market}: {told}", put_in_force, [market])


def may_mark(stage: Stage) -> bool:
    return bool(_by_hand(stage))


def make_void(stage: Stage, draw: Draw) -> None:
    """Or lift it."""
    market, void = draw(st.sampled_from(stage.model.markets_with_bets)), draw(st.booleans())

    def put_in_force() -> None:
        market.void = void

    try:
        ruling = stage.officials.void(market, void=void)
    except (MarketIsVoid, MarketIsNotVoid):
        assert market.void == void
        return
    assert market.void != void
    says = f"{market} is {'void' if void else 'not void any more'}"
    _rule(stage, draw, ruling, ("void", market), says, put_in_force, [market])


def correct_price(stage: Stage, draw: Draw) -> None:
    taken = [leg for bet in stage.model.bets for leg in bet.legs]
    leg, odds = draw(st.sampled_from(taken)), draw(wishes.odds)
    selection = leg.selection
    prices = {(selection.key, leg.version): odds}

    def put_in_force() -> None:
        selection.market.corrected.update(prices)

    ruling = stage.officials.correct(selection.market, prices)
    says = f"{selection} should have been {odds} in version {leg.version}"
    matter = ("prices", selection.market)
    _rule(stage, draw, ruling, matter, says, put_in_force, [selection.market])


def decide(stage: Stage, draw: Draw) -> None:
    _decide(stage, stage.pending[draw(st.integers(0, len(stage.pending) - 1))], draw)


def may_decide(stage: Stage) -> bool:
    return bool(stage.pending)


def work(stage: Stage, draw: Draw) -> None:
    which = draw(st.integers(0, 20))
    note(f"    a worker takes a step ({which})")
    stage.officials.work(which)


def settle(stage: Stage, _draw: Draw) -> None:
    note("    workers do what waits")
    stage.officials.settle()


def is_busy(stage: Stage) -> bool:
    return stage.busy


def _rule(
    stage: Stage,
    draw: Draw,
    ruling: Ruling,
    matter: tuple[str, object],
    says: str,
    put_in_force: Callable[[], None],
    markets: Sequence[Market],
) -> None:
    note(f"    {says}")
    # Who says what was said already is shown that.
    known = {each.ruling_id for each in stage.pending}
    if ruling.id in known or ruling.state is RulingState.CONFIRMED:
        return
    stage.pending = [each for each in stage.pending if each.matter != matter]
    new = Pending(ruling.id, matter, says, put_in_force, tuple(markets))
    stage.pending.append(new)
    _decide(stage, new, draw)


def _decide(stage: Stage, pending: Pending, draw: Draw) -> None:
    then = draw(wishes.decisions)
    note(f"    {then}: {pending.says}")
    if then == "wait":
        return
    stage.pending.remove(pending)
    if then == "refuse":
        stage.officials.refuse(pending.ruling_id)
        return
    stage.officials.confirm(pending.ruling_id)
    pending.put_in_force()
    if pending.matter[0] != "prices":
        for market in pending.markets:
            market.note_grading()
    if then == "settle":
        stage.officials.settle()


def _bets_on(stage: Stage, event: Event) -> list[Bet]:
    return [
        bet
        for bet in stage.model.bets
        if any(leg.selection.market.event is event for leg in bet.legs)
    ]


def _by_hand(stage: Stage) -> list[Market]:
    return [each for each in stage.model.markets_with_bets if each.kind == "custom"]
